//! Folders made to break the walk: what is no file, what leads in circles, what
//! has no decent name. Each run may take some seconds, and must name what it
//! skipped.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A slip that is a warning.
const SLIP: &str = "己经写完。\n";

/// A folder that is removed at the end.
struct Tree(tempfile::TempDir);

/// What a run said.
struct Said {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Said {
    fn has(&self, line: &str) -> bool {
        let mut lines = self.stdout.lines().chain(self.stderr.lines());
        lines.any(|said| said.contains(line))
    }
}

impl Tree {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: impl AsRef<Path>, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn pipe(&self, path: &str) {
        let made = Command::new("mkfifo").arg(self.at(path)).status().unwrap();
        assert!(made.success());
    }

    /// Runs `kanwu check` in the folder; one that hangs is ended, with status 124.
    fn check<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Said {
        let output = Command::new("timeout")
            .args(["20", env!("CARGO_BIN_EXE_kanwu"), "check"])
            .args(arguments)
            .env("KANWU_LANGUAGE", "en")
            .env_remove("GITHUB_ACTIONS")
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Said {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const NOT_A_FILE: &str = "skipped: a pipe, a socket or a device";
const UNREADABLE: &str = "can't be read: neither a file nor a folder";

#[test]
fn pipes_sockets_and_devices_are_named_and_never_opened() {
    let tree = Tree::new();
    tree.write("post.md", SLIP);
    tree.pipe("pipe.md");
    let _socket = UnixListener::bind(tree.at("socket.md")).unwrap();
    symlink("/dev/zero", tree.at("device.md")).unwrap();
    tree.pipe("pipe");
    let found = tree.check(&["."]);
    assert_eq!(found.status, Some(0), "{}", found.stderr);
    for name in ["pipe.md", "socket.md", "device.md"] {
        assert!(found.has(&format!("note: {name}: {NOT_A_FILE}")), "{}", found.stderr);
        let named = tree.check(&[name]);
        assert!(named.has(&format!("error: {name}: {UNREADABLE}")), "{}", named.stderr);
        assert_eq!(named.status, Some(2));
    }
    assert!(found.has("post.md:1:1") && found.has("3 files skipped"));
}

#[test]
fn an_ignore_file_that_is_a_pipe_or_a_device_keeps_nobody_waiting() {
    let tree = Tree::new();
    tree.write("post.md", SLIP);
    tree.write("below/post.md", SLIP);
    tree.pipe("below/.gitignore");
    let said = tree.check(&["."]);
    assert!(said.has("warning: below/.gitignore: can't be used"), "{}", said.stderr);
    assert!(said.has("Checked 1 file"));
    assert_eq!(said.status, Some(0));
    assert_eq!(tree.check(&["below"]).status, Some(2));
    assert_eq!(tree.check(&["--force-exclude", "below/post.md"]).status, Some(0));
    symlink("/dev/zero", tree.at(".kanwuignore")).unwrap();
    let said = tree.check(&["."]);
    assert!(said.has(".kanwuignore: can't be used") && said.has("No file was checked"));
    assert_eq!(said.status, Some(2));
}

#[test]
fn links_lead_nowhere_and_are_named() {
    let tree = Tree::new();
    let elsewhere = Tree::new();
    elsewhere.write("other.md", SLIP);
    tree.write("post.md", SLIP);
    tree.write("below/post.md", SLIP);
    symlink("..", tree.at("below/loop")).unwrap();
    symlink("itself.md", tree.at("itself.md")).unwrap();
    symlink("missing.md", tree.at("broken.md")).unwrap();
    symlink(elsewhere.at("other.md"), tree.at("elsewhere.md")).unwrap();
    symlink("post.md", tree.at("alias.md")).unwrap();
    symlink("missing", tree.at("no-post")).unwrap();
    let said = tree.check(&["."]);
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    assert!(said.has("Checked 2 files") && said.has("4 files skipped"));
    assert!(said.has("note: below/loop: skipped: a link to a folder"));
    for name in ["itself.md", "broken.md"] {
        assert!(said.has(&format!("note: {name}: skipped: a link that leads nowhere")));
    }
    assert!(said.has("note: elsewhere.md: skipped: a link to a file elsewhere"));
    assert!(!said.has("alias.md") && !said.has("no-post"));
    let named = tree.check(&["itself.md", "broken.md", "elsewhere.md", "below/loop/below"]);
    assert!(named.has("error: itself.md: can't be read: its symbolic links lead in a circle"));
    assert!(named.has("error: broken.md: there is no such file"));
    assert!(named.has("Checked 2 files"), "{}", named.stdout);
    assert_eq!(named.status, Some(2));
}

#[test]
fn names_of_all_kinds_are_walked_and_shown_on_one_line() {
    let tree = Tree::new();
    let names: [(&[u8], &str); 6] = [
        (b"with spaces #1?.md", "with spaces #1?.md"),
        (b"line\nend.md", "line\\u{A}end.md"),
        (b"\xCD\xE2\xB3.md", "\\xCD\\xE2\\xB3.md"),
        ("外长 · 会晤.md".as_bytes(), "外长 · 会晤.md"),
        (b"-rf.md", "-rf.md"),
        (b"\x1B[31m.md", "\\u{1B}[31m.md"),
    ];
    for (name, _) in names {
        tree.write(OsStr::from_bytes(name), SLIP);
    }
    let walked = tree.check(&["."]);
    let mut arguments = vec![OsStr::new("--")];
    arguments.extend(names.iter().map(|(name, _)| OsStr::from_bytes(name)));
    let named = tree.check(&arguments);
    for (_, shown) in names {
        for said in [&walked, &named] {
            assert!(said.has(&format!("─ {shown}:1:1")), "{shown}: {}", said.stdout);
        }
    }
    assert!(walked.has("Checked 6 files") && named.has("Checked 6 files"));
    let unsafe_fixes: Vec<&OsStr> = vec![OsStr::new("--unsafe-fixes"), OsStr::new(".")];
    assert!(tree.check(&unsafe_fixes).has("6 fixed; "));
    for (name, _) in names {
        assert_eq!(
            fs::read_to_string(tree.at(OsStr::from_bytes(name))).unwrap(),
            "已经写完。\n"
        );
    }
}

#[test]
fn hidden_and_ignored_files_are_left_unless_named() {
    let tree = Tree::new();
    for name in [
        "post.md",
        ".hidden.md",
        ".git/x.md",
        "_site/x.md",
        "drafts/x.md",
        "drafts/kept.md",
    ] {
        tree.write(name, SLIP);
    }
    tree.write(".gitignore", "/_site\n");
    tree.write(".kanwuignore", "drafts/*\n!drafts/kept.md\n[z-a].md\n");
    let said = tree.check(&["."]);
    assert!(said.has("Checked 2 files") && said.has("post.md:1:1") && said.has("drafts/kept.md:1:1"));
    assert!(said.has("warning: .kanwuignore: line 3: the pattern `[z-a].md` can't be understood"));
    let named = ["post.md", ".hidden.md", "_site/x.md", "drafts/x.md", "drafts/kept.md"];
    assert!(tree.check(&named).has("Checked 5 files"));
    let bound = tree.check(&[&["--force-exclude"], &named[..]].concat());
    assert!(bound.has("Checked 3 files"), "{}", bound.stderr);
    for excluded in ["_site/x.md", "drafts/x.md"] {
        assert!(bound.has(&format!("note: {excluded}: skipped: an ignore file excludes it")));
    }
}

/// From another folder, and of a path that is not there yet.
#[test]
fn ignore_files_above_the_working_folder_count() {
    let tree = Tree::new();
    tree.write("site/posts/a.md", SLIP);
    tree.write("site/drafts/b.md", SLIP);
    tree.write("site/.git/HEAD", "");
    tree.write("site/.kanwuignore", "drafts\n");
    let run = |folder: &str, arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["check", "--language", "en", "--force-exclude"])
            .args(arguments)
            .current_dir(tree.at(folder))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap()
    };
    let said = run("site/posts", &["../drafts/b.md", "a.md"]);
    assert!(said.contains("Checked 1 file") && said.contains("../drafts/b.md: skipped"));
    assert!(run("site/drafts", &["b.md"]).contains("b.md: skipped: an ignore file"));
    assert!(run(".", &["site/drafts"]).contains("site/drafts: skipped: an ignore file"));
    assert!(run("site/posts", &["-", "--stdin-filename", "../drafts/new.md"]).contains("skipped: an ignore file"));
    assert!(run("site/posts", &["-", "--stdin-filename", "new.md"]).contains("Checked 1 file"));
}

#[test]
fn a_file_of_a_gigabyte_is_skipped_unread() {
    let tree = Tree::new();
    tree.write("post.md", SLIP);
    File::create(tree.at("large.md")).unwrap().set_len(1 << 30).unwrap();
    let output = Command::new("sh")
        .args(["-c", "ulimit -t 5; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_kanwu")])
        .args(["check", "--language", "en", "."])
        .current_dir(tree.0.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("note: large.md: skipped: larger than 32 MiB"), "{said}");
}

#[test]
fn paths_of_four_thousand_bytes_are_checked_and_longer_ones_are_named() {
    let tree = Tree::new();
    let part = "长".repeat(66) + "/";
    assert_eq!(part.len(), 199);
    // Each folder is made from within the one above, so that no path is too long for it.
    let script = "my ($part, $depth) = @ARGV; for (1..$depth) { mkdir $part or die; chdir $part or die } \
                  open my $post, '>', 'post.md' or die; print $post '己经写完。'";
    let make = |folder: &Path, depth: &str| {
        let made = Command::new("perl")
            .args(["-e", script, part.trim_end_matches('/'), depth])
            .current_dir(folder)
            .status()
            .unwrap();
        assert!(made.success());
    };
    make(tree.0.path(), "20");
    let path = part.repeat(20) + "post.md";
    assert!(path.len() > 3_980);
    for argument in [".", &path] {
        let said = tree.check(&[argument]);
        assert!(said.has("Checked 1 file") && said.has(&path), "{}", said.stderr);
        assert_eq!(said.status, Some(0));
    }
    let deeper = Tree::new();
    deeper.write("post.md", SLIP);
    make(deeper.0.path(), "30");
    let said = deeper.check(&["."]);
    assert!(
        said.has("Checked 1 file") && said.has("longer than the system allows"),
        "{}",
        said.stderr
    );
    assert_eq!(said.status, Some(0));
    // Of a path so long, removing has to go the same way.
    let removed = Command::new("rm").arg("-rf").arg(deeper.0.path()).status().unwrap();
    assert!(removed.success());
}

#[test]
fn what_can_not_be_read_is_reported_and_the_rest_is_checked() {
    let tree = Tree::new();
    tree.write("post.md", SLIP);
    tree.write("secret.md", SLIP);
    tree.write("closed/post.md", SLIP);
    tree.write("open/post.md", SLIP);
    fs::set_permissions(tree.0.path(), Permissions::from_mode(0o755)).unwrap();
    for closed in ["secret.md", "closed"] {
        fs::set_permissions(tree.at(closed), Permissions::from_mode(0o000)).unwrap();
    }
    let program = tree.at("program");
    fs::copy(env!("CARGO_BIN_EXE_kanwu"), &program).unwrap();
    // Root may read everything, so its rights are dropped first.
    let nobody = |words: &[&str]| {
        Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .args(words)
            .env("KANWU_LANGUAGE", "en")
            .env_remove("GITHUB_ACTIONS")
            .current_dir(tree.0.path())
            .output()
    };
    let refused = nobody(&["cat", "post.md", "secret.md"]);
    let Some(refused) = refused.ok().filter(|output| output.stdout == SLIP.as_bytes()) else {
        eprintln!("skipped: setpriv is not there, or root's rights can't be dropped");
        return;
    };
    // Else this test would prove nothing.
    assert!(!refused.status.success());
    let output = nobody(&["./program", "check", "."]).unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("warning: secret.md: can't be read: permission denied"),
        "{said}"
    );
    assert!(
        said.contains("warning: closed: can't be read: permission denied"),
        "{said}"
    );
    assert!(said.contains("Checked 2 files"), "{said}");
    assert_eq!(output.status.code(), Some(0));
    for named in ["secret.md", "closed", "closed/post.md"] {
        let output = nobody(&["./program", "check", named]).unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            said.contains("error: ") && said.contains("can't be read: permission denied"),
            "{said}"
        );
        assert_eq!(output.status.code(), Some(2), "{said}");
    }
}

/// Files come, go and grow as fast as a shell can make them.
#[test]
fn a_folder_may_change_during_the_run() {
    let tree = Tree::new();
    for number in 0..200 {
        tree.write(format!("{number:03}.md"), SLIP);
    }
    let script = "while :; do for i in 0 1 2 3 4 5 6 7 8 9; do rm -f 1${i}0.md; printf '己经写完。\n' > 1${i}0.md; \
                  printf '己经写完。\n' >> 0${i}5.md; mkdir -p 1${i}1; mv 1${i}1 1${i}2; rmdir 1${i}2; done; done";
    let mut changing = Command::new("sh")
        .args(["-c", script])
        .current_dir(tree.0.path())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let runs: Vec<Said> = (0..20).map(|_| tree.check(&["."])).collect();
    changing.kill().unwrap();
    changing.wait().unwrap();
    for said in runs {
        assert_eq!(said.status, Some(0), "{}", said.stderr);
        assert!(!said.has("panicked") && said.has("Checked "), "{}", said.stderr);
    }
}

#[test]
#[ignore = "100,000 files; meant for the release build"]
fn hostile_tree_of_empty_files() {
    let tree = Tree::new();
    for folder in 0..100 {
        let folder = tree.at(format!("{folder:02}"));
        fs::create_dir(&folder).unwrap();
        for file in 0..1_000 {
            File::create(folder.join(format!("{file:03}.md"))).unwrap();
        }
    }
    let output = Command::new("sh")
        .args(["-c", "ulimit -t 10; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_kanwu")])
        .args(["check", "--language", "en", "."])
        .current_dir(tree.0.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    eprintln!("{said}");
    assert!(said.contains("Checked 100000 files"), "{:?} {said}", output.status);
}

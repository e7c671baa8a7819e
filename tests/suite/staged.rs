//! `kanwu check --staged`: Git's index in place of the work tree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A post with a slip.
const SLIP: &str = "---\ntitle: 会晤\n---\n韩中外账当天举行视频会晤\n";
const CLEAN: &str = "---\ntitle: 会晤\n---\n韩中外长当天举行视频会晤\n";

struct Repository(tempfile::TempDir);

struct Said {
    text: String,
    status: Option<i32>,
}

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "-q"]);
        repository
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let settings = ["-c", "user.name=甲", "-c", "user.email=a@example.org"];
        let status = Command::new("git")
            .args(settings)
            .args(arguments)
            .current_dir(self.0.path())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{arguments:?}");
    }

    fn check(&self, folder: &str, arguments: &[&str]) -> Said {
        run(&self.at(folder), arguments)
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--language", "en", "--staged"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said {
        text: String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        status: output.status.code(),
    }
}

#[test]
fn what_is_staged_is_judged_and_not_the_work_tree() {
    let repository = Repository::new();
    repository.write("_posts/2024-03-05-会 晤.md", SLIP);
    repository.write("_posts/2024-03-06-未暂存.md", SLIP);
    repository.git(&["add", "_posts/2024-03-05-会 晤.md"]);
    let failing = ["--fail-on", "warning"];
    let said = repository.check(".", &failing);
    assert!(said.text.contains("_posts/2024-03-05-会 晤.md:4:3"), "{}", said.text);
    assert!(said.text.contains("Checked 1 file") && said.text.contains("韩中外账"));
    assert_eq!(said.status, Some(1), "{}", said.text);

    // Mended in the work tree alone, it is staged as it was.
    repository.write("_posts/2024-03-05-会 晤.md", CLEAN);
    assert_eq!(repository.check(".", &failing).status, Some(1));
    repository.git(&["add", "_posts/2024-03-05-会 晤.md"]);
    assert_eq!(repository.check(".", &failing).status, Some(0));

    // What is gone from the work tree is staged all the same.
    repository.git(&["commit", "-q", "-m", "会晤"]);
    repository.write("又.md", SLIP);
    repository.git(&["add", "又.md"]);
    fs::remove_file(repository.at("又.md")).unwrap();
    let said = repository.check(".", &[]);
    assert!(
        said.text.contains("又.md:4:3") && said.text.contains("Checked 1 file"),
        "{}",
        said.text
    );
    repository.git(&["rm", "-q", "--cached", "又.md"]);
    assert!(repository.check(".", &[]).text.contains("No file was checked"));
}

#[test]
fn links_are_judged_against_the_whole_index() {
    let repository = Repository::new();
    repository.write("docs/甲.md", "# 题\n");
    repository.write("图/一.png", "");
    repository.git(&["add", "docs", "图"]);
    repository.git(&["commit", "-q", "-m", "文档"]);
    repository.write(
        "docs/乙.md",
        "[甲](甲.md#题) [无](甲.md#无) ![一](../图/一.png) [丙](丙.md)\n",
    );
    // It is there, but will not be committed.
    repository.write("docs/丙.md", "丙\n");
    repository.git(&["add", "docs/乙.md"]);
    // The target as it is staged, and not as it is written, has the fragment.
    repository.write("docs/甲.md", "# 另\n");
    let said = repository.check("docs", &[]);
    assert!(said.text.contains("┌─ 乙.md:1:22"), "{}", said.text);
    assert!(said.text.contains("there is no `docs/丙.md`"), "{}", said.text);
    assert!(said.text.contains("2 warnings"), "{}", said.text);
    // From any folder, and however Git is set to show paths.
    repository.git(&["config", "diff.relative", "true"]);
    assert!(repository.check("图", &[]).text.contains("┌─ ../docs/乙.md:1:22"));
    assert!(repository.check("图", &[".."]).text.contains("┌─ ../docs/乙.md:1:22"));
    assert!(repository.check("图", &["."]).text.contains("No file was checked"));
}

#[test]
fn a_configuration_and_ignore_files_count() {
    let repository = Repository::new();
    repository.write("kanwu.yaml", "exclude: [/旧/**]\n");
    repository.write(".kanwuignore", "稿\n");
    for path in ["旧/a.md", "稿/a.md", ".藏/a.md", "a.md", "a.txt"] {
        repository.write(path, SLIP);
    }
    repository.git(&["add", "."]);
    let said = repository.check(".", &[]);
    assert!(said.text.contains("Checked 1 file"), "{}", said.text);
    assert!(repository.check(".", &["旧"]).text.contains("No file was checked"));
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), &[]);
    assert!(
        said.text.starts_with("kanwu: `--staged` needs Git's index"),
        "{}",
        said.text
    );
    assert_eq!(said.status, Some(2));
    let repository = Repository::new();
    for arguments in [&["--fix"][..], &["--unsafe-fixes"], &["-"]] {
        let said = repository.check(".", arguments);
        assert_eq!((said.status, said.text.lines().count()), (Some(2), 1), "{}", said.text);
    }
}

#[test]
fn files_in_conflict_and_links_are_left() {
    let repository = Repository::new();
    repository.write("a.md", CLEAN);
    repository.git(&["add", "."]);
    repository.git(&["commit", "-q", "-m", "一"]);
    repository.git(&["checkout", "-q", "-b", "other"]);
    repository.write("a.md", SLIP);
    repository.git(&["commit", "-q", "-am", "二"]);
    repository.git(&["checkout", "-q", "-"]);
    repository.write("a.md", "别的\n");
    repository.git(&["commit", "-q", "-am", "三"]);
    let merge = Command::new("git")
        .args([
            "-c",
            "user.name=甲",
            "-c",
            "user.email=a@example.org",
            "merge",
            "-q",
            "other",
        ])
        .current_dir(repository.0.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(!merge.success());
    // It is there all the same.
    repository.write("b.md", "[甲](a.md)\n");
    repository.git(&["add", "b.md"]);
    let said = repository.check(".", &[]);
    assert!(
        said.text.contains("Checked 1 file") && said.text.contains("nothing to report"),
        "{}",
        said.text
    );
}

#[cfg(unix)]
#[test]
fn folders_with_line_ends_in_their_names_are_read() {
    let repository = Repository::new();
    repository.write("上\n下/a.md", SLIP);
    repository.git(&["add", "."]);
    assert!(repository.check("上\n下", &["."]).text.contains("Checked 1 file"));
}

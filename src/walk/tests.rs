//! What the walk takes, skips and reports.

use proptest::prelude::*;

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for file in files {
            folder.write(file, "text");
        }
        folder
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn walk(&self, paths: &[&str]) -> Walked {
        walk(
            &paths.iter().map(|path| self.at(path)).collect::<Vec<_>>(),
            NamedPaths::Taken,
            &mut Folders::default(),
        )
    }

    /// Shown paths without the folder's own.
    fn names<'a>(&self, paths: impl Iterator<Item = &'a FilePath>) -> Vec<String> {
        let own = FilePath::new(self.0.path()).shown + "/";
        paths.map(|path| path.shown.replace(&own, "")).collect()
    }

    fn files(&self, paths: &[&str]) -> Vec<String> {
        self.names(self.walk(paths).files.iter())
    }
}

#[test]
fn known_endings_in_any_case_sorted_by_path() {
    let folder = Folder::new(&[
        "b/z.md", "b.md", "a.HTML", "c.Rmd", "d.txt", "e", ".f.md", ".g/h.md", "md",
    ]);
    assert_eq!(folder.files(&[""]), ["a.HTML", "b.md", "b/z.md", "c.Rmd"]);
}

#[test]
fn ignore_files_count_without_a_repository() {
    let folder = Folder::new(&["a.md", "_site/a.md", "drafts/a.md", "keep/a.md"]);
    folder.write(".gitignore", "_site/\n");
    folder.write(".kanwuignore", "drafts/\n");
    assert_eq!(folder.files(&[""]), ["a.md", "keep/a.md"]);
}

#[test]
fn a_named_file_is_taken_though_ignored_and_skipped_by_name_if_unknown() {
    let folder = Folder::new(&["a.md", ".hidden.md", "notes.txt"]);
    folder.write(".gitignore", "a.md\n");
    let walked = folder.walk(&["a.md", ".hidden.md", "notes.txt"]);
    assert_eq!(folder.names(walked.files.iter()), [".hidden.md", "a.md"]);
    assert_eq!(walked.skipped.len(), 1);
    assert_eq!(walked.skipped[0].reason, SkipReason::OtherExtension);
    assert_eq!(
        folder.names(walked.skipped.iter().map(|skipped| &skipped.path)),
        ["notes.txt"]
    );
    assert_eq!(walked.problems, []);
}

#[test]
fn a_named_path_that_does_not_exist_is_a_problem() {
    let folder = Folder::new(&["a.md"]);
    let walked = folder.walk(&["gone.md", "gone", "a.md/b.md"]);
    assert!(walked.files.is_empty());
    let problems: Vec<_> = walked
        .problems
        .iter()
        .map(|problem| (problem.origin, problem.message.clone()))
        .collect();
    assert_eq!(problems, vec![(Origin::Named, Message::key("read-not-found")); 3]);
}

#[test]
fn each_file_is_taken_once() {
    let folder = Folder::new(&["a.md", "b/c.md"]);
    assert_eq!(folder.files(&["", "a.md", "b", "b/../a.md"]), ["a.md", "b/c.md"]);
}

#[test]
fn large_files_are_skipped_by_name() {
    let folder = Folder::new(&[]);
    let file = fs::File::create(folder.at("big.md")).unwrap();
    file.set_len(SIZE_LIMIT + 1).unwrap();
    let big = FilePath::new(folder.at("big.md"));
    assert_eq!(read(&big), Err(Unread::Skipped(SkipReason::TooLarge)));
    file.set_len(SIZE_LIMIT).unwrap();
    assert!(read(&big).is_ok());
}

#[test]
fn reading_says_what_is_wrong() {
    let folder = Folder::new(&["a.md"]);
    assert_eq!(read(&FilePath::new(folder.at("a.md"))), Ok(b"text".to_vec()));
    assert_eq!(
        read(&FilePath::new(folder.at("b.md"))),
        Err(Unread::Problem(Message::key("read-not-found")))
    );
    assert_eq!(
        read(&FilePath::new(folder.at(""))),
        Err(Unread::Problem(Message::key("read-not-a-file")))
    );
}

#[test]
fn paths_are_shown_without_a_leading_dot() {
    assert_eq!(file_path(Path::new("./a/./b.md")), FilePath::new("a/b.md"));
    assert_eq!(file_path(Path::new("../b.md")).shown, "../b.md");
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_left_and_named_links_are_followed() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&["a.md", "b/c.md"]);
    symlink(folder.at(""), folder.at("b/loop")).unwrap();
    symlink(folder.at("gone.md"), folder.at("broken.md")).unwrap();
    symlink(folder.at("a.md"), folder.at("link.md")).unwrap();
    let walked = folder.walk(&[""]);
    assert_eq!(folder.names(walked.files.iter()), ["a.md", "b/c.md"]);
    assert_eq!(walked.problems, []);
    assert_eq!(
        folder.names(walked.skipped.iter().map(|skipped| &skipped.path)),
        ["b/loop", "broken.md"]
    );
    assert_eq!(folder.files(&["link.md"]), ["link.md"]);
    assert_eq!(folder.files(&["link.md", "a.md"]), ["a.md"]);
    assert_eq!(folder.walk(&["broken.md"]).problems.len(), 1);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_work() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new(&[]);
    let name = folder.0.path().join(std::ffi::OsStr::from_bytes(b"\xCD\xE2.md"));
    fs::write(&name, "text").unwrap();
    let walked = folder.walk(&[""]);
    assert_eq!(folder.names(walked.files.iter()), ["\\xCD\\xE2.md"]);
    assert_eq!(read(&walked.files[0]), Ok(b"text".to_vec()));
}

#[test]
fn files_know_whether_they_were_named() {
    let folder = Folder::new(&["a.md", "b/c.md"]);
    let walked = folder.walk(&["a.md", "b"]);
    let origins: Vec<Origin> = walked.files.iter().map(|file| walked.origin(file)).collect();
    assert_eq!(origins, [Origin::Named, Origin::Found]);
}

#[test]
fn what_is_named_twice_is_named() {
    let folder = Folder::new(&["a.md"]);
    let walked = folder.walk(&["", "a.md"]);
    assert_eq!(walked.origin(&walked.files[0]), Origin::Named);
}

#[cfg(unix)]
#[test]
fn what_became_a_pipe_since_it_was_found_keeps_nobody_waiting() {
    let folder = Folder::new(&[]);
    let pipe = folder.at("a.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    assert_eq!(
        read(&FilePath::new(pipe)),
        Err(Unread::Problem(Message::key("read-not-a-file")))
    );
}

/// Names of which trees and patterns are made.
const NAMES: [&str; 6] = ["a", "b.md", "c.md", "d", ".e", "_posts"];

/// Patterns of all forms that Git knows.
const PATTERNS: [&str; 14] = [
    "a", "/a", "a/", "a/b.md", "*.md", "!b.md", "!/a/b.md", "**/d", "d/**", "_posts/*", "!.e", ".e/", "# a", "[ab]*",
];

fn any_tree() -> impl Strategy<Value = (Vec<String>, Vec<(String, Vec<&'static str>)>)> {
    let path = prop::collection::vec(prop::sample::select(&NAMES[..]), 1..5).prop_map(|parts| parts.join("/"));
    let name = prop::sample::select(&[".gitignore", ".ignore", ".kanwuignore"][..]);
    let folder = prop::collection::vec(prop::sample::select(&NAMES[..]), 0..3);
    let file = (folder, name).prop_map(|(mut parts, name)| {
        parts.push(name);
        parts.join("/")
    });
    let patterns = prop::collection::vec(prop::sample::select(&PATTERNS[..]), 1..4);
    (
        prop::collection::vec(path, 1..24),
        prop::collection::vec((file, patterns), 0..5),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The crate that reads the patterns has a walk of its own. Inside one
    /// repository, the two come to the same files.
    #[test]
    fn ignore_files_mean_what_they_mean_elsewhere((paths, ignore_files) in any_tree(), named in prop::collection::vec(prop::sample::select(&NAMES[..]), 0..2)) {
        let folder = Folder::new(&[".git/HEAD"]);
        // A name may be a file here and a folder there; the first wins.
        for path in &paths {
            let path = folder.at(path);
            let _ = fs::create_dir_all(path.parent().unwrap());
            let _ = fs::OpenOptions::new().write(true).create_new(true).open(path);
        }
        for (path, patterns) in &ignore_files {
            let _ = fs::write(folder.at(path), patterns.join("\n"));
        }
        let named = folder.at(&named.join("/"));
        prop_assume!(named.is_dir());
        let mut walker = ignore::WalkBuilder::new(&named);
        walker.add_custom_ignore_filename(".kanwuignore");
        let entries = walker.build().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        let mut expected: Vec<PathBuf> = files.map(ignore::DirEntry::into_path).filter(|path| has_known_extension(path)).collect();
        expected.sort();
        let walked = walk(&[named], NamedPaths::Taken, &mut Folders::default());
        let mut found: Vec<PathBuf> = walked.files.into_iter().map(|file| file.os).collect();
        found.sort();
        prop_assert_eq!(found, expected, "{:?}", ignore_files);
    }
}

#[test]
fn a_repository_is_not_bound_by_what_stands_above_it() {
    let folder = Folder::new(&["r/.git/HEAD", "r/a.md", "b.md"]);
    folder.write(".gitignore", "*.md\n");
    assert_eq!(folder.files(&["r"]), ["r/a.md"]);
    folder.write(".kanwuignore", "r/a.md\n");
    assert_eq!(folder.files(&["r"]), [""; 0]);
}

#[test]
fn what_git_excludes_in_one_copy_alone_is_left() {
    let folder = Folder::new(&["r/.git/HEAD", "r/a.md", "r/b.md", "w/a.md", "w/b.md"]);
    folder.write("r/.git/info/exclude", "a.md\n");
    assert_eq!(folder.files(&["r"]), ["r/b.md"]);
    // A further work tree has a file in place of the folder.
    folder.write("r/.git/worktrees/w/commondir", "../..\n");
    folder.write("w/.git", "gitdir: ../r/.git/worktrees/w\n");
    assert_eq!(folder.files(&["w"]), ["w/b.md"]);
}

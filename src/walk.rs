//! From the paths that a user names to the files to check, and their bytes.
//!
//! It knows names, folders and sizes, and nothing of what stands in a file.

mod listing;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::messages::{Arguments, Message};
use crate::text::FilePath;

pub use listing::{Roots, list};

/// Files in a folder are taken by these endings, in any case.
pub const EXTENSIONS: [&str; 9] = ["md", "markdown", "mkd", "mdown", "mdx", "rmd", "qmd", "html", "htm"];

/// Larger files are skipped; in bytes.
pub const SIZE_LIMIT: u64 = 32 << 20;

/// Beside `.gitignore` and `.ignore`, this file names what is not to be walked.
const IGNORE_FILE: &str = ".kanwuignore";

/// What was found under some paths.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files to check, each once, sorted by shown path.
    pub files: Vec<FilePath>,
    /// Files that were named, and are not to be checked.
    pub skipped: Vec<Skipped>,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
}

/// A file that is not checked, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub path: FilePath,
    /// Why.
    pub reason: SkipReason,
}

/// Why a file is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// Its ending is none of [`EXTENSIONS`].
    OtherExtension,
    /// It is larger than [`SIZE_LIMIT`].
    TooLarge,
}

impl SkipReason {
    /// The reason in words.
    pub fn message(self) -> Message {
        match self {
            SkipReason::OtherExtension => Message::Key(
                "skip-other-extension",
                Arguments::new().with("endings", EXTENSIONS.join(", ")),
            ),
            SkipReason::TooLarge => Message::Key(
                "skip-too-large",
                Arguments::new().with("limit", (SIZE_LIMIT >> 20).to_string()),
            ),
        }
    }
}

/// A path that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The path.
    pub path: FilePath,
    /// How kanwu came to it.
    pub origin: Origin,
    /// What is wrong with it.
    pub message: Message,
}

/// How kanwu came to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The user named it, and must be told if it can't be read.
    Named,
    /// It lies in a folder that was named.
    Found,
}

/// Finds the files to check under `paths`.
///
/// A folder is walked: files of known endings, none that is hidden or named in
/// `.gitignore` (in a Git repository or not), `.ignore` or `.kanwuignore`.
/// Symbolic links in it are not followed, so no loop can be entered and no file
/// outside of it is changed. A file that is named itself is always taken, unless
/// its ending is unknown, which is told in `skipped`. Never fails: what can't be
/// looked at is told in `problems`.
pub fn walk(paths: &[PathBuf]) -> Walked {
    let mut walk = Walk::default();
    for path in paths {
        walk.named(path);
    }
    let mut walked = walk.walked;
    walked.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    if paths.len() > 1 {
        keep_first_of_each(&mut walked.files);
    }
    walked
}

#[derive(Default)]
struct Walk {
    walked: Walked,
}

impl Walk {
    fn named(&mut self, path: &Path) {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.problem(path, Origin::Named, read_message(&error)),
        };
        if metadata.is_dir() {
            return self.folder(path);
        }
        if !metadata.is_file() {
            return self.problem(path, Origin::Named, Message::key("read-not-a-file"));
        }
        if !has_known_extension(path) {
            return self.skip(path, SkipReason::OtherExtension);
        }
        match fs::File::open(path) {
            Ok(_) => self.file(path),
            Err(error) => self.problem(path, Origin::Named, read_message(&error)),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let entries = WalkBuilder::new(folder)
            .require_git(false)
            .add_custom_ignore_filename(IGNORE_FILE)
            .sort_by_file_name(|a, b| a.cmp(b))
            .build();
        for entry in entries {
            match entry {
                Ok(entry) => self.found(&entry),
                Err(error) => self.walk_error(folder, &error),
            }
        }
    }

    fn found(&mut self, entry: &DirEntry) {
        if !entry.file_type().is_some_and(|kind| kind.is_file()) || !has_known_extension(entry.path()) {
            return;
        }
        self.file(entry.path());
    }

    fn file(&mut self, path: &Path) {
        self.walked.files.push(file_path(path));
    }

    fn skip(&mut self, path: &Path, reason: SkipReason) {
        let path = file_path(path);
        self.walked.skipped.push(Skipped { path, reason });
    }

    fn problem(&mut self, path: &Path, origin: Origin, message: Message) {
        let path = file_path(path);
        self.walked.problems.push(Problem { path, origin, message });
    }

    /// A folder that can't be listed. Mistakes in ignore files are left to Git.
    fn walk_error(&mut self, folder: &Path, error: &ignore::Error) {
        let Some(cause) = error.io_error() else { return };
        let path = path_of(error).unwrap_or(folder);
        let origin = if path == folder { Origin::Named } else { Origin::Found };
        // A file that vanished during the walk is no concern of the user's.
        if origin == Origin::Named || cause.kind() != io::ErrorKind::NotFound {
            self.problem(path, origin, read_message(cause));
        }
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// A path without `./`, so that the same file named in two ways has one name.
fn file_path(path: &Path) -> FilePath {
    FilePath::new(
        path.components()
            .filter(|part| *part != Component::CurDir)
            .collect::<PathBuf>(),
    )
}

fn has_known_extension(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Drops files that are another one's by the system's own name for them.
fn keep_first_of_each(files: &mut Vec<FilePath>) {
    let mut folders: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
    let mut known = HashSet::new();
    files.retain(|file| {
        let canonical = canonical(&file.os, &mut folders);
        known.insert(canonical.unwrap_or_else(|| file.os.clone()))
    });
}

/// Asks the system about each folder once, and about links only, for it is slow
/// to answer.
fn canonical(file: &Path, folders: &mut HashMap<PathBuf, Option<PathBuf>>) -> Option<PathBuf> {
    if file.is_symlink() {
        return fs::canonicalize(file).ok();
    }
    let name = file.file_name()?;
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !folders.contains_key(folder) {
        folders.insert(folder.to_owned(), fs::canonicalize(folder).ok());
    }
    Some(folders.get(folder)?.as_ref()?.join(name))
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is not to be checked.
    Skipped(SkipReason),
    /// It is gone, may not be read, or is a folder; in words.
    Problem(Message),
}

/// Reads one file.
///
/// # Errors
/// Where it is larger than [`SIZE_LIMIT`], or cannot be read.
pub fn read(path: &FilePath) -> Result<Vec<u8>, Unread> {
    let read = || -> io::Result<Vec<u8>> {
        let file = fs::File::open(&path.os)?;
        let size = file.metadata()?.len().min(SIZE_LIMIT);
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match read() {
        Ok(bytes) if bytes.len() as u64 > SIZE_LIMIT => Err(Unread::Skipped(SkipReason::TooLarge)),
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(Unread::Problem(read_message(&error))),
    }
}

/// Why something can't be read, in words.
fn read_message(error: &io::Error) -> Message {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Message::key("read-not-found"),
        io::ErrorKind::PermissionDenied => Message::key("read-permission-denied"),
        io::ErrorKind::IsADirectory => Message::key("read-not-a-file"),
        _ => Message::Key("read-other", Arguments::new().with("error", error.to_string())),
    }
}

#[cfg(test)]
mod tests {
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
            walk(&paths.iter().map(|path| self.at(path)).collect::<Vec<_>>())
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
}

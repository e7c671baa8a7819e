//! From the paths that a user names to the files to check, and their bytes.
//!
//! It knows names, folders and sizes, and nothing of what stands in a file.

mod ignored;
mod listing;
mod read;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use ignore::DirEntry;

use crate::messages::{Arguments, Message};
use crate::text::FilePath;

use read::read_message;

pub use listing::{Roots, list};
pub use read::{Unread, read, read_all};

/// Files in a folder are taken by these endings, in any case.
pub const EXTENSIONS: [&str; 9] = ["md", "markdown", "mkd", "mdown", "mdx", "rmd", "qmd", "html", "htm"];

/// Larger files are skipped; in bytes.
pub const SIZE_LIMIT: u64 = 32 << 20;

/// What was found under some paths.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files to check, each once, sorted by shown path.
    pub files: Vec<FilePath>,
    /// What was named, or lies among the files, and is not to be checked.
    pub skipped: Vec<Skipped>,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
    named: HashSet<PathBuf>,
}

impl Walked {
    /// One file that was not looked for.
    pub fn of_file(file: FilePath) -> Self {
        Self {
            files: vec![file],
            ..Self::default()
        }
    }

    /// How kanwu came to one of the files.
    pub fn origin(&self, file: &FilePath) -> Origin {
        match self.named.contains(&file.os) {
            true => Origin::Named,
            false => Origin::Found,
        }
    }
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
    /// An ignore file excludes it, and named paths are [`NamedPaths::Excludable`].
    Excluded,
    /// A pipe, a socket or a device that is called like a post.
    NotAFile,
    /// A symbolic link to a folder.
    LinkToFolder,
    /// A symbolic link called like a post, to a file that this walk does not take.
    LinkElsewhere,
    /// A symbolic link called like a post, to nothing or to itself.
    LinkToNothing,
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
            SkipReason::Excluded => Message::key("skip-excluded"),
            SkipReason::NotAFile => Message::key("skip-not-a-file"),
            SkipReason::LinkToFolder => Message::key("skip-link-to-folder"),
            SkipReason::LinkElsewhere => Message::key("skip-link-elsewhere"),
            SkipReason::LinkToNothing => Message::key("skip-link-to-nothing"),
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

/// Whether ignore files count for the paths that a user names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedPaths {
    /// They are taken whatever ignore files say.
    Taken,
    /// They are skipped where ignore files exclude them.
    Excludable,
}

/// Finds the files to check under `paths`.
///
/// A folder is walked: files of known endings, none that is hidden or named in
/// `.gitignore` (in a Git repository or not), `.ignore` or `.kanwuignore`.
/// Symbolic links in it are not followed, so no loop can be entered and no file
/// outside of it is changed. A file that is named itself is taken, unless its
/// ending is unknown or ignore files count for named paths too, which is told in
/// `skipped`. Never fails: what can't be looked at is told in `problems`.
pub fn walk(paths: &[PathBuf], named: NamedPaths) -> Walked {
    let mut walk = Walk::default();
    let excluded = match named {
        NamedPaths::Taken => HashSet::new(),
        NamedPaths::Excludable => ignored::excluded(paths),
    };
    for path in paths {
        if excluded.contains(path) {
            walk.skip(path, SkipReason::Excluded);
        } else {
            walk.named(path);
        }
    }
    let mut walked = walk.walked;
    walked.files.sort_by(|a, b| (&a.shown, &a.os).cmp(&(&b.shown, &b.os)));
    if paths.len() > 1 {
        keep_first_of_each(&mut walked.files);
    }
    walked
}

/// Whether ignore files exclude a path; of one that does not exist, whether they
/// exclude the folder it would lie in.
pub fn is_excluded(path: &Path) -> bool {
    let existing = path.ancestors().find(|above| above.symlink_metadata().is_ok());
    existing.is_some_and(|existing| !ignored::excluded(&[existing.to_owned()]).is_empty())
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
        let path = file_path(path);
        self.walked.named.insert(path.os.clone());
        self.walked.files.push(path);
    }

    fn folder(&mut self, folder: &Path) {
        let unusable = Message::key("read-ignore-file");
        match ignored::unusable_above(folder) {
            Some(file) => self.problem(&file, Origin::Named, unusable),
            None => {
                for file in self.walk_folder(folder) {
                    self.problem(&file, Origin::Found, unusable.clone());
                }
            }
        }
    }

    /// Gives the ignore files on account of which a folder was left out.
    fn walk_folder(&mut self, folder: &Path) -> Vec<PathBuf> {
        let mut real_folder = None;
        let (mut walker, unusable) = ignored::walker(folder);
        for entry in walker.sort_by_file_name(Ord::cmp).build() {
            match entry {
                Ok(entry) => self.found(&entry, || {
                    let real = real_folder.get_or_insert_with(|| fs::canonicalize(folder).unwrap_or_default());
                    real.clone()
                }),
                Err(error) => self.walk_error(folder, &error),
            }
        }
        unusable.take()
    }

    fn found(&mut self, entry: &DirEntry, real_folder: impl FnOnce() -> PathBuf) {
        for mistake in entry.error().map(ignored::mistakes).unwrap_or_default() {
            self.problem(&mistake.file, Origin::Found, mistake.message);
        }
        let (path, Some(kind)) = (entry.path(), entry.file_type()) else {
            return;
        };
        if kind.is_symlink() {
            let reason = skipped_link(path, real_folder);
            return reason.into_iter().for_each(|reason| self.skip(path, reason));
        }
        match (kind.is_file(), kind.is_dir(), has_known_extension(path)) {
            (true, _, true) => self.walked.files.push(file_path(path)),
            (false, false, true) => self.skip(path, SkipReason::NotAFile),
            _ => {}
        }
    }

    fn skip(&mut self, path: &Path, reason: SkipReason) {
        let path = file_path(path);
        self.walked.skipped.push(Skipped { path, reason });
    }

    fn problem(&mut self, path: &Path, origin: Origin, message: Message) {
        let path = file_path(path);
        self.walked.problems.push(Problem { path, origin, message });
    }

    /// A folder that can't be listed.
    fn walk_error(&mut self, folder: &Path, error: &ignore::Error) {
        let Some(cause) = error.io_error() else { return };
        let path = path_of(error).unwrap_or(folder);
        let origin = if path == folder { Origin::Named } else { Origin::Found };
        // A folder that vanished during the walk is no concern of the user's.
        if origin == Origin::Named || cause.kind() != io::ErrorKind::NotFound {
            self.problem(path, origin, read_message(cause));
        }
    }
}

/// Why a link in a folder is worth telling. One to a post in the folder itself is
/// not: that post is met under its own name.
fn skipped_link(link: &Path, real_folder: impl FnOnce() -> PathBuf) -> Option<SkipReason> {
    let target = fs::metadata(link);
    if target.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return Some(SkipReason::LinkToFolder);
    }
    if !has_known_extension(link) {
        return None;
    }
    match target {
        Err(_) => Some(SkipReason::LinkToNothing),
        Ok(target) if !target.is_file() => Some(SkipReason::NotAFile),
        Ok(_) => {
            let target = fs::canonicalize(link).unwrap_or_default();
            let is_met = target.starts_with(real_folder()) && has_known_extension(&target);
            (!is_met).then_some(SkipReason::LinkElsewhere)
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

/// Whether a file is called like a post.
pub fn has_known_extension(path: &Path) -> bool {
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

//! From the paths that a user names to the files to check, and their bytes.
//!
//! It knows names, folders and sizes, and nothing of what stands in a file. Each
//! folder is listed once for all who ask, by `folders`.

mod ignored;
mod listing;
mod read;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::document::front_matter::DATA_EXTENSIONS;
use crate::folders::{Entry, EntryKind, Folders};
use crate::messages::{Arguments, Message};
use crate::text::FilePath;

use ignored::{Ignored, Unusable, Verdict};
use read::read_message;

pub use listing::{Roots, list};
pub use read::{Unread, read, read_all};

/// Files in a folder are taken by these endings, in any case.
pub const EXTENSIONS: [&str; 9] = ["md", "markdown", "mkd", "mdown", "mdx", "rmd", "qmd", "html", "htm"];

/// Which files of a folder are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those of [`EXTENSIONS`].
    Posts,
    /// Those of [`DATA_EXTENSIONS`].
    Data,
}

impl Wanted {
    /// Whether a file is called like one of these.
    pub fn has_extension(self, path: &Path) -> bool {
        let extension = path.extension().unwrap_or_default();
        let known: &[&str] = match self {
            Wanted::Posts => &EXTENSIONS,
            Wanted::Data => &DATA_EXTENSIONS,
        };
        known.iter().any(|known| extension.eq_ignore_ascii_case(known))
    }
}

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
    /// Adds a file that was not looked for here.
    pub fn add(&mut self, file: FilePath, origin: Origin) {
        if origin == Origin::Named {
            self.named.insert(file.os.clone());
        }
        self.files.push(file);
    }

    /// Brings all into the order of shown paths.
    pub fn sort(&mut self) {
        self.skipped.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
        self.problems.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
        self.files.sort_by(|a, b| (&a.shown, &a.os).cmp(&(&b.shown, &b.os)));
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
    /// Its ending is none of [`DATA_EXTENSIONS`].
    NoData,
    /// It is larger than [`SIZE_LIMIT`].
    TooLarge,
    /// An ignore file excludes it, and named paths are [`NamedPaths::Excludable`].
    Excluded,
    /// An ignore file excludes it, though it was not looked for by a walk.
    Ignored,
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
            SkipReason::NoData => Message::Key(
                "skip-no-data",
                Arguments::new().with("endings", DATA_EXTENSIONS.join(", ")),
            ),
            SkipReason::TooLarge => Message::Key(
                "skip-too-large",
                Arguments::new().with("limit", (SIZE_LIMIT >> 20).to_string()),
            ),
            SkipReason::Excluded => Message::key("skip-excluded"),
            SkipReason::Ignored => Message::key("skip-ignored"),
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
pub fn walk(paths: &[PathBuf], named: NamedPaths, folders: &mut Folders) -> Walked {
    walk_to(Wanted::Posts, paths, named, folders)
}

/// The same, to files of either kind.
pub fn walk_to(wanted: Wanted, paths: &[PathBuf], named: NamedPaths, folders: &mut Folders) -> Walked {
    let excluded = match named {
        NamedPaths::Taken => HashSet::new(),
        NamedPaths::Excludable => ignored::excluded(paths, folders),
    };
    let mut walk = Walk {
        walked: Walked::default(),
        wanted,
        folders,
    };
    for path in paths {
        if excluded.contains(path) {
            walk.skip(path, SkipReason::Excluded);
        } else {
            walk.named(path);
        }
    }
    let mut walked = walk.walked;
    walked.sort();
    if paths.len() > 1 {
        keep_first_of_each(&mut walked.files);
    }
    walked
}

/// Which of the paths that exist ignore files exclude.
pub fn excluded(paths: &[PathBuf]) -> HashSet<PathBuf> {
    ignored::excluded(paths, &Folders::default())
}

/// What ignore files would exclude if it were there: of some paths below the root
/// of a repository, which is given without links.
pub fn named_in_ignore_files<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> HashSet<&'p str> {
    ignored::named(root, paths)
}

/// Whether ignore files exclude a path; of one that does not exist, whether they
/// exclude the folder it would lie in.
pub fn is_excluded(path: &Path) -> bool {
    !excluded_among([path]).is_empty()
}

/// The same of several paths at once: those that are excluded.
pub fn excluded_among<'p>(paths: impl IntoIterator<Item = &'p Path>) -> HashSet<PathBuf> {
    let existing = |path: &'p Path| path.ancestors().find(|above| above.symlink_metadata().is_ok());
    let (paths, existing): (Vec<&Path>, Vec<PathBuf>) = paths
        .into_iter()
        .filter_map(|path| Some((path, existing(path)?.to_owned())))
        .unzip();
    let excluded = excluded(&existing);
    let pairs = paths.into_iter().zip(existing);
    pairs
        .filter(|(_, existing)| excluded.contains(existing))
        .map(|(path, _)| path.to_owned())
        .collect()
}

struct Walk<'f> {
    walked: Walked,
    wanted: Wanted,
    folders: &'f mut Folders,
}

/// A folder that was named, as it was typed and without links.
struct Named<'p> {
    path: &'p Path,
    real: PathBuf,
}

impl Named<'_> {
    /// A path below it as it is to be shown, from one without links.
    fn shown(&self, real: &Path) -> PathBuf {
        match real.strip_prefix(&self.real) {
            Ok(below) if below.as_os_str().is_empty() => self.path.to_owned(),
            Ok(below) => self.path.join(below),
            Err(_) => real.to_owned(),
        }
    }
}

/// A folder that is to be listed, and what ignore files say of all round it.
struct Below {
    real: PathBuf,
    ignored: Ignored,
}

impl Walk<'_> {
    fn named(&mut self, path: &Path) {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.problem(path, Origin::Named, read_message(&error)),
        };
        if metadata.is_dir() {
            return self.named_folder(path);
        }
        if !metadata.is_file() {
            return self.problem(path, Origin::Named, Message::key("read-not-a-file"));
        }
        if !self.wanted.has_extension(path) {
            let reason = match self.wanted {
                Wanted::Posts => SkipReason::OtherExtension,
                Wanted::Data => SkipReason::NoData,
            };
            return self.skip(path, reason);
        }
        let path = file_path(path);
        self.walked.named.insert(path.os.clone());
        self.walked.files.push(path);
    }

    fn named_folder(&mut self, path: &Path) {
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => return self.problem(path, Origin::Named, read_message(&error)),
        };
        let ignored = match Ignored::above(&real, self.folders) {
            Ok(ignored) => ignored,
            Err(Unusable(file)) => return self.problem(&file, Origin::Named, Message::key("read-ignore-file")),
        };
        let mut open = vec![Below {
            real: real.clone(),
            ignored,
        }];
        let named = Named { path, real };
        while let Some(folder) = open.pop() {
            let first_below = open.len();
            self.folder(&named, folder, &mut open);
            // What was found first is to be walked first.
            if let Some(below) = open.get_mut(first_below..) {
                below.reverse();
            }
        }
    }

    /// Takes the files of one folder, and adds the folders in it to `open`.
    fn folder(&mut self, named: &Named<'_>, folder: Below, open: &mut Vec<Below>) {
        let Below { real, ignored } = folder;
        let path = named.shown(&real);
        let origin = if real == named.real {
            Origin::Named
        } else {
            Origin::Found
        };
        let listing = match self.folders.list(&real, &path) {
            Ok(listing) => listing,
            // A folder that vanished during the walk is no concern of the user's.
            Err(error) if error.kind() == io::ErrorKind::NotFound && origin == Origin::Found => return,
            Err(error) => return self.problem(&path, origin, read_message(&error)),
        };
        let (ignored, mistakes) = match ignored.within(&real, self.folders) {
            Ok(within) => within,
            Err(Unusable(file)) => {
                return self.problem(&named.shown(&file), origin, Message::key("read-ignore-file"));
            }
        };
        for mistake in mistakes {
            self.problem(&named.shown(&mistake.file), Origin::Found, mistake.message);
        }
        for entry in listing.entries() {
            if !is_walked(&ignored, &real, entry) {
                continue;
            }
            let is_wanted = self.wanted.has_extension(Path::new(&entry.name));
            match entry.kind {
                EntryKind::Folder => open.push(Below {
                    real: real.join(&entry.name),
                    ignored: ignored.clone(),
                }),
                EntryKind::File if is_wanted => self.walked.files.push(file_path(&path.join(&entry.name))),
                EntryKind::Other if is_wanted => self.skip(&path.join(&entry.name), SkipReason::NotAFile),
                EntryKind::Link => {
                    let link = path.join(&entry.name);
                    let reason = skipped_link(&link, &named.real, self.wanted);
                    reason.into_iter().for_each(|reason| self.skip(&link, reason));
                }
                EntryKind::File | EntryKind::Other => {}
            }
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
}

/// Whether a walk comes to an entry of a folder.
fn is_walked(ignored: &Ignored, folder: &Path, entry: &Entry) -> bool {
    let is_hidden = entry.name.as_encoded_bytes().starts_with(b".");
    match ignored.verdict(folder, entry) {
        Verdict::None => !is_hidden,
        Verdict::Ignored => false,
        Verdict::Wanted => true,
    }
}

/// Why a link in a folder is worth telling. One to a post in the folder itself is
/// not: that post is met under its own name.
fn skipped_link(link: &Path, real_folder: &Path, wanted: Wanted) -> Option<SkipReason> {
    let target = fs::metadata(link);
    if target.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return Some(SkipReason::LinkToFolder);
    }
    if !wanted.has_extension(link) {
        return None;
    }
    match target {
        Err(_) => Some(SkipReason::LinkToNothing),
        Ok(target) if !target.is_file() => Some(SkipReason::NotAFile),
        Ok(_) => {
            let target = fs::canonicalize(link).unwrap_or_default();
            let is_met = target.starts_with(real_folder) && wanted.has_extension(&target);
            (!is_met).then_some(SkipReason::LinkElsewhere)
        }
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
    Wanted::Posts.has_extension(path)
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

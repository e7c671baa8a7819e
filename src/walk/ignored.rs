//! What ignore files say, and what is wrong with them.
//!
//! Patterns are read and matched by the crate `ignore`; which of them count, and
//! in which order, is decided here as in that crate's own walk and in Git: those
//! of kanwu before `.ignore`, before `.gitignore`, before what Git keeps for
//! itself, and the inner folder's before the outer's.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::SIZE_LIMIT;
use crate::folders::{Entry, EntryKind, Folders};
use crate::inventory::{file_name, folder_of};
use crate::messages::{Arguments, Message};

/// Beside `.gitignore` and `.ignore`, this file names what is not to be walked.
const IGNORE_FILE: &str = ".kanwuignore";

/// The ignore files of folders, those that count first at the head.
const IGNORE_FILES: [&str; 3] = [IGNORE_FILE, ".ignore", ".gitignore"];

/// Where a repository keeps what is ignored in one copy of it.
const EXCLUDE: &str = "info/exclude";

/// The ignore files that count in a folder.
#[derive(Debug, Clone)]
pub(super) struct Ignored {
    innermost: Option<Rc<Level>>,
    /// What the user's own configuration of Git says.
    everywhere: Rc<Gitignore>,
}

/// The ignore files of one folder that has some, or is a repository.
#[derive(Debug)]
struct Level {
    /// In the order of [`IGNORE_FILES`], and then Git's own.
    matchers: [Gitignore; 4],
    /// Git looks no further up.
    is_repository: bool,
    above: Option<Rc<Level>>,
}

/// Where the matchers begin that count in their repository alone.
const FIRST_OF_GIT: usize = 2;

/// An ignore file that may not be read: a pipe would keep us waiting, a device
/// or a huge file would fill the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unusable(pub(super) PathBuf);

/// A mistake in an ignore file of ours; those in the others are left to Git.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) file: PathBuf,
    pub(super) message: Message,
}

impl Ignored {
    /// What counts above a folder, which is given without links.
    pub(super) fn above(real: &Path, folders: &Folders) -> Result<Self, Unusable> {
        let mut ignored = Self {
            innermost: None,
            everywhere: Rc::new(everywhere()),
        };
        let mut above: Vec<&Path> = real.ancestors().skip(1).collect();
        above.reverse();
        for folder in above {
            ignored = ignored.within(folder, folders)?.0;
        }
        Ok(ignored)
    }

    /// What counts in a folder in this one, with the mistakes in its ignore files.
    pub(super) fn within(&self, folder: &Path, folders: &Folders) -> Result<(Self, Vec<Mistake>), Unusable> {
        let is_repository = folders.has(folder, ".git");
        let present = IGNORE_FILES.map(|name| folders.has(folder, name));
        if !is_repository && present == [false; 3] {
            return Ok((self.clone(), Vec::new()));
        }
        let mut mistakes = Vec::new();
        let mut matcher = |file: Option<PathBuf>| match file {
            Some(file) => read(folder, file, &mut mistakes),
            None => Ok(Gitignore::empty()),
        };
        let own = |number: usize| present[number].then(|| folder.join(IGNORE_FILES[number]));
        let exclude = is_repository.then(|| folder_of_git(folder)).flatten();
        let level = Level {
            matchers: [
                matcher(own(0))?,
                matcher(own(1))?,
                matcher(own(2))?,
                matcher(exclude.map(|folder| folder.join(EXCLUDE)))?,
            ],
            is_repository,
            above: self.innermost.clone(),
        };
        let ignored = Self {
            innermost: Some(Rc::new(level)),
            everywhere: Rc::clone(&self.everywhere),
        };
        Ok((ignored, mistakes))
    }

    /// What they say of an entry of the folder, which is given without links.
    pub(super) fn verdict(&self, folder: &Path, entry: &Entry) -> Verdict {
        if self.innermost.is_none() && self.everywhere.is_empty() {
            return Verdict::None;
        }
        let path = &folder.join(&entry.name);
        let is_folder = entry.kind == EntryKind::Folder;
        let mut found: [Verdict; 4] = [Verdict::None; 4];
        let mut level = self.innermost.as_deref();
        let mut is_beyond_repository = false;
        while let Some(Level {
            matchers,
            is_repository,
            above,
        }) = level
        {
            for (number, (matcher, found)) in matchers.iter().zip(&mut found).enumerate() {
                let counts = number < FIRST_OF_GIT || !is_beyond_repository;
                if *found == Verdict::None && counts && !matcher.is_empty() {
                    *found = matcher.matched(path, is_folder).into();
                }
            }
            is_beyond_repository |= *is_repository;
            level = above.as_deref();
        }
        let first = found.into_iter().find(|verdict| *verdict != Verdict::None);
        first.unwrap_or_else(|| self.everywhere.matched(path, is_folder).into())
    }
}

/// What ignore files say of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    None,
    /// It is not to be walked.
    Ignored,
    /// It is to be walked even if it is hidden.
    Wanted,
}

impl<T> From<Match<T>> for Verdict {
    fn from(found: Match<T>) -> Self {
        match found {
            Match::None => Verdict::None,
            Match::Ignore(_) => Verdict::Ignored,
            Match::Whitelist(_) => Verdict::Wanted,
        }
    }
}

fn everywhere() -> Gitignore {
    let working = std::env::current_dir().unwrap_or_default();
    GitignoreBuilder::new(working).build_global().0
}

fn read(folder: &Path, file: PathBuf, mistakes: &mut Vec<Mistake>) -> Result<Gitignore, Unusable> {
    match fs::metadata(&file) {
        Ok(metadata) if metadata.is_file() && metadata.len() <= SIZE_LIMIT => {}
        Ok(metadata) if metadata.is_dir() => return Ok(Gitignore::empty()),
        Ok(_) => return Err(Unusable(file)),
        Err(_) => return Ok(Gitignore::empty()),
    }
    let mut builder = GitignoreBuilder::new(folder);
    if let Some(error) = builder.add(&file) {
        mistakes.extend(mistakes_in(&error));
    }
    Ok(builder.build().unwrap_or_else(|_| Gitignore::empty()))
}

/// The folder in which Git keeps what belongs to a repository. In a further work
/// tree, `.git` is a file that leads to it (gitrepository-layout, "commondir").
fn folder_of_git(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let line = |file: &Path| {
        let is_small = fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() < 1 << 16);
        let text = is_small.then(|| fs::read_to_string(file).ok()).flatten()?;
        Some(text.lines().next()?.trim().to_owned())
    };
    let own = folder.join(line(&git)?.strip_prefix("gitdir:")?.trim());
    match line(&own.join("commondir")) {
        Some(common) => Some(own.join(common)),
        None => Some(own),
    }
}

/// Which of the paths that exist ignore files exclude. That a file is hidden does not count.
pub(super) fn excluded(paths: &[PathBuf], folders: &Folders) -> HashSet<PathBuf> {
    let mut known = HashMap::new();
    let existing = paths.iter().filter(|path| path.symlink_metadata().is_ok());
    let excluded = existing.filter(|path| real_place(path).is_some_and(|real| is_excluded(&real, folders, &mut known)));
    excluded.cloned().collect()
}

/// Folders in one another beyond which nothing is looked for.
const DEEPEST: usize = 128;

/// What of some things, which need not be there, would be excluded below a root,
/// or lies in a folder that would.
pub(super) fn named<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> HashSet<&'p str> {
    let folders = Folders::default();
    let mut known = HashMap::new();
    let Ok(above) = Ignored::above(root, &folders) else {
        return HashSet::new();
    };
    let within = above.within(root, &folders).ok().map(|(within, _)| within);
    known.insert(String::new(), within);
    paths
        .filter(|path| path.matches('/').count() <= DEEPEST)
        .filter(|path| is_named((root, path), EntryKind::File, &folders, &mut known))
        .collect()
}

/// What counts in folders below a root, which need not be there; nothing in
/// those that are excluded themselves.
type KnownBelow = HashMap<String, Option<Ignored>>;

fn is_named((root, path): (&Path, &str), kind: EntryKind, folders: &Folders, known: &mut KnownBelow) -> bool {
    let (folder, name) = (folder_of(path), file_name(path));
    if !known.contains_key(folder) {
        let is_out = is_named((root, folder), EntryKind::Folder, folders, known);
        let outer = known.get(folder_of(folder)).cloned().flatten().filter(|_| !is_out);
        let inner = outer.and_then(|outer| outer.within(&root.join(folder), folders).ok());
        known.insert(folder.to_owned(), inner.map(|(inner, _)| inner));
    }
    let Some(Some(ignored)) = known.get(folder) else {
        return true;
    };
    let entry = Entry {
        name: name.into(),
        kind,
    };
    ignored.verdict(&root.join(folder), &entry) == Verdict::Ignored
}

/// What counts in the folders that were gone through; none in those that are
/// excluded themselves.
type Known = HashMap<PathBuf, Option<Ignored>>;

/// Whether something that exists is excluded, or a folder above it in its
/// repository.
fn is_excluded(real: &Path, folders: &Folders, known: &mut Known) -> bool {
    let root = root_of(real);
    let mut ignored = match known.get(&root) {
        Some(ignored) => ignored.clone(),
        None => {
            let above = Ignored::above(&root, folders);
            let ignored = above.and_then(|above| above.within(&root, folders)).ok();
            let ignored = ignored.map(|(ignored, _)| ignored);
            known.insert(root.clone(), ignored.clone());
            ignored
        }
    };
    let mut below: Vec<&Path> = real.ancestors().take_while(|above| *above != root).collect();
    below.reverse();
    for path in below {
        let Some(outer) = &ignored else { return true };
        if let Some(inner) = known.get(path) {
            ignored.clone_from(inner);
            continue;
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            continue;
        };
        let kind = path.symlink_metadata().map(|metadata| metadata.file_type());
        let entry = Entry {
            name: name.to_owned(),
            kind: kind.map_or(EntryKind::Other, EntryKind::from),
        };
        let inner = match outer.verdict(folder, &entry) {
            Verdict::Ignored => None,
            _ if entry.kind == EntryKind::Folder => outer.within(path, folders).ok().map(|(inner, _)| inner),
            _ => ignored.clone(),
        };
        known.insert(path.to_owned(), inner.clone());
        ignored = inner;
    }
    ignored.is_none()
}

/// Where a path lies, links in its folder followed, but not one that it is.
fn real_place(path: &Path) -> Option<PathBuf> {
    let Some(name) = path.file_name() else {
        return fs::canonicalize(path).ok();
    };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    Some(fs::canonicalize(folder).ok()?.join(name))
}

/// The folder whose ignore files count first: the repository's, else the working
/// folder, else the one the path lies in.
fn root_of(place: &Path) -> PathBuf {
    let repository = place.ancestors().skip(1).find(|folder| folder.join(".git").exists());
    let working = || fs::canonicalize(".").ok().filter(|folder| place.starts_with(folder));
    repository
        .map(Path::to_owned)
        .or_else(working)
        .unwrap_or_else(|| place.parent().unwrap_or(place).to_owned())
}

/// The mistakes among the errors that reading an ignore file met.
fn mistakes_in(error: &ignore::Error) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut open: Vec<(&ignore::Error, Option<&Path>, u64)> = vec![(error, None, 0)];
    while let Some((error, file, line)) = open.pop() {
        match error {
            ignore::Error::Partial(errors) => open.extend(errors.iter().rev().map(|error| (error, file, line))),
            ignore::Error::WithPath { path, err } => open.push((err, Some(path), line)),
            ignore::Error::WithLineNumber { line, err } => open.push((err, file, *line)),
            ignore::Error::WithDepth { err, .. } => open.push((err, file, line)),
            ignore::Error::Glob { glob, .. } => {
                let Some(file) = file.filter(|file| file.ends_with(IGNORE_FILE)) else {
                    continue;
                };
                let arguments = Arguments::new()
                    .with("line", line.to_string())
                    .with("pattern", glob.clone().unwrap_or_default());
                found.push(Mistake {
                    file: file.to_owned(),
                    message: Message::Key("ignore-file-mistake", arguments),
                });
            }
            _ => {}
        }
    }
    found
}

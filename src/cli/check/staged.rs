//! `kanwu check --staged`: what Git's index holds in place of the work tree.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{FILE_NAME, Files};
use crate::folders::{EntryKind, Folders};
use crate::git::Index;
use crate::inventory::{Extent, Inventory, Location, Repository};
use crate::messages::Message;
use crate::text::{FilePath, normalized};
use crate::walk::{self, NamedPaths, Origin, Problem, Roots, SkipReason, Skipped, Unread, Walked};

/// Links in one another beyond which none is followed.
const MOST_LINKS: usize = 40;

/// The staged files that lie below one of some paths, or of all if there are
/// none, and would be found by a walk.
///
/// # Errors
///
/// Where Git fails; in words.
pub(super) fn find(index: &Index, below: &[PathBuf], named: NamedPaths) -> Result<Walked, Message> {
    let staged = index.staged()?;
    let mut walked = Walked::default();
    let mut wanted = HashSet::new();
    // What lies in a folder that is named is taken though the folder is not.
    let left_out = walk::excluded(below);
    let named_all_the_same: Vec<PathBuf> = below
        .iter()
        .filter(|path| named == NamedPaths::Taken && (is_hidden_below(index, path) || left_out.contains(*path)))
        .filter_map(|path| index.from_root(path))
        .collect();
    for path in below {
        match index.from_root(path) {
            None => walked.problems.push(problem(path, "staged-outside")),
            Some(inner) if !index.has(&inner) && path.symlink_metadata().is_err() => {
                walked.problems.push(problem(path, "read-not-found"));
            }
            Some(inner) => {
                wanted.insert(inner);
            }
        }
    }
    let is_wanted = |path: &Path| below.is_empty() || path.ancestors().any(|above| wanted.contains(above));
    let staged: Vec<&PathBuf> = staged.iter().filter(|path| is_wanted(path)).collect();
    let here: Vec<PathBuf> = staged.iter().map(|path| index.from_here(path)).collect();
    let excluded = walk::excluded(&here);
    for (path, here) in staged.into_iter().zip(here) {
        let is_named = wanted.contains(path) || named_all_the_same.iter().any(|named| path.starts_with(named));
        let reason = if !walk::has_known_extension(path) {
            Some(SkipReason::OtherExtension)
        } else if excluded.contains(&here) && (!is_named || named == NamedPaths::Excludable) {
            Some(SkipReason::Excluded)
        } else {
            None
        };
        let origin = if is_named { Origin::Named } else { Origin::Found };
        match (reason, origin) {
            (None, Origin::Found) if is_hidden(path) => {}
            (None, origin) => walked.add(FilePath::new(here), origin),
            (Some(reason), Origin::Named) => walked.skipped.push(Skipped {
                path: FilePath::new(here),
                reason,
            }),
            // Git takes it all the same, so that it is not to be passed over in silence.
            (Some(SkipReason::Excluded), Origin::Found) if !is_hidden(path) => walked.skipped.push(Skipped {
                path: FilePath::new(here),
                reason: SkipReason::Ignored,
            }),
            (Some(_), Origin::Found) => {}
        }
    }
    walked.sort();
    Ok(walked)
}

fn is_hidden_below(index: &Index, path: &Path) -> bool {
    index.from_root(path).is_some_and(|inner| is_hidden(&inner))
}

fn is_hidden(path: &Path) -> bool {
    path.iter().any(|part| part.as_encoded_bytes().starts_with(b"."))
}

fn problem(path: &Path, key: &'static str) -> Problem {
    Problem {
        path: FilePath::new(path),
        origin: Origin::Named,
        message: Message::key(key),
    }
}

/// What is staged in place of the files of a repository, with those outside of
/// it.
#[derive(Debug)]
pub(super) struct StagedFiles<'i> {
    index: &'i Index,
    /// The names in each folder, as seen from the root.
    folders: HashMap<PathBuf, BTreeSet<OsString>>,
    disk: &'i Folders,
}

impl<'i> StagedFiles<'i> {
    pub(super) fn new(index: &'i Index, disk: &'i Folders) -> Self {
        let mut folders: HashMap<PathBuf, BTreeSet<OsString>> = HashMap::new();
        for (path, _) in index.entries() {
            for path in path.ancestors() {
                let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
                    break;
                };
                let is_new = folders.entry(folder.to_owned()).or_default().insert(name.to_owned());
                if !is_new {
                    break;
                }
            }
        }
        Self { index, folders, disk }
    }

    /// Says of each configuration that would hold for a file, but is not staged.
    pub(super) fn note_what_is_not_staged(&self, walked: &mut Walked) {
        let files = walked.files.iter().filter_map(|file| self.index.from_root(&file.os));
        let folders: BTreeSet<PathBuf> = files
            .flat_map(|file| file.ancestors().skip(1).map(Path::to_owned).collect::<Vec<_>>())
            .collect();
        for folder in folders {
            let path = folder.join(FILE_NAME);
            if self.index.kind(&path).is_none() && self.index.root.join(&path).is_file() {
                walked.problems.push(Problem {
                    path: FilePath::new(self.index.from_here(&path)),
                    origin: Origin::Found,
                    message: Message::key("config-not-staged"),
                });
            }
        }
    }

    /// A path as seen from the root, links that are staged followed; nothing where
    /// the disk is to be asked: outside of the repository, and of what makes it one.
    fn inner(&self, path: &Path) -> Option<PathBuf> {
        let mut inner = path.strip_prefix(&self.index.root).ok()?.to_owned();
        if inner.file_name().is_some_and(|name| name == ".git") {
            return None;
        }
        for _ in 0..MOST_LINKS {
            let is_link = |above: &&Path| self.index.kind(above) == Some(EntryKind::Link);
            let Some(link) = inner.ancestors().find(is_link) else {
                return Some(inner);
            };
            let folder = self.index.root.join(link.parent().unwrap_or(Path::new("")));
            let below = inner.strip_prefix(link).unwrap_or(Path::new(""));
            let leads = folder.join(self.index.read_link(link)?).join(below);
            inner = normalized(&leads).strip_prefix(&self.index.root).ok()?.to_owned();
        }
        Some(inner)
    }
}

impl Files for StagedFiles<'_> {
    fn kind(&self, folder: &Path, name: &OsStr) -> Option<EntryKind> {
        let path = folder.join(name);
        let Some(inner) = self.inner(&path) else {
            return self.disk.kind(folder, name);
        };
        match self.index.kind(&inner) {
            None => self.folders.contains_key(&inner).then_some(EntryKind::Folder),
            // One of links that lead to one another.
            Some(EntryKind::Link) => None,
            kind => kind,
        }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        match self.inner(folder) {
            None => self.disk.names(folder),
            Some(inner) => match self.folders.get(&inner) {
                Some(names) => Ok(names.iter().cloned().collect()),
                None => Err(io::ErrorKind::NotFound.into()),
            },
        }
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        match self.inner(file) {
            Some(inner) if self.index.kind(&inner) == Some(EntryKind::File) => {
                self.index.read(&inner).map_err(|unread| match unread {
                    Unread::Skipped(_) => io::ErrorKind::FileTooLarge.into(),
                    Unread::Problem(_) => io::ErrorKind::NotFound.into(),
                })
            }
            _ => self.disk.read(file),
        }
    }
}

/// All names in an index as a repository.
pub(super) fn inventory(index: &Index) -> (Inventory, Roots) {
    let (mut files, mut unlisted) = (Vec::new(), Vec::new());
    for (path, kind) in index.entries() {
        // No link can spell a name that is not UTF-8.
        let Some(path) = path.to_str() else { continue };
        match kind {
            EntryKind::File => files.push(path.to_owned()),
            EntryKind::Folder | EntryKind::Link | EntryKind::Other => unlisted.push(path.to_owned()),
        }
    }
    let repository = Repository::new(Extent::Repository, files, unlisted);
    let here = index.from_root(Path::new("")).unwrap_or_default();
    let mut ways = HashMap::new();
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        let location = Location {
            repository: 0,
            path: shown(folder),
        };
        ways.insert(shown(&up), location);
        up.push(OsStr::new(".."));
    }
    (
        Inventory::new(vec![repository], ways),
        Roots::part_of(index.root.clone()),
    )
}

/// A folder as the paths of files in it begin; empty for the one that they are
/// seen from.
fn shown(folder: &Path) -> String {
    match folder.as_os_str().is_empty() {
        true => String::new(),
        false => FilePath::new(folder).shown,
    }
}

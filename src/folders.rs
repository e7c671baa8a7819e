//! What stands in folders of the disk, each listed once in a run.
//!
//! It knows names and kinds of entries, and must not know what they mean.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: OsString,
    /// What it is.
    pub kind: EntryKind,
}

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, to anything or nothing.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

impl From<FileType> for EntryKind {
    fn from(kind: FileType) -> Self {
        if kind.is_file() {
            EntryKind::File
        } else if kind.is_dir() {
            EntryKind::Folder
        } else if kind.is_symlink() {
            EntryKind::Link
        } else {
            EntryKind::Other
        }
    }
}

/// What stands in one folder.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    entries: Vec<Entry>,
}

impl Listing {
    /// The entries, sorted by name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the entry of that name is.
    pub fn kind_of(&self, name: impl AsRef<OsStr>) -> Option<EntryKind> {
        let found = self
            .entries
            .binary_search_by(|entry| entry.name.as_os_str().cmp(name.as_ref()));
        Some(self.entries.get(found.ok()?)?.kind)
    }
}

/// The folders that were listed in this run.
#[derive(Debug, Default)]
pub struct Folders {
    listed: HashMap<PathBuf, Rc<Listing>>,
}

impl Folders {
    /// What stands in a folder. `real` is its absolute path without links, by
    /// which it is remembered; `path` is the one by which it is opened, which may
    /// be shorter than the system's limit where the other is not.
    ///
    /// # Errors
    ///
    /// If it cannot be listed to its end.
    pub fn list(&mut self, real: &Path, path: &Path) -> io::Result<Rc<Listing>> {
        if let Some(known) = self.listed.get(real) {
            return Ok(Rc::clone(known));
        }
        let listing = Rc::new(read(path)?);
        self.listed.insert(real.to_owned(), Rc::clone(&listing));
        Ok(listing)
    }

    /// Whether something of that name is in an absolute folder, links followed.
    pub fn has(&self, folder: &Path, name: &str) -> bool {
        self.kind(folder, name.as_ref()).is_some()
    }

    /// What the entry of that name in an absolute folder is, links followed;
    /// nothing if there is none. The system is asked where no listing tells.
    pub fn kind(&self, folder: &Path, name: &OsStr) -> Option<EntryKind> {
        match self.listed.get(folder).map(|listing| listing.kind_of(name)) {
            Some(kind) if kind != Some(EntryKind::Link) => kind,
            _ => Some(fs::metadata(folder.join(name)).ok()?.file_type().into()),
        }
    }
}

fn read(path: &Path) -> io::Result<Listing> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        // One that vanished meanwhile is left out.
        if let Ok(kind) = entry.file_type() {
            entries.push(Entry {
                name: entry.file_name(),
                kind: kind.into(),
            });
        }
    }
    entries.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(Listing { entries })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("b.md"), "").unwrap();
        fs::create_dir(path.join("a")).unwrap();
        let mut folders = Folders::default();
        let kind = |folders: &Folders, name: &str| folders.kind(path, name.as_ref());
        assert_eq!(kind(&folders, "b.md"), Some(EntryKind::File));
        assert_eq!(kind(&folders, "c.md"), None);
        let first = folders.list(path, path).unwrap();
        let names: Vec<_> = first
            .entries()
            .iter()
            .map(|entry| (entry.name.to_str().unwrap(), entry.kind))
            .collect();
        assert_eq!(names, [("a", EntryKind::Folder), ("b.md", EntryKind::File)]);
        fs::write(path.join("c.md"), "").unwrap();
        assert_eq!(kind(&folders, "c.md"), None, "what was listed is not asked again");
        assert_eq!(kind(&folders, "b.md"), Some(EntryKind::File));
        assert_eq!(kind(&folders, "a"), Some(EntryKind::Folder));
        assert!(folders.list(&path.join("gone"), &path.join("gone")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_where_a_name_is_asked_for() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("a.md"), "").unwrap();
        symlink(path.join("a.md"), path.join("link")).unwrap();
        symlink(path.join("gone"), path.join("broken")).unwrap();
        let mut folders = Folders::default();
        folders.list(path, path).unwrap();
        assert_eq!(folders.kind(path, "link".as_ref()), Some(EntryKind::File));
        assert_eq!(folders.kind(path, "broken".as_ref()), None);
    }
}

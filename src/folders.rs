//! What stands in folders of the disk, each listed once in a run.
//!
//! It knows names and kinds of entries, and must not know what they mean.

use std::collections::HashMap;
use std::ffi::OsString;
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
    pub fn kind_of(&self, name: &str) -> Option<EntryKind> {
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
    /// The system is asked where no listing tells.
    pub fn has(&self, folder: &Path, name: &str) -> bool {
        match self.kind_in(folder, name) {
            Known::Entry(Some(kind)) if kind != EntryKind::Link => true,
            Known::Entry(None) => false,
            _ => folder.join(name).exists(),
        }
    }

    /// Whether a file of that name is in an absolute folder, links followed.
    /// The system is asked where no listing tells.
    pub fn has_file(&self, folder: &Path, name: &str) -> bool {
        match self.kind_in(folder, name) {
            Known::Entry(Some(kind)) if kind != EntryKind::Link => kind == EntryKind::File,
            Known::Entry(None) => false,
            _ => folder.join(name).is_file(),
        }
    }

    fn kind_in(&self, folder: &Path, name: &str) -> Known {
        match self.listed.get(folder) {
            Some(listing) => Known::Entry(listing.kind_of(name)),
            None => Known::Nothing,
        }
    }
}

/// What is known of a name without asking the system.
enum Known {
    /// The entry of that name, or that there is none.
    Entry(Option<EntryKind>),
    /// The folder was not listed.
    Nothing,
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
        assert!(folders.has(path, "b.md") && !folders.has(path, "c.md"));
        let first = folders.list(path, path).unwrap();
        let names: Vec<_> = first
            .entries()
            .iter()
            .map(|entry| (entry.name.to_str().unwrap(), entry.kind))
            .collect();
        assert_eq!(names, [("a", EntryKind::Folder), ("b.md", EntryKind::File)]);
        fs::write(path.join("c.md"), "").unwrap();
        assert!(!folders.has(path, "c.md"), "what was listed is not asked again");
        assert!(folders.has_file(path, "b.md") && !folders.has_file(path, "a") && folders.has(path, "a"));
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
        assert!(folders.has_file(path, "link") && !folders.has(path, "broken"));
    }
}

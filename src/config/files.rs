//! Where configurations, schemas and packs are read: the disk is one place of
//! several, as a text may be staged or open in an editor.

use std::ffi::{OsStr, OsString};
use std::fmt::Debug;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::folders::{EntryKind, Folders};

/// Files and folders by their absolute paths, which hold no `.` or `..`.
pub trait Files: Debug {
    /// What the entry of that name in a folder is, links followed; nothing if
    /// there is none.
    fn kind(&self, folder: &Path, name: &OsStr) -> Option<EntryKind>;

    /// The names in a folder, in no order.
    ///
    /// # Errors
    ///
    /// If it cannot be listed.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// The bytes of a file.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn read(&self, file: &Path) -> io::Result<Vec<u8>>;
}

/// Those of the disk.
impl Files for Folders {
    fn kind(&self, folder: &Path, name: &OsStr) -> Option<EntryKind> {
        Folders::kind(self, folder, name)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect()
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        fs::read(file)
    }
}

/// What stands at a path; the root of all folders has no name.
pub(super) fn kind_at(files: &dyn Files, path: &Path) -> Option<EntryKind> {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => files.kind(folder, name),
        _ => Some(EntryKind::Folder),
    }
}

/// The entries of a folder, sorted.
///
/// # Errors
///
/// If it cannot be listed.
pub(super) fn entries(files: &dyn Files, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> = files.names(folder)?.into_iter().map(|name| folder.join(name)).collect();
    entries.sort();
    Ok(entries)
}

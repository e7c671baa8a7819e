//! The configurations that are open: their texts count in place of the files.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use lsp_types::TextDocumentContentChangeEvent;

use super::convert::ColumnUnit;
use super::documents;
use crate::config::{FILE_NAME, Files};
use crate::folders::{EntryKind, Folders};
use crate::text::{FilePath, Source};

/// Whether a file of that path is a configuration.
pub(super) fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}

/// Those that are open, by their absolute paths.
#[derive(Debug, Default)]
pub(super) struct Configurations(BTreeMap<PathBuf, Open>);

#[derive(Debug)]
struct Open {
    source: Source,
    version: i32,
}

impl Configurations {
    pub(super) fn open(&mut self, path: &Path, version: i32, text: String) {
        let source = Source::from_text(FilePath::new(path), text);
        self.0.insert(path.to_owned(), Open { source, version });
    }

    /// Makes changes in one that is open.
    pub(super) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        unit: ColumnUnit,
    ) {
        if let Some(open) = self.0.get_mut(path) {
            documents::change(&mut open.source, changes, unit);
            open.version = version;
        }
    }

    pub(super) fn close(&mut self, path: &Path) {
        self.0.remove(path);
    }

    /// The version of the text, if it is open.
    pub(super) fn version(&self, path: &Path) -> Option<i32> {
        Some(self.0.get(path)?.version)
    }

    /// Files, with these in place of those of the disk.
    pub(super) fn over<'a>(&'a self, disk: &'a Folders) -> impl Files + 'a {
        OverDisk { open: self, disk }
    }
}

#[derive(Debug)]
struct OverDisk<'a> {
    open: &'a Configurations,
    disk: &'a Folders,
}

impl Files for OverDisk<'_> {
    fn kind(&self, folder: &Path, name: &OsStr) -> Option<EntryKind> {
        match name == FILE_NAME && self.open.0.contains_key(&folder.join(name)) {
            true => Some(EntryKind::File),
            false => self.disk.kind(folder, name),
        }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        Files::names(self.disk, folder)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        match self.open.0.get(file) {
            Some(open) => Ok(open.source.text.clone().into_bytes()),
            None => Files::read(self.disk, file),
        }
    }
}

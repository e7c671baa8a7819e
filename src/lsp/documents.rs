//! The documents that are open: their texts, and what was found in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{Diagnostic, TextDocumentContentChangeEvent, Uri};

use super::convert::{self, ColumnUnit};
use crate::diagnostic;
use crate::fact::Question;
use crate::settle::Facts;
use crate::text::{FilePath, Source};
use crate::walk;

/// What is still to be done for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Nothing.
    Current,
    /// What it says of other files is to be settled.
    Linted,
    /// It is to be linted.
    Changed,
}

/// One open document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) version: i32,
    /// The text, at the path as seen from the workspace.
    pub(super) source: Source,
    /// The file's path without links.
    pub(super) real: PathBuf,
    /// The folder of its workspace.
    pub(super) root: PathBuf,
    /// Whether ignore files exclude it.
    pub(super) is_ignored: bool,
    pub(super) stage: Stage,
    /// When its text last changed, by a count of all changes.
    pub(super) changed: u64,
    /// What was found in it alone.
    pub(super) found: Vec<diagnostic::Diagnostic>,
    pub(super) facts: Facts,
    /// What its facts depend on.
    pub(super) questions: Vec<Question>,
    pub(super) told: Option<Told>,
}

/// What the client was told last of a document.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) version: i32,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Document {
    pub(super) fn new(uri: Uri, version: i32, text: String, path: &Path, root: &Path) -> Self {
        Self {
            uri,
            version,
            real: real(path),
            source: Source::from_text(seen_from(root, path), text),
            root: root.to_owned(),
            is_ignored: walk::is_excluded(path),
            stage: Stage::Changed,
            changed: 0,
            found: Vec::new(),
            facts: Facts::default(),
            questions: Vec::new(),
            told: None,
        }
    }

    /// Its absolute path.
    pub(super) fn path(&self) -> &Path {
        &self.source.path.os
    }

    /// Whether it is larger than what is judged.
    pub(super) fn is_too_large(&self) -> bool {
        self.source.text.len() as u64 > walk::SIZE_LIMIT
    }

    /// Whether its file is not on the disk, as of one that was never saved.
    pub(super) fn is_unsaved(&self) -> bool {
        self.real.symlink_metadata().is_err()
    }

    /// Lets another folder be that of its workspace.
    pub(super) fn move_to(&mut self, root: &Path) {
        self.source.path = seen_from(root, &self.source.path.os);
        self.root = root.to_owned();
        self.stage = Stage::Changed;
    }

    /// The text as a file would be read.
    pub(super) fn as_file(&self) -> Source {
        Source::from_bytes(self.source.path.clone(), self.source.text.clone().into_bytes())
    }

    pub(super) fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, unit: ColumnUnit) {
        change(&mut self.source, changes, unit);
    }
}

/// Makes changes in the order in which they are given, each in the text that the
/// one before has left.
pub(super) fn change(source: &mut Source, changes: Vec<TextDocumentContentChangeEvent>, unit: ColumnUnit) {
    for TextDocumentContentChangeEvent { range, text, .. } in changes {
        let changed = match range {
            None => text,
            Some(range) => {
                let span = convert::span(source, range, unit);
                let mut changed = std::mem::take(&mut source.text);
                changed.replace_range(span.start..span.end, &text);
                changed
            }
        };
        *source = Source::from_text(source.path.clone(), changed);
    }
}

/// An absolute path, shown as the command line shows it in that folder.
fn seen_from(root: &Path, path: &Path) -> FilePath {
    FilePath {
        os: path.to_owned(),
        shown: FilePath::new(path.strip_prefix(root).unwrap_or(path)).shown,
    }
}

/// A path without links; the folder's own where the file is not there yet.
fn real(path: &Path) -> PathBuf {
    let of_folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    let real = path.canonicalize().ok().or_else(of_folder);
    real.unwrap_or_else(|| path.to_owned())
}

/// All open documents that may be judged, by URI.
#[derive(Debug, Default)]
pub(super) struct Documents {
    by_uri: BTreeMap<Uri, Document>,
    changes: u64,
}

impl Documents {
    pub(super) fn open(&mut self, document: Document) {
        let uri = document.uri.clone();
        self.by_uri.insert(uri.clone(), document);
        self.touch(&uri);
    }

    pub(super) fn close(&mut self, uri: &Uri) -> Option<Document> {
        self.by_uri.remove(uri)
    }

    pub(super) fn get(&self, uri: &Uri) -> Option<&Document> {
        self.by_uri.get(uri)
    }

    pub(super) fn get_mut(&mut self, uri: &Uri) -> Option<&mut Document> {
        self.by_uri.get_mut(uri)
    }

    /// Notes that a text has changed.
    pub(super) fn touch(&mut self, uri: &Uri) {
        self.changes += 1;
        if let Some(document) = self.by_uri.get_mut(uri) {
            document.stage = Stage::Changed;
            document.changed = self.changes;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.by_uri.values()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Document> {
        self.by_uri.values_mut()
    }

    /// The document that is to be judged next: that whose text changed last.
    pub(super) fn next(&self) -> Option<Uri> {
        let waiting = self.iter().filter(|document| document.stage != Stage::Current);
        waiting
            .max_by_key(|document| document.changed)
            .map(|document| document.uri.clone())
    }
}

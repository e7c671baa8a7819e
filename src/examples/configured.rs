//! The kanwu.yaml among the files of an example, and what it sets.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use crate::config::{self, Choice, FILE_NAME, Files, Selection, Settings};
use crate::folders::EntryKind;
use crate::inventory::join;
use crate::messages::Message;
use crate::page::{Example, OtherFile};
use crate::registry::Registry;
use crate::text::{FilePath, Span};

/// Where the files of an example seem to lie.
const ROOT: &str = "/example";

/// The settings of an example that has a kanwu.yaml; where that has mistakes, the
/// first of them, with where the info string of the file stands in the page.
pub(super) fn settings(example: &Example, registry: &Registry) -> Option<Result<Settings, (Span, Message)>> {
    let configuration = example.others.iter().find(|other| other.path == FILE_NAME)?;
    let loaded = config::load(
        (&ExampleFiles(example), Path::new(ROOT)),
        &[FilePath::new(&example.path)],
        &Choice::Nearest,
        &Selection::default(),
        registry.clone(),
    );
    let mut loaded = loaded.ok()?;
    let mistakes = loaded.mistakes.iter().flat_map(|(_, mistakes)| mistakes);
    if let Some(mistake) = mistakes.into_iter().next() {
        return Some(Err((configuration.info, mistake.message.clone())));
    }
    loaded.settings.pop().map(Ok)
}

/// The files of an example in place of those of a disk.
#[derive(Debug)]
struct ExampleFiles<'e>(&'e Example);

impl ExampleFiles<'_> {
    fn below<'p>(&self, path: &'p Path) -> Option<&'p str> {
        path.strip_prefix(ROOT).ok()?.to_str()
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        let others = self.0.others.iter().map(|other| other.path.as_str());
        others.chain([self.0.path.as_str()])
    }
}

impl Files for ExampleFiles<'_> {
    fn kind(&self, folder: &Path, name: &OsStr) -> Option<EntryKind> {
        let path = join(self.below(folder)?, name.to_str()?);
        if self.paths().any(|known| known == path) {
            return Some(EntryKind::File);
        }
        let below = [path.as_str(), "/"].concat();
        self.paths()
            .any(|known| known.starts_with(&below))
            .then_some(EntryKind::Folder)
    }

    fn names(&self, _: &Path) -> io::Result<Vec<OsString>> {
        // Only packs are listed, which no page has.
        Err(io::ErrorKind::Unsupported.into())
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        let path = self.below(file).ok_or(io::ErrorKind::NotFound)?;
        let is_it = |other: &&OtherFile| other.path == path;
        match self.0.others.iter().find(is_it) {
            Some(other) => Ok(other.text.clone().into_bytes()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

//! `kanwu check --staged`: what Git's index holds in place of the work tree.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::git::{EntryKind, Index};
use crate::inventory::{Extent, Inventory, Location, Repository};
use crate::messages::Message;
use crate::text::FilePath;
use crate::walk::{self, Roots, Walked};

/// The staged files that lie below one of some paths, or of all if there are
/// none, and would be found by a walk.
///
/// # Errors
///
/// Where Git fails; in words.
pub(super) fn find(index: &Index, below: &[PathBuf]) -> Result<Walked, Message> {
    let wanted: Vec<PathBuf> = below.iter().filter_map(|path| index.from_root(path)).collect();
    let is_hidden = |path: &Path| path.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
    let staged = index.staged()?;
    let found = staged
        .iter()
        .filter(|path| below.is_empty() || wanted.iter().any(|wanted| path.starts_with(wanted)))
        .filter(|path| walk::has_known_extension(path) && !is_hidden(path))
        .map(|path| index.from_here(path));
    let found: Vec<PathBuf> = found.collect();
    let excluded = walk::excluded(&found);
    let files = found
        .into_iter()
        .filter(|path| !excluded.contains(path))
        .map(FilePath::new);
    Ok(Walked::of_files(files.collect()))
}

/// All names in an index as a repository.
pub(super) fn inventory(index: &Index) -> (Inventory, Roots) {
    let (mut files, mut unlisted) = (Vec::new(), Vec::new());
    for (path, kind) in index.entries() {
        // No link can spell a name that is not UTF-8.
        let Some(path) = path.to_str() else { continue };
        match kind {
            EntryKind::File => files.push(path.to_owned()),
            EntryKind::Other => unlisted.push(path.to_owned()),
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

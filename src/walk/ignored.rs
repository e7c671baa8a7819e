//! What ignore files say, and what is wrong with them.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::SIZE_LIMIT;
use crate::messages::{Arguments, Message};

/// Beside `.gitignore` and `.ignore`, this file names what is not to be walked.
const IGNORE_FILE: &str = ".kanwuignore";

/// Every file that is read for patterns while a folder is walked.
const IGNORE_FILES: [&str; 4] = [IGNORE_FILE, ".ignore", ".gitignore", ".git/info/exclude"];

/// The ignore files that cannot be used, met on a walk.
#[derive(Debug, Clone, Default)]
pub(super) struct Unusable(Arc<Mutex<Vec<PathBuf>>>);

impl Unusable {
    fn add(&self, file: PathBuf) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }

    pub(super) fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A walk of a folder that obeys ignore files, and enters no folder whose ignore
/// files cannot be used; those are told.
pub(super) fn walker(folder: &Path) -> (WalkBuilder, Unusable) {
    let unusable = Unusable::default();
    let told = unusable.clone();
    let mut walker = obedient(folder);
    walker.filter_entry(move |entry| may_enter(entry, &told));
    (walker, unusable)
}

fn obedient(folder: &Path) -> WalkBuilder {
    let mut walker = WalkBuilder::new(folder);
    walker.require_git(false).add_custom_ignore_filename(IGNORE_FILE);
    walker
}

fn may_enter(entry: &DirEntry, told: &Unusable) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    match is_folder.then(|| unusable_in(entry.path())).flatten() {
        Some(file) => {
            told.add(file);
            false
        }
        None => true,
    }
}

/// An ignore file that may not be read: a pipe would keep us waiting, a device
/// or a huge file would fill the memory.
fn unusable_in(folder: &Path) -> Option<PathBuf> {
    let candidates = IGNORE_FILES.iter().map(|name| folder.join(name));
    candidates.into_iter().find(|path| {
        fs::metadata(path).is_ok_and(|metadata| {
            !(metadata.is_dir() || metadata.is_file()) || metadata.is_file() && metadata.len() > SIZE_LIMIT
        })
    })
}

/// The same in a folder and all above it, whose patterns count in it too.
pub(super) fn unusable_above(folder: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(folder).ok()?;
    real.ancestors().find_map(unusable_in)
}

/// Which of the paths that exist ignore files exclude. That a file is hidden does not count.
///
/// Each repository is walked, but only into the folders above the paths; what
/// the walk does not come to is excluded.
pub(super) fn excluded(paths: &[PathBuf]) -> HashSet<PathBuf> {
    let mut by_root: BTreeMap<PathBuf, Vec<(PathBuf, &PathBuf)>> = BTreeMap::new();
    for path in paths.iter().filter(|path| path.symlink_metadata().is_ok()) {
        if let Some(real) = real_place(path) {
            by_root.entry(root_of(&real)).or_default().push((real, path));
        }
    }
    let mut excluded = HashSet::new();
    for (root, places) in by_root {
        let met = met_below(&root, places.iter().map(|(real, _)| real.as_path()));
        excluded.extend(
            places
                .into_iter()
                .filter(|(real, _)| !met.contains(real))
                .map(|(_, path)| path.clone()),
        );
    }
    excluded
}

fn met_below<'p>(root: &Path, places: impl Iterator<Item = &'p Path> + Clone) -> HashSet<PathBuf> {
    let wanted: HashSet<PathBuf> = places.clone().map(Path::to_owned).collect();
    let above: HashSet<PathBuf> = places
        .flat_map(|place| place.ancestors().take_while(|above| above.starts_with(root)))
        .map(Path::to_owned)
        .collect();
    if unusable_above(root).is_some() {
        return wanted;
    }
    let told = Unusable::default();
    let mut walker = obedient(root);
    walker
        .hidden(false)
        .filter_entry(move |entry| above.contains(entry.path()) && may_enter(entry, &told));
    let entries = walker.build().filter_map(Result::ok).map(DirEntry::into_path);
    entries.filter(|path| wanted.contains(path)).collect()
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

/// A mistake in an ignore file of ours; those in the others are left to Git.
pub(super) struct Mistake {
    pub(super) file: PathBuf,
    pub(super) message: Message,
}

/// The mistakes among the errors that a walk met in a folder.
pub(super) fn mistakes(error: &ignore::Error) -> Vec<Mistake> {
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

//! The folders of a user's own rules.

use std::fs;
use std::path::Path;

use crate::registry::PackRule;
use crate::rule::Group;
use crate::text::{FilePath, Source};

/// Why a folder is no pack.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoPack {
    /// There is no such folder, or it cannot be listed.
    NotThere,
    /// Its name could not be told from the rest where rules are named.
    Name(String),
    /// It holds a folder with rules that is called like no group.
    UnknownGroup(String),
}

/// The name of a pack: that of its folder.
pub(super) fn name_of(folder: &Path) -> Result<String, NoPack> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_sound = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    match !name.is_empty() && name.chars().all(is_sound) {
        true => Ok(name),
        false => Err(NoPack::Name(name)),
    }
}

/// Reads the rules of a pack: `<group>/<id>.yaml`, each with `<id>.md` beside it.
pub(super) fn rules_in(folder: &Path, shown: &dyn Fn(&Path) -> FilePath) -> Result<Vec<PackRule>, NoPack> {
    let mut rules = Vec::new();
    for group_folder in entries(folder)? {
        if !group_folder.is_dir() {
            continue;
        }
        let files = entries(&group_folder)?;
        let mut files = files.into_iter().filter(|file| has_ending(file, "yaml")).peekable();
        if files.peek().is_none() {
            continue;
        }
        let name = group_folder.file_name().unwrap_or_default().to_string_lossy();
        let group = Group::from_name(&name).ok_or_else(|| NoPack::UnknownGroup(name.into_owned()))?;
        for file in files {
            let read = |path: &Path| Some(Source::from_bytes(shown(path), fs::read(path).ok()?));
            if let Some(rule) = read(&file) {
                rules.push(PackRule {
                    group,
                    file: rule,
                    page: read(&file.with_extension("md")),
                });
            }
        }
    }
    Ok(rules)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension == ending)
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, NoPack> {
    let entries = fs::read_dir(folder).map_err(|_| NoPack::NotThere)?;
    let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    Ok(entries)
}

//! The folders of a user's own rules.

use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, Files, kind_at};
use crate::diagnostic::{Arguments, Message};
use crate::folders::{EntryKind, Folders};
use crate::registry::PackRule;
use crate::rule::Group;
use crate::text::{FilePath, Source, normalized};

/// Why a folder is no pack.
#[derive(Debug, PartialEq, Eq)]
pub enum NoPack {
    /// There is no such folder, or it cannot be listed.
    NotThere,
    /// There is no rule in it.
    Empty,
    /// One of its rule files cannot be read.
    Unreadable(FilePath),
    /// Its name could not be told from the rest where rules are named.
    Name(String),
    /// Another pack has its name.
    NameTaken(String),
    /// It holds a folder with rules that is called like no group.
    UnknownGroup(String),
}

impl NoPack {
    /// The same in words, of the folder as it was named.
    pub fn message(self, folder: &str) -> Message {
        let arguments = Arguments::new().with("path", folder);
        match self {
            NoPack::NotThere => Message::Key("config-no-such-folder", arguments),
            NoPack::Empty => Message::Key("pack-empty", arguments),
            NoPack::Unreadable(file) => Message::Key("pack-unreadable", Arguments::new().with("path", file.shown)),
            NoPack::Name(name) => Message::Key("config-bad-pack-name", arguments.with("name", name)),
            NoPack::NameTaken(name) => Message::Key("config-pack-name-taken", Arguments::new().with("name", name)),
            NoPack::UnknownGroup(name) => Message::Key("config-unknown-group", arguments.with("name", name)),
        }
    }

    /// What to do, where that does not go without saying.
    pub fn help(&self) -> Option<Message> {
        matches!(self, NoPack::NameTaken(_)).then(|| Message::key("config-pack-name-taken-help"))
    }
}

/// A pack with all its pages, as its author tests it.
#[derive(Debug)]
pub struct Pack {
    /// What stands before the slash in the names of its rules.
    pub name: String,
    /// The rules, each with its own page.
    pub rules: Vec<PackRule>,
    /// All pages: those of the rules, `<id>.md`, and those with more examples,
    /// `<id>.<word>.md`.
    pub pages: Vec<Source>,
}

/// Reads a pack for a test of it.
///
/// # Errors
///
/// Where the working folder is gone; within that, why the folder is no pack.
pub fn read_pack(folder: &Path) -> io::Result<Result<Pack, NoPack>> {
    let working = std::env::current_dir()?;
    let folder = normalized(&std::path::absolute(folder)?);
    let disk = Folders::default();
    let folders = PackFolders {
        files: &disk,
        working: &working,
    };
    let read = || {
        let name = name_of(&folder)?;
        let rules = folders.rules_in(&folder)?;
        match rules.is_empty() {
            true => Err(NoPack::Empty),
            false => Ok(Pack {
                name,
                rules,
                pages: folders.pages_in(&folder)?,
            }),
        }
    };
    Ok(read())
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

/// Where packs are read, and from which folder their files are seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackFolders<'f> {
    pub(super) files: &'f dyn Files,
    pub(super) working: &'f Path,
}

impl PackFolders<'_> {
    /// Reads the rules of a pack: `<group>/<id>.yaml`, each with `<id>.md` beside
    /// it.
    pub(super) fn rules_in(self, folder: &Path) -> Result<Vec<PackRule>, NoPack> {
        let mut rules = Vec::new();
        for group_folder in self.folders_in(folder)? {
            let files = self.entries(&group_folder)?;
            let mut files = files.into_iter().filter(|file| has_ending(file, "yaml")).peekable();
            if files.peek().is_none() {
                continue;
            }
            let name = group_folder.file_name().unwrap_or_default().to_string_lossy();
            let group = Group::from_name(&name).ok_or_else(|| NoPack::UnknownGroup(name.into_owned()))?;
            for file in files {
                rules.push(PackRule {
                    group,
                    page: self.read(&file.with_extension("md")),
                    file: self.read(&file).ok_or_else(|| NoPack::Unreadable(self.shown(&file)))?,
                });
            }
        }
        Ok(rules)
    }

    /// All pages in the folders of a pack.
    fn pages_in(self, folder: &Path) -> Result<Vec<Source>, NoPack> {
        let mut pages = Vec::new();
        for group_folder in self.folders_in(folder)? {
            let files = self.entries(&group_folder)?;
            let of_pages = files.iter().filter(|file| has_ending(file, "md"));
            pages.extend(of_pages.filter_map(|file| self.read(file)));
        }
        Ok(pages)
    }

    fn folders_in(self, folder: &Path) -> Result<Vec<PathBuf>, NoPack> {
        let mut entries = self.entries(folder)?;
        entries.retain(|entry| kind_at(self.files, entry) == Some(EntryKind::Folder));
        Ok(entries)
    }

    fn entries(self, folder: &Path) -> Result<Vec<PathBuf>, NoPack> {
        files::entries(self.files, folder).map_err(|_| NoPack::NotThere)
    }

    fn read(self, file: &Path) -> Option<Source> {
        let bytes = self.files.read(file).ok()?;
        Some(Source::from_bytes(self.shown(file), bytes))
    }

    fn shown(self, file: &Path) -> FilePath {
        FilePath::new(file.strip_prefix(self.working).unwrap_or(file))
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension == ending)
}

//! Finds and reads the configurations of files.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::{ConfigFile, Read, globs, mistake, mistakes_of_meaning, read, rule_options};
use super::files::{Files, kind_at};
use super::packs::{self, NoPack, PackFolders};
use super::schemas::SchemaFiles;
use super::{Root, Settings, Site};
use crate::diagnostic::{Arguments, Diagnostic, Message, RuleId};
use crate::document::node::{Node, pointer_join};
use crate::folders::EntryKind;
use crate::registry::Registry;
use crate::rule::PathGlobs;
use crate::schema::{Schema, preset};
use crate::site::lists::names_in;
use crate::site::{Generator, TimeZone};
use crate::text::{FilePath, Source, Span, normalized};

/// The name of the file, looked for upwards from each file that is checked.
pub const FILE_NAME: &str = "kanwu.yaml";

/// What people call it instead.
const OTHER_NAMES: [&str; 3] = ["kanwu.yml", ".kanwu.yaml", ".kanwu.yml"];

/// The option of rules that names a file, as seen from the configuration.
const LISTED_IN: &str = "listed-in";

/// How many files may extend one another.
const MOST_EXTENDED: usize = 16;

/// Which configuration a user asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The nearest above each file, up to the root of its repository.
    Nearest,
    /// This one for all files.
    File(PathBuf),
    /// None at all.
    Nothing,
}

/// What the command line says of rules: ids and groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// In place of what a file selects; none to leave that as it is.
    pub select: Vec<String>,
    /// Beside what a file ignores.
    pub ignore: Vec<String>,
}

/// The settings of some files.
#[derive(Debug)]
pub struct Loaded {
    /// The rules that were given, with those of all packs.
    pub registry: Registry,
    /// Settings, each for one configuration.
    pub settings: Vec<Settings>,
    /// Of each of them, whether there are mistakes in what it was read from.
    pub soundness: Vec<Soundness>,
    /// Which of them each file has, in the order of the files.
    pub of_file: Vec<usize>,
    /// Configurations and rule files with mistakes, each once.
    pub mistakes: Vec<(Source, Vec<Diagnostic>)>,
    /// What seems to be a configuration and is not read, each with the reason.
    pub not_read: Vec<(FilePath, Message)>,
}

/// Whether settings are what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soundness {
    /// There are no mistakes.
    Sound,
    /// Some of what they were read from cannot hold.
    Mistaken,
}

/// Loads the settings of each file, with `disk` as where configurations and what
/// they name are read, and the absolute folder that relative paths are seen from.
///
/// # Errors
///
/// Where the file that was asked for is not there, or a folder.
pub fn load(
    (disk, working): (&dyn Files, &Path),
    files: &[FilePath],
    choice: &Choice,
    selection: &Selection,
    registry: Registry,
) -> io::Result<Loaded> {
    let mut loader = Loader {
        working,
        selection,
        disk,
        loaded: Loaded {
            registry,
            settings: Vec::new(),
            soundness: Vec::new(),
            of_file: Vec::new(),
            mistakes: Vec::new(),
            not_read: Vec::new(),
        },
        soundness: Soundness::Sound,
        packs: HashMap::new(),
        unread_packs: Vec::new(),
        schema_files: HashMap::new(),
        by_base: HashMap::new(),
        by_folder: HashMap::new(),
    };
    let only = match choice {
        Choice::File(path) => {
            let path = loader.absolute(path);
            match kind_at(disk, &path) {
                None => return Err(io::ErrorKind::NotFound.into()),
                Some(EntryKind::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
                Some(_) => Some(loader.settings_of(Some(&path), None)),
            }
        }
        _ => None,
    };
    // Files come sorted, so that those of one folder stand together.
    let mut last: Option<(&Path, usize)> = None;
    for file in files {
        let folder = file.os.parent().unwrap_or(Path::new("/"));
        let index = match (only, last) {
            (Some(only), _) => only,
            (None, Some((known, index))) if known == folder => index,
            (None, _) => loader.nearest(&loader.absolute(folder), choice),
        };
        last = Some((folder, index));
        loader.loaded.of_file.push(index);
    }
    Ok(loader.loaded)
}

struct Loader<'a> {
    working: &'a Path,
    selection: &'a Selection,
    loaded: Loaded,
    /// That of the settings that are being read.
    soundness: Soundness,
    /// Where each pack lies, by its name.
    packs: HashMap<String, PathBuf>,
    /// Those that could not be read as a whole.
    unread_packs: Vec<String>,
    /// Those that were read, by their paths; none where there are mistakes in it.
    schema_files: HashMap<PathBuf, Option<Arc<Schema>>>,
    /// By the configuration, or else the folder of the repository.
    by_base: HashMap<PathBuf, usize>,
    by_folder: HashMap<PathBuf, usize>,
    /// Where all is read.
    disk: &'a dyn Files,
}

impl Loader<'_> {
    fn absolute(&self, folder: &Path) -> PathBuf {
        normalized(&self.working.join(folder))
    }

    /// The settings that hold in a folder.
    fn nearest(&mut self, folder: &Path, choice: &Choice) -> usize {
        if let Some(index) = self.by_folder.get(folder) {
            return *index;
        }
        let index = if *choice == Choice::Nearest && self.has_file(folder, FILE_NAME) {
            self.settings_of(Some(&folder.join(FILE_NAME)), None)
        } else {
            if *choice == Choice::Nearest {
                self.note_what_is_not_read(folder);
            }
            self.above(folder, choice)
        };
        self.by_folder.insert(folder.to_owned(), index);
        index
    }

    /// The settings of a folder that has no configuration of its own.
    fn above(&mut self, folder: &Path, choice: &Choice) -> usize {
        if self.disk.kind(folder, ".git".as_ref()).is_some() {
            self.settings_of(None, Some(folder))
        } else {
            match folder.parent() {
                Some(parent) => self.nearest(parent, choice),
                None => {
                    let working = self.working;
                    self.settings_of(None, Some(working))
                }
            }
        }
    }

    /// Notes what seems to be the configuration of a folder that has none.
    fn note_what_is_not_read(&mut self, folder: &Path) {
        let is_folder = self.disk.kind(folder, FILE_NAME.as_ref()).is_some();
        let same = is_folder.then_some((FILE_NAME, "config-folder-of-that-name"));
        let others = OTHER_NAMES.into_iter().filter(|name| self.has_file(folder, name));
        let others = others.map(|name| (name, "config-named-otherwise"));
        let noted: Vec<(&str, &'static str)> = same.into_iter().chain(others).collect();
        for (name, key) in noted {
            let path = self.shown(&folder.join(name));
            self.loaded.not_read.push((path, Message::key(key)));
        }
    }

    fn has_file(&self, folder: &Path, name: &str) -> bool {
        self.disk.kind(folder, name.as_ref()) == Some(EntryKind::File)
    }

    /// The settings of a configuration, or of a folder that has none.
    fn settings_of(&mut self, config: Option<&Path>, folder: Option<&Path>) -> usize {
        let base = config.or(folder).unwrap_or(self.working).to_owned();
        if let Some(index) = self.by_base.get(&base) {
            return *index;
        }
        let folder = match config {
            Some(config) => config.parent().unwrap_or(Path::new("/")),
            None => base.as_path(),
        };
        let mut settings = Settings {
            root: Root::new(folder, self.working),
            ..Settings::default()
        };
        self.soundness = Soundness::Sound;
        if let Some(config) = config {
            self.read_into(config, &mut settings, &mut Vec::new());
            self.set_checks(&mut settings);
        }
        if !self.selection.select.is_empty() {
            settings.select.clone_from(&self.selection.select);
        }
        settings.ignore.extend_from_slice(&self.selection.ignore);
        let index = self.loaded.settings.len();
        self.loaded.settings.push(settings);
        self.loaded.soundness.push(self.soundness);
        self.by_base.insert(base, index);
        index
    }

    /// Reads a file and what it extends, which counts less. `above` are those
    /// that extend it.
    fn read_into(&mut self, config: &Path, settings: &mut Settings, above: &mut Vec<PathBuf>) {
        let bytes = match self.disk.read(config) {
            Ok(bytes) => bytes,
            Err(error) => {
                let arguments = Arguments::new().with("error", error.to_string());
                let message = Message::Key("config-file-unreadable", arguments);
                let nothing = Source::from_text(self.shown(config), String::new());
                self.report(nothing, vec![mistake(Span::empty(0), message, None)]);
                return;
            }
        };
        let source = Source::from_bytes(self.shown(config), bytes);
        let folder = config.parent().unwrap_or(Path::new("/"));
        let Read {
            file,
            node,
            mut mistakes,
        } = read(&source);
        if let Some(node) = node {
            let mut more = Vec::new();
            above.push(config.to_owned());
            self.extended(&node, folder, settings, above, &mut more);
            above.pop();
            self.packs(&node, folder, settings, &mut more);
            more.extend(mistakes_of_meaning(&node, &self.loaded.registry, &self.unread_packs));
            if let Some(file) = &file {
                apply(file, &node, settings);
            }
            self.schemas(&node, folder, settings, &mut more);
            self.lists(&node, folder, settings, &mut more);
            self.sites(&node, folder, settings, &mut more);
            // Of what has the wrong shape, nothing else is said.
            more.retain(|mistake| mistakes.iter().all(|known| known.span != mistake.span));
            mistakes.append(&mut more);
            mistakes.sort_by_key(|mistake| mistake.span);
        }
        if !mistakes.is_empty() {
            self.report(source, mistakes);
        }
    }

    /// Reads the files that a file extends. `above` are that one and those that
    /// extend it.
    fn extended(
        &mut self,
        node: &Node,
        folder: &Path,
        settings: &mut Settings,
        above: &mut Vec<PathBuf>,
        mistakes: &mut Vec<Diagnostic>,
    ) {
        for (number, base) in texts(node, "/extends").enumerate() {
            let path = normalized(&folder.join(base));
            let at = |key: &'static str| missing(node, &format!("/extends/{number}"), key, base);
            if above.contains(&path) || above.len() >= MOST_EXTENDED {
                mistakes.push(at("config-extends-itself"));
            } else if kind_at(self.disk, &path) == Some(EntryKind::File) {
                self.read_into(&path, settings, above);
            } else {
                mistakes.push(at("config-no-such-file"));
            }
        }
    }

    /// Makes the checks of rules whose options are set. What cannot be made has
    /// been reported where it is written.
    fn set_checks(&self, settings: &mut Settings) {
        let mut ids: Vec<RuleId> = settings.options.iter().map(|(id, _)| id.clone()).collect();
        ids.sort();
        ids.dedup();
        for id in ids {
            let given = settings
                .options
                .iter()
                .filter(|(of, _)| *of == id)
                .map(|(_, options)| options);
            let registered = self.loaded.registry.get(id.as_str());
            let check = registered.and_then(|registered| registered.check_with(given).ok());
            settings.checks.extend(check.map(|check| (id, Arc::new(check))));
        }
    }

    fn shown(&self, config: &Path) -> FilePath {
        FilePath::new(config.strip_prefix(self.working).unwrap_or(config))
    }

    fn report(&mut self, source: Source, mistakes: Vec<Diagnostic>) {
        self.soundness = Soundness::Mistaken;
        if !self.loaded.mistakes.iter().any(|(known, _)| known.path == source.path) {
            self.loaded.mistakes.push((source, mistakes));
        }
    }

    /// Adds the rules of the packs that a file names.
    fn packs(&mut self, node: &Node, folder: &Path, settings: &mut Settings, mistakes: &mut Vec<Diagnostic>) {
        for item in node.at("/packs").map_or(&[][..], Node::items) {
            let Some(path) = item.as_scalar().map(|scalar| scalar.text.as_str()) else {
                continue;
            };
            let place = normalized(&folder.join(path));
            if let Err(reason) = self.pack(&place, settings) {
                let help = reason.help();
                mistakes.push(mistake(item.span, reason.message(path), help));
                self.unread_packs.extend(packs::name_of(&place).ok());
            }
        }
    }

    fn pack(&mut self, place: &Path, settings: &mut Settings) -> Result<(), NoPack> {
        let name = packs::name_of(place)?;
        match self.packs.get(&name) {
            Some(known) if known == place => {
                if self.unread_packs.contains(&name) {
                    self.soundness = Soundness::Mistaken;
                }
            }
            Some(_) => return Err(NoPack::NameTaken(name)),
            None => {
                let folders = PackFolders {
                    files: self.disk,
                    working: self.working,
                };
                let rules = folders.rules_in(place)?;
                for (source, found) in self.loaded.registry.add_pack(&name, rules) {
                    self.unread_packs.push(name.clone());
                    self.report(source, found);
                }
                self.packs.insert(name.clone(), place.to_owned());
            }
        }
        // The pages of rules show what is wrong, and are no content.
        let below = settings.root.folder_below(place);
        if !below.is_empty() {
            let all = format!("/{}/**", globset::escape(&below));
            settings.exclude.extend(PathGlobs::new(&[all]).ok());
        }
        settings.packs.push(name);
        Ok(())
    }

    fn schemas(&mut self, node: &Node, folder: &Path, settings: &mut Settings, mistakes: &mut Vec<Diagnostic>) {
        let count = node.at("/schemas").map_or(0, |list| list.items().len());
        for number in 0..count {
            let pointer = format!("/schemas/{number}/schema");
            let Some(name) = text(node, &pointer) else { continue };
            let schema = match preset(name) {
                Some(json) => Schema::from_text(json)
                    .map(|schema| Some(Arc::new(schema)))
                    .map_err(|error| error.message),
                None => self.schema_file(folder, name),
            };
            let files: Vec<String> = texts(node, &format!("/schemas/{number}/files"))
                .map(str::to_owned)
                .collect();
            match (schema, globs(&files)) {
                (Ok(Some(schema)), Some(files)) => settings.schemas.push((files, schema)),
                (Ok(_), _) => {}
                (Err(message), _) => mistakes.push(mistake(span_at(node, &pointer), message, None)),
            }
        }
    }

    /// The schema in a file that is named in a folder, or why there is none. Where
    /// something is wrong in the file itself, that is reported there.
    fn schema_file(&mut self, folder: &Path, name: &str) -> Result<Option<Arc<Schema>>, Message> {
        let path = normalized(&folder.join(name));
        let arguments = Arguments::new().with("path", name);
        if let Some(known) = self.schema_files.get(&path) {
            if known.is_none() {
                self.soundness = Soundness::Mistaken;
            }
            return Ok(known.clone());
        }
        let files = SchemaFiles {
            files: self.disk,
            working: self.working,
            folder,
        };
        // Even whether it is there is nobody's business.
        if !path.starts_with(files.repository()) {
            return Err(Message::Key("config-schema-outside", arguments));
        }
        if kind_at(self.disk, &path).is_none() {
            return Err(Message::Key("config-no-such-schema", arguments));
        }
        let read = files.read(&path).map_err(|error| {
            let arguments = arguments.clone().with("error", error.to_string());
            Message::Key("config-schema-unreadable", arguments)
        })?;
        for (source, found) in read.mistakes {
            self.report(source, found);
        }
        let schema = read.schema.map(Arc::new);
        self.schema_files.insert(path, schema.clone());
        Ok(schema)
    }

    /// Finds the files in which names are listed for rules. From here on they are
    /// seen from the root of the settings, whichever file names them.
    fn lists(&self, node: &Node, folder: &Path, settings: &mut Settings, mistakes: &mut Vec<Diagnostic>) {
        for entry in node.at("/rules").map_or(&[][..], Node::entries) {
            let Some(id) = entry.key.as_scalar().map(|key| key.text.as_str()) else {
                continue;
            };
            let pointer = format!("{}/{LISTED_IN}", pointer_join("/rules", id));
            let Some(given) = text(node, &pointer) else { continue };
            let path = normalized(&folder.join(given));
            let shown = self.shown(&path);
            let mut wrong = |key| mistakes.push(missing(node, &pointer, key, given));
            match kind_at(self.disk, &path) {
                Some(EntryKind::File) => {
                    let bytes = self.disk.read(&path).unwrap_or_default();
                    let text = String::from_utf8(bytes).unwrap_or_default();
                    if names_in(shown.clone(), &text).is_none() {
                        wrong("config-no-names-listed");
                    }
                }
                _ => wrong("config-no-such-file"),
            }
            let mut own = settings.options.iter_mut().rev();
            if let Some((_, options)) = own.find(|(of, _)| of.as_str() == id) {
                let way = settings.root.way_to(&path);
                options.set.insert(LISTED_IN.to_owned(), way.into());
            }
        }
    }

    fn sites(&self, node: &Node, folder: &Path, settings: &mut Settings, mistakes: &mut Vec<Diagnostic>) {
        let count = node.at("/sites").map_or(0, |list| list.items().len());
        if count == 0 {
            return;
        }
        settings.sites.clear();
        for number in 0..count {
            let pointer = format!("/sites/{number}/root");
            let Some(given) = text(node, &pointer) else { continue };
            let root = normalized(&folder.join(given));
            if kind_at(self.disk, &root) != Some(EntryKind::Folder) {
                mistakes.push(missing(node, &pointer, "config-no-such-folder", given));
            }
            let generator = text(node, &format!("/sites/{number}/generator"));
            if let Some(generator) = generator.and_then(Generator::from_name) {
                let folder = settings.root.folder_below(&root);
                let zone = text(node, &format!("/sites/{number}/time-zone"));
                let time_zone = zone.and_then(TimeZone::named);
                settings.sites.push(Site {
                    folder,
                    generator,
                    time_zone,
                });
            }
        }
    }
}

/// What a file says, over what those say that it extends.
fn apply(file: &ConfigFile, node: &Node, settings: &mut Settings) {
    if let Some(select) = &file.select {
        settings.select.clone_from(select);
    }
    if let Some(ignore) = &file.ignore {
        settings.ignore.clone_from(ignore);
    }
    settings.rules.extend(file.rule_settings());
    settings.options.extend(rule_options(node));
    settings
        .exclude
        .extend(globs(&file.exclude).filter(|_| !file.exclude.is_empty()));
}

/// The text at a pointer.
fn text<'n>(node: &'n Node, pointer: &str) -> Option<&'n str> {
    let scalar = node.at(pointer)?.as_scalar()?;
    Some(scalar.text.as_str())
}

/// The texts of the list at a pointer; empty ones where something else stands in
/// it, which has been reported.
fn texts<'n>(node: &'n Node, pointer: &str) -> impl Iterator<Item = &'n str> {
    let items = node.at(pointer).map_or(&[][..], Node::items).iter();
    items.map(|item| item.as_scalar().map_or("", |scalar| scalar.text.as_str()))
}

fn missing(node: &Node, pointer: &str, key: &'static str, path: &str) -> Diagnostic {
    let message = Message::Key(key, Arguments::new().with("path", path));
    mistake(span_at(node, pointer), message, None)
}

fn span_at(node: &Node, pointer: &str) -> Span {
    node.at(pointer).map_or(node.span, |node| node.span)
}

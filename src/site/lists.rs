//! Files in which a site lists its authors, tags or categories: which one it is by
//! the convention of the generator, and which names stand in it.
//!
//! It must not know what is said of a name that is not listed.

use super::{Generator, Place};
use crate::document::front_matter::{DATA_EXTENSIONS, value_of_data};
use crate::document::node::{Entry, Node, Value};
use crate::fact::{ListedName, NameList, NameRole};
use crate::inventory::{Entry as Standing, Inventory, Location, Repository, file_name, join};
use crate::text::FilePath;

/// What is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taxonomy {
    /// What a post is about, in many words.
    Tag,
    /// What a post is about, in few.
    Category,
    /// Who wrote it.
    Author,
}

/// A list that a site has by the convention of its generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convention {
    /// The file.
    pub file: Location,
    /// What may stand beside it.
    pub reach: Reach,
}

/// Whether other names than those in a list may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// No: the generator itself refuses them, or warns of them.
    Closed,
    /// Yes: who is not in the list is called by the name as it is written.
    Open,
}

/// Names of files that may be lists by convention, without their endings.
const STEMS: [&str; 2] = ["authors", "tags"];

/// Endings of data that generators read beside those that are read here.
const OTHER_ENDINGS: [&str; 3] = ["csv", "tsv", "xml"];

/// Keys of a mapping under which its name stands, by which others may refer to it.
const NAME_KEYS: [&str; 6] = ["key", "id", "slug", "name", "title", "label"];

/// Whether any file may be a list by convention.
pub fn may_stand_in(inventory: &Inventory) -> bool {
    let is_list = |file: &str| {
        let name = file_name(file).rsplit_once('.');
        name.is_some_and(|(stem, ending)| STEMS.contains(&stem) && DATA_EXTENSIONS.contains(&ending))
    };
    inventory
        .repositories()
        .iter()
        .any(|repository| repository.files().any(is_list))
}

/// The list that holds for a file by the convention of its generator.
pub fn conventional(taxonomy: Taxonomy, place: &Place, inventory: &Inventory) -> Option<Convention> {
    let repository = inventory.repository_of(&place.location)?;
    let root = &place.site.root.path;
    let (path, reach) = match (place.site.generator, taxonomy) {
        (Generator::Jekyll, Taxonomy::Author) => (only_file(repository, &join(root, "_data/authors"))?, Reach::Open),
        (Generator::Hugo, Taxonomy::Author) => (only_file(repository, &join(root, "data/authors"))?, Reach::Open),
        (Generator::Docusaurus, Taxonomy::Author | Taxonomy::Tag) => {
            let folder = content_folder(place.site.path_of(&place.location)?, taxonomy)?;
            let name = match taxonomy {
                Taxonomy::Author => "authors.yml",
                Taxonomy::Tag | Taxonomy::Category => "tags.yml",
            };
            let path = join(root, &join(folder, name));
            (
                Some(path).filter(|path| repository.entry(path) == Standing::File)?,
                Reach::Closed,
            )
        }
        _ => return None,
    };
    Some(Convention {
        file: Location {
            repository: place.location.repository,
            path,
        },
        reach,
    })
}

/// The one file of data of that name, without its ending; nothing where others
/// have it too, which the generator joins with it.
fn only_file(repository: &Repository, stem: &str) -> Option<String> {
    let with = |ending: &&str| [stem, ".", ending].concat();
    let stands = |path: &String| repository.entry(path) != Standing::Missing;
    if stands(&stem.to_owned()) || OTHER_ENDINGS.iter().map(with).any(|path| stands(&path)) {
        return None;
    }
    let mut files = DATA_EXTENSIONS.iter().map(with).filter(stands);
    let file = files.next()?;
    (files.next().is_none() && repository.entry(&file) == Standing::File).then_some(file)
}

/// The folder from which a plug-in of Docusaurus takes a file: `blog`, `docs`, one
/// of a version, or one of a language. What begins with `_` is part of others.
fn content_folder(path: &str, taxonomy: Taxonomy) -> Option<&str> {
    if path.split('/').any(|part| part.starts_with('_')) {
        return None;
    }
    let parts: Vec<&str> = path.split('/').collect();
    let (depth, name) = match *parts.as_slice() {
        ["versioned_docs", _, _, ..] => (2, "docs"),
        ["i18n", _, plugin, ..] => {
            let name = plugin.strip_prefix("docusaurus-plugin-content-")?;
            // Those of documentation hold a folder for each version.
            (if name.starts_with("docs") { 4 } else { 3 }, name)
        }
        ["src" | "static" | "community", ..] => return None,
        [first, _, ..] => (1, first),
        _ => return None,
    };
    // Only what a blog shows has authors.
    if parts.len() <= depth || (taxonomy == Taxonomy::Author && name.starts_with("docs")) {
        return None;
    }
    let end = parts.iter().take(depth).map(|part| part.len() + 1).sum::<usize>();
    path.get(..end.checked_sub(1)?)
}

/// The names in a file of data: items of a list, keys of a mapping, and what their
/// mappings call themselves. Nothing where there are none.
pub fn names_in(file: FilePath, text: &str) -> Option<NameList> {
    let root = value_of_data(&file, text)?;
    let mut names = Vec::new();
    match &root.value {
        Value::Sequence(items) => items.iter().for_each(|item| add_item(item, &mut names)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| add_entry(entry, &mut names)),
        Value::Scalar(_) => {}
    }
    (!names.is_empty()).then(|| NameList::new(file, names))
}

/// An item of a list: a name, or a mapping that has one.
fn add_item(item: &Node, names: &mut Vec<ListedName>) {
    add(item, NameRole::Key, names);
    let before = names.len();
    for name in NAME_KEYS.iter().filter_map(|key| item.get(key)) {
        let role = if names.len() == before {
            NameRole::Key
        } else {
            NameRole::Shown
        };
        add(&name.value, role, names);
    }
    // `- name: { … }`
    if let ([only], true) = (item.entries(), names.len() == before) {
        add_entry(only, names);
    }
}

/// A key with what it is called, or a group with its names.
fn add_entry(entry: &Entry, names: &mut Vec<ListedName>) {
    add(&entry.key, NameRole::Key, names);
    add(&entry.value, NameRole::Shown, names);
    let own = NAME_KEYS.iter().filter_map(|key| entry.value.get(key));
    own.for_each(|own| add(&own.value, NameRole::Shown, names));
    for item in entry.value.items() {
        add(item, NameRole::Key, names);
        let own = NAME_KEYS.iter().filter_map(|key| item.get(key));
        own.for_each(|own| add(&own.value, NameRole::Key, names));
    }
}

fn add(node: &Node, role: NameRole, names: &mut Vec<ListedName>) {
    let text = node.as_scalar().map_or("", |scalar| scalar.text.trim());
    if !text.is_empty() {
        names.push(ListedName {
            text: text.to_owned(),
            span: node.span,
            role,
        });
    }
}

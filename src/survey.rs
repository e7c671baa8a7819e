//! What stands round the files to check: lists it before, and settles with it
//! afterwards what they say of one another.
//!
//! It must not know whether the files were named, walked to or are open in an
//! editor: their texts come from who asks.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::fact::{Addresses, Answers, Fact, Fragments, Key, NameList, Pair, Question, SchemaFile};
use crate::inventory::{Entry, Inventory, Location};
use crate::lint::{self, Project, Surroundings};
use crate::schema::gather;
use crate::settle::{self, Facts};
use crate::site::Sites;
use crate::site::chosen::{self, may_be_page};
use crate::site::lists;
use crate::text::{BYTE_ORDER_MARK, FilePath, Source};
use crate::walk::{self, Roots, Unread};

/// Reads the bytes of a file: from the disk as [`walk::read`] does, or from what
/// stands in for it.
pub type Read<'r> = dyn Fn(&FilePath) -> Result<Vec<u8>, Unread> + Sync + 'r;

/// What is known of the files round those that are judged.
pub fn survey(inventory: Inventory, roots: &Roots, read: &Read<'_>) -> Surroundings {
    Surroundings {
        sites: recognise(&inventory, roots, read),
        inventory,
        whole: roots.whole.clone(),
    }
}

/// The sites in an inventory.
pub fn recognise(inventory: &Inventory, roots: &Roots, read: &Read<'_>) -> Sites {
    let read = |location: Location| {
        let bytes = read(&roots.file(&location)?).ok()?;
        Some((location, String::from_utf8(bytes).ok()?))
    };
    let configurations = Sites::configurations(inventory).into_iter().filter_map(read);
    Sites::recognise(inventory, &configurations.collect())
}

/// What a source cannot be linted without, from other files.
pub fn before_lint(source: &Source, roots: &Roots, project: &Project, read: &Read<'_>) -> Answers {
    match lint::questions(source, project) {
        questions if questions.is_empty() => Answers::default(),
        questions => answer(&questions, roots, project, read),
    }
}

/// Settles facts; what is found, by file.
pub fn settle(
    roots: &Roots,
    project: &Project,
    facts: impl IntoIterator<Item = Fact>,
    read: &Read<'_>,
) -> HashMap<Arc<FilePath>, Vec<Diagnostic>> {
    let facts = Facts::new(facts);
    let answers = answer(&questions(project, &facts), roots, project, read);
    let mut found: HashMap<Arc<FilePath>, Vec<Diagnostic>> = HashMap::new();
    for (file, diagnostic) in settled(project, &facts, &answers) {
        found.entry(file).or_default().push(diagnostic);
    }
    found
}

/// What must be known before facts can be settled, each question once.
pub fn questions(project: &Project, facts: &Facts) -> Vec<Question> {
    let mut questions: Vec<Question> = facts
        .iter()
        .flat_map(|(key, facts)| settle::questions(key, facts, project))
        .collect();
    questions.sort();
    questions.dedup();
    questions
}

/// Answers questions from the texts of files.
pub fn answer(questions: &[Question], roots: &Roots, project: &Project, read: &Read<'_>) -> Answers {
    let of_fragments = |question: &Question| match question {
        Question::Fragments(location) => Some((location.clone(), fragments(roots, project, location, read)?)),
        _ => None,
    };
    let of_pair = |question: &Question| match question {
        Question::Common(pair) => is_common(project, pair, read).then(|| pair.clone()),
        _ => None,
    };
    let of_site = |question: &Question| match question {
        Question::Addresses(root) => Some((root.clone(), addresses(roots, project, root, read)?)),
        _ => None,
    };
    let of_schema = |question: &Question| match question {
        Question::Schema(location) => Some((location.clone(), schema_file(roots, project, location, read)?)),
        _ => None,
    };
    let of_names = |question: &Question| match question {
        Question::Names(file) => {
            let names = project.names_in(file, || names_in(roots, project, file, read))?;
            Some((file.clone(), names))
        }
        _ => None,
    };
    Answers {
        names: questions.iter().filter_map(of_names).collect(),
        fragments: questions.par_iter().filter_map(of_fragments).collect(),
        common: questions.par_iter().filter_map(of_pair).collect(),
        addresses: questions.iter().filter_map(of_site).collect(),
        ignored: ignored(roots, project, questions),
        schemas: questions.iter().filter_map(of_schema).collect(),
    }
}

/// What facts say, once the questions are answered, each finding with its file.
pub fn settled(project: &Project, facts: &Facts, answers: &Answers) -> Vec<(Arc<FilePath>, Diagnostic)> {
    let keys: Vec<(&Key, &[Fact])> = facts.iter().collect();
    keys.into_par_iter()
        .flat_map_iter(|(key, facts)| settle::settle(key, facts, project, answers))
        .collect()
}

/// Whether two files, read again, have in common what a rule speaks of.
fn is_common(project: &Project, pair: &Pair, read: &Read<'_>) -> bool {
    let read = |path: &FilePath| Some(Source::from_bytes(path.clone(), read(path).ok()?));
    match (read(&pair.first), read(&pair.other)) {
        (Some(first), Some(other)) => settle::is_common(pair, &first, &other, project),
        _ => false,
    }
}

/// What ignore files of its repository name, of what is not there.
fn ignored(roots: &Roots, project: &Project, questions: &[Question]) -> HashSet<Location> {
    let asked = |question: &Question| match question {
        Question::Ignored(location) => Some(location.clone()),
        _ => None,
    };
    let asked: Vec<Location> = questions.iter().filter_map(asked).collect();
    let mut ignored = HashSet::new();
    for number in 0..project.inventory().repositories().len() {
        let here = || asked.iter().filter(|location| location.repository == number);
        let Some(root) = here().next().and_then(|location| roots.file(&location.root())) else {
            continue;
        };
        let named = walk::named_in_ignore_files(&root.os, here().map(|location| location.path.as_str()));
        ignored.extend(
            here()
                .filter(|location| named.contains(location.path.as_str()))
                .cloned(),
        );
    }
    ignored
}

/// The addresses that the pages of a site choose, checked or not; each is read
/// for them.
fn addresses(roots: &Roots, project: &Project, root: &Location, read: &Read<'_>) -> Option<Addresses> {
    let repository = project.inventory().repository_of(root)?;
    let pages: Vec<&str> = repository
        .files_below(&root.path)
        .filter(|file| may_be_page(file))
        .collect();
    let add = |mut addresses: Addresses, file: &&str| {
        let location = Location {
            repository: root.repository,
            path: (*file).to_owned(),
        };
        let bytes = roots.file(&location).and_then(|path| read(&path).ok());
        if let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            let page = file.get(root.path.len()..).unwrap_or_default();
            chosen::add(page.trim_start_matches('/'), &text, &mut addresses);
        }
        addresses
    };
    Some(
        pages
            .par_iter()
            .fold(Addresses::default, add)
            .reduce(Addresses::default, chosen::merge),
    )
}

/// What stands in a file that another names as its schema, and in those that it
/// refers to.
fn schema_file(roots: &Roots, project: &Project, location: &Location, read: &Read<'_>) -> Option<SchemaFile> {
    let Ok(bytes) = read(&roots.file(location)?) else {
        return Some(match project.inventory().entry(location) {
            Entry::File | Entry::Folder => SchemaFile::Unreadable,
            Entry::Missing | Entry::Unlisted => SchemaFile::Missing,
        });
    };
    let text = |bytes| -> Option<Arc<str>> {
        let text = String::from_utf8(bytes).ok()?;
        Some(text.trim_start_matches(BYTE_ORDER_MARK).into())
    };
    let Some(first) = text(bytes) else {
        return Some(SchemaFile::Unreadable);
    };
    let read_text = |path: &str| {
        let location = Location {
            repository: location.repository,
            path: path.to_owned(),
        };
        text(read(&roots.file(&location)?).ok()?)
    };
    Some(match gather(&location.path, first, &read_text) {
        Ok(texts) => SchemaFile::Texts(texts),
        Err(reason) => SchemaFile::Refers(reason),
    })
}

/// The names in a file that lists some.
fn names_in(roots: &Roots, project: &Project, file: &Location, read: &Read<'_>) -> Option<NameList> {
    let mut path = roots.file(file)?;
    let text = String::from_utf8(read(&path).ok()?).ok()?;
    if let Some(shown) = project.inventory().shown(file) {
        path.shown = shown;
    }
    lists::names_in(path, &text)
}

/// The fragments of a file that is read for them.
fn fragments(roots: &Roots, project: &Project, location: &Location, read: &Read<'_>) -> Option<Fragments> {
    let path = roots.file(location)?;
    let extension = path.extension()?;
    if !walk::EXTENSIONS.contains(&extension.as_str()) {
        return None;
    }
    let source = Source::from_bytes(path.clone(), read(&path).ok()?);
    project.fragments(&source, location)
}

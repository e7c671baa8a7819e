//! What stands round the files to check: lists it before, and settles with it
//! afterwards what they say of one another.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::fact::{Answers, Fact, Fragments, Key, Pair, Question};
use crate::folders::Folders;
use crate::inventory::{Inventory, Location};
use crate::lint::{Coverage, Project, Surroundings};
use crate::report::Root;
use crate::settle::{self, Facts};
use crate::site::Sites;
use crate::text::{FilePath, Source};
use crate::walk::{self, Roots};

/// From where services see the files: the nearest folder with a `.git`, from the
/// working folder up, else the working folder.
pub(super) fn root() -> Root {
    let working = std::env::current_dir().unwrap_or_default();
    let root = working.ancestors().find(|folder| folder.join(".git").exists());
    Root::new(root.unwrap_or(&working), working.clone())
}

/// Lists the repositories of some paths, and tells the projects.
pub(super) fn survey(paths: &[PathBuf], folders: &mut Folders, projects: &mut [Project]) -> Roots {
    let (inventory, roots) = walk::list(paths, folders);
    let surroundings = Arc::new(Surroundings {
        sites: recognise(&inventory, &roots),
        inventory,
        coverage: match roots.are_whole {
            true => Coverage::Whole,
            false => Coverage::Part,
        },
    });
    for project in projects {
        project.look_around(Arc::clone(&surroundings));
    }
    roots
}

/// The sites in an inventory.
pub(super) fn recognise(inventory: &Inventory, roots: &Roots) -> Sites {
    let read = |location: Location| {
        let bytes = walk::read(&roots.file(&location)?).ok()?;
        Some((location, String::from_utf8(bytes).ok()?))
    };
    let configurations = Sites::configurations(inventory).into_iter().filter_map(read);
    Sites::recognise(inventory, &configurations.collect())
}

/// Settles facts; what is found, by file.
pub(super) fn settle(
    roots: &Roots,
    project: &Project,
    facts: impl IntoIterator<Item = Fact>,
) -> HashMap<Arc<FilePath>, Vec<Diagnostic>> {
    let facts = Facts::new(facts);
    let mut questions: Vec<Question> = facts
        .iter()
        .flat_map(|(key, facts)| settle::questions(key, facts, project))
        .collect();
    questions.sort();
    questions.dedup();
    let of_fragments = |question: &Question| match question {
        Question::Fragments(location) => Some((location.clone(), fragments(roots, project, location)?)),
        Question::Common(_) => None,
    };
    let of_pair = |question: &Question| match question {
        Question::Common(pair) => is_common(project, pair).then(|| pair.clone()),
        Question::Fragments(_) => None,
    };
    let answers = Answers {
        fragments: questions.par_iter().filter_map(of_fragments).collect(),
        common: questions.par_iter().filter_map(of_pair).collect(),
    };
    let keys: Vec<(&Key, &[Fact])> = facts.iter().collect();
    let settled: Vec<(Arc<FilePath>, Diagnostic)> = keys
        .into_par_iter()
        .flat_map_iter(|(key, facts)| settle::settle(key, facts, project, &answers))
        .collect();
    let mut found: HashMap<Arc<FilePath>, Vec<Diagnostic>> = HashMap::new();
    for (file, diagnostic) in settled {
        found.entry(file).or_default().push(diagnostic);
    }
    found
}

/// Whether two files, read again, have in common what a rule speaks of.
fn is_common(project: &Project, pair: &Pair) -> bool {
    let read = |path: &FilePath| Some(Source::from_bytes(path.clone(), walk::read(path).ok()?));
    match (read(&pair.first), read(&pair.other)) {
        (Some(first), Some(other)) => settle::is_common(pair, &first, &other, project),
        _ => false,
    }
}

/// The fragments of a file that is read for them.
fn fragments(roots: &Roots, project: &Project, location: &Location) -> Option<Fragments> {
    let path = roots.file(location)?;
    let extension = path.extension()?;
    if !walk::EXTENSIONS.contains(&extension.as_str()) {
        return None;
    }
    let source = Source::from_bytes(path.clone(), walk::read(&path).ok()?);
    project.fragments(&source, location)
}

//! Which lists of names hold for a file: those that its project gives, or that its
//! site has by convention.
//!
//! What stands in them is asked of the world before the file is linted. It must
//! not know what is said of names.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::Project;
use crate::check::{ListAtHand, Wanted};
use crate::fact::{Answers, NameList, Question};
use crate::inventory::Location;
use crate::site::Place;
use crate::site::lists::{self, Convention, Reach};
use crate::site::url::{self, Beyond};
use crate::text::FilePath;

/// The lists of a project, read when they are first asked for.
#[derive(Debug, Default)]
pub(super) struct Lists {
    may_be_asked: OnceLock<bool>,
    read: Mutex<FxHashMap<Location, Option<Arc<NameList>>>>,
}

impl Lists {
    pub(super) fn remember(&self, file: &Location, read: impl FnOnce() -> Option<NameList>) -> Option<Arc<NameList>> {
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(list) = known.get(file) {
            return list.clone();
        }
        let list = read().map(Arc::new);
        known.insert(file.clone(), list.clone());
        list
    }
}

/// What must be known of lists before a file is linted.
pub(super) fn questions(path: &FilePath, project: &Project) -> Vec<Question> {
    if !may_be_asked(project) {
        return Vec::new();
    }
    let Some(place) = project.place(path) else {
        return Vec::new();
    };
    let files = standing(path, &place, project).map(|(_, list)| Question::Names(list.file));
    files.collect()
}

/// The lists that hold for a file, with what is known of them.
pub(super) fn at_hand(path: &FilePath, place: Option<&Place>, project: &Project, answers: &Answers) -> Vec<ListAtHand> {
    let Some(place) = place.filter(|_| !answers.names.is_empty()) else {
        return Vec::new();
    };
    let at_hand = |(wanted, Convention { file, reach }): (&Wanted, Convention)| {
        Some(ListAtHand {
            taxonomy: wanted.taxonomy,
            given: wanted.file.clone(),
            reach,
            list: Arc::clone(answers.names.get(&file)?),
            location: file,
        })
    };
    standing(path, place, project).filter_map(at_hand).collect()
}

/// Whether any list may hold for any file.
fn may_be_asked(project: &Project) -> bool {
    *project.lists.may_be_asked.get_or_init(|| {
        let wanted = project.prepared.wanted_lists();
        let is_conventional = wanted.iter().any(|wanted| wanted.is_conventional);
        wanted.iter().any(|wanted| wanted.file.is_some())
            || (is_conventional && lists::may_stand_in(project.inventory()))
    })
}

/// The lists that hold for a file, as far as names of files tell.
fn standing<'a>(
    path: &'a FilePath,
    place: &'a Place,
    project: &'a Project,
) -> impl Iterator<Item = (&'a Wanted, Convention)> {
    let list = move |wanted: &Wanted| match &wanted.file {
        Some(way) => Some(Convention {
            file: given(way, path, place, project)?,
            reach: Reach::Closed,
        }),
        None if wanted.is_conventional => lists::conventional(wanted.taxonomy, place, project.inventory()),
        None => None,
    };
    let wanted = project.prepared.wanted_lists().iter();
    wanted.filter_map(move |wanted| Some((wanted, list(wanted)?)))
}

/// The list to which a way leads from the root of the settings; nothing where that
/// is outside of the repository.
fn given(way: &str, path: &FilePath, place: &Place, project: &Project) -> Option<Location> {
    let root = place.location.without(&project.settings.below_root(path));
    Some(Location {
        repository: root.repository,
        path: url::resolve(&root.path, way, Beyond::Elsewhere)?,
    })
}

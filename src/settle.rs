//! Settling: what the facts of one key say together. Pure.
//!
//! Facts are judged one key at a time, so that they can be judged anywhere and
//! in any order. It must not know how facts were found or answers came.

mod duplicates;
mod links;
mod variants;

use std::sync::Arc;

use crate::check::Check;
use crate::diagnostic::Diagnostic;
use crate::fact::{Answers, Common, Fact, Key, Question};
use crate::lint::Project;
use crate::text::FilePath;

pub use duplicates::is_common;

/// Facts by what they are about.
#[derive(Debug, Default)]
pub struct Facts(Vec<Fact>);

impl Facts {
    /// Groups facts by key.
    pub fn new(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut facts: Vec<Fact> = facts.into_iter().collect();
        facts.sort_by(|one, other| one.key.cmp(&other.key));
        // Within a key they mostly come in order, and to compare long paths takes its time.
        let in_order = |one: &Fact, other: &Fact| match Arc::ptr_eq(&one.file, &other.file) {
            true => one.span.cmp(&other.span),
            false => (&one.file.shown, one.span).cmp(&(&other.file.shown, other.span)),
        };
        for of_key in facts.chunk_by_mut(|one, other| one.key == other.key) {
            if !of_key.is_sorted_by(|one, other| in_order(one, other).is_le()) {
                of_key.sort_by(in_order);
            }
        }
        Self(facts)
    }

    /// Each key with its facts.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &[Fact])> {
        let keys = self.0.chunk_by(|one, other| one.key == other.key);
        keys.filter_map(|facts| Some((&facts.first()?.key, facts)))
    }
}

/// What must be known before the facts of one key can be settled.
pub fn questions(key: &Key, facts: &[Fact], project: &Project) -> Vec<Question> {
    match key {
        Key::Target(target) => links::questions(target, facts, project),
        Key::Common(common) if asks_for_variants(common, project) => Vec::new(),
        Key::Common(common) => {
            let pairs = duplicates::pairs(common, facts, project);
            pairs.into_iter().map(Question::Common).collect()
        }
    }
}

/// What the facts of one key say, each finding with its file.
pub fn settle(key: &Key, facts: &[Fact], project: &Project, answers: &Answers) -> Vec<(Arc<FilePath>, Diagnostic)> {
    match key {
        Key::Target(target) => links::settle(target, facts, project, answers),
        Key::Common(common) if asks_for_variants(common, project) => variants::settle(common, facts, project),
        Key::Common(common) => duplicates::settle(common, facts, project, answers),
    }
}

/// Whether what files have in common is a name, which they may write in several ways.
fn asks_for_variants(common: &Common, project: &Project) -> bool {
    let registered = project.registry().get(common.rule.as_str());
    registered.is_some_and(|registered| matches!(*registered.check, Check::Variants(_)))
}

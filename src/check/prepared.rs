//! What all rules together ask of every document, made ready once.

use super::Check;
use super::listed::Wanted;
use super::pattern::Prefixes;
use super::select::SelectorIndex;
use crate::diagnostic::RuleId;

/// The selectors of some rules in one index, and the texts with which their
/// matches in the written prose begin.
#[derive(Debug, Default)]
pub struct Prepared {
    pub(super) selectors: SelectorIndex,
    /// None where a match may begin with anything.
    pub(super) written: Option<Prefixes>,
    /// The lists of names that are asked for.
    wanted: Vec<Wanted>,
}

impl Prepared {
    /// Makes ready what these rules ask.
    pub fn of<'r>(rules: impl Iterator<Item = (&'r RuleId, &'r Check)>) -> Self {
        let mut prepared = Self::default();
        let mut expressions = Vec::new();
        for (id, check) in rules {
            match check {
                Check::Select(select) => prepared.selectors.add(id, select),
                Check::Listed(listed) => prepared.wanted.push(listed.wanted()),
                Check::Pattern(pattern) => expressions.extend(pattern.written_expression()),
                _ => {}
            }
        }
        prepared.written = Prefixes::of(&expressions);
        prepared
    }

    /// The lists of names that are asked for.
    pub fn wanted_lists(&self) -> &[Wanted] {
        &self.wanted
    }
}

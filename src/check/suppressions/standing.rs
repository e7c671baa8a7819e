//! The suppressions of one document while its findings are weighed: which of
//! them covers a finding, and which of them ever did.
//!
//! It owns its data and needs no document any more, so that what is found when
//! all files are known can still be weighed.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::RuleId;
use crate::document::Document;
use crate::document::suppress::{self, Covered, Suppression};
use crate::rule::Group;
use crate::text::Span;

use super::super::comment_removal;

/// The suppressions of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suppressions {
    /// By their start.
    list: Vec<Suppression>,
    /// The bytes that go with each.
    removals: Vec<Span>,
    by_name: HashMap<String, Named>,
    used: BTreeSet<Position>,
}

/// A name in a suppression: the numbers of both.
pub(super) type Position = (usize, usize);

/// All suppressions that name one rule or group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Named {
    /// All of them, by the start of their comments.
    all: Vec<Position>,
    /// The first that covers the file.
    file: Option<Position>,
    /// Those that cover a part of it, by where that begins.
    parts: Vec<Part>,
    /// Findings of that name, which may contain what a suppression covers.
    findings: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    covered: Span,
    at: Position,
    /// The nearest part before it that ends after it.
    around: Option<usize>,
}

impl Suppressions {
    /// Those of a document.
    pub fn of(document: &Document<'_>) -> Self {
        let list = suppress::find(document);
        let text = &document.source().text;
        let removals = list.iter().map(|suppression| comment_removal(text, suppression));
        let mut suppressions = Self {
            removals: removals.collect(),
            list,
            by_name: HashMap::new(),
            used: BTreeSet::new(),
        };
        suppressions.index();
        suppressions
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, by their start.
    pub fn list(&self) -> &[Suppression] {
        &self.list
    }

    /// The bytes that go with the suppression of that number.
    pub(super) fn removal(&self, number: usize) -> Span {
        self.removals.get(number).copied().unwrap_or_default()
    }

    /// Whether a finding at `span` of that rule, which is of that group, is not
    /// to be reported. Of the suppressions that cover it, the nearest has then
    /// been of use.
    pub fn suppress(&mut self, rule: &RuleId, group: Group, span: Span) -> bool {
        if self.list.is_empty() {
            return false;
        }
        let names = [rule.as_str(), group.name()];
        for name in names {
            if let Some(named) = self.by_name.get_mut(name) {
                named.findings.push(span);
            }
        }
        let named = || names.iter().filter_map(|name| self.by_name.get(*name));
        let nearest = named()
            .filter_map(|named| named.around(span))
            .max_by_key(|part| part.covered.start);
        let file = || named().filter_map(|named| named.file).next();
        match nearest.map(|part| part.at).or_else(file) {
            Some(position) => {
                self.used.insert(position);
                true
            }
            None => false,
        }
    }

    /// The names that were of no use. Not among them are those in a comment that
    /// a finding of theirs contains, since that may have hidden others.
    pub(super) fn unused(&self) -> BTreeSet<Position> {
        let mut unused = BTreeSet::new();
        for named in self.by_name.values() {
            let mut findings = named.findings.clone();
            findings.sort();
            let mut findings = findings.into_iter().peekable();
            let mut end = 0;
            for position in &named.all {
                let comment = self
                    .list
                    .get(position.0)
                    .map_or(Span::default(), |suppression| suppression.comment);
                while let Some(finding) = findings.next_if(|finding| finding.start <= comment.start) {
                    end = end.max(finding.end);
                }
                if comment.end > end && !self.used.contains(position) {
                    unused.insert(*position);
                }
            }
        }
        unused
    }

    fn index(&mut self) {
        for (number, suppression) in self.list.iter().enumerate() {
            for (index, name) in suppression.names.iter().enumerate() {
                let named = self.by_name.entry(name.text.clone()).or_default();
                let at = (number, index);
                named.all.push(at);
                match suppression.covered {
                    Covered::File => named.file = named.file.or(Some(at)),
                    Covered::Range(covered) => named.parts.push(Part {
                        covered,
                        at,
                        around: None,
                    }),
                    Covered::Nothing => {}
                }
            }
        }
        self.by_name.values_mut().for_each(Named::link);
    }
}

impl Named {
    /// Sorts the parts, and says of each what lies around its end.
    fn link(&mut self) {
        self.parts
            .sort_by_key(|part| (part.covered.start, std::cmp::Reverse(part.covered.end), part.at));
        // Numbers of parts, each of which ends before the one above it in the list.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (number, part) in self.parts.iter_mut().enumerate() {
            while open.last().is_some_and(|(_, end)| *end <= part.covered.end) {
                open.pop();
            }
            part.around = open.last().map(|(number, _)| *number);
            open.push((number, part.covered.end));
        }
    }

    /// The nearest part that covers the beginning of a finding.
    fn around(&self, finding: Span) -> Option<&Part> {
        // At the very start stands what is said of the file as a whole.
        if finding == Span::empty(0) {
            return None;
        }
        let begun = self.parts.partition_point(|part| part.covered.start <= finding.start);
        let mut part = self.parts.get(begun.checked_sub(1)?)?;
        while part.covered.end <= finding.start {
            part = self.parts.get(part.around?)?;
        }
        Some(part)
    }
}

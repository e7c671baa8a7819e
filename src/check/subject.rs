//! What a check looks at: one document, and what several rules ask of it alike.
//!
//! It runs once what would otherwise run once per rule: the schema, the
//! selectors, the search for what patterns could match.

use std::cell::OnceCell;

use ego_tree::NodeId;

use super::prepared::Prepared;
use crate::diagnostic::RuleId;
use crate::document::Document;
use crate::schema::{Failure, Schema};

/// One document under examination.
#[derive(Debug)]
pub struct Subject<'a, 's> {
    /// The document.
    pub document: &'a Document<'s>,
    schema: Option<&'a Schema>,
    prepared: &'a Prepared,
    failures: OnceCell<Vec<Failure>>,
    matches: OnceCell<Vec<(RuleId, NodeId)>>,
    may_match_as_written: OnceCell<bool>,
}

impl<'a, 's> Subject<'a, 's> {
    /// A document with the schema that applies to it and what all rules that are
    /// on ask of it.
    pub fn new(document: &'a Document<'s>, schema: Option<&'a Schema>, prepared: &'a Prepared) -> Self {
        Self {
            document,
            schema,
            prepared,
            failures: OnceCell::new(),
            matches: OnceCell::new(),
            may_match_as_written: OnceCell::new(),
        }
    }

    /// Where the front matter fails its schema.
    pub fn failures(&self) -> &[Failure] {
        self.failures.get_or_init(|| {
            let front_matter = self.document.front_matter();
            match (self.schema, &front_matter.node) {
                (Some(schema), Some(node)) => schema.failures(node, self.document.engine(), front_matter.opening),
                _ => Vec::new(),
            }
        })
    }

    /// Whether a pattern may match what is written in the prose. No means no, for
    /// all of them; yes means perhaps, for one.
    pub fn may_match_as_written(&self) -> bool {
        *self.may_match_as_written.get_or_init(|| {
            let written = self.prepared.written.as_ref();
            written.is_none_or(|written| written.occur_in(&self.document.source().text))
        })
    }

    /// The elements that a rule's selectors match, in document order; none in
    /// a document that was cut.
    pub fn matches(&self, rule: &RuleId) -> impl Iterator<Item = NodeId> {
        let matches = self.matches.get_or_init(|| match self.document.cut() {
            None => self.prepared.selectors.matches(self.document),
            Some(_) => Vec::new(),
        });
        matches
            .iter()
            .filter(move |(matched, _)| matched == rule)
            .map(|(_, node)| *node)
    }
}

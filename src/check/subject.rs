//! What a check looks at: one document, and what several rules ask of it alike.
//!
//! It runs once what would otherwise run once per rule: the schema and the
//! selectors.

use std::cell::OnceCell;

use ego_tree::NodeId;

use super::select::SelectorIndex;
use crate::diagnostic::RuleId;
use crate::document::Document;
use crate::schema::{Failure, Schema};

/// One document under examination.
#[derive(Debug)]
pub struct Subject<'a, 's> {
    /// The document.
    pub document: &'a Document<'s>,
    schema: Option<&'a Schema>,
    selectors: &'a SelectorIndex,
    failures: OnceCell<Vec<Failure>>,
    matches: OnceCell<Vec<(RuleId, NodeId)>>,
}

impl<'a, 's> Subject<'a, 's> {
    /// A document with the schema that applies to it and the selectors of all
    /// rules that are on.
    pub fn new(document: &'a Document<'s>, schema: Option<&'a Schema>, selectors: &'a SelectorIndex) -> Self {
        Self {
            document,
            schema,
            selectors,
            failures: OnceCell::new(),
            matches: OnceCell::new(),
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

    /// The elements that a rule's selectors match, in document order; none in
    /// a document that was cut.
    pub fn matches(&self, rule: &RuleId) -> impl Iterator<Item = NodeId> {
        let matches = self.matches.get_or_init(|| match self.document.cut() {
            None => self.selectors.matches(self.document),
            Some(_) => Vec::new(),
        });
        matches
            .iter()
            .filter(move |(matched, _)| matched == rule)
            .map(|(_, node)| *node)
    }
}

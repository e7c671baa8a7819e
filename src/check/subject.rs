//! What a check looks at: one document, and what several rules ask of it alike.
//!
//! It runs once what would otherwise run once per rule: the schema, the
//! selectors, the search for what patterns could match.

use std::cell::OnceCell;
use std::sync::Arc;

use ego_tree::NodeId;

use super::links::math;
use super::listed::ListAtHand;
use super::prepared::Prepared;
use super::variants;
use crate::diagnostic::RuleId;
use crate::document::Document;
use crate::document::links::Link;
use crate::document::node::{Node, Value};
use crate::fact::Fragments;
use crate::inventory::Location;
use crate::messages::Message;
use crate::schema::{Failure, Keyword, Schema};
use crate::site::url::{self, Local};
use crate::site::{Generator, Kind, Place, fragments};
use crate::text::{FilePath, Span};

/// A link within the site.
#[derive(Debug)]
pub struct Led {
    /// The link as it was written.
    pub link: Link,
    /// What its destination says.
    pub local: Local,
    /// Where it leads, if that is known and not the page itself.
    pub target: Option<Location>,
}

/// One document under examination.
#[derive(Debug)]
pub struct Subject<'a, 's> {
    /// The document.
    pub document: &'a Document<'s>,
    /// Where it stands in its site, if that is known.
    pub place: Option<&'a Place>,
    /// What makes pages of it.
    pub generator: Generator,
    schema: Option<&'a Schema>,
    misnamed: Option<Failure>,
    lists: Vec<ListAtHand>,
    prepared: &'a Prepared,
    links: OnceCell<Vec<Led>>,
    file: OnceCell<Arc<FilePath>>,
    shown_edition: OnceCell<Option<u64>>,
    fragments: OnceCell<Option<Fragments>>,
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
            place: None,
            generator: Generator::Plain,
            schema,
            misnamed: None,
            lists: Vec::new(),
            prepared,
            links: OnceCell::new(),
            file: OnceCell::new(),
            shown_edition: OnceCell::new(),
            fragments: OnceCell::new(),
            failures: OnceCell::new(),
            matches: OnceCell::new(),
            may_match_as_written: OnceCell::new(),
        }
    }

    /// The same, standing at a place of a site.
    #[must_use]
    pub fn at(self, place: Option<&'a Place>) -> Self {
        Self { place, ..self }
    }

    /// The same, read by a generator.
    #[must_use]
    pub fn read_by(self, generator: Generator) -> Self {
        Self { generator, ..self }
    }

    /// The same, with what is wrong with the name of a schema in it.
    #[must_use]
    pub fn misnaming(self, misnamed: Option<Failure>) -> Self {
        Self { misnamed, ..self }
    }

    /// The same, with the lists of names that hold for it.
    #[must_use]
    pub fn with_lists(self, lists: Vec<ListAtHand>) -> Self {
        Self { lists, ..self }
    }

    /// The lists of names that hold for it.
    pub fn lists(&self) -> &[ListAtHand] {
        &self.lists
    }

    /// Where the body leads within its site; nowhere where nobody knows what its
    /// reader makes of links.
    pub fn links(&self) -> &[Led] {
        self.links.get_or_init(|| {
            let Some(place) = self.place.filter(|place| place.has_known_reader(self.document)) else {
                return Vec::new();
            };
            let mut links = self.document.links(|destination| !url::is_elsewhere(destination));
            if place.site.kind == Kind::Plain && !links.is_empty() {
                let formulas = math::formulas(self.document);
                links.retain(|link| !math::is_within(&formulas, link.span));
            }
            let read = |link: Link| {
                let local = url::local(&link.destination)?;
                let target = match local.path.is_empty() {
                    true => None,
                    false => place.target(self.document, &local),
                };
                Some(Led { link, local, target })
            };
            links.into_iter().filter_map(read).collect()
        })
    }

    /// The document's file, as facts name it.
    pub fn file(&self) -> &Arc<FilePath> {
        self.file.get_or_init(|| Arc::new(self.document.source().path.clone()))
    }

    /// A digest of the site and the edition in which the document is shown; nothing
    /// where it is not, as far as its place tells.
    pub(super) fn shown_edition(&self) -> Option<u64> {
        let digest = || variants::shown_edition(self.document, self.place?);
        *self.shown_edition.get_or_init(digest)
    }

    /// The fragments of the page, if they are known.
    pub fn fragments(&self) -> Option<&Fragments> {
        let fragments = || {
            let place = self.place.filter(|place| place.has_known_reader(self.document))?;
            fragments::fragments(self.document, place.site.frame(self.document))
        };
        self.fragments.get_or_init(fragments).as_ref()
    }

    /// Where the front matter fails its schema, or names one that cannot be used.
    pub fn failures(&self) -> &[Failure] {
        self.failures.get_or_init(|| {
            let front_matter = self.document.front_matter();
            let mut failures = match (self.schema, &front_matter.node) {
                (Some(schema), Some(node)) => schema.failures(node, self.document.engine(), front_matter.opening),
                (Some(schema), None) if front_matter.format.is_none() => self.missing_block(schema),
                (Some(schema), None) => self.failures_of_sound_entries(schema),
                _ => Vec::new(),
            };
            // That key is for us and for editors, whatever the schema says of keys.
            failures.retain(|failure| failure.pointer != "/$schema");
            if self.document.is_data() {
                let text = &self.document.source().text;
                failures
                    .iter_mut()
                    .for_each(|failure| point_at_first_line(failure, text));
            }
            failures.extend(self.misnamed.clone());
            failures
        })
    }

    /// What is wrong with the entries that can be read, where some cannot. Those are
    /// not missing, and may be the ones that another key was meant to be.
    fn failures_of_sound_entries(&self, schema: &Schema) -> Vec<Failure> {
        let front_matter = self.document.front_matter();
        let Some(node) = &front_matter.sound else {
            return Vec::new();
        };
        let mut failures = schema.failures(node, self.document.engine(), front_matter.opening);
        failures.retain(|failure| !matches!(failure.keyword, Keyword::Required | Keyword::Other));
        for failure in &mut failures {
            if matches!(failure.keyword, Keyword::AdditionalProperties | Keyword::Misspelt) {
                failure.fix = None;
            }
        }
        failures
    }

    /// The keys that the schema names, in its order.
    pub fn keys_of_schema(&self) -> impl Iterator<Item = &str> {
        self.schema.into_iter().flat_map(Schema::keys)
    }

    /// What a file lacks that has no front matter at all: of the keys that are
    /// missing it is told in one sentence, at its start.
    fn missing_block(&self, schema: &Schema) -> Vec<Failure> {
        let start = Span::empty(self.document.body().start);
        let nothing = Node {
            span: start,
            value: Value::Mapping(Vec::new()),
        };
        let mut failures = schema.failures(&nothing, self.document.engine(), start);
        failures.retain(|failure| failure.keyword == Keyword::Required && failure.pointer.is_empty());
        for failure in &mut failures {
            if let Message::Key("schema-missing-key" | "schema-missing-keys", keys) = &failure.message {
                failure.message = Message::Key("front-matter-missing", keys.clone());
            }
            let help = failure.help.as_ref();
            if let Some(Message::Key(
                "schema-missing-key-help" | "schema-missing-keys-help" | "schema-missing-key-described-help",
                key,
            )) = help
            {
                failure.help = Some(Message::Key("front-matter-missing-help", key.clone()));
            }
        }
        failures
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

/// Lets what is said of a file as a whole point at its first line: nobody wants to
/// see all of it.
fn point_at_first_line(failure: &mut Failure, text: &str) {
    if !failure.pointer.is_empty() {
        return;
    }
    let labels = failure.labels.iter_mut().map(|(span, _)| span);
    for span in labels.chain([&mut failure.span]) {
        let line = span.of(text).lines().next().unwrap_or_default();
        span.end = span.start + line.trim_end().len();
    }
}

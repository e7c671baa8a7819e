//! The tag that is being read.

use std::ops::ControlFlow;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind};
use html5ever::{Attribute, QualName, ns};

use super::input::{Input, References, Step, lossy};
use super::ledger::RawAttribute;
use super::names::Names;
use crate::text::Span;

/// More attributes on one tag are never meant, and cost quadratic time.
const MAX_ATTRIBUTES: usize = 1_000;

/// A tag whose `>` has not come.
pub(super) struct OpenTag {
    pub(super) kind: TagKind,
    pub(super) name: Vec<u8>,
    pub(super) is_self_closing: bool,
    pub(super) places: Vec<RawAttribute>,
    attributes: Vec<Attribute>,
    has_duplicates: bool,
    attribute: Option<OpenAttribute>,
    /// Kept apart for its buffer.
    attribute_name: Vec<u8>,
    names: Names,
}

/// An attribute that may go on.
struct OpenAttribute {
    name: Span,
    value: Option<Span>,
    /// The value, once it is no longer the input's own bytes.
    decoded: Option<Vec<u8>>,
}

impl OpenTag {
    pub(super) fn new() -> Self {
        Self {
            kind: TagKind::EndTag,
            name: Vec::new(),
            is_self_closing: false,
            places: Vec::new(),
            attributes: Vec::new(),
            has_duplicates: false,
            attribute: None,
            attribute_name: Vec::new(),
            names: Names::new(),
        }
    }

    pub(super) fn begin(&mut self, kind: TagKind) {
        self.kind = kind;
        self.name.clear();
        self.is_self_closing = false;
        self.has_duplicates = false;
        self.attributes.clear();
        self.places.clear();
        self.attribute = None;
    }

    /// The tag as a token. End tags have no attributes, whatever they say.
    pub(super) fn take(&mut self) -> Tag {
        Tag {
            kind: self.kind,
            name: self.names.get(&self.name),
            self_closing: self.is_self_closing && self.kind == TagKind::StartTag,
            attrs: std::mem::take(&mut self.attributes),
            had_duplicate_attributes: self.has_duplicates,
        }
    }

    /// An attribute begins, of whose name one byte was read.
    pub(super) fn begin_attribute(&mut self, position: usize) {
        self.attribute_name.clear();
        self.attribute = Some(OpenAttribute {
            name: Span::new(position.saturating_sub(1), position),
            value: None,
            decoded: None,
        });
    }

    pub(super) fn push_name(&mut self, given: &[u8], position: usize) {
        self.attribute_name.extend(given);
        if let Some(attribute) = &mut self.attribute
            && !given.is_empty()
        {
            attribute.name.end = position;
        }
    }

    pub(super) fn begin_value(&mut self, position: usize) {
        if let Some(attribute) = &mut self.attribute {
            attribute.value = Some(Span::empty(position));
        }
    }

    pub(super) fn push_value(&mut self, given: &[u8], position: usize, input: &Input<'_>) {
        let Some(attribute) = &mut self.attribute else {
            return;
        };
        let Some(span) = attribute.value.filter(|_| !given.is_empty()) else {
            return;
        };
        let end = match input.step(span.end, given, position, References::Decoded) {
            Step::Verbatim(end) => end,
            Step::Decoded(end) => {
                attribute
                    .decoded
                    .get_or_insert_with(|| span.of(input.html).as_bytes().to_vec());
                end
            }
        };
        if let Some(decoded) = &mut attribute.decoded {
            decoded.extend(given);
        }
        attribute.value = Some(Span::new(span.start, end));
    }

    /// Ends the present attribute, if there is one. A second one of the same
    /// name has no effect. Breaks, with its place, if there are too many.
    pub(super) fn finish_attribute(&mut self, input: &Input<'_>) -> ControlFlow<Span> {
        let Some(attribute) = self.attribute.take().filter(|_| self.kind == TagKind::StartTag) else {
            return ControlFlow::Continue(());
        };
        let name = self.names.get(&self.attribute_name);
        if self.attributes.iter().any(|other| other.name.local == name) {
            self.has_duplicates = true;
            return ControlFlow::Continue(());
        }
        if self.attributes.len() == MAX_ATTRIBUTES {
            return ControlFlow::Break(attribute.name);
        }
        let is_verbatim = attribute.decoded.is_none();
        let value = match (attribute.decoded, attribute.value) {
            (Some(bytes), _) => lossy(&bytes),
            (None, Some(span)) => input.slice(span),
            (None, None) => StrTendril::new(),
        };
        self.places.push(RawAttribute {
            name: name.clone(),
            name_span: attribute.name,
            value: attribute.value,
            is_verbatim,
            end: attribute
                .value
                .map_or(attribute.name.end, |value| input.after_quote(value)),
        });
        self.attributes.push(Attribute {
            name: QualName::new(None, ns!(), name),
            value,
        });
        ControlFlow::Continue(())
    }
}

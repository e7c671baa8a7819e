//! What is known of the nodes while the tree is built. Offsets are bytes of the
//! rendering; [`super::Mapping`] turns them into spans of the source.

use std::ops::{ControlFlow, Range};

use ego_tree::NodeId;
use html5ever::{LocalName, local_name, ns};
use scraper::Html;

use super::contained::{Disturbances, Plainness, Standing};
use super::copies::{Originals, is_formatting, name_of};
use super::kind::Kind;
use super::open::{Change, Events, OpenElements};
use super::texts::Texts;
use super::{Cut, CutReason};
use crate::text::Span;

/// Elements may be nested so deep; the tree builder is slow beyond.
const MAX_DEPTH: usize = 512;
const MAX_ELEMENTS: usize = 200_000;
/// Attributes of all elements, copies included.
const MAX_ALL_ATTRIBUTES: usize = 500_000;
/// Stretches of text, of which each character reference and each CRLF is one.
const MAX_TEXTS: usize = 1_000_000;
/// How often the tree builder may look at an open element, or compare
/// attributes, before the document counts as one that was made to be slow. A
/// page of a million tags with thirty elements open stays below.
const MAX_WORK: usize = 40_000_000;
/// Comparing one pair of attributes costs about as much as so many looks.
const ATTRIBUTE_WORK: usize = 32;

/// A token and where it stands in the rendering.
pub(super) enum TokenPlace {
    StartTag(LocalName, Span),
    EndTag(LocalName, Span),
    Text(Span),
    Comment(Span),
    Doctype(Span),
    Eof(usize),
}

impl TokenPlace {
    fn start(&self) -> usize {
        self.span().start
    }

    fn span(&self) -> Span {
        match self {
            TokenPlace::StartTag(_, span)
            | TokenPlace::EndTag(_, span)
            | TokenPlace::Text(span)
            | TokenPlace::Comment(span)
            | TokenPlace::Doctype(span) => *span,
            TokenPlace::Eof(offset) => Span::empty(*offset),
        }
    }
}

/// An attribute as the tokenizer saw it.
#[derive(Debug)]
pub(super) struct RawAttribute {
    pub(super) name: LocalName,
    pub(super) name_span: Span,
    pub(super) value: Option<Span>,
    pub(super) is_verbatim: bool,
    pub(super) end: usize,
}

/// How an element ends, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawEnd {
    Tag(Span),
    Void,
    Implied(usize),
}

#[derive(Debug)]
pub(super) struct RawPlace {
    pub(super) start_tag: Span,
    /// None as long as the element is open.
    pub(super) end: Option<RawEnd>,
    /// Whether its start tag closed other elements.
    pub(super) displaces: bool,
    /// How the tree builder stood before the start tag, where that tag did
    /// nothing but open the element.
    standing: Option<Standing>,
    /// Whether it stood the same after the end tag.
    pub(super) is_self_contained: bool,
    pub(super) attributes: Range<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) elements: Vec<(NodeId, usize)>,
    pub(super) places: Vec<RawPlace>,
    pub(super) attributes: Vec<RawAttribute>,
    pub(super) comments: Vec<(NodeId, Span)>,
    /// With sources in the rendering.
    pub(super) texts: Texts,
    pub(super) cut: Option<Cut>,
    pub(super) open: OpenElements,
    originals: Originals,
    disturbances: Disturbances,
    closed: Vec<NodeId>,
    /// Where the attributes of the present start tag start in `attributes`.
    tag_attributes: usize,
    element_count: usize,
    attribute_count: usize,
    text_count: usize,
    work: usize,
    /// How far the rendering was read before the tree was cut.
    pub(super) read: usize,
    plainness: Plainness,
}

impl Ledger {
    /// A ledger for about so many tags.
    pub(super) fn new(kind: Kind, tags: usize) -> Self {
        Self {
            plainness: match kind {
                Kind::Document => Plainness::Lost,
                Kind::Fragment => Plainness::Kept,
            },
            elements: Vec::with_capacity(tags / 2 + 1),
            places: Vec::with_capacity(tags / 2 + 1),
            texts: Texts::with_capacity(tags + 1),
            ..Self::default()
        }
    }

    /// A start tag is about to be processed.
    pub(super) fn begin_start_tag(&mut self, name: &LocalName, attributes: &mut Vec<RawAttribute>) {
        if is_formatting(name) {
            // The tree builder compares it with each open one of its name.
            self.work += self.originals.count(name) * (attributes.len() + 1) * ATTRIBUTE_WORK;
        }
        self.tag_attributes = self.attributes.len();
        self.attributes.append(attributes);
    }

    pub(super) fn count_element(&mut self, attributes: usize) {
        self.element_count += 1;
        self.attribute_count += attributes;
    }

    /// The element to which the tree builder would append text and do nothing
    /// else, if that is sure.
    pub(super) fn plain_parent(&self, html: &Html) -> Option<NodeId> {
        if self.plainness == Plainness::Lost || self.cut.is_some() {
            return None;
        }
        let current = self.open.iter().next_back()?;
        // What is not open any more would be made anew round the text.
        let is_open = |last: NodeId| self.open.iter().rev().any(|open| open == last);
        let has_copies = self.originals.last().is_some_and(|last| !is_open(last));
        // The line end after `<pre>` is dropped.
        let is_pre = name_of(html, current).is_some_and(|name| name.local == local_name!("pre"));
        (!has_copies && !is_pre).then_some(current)
    }

    /// Notes a text that was appended without the tree builder. Breaks when the
    /// tree must end here.
    pub(super) fn count_text(&mut self, span: Span) -> ControlFlow<()> {
        self.read = span.end;
        self.check_limits(&TokenPlace::Text(span))
    }

    /// Takes in what the tree builder did with one token. Breaks when the tree
    /// must end here.
    pub(super) fn settle(
        &mut self,
        token: &TokenPlace,
        events: &Events,
        current: Option<NodeId>,
        html: &Html,
        traced: impl FnOnce() -> Vec<NodeId>,
    ) -> ControlFlow<()> {
        self.read = token.span().end;
        let mut closed = std::mem::take(&mut self.closed);
        closed.clear();
        let standing = self.disturbances.standing(self.open.len());
        let change = self.open.update(events, current, traced, &mut closed);
        self.count_disturbances(token, events, change);
        if !closed.is_empty() && !matches!(token, TokenPlace::Eof(_)) {
            self.close(token, &closed, html);
        }
        self.closed = closed;
        if let Some(first) = events.created.first() {
            let did_only_open = change == Change::AtTheEnd && self.closed.is_empty() && events.created.len() == 1;
            self.enter(token, events, *first, html, did_only_open.then_some(standing));
        }
        if let TokenPlace::EndTag(name, span) = token {
            self.end_tag(name, *span, html);
        }
        self.check_limits(token)
    }

    /// Notes what the token did beyond opening and closing plain elements.
    fn count_disturbances(&mut self, token: &TokenPlace, events: &Events, change: Change) {
        match token {
            TokenPlace::StartTag(name, _) | TokenPlace::EndTag(name, _) => {
                self.disturbances.note_tag(name);
                self.plainness.note_tag(name);
            }
            TokenPlace::Text(_) | TokenPlace::Comment(_) | TokenPlace::Eof(_) => {}
            TokenPlace::Doctype(_) => self.plainness = Plainness::Lost,
        }
        let asked_for = usize::from(matches!(token, TokenPlace::StartTag(..)));
        if change == Change::Elsewhere || events.created.len() > asked_for {
            self.disturbances.note();
            self.plainness = Plainness::Lost;
        }
    }

    /// Gives places to the elements that a token created.
    fn enter(&mut self, token: &TokenPlace, events: &Events, first: NodeId, html: &Html, standing: Option<Standing>) {
        let own = match token {
            TokenPlace::StartTag(name, _) => {
                let is_own = |id: &&NodeId| name_of(html, **id).is_some_and(|made| makes(name, &made.local));
                events.created.iter().rev().find(is_own).copied()
            }
            _ => None,
        };
        for id in &events.created {
            if Some(*id) == own {
                self.enter_own(token, *id, html, standing);
            } else if let Some(place) = self.originals.place_of(*id, first, html) {
                self.elements.push((*id, place));
            }
        }
    }

    fn enter_own(&mut self, token: &TokenPlace, id: NodeId, html: &Html, standing: Option<Standing>) {
        let TokenPlace::StartTag(name, span) = token else {
            return;
        };
        let place = self.places.len();
        let is_open = self.open.iter().next_back() == Some(id);
        self.places.push(RawPlace {
            start_tag: *span,
            end: (!is_open).then_some(RawEnd::Void),
            displaces: !self.closed.is_empty(),
            standing,
            is_self_contained: false,
            attributes: self.tag_attributes..self.attributes.len(),
        });
        self.elements.push((id, place));
        if is_formatting(name) && name_of(html, id).is_some_and(|made| made.ns == ns!(html)) {
            self.originals.open(id, name.clone(), place);
        }
    }

    /// Says where elements ended. Of those that an end tag closed, the
    /// outermost of its name ends with it.
    fn close(&mut self, token: &TokenPlace, closed: &[NodeId], html: &Html) {
        let matching = match token {
            TokenPlace::EndTag(name, _) => {
                let is_closed = |id: &&NodeId| name_of(html, **id).is_some_and(|open| closes(name, &open.local));
                closed.iter().rev().find(is_closed)
            }
            _ => None,
        };
        for id in closed {
            let end = if Some(id) == matching {
                RawEnd::Tag(token.span())
            } else {
                RawEnd::Implied(token.start())
            };
            self.set_end(*id, end);
        }
    }

    /// The first end tag counts, else the first other end: what is left of a
    /// misnested element after its end tag says nothing of the source.
    fn set_end(&mut self, id: NodeId, end: RawEnd) {
        // Most elements end soon after they begin.
        let recent = self.elements.iter().rev().take(4).find(|entry| entry.0 == id);
        let entry = recent.or_else(|| {
            let index = self.elements.binary_search_by_key(&id, |entry| entry.0).ok()?;
            self.elements.get(index)
        });
        let place = entry.and_then(|entry| self.places.get_mut(entry.1));
        if let Some(place) = place
            && (place.end.is_none() || matches!((place.end, end), (Some(RawEnd::Implied(_)), RawEnd::Tag(_))))
        {
            place.end = Some(end);
            let standing = self.disturbances.standing(self.open.len());
            place.is_self_contained = matches!(end, RawEnd::Tag(_)) && place.standing == Some(standing);
        }
    }

    fn end_tag(&mut self, name: &LocalName, span: Span, html: &Html) {
        if is_formatting(name) {
            self.originals.close(name);
        } else if *name == local_name!("body") || *name == local_name!("html") {
            // These stay open, since more content may follow.
            let open = self
                .open
                .iter()
                .take(2)
                .find(|id| name_of(html, *id).is_some_and(|open| open.local == *name));
            if let Some(id) = open {
                self.set_end(id, RawEnd::Tag(span));
            }
        }
    }

    fn check_limits(&mut self, token: &TokenPlace) -> ControlFlow<()> {
        match token {
            TokenPlace::StartTag(..) | TokenPlace::EndTag(..) => self.work += self.open.len(),
            TokenPlace::Text(_) => self.text_count += 1,
            TokenPlace::Comment(_) | TokenPlace::Doctype(_) | TokenPlace::Eof(_) => {}
        }
        let reason = if self.open.len() > MAX_DEPTH || self.work > MAX_WORK {
            CutReason::Depth
        } else if self.element_count > MAX_ELEMENTS || self.text_count > MAX_TEXTS {
            CutReason::Elements
        } else if self.attribute_count > MAX_ALL_ATTRIBUTES {
            CutReason::Attributes
        } else {
            return ControlFlow::Continue(());
        };
        self.cut(reason, token.span());
        ControlFlow::Break(())
    }

    /// Notes that the tree ends early.
    pub(super) fn cut(&mut self, reason: CutReason, span: Span) {
        self.cut.get_or_insert(Cut { reason, span });
    }
}

/// Whether a start tag of one name makes an element of the other.
fn makes(tag: &LocalName, element: &LocalName) -> bool {
    tag == element || tag.eq_ignore_ascii_case(element) || (&**tag == "image" && &**element == "img")
}

/// Whether an end tag of one name closes an element of the other, as those of
/// headings do one another.
fn closes(tag: &LocalName, element: &LocalName) -> bool {
    let is_heading = |name: &LocalName| matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
    tag == element || tag.eq_ignore_ascii_case(element) || (is_heading(tag) && is_heading(element))
}

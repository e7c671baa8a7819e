//! From offsets of the rendering to spans of the source.

use std::sync::Arc;

use super::ledger::{RawAttribute, RawEnd, RawPlace};
use super::{AttributePlace, End, Origin, Place, Trace};
use crate::document::source_map::{Mapped, PieceKind, SourceMap};
use crate::text::Span;

/// What made an element.
enum RawOrigin {
    Markup,
    /// The construct at this span of the source.
    Markdown(Span),
}

/// A source map, asked for what stands in a tree.
#[derive(Debug)]
pub(super) struct Mapping {
    map: Arc<SourceMap>,
    /// Where in the rendering elements end that were not closed.
    end: usize,
}

impl Mapping {
    pub(super) fn new(map: Arc<SourceMap>, end: usize) -> Self {
        Self { map, end }
    }

    pub(super) fn source_of(&self, range: Span) -> Mapped {
        self.map.source_of(range)
    }

    pub(super) fn kind_at(&self, offset: usize) -> Option<PieceKind> {
        self.map.piece_at(offset).map(|piece| piece.kind)
    }

    /// Where in the source the last thing ends that stands before `offset` and
    /// came from there: end tags and line ends that were added do not count.
    fn end_before(&self, offset: usize) -> usize {
        let pieces = self.map.pieces();
        let before = pieces.partition_point(|piece| piece.start < offset);
        let pieces = pieces.get(..before).unwrap_or(&[]);
        let mut end = offset;
        for piece in pieces.iter().rev() {
            match piece.kind {
                PieceKind::Verbatim => return piece.source.start + (end - piece.start),
                PieceKind::Decoded | PieceKind::Element => return piece.source.end,
                PieceKind::Generated => end = piece.start,
            }
        }
        0
    }

    /// The place of an element; none if its start tag is neither in the source
    /// nor that of a Markdown construct.
    pub(super) fn place(&self, raw: &RawPlace) -> Option<Place> {
        match self.origin(raw)? {
            RawOrigin::Markdown(construct) => Some(Place {
                span: construct,
                start_tag: construct,
                end: End::Implied,
                origin: Origin::Markdown,
                trace: Trace::Unclear,
            }),
            RawOrigin::Markup => Some(self.markup_place(raw)),
        }
    }

    fn origin(&self, raw: &RawPlace) -> Option<RawOrigin> {
        let piece = self.map.piece_at(raw.start_tag.start)?;
        match piece.kind {
            PieceKind::Element if piece.start == raw.start_tag.start => Some(RawOrigin::Markdown(piece.source)),
            PieceKind::Verbatim => Some(RawOrigin::Markup),
            PieceKind::Decoded | PieceKind::Element | PieceKind::Generated => None,
        }
    }

    fn markup_place(&self, raw: &RawPlace) -> Place {
        let start_tag = self.source_of(raw.start_tag).span;
        let (end, end_offset) = self.end(raw, start_tag);
        Place {
            span: Span::new(start_tag.start, end_offset.max(start_tag.end)),
            start_tag,
            end,
            origin: Origin::Markup,
            trace: match raw.end {
                _ if raw.displaces => Trace::Displaces,
                Some(RawEnd::Tag(tag)) if raw.is_self_contained => Trace::None(Span::new(raw.start_tag.start, tag.end)),
                _ => Trace::Unclear,
            },
        }
    }

    /// How an element ends, and the offset after it.
    fn end(&self, raw: &RawPlace, start_tag: Span) -> (End, usize) {
        match raw.end {
            Some(RawEnd::Void) => (End::Void, start_tag.end),
            Some(RawEnd::Implied(offset)) => (End::Implied, self.end_before(offset)),
            None => (End::Eof, self.end_before(self.end)),
            // An end tag that the rendering added is none in the source.
            Some(RawEnd::Tag(tag)) if self.kind_at(tag.start) == Some(PieceKind::Verbatim) => {
                let tag = self.source_of(tag).span;
                (End::Tag(tag), tag.end)
            }
            Some(RawEnd::Tag(tag)) => (End::Implied, self.end_before(tag.start)),
        }
    }

    /// The place of an attribute of an element that has one.
    pub(super) fn attribute(&self, element: &RawPlace, raw: &RawAttribute) -> Option<AttributePlace> {
        self.origin(element).map(|origin| match origin {
            RawOrigin::Markdown(construct) => self.markdown_attribute(raw, construct),
            RawOrigin::Markup => self.markup_attribute(raw),
        })
    }

    fn markup_attribute(&self, raw: &RawAttribute) -> AttributePlace {
        let value = raw.value.map(|value| self.source_of(value));
        AttributePlace {
            name: raw.name.clone(),
            name_span: self.source_of(raw.name_span).span,
            value: value.map(|mapped| mapped.span),
            is_verbatim: raw.is_verbatim && value.is_none_or(|mapped| mapped.is_verbatim),
            span: self.source_of(Span::new(raw.name_span.start, raw.end)).span,
        }
    }

    fn markdown_attribute(&self, raw: &RawAttribute, construct: Span) -> AttributePlace {
        let value = raw.value.filter(|value| self.is_from_source(*value));
        let value = value.map(|value| self.source_of(value));
        AttributePlace {
            name: raw.name.clone(),
            name_span: construct,
            value: value.map(|mapped| mapped.span),
            is_verbatim: raw.is_verbatim && value.is_some_and(|mapped| mapped.is_verbatim),
            span: construct,
        }
    }

    /// Whether the rendering took this value from the source.
    fn is_from_source(&self, value: Span) -> bool {
        let kind = self.kind_at(value.start);
        !value.is_empty() && matches!(kind, Some(PieceKind::Verbatim | PieceKind::Decoded))
    }
}

impl Mapping {
    /// A range of the rendering, divided where its source map is.
    pub(super) fn parts(&self, range: Span) -> Vec<Span> {
        let pieces = self.map.pieces();
        let first = pieces.partition_point(|piece| piece.start <= range.start);
        let inner = pieces.get(first..).unwrap_or(&[]).iter().map(|piece| piece.start);
        let mut parts = Vec::new();
        let mut start = range.start;
        for boundary in inner.take_while(|boundary| *boundary < range.end).chain([range.end]) {
            parts.push(Span::new(start, boundary));
            start = boundary;
        }
        parts
    }
}

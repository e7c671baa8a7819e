//! Comments in a body, and what follows them.
//!
//! What a comment covers is read off the places in the source, where people
//! see what follows what: elements that no tag made do not come between.

use std::cmp::Reverse;

use scraper::Node;

use super::directive::{self, Directive, Reach};
use super::{Beside, Covered, Name, Suppression, jsx};
use crate::document::Document;
use crate::document::tree::{End, Place, preserves_white_space};
use crate::text::Span;

/// Characters in the label of a reference.
const LONGEST_LABEL: usize = 1000;

/// The comments of a body that say "not here", by their start.
pub(super) fn find(document: &Document<'_>) -> Vec<Suppression> {
    let comments = comments(document);
    if comments.is_empty() {
        return Vec::new();
    }
    let mut landmarks = Landmarks::of(document);
    let covered = comments.iter().map(|comment| match comment.directive.reach {
        Reach::File | Reach::Unknown(_) => Covered::File,
        Reach::Next => landmarks.covered(comment, &document.source().text),
    });
    let covered: Vec<Covered> = covered.collect();
    let suppressions = comments.into_iter().zip(covered).map(|(comment, covered)| Suppression {
        comment: comment.span,
        unknown_keyword: comment
            .directive
            .reach
            .unknown_keyword()
            .map(|span| Name::at(&document.source().text, span)),
        names: comment.directive.names,
        reason: comment.directive.reason,
        covered,
        beside: comment.beside,
    });
    suppressions.collect()
}

struct Comment {
    span: Span,
    /// Where what follows it may begin.
    end: usize,
    beside: Beside,
    directive: Directive,
}

fn comments(document: &Document<'_>) -> Vec<Comment> {
    let text = document.source().text.as_str();
    let mut found: Vec<Comment> = Vec::new();
    let mut add = |span: Span, end: usize, beside: Beside, [opening, closing]: [&str; 2]| {
        let comment = span.of(text);
        if comment.len() < opening.len() + closing.len() || !comment.starts_with(opening) || !comment.ends_with(closing)
        {
            return;
        }
        let inside = Span::new(span.start + opening.len(), span.end - closing.len());
        if let Some(directive) = directive::read(text, inside) {
            found.push(Comment {
                span,
                end,
                beside,
                directive,
            });
        }
    };
    let tree = document.tree();
    for node in tree.html().tree.nodes() {
        if let (Node::Comment(_), Some(span)) = (node.value(), tree.comment(node.id())) {
            let counts = node.parent().is_some_and(preserves_white_space);
            let beside = if counts { Beside::Counts } else { Beside::Free };
            add(span, span.end, beside, ["<!--", "-->"]);
        }
    }
    // In MDX comments are expressions. Those that follow one another are all
    // followed by the same.
    let mut next = Span::empty(text.len());
    for &(span, _) in document.templates().iter().rev() {
        if !span.of(text).starts_with("{/*") {
            continue;
        }
        let between = text.get(span.end..next.start).unwrap_or_default();
        let end = if between.trim().is_empty() { next.end } else { span.end };
        add(span, end, Beside::CountsInLine, ["{/*", "*/}"]);
        next = Span::new(span.start, end);
    }
    found.sort_by_key(|comment| comment.span);
    let mut end = 0;
    found.retain(|comment| {
        let is_apart = comment.span.start >= end;
        end = end.max(comment.span.end);
        is_apart
    });
    // Those in a row are all followed by the same.
    let mut next: Option<(usize, usize)> = None;
    for comment in found.iter_mut().rev() {
        if let Some((start, end)) = next {
            let is_row = text
                .get(comment.end..start)
                .is_some_and(|between| between.trim().is_empty());
            comment.end = if is_row { end } else { comment.end };
        }
        next = Some((comment.span.start, comment.end));
    }
    found
}

/// Something that can be covered.
#[derive(Debug, Clone, Copy)]
struct Landmark {
    span: Span,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Element {
        /// Where its end tag begins, if it has one, else where it ends.
        content_end: usize,
    },
    Text,
}

/// Elements and stretches of text that are not blank, in the order of the
/// source, those that hold others first.
struct Landmarks {
    sorted: Vec<Landmark>,
    /// For each, where the first element at or after it begins.
    element_starts: Vec<usize>,
    /// How many have been passed.
    passed: usize,
    /// The elements in which the last one passed lies.
    open: Vec<Landmark>,
    end: usize,
    /// The definition after the last comment, by where what follows that may
    /// begin.
    definition: Option<(usize, Option<Span>)>,
}

impl Landmarks {
    fn of(document: &Document<'_>) -> Self {
        let tree = document.tree();
        let element = |place: Place| Landmark {
            span: place.span,
            kind: Kind::Element {
                content_end: match place.end {
                    End::Tag(tag) => tag.start,
                    End::Void | End::Implied | End::Eof => place.span.end,
                },
            },
        };
        let mut sorted: Vec<Landmark> = tree.places().map(element).collect();
        let jsx = jsx::elements(&document.source().text, document.templates());
        sorted.extend(jsx.into_iter().map(|(span, content_end)| Landmark {
            span,
            kind: Kind::Element { content_end },
        }));
        let mut next = 0;
        for node in tree.html().tree.root().descendants() {
            let Some(text) = node.value().as_text() else { continue };
            for piece in tree.next_text_pieces(node.id(), &mut next) {
                let is_blank = text.get(piece.text.clone()).is_none_or(|part| part.trim().is_empty());
                if !is_blank {
                    sorted.push(Landmark {
                        span: piece.source,
                        kind: Kind::Text,
                    });
                }
            }
        }
        // The line end of a block of code is text, though its element ends before.
        sorted.sort_by_key(|Landmark { span, kind }| (span.start, *kind == Kind::Text, Reverse(span.end), *kind));
        let end = document.body().end;
        let mut next_element = end;
        let starts = sorted.iter().rev().map(|landmark| {
            if landmark.kind != Kind::Text {
                next_element = landmark.span.start;
            }
            next_element
        });
        let mut element_starts: Vec<usize> = starts.collect();
        element_starts.reverse();
        Self {
            sorted,
            element_starts,
            passed: 0,
            open: Vec::new(),
            end,
            definition: None,
        }
    }

    /// What a comment covers: the next element, or the text up to it, in the
    /// element that holds the comment; else that element. A definition of a
    /// reference, of which no element is made, counts as one. Comments are asked
    /// for in order.
    fn covered(&mut self, comment: &Comment, text: &str) -> Covered {
        self.pass(comment.span.start);
        let parent = self.open.last().filter(|open| open.span.end >= comment.span.end);
        let limit = match parent.map(|parent| parent.kind) {
            Some(Kind::Element { content_end }) => content_end,
            Some(Kind::Text) | None => self.end,
        };
        let next = self
            .sorted
            .partition_point(|landmark| landmark.span.start < comment.end);
        let following = self.sorted.get(next).filter(|landmark| landmark.span.start < limit);
        let definition = match self.definition {
            Some((end, known)) if end == comment.end => known,
            _ => definition(
                text,
                Span::new(comment.end, following.map_or(limit, |landmark| landmark.span.start)),
            ),
        };
        self.definition = Some((comment.end, definition));
        if let Some(definition) = definition {
            return Covered::Range(definition);
        }
        match following {
            Some(Landmark { span, kind: Kind::Text }) => {
                let end = self.element_starts.get(next).copied().unwrap_or(limit);
                Covered::Range(Span::new(span.start, end.min(limit)))
            }
            Some(Landmark { span, .. }) => Covered::Range(*span),
            None => parent.map_or(Covered::Nothing, |parent| Covered::Range(parent.span)),
        }
    }

    fn pass(&mut self, offset: usize) {
        while let Some(landmark) = self
            .sorted
            .get(self.passed)
            .filter(|landmark| landmark.span.start < offset)
        {
            if landmark.kind != Kind::Text {
                self.open.truncate(still_open(&self.open, landmark.span.start));
                self.open.push(*landmark);
            }
            self.passed += 1;
        }
        self.open.truncate(still_open(&self.open, offset));
    }
}

/// The definition of a reference (CommonMark 0.31, "Link reference definitions")
/// with which a gap between elements begins, up to the end of the line on which
/// its destination stands.
fn definition(text: &str, gap: Span) -> Option<Span> {
    let gap_text = text.get(gap.start..gap.end)?;
    let rest = gap_text.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let start = gap.end - rest.len();
    let opened = rest.strip_prefix('[').filter(|rest| !rest.starts_with('^'))?;
    let mut labelled = opened.char_indices().take(LONGEST_LABEL);
    let (closing, _) = labelled.find(|(_, character)| *character == ']')?;
    let after = opened.get(closing + 1..)?.strip_prefix(':')?;
    let destination = after.trim_start();
    let line = destination.lines().next().filter(|line| !line.is_empty())?;
    Some(Span::new(start, gap.end - destination.len() + line.len()))
}

/// How many of the open elements, counted from the outside, there are up to the
/// last that reaches beyond `offset`.
fn still_open(open: &[Landmark], offset: usize) -> usize {
    open.iter()
        .rposition(|landmark| landmark.span.end > offset)
        .map_or(0, |last| last + 1)
}

//! The text of one container, its prefixes removed, and where its bytes stand.
//!
//! kramdown reads a quotation or a list item as a text of its own, in which
//! the lines have lost their `> ` or their indentation; so do we, and keep for
//! each stretch of such a text the stretch of the body that it came from.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use crate::text::Span;

/// Where a stretch of the text came from; it goes on to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Origin {
    /// Offset of its first byte in the text.
    start: usize,
    /// Bytes of the body, as many as the stretch has or, where the text is
    /// not the body's, any number.
    body: Span,
    fidelity: Fidelity,
}

/// Whether a stretch of text is the body's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fidelity {
    /// The same bytes.
    Same,
    /// Other bytes, which stand for those of the body.
    Other,
}

/// A text that blocks are read from. Its lines end in `\n`, the last one too.
#[derive(Debug)]
pub(super) struct Region<'m> {
    text: Cow<'m, str>,
    origins: Vec<Origin>,
    /// Where the last search for a `}` began and where it ended.
    brace: Cell<Option<(usize, usize)>>,
}

impl<'m> Region<'m> {
    /// The whole body. All line ends become `\n`, and one stands at the end.
    pub(super) fn body(body: &'m str) -> Self {
        let mut builder = RegionBuilder::default();
        if body.ends_with('\n') && !body.contains('\r') {
            let origins = vec![Origin {
                start: 0,
                body: Span::new(0, body.len()),
                fidelity: Fidelity::Same,
            }];
            return Self {
                text: Cow::Borrowed(body),
                origins,
                brace: Cell::default(),
            };
        }
        let mut at = 0;
        while let Some(found) = body.get(at..).and_then(|rest| rest.find('\r')) {
            let carriage_return = at + found;
            builder.push_body(body, at..carriage_return);
            let is_pair = body.as_bytes().get(carriage_return + 1) == Some(&b'\n');
            at = carriage_return + 1 + usize::from(is_pair);
            builder.push("\n", Span::new(carriage_return, at), Fidelity::Other);
        }
        builder.push_body(body, at..body.len());
        if !builder.text.ends_with('\n') {
            builder.push("\n", Span::empty(body.len()), Fidelity::Other);
        }
        builder.finish()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The line at `at`, with its line end.
    pub(super) fn line(&self, at: usize) -> &str {
        self.text.get(at..self.line_end(at)).unwrap_or_default()
    }

    /// The offset after the line end that comes next from `at` on.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.find('\n').map_or(self.text.len(), |found| at + found + 1)
    }

    /// The next `}` from `at` on. Asked again and again on the way to the same
    /// brace, it searches once.
    pub(super) fn next_brace(&self, at: usize) -> Option<usize> {
        let found = match self.brace.get() {
            Some((from, found)) if (from..=found).contains(&at) => found,
            _ => {
                let rest = self.text.get(at..).unwrap_or_default();
                let found = rest.find('}').map_or(self.text.len(), |found| at + found);
                self.brace.set(Some((at, found)));
                found
            }
        };
        (found < self.text.len()).then_some(found)
    }

    /// Whether the line at `at` has nothing but white space.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        is_blank(self.line(at))
    }

    /// The stretches that `range` consists of, in order: where each stands in
    /// the text and in the body. A stretch that is not the body's own text
    /// stands for the whole of its span.
    pub(super) fn stretches(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Span, Fidelity)> + '_ {
        let first = self
            .origins
            .partition_point(|origin| origin.start <= range.start)
            .saturating_sub(1);
        let origins = self.origins.get(first..).unwrap_or_default();
        origins.iter().enumerate().map_while(move |(at, origin)| {
            let end = origins.get(at + 1).map_or(self.text.len(), |next| next.start);
            if origin.start >= range.end {
                return None;
            }
            let part = range.start.max(origin.start)..range.end.min(end);
            let body = match origin.fidelity {
                Fidelity::Same => Span::new(
                    origin.body.start + (part.start - origin.start),
                    origin.body.start + (part.end - origin.start),
                ),
                Fidelity::Other => origin.body,
            };
            (part.start < part.end).then_some((part, body, origin.fidelity))
        })
    }

    /// The bytes of the body from the first to the last of `range`; of an
    /// empty range the place where it stands.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            let next = self.stretches(range.start..range.start + 1).next();
            return Span::empty(next.map_or_else(|| self.end(), |(_, body, _)| body.start));
        }
        let start = self
            .stretches(range.start..range.start + 1)
            .next()
            .map_or(0, |(_, body, _)| body.start);
        let end = self
            .stretches(range.end - 1..range.end)
            .next()
            .map_or(start, |(_, body, _)| body.end);
        Span::new(start, end.max(start))
    }

    fn end(&self) -> usize {
        self.origins.last().map_or(0, |origin| origin.body.end)
    }
}

/// Whether a line has nothing but white space, as kramdown counts it.
pub(super) fn is_blank(line: &str) -> bool {
    line.bytes().all(is_space)
}

/// White space as kramdown counts it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)
}

/// How many spaces stand first in `line`.
pub(super) fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Puts a region together out of stretches of another.
#[derive(Debug, Default)]
pub(super) struct RegionBuilder {
    text: String,
    origins: Vec<Origin>,
}

impl RegionBuilder {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn push_body(&mut self, body: &str, range: Range<usize>) {
        let text = body.get(range.clone()).unwrap_or_default();
        self.push(text, range.into(), Fidelity::Same);
    }

    /// Appends text that stands for `body`.
    pub(super) fn push(&mut self, text: &str, body: Span, fidelity: Fidelity) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        if fidelity == Fidelity::Same
            && let Some(last) = self.origins.last_mut()
            && last.fidelity == Fidelity::Same
            && last.body.end == body.start
        {
            last.body.end = body.end;
            return;
        }
        self.origins.push(Origin { start, body, fidelity });
    }

    /// Appends a range of another region.
    pub(super) fn push_range(&mut self, region: &Region<'_>, range: Range<usize>) {
        for (part, body, fidelity) in region.stretches(range) {
            self.push(region.text().get(part).unwrap_or_default(), body, fidelity);
        }
    }

    pub(super) fn finish(self) -> Region<'static> {
        Region {
            text: Cow::Owned(self.text),
            origins: self.origins,
            brace: Cell::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one_kind_and_keep_their_place() {
        let region = Region::body("甲\r\n乙\r丙");
        assert_eq!(region.text(), "甲\n乙\n丙\n");
        assert_eq!(region.span(0..3), Span::new(0, 3));
        assert_eq!(region.span(3..4), Span::new(3, 5));
        assert_eq!(region.span(4..8), Span::new(5, 9));
        assert_eq!(region.span(8..11), Span::new(9, 12));
        assert_eq!(region.span(11..12), Span::empty(12));
    }

    #[test]
    fn a_part_without_prefixes_still_knows_its_place() {
        let outer = Region::body("> a\n> bc\n");
        let mut builder = RegionBuilder::default();
        builder.push_range(&outer, 2..4);
        builder.push_range(&outer, 6..9);
        let inner = builder.finish();
        assert_eq!(inner.text(), "a\nbc\n");
        assert_eq!(inner.span(0..4), Span::new(2, 8));
        let stretches: Vec<_> = inner.stretches(1..3).collect();
        assert_eq!(
            stretches,
            [
                (1..2, Span::new(3, 4), Fidelity::Same),
                (2..3, Span::new(6, 7), Fidelity::Same)
            ]
        );
    }
}

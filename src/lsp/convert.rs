//! Positions of the protocol to offsets and back. Nothing else knows UTF-16.
//!
//! The protocol counts lines from 0, ended by `\n`, `\r\n` or `\r`, and columns in
//! units that client and server agree on (specification 3.17, "Position"). Both
//! come from outside: whatever a client sends leads to a place in the text.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::text::{Source, Span};

/// Bytes between two counted places.
const BLOCK: usize = 512;

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnUnit {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16, of which characters beyond U+FFFF have two.
    Utf16,
}

impl ColumnUnit {
    /// As the protocol names it.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            ColumnUnit::Utf8 => PositionEncodingKind::UTF8,
            ColumnUnit::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How many of them there are in whole characters.
    fn count(self, characters: &[u8]) -> usize {
        match self {
            ColumnUnit::Utf8 => characters.len(),
            // A character has one unit and a second if it takes four bytes.
            ColumnUnit::Utf16 => {
                let units = |byte: &u8| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0);
                characters.iter().map(units).sum()
            }
        }
    }

    fn of(self, character: char) -> usize {
        match self {
            ColumnUnit::Utf8 => character.len_utf8(),
            ColumnUnit::Utf16 => character.len_utf16(),
        }
    }
}

/// The offset of a position. One past the end of its line is at that end, before
/// the line's own; one past the last line is at the end of the text; one within a
/// character is before it.
pub(super) fn offset(source: &Source, position: Position, unit: ColumnUnit) -> usize {
    let line = usize::try_from(position.line).unwrap_or(usize::MAX);
    if line >= source.lines().count() {
        return source.text.len();
    }
    let span = source.lines().line_span(line);
    let text = span.of(&source.text).trim_end_matches(['\r', '\n']);
    let mut left = usize::try_from(position.character).unwrap_or(usize::MAX);
    for (at, character) in text.char_indices() {
        let units = unit.of(character);
        if left < units {
            return span.start + at;
        }
        left -= units;
    }
    span.start + text.len()
}

/// The span of a range; the empty one at its start where it ends before that.
pub(super) fn span(source: &Source, range: Range, unit: ColumnUnit) -> Span {
    let start = offset(source, range.start, unit);
    Span::new(start, offset(source, range.end, unit).max(start))
}

/// Positions of many places in one text. Units before each of its blocks are
/// counted once, so that a line of megabytes costs no more than many.
pub(super) struct Positions<'s> {
    source: &'s Source,
    unit: ColumnUnit,
    before_block: Vec<usize>,
}

impl<'s> Positions<'s> {
    pub(super) fn new(source: &'s Source, unit: ColumnUnit) -> Self {
        let blocks = source.text.as_bytes().chunks(BLOCK);
        let running = |counted: &mut usize, block: &[u8]| {
            let before = *counted;
            *counted += unit.count(block);
            Some(before)
        };
        Self {
            source,
            unit,
            before_block: blocks.scan(0, running).collect(),
        }
    }

    /// The range of a span, moved inside the text and outwards to whole characters.
    pub(super) fn range(&self, span: Span) -> Range {
        let text = &self.source.text;
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end.max(start));
        Range::new(self.position(start), self.position(end))
    }

    fn position(&self, offset: usize) -> Position {
        let lines = self.source.lines();
        let line = lines.line_at(offset);
        let start = lines.line_span(line).start;
        let column = self.units_before(offset) - self.units_before(start);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position::new(number(line), number(column))
    }

    fn units_before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.before_block.len().saturating_sub(1));
        let counted = self.before_block.get(block).copied().unwrap_or_default();
        let rest = self.source.text.as_bytes().get(block * BLOCK..offset);
        counted + self.unit.count(rest.unwrap_or_default())
    }
}

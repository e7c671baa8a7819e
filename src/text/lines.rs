//! Where lines start, and which line and column an offset has.
//!
//! Reports count columns of long lines in blocks of their own; this is the
//! meaning that they keep to.

use super::{BYTE_ORDER_MARK, Span};

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1; a byte order mark has none.
    pub column: usize,
}

/// The start of every line of one text.
///
/// Lines end at `\n`, `\r\n` or a lone `\r`, as the Language Server Protocol
/// counts them (specification 3.17, "Text Documents").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: usize,
}

impl LineIndex {
    /// Finds the lines of `text`, of which at most 4 GiB are indexed.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for offset in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_half_of_pair = bytes[offset] == b'\r' && bytes.get(offset + 1) == Some(&b'\n');
            if !is_half_of_pair && let Ok(start) = u32::try_from(offset + 1) {
                starts.push(start);
            }
        }
        Self {
            starts,
            len: text.len(),
        }
    }

    /// Number of lines; the text after the last line end counts, even if empty.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Index from 0 of the line that holds `offset`; past the end, the last.
    pub fn line_at(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start as usize <= offset)
            .saturating_sub(1)
    }

    /// The bytes of a line (index from 0) with its line end; past the last
    /// line, the empty span at the end of the text.
    pub fn line_span(&self, line: usize) -> Span {
        let offset_of = |line: usize| self.starts.get(line).map_or(self.len, |start| *start as usize);
        Span::new(offset_of(line), offset_of(line + 1))
    }

    /// Line and column of `offset` in the text that this index was made from.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line_at(offset);
        let start = self.line_span(line).start;
        let before = text.get(start..offset.min(text.len())).unwrap_or("");
        let before = if line == 0 {
            before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before)
        } else {
            before
        };
        Position {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: usize) -> (usize, usize) {
        let position = LineIndex::new(text).position(text, offset);
        (position.line, position.column)
    }

    #[test]
    fn all_three_line_ends_count() {
        let text = "a\nb\r\nc\rd";
        assert_eq!(LineIndex::new(text).count(), 4);
        assert_eq!(position(text, 2), (2, 1));
        assert_eq!(position(text, 5), (3, 1));
        assert_eq!(position(text, 7), (4, 1));
    }

    #[test]
    fn columns_are_characters_and_skip_the_byte_order_mark() {
        assert_eq!(position("\u{FEFF}外长", 3), (1, 1));
        assert_eq!(position("\u{FEFF}外长", 6), (1, 2));
        assert_eq!(position("😀外", 4), (1, 2));
    }

    #[test]
    fn offsets_past_the_end_stay_on_the_last_line() {
        assert_eq!(position("ab\n", 3), (2, 1));
        assert_eq!(position("ab", 9), (1, 3));
    }
}

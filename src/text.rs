//! Text with positions: spans, file paths, sources and their lines.
//!
//! The bottom of the house. It must not know what a document, a rule or a
//! diagnostic is.

mod encoding;
pub mod han;
mod hidden;
mod lines;
mod path;
mod width;

pub use encoding::Encoding;
pub use hidden::{is_hidden, is_invisible_control};
pub use lines::{LineIndex, Position};
pub use path::{FilePath, STANDARD_INPUT, normalized};
pub use width::half_width;

use std::sync::OnceLock;

/// A half-open range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to and without `end`, both in bytes.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub const fn empty(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers no byte.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies within this span; equal spans contain each other.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that contains both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span, `offset` bytes further on.
    pub const fn shift(self, offset: usize) -> Span {
        Span::new(self.start + offset, self.end + offset)
    }

    /// The bytes of `text` that the span covers; empty if it does not lie on
    /// character boundaries inside `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

impl From<Span> for std::ops::Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

/// The byte order mark, three bytes in UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// One file's text, with what is needed to speak of places in it.
///
/// Offsets are bytes of the file as it is on disk: a byte order mark stays in
/// the text. When the bytes are not UTF-8, `text` is empty and `encoding` says
/// what they seem to be.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where the text came from.
    pub path: FilePath,
    /// The text, byte for byte.
    pub text: String,
    /// What the bytes seem to be where they are not UTF-8.
    pub encoding: Option<Encoding>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// Takes any bytes. Never fails: what is not UTF-8 becomes an empty text
    /// with its `encoding` named.
    pub fn from_bytes(path: FilePath, bytes: Vec<u8>) -> Self {
        // Its vector instructions and a copy take a fifth of the time of the standard library's validation.
        let encoding = match encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(&bytes) {
            Some(text) => match Encoding::guess_in_valid_utf8(&bytes) {
                None => return Self::from_text(path, text.into_owned()),
                Some(encoding) => encoding,
            },
            None => Encoding::guess(&bytes),
        };
        Self {
            encoding: Some(encoding),
            ..Self::from_text(path, String::new())
        }
    }

    /// A source from text that is already known to be UTF-8.
    pub fn from_text(path: FilePath, text: String) -> Self {
        Self {
            path,
            text,
            encoding: None,
            lines: OnceLock::new(),
        }
    }

    /// Where the lines start; found when first asked for, which of most sources
    /// nobody does.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Length in bytes of the byte order mark at the start: 3 or 0.
    pub fn byte_order_mark_len(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        }
    }

    /// Line and column of a byte offset, both from 1.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }
}

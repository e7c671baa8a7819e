//! Running text: what a reader reads, block by block, with the bytes behind it.
//!
//! A run is one block's text in source order. Inline tags add nothing to it, so
//! that a word half of which is bold is still one word. This module must not
//! know what anyone looks for in the text.

mod characters;
mod element;
mod reader;
mod scalar;

#[cfg(test)]
mod tests;

use std::ops::Range;

use ego_tree::NodeId;

use crate::document::tree::Tree;
use crate::text::Span;

pub use reader::OBJECT;
pub use scalar::scalar_run;

/// Text that is read in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text: white space collapsed as a browser does, a line end for each
    /// `<br>`, and one [`OBJECT`] for each image, piece of code or template tag.
    pub text: String,
    /// What it is.
    pub kind: RunKind,
    /// The block that holds it, or the element whose attribute it is. None in
    /// front matter.
    pub node: Option<NodeId>,
    pieces: Vec<RunPiece>,
}

/// Where a run was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunKind {
    /// `h1` to `h6`.
    Heading,
    /// Any other block of the body.
    Body,
    /// The text that stands for an image.
    AlternativeText,
    /// The title of a link or an image.
    Title,
    /// A value of the front matter.
    FrontMatter,
}

/// A stretch of a run and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPiece {
    /// Bytes of the run's text.
    pub text: Range<usize>,
    /// Bytes of the source.
    pub source: Span,
    /// How the two relate.
    pub kind: RunPieceKind,
}

/// How a stretch of a run relates to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunPieceKind {
    /// The same bytes.
    Verbatim,
    /// Stands for the source as a whole: a character reference, white space.
    Decoded,
    /// An [`OBJECT`], or the line end of a `<br>`, in place of other markup.
    Synthetic,
}

/// All running text of a body, in source order. Text inside one of the
/// `templates`, which are sorted and do not overlap, counts as an object.
pub fn runs(tree: &Tree, templates: &[Span]) -> Vec<Run> {
    reader::Reader::new(tree, templates).read()
}

impl Run {
    /// The pieces that cover the text, in order.
    pub fn pieces(&self) -> &[RunPiece] {
        &self.pieces
    }

    /// The source of a range of the text, from its first to its last byte,
    /// whatever tags lie between. None if the range is not in the text.
    pub fn source_span(&self, range: Range<usize>) -> Option<Span> {
        if range.start > range.end || range.end > self.text.len() {
            return None;
        }
        if range.is_empty() {
            return self.empty_span(range.start);
        }
        let first = self.piece_at(range.start)?;
        let last = self.piece_at(range.end - 1)?;
        let start = match first.kind {
            RunPieceKind::Verbatim => first.source.start + (range.start - first.text.start),
            _ => first.source.start,
        };
        let end = match last.kind {
            RunPieceKind::Verbatim => last.source.start + (range.end - last.text.start),
            _ => last.source.end,
        };
        // Text that stood inside a table has moved before it.
        Some(if start <= end {
            Span::new(start, end)
        } else {
            first.source.cover(last.source)
        })
    }

    /// The source of a range of the text, if it is the same bytes in one
    /// stretch: what an edit may replace.
    pub fn verbatim_span(&self, range: Range<usize>) -> Option<Span> {
        let piece = if range.is_empty() {
            let holds = |piece: &&RunPiece| piece.text.start <= range.start && range.end <= piece.text.end;
            self.pieces
                .iter()
                .filter(holds)
                .find(|piece| piece.kind == RunPieceKind::Verbatim)?
        } else {
            self.piece_at(range.start)?
        };
        if piece.kind != RunPieceKind::Verbatim || range.end > piece.text.end || range.start > range.end {
            return None;
        }
        let start = piece.source.start + (range.start - piece.text.start);
        Some(Span::new(start, start + range.len()))
    }

    fn empty_span(&self, offset: usize) -> Option<Span> {
        if let Some(span) = self.verbatim_span(offset..offset) {
            return Some(span);
        }
        match self.piece_at(offset) {
            Some(piece) => Some(Span::empty(piece.source.start)),
            None => Some(Span::empty(self.pieces.last()?.source.end)),
        }
    }

    fn piece_at(&self, offset: usize) -> Option<&RunPiece> {
        let after = self.pieces.partition_point(|piece| piece.text.start <= offset);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        (offset < piece.text.end).then_some(piece)
    }
}

//! Line and column of many places in one text.
//!
//! Counting characters from the start of the line costs the line's length each
//! time, which is quadratic where one line of megabytes holds all diagnostics.
//! So the characters before every block of the text are counted once.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::Path;

use super::Report;
use crate::text::{FilePath, Position, Source, Span};

/// Bytes between two counted places.
const BLOCK: usize = 512;

/// The positions in all texts of a report, counted when first asked for.
pub(super) struct Places<'a>(HashMap<&'a Path, (&'a Source, OnceCell<Positions<'a>>)>);

impl<'a> Places<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        let checked = report.files.iter().map(|file| &file.source);
        let sources = report.others.iter().chain(checked);
        Self(
            sources
                .map(|source| (source.path.os.as_path(), (source, OnceCell::new())))
                .collect(),
        )
    }

    /// Those in one file, if the report has its text.
    pub(super) fn of(&self, path: &FilePath) -> Option<&Positions<'a>> {
        let (source, positions) = self.0.get(path.os.as_path())?;
        Some(positions.get_or_init(|| Positions::new(source)))
    }
}

/// A source with a count of the characters before each of its blocks.
pub(super) struct Positions<'a> {
    source: &'a Source,
    before_block: Vec<usize>,
}

impl<'a> Positions<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let mut counted = 0;
        let before_block = source
            .text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let before = counted;
                counted += characters(block);
                before
            })
            .collect();
        Self { source, before_block }
    }

    pub(super) fn source(&self) -> &'a Source {
        self.source
    }

    /// The span moved inside the text and outwards to character boundaries.
    pub(super) fn clamp(&self, span: Span) -> Span {
        let text = &self.source.text;
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end.max(span.start));
        Span::new(start, end.max(start))
    }

    /// Line and column of an offset, both from 1, as [`Source::position`] has
    /// them.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.source.text.floor_char_boundary(offset);
        let line = self.source.lines().line_at(offset);
        let mut start = self.source.lines().line_span(line).start;
        if line == 0 {
            start = self.source.byte_order_mark_len().min(offset);
        }
        Position {
            line: line + 1,
            column: self.characters_before(offset) - self.characters_before(start) + 1,
        }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let (block, counted) = match self.before_block.get(block) {
            Some(counted) => (block, *counted),
            // The end of a text that fills its last block.
            None => (
                block.saturating_sub(1),
                self.before_block.last().copied().unwrap_or_default(),
            ),
        };
        let rest = self
            .source
            .text
            .as_bytes()
            .get(block * BLOCK..offset)
            .unwrap_or_default();
        counted + characters(rest)
    }
}

/// Characters that start in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    // Sums of up to 255 fit in a byte, which lets many be added at a time.
    let in_chunk = |chunk: &[u8]| {
        chunk
            .iter()
            .map(|byte| u8::from(!matches!(byte, 0x80..=0xBF)))
            .sum::<u8>()
    };
    bytes.chunks(255).map(|chunk| usize::from(in_chunk(chunk))).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn positions_are_those_of_the_source(text in "\u{FEFF}?([外a😀\r\n]{0,40}){0,3}", long in 0usize..200) {
            let text = text.repeat(1 + long);
            let source = Source::from_text(FilePath::new("a.md"), text);
            let positions = Positions::new(&source);
            let step = 1 + source.text.len() / 50;
            for offset in (0..=source.text.len()).step_by(step).chain([source.text.len()]) {
                let offset = source.text.floor_char_boundary(offset);
                prop_assert_eq!(positions.position(offset), source.position(offset));
            }
        }
    }

    #[test]
    fn the_end_of_a_full_block_counts() {
        let source = Source::from_text(FilePath::new("a.md"), "a".repeat(2 * BLOCK));
        let positions = Positions::new(&source);
        assert_eq!(positions.position(2 * BLOCK).column, 2 * BLOCK + 1);
        assert_eq!(positions.position(BLOCK).column, BLOCK + 1);
    }

    #[test]
    fn spans_are_moved_to_boundaries() {
        let source = Source::from_text(FilePath::new("a.md"), "外长".to_owned());
        let positions = Positions::new(&source);
        assert_eq!(positions.clamp(Span::new(1, 4)), Span::new(0, 6));
        assert_eq!(positions.clamp(Span::new(90, 4)), Span::new(6, 6));
    }
}

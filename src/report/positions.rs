//! Line and column of many places in one text.
//!
//! Counting characters from the start of the line costs the line's length each
//! time, which is quadratic where one line of megabytes holds all diagnostics.
//! So the characters before every block of the text are counted once.
//!
//! Lines and columns are made here alone, and as the form of the report counts
//! lines.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::Path;

use super::Report;
use crate::text::{FilePath, Position, Source, Span};

/// Bytes between two counted places.
const BLOCK: usize = 512;

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// `\n`, `\r\n` and a lone `\r`, as editors count.
    All,
    /// `\n` alone, as Git and GitHub count.
    LineFeeds,
}

/// The positions in all texts of a report, counted when first asked for.
pub(super) struct Places<'a> {
    texts: HashMap<&'a Path, (&'a Source, OnceCell<Positions<'a>>)>,
    line_ends: LineEnds,
}

impl<'a> Places<'a> {
    pub(super) fn new(report: &'a Report, line_ends: LineEnds) -> Self {
        let checked = report.files.iter().map(|file| &file.source);
        let sources = report.others.iter().chain(checked);
        let with_cell = |source: &'a Source| (source.path.os.as_path(), (source, OnceCell::new()));
        Self {
            texts: sources.map(with_cell).collect(),
            line_ends,
        }
    }

    /// Those in one file, if the report has its text.
    pub(super) fn of(&self, path: &FilePath) -> Option<&Positions<'a>> {
        let (source, positions) = self.texts.get(path.os.as_path())?;
        Some(positions.get_or_init(|| Positions::new(source, self.line_ends)))
    }
}

/// A source with a count of the characters before each of its blocks.
pub(super) struct Positions<'a> {
    source: &'a Source,
    before_block: Vec<usize>,
    /// Where lines start, if not as the source itself has it.
    starts: Option<Vec<usize>>,
}

impl<'a> Positions<'a> {
    pub(super) fn new(source: &'a Source, line_ends: LineEnds) -> Self {
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
        let after_line_feeds = || memchr::memchr_iter(b'\n', source.text.as_bytes()).map(|at| at + 1);
        Self {
            source,
            before_block,
            starts: (line_ends == LineEnds::LineFeeds).then(|| [0].into_iter().chain(after_line_feeds()).collect()),
        }
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
    /// them but for what ends a line.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.source.text.floor_char_boundary(offset);
        let (line, mut start) = match &self.starts {
            None => {
                let line = self.source.lines().line_at(offset);
                (line, self.source.lines().line_span(line).start)
            }
            Some(starts) => {
                let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
                (line, starts.get(line).copied().unwrap_or_default())
            }
        };
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
            let positions = Positions::new(&source, LineEnds::All);
            let line_feeds = Positions::new(&source, LineEnds::LineFeeds);
            // As long and without a lone carriage return, so that both ways agree.
            let replaced = source.text.replace("\r\n", " \n").replace('\r', " ");
            let replaced = Source::from_text(source.path.clone(), replaced);
            let step = 1 + source.text.len() / 50;
            for offset in (0..=source.text.len()).step_by(step).chain([source.text.len()]) {
                let offset = source.text.floor_char_boundary(offset);
                prop_assert_eq!(positions.position(offset), source.position(offset));
                prop_assert_eq!(line_feeds.position(offset), replaced.position(offset));
            }
        }
    }

    #[test]
    fn the_end_of_a_full_block_counts() {
        let source = Source::from_text(FilePath::new("a.md"), "a".repeat(2 * BLOCK));
        let positions = Positions::new(&source, LineEnds::All);
        assert_eq!(positions.position(2 * BLOCK).column, 2 * BLOCK + 1);
        assert_eq!(positions.position(BLOCK).column, BLOCK + 1);
    }

    #[test]
    fn spans_are_moved_to_boundaries() {
        let source = Source::from_text(FilePath::new("a.md"), "外长".to_owned());
        let positions = Positions::new(&source, LineEnds::All);
        assert_eq!(positions.clamp(Span::new(1, 4)), Span::new(0, 6));
        assert_eq!(positions.clamp(Span::new(90, 4)), Span::new(6, 6));
    }
}

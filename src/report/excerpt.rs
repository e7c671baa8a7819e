//! The few lines of a file that a diagnostic speaks of, cut to what fits.
//!
//! A line may be one character or ten megabytes long. Of each, the text round
//! the edges of every label is kept and the rest is an ellipsis; labels too far
//! apart for one row get a row each. So a quotation is read and laid out in time
//! that depends on the number of labels alone.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::files::{Error, Files};

use super::positions::Positions;
use super::visible;
use crate::text::{Position, Source, Span};

mod row;

use row::{Piece, Row};

/// Cells in which a quotation should be readable.
const COLUMNS: usize = 100;
/// Spans over several lines that are drawn as such in one excerpt; each takes
/// two cells of every row.
const MULTI_LINE_SPANS: usize = 4;
/// The index of a row is this much higher than the one before where lines are
/// left out between them, which the renderer shows by a break.
const BREAK: usize = 3;

/// A place to quote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Where.
    pub(super) span: Span,
    /// Cells of the sentence that stands beside it.
    pub(super) sentence: usize,
}

/// The quoted rows of one file, as the renderer sees them: a small text with
/// line numbers and columns of its own.
#[derive(Debug)]
pub(super) struct Excerpt {
    path: String,
    text: String,
    lines: Vec<Line>,
    places: Vec<(usize, Position)>,
}

/// One row of an excerpt.
#[derive(Debug)]
struct Line {
    index: usize,
    number: usize,
    range: Range<usize>,
}

/// The lines that a mark touches, with line ends taken off it.
struct Extent {
    span: Span,
    first_line: usize,
    last_line: usize,
}

impl Excerpt {
    /// Quotes the marks, and gives the range in the excerpt that each has.
    pub(super) fn new(positions: &Positions<'_>, marks: &[Mark]) -> (Self, Vec<Range<usize>>) {
        let source = positions.source();
        let extents = extents(positions, marks);
        let multi_line = extents
            .iter()
            .filter(|extent| extent.first_line < extent.last_line)
            .count();
        let last_number = extents.iter().map(|extent| extent.last_line + 1).max().unwrap_or(1);
        // The gutter: the number, a space, the border, a space.
        let gutter = last_number.ilog10() as usize + 4 + 2 * multi_line;
        let mut excerpt = Self {
            path: visible::in_sentence(&source.path.shown),
            text: String::new(),
            lines: Vec::new(),
            places: Vec::new(),
        };
        let mut ranges = vec![0..0; marks.len()];
        for (line, pieces) in pieces_by_line(source, &extents, marks) {
            let content = content_of(source, line);
            excerpt.bridge(source, line, COLUMNS - gutter);
            for row in row::rows(content.of(&source.text), &pieces, COLUMNS - gutter) {
                let offset = excerpt.push(line, &row);
                for (mark, start, end) in row.edges {
                    if let (Some(range), Some(start)) = (ranges.get_mut(mark), start) {
                        range.start = offset + start;
                        let place = marks.get(mark).map_or(0, |mark| positions.clamp(mark.span).start);
                        excerpt.places.push((range.start, positions.position(place)));
                    }
                    if let (Some(range), Some(end)) = (ranges.get_mut(mark), end) {
                        range.end = offset + end;
                    }
                }
            }
        }
        (excerpt, ranges)
    }

    /// Shows the line before `line` if it alone would be left out.
    fn bridge(&mut self, source: &Source, line: usize, columns: usize) {
        let follows = self.lines.last().is_some_and(|last| last.number + 1 == line);
        if follows {
            let between = content_of(source, line - 1);
            for row in row::rows(between.of(&source.text), &[], columns) {
                self.push(line - 1, &row);
            }
        }
    }

    /// Adds a row, and gives its offset in the excerpt.
    fn push(&mut self, line: usize, row: &Row) -> usize {
        let number = line + 1;
        let index = self
            .lines
            .last()
            .map_or(0, |last| last.index + if number <= last.number + 1 { 1 } else { BREAK });
        let start = self.text.len();
        self.text.push_str(&row.text);
        self.text.push('\n');
        let range = start..self.text.len();
        self.lines.push(Line { index, number, range });
        start
    }

    fn line(&self, index: usize) -> Option<&Line> {
        let at = self.lines.partition_point(|line| line.index < index);
        self.lines.get(at).or(self.lines.last())
    }
}

fn extents(positions: &Positions<'_>, marks: &[Mark]) -> Vec<Extent> {
    let mut multi_line = 0;
    let extent = |mark: &Mark| {
        let mut extent = extent(positions, mark.span);
        if extent.first_line < extent.last_line {
            multi_line += 1;
            if multi_line > MULTI_LINE_SPANS {
                extent.last_line = extent.first_line;
                extent.span.end = content_of(positions.source(), extent.first_line).end;
            }
        }
        extent
    };
    marks.iter().map(extent).collect()
}

fn extent(positions: &Positions<'_>, span: Span) -> Extent {
    let source = positions.source();
    let span = positions.clamp(span);
    let first_line = source.lines().line_at(span.start);
    // A span that ends with a line end belongs to the line that it ends.
    let mut last_line = source.lines().line_at(span.end);
    if last_line > first_line && source.lines().line_span(last_line).start == span.end {
        last_line -= 1;
    }
    let start = span.start.min(content_of(source, first_line).end);
    let end = span.end.min(content_of(source, last_line).end).max(start);
    Extent {
        span: Span::new(start, end),
        first_line,
        last_line,
    }
}

/// A line without its line end.
fn content_of(source: &Source, line: usize) -> Span {
    let span = source.lines().line_span(line);
    let content = span.of(&source.text).trim_end_matches(['\n', '\r']);
    Span::new(span.start, span.start + content.len())
}

/// What of each mark lies in which line, sorted.
fn pieces_by_line(source: &Source, extents: &[Extent], marks: &[Mark]) -> BTreeMap<usize, Vec<Piece>> {
    let mut lines: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
    for (mark, (extent, Mark { sentence, .. })) in extents.iter().zip(marks).enumerate() {
        let start = extent.span.start - source.lines().line_span(extent.first_line).start;
        let end = extent.span.end - source.lines().line_span(extent.last_line).start;
        let mut add = |line, start, end, sentence| {
            let piece = Piece {
                mark,
                start,
                end,
                sentence,
            };
            lines.entry(line).or_default().push(piece);
        };
        if extent.first_line == extent.last_line {
            add(extent.first_line, Some(start), Some(end), *sentence);
        } else {
            add(extent.first_line, Some(start), None, 0);
            add(extent.last_line, None, Some(end), *sentence);
        }
    }
    for pieces in lines.values_mut() {
        pieces.sort_by_key(|piece| (piece.first_edge(), piece.end));
    }
    lines
}

/// The excerpts of one diagnostic, one for each file.
#[derive(Debug, Default)]
pub(super) struct Excerpts(Vec<Excerpt>);

impl Excerpts {
    /// Adds one, and gives the id by which the renderer knows it.
    pub(super) fn add(&mut self, excerpt: Excerpt) -> usize {
        self.0.push(excerpt);
        self.0.len() - 1
    }

    fn file(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, file: usize) -> Result<&'a str, Error> {
        Ok(&self.file(file)?.path)
    }

    fn source(&'a self, file: usize) -> Result<&'a str, Error> {
        Ok(&self.file(file)?.text)
    }

    fn line_index(&'a self, file: usize, offset: usize) -> Result<usize, Error> {
        let lines = &self.file(file)?.lines;
        let after = lines.partition_point(|line| line.range.start <= offset);
        Ok(lines.get(after.saturating_sub(1)).map_or(0, |line| line.index))
    }

    fn line_number(&'a self, file: usize, index: usize) -> Result<usize, Error> {
        let excerpt = self.file(file)?;
        Ok(excerpt.line(index).map_or(1, |line| line.number))
    }

    fn column_number(&'a self, file: usize, _line: usize, offset: usize) -> Result<usize, Error> {
        let excerpt = self.file(file)?;
        let place = excerpt.places.iter().find(|(known, _)| *known == offset);
        Ok(place.map_or(1, |(_, position)| position.column))
    }

    fn line_range(&'a self, file: usize, index: usize) -> Result<Range<usize>, Error> {
        let excerpt = self.file(file)?;
        // Between the rows are indices that stand for what is left out; the
        // renderer asks for their ranges but does not show them.
        Ok(excerpt.line(index).map_or(0..0, |line| line.range.clone()))
    }
}

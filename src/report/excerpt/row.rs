//! One row of a quotation: a line cut to the text round its labels' edges.

use crate::report::visible::{self, Marked, Shown, TAB};
use crate::text::Span;

/// Cells shown on each side of an edge: as many as fit.
const MARGINS: [usize; 7] = [36, 30, 24, 18, 13, 9, 6];
/// A label shares a row with others if each edge has this much round it.
const SHARED_MARGIN: usize = 13;
/// No row holds more labels than this, which bounds the work for one.
const PIECES: usize = 8;
/// Text of up to this many characters is not worth an ellipsis.
const SMALL_GAP: usize = 3;
/// A sentence beside a label may run on for this many cells before the row is
/// cut shorter for it.
const SENTENCE: usize = 30;

const ELLIPSIS: char = '…';

/// What of one mark lies in one line: both its edges, or one if it goes on over
/// other lines. Offsets are in bytes of the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) mark: usize,
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
    pub(super) sentence: usize,
}

impl Piece {
    pub(super) fn first_edge(&self) -> usize {
        self.start.or(self.end).unwrap_or_default()
    }

    fn last_edge(&self) -> usize {
        self.end.or(self.start).unwrap_or_default()
    }
}

/// A row as it will stand in the terminal.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) text: String,
    /// For each piece its mark, and its edges in bytes of `text`.
    pub(super) edges: Vec<(usize, Option<usize>, Option<usize>)>,
    /// Cells, with the sentences beside the labels.
    width: usize,
}

/// Cuts a line into as many rows of `columns` cells as its pieces, sorted by
/// their first edges, need; one row without any.
pub(super) fn rows(line: &str, pieces: &[Piece], columns: usize) -> Vec<Row> {
    if pieces.is_empty() {
        return vec![head(line, columns)];
    }
    let mut rows = Vec::new();
    let mut group: Vec<Piece> = Vec::new();
    for piece in pieces {
        group.push(*piece);
        let is_full = |group: &[Piece]| group.len() > PIECES || cut(line, group, SHARED_MARGIN).width > columns;
        if group.len() > 1 && is_full(&group) {
            group.pop();
            rows.push(widest(line, &group, columns));
            group = vec![*piece];
        }
    }
    rows.push(widest(line, &group, columns));
    rows
}

/// The row with the widest margins that fits.
fn widest(line: &str, pieces: &[Piece], columns: usize) -> Row {
    let mut row = cut(line, pieces, MARGINS[0]);
    for margin in &MARGINS[1..] {
        if row.width <= columns {
            break;
        }
        row = cut(line, pieces, *margin);
    }
    row
}

/// The start of a line in which nothing is marked.
fn head(line: &str, columns: usize) -> Row {
    write(line, &[], &[Span::new(0, right_of(line, 0, columns.saturating_sub(1)))])
}

fn cut(line: &str, pieces: &[Piece], margin: usize) -> Row {
    write(line, pieces, &windows(line, pieces, margin))
}

/// The parts of the line to keep: `margin` cells round every edge, joined where
/// hardly anything lies between.
fn windows(line: &str, pieces: &[Piece], margin: usize) -> Vec<Span> {
    let edges = pieces.iter().flat_map(|piece| [piece.start, piece.end]).flatten();
    let mut windows: Vec<Span> = edges
        .map(|edge| Span::new(left_of(line, edge, margin), right_of(line, edge, margin)))
        .collect();
    windows.sort();
    let mut joined: Vec<Span> = Vec::new();
    for window in windows {
        match joined.last_mut() {
            Some(last) if is_small(line, Span::new(last.end, window.start)) => last.end = last.end.max(window.end),
            Some(_) => joined.push(window),
            None if is_small(line, Span::new(0, window.start)) => joined.push(Span::new(0, window.end)),
            None => joined.push(window),
        }
    }
    if let Some(last) = joined.last_mut()
        && is_small(line, Span::new(last.end, line.len()))
    {
        last.end = line.len();
    }
    joined
}

fn is_small(line: &str, gap: Span) -> bool {
    gap.of(line).chars().take(SMALL_GAP + 1).count() <= SMALL_GAP
}

/// The offset up to `margin` cells left of `edge`.
fn left_of(line: &str, edge: usize, margin: usize) -> usize {
    let before = line.get(..edge).unwrap_or_default();
    edge - within(before.chars().rev(), margin)
}

/// The offset up to `margin` cells right of `edge`.
fn right_of(line: &str, edge: usize, margin: usize) -> usize {
    let after = line.get(edge..).unwrap_or_default();
    edge + within(after.chars(), margin)
}

/// Bytes of the characters that fit in `margin` cells, at the most three of a
/// cell: marks of no width may be piled up without end.
fn within(characters: impl Iterator<Item = char>, margin: usize) -> usize {
    let (mut bytes, mut cells) = (0, 0);
    for character in characters.take(3 * margin) {
        cells += match visible::shown(None, character, None, Marked::No) {
            _ if character == '\t' => TAB,
            Shown::AsIs => visible::width(character),
            Shown::Written => visible::code_point_width(character),
            Shown::LeftOut => 0,
        };
        if cells > margin {
            break;
        }
        bytes += character.len_utf8();
    }
    bytes
}

/// Writes the kept parts of a line, and finds the edges in what is written.
fn write(line: &str, pieces: &[Piece], windows: &[Span]) -> Row {
    let mut pen = Pen::new(pieces);
    let mut written = 0;
    for window in windows {
        if window.start > written {
            pen.push(ELLIPSIS);
        }
        pen.copy(line, *window);
        written = window.end;
    }
    if written < line.len() {
        pen.push(ELLIPSIS);
    }
    pen.finish(pieces)
}

/// A row being written.
struct Pen {
    text: String,
    cells: usize,
    /// Offsets in the line where labels begin, and where they begin or end.
    starts: Vec<usize>,
    edges: Vec<usize>,
    /// For each of `edges` that was passed, bytes and cells written before it.
    passed: Vec<(usize, usize)>,
}

impl Pen {
    fn new(pieces: &[Piece]) -> Self {
        let mut starts: Vec<usize> = pieces.iter().filter_map(|piece| piece.start).collect();
        let mut edges: Vec<usize> = pieces
            .iter()
            .flat_map(|piece| [piece.start, piece.end])
            .flatten()
            .collect();
        starts.sort_unstable();
        edges.sort_unstable();
        edges.dedup();
        Self {
            text: String::new(),
            cells: 0,
            starts,
            edges,
            passed: Vec::new(),
        }
    }

    fn push(&mut self, character: char) {
        self.cells += match character {
            '\t' => TAB - self.cells % TAB,
            _ => visible::width(character),
        };
        self.text.push(character);
    }

    fn copy(&mut self, line: &str, window: Span) {
        let mut previous = line.get(..window.start).and_then(|before| before.chars().next_back());
        for (offset, character) in window.of(line).char_indices() {
            let offset = window.start + offset;
            self.pass(offset);
            let marked = match self.starts.binary_search(&offset) {
                Ok(_) => Marked::Yes,
                Err(_) => Marked::No,
            };
            let next = line
                .get(offset + character.len_utf8()..)
                .and_then(|after| after.chars().next());
            // A combining mark whose base was cut off would sit on the ellipsis.
            let severed = offset == window.start && window.start > 0 && visible::width(character) == 0;
            match visible::shown(previous, character, next, marked) {
                Shown::AsIs if severed && character != '\t' => {}
                Shown::AsIs => self.push(character),
                Shown::Written => {
                    let mut code_point = String::new();
                    visible::push_code_point(character, &mut code_point);
                    code_point.chars().for_each(|character| self.push(character));
                }
                Shown::LeftOut => {}
            }
            previous = Some(character);
        }
        self.pass(window.end);
    }

    /// Notes the edges up to `offset`.
    fn pass(&mut self, offset: usize) {
        while self.edges.get(self.passed.len()).is_some_and(|edge| *edge <= offset) {
            self.passed.push((self.text.len(), self.cells));
        }
    }

    fn finish(self, pieces: &[Piece]) -> Row {
        let place = |edge: usize| {
            let at = self.edges.binary_search(&edge).unwrap_or_else(|at| at);
            let end = (self.text.len(), self.cells);
            self.passed.get(at).copied().unwrap_or(end)
        };
        // A label of no width has a caret all the same, of one cell or two.
        let beside = |piece: &Piece| {
            let caret = if piece.start == piece.end { 2 } else { 0 };
            let sentence = if piece.sentence == 0 {
                0
            } else {
                1 + piece.sentence.min(SENTENCE)
            };
            place(piece.last_edge()).1 + caret + sentence
        };
        let width = pieces.iter().map(beside).max().unwrap_or(0).max(self.cells);
        let edges = pieces
            .iter()
            .map(|piece| {
                (
                    piece.mark,
                    piece.start.map(|edge| place(edge).0),
                    piece.end.map(|edge| place(edge).0),
                )
            })
            .collect();
        Row {
            width,
            edges,
            text: self.text,
        }
    }
}

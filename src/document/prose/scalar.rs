//! Values of the front matter as runs.

use super::{Run, RunKind, RunPiece, RunPieceKind};
use crate::document::node::{Node, Scalar, Style, Value};
use crate::text::Span;

/// The text of a scalar as a run. Quotes are left out; where escapes or folded
/// lines make the text differ from its source, it stands for it as a whole;
/// the lines of a literal block map each to its own. None for other values and
/// for empty ones.
pub fn scalar_run(source: &str, node: &Node) -> Option<Run> {
    let Value::Scalar(scalar) = &node.value else {
        return None;
    };
    if scalar.text.trim().is_empty() {
        return None;
    }
    let pieces = verbatim(source, node.span, scalar)
        .or_else(|| literal(source, node.span, scalar))
        .unwrap_or_else(|| {
            vec![RunPiece {
                text: 0..scalar.text.len(),
                source: node.span,
                kind: RunPieceKind::Decoded,
            }]
        });
    Some(Run {
        text: scalar.text.clone(),
        kind: RunKind::FrontMatter,
        node: None,
        pieces,
    })
}

/// One piece, if the source holds the very text, inside quotes or not.
fn verbatim(source: &str, span: Span, scalar: &Scalar) -> Option<Vec<RunPiece>> {
    let inner = match scalar.style {
        Style::SingleQuoted | Style::DoubleQuoted => inside_quotes(source, span)?,
        Style::Plain | Style::Literal | Style::Folded => span,
    };
    (inner.of(source) == scalar.text).then(|| {
        vec![RunPiece {
            text: 0..scalar.text.len(),
            source: inner,
            kind: RunPieceKind::Verbatim,
        }]
    })
}

/// Quotes may be three, as in TOML, where a line end after them is no part of
/// the text.
fn inside_quotes(source: &str, span: Span) -> Option<Span> {
    let text = span.of(source);
    let len = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quotes| text.len() >= 2 * quotes.len() && text.starts_with(quotes) && text.ends_with(quotes))?
        .len();
    let inside = Span::new(span.start + len, span.end - len);
    let line_end = match inside.of(source).as_bytes() {
        [b'\r', b'\n', ..] if len == 3 => 2,
        [b'\n', ..] if len == 3 => 1,
        _ => 0,
    };
    Some(Span::new(inside.start + line_end, inside.end))
}

/// The lines of a literal block: those of the text, each indented.
fn literal(source: &str, span: Span, scalar: &Scalar) -> Option<Vec<RunPiece>> {
    if scalar.style != Style::Literal {
        return None;
    }
    let mut pieces: Vec<RunPiece> = Vec::new();
    let mut text_start = 0;
    let mut lines = Lines {
        source,
        next: span.start,
    };
    if span.of(source).starts_with('|') {
        lines.next()?;
    }
    for line in scalar.text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let place = lines.next()?;
        let indentation = place.of(source).strip_suffix(content)?;
        if !indentation.bytes().all(|byte| byte == b' ') {
            return None;
        }
        let start = place.start + indentation.len();
        let content_end = text_start + content.len();
        if !content.is_empty() {
            pieces.push(RunPiece {
                text: text_start..content_end,
                source: Span::new(start, place.end),
                kind: RunPieceKind::Verbatim,
            });
        }
        text_start += line.len();
        if content_end < text_start {
            pieces.push(RunPiece {
                text: content_end..text_start,
                source: Span::new(place.end, lines.next.max(place.end)),
                kind: RunPieceKind::Decoded,
            });
        }
    }
    Some(pieces)
}

/// Lines of the source, without their ends.
struct Lines<'a> {
    source: &'a str,
    next: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.source.get(self.next..).filter(|rest| !rest.is_empty())?;
        let line = rest.split_inclusive('\n').next()?;
        let start = self.next;
        self.next += line.len();
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        Some(Span::new(start, start + content.len()))
    }
}

//! Raw HTML, passed through: templates in its text shown as what they print,
//! templates in its tags kept from breaking them.

use crate::document::render::writer::{Place, Writer};
use crate::document::source_map::PieceKind;
use crate::document::template::Template;
use crate::text::Span;

/// Where in a tag a byte of raw HTML stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Tag,
    Value(u8),
}

/// Writes stretches of raw HTML that follow each other in the source, such as
/// the lines of a block in a quotation.
pub(super) fn write(writer: &mut Writer<'_>, spans: &[Span]) {
    let mut state = State::Text;
    let end = spans.last().map_or(0, |last| last.end);
    for &span in spans {
        if !writer.has_templates() {
            writer.verbatim(span);
            continue;
        }
        let mut at = span.start;
        for &(template, kind) in writer.templates_in(span) {
            let before = Span::new(at, template.start.max(at));
            state = state_after(before.of(writer.source()), state);
            writer.verbatim(before);
            if template.start >= span.start {
                let part = Span::new(template.start, template.end.min(end));
                write_template(writer, part, kind, state);
            }
            at = template.end.max(at);
        }
        if at < span.end {
            let rest = Span::new(at, span.end);
            state = state_after(rest.of(writer.source()), state);
            writer.verbatim(rest);
        }
    }
}

fn write_template(writer: &mut Writer<'_>, span: Span, kind: Template, state: State) {
    let before = span
        .start
        .checked_sub(1)
        .and_then(|at| writer.source().as_bytes().get(at));
    match state {
        State::Text if kind == Template::Code => write_code(writer, span),
        State::Text => writer.template(span, kind),
        State::Value(b'\'') => writer.text(span, Place::SingleQuoted),
        State::Value(_) => writer.text(span, Place::Attribute),
        State::Tag if before == Some(&b'=') => {
            writer.generated("\"", span.start);
            writer.text(span, Place::Attribute);
            writer.generated("\"", span.end);
        }
        State::Tag => writer.piece(" ", span, PieceKind::Decoded),
    }
}

/// Writes a highlighted block, from its start tag to its end tag.
pub(super) fn write_code(writer: &mut Writer<'_>, span: Span) {
    let block = span.of(writer.source());
    let start = block.find("%}").map_or(0, |at| at + 2);
    let end = block.rfind("{%").unwrap_or(block.len()).max(start);
    let code = block.get(start..end).unwrap_or_default();
    let first_line = code.len() - code.trim_start_matches([' ', '\t', '\r']).len();
    let start = match code.as_bytes().get(first_line) {
        Some(b'\n') => start + first_line + 1,
        _ => start,
    };
    let end = start + block.get(start..end).unwrap_or_default().trim_ascii_end().len();
    writer.element("<pre>", span);
    writer.element("<code>", span);
    writer.plain(Span::new(span.start + start, span.start + end), Place::Content);
    writer.generated("</code></pre>", span.end);
}

fn state_after(html: &str, mut state: State) -> State {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let found = match state {
            State::Text => rest.iter().position(|&b| b == b'<'),
            State::Tag => rest.iter().position(|b| matches!(b, b'"' | b'\'' | b'>')),
            State::Value(quote) => rest.iter().position(|&b| b == quote),
        };
        let Some(found) = found else { break };
        state = match (state, rest.get(found)) {
            (State::Text, _) if rest.get(found + 1).is_some_and(u8::is_ascii_alphabetic) => State::Tag,
            (State::Text, _) => State::Text,
            (State::Tag, Some(b'>')) => State::Text,
            (State::Tag, Some(&quote)) => State::Value(quote),
            _ => State::Tag,
        };
        at += found + 1;
    }
    state
}

//! TOML to spanned nodes.
//!
//! The events of the parser are read to nodes here; which table a key goes to
//! is the part of `build`. Scalars are not typed, but those that TOML refuses
//! are told, since a file with one of them is not read at all.

mod build;
mod explain;
mod mend;

use toml_datetime::Datetime;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{Event, EventKind, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Source};

use super::SyntaxError;
use super::yaml::Parsed;
use crate::document::node::{Node, Scalar, Style, Value};
use crate::messages::Message;
use crate::text::Span;

use build::{Section, Tables};

/// Bytes of a document beyond which it is not read: no one wrote it, and its
/// values would fill the memory.
const SIZE_LIMIT: usize = 1 << 20;

/// Brackets in brackets that the parser follows.
const BRACKET_LIMIT: u32 = 80;

/// Errors of the parser that are looked at.
const SLIP_LIMIT: usize = 1_000;

/// Errors of one document that are worth showing.
const ERROR_LIMIT: usize = 50;

/// Reads the TOML document (version 1.1, of which 1.0 is a part) that `span` of
/// `text` holds. Spans of nodes and errors are bytes of `text`. Where a key or
/// a table stands twice there is a node all the same; of duplicate keys it has
/// both, and the tables are one.
pub(super) fn parse(text: &str, span: Span) -> Parsed {
    if span.len() > SIZE_LIMIT {
        return Parsed {
            node: None,
            errors: vec![explain::too_large(text, span)],
        };
    }
    let mut parsed = read(text, span);
    mend::mend(text, span, &mut parsed.errors);
    parsed
}

fn read(text: &str, span: Span) -> Parsed {
    let source = Source::new(span.of(text));
    let mut slips = Slips::default();
    let events = events(source, &mut slips);
    let mut reader = Reader {
        source,
        offset: span.start,
        events: &events,
        next: 0,
        tables: Tables::new(span.start),
        slips,
    };
    reader.document();
    let Reader { tables, slips, .. } = reader;
    let is_readable = slips.found.is_empty();
    let mut errors = explain::explain(text, span, slips.found);
    let (
        root,
        build::Faults {
            errors: faults,
            is_whole,
        },
    ) = tables.finish();
    errors.extend(faults);
    errors.sort_by_key(|error| error.span);
    errors.truncate(ERROR_LIMIT);
    Parsed {
        node: (is_readable && is_whole).then_some(root),
        errors,
    }
}

/// What the parser says, without white space and comments.
fn events(source: Source<'_>, slips: &mut Slips) -> Vec<Event> {
    let tokens = source.lex().into_vec();
    let mut events = Vec::new();
    let mut keep = |event: Event| match event.kind() {
        EventKind::Whitespace | EventKind::Comment | EventKind::Newline => {}
        _ => events.push(event),
    };
    let mut validated = ValidateWhitespace::new(&mut keep, source);
    let mut guarded = RecursionGuard::new(&mut validated, BRACKET_LIMIT);
    parse_document(&tokens, &mut guarded, slips);
    events
}

/// What the parser finds wrong, up to a limit.
#[derive(Debug, Default)]
struct Slips {
    found: Vec<ParseError>,
}

impl ErrorSink for Slips {
    fn report_error(&mut self, error: ParseError) {
        if self.found.len() < SLIP_LIMIT {
            self.found.push(error);
        }
    }
}

#[derive(Debug)]
struct Reader<'text> {
    source: Source<'text>,
    /// Offset of the source in the file.
    offset: usize,
    events: &'text [Event],
    next: usize,
    tables: Tables,
    slips: Slips,
}

impl Reader<'_> {
    fn document(&mut self) {
        while let Some(event) = self.take() {
            match event.kind() {
                EventKind::StdTableOpen => self.header(event, Section::Table),
                EventKind::ArrayTableOpen => self.header(event, Section::Item),
                EventKind::SimpleKey => {
                    let path = self.path(event);
                    let table = self.tables.current();
                    self.key_value(table, path);
                }
                // Left over from something that is told as an error.
                _ => {}
            }
        }
    }

    fn take(&mut self) -> Option<Event> {
        let event = self.events.get(self.next).copied();
        self.next += 1;
        event
    }

    fn take_if(&mut self, kind: EventKind) -> Option<Event> {
        let event = self.events.get(self.next).copied();
        let event = event.filter(|event| event.kind() == kind);
        self.next += usize::from(event.is_some());
        event
    }

    fn span_of(&self, event: Event) -> Span {
        Span::new(event.span().start(), event.span().end()).shift(self.offset)
    }

    fn header(&mut self, open: Event, section: Section) {
        let mut span = self.span_of(open);
        let Some(first) = self.take_if(EventKind::SimpleKey) else {
            return;
        };
        let path = self.path(first);
        let close = self
            .take_if(EventKind::StdTableClose)
            .or_else(|| self.take_if(EventKind::ArrayTableClose));
        if let Some(close) = close {
            span = span.cover(self.span_of(close));
        }
        self.tables.open(&path, section, span);
    }

    /// A key and what follows it after dots.
    fn path(&mut self, first: Event) -> Vec<Node> {
        let mut path = vec![self.key(first)];
        while self.take_if(EventKind::KeySep).is_some() {
            match self.take_if(EventKind::SimpleKey) {
                Some(event) => path.push(self.key(event)),
                None => break,
            }
        }
        path
    }

    fn key(&mut self, event: Event) -> Node {
        let mut text = String::new();
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut text, &mut self.slips);
        }
        scalar(self.span_of(event), text, style_of(event.encoding()))
    }

    fn key_value(&mut self, table: usize, path: Vec<Node>) {
        if self.take_if(EventKind::KeyValSep).is_none() {
            return;
        }
        let depth = self.tables.depth(table) + path.len();
        let is_value = |event: &&Event| {
            matches!(
                event.kind(),
                EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen
            )
        };
        if self.events.get(self.next).as_ref().is_some_and(is_value)
            && let Some(event) = self.take()
            && let Some(value) = self.value(event, depth)
        {
            self.tables.set(table, path, value);
        }
    }

    fn value(&mut self, event: Event, depth: usize) -> Option<Node> {
        if depth > build::DEPTH_LIMIT {
            self.tables.too_deep(self.span_of(event));
            return None;
        }
        match event.kind() {
            EventKind::Scalar => Some(self.scalar(event)),
            EventKind::ArrayOpen => Some(self.array(event, depth)),
            EventKind::InlineTableOpen => Some(self.inline_table(event, depth)),
            _ => None,
        }
    }

    fn array(&mut self, open: Event, depth: usize) -> Node {
        let mut span = self.span_of(open);
        let mut items = Vec::new();
        while let Some(event) = self.take() {
            if event.kind() == EventKind::ArrayClose {
                span = span.cover(self.span_of(event));
                break;
            }
            items.extend(self.value(event, depth + 1));
        }
        Node {
            span,
            value: Value::Sequence(items),
        }
    }

    fn inline_table(&mut self, open: Event, depth: usize) -> Node {
        let mut span = self.span_of(open);
        let table = self.tables.inline(depth);
        while let Some(event) = self.take() {
            match event.kind() {
                EventKind::InlineTableClose => {
                    span = span.cover(self.span_of(event));
                    break;
                }
                EventKind::SimpleKey => {
                    let path = self.path(event);
                    self.key_value(table, path);
                }
                _ => {}
            }
        }
        self.tables.close_inline(table, span)
    }

    fn scalar(&mut self, event: Event) -> Node {
        let span = self.span_of(event);
        let Some(raw) = self.source.get(event) else {
            return scalar(span, String::new(), Style::Plain);
        };
        let before = self.slips.found.len();
        let mut text = String::new();
        let kind = raw.decode_scalar(&mut text, &mut self.slips);
        if self.slips.found.len() == before {
            self.hold_to_range(kind, &text, span);
        }
        match kind {
            ScalarKind::String => scalar(span, text, style_of(event.encoding())),
            // Other values keep their spelling.
            _ => scalar(span, raw.as_str().to_owned(), Style::Plain),
        }
    }

    /// What the parser leaves to who wants the value: whether the date is one,
    /// and the integer fits 64 bits.
    fn hold_to_range(&mut self, kind: ScalarKind, text: &str, span: Span) {
        match kind {
            ScalarKind::DateTime if text.parse::<Datetime>().is_err() => {
                self.tables.fault(explain::bad_date(text, span));
            }
            ScalarKind::Integer(radix) if i64::from_str_radix(text, radix.value()).is_err() => {
                let message = Message::key("toml-integer-too-large");
                self.tables
                    .fault(SyntaxError::new(span, message, "toml-integer-too-large-help"));
            }
            _ => {}
        }
    }
}

fn scalar(span: Span, text: String, style: Style) -> Node {
    Node {
        span,
        value: Value::Scalar(Scalar { text, style, tag: None }),
    }
}

/// Three quotes are as one: what stands in them is a text on any number of lines.
fn style_of(encoding: Option<Encoding>) -> Style {
    match encoding {
        Some(Encoding::BasicString | Encoding::MlBasicString) => Style::DoubleQuoted,
        Some(Encoding::LiteralString | Encoding::MlLiteralString) => Style::SingleQuoted,
        None => Style::Plain,
    }
}

#[cfg(test)]
mod tests;

//! JSON to spanned nodes (RFC 8259).
//!
//! A reader of our own, since people write JSON with the habits of other
//! languages: it goes on after what it understands and JSON refuses, such as a
//! comment or a comma too many, so that all of them are told at once.

pub(super) mod mend;
mod text;

use rustc_hash::FxHashMap;

use super::SyntaxError;
use super::yaml::Parsed;
use crate::document::node::{Entry, Node, Scalar, Style, Value};
use crate::messages::{Arguments, Message, clipped};
use crate::text::Span;

/// Bytes of a document beyond which it is not read.
const SIZE_LIMIT: usize = 1 << 20;

/// Brackets in brackets.
const DEPTH_LIMIT: usize = 128;

/// Errors of one document that are worth showing.
const ERROR_LIMIT: usize = 50;

/// Whether an object has its braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Braces {
    /// `{ … }`.
    Written,
    /// Members alone, as Hexo has them before `;;;`.
    LeftOut,
}

/// Reads the one object that `span` of `text` holds. Spans of nodes and errors
/// are bytes of `text`. Where a key stands twice there is a node all the same.
pub(super) fn parse(text: &str, span: Span, braces: Braces) -> Parsed {
    if span.len() > SIZE_LIMIT {
        let first = span.of(text).lines().next().unwrap_or("").trim_end();
        let place = Span::new(span.start, span.start + first.len());
        return Parsed {
            node: None,
            errors: vec![SyntaxError::new(
                place,
                Message::key("json-too-large"),
                "yaml-too-large-help",
            )],
        };
    }
    let mut reader = Reader::new(text, span);
    let node = reader.whole(braces);
    let Reader {
        is_whole, mut errors, ..
    } = reader;
    errors.sort_by_key(|error| error.span);
    errors.truncate(ERROR_LIMIT);
    mend::mend(text, span, &mut errors);
    Parsed {
        node: node.filter(|_| is_whole),
        errors,
    }
}

#[derive(Debug)]
struct Reader<'text> {
    /// The file up to the end of the content.
    text: &'text str,
    at: usize,
    /// Whether the rest makes no sense.
    is_stopped: bool,
    /// Whether everything that was written is in the node.
    is_whole: bool,
    errors: Vec<SyntaxError>,
}

/// What closes a list of values or members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Bracket(char),
    EndOfContent,
}

/// What was read before the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Comma(Span),
    Value,
}

impl<'text> Reader<'text> {
    fn new(text: &'text str, span: Span) -> Self {
        Self {
            text: text.get(..span.end).unwrap_or(""),
            at: span.start,
            is_stopped: false,
            is_whole: true,
            errors: Vec::new(),
        }
    }
}

impl Reader<'_> {
    /// All of the content, as far as it is understood.
    fn whole(&mut self, braces: Braces) -> Option<Node> {
        let node = match braces {
            Braces::Written => self.value(0),
            Braces::LeftOut => Some(self.bare_members()),
        };
        self.nothing_more();
        node
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        match self.is_stopped {
            true => None,
            false => self.rest().chars().next(),
        }
    }

    fn take(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// The next character, which is taken as a span.
    fn take_span(&mut self) -> Span {
        let start = self.at;
        self.take();
        Span::new(start, self.at)
    }

    fn error(&mut self, span: Span, key: &'static str, arguments: Arguments, help: &'static str) {
        self.is_whole = false;
        self.tell(SyntaxError::new(span, Message::Key(key, arguments), help));
    }

    fn tell(&mut self, error: SyntaxError) {
        if self.errors.len() < ERROR_LIMIT {
            self.errors.push(error);
        }
    }

    /// What stands here can't be made sense of, so nothing after it is read.
    fn give_up(&mut self) {
        let span = self.to_line_end(self.at);
        let written = Arguments::new().with("text", clipped(span.of(self.text)));
        self.error(span, "json-invalid", written, "json-invalid-help");
        self.is_stopped = true;
    }

    /// From an offset to the end of its line, without white space there.
    fn to_line_end(&self, from: usize) -> Span {
        let rest = self.text.get(from..).unwrap_or("");
        let line = rest.split(['\n', '\r']).next().unwrap_or("").trim_end();
        Span::new(from, from + line.len())
    }

    /// White space, and comments, which are errors.
    fn skip(&mut self) {
        while let Some(character) = self.peek() {
            let start = self.at;
            match character {
                ' ' | '\t' | '\n' | '\r' => self.at += 1,
                '#' => {
                    let span = self.to_line_end(start);
                    self.at = span.end;
                    self.error(span, "json-comment", Arguments::new(), "json-comment-help");
                }
                '/' if self.rest().starts_with("//") => {
                    let span = self.to_line_end(start);
                    self.at = span.end;
                    self.error(span, "json-comment", Arguments::new(), "json-comment-help");
                }
                '/' if self.rest().starts_with("/*") => {
                    let length = self.rest().find("*/").map_or(self.rest().len(), |at| at + 2);
                    self.at = start + length;
                    let span = Span::new(start, self.at);
                    self.error(span, "json-comment", Arguments::new(), "json-comment-help");
                }
                // A space of another kind is none to JSON.
                _ if character.is_whitespace() || character == '\u{FEFF}' => {
                    let span = self.take_span();
                    let code = Arguments::new().with("code", format!("U+{:04X}", u32::from(character)));
                    self.error(span, "json-other-space", code, "json-other-space-help");
                }
                _ => break,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.skip();
        match self.peek()? {
            '{' | '[' if depth >= DEPTH_LIMIT => {
                let span = Span::new(self.at, self.at + 1);
                self.error(span, "yaml-too-deep", Arguments::new(), "yaml-too-deep-help");
                self.is_stopped = true;
                None
            }
            '{' => Some(self.object(depth)),
            '[' => Some(self.array(depth)),
            ',' | '，' | '、' | '}' | ']' | ':' | '：' => None,
            _ => Some(self.scalar()),
        }
    }

    fn object(&mut self, depth: usize) -> Node {
        let open = self.take_span();
        let entries = self.members(Closing::Bracket('}'), open, depth);
        Node {
            span: Span::new(open.start, self.at),
            value: Value::Mapping(entries),
        }
    }

    fn bare_members(&mut self) -> Node {
        self.skip();
        let start = Span::empty(self.at);
        if self.peek() == Some('{') {
            let brace = Span::new(self.at, self.at + 1);
            self.error(
                brace,
                "json-braces-left-out",
                Arguments::new(),
                "json-braces-left-out-help",
            );
            return self.object(0);
        }
        let entries = self.members(Closing::EndOfContent, start, 0);
        let spans = entries.iter().map(|entry| entry.key.span.cover(entry.value.span));
        Node {
            span: spans.reduce(Span::cover).unwrap_or(start),
            value: Value::Mapping(entries),
        }
    }

    fn members(&mut self, closing: Closing, open: Span, depth: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut seen = FxHashMap::default();
        let mut before = Before::Nothing;
        while self.goes_on(closing, open, &mut before) {
            let key = self.key();
            self.note_duplicate(&key, &mut seen);
            self.colon(&key);
            let value = match self.value(depth + 1) {
                Some(value) => value,
                None => self.missing_value(&key),
            };
            entries.push(Entry { key, value });
            before = Before::Value;
        }
        entries
    }

    fn array(&mut self, depth: usize) -> Node {
        let open = self.take_span();
        let mut items = Vec::new();
        let mut before = Before::Nothing;
        while self.goes_on(Closing::Bracket(']'), open, &mut before) {
            match self.value(depth + 1) {
                Some(item) => items.push(item),
                None => self.give_up(),
            }
            before = Before::Value;
            self.skip();
            if let (Some(':' | '：'), Some(key)) = (self.peek(), items.last()) {
                // A key: the list ended before it, and lacks its bracket.
                let start = key.span.start;
                self.errors.retain(|error| error.span.start < start);
                self.unclosed(open, ']');
                break;
            }
        }
        Node {
            span: Span::new(open.start, self.at),
            value: Value::Sequence(items),
        }
    }

    /// Whether another value or member follows; commas and the closing bracket
    /// are taken.
    fn goes_on(&mut self, closing: Closing, open: Span, before: &mut Before) -> bool {
        loop {
            self.skip();
            match (self.peek(), *before) {
                (None, _) => {
                    match (closing, *before) {
                        (Closing::Bracket(bracket), _) => self.unclosed(open, bracket),
                        (Closing::EndOfContent, Before::Comma(comma)) => self.extra_comma(comma),
                        (Closing::EndOfContent, _) => {}
                    }
                    return false;
                }
                (Some(character), _) if closing == Closing::Bracket(character) => {
                    if let Before::Comma(comma) = *before {
                        self.extra_comma(comma);
                    }
                    self.at += 1;
                    return false;
                }
                (Some(','), Before::Value) => *before = Before::Comma(self.take_span()),
                (Some(','), _) => {
                    let span = self.take_span();
                    self.extra_comma(span);
                }
                (Some('，' | '、' | '；' | ';'), _) => {
                    let span = self.take_span();
                    let written = Arguments::new().with("character", span.of(self.text));
                    self.error(span, "json-other-comma", written, "json-other-comma-help");
                    *before = Before::Comma(span);
                }
                (Some('}' | ']' | ')'), _) => {
                    match closing {
                        Closing::Bracket(bracket) => self.unclosed(open, bracket),
                        Closing::EndOfContent => self.give_up(),
                    }
                    return false;
                }
                (Some(character), Before::Value) => {
                    let span = Span::new(self.at, self.at + character.len_utf8());
                    self.error(span, "json-missing-comma", Arguments::new(), "json-missing-comma-help");
                    return true;
                }
                (Some(_), Before::Nothing | Before::Comma(_)) => return true,
            }
        }
    }

    fn extra_comma(&mut self, comma: Span) {
        self.error(comma, "json-extra-comma", Arguments::new(), "json-extra-comma-help");
    }

    fn unclosed(&mut self, open: Span, closing: char) {
        if self.is_stopped {
            return;
        }
        let brackets = Arguments::new()
            .with("bracket", open.of(self.text))
            .with("closing", closing.to_string());
        self.error(open, "json-unclosed-bracket", brackets, "json-unclosed-bracket-help");
        self.is_stopped = true;
    }

    fn key(&mut self) -> Node {
        let key = self.scalar();
        if key.as_scalar().is_some_and(|scalar| scalar.style == Style::Plain) {
            // Whatever was said of it as a value, it is a key without quotes.
            self.errors.retain(|error| !key.span.contains(error.span));
            let name = Arguments::new().with("key", clipped(key.span.of(self.text)));
            self.error(key.span, "json-key-needs-quotes", name, "json-key-needs-quotes-help");
        }
        key
    }

    fn note_duplicate(&mut self, key: &Node, seen: &mut FxHashMap<String, Span>) {
        let Some(scalar) = key.as_scalar() else { return };
        let first = *seen.entry(scalar.text.clone()).or_insert(key.span);
        if first != key.span {
            let name = Arguments::new().with("key", scalar.text.as_str());
            let message = Message::Key("yaml-duplicate-key", name);
            let mut error = SyntaxError::new(key.span, message, "json-duplicate-key-help");
            error.labels.push((first, Message::key("yaml-duplicate-key-first")));
            self.tell(error);
        }
    }

    /// The colon after a key.
    fn colon(&mut self, key: &Node) {
        self.skip();
        match self.peek() {
            Some(':') => self.at += 1,
            Some(character @ ('：' | '=' | '＝')) => {
                let span = self.take_span();
                let written = Arguments::new().with("character", character.to_string());
                self.error(span, "json-other-colon", written, "json-other-colon-help");
            }
            _ if self.is_stopped => {}
            _ => {
                let name = Arguments::new().with("key", clipped(key.span.of(self.text)));
                self.error(key.span, "json-missing-colon", name, "json-missing-colon-help");
                self.is_stopped = true;
            }
        }
    }

    fn missing_value(&mut self, key: &Node) -> Node {
        if !self.is_stopped {
            let name = key.as_scalar().map_or("", |scalar| scalar.text.as_str());
            let name = Arguments::new().with("key", clipped(name));
            self.error(key.span, "json-missing-value", name, "json-missing-value-help");
        }
        scalar(Span::empty(self.at), String::new(), Style::Plain)
    }

    /// Behind the object there may be white space alone.
    fn nothing_more(&mut self) {
        self.skip();
        if self.peek().is_some() {
            self.give_up();
        }
    }
}

fn scalar(span: Span, text: String, style: Style) -> Node {
    Node {
        span,
        value: Value::Scalar(Scalar { text, style, tag: None }),
    }
}

#[cfg(test)]
mod tests;

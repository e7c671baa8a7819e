//! The text of a schema: JSON or YAML, read to plain data and to the places of its
//! parts, or else where and why it cannot be read.

use serde_json::Value as Json;

use super::Fault;
use crate::dialect::Engine;
use crate::document::front_matter::yaml;
use crate::document::node::{Node, Value};
use crate::messages::{Arguments, Message};
use crate::text::{LineIndex, Span};

/// A schema as it was written.
#[derive(Debug)]
pub struct Written {
    /// What it says.
    pub json: Json,
    /// Where it says so.
    pub node: Node,
}

/// Reads JSON that stands in `span` of a file's text.
///
/// # Errors
///
/// What keeps it from being JSON, and keys that stand twice.
pub fn read_json(text: &str, span: Span) -> Result<Written, Vec<Fault>> {
    let content = span.of(text);
    let json: Json = serde_json::from_str(content).map_err(|error| vec![explain(content, span, &error)])?;
    // JSON is YAML but for oddities, and only the places of its parts are wanted.
    let parsed = yaml::parse(text, span);
    let twice: Vec<Fault> = parsed.node.as_ref().map(keys_twice).unwrap_or_default();
    if !twice.is_empty() {
        return Err(twice);
    }
    let whole = || Node {
        span: Span::empty(span.start),
        value: Value::Sequence(Vec::new()),
    };
    let node = parsed.node.unwrap_or_else(whole);
    Ok(Written { json, node })
}

/// Reads YAML that stands in `span` of a file's text.
///
/// # Errors
///
/// What keeps it from being YAML.
pub fn read_yaml(text: &str, span: Span) -> Result<Written, Vec<Fault>> {
    let parsed = yaml::parse_strictly(text, span);
    match parsed.node {
        Some(node) if parsed.errors.is_empty() => Ok(Written {
            json: node.to_json(Engine::Core12),
            node,
        }),
        None if parsed.errors.is_empty() => Err(vec![empty(span)]),
        _ => Err(parsed
            .errors
            .into_iter()
            .map(|error| Fault {
                span: error.span,
                message: error.message,
                help: error.help,
            })
            .collect()),
    }
}

fn empty(span: Span) -> Fault {
    Fault::new(Span::empty(span.start), "schema-file-empty", "schema-file-empty-help")
}

/// The keys that stand in one mapping for the second time: the first would count
/// for nothing.
fn keys_twice(root: &Node) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        open.extend(node.items());
        let mut known = std::collections::HashSet::new();
        for entry in node.entries() {
            let key = entry.key.as_scalar().map_or("", |scalar| scalar.text.as_str());
            if !known.insert(key) {
                let message = Message::Key("json-key-twice", Arguments::new().with("key", key));
                let help = Some(Message::key("json-key-twice-help"));
                let span = entry.key.span;
                found.push(Fault { span, message, help });
            }
            open.push(&entry.value);
        }
    }
    found.sort_by_key(|fault| fault.span);
    found
}

/// What the reader of JSON stumbled over, in words. It tells its reasons apart
/// only by their English.
fn explain(content: &str, span: Span, error: &serde_json::Error) -> Fault {
    if content.trim().is_empty() {
        return empty(span);
    }
    let line = LineIndex::new(content).line_span(error.line().saturating_sub(1));
    // The column of a line break is nought, in the line behind it.
    let mut offset = (line.start + error.column()).saturating_sub(1).min(content.len());
    while !content.is_char_boundary(offset) {
        offset -= 1;
    }
    let reason = error.to_string();
    let says = |words: &str| reason.starts_with(words);
    if error.is_eof() {
        let end = content.trim_end().len();
        let key = if says("EOF while parsing a string") {
            "json-text-open"
        } else {
            "json-ends-early"
        };
        let help = match key {
            "json-text-open" => "json-text-open-help",
            _ => "json-ends-early-help",
        };
        return Fault::new(Span::empty(span.start + end), key, help);
    }
    // Where a comma is missing, the reader stands at the word behind it.
    let at = content.get(offset..).and_then(|rest| rest.chars().next());
    let length = at.map_or(0, char::len_utf8);
    let here = match at {
        Some(letter) if letter.is_alphanumeric() => word_at(content, offset),
        _ => Span::new(offset, offset + length),
    };
    let here = here.shift(span.start);
    let before = content.get(..offset).unwrap_or_default().trim_end();
    match at {
        Some('，' | '：' | '“' | '”' | '｛' | '｝' | '［' | '］' | '「' | '」') => {
            let arguments = Arguments::new().with("character", at.map(String::from).unwrap_or_default());
            return Fault {
                span: here,
                message: Message::Key("json-wide-character", arguments),
                help: Some(Message::key("json-wide-character-help")),
            };
        }
        Some('/' | '#') => return Fault::new(here, "schema-json-comment", "schema-json-comment-help"),
        Some('\t') => return Fault::new(here, "schema-json-tab", "schema-json-tab-help"),
        Some('\'') => return Fault::new(here, "json-single-quote", "json-single-quote-help"),
        _ => {}
    }
    let comma = || Span::new(before.len().saturating_sub(1), before.len()).shift(span.start);
    let (span, key, help) = if says("trailing comma") || (before.ends_with(',') && matches!(at, Some('}' | ']'))) {
        (comma(), "json-comma-too-many", "json-comma-too-many-help")
    } else if says("expected `,`") {
        let end = Span::empty(span.start + before.len());
        (end, "json-comma-missing", "json-comma-missing-help")
    } else if says("expected `:`") {
        (here, "json-colon-missing", "json-colon-missing-help")
    } else if says("key must be a string") {
        (here, "json-key-unquoted", "json-key-unquoted-help")
    } else if says("control character") {
        (here, "json-text-open", "json-text-open-help")
    } else if says("invalid escape") || says("lone") || says("unexpected end of hex") {
        (here, "json-escape", "json-escape-help")
    } else if says("trailing characters") {
        (here, "json-more-behind", "json-more-behind-help")
    } else if says("recursion limit") {
        (here, "json-too-deep", "json-too-deep-help")
    } else {
        (here, "json-no-value", "json-no-value-help")
    };
    Fault::new(span, key, help)
}

/// The letters and digits around an offset.
fn word_at(content: &str, offset: usize) -> Span {
    let (before, after) = content.split_at(offset);
    let is_other = |letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_';
    let start = before.trim_end_matches(|letter| !is_other(letter)).len();
    Span::new(start, offset + after.find(is_other).unwrap_or(after.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Catalogue, Language};

    /// The marked place, and the beginning of what is said of it.
    fn fault(marked: &str, expected: &str) {
        let start = marked.find('⟦').unwrap();
        let text = marked.replace(['⟦', '⟧'], "");
        let length = marked.find('⟧').unwrap() - start - '⟦'.len_utf8();
        let faults = read_json(&text, Span::new(0, text.len())).unwrap_err();
        let said = Catalogue::new(Language::English).sentence(&faults[0].message);
        assert_eq!(
            (faults[0].span, faults.len()),
            (Span::new(start, start + length), 1),
            "{marked}: {said}"
        );
        assert!(said.contains(expected), "{marked}: {said}");
    }

    #[test]
    fn what_keeps_a_text_from_being_json_is_said_where_it_is() {
        fault("⟦⟧", "empty");
        fault("{\n  \"type\": \"object\"⟦⟧\n", "ends before");
        fault("{\"type\": \"obj⟦⟧", "quote that closes");
        fault("{\"type\": \"obj⟦\n⟧\"}", "quote that closes");
        fault("{\"type\": \"object\"⟦,⟧\n}", "comma");
        fault("{\"a\": [1⟦,⟧ ]}", "comma");
        fault("{\"a\": 1⟦⟧\n \"b\": 2}", "comma is missing");
        fault("{\"a\": [1⟦⟧ 2]}", "comma is missing");
        fault("{\"a\" ⟦1⟧}", "colon");
        fault("{⟦a⟧: 1}", "double quotes");
        fault("{\"a\": ⟦object⟧}", "value");
        fault("{\"a\": ⟦'⟧b'}", "single quote");
        fault("{\"a\": ⟦treu⟧}", "value");
        fault("{⟦title⟧: 1}", "double quotes");
        fault("{\"a\"⟦：⟧ 1}", "`：`");
        fault("{\"a\": ⟦“⟧b”}", "`“`");
        fault("{\"a\": 1⟦，⟧ \"b\": 2}", "`，`");
        fault("{\n  ⟦/⟧/ 说明\n  \"a\": 1}", "comment");
        fault("{\"a\": \"\\⟦d⟧ \"}", "backslash");
        fault("{\"a\": \"b⟦\t⟧c\"}", "tab");
        fault("{\"a\": 1} ⟦}⟧", "after the end");
        fault("{\"title\": {}, ⟦\"title\"⟧: {}}", "twice");
    }
}

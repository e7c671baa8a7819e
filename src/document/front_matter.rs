//! Front matter: where it stands in a file, in which format, and what it says.
//!
//! It finds the fences and chooses the parser. It must not know what keys mean
//! to a generator, nor any rule.

mod lines;
pub mod yaml;

use crate::diagnostic::Fix;
use crate::document::node::{Node, Value};
use crate::messages::Message;
use crate::text::{BYTE_ORDER_MARK, Span};

use lines::{Line, claims_front_matter, key_lines_end, lines};

/// The language of a front matter block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// A JSON object at the very start.
    Json,
}

/// The front matter of a file; all spans are bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its language; none where the file has no front matter.
    pub format: Option<Format>,
    /// Everything that is not body: both fences, and the line end after the
    /// closing one. Empty, at the start of the body, where there is none.
    pub block: Span,
    /// The opening fence, without its line end; of JSON the brace.
    pub opening: Span,
    /// What stands between the fences; of JSON the whole object.
    pub content: Span,
    /// What it says, where it could be read. An empty block is an empty mapping.
    pub node: Option<Node>,
    /// What is wrong with it.
    pub errors: Vec<SyntaxError>,
}

/// A mistake in the writing of front matter, or of another YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Bytes in the file.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Option<Message>,
    /// Other places in the same file that belong to it.
    pub labels: Vec<(Span, Message)>,
    /// How to mend it, held to by its own proof.
    pub fix: Option<Fix>,
}

impl SyntaxError {
    /// An error with nothing but a place and its sentences.
    pub(crate) fn new(span: Span, message: Message, help: &'static str) -> Self {
        Self {
            span,
            message,
            help: Some(Message::key(help)),
            labels: Vec::new(),
            fix: None,
        }
    }
}

impl FrontMatter {
    fn none(start: usize) -> Self {
        let nowhere = Span::empty(start);
        Self {
            format: None,
            block: nowhere,
            opening: nowhere,
            content: nowhere,
            node: None,
            errors: Vec::new(),
        }
    }
}

/// Finds and reads the front matter of a file.
///
/// The opening fence must be the very first line, after a byte order mark. A
/// `---` that only rules off text, as Markdown does, is no front matter: either
/// what stands between the fences is a mapping, or it is broken but its first
/// lines look like `key: value`.
pub fn find(text: &str) -> FrontMatter {
    let start = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let Some(first) = lines(text, start).next() else {
        return FrontMatter::none(start);
    };
    let found = match first.trimmed(text) {
        "---" => find_yaml(text, first),
        "+++" => find_toml(text, first),
        line if line.starts_with('{') => find_json(text, start),
        _ => None,
    };
    found.unwrap_or_else(|| FrontMatter::none(start))
}

fn find_yaml(text: &str, first: Line) -> Option<FrontMatter> {
    let is_closing = |line: &Line| matches!(line.trimmed(text), "---" | "...");
    let Some(closing) = lines(text, first.end).find(is_closing) else {
        return unclosed_yaml(text, first);
    };
    let content = Span::new(first.end, closing.start);
    let mut parsed = yaml::parse(text, content);
    let is_mapping = match &parsed.node {
        Some(node) => matches!(node.value, Value::Mapping(_)),
        None => parsed.errors.is_empty(),
    };
    if !is_mapping {
        if !claims_front_matter(text, content) {
            return None;
        }
        if parsed.errors.is_empty() {
            parsed.errors.extend(yaml::not_a_mapping(text, content));
            parsed.node = None;
        }
    } else if parsed.node.is_none() {
        parsed.node = Some(Node {
            span: Span::empty(content.start),
            value: Value::Mapping(Vec::new()),
        });
    }
    Some(FrontMatter {
        format: Some(Format::Yaml),
        block: Span::new(first.start, closing.end),
        opening: first.fence(text),
        content,
        node: parsed.node,
        errors: parsed.errors,
    })
}

/// A first line `---` that nothing closes. Where lines of `key: value` follow
/// they are set aside as the block, so that they are neither checked as prose
/// nor, being incomplete, against a schema.
fn unclosed_yaml(text: &str, first: Line) -> Option<FrontMatter> {
    let end = key_lines_end(text, first.end)?;
    let content = Span::new(first.end, end);
    let opening = first.fence(text);
    let message = Message::key("front-matter-not-closed");
    Some(FrontMatter {
        format: Some(Format::Yaml),
        block: Span::new(first.start, end),
        opening,
        content,
        node: None,
        errors: vec![SyntaxError::new(opening, message, "front-matter-not-closed-help")],
    })
}

fn find_toml(text: &str, first: Line) -> Option<FrontMatter> {
    let closing = lines(text, first.end).find(|line| line.trimmed(text) == "+++")?;
    Some(FrontMatter {
        format: Some(Format::Toml),
        block: Span::new(first.start, closing.end),
        opening: first.fence(text),
        content: Span::new(first.end, closing.start),
        node: None,
        errors: Vec::new(),
    })
}

/// An object at the start whose first member begins with a quote, or which is
/// empty: text in braces and templates such as `{% … %}` are not taken for it.
fn find_json(text: &str, start: usize) -> Option<FrontMatter> {
    let inside = text.get(start + 1..)?.trim_start();
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let end = start + json_object_len(text.get(start..)?)?;
    let last = lines(text, end).next().unwrap_or(Line::empty(end));
    if !last.trimmed(text).is_empty() {
        return None;
    }
    Some(FrontMatter {
        format: Some(Format::Json),
        block: Span::new(start, last.end),
        opening: Span::new(start, start + 1),
        content: Span::new(start, end),
        node: None,
        errors: Vec::new(),
    })
}

/// Length in bytes of the object that `text` begins with, up to its own brace.
fn json_object_len(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;

//! Front matter between fences as every reader of its format takes them.

use super::lines::{Line, Notation, claims_front_matter, key_lines_end, lines};
use super::yaml::Parsed;
use super::{Format, FrontMatter, SyntaxError, json, toml, yaml};
use crate::document::node::{Node, Value};
use crate::messages::Message;
use crate::text::Span;

/// The front matter that the first line opens.
pub(super) fn find(text: &str, first: Line) -> Option<FrontMatter> {
    match first.trimmed(text) {
        "---" => find_yaml(text, first, first.start),
        "+++" => find_toml(text, first, first.start),
        line if is_semicolons(line) => find_members(text, Some(first), first.end),
        line if line.starts_with('{') => find_json(text, first),
        line if line.starts_with('"') => find_members(text, None, first.start),
        _ => None,
    }
}

/// Hexo's fence of JSON: three semicolons or more.
fn is_semicolons(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b';')
}

/// A block, put together.
pub(super) fn block(format: Format, start: usize, opening: Span, content: Span, end: usize) -> FrontMatter {
    FrontMatter {
        format: Some(format),
        block: Span::new(start, end),
        opening,
        content,
        node: None,
        sound: None,
        errors: Vec::new(),
    }
}

/// YAML after the line `first`; the block begins at `start`.
pub(super) fn find_yaml(text: &str, first: Line, start: usize) -> Option<FrontMatter> {
    let is_closing = |line: &Line| matches!(line.trimmed(text), "---" | "...");
    match lines(text, first.end).find(is_closing) {
        Some(closing) => closed_yaml(text, first, start, closing),
        None => unclosed(text, first, Format::Yaml),
    }
}

/// YAML between two lines.
pub(super) fn closed_yaml(text: &str, first: Line, start: usize, closing: Line) -> Option<FrontMatter> {
    let content = Span::new(first.end, closing.start);
    let found = read_yaml(text, content);
    if found.as_ref().is_none_or(|parsed| parsed.node.is_none())
        && let Some(closed) = closed_otherwise(text, first, Format::Yaml)
    {
        return Some(closed);
    }
    let parsed = found.or_else(|| toml_between_dashes(text, content))?;
    let sound = match parsed.node {
        Some(_) => None,
        None => yaml::sound_entries(text, content),
    };
    Some(FrontMatter {
        sound,
        node: parsed.node,
        errors: parsed.errors,
        ..block(Format::Yaml, start, first.fence(text), content, closing.end)
    })
}

/// What stands between two fences of YAML, unless that is text.
pub(super) fn read_yaml(text: &str, content: Span) -> Option<Parsed> {
    let mut parsed = yaml::parse(text, content);
    let is_mapping = match &parsed.node {
        Some(node) => matches!(node.value, Value::Mapping(_)),
        None => parsed.errors.is_empty(),
    };
    if !is_mapping {
        if let Some(error) = parsed
            .node
            .as_ref()
            .and_then(|node| yaml::keys_in_a_list(text, content, node))
        {
            return Some(Parsed {
                node: None,
                errors: vec![error],
            });
        }
        if !claims_front_matter(text, content, Notation::Yaml) {
            return None;
        }
        if parsed.errors.is_empty() {
            parsed.errors.extend(yaml::not_a_mapping(text, content));
            parsed.node = None;
        }
    } else if let Some(node) = &parsed.node {
        parsed.errors.extend(yaml::unknown_tags(text, node));
    } else {
        parsed.node = Some(empty_mapping(content));
    }
    Some(parsed)
}

fn empty_mapping(content: Span) -> Node {
    Node {
        span: Span::empty(content.start),
        value: Value::Mapping(Vec::new()),
    }
}

/// Lines of TOML between fences of YAML, which read as one long text.
fn toml_between_dashes(text: &str, content: Span) -> Option<Parsed> {
    if !claims_front_matter(text, content, Notation::Toml) {
        return None;
    }
    let at = content.start + content.of(text).find('=')?;
    let message = Message::key("front-matter-toml-between-dashes");
    Some(Parsed {
        node: None,
        errors: vec![SyntaxError::new(
            Span::new(at, at + 1),
            message,
            "front-matter-toml-between-dashes-help",
        )],
    })
}

/// A first line that opens a block that nothing closes. Where lines of keys and
/// values follow they are set aside as the block, so that they are neither
/// checked as prose nor, being incomplete, against a schema.
fn unclosed(text: &str, first: Line, format: Format) -> Option<FrontMatter> {
    if let Some(closed) = closed_otherwise(text, first, format) {
        return Some(closed);
    }
    let end = key_lines_end(text, first.end, notation_of(format))?;
    let opening = first.fence(text);
    let (message, help) = match format {
        Format::Yaml => ("front-matter-not-closed", "front-matter-not-closed-help"),
        Format::Toml => ("front-matter-not-closed", "front-matter-not-closed-toml-help"),
        Format::Json => ("front-matter-not-closed", "front-matter-not-closed-json-help"),
    };
    Some(FrontMatter {
        errors: vec![SyntaxError::new(opening, Message::key(message), help)],
        ..block(format, first.start, opening, Span::new(first.end, end), end)
    })
}

fn notation_of(format: Format) -> Notation {
    match format {
        Format::Yaml => Notation::Yaml,
        Format::Toml => Notation::Toml,
        Format::Json => Notation::Json,
    }
}

/// A block that a line was meant to close which does not, such as `----`.
fn closed_otherwise(text: &str, first: Line, format: Format) -> Option<FrontMatter> {
    let end = key_lines_end(text, first.end, notation_of(format))?;
    let closing = lines(text, end).find(|line| !line.trimmed(text).is_empty())?;
    let error = super::mistyped::closing(text, closing, format)?;
    Some(FrontMatter {
        errors: vec![error],
        ..block(
            format,
            first.start,
            first.fence(text),
            Span::new(first.end, closing.start),
            closing.end,
        )
    })
}

/// TOML after the line `first`; the block begins at `start`.
pub(super) fn find_toml(text: &str, first: Line, start: usize) -> Option<FrontMatter> {
    let Some(closing) = lines(text, first.end).find(|line| line.trimmed(text) == "+++") else {
        return unclosed(text, first, Format::Toml);
    };
    let content = Span::new(first.end, closing.start);
    let mut parsed = toml::parse(text, content);
    if parsed.node.is_none() {
        if let Some(closed) = closed_otherwise(text, first, Format::Toml) {
            return Some(closed);
        }
        if !claims_front_matter(text, content, Notation::Toml) {
            return None;
        }
    }
    parsed.errors.truncate(MOST_ERRORS);
    Some(FrontMatter {
        node: parsed.node,
        errors: parsed.errors,
        ..block(Format::Toml, start, first.fence(text), content, closing.end)
    })
}

/// Errors of one block that are worth showing.
const MOST_ERRORS: usize = 50;

/// An object at the start whose first member begins with a quote, or which is
/// empty: text in braces and templates such as `{% … %}` are not taken for it.
/// Where it is broken, the brace stands alone on its line, and members follow.
fn find_json(text: &str, first: Line) -> Option<FrontMatter> {
    let start = first.start;
    let inside = text.get(start + 1..)?.trim_start();
    let is_object = inside.starts_with(['"', '}']);
    let is_meant = || first.trimmed(text) == "{" && key_lines_end(text, first.end, Notation::Json).is_some();
    if !is_object && !is_meant() {
        return None;
    }
    let end = match whole_object(text, start) {
        Some(end) if is_object || is_meant() => end,
        Some(_) => return None,
        None => broken_object(text, first)?,
    };
    let content = Span::new(start, end);
    let parsed = json::parse(text, content, json::Braces::Written);
    let block_end = lines(text, end).next().map_or(end, |rest| rest.end);
    Some(FrontMatter {
        node: parsed.node,
        errors: parsed.errors,
        ..block(Format::Json, start, Span::new(start, start + 1), content, block_end)
    })
}

/// Where the object ends that begins at `start`, if nothing else stands on the
/// line where it does.
fn whole_object(text: &str, start: usize) -> Option<usize> {
    let end = start + object_len(text.get(start..)?)?;
    let rest = lines(text, end).next().unwrap_or(Line::empty(end));
    rest.trimmed(text).is_empty().then_some(end)
}

/// Where an object ends that has no end of its own: after a brace that stands
/// alone on a line, else after the lines that look like members.
fn broken_object(text: &str, first: Line) -> Option<usize> {
    let members = key_lines_end(text, first.end, Notation::Json)?;
    let is_brace = |line: &Line| line.text(text).trim_end() == "}";
    let end = lines(text, first.end)
        .take_while(|line| line.start < members)
        .find(is_brace)
        .map_or(members, |line| line.start + 1);
    Some(first.end + text.get(first.end..end)?.trim_end().len())
}

/// Length in bytes of the object that `text` begins with, up to its own brace.
fn object_len(text: &str) -> Option<usize> {
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

/// Members of an object up to a line `;;;`, as Hexo has them. The line that
/// opens them may be left out.
fn find_members(text: &str, opening: Option<Line>, start: usize) -> Option<FrontMatter> {
    let fence = opening.map_or(Span::empty(start), |line| line.fence(text));
    let looks_so = key_lines_end(text, start, Notation::Json);
    let is_closing = |line: &Line| match opening {
        Some(_) => line.trimmed(text) == fence.of(text),
        None => is_semicolons(line.trimmed(text)),
    };
    let closing = match looks_so.is_some() || opening.is_some() {
        true => lines(text, start).find(is_closing),
        false => None,
    };
    let Some(closing) = closing else {
        return opening.and_then(|line| unclosed(text, line, Format::Json));
    };
    let content = Span::new(start, closing.start);
    let parsed = json::parse(text, content, json::Braces::LeftOut);
    if parsed.node.is_none() && looks_so.is_none() {
        return None;
    }
    Some(FrontMatter {
        node: parsed.node,
        errors: parsed.errors,
        ..block(Format::Json, fence.start, fence, content, closing.end)
    })
}

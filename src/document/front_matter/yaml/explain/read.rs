//! Slips in what can be read, and is read as something that nobody meant.

use super::{Applicability, Edit, Message, Site, Span, SyntaxError, lists};
use crate::document::front_matter::lines::chinese_name;
use crate::document::front_matter::yaml::MOST_ERRORS;
use crate::document::front_matter::yaml::entries::WIDE_SPACES;
use crate::document::node::{Node, Scalar, Style, Value};
use crate::messages::Arguments;

/// Keys behind a space that is none to YAML, and lists whose dashes are none.
pub(in crate::document::front_matter::yaml) fn slips_of_what_was_read(
    text: &str,
    content: Span,
    root: &Node,
) -> Vec<SyntaxError> {
    let mut found = Vec::new();
    let mut is_below_a_key = false;
    for entry in root.entries() {
        if let Some(error) = wide_indentation(text, content, &entry.key, is_below_a_key) {
            found.push(error);
        } else {
            is_below_a_key = entry.value.span.is_empty();
        }
        found.extend(lists::without_dashes(text, content, entry));
        if found.len() >= MOST_ERRORS {
            break;
        }
    }
    found
}

/// `　title: …`: the space belongs to the key.
fn wide_indentation(text: &str, content: Span, key: &Node, is_below_a_key: bool) -> Option<SyntaxError> {
    let scalar = key.as_scalar().filter(|scalar| scalar.style == Style::Plain)?;
    let name = scalar.text.trim_start_matches(WIDE_SPACES).trim_end();
    let length = scalar.text.len() - scalar.text.trim_start_matches(WIDE_SPACES).len();
    let is_latin = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    let is_name = is_latin || chinese_name(name).is_some_and(|(_, rest)| rest.is_empty());
    let span = Span::new(key.span.start, key.span.start + length);
    if length == 0 || !is_name || !span.of(text).chars().all(|space| WIDE_SPACES.contains(&space)) {
        return None;
    }
    let (title, indentation) = match is_below_a_key {
        true => ("yaml-fix-wide-indentation-below", "  "),
        false => ("yaml-fix-wide-indentation", ""),
    };
    let edit = Edit {
        span,
        text: indentation.to_owned(),
    };
    let arguments = Arguments::new().with("key", name);
    Some(SyntaxError {
        fix: Site::new(text, content, span.start).repair(title, vec![edit], Applicability::Unsafe),
        ..SyntaxError::new(
            span,
            Message::Key("yaml-wide-indentation", arguments),
            "yaml-wide-indentation-help",
        )
    })
}

/// Values such as `!important`: a reader takes the word for the name of a type,
/// drops it, or stops.
pub(in crate::document::front_matter) fn unknown_tags(text: &str, root: &Node) -> Vec<SyntaxError> {
    let mut tagged = Vec::new();
    let mut open = vec![(root, root.span.start)];
    while let Some((node, place)) = open.pop().filter(|_| tagged.len() < MOST_ERRORS) {
        match &node.value {
            Value::Scalar(scalar) if scalar.tag.is_some() => tagged.push((scalar, place)),
            Value::Scalar(_) => {}
            Value::Sequence(items) => open.extend(items.iter().rev().map(|item| (item, item.span.start))),
            Value::Mapping(entries) => {
                open.extend(entries.iter().rev().map(|entry| (&entry.value, entry.key.span.end)));
            }
        }
    }
    let errors = tagged
        .iter()
        .filter_map(|(scalar, place)| unknown_tag(text, scalar, *place));
    errors.collect()
}

/// Of the value of the line at `place`.
fn unknown_tag(text: &str, scalar: &Scalar, place: usize) -> Option<SyntaxError> {
    let before = text.get(..place)?;
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = super::lines(text, start).next()?;
    let value = super::written(text, line).value;
    let raw = value.of(text);
    let is_word = raw.strip_prefix('!')?.starts_with(char::is_alphabetic);
    if !is_word || scalar.style != Style::Plain {
        return None;
    }
    let site = Site::new(text, Span::new(start, line.end), value.start);
    Some(SyntaxError {
        fix: site.quote(value, raw, Applicability::Unsafe),
        ..site.unexpected_character_at(value.start, '!')
    })
}

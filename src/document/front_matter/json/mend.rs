//! What people write in JSON with the habits of other languages, mended; and
//! whether a repair leaves what was understood before.

use super::{Braces, Reader};
use crate::diagnostic::{Applicability, Change, Edit, Fix, edited};
use crate::document::front_matter::{Format, SyntaxError, write};
use crate::document::node::{self, Node, Pair, Role, Style};
use crate::messages::Message;
use crate::text::Span;

/// Bytes of an object beyond which nothing is mended, since each repair is tried.
const MOST_BYTES: usize = 1 << 14;

/// Adds a repair to each error for which there is one that leaves fewer errors.
pub(super) fn mend(text: &str, content: Span, errors: &mut [SyntaxError]) {
    if content.len() > MOST_BYTES {
        return;
    }
    let count = errors.len();
    for error in errors {
        error.fix = repair(text, content, error).filter(|fix| errors_left(text, content, &fix.edits) < count);
    }
}

fn errors_left(text: &str, content: Span, edits: &[Edit]) -> usize {
    let edited = edited(text, content, edits);
    let content = Span::new(0, edited.len());
    let mut reader = Reader::new(&edited, content);
    reader.whole(braces_of(&edited, content));
    reader.errors.len()
}

fn repair(text: &str, content: Span, error: &SyntaxError) -> Option<Fix> {
    let Message::Key(key, _) = &error.message else {
        return None;
    };
    let span = error.span;
    let written = span.of(text);
    let rest = text.get(span.end..content.end)?.trim_start_matches([' ', '\t']);
    let ends_value = rest.is_empty() || rest.starts_with([',', '}', ']', '\n', '\r']);
    let ends_key = rest.starts_with([':', '：', '=', '＝']);
    let inside = || {
        let mut characters = written.chars();
        characters.next();
        characters.next_back();
        characters.as_str()
    };
    let quoted = |text: &str| write::quoted(text, Format::Json).filter(|_| !text.contains('\\'));
    let (title, replacement) = match *key {
        "json-extra-comma" => ("json-fix-comma", String::new()),
        "json-other-comma" => ("json-fix-other-comma", ",".to_owned()),
        "json-other-colon" => ("json-fix-other-colon", ":".to_owned()),
        "json-single-quotes" if ends_value || ends_key => ("json-fix-quotes", quoted(inside())?),
        "json-full-width-quotes" if written.chars().nth(1).is_some() && (ends_value || ends_key) => {
            ("json-fix-quotes", quoted(inside())?)
        }
        "json-key-needs-quotes" if ends_key => ("yaml-fix-quote-key", quoted(written)?),
        // What has no quotes may go on behind a comma.
        "json-unquoted-text" if ends_value && ends_line(rest) => ("yaml-fix-quote", quoted(written)?),
        _ => return None,
    };
    Some(Fix {
        title: Message::key(title),
        edits: vec![Edit {
            span,
            text: replacement,
        }],
        change: Change::MendSyntax,
        applicability: Applicability::Safe,
    })
}

/// Whether nothing but a comma or brackets stands on the line behind a value.
fn ends_line(rest: &str) -> bool {
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    line.chars()
        .all(|letter| matches!(letter, ',' | '}' | ']' | ' ' | '\t'))
}

/// Whether what is understood of a broken object before edits is what is read
/// after them: the same keys and values, of which those that were no JSON may have
/// got quotes where an edit was made. Edits are in order.
pub(in crate::document::front_matter) fn agree(
    (text, content): (&str, Span),
    (new_text, new_content): (&str, Span),
    edits: &[Edit],
) -> bool {
    let (Some(before), Some(after)) = (understood(text, content), understood(new_text, new_content)) else {
        return false;
    };
    let is_edited = |span: Span| {
        let first = edits.partition_point(|edit| edit.span.end <= span.start);
        edits.get(first).is_some_and(|edit| edit.span.contains(span))
    };
    node::agree(&before, &after, |Pair { one: node, role, .. }, one, other| {
        let is_no_json = role == Role::Key || !stands_without_quotes(&one.text);
        let is_quoted_now = one.style == Style::Plain && other.style == Style::DoubleQuoted && is_edited(node.span);
        one.text == other.text && (one.style == other.style || (is_quoted_now && is_no_json))
    })
}

/// Whether JSON reads it without quotes, so that they would make a text of it.
fn stands_without_quotes(text: &str) -> bool {
    matches!(text, "true" | "false" | "null") || text.parse::<serde_json::Number>().is_ok()
}

/// An object as it is understood, whatever is wrong with it, if it was read to
/// its end.
fn understood(text: &str, content: Span) -> Option<Node> {
    let mut reader = Reader::new(text, content);
    let node = reader.whole(braces_of(text, content));
    node.filter(|_| !reader.is_stopped)
}

fn braces_of(text: &str, content: Span) -> Braces {
    match content.of(text).starts_with('{') {
        true => Braces::Written,
        false => Braces::LeftOut,
    }
}

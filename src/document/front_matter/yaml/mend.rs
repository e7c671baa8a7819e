//! How to mend an entry that cannot be read, and whether a repair does what it
//! says: what stood there is what is read afterwards, and nothing else changes.

use super::entries::WIDE_SPACES;
use super::read;
use crate::diagnostic::{Applicability, Change, Edit, Fix, edited};
use crate::document::node::{Node, Style, Value, agree};
use crate::messages::Message;
use crate::text::Span;

/// What stands for the value in a trial: a word that needs no quotes.
const WORD: &str = "x";

/// Bytes of an entry beyond which no repair is sought, since each is tried.
const MOST_BYTES: usize = 1 << 14;

/// A repair of the entry at `entry`; none if it could not be read afterwards.
/// It may hope to be safe only where `mends` holds.
pub(super) fn repair(
    text: &str,
    entry: Span,
    title: &'static str,
    edits: Vec<Edit>,
    hope: Applicability,
) -> Option<Fix> {
    if entry.len() > MOST_BYTES {
        return None;
    }
    read_entry(&edited(text, entry, &edits))?;
    let is_proved = match edits.as_slice() {
        [edit] => mends(text, entry, edit),
        _ => false,
    };
    Some(Fix {
        title: Message::key(title),
        edits,
        change: Change::MendSyntax,
        applicability: if is_proved { hope } else { Applicability::Unsafe },
    })
}

/// A text as a quoted scalar, in the quotes that need no escape if there are
/// such. None if it cannot stand in quotes on one line as it is.
pub(super) fn quoted(text: &str) -> Option<String> {
    if text.is_empty() || text.chars().any(char::is_control) {
        return None;
    }
    Some(match text.contains(['"', '\\']) {
        false => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "''")),
    })
}

/// Whether an edit of a broken entry makes it read as it was meant.
///
/// Either a value is put in quotes: then the entry reads as it would with a
/// plain word in its place, but for that value, which is the text that stood
/// there, with or without quotes round it. Or a colon is put right: then the
/// key is what stood before it, and the value is what stood after it and after
/// spaces that are none to YAML.
pub(crate) fn mends(text: &str, entry: Span, edit: &Edit) -> bool {
    if !entry.contains(edit.span) {
        return false;
    }
    let Some(after) = read_entry(&edited(text, entry, [edit])) else {
        return false;
    };
    let stood = edit.span.of(text);
    if matches!(stood.trim_end_matches(WIDE_SPACES), ":" | "：") {
        return matches!(edit.text.as_str(), ":" | ": ") && key_is_before(text, entry, edit.span, &after);
    }
    let word = Edit {
        span: edit.span,
        text: WORD.to_owned(),
    };
    read_entry(&edited(text, entry, [&word]))
        .is_some_and(|expected| differs_by_value(&expected, &after, edit.span.start - entry.start, stood))
}

fn key_is_before(text: &str, entry: Span, colon: Span, after: &Node) -> bool {
    let before = Span::new(entry.start, colon.start).of(text);
    let key = before.rsplit(['\n', '\r']).next().unwrap_or("").trim();
    let rest = Span::new(colon.end, entry.end).of(text);
    let [only] = after.entries() else { return false };
    let expected = read_entry(&format!("{WORD}: {}", rest.trim_start_matches([' ', '\t'])));
    let is_same = |expected: Node| match expected.entries() {
        [one] => agree(&one.value, &only.value, |_, one, other| one == other),
        _ => false,
    };
    only.key.as_scalar().is_some_and(|scalar| scalar.text == key) && expected.is_some_and(is_same)
}

fn differs_by_value(expected: &Node, after: &Node, place: usize, stood: &str) -> bool {
    let without_quotes = ['"', '\'']
        .iter()
        .find_map(|quote| stood.strip_prefix(*quote)?.strip_suffix(*quote));
    let mut is_found = false;
    let agree = agree(expected, after, |pair, before, after| {
        if before == after {
            return true;
        }
        if pair.one.span.start != place || pair.other.span.start != place || is_found {
            return false;
        }
        is_found = matches!(after.style, Style::SingleQuoted | Style::DoubleQuoted)
            && (after.text == stood || Some(after.text.as_str()) == without_quotes);
        is_found
    });
    agree && is_found
}

/// An entry read by itself, if nothing is wrong with it.
fn read_entry(text: &str) -> Option<Node> {
    let parsed = read(text, Span::new(0, text.len())).ok()?;
    let node = parsed.node.filter(|_| parsed.errors.is_empty())?;
    let is_entry = match node.value {
        Value::Mapping(_) => true,
        Value::Sequence(_) => text.trim_start().starts_with('-'),
        Value::Scalar(_) => false,
    };
    is_entry.then_some(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str, from: &str, to: &str) -> bool {
        let start = text.find(from).unwrap();
        let edit = Edit {
            span: Span::new(start, start + from.len()),
            text: to.to_owned(),
        };
        mends(text, Span::new(0, text.len()), &edit)
    }

    #[test]
    fn quotes_are_those_that_need_no_escape() {
        assert_eq!(quoted("a: b").as_deref(), Some("\"a: b\""));
        assert_eq!(quoted("it's: x").as_deref(), Some("\"it's: x\""));
        assert_eq!(quoted("it's \"x\"").as_deref(), Some("'it''s \"x\"'"));
        assert_eq!(quoted("C:\\d").as_deref(), Some("'C:\\d'"));
        assert_eq!(quoted("a\tb"), None);
    }

    #[test]
    fn a_value_must_be_what_stood_there() {
        for (text, from, to) in [
            ("title: a: b\n", "a: b", "\"a: b\""),
            ("title: a: b # c\n", "a: b", "'a: b'"),
            ("tags:\n  - x\n  - @a\n", "@a", "\"@a\""),
            ("tags: [@a, b]\n", "@a", "\"@a\""),
            ("title: \"a\"b\"\n", "\"a\"b\"", "'a\"b'"),
            ("# c\ntitle：a\n", "：", ": "),
            ("tags:[a]\n", ":", ": "),
            ("标签：\u{3000}a\n", "：\u{3000}", ": "),
            ("tags:\u{A0}a\n", ":\u{A0}", ": "),
        ] {
            assert!(mended(text, from, to), "{text:?} {from:?} {to:?}");
        }
        for (text, from, to) in [
            ("title: a: b\n", "a: b", "\"a b\""),
            ("title: a: b\n", "a: b", "a b"),
            ("title: a: b\n", ": b", "\": b\""),
            ("title: a: b\n", "title: a: b", "\"title: a: b\""),
            ("title: a: b\n", "a: b", "\"a: b\"\nx: y"),
            ("title: a: b\n", "a: b", "\"a: b\" # c\nx: y"),
            ("title: a: b\n  c\n", "a: b", "\"a: b\""),
            ("tags: [@a, b]\n", "@a, b", "\"@a\", b"),
            ("title: \"a\\nb\"c\n", "\"a\\nb\"c", "\"a\\nbc\""),
            ("title：a\n", "：", ":"),
            ("title：a\n", "：", ": b"),
            ("author:\n  name：a\n", "：", ": "),
            ("see title：a\n", "title：", "title: "),
        ] {
            assert!(!mended(text, from, to), "{text:?} {from:?} {to:?}");
        }
    }
}

//! Whether two front matters hold the same values, a change to scalars aside.

use crate::diagnostic::Edit;
use crate::document::Document;
use crate::document::node::{Node, Scalar, Style, Value};
use crate::text::Span;

/// Whether the front matter after is that before, byte for byte, or holds the
/// same values with `edits` made in its scalars.
pub(super) fn front_matter_agrees(before: &Document<'_>, after: &Document<'_>, edits: &[Edit]) -> bool {
    let (text_before, text_after) = (&before.source().text, &after.source().text);
    if edits.is_empty() && before.front_matter().block.of(text_before) == after.front_matter().block.of(text_after) {
        return true;
    }
    match (&before.front_matter().node, &after.front_matter().node) {
        (Some(one), Some(other)) => after.front_matter().errors.is_empty() && agree(text_before, one, other, edits),
        _ => false,
    }
}

/// Compares without recursion: front matter may be nested as deep as it likes.
fn agree(text: &str, before: &Node, after: &Node, edits: &[Edit]) -> bool {
    let mut made = 0;
    let mut pairs = vec![(before, after)];
    while let Some((before, after)) = pairs.pop() {
        match (&before.value, &after.value) {
            (Value::Scalar(one), Value::Scalar(other)) => {
                let inside: Vec<&Edit> = edits.iter().filter(|edit| before.span.contains(edit.span)).collect();
                made += inside.len();
                let expected = edited_scalar(text, before.span, one, &inside);
                if expected.as_ref() != Some(&other.text) || one.style != other.style || one.tag != other.tag {
                    return false;
                }
            }
            (Value::Sequence(one), Value::Sequence(other)) if one.len() == other.len() => {
                pairs.extend(one.iter().zip(other));
            }
            (Value::Mapping(one), Value::Mapping(other)) if one.len() == other.len() => {
                for (one, other) in one.iter().zip(other) {
                    pairs.push((&one.key, &other.key));
                    pairs.push((&one.value, &other.value));
                }
            }
            _ => return false,
        }
    }
    made == edits.len()
}

/// The scalar's text with the edits in it made; nothing if it was not written
/// as it reads, so that they cannot be placed.
fn edited_scalar(text: &str, span: Span, scalar: &Scalar, edits: &[&Edit]) -> Option<String> {
    if edits.is_empty() {
        return Some(scalar.text.clone());
    }
    let quotes = match scalar.style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        Style::Literal | Style::Folded => return None,
    };
    let written = text.get(span.start + quotes..span.end.checked_sub(quotes)?)?;
    if written != scalar.text {
        return None;
    }
    let mut result = String::with_capacity(written.len());
    let mut done = 0;
    for edit in edits {
        let start = edit.span.start.checked_sub(span.start + quotes)?;
        result.push_str(written.get(done..start)?);
        result.push_str(&edit.text);
        done = start + edit.span.len();
    }
    result.push_str(written.get(done..)?);
    Some(result)
}

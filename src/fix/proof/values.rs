//! Whether two front matters hold the same values, a change to scalars aside.

use super::{Replacement, Wording, replaced};
use crate::diagnostic::{Edit, edited};
use crate::document::Document;
use crate::document::front_matter::{Format, write};
use crate::document::node::{self, Node, Pair, Scalar, Style, Value};
use crate::text::Span;

/// Whether the front matter after is that before, byte for byte, or holds the
/// same values with `edits` made in its scalars, and with those of `wordings`
/// reading as these say.
pub(super) fn front_matter_agrees(
    before: &Document<'_>,
    after: &Document<'_>,
    edits: &[Edit],
    wordings: &[Wording],
) -> bool {
    let (text_before, text_after) = (&before.source().text, &after.source().text);
    let is_unchanged = edits.is_empty() && wordings.is_empty();
    if is_unchanged && before.front_matter().block.of(text_before) == after.front_matter().block.of(text_after) {
        return true;
    }
    match (&before.front_matter().node, &after.front_matter().node) {
        (Some(one), Some(other)) if after.front_matter().errors.is_empty() => {
            let format = before.front_matter().format.unwrap_or(Format::Yaml);
            agree((text_before, format), one, other, (edits, wordings))
        }
        _ => false,
    }
}

fn agree(
    (text, format): (&str, Format),
    before: &Node,
    after: &Node,
    (edits, wordings): (&[Edit], &[Wording]),
) -> bool {
    let (mut made, mut worded) = (0, 0);
    let agree = node::agree(before, after, |Pair { one: before, .. }, one, other| {
        let inside: Vec<&Edit> = edits.iter().filter(|edit| before.span.contains(edit.span)).collect();
        let wordings: Vec<&Wording> = wordings.iter().filter(|one| one.lies_in(before.span)).collect();
        made += inside.len();
        worded += wordings.len();
        if !wordings.is_empty() {
            return inside.is_empty() && one.tag == other.tag && is_worded(one, other, &wordings, format);
        }
        let expected = edited_scalar(text, before.span, one, &inside);
        expected.as_ref() == Some(&other.text) && one.style == other.style && one.tag == other.tag
    });
    agree && made == edits.len() && worded == wordings.len()
}

impl Wording {
    fn lies_in(&self, span: Span) -> bool {
        self.edits.iter().all(|edit| span.contains(edit.span))
    }
}

/// Whether a scalar is a text afterwards: its value, as these wordings have it.
fn is_worded(before: &Scalar, after: &Scalar, wordings: &[&Wording], format: Format) -> bool {
    let mut replacements: Vec<&Replacement> = wordings.iter().map(|wording| &wording.replacement).collect();
    replacements.sort_by_key(|replacement| replacement.range);
    let overlap = replacements
        .windows(2)
        .any(|pair| pair[0].range.end > pair[1].range.start);
    !overlap && after.text == replaced(&before.text, &replacements) && write::is_text(after, format)
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
    let inside = Span::new(span.start + quotes, span.end.checked_sub(quotes)?);
    let is_within =
        text.get(inside.start..inside.end)? == scalar.text && edits.iter().all(|edit| inside.contains(edit.span));
    is_within.then(|| edited(text, inside, edits.iter().copied()))
}

/// Whether a span lies in a key. That no key stands twice afterwards, the reader
/// of front matter says.
pub(super) fn lies_in_key(root: &Node, span: Span) -> bool {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => open.extend(items),
            Value::Mapping(entries) => {
                if entries.iter().any(|entry| entry.key.span.contains(span)) {
                    return true;
                }
                open.extend(entries.iter().map(|entry| &entry.value));
            }
        }
    }
    false
}

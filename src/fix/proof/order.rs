//! Whether the entries of a front matter changed places, and nothing else.

use crate::document::Document;
use crate::document::front_matter::{Format, entries};

/// Whether the front matter after has the same entries with the same values as
/// that before, in whatever order at the top, and the same lines, so that every
/// comment is still there. JSON has no comments, and its lines end in commas. It
/// is false where the order decides what they say.
pub(super) fn is_permuted(before: &Document<'_>, after: &Document<'_>) -> bool {
    let (old, new) = (before.front_matter(), after.front_matter());
    let lines = |document: &Document<'_>| -> Vec<String> {
        let text = document.front_matter().block.of(&document.source().text);
        let mut lines: Vec<String> = text.split_inclusive(['\n', '\r']).map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    let (Some(one), Some(other)) = (&old.node, &new.node) else {
        return false;
    };
    old.format == new.format
        && !entries::is_ordered(old, one)
        && new.errors.is_empty()
        && entries::are_same(one, other)
        && (old.format == Some(Format::Json) || lines(before) == lines(after))
}

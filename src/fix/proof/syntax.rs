//! Whether broken entries of a front matter were mended, and nothing else.
//!
//! Front matter with a syntax error has no tree that could be compared as a
//! whole, so its entries are compared one by one.

use crate::diagnostic::Edit;
use crate::document::Document;
use crate::document::front_matter::{self, Format, yaml};
use crate::text::Span;

/// Whether each edit, which are in order, mends an entry of its own, every other
/// entry is what it was, byte for byte, and so many errors are gone.
pub(super) fn entries_agree(before: &Document<'_>, after: &Document<'_>, edits: &[Edit]) -> bool {
    let (old, new) = (before.front_matter(), after.front_matter());
    let (text, new_text) = (before.source().text.as_str(), after.source().text.as_str());
    match (old.format, new.format) {
        (Some(Format::Yaml), Some(Format::Yaml)) => {}
        (Some(Format::Json), Some(Format::Json)) => {
            let (before, after) = ((text, old.content), (new_text, new.content));
            return new.errors.len() < old.errors.len() && front_matter::mends_json(before, after, edits);
        }
        _ => return false,
    }
    let errors_left = old.errors.len().saturating_sub(edits.len());
    let has_more = old.errors.len() >= yaml::MOST_ERRORS;
    if new.errors.len() > errors_left && !has_more || (new.errors.is_empty() && new.node.is_none()) {
        return false;
    }
    let (Some(old), Some(new)) = (yaml::entries(text, old.content), yaml::entries(new_text, new.content)) else {
        return false;
    };
    let mut edits = edits.iter().peekable();
    let is_kept = |(old, new): (&Span, &Span)| match edits.next_if(|edit| old.contains(edit.span)) {
        None => old.of(text) == new.of(new_text),
        Some(edit) => old.len() + edit.text.len() == new.len() + edit.span.len() && yaml::mends(text, *old, edit),
    };
    old.len() == new.len() && old.iter().zip(&new).all(is_kept) && edits.next().is_none()
}

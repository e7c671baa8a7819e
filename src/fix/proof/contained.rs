//! A short proof for the common case: elements that leave the parser as they
//! found it are taken out of a fragment.
//!
//! The rest of such a fragment is read the same without them, so it is enough
//! that the new rendering is the old one without their bytes, and no tree has
//! to be built. Where that cannot be said, the long proof decides.

use std::collections::HashSet;

use super::gaps::{Edges, agrees_but_for_gaps};
use crate::document::Document;
use crate::document::render::Extent;
use crate::document::tree::{Kind, Trace, preserves_white_space};
use crate::text::Span;

/// Whether the document after is that before without the elements at these
/// spans of the source. False says nothing: it may be so all the same.
pub(super) fn holds(before: &Document<'_>, after: &Document<'_>, removals: &HashSet<Span>) -> bool {
    let html = before.rendered().html.as_str();
    if removals.is_empty() || Kind::of(html) != Kind::Fragment || before.tree().has_templates() {
        return false;
    }
    let Some(Gaps { spans, edges }) = gaps(before, removals) else {
        return false;
    };
    let mut parts = Vec::with_capacity(spans.len() + 1);
    let mut done = 0;
    for gap in spans {
        if gap.start < done {
            return false;
        }
        parts.push(&html[done..gap.start]);
        done = gap.end;
    }
    parts.push(&html[done..]);
    let rendered = after.rendered();
    parts.windows(2).all(|pair| joins_no_tokens(pair[0], pair[1]))
        && rendered.extent == Extent::Whole
        && Kind::of(&rendered.html) == Kind::Fragment
        && agrees_but_for_gaps(&parts, &rendered.html, edges)
}

/// Whether nothing that was two tokens on the two sides of a gap can become
/// one, as `&am` and `p;` would, or `<` and `b>`.
fn joins_no_tokens(left: &str, right: &str) -> bool {
    let is_space = |character: char| character.is_ascii_whitespace();
    let ends_token = left.is_empty() || left.ends_with('>') || left.ends_with(is_space);
    let starts_token = right.is_empty() || right.starts_with('<') || right.starts_with(is_space);
    ends_token || starts_token
}

/// Where removed elements stand in a rendering.
struct Gaps {
    /// In order.
    spans: Vec<Span>,
    /// The ends of the rendering are those of a block only where all of them
    /// stand at the top: else an end may lie in an inline element.
    edges: Edges,
}

/// Nothing if one of the elements leaves traces, or stands where white space
/// counts.
fn gaps(document: &Document<'_>, removals: &HashSet<Span>) -> Option<Gaps> {
    let tree = document.tree();
    let top = tree
        .html()
        .tree
        .root()
        .children()
        .find(|child| child.value().is_element())?
        .id();
    let mut spans = Vec::with_capacity(removals.len());
    let mut found = HashSet::new();
    let mut are_at_top = true;
    for node in tree.html().tree.root().descendants() {
        let Some(place) = tree.place(node.id()).filter(|place| removals.contains(&place.span)) else {
            continue;
        };
        let preserves_space = node.parent().is_some_and(preserves_white_space);
        if preserves_space || !found.insert(place.span) {
            return None;
        }
        are_at_top &= node.parent().is_some_and(|parent| parent.id() == top);
        match place.trace {
            Trace::None(rendered) => spans.push(rendered),
            Trace::Displaces | Trace::Unclear => return None,
        }
    }
    spans.sort();
    let edges = Edges {
        at_start: are_at_top,
        at_end: are_at_top,
    };
    (found.len() == removals.len()).then_some(Gaps { spans, edges })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_not_joined() {
        assert!(!joins_no_tokens("a &am", "p;"));
        assert!(!joins_no_tokens("a <", "b>"));
        assert!(joins_no_tokens("a</p>", "b"));
        assert!(joins_no_tokens("a", "<p>b"));
        assert!(joins_no_tokens("", "b"));
    }
}

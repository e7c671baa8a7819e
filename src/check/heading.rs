//! The heading with which a body begins.
//!
//! It must not know what it is compared with, or taken for.

use ego_tree::NodeRef;
use scraper::Node as HtmlNode;

use crate::document::Document;
use crate::text::Span;

/// What a heading says, and where.
pub(super) struct Heading {
    /// On one line, without a list of attributes at its end.
    pub(super) text: String,
    /// Bytes of the source.
    pub(super) span: Span,
}

/// The heading with which the body begins: an `h1` before which nothing is
/// shown. One that a template has a part in reads otherwise on the page.
pub(super) fn heading(document: &Document<'_>) -> Option<Heading> {
    if document.cut().is_some() {
        return None;
    }
    let tree = document.tree();
    let first = tree.html().tree.root().descendants().find(shows_something)?;
    let heading = first.ancestors().find(|node| is_element(node, &["h1"]))?;
    let texts = heading
        .descendants()
        .filter_map(|node| Some((node.id(), node.value().as_text()?)));
    let mut text = String::new();
    let mut span: Option<Span> = None;
    for (node, part) in texts {
        text.push_str(part);
        for piece in tree.text_pieces(node) {
            span = Some(span.map_or(piece.source, |span| span.cover(piece.source)));
        }
    }
    let span = span.filter(|span| {
        !document
            .templates()
            .iter()
            .any(|(template, _)| span.contains(*template))
    })?;
    let text = without_attributes(&text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    Some(Heading { text, span })
}

/// Whether a reader sees it: a text that is not white space, or what stands for
/// itself.
fn shows_something(node: &NodeRef<'_, HtmlNode>) -> bool {
    match node.value() {
        HtmlNode::Text(text) => {
            let is_hidden = |node: NodeRef<'_, HtmlNode>| is_element(&node, &["head", "script", "style", "template"]);
            !text.trim().is_empty() && !node.ancestors().any(is_hidden)
        }
        HtmlNode::Element(_) => is_element(
            node,
            &["img", "video", "audio", "iframe", "object", "embed", "svg", "hr"],
        ),
        _ => false,
    }
}

fn is_element(node: &NodeRef<'_, HtmlNode>, names: &[&str]) -> bool {
    let element = node.value().as_element();
    element.is_some_and(|element| names.contains(&element.name()))
}

/// A heading without the list of attributes that some dialects read at its end,
/// whether or not this one does: `Title {#id}`.
fn without_attributes(heading: &str) -> &str {
    let heading = heading.trim_end();
    let inside = heading.strip_suffix('}').and_then(|rest| rest.rsplit_once('{'));
    match inside {
        Some((before, list)) if list.trim_start().starts_with(['#', '.', ':']) => before.trim_end(),
        _ => heading,
    }
}

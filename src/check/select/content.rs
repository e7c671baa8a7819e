//! Whether an element holds anything that a reader would miss.

use ego_tree::NodeRef;
use scraper::Node;

use crate::document::Document;

/// Whether there is text but white space and U+00A0 in the element, or an
/// element that shows or makes something, or a template that may.
pub(crate) fn has_content(document: &Document<'_>, node: NodeRef<'_, Node>) -> bool {
    let shows = |descendant: NodeRef<'_, Node>| match descendant.value() {
        Node::Text(text) => !text.chars().all(is_space),
        Node::Element(element) => descendant.id() != node.id() && is_content_element(element.name()),
        // The mark at which Jekyll, Hugo and Hexo cut an excerpt.
        Node::Comment(comment) => comment.trim().eq_ignore_ascii_case("more"),
        _ => false,
    };
    node.descendants().any(shows) || holds_template(document, node)
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{00A0}'
}

/// Elements that show something without text, or whose script may. Names with
/// a hyphen are custom elements (HTML standard, section 4.13.3).
fn is_content_element(name: &str) -> bool {
    const CONTENT: [&str; 26] = [
        "audio", "button", "canvas", "embed", "form", "frame", "hr", "iframe", "image", "img", "input", "link", "map",
        "math", "meta", "meter", "object", "picture", "progress", "script", "select", "style", "svg", "template",
        "textarea", "video",
    ];
    CONTENT.contains(&name) || name.contains('-')
}

fn holds_template(document: &Document<'_>, node: NodeRef<'_, Node>) -> bool {
    let Some(place) = document.tree().place(node.id()) else {
        return false;
    };
    let templates = document.templates();
    let after_start = templates.partition_point(|(span, _)| span.start < place.span.start);
    templates
        .get(after_start)
        .is_some_and(|(span, _)| span.start < place.span.end)
}

//! Whether an element holds anything that a reader, or a program, would miss.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::document::Document;
use crate::document::tree::is_inline;

/// Whether there is text but white space and U+00A0 in the element, or an
/// element that shows or makes something, or a template, or a name by which
/// the file itself refers to it.
pub(crate) fn has_content(document: &Document<'_>, node: NodeRef<'_, Node>) -> bool {
    let is_in_line = node
        .value()
        .as_element()
        .is_some_and(|element| is_inline(element.name()));
    let shows = |descendant: NodeRef<'_, Node>| match descendant.value() {
        Node::Text(text) => !text.chars().all(is_space),
        // Within a line a break is what the element is there for.
        Node::Element(element) => is_unknown(element) || (is_in_line && element.name() == "br"),
        Node::Comment(comment) => is_read_by_programs(comment),
        Node::ProcessingInstruction(_) => true,
        _ => false,
    };
    let is_component = || node.value().as_element().is_some_and(is_unknown);
    node.descendants().skip(1).any(shows)
        || is_component()
        || holds_template(document, node)
        || is_referred_to(document, node)
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{00A0}'
}

/// Elements that show nothing of their own. Any other shows or makes
/// something, or is a component that may.
fn is_unknown(element: &Element) -> bool {
    !matches!(
        element.name(),
        "a" | "abbr"
            | "address"
            | "article"
            | "aside"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "blockquote"
            | "body"
            | "br"
            | "center"
            | "cite"
            | "code"
            | "dd"
            | "del"
            | "details"
            | "dfn"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "figcaption"
            | "figure"
            | "font"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "html"
            | "i"
            | "ins"
            | "kbd"
            | "li"
            | "main"
            | "mark"
            | "menu"
            | "nav"
            | "nobr"
            | "o:p"
            | "ol"
            | "p"
            | "pre"
            | "q"
            | "s"
            | "samp"
            | "section"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "time"
            | "tr"
            | "tt"
            | "u"
            | "ul"
            | "var"
            | "wbr"
            | "amp-ad"
            | "amp-embed"
    )
}

/// Comments at which a generator cuts an excerpt or puts a table of contents,
/// and what is a comment to a browser alone: `<?php … ?>`, server-side
/// includes, conditional comments, Knockout's bindings.
fn is_read_by_programs(comment: &str) -> bool {
    let comment = comment.trim();
    let is_mark = ["more", "toc", "excerpt"]
        .iter()
        .any(|mark| comment.eq_ignore_ascii_case(mark));
    is_mark || comment.starts_with(['?', '#', '%', '[']) || comment.starts_with("ko ") || comment.starts_with("/ko")
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

/// Whether a link of the file leads to the element, or a script or style sheet
/// in it names it, or one within it.
fn is_referred_to(document: &Document<'_>, node: NodeRef<'_, Node>) -> bool {
    let references = document.references();
    let elements = node
        .descendants()
        .filter_map(|descendant| descendant.value().as_element());
    elements.into_iter().any(|element| {
        element.id().is_some_and(|id| references.name(id))
            || element.classes().any(|class| references.code_names(class))
    })
}

//! Whether an element holds anything that a reader, or a program, would miss.

use ego_tree::NodeRef;
use html5ever::local_name;
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
        .is_some_and(|element| is_inline(&element.name.local));
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
        element.name.local,
        local_name!("a")
            | local_name!("abbr")
            | local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("b")
            | local_name!("bdi")
            | local_name!("bdo")
            | local_name!("big")
            | local_name!("blockquote")
            | local_name!("body")
            | local_name!("br")
            | local_name!("center")
            | local_name!("cite")
            | local_name!("code")
            | local_name!("dd")
            | local_name!("del")
            | local_name!("details")
            | local_name!("dfn")
            | local_name!("dir")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("em")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("font")
            | local_name!("footer")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("html")
            | local_name!("i")
            | local_name!("ins")
            | local_name!("kbd")
            | local_name!("li")
            | local_name!("main")
            | local_name!("mark")
            | local_name!("menu")
            | local_name!("nav")
            | local_name!("nobr")
            | local_name!("ol")
            | local_name!("p")
            | local_name!("pre")
            | local_name!("q")
            | local_name!("s")
            | local_name!("samp")
            | local_name!("section")
            | local_name!("small")
            | local_name!("span")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("table")
            | local_name!("tbody")
            | local_name!("td")
            | local_name!("tfoot")
            | local_name!("th")
            | local_name!("thead")
            | local_name!("time")
            | local_name!("tr")
            | local_name!("tt")
            | local_name!("u")
            | local_name!("ul")
            | local_name!("var")
            | local_name!("wbr")
    ) && !matches!(element.name(), "o:p" | "amp-ad" | "amp-embed")
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

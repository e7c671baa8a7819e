//! Where a body leads: the destinations of its links and images.
//!
//! Markdown and HTML alike, since Markdown is rendered first. It must not know
//! what a destination means to a site.

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::node::Element;

use super::template::Template;
use super::tree::{AttributePlace, Tree, attribute_value};
use crate::text::Span;

/// What a destination is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// To go to, or to load.
    Link,
    /// An image to show.
    Image,
}

/// One destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As a browser reads it.
    pub destination: String,
    /// Its bytes in the source.
    pub span: Span,
    /// Whether those bytes are the destination itself.
    pub is_verbatim: bool,
    /// What it is for.
    pub kind: LinkKind,
}

/// The attributes in which destinations stand.
fn kind_of(element: &str, attribute: &str) -> Option<LinkKind> {
    match (element, attribute) {
        ("a" | "area", "href") => Some(LinkKind::Link),
        ("img", "src" | "srcset") | ("source", "srcset") | ("video", "poster") => Some(LinkKind::Image),
        ("audio" | "video" | "source" | "track" | "iframe" | "embed", "src") => Some(LinkKind::Link),
        _ => None,
    }
}

/// The destinations in a tree that are written in the source, in document
/// order, without those in which a template stands. None where a `base` element
/// says what all of them mean.
pub(super) fn links(tree: &Tree, templates: &[(Span, Template)]) -> Vec<Link> {
    let mut links = Vec::new();
    for node in tree.html().tree.root().descendants() {
        let Some(element) = node.value().as_element().filter(|element| !element.attrs.is_empty()) else {
            continue;
        };
        if element.name.local == local_name!("base") && attribute_value(element, &local_name!("href")).is_some() {
            return Vec::new();
        }
        add_of_element(tree, node.id(), element, &mut links);
    }
    links.retain(|link| !holds_template(link, templates));
    links.sort_by_key(|link| link.span);
    // The parser copies some elements.
    links.dedup();
    links
}

fn add_of_element(tree: &Tree, id: NodeId, element: &Element, links: &mut Vec<Link>) {
    let name = &*element.name.local;
    if !element
        .attrs
        .iter()
        .any(|(known, _)| kind_of(name, &known.local).is_some())
    {
        return;
    }
    for place in tree.attributes_where(id, |attribute| kind_of(name, attribute).is_some()) {
        let value = attribute_value(element, &place.name);
        let (Some(value), Some(span), Some(kind)) = (value, place.value, kind_of(name, &place.name)) else {
            continue;
        };
        match &*place.name {
            "srcset" => add_candidates(value, span, &place, links),
            _ => add(value, span, place.is_verbatim, kind, links),
        }
    }
}

/// Adds a destination without the white space round it.
fn add(value: &str, span: Span, is_verbatim: bool, kind: LinkKind, links: &mut Vec<Link>) {
    let destination = value.trim_ascii();
    let before = value.len() - value.trim_ascii_start().len();
    let span = match is_verbatim {
        true => Span::new(span.start + before, span.start + before + destination.len()),
        false => span,
    };
    links.push(Link {
        destination: destination.to_owned(),
        span,
        is_verbatim,
        kind,
    });
}

/// The URLs of a `srcset` (HTML Standard, "srcset attributes"): each up to white
/// space, and then its descriptor up to a comma.
fn add_candidates(value: &str, span: Span, place: &AttributePlace, links: &mut Vec<Link>) {
    let is_separator = |character: char| character.is_ascii_whitespace() || character == ',';
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(is_separator);
        if rest.is_empty() {
            return;
        }
        let start = value.len() - rest.len();
        let (word, after) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        let url = word.trim_end_matches(',');
        let span = match place.is_verbatim {
            true => Span::new(span.start + start, span.start + start + url.len()),
            false => span,
        };
        add(url, span, place.is_verbatim, LinkKind::Image, links);
        rest = match url.len() == word.len() {
            true => after.find(',').and_then(|comma| after.get(comma..)).unwrap_or_default(),
            false => after,
        };
    }
}

fn holds_template(link: &Link, templates: &[(Span, Template)]) -> bool {
    let after = templates.partition_point(|(span, _)| span.end <= link.span.start);
    let meets = templates.get(after).is_some_and(|(span, _)| span.start < link.span.end);
    meets || link.destination.contains("{{") || link.destination.contains("{%") || link.destination.contains("<%")
}

//! Where a body leads: the destinations of its links and images.
//!
//! Markdown and HTML alike, since Markdown is rendered first. It must not know
//! what a destination means to a site.

use html5ever::{LocalName, local_name};

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

/// The attributes of an element in which destinations stand.
fn attributes_of(element: &LocalName) -> &'static [(LocalName, LinkKind)] {
    static LINK: [(LocalName, LinkKind); 1] = [(local_name!("href"), LinkKind::Link)];
    static SOURCE: [(LocalName, LinkKind); 1] = [(local_name!("src"), LinkKind::Link)];
    static IMAGE: [(LocalName, LinkKind); 2] = [
        (local_name!("src"), LinkKind::Image),
        (local_name!("srcset"), LinkKind::Image),
    ];
    static CHOICE: [(LocalName, LinkKind); 2] = [
        (local_name!("src"), LinkKind::Link),
        (local_name!("srcset"), LinkKind::Image),
    ];
    static VIDEO: [(LocalName, LinkKind); 2] = [
        (local_name!("src"), LinkKind::Link),
        (local_name!("poster"), LinkKind::Image),
    ];
    match *element {
        local_name!("a") | local_name!("area") => &LINK,
        local_name!("img") => &IMAGE,
        local_name!("source") => &CHOICE,
        local_name!("video") => &VIDEO,
        local_name!("audio") | local_name!("track") | local_name!("iframe") | local_name!("embed") => &SOURCE,
        _ => &[],
    }
}

/// The destinations in a tree that are wanted and written in the source, in
/// source order, without those in which a template stands. None where a `base`
/// element says what all of them mean.
pub(super) fn links(tree: &Tree, templates: &[(Span, Template)], is_wanted: impl Fn(&str) -> bool) -> Vec<Link> {
    let mut links = Vec::new();
    for node in tree.html().tree.root().descendants() {
        let Some(element) = node.value().as_element().filter(|element| !element.attrs.is_empty()) else {
            continue;
        };
        if element.name.local == local_name!("base") && attribute_value(element, &local_name!("href")).is_some() {
            return Vec::new();
        }
        for (attribute, kind) in attributes_of(&element.name.local) {
            let Some(value) = attribute_value(element, attribute) else {
                continue;
            };
            let is_list = *attribute == local_name!("srcset");
            // Places are slow to find, and most links lead to other sites.
            if !is_list && !is_wanted(value.trim_ascii()) {
                continue;
            }
            let mut places = tree.attributes_where(node.id(), |name| *name == **attribute);
            let Some((span, place)) = places.next().and_then(|place| Some((place.value?, place))) else {
                continue;
            };
            match is_list {
                true => add_candidates(value, span, &place, &mut links),
                false => add(value, span, place.is_verbatim, *kind, &mut links),
            }
        }
    }
    links.retain(|link| is_wanted(&link.destination) && !holds_template(link, templates));
    links.sort_by_key(|link| link.span);
    // The parser copies some elements.
    links.dedup();
    links
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

#[cfg(test)]
mod tests {
    use crate::dialect::{Dialect, Engine};
    use crate::document::Document;
    use crate::text::{FilePath, Source};
    use proptest::prelude::*;

    fn found(text: &str, dialect: Dialect) -> Vec<(String, String)> {
        let source = Source::from_text(FilePath::new("a.md"), text.to_owned());
        let document = Document::new(&source, dialect, Engine::Core12);
        let links = document.links(|_| true).into_iter();
        links
            .map(|link| (link.destination, link.span.of(text).to_owned()))
            .collect()
    }

    #[test]
    fn destinations_stand_where_they_are_written() {
        let pairs = |destinations: &[(&str, &str)]| -> Vec<(String, String)> {
            let owned = |(one, other): &(&str, &str)| ((*one).to_owned(), (*other).to_owned());
            destinations.iter().map(owned).collect()
        };
        for dialect in [Dialect::GFM, Dialect::KRAMDOWN] {
            assert_eq!(
                found("[一](a.md \"x\") ![二](<b c.png>) [三][r]\n\n[r]: d.md\n", dialect),
                pairs(&[("a.md", "a.md"), ("b c.png", "b c.png"), ("d.md", "d.md")])
            );
            assert_eq!(
                found(
                    "<img src=' a&amp;b.png ' srcset=\"c.png 1x,\n d,e.png, f.png 2x\">\n",
                    dialect
                ),
                pairs(&[
                    ("a&b.png", " a&amp;b.png "),
                    ("c.png", "c.png"),
                    ("d,e.png", "d,e.png"),
                    ("f.png", "f.png")
                ])
            );
            assert_eq!(
                found("[一](/{{ x }}/a) `[x](b)`\n\n<base href=\"/x\">\n\n[二](c)\n", dialect),
                []
            );
        }
    }

    proptest! {
        #[test]
        fn spans_of_destinations_lie_on_characters(
            text in r#"([\[\]()<>!"'= ,\n中a&;#%/]|\[a\]\(|<img srcset="|<a href='|&amp;|\[b\]: ){0,40}"#
        ) {
            for dialect in [Dialect::GFM, Dialect::KRAMDOWN] {
                let source = Source::from_text(FilePath::new("a.md"), text.clone());
                let document = Document::new(&source, dialect, Engine::Core12);
                for link in document.links(|_| true) {
                    let written = text.get(link.span.start..link.span.end);
                    prop_assert!(written.is_some());
                    prop_assert!(!link.is_verbatim || written == Some(&link.destination));
                }
            }
        }
    }
}

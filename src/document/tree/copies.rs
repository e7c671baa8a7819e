//! Which tag a copied formatting element is a copy of.
//!
//! Where `<b>` or `<a>` is misnested, the tree builder puts copies of it into
//! other blocks, without saying of what. A copy has the name and attributes of
//! its original, so the last such element that is not closed is taken for it.
//! (HTML standard, "the list of active formatting elements".)

use ego_tree::NodeId;
use html5ever::{LocalName, QualName, local_name, ns};
use scraper::{Html, Node};

/// More elements than this are not remembered, the oldest first; the depth
/// limit keeps the tree builder's own list shorter.
const MAX_ORIGINALS: usize = 1_024;

/// Formatting elements that can still be copied, in the order of their tags.
#[derive(Debug, Default)]
pub(super) struct Originals(Vec<Original>);

#[derive(Debug)]
struct Original {
    /// The original, or its latest copy, which has taken its place.
    id: NodeId,
    name: LocalName,
    place: usize,
}

/// Whether the tree builder may make copies of elements of that name.
pub(super) fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

impl Originals {
    /// A tag made the formatting element `id`.
    pub(super) fn open(&mut self, id: NodeId, name: LocalName, place: usize) {
        if name == local_name!("a") || name == local_name!("nobr") {
            // These close an open one of their name.
            self.close(&name);
        }
        if self.0.len() >= MAX_ORIGINALS {
            self.0.drain(..MAX_ORIGINALS / 2);
        }
        self.0.push(Original { id, name, place });
    }

    /// An end tag closed the last formatting element of that name.
    pub(super) fn close(&mut self, name: &LocalName) {
        if let Some(index) = self.0.iter().rposition(|original| original.name == *name) {
            self.0.remove(index);
        }
    }

    /// The last that can still be copied.
    pub(super) fn last(&self) -> Option<NodeId> {
        self.0.last().map(|original| original.id)
    }

    /// How many formatting elements of that name can still be copied.
    pub(super) fn count(&self, name: &LocalName) -> usize {
        self.0.iter().filter(|original| original.name == *name).count()
    }

    /// If `copy` can be a copy, the place of its original. `first_created` is
    /// the first element that the present token made.
    pub(super) fn place_of(&mut self, copy: NodeId, first_created: NodeId, html: &Html) -> Option<usize> {
        let element = element(html, copy)?;
        if element.name.ns != ns!(html) || !is_formatting(&element.name.local) {
            return None;
        }
        let original = self.0.iter_mut().rev().find(|original| {
            original.id < first_created
                && original.name == element.name.local
                && self::element(html, original.id).is_some_and(|other| other.attrs == element.attrs)
        })?;
        original.id = copy;
        Some(original.place)
    }
}

fn element(html: &Html, id: NodeId) -> Option<&scraper::node::Element> {
    match html.tree.get(id)?.value() {
        Node::Element(element) => Some(element),
        _ => None,
    }
}

/// The name of an element.
pub(super) fn name_of(html: &Html, id: NodeId) -> Option<&QualName> {
    element(html, id).map(|element| &element.name)
}

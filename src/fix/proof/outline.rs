//! A tree as a flat outline, and whether two outlines agree but for removals.

use std::borrow::Cow;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::Node;
use scraper::node::Element;

use super::gaps::{Edges, agrees_but_for_gaps};
use super::{Intention, Replacement, replaced};
use crate::document::Document;
use crate::document::tree::{Tree, counts_spaces, is_block};

/// One step through a tree in its order.
#[derive(Debug)]
enum Item<'t> {
    /// An element begins; its attributes where some of them change.
    Open(&'t Element, Option<Vec<(String, String)>>),
    Close,
    Text(Cow<'t, str>),
    /// A removed node stood here.
    Gap,
    /// A comment.
    Comment(&'t str),
    /// A doctype or processing instruction.
    Other(&'t Node),
}

/// What white space is worth in an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WhiteSpace {
    /// Runs collapse, and vanish at the edges.
    Block,
    /// Runs collapse, but count at the edges.
    Inline,
    /// Every character counts.
    Preserved,
}

impl WhiteSpace {
    fn within(self, element: &Element) -> Self {
        match self {
            WhiteSpace::Preserved => self,
            _ if counts_spaces(element) => WhiteSpace::Preserved,
            _ if is_block(&element.name.local) => WhiteSpace::Block,
            _ => WhiteSpace::Inline,
        }
    }
}

/// Whether the tree after is the tree before with the intention carried out.
///
/// Everything must be equal, text to the character, but for the white space at
/// a gap: it may be shorter, and gone at the edge of a block; it may not
/// vanish between two words or come up between two letters.
pub(super) fn agree(before: &Document<'_>, after: &Document<'_>, intention: &Intention) -> bool {
    let expected = outline(before.tree(), intention);
    let nothing = Intention::default();
    let got = outline(after.tree(), &nothing);
    let mut got = got.iter().peekable();
    let mut within = vec![WhiteSpace::Block];
    let mut is_first = true;
    let mut position = 0;
    while let Some(item) = expected.get(position) {
        if matches!(item, Item::Text(_) | Item::Gap) {
            let length = expected[position..]
                .iter()
                .take_while(|item| matches!(item, Item::Text(_) | Item::Gap))
                .count();
            let group = &expected[position..position + length];
            position += length;
            let white_space = within.last().copied().unwrap_or(WhiteSpace::Block);
            let edges = Edges {
                at_start: is_first && white_space == WhiteSpace::Block,
                at_end: matches!(expected.get(position), None | Some(Item::Close)) && white_space == WhiteSpace::Block,
            };
            let text = match got.next_if(|item| matches!(item, Item::Text(_))) {
                Some(Item::Text(text)) => text.as_ref(),
                _ => "",
            };
            if !texts_agree(group, text, white_space, edges) {
                return false;
            }
            is_first = false;
            continue;
        }
        if !got.next().is_some_and(|other| same(item, other)) {
            return false;
        }
        match item {
            Item::Open(element, _) => {
                let outer = within.last().copied().unwrap_or(WhiteSpace::Block);
                within.push(outer.within(element));
                is_first = true;
            }
            Item::Close => {
                within.pop();
                is_first = false;
            }
            _ => is_first = false,
        }
        position += 1;
    }
    got.next().is_none()
}

fn same(one: &Item<'_>, other: &Item<'_>) -> bool {
    match (one, other) {
        (Item::Open(one, changed), Item::Open(other, _)) => {
            one.name == other.name
                && match changed {
                    None => one.attrs().eq(other.attrs()),
                    Some(changed) => changed
                        .iter()
                        .map(|(name, value)| (name.as_str(), value.as_str()))
                        .eq(other.attrs()),
                }
        }
        (Item::Close, Item::Close) => true,
        (Item::Comment(one), Item::Comment(other)) => one == other,
        (Item::Other(one), Item::Other(other)) => one == other,
        _ => false,
    }
}

fn outline<'t>(tree: &'t Tree, intention: &'t Intention) -> Vec<Item<'t>> {
    let mut items = Vec::new();
    let mut removed: Option<NodeId> = None;
    for edge in tree.html().tree.root().traverse() {
        match (edge, removed) {
            (Edge::Open(node), None) if intention.removed.contains(&node.id()) => {
                removed = Some(node.id());
                items.push(Item::Gap);
            }
            (Edge::Close(node), Some(id)) if node.id() == id => removed = None,
            (_, Some(_)) => {}
            (Edge::Open(node), None) => match node.value() {
                Node::Element(element) => {
                    items.push(Item::Open(element, changed_attributes(intention, node.id(), element)))
                }
                Node::Text(text) => items.push(Item::Text(match intention.texts.get(&node.id()) {
                    Some(replacements) => Cow::Owned(replaced(text, replacements)),
                    None => Cow::Borrowed(text),
                })),
                Node::Comment(comment) => items.push(Item::Comment(match intention.comments.get(&node.id()) {
                    Some(text) => text,
                    None => comment,
                })),
                Node::Document | Node::Fragment => {}
                other => items.push(Item::Other(other)),
            },
            (Edge::Close(node), None) if node.value().is_element() => items.push(Item::Close),
            (Edge::Close(_), None) => {}
        }
    }
    items
}

fn changed_attributes(intention: &Intention, id: NodeId, element: &Element) -> Option<Vec<(String, String)>> {
    if intention.attributes.is_empty() {
        return None;
    }
    let changes = |name: &str| -> Option<&Vec<Replacement>> { intention.attributes.get(&(id, name.to_owned())) };
    if !element.attrs().any(|(name, _)| changes(name).is_some()) {
        return None;
    }
    let changed = element.attrs().map(|(name, value)| {
        let value = changes(name).map_or_else(|| value.to_owned(), |replacements| replaced(value, replacements));
        (name.to_owned(), value)
    });
    Some(changed.collect())
}

/// Whether `text` is the texts of `group` put together, white space at the
/// gaps among them aside.
fn texts_agree(group: &[Item<'_>], text: &str, white_space: WhiteSpace, edges: Edges) -> bool {
    let mut parts = vec![Cow::Borrowed("")];
    for item in group {
        match (item, parts.last_mut()) {
            (Item::Text(text), Some(part)) => *part += text.as_ref(),
            _ => parts.push(Cow::Borrowed("")),
        }
    }
    match white_space {
        WhiteSpace::Preserved => parts.concat() == text,
        _ => agrees_but_for_gaps(&parts, text, edges),
    }
}

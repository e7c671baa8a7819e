//! What running text is read into.

use std::ops::Range;

use super::attributes::Attributes;
use super::block::Text;

/// A node of running text. Ranges are bytes of the region that it stands in.
#[derive(Debug)]
pub(super) struct Node<'m> {
    pub(super) kind: NodeKind<'m>,
    pub(super) attributes: Option<Box<Attributes>>,
    pub(super) range: Range<usize>,
    pub(super) children: Vec<Node<'m>>,
}

impl Node<'_> {
    /// What attribute lists gave to it.
    pub(super) fn attributes(&self) -> &Attributes {
        const NONE: &Attributes = &Attributes {
            values: Vec::new(),
            references: Vec::new(),
        };
        self.attributes.as_deref().unwrap_or(NONE)
    }
}

#[derive(Debug)]
pub(super) enum NodeKind<'m> {
    Text,
    /// `&name;`, which is the same in HTML.
    Entity,
    Break,
    Code(Range<usize>),
    Math(Range<usize>),
    Emphasis,
    Strong,
    Deleted,
    Link(Box<Target<'m>>),
    Image {
        target: Box<Target<'m>>,
        alt: Range<usize>,
    },
    /// A URL or an address between angle brackets.
    Autolink {
        is_address: bool,
    },
    Html(Box<Element>),
    /// Text in an element without Markdown: entities stay what they are.
    RawText,
    /// HTML as it stands.
    Raw(Range<usize>),
    Footnote {
        label: String,
    },
    /// A comment, or what only says how to read.
    Nothing,
    TemplateCode,
}

/// An HTML element in a line.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    /// Its start tag, without an attribute that is for kramdown alone.
    pub(super) start_tag: Vec<Range<usize>>,
    pub(super) end_tag: Option<Range<usize>>,
}

/// Where a link leads.
#[derive(Debug, Clone)]
pub(super) struct Target<'m> {
    pub(super) destination: Text<'m>,
    pub(super) title: Option<Text<'m>>,
}

pub(super) fn push_text(nodes: &mut Vec<Node<'_>>, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    if let Some(last) = nodes.last_mut()
        && matches!(last.kind, NodeKind::Text)
        && last.range.end == range.start
    {
        last.range.end = range.end;
        return;
    }
    nodes.push(Node {
        kind: NodeKind::Text,
        attributes: None,
        range,
        children: Vec::new(),
    });
}

//! HTML → the tree that browsers build, with the bytes behind every part of it.
//!
//! The tokenizer is html5gum's, which knows offsets; the tree builder is
//! html5ever's; the tree is scraper's and equals the one that scraper itself
//! would build. Beside it stand tables from nodes to spans. This module must
//! not know rules, nor what made the HTML: a [`SourceMap`] leads back to the
//! file.

mod contained;
mod copies;
mod fed;
mod input;
mod kind;
mod ledger;
mod mapping;
mod names;
mod open;
mod sink;
mod tag;
mod text_flow;
mod texts;
mod tokens;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
pub(in crate::document) mod properties;
#[cfg(test)]
mod tests;

pub use kind::Kind;
pub use text_flow::{counts_spaces, is_block, is_inline, preserves_white_space};

use std::sync::Arc;

use ego_tree::NodeId;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, QualName, local_name, ns};

use crate::document::source_map::SourceMap;
use crate::text::{BYTE_ORDER_MARK, Span};

use ledger::{Ledger, RawAttribute, RawPlace};
use mapping::Mapping;
use sink::SpanSink;
use texts::Texts;

/// Tags for which memory is set aside before they are read.
const MAX_CAPACITY: usize = 16_384;

/// A parsed body. All spans are bytes of the source file.
#[derive(Debug)]
pub struct Tree {
    html: scraper::Html,
    /// Sorted by node; the second part is an index into `places`.
    elements: Vec<(NodeId, usize)>,
    /// In the order of start tags, which may not be in the source.
    places: Vec<RawPlace>,
    /// Those of all places.
    attributes: Vec<RawAttribute>,
    /// Few places are asked for, so each is mapped when it is.
    mapping: Mapping,
    /// Sorted by node.
    comments: Vec<(NodeId, Span)>,
    texts: Texts,
    cut: Option<Cut>,
}

/// Where an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The whole element: from `<` to after the end tag, or to where it was
    /// closed. For an element that Markdown made, the whole construct.
    pub span: Span,
    /// The start tag; for an element that Markdown made, the whole construct.
    pub start_tag: Span,
    /// How it ends.
    pub end: End,
    /// What made it.
    pub origin: Origin,
    /// What it leaves behind in the parser.
    pub trace: Trace,
}

/// What an element leaves behind in the parser, and so in how the rest of the
/// document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trace {
    /// Nothing: the rest of a fragment is read the same without these bytes of
    /// the rendering.
    None(Span),
    /// Its start tag closed other elements, so that without it they would go on.
    Displaces,
    /// Cannot be told here.
    Unclear,
}

/// What made an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A tag in the source.
    Markup,
    /// Markdown, such as `[text](url)`.
    Markdown,
}

/// How an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// An end tag, at this span.
    Tag(Span),
    /// It can have no content: `<br>`, `<circle/>`.
    Void,
    /// Something else closed it, as `<li>` does an open `<li>`, or it is a
    /// Markdown construct.
    Implied,
    /// It was still open where the rendering, or the tree, ended.
    Eof,
}

/// Where an attribute stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributePlace {
    /// The name as the tokenizer gives it: ASCII letters in lower case.
    pub name: LocalName,
    /// The name; for a Markdown construct, the whole construct.
    pub name_span: Span,
    /// The value, inside the quotes. None if there is no `=`, or if the value
    /// is not in the source.
    pub value: Option<Span>,
    /// Whether the bytes at `value` are the value itself, without character
    /// references or line ends that were normalised.
    pub is_verbatim: bool,
    /// From the name to after the closing quote.
    pub span: Span,
}

/// A stretch of a text node and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPiece {
    /// Bytes in the node's text.
    pub text: std::ops::Range<usize>,
    /// Bytes in the source.
    pub source: Span,
    /// Whether those bytes are the same.
    pub is_verbatim: bool,
}

/// The value of an attribute. Unlike scraper's own, it puts no name into the
/// table of all names, which would cost more than the search.
pub fn attribute_value<'e>(element: &'e scraper::node::Element, name: &LocalName) -> Option<&'e str> {
    let attribute = element.attrs.iter().find(|(known, _)| known.local == *name);
    attribute.map(|(_, value)| &**value)
}

/// Why the tree ends before its source does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CutReason {
    /// Elements are nested too deep, or are nested deep for too long.
    Depth,
    /// A tag has too many attributes, or all tags together do.
    Attributes,
    /// There are too many elements, or stretches of text.
    Elements,
}

/// Where and why the tree ends before its source does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// What there was too much of.
    pub reason: CutReason,
    /// The token or attribute that was too much.
    pub span: Span,
}

impl Tree {
    /// Parses `html`, whose offsets `map` leads to the source. Never fails:
    /// any text is some tree. Elements past the limits (512 open at a time,
    /// 1,000 attributes on a tag, 200,000 elements in all, and some more) end the
    /// tree: see [`Tree::cut`].
    ///
    /// `<noscript>` is read as by a browser without scripting.
    pub fn parse(html: &str, map: &Arc<SourceMap>, kind: Kind) -> Tree {
        let skipped = if html.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        };
        let tags = memchr::memchr_iter(b'<', html.as_bytes()).take(MAX_CAPACITY).count();
        let sink = SpanSink::new(kind, tags);
        let options = TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        };
        let builder = match kind {
            Kind::Document => TreeBuilder::new(sink, options),
            Kind::Fragment => {
                let body = QualName::new(None, ns!(html), local_name!("body"));
                let body = html5ever::tree_builder::create_element(&sink, body, Vec::new());
                TreeBuilder::new_for_fragment(sink, body, None, options)
            }
        };
        builder.sink.begin(kind);
        tokens::feed(html, skipped, &builder);
        let (html_tree, ledger) = builder.sink.into_parts();
        Tree::assemble(html_tree, ledger, html.len(), map)
    }

    fn assemble(html: scraper::Html, ledger: Ledger, len: usize, map: &Arc<SourceMap>) -> Tree {
        let end = if ledger.cut.is_some() { ledger.read } else { len };
        let mapping = Mapping::new(Arc::clone(map), end);
        let comments = ledger
            .comments
            .iter()
            .map(|(id, span)| (*id, mapping.source_of(*span).span))
            .collect();
        let cut = ledger.cut.map(|cut| Cut {
            span: mapping.source_of(cut.span).span,
            ..cut
        });
        let texts = ledger.texts.mapped(&mapping);
        Tree {
            html,
            elements: ledger.elements,
            places: ledger.places,
            attributes: ledger.attributes,
            mapping,
            comments,
            texts,
            cut,
        }
    }

    /// The tree itself.
    pub fn html(&self) -> &scraper::Html {
        &self.html
    }

    /// Where an element stands, if a tag or a Markdown construct made it.
    /// Implied elements (a `tbody`, a `body` without a tag) have none: nothing
    /// can be reported of them. The copies that misnested formatting elements
    /// leave share the place of their tag.
    pub fn place(&self, id: NodeId) -> Option<Place> {
        self.mapping.place(self.raw_place(id)?)
    }

    /// All places, in the order of their start tags.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.places.iter().filter_map(|raw| self.mapping.place(raw))
    }

    /// Where the attributes of an element stand, in source order, without
    /// duplicates, which have no effect. Empty if the element has no place.
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = AttributePlace> + '_ {
        self.attributes_where(id, |_| true)
    }

    /// The same of those whose name, ASCII letters in lower case, is wanted.
    pub fn attributes_where<'t>(
        &'t self,
        id: NodeId,
        is_wanted: impl Fn(&str) -> bool + 't,
    ) -> impl Iterator<Item = AttributePlace> + 't {
        let raw = self.raw_place(id);
        let attributes = raw.and_then(|raw| self.attributes.get(raw.attributes.clone()));
        let wanted = attributes
            .unwrap_or(&[])
            .iter()
            .filter(move |attribute| is_wanted(&attribute.name));
        wanted.filter_map(move |attribute| self.mapping.attribute(raw?, attribute))
    }

    /// Where the attribute of that name stands. ASCII case does not count,
    /// since the tree spells some SVG names in mixed case.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<AttributePlace> {
        self.attributes_where(id, |known| known.eq_ignore_ascii_case(name))
            .next()
    }

    fn raw_place(&self, id: NodeId) -> Option<&RawPlace> {
        let index = self.elements.binary_search_by_key(&id, |entry| entry.0).ok()?;
        self.places.get(self.elements.get(index)?.1)
    }

    /// Where a comment stands, with its delimiters.
    pub fn comment(&self, id: NodeId) -> Option<Span> {
        let index = self.comments.binary_search_by_key(&id, |entry| entry.0).ok()?;
        self.comments.get(index).map(|entry| entry.1)
    }

    /// The pieces of a text node, in order, which together cover its text.
    /// Empty for other nodes.
    pub fn text_pieces(&self, id: NodeId) -> &[TextPiece] {
        self.next_text_pieces(id, &mut 0)
    }

    /// The same for readers that go through the tree in order: `next` is where
    /// the next text node is looked for first, and starts as 0.
    pub(in crate::document) fn next_text_pieces(&self, id: NodeId, next: &mut usize) -> &[TextPiece] {
        self.texts.of(id, next)
    }

    /// Whether there is a `template` element in it.
    pub fn has_templates(&self) -> bool {
        let is_template = |node: &scraper::Node| node.as_element().is_some_and(|element| element.name() == "template");
        self.html.tree.nodes().any(|node| is_template(node.value()))
    }

    /// Where and why the tree ended early.
    pub fn cut(&self) -> Option<&Cut> {
        self.cut.as_ref()
    }
}

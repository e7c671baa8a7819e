//! The blocks that a kramdown document is read into.

use std::ops::Range;
use std::rc::Rc;

use super::attributes::Attributes;
use super::region::Region;
use crate::text::Span;

/// A stretch of a region, to be read as running text once all definitions are
/// known.
#[derive(Debug, Clone)]
pub(super) struct Text<'m> {
    pub(super) region: Rc<Region<'m>>,
    pub(super) range: Range<usize>,
}

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        self.region.text().get(self.range.clone()).unwrap_or_default()
    }
}

/// A block, its attributes, and the bytes of the body that make it up.
#[derive(Debug)]
pub(super) struct Block<'m> {
    pub(super) kind: Kind<'m>,
    pub(super) attributes: Attributes,
    pub(super) construct: Span,
}

impl<'m> Block<'m> {
    pub(super) fn is_paragraph(&self) -> bool {
        matches!(self.kind, Kind::Paragraph { .. })
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self.kind, Kind::Blank { .. })
    }
}

/// What a block is.
#[derive(Debug)]
pub(super) enum Kind<'m> {
    /// Blank lines: how many bytes of the region.
    Blank {
        len: usize,
    },
    /// What stands for a mark that shows nothing.
    Mark(Mark),
    /// Running text. A plain one, as in a tight list, has no element of its own.
    Paragraph {
        text: Text<'m>,
        is_plain: bool,
        task: Option<Box<Task>>,
    },
    Heading {
        level: usize,
        text: Text<'m>,
    },
    /// Code; `text` has the lines without their indentation.
    Code {
        text: Text<'m>,
        language: Option<Text<'m>>,
    },
    Quote(Vec<Block<'m>>),
    List {
        is_ordered: bool,
        items: Vec<Block<'m>>,
    },
    Item(Vec<Block<'m>>),
    DefinitionList(Vec<Block<'m>>),
    Term(Text<'m>),
    Definition(Vec<Block<'m>>),
    Rule,
    Math(Text<'m>),
    Table(Box<Table<'m>>),
    Html(Vec<Html<'m>>),
    /// A highlighted block of a template language, masked.
    TemplateCode,
}

/// Marks between blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A lone `^`, which ends the block before it.
    EndOfBlock,
    /// An attribute list, a comment, an option.
    Extension,
    /// A definition, to which an attribute list may belong.
    Definition(Defined),
}

/// What a definition defines, by its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Defined {
    Link(String),
    Abbreviation(String),
    Footnote,
}

/// The box of a task in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    pub(super) is_done: bool,
    pub(super) mark: Span,
    pub(super) attributes: Attributes,
}

#[derive(Debug)]
pub(super) struct Table<'m> {
    pub(super) alignments: Vec<Alignment>,
    pub(super) columns: usize,
    pub(super) sections: Vec<(Section, Vec<Row<'m>>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Head,
    Body,
    Foot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alignment {
    Default,
    Left,
    Center,
    Right,
}

#[derive(Debug)]
pub(super) struct Row<'m> {
    pub(super) construct: Span,
    pub(super) cells: Vec<Text<'m>>,
}

/// A part of raw HTML.
#[derive(Debug)]
pub(super) enum Html<'m> {
    /// A tag or a comment, as it stands, or text without `<`.
    Raw(Text<'m>),
    /// What is no tag: text.
    Text(Text<'m>),
    /// The text of a paragraph in an element that asks for Markdown.
    Span(Text<'m>),
    /// Blocks in an element that asks for Markdown.
    Blocks(Vec<Block<'m>>),
    /// An end tag that is missing, and where.
    EndTag { name: String, at: usize },
}

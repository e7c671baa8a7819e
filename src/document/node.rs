//! A spanned value: what front matter, configuration and rule files are read to.
//!
//! Scalars keep their text; whose rules type them is asked later, since the
//! engines of site generators disagree.

use crate::text::Span;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Bytes in the file, quotes included; of a block collection up to the end
    /// of its last child.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A single value, not yet typed.
    Scalar(Scalar),
    /// Values in order.
    Sequence(Vec<Node>),
    /// Keys with values, in order, duplicates included.
    Mapping(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, mostly a scalar.
    pub key: Node,
    /// Its value; for an absent one a null scalar with an empty span after the colon.
    pub value: Node,
}

/// A scalar as written, unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text without quotes and escapes.
    pub text: String,
    /// How it was written.
    pub style: Style,
    /// An explicit tag, such as `!!str`.
    pub tag: Option<Tag>,
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single quotes.
    SingleQuoted,
    /// In double quotes.
    DoubleQuoted,
    /// After `|`.
    Literal,
    /// After `>`.
    Folded,
}

/// An explicit tag, resolved to its full form: `tag:yaml.org,2002:str`, `!local`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(pub String);

/// A scalar, typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A date, or a date with a time, as written.
    Timestamp(String),
    /// Text.
    String(String),
}

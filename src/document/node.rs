//! A spanned value: what front matter, configuration and rule files are read to.
//!
//! Scalars keep their text; whose rules type them is asked later, since the
//! engines of site generators disagree.

mod json;
mod resolve;

use std::borrow::Cow;

use crate::text::Span;

pub(crate) use resolve::days_in_month;
pub use resolve::resolve;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Bytes in the file, quotes included; of a block collection up to the end
    /// of its last child.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

impl Node {
    /// The entries of a mapping, duplicates included; of anything else none.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            Value::Scalar(_) | Value::Sequence(_) => &[],
        }
    }

    /// The values of a sequence; of anything else none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            Value::Scalar(_) | Value::Mapping(_) => &[],
        }
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            Value::Sequence(_) | Value::Mapping(_) => None,
        }
    }

    /// The entry whose key is a scalar of this text; of duplicates the last,
    /// which is the one that loaders keep.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries()
            .iter()
            .rev()
            .find(|entry| entry.key.as_scalar().is_some_and(|scalar| scalar.text == key))
    }

    /// The value at a JSON pointer (RFC 6901); the empty pointer is the node itself.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        let mut node = self;
        for token in pointer_tokens(pointer)? {
            node = node.child(&token)?;
        }
        Some(node)
    }

    /// The entry at a JSON pointer whose last token is a key: where the key
    /// itself stands.
    pub fn entry_at(&self, pointer: &str) -> Option<&Entry> {
        let (parent, _) = pointer.rsplit_once('/')?;
        let key = pointer_tokens(pointer)?.last()?;
        self.at(parent)?.get(&key)
    }

    /// The value under one token of a JSON pointer: a key, or an index from 0.
    pub fn child(&self, token: &str) -> Option<&Node> {
        match &self.value {
            Value::Mapping(_) => self.get(token).map(|entry| &entry.value),
            Value::Sequence(items) => items.get(token.parse::<usize>().ok()?),
            Value::Scalar(_) => None,
        }
    }
}

/// The tokens of a JSON pointer, unescaped (RFC 6901, section 4); none where
/// it is neither empty nor begins with `/`.
pub fn pointer_tokens(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    Some(pointer.split('/').skip(1).map(|token| {
        if token.contains('~') {
            Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(token)
        }
    }))
}

/// A JSON pointer that goes one step further (RFC 6901, section 3).
pub fn pointer_join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
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

/// What a node is to the mapping that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A key.
    Key,
    /// A value, or an item of a sequence.
    Value,
}

/// Two nodes at the same place of two trees.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'n> {
    /// That of the one tree.
    pub one: &'n Node,
    /// That of the other.
    pub other: &'n Node,
    /// What both are.
    pub role: Role,
}

/// Whether two trees have the same shape, entries in the same order, and
/// `is_same` holds of each two scalars.
pub fn agree(one: &Node, other: &Node, is_same: impl FnMut(Pair<'_>, &Scalar, &Scalar) -> bool) -> bool {
    let role = Role::Value;
    all_agree(vec![Pair { one, other, role }], is_same)
}

/// The same of several pairs. Without recursion: values may be nested as deep as
/// they like.
pub fn all_agree(mut pairs: Vec<Pair<'_>>, mut is_same: impl FnMut(Pair<'_>, &Scalar, &Scalar) -> bool) -> bool {
    while let Some(pair) = pairs.pop() {
        match (&pair.one.value, &pair.other.value) {
            (Value::Scalar(one), Value::Scalar(other)) if is_same(pair, one, other) => {}
            (Value::Sequence(ones), Value::Sequence(others)) if ones.len() == others.len() => {
                let role = Role::Value;
                let items = ones.iter().zip(others);
                pairs.extend(items.map(|(one, other)| Pair { one, other, role }));
            }
            (Value::Mapping(ones), Value::Mapping(others)) if ones.len() == others.len() => {
                pairs.extend(ones.iter().zip(others).flat_map(Entry::pairs));
            }
            _ => return false,
        }
    }
    true
}

impl Entry {
    /// The keys of two entries, and their values.
    pub fn pairs<'n>((one, other): (&'n Entry, &'n Entry)) -> [Pair<'n>; 2] {
        let pair = |one, other, role| Pair { one, other, role };
        [
            pair(&one.key, &other.key, Role::Key),
            pair(&one.value, &other.value, Role::Value),
        ]
    }
}

#[cfg(test)]
mod tests;

//! Where the value at a JSON pointer stands in the file.

use crate::dialect::Engine;
use crate::document::node::{Node, Value, pointer_tokens};
use crate::text::Span;

/// The value at a pointer, or the nearest one above it that the file has.
#[derive(Debug, Clone)]
pub(super) struct Place<'node> {
    /// The value.
    pub(super) node: &'node Node,
    /// The key that it belongs to; of an item of a list, none.
    key_span: Option<Span>,
    /// The key nearest above it.
    pub(super) name: String,
    /// Whether it is an item of a list.
    pub(super) is_item: bool,
}

impl<'node> Place<'node> {
    /// Follows a pointer, through merge keys where the engine has them.
    pub(super) fn find(root: &'node Node, pointer: &str, engine: Engine) -> Self {
        let mut place = Place {
            node: root,
            key_span: None,
            name: String::new(),
            is_item: false,
        };
        for token in pointer_tokens(pointer).into_iter().flatten() {
            let Some(next) = place.step(&token, engine) else {
                break;
            };
            place = next;
        }
        place
    }

    fn step(&self, token: &str, engine: Engine) -> Option<Self> {
        if let Value::Sequence(_) = self.node.value {
            return Some(Place {
                node: self.node.child(token)?,
                key_span: None,
                name: self.name.clone(),
                is_item: true,
            });
        }
        let entry = self
            .node
            .get(token)
            .or_else(|| self.node.merge_sources(engine).find_map(|source| source.get(token)))?;
        Some(Place {
            node: &entry.value,
            key_span: Some(entry.key.span),
            name: token.to_owned(),
            is_item: false,
        })
    }

    /// The bytes of the value; of an absent one those of its key.
    pub(super) fn value_span(&self) -> Span {
        match self.key_span {
            Some(key) if self.node.span.is_empty() => key,
            _ => self.node.span,
        }
    }

    /// Where to say that something is missing in the mapping: at its key, else
    /// at its own first key.
    pub(super) fn owner_span(&self) -> Span {
        self.key_span
            .or_else(|| self.node.entries().first().map(|entry| entry.key.span))
            .unwrap_or(self.node.span)
    }

    /// The bytes of a key of the mapping.
    pub(super) fn key_of(&self, key: &str, engine: Engine) -> Span {
        self.step(key, engine)
            .and_then(|place| place.key_span)
            .unwrap_or_else(|| self.owner_span())
    }
}

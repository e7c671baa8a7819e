//! The tree from the flat list: aliases expanded within a budget, duplicate
//! keys found.
//!
//! An expanded alias is a copy whose every span is that of the alias, so that
//! spans nest and point at what the reader sees there.

use std::collections::HashMap;

use super::{Parsed, Raw, RawValue, SyntaxError};
use crate::document::node::{Entry, Node, Scalar, Style, Value};
use crate::messages::{Arguments, Message};
use crate::text::Span;

/// Nodes that aliases may add to one document.
const ALIAS_BUDGET: usize = 10_000;

/// Depth of the tree, aliases expanded. The parser's own limit is 255 blocks
/// with 255 flow collections in them.
const DEPTH_LIMIT: usize = 512;

/// Errors of one document that are worth showing.
const ERROR_LIMIT: usize = 50;

/// Builds the tree below `root`. `has_anchors` says whether any node may be
/// needed twice.
pub(super) fn build(nodes: Vec<Raw>, root: usize, has_anchors: bool) -> Parsed {
    let in_progress = vec![false; if has_anchors { nodes.len() } else { 0 }];
    let mut builder = Builder {
        nodes,
        has_anchors,
        in_progress,
        budget: ALIAS_BUDGET,
        is_spent: false,
        errors: Vec::new(),
    };
    let node = builder.node(root, None, 0);
    Parsed {
        node: Some(node),
        errors: builder.errors,
    }
}

#[derive(Debug)]
struct Builder {
    nodes: Vec<Raw>,
    has_anchors: bool,
    /// Collections that are being built, to find aliases to what they are in.
    in_progress: Vec<bool>,
    budget: usize,
    is_spent: bool,
    errors: Vec<SyntaxError>,
}

impl Builder {
    /// The node at `index`; inside an expanded alias, `alias` is its span.
    fn node(&mut self, index: usize, alias: Option<Span>, depth: usize) -> Node {
        let Some(raw) = self.nodes.get_mut(index) else {
            return nothing(Span::default());
        };
        let span = alias.unwrap_or(raw.span);
        if alias.is_some() {
            if self.budget == 0 {
                self.spent(span);
                return nothing(span);
            }
            self.budget -= 1;
        }
        if depth >= DEPTH_LIMIT {
            self.error(span, Message::key("yaml-too-deep"), "yaml-too-deep-help");
            return nothing(span);
        }
        let value = match &mut raw.value {
            RawValue::Scalar(scalar) if self.has_anchors => Value::Scalar(scalar.clone()),
            RawValue::Scalar(scalar) => Value::Scalar(take(scalar)),
            RawValue::Sequence(children) => {
                let children = children.clone();
                self.mark(index, Progress::Begun);
                let items = children
                    .iter()
                    .map(|child| self.node(*child, alias, depth + 1))
                    .collect();
                self.mark(index, Progress::Done);
                Value::Sequence(items)
            }
            RawValue::Mapping(children) => {
                let children = children.clone();
                self.mark(index, Progress::Begun);
                let entries = self.entries(&children, alias, depth + 1);
                self.mark(index, Progress::Done);
                if alias.is_none() {
                    self.find_duplicates(&entries);
                }
                Value::Mapping(entries)
            }
            RawValue::Alias(target) => {
                let target = *target;
                return self.alias(target, span, depth);
            }
            RawValue::UnknownAlias => {
                if alias.is_none() {
                    self.error(span, Message::key("yaml-unknown-alias"), "yaml-unknown-alias-help");
                }
                return nothing(span);
            }
        };
        Node { span, value }
    }

    fn entries(&mut self, children: &[usize], alias: Option<Span>, depth: usize) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(children.len() / 2);
        for pair in children.chunks_exact(2) {
            if let [key, value] = pair {
                let key = self.node(*key, alias, depth);
                let value = self.node(*value, alias, depth);
                entries.push(Entry { key, value });
            }
        }
        entries
    }

    fn alias(&mut self, target: usize, span: Span, depth: usize) -> Node {
        if self.in_progress.get(target).copied().unwrap_or(false) {
            self.error(span, Message::key("yaml-alias-to-itself"), "yaml-alias-to-itself-help");
            return nothing(span);
        }
        if self.budget == 0 {
            self.spent(span);
            return nothing(span);
        }
        self.node(target, Some(span), depth)
    }

    fn spent(&mut self, span: Span) {
        if !self.is_spent {
            self.is_spent = true;
            let limit = Arguments::new().with("limit", ALIAS_BUDGET.to_string());
            self.error(span, Message::Key("yaml-alias-budget", limit), "yaml-alias-budget-help");
        }
    }

    fn mark(&mut self, index: usize, progress: Progress) {
        if let Some(mark) = self.in_progress.get_mut(index) {
            *mark = progress == Progress::Begun;
        }
    }

    /// Two keys are the same where text and kind of writing are: `1` and `'1'`
    /// differ. `<<` may stand more than once.
    fn find_duplicates(&mut self, entries: &[Entry]) {
        if entries.len() < 2 {
            return;
        }
        let mut seen: HashMap<(&str, bool), Span> = HashMap::with_capacity(entries.len());
        for entry in entries {
            let Some(scalar) = entry.key.as_scalar().filter(|scalar| scalar.text != "<<") else {
                continue;
            };
            let looks_typed = scalar.style == Style::Plain && !scalar.text.starts_with(|c: char| c.is_alphabetic());
            let span = entry.key.span;
            let first = *seen.entry((&scalar.text, looks_typed)).or_insert(span);
            if first != span && self.errors.len() < ERROR_LIMIT {
                let key = Arguments::new().with("key", scalar.text.clone());
                self.errors.push(SyntaxError {
                    labels: vec![(first, Message::key("yaml-duplicate-key-first"))],
                    ..SyntaxError::new(span, Message::Key("yaml-duplicate-key", key), "yaml-duplicate-key-help")
                });
            }
        }
    }

    fn error(&mut self, span: Span, message: Message, help: &'static str) {
        if self.errors.len() < ERROR_LIMIT {
            self.errors.push(SyntaxError::new(span, message, help));
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Begun,
    Done,
}

/// What stands in the place of something that could not be built.
fn nothing(span: Span) -> Node {
    Node {
        span,
        value: Value::Scalar(Scalar {
            text: String::new(),
            style: Style::Plain,
            tag: None,
        }),
    }
}

fn take(scalar: &mut Scalar) -> Scalar {
    Scalar {
        text: std::mem::take(&mut scalar.text),
        style: scalar.style,
        tag: scalar.tag.take(),
    }
}

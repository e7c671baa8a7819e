//! Which table a key of TOML goes to, and what stands twice (TOML 1.0, sections
//! "Keys", "Table" and "Array of Tables").
//!
//! The span of a table with a header begins with the header; that of every
//! table covers its keys and values. As tables may be continued further down,
//! spans of neighbours can overlap.

use rustc_hash::FxHashMap;

use super::{ERROR_LIMIT, SyntaxError};
use crate::document::node::{Entry, Node, Value};
use crate::messages::{Arguments, Message};
use crate::text::Span;

/// Depth of the tree.
pub(super) const DEPTH_LIMIT: usize = 512;

/// What a header opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// `[name]`.
    Table,
    /// `[[name]]`.
    Item,
}

/// How a table came to be, which decides who may add to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// By its own header; the root too.
    Header,
    /// As a part of the header of another.
    Implicit,
    /// By a dotted key.
    Dotted,
}

#[derive(Debug)]
struct Table {
    origin: Origin,
    /// Its header; empty where it has none.
    span: Option<Span>,
    depth: usize,
    entries: Vec<(Node, Item)>,
    /// The first entry of each key.
    index: FxHashMap<String, usize>,
}

#[derive(Debug)]
enum Item {
    Value(Node),
    Table(usize),
    /// The tables of an array of tables, in order.
    Tables(Vec<usize>),
}

/// What is wrong with the tables.
#[derive(Debug)]
pub(super) struct Faults {
    pub(super) errors: Vec<SyntaxError>,
    /// Whether everything that was written is in the tree.
    pub(super) is_whole: bool,
}

/// All tables of a document; the first is the root.
#[derive(Debug)]
pub(super) struct Tables {
    tables: Vec<Table>,
    current: usize,
    start: usize,
    faults: Faults,
}

impl Tables {
    pub(super) fn new(start: usize) -> Self {
        let mut tables = Self {
            tables: Vec::new(),
            current: 0,
            start,
            faults: Faults {
                errors: Vec::new(),
                is_whole: true,
            },
        };
        tables.add(Origin::Header, None, 0);
        tables
    }

    /// The table to which keys go.
    pub(super) fn current(&self) -> usize {
        self.current
    }

    pub(super) fn depth(&self, table: usize) -> usize {
        self.tables.get(table).map_or(0, |table| table.depth)
    }

    fn add(&mut self, origin: Origin, span: Option<Span>, depth: usize) -> usize {
        self.tables.push(Table {
            origin,
            span,
            depth,
            entries: Vec::new(),
            index: FxHashMap::default(),
        });
        self.tables.len() - 1
    }

    fn first(&self, table: usize, key: &Node) -> Option<&(Node, Item)> {
        let table = self.tables.get(table)?;
        table.entries.get(*table.index.get(text_of(key))?)
    }

    fn insert(&mut self, table: usize, key: Node, item: Item) {
        if let Some(table) = self.tables.get_mut(table) {
            let next = table.entries.len();
            table.index.entry(text_of(&key).to_owned()).or_insert(next);
            table.entries.push((key, item));
        }
    }

    /// A header: keys go to its table from now on.
    pub(super) fn open(&mut self, path: &[Node], section: Section, span: Span) {
        let target = self.target(path, section, span);
        self.current = target.unwrap_or_else(|| self.add(Origin::Header, None, 0));
    }

    fn target(&mut self, path: &[Node], section: Section, span: Span) -> Option<usize> {
        let (key, parents) = path.split_last()?;
        let parent = self.descend(0, parents, Origin::Implicit)?;
        let depth = self.depth(parent) + 1;
        if depth > DEPTH_LIMIT {
            self.too_deep(key.span);
            return None;
        }
        match (self.first(parent, key).map(|(first, item)| (first.span, item)), section) {
            (None, Section::Table) => {
                let table = self.add(Origin::Header, Some(span), depth);
                self.insert(parent, key.clone(), Item::Table(table));
                Some(table)
            }
            (None, Section::Item) => {
                let table = self.add(Origin::Header, Some(span), depth + 1);
                self.insert(parent, key.clone(), Item::Tables(vec![table]));
                Some(table)
            }
            (Some((first, Item::Table(table))), Section::Table) => {
                let table = *table;
                if self.tables.get(table).map(|table| table.origin) != Some(Origin::Implicit) {
                    self.twice(key, first, "toml-duplicate-table", "toml-duplicate-table-help");
                }
                if let Some(table) = self.tables.get_mut(table) {
                    table.origin = Origin::Header;
                    table.span = Some(table.span.map_or(span, |header| header.cover(span)));
                }
                Some(table)
            }
            (Some((_, Item::Tables(_))), Section::Item) => {
                let table = self.add(Origin::Header, Some(span), depth + 1);
                self.push(parent, key, table);
                Some(table)
            }
            (Some((first, item)), _) => {
                let is_value = matches!(item, Item::Value(_));
                self.clash(key, first, is_value);
                None
            }
        }
    }

    fn push(&mut self, parent: usize, key: &Node, table: usize) {
        if let Some(parent) = self.tables.get_mut(parent)
            && let Some(index) = parent.index.get(text_of(key))
            && let Some((_, Item::Tables(tables))) = parent.entries.get_mut(*index)
        {
            tables.push(table);
        }
    }

    /// The table under a path, its tables made where they are missing: by a
    /// header as implicit ones, by a dotted key as dotted ones.
    fn descend(&mut self, from: usize, path: &[Node], origin: Origin) -> Option<usize> {
        let mut table = from;
        for key in path {
            let first = self.first(table, key).map(|(first, item)| (first.span, item));
            table = match first {
                None => {
                    let depth = self.depth(table) + 1;
                    if depth > DEPTH_LIMIT {
                        self.too_deep(key.span);
                        return None;
                    }
                    let child = self.add(origin, None, depth);
                    self.insert(table, key.clone(), Item::Table(child));
                    child
                }
                Some((first, Item::Table(child))) => {
                    let child = *child;
                    let is_closed = self.tables.get(child).map(|table| table.origin) == Some(Origin::Header);
                    if is_closed && origin == Origin::Dotted {
                        self.clash(key, first, false);
                        return None;
                    }
                    child
                }
                Some((_, Item::Tables(tables))) if origin == Origin::Implicit => tables.last().copied()?,
                Some((first, item)) => {
                    let is_value = matches!(item, Item::Value(_));
                    self.clash(key, first, is_value);
                    return None;
                }
            };
        }
        Some(table)
    }

    /// A key, dotted or not, with its value.
    pub(super) fn set(&mut self, table: usize, mut path: Vec<Node>, value: Node) {
        let Some(key) = path.pop() else {
            return;
        };
        let Some(parent) = self.descend(table, &path, Origin::Dotted) else {
            return;
        };
        if let Some((first, _)) = self.first(parent, &key) {
            let first = first.span;
            self.twice(&key, first, "toml-duplicate-key", "toml-duplicate-key-help");
        }
        self.insert(parent, key, Item::Value(value));
    }

    /// A table in braces, to be closed.
    pub(super) fn inline(&mut self, depth: usize) -> usize {
        self.add(Origin::Header, None, depth)
    }

    /// The node of a table in braces, which no one adds to.
    pub(super) fn close_inline(&mut self, table: usize, span: Span) -> Node {
        if let Some(table) = self.tables.get_mut(table) {
            table.span = Some(span);
        }
        self.node(table)
    }

    /// The root, and what is wrong.
    pub(super) fn finish(mut self) -> (Node, Faults) {
        (self.node(0), self.faults)
    }

    fn node(&mut self, table: usize) -> Node {
        let (span, written) = match self.tables.get_mut(table) {
            Some(table) => (table.span, std::mem::take(&mut table.entries)),
            None => (None, Vec::new()),
        };
        let mut entries = Vec::with_capacity(written.len());
        for (key, item) in written {
            let value = match item {
                Item::Value(node) => node,
                Item::Table(table) => self.node(table),
                Item::Tables(tables) => {
                    let items: Vec<Node> = tables.into_iter().map(|table| self.node(table)).collect();
                    Node {
                        span: hull(items.iter().map(|item| item.span)).unwrap_or(key.span),
                        value: Value::Sequence(items),
                    }
                }
            };
            entries.push(Entry { key, value });
        }
        let children = entries.iter().map(|entry| entry.key.span.cover(entry.value.span));
        Node {
            span: hull(span.into_iter().chain(children)).unwrap_or(Span::empty(self.start)),
            value: Value::Mapping(entries),
        }
    }

    pub(super) fn too_deep(&mut self, span: Span) {
        self.fault(SyntaxError::new(
            span,
            Message::key("toml-too-deep"),
            "toml-too-deep-help",
        ));
    }

    /// A value that is not taken.
    pub(super) fn fault(&mut self, error: SyntaxError) {
        self.faults.is_whole = false;
        self.tell(error);
    }

    /// A second key or header of the same name.
    fn twice(&mut self, key: &Node, first: Span, message: &'static str, help: &'static str) {
        let name = Arguments::new().with("key", text_of(key));
        let mut error = SyntaxError::new(key.span, Message::Key(message, name), help);
        error.labels.push((first, Message::key("yaml-duplicate-key-first")));
        self.tell(error);
    }

    /// A key that is something else already.
    fn clash(&mut self, key: &Node, first: Span, is_value: bool) {
        let (message, help) = match is_value {
            true => ("toml-value-extended", "toml-value-extended-help"),
            false => ("toml-table-extended", "toml-table-extended-help"),
        };
        self.faults.is_whole = false;
        self.twice(key, first, message, help);
    }

    fn tell(&mut self, error: SyntaxError) {
        if self.faults.errors.len() < ERROR_LIMIT {
            self.faults.errors.push(error);
        }
    }
}

fn text_of(key: &Node) -> &str {
    key.as_scalar().map_or("", |scalar| scalar.text.as_str())
}

/// The least span that covers all.
fn hull(mut spans: impl Iterator<Item = Span>) -> Option<Span> {
    let first = spans.next()?;
    Some(spans.fold(first, Span::cover))
}

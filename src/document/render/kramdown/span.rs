//! Running text: emphasis, code, links, HTML in a line, and the rest.
//!
//! An opening mark tries to read up to its closing mark; where none comes, it
//! is text and reading goes on behind it. That can be tried often in a text
//! made for it, so all tries of a document share a budget; once it is spent,
//! marks are text.

use std::rc::Rc;

use super::block::Text;
use super::html;
use super::node::{Node, NodeKind, push_text};
use super::parser::Definitions;
use super::region::{Region, is_space};
use super::span_html::is_same_name;
use crate::dialect::LineEnds;

/// How deep marks and tags may nest.
const MAX_DEPTH: usize = 40;

/// What may stand around a place in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Emphasis,
    Strong,
    Link,
    Image,
    Html,
}

/// Where reading stops.
pub(super) enum Stop<'a> {
    /// At the end.
    Never,
    /// At the closing marks of emphasis.
    Marks {
        mark: u8,
        count: usize,
    },
    /// At the bracket that closes a link text.
    Bracket,
    EndTag(&'a str),
}

/// Which constructs are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    All,
    CodeAndHtml,
    Html,
}

/// Reads one stretch of running text.
pub(super) struct SpanParser<'p, 'm> {
    pub(super) region: &'p Rc<Region<'m>>,
    pub(super) definitions: &'p Definitions<'m>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) at: usize,
    pub(super) around: Vec<Around>,
    /// Bytes that may still be looked at, in the whole document.
    pub(super) budget: &'p mut usize,
    pub(super) line_ends: LineEnds,
    pub(super) endless: EndlessMarks,
}

/// Marks that are known not to come again, each from some offset on: reading
/// may go back to before it.
#[derive(Debug)]
pub(super) struct EndlessMarks {
    pub(super) comment: usize,
    pub(super) math: usize,
    pub(super) strike: usize,
    pub(super) bracket: usize,
    /// Runs of as many backticks as the first says, or more.
    pub(super) code: Vec<(usize, usize)>,
}

impl EndlessMarks {
    const NONE: Self = Self {
        comment: usize::MAX,
        math: usize::MAX,
        strike: usize::MAX,
        bracket: usize::MAX,
        code: Vec::new(),
    };

    pub(super) fn has_code(&self, count: usize, at: usize) -> bool {
        self.code.iter().any(|&(least, from)| count >= least && at >= from)
    }
}

impl<'p, 'm> SpanParser<'p, 'm> {
    pub(super) fn new(
        text: &'p Text<'m>,
        definitions: &'p Definitions<'m>,
        line_ends: LineEnds,
        budget: &'p mut usize,
    ) -> Self {
        Self {
            region: &text.region,
            definitions,
            start: text.range.start,
            end: text.range.end,
            at: text.range.start,
            around: Vec::new(),
            budget,
            line_ends,
            endless: EndlessMarks::NONE,
        }
    }

    /// Reads all of the text.
    pub(super) fn read(mut self, scope: Scope) -> Vec<Node<'m>> {
        let (mut nodes, _) = self.spans(&Stop::Never, scope);
        push_text(&mut nodes, self.at..self.end);
        nodes
    }

    pub(super) fn text(&self) -> &'p str {
        self.region.text().get(..self.end).unwrap_or_default()
    }

    pub(super) fn rest(&self) -> &'p str {
        self.text().get(self.at..).unwrap_or_default()
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text().as_bytes().get(at).copied()
    }

    pub(super) fn is_spent(&self) -> bool {
        *self.budget == 0 || self.around.len() >= MAX_DEPTH
    }

    pub(super) fn before(&self) -> &'p str {
        self.text().get(self.start..self.at).unwrap_or_default()
    }

    /// Reads up to where it is to stop; there `at` stands, and the flag says
    /// whether it was found.
    pub(super) fn spans(&mut self, stop: &Stop<'_>, scope: Scope) -> (Vec<Node<'m>>, bool) {
        let mut nodes = Vec::new();
        let mut open_brackets = 1_usize;
        let mut images = 0;
        loop {
            let from = self.at;
            let found = next_special(self.rest(), scope);
            let next = found.map_or(self.end, |found| from + found);
            *self.budget = self.budget.saturating_sub(next - from + 2);
            push_text(&mut nodes, from..next);
            self.at = next;
            if found.is_none() {
                return (nodes, false);
            }
            if self.stops(stop, &nodes, &mut open_brackets, images) {
                return (nodes, true);
            }
            let count = nodes.len();
            match scope {
                Scope::All => self.special(&mut nodes),
                Scope::CodeAndHtml if self.byte(self.at) == Some(b'`') => self.code(&mut nodes),
                Scope::CodeAndHtml | Scope::Html => self.html(&mut nodes, scope),
            }
            let is_image = |node: &Node<'_>| matches!(node.kind, NodeKind::Image { .. });
            images += usize::from(nodes.len() > count && nodes.last().is_some_and(is_image));
        }
    }

    fn stops(&self, stop: &Stop<'_>, nodes: &[Node<'m>], open_brackets: &mut usize, images: usize) -> bool {
        let rest = self.rest();
        match *stop {
            Stop::Never => false,
            Stop::EndTag(name) => html::end_tag(self.text(), self.at)
                .is_some_and(|(found, _)| self.text().get(found).is_some_and(|found| is_same_name(found, name))),
            Stop::Bracket => {
                if rest.starts_with(']') {
                    *open_brackets = open_brackets.saturating_sub(1);
                } else if rest.starts_with('[') || rest.starts_with("![") {
                    *open_brackets += 1;
                } else {
                    return false;
                }
                *open_brackets == images
            }
            Stop::Marks { mark, count } => {
                let run = rest.bytes().take_while(|&b| b == mark).count();
                let after = rest.get(count..).unwrap_or_default();
                run >= count
                    && !nodes.is_empty()
                    && !self.before().bytes().next_back().is_some_and(is_space)
                    && (count == 2 || run != 2)
                    && (mark != b'_' || !after.starts_with(char::is_alphanumeric))
            }
        }
    }

    /// Reads what a special character begins, or takes it as text.
    fn special(&mut self, nodes: &mut Vec<Node<'m>>) {
        match self.byte(self.at) {
            Some(b'*' | b'_') => self.emphasis(nodes),
            Some(b'`') => self.code(nodes),
            Some(b'<') => self.angle(nodes),
            Some(b'[' | b'!') => self.bracket(nodes),
            Some(b'$') => self.math(nodes),
            Some(b'{') => self.extension(nodes),
            Some(b'&') => self.entity(nodes),
            Some(b'\\') => self.backslash(nodes),
            Some(b'~') => self.deleted(nodes),
            Some(b'\n') => self.line_end(nodes),
            _ => self.take_text(nodes, 1),
        }
    }

    /// Takes the next `len` bytes as text.
    pub(super) fn take_text(&mut self, nodes: &mut Vec<Node<'m>>, len: usize) {
        let end = (self.at + len).min(self.end);
        push_text(nodes, self.at..end);
        self.at = end;
    }

    pub(super) fn push(&mut self, nodes: &mut Vec<Node<'m>>, kind: NodeKind<'m>, end: usize) {
        nodes.push(Node {
            kind,
            attributes: None,
            range: self.at..end,
            children: Vec::new(),
        });
        self.at = end;
    }

    fn emphasis(&mut self, nodes: &mut Vec<Node<'m>>) {
        let start = self.at;
        let Some(mark) = self.byte(start) else { return };
        let is_double = self.byte(start + 1) == Some(mark);
        let count = if is_double { 2 } else { 1 };
        let kind = if is_double { Around::Strong } else { Around::Emphasis };
        let after = self.byte(start + count);
        if (mark == b'_' && is_in_word(self.before()))
            || after.is_some_and(is_space)
            || self.around.contains(&kind)
            || self.is_spent()
            || !self
                .text()
                .get(start + count..)
                .is_some_and(|rest| rest.as_bytes().contains(&mark))
        {
            return self.take_text(nodes, count);
        }
        if self.marked(nodes, start, mark, count) {
            return;
        }
        if is_double && self.around.last() != Some(&Around::Emphasis) && self.marked(nodes, start, mark, 1) {
            return;
        }
        self.at = start;
        self.take_text(nodes, count);
    }

    /// Reads emphasis with `count` marks on each side.
    fn marked(&mut self, nodes: &mut Vec<Node<'m>>, start: usize, mark: u8, count: usize) -> bool {
        self.at = start + count;
        self.around
            .push(if count == 2 { Around::Strong } else { Around::Emphasis });
        let (children, found) = self.spans(&Stop::Marks { mark, count }, Scope::All);
        self.around.pop();
        if found {
            self.at += count;
            let kind = if count == 2 {
                NodeKind::Strong
            } else {
                NodeKind::Emphasis
            };
            nodes.push(Node {
                kind,
                attributes: None,
                range: start..self.at,
                children,
            });
        }
        found
    }
}

fn next_special(text: &str, scope: Scope) -> Option<usize> {
    match scope {
        Scope::CodeAndHtml => text.bytes().position(|b| matches!(b, b'<' | b'`')),
        Scope::Html => text.bytes().position(|b| b == b'<'),
        Scope::All => text.bytes().position(|b| {
            matches!(
                b,
                b'*' | b'_' | b'`' | b'<' | b'[' | b']' | b'!' | b'$' | b'{' | b'&' | b'\\' | b'~' | b'\n'
            )
        }),
    }
}

/// Whether a `_` after this text is part of a word.
fn is_in_word(before: &str) -> bool {
    let mut last = before.chars().rev();
    match last.next() {
        Some('-') => last.next().is_some_and(char::is_alphabetic),
        Some(c) => c.is_alphabetic(),
        None => false,
    }
}

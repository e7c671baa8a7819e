//! Links, images and footnote marks in running text.

use std::ops::Range;
use std::rc::Rc;

use super::attributes::Attributes;
use super::block::Text;
use super::definition::{name_len, normalized};
use super::node::{Node, NodeKind, Target};
use super::region::is_space;
use super::span::{Around, Scope, SpanParser, Stop};

/// Where a link leads, what its list of attributes says, and where it ends.
struct Found<'m> {
    target: Target<'m>,
    attributes: Attributes,
    end: usize,
}

impl<'m> SpanParser<'_, 'm> {
    /// Reads what `[` or `!` begins.
    pub(super) fn bracket(&mut self, nodes: &mut Vec<Node<'m>>) {
        let rest = self.rest();
        if let Some((label, len)) = footnote_mark(rest) {
            if !self.definitions.footnotes.contains_key(label) {
                return self.take_text(nodes, len);
            }
            let label = label.to_owned();
            return self.push(nodes, NodeKind::Footnote { label }, self.at + len);
        }
        let is_image = rest.starts_with('!');
        let mark_len = if is_image { 2 } else { 1 };
        let is_link = !is_image || rest.starts_with("![");
        let after = rest.get(mark_len..).unwrap_or_default();
        if !is_link || after.is_empty() || after.starts_with('^') {
            return self.take_text(nodes, 1);
        }
        let is_in_link = self
            .around
            .iter()
            .any(|around| matches!(around, Around::Link | Around::Image));
        if self.at < self.endless.bracket && !after.contains(']') {
            self.endless.bracket = self.at;
        }
        if (!is_image && is_in_link) || self.is_spent() || self.at >= self.endless.bracket {
            return self.take_text(nodes, mark_len);
        }
        let start = self.at;
        self.at += mark_len;
        self.around.push(if is_image { Around::Image } else { Around::Link });
        let (children, is_closed) = self.spans(&Stop::Bracket, Scope::All);
        self.around.pop();
        let text = start + mark_len..self.at;
        let found = if is_closed { self.target(text.clone()) } else { None };
        let Some(found) = found else {
            self.at = start;
            return self.take_text(nodes, mark_len);
        };
        self.at = found.end;
        let (kind, children) = match is_image {
            true => (
                NodeKind::Image {
                    target: Box::new(found.target),
                    alt: text,
                },
                Vec::new(),
            ),
            false => (NodeKind::Link(Box::new(found.target)), children),
        };
        nodes.push(Node {
            kind,
            attributes: Some(Box::new(found.attributes)).filter(|attributes| !attributes.is_empty()),
            range: start..self.at,
            children,
        });
    }

    /// Reads where a link leads whose text is `text`, just before a `]`.
    fn target(&mut self, text: Range<usize>) -> Option<Found<'m>> {
        let after = text.end + 1;
        let rest = self.text().get(after..)?;
        if let Some((label, end)) = self.label(after) {
            return self.reference(label.unwrap_or(text), end);
        }
        if !rest.starts_with('(') {
            return self.reference(text, after);
        }
        self.inline_target(after)
    }

    /// The label in brackets at `at`, `None` inside where it is empty, and
    /// where it ends.
    fn label(&self, at: usize) -> Option<(Option<Range<usize>>, usize)> {
        let rest = self.text().get(at..)?;
        let space = rest.bytes().take_while(|&b| is_space(b)).count();
        let inner = rest.get(space..)?.strip_prefix('[')?;
        let len = inner.find(']')?;
        let start = at + space + 1;
        Some(((len > 0).then_some(start..start + len), start + len + 1))
    }

    fn reference(&mut self, label: Range<usize>, end: usize) -> Option<Found<'m>> {
        *self.budget = self.budget.saturating_sub(label.len());
        let label = normalized(&without_escapes(self.text().get(label)?));
        let definition = self.definitions.links.get(&label)?;
        let target = Target {
            destination: definition.destination.clone(),
            title: definition.title.clone(),
        };
        Some(Found {
            target,
            attributes: definition.attributes.clone(),
            end,
        })
    }

    /// Reads `(destination "title")` at `at`.
    fn inline_target(&mut self, at: usize) -> Option<Found<'m>> {
        let text = self.text();
        let rest = text.get(at..)?;
        let mut title_from = None;
        let destination;
        if let Some(inner) = rest.strip_prefix("(<")
            && let Some(len) = inner
                .find(['>', '\n'])
                .filter(|&len| inner.as_bytes().get(len) == Some(&b'>'))
        {
            destination = at + 2..at + 2 + len;
            let after = destination.end + 1;
            if self.byte(after) == Some(b')') {
                return self.found(destination, None, after + 1);
            }
            title_from = Some(after);
        } else {
            let (end, is_closed) = self.parentheses(at)?;
            let inner = text.get(at + 1..end)?;
            let start = at + 1 + (inner.len() - inner.trim_ascii_start().len());
            destination = start..start + inner.trim_ascii().len();
            if is_closed {
                return self.found(destination, None, end + 1);
            }
            title_from = title_from.or(Some(end + 1));
        }
        let (title, end) = self.inline_title(title_from?)?;
        self.found(destination, Some(title), end)
    }

    /// The offset of the parenthesis that closes the one at `at`, or that of
    /// the white space before a quote that may begin a title.
    fn parentheses(&mut self, at: usize) -> Option<(usize, bool)> {
        let bytes = self.text().as_bytes();
        let mut depth = 0_usize;
        let mut position = at;
        while let Some(&byte) = bytes.get(position) {
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some((position, true));
                    }
                }
                _ if is_space(byte) && matches!(bytes.get(position + 1), Some(b'"' | b'\'')) => {
                    return Some((position, false));
                }
                _ => {}
            }
            position += 1;
        }
        *self.budget = self.budget.saturating_sub(position - at);
        None
    }

    /// Reads a title in quotes and the closing parenthesis.
    fn inline_title(&mut self, from: usize) -> Option<(Range<usize>, usize)> {
        let rest = self.text().get(from..)?;
        let space = rest.bytes().take_while(|&b| is_space(b)).count();
        let quote = rest.get(space..)?.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = from + space + 1;
        let inner = self.text().get(start..)?;
        for (found, _) in inner.match_indices(quote) {
            let after = inner.get(found + 1..)?;
            let space = after.bytes().take_while(|&b| is_space(b)).count();
            if found > 0 && after.as_bytes().get(space) == Some(&b')') {
                return Some((start..start + found, start + found + 1 + space + 1));
            }
        }
        *self.budget = self.budget.saturating_sub(inner.len());
        None
    }

    fn found(&self, destination: Range<usize>, title: Option<Range<usize>>, end: usize) -> Option<Found<'m>> {
        let part = |range| Text {
            region: Rc::clone(self.region),
            range,
        };
        let target = Target {
            destination: part(destination),
            title: title.map(part),
        };
        Some(Found {
            target,
            attributes: Attributes::default(),
            end,
        })
    }
}

/// A label without the backslashes that escape.
pub(super) fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\'
            && chars
                .peek()
                .is_some_and(|next| "\\.*_+`<>()[]{}#!:|\"'$=-".contains(*next));
        out.push(if is_escape { chars.next().unwrap_or(c) } else { c });
    }
    out
}

/// The label of a footnote mark at the start of `text`, and its length.
fn footnote_mark(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("[^")?;
    let len = name_len(inner);
    let label = inner.get(..len).filter(|_| len > 0)?;
    inner.get(len..)?.starts_with(']').then_some((label, 2 + len + 1))
}

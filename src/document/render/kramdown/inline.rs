//! Running text: code, formulas, struck text, escapes, breaks, extensions.

use super::attributes;
use super::definition::{extension_tag, stop_tag};
use super::node::{Node, NodeKind, push_text};
use super::region::is_space;
use super::span::{Around, Scope, SpanParser, Stop};
use crate::dialect::LineEnds;

impl<'m> SpanParser<'_, 'm> {
    pub(super) fn code(&mut self, nodes: &mut Vec<Node<'m>>) {
        let rest = self.rest();
        let count = rest.bytes().take_while(|&b| b == b'`').count();
        let is_alone = count == 1
            && self.before().bytes().next_back().is_none_or(is_space)
            && self.byte(self.at + 1).is_some_and(is_space);
        let marks = rest.get(..count).unwrap_or_default();
        let inner = rest.get(count..).unwrap_or_default();
        let is_endless = self.endless.has_code(count, self.at);
        let Some(len) = inner.find(marks).filter(|_| !is_alone && !is_endless) else {
            if !is_alone && !is_endless {
                self.endless.code.push((count, self.at));
            }
            return self.take_text(nodes, count);
        };
        let mut code = self.at + count..self.at + count + len;
        if count > 1 {
            let content = inner.get(..len).unwrap_or_default();
            code.start += usize::from(content.starts_with(' '));
            code.end -= usize::from(content.ends_with(' ') && code.end > code.start);
        }
        let end = self.at + count + len + count;
        self.push(nodes, NodeKind::Code(code), end);
    }

    pub(super) fn math(&mut self, nodes: &mut Vec<Node<'m>>) {
        let inner = self.rest().strip_prefix("$$").filter(|_| self.at < self.endless.math);
        let Some(inner) = inner else {
            return self.take_text(nodes, 1);
        };
        let Some(len) = inner.find("$$") else {
            self.endless.math = self.at;
            return self.take_text(nodes, 1);
        };
        let content = inner.get(..len).unwrap_or_default();
        let start = self.at + 2 + (content.len() - content.trim_ascii_start().len());
        let formula = start..start + content.trim_ascii().len();
        let end = self.at + 2 + len + 2;
        self.push(nodes, NodeKind::Math(formula), end);
    }

    pub(super) fn deleted(&mut self, nodes: &mut Vec<Node<'m>>) {
        let start = self.at;
        let is_endless = self.at >= self.endless.strike;
        let inner = self
            .rest()
            .strip_prefix("~~")
            .filter(|inner| !inner.starts_with('~') && !is_endless);
        let inner = inner.filter(|inner| !inner.bytes().next().is_none_or(is_space));
        let Some(inner) = inner.filter(|_| !self.is_spent()) else {
            return self.take_text(nodes, 1);
        };
        let mut from = 0;
        let len = loop {
            let Some(found) = inner.get(from..).and_then(|rest| rest.find("~~")) else {
                if from == 0 {
                    self.endless.strike = self.at;
                }
                *self.budget = self.budget.saturating_sub(inner.len());
                return self.take_text(nodes, 1);
            };
            let before = inner.get(..from + found).unwrap_or_default();
            if before.bytes().next_back().is_some_and(|b| !is_space(b) && b != b'~') {
                break from + found;
            }
            from += found + 1;
        };
        // What is struck is read as a text of its own.
        let saved = (self.start, self.end, std::mem::take(&mut self.around));
        (self.start, self.end, self.at) = (start + 2, start + 2 + len, start + 2);
        self.around = vec![Around::Html; saved.2.len() + 1];
        let (mut children, _) = self.spans(&Stop::Never, Scope::All);
        push_text(&mut children, self.at..self.end);
        (self.start, self.end, self.around) = saved;
        self.at = start + 2 + len + 2;
        let range = start..self.at;
        nodes.push(Node {
            kind: NodeKind::Deleted,
            attributes: None,
            range,
            children,
        });
    }

    pub(super) fn entity(&mut self, nodes: &mut Vec<Node<'m>>) {
        match entity_len(self.rest()) {
            Some(len) => self.push(nodes, NodeKind::Entity, self.at + len),
            None => self.take_text(nodes, 1),
        }
    }

    pub(super) fn backslash(&mut self, nodes: &mut Vec<Node<'m>>) {
        let rest = self.rest();
        let is_soft = self.line_ends == LineEnds::Soft;
        let is_in_html = self.around.contains(&Around::Html);
        if is_soft && rest.starts_with("\\\\\n") {
            self.push(nodes, NodeKind::Break, self.at + 2);
        } else if is_soft && rest.starts_with("\\\n") && !is_in_html {
            self.push(nodes, NodeKind::Break, self.at + 1);
        } else if rest.starts_with("\\<<") || rest.starts_with("\\>>") {
            self.at += 1;
            self.take_text(nodes, 2);
        } else if self
            .byte(self.at + 1)
            .is_some_and(|b| b"\\.*_+`<>()[]{}#!:|\"'$=-~".contains(&b))
        {
            self.at += 1;
            self.take_text(nodes, 1);
        } else {
            self.take_text(nodes, 1);
        }
    }

    /// Two spaces before a line end break the line.
    pub(super) fn line_end(&mut self, nodes: &mut Vec<Node<'m>>) {
        if self.line_ends == LineEnds::Soft
            && let Some(last) = nodes.last_mut()
            && matches!(last.kind, NodeKind::Text)
            && last.range.end == self.at
            && self
                .text()
                .get(last.range.clone())
                .is_some_and(|text| text.ends_with("  "))
        {
            let end = self.at;
            last.range.end -= 2;
            if last.range.is_empty() {
                nodes.pop();
            }
            self.at -= 2;
            self.push(nodes, NodeKind::Break, end);
        }
        self.take_text(nodes, 1);
    }

    pub(super) fn extension(&mut self, nodes: &mut Vec<Node<'m>>) {
        let rest = self.rest();
        if rest.starts_with("{::") {
            return self.inline_extension(nodes);
        }
        let is_after_element = match nodes.last() {
            // Quotes and dashes are elements of their own to kramdown.
            Some(Node {
                kind: NodeKind::Text,
                range,
                ..
            }) => {
                let text = self.text().get(range.clone()).unwrap_or_default();
                ["\"", "'", "--", "...", "<<", ">>"]
                    .iter()
                    .any(|symbol| text.ends_with(symbol))
            }
            last => last.is_some(),
        };
        if !is_after_element || rest.starts_with("{:/") {
            return self.take_text(nodes, 1);
        }
        let Some((list, end)) = attributes::list_at(self.region, self.at).filter(|(_, end)| *end <= self.end) else {
            return self.take_text(nodes, 1);
        };
        if let Some(last) = nodes.last_mut() {
            last.attributes.get_or_insert_default().read(self.region, list);
        }
        self.at = end;
    }

    pub(super) fn inline_extension(&mut self, nodes: &mut Vec<Node<'m>>) {
        let Some(tag) = extension_tag(self.text(), self.at) else {
            return self.take_text(nodes, 1);
        };
        let is_known = matches!(tag.name.as_str(), "comment" | "nomarkdown" | "options");
        let mut body = tag.end..tag.end;
        let mut end = tag.end;
        if !tag.is_closed {
            if !is_known || self.is_spent() {
                return self.take_text(nodes, 1);
            }
            let found = find_stop_tag(self.text(), tag.end, &tag.name);

            *self.budget = self
                .budget
                .saturating_sub(found.map_or(self.end, |(end, _)| end) - self.at);
            let Some((body_end, after)) = found else {
                return self.take_text(nodes, 1);
            };
            body.end = body_end;
            end = after;
        }
        match tag.name.as_str() {
            _ if !is_known => self.take_text(nodes, 1),
            "nomarkdown" => self.push(nodes, NodeKind::Raw(body), end),
            _ => self.push(nodes, NodeKind::Nothing, end),
        }
    }
}

/// The length of `&name;`, `&#10;` or `&#xA;` at the start of `text`.
pub(super) fn entity_len(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(64).position(|b| b == b';')?;
    let name = inner.get(..end)?;
    let is_entity = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix('x') {
            Some(hex) => !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()),
            None => !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()),
        },
        None => {
            name.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'))
        }
    };
    is_entity.then_some(end + 2)
}

fn find_stop_tag(text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find("{:/")?;
        if let Some(after) = stop_tag(text.get(at..)?, name) {
            return Some((at, text.len() - after.len()));
        }
        at += 3;
    }
}

//! Running text: emphasis, code, links, HTML in a line, and the rest.
//!
//! An opening mark tries to read up to its closing mark; where none comes, it
//! is text and reading goes on behind it. That can be tried often in a text
//! made for it, so all tries of a document share a budget; once it is spent,
//! marks are text.

use std::ops::Range;
use std::rc::Rc;

use super::attributes::{self, Attributes};
use super::block::Text;
use super::definition::{extension_tag, name_len, stop_tag};
use super::html::{self, Content};
use super::parser::Definitions;
use super::region::{Region, is_space};
use crate::dialect::LineEnds;

/// How deep marks and tags may nest.
const MAX_DEPTH: usize = 40;

/// A node of running text. Ranges are bytes of the region that it stands in.
#[derive(Debug)]
pub(super) struct Node<'m> {
    pub(super) kind: NodeKind<'m>,
    pub(super) attributes: Option<Box<Attributes>>,
    pub(super) range: Range<usize>,
    pub(super) children: Vec<Node<'m>>,
}

impl Node<'_> {
    /// What attribute lists gave to it.
    pub(super) fn attributes(&self) -> &Attributes {
        const NONE: &Attributes = &Attributes {
            values: Vec::new(),
            references: Vec::new(),
        };
        self.attributes.as_deref().unwrap_or(NONE)
    }
}

#[derive(Debug)]
pub(super) enum NodeKind<'m> {
    Text,
    /// `&name;`, which is the same in HTML.
    Entity,
    Break,
    Code(Range<usize>),
    Math(Range<usize>),
    Emphasis,
    Strong,
    Deleted,
    Link(Box<Target<'m>>),
    Image {
        target: Box<Target<'m>>,
        alt: Range<usize>,
    },
    /// A URL or an address between angle brackets.
    Autolink {
        is_address: bool,
    },
    Html(Box<Element>),
    /// Text in an element without Markdown: entities stay what they are.
    RawText,
    /// HTML as it stands.
    Raw(Range<usize>),
    Footnote {
        label: String,
    },
    /// A comment, or what only says how to read.
    Nothing,
    TemplateCode,
}

/// An HTML element in a line.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    /// Its start tag, without an attribute that is for kramdown alone.
    pub(super) start_tag: Vec<Range<usize>>,
    pub(super) end_tag: Option<Range<usize>>,
}

/// Where a link leads.
#[derive(Debug, Clone)]
pub(super) struct Target<'m> {
    pub(super) destination: Text<'m>,
    pub(super) title: Option<Text<'m>>,
}

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
    line_ends: LineEnds,
    pub(super) endless: EndlessMarks,
}

/// Marks that are known not to come again, each from some offset on: reading
/// may go back to before it.
#[derive(Debug)]
pub(super) struct EndlessMarks {
    comment: usize,
    math: usize,
    strike: usize,
    pub(super) bracket: usize,
    /// Runs of as many backticks as the first says, or more.
    code: Vec<(usize, usize)>,
}

impl EndlessMarks {
    const NONE: Self = Self {
        comment: usize::MAX,
        math: usize::MAX,
        strike: usize::MAX,
        bracket: usize::MAX,
        code: Vec::new(),
    };

    fn has_code(&self, count: usize, at: usize) -> bool {
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

    fn before(&self) -> &'p str {
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

    fn code(&mut self, nodes: &mut Vec<Node<'m>>) {
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

    fn math(&mut self, nodes: &mut Vec<Node<'m>>) {
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

    fn deleted(&mut self, nodes: &mut Vec<Node<'m>>) {
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

    fn entity(&mut self, nodes: &mut Vec<Node<'m>>) {
        match entity_len(self.rest()) {
            Some(len) => self.push(nodes, NodeKind::Entity, self.at + len),
            None => self.take_text(nodes, 1),
        }
    }

    fn backslash(&mut self, nodes: &mut Vec<Node<'m>>) {
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
    fn line_end(&mut self, nodes: &mut Vec<Node<'m>>) {
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

    fn extension(&mut self, nodes: &mut Vec<Node<'m>>) {
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

    fn inline_extension(&mut self, nodes: &mut Vec<Node<'m>>) {
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

    fn angle(&mut self, nodes: &mut Vec<Node<'m>>) {
        if let Some((end, is_address)) = autolink(self.rest()) {
            return self.push(nodes, NodeKind::Autolink { is_address }, self.at + end);
        }
        if self.rest().starts_with("<<") {
            return self.take_text(nodes, 2);
        }
        self.html(nodes, Scope::All);
    }

    /// Reads HTML in a line. Elements that are blocks are text here.
    fn html(&mut self, nodes: &mut Vec<Node<'m>>, scope: Scope) {
        let rest = self.rest();
        if !rest.starts_with('<') {
            return self.take_text(nodes, 1);
        }
        if rest.starts_with("<!--") && self.at < self.endless.comment {
            match rest.get(4..).and_then(|rest| rest.find("-->")) {
                Some(found) => {
                    let end = self.at + found + 7;
                    return self.push(nodes, NodeKind::Raw(self.at..end), end);
                }
                None => self.endless.comment = self.at,
            }
        }
        if rest.starts_with("<?")
            && self.definitions.is_template_code(self.region, self.at)
            && let Some(found) = rest.find("?>")
        {
            return self.push(nodes, NodeKind::TemplateCode, self.at + found + 2);
        }
        if let Some((_, end)) = html::end_tag(self.text(), self.at) {
            return self.take_text(nodes, end - self.at);
        }
        match html::start_tag(self.text(), self.at) {
            Some(tag) => self.element(nodes, &tag, scope),
            None => self.take_text(nodes, 1),
        }
    }

    fn element(&mut self, nodes: &mut Vec<Node<'m>>, tag: &html::Tag, scope: Scope) {
        let start = self.at;
        let name = self.text().get(tag.name.clone()).unwrap_or_default();
        if html::is_block_element(name) {
            return self.take_text(nodes, tag.end - start);
        }
        let asked = html::asked_content(self.text(), tag, name);
        let start_tag = match &asked {
            Some((attribute, _)) => vec![start..attribute.start, attribute.end..tag.end],
            None => std::iter::once(start..tag.end).collect(),
        };
        let is_raw = html::default_content(name) == Content::Raw;
        let scope = match (is_raw, asked.map(|(_, content)| content)) {
            (_, Some(Content::Span | Content::Block)) => Scope::All,
            (_, Some(Content::Raw | Content::None)) | (true, None) => Scope::Html,
            (false, None) => scope,
        };
        self.at = tag.end;
        let mut children = Vec::new();
        let mut end_tag = None;
        if !tag.is_closed && !html::is_void_element(name) {
            if self.is_spent() {
                self.at = start;
                return self.push(nodes, NodeKind::Raw(start..tag.end), tag.end);
            }
            self.around.push(Around::Html);
            let found;
            (children, found) = self.spans(&Stop::EndTag(name), scope);
            self.around.pop();
            if scope == Scope::Html {
                let texts = children.iter_mut().filter(|child| matches!(child.kind, NodeKind::Text));
                texts.for_each(|child| child.kind = NodeKind::RawText);
            }
            if found {
                let after = html::end_tag(self.text(), self.at).map_or(self.at, |(_, end)| end);
                end_tag = Some(self.at..after);
                self.at = after;
            } else {
                push_text(&mut children, self.at..self.end);
                self.at = self.end;
            }
        }
        let kind = NodeKind::Html(Box::new(Element {
            name: name.to_owned(),
            start_tag,
            end_tag,
        }));
        nodes.push(Node {
            kind,
            attributes: None,
            range: start..self.at,
            children,
        });
    }
}

pub(super) fn push_text(nodes: &mut Vec<Node<'_>>, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    if let Some(last) = nodes.last_mut()
        && matches!(last.kind, NodeKind::Text)
        && last.range.end == range.start
    {
        last.range.end = range.end;
        return;
    }
    nodes.push(Node {
        kind: NodeKind::Text,
        attributes: None,
        range,
        children: Vec::new(),
    });
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

fn is_same_name(found: &str, name: &str) -> bool {
    if html::is_element(name) {
        found.eq_ignore_ascii_case(name)
    } else {
        found == name
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

/// The length of `<http://…>` or `<a@b>` at the start of `text`, and whether it
/// is an address.
fn autolink(text: &str) -> Option<(usize, bool)> {
    let inner = text.strip_prefix('<')?;
    let scheme = ["mailto:", "http:", "https:", "ftp:", "ftps:"]
        .into_iter()
        .find(|scheme| inner.starts_with(scheme));
    if let Some(scheme) = scheme {
        let end = inner
            .bytes()
            .position(|b| matches!(b, b'>' | b'<' | b'\n'))
            .filter(|&end| end > scheme.len())?;
        return (inner.as_bytes().get(end) == Some(&b'>')).then_some((end + 2, false));
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let local = inner.find(|c| !is_part(c)).filter(|&len| len > 0)?;
    let domain = inner.get(local..)?.strip_prefix('@')?;
    let len = domain.find(|c| !is_part(c)).filter(|&len| len > 0)?;
    (domain.as_bytes().get(len) == Some(&b'>')).then_some((1 + local + 1 + len + 1, true))
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

/// The label of a footnote mark at the start of `text`, and its length.
pub(super) fn footnote_mark(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("[^")?;
    let len = name_len(inner);
    let label = inner.get(..len).filter(|_| len > 0)?;
    inner.get(len..)?.starts_with(']').then_some((label, 2 + len + 1))
}

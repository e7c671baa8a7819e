//! Lists.
//!
//! A list takes its lines first, each without the indentation of its item,
//! and reads the blocks of each item afterwards, as a text of its own.

use std::ops::Range;
use std::rc::Rc;

use super::attributes::{self, Attributes};
use super::block::{Block, Kind, Mark};
use super::boundary::{attribute_list_end, indent_len, is_end_of_block, is_rule, starts_html};
use super::leaf::construct;
use super::parser::Parser;
use super::region::{Fidelity, Region, RegionBuilder, indentation, is_blank, is_space};
use super::scanner::{Blocks, Scanner};
use super::task::{TASK_ITEM, tasks};
use crate::text::Span;

/// Markers of one kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet,
    Number,
    Colon,
}

impl Marker {
    /// The length of the marker, with up to `max_indent` spaces before it, where
    /// a line starts with one.
    fn len(self, line: &str, max_indent: usize) -> Option<usize> {
        let indent = indentation(line);
        let rest = line.as_bytes().get(indent..).filter(|_| indent <= max_indent)?;
        let len = match (self, rest.first()?) {
            (Marker::Bullet, b'*' | b'+' | b'-') | (Marker::Colon, b':') => 1,
            (Marker::Number, b'0'..=b'9') => {
                let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
                digits + usize::from(rest.get(digits) == Some(&b'.'))
            }
            _ => return None,
        };
        let is_ended = self != Marker::Number || rest.get(len.checked_sub(1)?) == Some(&b'.');
        (is_ended && matches!(rest.get(len), Some(b' ' | b'\t' | b'|'))).then_some(indent + len)
    }
}

/// Whether an item of a list starts with `line`.
pub(super) fn starts(line: &str) -> bool {
    Marker::Bullet
        .len(line, 3)
        .or_else(|| Marker::Number.len(line, 3))
        .is_some()
}

/// Whether a definition starts with `line`.
pub(super) fn starts_definition(line: &str) -> bool {
    Marker::Colon.len(line, 3).is_some()
}

/// An item while its lines are gathered.
pub(super) struct Item {
    start: usize,
    end: usize,
    /// Columns that the lines of the item are indented by.
    indent: usize,
    attributes: Attributes,
    /// The lines. A list nested without a blank line before it starts a new part.
    parts: Vec<RegionBuilder>,
    /// Whether a nested list was seen, or a blank line.
    has_nested_list: bool,
    /// A definition after a blank line is a paragraph.
    pub(super) is_spaced: bool,
}

impl Item {
    fn push(&mut self, text: &str, body: Span) {
        if let Some(part) = self.parts.last_mut() {
            part.push(text, body, Fidelity::Other);
        }
    }

    fn push_range(&mut self, region: &Region<'_>, range: Range<usize>) {
        if let Some(part) = self.parts.last_mut() {
            part.push_range(region, range);
        }
    }
}

impl<'m> Parser<'m> {
    pub(super) fn list(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        let start = scanner.at;
        let marker = match Marker::Bullet.len(scanner.line(), 3) {
            Some(_) => Marker::Bullet,
            None => Marker::Number,
        };
        let gathered = gather(scanner, marker, false);
        let place = construct(&scanner.region, start..scanner.at);
        let ended_by_mark = gathered.ended_by_mark;
        let pending = out.pending.take();
        let mut items: Vec<Block<'m>> = gathered
            .items
            .into_iter()
            .map(|item| self.item(scanner, item))
            .collect();
        out.pending = pending;
        let last_blank = spread(&mut items, ended_by_mark);
        tasks(&mut items);
        let mut attributes = Attributes::default();
        if items
            .iter()
            .any(|item| item.attributes.values.iter().any(|a| a.value == TASK_ITEM))
        {
            attributes.push("class", "task-list", Span::empty(place.start));
        }
        out.push(
            Kind::List {
                is_ordered: marker == Marker::Number,
                items,
            },
            place,
        );
        if let Some(list) = out.list.last_mut() {
            attributes.extend(std::mem::take(&mut list.attributes));
            list.attributes = attributes;
        }
        if let Some(len) = last_blank.filter(|_| !ended_by_mark) {
            out.push(Kind::Blank { len }, Span::empty(place.end));
        }
        true
    }

    pub(super) fn item(&mut self, scanner: &Scanner<'m>, item: Item) -> Block<'m> {
        let place = construct(&scanner.region, item.start..item.end);
        let mut children = Blocks::new();
        for part in item.parts.into_iter().filter(|part| !part.is_empty()) {
            self.blocks(&mut Scanner::new(Rc::new(part.finish())), None, &mut children);
            children.pending = None;
        }
        Block {
            kind: Kind::Item(children.list),
            attributes: item.attributes,
            construct: place,
        }
    }
}

pub(super) struct Gathered {
    pub(super) items: Vec<Item>,
    ended_by_mark: bool,
}

/// Takes the lines of a list.
pub(super) fn gather(scanner: &mut Scanner<'_>, marker: Marker, is_spaced: bool) -> Gathered {
    let mut items: Vec<Item> = Vec::new();
    let mut max_indent = 3;
    let mut is_after_blank = false;
    let mut is_spaced = is_spaced;
    let mut ended_by_mark = false;
    while !scanner.is_at_end() {
        let line = scanner.line();
        if marker != Marker::Colon && is_after_blank && is_rule(line) {
            break;
        }
        if is_end_of_block(line) {
            ended_by_mark = true;
            if marker != Marker::Colon {
                scanner.at += line.len();
            }
            break;
        }
        if let Some(len) = marker.len(line, max_indent) {
            let mut item = first_line(scanner, len);
            item.is_spaced = is_spaced;
            max_indent = if item.indent <= 3 {
                item.indent.saturating_sub(1)
            } else {
                3
            };
            items.push(item);
            is_after_blank = false;
            is_spaced = false;
            continue;
        }
        let Some(item) = items.last_mut() else { break };
        if is_blank(line) {
            let end = scanner.blank_end(scanner.at);
            item.push_range(&scanner.region, scanner.at..end);
            item.has_nested_list = true;
            is_spaced = true;
            is_after_blank = true;
            scanner.at = end;
        } else if is_indented(line, item.indent) || (!is_after_blank && is_lazy(scanner, item.indent)) {
            next_line(scanner, item, marker);
            is_spaced = false;
            is_after_blank = false;
        } else {
            break;
        }
        item.end = scanner.at;
    }
    Gathered { items, ended_by_mark }
}

/// Takes the line with a marker, which is `marker_len` bytes long.
fn first_line(scanner: &mut Scanner<'_>, marker_len: usize) -> Item {
    let start = scanner.at;
    let region = Rc::clone(&scanner.region);
    let end = start + scanner.line().len();
    scanner.at = end;
    let content = region.text().get(start + marker_len..end).unwrap_or_default();
    let columns = content
        .bytes()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .fold(marker_len, |column, byte| {
            if byte == b'\t' {
                (column / 4 + 1) * 4
            } else {
                column + 1
            }
        });
    let mut attributes = Attributes::default();
    let mut at = start + marker_len + content.bytes().take_while(|&b| is_space(b)).count();
    let after = if at < end {
        item_attributes(&region, at, &mut attributes)
    } else {
        end
    };
    let is_empty = region.text().get(after..end).is_none_or(is_blank);
    if after > at {
        at = after;
    }
    let mut builder = RegionBuilder::default();
    let mut has_nested_list = false;
    if !is_empty {
        builder.push_range(&region, at..end);
        has_nested_list = region.text().get(at..end).is_some_and(starts);
    }
    Item {
        start,
        end,
        indent: if is_empty { 4 } else { columns },
        attributes,
        parts: vec![builder],
        has_nested_list,
        is_spaced: false,
    }
}

/// Takes a further line of an item, without the item's indentation.
fn next_line(scanner: &mut Scanner<'_>, item: &mut Item, marker: Marker) {
    let start = scanner.at;
    let region = Rc::clone(&scanner.region);
    let line = scanner.line();
    let tabs = line.bytes().take_while(|&b| b == b'\t').count();
    let spaces = tabs * 4 + line.get(tabs..).map_or(0, indentation);
    let is_indented = spaces >= item.indent;
    let mut at = start + tabs + line.get(tabs..).map_or(0, indentation);
    let end = start + line.len();
    let left = if is_indented { spaces - item.indent } else { spaces };
    let content = region.text().get(at..end).unwrap_or_default();
    let is_list = left <= 3 && starts(content);
    let mut pad = left;
    if marker != Marker::Colon && is_list {
        if is_indented && !item.has_nested_list {
            item.parts.push(RegionBuilder::default());
            item.has_nested_list = true;
        } else if !is_indented && item.has_nested_list {
            // An item of an outer list that is indented too little belongs to
            // the innermost text.
            pad += item.indent + 4;
        }
    }
    if pad == left && tabs == 0 {
        at -= left;
        pad = 0;
    }
    scanner.at = end;
    let place = Span::empty(region.span(at..at + 1).start);
    item.push(&" ".repeat(pad), place);
    item.push_range(&region, at..end);
}

/// Whether `line` is indented to the text of an item.
fn is_indented(line: &str, indent: usize) -> bool {
    let mut rest = line;
    for _ in 0..indent / 4 {
        match indent_len(rest) {
            Some(len) => rest = rest.get(len..).unwrap_or_default(),
            None => return false,
        }
    }
    indentation(rest) >= indent % 4 || rest.starts_with('\t')
}

/// Whether a line may belong to an item without being indented.
fn is_lazy(scanner: &Scanner<'_>, indent: usize) -> bool {
    if indentation(scanner.line()) > indent.min(3) {
        return true;
    }
    attribute_list_end(&scanner.region, scanner.at).is_none() && !starts_html(scanner.text(), scanner.at)
}

/// Reads an attribute list at the start of an item, and says where the text
/// of the item starts.
pub(super) fn item_attributes(region: &Region<'_>, at: usize, attributes: &mut Attributes) -> usize {
    let text = region.text();
    let rest = text.get(at..).unwrap_or_default();
    if !rest.starts_with("{:") || rest.starts_with("{::") || rest.starts_with("{:/") {
        return at;
    }
    let Some((list, end)) = attributes::list_at(region, at) else {
        return at;
    };
    let inner = text.get(list.clone()).unwrap_or_default();
    let is_definition = inner
        .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-')
        .starts_with(':');
    if is_definition || inner.contains('\n') {
        return at;
    }
    attributes.read(region, list);
    let after = text.get(end..).unwrap_or_default();
    end + after.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

pub(super) fn pop_blank(children: &mut Vec<Block<'_>>) -> Option<usize> {
    let Some(Block {
        kind: Kind::Blank { len },
        ..
    }) = children.last()
    else {
        return None;
    };
    let len = *len;
    children.pop();
    Some(len)
}

/// Decides which items are paragraphs and which are plain text, and takes the
/// blank lines off their ends. Gives the blank lines after the last item.
fn spread(items: &mut [Block<'_>], ended_by_mark: bool) -> Option<usize> {
    let count = items.len();
    let mut last_blank = None;
    let mut is_any_other = false;
    for (at, item) in items.iter_mut().enumerate() {
        let is_last = at + 1 == count;
        let Kind::Item(children) = &mut item.kind else { continue };
        drop_mark_of_first(children);
        let len = children.len();
        let is_paragraph = children.first().is_some_and(Block::is_paragraph);
        let mut is_plain_now = false;
        if is_paragraph {
            let is_followed_by_blank = children.get(1).is_some_and(Block::is_blank);
            let is_tight = !is_followed_by_blank || (is_last && len == 2 && !ended_by_mark);
            is_plain_now = is_tight && (!is_last || count == 1 || is_any_other);
        }
        if let Some(Kind::Paragraph { is_plain, .. }) = children.first_mut().map(|child| &mut child.kind) {
            *is_plain = is_plain_now;
        }
        is_any_other |= !is_paragraph || is_plain_now;
        if len > 0 {
            last_blank = pop_blank(children);
        }
    }
    last_blank
}

/// A mark that an attribute list left after the first paragraph.
fn drop_mark_of_first(children: &mut Vec<Block<'_>>) {
    if let [first, second, ..] = children.as_slice()
        && first.is_paragraph()
        && !first.attributes.is_empty()
        && matches!(second.kind, Kind::Mark(Mark::Extension))
    {
        children.remove(1);
    }
}

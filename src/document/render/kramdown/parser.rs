//! Blocks: the loop over the lines of a region, and the simple blocks.
//!
//! The order in which kinds of block are tried, and what each needs before
//! and after it, is kramdown's (with its GitHub quirks: a list, a heading, a
//! quotation or a fence ends a paragraph). It must not know running text.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::attributes::{self, Attributes};
use super::block::{Block, Kind, Mark, Text};
use super::definition::{Abbreviation, Footnote, LinkDefinition};
use super::html;
use super::region::{Region, RegionBuilder, indentation, is_blank, is_space};
use crate::text::Span;

/// How deep containers may nest. What is deeper is text.
const MAX_DEPTH: usize = 64;

/// What a whole document defines, gathered while its blocks are read.
#[derive(Debug, Default)]
pub(super) struct Definitions<'m> {
    pub(super) links: HashMap<String, LinkDefinition<'m>>,
    pub(super) footnotes: HashMap<String, Footnote<'m>>,
    pub(super) abbreviations: HashMap<String, Abbreviation>,
    /// The lengths that abbreviations have, in order.
    pub(super) abbreviation_lengths: Vec<usize>,
    pub(super) attribute_lists: HashMap<String, Attributes>,
    /// Where highlighted blocks of a template language start in the body.
    pub(super) template_code: Vec<usize>,
}

impl Definitions<'_> {
    /// The longest abbreviation that `text` starts with.
    pub(super) fn abbreviation_at(&self, text: &str) -> Option<&str> {
        self.abbreviation_lengths.iter().rev().find_map(|len| {
            let (abbreviation, _) = self.abbreviations.get_key_value(text.get(..*len)?)?;
            Some(abbreviation.as_str())
        })
    }

    /// Whether the mask of a highlighted block starts at `at`.
    pub(super) fn is_template_code(&self, region: &Region<'_>, at: usize) -> bool {
        let start = region.span(at..at + 1).start;
        self.template_code.binary_search(&start).is_ok()
    }
}

/// Reads the blocks of a document.
pub(super) struct Parser<'m> {
    pub(super) definitions: Definitions<'m>,
    pub(super) depth: usize,
    pub(super) is_too_deep: bool,
    /// Bytes that may still be looked at to tell whether lines are a table.
    pub(super) table_budget: usize,
}

/// A place in a region, and what is known of what follows.
pub(super) struct Scanner<'m> {
    pub(super) region: Rc<Region<'m>>,
    pub(super) at: usize,
    /// A stretch without a line end in it but for its last byte: many blocks
    /// may follow each other in one line.
    line: Cell<(usize, usize)>,
    /// Searches that found nothing, so that none is made twice.
    pub(super) endless: Endless,
}

/// What was looked for in a region and is not there from some place on.
#[derive(Debug, Default)]
pub(super) struct Endless {
    pub(super) comment: bool,
    pub(super) instruction: bool,
    pub(super) math: bool,
    /// The shortest fence of each mark that nothing closes.
    fences: HashMap<u8, usize>,
    pub(super) end_tags: Vec<String>,
    pub(super) extensions: Vec<String>,
}

impl<'m> Scanner<'m> {
    pub(super) fn new(region: Rc<Region<'m>>) -> Self {
        Self {
            region,
            at: 0,
            line: Cell::default(),
            endless: Endless::default(),
        }
    }

    pub(super) fn text(&self) -> &str {
        self.region.text()
    }

    pub(super) fn rest(&self) -> &str {
        self.text().get(self.at..).unwrap_or_default()
    }

    pub(super) fn line(&self) -> &str {
        let (start, end) = self.line.get();
        if !(start..end).contains(&self.at) {
            self.line.set((self.at, self.region.line_end(self.at)));
        }
        self.text().get(self.at..self.line.get().1).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text().len()
    }

    pub(super) fn part(&self, range: Range<usize>) -> Text<'m> {
        Text {
            region: Rc::clone(&self.region),
            range,
        }
    }

    /// The end of the blank lines at `at`, or `at` where there are none.
    pub(super) fn blank_end(&self, at: usize) -> usize {
        let rest = self.text().get(at..).unwrap_or_default();
        let space = rest.bytes().take_while(|&b| is_space(b)).count();
        let blank = rest.get(..space).unwrap_or_default();
        at + blank.rfind('\n').map_or(0, |found| found + 1)
    }
}

/// The blocks of one container as they are read.
pub(super) struct Blocks<'m> {
    pub(super) list: Vec<Block<'m>>,
    /// An attribute list that waits for its block.
    pub(super) pending: Option<Attributes>,
}

impl<'m> Blocks<'m> {
    pub(super) fn new() -> Self {
        Self {
            list: Vec::with_capacity(1),
            pending: None,
        }
    }

    pub(super) fn push(&mut self, kind: Kind<'m>, construct: Span) {
        let attributes = self.pending.take().unwrap_or_default();
        self.list.push(Block {
            kind,
            attributes,
            construct,
        });
    }

    /// Whether a block that needs a blank line before it may start.
    pub(super) fn is_after_boundary(&self) -> bool {
        self.pending.is_some()
            || self
                .list
                .last()
                .is_none_or(|last| matches!(last.kind, Kind::Blank { .. } | Kind::Mark(Mark::EndOfBlock)))
    }
}

impl<'m> Parser<'m> {
    /// A parser of a body in which highlighted template blocks start at the
    /// offsets in `template_code`. Telling tables from text may look at
    /// `table_budget` bytes.
    pub(super) fn new(template_code: Vec<usize>, table_budget: usize) -> Self {
        let definitions = Definitions {
            template_code,
            ..Definitions::default()
        };
        Self {
            definitions,
            depth: 0,
            is_too_deep: false,
            table_budget,
        }
    }

    /// Reads a whole region.
    pub(super) fn region(&mut self, region: Region<'m>) -> Vec<Block<'m>> {
        let mut blocks = Blocks::new();
        self.blocks(&mut Scanner::new(Rc::new(region)), None, &mut blocks);
        blocks.list
    }

    /// Reads blocks up to the end of the region or to the end tag of the HTML
    /// element `inside`, and says whether that was found.
    pub(super) fn blocks(&mut self, scanner: &mut Scanner<'m>, inside: Option<&str>, out: &mut Blocks<'m>) -> bool {
        self.depth += 1;
        let mut found = false;
        while !scanner.is_at_end() && !found {
            found = self.block(scanner, inside, out);
        }
        self.depth -= 1;
        found
    }

    /// Reads one block, and says whether it was the end tag of `inside`.
    fn block(&mut self, scanner: &mut Scanner<'m>, inside: Option<&str>, out: &mut Blocks<'m>) -> bool {
        let line = scanner.line();
        let indent = indentation(line);
        if is_blank(line) {
            blank_lines(scanner, out);
            return false;
        }
        if line.starts_with('\t') || indent >= 4 {
            indented_code(scanner, out);
            return false;
        }
        if line.as_bytes().get(indent) == Some(&b'\t') {
            // Neither code nor a paragraph: kramdown takes the line as bare text.
            let at = scanner.at;
            let end = at + line.len();
            let text = scanner.part(at + indent + 1..end - 1);
            let place = construct(&scanner.region, at..end);
            scanner.at = end;
            let pending = out.pending.take();
            out.push(
                Kind::Paragraph {
                    text,
                    is_plain: true,
                    task: None,
                },
                place,
            );
            out.pending = pending;
            return false;
        }
        if self.depth > MAX_DEPTH {
            self.is_too_deep = true;
            paragraph(scanner, out);
            return false;
        }
        let first = line.as_bytes().get(indent).copied().unwrap_or_default();
        let is_rule = is_rule(line);
        let is_list = super::list::starts(line);
        let is_read = match first {
            b'`' | b'~' => fenced_code(scanner, out),
            b'>' => self.quote(scanner, out),
            b'#' => heading(scanner, out),
            _ if is_rule => rule(scanner, out),
            _ if is_list => self.list(scanner, out),
            b':' => self.definition_list(scanner, out),
            b'<' => match self.html(scanner, inside, out) {
                Some(true) => return true,
                read => read.is_some(),
            },
            _ => false,
        };
        if !is_read && !self.later(scanner, first, out) {
            paragraph(scanner, out);
        }
        false
    }

    /// The kinds of block that are tried last.
    fn later(&mut self, scanner: &mut Scanner<'m>, first: u8, out: &mut Blocks<'m>) -> bool {
        setext_heading(scanner, out)
            || (matches!(first, b'$' | b'\\') && math(scanner, out))
            || self.table(scanner, out)
            || match first {
                b'[' => self.footnote_definition(scanner, out) || self.link_definition(scanner, out),
                b'*' => self.abbreviation(scanner, out),
                b'{' => self.extension(scanner, out),
                b'^' => end_of_block(scanner, out),
                _ => false,
            }
    }

    fn quote(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        let start = scanner.at;
        let mut builder = RegionBuilder::default();
        loop {
            let line = scanner.line();
            let end = scanner.at + line.len();
            let from = scanner.at + quote_prefix(line).unwrap_or(0);
            builder.push_range(&scanner.region, from..end);
            scanner.at = end;
            if ends_lazy_text(scanner) {
                break;
            }
        }
        let construct = construct(&scanner.region, start..scanner.at);
        let pending = out.pending.take();
        let children = self.region(builder.finish());
        out.pending = pending;
        out.push(Kind::Quote(children), construct);
        true
    }
}

/// The bytes of the body behind a range, without white space at its end.
pub(super) fn construct(region: &Region<'_>, range: Range<usize>) -> Span {
    let text = region.text().get(range.clone()).unwrap_or_default();
    region.span(range.start..range.start + text.trim_ascii_end().len())
}

fn blank_lines(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) {
    let end = scanner.blank_end(scanner.at);
    let more = end - scanner.at;
    let place = Span::empty(scanner.region.span(scanner.at..end).start);
    match out.list.last_mut().map(|block| &mut block.kind) {
        Some(Kind::Blank { len }) => *len += more,
        _ => out.push(Kind::Blank { len: more }, place),
    }
    scanner.at = end;
}

fn end_of_block(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) -> bool {
    if !is_end_of_block(scanner.line()) {
        return false;
    }
    let place = Span::empty(scanner.region.span(scanner.at..scanner.at + 1).start);
    scanner.at += scanner.line().len();
    out.push(Kind::Mark(Mark::EndOfBlock), place);
    true
}

pub(super) fn is_end_of_block(line: &str) -> bool {
    line.strip_prefix('^').is_some_and(is_blank)
}

/// Code by indentation. Lines without it that follow directly belong to it.
fn indented_code(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) {
    let start = scanner.at;
    let end = indented_code_end(scanner, start);
    let mut builder = RegionBuilder::default();
    let region = Rc::clone(&scanner.region);
    let mut at = start;
    while at < end {
        let line = region.line(at);
        let line_end = at + line.len();
        builder.push_range(&region, at + indent_len(line).unwrap_or(0)..line_end - 1);
        let next = region.line(line_end);
        if line_end < end && indent_len(next).is_none() && !is_blank(next) {
            builder.push(" ", region.span(line_end - 1..line_end));
        } else {
            builder.push_range(&region, line_end - 1..line_end);
        }
        at = line_end;
    }
    scanner.at = end;
    let code = builder.finish();
    let len = code.text().strip_suffix('\n').unwrap_or(code.text()).len();
    let text = Text {
        region: Rc::new(code),
        range: 0..len,
    };
    out.push(Kind::Code { text, language: None }, construct(&region, start..end));
}

/// The end of the code that is indented at `start`; `start` where none is.
pub(super) fn indented_code_end(scanner: &Scanner<'_>, start: usize) -> usize {
    let region = &scanner.region;
    let mut end = start;
    loop {
        let mut at = scanner.blank_end(end);
        if indent_len(region.line(at)).is_none() || region.is_blank(at) {
            return end;
        }
        while at < region.text().len() && !region.is_blank(at) {
            let line = region.line(at);
            if indent_len(line).is_none() && (starts_mark(region, at) || starts_html(region.text(), at)) {
                break;
            }
            at += line.len();
        }
        end = at;
    }
}

/// The bytes of one level of indentation.
pub(super) fn indent_len(line: &str) -> Option<usize> {
    if line.starts_with('\t') {
        Some(1)
    } else {
        line.starts_with("    ").then_some(4)
    }
}

/// Code between fences. The info string is one word, else it is no fence.
fn fenced_code<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
    let start = scanner.at;
    let region = Rc::clone(&scanner.region);
    let line = region.line(start);
    let indent = indentation(line);
    let Some((mark, count)) = fence(line) else { return false };
    let info = line.get(indent + count..).unwrap_or_default();
    let word = info.trim_ascii();
    if word.bytes().any(is_space) {
        return false;
    }
    let word_start = start + indent + count + (info.len() - info.trim_ascii_start().len());
    let code_start = start + line.len();
    let Some(close) = closing_fence(scanner, code_start, mark, count) else {
        return false;
    };
    let language = (!word.is_empty()).then(|| {
        let len = word.find('?').filter(|&at| at > 0).unwrap_or(word.len());
        scanner.part(word_start..word_start + len)
    });
    let code = region.text().get(code_start..close).unwrap_or_default();
    let text = scanner.part(code_start..code_start + code.strip_suffix('\n').unwrap_or(code).len());
    scanner.at = region.line_end(close);
    out.push(Kind::Code { text, language }, construct(&region, start..scanner.at));
    true
}

/// The mark and length of a fence.
pub(super) fn fence(line: &str) -> Option<(u8, usize)> {
    let line = line.get(indentation(line)..)?;
    let mark = *line.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let count = line.bytes().take_while(|&b| b == mark).count();
    (count >= 3).then_some((mark, count))
}

fn closing_fence(scanner: &mut Scanner<'_>, from: usize, mark: u8, count: usize) -> Option<usize> {
    if scanner.endless.fences.get(&mark).is_some_and(|&least| count >= least) {
        return None;
    }
    let mut at = from;
    while at < scanner.text().len() {
        let line = scanner.region.line(at);
        if indentation(line) < 4
            && let Some((found, len)) = fence(line)
            && found == mark
            && len >= count
            && line.get(indentation(line) + len..).is_some_and(is_blank)
        {
            return Some(at);
        }
        at += line.len();
    }
    scanner.endless.fences.insert(mark, count);
    None
}

fn heading<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
    let start = scanner.at;
    let line = scanner.line();
    let Some(level) = atx_level(line) else { return false };
    let contents = start + level..start + line.len();
    let (mut text, id) = heading_contents(&scanner.region, contents);
    let contents = scanner.text().get(text.clone()).unwrap_or_default();
    let without_marks = contents.trim_end_matches('#');
    if without_marks.ends_with([' ', '\t']) {
        text.end = text.start + without_marks.trim_ascii_end().len();
    }
    if text.is_empty() {
        return false;
    }
    let end = start + line.len();
    push_heading(scanner, level, text, id, start..end, out);
    true
}

/// The level of a heading that starts with `#`.
fn atx_level(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let is_heading = (1..=6).contains(&level) && line.get(level..).is_some_and(|rest| rest.starts_with([' ', '\t']));
    is_heading.then_some(level)
}

/// A heading underlined with `=` or `-`; its text is one line.
fn setext_heading<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
    let start = scanner.at;
    let underline_start = scanner.region.line_end(start);
    let underline = scanner.region.line(underline_start);
    let Some(mark) = underline.bytes().next().filter(|b| matches!(b, b'=' | b'-')) else {
        return false;
    };
    if !is_blank(underline.trim_start_matches(['=', '-'])) || !out.is_after_boundary() {
        return false;
    }
    let (text, id) = heading_contents(&scanner.region, start..underline_start);
    if text.is_empty() {
        return false;
    }
    let end = underline_start + underline.len();
    let level = if mark == b'=' { 1 } else { 2 };
    push_heading(scanner, level, text, id, start..end, out);
    true
}

/// The text of a heading without white space around it, and its id.
fn heading_contents(region: &Region<'_>, range: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let text = region.text().get(range.clone()).unwrap_or_default();
    let start = range.start + (text.len() - text.trim_start_matches([' ', '\t']).len());
    let trimmed = text.trim_ascii_end();
    let end = (range.start + trimmed.len()).max(start);
    let id = trimmed
        .strip_suffix('}')
        .and_then(|text| text.rfind("{#"))
        .filter(|&at| trimmed.get(..at).is_some_and(|before| before.ends_with([' ', '\t'])));
    if let Some(at) = id {
        let id = range.start + at + 2..end - 1;
        let name = region.text().get(id.clone()).unwrap_or_default();
        let is_name_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '\u{B7}');
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'));
        if is_name && name.chars().all(is_name_part) {
            let before = trimmed.get(..at).unwrap_or_default().trim_ascii_end();
            return (start..(range.start + before.len()).max(start), Some(id));
        }
    }
    (start..end, None)
}

fn push_heading<'m>(
    scanner: &mut Scanner<'m>,
    level: usize,
    text: Range<usize>,
    id: Option<Range<usize>>,
    whole: Range<usize>,
    out: &mut Blocks<'m>,
) {
    let text = scanner.part(text);
    let place = construct(&scanner.region, whole.clone());
    out.push(Kind::Heading { level, text }, place);
    if let (Some(id), Some(heading)) = (id, out.list.last_mut()) {
        let name = scanner.text().get(id.clone()).unwrap_or_default();
        heading.attributes.push("id", name, scanner.region.span(id));
    }
    scanner.at = whole.end;
}

/// Three marks or more with nothing but blanks between them.
pub(super) fn is_rule(line: &str) -> bool {
    let indent = indentation(line);
    let rest = line.get(indent..).unwrap_or_default();
    let Some(mark) = rest.chars().next().filter(|c| matches!(c, '*' | '-' | '_')) else {
        return false;
    };
    let is_allowed = |c: char| c == mark || matches!(c, ' ' | '\t');
    indent < 4 && rest.trim_end_matches('\n').chars().all(is_allowed) && rest.matches(mark).count() >= 3
}

fn rule(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) -> bool {
    let end = scanner.at + scanner.line().len();
    out.push(Kind::Rule, construct(&scanner.region, scanner.at..end));
    scanner.at = end;
    true
}

/// `$$…$$` with nothing else between two boundaries.
fn math<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
    let start = scanner.at + indentation(scanner.line());
    let rest = scanner.text().get(start..).unwrap_or_default();
    if scanner.endless.math || !out.is_after_boundary() {
        return false;
    }
    if let Some(formula) = rest.strip_prefix("\\$$") {
        // The backslash only says that the formula is part of a paragraph.
        let is_alone = formula.find("$$").is_some_and(|end| {
            let after = formula.get(end + 2..).unwrap_or_default();
            is_blank(after.split_inclusive('\n').next().unwrap_or_default())
        });
        scanner.at = if is_alone { start + 1 } else { scanner.at };
        return false;
    }
    let Some(formula) = rest.strip_prefix("$$") else {
        return false;
    };
    let Some(len) = formula.find("$$") else {
        scanner.endless.math = true;
        return false;
    };
    let end = start + 2 + len + 2;
    let line = scanner.region.line(end);
    let after = if is_blank(line) { end + line.len() } else { end };
    if !is_before_boundary(scanner, after) {
        return false;
    }
    let inner = formula.get(..len).unwrap_or_default();
    let from = start + 2 + (inner.len() - inner.trim_ascii_start().len());
    let text = scanner.part(from..from + inner.trim_ascii().len());
    out.push(Kind::Math(text), scanner.region.span(start..end));
    scanner.at = after;
    true
}

/// Whether a block that needs a boundary after it may end at `at`.
pub(super) fn is_before_boundary(scanner: &Scanner<'_>, at: usize) -> bool {
    at >= scanner.text().len() || scanner.region.is_blank(at) || starts_mark(&scanner.region, at)
}

/// Whether `^` alone or an attribute list stands at `at`.
fn starts_mark(region: &Region<'_>, at: usize) -> bool {
    let rest = region.text().get(at..).unwrap_or_default();
    match rest.as_bytes().first() {
        Some(b'^') => is_end_of_block(rest.split_inclusive('\n').next().unwrap_or_default()),
        Some(b' ' | b'{') => attribute_list_end(region, at).is_some(),
        _ => false,
    }
}

/// The offset after the line of an attribute list that stands at `at`.
pub(super) fn attribute_list_end(region: &Region<'_>, at: usize) -> Option<(Range<usize>, usize)> {
    let text = region.text();
    let line = text.get(at..)?;
    let indent = indentation(line);
    let start = at + indent;
    let rest = text.get(start..).filter(|_| indent < 4)?;
    if !rest.starts_with("{:") || rest.starts_with("{::") || rest.starts_with("{:/") {
        return None;
    }
    let (list, end) = attributes::list_at(region, start)?;
    let line_end = end + text.get(end..)?.find('\n')? + 1;
    is_blank(text.get(end..line_end)?).then_some((list, line_end))
}

/// Whether a tag of a block element stands at `at`, which ends a paragraph.
pub(super) fn starts_html(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let indent = indentation(rest);
    if indent > 3 || rest.as_bytes().get(indent) != Some(&b'<') {
        return false;
    }
    let start = at + indent + 1;
    let is_end_tag = text.as_bytes().get(start) == Some(&b'/');
    let name_start = start + usize::from(is_end_tag);
    let Some(name_end) = html::name_end(text, name_start) else {
        return false;
    };
    let name = text.get(name_start..name_end).unwrap_or_default();
    let word = name
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .and_then(|len| name.get(..len))
        .unwrap_or(name);
    // kramdown compares these names as they are written.
    if html::is_span_element_as_written(word) || word == "script" {
        return false;
    }
    !is_end_tag || html::end_tag(text, at + indent).is_some()
}

/// Whether what may go on without its prefix ends here: at a blank line, a
/// mark, a tag of a block element.
fn ends_lazy_text(scanner: &Scanner<'_>) -> bool {
    let line = scanner.line();
    match line.bytes().next() {
        None => true,
        Some(b' ' | b'\t' | b'\n' | 0x0B | 0x0C | b'^' | b'{' | b'<') => {
            is_blank(line) || starts_mark(&scanner.region, scanner.at) || starts_html(scanner.text(), scanner.at)
        }
        Some(_) => false,
    }
}

fn ends_paragraph(scanner: &Scanner<'_>) -> bool {
    if ends_lazy_text(scanner) {
        return true;
    }
    let line = scanner.line();
    match line.as_bytes().get(indentation(line)) {
        _ if indentation(line) > 3 => false,
        Some(b'*' | b'-' | b'+' | b'0'..=b'9') => super::list::starts(line),
        Some(b':') => super::list::starts_definition(line),
        Some(b'#') => atx_level(line).is_some(),
        Some(b'>') => true,
        Some(b'`' | b'~') => {
            let rest = line.trim_start_matches(' ');
            rest.bytes().take_while(|b| matches!(b, b'`' | b'~')).count() >= 3
        }
        _ => false,
    }
}

/// The bytes of `> ` that start a line of a quotation.
fn quote_prefix(line: &str) -> Option<usize> {
    let indent = indentation(line);
    let rest = line.get(indent..)?.strip_prefix('>').filter(|_| indent < 4)?;
    Some(indent + 1 + usize::from(rest.starts_with(' ')))
}

fn paragraph<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) {
    let start = scanner.at;
    loop {
        scanner.at += scanner.line().len();
        if ends_paragraph(scanner) {
            break;
        }
    }
    let text = scanner.text().get(start..scanner.at).unwrap_or_default();
    let end = start + text.trim_ascii_end().len();
    if let Some(Block {
        kind: Kind::Paragraph {
            text: last,
            is_plain: false,
            ..
        },
        construct,
        ..
    }) = out.list.last_mut()
        && Rc::ptr_eq(&last.region, &scanner.region)
    {
        last.range.end = end;
        construct.end = scanner.region.span(start..end).end;
        return;
    }
    let from = (end - text.trim_ascii().len()).min(end);
    let place = scanner.region.span(from..end);
    out.push(
        Kind::Paragraph {
            text: scanner.part(from..end),
            is_plain: false,
            task: None,
        },
        place,
    );
}

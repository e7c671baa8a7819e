//! Blocks without blocks in them: headings, code, formulas, rules, paragraphs.

use std::ops::Range;
use std::rc::Rc;

use super::block::{Block, Kind, Mark, Text};
use super::boundary::{
    atx_level, ends_paragraph, fence, indent_len, is_before_boundary, is_end_of_block, starts_html, starts_mark,
};
use super::region::{Fidelity, Region, RegionBuilder, indentation, is_blank, is_space};
use super::scanner::{Blocks, Scanner};
use crate::text::Span;

/// The bytes of the body behind a range, without white space at its end.
pub(super) fn construct(region: &Region<'_>, range: Range<usize>) -> Span {
    let text = region.text().get(range.clone()).unwrap_or_default();
    region.span(range.start..range.start + text.trim_ascii_end().len())
}

pub(super) fn blank_lines(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) {
    let end = scanner.blank_end(scanner.at);
    let more = end - scanner.at;
    let place = Span::empty(scanner.region.span(scanner.at..end).start);
    match out.list.last_mut().map(|block| &mut block.kind) {
        Some(Kind::Blank { len }) => *len += more,
        _ => out.push(Kind::Blank { len: more }, place),
    }
    scanner.at = end;
}

pub(super) fn end_of_block(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) -> bool {
    if !is_end_of_block(scanner.line()) {
        return false;
    }
    let place = Span::empty(scanner.region.span(scanner.at..scanner.at + 1).start);
    scanner.at += scanner.line().len();
    out.push(Kind::Mark(Mark::EndOfBlock), place);
    true
}

/// Code by indentation. Lines without it that follow directly belong to it.
pub(super) fn indented_code(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) {
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
        let is_lazy = indent_len(next).is_none() && !next.trim_start_matches(' ').starts_with('\t');
        if line_end < end && is_lazy && !is_blank(next) {
            builder.push(" ", region.span(line_end - 1..line_end), Fidelity::Other);
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

/// Code between fences. The info string is one word, else it is no fence.
pub(super) fn fenced_code<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
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

pub(super) fn closing_fence(scanner: &mut Scanner<'_>, from: usize, mark: u8, count: usize) -> Option<usize> {
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

pub(super) fn heading<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
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

/// A heading underlined with `=` or `-`; its text is one line.
pub(super) fn setext_heading<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
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
pub(super) fn heading_contents(region: &Region<'_>, range: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
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

pub(super) fn push_heading<'m>(
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

pub(super) fn rule(scanner: &mut Scanner<'_>, out: &mut Blocks<'_>) -> bool {
    let end = scanner.at + scanner.line().len();
    out.push(Kind::Rule, construct(&scanner.region, scanner.at..end));
    scanner.at = end;
    true
}

/// `$$…$$` with nothing else between two boundaries.
pub(super) fn math<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
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

pub(super) fn paragraph<'m>(scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) {
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

//! What lines look like: which begin a block, and which end the one before.

use std::ops::Range;

use super::region::{Region, indentation, is_blank};
use super::scanner::Scanner;
use super::{attributes, html, list};

pub(super) fn is_end_of_block(line: &str) -> bool {
    line.strip_prefix('^').is_some_and(is_blank)
}

/// The bytes of one level of indentation.
pub(super) fn indent_len(line: &str) -> Option<usize> {
    if line.starts_with('\t') {
        Some(1)
    } else {
        line.starts_with("    ").then_some(4)
    }
}

/// The mark and length of a fence.
pub(super) fn fence(line: &str) -> Option<(u8, usize)> {
    let line = line.get(indentation(line)..)?;
    let mark = *line.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let count = line.bytes().take_while(|&b| b == mark).count();
    (count >= 3).then_some((mark, count))
}

/// The level of a heading that starts with `#`.
pub(super) fn atx_level(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let is_heading = (1..=6).contains(&level) && line.get(level..).is_some_and(|rest| rest.starts_with([' ', '\t']));
    is_heading.then_some(level)
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

/// Whether a block that needs a boundary after it may end at `at`.
pub(super) fn is_before_boundary(scanner: &Scanner<'_>, at: usize) -> bool {
    at >= scanner.text().len() || scanner.region.is_blank(at) || starts_mark(&scanner.region, at)
}

/// Whether `^` alone or an attribute list stands at `at`.
pub(super) fn starts_mark(region: &Region<'_>, at: usize) -> bool {
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
pub(super) fn ends_lazy_text(scanner: &Scanner<'_>) -> bool {
    let line = scanner.line();
    match line.bytes().next() {
        None => true,
        Some(b' ' | b'\t' | b'\n' | 0x0B | 0x0C | b'^' | b'{' | b'<') => {
            is_blank(line) || starts_mark(&scanner.region, scanner.at) || starts_html(scanner.text(), scanner.at)
        }
        Some(_) => false,
    }
}

pub(super) fn ends_paragraph(scanner: &Scanner<'_>) -> bool {
    if ends_lazy_text(scanner) {
        return true;
    }
    let line = scanner.line();
    match line.as_bytes().get(indentation(line)) {
        _ if indentation(line) > 3 => false,
        Some(b'*' | b'-' | b'+' | b'0'..=b'9') => list::starts(line),
        Some(b':') => list::starts_definition(line),
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
pub(super) fn quote_prefix(line: &str) -> Option<usize> {
    let indent = indentation(line);
    let rest = line.get(indent..)?.strip_prefix('>').filter(|_| indent < 4)?;
    Some(indent + 1 + usize::from(rest.starts_with(' ')))
}

//! Tables: lines with a pipe in each.

use std::ops::Range;

use super::block::{Alignment, Kind, Row, Section, Table};
use super::boundary::is_before_boundary;
use super::leaf::construct;
use super::node::{Node, NodeKind};
use super::parser::Parser;
use super::region::indentation;
use super::scanner::{Blocks, Scanner};
use super::span::{Scope, SpanParser};
use crate::dialect::LineEnds;

/// How many cells a table may have, those that its rows leave out included.
const MAX_CELLS: usize = 200_000;

impl<'m> Parser<'m> {
    pub(super) fn table(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        if !out.is_after_boundary() || !has_pipe(scanner.line()) {
            return false;
        }
        let start = scanner.at;
        // Even where this is no table, an attribute list before it is spent.
        let pending = out.pending.take();
        let (table, end) = read(scanner, start);
        let has_body = table.sections.iter().any(|(section, _)| *section == Section::Body);
        let cells = table
            .sections
            .iter()
            .map(|(_, rows)| rows.len())
            .sum::<usize>()
            .saturating_mul(table.columns);
        if cells > MAX_CELLS {
            self.is_partial = true;
            return false;
        }
        if !has_body || !is_before_boundary(scanner, end) {
            return false;
        }
        let whole = scanner.part(start..end.saturating_sub(1).max(start));
        let mut budget = self.table_budget;
        let nodes = SpanParser::new(&whole, &self.definitions, LineEnds::Soft, &mut budget).read(Scope::CodeAndHtml);
        self.table_budget = budget;
        if !every_line_has_pipe(&nodes, scanner.text()) {
            return false;
        }
        scanner.at = end;
        out.pending = pending;
        out.push(Kind::Table(Box::new(table)), construct(&scanner.region, start..end));
        true
    }
}

/// Whether a pipe stands in a line, other than after a backslash.
fn has_pipe(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut pipes = line.match_indices('|').map(|(at, _)| at);
    pipes.any(|at| at == 0 || bytes.get(at - 1) != Some(&b'\\'))
}

/// Reads lines as long as they have pipes.
fn read<'m>(scanner: &Scanner<'m>, start: usize) -> (Table<'m>, usize) {
    let mut table = Table {
        alignments: Vec::new(),
        columns: 0,
        sections: Vec::new(),
    };
    let first = scanner.region.line(start);
    let has_leading_pipe = first.trim_ascii_start().starts_with('|');
    let mut at = start;
    if separator(first).is_some() {
        at += first.len();
    }
    let mut rows: Vec<Row<'m>> = Vec::new();
    let mut has_foot = false;
    while at < scanner.text().len() {
        let line = scanner.region.line(at);
        if !has_pipe(line) {
            break;
        }
        if let Some(alignments) = separator(line) {
            if rows.is_empty() {
                // Several separators are one.
            } else if table.alignments.is_empty() && !has_foot {
                table.sections.push((Section::Head, std::mem::take(&mut rows)));
                table.alignments = alignments;
            } else if !has_foot {
                table.sections.push((Section::Body, std::mem::take(&mut rows)));
            }
        } else if is_foot_separator(line) {
            if !rows.is_empty() {
                table.sections.push((Section::Body, std::mem::take(&mut rows)));
            }
            has_foot = true;
        } else {
            let row = row(scanner, at, has_leading_pipe);
            table.columns = table.columns.max(row.cells.len());
            rows.push(row);
        }
        at += line.len();
    }
    if !rows.is_empty() {
        let section = if has_foot { Section::Foot } else { Section::Body };
        table.sections.push((section, rows));
    }
    table.alignments.resize(table.columns, Alignment::Default);
    (table, at)
}

/// The alignments of a line such as `|:--|--:|`.
fn separator(line: &str) -> Option<Vec<Alignment>> {
    let line = line.trim_end_matches('\n');
    if !line.contains('-')
        || !line
            .bytes()
            .all(|b| matches!(b, b'+' | b'|' | b':' | b' ' | b'\t' | b'-'))
    {
        return None;
    }
    let mut alignments = Vec::new();
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'-')) {
        let first = at + found;
        let len = bytes
            .get(first..)
            .map_or(0, |rest| rest.iter().take_while(|&&b| b == b'-').count());
        let is_left = first > at && bytes.get(first - 1) == Some(&b':');
        let is_right = bytes.get(first + len) == Some(&b':');
        alignments.push(match (is_left, is_right) {
            (false, false) => Alignment::Default,
            (true, false) => Alignment::Left,
            (false, true) => Alignment::Right,
            (true, true) => Alignment::Center,
        });
        at = first + len + usize::from(is_right);
    }
    Some(alignments)
}

fn is_foot_separator(line: &str) -> bool {
    let line = line.trim_end_matches('\n');
    line.contains('=')
        && line
            .bytes()
            .all(|b| matches!(b, b'+' | b'|' | b':' | b' ' | b'\t' | b'='))
}

fn row<'m>(scanner: &Scanner<'m>, start: usize, has_leading_pipe: bool) -> Row<'m> {
    let line = scanner.region.line(start);
    let content = line.trim_end_matches(['\n', ' ', '\t']);
    let mut cells: Vec<Range<usize>> = Vec::new();
    let mut cell_start = 0;
    for pipe in pipes(content) {
        cells.push(cell_start..pipe);
        cell_start = pipe + 1;
    }
    cells.push(cell_start..content.len());
    let is_empty = |cell: Option<&Range<usize>>| {
        cell.is_none_or(|cell| content.get(cell.clone()).unwrap_or_default().trim_ascii().is_empty())
    };
    if has_leading_pipe && is_empty(cells.first()) {
        cells.remove(0);
    }
    if is_empty(cells.last()) {
        cells.pop();
    }
    let cells = cells.into_iter().map(|cell| {
        let text = content.get(cell.clone()).unwrap_or_default();
        let from = start + cell.start + (text.len() - text.trim_ascii_start().len());
        let len = text.trim_ascii().len();
        scanner.part(from..from + len)
    });
    let cells = cells.collect();
    let from = start + indentation(line);
    let construct = scanner.region.span(from..(start + content.len()).max(from));
    Row { construct, cells }
}

/// The pipes of a line that divide cells: not escaped, not in code.
fn pipes(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    // Elements are looked for first, and code spans between them.
    while let Some(code) = line.get(at..).and_then(|rest| rest.find("<code")).map(|code| at + code) {
        let end = line
            .get(code..)
            .and_then(|rest| rest.find('>').map(|open| open + 1).zip(rest.find("</code>")));
        let Some((_, end)) = end.filter(|(open, end)| open <= end) else {
            break;
        };
        pipes_between_code(line, at..code, &mut found);
        at = code + end + "</code>".len();
    }
    pipes_between_code(line, at..line.len(), &mut found);
    found
}

fn pipes_between_code(line: &str, range: Range<usize>, found: &mut Vec<usize>) {
    let part = line.get(range.clone()).unwrap_or_default();
    let bytes = part.as_bytes();
    let mut at = 0;
    let mut endless = 0_usize;
    while let Some(next) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|b| matches!(b, b'|' | b'`')))
        .map(|next| at + next)
    {
        at = next + 1;
        match bytes.get(next) {
            Some(b'`') => at = code_end(part, next, &mut endless),
            _ if next == 0 || bytes.get(next - 1) != Some(&b'\\') => found.push(range.start + next),
            _ => {}
        }
    }
}

/// The offset after the code span that the backticks at `at` begin, or after
/// the backticks. `endless` is the least number of them that none closes.
fn code_end(text: &str, at: usize, endless: &mut usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let count = rest.len() - rest.trim_start_matches('`').len();
    let is_text = count == 1
        && text
            .get(..at)
            .is_none_or(|before| before.is_empty() || before.ends_with([' ', '\t', '\n']))
        && rest.get(1..).is_some_and(|after| after.starts_with([' ', '\t', '\n']));
    if is_text || (*endless > 0 && count >= *endless) {
        return at + count;
    }
    let marks = rest.get(..count).unwrap_or_default();
    match rest.get(count..).and_then(|after| after.find(marks)) {
        Some(found) => at + count + found + count,
        None => {
            *endless = count;
            at + count
        }
    }
}

/// Whether each line of a table has a pipe outside code: kramdown's way of
/// counting, in which code may go from one line into the next.
fn every_line_has_pipe(nodes: &[Node<'_>], text: &str) -> bool {
    let starts_cell = |line: Option<&&str>| line.is_some_and(|line| has_pipe(line));
    let mut has_pipe_in_line = false;
    for node in nodes {
        let (value, is_code) = match &node.kind {
            NodeKind::Code(code) => (text.get(code.clone()), true),
            NodeKind::Html(element) => (Some(element.name.as_str()), false),
            _ => (text.get(node.range.clone()), false),
        };
        let mut lines: Vec<&str> = value.unwrap_or_default().split('\n').collect();
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        if is_code {
            match lines.len() {
                0 | 1 => {}
                2 if has_pipe_in_line => has_pipe_in_line = false,
                _ => break,
            }
            continue;
        }
        if lines.len() > 1 && !has_pipe_in_line && !starts_cell(lines.first()) {
            break;
        }
        has_pipe_in_line = (lines.len() <= 1 && has_pipe_in_line) || starts_cell(lines.last());
    }
    has_pipe_in_line
}

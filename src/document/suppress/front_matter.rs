//! Comments in front matter: those of YAML and TOML look alike, JSON has none.

use std::cmp::Reverse;

use super::directive::{self, Reach};
use super::{Beside, Covered, Name, PREFIX, Suppression};
use crate::document::front_matter::{Format, FrontMatter};
use crate::document::node::{Node, Value};
use crate::text::Span;

/// The comments of a block that say "not here", in order.
///
/// On a line of its own, a comment covers the key, or item of a list, that
/// comes next, with its value; behind something, what begins on its line.
pub(super) fn find(text: &str, front_matter: &FrontMatter) -> Vec<Suppression> {
    if !matches!(front_matter.format, Some(Format::Yaml | Format::Toml)) {
        return Vec::new();
    }
    let content = front_matter.content;
    let parts = Parts::of(front_matter.node.as_ref());
    let mut found = Vec::new();
    let mut done = content.start;
    for (at, _) in content.of(text).match_indices(PREFIX) {
        // What follows in a comment is part of it.
        let Some(start) = comment_start(text, content, content.start + at).filter(|start| *start >= done) else {
            continue;
        };
        if parts.is_in_scalar(start) {
            continue;
        }
        let rest = text.get(start..content.end).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let comment = Span::new(start, start + line.len());
        done = comment.end;
        let Some(read) = directive::read(text, Span::new(start + 1, comment.end)) else {
            continue;
        };
        let covered = match read.reach {
            Reach::File | Reach::Unknown(_) => Covered::File,
            Reach::Next => match stands_behind(text, content, start) {
                None => parts.next(comment.end).map_or(Covered::Nothing, Covered::Range),
                // Of a block that could not be read, nothing is known but its lines.
                Some(_) if front_matter.node.is_none() => continue,
                Some(line) => Covered::Range(parts.on_line(line)),
            },
        };
        found.push(Suppression {
            comment,
            unknown_keyword: read.reach.unknown_keyword().map(|span| Name::at(text, span)),
            names: read.names,
            reason: read.reason,
            covered,
            beside: Beside::Free,
        });
    }
    found
}

/// Where the comment begins whose text begins with the keyword at `keyword`.
fn comment_start(text: &str, content: Span, keyword: usize) -> Option<usize> {
    let before = text.get(content.start..keyword)?.trim_end_matches([' ', '\t']);
    let before = before.strip_suffix('#')?;
    let is_free = before.is_empty() || before.ends_with([' ', '\t', '\n', '\r']);
    is_free.then_some(content.start + before.len())
}

/// What stands on the line of a comment before it, unless that is a comment too.
fn stands_behind(text: &str, content: Span, comment: usize) -> Option<Span> {
    let line_start = line_start(text, content, comment);
    let before = text.get(line_start..comment)?;
    let first = before.trim_start_matches([' ', '\t']);
    let is_alone = first.is_empty() || first.starts_with('#');
    (!is_alone).then(|| Span::new(comment - first.len(), comment))
}

fn line_start(text: &str, content: Span, offset: usize) -> usize {
    let before = text.get(content.start..offset).unwrap_or_default();
    before
        .rfind(['\n', '\r'])
        .map_or(content.start, |end| content.start + end + 1)
}

/// The parts of a block.
#[derive(Debug, Default)]
struct Parts {
    /// Scalars in order, which do not overlap.
    scalars: Vec<Span>,
    /// Keys with their values, and items of lists, by start, the larger first.
    entries: Vec<Span>,
}

impl Parts {
    fn of(root: Option<&Node>) -> Self {
        let mut parts = Self::default();
        let mut open: Vec<&Node> = root.into_iter().collect();
        while let Some(node) = open.pop() {
            match &node.value {
                Value::Scalar(_) => parts.scalars.push(node.span),
                Value::Sequence(items) => {
                    parts.entries.extend(items.iter().map(|item| item.span));
                    open.extend(items);
                }
                Value::Mapping(entries) => {
                    for entry in entries {
                        parts.entries.push(entry.key.span.cover(entry.value.span));
                        open.extend([&entry.key, &entry.value]);
                    }
                }
            }
        }
        parts.scalars.sort();
        parts.entries.sort_by_key(|span| (span.start, Reverse(span.end)));
        parts
    }

    fn is_in_scalar(&self, offset: usize) -> bool {
        let begun = self.scalars.partition_point(|span| span.start <= offset);
        let last = begun.checked_sub(1).and_then(|last| self.scalars.get(last));
        last.is_some_and(|span| offset < span.end)
    }

    /// The first part that begins at or after `offset`.
    fn next(&self, offset: usize) -> Option<Span> {
        let before = self.entries.partition_point(|span| span.start < offset);
        self.entries.get(before).copied()
    }

    /// A stretch of a line, with all of the first part that begins on it.
    fn on_line(&self, line: Span) -> Span {
        match self.next(line.start) {
            Some(part) if part.start < line.end => line.cover(part),
            _ => line,
        }
    }
}

//! The check `list`: lists in front matter whose entries are separated by marks
//! that separate nothing there.
//!
//! It looks only at what has no quotes: what has some was quoted on purpose.

use super::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Message};
use crate::document::front_matter::{Format, write};
use crate::document::node::{Node, Style, Value};
use crate::fact::Found;
use crate::messages::clipped;
use crate::rule::Rule;
use crate::text::Span;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct List {
    /// Keys at the top of the front matter whose values are lists.
    keys: Vec<String>,
    /// Those of them whose value may be one text as well.
    #[serde(default)]
    text_keys: Vec<String>,
}

/// What is typed for a comma.
const COMMA: char = '，';

/// What is typed for square brackets.
const BRACKETS: [(char, char); 2] = [('【', '】'), ('［', '］')];

/// What is typed for quotes.
const QUOTES: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('＂', '＂')];

/// What separates the entries of a list in running text. Beside entries that a
/// comma separates, it is a part of one: `[文学、艺术, 科技]`.
const ENUMERATION_COMMA: char = '、';

impl List {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let front_matter = subject.document.front_matter();
        let Some(root) = front_matter
            .node
            .as_ref()
            .filter(|_| front_matter.format == Some(Format::Yaml))
        else {
            return;
        };
        let text = &subject.document.source().text;
        for entry in root.entries() {
            let Some(key) = entry.key.as_scalar().filter(|key| self.keys.contains(&key.text)) else {
                continue;
            };
            let is_text = entry.value.as_scalar().is_some() && self.text_keys.contains(&key.text);
            if !is_text {
                look_at(&entry.value, text, rule, found);
            }
        }
    }
}

fn look_at(value: &Node, text: &str, rule: &Rule, found: &mut Found) {
    match &value.value {
        // `tags: 甲，乙` is one text, and becomes a list.
        Value::Scalar(_) => report(value, Marks::Both, Place::Alone, text, rule, found),
        Value::Sequence(items) if value.span.of(text).starts_with('[') => {
            let marks = if items.len() == 1 { Marks::Both } else { Marks::Comma };
            for item in items {
                report(item, marks, Place::InList, text, rule, found);
            }
        }
        Value::Sequence(_) | Value::Mapping(_) => {}
    }
}

/// Which marks are surely meant to separate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    Comma,
    Both,
}

/// Where the entries stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing is round them that makes a list of them.
    Alone,
    /// Among the entries of a list.
    InList,
}

fn report(node: &Node, marks: Marks, place: Place, text: &str, rule: &Rule, found: &mut Found) {
    let written = node.span.of(text);
    let is_plain = node
        .as_scalar()
        .is_some_and(|scalar| scalar.style == Style::Plain && scalar.text == written);
    let is_mark = |character: char| character == COMMA || (marks == Marks::Both && character == ENUMERATION_COMMA);
    let Some(mark) = written
        .chars()
        .find(|character| is_mark(*character))
        .filter(|_| is_plain)
    else {
        return;
    };
    let arguments = Arguments::new()
        .with("match", clipped(written))
        .with("mark", mark.to_string());
    let bracketed = inside(written, &BRACKETS).filter(|_| place == Place::Alone);
    let entries = bracketed.unwrap_or(written);
    let start = node.span.start
        + if bracketed.is_some() {
            BRACKETS[0].0.len_utf8()
        } else {
            0
        };
    let entries = Span::new(start, start + entries.len());
    let mut edits = separated(entries, is_mark, text);
    if place == Place::Alone {
        let bracket = |span: Span, text: &str| Edit {
            span,
            text: text.to_owned(),
        };
        edits.insert(0, bracket(Span::new(node.span.start, entries.start), "["));
        edits.push(bracket(Span::new(entries.end, node.span.end), "]"));
    }
    // A comma with nothing on one side, or what a list would read otherwise.
    let is_whole = entries
        .of(text)
        .split(is_mark)
        .all(|part| write::can_be_plain(part.trim()))
        && !written.contains(['[', ']', '{', '}', ',', '"', '\'', '#', ':']);
    let fix = is_whole.then(|| Fix {
        title: rule.fix_title(&arguments, "fix-replace"),
        edits,
        change: Change::Other,
        applicability: Applicability::Unsafe,
    });
    let mut diagnostic = Diagnostic {
        fix,
        ..rule.finding(node.span, arguments)
    };
    if bracketed.is_some() {
        diagnostic.help = Some(Message::key("list-full-width-brackets-help"));
    }
    found.diagnostics.push(diagnostic);
}

/// What stands in a pair of marks round all of a text, and in none of them.
fn inside<'t>(text: &'t str, pairs: &[(char, char)]) -> Option<&'t str> {
    pairs.iter().find_map(|(open, close)| {
        let inside = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inside.contains([*open, *close])).then_some(inside)
    })
}

/// Makes entries of a list of what marks separate, without quotes of other
/// scripts if each of them is in such.
fn separated(entries: Span, is_mark: impl Fn(char) -> bool + Copy, text: &str) -> Vec<Edit> {
    let written = entries.of(text);
    let marks = written.match_indices(is_mark);
    let mut edits: Vec<Edit> = marks
        .map(|(at, mark)| replacement(entries.start + at, mark, text))
        .collect();
    let mut start = entries.start;
    let unquoted = written.split_inclusive(is_mark).map(|part| {
        let span = Span::new(start, start + part.len());
        start = span.end;
        let quoted = part.trim_end_matches(is_mark).trim();
        let before = part.len() - part.trim_start().len();
        let span = Span::new(span.start + before, span.start + before + quoted.len());
        let text = write::value(&inside(quoted, &QUOTES)?.into(), Format::Yaml)?;
        Some(Edit { span, text })
    });
    let unquoted: Option<Vec<Edit>> = unquoted.collect();
    edits.extend(unquoted.into_iter().flatten());
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// A comma and one space in place of a mark.
fn replacement(at: usize, mark: &str, text: &str) -> Edit {
    let end = at + mark.len();
    let has_space = text.get(end..).is_some_and(|rest| rest.starts_with(' '));
    Edit {
        span: Span::new(at, end),
        text: if has_space { "," } else { ", " }.to_owned(),
    }
}

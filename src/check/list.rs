//! The check `list`: lists in front matter whose entries are separated by marks
//! that separate nothing there.
//!
//! It looks only at what has no quotes: what has some was quoted on purpose.

use super::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix};
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
        Value::Scalar(_) => {
            let brackets = [(value.span.start, "["), (value.span.end, "]")];
            report(value, Marks::Both, &brackets, text, rule, found);
        }
        Value::Sequence(items) if value.span.of(text).starts_with('[') => {
            let marks = if items.len() == 1 { Marks::Both } else { Marks::Comma };
            for item in items {
                report(item, marks, &[], text, rule, found);
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

fn report(node: &Node, marks: Marks, around: &[(usize, &str)], text: &str, rule: &Rule, found: &mut Found) {
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
    let mut edits: Vec<Edit> = around.iter().map(|(at, bracket)| insertion(*at, bracket)).collect();
    edits.extend(
        written
            .match_indices(is_mark)
            .map(|(at, mark)| replacement(node.span.start + at, mark, text)),
    );
    edits.sort_by_key(|edit| edit.span);
    // A comma with nothing on one side, or what a list would read otherwise.
    let is_whole = written.split(is_mark).all(|part| write::can_be_plain(part.trim()))
        && !written.contains(['[', ']', '{', '}', ',', '"', '\'', '#', ':']);
    let fix = is_whole.then(|| Fix {
        title: rule.fix_title(&arguments, "fix-replace"),
        edits,
        change: Change::Other,
        applicability: Applicability::Unsafe,
    });
    found.diagnostics.push(Diagnostic {
        fix,
        ..rule.finding(node.span, arguments)
    });
}

fn insertion(at: usize, text: &str) -> Edit {
    Edit {
        span: Span::empty(at),
        text: text.to_owned(),
    }
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

//! Texts that a `#` cuts off: `title: 停服 #公告` is read as `停服`.
//!
//! People write a comment with a space behind its `#`, though the standard does
//! not ask for it (YAML 1.2.2, section 6.6); what has a letter or a digit there was meant as part of the text.

use super::{Scalar, Subject, leaves};
use crate::diagnostic::{Applicability, Change, Diagnostic, Edit, Fix};
use crate::document::front_matter::Format;
use crate::document::node::{Node, Style};
use crate::fact::Found;
use crate::messages::{Arguments, Message};
use crate::rule::Rule;
use crate::text::Span;

pub(super) fn run(check: &Scalar, rule: &Rule, subject: &Subject<'_, '_>, root: &Node, found: &mut Found) {
    if subject.document.front_matter().format != Some(Format::Yaml) {
        return;
    }
    let text = &subject.document.source().text;
    for leaf in leaves(root) {
        if leaf.scalar.style != Style::Plain || !leaf.is_under(&check.text_keys) {
            continue;
        }
        let value = leaf.node.span;
        let Some(comment) = comment_behind(text, value.end) else {
            continue;
        };
        let start = if value.is_empty() { comment.start } else { value.start };
        let fix = quoted(text, Span::new(start, comment.end));
        let finding = rule.finding(comment, Arguments::new());
        found.diagnostics.push(Diagnostic { fix, ..finding });
    }
}

/// The comment behind `end` on the same line that looks like text.
fn comment_behind(text: &str, end: usize) -> Option<Span> {
    let rest = text.get(end..)?;
    let written = rest.trim_start_matches([' ', '\t']);
    let start = end + rest.len() - written.len();
    let is_text = written.strip_prefix('#')?.starts_with(char::is_alphanumeric);
    let comment = written.split(['\n', '\r']).next()?.trim_end();
    (is_text && start > end).then(|| Span::new(start, start + comment.len()))
}

fn quoted(text: &str, span: Span) -> Option<Fix> {
    let stood = span.of(text);
    if stood.chars().any(char::is_control) {
        return None;
    }
    let quoted = match stood.contains(['"', '\\']) {
        false => format!("\"{stood}\""),
        true => format!("'{}'", stood.replace('\'', "''")),
    };
    Some(Fix {
        title: Message::key("comment-in-text-fix"),
        edits: vec![Edit { span, text: quoted }],
        change: Change::Other,
        applicability: Applicability::Unsafe,
    })
}

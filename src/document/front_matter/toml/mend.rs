//! Slips of TOML that come of the habits of YAML, mended. What a person meant is
//! a guess, so a person must ask for it.

use crate::diagnostic::{Applicability, Change, Edit, Fix, edited};
use crate::document::front_matter::{Format, SyntaxError, write};
use crate::messages::Message;
use crate::text::Span;

/// Bytes of a block beyond which nothing is mended, since each repair is tried.
const MOST_BYTES: usize = 1 << 14;

/// Adds a repair to each error for which there is one that leaves fewer errors.
pub(super) fn mend(text: &str, content: Span, errors: &mut [SyntaxError]) {
    if content.len() > MOST_BYTES {
        return;
    }
    let count = errors.len();
    for error in errors {
        let Some((title, edit)) = repair(text, content, error) else {
            continue;
        };
        let edited = edited(text, Span::new(0, content.end), [&edit]);
        let after = super::read(&edited, Span::new(content.start, edited.len()));
        if after.errors.len() < count {
            error.fix = Some(Fix {
                title: Message::key(title),
                edits: vec![edit],
                change: Change::MendSyntax,
                applicability: Applicability::Unsafe,
            });
        }
    }
}

fn repair(text: &str, content: Span, error: &SyntaxError) -> Option<(&'static str, Edit)> {
    let Message::Key(key, _) = &error.message else {
        return None;
    };
    let span = error.span;
    let written = span.of(text);
    match *key {
        "toml-colon" | "toml-full-width-colon" | "toml-full-width-equals" => {
            let line = text.get(span.end..content.end)?.split(['\n', '\r']).next()?;
            let value = line.trim();
            let start = span.end + (line.len() - line.trim_start().len());
            let is_value = value.starts_with(['"', '\'', '[', '{']) || matches!(value, "true" | "false");
            let is_number = value.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-'));
            let value = match is_value || is_number {
                true => value.to_owned(),
                false => write::quoted(value, Format::Toml)?,
            };
            let gap = if text.get(..span.start)?.ends_with([' ', '\t']) {
                ""
            } else {
                " "
            };
            let edit = Edit {
                span: Span::new(span.start, start + line.trim().len()),
                text: format!("{gap}= {value}"),
            };
            Some(("toml-fix-equals", edit))
        }
        "toml-comma-behind-value" => {
            let text = String::new();
            Some(("json-fix-comma", Edit { span, text }))
        }
        "toml-unquoted-text" => {
            let text = write::quoted(written, Format::Toml).filter(|_| !written.contains(['"', '\'']))?;
            Some(("yaml-fix-quote", Edit { span, text }))
        }
        _ => None,
    }
}

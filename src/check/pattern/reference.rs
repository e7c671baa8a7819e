//! A character reference of HTML, such as `&amp;`, in a value of front matter:
//! the character itself in its place, in whatever quotes the value stands.

use std::ops::Range;

use crate::diagnostic::{Applicability, Change, Edit};
use crate::document::Document;
use crate::document::front_matter::write;
use crate::document::node::{Node, Style};
use crate::text::{Span, is_hidden};

/// Bytes of a value beyond which nothing is decoded, since the value is read
/// again for each reference.
const LONGEST: usize = 2_048;

/// The character that stands for any that means nothing to HTML.
const INERT: char = '\u{E000}';

/// A reference decoded.
pub(super) struct Decoded {
    pub(super) character: char,
    pub(super) edits: Vec<Edit>,
    pub(super) change: Change,
    /// Safe where a theme that puts the value into a page as it is shows what it
    /// showed before.
    pub(super) applicability: Applicability,
}

/// Decodes the reference in `range`, bytes of the value at `node`. None where it
/// stands for nothing that one could see, or its place in the source is unclear.
pub(super) fn decode(document: &Document<'_>, node: &Node, range: Range<usize>) -> Option<Decoded> {
    let format = document.front_matter().format?;
    let scalar = node.as_scalar()?;
    let value = scalar.text.as_str();
    let written = node.span.of(&document.source().text);
    let reference = value.get(range.clone())?;
    if value.len() > LONGEST || written.len() > LONGEST {
        return None;
    }
    let character = character(reference)?;
    let with = |character: char| replaced(value, range.clone(), character);
    let meant = with(character)?;
    let edit = if scalar.style == Style::Plain && needs_quotes(character, &meant) {
        Edit {
            span: node.span,
            text: write::quoted(&meant, format).filter(|_| written == value)?,
        }
    } else {
        Edit {
            span: place(written, value, range.clone())?.shift(node.span.start),
            text: write::escaped(&character.to_string(), scalar.style, format)?,
        }
    };
    let is_harmless = match character {
        // Unless it begins another reference there.
        '&' => html_text(&meant) == html_text(&with(INERT)?).replace(INERT, "&"),
        _ => !character.is_ascii(),
    };
    Some(Decoded {
        character,
        edits: vec![edit],
        change: Change::SetString {
            range: range.into(),
            text: character.to_string(),
        },
        applicability: if is_harmless {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        },
    })
}

/// What a reference stands for, in which `&` may be one itself, any number of
/// times. Nobody needs a space in a title that is not to be broken.
fn character(reference: &str) -> Option<char> {
    let mut name = reference.strip_prefix('&')?;
    while let Some(rest) = name.strip_prefix("amp;").filter(|rest| !rest.is_empty()) {
        name = rest;
    }
    let decoded = html_text(&format!("&{name}"));
    let mut characters = decoded.chars();
    match (characters.next()?, characters.next()) {
        ('\u{A0}', None) => Some(' '),
        (one, None) if !is_hidden(one) && one != char::REPLACEMENT_CHARACTER => Some(one),
        _ => None,
    }
}

/// A value as a browser shows it where it stands in a page as it is.
fn html_text(value: &str) -> String {
    scraper::Html::parse_fragment(value).root_element().text().collect()
}

fn replaced(value: &str, range: Range<usize>, character: char) -> Option<String> {
    Some(format!(
        "{}{character}{}",
        value.get(..range.start)?,
        value.get(range.end..)?
    ))
}

/// Whether a value cannot stand without quotes with this character in it. Some
/// mean something to YAML only at the start, where no reference can stand.
fn needs_quotes(character: char, meant: &str) -> bool {
    let is_harmless = matches!(character, '&' | '"' | '\'' | '<' | '>') || !character.is_ascii();
    !is_harmless && !write::can_be_plain(meant)
}

/// Where in the writing of a value stands what the value has in `range`: it must
/// occur as often in both.
fn place(written: &str, value: &str, range: Range<usize>) -> Option<Span> {
    let reference = value.get(range.clone())?;
    if written.matches(reference).count() != value.matches(reference).count() {
        return None;
    }
    let number = value.get(..range.start)?.matches(reference).count();
    let (start, _) = written.match_indices(reference).nth(number)?;
    Some(Span::new(start, start + reference.len()))
}

//! Texts and other values written as front matter has them, so that they are read
//! as what they are.
//!
//! It writes on one line only. It must not know why anything is written.

use serde_json::Value as Json;

use super::Format;
use crate::dialect::Engine;
use crate::document::node::{Scalar, Style, Typed, resolve};

/// Whose reading of a scalar without quotes counts.
const ENGINES: [Engine; 8] = [
    Engine::SafeYaml,
    Engine::Psych,
    Engine::JsYaml3,
    Engine::JsYaml4,
    Engine::GoYaml2,
    Engine::Goccy,
    Engine::SerdeYaml,
    Engine::Core12,
];

/// Whether a scalar is text to every reader of its format.
pub fn is_text(scalar: &Scalar, format: Format) -> bool {
    match (format, scalar.style) {
        _ if scalar.tag.is_some() => false,
        (Format::Yaml, Style::Plain) => {
            let is_text_to = |engine| matches!(resolve(scalar, engine), Typed::String(_));
            ENGINES.into_iter().all(is_text_to)
        }
        (Format::Toml | Format::Json, Style::Plain) => false,
        _ => true,
    }
}

/// What stands for a text within a scalar of this style; nothing if it cannot
/// stand there.
pub fn escaped(text: &str, style: Style, format: Format) -> Option<String> {
    if text.chars().any(breaks_line) {
        return None;
    }
    match style {
        Style::Plain | Style::Literal => Some(text.to_owned()),
        Style::Folded => None,
        Style::DoubleQuoted => Some(text.replace('\\', "\\\\").replace('"', "\\\"")),
        // A literal string of TOML has no escapes.
        Style::SingleQuoted if format == Format::Toml => (!text.contains('\'')).then(|| text.to_owned()),
        Style::SingleQuoted => Some(text.replace('\'', "''")),
    }
}

/// A text in quotes, in those that need no escape if there are such; nothing if
/// it cannot stand on one line.
pub fn quoted(text: &str, format: Format) -> Option<String> {
    let style = match format {
        Format::Json => Style::DoubleQuoted,
        _ if text.contains(['"', '\\']) && !text.contains('\'') => Style::SingleQuoted,
        _ => Style::DoubleQuoted,
    };
    let quote = if style == Style::SingleQuoted { '\'' } else { '"' };
    escaped(text, style, format).map(|inner| format!("{quote}{inner}{quote}"))
}

/// A text as YAML writes it where nothing speaks against it: without quotes, if
/// every reader takes it for that text wherever it stands.
pub fn plain_or_quoted(text: &str, format: Format) -> Option<String> {
    match format == Format::Yaml && can_be_plain(text) {
        true => Some(text.to_owned()),
        false => quoted(text, format),
    }
}

/// A value that is no text at the top of an entry, and all that is in it;
/// nothing where the format has no such value. Lists and mappings stand in
/// brackets.
pub fn value(value: &Json, format: Format) -> Option<String> {
    match (value, format) {
        (Json::String(text), _) => plain_or_quoted(text, format),
        (_, Format::Yaml | Format::Json) => Some(value.to_string()),
        (_, Format::Toml) => toml_value(value, 0),
    }
}

/// Brackets in brackets that are written.
const DEPTH_LIMIT: usize = 16;

fn toml_value(value: &Json, depth: usize) -> Option<String> {
    let inner = |value: &Json| toml_value(value, depth + 1);
    match value {
        _ if depth > DEPTH_LIMIT => None,
        Json::Null => None,
        Json::String(text) => quoted(text, Format::Toml),
        Json::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(inner).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Json::Object(entries) => {
            let entry = |(key, value): (&String, &Json)| self::entry(key, &inner(value)?, Format::Toml);
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            Some(format!("{{{}}}", entries?.join(", ")))
        }
        Json::Bool(_) | Json::Number(_) => Some(value.to_string()),
    }
}

/// A key with a value that is written already.
pub fn entry(key: &str, value: &str, format: Format) -> Option<String> {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    Some(match format {
        Format::Yaml => format!("{}: {value}", plain_or_quoted(key, format)?),
        Format::Toml if !key.is_empty() && key.chars().all(is_bare) => format!("{key} = {value}"),
        Format::Toml => format!("{} = {value}", quoted(key, format)?),
        Format::Json => format!("{}: {value}", quoted(key, format)?),
    })
}

/// Whether a text without quotes is read as that text by every YAML library, in
/// blocks and in brackets.
pub fn can_be_plain(text: &str) -> bool {
    const INDICATORS: [char; 19] = [
        '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
    ];
    let scalar = Scalar {
        text: text.to_owned(),
        style: Style::Plain,
        tag: None,
    };
    !text.is_empty()
        && text.trim() == text
        && !text.chars().any(breaks_line)
        && !text.starts_with(INDICATORS)
        && !text.contains([',', '[', ']', '{', '}'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && is_text(&scalar, Format::Yaml)
}

fn breaks_line(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::front_matter;
    use proptest::prelude::*;

    fn read(written: &str, format: Format) -> Option<Scalar> {
        let text = match format {
            Format::Yaml => format!("---\na: {written}\nb: [{written}, x]\n---\n"),
            Format::Toml => format!("+++\na = {written}\n+++\n"),
            Format::Json => format!("{{\"a\": {written}}}\n"),
        };
        let found = front_matter::find(&text);
        let node = found.node.filter(|_| found.errors.is_empty())?;
        let scalar = node.get("a")?.value.as_scalar()?.clone();
        if format == Format::Yaml {
            let item = node.get("b")?.value.items().first()?.as_scalar()?;
            assert_eq!(*item, scalar);
        }
        Some(scalar)
    }

    #[test]
    fn texts_get_the_quotes_that_they_need() {
        for (text, yaml) in [
            ("外长会晤", "外长会晤"),
            ("R&D", "R&D"),
            ("\"a\" b", "'\"a\" b'"),
            ("it's: x", "\"it's: x\""),
            ("it's \"x\": y", "\"it's \\\"x\\\": y\""),
            ("12:30", "\"12:30\""),
            ("no", "\"no\""),
            ("a, b", "\"a, b\""),
            ("", "\"\""),
        ] {
            assert_eq!(plain_or_quoted(text, Format::Yaml).as_deref(), Some(yaml));
        }
        assert_eq!(plain_or_quoted("a\nb", Format::Yaml), None);
        assert_eq!(escaped("it's", Style::SingleQuoted, Format::Toml), None);
        assert_eq!(quoted("a\"", Format::Json).as_deref(), Some("\"a\\\"\""));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "[-?:,\\[\\]{}#&*!|>'\"%@`\\\\ a0.中~=]{0,8}") {
            for format in [Format::Yaml, Format::Toml, Format::Json] {
                let written = plain_or_quoted(&text, format).unwrap();
                let scalar = read(&written, format);
                prop_assert_eq!(scalar.as_ref().map(|scalar| scalar.text.as_str()), Some(text.as_str()), "{}", written);
                prop_assert!(scalar.is_some_and(|scalar| is_text(&scalar, format)));
            }
        }
    }
}

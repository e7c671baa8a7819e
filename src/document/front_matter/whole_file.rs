//! Files of data, which are front matter from their first byte to their last:
//! `_data/authors.yml` and its like. There are no fences to look for.

use super::yaml::Parsed;
use super::{Format, FrontMatter, SyntaxError, json, toml, yaml};
use crate::document::node::{Node, Scalar, Style, Value};
use crate::messages::Message;
use crate::text::{BYTE_ORDER_MARK, FilePath, Span};

/// The endings of files of data.
pub const DATA_EXTENSIONS: [&str; 4] = [ENDINGS[0].0, ENDINGS[1].0, ENDINGS[2].0, ENDINGS[3].0];

/// What is written in files of each ending.
const ENDINGS: [(&str, Format); 4] = [
    ("yml", Format::Yaml),
    ("yaml", Format::Yaml),
    ("json", Format::Json),
    ("toml", Format::Toml),
];

/// Sentences that speak of front matter, with those that take their place.
const IN_OTHER_WORDS: [(&str, &str); 3] = [
    ("toml-colon", "data-toml-colon"),
    ("toml-duplicate-key-help", "data-toml-duplicate-key-help"),
    ("yaml-too-large-help", "data-too-large-help"),
];

impl Format {
    /// The language of a file of data, by its ending; none of other files.
    pub fn of_data(path: &FilePath) -> Option<Self> {
        // Every rule asks this of every file, so nothing is copied.
        let (stem, extension) = path.file_name().rsplit_once('.')?;
        let known = ENDINGS
            .iter()
            .find(|(ending, _)| extension.eq_ignore_ascii_case(ending));
        known.filter(|_| !stem.is_empty()).map(|(_, format)| *format)
    }
}

/// Reads a whole file of data. An empty file of YAML says nothing, which is a
/// value; keys that are missing at the top are missed at its start.
pub(super) fn read(text: &str, format: Format) -> FrontMatter {
    let start = match text.starts_with(BYTE_ORDER_MARK) {
        true => BYTE_ORDER_MARK.len_utf8(),
        false => 0,
    };
    let content = Span::new(start, text.len());
    let Parsed { node, mut errors } = match format {
        Format::Yaml => yaml::parse(text, content),
        Format::Toml => toml::parse(text, content),
        Format::Json if content.of(text).trim().is_empty() => empty(start),
        Format::Json => json::parse(text, content, json::Braces::Written),
    };
    errors.iter_mut().for_each(speak_of_files);
    FrontMatter {
        format: Some(format),
        block: Span::new(0, text.len()),
        opening: Span::empty(start),
        content,
        sound: match (format, &node) {
            (Format::Yaml, None) => yaml::sound_entries(text, content),
            _ => None,
        },
        node: node.or_else(|| errors.is_empty().then(|| nothing(start))),
        errors,
    }
}

fn empty(start: usize) -> Parsed {
    let message = Message::key("data-empty-json");
    Parsed {
        node: None,
        errors: vec![SyntaxError::new(Span::empty(start), message, "data-empty-json-help")],
    }
}

fn nothing(start: usize) -> Node {
    let scalar = Scalar {
        text: String::new(),
        style: Style::Plain,
        tag: None,
    };
    Node {
        span: Span::empty(start),
        value: Value::Scalar(scalar),
    }
}

fn speak_of_files(error: &mut SyntaxError) {
    for message in [Some(&mut error.message), error.help.as_mut()].into_iter().flatten() {
        if let Message::Key(key, _) = message
            && let Some((_, other)) = IN_OTHER_WORDS.iter().find(|(front_matter, _)| front_matter == key)
        {
            *key = other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Engine;

    fn json_of(text: &str, format: Format) -> Result<String, Vec<&str>> {
        let found = read(text, format);
        match found.node {
            Some(node) if found.errors.is_empty() => Ok(node.to_json(format.engine(Engine::Core12)).to_string()),
            _ => Err(found.errors.iter().map(|error| error.span.of(text)).collect()),
        }
    }

    #[test]
    fn whatever_a_file_begins_with_is_its_value() {
        let list = Ok(r#"[{"name":"海"},1]"#.to_owned());
        assert_eq!(json_of("- name: 海\n- 1\n", Format::Yaml), list);
        assert_eq!(json_of("\u{FEFF}---\n- name: 海\n- 1\n...\n", Format::Yaml), list);
        assert_eq!(json_of("\n[{\"name\": \"海\"}, 1]\n", Format::Json), list);
        assert_eq!(json_of("7", Format::Json), Ok("7".to_owned()));
        assert_eq!(
            json_of("a = 1\n[b]\nc = 2\n", Format::Toml),
            Ok(r#"{"a":1,"b":{"c":2}}"#.to_owned())
        );
    }

    #[test]
    fn an_empty_file_says_nothing_but_in_json() {
        for text in ["", "\u{FEFF}", "# 注\n", "---\n"] {
            assert_eq!(json_of(text, Format::Yaml), Ok("null".to_owned()), "{text:?}");
        }
        assert_eq!(json_of("# 注\n", Format::Toml), Ok("{}".to_owned()));
        assert_eq!(json_of(" \n", Format::Json), Err(vec![""]));
    }

    #[test]
    fn of_several_documents_the_second_is_an_error() {
        let found = read("a: 1\n---\nb: 2\n", Format::Yaml);
        assert_eq!(found.node.map(|node| node.entries().len()), Some(1));
        assert_eq!(found.errors.len(), 1);
    }

    #[test]
    fn sentences_speak_of_files() {
        let of = |text: &str, format| {
            let found = read(text, format);
            match found.errors.first().map(|error| &error.message) {
                Some(Message::Key(key, _)) => *key,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(of("title: \"a\"\n", Format::Toml), "data-toml-colon");
        assert_eq!(of("a: b: c\n", Format::Yaml), "yaml-colon-in-value");
    }
}

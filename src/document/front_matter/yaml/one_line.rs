//! Front matter whose entries take one line each, as that of nearly every post
//! does: read in one pass, in a tenth of the parser's time.
//!
//! It takes only what can be read in one way, and leaves everything else to the
//! parser: escapes, tabs, several lines, nesting, anchors, tags, duplicates. A
//! property holds it to what the parser says.

use crate::document::node::{Entry, Node, Scalar, Style, Value};
use crate::text::Span;

/// Entries of a mapping beyond which the search for duplicate keys is left to
/// the parser.
const MOST_ENTRIES: usize = 64;

/// Bytes of a key, fewer than the standard allows (YAML 1.2, section 7.4.2).
const LONGEST_KEY: usize = 256;

/// The mapping that `span` of `text` holds, if all its entries are that simple.
pub(super) fn read(text: &str, span: Span) -> Option<Node> {
    let mut lines = Lines {
        text: text.get(..span.end)?,
        next: span.start,
    };
    let mut entries: Vec<Entry> = Vec::new();
    while let Some(line) = lines.next()? {
        let (key, value) = entry(text, line)?;
        let key_text = key.of(text);
        let is_known = |entry: &Entry| entry.key.span.of(text) == key_text;
        if entries.len() == MOST_ENTRIES || entries.iter().any(is_known) {
            return None;
        }
        let value = match value {
            Some(value) => self::value(text, value)?,
            None => match lines.items()? {
                Some(items) => items,
                None => scalar(text, Span::empty(key.end + 1), Style::Plain),
            },
        };
        entries.push(Entry {
            key: scalar(text, key, Style::Plain),
            value,
        });
    }
    let span = entries.first()?.key.span.cover(entries.last()?.value.span);
    Some(Node {
        span,
        value: Value::Mapping(entries),
    })
}

/// The lines that say something, without white space at their ends.
#[derive(Debug, Clone)]
struct Lines<'text> {
    text: &'text str,
    next: usize,
}

impl Lines<'_> {
    /// The next one that is neither blank nor a comment; none at the end. Fails
    /// at what is not to be read here.
    fn next(&mut self) -> Option<Option<Span>> {
        while self.next < self.text.len() {
            let rest = self.text.get(self.next..)?;
            let length = rest.find('\n').unwrap_or(rest.len());
            let line = rest.get(..length)?;
            let written = line.strip_suffix('\r').unwrap_or(line).trim_end_matches(' ');
            let start = self.next;
            self.next = start + length + 1;
            if !is_readable(written) {
                return None;
            }
            if !written.is_empty() && !written.starts_with('#') {
                return Some(Some(Span::new(start, start + written.len())));
            }
        }
        Some(None)
    }

    /// The list whose items stand on the next lines; none where there is none.
    fn items(&mut self) -> Option<Option<Node>> {
        let mut items = Vec::new();
        let mut start = 0;
        let mut indent = 0;
        loop {
            let before = self.clone();
            let Some(line) = self.next()? else { break };
            let written = line.of(self.text);
            let spaces = written.len() - written.trim_start_matches(' ').len();
            let Some(item) = written.get(spaces..)?.strip_prefix("- ") else {
                *self = before;
                break;
            };
            if items.is_empty() {
                start = line.start + spaces;
                indent = spaces;
            } else if spaces != indent {
                return None;
            }
            let item = item.trim_start_matches(' ');
            items.push(single(self.text, Span::new(line.end - item.len(), line.end))?);
        }
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return Some(None);
        };
        // The parser gives a list that is not indented no place of its own.
        let start = if indent == 0 { first.span.start } else { start };
        let span = Span::new(start, last.span.end);
        Some(Some(Node {
            span,
            value: Value::Sequence(items),
        }))
    }
}

/// Whether a line has only characters that mean the same to all readers: no
/// tabs, controls, further line ends, byte order marks, nor what is no character.
fn is_readable(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_plain = |byte: u8| matches!(byte, 0x20..=0x7E | 0x80..=0xC1 | 0xC3..=0xE1 | 0xE3..=0xEE | 0xF0..);
    if bytes.iter().all(|byte| is_plain(*byte)) {
        return true;
    }
    line.chars().all(|character| match character {
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => false,
        _ => !character.is_control(),
    })
}

/// Key and value of a line `key: value`.
fn entry(text: &str, line: Span) -> Option<(Span, Option<Span>)> {
    let written = line.of(text);
    let is_of_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let length = written.bytes().take_while(is_of_key).count();
    let begins_so = |first: char| first.is_ascii_alphanumeric() || first == '_';
    if !written.starts_with(begins_so) || length > LONGEST_KEY {
        return None;
    }
    let key = Span::new(line.start, line.start + length);
    let rest = written.get(length..)?.strip_prefix(':')?;
    if rest.is_empty() {
        return Some((key, None));
    }
    let value = rest.strip_prefix(' ')?.trim_start_matches(' ');
    Some((key, Some(Span::new(line.end - value.len(), line.end))))
}

/// A value that ends with its line.
fn value(text: &str, span: Span) -> Option<Node> {
    let Some(inside) = span.of(text).strip_prefix('[') else {
        return single(text, span);
    };
    let inside = inside.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut rest = inside.trim_matches(' ');
    let mut at = span.start + 1 + (inside.len() - inside.trim_start_matches(' ').len());
    while !rest.is_empty() {
        let length = item_len(rest)?;
        let item = rest.get(..length)?.trim_end_matches(' ');
        items.push(single(text, Span::new(at, at + item.len()))?);
        let Some(after) = rest.get(length..)?.strip_prefix(',') else {
            break;
        };
        let next = after.trim_start_matches(' ');
        // A comma without an item after it is for the parser.
        if next.is_empty() {
            return None;
        }
        at += rest.len() - next.len();
        rest = next;
    }
    Some(Node {
        span,
        value: Value::Sequence(items),
    })
}

/// Bytes of an item in brackets, up to the comma or the end.
fn item_len(rest: &str) -> Option<usize> {
    let quoted = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.find(quote)? + 2,
        _ => 0,
    };
    let unquoted = rest.get(quoted..)?;
    let length = unquoted.find(',').unwrap_or(unquoted.len());
    let item = unquoted.get(..length)?;
    let is_alone = match quoted {
        0 => !item.contains(['[', ']', '{', '}', ':', '#']),
        _ => item.bytes().all(|byte| byte == b' '),
    };
    is_alone.then_some(quoted + length)
}

/// A scalar that fills its span.
fn single(text: &str, span: Span) -> Option<Node> {
    let written = span.of(text);
    let style = match written.bytes().next()? {
        b'"' => Style::DoubleQuoted,
        b'\'' => Style::SingleQuoted,
        _ => Style::Plain,
    };
    let is_simple = match style {
        Style::Plain => is_plain(written),
        _ => is_quoted(written),
    };
    is_simple.then(|| scalar(text, span, style))
}

/// Whether a text between two quotes has no other and no escape.
fn is_quoted(written: &str) -> bool {
    let bytes = written.as_bytes();
    match bytes {
        [quote, inside @ .., last] => last == quote && !inside.iter().any(|byte| byte == quote || *byte == b'\\'),
        _ => false,
    }
}

/// Whether a text is a plain scalar to its end (YAML 1.2, section 7.3.3), one
/// that begins with no sign of the language.
fn is_plain(written: &str) -> bool {
    let bytes = written.as_bytes();
    let begins_so = bytes
        .first()
        .is_some_and(|first| !first.is_ascii_punctuation() || matches!(first, b'/' | b'(' | b'<' | b'.' | b'_' | b'$'));
    let ends_here = |(index, byte): (usize, &u8)| match byte {
        b':' => bytes.get(index + 1).is_none_or(|next| *next == b' '),
        b'#' => index > 0 && bytes.get(index - 1) == Some(&b' '),
        _ => false,
    };
    begins_so && !bytes.iter().enumerate().any(ends_here)
}

fn scalar(text: &str, span: Span, style: Style) -> Node {
    let written = span.of(text);
    let unquoted = match style {
        Style::Plain => written,
        _ => written.get(1..written.len() - 1).unwrap_or(""),
    };
    Node {
        span,
        value: Value::Scalar(Scalar {
            text: unquoted.to_owned(),
            style,
            tag: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::front_matter::yaml::{Parsed, read as read_by_the_parser};

    fn whole(text: &str) -> Span {
        Span::new(0, text.len())
    }

    fn is_read_here(text: &str) -> bool {
        read(text, whole(text)).is_some()
    }

    #[test]
    fn common_front_matter_is_read_here() {
        for text in [
            "title: 韩中外长会晤\ndate: 2022-12-13 08:00:00 +0800\n",
            "layout: post\r\ntags: [外交, \"韩国\", 'a b']\r\n\r\n# 一\r\nfrom: https://example.org/a:b#c",
            "tags:\n  - 外交\n  - '韩国'\ncategories:\n- a\nauthor:\n\ndraft: true\n",
            "title: \"“外长”：会晤\"  \nempty: []\nquoted: ''",
        ] {
            assert!(is_read_here(text), "{text:?}");
        }
    }

    #[test]
    fn what_can_be_read_otherwise_is_left_to_the_parser() {
        for text in [
            "a: b: c\n",
            "a: b #c\n",
            "a: \"b\\\"c\"\n",
            "a: 'b''c'\n",
            "a:\tb\n",
            "a: b\n c\n",
            "a: b\na: c\n",
            "a: *b\n",
            "a: [b, [c]]\n",
            "a: [b, ]\n",
            "a: {b: c}\n",
            "a: |\n  b\n",
            "a:\n  - b\n   - c\n",
            "a:\n  - b: c\n",
            "a: b\rc: d\n",
            "---\na: b\n",
            "a:b\n",
            "text\n",
            "",
        ] {
            assert!(!is_read_here(text), "{text:?}");
        }
    }

    /// Lines of which many are simple and some are not.
    fn yaml() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            8 => "[a-c]{1,2}",
            4 => prop::sample::select(vec!["外", "《", "，", "：", "“", " ", "\u{A0}", "é", "\u{FE0F}"]).prop_map(str::to_owned),
            4 => prop::sample::select(vec![
                "-", "- ", ":", ": ", "#", " #", ",", ", ", "[", "]", "{", "}", "\"", "'", "\\", "&", "*", "!", "|", ">",
                "%", "@", "`", "?", "? ", "~", "<<", "=", ".", "/", "(", "$", "_", "+", ";", "^", "0", "1.5",
            ])
            .prop_map(str::to_owned),
            1 => prop::sample::select(vec!["\t", "\r", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{7F}", "\u{1}", "\u{FFFE}", "---", "..."])
                .prop_map(str::to_owned),
        ];
        let written = prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat());
        let value = prop_oneof![
            4 => written.clone(),
            1 => written.clone().prop_map(|text| format!("\"{text}\"")),
            1 => written.clone().prop_map(|text| format!("'{text}'")),
            1 => prop::collection::vec(written.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
        ];
        let line = prop_oneof![
            6 => ("[a-z_0-9.-]{1,3}", value.clone()).prop_map(|(key, value)| format!("{key}: {value}")),
            2 => "[a-z]{1,2}:",
            3 => (" {0,2}", value).prop_map(|(indent, value)| format!("{indent}- {value}")),
            1 => written,
            1 => Just("# a".to_owned()),
        ];
        let end = prop_oneof![6 => Just("\n"), 1 => Just("\r\n"), 1 => Just(" \n"), 1 => Just("\n\n")];
        prop::collection::vec((line, end).prop_map(|(line, end)| line + end), 1..6).prop_map(|lines| lines.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn what_is_read_here_is_what_the_parser_reads(before in "[a外\n]{0,2}", text in yaml()) {
            let file = format!("{before}{text}外");
            let span = Span::new(before.len(), before.len() + text.len());
            if let Some(node) = read(&file, span) {
                let expected = Parsed { node: Some(node), errors: Vec::new() };
                prop_assert_eq!(read_by_the_parser(&file, span).ok(), Some(expected));
            }
        }
    }
}

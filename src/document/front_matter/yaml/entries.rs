//! Block YAML line by line: what is key and what is value on a line, and where
//! the entries of a mapping begin.
//!
//! Lines are judged by their look, since this is asked where the parser gave
//! up. It must not know the parser, nor what an error is called.

use crate::document::front_matter::lines::{Line, lines};
use crate::text::Span;

/// A line `- key: value`, whose dashes and key may be absent. Bytes of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The key, without its colon.
    pub(super) key: Option<Span>,
    /// The value without white space around it; all behind the dashes where
    /// there is no key.
    pub(super) value: Span,
}

/// A colon that was meant to end a key and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slip {
    /// The key that was meant.
    pub(super) key: Span,
    /// `：`, or a `:` without a space after it.
    pub(super) colon: Span,
}

/// Where the entries of a block mapping stand, one after the other, so that
/// each can be read by itself. Lines that belong to no entry go with the one
/// before. None where the text is no such mapping.
pub(crate) fn entries(text: &str, content: Span) -> Option<Vec<Span>> {
    let mut indentation = None;
    let mut starts = vec![content.start];
    for line in lines(text, content.start).take_while(|line| line.start < content.end) {
        let trimmed = line.trimmed(text);
        let written = trimmed.trim_start();
        if written.is_empty() || written.starts_with('#') {
            continue;
        }
        if matches!(trimmed.get(..3), Some("---" | "...")) {
            return None;
        }
        let depth = trimmed.len() - written.len();
        let Some(level) = indentation else {
            let is_other = written.starts_with(['[', '{', '%', '?', '&', '!']) || dash(written).is_some();
            if is_other {
                return None;
            }
            indentation = Some(depth);
            continue;
        };
        let begins = dash(written).is_none() && (colon(written).is_some() || slip(text, line).is_some());
        if depth <= level && begins {
            starts.push(line.start);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([content.end]);
    Some(
        starts
            .iter()
            .zip(ends)
            .map(|(start, end)| Span::new(*start, end))
            .collect(),
    )
}

/// Key and value of a line.
pub(super) fn written(text: &str, line: Line) -> Written {
    let whole = line.trimmed(text);
    let mut start = whole.len() - whole.trim_start().len();
    let rest = |start: usize| whole.get(start..).unwrap_or("");
    while let Some(length) = dash(rest(start)).filter(|length| *length < rest(start).len()) {
        start += length;
    }
    let begin = line.start + start;
    let end = line.start + whole.len();
    match colon(rest(start)) {
        Some(at) => {
            let value = rest(start + at + 1);
            let gap = value.len() - value.trim_start().len();
            Written {
                key: Some(Span::new(
                    begin,
                    begin + rest(start).get(..at).unwrap_or("").trim_end().len(),
                )),
                value: Span::new((begin + at + 1 + gap).min(end), end),
            }
        }
        None => Written {
            key: None,
            value: Span::new(begin.min(end), end),
        },
    }
}

/// The slip of a line that begins with a name, such as `title：…` or `title:…`.
pub(super) fn slip(text: &str, line: Line) -> Option<Slip> {
    let whole = line.text(text);
    let indentation = whole.len() - whole.trim_start().len();
    let written = whole.trim_start();
    let at = written.find([':', '：'])?;
    let (key, rest) = written.split_at_checked(at)?;
    let key = key.trim_end();
    let is_name = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    let is_slip = match rest.strip_prefix(':') {
        Some(after) => !after.starts_with("//") && after.starts_with(|next: char| !next.is_whitespace()),
        None => true,
    };
    let start = line.start + indentation;
    let length = rest.chars().next().map_or(1, char::len_utf8);
    (is_name && is_slip).then_some(Slip {
        key: Span::new(start, start + key.len()),
        colon: Span::new(start + at, start + at + length),
    })
}

/// Length of the dash of a list and the spaces after it.
fn dash(written: &str) -> Option<usize> {
    let rest = written.strip_prefix('-')?;
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (rest.is_empty() || spaces > 0).then_some(1 + spaces)
}

/// Where the colon stands that ends the key of `written`.
fn colon(written: &str) -> Option<usize> {
    let is_end = |at: usize| matches!(written.as_bytes().get(at + 1), None | Some(b' ' | b'\t'));
    if written.starts_with(['[', '{']) {
        return None;
    }
    if let Some(quote) = written.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let after = written.get(1..)?.find(quote)? + 2;
        let rest = written.get(after..)?;
        let at = after + (rest.len() - rest.trim_start().len());
        return (written.as_bytes().get(at) == Some(&b':') && is_end(at)).then_some(at);
    }
    let mut before = b' ';
    for (at, byte) in written.bytes().enumerate() {
        match byte {
            b'#' if before.is_ascii_whitespace() => return None,
            b':' if is_end(at) => return Some(at),
            _ => before = byte,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        let entries = entries(text, Span::new(0, text.len())).unwrap_or_default();
        entries.iter().map(|entry| entry.of(text)).collect()
    }

    #[test]
    fn entries_begin_at_keys_of_the_first_level() {
        assert_eq!(
            shown("# c\na: 1\n  b: 2\n- c: 3\nd：4\ntext: \"x\n\n# c\n\"e f\": 5\nplain\ng:h\n"),
            [
                "# c\na: 1\n  b: 2\n- c: 3\n",
                "d：4\n",
                "text: \"x\n\n# c\n",
                "\"e f\": 5\nplain\n",
                "g:h\n"
            ]
        );
        assert_eq!(shown("  a: 1\n  b: 2\n    c: 3\n"), ["  a: 1\n", "  b: 2\n    c: 3\n"]);
        for text in ["- a: 1\n", "{a: 1,\nb: 2}\n", "a: 1\n---\nb: 2\n", "? a\n: b\n"] {
            assert_eq!(shown(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn a_line_is_key_and_value() {
        for (text, key, value) in [
            ("a: b: c ", Some("a"), "b: c"),
            ("  - - 'a b' :  c", Some("'a b'"), "c"),
            ("a:", Some("a"), ""),
            ("a:b # c: d", None, "a:b # c: d"),
            ("- x", None, "x"),
            ("- ", None, "-"),
            ("", None, ""),
        ] {
            let line = lines(text, 0).next().unwrap_or(Line::empty(0));
            let written = written(text, line);
            assert_eq!(
                (written.key.map(|key| key.of(text)), written.value.of(text)),
                (key, value)
            );
        }
    }
}

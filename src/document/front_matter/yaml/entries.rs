//! Block YAML line by line: what is key and what is value on a line, and where
//! the entries of a mapping or the items of a list begin.
//!
//! Lines are judged by their look, since this is asked where the parser gave
//! up. It must not know the parser, nor what an error is called.

use crate::document::front_matter::lines::{Line, chinese_name, lines};
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
    /// Bytes of full-width and no-break spaces after it.
    pub(super) wide_spaces: usize,
}

/// Where the entries of a block mapping, or the items of a block list, stand,
/// one after the other, so that each can be read by itself. Lines that belong to
/// none go with the one before. None where the text is neither. It may begin in
/// the middle of a line, behind the dash of an item.
pub(crate) fn entries(text: &str, content: Span) -> Option<Vec<Span>> {
    let before = text.get(..content.start).unwrap_or("");
    let column = before.len() - before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let mut indentation = None;
    let mut is_list = false;
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
        let is_first = line.start == content.start;
        let depth = trimmed.len() - written.len() + if is_first { column } else { 0 };
        let Some(level) = indentation else {
            if written.starts_with(['[', '{', '%', '?', '&', '!']) {
                return None;
            }
            is_list = dash(written).is_some();
            indentation = Some(depth);
            continue;
        };
        let begins = match dash(written) {
            Some(_) => is_list,
            None => !is_list && (colon(written).is_some() || slip(text, line).is_some()),
        };
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

/// What an entry holds that has entries of its own: what stands behind the dash
/// of an item, or on the lines below a key without a value.
pub(super) fn inside(text: &str, entry: Span) -> Option<Span> {
    let is_written = |line: &Line| {
        let written = line.trimmed(text).trim_start();
        !written.is_empty() && !written.starts_with('#')
    };
    let first = lines(text, entry.start)
        .take_while(|line| line.start < entry.end)
        .find(is_written)?;
    let trimmed = first.trimmed(text);
    let written = trimmed.trim_start();
    let start = match dash(written) {
        Some(length) => {
            let start = first.start + (trimmed.len() - written.len()) + length;
            let rest = written.get(length..).unwrap_or("");
            let has_entries = colon(rest).is_some() || dash(rest).is_some() || slip(text, first.from(start)).is_some();
            has_entries.then_some(start)?
        }
        None if colon(written) == Some(written.len() - 1) => first.end,
        None => return None,
    };
    (start < entry.end).then(|| Span::new(start, entry.end))
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
    let is_latin = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    let is_name = is_latin || chinese_name(key).is_some_and(|(_, rest)| rest.is_empty());
    let is_slip = match rest.strip_prefix(':') {
        Some(after) => !after.starts_with("//") && after.starts_with(|next: char| !matches!(next, ' ' | '\t')),
        None => true,
    };
    let start = line.start + indentation;
    let length = rest.chars().next().map_or(1, char::len_utf8);
    let value = rest.get(length..)?;
    (is_name && is_slip).then_some(Slip {
        key: Span::new(start, start + key.len()),
        colon: Span::new(start + at, start + at + length),
        wide_spaces: value.len() - value.trim_start_matches(WIDE_SPACES).len(),
    })
}

/// Spaces that are none to YAML: the full-width one and the no-break one.
pub(super) const WIDE_SPACES: [char; 2] = ['\u{3000}', '\u{A0}'];

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
        assert_eq!(shown("- a: 1\n  b: 2\n- c\n"), ["- a: 1\n  b: 2\n", "- c\n"]);
        for text in ["{a: 1,\nb: 2}\n", "a: 1\n---\nb: 2\n", "? a\n: b\n"] {
            assert_eq!(shown(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn an_entry_may_hold_entries() {
        for (text, within) in [
            ("- a: 1\n  b: 2\n", vec!["a: 1\n", "  b: 2\n"]),
            ("a:\n  b: 2\n  c: 3\n", vec!["  b: 2\n", "  c: 3\n"]),
            ("a: # c\n  b: 2\n", vec![]),
            ("a: 1\n", vec![]),
            ("- a\n", vec![]),
            ("-\n", vec![]),
        ] {
            let inside = inside(text, Span::new(0, text.len()));
            let entries = inside.and_then(|inside| entries(text, inside)).unwrap_or_default();
            assert_eq!(
                entries.iter().map(|entry| entry.of(text)).collect::<Vec<_>>(),
                within,
                "{text:?}"
            );
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

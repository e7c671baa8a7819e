//! What stands in a comment: the keyword, names, a colon, a reason.

use super::{KEYWORD, Name};
use crate::text::Span;

/// What makes it speak of the whole file.
const FILE: &str = "-file";

/// How far a comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// What comes next.
    Next,
    /// The whole file.
    File,
}

/// A comment that was understood.
#[derive(Debug)]
pub(super) struct Directive {
    pub(super) reach: Reach,
    pub(super) names: Vec<Name>,
    pub(super) reason: Option<Span>,
}

/// Reads what stands between the delimiters of a comment, at `inside`; nothing
/// if it does not begin with the keyword.
///
/// Names stand up to the first colon, between commas or white space. Without a
/// colon they end at the first white space that no comma adjoins, since what
/// follows is a reason whose colon was forgotten.
pub(super) fn read(text: &str, inside: Span) -> Option<Directive> {
    let content = inside.of(text);
    let keyword_start = content.len() - content.trim_start().len();
    let rest = content.get(keyword_start..)?.strip_prefix(KEYWORD)?;
    let (reach, rest) = match rest.strip_prefix(FILE) {
        Some(rest) => (Reach::File, rest),
        None => (Reach::Next, rest),
    };
    if !rest.is_empty() && !rest.starts_with(|c: char| c.is_whitespace() || is_colon(c)) {
        return None;
    }
    let start = inside.end - rest.len();
    let (names, reason) = match rest.find(is_colon) {
        Some(colon) => {
            let after = colon + rest.get(colon..)?.chars().next()?.len_utf8();
            (
                names(rest.get(..colon)?, start),
                reason(rest.get(after..)?, start + after),
            )
        }
        None => (names(names_without_colon(rest), start), None),
    };
    Some(Directive { reach, names, reason })
}

/// As typed with and without a Chinese input method.
fn is_colon(character: char) -> bool {
    matches!(character, ':' | '：')
}

fn is_comma(character: char) -> bool {
    matches!(character, ',' | '，' | '、')
}

/// Names between commas and white space; a mark of a block quote may begin a
/// line of them.
fn names(list: &str, offset: usize) -> Vec<Name> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in list.split_inclusive(|c: char| is_comma(c) || c.is_whitespace()) {
        let name = part.trim_end_matches(|c: char| is_comma(c) || c.is_whitespace());
        if !name.is_empty() && !is_quote_mark(list, at, name) {
            let start = offset + at;
            found.push(Name {
                text: name.to_owned(),
                span: Span::new(start, start + name.len()),
            });
        }
        at += part.len();
    }
    found
}

/// Whether it is the mark of a block quote at the beginning of a line.
fn is_quote_mark(list: &str, at: usize, name: &str) -> bool {
    let before = || list.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    name == ">" && before().ends_with(['\n', '\r'])
}

fn names_without_colon(rest: &str) -> &str {
    let mut is_after_name = false;
    let mut is_after_space = false;
    for (at, character) in rest.char_indices() {
        if is_comma(character) {
            (is_after_name, is_after_space) = (false, false);
        } else if character.is_whitespace() {
            is_after_space = is_after_name;
        } else if is_after_space {
            return rest.get(..at).unwrap_or(rest);
        } else {
            is_after_name = true;
        }
    }
    rest
}

/// A reason may begin on another line, which a mark of a block quote may begin.
fn reason(after: &str, offset: usize) -> Option<Span> {
    let trimmed = after.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let start = offset + after.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    (!trimmed.is_empty()).then(|| Span::new(start, start + trimmed.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(Reach, Vec<&str>, Option<&str>)> {
        let directive = read(text, Span::new(0, text.len()))?;
        for name in &directive.names {
            assert_eq!(name.span.of(text), name.text);
        }
        Some((
            directive.reach,
            directive.names.iter().map(|name| name.span.of(text)).collect(),
            directive.reason.map(|reason| reason.of(text)),
        ))
    }

    #[test]
    fn names_and_reasons_are_read() {
        let next = |names: &[&'static str], reason| Some((Reach::Next, names.to_vec(), reason));
        assert_eq!(shown(" kanwu-ignore ad-slot: kept "), next(&["ad-slot"], Some("kept")));
        assert_eq!(shown("kanwu-ignore a, b,c:d: e"), next(&["a", "b", "c"], Some("d: e")));
        assert_eq!(shown("kanwu-ignore a,\r\n  b : c\nd"), next(&["a", "b"], Some("c\nd")));
        assert_eq!(shown("kanwu-ignore a,\n> b: c"), next(&["a", "b"], Some("c")));
        assert_eq!(shown("kanwu-ignore a b: c"), next(&["a", "b"], Some("c")));
        assert_eq!(
            shown("kanwu-ignore-file a: b"),
            Some((Reach::File, vec!["a"], Some("b")))
        );
    }

    #[test]
    fn full_width_marks_are_read() {
        let expected = Some((Reach::Next, vec!["a", "b", "c"], Some("人名")));
        assert_eq!(shown("kanwu-ignore a，b、c：人名"), expected);
        assert_eq!(shown("kanwu-ignore\u{3000}a， b，c:人名\u{3000}"), expected);
    }

    #[test]
    fn a_reason_may_be_absent_or_lack_its_colon() {
        for text in [
            "kanwu-ignore a",
            "kanwu-ignore a:",
            "kanwu-ignore a： ",
            "kanwu-ignore a kept for the layout",
        ] {
            assert_eq!(shown(text), Some((Reach::Next, vec!["a"], None)), "{text}");
        }
        assert_eq!(
            shown("kanwu-ignore a , b kept"),
            Some((Reach::Next, vec!["a", "b"], None))
        );
        assert_eq!(shown("kanwu-ignore: why"), Some((Reach::Next, vec![], Some("why"))));
        assert_eq!(shown("kanwu-ignore-file"), Some((Reach::File, vec![], None)));
    }

    #[test]
    fn other_comments_are_none() {
        for text in [
            "",
            "kanwu",
            "kanwu-ignored a: b",
            "kanwu-ignore-line a: b",
            "see kanwu-ignore a: b",
            "kanwu-ignore,a: b",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}

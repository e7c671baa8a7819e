//! What stands in a comment: the keyword, names, a colon, a reason.

use super::{Name, PREFIX};
use crate::text::Span;

/// What the keywords say that are known.
const NEXT: &str = "ignore";
const FILE: &str = "ignore-file";

/// How other words begin that are meant so, in the manner of other programs.
const OTHERS: [&str; 5] = ["ignore", "disable", "enable", "skip", "suppress"];

/// How far a comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// What comes next.
    Next,
    /// The whole file.
    File,
    /// Nobody knows, for its keyword is not known.
    Unknown(Span),
}

impl Reach {
    pub(super) fn unknown_keyword(self) -> Option<Span> {
        match self {
            Reach::Unknown(keyword) => Some(keyword),
            Reach::Next | Reach::File => None,
        }
    }
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
    let after = content.get(keyword_start..)?.strip_prefix(PREFIX)?;
    let word = after.split(|c: char| c.is_whitespace() || is_colon(c)).next()?;
    let rest = after.get(word.len()..)?;
    let start = inside.end - rest.len();
    let reach = match word {
        NEXT => Reach::Next,
        FILE => Reach::File,
        _ if OTHERS.iter().any(|other| word.starts_with(other)) && is_word(word) => {
            return Some(Directive {
                reach: Reach::Unknown(Span::new(inside.start + keyword_start, start)),
                names: Vec::new(),
                reason: None,
            });
        }
        _ => return None,
    };
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

fn is_word(word: &str) -> bool {
    word.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
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
    fn words_of_other_programs_are_unknown_keywords() {
        for (text, keyword) in [
            (" kanwu-ignore-next-line a: b", "kanwu-ignore-next-line"),
            ("kanwu-ignored: b", "kanwu-ignored"),
            ("kanwu-disable", "kanwu-disable"),
            ("kanwu-ignore-start：b", "kanwu-ignore-start"),
        ] {
            let directive = read(text, Span::new(0, text.len())).unwrap();
            let found = directive.reach.unknown_keyword().map(|span| span.of(text));
            assert_eq!(found, Some(keyword));
            assert!(directive.names.is_empty() && directive.reason.is_none());
        }
    }

    #[test]
    fn other_comments_are_none() {
        for text in [
            "",
            "kanwu",
            "kanwu-rules a: b",
            "see kanwu-ignore a: b",
            "see kanwu-disable a: b",
            "kanwu-ignore,a: b",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}

//! Values in quotes: quotes within them, text after them, those never closed,
//! and backslashes.

use super::{Applicability, Arguments, Edit, Message, Site, Span, SyntaxError};
use crate::diagnostic::Fix;

/// Quotes that an input method types in place of `"` and `'`.
const OTHER_QUOTES: [char; 6] = ['”', '“', '＂', '’', '‘', '＇'];

/// What may follow a backslash in double quotes, YAML 1.2.2 section 5.7.
const ESCAPES: &[u8] = b"0abt\tnvfre \"/\\N_LPxuU";

/// Whether what follows a closing quote ends a member in another format.
fn is_comma(after: &str) -> bool {
    matches!(after.trim(), "," | ";" | "，" | "；")
}

/// Words and signs between two quotations, as in `"一"和"二"`.
const JOINERS: [&str; 19] = [
    ",", "，", "、", ";", "；", "/", "-", "—", "&", "+", "·", "和", "与", "與", "及", "或", "跟", "同", "以及",
];

/// Whether what stands between the outer quotes of a value is the rest of
/// several quotations, one after the other, and not one with quotes in it.
fn is_several_quotations(inner: &str, quote: char) -> bool {
    let pieces: Vec<&str> = inner.split(quote).collect();
    let joins = |piece: &str| {
        let is_apart = piece.starts_with(' ') && piece.ends_with(' ');
        JOINERS.contains(&piece.trim()) || is_apart
    };
    let is_within = |piece: &str| !piece.is_empty() && piece.trim() == piece;
    pieces.len() % 2 == 1
        && pieces.len() > 1
        && pieces.iter().skip(1).step_by(2).all(|piece| joins(piece))
        && pieces.iter().step_by(2).all(|piece| is_within(piece))
}

impl Site<'_> {
    pub(super) fn text_after_quote(self) -> SyntaxError {
        let value = self.written().value;
        let raw = value.of(self.text);
        let quote = raw.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (Some(quote), true) = (quote, self.offset > value.start) else {
            return self.to_line_end("yaml-text-after-quote", "yaml-text-after-quote-help");
        };
        let help = match quote {
            '"' => "yaml-text-after-double-quote-help",
            _ => "yaml-text-after-single-quote-help",
        };
        let inner = raw.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        let has_escape = quote == '"' && raw.contains('\\');
        let is_several = inner.is_some_and(|inner| is_several_quotations(inner, quote));
        let help = if is_several { "yaml-text-after-quote-help" } else { help };
        let (message, fix) = match inner {
            Some(_) if is_several && !has_escape => {
                ("yaml-text-after-quote", self.quote(value, raw, Applicability::Unsafe))
            }
            _ if has_escape => ("yaml-text-after-quote", None),
            Some(inner) => (
                "yaml-quotes-in-quotes",
                self.quote(value, inner, self.hope_of_inner(inner, quote)),
            ),
            None => ("yaml-text-after-quote", self.keep_all(value, quote)),
        };
        let (message, help) = match raw.rfind(quote).and_then(|last| raw.get(last + 1..)) {
            Some(after) if is_comma(after) => ("yaml-comma-after-quote", "yaml-comma-after-quote-help"),
            _ => (message, help),
        };
        SyntaxError {
            fix,
            ..self.to_line_end(message, help)
        }
    }

    /// Whether the outer quotes surely belong together: those within are
    /// apostrophes, or a pair that ends (or begins) where the value does.
    fn hope_of_inner(self, inner: &str, quote: char) -> Applicability {
        let mut is_apostrophe = quote == '\'';
        let mut count = 0;
        for (at, _) in inner.match_indices(quote) {
            let before = inner.as_bytes().get(at.wrapping_sub(1));
            let after = inner.as_bytes().get(at + 1);
            let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            is_apostrophe &= is_letter(before) && is_letter(after);
            count += 1;
        }
        let is_pair = count == 2 && (inner.ends_with(quote) != inner.starts_with(quote));
        match is_apostrophe || is_pair {
            true => self.hope(inner),
            false => Applicability::Unsafe,
        }
    }

    /// `"标题" 副题`: the quotes belong to the text. A comma after the quote came
    /// from another format, and goes.
    fn keep_all(self, value: Span, quote: char) -> Option<Fix> {
        let raw = value.of(self.text);
        let end = raw.rfind(quote)? + 1;
        if is_comma(raw.get(end..)?) {
            let edit = Edit {
                span: Span::new(value.start + end, value.end),
                text: String::new(),
            };
            return self.repair("yaml-fix-comma", vec![edit], Applicability::Unsafe);
        }
        // Where another key follows, a line end was lost.
        let before_colon = raw.get(end..)?.split_once(": ").map(|(before, _)| before);
        let has_key = before_colon.is_some_and(|before| before.ends_with(|last: char| last.is_ascii_alphanumeric()));
        let hope = match raw.matches(quote).count() == 2 && !has_key {
            true => self.hope(raw),
            false => Applicability::Unsafe,
        };
        self.quote(value, raw, hope)
    }

    pub(super) fn unclosed_quote(self) -> SyntaxError {
        let whole = self.to_line_end("yaml-unclosed-quote", "yaml-unclosed-quote-help");
        let value = self.written().value;
        let raw = value.of(self.text);
        let Some(quote) = raw.chars().next().filter(|_| value.start == self.offset) else {
            return whole;
        };
        let text = raw.strip_prefix(quote).unwrap_or(raw);
        let other = text.chars().next_back().filter(|last| OTHER_QUOTES.contains(last));
        let opens_other = |text: &str| text.contains(['“', '‘']);
        match other {
            Some(other) if !opens_other(text) => SyntaxError {
                fix: self.quote(value, text.trim_end_matches(other), Applicability::Unsafe),
                ..SyntaxError::new(
                    Span::new(value.end - other.len_utf8(), value.end),
                    Message::Key(
                        "yaml-other-closing-quote",
                        Arguments::new().with("other", other.to_string()),
                    ),
                    "yaml-other-closing-quote-help",
                )
            },
            _ if text.contains(['\\', quote]) || text.contains(" #") => whole,
            _ => SyntaxError {
                fix: self.quote(value, text, Applicability::Unsafe),
                ..whole
            },
        }
    }

    /// The first backslash in double quotes that begins no escape, with what
    /// follows it.
    pub(super) fn unknown_escape(self) -> SyntaxError {
        let message = Message::key("yaml-unknown-escape");
        let rest = self.text.get(self.offset..).unwrap_or("");
        let escapes = escapes(rest);
        let Some(bad) = escapes.iter().find(|escape| !escape.is_known) else {
            return self.to_line_end("yaml-unknown-escape", "yaml-unknown-escape-help");
        };
        let value = self.written().value;
        let inner = value
            .of(self.text)
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let fix = match inner.filter(|_| value.start == self.offset) {
            Some(inner) if escapes.iter().all(|escape| !escape.is_known) => {
                // `\u12` may have been meant as a character.
                let is_code = |escape: &Escape| escape.span.of(rest).ends_with(['x', 'u', 'U']);
                let hope = match escapes.iter().any(is_code) {
                    true => Applicability::Unsafe,
                    false => Applicability::Safe,
                };
                self.quote(value, inner, hope)
            }
            _ => {
                let unknown = escapes.iter().filter(|escape| !escape.is_known);
                let edits = unknown.map(|escape| Edit {
                    span: Span::empty(self.offset + escape.span.start),
                    text: "\\".to_owned(),
                });
                self.repair("yaml-fix-backslash", edits.collect(), Applicability::Unsafe)
            }
        };
        SyntaxError {
            fix,
            ..SyntaxError::new(bad.span.shift(self.offset), message, "yaml-unknown-escape-help")
        }
    }
}

/// A backslash with the character after it, and whether that is an escape.
struct Escape {
    span: Span,
    is_known: bool,
}

/// The escapes of the double quoted scalar that `text` begins with.
fn escapes(text: &str) -> Vec<Escape> {
    let mut found = Vec::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => break,
            '\\' => {
                let Some((_, next)) = characters.next() else { break };
                let digits = match next {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                let rest = text.get(at + 1 + next.len_utf8()..).unwrap_or("");
                let has_digits = rest.bytes().take(digits).filter(u8::is_ascii_hexdigit).count() == digits;
                let is_line_end = matches!(next, '\n' | '\r');
                let is_escape = u8::try_from(next).is_ok_and(|byte| ESCAPES.contains(&byte));
                found.push(Escape {
                    span: Span::new(at, at + 1 + next.len_utf8()),
                    is_known: is_line_end || (is_escape && has_digits),
                });
            }
            _ => {}
        }
    }
    found
}

//! Texts, numbers and words of JSON (RFC 8259, sections 3, 6 and 7), and what
//! people write in their place.

use super::{Reader, scalar};
use crate::document::node::{Node, Style};
use crate::messages::{Arguments, clipped};
use crate::text::Span;

/// Quotes that are typed for `"`, with what closes each.
const OTHER_QUOTES: [(char, &str); 8] = [
    ('“', "”“\""),
    ('”', "”“\""),
    ('‘', "’‘"),
    ('’', "’‘"),
    ('「', "」"),
    ('『', "』"),
    ('＂', "＂"),
    ('`', "`"),
];

impl Reader<'_> {
    /// What stands here up to where it ends.
    pub(super) fn scalar(&mut self) -> Node {
        match self.peek() {
            Some('"') => self.quoted(),
            Some('\'') => self.other_quotes("'", "json-single-quotes"),
            Some(first) => match OTHER_QUOTES.iter().find(|(opening, _)| *opening == first) {
                Some((_, closing)) => self.other_quotes(closing, "json-full-width-quotes"),
                None => self.word(),
            },
            None => scalar(Span::empty(self.at), String::new(), Style::Plain),
        }
    }

    fn quoted(&mut self) -> Node {
        let start = self.at;
        self.take();
        let mut text = String::new();
        loop {
            let plain = self
                .rest()
                .find(|c: char| matches!(c, '"' | '\\') || c < ' ')
                .unwrap_or(self.rest().len());
            text.push_str(self.rest().get(..plain).unwrap_or(""));
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    break;
                }
                Some('\\') => text.extend(self.escape()),
                None | Some('\n' | '\r') => {
                    self.unclosed_text(start);
                    break;
                }
                Some(control) => {
                    let span = self.take_span();
                    let code = Arguments::new().with("code", format!("U+{:04X}", u32::from(control)));
                    match control {
                        '\t' => self.error(span, "json-tab", Arguments::new(), "json-tab-help"),
                        _ => self.error(span, "yaml-control-character", code, "yaml-control-character-help"),
                    }
                }
            }
        }
        scalar(Span::new(start, self.at), text, Style::DoubleQuoted)
    }

    /// A text whose line ends before it does. It is read as if it were closed
    /// there, or where its closing quote was typed in another form.
    fn unclosed_text(&mut self, start: usize) {
        let span = self.to_line_end(start);
        let written = span.of(self.text).trim_end_matches([',', '}', ']', ' ']);
        let last = written.chars().next_back().filter(|last| "”“＂’‘".contains(*last));
        let end = span.start + written.len();
        match last {
            Some(last) => {
                let quote = Span::new(end - last.len_utf8(), end);
                self.at = end;
                self.error(quote, "json-full-width-quotes", Arguments::new(), "json-quotes-help");
            }
            None => {
                // The comma, if there is one, stands behind the value.
                let span = Span::new(start, start + span.of(self.text).trim_end_matches([',', ' ']).len());
                self.at = span.end;
                self.error(
                    span,
                    "json-unclosed-quote",
                    Arguments::new(),
                    "json-unclosed-quote-help",
                );
            }
        }
    }

    /// The character that a backslash and what follows stand for.
    fn escape(&mut self) -> Option<char> {
        let start = self.at;
        self.take();
        let character = match self.peek() {
            Some('u') => match self.code_unit(start) {
                Some(unit) => {
                    self.at = start + 6;
                    return Some(self.character_of(unit));
                }
                None => None,
            },
            Some(character @ ('"' | '\\' | '/')) => Some(character),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{C}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            _ => None,
        };
        match character {
            Some(_) => self.at += 1,
            None => {
                let next = self.peek().filter(|next| !next.is_control());
                let span = Span::new(start, self.at + next.map_or(0, char::len_utf8));
                let sequence = Arguments::new().with("sequence", span.of(self.text));
                self.error(span, "json-unknown-escape", sequence, "json-unknown-escape-help");
            }
        }
        character
    }

    /// The four hexadecimal digits of `\uXXXX`.
    fn code_unit(&self, backslash: usize) -> Option<u32> {
        let written = self.text.get(backslash..backslash + 6)?;
        let digits = written.strip_prefix("\\u")?;
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| are_digits)
    }

    /// The character of a code unit; two that belong together are one.
    fn character_of(&mut self, unit: u32) -> char {
        if (0xD800..0xDC00).contains(&unit)
            && let Some(second @ 0xDC00..=0xDFFF) = self.code_unit(self.at)
        {
            self.at += 6;
            let code = 0x1_0000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
            return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// A text in quotes that are not those of JSON.
    fn other_quotes(&mut self, closing: &str, key: &'static str) -> Node {
        let start = self.at;
        self.take();
        let inside = self.at;
        let is_end = |character: char| closing.contains(character) || matches!(character, '\n' | '\r');
        self.at += self.rest().find(is_end).unwrap_or(self.rest().len());
        let inside = Span::new(inside, self.at);
        let text = inside.of(self.text).to_owned();
        if self.peek().is_none_or(|end| matches!(end, '\n' | '\r')) {
            let span = Span::new(
                start,
                start + self.text.get(start..self.at).unwrap_or("").trim_end().len(),
            );
            self.error(
                span,
                "json-unclosed-quote",
                Arguments::new(),
                "json-unclosed-quote-help",
            );
            return scalar(span, text, Style::DoubleQuoted);
        }
        self.take();
        let span = Span::new(start, self.at);
        self.error(span, key, Arguments::new(), "json-quotes-help");
        scalar(span, text, Style::DoubleQuoted)
    }

    /// A value, or key, without quotes.
    fn word(&mut self) -> Node {
        const ENDS: [char; 11] = [',', '}', ']', '[', '{', '"', '，', '：', '=', '\n', '\r'];
        let rest = self.rest();
        // A colon ends a key; in a value, as in `12:30`, it does not.
        let length = match rest.find(ENDS).unwrap_or(rest.len()) {
            0 => rest.chars().next().map_or(0, char::len_utf8),
            length => length,
        };
        let written = rest.get(..length).unwrap_or("");
        let written = written.split_once(": ").map_or(written, |(key, _)| key);
        let written = written.strip_suffix(':').unwrap_or(written);
        let written = written.trim_end();
        if written.is_empty() {
            self.give_up();
            return scalar(Span::empty(self.at), String::new(), Style::Plain);
        }
        let span = Span::new(self.at, self.at + written.len());
        let text = written.to_owned();
        self.at = span.end;
        self.judge_word(span, &text);
        scalar(span, text, Style::Plain)
    }

    fn judge_word(&mut self, span: Span, text: &str) {
        let arguments = Arguments::new().with("text", clipped(text));
        let lower = text.to_ascii_lowercase();
        match text {
            "true" | "false" | "null" => {}
            _ if matches!(lower.as_str(), "true" | "false" | "null") => {
                let arguments = arguments.with("right", lower);
                self.error(span, "json-word-case", arguments, "json-word-case-help");
            }
            _ if matches!(lower.as_str(), "none" | "nil" | "undefined" | "~") => {
                self.error(
                    span,
                    "json-no-such-word",
                    arguments.with("right", "null"),
                    "json-word-help",
                );
            }
            _ if matches!(lower.as_str(), "yes" | "on") => {
                self.error(
                    span,
                    "json-no-such-word",
                    arguments.with("right", "true"),
                    "json-word-help",
                );
            }
            _ if matches!(lower.as_str(), "no" | "off") => {
                self.error(
                    span,
                    "json-no-such-word",
                    arguments.with("right", "false"),
                    "json-word-help",
                );
            }
            _ if is_number(text) => {}
            _ if looks_like_number(text) => {
                self.error(span, "json-bad-number", arguments, "json-bad-number-help");
            }
            _ => self.error(span, "json-unquoted-text", arguments, "json-unquoted-text-help"),
        }
    }
}

/// The grammar of RFC 8259, section 6.
fn is_number(text: &str) -> bool {
    fn digits(text: &str) -> (usize, &str) {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        (length, text.get(length..).unwrap_or(""))
    }
    let text = text.strip_prefix('-').unwrap_or(text);
    let (length, rest) = digits(text);
    if length == 0 || (length > 1 && text.starts_with('0')) {
        return false;
    }
    let rest = match rest.strip_prefix('.').map(digits) {
        Some((0, _)) => return false,
        Some((_, rest)) => rest,
        None => rest,
    };
    match rest.strip_prefix(['e', 'E']) {
        Some(power) => matches!(digits(power.strip_prefix(['+', '-']).unwrap_or(power)), (1.., "")),
        None => rest.is_empty(),
    }
}

/// `010`, `+1`, `.5`, `1.`, `1_000`, `0xFF`.
fn looks_like_number(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'x');
    let unsigned = text.trim_start_matches(['+', '-']);
    let is_date = text.bytes().filter(|byte| *byte == b'-').count() > 1;
    unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') && text.bytes().all(is_part) && !is_date
}

//! The parser's errors in plain words, where a person would look.
//!
//! One slip makes the parser stumble several times, so each line is told once,
//! and what follows an open bracket not at all. What a line looks like says
//! more than what the parser expected there.

use toml_parser::{Expected, ParseError};

use super::SyntaxError;
use crate::document::front_matter::lines::{Line, lines};
use crate::messages::{Arguments, Message, clipped};
use crate::text::Span;

/// Quotes of other scripts and machines, typed for plain ones.
const OTHER_QUOTES: [char; 14] = [
    '“', '”', '„', '‟', '‘', '’', '‚', '「', '」', '『', '』', '＂', '＇', '«',
];

/// Commas of other scripts.
const OTHER_COMMAS: [char; 3] = ['，', '、', '､'];

/// Bytes of a line beyond which it is not read by itself.
const MOST_OF_A_LINE: usize = 1 << 12;

/// All errors of the parser, in order, each slip once.
pub(super) fn explain(text: &str, content: Span, slips: Vec<ParseError>) -> Vec<SyntaxError> {
    let mut slips: Vec<(usize, ParseError)> = slips.into_iter().map(|slip| (place(&slip), slip)).collect();
    slips.sort_by_key(|(at, _)| *at);
    let mut found: Vec<SyntaxError> = Vec::new();
    let mut told_until = content.start;
    let mut start_of_line = content.start;
    for (at, slip) in &slips {
        let at = boundary(text, content.start + at);
        if at < told_until {
            continue;
        }
        let between = text.get(start_of_line..at).unwrap_or("");
        if let Some(end) = between.rfind('\n') {
            start_of_line += end + 1;
        }
        let line = line_at(text, content, start_of_line);
        let site = Site {
            text,
            content,
            at,
            line,
        };
        let mut error = site.explain(slip);
        error.span = Span::new(
            boundary(text, error.span.start),
            boundary(text, error.span.end.min(content.end)),
        );
        found.push(error);
        told_until = match is_unclosed_bracket(slip) {
            // What follows was read as a part of what is in the brackets.
            true => content.end + 1,
            false => line.end.max(at + 1),
        };
    }
    found
}

/// What to say of content that is not read for its size, at its first line.
pub(super) fn too_large(text: &str, content: Span) -> SyntaxError {
    let line = line_at(text, content, content.start);
    SyntaxError::new(
        trimmed(text, Span::new(line.start, line.end)),
        Message::key("toml-too-large"),
        "yaml-too-large-help",
    )
}

/// What to say of something that looks like a date and is none.
pub(super) fn bad_date(written: &str, span: Span) -> SyntaxError {
    let value = Arguments::new().with("value", clipped(written));
    SyntaxError::new(span, Message::Key("toml-bad-date", value), "toml-bad-date-help")
}

fn is_unclosed_bracket(slip: &ParseError) -> bool {
    matches!(slip.description(), "unclosed array" | "unclosed inline table")
}

/// Whether a text was begun by a quote and not ended.
fn is_unclosed_text(slip: &ParseError) -> bool {
    let is_quote = |expected: &Expected| matches!(expected, Expected::Literal("'" | "\"" | "'''" | "\"\"\""));
    slip.description().ends_with("string")
        && slip.unexpected().is_none_or(|span| span.is_empty())
        && slip.expected().is_some_and(|expected| expected.iter().all(is_quote))
}

/// Where a slip begins, in bytes of the content.
fn place(slip: &ParseError) -> usize {
    let context = slip.context().map(|span| span.start());
    let unexpected = slip.unexpected().map(|span| span.start());
    let begun = is_unclosed_bracket(slip) || is_unclosed_text(slip) || slip.description().starts_with("unclosed");
    match begun {
        true => context.or(unexpected),
        false => unexpected.or(context),
    }
    .unwrap_or(0)
}

fn line_at(text: &str, content: Span, start: usize) -> Line {
    let text = text.get(..content.end).unwrap_or(text);
    lines(text, start).next().unwrap_or(Line::empty(start))
}

/// The nearest place before an offset where a character begins.
fn boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// A span without the white space around its text.
fn trimmed(text: &str, span: Span) -> Span {
    let written = span.of(text);
    let start = span.start + (written.len() - written.trim_start().len());
    Span::new(start, start + written.trim().len())
}

/// The place of a slip and the line that it stands in.
#[derive(Debug, Clone, Copy)]
struct Site<'text> {
    text: &'text str,
    content: Span,
    at: usize,
    line: Line,
}

impl Site<'_> {
    fn explain(self, slip: &ParseError) -> SyntaxError {
        let description = slip.description();
        if let Some(error) = self.control_character(slip) {
            return error;
        }
        if let Some(error) = self.comma_behind_value() {
            return error;
        }
        if is_unclosed_text(slip) {
            return self.unclosed_text();
        }
        match description {
            "key with no value" | "invalid unquoted key" => self.slipped_sign().unwrap_or_else(|| self.bad_key(slip)),
            "unquoted keys cannot be empty" | "missing key for inline table element" => {
                self.whole_line("toml-missing-key")
            }
            "string values must be quoted" | "invalid boolean" | "invalid float" | "missing value" => self.value(slip),
            "unexpected key or value" | "unexpected content" => self.rest("toml-text-after-value"),
            "extra `=`" => self.one_character("toml-extra-equals"),
            "unclosed array" | "unclosed inline table" | "unclosed table" | "unclosed array table" => {
                self.unclosed_bracket(description)
            }
            "extra comma in array" | "extra comma in inline table" => self.one_character("toml-extra-comma"),
            "missing comma between array elements"
            | "missing comma between key-value pairs"
            | "extra assignment between key-value pairs" => self.missing_comma(),
            "missing escaped value" => self.escape(),
            _ if description.contains("recurse") => self.rest("toml-too-deep"),
            _ if description.contains("unicode") || description.contains("escape") => self.escape(),
            _ => self.number(slip).unwrap_or_else(|| self.anything()),
        }
    }

    fn error(self, span: Span, key: &'static str, arguments: Arguments) -> SyntaxError {
        // Every message has its help, under the same name.
        let help = help_of(key);
        SyntaxError::new(span, Message::Key(key, arguments), help)
    }

    /// The text from an offset to the end of the line, without a comment that
    /// begins after white space.
    fn to_line_end(self, from: usize) -> Span {
        let line = Span::new(self.line.start, self.line.start + self.line.text(self.text).len());
        let from = from.clamp(line.start, line.end);
        let rest = self.text.get(from..line.end).unwrap_or("");
        let length = [" #", "\t#"]
            .iter()
            .filter_map(|comment| rest.find(comment))
            .min()
            .unwrap_or(rest.len());
        let span = trimmed(self.text, Span::new(from, from + length));
        match span.is_empty() {
            true => trimmed(self.text, line),
            false => span,
        }
    }

    fn whole_line(self, key: &'static str) -> SyntaxError {
        self.error(self.to_line_end(self.line.start), key, Arguments::new())
    }

    fn rest(self, key: &'static str) -> SyntaxError {
        let span = self.to_line_end(self.at);
        self.error(span, key, Arguments::new().with("text", clipped(span.of(self.text))))
    }

    fn one_character(self, key: &'static str) -> SyntaxError {
        let length = self.character().map_or(0, char::len_utf8);
        self.error(Span::new(self.at, self.at + length), key, Arguments::new())
    }

    fn character(self) -> Option<char> {
        self.text.get(self.at..self.content.end)?.chars().next()
    }

    fn anything(self) -> SyntaxError {
        self.rest("toml-invalid")
    }

    fn control_character(self, slip: &ParseError) -> Option<SyntaxError> {
        let is_return = slip.description() == "carriage return must be followed by newline";
        let before = || self.text.get(..self.at)?.chars().next_back();
        let (start, character) = match self.character() {
            Some(character) if character.is_control() && !matches!(character, '\n' | '\r' | '\t') => {
                (self.at, character)
            }
            _ if is_return && before() == Some('\r') => (self.at - 1, '\r'),
            Some('\r') if is_return => (self.at, '\r'),
            _ => return None,
        };
        let code = Arguments::new().with("code", format!("U+{:04X}", u32::from(character)));
        let span = Span::new(start, start + character.len_utf8());
        Some(SyntaxError::new(
            span,
            Message::Key("yaml-control-character", code),
            "yaml-control-character-help",
        ))
    }

    /// `title: x`, `title：x` or `title＝x`, as other languages and keyboards
    /// have it.
    fn slipped_sign(self) -> Option<SyntaxError> {
        let written = self.line.text(self.text);
        let (at, sign) = written.char_indices().find(|(_, character)| {
            matches!(character, ':' | '：' | '＝' | '=' | '"' | '\'' | '[') || OTHER_QUOTES.contains(character)
        })?;
        let key = match sign {
            ':' => "toml-colon",
            '：' => "toml-full-width-colon",
            '＝' => "toml-full-width-equals",
            _ => return None,
        };
        if written.get(..at)?.trim().is_empty() {
            return None;
        }
        let start = self.line.start + at;
        Some(self.error(Span::new(start, start + sign.len_utf8()), key, Arguments::new()))
    }

    fn bad_key(self, slip: &ParseError) -> SyntaxError {
        let written = self.line.text(self.text);
        if slip.description() == "invalid unquoted key" && written.contains(['=', '[']) {
            let context = slip.context().map_or(Span::empty(self.at), |span| {
                Span::new(span.start(), span.end()).shift(self.content.start)
            });
            let key = context.of(self.text);
            if key.starts_with(OTHER_QUOTES) {
                return self.error(context, "toml-full-width-quote", Arguments::new());
            }
            let name = Arguments::new().with("key", clipped(key));
            return self.error(context, "toml-key-needs-quotes", name);
        }
        match written.find('=') {
            Some(equals) if !written.trim_start().starts_with(['[', '=']) => {
                let key = Span::new(self.line.start, self.line.start + equals);
                let key = trimmed(self.text, key);
                let name = Arguments::new().with("key", clipped(key.of(self.text)));
                self.error(key, "toml-key-needs-quotes", name)
            }
            _ => self.whole_line("toml-missing-equals"),
        }
    }

    fn unclosed_text(self) -> SyntaxError {
        let span = self.to_line_end(self.at);
        let written = span.of(self.text);
        // `"你好”`: the closing quote is there, in another form.
        if let Some(last) = written.chars().next_back().filter(|last| OTHER_QUOTES.contains(last)) {
            let span = Span::new(span.end - last.len_utf8(), span.end);
            return self.error(span, "toml-full-width-quote", Arguments::new());
        }
        let is_long = written.starts_with("\"\"\"") || written.starts_with("'''");
        let key = match is_long {
            true => "toml-unclosed-long-text",
            false => "toml-unclosed-quote",
        };
        self.error(span, key, Arguments::new())
    }

    /// `draft = false，`: a line that would be sound without the commas at its end.
    fn comma_behind_value(self) -> Option<SyntaxError> {
        let line = self.to_line_end(self.line.start);
        let written = line.of(self.text);
        let sound = written.trim_end_matches(OTHER_COMMAS).trim_end();
        let (key, _) = sound.split_once('=').filter(|_| sound.len() < written.len())?;
        let is_bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
        let is_key = key.trim_end().chars().all(is_bare) && line.len() <= MOST_OF_A_LINE;
        let is_sound = || super::read(sound, Span::new(0, sound.len())).errors.is_empty();
        let span = Span::new(line.start + sound.len(), line.end);
        (is_key && is_sound()).then(|| self.error(span, "toml-comma-behind-value", Arguments::new()))
    }

    /// A value that is none: mostly a text without quotes.
    fn value(self, slip: &ParseError) -> SyntaxError {
        let context = slip.context().map_or(Span::empty(self.at), |span| {
            Span::new(span.start(), span.end()).shift(self.content.start)
        });
        let written = context.of(self.text).trim();
        if written.is_empty() {
            let name = self.line.text(self.text).split('=').next().unwrap_or("").trim();
            let name = Arguments::new().with("key", clipped(name));
            return self.error(self.to_line_end(self.line.start), "toml-missing-value", name);
        }
        if written.starts_with(OTHER_COMMAS) {
            return self.one_character("toml-full-width-comma");
        }
        let lower = written.to_ascii_lowercase();
        match lower.as_str() {
            "true" | "false" => {
                let word = Arguments::new().with("word", written).with("right", lower.as_str());
                return self.error(context, "toml-word-case", word);
            }
            "yes" | "no" | "on" | "off" => {
                let word = Arguments::new().with("word", written);
                return self.error(context, "toml-yes-no", word);
            }
            "null" | "nil" | "none" | "~" => {
                let word = Arguments::new().with("word", written);
                return self.error(context, "toml-null", word);
            }
            _ => {}
        }
        let span = self.whole_value(context);
        let written = span.of(self.text);
        if written.starts_with(OTHER_QUOTES) {
            return self.error(span, "toml-full-width-quote", Arguments::new());
        }
        if looks_like_date(written) {
            return bad_date(written, span);
        }
        self.error(
            span,
            "toml-unquoted-text",
            Arguments::new().with("text", clipped(written)),
        )
    }

    /// Of a value that stands alone after its key, all of it: the parser ends
    /// what has no quotes at a comma.
    fn whole_value(self, value: Span) -> Span {
        let before = self.text.get(self.line.start..value.start).unwrap_or("");
        let is_alone = before.matches('=').count() == 1 && before.trim_end().ends_with('=');
        match is_alone {
            true => self.to_line_end(value.start),
            false => value,
        }
    }

    fn unclosed_bracket(self, description: &str) -> SyntaxError {
        let bracket = match description {
            "unclosed inline table" => "{",
            "unclosed array table" => "[[",
            _ => "[",
        };
        let closing = match bracket {
            "{" => "}",
            "[[" => "]]",
            _ => "]",
        };
        let arguments = Arguments::new().with("bracket", bracket).with("closing", closing);
        let span = Span::new(self.at, self.at + bracket.len());
        self.error(span, "toml-unclosed-bracket", arguments)
    }

    fn missing_comma(self) -> SyntaxError {
        let rest = self.text.get(self.at..self.content.end).unwrap_or("");
        let start = self.at + (rest.len() - rest.trim_start().len());
        let next = rest.trim_start().chars().next();
        let key = match next {
            Some(next) if OTHER_COMMAS.contains(&next) => "toml-full-width-comma",
            _ => "toml-missing-comma",
        };
        self.error(
            Span::new(start, start + next.map_or(0, char::len_utf8)),
            key,
            Arguments::new(),
        )
    }

    fn escape(self) -> SyntaxError {
        let before = self.text.get(self.line.start..self.at).unwrap_or("");
        let start = before.rfind('\\').map_or(self.at, |at| self.line.start + at);
        let sequence: String = self
            .text
            .get(start..self.content.end)
            .unwrap_or("")
            .chars()
            .take(2)
            .collect();
        let span = Span::new(start, start + sequence.len());
        self.error(
            span,
            "toml-unknown-escape",
            Arguments::new().with("sequence", clipped(&sequence)),
        )
    }

    /// A value that begins like a number.
    fn number(self, slip: &ParseError) -> Option<SyntaxError> {
        let context = slip.context()?;
        let context = Span::new(context.start(), context.end()).shift(self.content.start);
        let written = context.of(self.text);
        if !written.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
            return None;
        }
        let span = self.whole_value(context);
        if looks_like_date(span.of(self.text)) {
            return Some(bad_date(span.of(self.text), span));
        }
        let is_number =
            |character: char| character.is_ascii_hexdigit() || matches!(character, '+' | '-' | '.' | '_' | 'x' | 'o');
        let (key, span) = match written.chars().all(is_number) {
            true => ("toml-bad-number", context),
            false => ("toml-unquoted-text", span),
        };
        let written = clipped(span.of(self.text));
        Some(self.error(span, key, Arguments::new().with("text", written)))
    }
}

/// Four digits and a sign or word of dates.
fn looks_like_date(written: &str) -> bool {
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = written.get(digits..).unwrap_or("").chars();
    digits == 4
        && matches!(rest.next(), Some('-' | '/' | '.' | '年'))
        && rest.next().is_some_and(|next| next.is_ascii_digit())
}

fn help_of(key: &'static str) -> &'static str {
    match key {
        "toml-colon"
        | "toml-full-width-colon"
        | "toml-full-width-equals"
        | "toml-missing-equals"
        | "toml-extra-equals"
        | "toml-missing-key" => "toml-key-help",
        "toml-full-width-quote" => "toml-full-width-quote-help",
        "toml-unclosed-quote" => "toml-unclosed-quote-help",
        "toml-unclosed-long-text" => "toml-unclosed-long-text-help",
        "toml-key-needs-quotes" => "toml-key-needs-quotes-help",
        "toml-missing-value" => "toml-missing-value-help",
        "toml-word-case" => "toml-word-case-help",
        "toml-yes-no" => "toml-yes-no-help",
        "toml-null" => "toml-null-help",
        "toml-unquoted-text" => "toml-unquoted-text-help",
        "toml-unclosed-bracket" => "toml-unclosed-bracket-help",
        "toml-missing-comma" | "toml-full-width-comma" | "toml-extra-comma" => "toml-comma-help",
        "toml-comma-behind-value" => "toml-comma-behind-value-help",
        "toml-unknown-escape" => "toml-unknown-escape-help",
        "toml-bad-number" => "toml-bad-number-help",
        "toml-text-after-value" => "toml-text-after-value-help",
        "toml-too-deep" => "toml-too-deep-help",
        _ => "toml-invalid-help",
    }
}

//! Values that need quotes: what is special to YAML was meant as text.

use super::{Applicability, Arguments, Edit, Line, Message, Site, Span, SyntaxError, written};
use crate::diagnostic::Fix;
use crate::document::PROSE_KEYS;
use crate::document::front_matter::lines::is_known_key;

/// Keys whose value is a list more often than text.
pub(super) const LIST_KEYS: [&str; 8] = [
    "aliases",
    "authors",
    "categories",
    "category",
    "images",
    "keywords",
    "tag",
    "tags",
];

impl Site<'_> {
    /// What is wrong with the value of the line, if that is where the error is.
    pub(super) fn bad_value(self) -> Option<SyntaxError> {
        let written = self.written();
        let value = written.value;
        if self.offset < value.start || value.is_empty() || value.start == self.trimmed(self.line).start {
            return None;
        }
        let raw = value.of(self.text);
        let first = raw.chars().next()?;
        match first {
            '"' | '\'' => self.offset.gt(&value.start).then(|| self.text_after_quote()),
            '[' | '{' => self.text_after_brackets(first),
            '-' if self.begins_value() => Some(self.list_on_the_line_of_its_key()),
            '|' | '>' if self.begins_value() => Some(self.text_after_block_indicator(first)),
            '*' | '&' | '!' | '?' | ',' | ']' | '}' | '@' | '`' | '%' => Some(self.reserved_first(value, first)),
            _ => self.colon_in_value(value),
        }
    }

    /// A value that begins with a character that YAML keeps for itself.
    fn reserved_first(self, value: Span, first: char) -> SyntaxError {
        let raw = value.of(self.text);
        let is_entity = first == '&' && raw.split(' ').next().is_some_and(|name| name.contains(';'));
        let hope = match first {
            '&' if is_entity => self.hope(raw),
            '&' | '!' | '?' => Applicability::Unsafe,
            _ => self.hope(raw),
        };
        SyntaxError {
            fix: self.quote(value, raw, hope),
            ..self.unexpected_character_at(value.start, first)
        }
    }

    /// Safe, unless a part of the value may have been meant as a comment.
    pub(super) fn hope(self, raw: &str) -> Applicability {
        match raw.contains(" #") {
            true => Applicability::Unsafe,
            false => Applicability::Safe,
        }
    }

    fn colon_in_value(self, value: Span) -> Option<SyntaxError> {
        let at = self.offset.checked_sub(value.start)?;
        let raw = value.of(self.text);
        let (before, after) = raw.split_at_checked(at).filter(|(_, rest)| rest.starts_with(':'))?;
        let (message, help) = match after.len() {
            1 => ("yaml-colon-at-end", "yaml-colon-at-end-help"),
            _ => ("yaml-colon-in-value", "yaml-colon-in-value-help"),
        };
        let last = before.rsplit([' ', '\t']).next().unwrap_or("");
        let may_be_key = is_name(before) && !self.is_of_prose();
        let has_second_key = is_name(last) && is_known_key(last) && last.len() < before.len();
        let (message, help) = match has_second_key {
            true => ("yaml-second-key", "yaml-second-key-help"),
            false => (message, help),
        };
        let fix = match has_second_key {
            true => self.key_of_its_own(value.start + before.len() - last.len()),
            false if may_be_key => self.quote(value, raw, Applicability::Unsafe),
            false => self.quote(value, raw, self.hope(raw)),
        };
        Some(SyntaxError {
            fix,
            ..SyntaxError::new(value, Message::Key(message, Arguments::new().with("key", last)), help)
        })
    }

    /// `layout: post title: x`: the line end before a key was lost.
    fn key_of_its_own(self, key: usize) -> Option<Fix> {
        let before = Span::new(self.line.start, key).of(self.text);
        let indentation = before.len() - before.trim_start().len();
        let edit = Edit {
            span: Span::new(self.line.start + before.trim_end().len(), key),
            text: format!("{}{}", self.line_end(), before.get(..indentation)?),
        };
        self.repair("yaml-fix-new-line", vec![edit], Applicability::Unsafe)
    }

    /// Whether the value of the line is running text.
    fn is_of_prose(self) -> bool {
        let key = self.written().key.map(|key| key.of(self.text));
        key.is_some_and(|key| PROSE_KEYS.contains(&key))
    }

    /// Text behind the bracket that closes a list or mapping.
    fn text_after_brackets(self, open: char) -> Option<SyntaxError> {
        let value = self.written().value;
        let raw = value.of(self.text);
        let close = if open == '[' { ']' } else { '}' };
        let begin = self.offset.checked_sub(value.start)?;
        let (list, rest) = raw.split_at_checked(begin)?;
        if !list.trim_end().ends_with(close) {
            return None;
        }
        let inside = list.trim_end().trim_end_matches(close).trim_start_matches(open);
        let is_template = raw.starts_with("{{");
        let may_be_list = !self.is_of_prose()
            || inside.contains([',', '，', '、', '"', '\'', ':'])
            || rest.starts_with([open, close, ',']);
        let hope = match may_be_list && !is_template {
            true => Applicability::Unsafe,
            false => self.hope(raw),
        };
        let message = match open {
            '{' => "yaml-text-after-brace",
            _ => "yaml-text-after-bracket",
        };
        let arguments = Arguments::new()
            .with("open", open.to_string())
            .with("close", close.to_string());
        Some(SyntaxError {
            fix: self.quote(value, raw, hope),
            ..SyntaxError::new(value, Message::Key(message, arguments), "yaml-text-after-bracket-help")
        })
    }

    fn list_on_the_line_of_its_key(self) -> SyntaxError {
        let written = self.written();
        let value = written.value;
        let is_item = |line: &Line| line.text(self.text).trim_start().starts_with("- ");
        let has_more = self
            .lines()
            .filter(|line| line.start > self.line.start)
            .any(|line| is_item(&line));
        let key = written.key.map_or("", |key| key.of(self.text));
        let fix = match has_more || LIST_KEYS.contains(&key) {
            true => {
                let next = self.lines().find(|line| line.start > self.line.start && is_item(line));
                let level = next.map_or("  ", |line| {
                    Span::new(line.start, self.trimmed(line).start).of(self.text)
                });
                let gap = written.key.map_or(value.start, |key| key.end);
                let colon = self.text.get(gap..value.start).and_then(|gap| gap.find(':'));
                let edit = Edit {
                    span: Span::new(gap + colon.map_or(0, |at| at + 1), value.start),
                    text: format!("{}{level}", self.line_end()),
                };
                self.repair("yaml-fix-list", vec![edit], Applicability::Unsafe)
            }
            false => self.quote(value, value.of(self.text), Applicability::Unsafe),
        };
        SyntaxError {
            fix,
            ..SyntaxError::new(
                value,
                Message::key("yaml-list-on-key-line"),
                "yaml-list-on-key-line-help",
            )
        }
    }

    fn line_end(self) -> &'static str {
        match self.text.get(self.line.start..self.line.end) {
            Some(line) if line.ends_with("\r\n") => "\r\n",
            Some(line) if line.ends_with('\r') => "\r",
            _ => "\n",
        }
    }

    fn text_after_block_indicator(self, indicator: char) -> SyntaxError {
        let value = self.written().value;
        let arguments = Arguments::new().with("indicator", indicator.to_string());
        let message = Message::Key("yaml-text-after-indicator", arguments.clone());
        SyntaxError {
            help: Some(Message::Key("yaml-text-after-indicator-help", arguments)),
            fix: self.quote(value, value.of(self.text), Applicability::Unsafe),
            ..SyntaxError::new(value, message, "yaml-text-after-indicator-help")
        }
    }

    pub(super) fn unexpected_character(self, character: char) -> SyntaxError {
        // Inside a value the parser names the place where the value begins.
        let rest = self.text.get(self.offset..).unwrap_or("");
        let Some(at) = rest.find(character).map(|at| self.offset + at) else {
            return self.to_line_end("yaml-invalid", "yaml-invalid-help");
        };
        if !character.is_control() && character != '\u{FEFF}' {
            return SyntaxError {
                fix: self.quote_item(at),
                ..self.unexpected_character_at(at, character)
            };
        }
        let code = Arguments::new().with("code", format!("U+{:04X}", u32::from(character)));
        let span = Span::new(at, at + character.len_utf8());
        let edits = self.control_characters().map(|span| Edit {
            span,
            text: String::new(),
        });
        SyntaxError {
            fix: self.repair("yaml-fix-control-character", edits.collect(), Applicability::Unsafe),
            ..SyntaxError::new(
                span,
                Message::Key("yaml-control-character", code),
                "yaml-control-character-help",
            )
        }
    }

    /// Quotes an item of a list in brackets.
    fn quote_item(self, at: usize) -> Option<Fix> {
        let rest = Span::new(at, self.trimmed(self.line).end.max(at)).of(self.text);
        let item = rest.split([',', ']', '}']).next().unwrap_or("").trim_end();
        self.quote(Span::new(at, at + item.len()), item, self.hope(item))
    }

    fn control_characters(&self) -> impl Iterator<Item = Span> {
        let content = self.content.of(self.text).char_indices();
        let start = self.content.start;
        content
            .filter(|(_, character)| character.is_control() && !matches!(character, '\n' | '\r' | '\t' | '\u{85}'))
            .map(move |(at, character)| Span::new(start + at, start + at + character.len_utf8()))
    }

    pub(super) fn unexpected_character_at(self, at: usize, character: char) -> SyntaxError {
        let arguments = Arguments::new().with("character", character.to_string());
        let line = written(self.text, self.line);
        let message = match at == line.value.start {
            true if character == '`' => "yaml-unexpected-backtick",
            true => "yaml-unexpected-character",
            false => "yaml-unexpected-character-inside",
        };
        SyntaxError::new(
            Span::new(at, at + character.len_utf8()),
            Message::Key(message, arguments),
            "yaml-unexpected-character-help",
        )
    }
}

/// Whether a text looks like a key, as one of a lower level may in
/// `author: name: x`.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

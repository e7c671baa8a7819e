//! The parser's errors in plain words, at the place where a person would look.
//!
//! The parser stops where it can go no further, which is often a line after
//! the slip.

use granit_parser::ErrorKind;

use super::SyntaxError;
use crate::document::front_matter::lines::{Line, lines};
use crate::messages::{Arguments, Message};
use crate::text::Span;

/// The error of the parser at `offset`, all offsets in bytes of `text`.
pub(super) fn explain(text: &str, content: Span, offset: usize, kind: &ErrorKind) -> SyntaxError {
    let site = Site::new(text, content, offset);
    match kind {
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => site.missing_colon(),
        ErrorKind::MappingValueNotAllowed => site.stray_colon(),
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace
        | ErrorKind::TabInPlainScalar => site.tab(),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            site.to_line_end("yaml-unclosed-quote", "yaml-unclosed-quote-help")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            site.to_line_end("yaml-text-after-quote", "yaml-text-after-single-quote-help")
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            site.to_line_end("yaml-text-after-quote", "yaml-text-after-double-quote-help")
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => site.to_line_end("yaml-unknown-escape", "yaml-unknown-escape-help"),
        ErrorKind::UnclosedFlowCollection { open } => site.unclosed_bracket(*open),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::BlockEntryInFlowCollection => site.broken_brackets(),
        ErrorKind::UnexpectedCharacter { character } => site.unexpected_character(*character),
        ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => site.whole_line("yaml-indentation", "yaml-indentation-help"),
        ErrorKind::RecursionLimitExceeded => site.to_line_end("yaml-too-deep", "yaml-too-deep-help"),
        _ => site.to_line_end("yaml-invalid", "yaml-invalid-help"),
    }
}

/// What to say of a line, counted from 1, that another parser refuses.
pub(super) fn refused(text: &str, content: Span, line: usize) -> SyntaxError {
    let line = lines(text, content.start)
        .take_while(|line| line.start < content.end)
        .nth(line.saturating_sub(1))
        .unwrap_or(Line::empty(content.start));
    match line.text(text).find('\t') {
        Some(tab) => Site::new(text, content, line.start + tab).tab(),
        None => Site::new(text, content, line.start).to_line_end("yaml-invalid", "yaml-invalid-help"),
    }
}

/// What to say of content that is not read for its size, at its first line.
pub(super) fn too_large(text: &str, content: Span) -> SyntaxError {
    let line = lines(text, content.start).next().unwrap_or(Line::empty(content.start));
    let site = Site {
        text,
        content,
        offset: content.start,
        line,
    };
    site.whole_line("yaml-too-large", "yaml-too-large-help")
}

/// What to say where front matter was read, but is no mapping.
pub(in crate::document::front_matter) fn not_a_mapping(text: &str, content: Span) -> Option<SyntaxError> {
    let first = lines(text, content.start)
        .take_while(|line| line.start < content.end)
        .find(|line| !line.text(text).trim().is_empty())?;
    let site = Site::new(text, content, first.start);
    Some(
        site.slipped_colon(first)
            .unwrap_or_else(|| site.whole_line("yaml-not-a-mapping", "yaml-not-a-mapping-help")),
    )
}

/// The place of an error and the line that it stands in.
#[derive(Debug, Clone, Copy)]
struct Site<'text> {
    text: &'text str,
    content: Span,
    offset: usize,
    line: Line,
}

impl<'text> Site<'text> {
    fn new(text: &'text str, content: Span, offset: usize) -> Self {
        // Lines end with the content at the latest.
        let text = text.get(..content.end).unwrap_or(text);
        let before = text.get(content.start..offset).unwrap_or("");
        // An error at the very end belongs to the last line that has text.
        let before = if offset >= content.end {
            before.trim_end()
        } else {
            before
        };
        let start = before
            .rfind(['\n', '\r'])
            .map_or(content.start, |end| content.start + end + 1);
        let line = lines(text, start).next().unwrap_or(Line::empty(start));
        Self {
            text,
            content,
            offset,
            line,
        }
    }

    /// From the error to the end of its line; the whole line where nothing is left.
    fn to_line_end(self, message: &'static str, help: &'static str) -> SyntaxError {
        let whole = self.trimmed(self.line);
        let span = if self.offset < whole.end {
            Span::new(self.offset.max(whole.start), whole.end)
        } else {
            whole
        };
        SyntaxError::new(span, Message::key(message), help)
    }

    fn whole_line(self, message: &'static str, help: &'static str) -> SyntaxError {
        SyntaxError::new(self.trimmed(self.line), Message::key(message), help)
    }

    /// The bytes of a line without the white space around its text.
    fn trimmed(self, line: Line) -> Span {
        let written = line.text(self.text);
        let start = line.start + (written.len() - written.trim_start().len());
        Span::new(start, start + written.trim().len())
    }

    /// A line that has no `: `.
    fn missing_colon(self) -> SyntaxError {
        self.slipped_colon(self.line)
            .unwrap_or_else(|| self.whole_line("yaml-missing-colon", "yaml-missing-colon-help"))
    }

    /// `title：…` or `title:…`, read as text because the colon is not a colon to YAML.
    fn slipped_colon(self, line: Line) -> Option<SyntaxError> {
        let written = line.text(self.text);
        let at = written.find([':', '：'])?;
        let (key, rest) = written.split_at_checked(at)?;
        if key.trim().is_empty() || key.contains(['"', '\'', '#']) {
            return None;
        }
        let (message, help) = match rest.chars().next() {
            Some('：') => ("yaml-full-width-colon", "yaml-full-width-colon-help"),
            _ if rest.starts_with("://") => return None,
            _ if rest.chars().nth(1).is_some_and(|next| !next.is_whitespace()) => {
                ("yaml-no-space-after-colon", "yaml-no-space-after-colon-help")
            }
            _ => return None,
        };
        let length = rest.chars().next().map_or(1, char::len_utf8);
        let start = line.start + at;
        Some(SyntaxError::new(
            Span::new(start, start + length),
            Message::key(message),
            help,
        ))
    }

    /// A `: ` where none may be: in a value without quotes, or in a line that
    /// was read as the continuation of the line before.
    fn stray_colon(self) -> SyntaxError {
        let written = self.line.text(self.text);
        let before = written.get(..self.offset.saturating_sub(self.line.start)).unwrap_or("");
        if let Some(at) = before.find(": ") {
            let value = written.get(at + 1..).unwrap_or("");
            let start = self.line.start + at + 1 + (value.len() - value.trim_start().len());
            let span = Span::new(start, start + value.trim().len());
            return SyntaxError::new(span, Message::key("yaml-colon-in-value"), "yaml-colon-in-value-help");
        }
        self.line_before()
            .and_then(|line| self.slipped_colon(line))
            .unwrap_or_else(|| self.whole_line("yaml-indentation", "yaml-indentation-help"))
    }

    fn line_before(self) -> Option<Line> {
        let before = self.text.get(self.content.start..self.line.start)?.trim_end();
        let start = before
            .rfind(['\n', '\r'])
            .map_or(self.content.start, |end| self.content.start + end + 1);
        (start < self.line.start)
            .then(|| lines(self.text, start).next())
            .flatten()
    }

    fn tab(self) -> SyntaxError {
        let written = self.line.text(self.text);
        let from = written
            .get(..self.offset.saturating_sub(self.line.start))
            .map_or(0, |before| before.trim_end_matches('\t').len());
        let rest = written.get(from..).unwrap_or("");
        let at = from + rest.find('\t').unwrap_or(0);
        let rest = written.get(at..).unwrap_or("");
        let length = rest.len() - rest.trim_start_matches('\t').len();
        let start = self.line.start + at;
        SyntaxError::new(
            Span::new(start, start + length),
            Message::key("yaml-tab"),
            "yaml-tab-help",
        )
    }

    fn unclosed_bracket(self, open: char) -> SyntaxError {
        let arguments = Arguments::new().with("bracket", open.to_string());
        SyntaxError::new(
            Span::new(self.offset, self.offset + open.len_utf8()),
            Message::Key("yaml-unclosed-bracket", arguments),
            "yaml-unclosed-bracket-help",
        )
    }

    /// Something in `[…]` or `{…}` that may not be there. A `key:` at the start
    /// of a line says that a bracket of a line before was not closed.
    fn broken_brackets(self) -> SyntaxError {
        let before = self.text.get(self.content.start..self.line.start).unwrap_or("");
        let open = before
            .char_indices()
            .rev()
            .find(|(_, character)| matches!(character, '[' | '{' | ']' | '}'));
        match open {
            Some((at, open @ ('[' | '{'))) => Site {
                offset: self.content.start + at,
                ..self
            }
            .unclosed_bracket(open),
            _ => self.to_line_end("yaml-brackets", "yaml-brackets-help"),
        }
    }

    fn unexpected_character(self, character: char) -> SyntaxError {
        // Inside a value the parser names the place where the value begins.
        let rest = self.text.get(self.offset..).unwrap_or("");
        let span = rest.find(character).map_or(Span::empty(self.offset), |at| {
            Span::new(0, character.len_utf8()).shift(self.offset + at)
        });
        if character.is_control() || character == '\u{FEFF}' {
            let code = Arguments::new().with("code", format!("U+{:04X}", u32::from(character)));
            return SyntaxError::new(
                span,
                Message::Key("yaml-control-character", code),
                "yaml-control-character-help",
            );
        }
        let arguments = Arguments::new().with("character", character.to_string());
        SyntaxError::new(
            span,
            Message::Key("yaml-unexpected-character", arguments),
            "yaml-unexpected-character-help",
        )
    }
}

//! The parser's errors in plain words, at the place where a person would look.
//!
//! The parser stops where it can go no further, which is often a line after
//! the slip.

mod lines_of_entry;
mod lists;
mod quotes;
mod read;
mod value;

use granit_parser::ErrorKind;

pub(in crate::document::front_matter) use lists::keys_in_a_list;
pub(super) use read::slips_of_what_was_read;
pub(in crate::document::front_matter) use read::unknown_tags;

use super::SyntaxError;
use super::entries::{Written, slip, written};
use super::mend;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::document::front_matter::lines::{Line, lines};
use crate::messages::{Arguments, Message};
use crate::text::Span;

/// The error of the parser at `offset`, all offsets in bytes of `text`.
pub(super) fn explain(text: &str, content: Span, offset: usize, kind: &ErrorKind) -> SyntaxError {
    let site = Site::new(text, content, offset);
    match kind {
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace
        | ErrorKind::TabInPlainScalar => site.tab(),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => site.unclosed_quote(),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            site.text_after_quote()
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => site.unknown_escape(),
        ErrorKind::RecursionLimitExceeded => site.to_line_end("yaml-too-deep", "yaml-too-deep-help"),
        ErrorKind::UnexpectedCharacter { character } if !site.begins_value() => site.unexpected_character(*character),
        _ => site.bad_value().unwrap_or_else(|| site.by_kind(kind)),
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

/// What to say where front matter, or an entry of it, was read, but is no
/// mapping.
pub(super) fn not_a_mapping(text: &str, content: Span) -> Option<SyntaxError> {
    let first = lines(text, content.start)
        .take_while(|line| line.start < content.end)
        .find(|line| !line.text(text).trim().is_empty())?;
    let site = Site::new(text, content, first.start);
    Some(
        site.slipped_colon(first)
            .or_else(|| site.unmarked_item())
            .unwrap_or_else(|| site.whole_line("yaml-not-a-mapping", "yaml-not-a-mapping-help")),
    )
}

/// How to mend an alias that names nothing, where it was meant as text.
pub(super) fn star_as_text(text: &str, content: Span, alias: Span) -> Option<Fix> {
    let written = alias.of(text);
    let hope = match written.len() > 2 && written.ends_with('*') || !written.is_ascii() {
        true => Applicability::Safe,
        false => Applicability::Unsafe,
    };
    Site::new(text, content, alias.start).quote(alias, written, hope)
}

/// What to say of an HTML entity that a value begins with, which reads as the
/// name of the value, or as none.
pub(super) fn entity_first(at: usize) -> SyntaxError {
    SyntaxError::new(
        Span::new(at, at + 1),
        Message::key("yaml-entity-first"),
        "yaml-unexpected-character-help",
    )
}

/// Whether an error is one of those.
pub(super) fn is_entity_first(error: &SyntaxError) -> bool {
    error.message == Message::key("yaml-entity-first")
}

/// How to mend it: the value in quotes, as it stands.
pub(super) fn entity_as_text(text: &str, content: Span, at: usize) -> Option<Fix> {
    let site = Site::new(text, content, at);
    let value = site.written().value;
    let raw = value.of(text);
    (value.start == at)
        .then(|| site.quote(value, raw, site.hope(raw)))
        .flatten()
}

/// The place of an error and the line that it stands in.
#[derive(Debug, Clone, Copy)]
struct Site<'text> {
    text: &'text str,
    /// The entry that was read by itself, or all that was read.
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

    /// What to say where the value of the line is not to blame.
    fn by_kind(self, kind: &ErrorKind) -> SyntaxError {
        match kind {
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => self.missing_colon(),
            ErrorKind::MappingValueNotAllowed => self.stray_colon(),
            ErrorKind::UnclosedFlowCollection { open } => self.unclosed_bracket(*open),
            ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::MisplacedFlowCollectionEnd
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::BlockEntryInFlowCollection => self.broken_brackets(),
            ErrorKind::BlockSequenceEntryNotAllowed
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::ExpectedDocumentStart
            | ErrorKind::InvalidIndentation
            | ErrorKind::InvalidBlockScalarIndent
            | ErrorKind::InvalidQuotedScalarIndent => self.indentation(),
            ErrorKind::UnexpectedCharacter { character } => self.unexpected_character(*character),
            _ => self
                .unmarked_item()
                .unwrap_or_else(|| self.to_line_end("yaml-invalid", "yaml-invalid-help")),
        }
    }

    fn written(self) -> Written {
        written(self.text, self.line)
    }

    /// Whether the error stands where the value of its line begins.
    fn begins_value(self) -> bool {
        self.written().value.start == self.offset
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

    /// The lines of what was read.
    fn lines(self) -> impl Iterator<Item = Line> {
        lines(self.text, self.content.start)
    }

    /// Puts `value` in quotes, so that it reads as `meant`.
    fn quote(self, value: Span, meant: &str, hope: Applicability) -> Option<Fix> {
        let edit = Edit {
            span: value,
            text: mend::quoted(meant)?,
        };
        mend::repair(self.text, self.content, "yaml-fix-quote", vec![edit], hope)
    }

    fn repair(self, title: &'static str, edits: Vec<Edit>, hope: Applicability) -> Option<Fix> {
        mend::repair(self.text, self.content, title, edits, hope)
    }

    fn unclosed_bracket(self, open: char) -> SyntaxError {
        let arguments = Arguments::new().with("bracket", open.to_string());
        let span = Span::new(self.offset, self.offset + open.len_utf8());
        let message = Message::Key("yaml-unclosed-bracket", arguments);
        SyntaxError {
            fix: self.close_bracket(open),
            ..SyntaxError::new(span, message, "yaml-unclosed-bracket-help")
        }
    }

    /// Adds the closing bracket at the end of the line, in place of a full-width one.
    fn close_bracket(self, open: char) -> Option<Fix> {
        let end = self.trimmed(self.line).end;
        let before = Span::new(self.offset, end).of(self.text);
        if before.contains(" #") {
            return None;
        }
        let kept = before.trim_end_matches(['】', '］', '〕', '｝', ',', ' ']);
        let edit = Edit {
            span: Span::new(self.offset + kept.len(), end),
            text: if open == '[' { "]" } else { "}" }.to_owned(),
        };
        self.repair("yaml-fix-close-bracket", vec![edit], Applicability::Unsafe)
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
            Some((at, open @ ('[' | '{'))) => {
                Site::new(self.text, self.content, self.content.start + at).unclosed_bracket(open)
            }
            _ => self
                .stray_sign_in_brackets()
                .unwrap_or_else(|| self.to_line_end("yaml-brackets", "yaml-brackets-help")),
        }
    }

    /// A comma with nothing before it, or the second colon of one value.
    fn stray_sign_in_brackets(self) -> Option<SyntaxError> {
        let rest = self.text.get(self.offset..)?;
        let span = Span::new(self.offset, self.offset + 1);
        if rest.starts_with(':') {
            let message = Message::key("yaml-second-colon-in-brackets");
            return Some(SyntaxError::new(span, message, "yaml-second-colon-in-brackets-help"));
        }
        let after = rest.strip_prefix(',')?;
        let spaces = after.len() - after.trim_start_matches(' ').len();
        let edit = Edit {
            span: Span::new(span.start, span.end + spaces),
            text: String::new(),
        };
        let message = Message::key("yaml-nothing-before-comma");
        Some(SyntaxError {
            fix: self.repair("yaml-fix-extra-comma", vec![edit], Applicability::Unsafe),
            ..SyntaxError::new(span, message, "yaml-nothing-before-comma-help")
        })
    }
}

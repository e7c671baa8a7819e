//! The rendering as the tokenizer reads it, and what it gives of it.

use html5ever::tendril::StrTendril;

use crate::text::Span;

/// The whole input.
pub(super) struct Input<'a> {
    pub(super) html: &'a str,
    /// The same once more, of which texts and values are cheap parts.
    shared: StrTendril,
}

/// How what the tokenizer gives relates to the input.
pub(super) enum Step {
    /// It is the input's bytes up to here.
    Verbatim(usize),
    /// It stands for the input's bytes up to here.
    Decoded(usize),
}

/// Whether `&` starts a character reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum References {
    Decoded,
    /// As in a CDATA section.
    Literal,
}

impl<'a> Input<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self {
            html,
            shared: StrTendril::from_slice(html),
        }
    }

    /// Compares what the tokenizer gives with the input from `from` on, when
    /// it has read up to `position`.
    pub(super) fn step(&self, from: usize, given: &[u8], position: usize, references: References) -> Step {
        let rest = self.html.as_bytes().get(from..).unwrap_or(b"");
        // `&amp;` gives `&`, with which it also starts: only how far was read
        // tells it from a lone `&`. Elsewhere the position can be ahead.
        let may_be_reference =
            references == References::Decoded && rest.first() == Some(&b'&') && position != from + given.len();
        if rest.starts_with(given) && !may_be_reference {
            return Step::Verbatim(from + given.len());
        }
        if given == b"\n" && rest.first() == Some(&b'\r') {
            let len = if rest.get(1) == Some(&b'\n') { 2 } else { 1 };
            return Step::Decoded(from + len);
        }
        Step::Decoded(position.max(from))
    }

    /// A part of the input as text of its own.
    pub(super) fn slice(&self, span: Span) -> StrTendril {
        let (Ok(start), Ok(len)) = (u32::try_from(span.start), u32::try_from(span.len())) else {
            return StrTendril::from_slice(span.of(self.html));
        };
        self.shared
            .try_subtendril(start, len)
            .unwrap_or_else(|_| StrTendril::from_slice(span.of(self.html)))
    }

    /// The offset after the quote that closes a value, or after the value if
    /// it has no quotes.
    pub(super) fn after_quote(&self, value: Span) -> usize {
        let bytes = self.html.as_bytes();
        let opening = value.start.checked_sub(1).and_then(|index| bytes.get(index));
        let is_quoted = matches!(opening, Some(b'"' | b'\'')) && bytes.get(value.end) == opening;
        value.end + usize::from(is_quoted)
    }
}

pub(super) fn lossy(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}

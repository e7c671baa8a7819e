//! Text on its way through the tree builder: which bytes a text that comes
//! out was made of.
//!
//! The tree builder keeps text in order, but may split it at white space, drop
//! a part, or hold it back until it knows what follows in a table.

use html5ever::tendril::StrTendril;

use crate::text::Span;

/// Text that was fed and has not come out.
#[derive(Debug, Default)]
pub(super) struct FedText {
    pieces: Vec<FedPiece>,
    /// The piece that comes out next.
    next: usize,
    /// How many bytes of it have come out.
    taken: usize,
}

/// A text, the bytes that it was made of, and whether it is those bytes.
#[derive(Debug)]
pub(super) struct FedPiece {
    pub(super) text: StrTendril,
    pub(super) source: Span,
    pub(super) is_verbatim: bool,
}

impl FedText {
    pub(super) fn push(&mut self, text: &StrTendril, source: Span, is_verbatim: bool) {
        self.pieces.push(FedPiece {
            text: text.clone(),
            source,
            is_verbatim,
        });
    }

    /// Forgets what has not come out: it never will.
    pub(super) fn clear(&mut self) {
        self.pieces.clear();
        self.next = 0;
        self.taken = 0;
    }

    /// Where a text that comes out came from, and whether it is the same bytes.
    pub(super) fn take(&mut self, text: &str) -> (Span, bool) {
        while let Some(piece) = self.pieces.get(self.next) {
            let rest = piece.text.get(self.taken..).unwrap_or("");
            if let Some(skipped) = offset_in(rest, text) {
                let start = self.taken + skipped;
                let found = piece.part(start, text.len());
                self.advance(start + text.len());
                return found;
            }
            self.advance(self.taken + run_len(rest));
        }
        let end = self.pieces.last().map_or(0, |piece| piece.source.end);
        (Span::empty(end), false)
    }

    fn advance(&mut self, taken: usize) {
        self.taken = taken;
        if self
            .pieces
            .get(self.next)
            .is_some_and(|piece| taken >= piece.text.len())
        {
            self.next += 1;
            self.taken = 0;
        }
    }
}

impl FedPiece {
    fn part(&self, start: usize, len: usize) -> (Span, bool) {
        if self.is_verbatim {
            let start = self.source.start + start;
            (Span::new(start, start + len), true)
        } else {
            (self.source, false)
        }
    }
}

/// Where in `rest`, the text that is due, `text` stands: it is all of it; or
/// the run of white space, or of anything else, that `rest` starts with; or
/// what follows a line end that was dropped, as after `<pre>`.
fn offset_in(rest: &str, text: &str) -> Option<usize> {
    if rest.len() == text.len() {
        return (rest == text).then_some(0);
    }
    if rest.len() < text.len() {
        return None;
    }
    if rest.starts_with(text) && run_len(rest) == text.len() {
        return Some(0);
    }
    (rest.len() == text.len() + 1 && rest.starts_with('\n') && rest.ends_with(text)).then_some(1)
}

/// Length in bytes of the longest start of `text` that is all white space or
/// holds none; at least one byte if there is any.
fn run_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_space = bytes.first().is_some_and(u8::is_ascii_whitespace);
    bytes
        .iter()
        .position(|byte| byte.is_ascii_whitespace() != is_space)
        .unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(parts: &[&str]) -> FedText {
        let mut fed = FedText::default();
        let mut start = 0;
        for part in parts {
            fed.push(
                &StrTendril::from_slice(part),
                Span::new(start, start + part.len()),
                true,
            );
            start += part.len();
        }
        fed
    }

    #[test]
    fn dropped_parts_are_skipped() {
        let mut text = fed(&[" \n a b"]);
        assert_eq!(text.take("a").0, Span::new(3, 4));
        assert_eq!(text.take(" ").0, Span::new(4, 5));
        assert_eq!(text.take("b").0, Span::new(5, 6));
        assert_eq!(fed(&["\n\nx"]).take("\nx").0, Span::new(1, 3));
        assert_eq!(fed(&["\n\n"]).take("\n").0, Span::new(1, 2));
    }

    #[test]
    fn text_that_was_held_back_keeps_its_order() {
        let mut text = fed(&["a", " ", "b"]);
        assert_eq!(text.take("a").0, Span::new(0, 1));
        assert_eq!(text.take(" ").0, Span::new(1, 2));
        assert_eq!(text.take("b").0, Span::new(2, 3));
        assert_eq!(text.take("c"), (Span::empty(3), false));
    }
}

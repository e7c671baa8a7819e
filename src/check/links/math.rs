//! Where GitHub reads mathematics in Markdown: brackets in it are no links.
//!
//! It is found in the text alone, and rather too much than too little: of a link
//! that seems to stand in a formula nothing is said.

use crate::document::Document;
use crate::text::Span;

/// The formulas of a body, in order: `$…$` and `$$…$$` within a paragraph.
pub(in crate::check) fn formulas(document: &Document<'_>) -> Vec<Span> {
    let body = document.body();
    let text = body.of(&document.source().text);
    let mut found = Vec::new();
    // Where a formula may have begun, and after how many dollar signs.
    let mut open: Option<(usize, usize)> = None;
    let mut last = 0;
    let mut dollars = memchr::memchr_iter(b'$', text.as_bytes()).peekable();
    while let Some(at) = dollars.next() {
        let count = 1 + usize::from(dollars.next_if_eq(&(at + 1)).is_some());
        open = open.filter(|_| !has_blank_line(text.get(last..at).unwrap_or_default()));
        last = at + count;
        open = match open {
            Some((start, 2)) if count == 2 => {
                found.push(Span::new(start, last).shift(body.start));
                None
            }
            Some((start, 1)) if count == 1 && may_close(text, at) => {
                found.push(Span::new(start, last).shift(body.start));
                None
            }
            Some((_, 1)) | None if count == 2 => Some((at, 2)),
            None if may_open(text, at) => Some((at, 1)),
            same => same,
        };
    }
    found
}

/// Whether a span lies in one of them.
pub(in crate::check) fn is_within(formulas: &[Span], span: Span) -> bool {
    let begun = formulas.partition_point(|formula| formula.start <= span.start);
    let last = begun.checked_sub(1).and_then(|last| formulas.get(last));
    last.is_some_and(|formula| span.end <= formula.end)
}

fn has_blank_line(text: &str) -> bool {
    text.contains("\n\n") || text.contains("\n\r\n")
}

/// A formula in a line has no space within its dollar signs, and no letter or
/// digit outside of them, which keeps prices apart.
fn may_open(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + 1..).unwrap_or_default();
    !before.ends_with(is_word) && !after.starts_with(char::is_whitespace)
}

fn may_close(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + 1..).unwrap_or_default();
    !before.ends_with(|c: char| c.is_whitespace() || c == '\\') && !after.starts_with(is_word)
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '\\' | '`')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Engine};
    use crate::text::{FilePath, Source};

    #[test]
    fn formulas_are_found_and_prices_are_not() {
        let found = |text: &str| -> Vec<String> {
            let source = Source::from_text(FilePath::new("a.md"), text.to_owned());
            let document = Document::new(&source, Dialect::GFM, Engine::Core12);
            let formulas = formulas(&document).into_iter();
            formulas.map(|span| span.of(text).to_owned()).collect()
        };
        assert_eq!(found("甲 $E[X](t)$，$a$"), ["$E[X](t)$", "$a$"]);
        assert_eq!(found("$$\nG[x](y)\n$$\n\n$$a$$"), ["$$\nG[x](y)\n$$", "$$a$$"]);
        assert_eq!(found("$a\\$b$ c"), ["$a\\$b$"]);
        for text in [
            "$5 [x](y) $6",
            "5$[x](y)$",
            "$ a$",
            "$a\n\nb$",
            "`$A` [x](y) `$B`",
            "$$ a",
            "$",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn many_dollar_signs_take_no_long_time() {
        for text in ["$a ", "$$", "$$ \n\n", " $"] {
            let text = text.repeat(100_000);
            let source = Source::from_text(FilePath::new("a.md"), text);
            formulas(&Document::new(&source, Dialect::GFM, Engine::Core12));
        }
    }
}

//! Characters that show nothing, or that move their neighbours, made visible.
//!
//! Text of a file, and what messages quote of it, may hold escape sequences for
//! the terminal, bidirectional overrides or characters of no width. None of them
//! is sent to a terminal as it is: each is written as `<U+200B>`.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use crate::text::is_hidden;

/// Cells between two tab stops.
pub(super) const TAB: usize = 4;

/// How a character of a quoted line is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As it is.
    AsIs,
    /// As its code point, `<U+200B>`.
    Written,
    /// Not at all. See [`is_emoji_glue`].
    LeftOut,
}

/// Whether a label begins at a character, which must then be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    /// One begins here.
    Yes,
    /// None does.
    No,
}

/// How to show the character between `previous` and `next` in a quoted line.
pub(super) fn shown(previous: Option<char>, character: char, next: Option<char>, marked: Marked) -> Shown {
    if character == '\t' || is_plain(character) {
        return Shown::AsIs;
    }
    if is_emoji_glue(previous, character, next) {
        return match marked {
            Marked::Yes => Shown::Written,
            Marked::No => Shown::LeftOut,
        };
    }
    // A caret under a combining mark alone would have no cell to stand in.
    let lost = marked == Marked::Yes && width(character) == 0;
    if lost || is_hidden(character) {
        Shown::Written
    } else {
        Shown::AsIs
    }
}

/// Writes a character as its code point.
pub(super) fn push_code_point(character: char, into: &mut String) {
    let _ = write!(into, "<U+{:04X}>", u32::from(character));
}

/// Cells that a character takes when it is written as its code point.
pub(super) fn code_point_width(character: char) -> usize {
    match u32::from(character) {
        0..=0xFFFF => 8,
        0x1_0000..=0xF_FFFF => 9,
        _ => 10,
    }
}

/// A sentence or a path with all that is hidden in it made visible, on one line:
/// line ends and tabs become spaces.
pub fn in_sentence(text: &str) -> String {
    let mut sentence = String::with_capacity(text.len());
    let mut previous = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        match character {
            _ if is_plain(character) => sentence.push(character),
            '\r' if next == Some('\n') => {}
            '\n' | '\r' | '\t' => sentence.push(' '),
            _ if is_emoji_glue(previous, character, next) || !is_hidden(character) => sentence.push(character),
            _ => push_code_point(character, &mut sentence),
        }
        previous = Some(character);
    }
    sentence
}

/// A line with all that is hidden in it made visible; tabs stay.
#[cfg(feature = "cli")]
pub(super) fn in_line(line: &str) -> String {
    let mut visible = String::with_capacity(line.len());
    for character in line.chars() {
        if is_hidden(character) && character != '\t' {
            push_code_point(character, &mut visible);
        } else {
            visible.push(character);
        }
    }
    visible
}

/// Cells that a character takes in a terminal. The same count as the renderer's,
/// so that carets stand where the text is.
pub(super) fn width(character: char) -> usize {
    if matches!(character, ' '..='~') {
        return 1;
    }
    character.width().unwrap_or(0)
}

/// Cells that a sentence takes in a terminal.
pub(super) fn sentence_width(sentence: &str) -> usize {
    sentence.chars().map(width).sum()
}

/// Whether a character is one of the many that are always shown as they are:
/// ASCII that is printed, and the Han of the first block.
fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether a character only binds an emoji sequence together: the selectors of
/// text or emoji style, the keycap, the joiner between two emoji, a skin tone.
///
/// Terminals disagree on how wide such a sequence is, by up to six cells. Its
/// emoji one after the other have the same width in all of them, so a quotation
/// leaves the glue out, and the carets are right everywhere.
fn is_emoji_glue(previous: Option<char>, character: char, next: Option<char>) -> bool {
    let follows_emoji = previous.is_some_and(|previous| is_emoji(previous) || is_style_selector(previous));
    match character {
        _ if is_style_selector(character) => previous.is_some_and(|previous| !is_hidden(previous)),
        '\u{20E3}' => true,
        '\u{200D}' => follows_emoji && next.is_some_and(is_emoji),
        '\u{1F3FB}'..='\u{1F3FF}' => follows_emoji,
        _ => false,
    }
}

fn is_style_selector(character: char) -> bool {
    matches!(character, '\u{FE0E}' | '\u{FE0F}')
}

/// Roughly the pictographs: wide enough for the glue, no letter among them.
fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_hold_no_control_and_stay_on_one_line() {
        assert_eq!(in_sentence("a\u{1B}[31m\u{202E}b"), "a<U+001B>[31m<U+202E>b");
        assert_eq!(in_sentence("a\r\nb\tc\rd\n"), "a b c d ");
        assert_eq!(in_sentence("外\u{200B}长\u{FEFF}\0"), "外<U+200B>长<U+FEFF><U+0000>");
    }

    #[test]
    fn emoji_stay_whole_in_sentences_and_a_stray_joiner_is_seen() {
        assert_eq!(in_sentence("👩\u{200D}🚀❤\u{FE0F}"), "👩\u{200D}🚀❤\u{FE0F}");
        assert_eq!(in_sentence("外\u{200D}长"), "外<U+200D>长");
    }

    #[test]
    fn plain_characters_are_shown_as_they_are() {
        for character in ('\0'..=char::MAX).filter(|character| is_plain(*character)) {
            assert!(!is_hidden(character) && character.width() > Some(0), "{character:?}");
            assert!(!is_emoji_glue(Some('❤'), character, Some('❤')), "{character:?}");
        }
    }

    #[test]
    fn a_mark_of_no_width_is_written_where_a_label_begins() {
        assert_eq!(shown(Some('e'), '\u{301}', None, Marked::No), Shown::AsIs);
        assert_eq!(shown(Some('e'), '\u{301}', None, Marked::Yes), Shown::Written);
        assert_eq!(shown(Some('❤'), '\u{FE0F}', None, Marked::No), Shown::LeftOut);
        assert_eq!(shown(Some('❤'), '\u{FE0F}', None, Marked::Yes), Shown::Written);
    }
}

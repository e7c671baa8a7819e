//! Which characters are written without spaces between them.

/// Whether `c` is of a script that leaves no space between words (Han, Kana), or
/// punctuation that goes with it: a line may end after it without a space
/// being meant.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{30FF}' // punctuation (but not U+3000, a space), Hiragana, Katakana
        | '\u{3105}'..='\u{312F}' // Bopomofo
        | '\u{31F0}'..='\u{31FF}' // Katakana extensions
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' // Han
        | '\u{F900}'..='\u{FAFF}' // Han, compatibility
        | '\u{FF01}'..='\u{FF9F}' // wide forms, narrow Katakana
        | '\u{20000}'..='\u{3FFFD}') // Han, the other planes
}

/// What HTML collapses: tab, line feed, form feed, carriage return, space.
pub(super) fn is_space(byte: &u8) -> bool {
    byte.is_ascii_whitespace()
}

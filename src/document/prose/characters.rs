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

/// The offset of the first byte from `start` on that is white space.
///
/// Most text has little of it, so eight bytes are looked at together: one that
/// is below 0x21 borrows from its own top bit.
pub(super) fn next_space(bytes: &[u8], start: usize) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    let mut start = start;
    let (chunks, _) = bytes.get(start..)?.as_chunks::<8>();
    for chunk in chunks {
        let word = u64::from_ne_bytes(*chunk);
        let below = word.wrapping_sub(ONES * 0x21) & !word & TOPS;
        if below != 0
            && let Some(found) = chunk.iter().position(is_space)
        {
            return Some(start + found);
        }
        start += 8;
    }
    let found = bytes.get(start..)?.iter().position(is_space)?;
    Some(start + found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_next_space_is_the_first(bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0_u8..0x22], 0..40), start in 0_usize..50) {
            let expected = (start..bytes.len()).find(|index| bytes[*index].is_ascii_whitespace());
            prop_assert_eq!(next_space(&bytes, start), expected);
        }
    }

    #[test]
    fn scripts_without_spaces_are_known() {
        assert!("中々ァｱ，。「〇𠀀".chars().all(is_unspaced));
        assert!("a가\u{3000}é“".chars().all(|c| !is_unspaced(c)));
    }
}

//! Where a word of a list may begin, told from two characters.

/// The first two characters of all words, as bits of a table that stays in the
/// nearest cache. Hardly any place in a text passes that begins no word, so that
/// the automaton, whose tables do not stay there, is asked rarely.
pub(super) struct Beginnings {
    bits: Box<[u64; Self::WORDS]>,
    /// A word of one character may begin before any other.
    are_anywhere: bool,
}

impl Beginnings {
    const BITS: u32 = 16;
    const WORDS: usize = 1 << (Self::BITS - 6);

    pub(super) fn of<S: AsRef<str>>(words: impl Iterator<Item = S>) -> Self {
        let mut beginnings = Self {
            bits: Box::new([0; Self::WORDS]),
            are_anywhere: false,
        };
        for word in words {
            let mut characters = word.as_ref().chars();
            match (characters.next(), characters.next()) {
                (Some(first), Some(second)) => {
                    let (index, bit) = slot(first, second);
                    beginnings.bits[index] |= bit;
                }
                _ => beginnings.are_anywhere = true,
            }
        }
        beginnings
    }

    /// The first place from `from`, which is a character boundary, where a word
    /// may begin.
    pub(super) fn next_in(&self, text: &str, from: usize) -> Option<usize> {
        let mut characters = text.get(from..)?.char_indices();
        let (mut offset, mut first) = characters.next()?;
        if self.are_anywhere {
            return Some(from);
        }
        for (next, second) in characters {
            let (index, bit) = slot(first, second);
            if self.bits[index] & bit != 0 {
                return Some(from + offset);
            }
            (offset, first) = (next, second);
        }
        None
    }
}

/// The word and the bit in it for two characters, spread by multiplication
/// (Knuth, The Art of Computer Programming, volume 3, section 6.4).
fn slot(first: char, second: char) -> (usize, u64) {
    let mixed = u32::from(first).wrapping_mul(0x9E37_79B1) ^ u32::from(second);
    let number = mixed.wrapping_mul(0x85EB_CA6B) >> (32 - Beginnings::BITS);
    ((number >> 6) as usize, 1 << (number & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_that_begin_no_word_are_passed_over() {
        let beginnings = Beginnings::of(["外账", "布署"].iter());
        let text = "韩中外账当天布署";
        assert_eq!(beginnings.next_in(text, 0), text.find("外账"));
        assert_eq!(beginnings.next_in(text, "韩中外".len()), text.find("布署"));
        assert_eq!(beginnings.next_in(text, text.len()), None);
        assert_eq!(Beginnings::of(["账"].iter()).next_in(text, 3), Some(3));
    }

    proptest! {
        #[test]
        fn no_beginning_is_missed(text in "[外账布署a]{0,12}", words in prop::collection::vec("[外账布署a]{1,3}", 1..4)) {
            let beginnings = Beginnings::of(words.iter());
            for (start, _) in text.char_indices() {
                if words.iter().any(|word| text[start..].starts_with(word.as_str())) {
                    prop_assert_eq!(beginnings.next_in(&text, start), Some(start));
                }
            }
        }
    }
}

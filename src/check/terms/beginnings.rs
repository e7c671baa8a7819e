//! Where a word of a list may begin, told from two characters.

/// The first two characters of all words, as bits of a table that stays in the
/// nearest cache (Bloom, Space/time trade-offs in hash coding, 1970, with two
/// bits a word). Hardly any place in a text passes that begins no word, so that
/// the automaton, whose tables do not stay there, is asked rarely.
pub(super) struct Beginnings {
    bits: Box<[u64; Self::WORDS]>,
    /// A word of one character may begin before any other.
    are_anywhere: bool,
    /// Whether a word begins with a character of ASCII.
    are_in_ascii: bool,
}

/// The length in bytes of the characters that most words are made of: those of
/// Chinese, from U+0800 on.
const HAN: usize = 3;

impl Beginnings {
    const BITS: u32 = 16;
    const WORDS: usize = 1 << (Self::BITS - 6);

    pub(super) fn of<S: AsRef<str>>(words: impl Iterator<Item = S>) -> Self {
        let mut beginnings = Self {
            bits: Box::new([0; Self::WORDS]),
            are_anywhere: false,
            are_in_ascii: false,
        };
        for word in words {
            let word = word.as_ref();
            beginnings.are_in_ascii |= word.starts_with(|first: char| first.is_ascii());
            match key_at(word.as_bytes(), 0) {
                Some(key) => {
                    for (index, bit) in slots(key) {
                        beginnings.bits[index] |= bit;
                    }
                }
                None => beginnings.are_anywhere = true,
            }
        }
        beginnings
    }

    /// The first place from `from`, which is a character boundary, where a word
    /// may begin.
    pub(super) fn next_in(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        if self.are_anywhere {
            return (from < bytes.len()).then_some(from);
        }
        let mut at = from;
        while let Some(first) = bytes.get(at) {
            if first.is_ascii() && !self.are_in_ascii {
                at += ascii_at(bytes, at);
                continue;
            }
            let is_han = |byte: u8| byte & 0xF0 == 0xE0;
            let (key, len) = match bytes.get(at..at + 8).and_then(<[u8]>::first_chunk) {
                Some(eight) if is_han(*first) && is_han(eight[HAN]) => (u64::from_le_bytes(*eight) & HAN_PAIR, HAN),
                _ => (key_at(bytes, at)?, len_of(*first)),
            };
            if self.holds(key) {
                return Some(at);
            }
            at += len;
        }
        None
    }

    fn holds(&self, key: u64) -> bool {
        slots(key).into_iter().all(|(index, bit)| self.bits[index] & bit != 0)
    }
}

/// The bytes of two characters of Chinese, read as a number.
const HAN_PAIR: u64 = (1 << (16 * HAN)) - 1;

/// The bytes of the two characters at a place, as a number; nothing if there is
/// but one.
fn key_at(bytes: &[u8], at: usize) -> Option<u64> {
    let second = at + len_of(*bytes.get(at)?);
    let end = second + len_of(*bytes.get(second)?);
    let both = bytes.get(at..end)?;
    Some(both.iter().rev().fold(0, |key, byte| (key << 8) | u64::from(*byte)))
}

/// The length of a character in bytes by its first (RFC 3629, section 3).
fn len_of(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    }
}

/// How many characters of ASCII stand at a place, where one does, or fewer.
fn ascii_at(bytes: &[u8], at: usize) -> usize {
    const TOPS: u64 = u64::from_ne_bytes([0x80; 8]);
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(eight) => match u64::from_le_bytes(*eight) & TOPS {
            0 => 8,
            tops => (tops.trailing_zeros() / 8) as usize,
        },
        None => 1,
    }
}

/// The words and the bits in them for two characters, spread by multiplication
/// (Knuth, The Art of Computer Programming, volume 3, section 6.4).
fn slots(key: u64) -> [(usize, u64); 2] {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let slot = |number: u64| {
        let number = number & ((1 << Beginnings::BITS) - 1);
        ((number >> 6) as usize, 1 << (number & 63))
    };
    [slot(mixed >> 48), slot(mixed >> 32)]
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
        fn no_beginning_is_missed(text in "[外账布署aé𠀀]{0,24}", words in prop::collection::vec("[外账布署aé𠀀]{1,3}", 1..4)) {
            let beginnings = Beginnings::of(words.iter());
            for (start, _) in text.char_indices() {
                if words.iter().any(|word| text[start..].starts_with(word.as_str())) {
                    prop_assert_eq!(beginnings.next_in(&text, start), Some(start));
                }
            }
        }
    }
}

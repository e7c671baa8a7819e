//! Han characters that are written otherwise in traditional and in simplified
//! Chinese. It must not know which script a text is in.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A simplified character on each line, and after it the traditional ones that it
/// stands for. Lines that begin with `#` say where this comes from.
const TABLE: &str = include_str!("han/simplified.txt");

/// From each traditional character to the simplified one.
static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let mut simplified = FxHashMap::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut characters = line.chars();
        if let Some(first) = characters.next() {
            simplified.extend(characters.map(|traditional| (traditional, first)));
        }
    }
    simplified
});

/// The simplified form of a character; the character itself where it has none. Some
/// that are traditional in one word and stay in another become simplified in both
/// (`乾` in 乾燥 and 乾坤), so it is good for comparing only.
pub fn simplified(character: char) -> char {
    // Below stand no Han characters of the table.
    if character < '\u{3400}' {
        return character;
    }
    SIMPLIFIED.get(&character).copied().unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_have_a_simplified_form() {
        let simple = |text: &str| text.chars().map(simplified).collect::<String>();
        for (traditional, simplified) in [
            ("臺灣台灣", "台湾台湾"),
            ("後髮發裡", "后发发里"),
            ("abcＡ中國", "abcＡ中国"),
        ] {
            assert_eq!(simple(traditional), simplified);
        }
    }

    #[test]
    fn a_simplified_form_is_its_own() {
        assert!(SIMPLIFIED.len() > 2_700);
        for (traditional, simple) in SIMPLIFIED.iter() {
            assert_eq!(simplified(*simple), *simple, "{traditional}");
        }
    }
}

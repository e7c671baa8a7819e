//! Names that look like another: with letters of full width, Cyrillic and Greek
//! ones that cannot be told from Latin ones, and characters that nobody sees.

use crate::text::{half_width, is_hidden};

/// The candidate that cannot be told from `name`, though it is another.
pub(super) fn lookalike<'word>(name: &str, mut candidates: impl Iterator<Item = &'word str>) -> Option<&'word str> {
    if name.is_ascii() {
        return None;
    }
    let seen: String = name.chars().filter(|letter| !is_hidden(*letter)).map(latin).collect();
    candidates.find(|candidate| *candidate == seen && *candidate != name)
}

/// The ASCII character that looks like this one; the same where none does
/// (Unicode Technical Standard 39, confusables, of which only those are here
/// that fonts draw alike).
fn latin(letter: char) -> char {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' => '-',
        _ => SAME
            .iter()
            .find(|(other, _)| *other == letter)
            .map_or(half_width(letter), |(_, latin)| *latin),
    }
}

const SAME: [(char, char); 46] = [
    ('а', 'a'),
    ('с', 'c'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('ɡ', 'g'),
    ('һ', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ӏ', 'l'),
    ('о', 'o'),
    ('ο', 'o'),
    ('р', 'p'),
    ('ԛ', 'q'),
    ('ѕ', 's'),
    ('ν', 'v'),
    ('ѵ', 'v'),
    ('ԝ', 'w'),
    ('х', 'x'),
    ('у', 'y'),
    ('А', 'A'),
    ('Α', 'A'),
    ('В', 'B'),
    ('Β', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Ε', 'E'),
    ('Н', 'H'),
    ('Η', 'H'),
    ('І', 'I'),
    ('Ι', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('Κ', 'K'),
    ('М', 'M'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('О', 'O'),
    ('Ο', 'O'),
    ('Р', 'P'),
    ('Ρ', 'P'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('Τ', 'T'),
    ('Х', 'X'),
    ('Χ', 'X'),
    ('У', 'Y'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookalikes_are_told_by_no_eye() {
        let keys = ["title", "date", "last-modified", "标题"];
        let found = |name: &str| lookalike(name, keys.into_iter());
        for (name, key) in [
            ("tіtlе", "title"),
            ("ｔｉｔｌｅ", "title"),
            ("\u{200B}date", "date"),
            ("last–modified", "last-modified"),
            ("标\u{2060}题", "标题"),
        ] {
            assert_eq!(found(name), Some(key), "{name}");
        }
        for name in ["title", "Title", "tïtle", "ｔｉｔｅｌ", "标题"] {
            assert_eq!(found(name), None, "{name}");
        }
    }
}

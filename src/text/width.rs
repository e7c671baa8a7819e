//! Characters as wide as Han characters, and the narrow ones that they repeat.

/// The ASCII character that a full-width form stands for, the wide space among them
/// (Unicode block "Halfwidth and Fullwidth Forms", whose first part repeats ASCII in
/// its order); any other character as it is.
pub fn half_width(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_become_ascii() {
        let narrow: String = "ＡｚＩ１０：００，～\u{3000}。中é".chars().map(half_width).collect();
        assert_eq!(narrow, "AzI10:00,~ 。中é");
    }
}

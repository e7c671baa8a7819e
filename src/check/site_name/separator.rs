//! Signs that set parts of a title apart.

/// A sign in a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Separator {
    /// Offset of its first byte.
    pub(super) start: usize,
    /// Offset after its last byte.
    pub(super) end: usize,
    /// How it stands between its neighbours.
    pub(super) spacing: Spacing,
}

/// How a sign stands between its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// It surely sets them apart: ` - `, `|`, `_`.
    Apart,
    /// It may join them: `-` without white space.
    Close,
}

/// All signs, from left to right; several dashes in a row are one.
pub(super) fn separators(text: &str) -> Vec<Separator> {
    let mut separators: Vec<Separator> = Vec::new();
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let left = std::mem::replace(&mut before, character);
        if !is_bar(character) && !is_dash(character) {
            continue;
        }
        let mut end = start + character.len_utf8();
        while let Some((_, next)) = characters.next_if(|(_, next)| is_dash(character) && is_dash(*next)) {
            end += next.len_utf8();
            before = next;
        }
        let right = characters.peek().map_or(' ', |(_, next)| *next);
        let is_apart = is_bar(character) || (left.is_whitespace() && right.is_whitespace());
        let spacing = if is_apart { Spacing::Apart } else { Spacing::Close };
        separators.push(Separator { start, end, spacing });
    }
    separators
}

/// `|` and its likes, and the low line, which Chinese portals use.
fn is_bar(character: char) -> bool {
    matches!(character, '|' | '｜' | '丨' | '∣' | '￨' | '_' | '＿')
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '―' | '－')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_set_apart_with_white_space_and_bars_without() {
        let found = |text: &str| {
            let all = separators(text);
            all.iter()
                .map(|one| (text[one.start..one.end].to_owned(), one.spacing))
                .collect::<Vec<_>>()
        };
        let one = |sign: &str, spacing| vec![(sign.to_owned(), spacing)];
        assert_eq!(found("标题 - 站"), one("-", Spacing::Apart));
        assert_eq!(found("标题\u{a0}– 站"), one("–", Spacing::Apart));
        assert_eq!(found("标题——站"), one("——", Spacing::Close));
        assert_eq!(found("F-16"), one("-", Spacing::Close));
        assert_eq!(found("标题_站"), one("_", Spacing::Apart));
        assert_eq!(found("标题｜站"), one("｜", Spacing::Apart));
        assert_eq!(found("标题"), Vec::new());
    }
}

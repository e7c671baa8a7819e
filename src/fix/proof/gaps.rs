//! Text with parts taken out: what may become of the white space there.

/// Whether the ends of a text are the ends of a block, where white space
/// cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edges {
    pub(super) at_start: bool,
    pub(super) at_end: bool,
}

/// Whether `text` is the parts put together, to the character, but for white
/// space at the gaps between them: it may be shorter there, and gone at the
/// edge of a block. It may not vanish between two words, nor come up between
/// two letters.
pub(super) fn agrees_but_for_gaps<P: AsRef<str>>(parts: &[P], text: &str, edges: Edges) -> bool {
    let is_space = |character: char| character.is_ascii_whitespace();
    let mut rest = text;
    let mut gap_has_space = false;
    let last = parts.len().saturating_sub(1);
    for (number, part) in parts.iter().enumerate() {
        let part = part.as_ref();
        let begun = if number == 0 {
            part
        } else {
            part.trim_start_matches(is_space)
        };
        let core = if number == last {
            begun
        } else {
            begun.trim_end_matches(is_space)
        };
        gap_has_space |= number > 0 && begun.len() < part.len();
        if core.is_empty() && number > 0 && number < last {
            continue;
        }
        if number > 0 {
            let trimmed = rest.trim_start_matches(is_space);
            let has_space = trimmed.len() < rest.len();
            let touches_start = edges.at_start && rest.len() == text.len();
            let touches_end = edges.at_end && number == last && core.is_empty();
            if has_space != gap_has_space && !touches_start && !touches_end {
                return false;
            }
            rest = trimmed;
        }
        match rest.strip_prefix(core) {
            Some(after) => rest = after,
            None => return false,
        }
        gap_has_space = core.len() < begun.len();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSIDE: Edges = Edges {
        at_start: false,
        at_end: false,
    };

    fn agrees(parts: &[&str], text: &str) -> bool {
        agrees_but_for_gaps(parts, text, INSIDE)
    }

    #[test]
    fn white_space_at_a_gap_may_shrink_but_not_vanish_or_appear() {
        assert!(agrees(&["a ", " b"], "a b"));
        assert!(agrees(&["a", "b"], "ab"));
        assert!(agrees(&["a ", "b ", " c"], "a b c"));
        assert!(agrees(&["\n", "\n", "\n"], "\n"));
        assert!(!agrees(&["a ", " b"], "ab"));
        assert!(!agrees(&["a", "b"], "a b"));
        assert!(!agrees(&["a", "b"], "a"));
        assert!(!agrees(&["a  b ", ""], "a b "));
    }

    #[test]
    fn at_the_edge_of_a_block_it_may_vanish() {
        let start = Edges {
            at_start: true,
            at_end: false,
        };
        assert!(agrees_but_for_gaps(&["", "\n"], "", start));
        assert!(!agrees(&["", "\n"], ""));
        assert!(!agrees_but_for_gaps(&["a", "\nb"], "ab", start));
    }

    #[test]
    fn text_without_a_gap_is_equal_to_the_character() {
        assert!(agrees(&["a  b"], "a  b"));
        assert!(!agrees(&["a  b"], "a b"));
    }
}

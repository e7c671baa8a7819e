//! The word that was meant.

/// Characters of a word beyond which nothing is compared.
const LENGTH_LIMIT: usize = 64;

/// The candidate nearest to `word`: another case of it, or within one slip in
/// three characters; of equally near ones the first.
pub fn nearest<'word>(word: &str, candidates: impl IntoIterator<Item = &'word str>) -> Option<&'word str> {
    let word: Vec<char> = word.to_lowercase().chars().take(LENGTH_LIMIT + 1).collect();
    if word.is_empty() || word.len() > LENGTH_LIMIT {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().take(LENGTH_LIMIT + 1).collect();
        let limit = (word.len().max(letters.len()) / 3).max(1);
        // Of two single characters, one slip makes any of the other.
        let is_comparable = letters.len() <= LENGTH_LIMIT && word.len().abs_diff(letters.len()) <= limit;
        if !is_comparable || (word.len() < 2 && word != letters) {
            continue;
        }
        let distance = distance(&word, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string
/// alignment; Damerau, "A technique for computer detection and correction of
/// spelling errors", 1964).
pub(crate) fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let mut previous = None;
    for (row, letter) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(width);
        current.push(row + 1);
        let mut previous_other = None;
        for (column, other) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut least = (at(&above, column) + usize::from(letter != other))
                .min(at(&above, column + 1) + 1)
                .min(at(&current, column) + 1);
            let is_swap = previous == Some(other) && previous_other == Some(letter);
            if is_swap && column > 0 {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
            previous_other = Some(other);
        }
        previous = Some(letter);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        let keys = ["title", "date", "tags", "layout", "标签"];
        for (word, meant) in [
            ("titel", Some("title")),
            ("Title", Some("title")),
            ("tag", Some("tags")),
            ("dates", Some("date")),
            ("lay-out", Some("layout")),
            ("标鉴", Some("标签")),
            ("author", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, keys), meant, "{word}");
        }
    }

    #[test]
    fn distances_are_those_of_the_textbook() {
        let distance = |left: &str, right: &str| {
            let left: Vec<char> = left.chars().collect();
            let right: Vec<char> = right.chars().collect();
            distance(&left, &right)
        };
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }
}

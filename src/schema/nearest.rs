//! The word that was meant.

/// Characters of a word beyond which nothing is compared.
const LENGTH_LIMIT: usize = 64;

/// The candidate nearest to `word`: another case of it, or within one slip in
/// three characters; of equally near ones the first.
pub fn nearest<'word>(word: &str, candidates: impl IntoIterator<Item = &'word str>) -> Option<&'word str> {
    let word = in_lower_case(word);
    let mut search = Search::of(&word)?;
    for candidate in candidates {
        search.meet(&in_lower_case(candidate), candidate);
    }
    search.best.map(|(_, candidate)| candidate)
}

/// The number of the candidate nearest to `word`. All of them are in lower case,
/// for those who compare the same ones again and again.
pub fn nearest_of<'list>(word: &str, candidates: impl IntoIterator<Item = &'list [char]>) -> Option<usize> {
    let word = in_lower_case(word);
    let mut search = Search::of(&word)?;
    for (number, candidate) in candidates.into_iter().enumerate() {
        search.meet(candidate, number);
    }
    search.best.map(|(_, number)| number)
}

fn in_lower_case(word: &str) -> Vec<char> {
    word.chars()
        .flat_map(char::to_lowercase)
        .take(LENGTH_LIMIT + 1)
        .collect()
}

/// What is nearest so far.
struct Search<'word, T> {
    word: &'word [char],
    best: Option<(usize, T)>,
}

impl<'word, T> Search<'word, T> {
    fn of(word: &'word [char]) -> Option<Self> {
        let is_comparable = (1..=LENGTH_LIMIT).contains(&word.len());
        is_comparable.then_some(Self { word, best: None })
    }

    fn meet(&mut self, letters: &[char], candidate: T) {
        let word = self.word;
        let limit = (word.len().max(letters.len()) / 3).max(1);
        let least = self
            .best
            .as_ref()
            .map_or(limit, |(least, _)| least.saturating_sub(1).min(limit));
        // Words are as far from each other as their lengths are, or farther.
        let is_comparable = letters.len() <= LENGTH_LIMIT && word.len().abs_diff(letters.len()) <= least;
        let is_found = self.best.as_ref().is_some_and(|(least, _)| *least == 0);
        // Of two single characters, one slip makes any of the other.
        if is_found || !is_comparable || (word.len() < 2 && word != letters) {
            return;
        }
        let distance = distance(word, letters);
        if distance <= least {
            self.best = Some((distance, candidate));
        }
    }
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string
/// alignment; Damerau, "A technique for computer detection and correction of
/// spelling errors", 1964).
pub(crate) fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let mut current: Vec<usize> = vec![0; width];
    let mut previous = None;
    for (row, letter) in left.iter().enumerate() {
        current.clear();
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
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut current);
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
    fn candidates_in_lower_case_are_told_by_their_numbers() {
        let keys = ["title", "date", "tags", "tag"].map(|key| key.chars().collect::<Vec<char>>());
        let nearest = |word| nearest_of(word, keys.iter().map(Vec::as_slice));
        assert_eq!(nearest("TAG"), Some(3));
        assert_eq!(nearest("Dtae"), Some(1));
        assert_eq!(nearest("author"), None);
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

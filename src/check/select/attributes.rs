//! Selectors that ask for one attribute, told apart by its value.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

/// Numbers of selectors that ask for one attribute. Most of them ask for some
/// text in its value, and all these texts are looked for in one go.
#[derive(Debug, Default)]
pub(super) struct AttributeBucket {
    /// Those to which any value may do.
    of_any_value: Vec<usize>,
    /// A text that must be in the value, in any case of ASCII letters.
    with_text: Vec<(String, usize)>,
    texts: OnceLock<Option<AhoCorasick>>,
}

impl AttributeBucket {
    /// Adds a selector that is satisfied only where the value holds `text`.
    pub(super) fn add(&mut self, text: &str, selector: usize) {
        match text {
            "" => self.of_any_value.push(selector),
            text => self.with_text.push((text.to_owned(), selector)),
        }
        self.texts = OnceLock::new();
    }

    /// The selectors that may be satisfied by a value; one may come twice.
    pub(super) fn candidates(&self, value: &str) -> impl Iterator<Item = usize> {
        let texts = self.texts.get_or_init(|| {
            let texts = self.with_text.iter().map(|(text, _)| text);
            AhoCorasick::builder().ascii_case_insensitive(true).build(texts).ok()
        });
        let number_of = |found: usize| self.with_text.get(found).map(|(_, selector)| *selector);
        let with_text = texts
            .iter()
            .flat_map(move |texts| texts.find_overlapping_iter(value))
            .filter_map(move |found| number_of(found.pattern().as_usize()));
        self.of_any_value.iter().copied().chain(with_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_selectors_whose_text_is_in_the_value_are_candidates() {
        let mut bucket = AttributeBucket::default();
        bucket.add("paywall", 1);
        bucket.add("wall", 2);
        bucket.add("", 3);
        bucket.add("gpt", 4);
        let candidates = |value| {
            let mut found: Vec<usize> = bucket.candidates(value).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(candidates("the-PayWall"), [1, 2, 3]);
        assert_eq!(candidates("gptgpt"), [3, 4, 4]);
        assert_eq!(candidates(""), [3]);
    }
}

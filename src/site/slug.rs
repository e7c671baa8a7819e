//! Ids that headings get: GitHub's way, which kramdown's parser for GitHub's
//! Markdown follows.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// What Ruby calls a word character, beyond letters and digits that Rust knows.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]").ok());

/// Gives ids to the headings of one document, in order.
#[derive(Debug, Default)]
pub(super) struct Slugger {
    given: HashMap<String, usize>,
}

impl Slugger {
    /// The id of the next heading (GitHub's `TableOfContentsFilter`, and
    /// `generate_gfm_header_id` of kramdown-parser-gfm): lower case, without what
    /// is no word, hyphens for spaces, a number from the second of a kind on.
    pub(super) fn id(&mut self, heading: &str) -> String {
        let lower = heading.to_lowercase();
        let kept = lower.chars().filter(|c| matches!(c, '-' | ' ' | '\t') || is_word(*c));
        let mut id: String = kept.map(|c| if matches!(c, ' ' | '\t') { '-' } else { c }).collect();
        let count = self.given.entry(id.clone()).or_default();
        if *count > 0 {
            id = format!("{id}-{count}");
        }
        *count += 1;
        id
    }
}

fn is_word(character: char) -> bool {
    match character {
        _ if character.is_alphabetic() || character.is_ascii_digit() || character == '_' => true,
        _ if character.is_ascii() => false,
        _ => WORD
            .as_ref()
            .is_some_and(|word| word.is_match(character.encode_utf8(&mut [0; 4]))),
    }
}

//! A regular expression of a rule: compiled when first used, with what tells
//! quickly that it matches nowhere.

use std::sync::OnceLock;

use aho_corasick::packed::Searcher;
use regex::Regex;
use regex_syntax::hir::literal::Extractor;

use crate::rule::{Expected, RuleError};

/// A regular expression that is compiled when first used.
#[derive(Debug, serde::Deserialize)]
#[serde(from = "String")]
pub(in crate::check) struct LazyRegex {
    source: String,
    compiled: OnceLock<Option<Regex>>,
    prefixes: OnceLock<Option<Prefixes>>,
}

impl From<String> for LazyRegex {
    fn from(source: String) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
            prefixes: OnceLock::new(),
        }
    }
}

impl LazyRegex {
    /// The expression; nothing if it cannot be compiled, which reading the
    /// rule has reported.
    pub(in crate::check) fn get(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }

    /// The expression as written.
    pub(super) fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether it may match in `text` or in a part of it. At little cost: no
    /// means no, and yes means perhaps.
    pub(super) fn may_match_within(&self, text: &str) -> bool {
        let prefixes = self.prefixes.get_or_init(|| Prefixes::of(&[&self.source]));
        prefixes.as_ref().is_none_or(|prefixes| prefixes.occur_in(text))
    }

    pub(in crate::check) fn compile(&self, pointer: &str) -> Result<(), RuleError> {
        Regex::new(&self.source).map(|_| ()).map_err(|error| {
            let (rest, reason) = match regex_syntax::parse(&self.source) {
                Err(regex_syntax::Error::Parse(error)) => (self.rest(error.span()), error.kind().to_string()),
                Err(regex_syntax::Error::Translate(error)) => (self.rest(error.span()), error.kind().to_string()),
                _ => (None, error.to_string()),
            };
            RuleError::Option {
                pointer: pointer.to_owned(),
                expected: Expected::Expression,
                rest,
                reason,
            }
        })
    }

    fn rest(&self, from: &regex_syntax::ast::Span) -> Option<String> {
        self.source.get(from.start.offset..).map(str::to_owned)
    }
}

/// Texts with one of which every match of some expressions begins. They are few
/// enough for the searches of many bytes at a time.
#[derive(Debug)]
pub(in crate::check) struct Prefixes {
    /// Those of one byte: ranges by their first byte and how many bytes follow.
    bytes: Vec<(u8, u8)>,
    /// The longer ones.
    texts: Option<Searcher>,
}

impl Prefixes {
    /// How many texts are looked for at once by the vector searches of the crate
    /// `aho-corasick`.
    const MOST_TEXTS: usize = 64;
    const MOST_BYTE_RANGES: usize = 8;
    const MOST_LITERALS: usize = 256;
    /// A part of a text that stays in the nearest cache while each range is
    /// looked for, in bytes.
    const PART: usize = 4096;

    /// Nothing where they are too many, or where a match may begin with anything.
    pub(in crate::check) fn of(expressions: &[&str]) -> Option<Self> {
        let mut extractor = Extractor::new();
        extractor
            .limit_class(Self::MOST_LITERALS)
            .limit_total(Self::MOST_LITERALS);
        let (mut bytes, mut texts) = (Vec::new(), Vec::new());
        for expression in expressions {
            let found = extractor.extract(&regex_syntax::parse(expression).ok()?);
            for literal in found.literals()? {
                match literal.as_bytes() {
                    [] => return None,
                    [byte] => bytes.push(*byte),
                    longer => texts.push(longer.to_vec()),
                }
            }
        }
        let bytes = ranges(bytes);
        if bytes.len() > Self::MOST_BYTE_RANGES || texts.len() > Self::MOST_TEXTS {
            return None;
        }
        let texts = match texts.is_empty() {
            true => None,
            false => Some(Searcher::new(texts)?),
        };
        Some(Self { bytes, texts })
    }

    /// Whether one of them is in `text`.
    pub(in crate::check) fn occur_in(&self, text: &str) -> bool {
        // Written so that compilers turn it into vector instructions: no branch for a byte.
        let holds = |part: &[u8], (first, following): (u8, u8)| {
            let is_within = |byte: &u8| u8::from(byte.wrapping_sub(first) <= following);
            part.iter().fold(0, |found, byte| found | is_within(byte)) != 0
        };
        text.as_bytes()
            .chunks(Self::PART)
            .any(|part| self.bytes.iter().any(|range| holds(part, *range)))
            || self.texts.as_ref().is_some_and(|texts| texts.find(text).is_some())
    }
}

fn ranges(mut bytes: Vec<u8>) -> Vec<(u8, u8)> {
    bytes.sort_unstable();
    bytes.dedup();
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for byte in bytes {
        match ranges.last_mut() {
            Some((first, following)) if byte - *first == *following + 1 => *following += 1,
            _ => ranges.push((byte, 0)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn may_match(expression: &str, text: &str) -> bool {
        LazyRegex::from(expression.to_owned()).may_match_within(text)
    }

    #[test]
    fn prefixes_of_bytes_and_of_texts_are_looked_for() {
        let controls = r"[\u{00}-\u{08}\u{0B}\u{0C}\u{0E}-\u{1F}\u{7F}-\u{84}\u{AD}\u{2060}-\u{2064}]+";
        assert!(
            Prefixes::of(&[controls]).is_some_and(|prefixes| prefixes.bytes.len() == 4 && prefixes.texts.is_some())
        );
        assert!(!may_match(controls, "外长“会晤”\tand more\r\n"));
        for found in ["\u{0}", "\u{1F}", "\u{7F}", "\u{84}", "\u{AD}", "\u{2063}"] {
            assert!(may_match(controls, &format!("外长{found}会晤")), "{found:?}");
        }
        assert!(!may_match(r"\u{200B}\b|^\u{200B}{2,}", "clean"));
    }

    #[test]
    fn an_expression_that_may_begin_with_anything_may_always_match() {
        for expression in ["", "a*", r"\w+", r"(?:)|b", r"^", "("] {
            assert!(may_match(expression, "…"), "{expression}");
        }
    }

    proptest! {
        #[test]
        fn no_means_no(text in "[a-c\u{0}-\u{1F}\u{200B}外“]{0,12}", at in 0..7usize) {
            let expressions = [r"[\x00-\x08]+", r"a|b.", r"\u{200B}\b", r"(?i)A[bc]", "外|“a", r"\bc", r"c{2}$"];
            let regex = Regex::new(expressions[at]).unwrap();
            let parts = text.char_indices().map(|(start, _)| &text[start..]);
            for part in parts {
                prop_assert!(may_match(expressions[at], &text) || !regex.is_match(part));
            }
        }
    }
}

//! Keys that a schema lets pass, for it is open, and that are all but the name of
//! one that it knows: `titel`, `Layout`, `catagories`.
//!
//! Themes and plugins read keys of their own, some of which are near to known
//! ones (`image` and `images`, `height` and `weight`). So only slips of typing
//! count: another case or other hyphens, two letters swapped, one missing,
//! doubled or wrong within a longer word.

use super::explain::renamed;
use super::lookalike::lookalike;
use super::place::Place;
use super::{Failure, Keyword, clipped};
use crate::diagnostic::Applicability;
use crate::document::node::{Node, pointer_join};
use crate::messages::{Arguments, Message};

/// The keys of a schema's own value, and how they are compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    keys: Vec<Key>,
    case: Case,
}

/// A known key, with what is compared of it.
#[derive(Debug, Clone)]
struct Key {
    name: String,
    letters: Vec<char>,
}

/// Whether a reader tells `Title` from `title`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Case {
    #[default]
    Told,
    Ignored,
}

/// What a schema says where its reader ignores the case of keys.
const CASE: &str = "x-kanwu-key-case";

impl Known {
    pub(super) fn of(schema: &serde_json::Value) -> Self {
        let case = match schema.get(CASE).and_then(serde_json::Value::as_str) {
            Some("ignored") => Case::Ignored,
            _ => Case::Told,
        };
        let key = |name: &str| Key {
            name: name.to_owned(),
            letters: letters(name),
        };
        Self {
            keys: super::explain::known_keys(schema).into_iter().map(key).collect(),
            case,
        }
    }

    fn knows(&self, key: &str) -> bool {
        self.keys.iter().any(|known| match self.case {
            Case::Told => known.name == key,
            Case::Ignored => known.name.eq_ignore_ascii_case(key),
        })
    }

    /// The known key of which another is a slip.
    fn slip(&self, key: &str) -> Option<&str> {
        let word = letters(key);
        let meant = self.keys.iter().find(|known| is_slip(&word, &known.letters));
        meant.map(|known| known.name.as_str())
    }

    /// The keys of `node` that were meant to be others, but for those of which
    /// something was said already.
    pub(super) fn misspelt(&self, node: &Node, place: &Place<'_>, said: &[Failure]) -> Vec<Failure> {
        let mut found = Vec::new();
        for entry in node.entries() {
            let Some(key) = entry.key.as_scalar().map(|scalar| scalar.text.as_str()) else {
                continue;
            };
            let is_said = || said.iter().any(|failure| failure.span == entry.key.span);
            if self.knows(key) || is_said() {
                continue;
            }
            let is_free = |known: &&str| node.get(known).is_none();
            let (meant, hope) = match lookalike(key, self.keys.iter().map(|known| known.name.as_str())) {
                Some(meant) => (Some(meant), Applicability::Safe),
                None => (self.slip(key), Applicability::Unsafe),
            };
            let Some(meant) = meant.filter(is_free) else {
                continue;
            };
            let arguments = Arguments::new().with("key", clipped(key)).with("suggestion", meant);
            found.push(Failure {
                keyword: Keyword::Misspelt,
                span: entry.key.span,
                message: Message::Key("schema-misspelt-key", arguments.clone()),
                help: Some(Message::Key("schema-misspelt-key-help", arguments)),
                labels: Vec::new(),
                pointer: pointer_join("", key),
                fix: renamed(place, key, meant, hope),
                lacks: Vec::new(),
            });
        }
        found
    }
}

/// Letters of a word below which one that is missing or added makes another word.
const SHORT: usize = 5;

/// The same of one that is wrong.
const SHORT_TO_REPLACE: usize = 6;

/// Whether the letters of a word are a slip of those of another.
fn is_slip(word: &[char], known: &[char]) -> bool {
    if word.first() != known.first() || known.is_empty() {
        return false;
    }
    if word == known {
        return true;
    }
    if word.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let common = word.iter().zip(known).take_while(|(one, other)| one == other).count();
    let (rest, known_rest) = (&word[common..], &known[common..]);
    let longer = word.len().max(known.len());
    match word.len().cmp(&known.len()) {
        std::cmp::Ordering::Equal => match (rest, known_rest) {
            ([a, b, end @ ..], [c, d, known_end @ ..]) if a == d && b == c => end == known_end && longer > 3,
            ([_, end @ ..], [_, known_end @ ..]) => end == known_end && longer >= SHORT_TO_REPLACE,
            _ => false,
        },
        // What ends otherwise, `image` and `images`, `update` and `updated`, is another key.
        std::cmp::Ordering::Less => known_rest.len() > 1 && rest == &known_rest[1..] && longer >= SHORT,
        std::cmp::Ordering::Greater => rest.len() > 1 && &rest[1..] == known_rest && longer >= SHORT,
    }
}

/// A key without case, hyphens and the like.
fn letters(key: &str) -> Vec<char> {
    key.chars()
        .filter(|letter| !matches!(letter, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_typing_are_told_from_other_keys() {
        for (word, known) in [
            ("titel", "title"),
            ("Layout", "layout"),
            ("last-modified-at", "last_modified_at"),
            ("sidebarLabel", "sidebar_label"),
            ("catagories", "categories"),
            ("desciption", "description"),
            ("tittle", "title"),
            ("dtae", "date"),
        ] {
            assert!(is_slip(&letters(word), &letters(known)), "{word}");
        }
        for (word, known) in [
            ("image", "images"),
            ("update", "updated"),
            ("height", "weight"),
            ("data", "date"),
            ("tag", "tags"),
            ("top", "toc"),
            ("subtitle", "title"),
            ("category", "categories"),
            ("link", "linkTitle"),
            ("", "a"),
        ] {
            assert!(!is_slip(&letters(word), &letters(known)), "{word}");
        }
    }
}

//! Keys that a schema lets pass, for it is open, and that are all but the name of
//! one that it knows: `titel`, `Layout`, `catagories`.
//!
//! Themes and plugins read keys of their own, some of which are near to known
//! ones (`image` and `images`, `height` and `weight`). So only slips of typing
//! count: another case or other hyphens, two letters swapped, one missing,
//! doubled or wrong within a longer word.

use std::borrow::Cow;
use std::collections::HashSet;

use super::ERROR_LIMIT;
use super::explain::names_in;
use super::lookalike::lookalike;
use crate::diagnostic::Applicability;
use crate::document::node::Node;
use crate::text::Span;

/// The keys of a schema's own value, and how they are compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    keys: Vec<Key>,
    /// Their names as they are compared.
    names: HashSet<String>,
    case: Case,
}

/// A known key, with what is compared of it.
#[derive(Debug, Clone)]
struct Key {
    name: String,
    letters: Vec<char>,
}

/// A key that was meant to be another.
#[derive(Debug)]
pub(super) struct Slip<'a> {
    pub(super) key: &'a str,
    pub(super) span: Span,
    pub(super) meant: &'a str,
    pub(super) hope: Applicability,
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
        let keys: Vec<Key> = super::explain::known_keys(schema).into_iter().map(key).collect();
        let names = keys
            .iter()
            .map(|known| case.compared(&known.name).into_owned())
            .collect();
        Self { keys, names, case }
    }

    /// The known key that another seems to be, and what may be hoped of its renaming.
    fn meant(&self, key: &str) -> Option<(&str, Applicability)> {
        if let Some(meant) = lookalike(key, self.keys.iter().map(|known| known.name.as_str())) {
            return Some((meant, Applicability::Safe));
        }
        let word = letters(key);
        let meant = self.keys.iter().find(|known| is_slip(&word, &known.letters))?;
        Some((&meant.name, Applicability::Unsafe))
    }

    /// The keys of `node` that were meant to be others: but for those of which
    /// something is said already, and one at most for each name that is not taken,
    /// by the file or by what was `meant` otherwise.
    pub(super) fn slips<'a>(&'a self, node: &'a Node, said: &HashSet<Span>, meant: HashSet<String>) -> Vec<Slip<'a>> {
        let mut taken = None;
        let mut found = Vec::new();
        for entry in node.entries() {
            let Some(key) = entry.key.as_scalar().map(|scalar| scalar.text.as_str()) else {
                continue;
            };
            if self.names.contains(&*self.case.compared(key)) || said.contains(&entry.key.span) {
                continue;
            }
            let Some((suggestion, hope)) = self.meant(key) else {
                continue;
            };
            let taken = taken.get_or_insert_with(|| {
                let names = names_in(node).into_iter();
                let mut taken: HashSet<String> = names.map(|name| self.case.compared(name).into_owned()).collect();
                taken.extend(meant.iter().map(|name| self.case.compared(name).into_owned()));
                taken
            });
            if taken.insert(self.case.compared(suggestion).into_owned()) {
                found.push(Slip {
                    key,
                    span: entry.key.span,
                    meant: suggestion,
                    hope,
                });
            }
            if found.len() == ERROR_LIMIT {
                break;
            }
        }
        found
    }
}

impl Case {
    /// What is compared of a key where readers compare it.
    fn compared(self, key: &str) -> Cow<'_, str> {
        match self {
            Case::Told => Cow::Borrowed(key),
            Case::Ignored => Cow::Owned(key.to_ascii_lowercase()),
        }
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

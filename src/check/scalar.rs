//! The check `scalar`: values of front matter that are not what they seem, to
//! the generator that reads them or in the calendar.

mod ambiguous;
mod comment;
mod date;
mod lost_time;

use super::Subject;
use crate::document::node::{Node, Value};
use crate::fact::Found;
use crate::rule::Rule;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Scalar {
    problem: Problem,
    /// Keys whose values are text, whatever they look like.
    #[serde(default)]
    text_keys: Vec<String>,
    /// Those among them that are shown as they are, and compared with nothing.
    #[serde(default)]
    shown_keys: Vec<String>,
    /// Keys that are either on or off.
    #[serde(default)]
    switches: Vec<String>,
    /// Keys whose values are dates, however they are written.
    #[serde(default)]
    date_keys: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Problem {
    /// A generator reads something else than what is written.
    Ambiguous,
    /// A `#` that cuts a text off, since it begins a comment.
    Comment,
    /// A date or a time that does not exist.
    UnrealDate,
}

impl Scalar {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        if self.problem == Problem::UnrealDate {
            found.diagnostics.extend(date::in_file_name(rule, subject));
        }
        let front_matter = subject.document.front_matter();
        let Some(root) = front_matter.legible() else {
            return;
        };
        match self.problem {
            Problem::Ambiguous => ambiguous::run(self, rule, subject, root, found),
            Problem::Comment => comment::run(self, rule, subject, root, found),
            Problem::UnrealDate => date::run(self, rule, subject, root, found),
        }
    }
}

/// A scalar value with the key that it stands under.
struct Leaf<'n> {
    /// The nearest key; empty where it is no text.
    key: &'n str,
    /// Whether it is an item of a list.
    is_item: bool,
    node: &'n Node,
    scalar: &'n crate::document::node::Scalar,
}

impl Leaf<'_> {
    /// Whether its key is one of these, whatever the case.
    fn is_under(&self, keys: &[String]) -> bool {
        keys.iter().any(|key| key.eq_ignore_ascii_case(self.key))
    }
}

/// The scalar values below a node, in order, without recursion: front matter
/// may be nested as deep as it likes.
fn leaves(root: &Node) -> impl Iterator<Item = Leaf<'_>> {
    let mut open = vec![("", false, root)];
    std::iter::from_fn(move || {
        loop {
            let (key, is_item, node) = open.pop()?;
            match &node.value {
                Value::Scalar(scalar) => {
                    return Some(Leaf {
                        key,
                        is_item,
                        node,
                        scalar,
                    });
                }
                Value::Sequence(items) => open.extend(items.iter().rev().map(|item| (key, true, item))),
                Value::Mapping(entries) => open.extend(entries.iter().rev().map(|entry| {
                    let key = entry.key.as_scalar().map_or("", |key| key.text.as_str());
                    (key, false, &entry.value)
                })),
            }
        }
    })
}

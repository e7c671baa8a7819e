//! The check `compare`: a value of the front matter, and another one or the
//! heading with which the body begins.
//!
//! It must not know what the keys mean.

use super::Subject;
use super::heading::{Heading, heading};
use super::likeness::{folded, is_slight_difference};
use crate::diagnostic::{Arguments, Diagnostic, Label, Message};
use crate::document::node::Node;
use crate::fact::Found;
use crate::messages::clipped;
use crate::rule::Rule;
use crate::text::Span;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Compare {
    /// JSON pointer into the front matter; nothing is compared where it leads to no text.
    pointer: String,
    /// What the value is compared with, and which is reported.
    with: Other,
    /// How the two should be.
    wanted: Wanted,
    /// Of two that should be equal, which are reported.
    #[serde(default)]
    difference: Difference,
}

/// The other side.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
enum Other {
    /// The first heading of the body, of the first level, with no text before it.
    Heading,
    /// Another value of the front matter, by JSON pointer.
    Pointer(String),
}

impl TryFrom<String> for Other {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        match name.as_str() {
            "heading" => Ok(Other::Heading),
            pointer if pointer.starts_with('/') => Ok(Other::Pointer(name)),
            _ => Err(format!("neither `heading` nor a pointer: `{name}`")),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Wanted {
    Equal,
    Different,
}

/// How far two texts are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Difference {
    /// One is nearly the other, so that one of them is probably a slip.
    #[default]
    Slight,
    /// They are not the same.
    Any,
}

/// A text and its place.
struct Said {
    text: String,
    span: Span,
}

impl From<Heading> for Said {
    fn from(Heading { text, span }: Heading) -> Self {
        Said { text, span }
    }
}

impl Compare {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let document = subject.document;
        let Some(root) = &document.front_matter().node else {
            return;
        };
        let Some(value) = said_at(root, &self.pointer) else {
            return;
        };
        let other = match &self.with {
            Other::Heading => heading(document).map(Said::from),
            Other::Pointer(pointer) => said_at(root, pointer),
        };
        let Some(other) = other.filter(|other| !self.is_as_wanted(&value.text, &other.text)) else {
            return;
        };
        let arguments = Arguments::new()
            .with("match", clipped(&other.text))
            .with("other", clipped(&value.text));
        let label = Label {
            file: document.source().path.clone(),
            span: value.span,
            message: Message::Key("compare-other", arguments.clone()),
        };
        found.diagnostics.push(Diagnostic {
            labels: vec![label],
            ..rule.finding(other.span, arguments)
        });
    }

    /// Nothing is wanted of what has no letter.
    fn is_as_wanted(&self, value: &str, other: &str) -> bool {
        if value == other && self.wanted == Wanted::Equal {
            return true;
        }
        let (value, other) = (folded(value), folded(other));
        if value.is_empty() || other.is_empty() {
            return true;
        }
        match (self.wanted, self.difference) {
            (Wanted::Different, _) => value != other,
            (Wanted::Equal, Difference::Any) => value == other,
            (Wanted::Equal, Difference::Slight) => !is_slight_difference(&value, &other),
        }
    }
}

fn said_at(root: &Node, pointer: &str) -> Option<Said> {
    let node = root.at(pointer)?;
    let text = node.as_scalar()?.text.trim();
    (!text.is_empty()).then(|| Said {
        text: text.to_owned(),
        span: node.span,
    })
}

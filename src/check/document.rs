//! The check `document`: what is wrong with a file as a whole.

mod skipped;

use super::Subject;
use crate::diagnostic::{Arguments, Message};
use crate::fact::Found;
use crate::rule::Rule;
use crate::text::{Encoding, Span};

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WholeDocument {
    /// What to look for.
    problem: Problem,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Problem {
    /// The bytes are not UTF-8.
    Encoding,
    /// The document was too much for the tree, which ends early.
    Cut,
    /// The generator makes no page of it, because of its name.
    Skipped,
}

impl WholeDocument {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let source = subject.document.source();
        let (span, message, help) = match self.problem {
            Problem::Encoding => match source.encoding.map(|encoding| encoding_sentences(rule, encoding)) {
                Some((message, help)) => (Span::empty(0), message, help),
                None => return,
            },
            Problem::Cut | Problem::Skipped if source.encoding.is_some() => return,
            Problem::Cut => match subject.document.cut() {
                Some(span) => (span, rule.message(Arguments::new()), rule.help(&Arguments::new())),
                None => return,
            },
            Problem::Skipped => match skipped::skipped(subject) {
                Some((span, help)) => (span, rule.message(Arguments::new()), Some(help)),
                None => return,
            },
        };
        found.diagnostics.push(rule.finding_in_words(span, message, help));
    }
}

/// What is wrong and what to do: in the rule's words where the encoding is
/// known, else in ours.
fn encoding_sentences(rule: &Rule, encoding: Encoding) -> (Message, Option<Message>) {
    match encoding {
        Encoding::BrokenUtf8 => (
            Message::key("encoding-broken"),
            Some(Message::key("encoding-broken-help")),
        ),
        Encoding::Unknown => (
            Message::key("encoding-unknown"),
            Some(Message::key("encoding-unknown-help")),
        ),
        _ => {
            let arguments = Arguments::new().with("encoding", encoding.name());
            let help = rule.help(&arguments);
            (rule.message(arguments), help)
        }
    }
}

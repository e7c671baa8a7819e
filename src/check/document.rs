//! The check `document`: what is wrong with a file as a whole.

use super::Subject;
use crate::diagnostic::{Arguments, Diagnostic};
use crate::fact::Found;
use crate::rule::Rule;
use crate::text::Span;

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
}

impl WholeDocument {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let source = subject.document.source();
        let finding = match self.problem {
            Problem::Encoding => source.encoding.map(|encoding| {
                let arguments = Arguments::new().with("encoding", encoding.name());
                (Span::empty(0), arguments)
            }),
            Problem::Cut if source.encoding.is_some() => None,
            Problem::Cut => subject.document.cut().map(|span| (span, Arguments::new())),
        };
        let Some((span, arguments)) = finding else { return };
        found.diagnostics.push(Diagnostic {
            rule: rule.id.clone(),
            severity: rule.severity,
            help: rule.help(&arguments),
            message: rule.message(arguments),
            span,
            labels: Vec::new(),
            fix: None,
        });
    }
}

//! The check `schema`: front matter against the schema that applies to the file.
//!
//! Its sentences come from the schema room, which knows what is wrong; a rule
//! chooses the keywords it speaks for.

use super::Subject;
use crate::diagnostic::{Diagnostic, Label, Message};
use crate::fact::Found;
use crate::rule::Rule;
use crate::schema::Keyword;
use crate::text::Span;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Schema {
    /// The keywords whose failures are the rule's findings.
    keywords: Vec<Keyword>,
}

impl Schema {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let file = &subject.document.source().path;
        let labels = |labels: &[(Span, Message)]| -> Vec<Label> {
            let label = |(span, message): &(Span, Message)| Label {
                file: file.clone(),
                span: *span,
                message: message.clone(),
            };
            labels.iter().map(label).collect()
        };
        if self.keywords.contains(&Keyword::Syntax) {
            let errors = &subject.document.front_matter().errors;
            found.diagnostics.extend(errors.iter().map(|error| Diagnostic {
                rule: rule.id.clone(),
                severity: rule.severity,
                message: error.message.clone(),
                span: error.span,
                labels: labels(&error.labels),
                help: error.help.clone(),
                fix: None,
            }));
        }
        let failures = subject
            .failures()
            .iter()
            .filter(|failure| self.keywords.contains(&failure.keyword));
        found.diagnostics.extend(failures.map(|failure| Diagnostic {
            rule: rule.id.clone(),
            severity: rule.severity,
            message: failure.message.clone(),
            span: failure.span,
            labels: labels(&failure.labels),
            help: failure.help.clone(),
            fix: None,
        }));
    }
}

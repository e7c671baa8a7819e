//! The check `schema`: front matter against the schema that applies to the file.
//!
//! Its sentences come from the schema room, which knows what is wrong; a rule
//! chooses the keywords it speaks for.

mod insertion;
mod missing;
mod reader;

use super::Subject;
use crate::diagnostic::{Diagnostic, Label, Message};
use crate::fact::Found;
use crate::rule::Rule;
use crate::schema::Keyword;
use crate::site::Generator;
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
        if is_template(subject) {
            return;
        }
        let file = &subject.document.source().path;
        let labels = |labels: &[(Span, Message)]| -> Vec<Label> {
            let label = |(span, message): &(Span, Message)| Label {
                file: file.clone(),
                span: *span,
                message: message.clone(),
            };
            labels.iter().map(label).collect()
        };
        let syntax = match subject.document.is_data() {
            true => Keyword::DataSyntax,
            false => Keyword::Syntax,
        };
        if self.keywords.contains(&syntax) {
            let errors = &subject.document.front_matter().errors;
            let refused = match syntax {
                Keyword::Syntax if errors.is_empty() => reader::refused(subject),
                _ => None,
            };
            found
                .diagnostics
                .extend(errors.iter().chain(&refused).map(|error| Diagnostic {
                    labels: labels(&error.labels),
                    fix: error.fix.clone(),
                    ..rule.finding_in_words(error.span, error.message.clone(), error.help.clone())
                }));
        }
        let failures = subject
            .failures()
            .iter()
            .filter(|failure| self.keywords.contains(&failure.keyword));
        found.diagnostics.extend(failures.map(|failure| Diagnostic {
            labels: labels(&failure.labels),
            fix: failure.fix.clone().or_else(|| missing::fix(subject.document, failure)),
            ..rule.finding_in_words(failure.span, failure.message.clone(), failure.help.clone())
        }));
    }
}

/// Whether the generator makes new posts from the file: what stands in it is then
/// to be filled in, and no front matter yet.
fn is_template(subject: &Subject<'_, '_>) -> bool {
    let Some(path) = subject.place.and_then(|place| place.site.path_of(&place.location)) else {
        return false;
    };
    let mut folders = path.split('/');
    match (subject.generator, folders.next()) {
        (Generator::Hugo, Some("archetypes")) | (Generator::Hexo, Some("scaffolds")) => true,
        (Generator::Hugo, Some("themes")) => folders.nth(1) == Some("archetypes"),
        _ => false,
    }
}

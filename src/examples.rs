//! Runs the examples of a page: what is marked must be found by its rule, and no
//! more.
//!
//! Used by the tests of the built-in rules, and later by users for their own.

use crate::check::Check;
use crate::diagnostic::{Applicability, Diagnostic, RuleId};
use crate::fact::Answers;
use crate::fix::{fix, lint_and_prove};
use crate::lint::{Enabled, Project};
use crate::messages::Language;
use crate::page::Example;
use crate::registry::Registry;
use crate::schema::Schema;
use crate::site::Generator;
use crate::text::{FilePath, Source, Span};

/// An example that did not turn out as its page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where its info string stands in the page.
    pub info: Span,
    /// What differs.
    pub difference: Difference,
}

/// How an example differed from its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// These parts were to be found and were not, or the other way round.
    Findings {
        /// The marked parts.
        expected: Vec<(Span, String)>,
        /// The found parts.
        found: Vec<(Span, String)>,
    },
    /// A message reads otherwise.
    Message {
        /// As the page says.
        expected: String,
        /// As it was.
        found: String,
    },
    /// The text after fixes is another.
    Fixed {
        /// Up to which applicability fixes were made.
        most: Applicability,
        /// As the page says.
        expected: String,
        /// As it was.
        found: String,
    },
    /// A generator that does not exist.
    UnknownGenerator(String),
    /// The page's own schema cannot be used, at this JSON pointer of it.
    UnusableSchema(String),
}

/// Runs the examples of a rule's page.
pub fn run(rule: &RuleId, examples: &[Example]) -> Vec<Failure> {
    examples
        .iter()
        .flat_map(|example| {
            let differences = run_example(rule, example);
            differences.into_iter().map(|difference| Failure {
                info: example.info,
                difference,
            })
        })
        .collect()
}

fn run_example(rule: &RuleId, example: &Example) -> Vec<Difference> {
    let generator = match example
        .generator
        .as_deref()
        .map(|name| (name, Generator::from_name(name)))
    {
        Some((name, None)) => return vec![Difference::UnknownGenerator(name.to_owned())],
        Some((_, generator)) => generator,
        None => None,
    };
    let registry = Registry::built_in();
    let enabled = enabled_for(rule, &registry);
    let mut project = Project::new(registry, enabled, generator);
    match example.schema.as_deref().map(Schema::from_text) {
        Some(Ok(schema)) => project.apply_schema_everywhere(schema),
        Some(Err(error)) => return vec![Difference::UnusableSchema(error.pointer)],
        None => {}
    }
    let source = Source::from_bytes(FilePath::new(&example.path), example.bytes());
    let mut found = lint_and_prove(&source, &project, &Answers::default());
    found.diagnostics.retain(|diagnostic| diagnostic.rule == *rule);
    let mut differences = Vec::new();
    differences.extend(compare_findings(example, &source, &found.diagnostics));
    if let Some(expected) = &example.message {
        let catalogue = project.registry().catalogue(Language::English);
        differences.extend(found.diagnostics.iter().find_map(|diagnostic| {
            let found = catalogue.sentence(&diagnostic.message);
            (found != *expected).then(|| Difference::Message {
                expected: expected.clone(),
                found,
            })
        }));
    }
    let wanted = [
        (Applicability::Safe, &example.fixed),
        (Applicability::Unsafe, &example.unsafe_fixed),
    ];
    for (most, expected) in wanted {
        let Some(expected) = expected else { continue };
        let found = fix(source.clone(), &project, &Answers::default(), most).source.text;
        if found != *expected {
            differences.push(Difference::Fixed {
                most,
                expected: expected.clone(),
                found,
            });
        }
    }
    differences
}

/// What must run for a rule to find what it can: the rule alone, but with those
/// about suppressions all others, since what they find decides.
fn enabled_for(rule: &RuleId, registry: &Registry) -> Enabled {
    let registered = registry.get(rule.as_str());
    match registered.is_some_and(|registered| matches!(registered.check, Check::Suppressions(_))) {
        true => Enabled::All,
        false => Enabled::Only(rule.clone()),
    }
}

fn compare_findings(example: &Example, source: &Source, found: &[Diagnostic]) -> Option<Difference> {
    let quote = |spans: Vec<Span>| -> Vec<(Span, String)> {
        spans
            .into_iter()
            .map(|span| (span, span.of(&source.text).to_owned()))
            .collect()
    };
    let mut spans: Vec<Span> = found.iter().map(|diagnostic| diagnostic.span).collect();
    spans.sort();
    (spans != example.marks).then(|| Difference::Findings {
        expected: quote(example.marks.clone()),
        found: quote(spans),
    })
}

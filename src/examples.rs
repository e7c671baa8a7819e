//! Runs the examples of a page: what is marked must be found by its rule, and no
//! more.
//!
//! `cargo test` runs those of the built-in rules, and `kanwu rules test` those of
//! a user's own.

mod configured;
mod judged;
mod pack;

use std::sync::Arc;

use crate::check::Check;
use crate::config::Settings;
use crate::diagnostic::{Applicability, Diagnostic, RuleId};
use crate::fact::{Answers, Question, SchemaFile};
use crate::fix::{fix, lint_and_prove};
use crate::inventory::{Inventory, Location};
use crate::lint::{self, Enabled, Project, Surroundings};
use crate::messages::{Language, Message};
use crate::page::{Example, OtherFile};
use crate::registry::Registry;
use crate::schema::{Schema, gather};
use crate::settle::{self, Facts};
use crate::site::{Generator, Sites, chosen, lists};
use crate::text::{FilePath, Source, Span};

pub use judged::{Judged, PageKind, RULE_PAGE, judge_page};
pub use pack::{PackTest, test_pack};

/// An example that did not turn out as its page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where the info string of its file stands in the page.
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
    /// There is a mistake in the kanwu.yaml of a scenario.
    Configuration(Message),
}

/// Runs the examples of the page of a rule, which is one of these.
pub fn run(registry: &Arc<Registry>, rule: &RuleId, examples: &[Example]) -> Vec<Failure> {
    let run = |example| run_example(registry, rule, example);
    examples.iter().flat_map(run).collect()
}

fn run_example(registry: &Arc<Registry>, rule: &RuleId, example: &Example) -> Vec<Failure> {
    let failure = |difference| Failure {
        info: example.info,
        difference,
    };
    let generator = match example
        .generator
        .as_deref()
        .map(|name| (name, Generator::from_name(name)))
    {
        Some((name, None)) => return vec![failure(Difference::UnknownGenerator(name.to_owned()))],
        Some((_, generator)) => generator,
        None => None,
    };
    let enabled = enabled_for(rule, registry);
    let settings = match configured::settings(example, registry) {
        Some(Ok(settings)) => settings,
        Some(Err((info, message))) => {
            let difference = Difference::Configuration(message);
            return vec![Failure { info, difference }];
        }
        None => rule.pack().map(Settings::of_pack).unwrap_or_default(),
    };
    let own = settings.with_own_checks(Arc::clone(registry));
    let mut project = Project::new(own, enabled, generator).with_settings(settings);
    match example.schema.as_deref().map(Schema::from_text) {
        Some(Ok(schema)) => project.apply_schema_everywhere(schema),
        Some(Err(error)) => return vec![failure(Difference::UnusableSchema(error.pointer))],
        None => {}
    }
    project.look_around(surroundings(example));
    let source = Source::from_bytes(FilePath::new(&example.path), example.bytes());
    let mut failures = Vec::new();
    let mut infos = vec![example.info];
    let mut files = vec![(source.clone(), example.marks.as_slice())];
    for other in example.others.iter().filter(|other| is_page(&other.path)) {
        let source = Source::from_text(FilePath::new(&other.path), other.text.clone());
        files.push((source, other.marks.as_slice()));
        infos.push(other.info);
    }
    let mut founds = find_together(example, &files, &project);
    for found in &mut founds {
        found.retain(|diagnostic| diagnostic.rule == *rule);
    }
    for (((source, marks), found), info) in files.iter().zip(&founds).zip(infos) {
        let difference = compare_findings(marks, source, found);
        failures.extend(difference.map(|difference| Failure { info, difference }));
    }
    let found: Vec<&Diagnostic> = founds.iter().flatten().collect();
    if let Some(expected) = &example.message {
        let catalogue = project.registry().catalogue(Language::English);
        let difference = found.iter().find_map(|diagnostic| {
            let found = catalogue.sentence(&diagnostic.message);
            (found != *expected).then(|| Difference::Message {
                expected: expected.clone(),
                found,
            })
        });
        failures.extend(difference.map(failure));
    }
    let wanted = [
        (Applicability::Safe, &example.fixed),
        (Applicability::Unsafe, &example.unsafe_fixed),
    ];
    for (most, expected) in wanted {
        let Some(expected) = expected else { continue };
        let found = fix(source.clone(), &project, &before_lint(example, &source, &project), most)
            .source
            .text;
        if found != *expected {
            failures.push(failure(Difference::Fixed {
                most,
                expected: expected.clone(),
                found,
            }));
        }
    }
    failures
}

/// What must run for a rule to find what it can: the rule alone, but with those
/// about suppressions all others, since what they find decides.
fn enabled_for(rule: &RuleId, registry: &Registry) -> Enabled {
    let registered = registry.get(rule.as_str());
    match registered.is_some_and(|registered| matches!(*registered.check, Check::Suppressions(_))) {
        true => Enabled::All,
        false => Enabled::Only(rule.clone()),
    }
}

/// The files of an example as a whole repository.
fn surroundings(example: &Example) -> Surroundings {
    let others = example.others.iter().map(|other| (&other.path, &other.text));
    let files: Vec<(&String, &String)> = [(&example.path, &example.text)].into_iter().chain(others).collect();
    let inventory = Inventory::of_files(files.iter().map(|(path, _)| (*path).clone()).collect());
    let text_of = |location: Location| {
        let (_, text) = files.iter().find(|(path, _)| **path == location.path)?;
        Some((location, (*text).clone()))
    };
    let configurations = Sites::configurations(&inventory)
        .into_iter()
        .filter_map(text_of)
        .collect();
    Surroundings {
        sites: Sites::recognise(&inventory, &configurations),
        inventory,
        whole: vec![Location::default()],
    }
}

/// Whether a file of a scenario is read, and does not merely exist.
fn is_page(path: &str) -> bool {
    let extension = FilePath::new(path).extension();
    matches!(extension.as_deref(), Some("md" | "markdown" | "mdx" | "html" | "htm"))
}

/// What one of the files cannot be linted without, from the others.
fn before_lint(example: &Example, source: &Source, project: &Project) -> Answers {
    let other = |path: &str| example.others.iter().find(|other| other.path == path);
    let text = |path: &str| Some(other(path)?.text.as_str().into());
    let mut answers = Answers::default();
    for question in lint::questions(source, project) {
        match question {
            Question::Schema(location) => {
                let file = match text(&location.path) {
                    None => SchemaFile::Missing,
                    Some(written) => match gather(&location.path, written, &text) {
                        Ok(texts) => SchemaFile::Texts(texts),
                        Err(reason) => SchemaFile::Refers(reason),
                    },
                };
                answers.schemas.insert(location, file);
            }
            Question::Names(location) => {
                let list = |file: &OtherFile| lists::names_in(FilePath::new(&file.path), &file.text);
                let names = project.names_in(&location, || other(&location.path).and_then(list));
                answers.names.extend(names.map(|names| (location, names)));
            }
            _ => {}
        }
    }
    answers
}

/// What is found in each of some files, with all of them at hand.
fn find_together(example: &Example, files: &[(Source, &[Span])], project: &Project) -> Vec<Vec<Diagnostic>> {
    let founds = files
        .iter()
        .map(|(source, _)| lint_and_prove(source, project, &before_lint(example, source, project)));
    let (mut diagnostics, facts): (Vec<_>, Vec<_>) = founds.map(|found| (found.diagnostics, found.facts)).unzip();
    let facts = Facts::new(facts.into_iter().flatten());
    let mut answers = Answers::default();
    let source_of = |shown: &str| {
        let mut sources = files.iter().map(|(source, _)| source);
        sources.find(|source| source.path.shown == shown)
    };
    for question in facts
        .iter()
        .flat_map(|(key, facts)| settle::questions(key, facts, project))
    {
        match question {
            Question::Fragments(location) => {
                let fragments = source_of(&location.path).and_then(|source| project.fragments(source, &location));
                answers
                    .fragments
                    .extend(fragments.map(|fragments| (location, fragments)));
            }
            // A page's examples have no ignore files. Schemas and lists are asked for before.
            Question::Ignored(_) | Question::Schema(_) | Question::Names(_) => {}
            Question::Addresses(root) => {
                let addresses = answers.addresses.entry(root.clone()).or_default();
                for (source, _) in files {
                    let page = source.path.shown.strip_prefix(&root.path);
                    if let Some(page) = page.filter(|page| chosen::may_be_page(page)) {
                        chosen::add(page.trim_start_matches('/'), &source.text, addresses);
                    }
                }
            }
            Question::Common(pair) => {
                let sources = source_of(&pair.first.shown).zip(source_of(&pair.other.shown));
                if sources.is_some_and(|(first, other)| settle::is_common(&pair, first, other, project)) {
                    answers.common.insert(pair);
                }
            }
        }
    }
    for (file, diagnostic) in facts
        .iter()
        .flat_map(|(key, facts)| settle::settle(key, facts, project, &answers))
    {
        let number = files.iter().position(|(source, _)| source.path == *file);
        if let Some(diagnostics) = number.and_then(|number| diagnostics.get_mut(number)) {
            diagnostics.push(diagnostic);
        }
    }
    diagnostics
}

fn compare_findings(marks: &[Span], source: &Source, found: &[Diagnostic]) -> Option<Difference> {
    let quote = |spans: Vec<Span>| -> Vec<(Span, String)> {
        spans
            .into_iter()
            .map(|span| (span, span.of(&source.text).to_owned()))
            .collect()
    };
    let mut spans: Vec<Span> = found.iter().map(|diagnostic| diagnostic.span).collect();
    spans.sort();
    (spans != marks).then(|| Difference::Findings {
        expected: quote(marks.to_vec()),
        found: quote(spans),
    })
}

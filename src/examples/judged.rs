//! A page as a test: what is wrong with it, and how its rule differs from its
//! examples, as diagnostics in the page.
//!
//! Whose sentences these are, and how they are shown, it must not know.

use std::sync::Arc;

use super::{Difference, Failure, run};
use crate::diagnostic::{Applicability, Arguments, Diagnostic, Label, Message, RuleId};
use crate::page::{Example, Expectation, Page, PageProblem, place_in_page};
use crate::registry::Registry;
use crate::text::{Source, Span};

/// The name under which mistakes in pages are reported.
pub const RULE_PAGE: &str = "rule-page";

/// What a page consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// The page of a rule: what it finds in both languages, and examples of what
    /// it finds and what it leaves alone.
    Whole,
    /// More examples of a rule.
    EdgeCases,
}

/// What came of the test of a page.
#[derive(Debug, Default)]
pub struct Judged {
    /// What is wrong, in the order of the page.
    pub mistakes: Vec<Diagnostic>,
    /// How many examples it has.
    pub examples: usize,
}

/// Tests the page of a rule, which is one of these.
pub fn judge_page(page: &Source, kind: PageKind, registry: &Arc<Registry>, rule: &RuleId) -> Judged {
    if let Some(encoding) = page.encoding {
        let arguments = Arguments::new().with("encoding", encoding.name());
        return Judged {
            mistakes: vec![mistake(Span::empty(0), "config-not-utf-8", arguments, None)],
            examples: 0,
        };
    }
    let begin = page.byte_order_mark_len();
    let text = &page.text[begin..];
    let parsed = match kind {
        PageKind::Whole => Page::parse(text).map(|page| page.examples),
        PageKind::EdgeCases => Page::parse_examples(text),
    };
    let mut judged = Judged::default();
    match parsed {
        Ok(examples) => {
            judged.examples = examples.len();
            if kind == PageKind::Whole {
                judged.mistakes.extend(missing_examples(&examples, text.len()));
            }
            for failure in run(registry, rule, &examples) {
                let example = Failed::new(page, text, &examples, &failure);
                judged.mistakes.extend(example.mistakes(&failure.difference));
            }
        }
        Err(errors) => {
            let mistaken = errors.iter().map(|error| problem(error.span, &error.problem));
            judged.mistakes.extend(mistaken);
        }
    }
    for mistake in &mut judged.mistakes {
        mistake.span = mistake.span.shift(begin);
        for label in &mut mistake.labels {
            label.span = label.span.shift(begin);
        }
    }
    judged.mistakes.sort_by_key(|mistake| mistake.span);
    judged
}

fn missing_examples(examples: &[Example], end: usize) -> impl Iterator<Item = Diagnostic> {
    let lacks = |expectation| examples.iter().all(|example| example.expectation != expectation);
    let bad = lacks(Expectation::Bad).then_some(("page-no-bad", "page-no-bad-help"));
    let good = lacks(Expectation::Good).then_some(("page-no-good", "page-no-good-help"));
    let missing = bad.into_iter().chain(good);
    missing.map(move |(message, help)| mistake(Span::empty(end), message, Arguments::new(), Some(Message::key(help))))
}

fn problem(span: Span, problem: &PageProblem) -> Diagnostic {
    let arguments = Arguments::new();
    let (message, arguments, help) = match problem {
        PageProblem::MissingPart(part) => (
            "page-missing-part",
            arguments.with("part", *part),
            match *part {
                "Examples" => "page-missing-examples-help",
                _ => "page-missing-part-help",
            },
        ),
        PageProblem::UnclosedFence => ("page-not-closed", arguments, "page-not-closed-help"),
        PageProblem::NoExpectation => ("page-no-heading", arguments, "page-no-heading-help"),
        PageProblem::UnknownWord(word) => (
            "page-unknown-word",
            arguments.with("word", word),
            "page-unknown-word-help",
        ),
        PageProblem::NothingToFix => ("page-nothing-to-fix", arguments, "page-nothing-to-fix-help"),
        PageProblem::UnbalancedMark => ("page-unbalanced-mark", arguments, "page-unbalanced-mark-help"),
        PageProblem::MarksDisagree => ("page-marks-disagree", arguments, "page-marks-disagree-help"),
    };
    let help = Message::Key(help, arguments.clone());
    mistake(span, message, arguments, Some(help))
}

fn mistake(span: Span, message: &'static str, arguments: Arguments, help: Option<Message>) -> Diagnostic {
    Diagnostic::mistake(RULE_PAGE, span, Message::Key(message, arguments), help)
}

/// An example that did not turn out as its page says.
struct Failed<'a> {
    page: &'a Source,
    /// The page without its byte order mark.
    text: &'a str,
    /// Where the info string of the file stands.
    info: Span,
    /// The text before any fix; none of a further file of a scenario.
    before: Option<&'a str>,
}

impl<'a> Failed<'a> {
    fn new(page: &'a Source, text: &'a str, examples: &'a [Example], failure: &Failure) -> Self {
        let example = examples.iter().find(|example| example.info == failure.info);
        Self {
            page,
            text,
            info: failure.info,
            before: example.map(|example| example.text.as_str()),
        }
    }

    fn mistakes(&self, difference: &Difference) -> Vec<Diagnostic> {
        let arguments = Arguments::new();
        let of_info = |message, arguments, help| vec![mistake(self.info, message, arguments, help)];
        match difference {
            Difference::Findings { expected, found } => self.findings(expected, found),
            Difference::Message { expected, found } => of_info(
                "page-other-message",
                arguments.with("expected", expected).with("found", found),
                Some(Message::key("page-other-message-help")),
            ),
            Difference::Fixed { most, expected, found } => vec![self.other_fix(*most, expected, found)],
            Difference::UnknownGenerator(name) => of_info(
                "page-unknown-generator",
                arguments.with("name", name),
                Some(Message::key("page-unknown-generator-help")),
            ),
            Difference::UnusableSchema(pointer) => {
                of_info("page-unusable-schema", arguments.with("pointer", pointer), None)
            }
            Difference::Configuration(message) => {
                vec![Diagnostic::mistake(RULE_PAGE, self.info, message.clone(), None)]
            }
        }
    }

    /// A finding that should have been made and one that should not are one
    /// mistake where they overlap.
    fn findings(&self, expected: &[(Span, String)], found: &[(Span, String)]) -> Vec<Diagnostic> {
        let missing = expected.iter().filter(|part| !found.contains(part));
        let mut extra: Vec<Span> = found
            .iter()
            .filter(|part| !expected.contains(part))
            .map(|(span, _)| *span)
            .collect();
        let mut mistakes = Vec::new();
        for (span, _) in missing {
            let overlapping = extra
                .iter()
                .position(|other| span.start < other.end && other.start < span.end);
            mistakes.push(match overlapping.map(|number| extra.remove(number)) {
                Some(other) => Diagnostic {
                    labels: vec![Label {
                        file: self.page.path.clone(),
                        span: self.place(other),
                        message: Message::key("page-found-part"),
                    }],
                    ..self.finding(*span, "page-other-part", "page-other-part-help")
                },
                None => self.finding(*span, "page-not-found", "page-not-found-help"),
            });
        }
        let unmarked = |span| self.finding(span, "page-not-marked", "page-not-marked-help");
        mistakes.extend(extra.into_iter().map(unmarked));
        mistakes
    }

    fn finding(&self, span: Span, message: &'static str, help: &'static str) -> Diagnostic {
        mistake(self.place(span), message, Arguments::new(), Some(Message::key(help)))
    }

    fn place(&self, span: Span) -> Span {
        place_in_page(self.text, self.info, span)
    }

    fn other_fix(&self, most: Applicability, expected: &str, found: &str) -> Diagnostic {
        let (flag, fence) = match most {
            Applicability::Safe => ("--fix", "fixed"),
            Applicability::Unsafe | Applicability::Display => ("--unsafe-fixes", "unsafe-fixed"),
        };
        let arguments = Arguments::new().with("flag", flag).with("fence", fence);
        if self.before == Some(found) {
            let help = Message::Key("page-not-fixed-help", arguments.clone());
            return mistake(self.info, "page-not-fixed", arguments, Some(help));
        }
        let (line, expected, found) = first_difference(expected, found);
        let arguments = arguments.with("line", line.to_string());
        let lines = Arguments::new().with("expected", expected).with("found", found);
        let help = Message::Key("page-fixed-otherwise-help", lines);
        mistake(self.info, "page-fixed-otherwise", arguments, Some(help))
    }
}

/// The first line in which two texts differ, with its number; empty where a text
/// has ended before.
fn first_difference<'t>(one: &'t str, other: &'t str) -> (usize, &'t str, &'t str) {
    let (mut ones, mut others) = (one.split_inclusive('\n'), other.split_inclusive('\n'));
    let mut number = 0;
    loop {
        number += 1;
        match (ones.next(), others.next()) {
            (None, None) => return (number, "", ""),
            (one, other) if one != other => {
                let shown = |line: Option<&'t str>| line.unwrap_or_default().trim_end_matches('\n');
                return (number, shown(one), shown(other));
            }
            _ => {}
        }
    }
}

//! The check `suppressions`: comments that say "not here" and are mistaken.
//!
//! It runs when the other checks have, on what became of their findings. Which
//! rules there are, and which of them ran, is told to it.

mod standing;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Message, RuleId};
use crate::document::suppress::{Covered, Name, Suppression};
use crate::fact::Found;
use crate::messages::clipped;
use crate::rule::Rule;
use crate::schema::nearest;
use crate::text::Span;

pub use standing::Suppressions;

/// For how many unknown names in one file the nearest known one is sought.
const SUGGESTION_LIMIT: usize = 100;

/// Names in a sentence, and characters of a name.
const LIST_LIMIT: usize = 12;
/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SuppressionComments {
    /// What to look for.
    problem: Problem,
}

/// What can be wrong with such a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Problem {
    /// It suppresses nothing.
    Unused,
    /// It does not say why.
    NoReason,
    /// It names nothing, or what there is not.
    UnknownName,
}

/// The names that a suppression may use, each with the rules it stands for.
#[derive(Debug, Default)]
pub struct Vocabulary(HashMap<String, Vec<RuleId>>);

impl Vocabulary {
    /// Lets a name stand for one rule more, or, so far, for none.
    pub fn add(&mut self, name: &str, rule: Option<&RuleId>) {
        let rules = self.0.entry(name.to_owned()).or_default();
        rules.extend(rule.cloned());
    }

    /// Whether something is called so.
    pub fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn rules(&self, name: &Name) -> Option<&[RuleId]> {
        self.0.get(&name.text).map(Vec::as_slice)
    }

    fn nearest(&self, name: &str) -> Option<&str> {
        let mut candidates: Vec<&str> = self.0.keys().map(String::as_str).collect();
        candidates.sort_unstable();
        nearest(name, candidates)
    }
}

/// The suppressions of a file after all findings of a run were weighed.
#[derive(Debug)]
pub struct Weighed<'a> {
    /// The suppressions.
    pub suppressions: &'a Suppressions,
    /// The names that exist.
    pub vocabulary: &'a Vocabulary,
    /// The rules that looked at the whole file.
    pub ran: &'a HashSet<RuleId>,
}

impl Weighed<'_> {
    fn is_decided(&self, suppression: &Suppression) -> bool {
        let has_run = |name: &Name| {
            let rules = self.vocabulary.rules(name).unwrap_or_default();
            !rules.is_empty() && rules.iter().all(|rule| self.ran.contains(rule))
        };
        !suppression.names.is_empty() && suppression.names.iter().all(has_run)
    }
}

impl SuppressionComments {
    /// Reports what is wrong with the suppressions of a file.
    pub fn run(&self, rule: &Rule, weighed: &Weighed<'_>, found: &mut Found) {
        let suppressions = weighed.suppressions.list();
        match self.problem {
            Problem::Unused => {
                let unused = weighed.suppressions.unused();
                for (number, suppression) in suppressions.iter().enumerate() {
                    if weighed.is_decided(suppression) {
                        let removal = weighed.suppressions.removal(number);
                        report_unused(rule, suppression, removal, &of_comment(&unused, number), found);
                    }
                }
            }
            Problem::NoReason => {
                let lacks_reason =
                    |suppression: &&Suppression| suppression.reason.is_none() && !suppression.names.is_empty();
                let lacking = suppressions.iter().filter(lacks_reason);
                found.diagnostics.extend(lacking.map(|suppression| {
                    let arguments = Arguments::new().with("names", listed(&suppression.names));
                    rule.finding(suppression.comment, arguments)
                }));
            }
            Problem::UnknownName => report_unknown(rule, weighed, found),
        }
    }
}

/// Names as a sentence can quote them: not more than a few, nor longer than a
/// line.
fn listed(names: &[Name]) -> String {
    let mut shown: Vec<String> = names.iter().take(LIST_LIMIT).map(|name| clipped(&name.text)).collect();
    if names.len() > LIST_LIMIT {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

/// The names of one comment among those positions, by their number.
fn of_comment(unused: &BTreeSet<standing::Position>, number: usize) -> Vec<usize> {
    unused
        .range((number, 0)..(number + 1, 0))
        .map(|(_, index)| *index)
        .collect()
}

/// Reports a comment of which nothing is of use, or else each name of it that
/// is not.
fn report_unused(rule: &Rule, suppression: &Suppression, removal: Span, unused: &[usize], found: &mut Found) {
    let Suppression {
        names,
        comment,
        covered,
        ..
    } = suppression;
    if unused.len() == names.len() {
        let arguments = Arguments::new().with("names", listed(names));
        let title = rule.fix_title(&arguments, "fix-remove-comment");
        let mut diagnostic = rule.finding(*comment, arguments);
        if *covered == Covered::Nothing {
            diagnostic.help = Some(Message::key("suppression-covers-nothing-help"));
        }
        diagnostic.fix = Some(fix(title, removal, Change::RemoveComment));
        found.diagnostics.push(diagnostic);
        return;
    }
    let last_kept = last_kept(names.len(), unused);
    for &index in unused {
        let Some(name) = names.get(index) else { continue };
        let arguments = Arguments::new().with("names", clipped(&name.text));
        let title = Message::Key("fix-remove-name", arguments.clone());
        let removal = name_removal(names, index, last_kept);
        found.diagnostics.push(Diagnostic {
            fix: removal.map(|removal| fix(title, removal, Change::SetComment)),
            ..rule.finding(name.span, arguments)
        });
    }
}

fn fix(title: Message, span: Span, change: Change) -> Fix {
    Fix {
        title,
        edits: vec![Edit {
            span,
            text: String::new(),
        }],
        change,
        applicability: Applicability::Safe,
    }
}

/// The last of so many names that stays.
fn last_kept(count: usize, unused: &[usize]) -> usize {
    let kept = (0..count).rev().find(|index| unused.binary_search(index).is_err());
    kept.unwrap_or_default()
}

/// The bytes of a name in a list, with what parts it from the next, or, behind
/// the last that stays, from the one before it. Those of several do not overlap.
fn name_removal(names: &[Name], index: usize, last_kept: usize) -> Option<Span> {
    let name = names.get(index)?.span;
    if index < last_kept {
        return Some(Span::new(name.start, names.get(index + 1)?.span.start));
    }
    Some(Span::new(names.get(index.checked_sub(1)?)?.span.end, name.end))
}

/// Reports names that there are not, and comments without any.
fn report_unknown(rule: &Rule, weighed: &Weighed<'_>, found: &mut Found) {
    let mut suggestions: HashMap<&str, Option<&str>> = HashMap::new();
    for suppression in weighed.suppressions.list() {
        if let Some(keyword) = &suppression.unknown_keyword {
            let arguments = Arguments::new().with("keyword", clipped(&keyword.text));
            found.diagnostics.push(Diagnostic {
                message: Message::Key("suppression-unknown-keyword", arguments),
                help: Some(Message::key("suppression-unknown-keyword-help")),
                ..rule.finding(keyword.span, Arguments::new())
            });
        } else if suppression.names.is_empty() {
            found.diagnostics.push(Diagnostic {
                message: Message::key("suppression-names-nothing"),
                help: Some(Message::key("suppression-names-nothing-help")),
                ..rule.finding(suppression.comment, Arguments::new())
            });
        }
        for name in suppression
            .names
            .iter()
            .filter(|name| !weighed.vocabulary.knows(&name.text))
        {
            let is_known = suggestions.contains_key(name.text.as_str());
            if !is_known && suggestions.len() < SUGGESTION_LIMIT {
                suggestions.insert(&name.text, weighed.vocabulary.nearest(&name.text));
            }
            let suggestion = suggestions.get(name.text.as_str()).copied().flatten();
            let mut diagnostic = rule.finding(name.span, Arguments::new().with("name", clipped(&name.text)));
            if let Some(suggestion) = suggestion {
                let arguments = Arguments::new().with("suggestion", suggestion);
                diagnostic.help = Some(Message::Key("schema-did-you-mean", arguments));
            }
            found.diagnostics.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests;

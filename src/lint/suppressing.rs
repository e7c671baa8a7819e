//! What suppressions do to the findings of one file, and what is wrong with
//! them. It must not know how they are written.

use std::collections::HashSet;

use super::{Project, Spans, respect_template_bodies, run_as, sort};
use crate::check::{Check, Subject, Suppressions, Vocabulary, Weighed};
use crate::diagnostic::{Applicability, Diagnostic, RuleId};
use crate::document::suppress::{Covered, Name};
use crate::fact::{Fact, Found, Key, Payload, Reporting};
use crate::registry::{Registered, Registry};
use crate::rule::Group;
use crate::text::Span;

/// The names of rules and groups. A group does not stand for the rules about
/// suppressions in it, which run when it is known what the others found.
pub(super) fn vocabulary(registry: &Registry) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    Group::ALL.iter().for_each(|group| vocabulary.add(group.name(), None));
    for Registered { rule, check, .. } in registry.rules() {
        vocabulary.add(rule.id.as_str(), Some(&rule.id));
        if !matches!(**check, Check::Suppressions(_)) {
            vocabulary.add(rule.group.name(), Some(&rule.id));
        }
    }
    vocabulary
}

/// Takes what is suppressed out of the findings, and adds what is wrong with the
/// suppressions. Gives back what was taken out, as rules and spans.
pub(super) fn weigh(
    subject: &Subject<'_, '_>,
    project: &Project,
    found: &mut Found,
) -> (Vec<(RuleId, Span)>, Suppressions) {
    let document = subject.document;
    let mut suppressions = Suppressions::of(document);
    if suppressions.is_empty() {
        return (Vec::new(), suppressions);
    }
    let mut suppressed = suppress(project, &mut found.diagnostics, &mut suppressions);
    let mut is_suppressed = |rule: &RuleId, span| {
        let registered = project.registry.get(rule.as_str());
        registered.is_some_and(|registered| suppressions.suppress(rule, registered.rule.group, span))
    };
    found
        .facts
        .retain_mut(|Fact { key, span, payload, .. }| match (&*key, payload) {
            (_, Payload::Link(link)) => !is_suppressed(&link.rule, *span),
            // Others are still compared with it.
            (Key::Common(common), Payload::Has(reporting)) if is_suppressed(&common.rule, *span) => {
                *reporting = Reporting::Suppressed;
                true
            }
            (Key::Common(common), Payload::Spelled(spelled)) if is_suppressed(&common.rule, *span) => {
                spelled.reporting = Reporting::Suppressed;
                true
            }
            _ => true,
        });
    keep_what_is_suppressed(project, &suppressed, &suppressions, &mut found.diagnostics);
    let mut mistakes = mistaken_suppressions(subject, project, &suppressions);
    respect_template_bodies(document, &mut mistakes);
    suppressed.append(&mut suppress(project, &mut mistakes.diagnostics, &mut suppressions));
    found.diagnostics.append(&mut mistakes.diagnostics);
    sort(found);
    (suppressed, suppressions)
}

/// Drops the findings that are suppressed, and gives them back as rules and
/// spans.
fn suppress(
    project: &Project,
    diagnostics: &mut Vec<Diagnostic>,
    suppressions: &mut Suppressions,
) -> Vec<(RuleId, Span)> {
    let mut suppressed = Vec::new();
    diagnostics.retain(|Diagnostic { rule, span, .. }| {
        let group = project
            .registry
            .get(rule.as_str())
            .map(|registered| registered.rule.group);
        let is_suppressed = group.is_some_and(|group| suppressions.suppress(rule, group, *span));
        if is_suppressed {
            suppressed.push((rule.clone(), *span));
        }
        !is_suppressed
    });
    suppressed
}

/// Lets no fix of another finding take away what a suppression keeps, nor the
/// suppression, and none mend what one covers whose name is not known: nobody
/// knows what it was to keep. Such fixes are only shown.
fn keep_what_is_suppressed(
    project: &Project,
    suppressed: &[(RuleId, Span)],
    suppressions: &Suppressions,
    diagnostics: &mut [Diagnostic],
) {
    let comments = suppressions.list().iter().map(|suppression| suppression.comment);
    let kept = Spans::new(suppressed.iter().map(|(_, span)| *span).chain(comments).collect());
    let is_unknown = |name: &Name| !project.vocabulary.knows(&name.text);
    let unclear = suppressions
        .list()
        .iter()
        .filter(|suppression| suppression.unknown_keyword.is_some() || suppression.names.iter().any(is_unknown));
    let covered = unclear.filter_map(|suppression| match suppression.covered {
        Covered::File => Some(Span::new(0, usize::MAX)),
        Covered::Range(covered) => Some(covered),
        Covered::Nothing => None,
    });
    let unclear = Spans::new(covered.collect());
    for Diagnostic { fix, span, .. } in diagnostics {
        let Some(fix) = fix.as_mut() else { continue };
        let is_kept = fix.edits.iter().any(|edit| kept.lie_within(edit.span));
        if is_kept || unclear.contain(Span::new(span.start, span.start + 1)) {
            fix.applicability = Applicability::Display;
        }
    }
}

/// What is wrong with the suppressions themselves.
fn mistaken_suppressions(subject: &Subject<'_, '_>, project: &Project, suppressions: &Suppressions) -> Found {
    let document = subject.document;
    let path = &document.source().path;
    // Of a file that was read in part, nobody knows what else there is to find.
    let is_whole = document.cut().is_none() && document.front_matter().errors.is_empty();
    let has_run = |Registered { check, .. }: &&Registered| {
        is_whole && !matches!(**check, Check::Suppressions(_)) && check.judges(subject)
    };
    let ran: HashSet<RuleId> = project
        .rules_for(path)
        .map(|(registered, _)| registered)
        .filter(has_run)
        .map(|registered| registered.rule.id.clone())
        .collect();
    let weighed = Weighed {
        suppressions,
        vocabulary: &project.vocabulary,
        ran: &ran,
    };
    let mut found = Found::default();
    for (Registered { rule, check, .. }, severity) in project.rules_for(path) {
        if let Check::Suppressions(check) = check.as_ref() {
            run_as(severity, &mut found, |found| check.run(rule, &weighed, found));
        }
    }
    found
}

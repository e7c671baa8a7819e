//! Settling how files write a name: the commonest writing is as it should be, and
//! each other one is told of it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::check::variants::{are_variants, differ_in_script};
use crate::diagnostic::{Arguments, Diagnostic, Label, Message};
use crate::fact::{Common, Fact, Payload, Reporting};
use crate::lint::Project;
use crate::messages::clipped;
use crate::text::FilePath;

/// One writing, and where it stands.
type Places<'f> = Vec<&'f Fact>;

/// The findings, each with its file.
pub(super) fn settle(common: &Common, facts: &[Fact], project: &Project) -> Vec<(Arc<FilePath>, Diagnostic)> {
    // Nearly all names are written in one way.
    let Some(first) = facts.first() else { return Vec::new() };
    if facts.iter().all(|fact| text(fact) == text(first)) {
        return Vec::new();
    }
    let registered = project.registry().get(common.rule.as_str());
    let (Some(registered), Some(place)) = (registered, project.place(&first.file)) else {
        return Vec::new();
    };
    if !project.has_whole(&place.site.root) {
        return Vec::new();
    }
    let mut writings: BTreeMap<&str, Places<'_>> = BTreeMap::new();
    for fact in facts {
        writings.entry(text(fact)).or_default().push(fact);
    }
    let Some((usual, usual_places)) = commonest(&writings) else {
        return Vec::new();
    };
    let label = Label {
        file: (*usual_places.0.file).clone(),
        span: usual_places.0.span,
        message: match usual_places.1 {
            1 => Message::key("variants-other"),
            count => Message::Key("variants-usual", Arguments::new().with("count", count.to_string())),
        },
    };
    let files = files_of(writings.get(usual));
    let is_told = |(writing, places): &(&&str, &Places<'_>)| {
        // What stands in both scripts in one file is to be found by readers of either.
        let is_in_both = || files_of(Some(places)).iter().any(|file| files.contains(file));
        are_variants(writing, usual, place.site.generator) && !(differ_in_script(writing, usual) && is_in_both())
    };
    let told = writings.iter().filter(is_told).flat_map(|(_, places)| places);
    let rule = &registered.rule;
    let finding = |fact: &&Fact| {
        let is_wanted = matches!(&fact.payload, Payload::Spelled(spelled) if spelled.reporting == Reporting::Wanted);
        let arguments = Arguments::new()
            .with("found", clipped(text(fact)))
            .with("usual", clipped(usual));
        let diagnostic = Diagnostic {
            severity: project.severity(rule, &fact.file).filter(|_| is_wanted)?,
            labels: vec![label.clone()],
            ..rule.finding(fact.span, arguments)
        };
        Some((Arc::clone(&fact.file), diagnostic))
    };
    told.filter_map(finding).collect()
}

/// The writing that stands in most places, of several the one that comes first, with
/// its first place and how many there are.
fn commonest<'f>(writings: &BTreeMap<&'f str, Places<'f>>) -> Option<(&'f str, (&'f Fact, usize))> {
    let counted = writings.iter().filter_map(|(writing, places)| {
        let first = places.iter().min_by_key(|fact| (&fact.file.shown, fact.span))?;
        Some((*writing, (*first, places.len())))
    });
    counted.min_by(|(_, (one, count)), (_, (other, other_count))| {
        let place = |fact: &&Fact| (fact.file.shown.clone(), fact.span);
        other_count.cmp(count).then_with(|| place(one).cmp(&place(other)))
    })
}

fn files_of<'f>(places: Option<&Places<'f>>) -> HashSet<&'f FilePath> {
    places.into_iter().flatten().map(|fact| &*fact.file).collect()
}

fn text(fact: &Fact) -> &str {
    match &fact.payload {
        Payload::Spelled(spelled) => &spelled.text,
        Payload::Link(_) | Payload::Has(_) => "",
    }
}

//! Fixes: choose them, prove them, apply them, until nothing changes.
//!
//! Pure: texts in, texts out. It must not know where they are written.

mod proof;

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use crate::check::blank_line_edit;
use crate::diagnostic::{Applicability, Change, Diagnostic, Edit, Fix, edited};
use crate::document::Document;
use crate::document::tree::Trace;
use crate::fact::{Answers, Found};
use crate::lint::{Project, lint_document};
use crate::text::{Source, Span};

/// How often a text is linted again before we give up on a fixed point, and
/// how many bytes all passes together may read; but a few are always made.
const MOST_PASSES: usize = 32;
const MOST_BYTES_LINTED: usize = 8 << 20;
const FEWEST_PASSES: usize = 3;

/// How many attempts at a proof one pass over one file may cost, and how many
/// bytes they may read together; but one is always made.
const MOST_ATTEMPTS: usize = 64;
const MOST_BYTES_PROVED: usize = 4 << 20;

/// What fixing left.
#[derive(Debug)]
pub struct Fixed {
    /// The text after all fixes, with its positions.
    pub source: Source,
    /// What is still found in it, each fix proved or taken back.
    pub found: Found,
    /// How many diagnostics were mended.
    pub count: usize,
}

/// Lints, and then holds each fix that hopes to be safe to its proof: where
/// none succeeds it becomes unsafe. What is safe afterwards can be applied all
/// together.
pub fn lint_and_prove(source: &Source, project: &Project, answers: &Answers) -> Found {
    let placed = project.read(source);
    let document = &placed.document;
    let mut found = lint_document(&placed, project, answers);
    prove(document, &mut found.diagnostics);
    found
}

/// Applies fixes up to `most` (`Safe`, or `Unsafe` as well), lints again, and
/// goes on until nothing is left to fix.
pub fn fix(source: Source, project: &Project, answers: &Answers, most: Applicability) -> Fixed {
    let mut source = source;
    let mut count = 0;
    for _ in 0..within(MOST_BYTES_LINTED, source.text.len(), FEWEST_PASSES..=MOST_PASSES) {
        let found = lint_and_prove(&source, project, answers);
        let chosen = choose(&found.diagnostics, most);
        if chosen.is_empty() {
            return Fixed { source, found, count };
        }
        let (fixed, applied) = apply_sound(&source, project, &chosen);
        if fixed.text == source.text {
            return Fixed { source, found, count };
        }
        count += applied;
        source = fixed;
    }
    let found = lint_and_prove(&source, project, answers);
    Fixed { source, found, count }
}

/// The text with fixes made, and how many those are. Fixes that know nothing of
/// one another can break front matter together; then only those are made that
/// leave it as sound as it was, one after the other.
fn apply_sound(source: &Source, project: &Project, fixes: &[&Fix]) -> (Source, usize) {
    let with = |fixes: &[&Fix]| {
        let text = apply(&source.text, fixes.iter().flat_map(|fix| &fix.edits));
        Source::from_text(source.path.clone(), text)
    };
    let errors = |source: &Source| project.read(source).document.front_matter().errors.len();
    let all = with(fixes);
    let before = errors(source);
    if errors(&all) <= before {
        return (all, fixes.len());
    }
    let mut kept: Vec<&Fix> = Vec::new();
    let attempts = within(MOST_BYTES_PROVED, source.text.len(), 1..=MOST_ATTEMPTS);
    for fix in fixes.iter().take(attempts) {
        kept.push(fix);
        if errors(&with(&kept)) > before {
            kept.pop();
        }
    }
    (with(&kept), kept.len())
}

/// How many rounds of so many bytes stay within a budget of bytes.
fn within(budget: usize, bytes: usize, rounds: RangeInclusive<usize>) -> usize {
    (budget / bytes.max(1)).clamp(*rounds.start(), *rounds.end())
}

/// The fixes of at most that applicability, in order, without those that
/// overlap an earlier one, or insert where that inserts.
fn choose(diagnostics: &[Diagnostic], most: Applicability) -> Vec<&Fix> {
    let mut fixes: Vec<&Fix> = diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.fix.as_ref())
        .filter(|fix| fix.applicability <= most && !fix.edits.is_empty())
        .collect();
    fixes.sort_by_key(|fix| fix.edits.first().map(|edit| edit.span));
    let mut last: Option<Span> = None;
    fixes.retain(|fix| {
        let first = fix.edits.first().map(|edit| edit.span);
        let starts_after = first.is_some_and(|first| last.is_none_or(|last| follows(last, first)));
        if starts_after {
            last = fix.edits.last().map(|edit| edit.span);
        }
        starts_after
    });
    fixes
}

/// Whether an edit of one span can be made beside one of another before it: of
/// two insertions at one place, nobody knows which comes first.
fn follows(before: Span, span: Span) -> bool {
    span.start >= before.end && !(span.is_empty() && span == before)
}

/// The text with edits made, which are in order and do not overlap.
pub fn apply<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    edited(text, Span::new(0, text.len()), edits)
}

/// Holds every fix that hopes to be safe to its proof.
///
/// Those that a short proof can speak of are tried together, and then the
/// others: all at once, then halves of them, down to single ones, for which
/// leaving a blank line in place is tried too. What does not go with the rest
/// becomes unsafe.
fn prove(document: &Document<'_>, diagnostics: &mut [Diagnostic]) {
    let is_hopeful = |diagnostic: &Diagnostic| {
        let fix = diagnostic.fix.as_ref();
        fix.is_some_and(|fix| fix.applicability == Applicability::Safe)
    };
    if !diagnostics.iter().any(is_hopeful) {
        return;
    }
    let traces = traces(document, diagnostics);
    let (mut easy, mut hard) = (Vec::new(), Vec::new());
    for (number, diagnostic) in diagnostics
        .iter_mut()
        .enumerate()
        .filter(|(_, diagnostic)| is_hopeful(diagnostic))
    {
        let Some(fix) = &mut diagnostic.fix else { continue };
        let trace = match fix.change {
            _ if document.cut().is_some() => Some(&Trace::Displaces),
            Change::Other => Some(&Trace::Displaces),
            Change::RemoveNode => traces.get(&diagnostic.span),
            _ => None,
        };
        match trace {
            Some(Trace::None(_)) => easy.push(number),
            // No proof would succeed, so none is tried.
            Some(Trace::Displaces) => {}
            Some(Trace::Unclear) | None => hard.push(number),
        }
        fix.applicability = Applicability::Unsafe;
    }
    let first_edit = |number: &usize| {
        diagnostics[*number]
            .fix
            .as_ref()
            .and_then(|fix| fix.edits.first())
            .map(|edit| edit.span)
    };
    easy.sort_by_key(first_edit);
    hard.sort_by_key(first_edit);
    let mut prover = Prover {
        document,
        diagnostics,
        proved: Vec::new(),
        attempts_left: within(MOST_BYTES_PROVED, document.source().text.len(), 1..=MOST_ATTEMPTS),
    };
    prover.try_together(&easy);
    prover.try_together(&hard);
    let Prover { proved, .. } = prover;
    for number in proved {
        if let Some(fix) = &mut diagnostics[number].fix {
            fix.applicability = Applicability::Safe;
        }
    }
    drop_false_orders(document, diagnostics);
}

/// Takes back what sorts keys, but not the same ones: nobody wants that. What
/// holds alone and not with the others stays, to be asked for.
fn drop_false_orders(document: &Document<'_>, diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        let is_doubtful = |fix: &&Fix| fix.change == Change::SortKeys && fix.applicability != Applicability::Safe;
        let Some(fix) = diagnostic.fix.as_ref().filter(is_doubtful) else {
            continue;
        };
        if !proof::holds(document, &[(diagnostic, fix)]) {
            diagnostic.fix = None;
        }
    }
}

/// What the elements at the diagnostics' spans leave behind in the parser.
fn traces(document: &Document<'_>, diagnostics: &[Diagnostic]) -> HashMap<Span, Trace> {
    let spans: HashSet<Span> = diagnostics.iter().map(|diagnostic| diagnostic.span).collect();
    let places = document.tree().places().filter(|place| spans.contains(&place.span));
    places.map(|place| (place.span, place.trace)).collect()
}

struct Prover<'a, 's> {
    document: &'a Document<'s>,
    diagnostics: &'a mut [Diagnostic],
    proved: Vec<usize>,
    attempts_left: usize,
}

impl Prover<'_, '_> {
    fn try_together(&mut self, numbers: &[usize]) {
        if numbers.is_empty() {
            return;
        }
        if self.holds_with(numbers) {
            self.proved.extend_from_slice(numbers);
            return;
        }
        if let [number] = numbers {
            if self.leave_blank_line(*number) {
                self.proved.push(*number);
            }
            return;
        }
        if self.attempts_left > 0 {
            let (left, right) = numbers.split_at(numbers.len() / 2);
            self.try_together(left);
            self.try_together(right);
        }
    }

    /// Whether these fixes, with all that were proved before, do what they say.
    fn holds_with(&mut self, numbers: &[usize]) -> bool {
        let Some(attempts_left) = self.attempts_left.checked_sub(1) else {
            return false;
        };
        self.attempts_left = attempts_left;
        let mut all = self.proved.clone();
        all.extend_from_slice(numbers);
        let mut fixes: Vec<(&Diagnostic, &Fix)> = all
            .iter()
            .filter_map(|number| self.diagnostics.get(*number))
            .filter_map(|diagnostic| Some((diagnostic, diagnostic.fix.as_ref()?)))
            .collect();
        fixes.sort_by_key(|(_, fix)| fix.edits.first().map(|edit| edit.span));
        proof::holds(self.document, &fixes)
    }

    /// Tries the removal of `number` with one blank line left in its place.
    fn leave_blank_line(&mut self, number: usize) -> bool {
        let Some(diagnostic) = self.diagnostics.get_mut(number) else {
            return false;
        };
        let Some(fix) = diagnostic.fix.as_mut() else {
            return false;
        };
        let text = &self.document.source().text;
        let edit = match fix.change {
            Change::RemoveNode | Change::RemoveComment => blank_line_edit(text, diagnostic.span),
            _ => None,
        };
        let Some(edit) = edit else { return false };
        let before = std::mem::replace(&mut fix.edits, vec![edit]);
        if self.holds_with(&[number]) {
            return true;
        }
        if let Some(fix) = self
            .diagnostics
            .get_mut(number)
            .and_then(|diagnostic| diagnostic.fix.as_mut())
        {
            fix.edits = before;
        }
        false
    }
}

//! References without a definition: `[text][label]` that is shown as it is
//! written.
//!
//! Brackets stand for many things, so only a pair that looks like nothing else is
//! reported, and only in a document that has definitions of its own.

use std::collections::HashSet;

use super::math;
use crate::dialect::Markup;
use crate::document::Document;
use crate::document::prose::{Run, RunKind};
use crate::text::Span;

/// Characters of a text or a label beyond which brackets are no reference.
const LENGTH_LIMIT: usize = 200;

/// The labels without a definition, each with its place.
pub(super) fn undefined(document: &Document<'_>) -> Vec<(Span, String)> {
    let source = &document.source().text;
    if document.dialect().markup == Markup::Html || !source.contains("][") || document.cut().is_some() {
        return Vec::new();
    }
    let defined = defined(document.body().of(source));
    if defined.is_empty() {
        return Vec::new();
    }
    let runs = document.prose().iter();
    let of_body = runs.filter(|run| matches!(run.kind, RunKind::Body | RunKind::Heading));
    let labels = of_body.flat_map(|run| {
        let found = run.text.match_indices("][").map(|(at, _)| at);
        found.filter_map(|at| label_at(run, at, source))
    });
    let mut undefined: Vec<(Span, String)> = labels
        .filter(|(_, label)| !defined.contains(&normalized(label)))
        .collect();
    if !undefined.is_empty() {
        // Also where a script of the page shows formulas.
        let formulas = math::formulas(document);
        undefined.retain(|(span, _)| !math::is_within(&formulas, *span));
    }
    undefined
}

/// The labels that have definitions (CommonMark 0.31, "Link reference
/// definitions", wherever one may stand).
fn defined(body: &str) -> HashSet<String> {
    let label = |line: &str| {
        let rest = line
            .trim_start_matches([' ', '\t', '>', '*', '-', '+'])
            .strip_prefix('[')?;
        let (label, _) = rest.split_once("]:")?;
        (!label.starts_with('^')).then(|| normalized(label))
    };
    body.lines().filter_map(label).collect()
}

/// Letter case and the amount of white space do not count.
fn normalized(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The label after the bracket at `at` of a run, if that looks like a reference.
fn label_at(run: &Run, at: usize, source: &str) -> Option<(Span, String)> {
    let after = run.text.get(at + 2..)?;
    let len = after.find(['[', ']']).filter(|len| (1..=LENGTH_LIMIT).contains(len))?;
    let label = after
        .get(..len)
        .filter(|label| label.chars().any(char::is_alphanumeric))?;
    let is_closed = after.get(len..)?.starts_with(']');
    let follows = after.get(len + 1..)?.chars().next();
    if !is_closed || label.starts_with('^') || matches!(follows, Some('[' | '(' | ':')) {
        return None;
    }
    let before = run.text.get(..at)?;
    let opening = before
        .char_indices()
        .rev()
        .take(LENGTH_LIMIT)
        .find(|(_, c)| matches!(c, '[' | ']'))?;
    let text = before
        .get(opening.0 + 1..)
        .filter(|text| text.chars().any(char::is_alphabetic))?;
    let precedes = before.get(..opening.0)?.chars().next_back();
    // `a[i][j]` is code, and `[注1][注2]` are marks of the same kind.
    let is_index = precedes.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ')' | ']' | '\\'));
    let is_mark = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    if opening.1 == ']' || is_index || is_mark(text) == is_mark(label) {
        return None;
    }
    let whole = run.verbatim_span(at..at + len + 3)?;
    let is_escaped = source.get(..whole.start)?.ends_with('\\');
    (!is_escaped).then(|| (Span::new(whole.start + 2, whole.end - 1), label.to_owned()))
}

//! Quick fixes, and the action that makes all safe fixes.

use std::collections::HashMap;
use std::time::Duration;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::client::FIX_ALL;
use super::convert::Positions;
use super::diagnostics::QuickFix;
use super::documents::Document;
use super::session::Session;
use crate::diagnostic::{Applicability, Arguments};
use crate::fix;
use crate::text::{Source, Span};

/// After so long a search for a short list of edits, a longer one will do.
const SEARCH_TIME: Duration = Duration::from_millis(100);

/// What can be done about the diagnostics that a client names.
pub(super) fn actions(session: &Session, asked: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let Some(document) = session.documents.get(&asked.text_document.uri) else {
        return Vec::new();
    };
    let is_wanted = |kind: &CodeActionKind| match &asked.context.only {
        Some(kinds) => kinds.iter().any(|wanted| includes(wanted, kind)),
        None => true,
    };
    let mut actions = Vec::new();
    if is_wanted(&CodeActionKind::QUICKFIX) {
        let named = asked.context.diagnostics.iter();
        actions.extend(named.filter_map(|diagnostic| quick_fix(session, document, diagnostic)));
    }
    if is_wanted(&FIX_ALL) {
        actions.extend(fix_all(session, document));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether a kind is another one or a kind of it.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

/// The fix that a diagnostic carries; if the client has lost it, that of the same
/// diagnostic as it was told. None where the text has changed since.
fn quick_fix(session: &Session, document: &Document, diagnostic: &Diagnostic) -> Option<CodeAction> {
    let is_same = |told: &&Diagnostic| told.range == diagnostic.range && told.code == diagnostic.code;
    let data = diagnostic.data.as_ref();
    let data = data.or_else(|| document.told.as_ref()?.diagnostics.iter().find(is_same)?.data.as_ref())?;
    let fix: QuickFix = serde_json::from_value(data.clone()).ok()?;
    (fix.version == document.version).then(|| CodeAction {
        title: fix.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic.clone()]),
        edit: Some(edit(session, document, fix.edits)),
        is_preferred: Some(fix.is_safe),
        ..CodeAction::default()
    })
}

/// What `--fix` would do with the text.
fn fix_all(session: &Session, document: &Document) -> Option<CodeAction> {
    let judge = session.judge_of(document)?;
    let source = document.as_file();
    if source.encoding.is_some() {
        return None;
    }
    let answers = session.answers_for(document, &source, &judge.project);
    let fixed = fix::fix(source, &judge.project, &answers, Applicability::Safe);
    let positions = Positions::new(&document.source, session.client.unit);
    let edits = differences(&document.source, &fixed.source);
    let edits: Vec<TextEdit> = edits
        .into_iter()
        .map(|(span, text)| TextEdit::new(positions.range(span), text))
        .collect();
    (!edits.is_empty()).then(|| CodeAction {
        title: judge.catalogue.text("server-fix-all", &Arguments::new()),
        kind: Some(FIX_ALL),
        edit: Some(edit(session, document, edits)),
        ..CodeAction::default()
    })
}

fn edit(session: &Session, document: &Document, edits: Vec<TextEdit>) -> WorkspaceEdit {
    if !session.client.takes_versioned_edits {
        return WorkspaceEdit::new(HashMap::from([(document.uri.clone(), edits)]));
    }
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: document.uri.clone(),
            version: Some(document.version),
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    };
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(vec![edit])),
        ..WorkspaceEdit::default()
    }
}

/// The edits that make one text of the other, line by line, so that an editor
/// keeps its marks elsewhere. What lines have in common at their ends is kept.
fn differences(before: &Source, after: &Source) -> Vec<(Span, String)> {
    let (old, new) = (lines(before), lines(after));
    let deadline = std::time::Instant::now().checked_add(SEARCH_TIME);
    let operations = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline);
    let edit = |operation: DiffOp| {
        if let DiffOp::Equal { .. } = operation {
            return None;
        }
        let offset = |source: &Source, line: usize| source.lines().line_span(line).start;
        let (from, to) = (operation.old_range(), operation.new_range());
        let span = Span::new(offset(before, from.start), offset(before, from.end));
        let replacement = Span::new(offset(after, to.start), offset(after, to.end));
        Some(shortened(span, span.of(&before.text), replacement.of(&after.text)))
    };
    operations.into_iter().filter_map(edit).collect()
}

fn lines(source: &Source) -> Vec<&str> {
    let count = source.lines().count();
    (0..count)
        .map(|line| source.lines().line_span(line).of(&source.text))
        .collect()
}

/// An edit without the characters that it would replace by themselves.
fn shortened(span: Span, old: &str, new: &str) -> (Span, String) {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = old
        .chars()
        .zip(new.chars())
        .take_while(same)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let (old_rest, new_rest) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let ends = old_rest.chars().rev().zip(new_rest.chars().rev());
    let tail: usize = ends.take_while(same).map(|(a, _)| a.len_utf8()).sum();
    let kept = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    (Span::new(span.start + head, span.end - tail), kept.to_owned())
}

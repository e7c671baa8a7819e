//! Findings as the protocol has them, each with the edit that mends it.

use std::collections::HashMap;

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, TextEdit,
    Uri,
};
use serde::{Deserialize, Serialize};

use super::convert::{ColumnUnit, Positions};
use super::pages::Pages;
use super::uri;
use crate::diagnostic::{self, Applicability, Arguments, Label, Severity};
use crate::messages::Catalogue;
use crate::survey::Read;
use crate::text::{FilePath, Source};

/// The name under which editors show what kanwu says.
const SOURCE: &str = "kanwu";

/// What travels in `Diagnostic.data`: the quick fix, so that no text is judged again
/// to offer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QuickFix {
    /// The version of the document whose places the edits name.
    pub(super) version: i32,
    pub(super) title: String,
    /// Whether it may be made unasked.
    pub(super) is_safe: bool,
    pub(super) edits: Vec<TextEdit>,
}

/// What is to be said of a document as a whole that is not judged.
pub(super) fn notice(message: String) -> Diagnostic {
    Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some(SOURCE.to_owned()),
        message,
        ..Diagnostic::default()
    }
}

/// One text in the client's terms.
pub(super) struct Telling<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) unit: ColumnUnit,
    /// The text in which diagnostics stand.
    pub(super) source: &'a Source,
    pub(super) uri: &'a Uri,
    /// Its version; none of a file on the disk.
    pub(super) version: Option<i32>,
    /// Reads other files into which labels point; none where labels are not to be
    /// told.
    pub(super) read: Option<&'a Read<'a>>,
    /// The pages of rules; none where they are not to be told.
    pub(super) pages: Option<&'a Pages>,
}

impl Telling<'_> {
    /// The diagnostics by their place, as reports have them.
    pub(super) fn all(&self, mut diagnostics: Vec<diagnostic::Diagnostic>) -> Vec<Diagnostic> {
        diagnostics.sort_by(|a, b| (a.span.start, &a.rule, a.span.end).cmp(&(b.span.start, &b.rule, b.span.end)));
        let positions = Positions::new(self.source, self.unit);
        let others = self.others(&diagnostics);
        let tell = |diagnostic: &diagnostic::Diagnostic| self.one(diagnostic, &positions, &others);
        diagnostics.iter().map(tell).collect()
    }

    fn one(
        &self,
        diagnostic: &diagnostic::Diagnostic,
        positions: &Positions<'_>,
        others: &HashMap<FilePath, Source>,
    ) -> Diagnostic {
        let mut message = self.catalogue.sentence(&diagnostic.message);
        if let Some(help) = &diagnostic.help {
            message.push('\n');
            message.push_str(&self.catalogue.sentence(help));
        }
        let label = |label: &Label| {
            let location = if label.file == self.source.path {
                Location::new(self.uri.clone(), positions.range(label.span))
            } else {
                let source = others.get(&label.file)?;
                let range = Positions::new(source, self.unit).range(label.span);
                Location::new(uri::from_path(&label.file.os)?, range)
            };
            let message = self.catalogue.sentence(&label.message);
            Some(DiagnosticRelatedInformation { location, message })
        };
        let labels: Vec<_> = match self.read {
            Some(_) => diagnostic.labels.iter().filter_map(label).collect(),
            None => Vec::new(),
        };
        Diagnostic {
            range: positions.range(diagnostic.span),
            severity: Some(match diagnostic.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Info => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(diagnostic.rule.to_string())),
            code_description: self
                .pages
                .and_then(|pages| pages.uri(&diagnostic.rule))
                .map(|page| CodeDescription { href: page.clone() }),
            source: Some(SOURCE.to_owned()),
            message,
            related_information: (!labels.is_empty()).then_some(labels),
            data: self.quick_fix(diagnostic, positions),
            ..Diagnostic::default()
        }
    }

    fn quick_fix(&self, diagnostic: &diagnostic::Diagnostic, positions: &Positions<'_>) -> Option<serde_json::Value> {
        let fix = diagnostic.fix.as_ref().filter(|fix| !fix.edits.is_empty())?;
        let is_safe = fix.applicability == Applicability::Safe;
        let title = self.catalogue.sentence(&fix.title);
        let edits = fix.edits.iter();
        let quick_fix = QuickFix {
            version: self.version?,
            title: match is_safe {
                true => title,
                false => self
                    .catalogue
                    .text("server-unsafe-fix", &Arguments::new().with("fix", title)),
            },
            is_safe,
            edits: edits
                .map(|edit| TextEdit::new(positions.range(edit.span), edit.text.clone()))
                .collect(),
        };
        serde_json::to_value(quick_fix).ok()
    }

    /// The texts of other files into which labels point.
    fn others(&self, diagnostics: &[diagnostic::Diagnostic]) -> HashMap<FilePath, Source> {
        let mut others = HashMap::new();
        let labels = diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
        for Label { file, .. } in labels.filter(|label| label.file != self.source.path) {
            if let Some(bytes) = self.read.and_then(|read| read(file).ok()) {
                let source = || Source::from_bytes(file.clone(), bytes);
                others.entry(file.clone()).or_insert_with(source);
            }
        }
        others
    }
}

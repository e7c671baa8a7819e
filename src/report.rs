//! What a run found, and its forms: text for people, JSON for programs.
//!
//! Pure: it reads no file and no clock, and writes only where the caller says.
//! It must not know how diagnostics are found or fixed. A new format is one
//! more file in `report/` and one more line in [`render`].

#[cfg(feature = "cli")]
mod diff;
mod excerpt;
mod json;
mod positions;
mod style;
mod summary;
mod text;
mod visible;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io;

use crate::diagnostic::{Diagnostic, Severity};
use crate::messages::{Catalogue, Message, RuleId};
use crate::text::{FilePath, Source};

#[cfg(feature = "cli")]
pub use diff::{Destination, render_diff};
pub use style::Color;
pub use summary::{Summary, render_summary, summary_sentence};
pub use text::{render_notices, render_remark};
pub use visible::in_sentence as visible;

/// The diagnostics of one file, with the text that they quote.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The file as it was when it was checked.
    pub source: Source,
    /// Sorted by start, then rule.
    pub diagnostics: Vec<Diagnostic>,
}

impl FileReport {
    /// Sorts the diagnostics by start, then rule.
    pub fn new(source: Source, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(|a, b| (a.span.start, &a.rule, a.span.end).cmp(&(b.span.start, &b.rule, b.span.end)));
        Self { source, diagnostics }
    }

    /// The same with more diagnostics.
    #[must_use]
    pub fn with(self, more: Vec<Diagnostic>) -> Self {
        let mut diagnostics = self.diagnostics;
        diagnostics.extend(more);
        Self::new(self.source, diagnostics)
    }
}

/// Everything that one run has to say.
#[derive(Debug, Clone)]
pub struct Report {
    /// Files with diagnostics, sorted by shown path. Files without any may be
    /// left out.
    pub files: Vec<FileReport>,
    /// Files that only labels point into. A label whose file is in neither list
    /// is told in words, without a quotation.
    pub others: Vec<Source>,
    /// The totals of the run.
    pub summary: Summary,
}

impl Report {
    /// Sorts the files by shown path, so that no thread decides the order.
    pub fn new(mut files: Vec<FileReport>, others: Vec<Source>, summary: Summary) -> Self {
        files.sort_by(|a, b| a.source.path.shown.cmp(&b.source.path.shown));
        Self { files, others, summary }
    }
}

/// Something to say about a path that is no diagnostic: it was skipped, or
/// could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub path: FilePath,
    /// What happened.
    pub message: Message,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Quotations with carets, for people.
    Text,
    /// One JSON document, `schemas/report.schema.json`, for programs.
    Json,
}

/// How a report is to be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The language, and the sentences of the rules.
    pub catalogue: &'a Catalogue,
    /// The group of each rule, for JSON.
    pub groups: &'a HashMap<RuleId, String>,
    /// Text shows this severity and what is worse; JSON shows all.
    pub level: Severity,
    /// Whether text is coloured.
    pub color: Color,
}

/// Writes the whole report. JSON has its totals in it; after text,
/// [`render_summary`] says them, on the stream that the caller chooses.
///
/// # Errors
/// Only those of `out`.
pub fn render(format: Format, report: &Report, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Text => text::render(report, options, out),
        Format::Json => json::render(report, options, out),
    }
}

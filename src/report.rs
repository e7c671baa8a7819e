//! What a run found, and its forms: text for people, others for programs and
//! services.
//!
//! Pure: it reads no file and no clock, and writes only where the caller says.
//! It must not know how diagnostics are found or fixed. A new format is one
//! more file in `report/` and one more line in [`render`].

mod concise;
#[cfg(feature = "cli")]
mod diff;
mod escape;
mod excerpt;
mod fingerprint;
mod github;
mod json;
mod positions;
mod root;
mod sarif;
mod style;
mod summary;
mod text;
mod visible;

#[cfg(test)]
mod tests;

use std::io;

use crate::diagnostic::{Diagnostic, Severity};
use crate::messages::{Catalogue, Message};
use crate::registry::Registry;
use crate::text::{FilePath, Source};

#[cfg(feature = "cli")]
pub use diff::{Destination, render_diff};
pub use github::is_annotated;
pub use root::Root;
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
    /// What else there is to say of paths; only forms for services have it.
    pub notices: Vec<Notice>,
    /// The totals of the run.
    pub summary: Summary,
}

impl Report {
    /// A report without notices. Sorts the files by shown path, so that no thread
    /// decides the order.
    pub fn new(mut files: Vec<FileReport>, others: Vec<Source>, summary: Summary) -> Self {
        files.sort_by(|a, b| a.source.path.shown.cmp(&b.source.path.shown));
        Self {
            files,
            others,
            notices: Vec::new(),
            summary,
        }
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
    /// A line for each diagnostic, for editors and `grep`.
    Concise,
    /// One JSON document, `schemas/report.schema.json`, for programs.
    Json,
    /// One document of the Static Analysis Results Interchange Format 2.1.0, for
    /// services.
    Sarif,
    /// Annotations, as GitHub Actions reads them in a log.
    Github,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 5] = [
        Format::Text,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Github,
    ];

    /// As users type it.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// How a report is to be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The language, and the sentences of the rules.
    pub catalogue: &'a Catalogue,
    /// The rules of the run, with their pages.
    pub registry: &'a Registry,
    /// From where services see the files.
    pub root: &'a Root,
    /// Forms for people show this severity and what is worse; JSON and SARIF
    /// show all.
    pub level: Severity,
    /// Whether forms for people are coloured.
    pub color: Color,
}

/// Writes the whole report. Where a form has no totals in it, [`render_summary`]
/// says them, on the stream that the caller chooses.
///
/// # Errors
/// Only those of `out`.
pub fn render(format: Format, report: &Report, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Text => text::render(report, options, out),
        Format::Concise => concise::render(report, options, out),
        Format::Json => json::render(report, options, out),
        Format::Sarif => sarif::render(report, options, out),
        Format::Github => github::render(report, options, out),
    }
}

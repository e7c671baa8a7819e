//! What becomes of one file, and the sum of all files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::super::arguments::{Content, Mode};
use super::Checked;
use super::quoted;
use super::statistics;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::front_matter::Format;
use crate::fact::{Answers, Fact, Found};
use crate::fix::{Fixed, fix, lint_and_prove};
use crate::lint::Project;
use crate::messages::Message;
use crate::report::{FileReport, Notice, Report, Summary};
use crate::survey::{self, Read};
use crate::text::{FilePath, Source};
use crate::walk::{Origin, Roots, Unread};
use crate::write;

/// What became of one file.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) is_checked: bool,
    /// Its diagnostics, if there are any: the texts of clean files are let go.
    pub(super) report: Option<FileReport>,
    /// How many of them were fixed, or would be.
    pub(super) fixed: usize,
    /// The text before and after fixes that were not written.
    pub(super) change: Option<(Source, String)>,
    /// Whether it is a file of data for which no schema is known.
    pub(super) lacks_schema: bool,
    /// What else there is to say.
    pub(super) notice: Option<Notice>,
    /// What is to be settled with other files at hand.
    pub(super) facts: Vec<Fact>,
    /// Where the post comes from, if that is counted.
    pub(super) origin: Option<String>,
}

impl Outcome {
    fn checked(source: Source, found: Found) -> Self {
        let Found { diagnostics, mut facts } = found;
        // There are as many as there are files, until all are checked.
        facts.shrink_to_fit();
        Self {
            is_checked: true,
            facts,
            report: (!diagnostics.is_empty()).then(|| FileReport::new(source, diagnostics)),
            ..Self::default()
        }
    }

    /// The same with the path in its facts shared, of which there are many.
    pub(super) fn of_file(mut self, path: &Arc<FilePath>) -> Self {
        self.facts.iter_mut().for_each(|fact| fact.file = Arc::clone(path));
        self
    }

    /// Adds what was found when all files were known.
    pub(super) fn add(&mut self, path: &FilePath, read: &Read<'_>, diagnostics: Vec<Diagnostic>) {
        self.report = match self.report.take() {
            Some(report) => Some(report.with(diagnostics)),
            None => read_again(path, read, diagnostics),
        };
    }

    /// A file of which there is only this to say.
    pub(super) fn only(notice: Notice) -> Self {
        Self {
            notice: Some(notice),
            ..Self::default()
        }
    }
}

/// A clean file, whose text was let go, with what was found later. Nothing is
/// said of places that are no longer there.
fn read_again(path: &FilePath, read: &Read<'_>, mut diagnostics: Vec<Diagnostic>) -> Option<FileReport> {
    let source = Source::from_bytes(path.clone(), read(path).ok()?);
    diagnostics.retain(|diagnostic| !diagnostic.span.of(&source.text).is_empty());
    (!diagnostics.is_empty()).then(|| FileReport::new(source, diagnostics))
}

/// What is done with every file.
#[derive(Clone, Copy)]
pub(super) struct Job<'p> {
    pub(super) project: &'p Project,
    pub(super) roots: &'p Roots,
    pub(super) read: &'p Read<'p>,
    pub(super) mode: Mode,
    pub(super) content: Content,
}

impl Job<'_> {
    /// One file from its path to what became of it.
    pub(super) fn check_file(&self, path: &FilePath, origin: Origin) -> Outcome {
        match (self.read)(path) {
            Ok(bytes) => self.check_bytes(path, bytes),
            Err(unread) => Outcome::only(unread_notice(path, origin, unread)),
        }
    }

    /// One text. A panic, which would be a fault of ours, costs that text alone.
    pub(super) fn check_bytes(&self, path: &FilePath, bytes: Vec<u8>) -> Outcome {
        catch_unwind(AssertUnwindSafe(|| self.check_unguarded(path, bytes))).unwrap_or_else(|_| {
            Outcome::only(Notice {
                severity: Severity::Error,
                path: path.clone(),
                message: Message::key("internal-error"),
            })
        })
    }

    fn check_unguarded(&self, path: &FilePath, bytes: Vec<u8>) -> Outcome {
        let source = Source::from_bytes(path.clone(), bytes);
        let origin = match self.content {
            Content::Statistics => statistics::origin_of(&source),
            Content::Diagnostics => None,
        };
        Outcome {
            origin,
            ..self.check_source(source)
        }
    }

    fn check_source(&self, source: Source) -> Outcome {
        let answers = survey::before_lint(&source, self.roots, self.project, self.read);
        let lacks_schema = Format::of_data(&source.path).is_some()
            && source.encoding.is_none()
            && !self.project.has_schema(&source, &answers);
        Outcome {
            lacks_schema,
            ..self.lint_and_fix(source, &answers)
        }
    }

    fn lint_and_fix(&self, source: Source, answers: &Answers) -> Outcome {
        let most = match self.mode {
            Mode::Fix(most) | Mode::Diff(most) if source.encoding.is_none() => most,
            _ => {
                let found = lint_and_prove(&source, self.project, answers);
                return Outcome::checked(source, found);
            }
        };
        let before = source.clone();
        let Fixed { source, found, count } = fix(source, self.project, answers, most);
        let mut outcome = Outcome {
            fixed: count,
            ..Outcome::checked(source.clone(), found)
        };
        if source.text == before.text {
            return outcome;
        }
        if matches!(self.mode, Mode::Diff(_)) {
            outcome.change = Some((before, source.text));
            return outcome;
        }
        if let Err(problem) = write::replace(&before.path.os, before.text.as_bytes(), source.text.as_bytes()) {
            // Nothing was fixed, so what was found before still stands.
            let found = lint_and_prove(&before, self.project, answers);
            outcome = Outcome {
                notice: Some(Notice {
                    severity: Severity::Error,
                    path: before.path.clone(),
                    message: problem.message(),
                }),
                ..Outcome::checked(before, found)
            };
        }
        outcome
    }
}

/// How bad it is that something can't be read.
pub(super) fn severity_of_problem(origin: Origin) -> Severity {
    match origin {
        Origin::Named => Severity::Error,
        Origin::Found => Severity::Warning,
    }
}

pub(super) fn unread_notice(path: &FilePath, origin: Origin, unread: Unread) -> Notice {
    let (severity, message) = match unread {
        Unread::Skipped(reason) => (Severity::Info, reason.message()),
        Unread::Problem(message) => (severity_of_problem(origin), message),
    };
    Notice {
        severity,
        path: path.clone(),
        message,
    }
}

/// All that a run has to tell.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) report: Report,
    /// Texts before and after fixes that were not written.
    pub(super) changes: Vec<(Source, String)>,
}

/// Adds the outcomes of all files.
pub(super) fn sum(checked: Checked, read: &Read<'_>, begun: Instant) -> Told {
    let mut notices = checked.notices;
    let mut files = Vec::new();
    let mut changes = Vec::new();
    let (mut count, mut fixed) = (0, 0);
    for outcome in checked.outcomes {
        count += usize::from(outcome.is_checked);
        fixed += outcome.fixed;
        notices.extend(outcome.notice);
        files.extend(outcome.report);
        changes.extend(outcome.change);
    }
    let others = quoted::others(&files, read);
    let is_skip = |notice: &&Notice| notice.severity == Severity::Info;
    let summary = Summary {
        files_checked: count,
        fixed,
        skipped: notices.iter().filter(is_skip).count(),
        elapsed: begun.elapsed(),
        ..Summary::count(&files)
    };
    let report = Report {
        notices,
        ..Report::new(files, others, summary)
    };
    Told { report, changes }
}

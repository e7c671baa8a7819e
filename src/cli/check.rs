//! `kanwu check`: from paths to a report.

use std::io::{self, IsTerminal as _, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use rayon::prelude::*;

use super::arguments::{CheckRequest, ColorChoice, Mode};
use super::{Status, survey};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fact::{Answers, Fact, Found};
use crate::fix::{Fixed, fix, lint_and_prove};
use crate::lint::{Enabled, Project};
use crate::messages::{Arguments, Catalogue, Language, Message};
use crate::registry::Registry;
use crate::report::{self, Color, Destination, FileReport, Format, Notice, Options, Report, Summary, render_diff};
use crate::text::{FilePath, Source};
use crate::walk::{self, Origin, Roots, Unread};
use crate::write;

/// What became of one file.
#[derive(Debug, Default)]
struct Outcome {
    is_checked: bool,
    /// Its diagnostics, if there are any: the texts of clean files are let go.
    report: Option<FileReport>,
    /// How many of them were fixed, or would be.
    fixed: usize,
    /// The text before and after fixes, for a diff.
    change: Option<(Source, String)>,
    /// What else there is to say.
    notice: Option<(Severity, Message)>,
    /// What is to be settled with other files at hand.
    facts: Vec<Fact>,
}

impl Outcome {
    fn checked(source: Source, found: Found) -> Self {
        let Found { diagnostics, facts } = found;
        Self {
            is_checked: true,
            facts,
            report: (!diagnostics.is_empty()).then(|| FileReport::new(source, diagnostics)),
            ..Self::default()
        }
    }
}

/// Checks, fixes or shows what would be fixed.
///
/// # Errors
///
/// If the output cannot be written.
pub(super) fn run(request: &CheckRequest, registry: Registry, language: Language) -> io::Result<Status> {
    let begun = Instant::now();
    let mut project = Project::new(registry, Enabled::All, None);
    let roots = survey::survey(&request.paths, &mut project);
    let walked = walk::walk(&request.paths);
    let mut outcomes: Vec<(&FilePath, Outcome)> = walked
        .files
        .par_iter()
        .map(|path| (path, check_file(path, &project, request.mode)))
        .collect();
    settle(&roots, &project, &mut outcomes);

    let mut status = Status::Clean;
    let mut notices = Vec::new();
    for problem in &walked.problems {
        let severity = match problem.origin {
            Origin::Named => Severity::Error,
            Origin::Found => Severity::Warning,
        };
        notices.push(notice(&problem.path, severity, problem.message.clone()));
    }
    for skipped in &walked.skipped {
        notices.push(notice(&skipped.path, Severity::Info, skipped.reason.message()));
    }

    let mut files = Vec::new();
    let mut changes = Vec::new();
    let (mut checked, mut fixed) = (0, 0);
    for (path, outcome) in outcomes {
        notices.extend(
            outcome
                .notice
                .map(|(severity, message)| notice(path, severity, message)),
        );
        fixed += outcome.fixed;
        checked += usize::from(outcome.is_checked);
        files.extend(outcome.report);
        changes.extend(outcome.change);
    }
    if notices.iter().any(|notice| notice.severity == Severity::Error) {
        status = Status::Failed;
    }
    let summary = Summary {
        files_checked: checked,
        fixed,
        skipped: notices
            .iter()
            .filter(|notice| notice.severity == Severity::Info)
            .count(),
        elapsed: begun.elapsed(),
        ..Summary::count(&files)
    };
    if summary.errors > 0 || !changes.is_empty() {
        status = status.max(Status::Found);
    }
    let report = Report::new(files, Vec::new(), summary);
    let printer = Printer {
        request,
        project: &project,
        language,
    };
    printer.print(&report, &changes, &notices)?;
    Ok(status)
}

/// Settles what the files say of one another, and adds the findings to theirs.
fn settle(roots: &Roots, project: &Project, outcomes: &mut [(&FilePath, Outcome)]) {
    let facts = outcomes
        .iter_mut()
        .flat_map(|(_, outcome)| std::mem::take(&mut outcome.facts));
    let found = survey::settle(roots, project, facts);
    for (path, outcome) in outcomes {
        let Some(diagnostics) = found.get(*path) else { continue };
        outcome.report = match outcome.report.take() {
            Some(report) => Some(report.with(diagnostics.clone())),
            None => read_again(path, diagnostics),
        };
    }
}

/// A clean file, whose text was let go, with what was found later. Nothing is
/// said of places that are no longer there.
fn read_again(path: &FilePath, diagnostics: &[Diagnostic]) -> Option<FileReport> {
    let source = Source::from_bytes(path.clone(), walk::read(path).ok()?);
    let is_there = |diagnostic: &&Diagnostic| !diagnostic.span.of(&source.text).is_empty();
    let diagnostics: Vec<Diagnostic> = diagnostics.iter().filter(is_there).cloned().collect();
    (!diagnostics.is_empty()).then(|| FileReport::new(source, diagnostics))
}

fn notice(path: &FilePath, severity: Severity, message: Message) -> Notice {
    Notice {
        severity,
        path: path.clone(),
        message,
    }
}

/// One file from its bytes to what became of it. A panic, which would be a
/// fault of ours, costs that file alone.
fn check_file(path: &FilePath, project: &Project, mode: Mode) -> Outcome {
    let bytes = match walk::read(path) {
        Ok(bytes) => bytes,
        Err(unread) => {
            return Outcome {
                notice: Some(match unread {
                    Unread::Skipped(reason) => (Severity::Info, reason.message()),
                    Unread::Problem(message) => (Severity::Warning, message),
                }),
                ..Outcome::default()
            };
        }
    };
    catch_unwind(AssertUnwindSafe(|| check_bytes(path, bytes, project, mode))).unwrap_or_else(|_| Outcome {
        notice: Some((Severity::Error, Message::key("internal-error"))),
        ..Outcome::default()
    })
}

fn check_bytes(path: &FilePath, bytes: Vec<u8>, project: &Project, mode: Mode) -> Outcome {
    let source = Source::from_bytes(path.clone(), bytes);
    let answers = Answers::default();
    let most = match mode {
        Mode::Fix(most) | Mode::Diff(most) if source.encoding.is_none() => most,
        _ => {
            let found = lint_and_prove(&source, project, &answers);
            return Outcome::checked(source, found);
        }
    };
    let before = source.clone();
    let Fixed { source, found, count } = fix(source, project, &answers, most);
    let mut outcome = Outcome {
        fixed: count,
        ..Outcome::checked(source.clone(), found)
    };
    if source.text == before.text {
        return outcome;
    }
    if matches!(mode, Mode::Diff(_)) {
        outcome.change = Some((before, source.text));
        return outcome;
    }
    if let Err(problem) = write::replace(&path.os, before.text.as_bytes(), source.text.as_bytes()) {
        // Nothing was fixed, so what was found before still stands.
        let found = lint_and_prove(&before, project, &answers);
        outcome = Outcome {
            notice: Some((Severity::Error, problem.message())),
            ..Outcome::checked(before, found)
        };
    }
    outcome
}

/// Says what came of a run.
struct Printer<'a> {
    request: &'a CheckRequest,
    project: &'a Project,
    language: Language,
}

impl Printer<'_> {
    fn print(&self, report: &Report, changes: &[(Source, String)], notices: &[Notice]) -> io::Result<()> {
        let registry = self.project.registry();
        let catalogue = registry.catalogue(self.language);
        let groups = registry.rules().iter().map(|registered| {
            let rule = &registered.rule;
            (rule.id.clone(), rule.group.name().to_owned())
        });
        let groups = groups.collect();
        let options = |color| Options {
            catalogue: &catalogue,
            groups: &groups,
            level: Severity::Warning,
            color,
        };
        let stdout = io::stdout();
        let stderr = io::stderr();
        let to_stdout = options(self.color(anstream::AutoStream::choice(&stdout)));
        let to_stderr = options(self.color(anstream::AutoStream::choice(&stderr)));
        let mut out = io::BufWriter::new(stdout.lock());
        let mut err = io::BufWriter::new(stderr.lock());
        match (self.request.mode, self.request.format) {
            (Mode::Diff(_), _) => {
                let destination = match stdout.is_terminal() {
                    true => Destination::Terminal,
                    false => Destination::Pipe,
                };
                for (before, after) in changes {
                    render_diff(
                        &before.path,
                        &before.text,
                        after,
                        to_stdout.color,
                        destination,
                        &mut out,
                    )?;
                }
            }
            (_, format) => report::render(format, report, &to_stdout, &mut out)?,
        }
        // In a terminal both streams are one: what is written first is to be read first.
        out.flush()?;
        report::render_notices(notices, &to_stderr, &mut err)?;
        if let Mode::Diff(_) = self.request.mode {
            writeln!(err, "{}", self.diff_summary(report.summary.fixed, &catalogue))?;
        }
        err.flush()?;
        if self.request.format == Format::Text && !matches!(self.request.mode, Mode::Diff(_)) {
            report::render_summary(&report.summary, &to_stdout, &mut out)?;
        }
        out.flush()
    }

    fn diff_summary(&self, fixes: usize, catalogue: &Catalogue) -> String {
        let key = match fixes {
            0 => "summary-diff-none",
            1 => "summary-diff-one",
            _ => "summary-diff-many",
        };
        catalogue.text(key, &Arguments::new().with("fixes", fixes.to_string()))
    }

    fn color(&self, automatic: anstream::ColorChoice) -> Color {
        match (self.request.color, automatic) {
            (ColorChoice::Always, _) => Color::Ansi,
            (ColorChoice::Never, _) | (_, anstream::ColorChoice::Never) => Color::Never,
            (ColorChoice::Auto, _) => Color::Ansi,
        }
    }
}

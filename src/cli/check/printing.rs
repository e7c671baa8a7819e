//! Saying what came of a run: on which stream, in which order, how loudly.

use std::collections::HashMap;
use std::io::{self, IsTerminal as _, Write};

use super::super::arguments::{CheckRequest, ColorChoice, Content, Mode, Scope, Telling, Volume};
use super::outcome::Told;
use super::statistics::Statistics;
use super::status;
use crate::diagnostic::{RuleId, Severity};
use crate::messages::{Arguments, Catalogue, Language};
use crate::registry::Registry;
use crate::report::{self, Color, Destination, Format, Notice, Options, Report, render_diff};

/// Says what came of a run.
pub(super) struct Printer<'a> {
    pub(super) request: &'a CheckRequest,
    pub(super) registry: &'a Registry,
    pub(super) language: Language,
}

impl Printer<'_> {
    /// Prints the report, then what happened to other paths, then the totals.
    ///
    /// # Errors
    ///
    /// If a stream cannot be written.
    pub(super) fn print(&self, told: &Told, statistics: &Statistics) -> io::Result<()> {
        if self.request.telling.volume == Volume::Silent {
            return Ok(());
        }
        let registry = self.registry;
        let catalogue = registry.catalogue(self.language);
        let groups: HashMap<RuleId, String> = registry
            .rules()
            .iter()
            .map(|registered| (registered.rule.id.clone(), registered.rule.group.name().to_owned()))
            .collect();
        let options = |automatic| Options {
            catalogue: &catalogue,
            groups: &groups,
            level: self.request.telling.level,
            color: color(self.request.telling.color, automatic),
        };
        let to_stdout = options(anstream::AutoStream::choice(&io::stdout()));
        let to_stderr = options(anstream::AutoStream::choice(&io::stderr()));
        let mut err = io::BufWriter::new(io::stderr().lock());
        if self.text_is_on_stdout() {
            self.report(told, statistics, &to_stderr, &mut err)?;
            self.notices(told, &to_stderr, &mut err)?;
            self.totals(told, &to_stderr, &mut err)?;
            return err.flush();
        }
        // In a terminal both streams are one: what is written first is to be read first.
        let mut out = io::BufWriter::new(io::stdout().lock());
        self.report(told, statistics, &to_stdout, &mut out)?;
        out.flush()?;
        self.notices(told, &to_stderr, &mut err)?;
        match self.request.mode {
            Mode::Diff(_) => self.totals(told, &to_stderr, &mut err)?,
            _ => {
                err.flush()?;
                self.totals(told, &to_stdout, &mut out)?;
            }
        }
        err.flush()?;
        out.flush()
    }

    /// Whether standard output has the mended text of standard input.
    fn text_is_on_stdout(&self) -> bool {
        matches!(
            (&self.request.scope, self.request.mode),
            (Scope::StandardInput(_), Mode::Fix(_))
        )
    }

    fn report(
        &self,
        told: &Told,
        statistics: &Statistics,
        options: &Options<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match (self.request.mode, self.request.telling.content) {
            (Mode::Diff(_), _) => diff(told, options, out),
            (_, Content::Statistics) => statistics.print(options.catalogue, out),
            (_, Content::Diagnostics) => report::render(self.request.telling.format, &told.report, options, out),
        }
    }

    /// What happened to other paths, and what else makes the run fail.
    fn notices(&self, told: &Told, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
        let least = match self.request.telling.volume {
            Volume::Normal => Severity::Info,
            Volume::Quiet | Volume::Silent => Severity::Warning,
        };
        let notices: Vec<Notice> = told
            .notices
            .iter()
            .filter(|notice| notice.severity <= least)
            .cloned()
            .collect();
        report::render_notices(&notices, options, out)?;
        let summary = &told.report.summary;
        let tolerance = &self.request.tolerance;
        if let Some(most) = status::excess_warnings(summary, tolerance) {
            let counts = Arguments::new()
                .with("count", summary.warnings.to_string())
                .with("most", most.to_string());
            let sentence = options.catalogue.text("too-many-warnings", &counts);
            report::render_remark(Severity::Error, &sentence, options, out)?;
        }
        if summary.files_checked == 0 {
            let severity = match tolerance.error_on_empty {
                true => Severity::Error,
                false => Severity::Warning,
            };
            report::render_remark(severity, &report::summary_sentence(summary, options), options, out)?;
        }
        Ok(())
    }

    fn totals(&self, told: &Told, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
        let summary = &told.report.summary;
        // That nothing was checked has been said louder.
        if self.request.telling.volume < Volume::Normal || summary.files_checked == 0 {
            return Ok(());
        }
        match (self.request.mode, self.request.telling.format) {
            (Mode::Diff(_), _) => writeln!(out, "{}", diff_summary(summary.fixed, options.catalogue)),
            (_, Format::Text) => report::render_summary(summary, options, out),
            (_, Format::Json) => Ok(()),
        }
    }
}

/// Prints a report of mistakes that keep anything from being checked.
///
/// # Errors
///
/// If standard output cannot be written.
pub(super) fn print_mistakes(report: &Report, telling: &Telling, catalogue: &Catalogue) -> io::Result<()> {
    let options = Options {
        catalogue,
        groups: &HashMap::new(),
        level: Severity::Warning,
        color: color(telling.color, anstream::AutoStream::choice(&io::stdout())),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    report::render(telling.format, report, &options, &mut out)?;
    out.flush()
}

fn color(asked: ColorChoice, automatic: anstream::ColorChoice) -> Color {
    match (asked, automatic) {
        (ColorChoice::Always, _) => Color::Ansi,
        (ColorChoice::Never, _) | (_, anstream::ColorChoice::Never) => Color::Never,
        (ColorChoice::Auto, _) => Color::Ansi,
    }
}

fn diff(told: &Told, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let destination = match io::stdout().is_terminal() {
        true => Destination::Terminal,
        false => Destination::Pipe,
    };
    for (before, after) in &told.changes {
        render_diff(&before.path, &before.text, after, options.color, destination, out)?;
    }
    Ok(())
}

fn diff_summary(fixes: usize, catalogue: &Catalogue) -> String {
    let key = match fixes {
        0 => "summary-diff-none",
        1 => "summary-diff-one",
        _ => "summary-diff-many",
    };
    catalogue.text(key, &Arguments::new().with("fixes", fixes.to_string()))
}

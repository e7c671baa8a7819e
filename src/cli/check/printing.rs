//! Saying what came of a run: on which stream, in which order, how loudly.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;
use std::sync::Arc;

use super::super::arguments::{CheckRequest, ColorChoice, Content, Mode, Output, Scope, Volume};
use super::super::root::root;
use super::outcome::Told;
use super::statistics::Statistics;
use super::status;
use crate::diagnostic::Severity;
use crate::messages::{Arguments, Catalogue, Language, Message};
use crate::registry::Registry;
use crate::report::{self, Color, Destination, Format, Notice, Options, Root, render_diff};
use crate::text::FilePath;
use crate::walk::Wanted;
use crate::write;

/// Says what came of a run.
pub(super) struct Printer<'a> {
    pub(super) request: &'a CheckRequest,
    pub(super) registry: &'a Registry,
    pub(super) language: Language,
}

impl Printer<'_> {
    /// Writes the reports that are to go to files, which are not to be those that
    /// were checked. For each that cannot be written there is one notice more.
    pub(super) fn write_outputs(&self, told: &mut Told, checked: &[(Arc<FilePath>, usize)]) {
        if self.request.outputs.is_empty() {
            return;
        }
        let (catalogue, root) = (self.registry.catalogue(self.language), root());
        let options = Options {
            color: Color::Never,
            ..self.options(&catalogue, &root, anstream::ColorChoice::Never)
        };
        let mut problems = Vec::new();
        for Output { format, path } in &self.request.outputs {
            if is_among(path, checked) {
                problems.push(Notice {
                    severity: Severity::Error,
                    path: FilePath::new(path),
                    message: Message::key("write-would-replace-post"),
                });
                continue;
            }
            let written = write::put(path, |out| {
                report::render(*format, &told.report, &options, out)?;
                match format {
                    Format::Text => report::render_summary(&told.report.summary, &options, out),
                    _ => Ok(()),
                }
            });
            problems.extend(written.err().map(|problem| Notice {
                severity: Severity::Error,
                path: FilePath::new(path),
                message: problem.message(),
            }));
        }
        told.report.notices.extend(problems);
    }

    /// Prints the report, then what happened to other paths, then the totals.
    ///
    /// # Errors
    ///
    /// If a stream cannot be written.
    pub(super) fn print(&self, told: &Told, statistics: &Statistics) -> io::Result<()> {
        if self.request.telling.volume == Volume::Silent {
            return Ok(());
        }
        let (catalogue, root) = (self.registry.catalogue(self.language), root());
        let options = |automatic| self.options(&catalogue, &root, automatic);
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
        match (self.request.mode, self.request.telling.format) {
            // What is on standard output is read by a program.
            (Mode::Diff(_), _) | (_, Format::Concise) => self.totals(told, &to_stderr, &mut err)?,
            _ => {
                err.flush()?;
                self.totals(told, &to_stdout, &mut out)?;
            }
        }
        err.flush()?;
        out.flush()
    }

    /// Prints mistakes that keep anything from being checked.
    ///
    /// # Errors
    ///
    /// If a stream cannot be written.
    pub(super) fn print_mistakes(&self, told: &Told) -> io::Result<()> {
        let (catalogue, root) = (self.registry.catalogue(self.language), root());
        let options = self.options(&catalogue, &root, anstream::AutoStream::choice(&io::stdout()));
        let mut out = io::BufWriter::new(io::stdout().lock());
        report::render(self.request.telling.format, &told.report, &options, &mut out)?;
        out.flush()?;
        report::render_notices(&told.report.notices, &options, &mut io::stderr())
    }

    fn options<'a>(
        &'a self,
        catalogue: &'a Catalogue,
        root: &'a Root,
        automatic: anstream::ColorChoice,
    ) -> Options<'a> {
        Options {
            catalogue,
            registry: self.registry,
            root,
            level: self.request.telling.level,
            color: color(self.request.telling.color, automatic),
        }
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
        // What an annotation says is in the log with it.
        let is_annotated = |notice: &Notice| {
            self.request.telling.format == Format::Github
                && !matches!(self.request.mode, Mode::Diff(_))
                && report::is_annotated(notice, options)
        };
        let notices: Vec<Notice> = told
            .report
            .notices
            .iter()
            .filter(|notice| notice.severity <= least && !is_annotated(notice))
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
            self.nothing_checked(told, options, out)?;
        }
        Ok(())
    }

    fn nothing_checked(&self, told: &Told, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
        let sentence = report::summary_sentence(&told.report.summary, options);
        match (self.request.tolerance.error_on_empty, &self.request.scope) {
            (true, _) => report::render_remark(Severity::Error, &sentence, options, out),
            // Most commits of some repositories hold no post.
            (false, Scope::Staged(_)) if told.report.notices.is_empty() => match self.request.telling.volume {
                Volume::Normal => {
                    let sentence = options.catalogue.text("nothing-staged", &Arguments::new());
                    writeln!(out, "{sentence}")
                }
                Volume::Quiet | Volume::Silent => Ok(()),
            },
            (false, _) => report::render_remark(Severity::Warning, &sentence, options, out),
        }
    }

    fn totals(&self, told: &Told, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
        let summary = &told.report.summary;
        // That nothing was checked has been said louder.
        if self.request.telling.volume < Volume::Normal || summary.files_checked == 0 {
            return Ok(());
        }
        match (self.request.mode, self.request.telling.format) {
            (Mode::Diff(_), _) => writeln!(out, "{}", diff_summary(summary.fixed, options.catalogue)),
            (_, Format::Json | Format::Sarif) => Ok(()),
            (_, Format::Text | Format::Concise | Format::Github) => report::render_summary(summary, options, out),
        }
    }
}

/// Whether a path leads to one of some files, which have the endings of posts.
fn is_among(path: &Path, files: &[(Arc<FilePath>, usize)]) -> bool {
    let Ok(real) = path.canonicalize() else { return false };
    let is_it = |(file, _): &(Arc<FilePath>, usize)| file.os.canonicalize().is_ok_and(|file| file == real);
    let is_known = [Wanted::Posts, Wanted::Data]
        .iter()
        .any(|wanted| wanted.has_extension(&real));
    is_known && files.iter().any(is_it)
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

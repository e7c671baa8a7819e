//! Diagnostics for people: quotations with carets, help and fixes.

use std::io;

use codespan_reporting::diagnostic::{Diagnostic as Rendered, Label as Caret, LabelStyle, Severity as Level};
use codespan_reporting::files::Error;
use codespan_reporting::term::{self, Config};

use super::excerpt::{Excerpt, Excerpts, Mark};
use super::positions::{LineEnds, Places, Positions};
use super::style::{self, Carets, Painter};
use super::visible;
use super::{Notice, Options, Report};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Label, Severity};
use crate::messages::{Arguments, Catalogue, Message};

/// How many diagnostics of one file are shown: nobody reads on, and who wants all
/// of them takes JSON.
const MOST_SHOWN: usize = 1_000;

pub(super) fn render(report: &Report, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let places = Places::new(report, LineEnds::All);
    let mut bytes = Vec::new();
    for file in &report.files {
        let mut shown = file
            .diagnostics
            .iter()
            .filter(|found| found.severity <= options.level)
            .peekable();
        // Few files have diagnostics, so the characters of no others are counted.
        let positions = shown.peek().and_then(|_| places.of(&file.source.path));
        for diagnostic in shown.by_ref().take(MOST_SHOWN) {
            bytes.clear();
            render_diagnostic(diagnostic, positions, &places, options, &mut bytes)?;
            out.write_all(&bytes)?;
        }
        let more = shown.count();
        if more > 0 {
            let arguments = Arguments::new()
                .with("path", visible::in_sentence(&file.source.path.shown))
                .with("count", more.to_string());
            writeln!(out, "{}\n", options.catalogue.text("report-more", &arguments))?;
        }
    }
    Ok(())
}

/// Writes what is to be said about paths, a line each: `warning: a.txt: …`.
///
/// # Errors
/// Only those of `out`.
pub fn render_notices(notices: &[Notice], options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for notice in notices {
        let path = visible::in_sentence(&notice.path.shown);
        let words = format!("{path}: {}", sentence(&notice.message, options.catalogue));
        render_remark(notice.severity, &words, options, out)?;
    }
    Ok(())
}

/// Writes what is to be said about the run itself, as a line: `warning: …`.
///
/// # Errors
/// Only those of `out`.
pub fn render_remark(
    severity: Severity,
    sentence: &str,
    options: &Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let word = severity_word(severity, options.catalogue);
    paint_severity(severity, &word, options, out)?;
    writeln!(out, ": {sentence}")
}

/// Writes a word for a severity, in its colour.
pub(super) fn paint_severity(
    severity: Severity,
    word: &str,
    options: &Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    options.color.start(style::of(level(severity)).bold(), out)?;
    out.write_all(word.as_bytes())?;
    options.color.end(out)
}

fn render_diagnostic(
    diagnostic: &Diagnostic,
    positions: Option<&Positions<'_>>,
    places: &Places<'_>,
    options: &Options<'_>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let catalogue = options.catalogue;
    let (excerpts, carets) = quote(diagnostic, positions, places, catalogue);
    let rendered = Rendered {
        severity: level(diagnostic.severity),
        code: Some(diagnostic.rule.to_string()),
        message: sentence(&diagnostic.message, catalogue),
        labels: carets,
        notes: notes(diagnostic, places, catalogue),
    };
    let heading = format!("{}[{}]", severity_word(diagnostic.severity, catalogue), diagnostic.rule);
    let carets = if diagnostic.span.is_empty() {
        Carets::One
    } else {
        Carets::AsWideAsTheLabel
    };
    let mut painter = Painter::new(out, options.color, &heading, carets);
    match term::emit_to_write_style(&mut painter, &config(), &excerpts, &rendered) {
        Ok(()) => Ok(()),
        Err(Error::Io(error)) => Err(error),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// Only the first and the last line of a span are shown.
fn config() -> Config {
    Config {
        tab_width: visible::TAB,
        start_context_lines: 0,
        end_context_lines: 0,
        ..Config::default()
    }
}

/// Quotes the diagnostic's own place, in the text of `own`, and its labels, an
/// excerpt for each file.
fn quote<'p>(
    diagnostic: &Diagnostic,
    own: Option<&'p Positions<'p>>,
    places: &'p Places<'_>,
    catalogue: &Catalogue,
) -> (Excerpts, Vec<Caret<usize>>) {
    let mut files: Vec<(&Positions<'_>, Vec<Mark>, Vec<String>)> = Vec::new();
    let mut add = |positions: Option<&'p Positions<'p>>, span, message: String| {
        let Some(positions) = positions else { return };
        let sentence = visible::sentence_width(&message);
        let mark = Mark { span, sentence };
        match files.iter_mut().find(|(known, ..)| std::ptr::eq(*known, positions)) {
            Some((_, marks, messages)) => {
                marks.push(mark);
                messages.push(message);
            }
            None => files.push((positions, vec![mark], vec![message])),
        }
    };
    add(own, diagnostic.span, String::new());
    for label in &diagnostic.labels {
        add(places.of(&label.file), label.span, sentence(&label.message, catalogue));
    }
    let mut excerpts = Excerpts::default();
    let mut carets: Vec<Caret<usize>> = Vec::new();
    for (positions, marks, messages) in files {
        let (excerpt, ranges) = Excerpt::new(positions, &marks);
        let id = excerpts.add(excerpt);
        for (range, message) in ranges.into_iter().zip(messages) {
            // The first of all is the diagnostic's own place.
            let style = if carets.is_empty() {
                LabelStyle::Primary
            } else {
                LabelStyle::Secondary
            };
            carets.push(Caret::new(style, id, range).with_message(message));
        }
    }
    (excerpts, carets)
}

/// What stands below the quotations: labels that can't be quoted, help, the fix.
fn notes(diagnostic: &Diagnostic, places: &Places<'_>, catalogue: &Catalogue) -> Vec<String> {
    let unquoted = diagnostic
        .labels
        .iter()
        .filter(|label| places.of(&label.file).is_none());
    let mut notes: Vec<String> = unquoted.map(|label| in_words(label, catalogue)).collect();
    if let Some(help) = &diagnostic.help {
        let help = Arguments::new().with("help", sentence(help, catalogue));
        notes.push(catalogue.text("report-help", &help));
    }
    notes.extend(diagnostic.fix.as_ref().map(|fix| fix_line(fix, catalogue)));
    notes
}

fn in_words(label: &Label, catalogue: &Catalogue) -> String {
    let path = visible::in_sentence(&label.file.shown);
    format!("{path}: {}", sentence(&label.message, catalogue))
}

fn fix_line(fix: &Fix, catalogue: &Catalogue) -> String {
    let key = match fix.applicability {
        Applicability::Safe => "report-fix-safe",
        Applicability::Unsafe => "report-fix-unsafe",
        Applicability::Display => "report-fix-display",
    };
    let title = Arguments::new().with("title", sentence(&fix.title, catalogue));
    catalogue.text(key, &title)
}

/// A message as one line that a terminal can be given.
pub(super) fn sentence(message: &Message, catalogue: &Catalogue) -> String {
    visible::in_sentence(&catalogue.sentence(message))
}

fn severity_word(severity: Severity, catalogue: &Catalogue) -> String {
    let key = match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    };
    catalogue.text(key, &Arguments::new())
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    }
}

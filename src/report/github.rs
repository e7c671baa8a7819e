//! Annotations of GitHub Actions: a workflow command for each diagnostic.
//!
//! Of each severity GitHub shows the first ten of a step, so errors come first.
//! The log shows the message alone, which therefore begins with the place. Lines
//! are those of Git: a lone carriage return ends none.

use std::fmt::Write as _;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};

use super::positions::{LineEnds, Places, Positions};
use super::visible;
use super::{FileReport, Notice, Options, Report, text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::messages::Arguments;
use crate::text::{Position, Source, is_invisible_control};

pub(super) fn render(report: &Report, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let places = Places::new(report, LineEnds::LineFeeds);
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    for severity in severities.into_iter().filter(|severity| *severity <= options.level) {
        let is_told = |notice: &&Notice| notice.severity == severity && is_annotated(notice, options);
        for notice in report.notices.iter().filter(is_told) {
            writeln!(out, "{}", notice_command(notice, options))?;
        }
        for FileReport { source, diagnostics } in &report.files {
            for diagnostic in diagnostics.iter().filter(|found| found.severity == severity) {
                writeln!(out, "{}", command(diagnostic, source, &places, options))?;
            }
        }
    }
    Ok(())
}

/// Whether there is an annotation for a notice: not if something was only skipped.
pub fn is_annotated(notice: &Notice, options: &Options<'_>) -> bool {
    notice.severity <= options.level.min(Severity::Warning)
}

fn notice_command(notice: &Notice, options: &Options<'_>) -> String {
    let file = file(&options.root.path(&notice.path));
    let path = visible::in_sentence(&notice.path.shown);
    let sentence = text::sentence(&notice.message, options.catalogue);
    let words = data(&format!("{path}: {sentence}"));
    format!("::{} file={file},title=kanwu::{words}", name(notice.severity))
}

fn command(diagnostic: &Diagnostic, source: &Source, places: &Places<'_>, options: &Options<'_>) -> String {
    let first = Position { line: 1, column: 1 };
    let (start, end) = places
        .of(&source.path)
        .map_or((first, first), |positions| ends(positions, diagnostic));
    let mut place = format!("line={},endLine={}", start.line, end.line);
    // Columns are allowed within one line only.
    if start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    let title = property(&visible::in_sentence(&format!("kanwu ({})", diagnostic.rule)));
    let file = file(&options.root.path(&source.path));
    let path = visible::in_sentence(&source.path.shown);
    let sentence = text::sentence(&diagnostic.message, options.catalogue);
    let mut words = format!("{path}:{}:{}: {sentence}", start.line, start.column);
    if let Some(help) = &diagnostic.help {
        let help = Arguments::new().with("help", text::sentence(help, options.catalogue));
        words.push('\n');
        words.push_str(&options.catalogue.text("report-help", &help));
    }
    format!(
        "::{} file={file},{place},title={title}::{}",
        name(diagnostic.severity),
        data(&words)
    )
}

fn ends(positions: &Positions<'_>, diagnostic: &Diagnostic) -> (Position, Position) {
    let span = positions.clamp(diagnostic.span);
    (positions.position(span.start), positions.position(span.end))
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The value of `file`, which leads to the file where it can: what has no width stays,
/// and line ends are escaped as the runner reads them again.
///
/// The runner knows no escape for other controls, for marks of direction and for bytes
/// that are not UTF-8, and they are not sent to a terminal. They are written as in every
/// path that is shown, and the annotation then leads nowhere.
fn file(path: &Path) -> String {
    let mut file = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                MAIN_SEPARATOR => file.push('/'),
                '\r' | '\n' | '\t' => file.push(character),
                '\u{2028}' | '\u{2029}' => push_code_point(character, &mut file),
                _ if is_invisible_control(character) => push_code_point(character, &mut file),
                _ => file.push(character),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(file, "\\x{byte:02X}");
        }
    }
    property(&file)
}

fn push_code_point(character: char, into: &mut String) {
    let _ = write!(into, "\\u{{{:X}}}", u32::from(character));
}

//! A line for each diagnostic: `path:line:column: severity[rule] sentence`, as
//! compilers write it, for editors and for `grep`.

use std::io;

use super::positions::{LineEnds, Places};
use super::text::{self, paint_severity};
use super::visible;
use super::{Options, Report};
use crate::text::Position;

pub(super) fn render(report: &Report, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let places = Places::new(report, LineEnds::All);
    for file in &report.files {
        let path = visible::in_sentence(&file.source.path.shown);
        let shown = file.diagnostics.iter().filter(|found| found.severity <= options.level);
        for diagnostic in shown {
            let start = places
                .of(&file.source.path)
                .map(|positions| positions.position(diagnostic.span.start));
            let Position { line, column } = start.unwrap_or(Position { line: 1, column: 1 });
            write!(out, "{path}:{line}:{column}: ")?;
            // Not translated, so that one expression finds it in every language.
            paint_severity(diagnostic.severity, diagnostic.severity.name(), options, out)?;
            let sentence = text::sentence(&diagnostic.message, options.catalogue);
            writeln!(out, "[{}] {sentence}", diagnostic.rule)?;
        }
    }
    Ok(())
}

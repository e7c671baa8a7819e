//! `kanwu rules test FOLDER`: whether the rules of a pack find what their pages
//! say.

use std::io::{self, Write};
use std::path::Path;

use super::super::Status;
use super::super::root::root;
use crate::config;
use crate::diagnostic::Severity;
use crate::examples::{PackTest, test_pack};
use crate::messages::{Arguments, Catalogue, Language};
use crate::registry::Registry;
use crate::report::{self, Color, FileReport, Format, Options, Report, Summary};

/// Tests a pack and shows what does not hold.
///
/// # Errors
///
/// If the output cannot be written, or the working folder is gone.
pub(in crate::cli) fn test(folder: &Path, registry: Registry, language: Language) -> io::Result<Status> {
    let catalogue = Catalogue::new(language);
    let pack = match config::read_pack(folder)? {
        Ok(pack) => pack,
        Err(reason) => {
            let message = reason.message(&folder.to_string_lossy());
            writeln!(io::stderr(), "kanwu: {}", catalogue.sentence(&message))?;
            return Ok(Status::Failed);
        }
    };
    let test = test_pack(registry, pack);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let status = tell(test, &catalogue, &mut out)?;
    out.flush()?;
    Ok(status)
}

fn tell(test: PackTest, catalogue: &Catalogue, out: &mut dyn Write) -> io::Result<Status> {
    let options = Options {
        catalogue,
        registry: &Registry::default(),
        root: &root(),
        level: Severity::Info,
        color: match anstream::AutoStream::choice(&io::stdout()) {
            anstream::ColorChoice::Never => Color::Never,
            _ => Color::Ansi,
        },
    };
    let count: usize = test.mistakes.iter().map(|(_, mistakes)| mistakes.len()).sum();
    let file_report = |(source, mistakes)| FileReport::new(source, mistakes);
    let files: Vec<FileReport> = test.mistakes.into_iter().map(file_report).collect();
    let summary = Summary::count(&files);
    report::render(Format::Text, &Report::new(files, Vec::new(), summary), &options, out)?;
    let counts = Arguments::new()
        .with("rules", test.rules.to_string())
        .with("examples", test.examples.to_string())
        .with("mistakes", count.to_string());
    let (key, status) = match count {
        0 => ("rules-test-holds", Status::Clean),
        _ => ("rules-test-fails", Status::Found),
    };
    writeln!(out, "{}", catalogue.text(key, &counts))?;
    Ok(status)
}

//! `kanwu check`: from paths, or standard input, to a report.

mod outcome;
mod printing;
mod standard_input;
mod statistics;
mod status;

use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use super::Status;
use super::arguments::{CheckRequest, Input, Volume};
use super::interrupt;
use super::progress::{Progress, Watched};
use crate::diagnostic::Severity;
use crate::lint::{Enabled, Project};
use crate::messages::{Catalogue, Language};
use crate::registry::Registry;
use crate::report::Notice;
use crate::walk::{self, NamedPaths};

use outcome::{Job, Outcome, severity_of_problem};
use printing::Printer;
use statistics::Statistics;

/// What became of all files, and what there is to say of other paths.
#[derive(Debug, Default)]
struct Checked {
    outcomes: Vec<Outcome>,
    notices: Vec<Notice>,
}

/// Checks, fixes or shows what would be fixed.
///
/// # Errors
///
/// If the output cannot be written.
pub(super) fn run(request: &CheckRequest, registry: Registry, language: Language) -> io::Result<Status> {
    let begun = Instant::now();
    use_threads(request.threads);

    // What decides how files are judged.
    let project = Project::new(registry, Enabled::All, None);

    // Each file by itself.
    let job = Job {
        project: &project,
        mode: request.mode,
        content: request.telling.content,
    };
    let progress = begin_progress(request, language);
    let checked = match &request.input {
        Input::Paths(paths) => check_paths(paths, request.named_paths, &job, &progress),
        Input::StandardInput(name) => standard_input::check(name.as_deref(), request.named_paths, &job)?,
    };

    // What needs all files would be settled here.

    drop(progress);
    let statistics = Statistics::count(&checked.outcomes, request.telling.level);
    let told = outcome::sum(checked, begun);
    let status = status::of(&told, request.mode, &request.tolerance);
    let printer = Printer {
        request,
        project: &project,
        language,
    };
    printer.print(&told, &statistics)?;
    Ok(status)
}

/// Rayon's own number of threads stays where none is asked for.
fn use_threads(threads: Option<NonZeroUsize>) {
    if let Some(threads) = threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get());
        // It fails only where threads run already, as in a test; those are then used.
        let _ = pool.build_global();
    }
}

fn begin_progress(request: &CheckRequest, language: Language) -> Progress {
    let watched = match request.telling.volume {
        Volume::Normal => Watched::ByTerminal,
        Volume::Quiet | Volume::Silent => Watched::ByNobody,
    };
    let progress = Progress::begin(watched, &Catalogue::new(language));
    interrupt::end_cleanly(&progress);
    progress
}

fn check_paths(paths: &[PathBuf], named: NamedPaths, job: &Job<'_>, progress: &Progress) -> Checked {
    let walked = walk::walk(paths, named);
    progress.expect(walked.files.len());
    let check = |path| {
        let outcome = job.check_file(path, walked.origin(path));
        progress.advance();
        outcome
    };
    let outcomes = walked.files.par_iter().map(check).collect();
    let problems = walked.problems.iter().map(|problem| Notice {
        severity: severity_of_problem(problem.origin),
        path: problem.path.clone(),
        message: problem.message.clone(),
    });
    let skipped = walked.skipped.iter().map(|skipped| Notice {
        severity: Severity::Info,
        path: skipped.path.clone(),
        message: skipped.reason.message(),
    });
    Checked {
        notices: problems.chain(skipped).collect(),
        outcomes,
    }
}

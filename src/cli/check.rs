//! `kanwu check`: from paths, or standard input, to a report.

mod outcome;
mod printing;
mod standard_input;
mod statistics;
mod status;

use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::time::Instant;

use rayon::prelude::*;

use super::Status;
use super::arguments::{CheckRequest, Input, Volume};
use super::configure::{Unconfigured, configure};
use super::interrupt;
use super::progress::{Progress, Watched};
use crate::diagnostic::Severity;
use crate::messages::{Catalogue, Language, Message};
use crate::registry::Registry;
use crate::report::{Notice, Report, Summary};
use crate::text::FilePath;
use crate::walk::{self, Walked};

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

    // Which files there are, and what decides how they are judged.
    let mut walked = match &request.input {
        Input::Paths(paths) => walk::walk(paths, request.named_paths),
        Input::StandardInput(name) => Walked::of_file(standard_input::path(name.as_deref())),
    };
    let configured = match configure(request, &mut walked, registry) {
        Ok(configured) => configured,
        Err(unconfigured) => return refuse(unconfigured, request, language),
    };

    // Each file by itself.
    let job = |project| Job {
        project,
        mode: request.mode,
        content: request.telling.content,
    };
    let jobs: Vec<Job<'_>> = configured.projects.iter().map(job).collect();
    let progress = begin_progress(request, language);
    let checked = match (&request.input, jobs.first()) {
        (Input::StandardInput(name), Some(job)) => standard_input::check(name.as_deref(), request.named_paths, job)?,
        _ => check_files(&configured.files, &walked, &jobs, &progress),
    };

    // What needs all files would be settled here.

    drop(progress);
    let statistics = Statistics::count(&checked.outcomes, request.telling.level);
    let told = outcome::sum(checked, begun);
    let status = status::of(&told, request.mode, &request.tolerance);
    let printer = Printer {
        request,
        registry: &configured.registry,
        language,
    };
    printer.print(&told, &statistics)?;
    Ok(status)
}

/// Says why nothing is checked.
fn refuse(unconfigured: Unconfigured, request: &CheckRequest, language: Language) -> io::Result<Status> {
    // What is wrong lies in no rule's sentence.
    let registry = Registry::built_in();
    let printer = Printer {
        request,
        registry: &registry,
        language,
    };
    let said = match unconfigured {
        Unconfigured::Usage(message) => message,
        Unconfigured::Mistakes(files) => {
            let summary = Summary::count(&files);
            printer.print_report(&Report::new(files, Vec::new(), summary))?;
            Message::key("config-nothing-checked")
        }
    };
    writeln!(io::stderr(), "kanwu: {}", registry.catalogue(language).sentence(&said))?;
    Ok(Status::Failed)
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

fn check_files(files: &[(FilePath, usize)], walked: &Walked, jobs: &[Job<'_>], progress: &Progress) -> Checked {
    progress.expect(files.len());
    let check = |(path, project): &(FilePath, usize)| {
        let outcome = jobs.get(*project)?.check_file(path, walked.origin(path));
        progress.advance();
        Some(outcome)
    };
    let outcomes = files.par_iter().filter_map(check).collect();
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

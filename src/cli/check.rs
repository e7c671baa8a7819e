//! `kanwu check`: from paths, or standard input, to a report.

mod data;
mod outcome;
mod printing;
mod quoted;
mod staged;
mod standard_input;
mod statistics;
mod status;

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

use super::Status;
use super::arguments::{CheckRequest, Kind, Scope, Volume};
use super::configure::{Asked, Configured, Unconfigured, configure};
use super::interrupt;
use super::progress::{Progress, Watched};
use crate::diagnostic::Severity;
use crate::fact::Fact;
use crate::folders::Folders;
use crate::git::Index;
use crate::inventory::Inventory;
use crate::lint::Project;
use crate::messages::{Catalogue, Language, Message};
use crate::registry::Registry;
use crate::report::{Notice, Report, Summary};
use crate::survey::{self, Read};
use crate::text::FilePath;
use crate::walk::{self, Origin, Roots, Walked};

use outcome::{Job, Outcome, Told, severity_of_problem};
use printing::Printer;
use staged::StagedFiles;
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
    let mut folders = Folders::default();
    let (mut walked, index) = match find(request, &mut folders) {
        Ok(found) => found,
        Err(reason) => return refuse(Unconfigured::Usage(reason), request, language),
    };
    let configured = match configure_run(request, &mut walked, index.as_ref(), &folders, registry) {
        Ok(configured) => configured,
        Err(unconfigured) => return refuse(unconfigured, request, language),
    };

    let Configured {
        registry,
        mut projects,
        files,
    } = configured;
    if let Kind::Data(Some(name)) = &request.kind
        && let Err(unusable) = data::apply_schema(name, &mut projects, &folders)
    {
        return refuse(unusable, request, language);
    }
    let (inventory, roots) = list(request, index.as_ref(), &files, &mut folders);
    drop(folders);
    let read: &Read<'_> = &|path| match &index {
        Some(index) => index.read_from_here(path),
        None => walk::read(path),
    };
    let surroundings = Arc::new(survey::survey(inventory, &roots, read));
    let mut tell = |project: &mut Project| project.look_around(Arc::clone(&surroundings));
    projects.iter_mut().for_each(&mut tell);

    // Each file by itself.
    let job = |project| Job {
        project,
        roots: &roots,
        read,
        mode: request.mode,
        content: request.telling.content,
    };
    let jobs: Vec<Job<'_>> = projects.iter().map(job).collect();
    let progress = begin_progress(request, language);
    let mut checked = match (&request.scope, jobs.first()) {
        (Scope::StandardInput(name), Some(job)) => standard_input::check(name.as_deref(), request.named_paths, job)?,
        _ => check_files(&files, &walked, &jobs, &progress),
    };

    if let Kind::Data(_) = request.kind {
        let lacking = data::without_schema(&files, &walked, &checked.outcomes);
        checked.notices.extend(lacking);
        data::refuse_other_files(&walked, &mut checked.notices);
    }

    // What needs all files.
    settle((&roots, read), &projects, &files, &mut checked.outcomes);

    drop(progress);
    let statistics = Statistics::count(&checked.outcomes, request.telling.level);
    let mut told = outcome::sum(checked, read, begun);
    let printer = Printer {
        request,
        registry: &registry,
        language,
    };
    printer.write_outputs(&mut told, &files);
    let status = status::of(&told, request.mode, &request.tolerance);
    printer.print(&told, &statistics)?;
    Ok(status)
}

/// Which files are to be checked, and Git's index if their texts are read from it.
///
/// # Errors
///
/// Where Git's index is to be read and cannot; in words.
fn find(request: &CheckRequest, folders: &mut Folders) -> Result<(Walked, Option<Index>), Message> {
    Ok(match &request.scope {
        Scope::Paths(paths) => {
            let walked = walk::walk_to(request.kind.wanted(), paths, request.named_paths, folders);
            (walked, None)
        }
        Scope::StandardInput(name) => {
            let mut walked = Walked::default();
            walked.add(standard_input::path(name.as_deref()), Origin::Found);
            (walked, None)
        }
        Scope::Staged(below) => {
            let index = Index::here()?;
            (staged::find(&index, below, request.named_paths)?, Some(index))
        }
    })
}

/// Reads the configuration where the texts are read.
///
/// # Errors
///
/// Those of [`configure`].
fn configure_run(
    request: &CheckRequest,
    walked: &mut Walked,
    index: Option<&Index>,
    folders: &Folders,
    registry: Registry,
) -> Result<Configured, Unconfigured> {
    let asked = Asked {
        config: &request.config,
        selection: &request.selection,
        named_paths: request.named_paths,
    };
    match index {
        Some(index) => {
            let staged = StagedFiles::new(index, folders);
            staged.note_what_is_not_staged(walked);
            configure(asked, walked, &staged, registry)
        }
        None => configure(asked, walked, folders, registry),
    }
}

/// What stands round the files.
fn list(
    request: &CheckRequest,
    index: Option<&Index>,
    files: &[(Arc<FilePath>, usize)],
    folders: &mut Folders,
) -> (Inventory, Roots) {
    match (&request.scope, index) {
        (_, Some(index)) => staged::inventory(index),
        (Scope::Paths(paths), None) => walk::list(paths, Path::new("."), folders),
        (Scope::StandardInput(_) | Scope::Staged(_), None) => {
            let named: Vec<PathBuf> = files.iter().map(|(file, _)| file.os.clone()).collect();
            walk::list(&named, Path::new("."), folders)
        }
    }
}

/// Settles what the files say of one another, and adds the findings to theirs.
fn settle(
    (roots, read): (&Roots, &Read<'_>),
    projects: &[Project],
    files: &[(Arc<FilePath>, usize)],
    outcomes: &mut [Outcome],
) {
    let mut facts: Vec<Vec<Fact>> = projects.iter().map(|_| Vec::new()).collect();
    for ((_, project), outcome) in files.iter().zip(outcomes.iter_mut()) {
        if let Some(facts) = facts.get_mut(*project) {
            // Not appended, which would keep the place of each file's own.
            facts.extend(std::mem::take(&mut outcome.facts));
        }
    }
    let mut found = HashMap::new();
    for (project, facts) in projects.iter().zip(facts) {
        found.extend(survey::settle(roots, project, facts, read));
    }
    for ((path, _), outcome) in files.iter().zip(outcomes) {
        if let Some(diagnostics) = found.remove(path) {
            outcome.add(path, read, diagnostics);
        }
    }
}

/// Says why nothing is checked.
fn refuse(unconfigured: Unconfigured, request: &CheckRequest, language: Language) -> io::Result<Status> {
    // What is wrong is said in no rule's sentence.
    let catalogue = Catalogue::new(language);
    let said = match unconfigured {
        Unconfigured::Usage(message) => message,
        Unconfigured::Mistakes(files) => {
            let summary = Summary::count(&files);
            let mut told = Told {
                report: Report::new(files, Vec::new(), summary),
                changes: Vec::new(),
            };
            let printer = Printer {
                request,
                registry: &Registry::default(),
                language,
            };
            printer.write_outputs(&mut told, &[]);
            printer.print_mistakes(&told)?;
            Message::key("config-nothing-checked")
        }
    };
    writeln!(io::stderr(), "kanwu: {}", catalogue.sentence(&said))?;
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

fn check_files(files: &[(Arc<FilePath>, usize)], walked: &Walked, jobs: &[Job<'_>], progress: &Progress) -> Checked {
    progress.expect(files.len());
    let check = |(path, project): &(Arc<FilePath>, usize)| {
        let outcome = match jobs.get(*project) {
            Some(job) => job.check_file(path, walked.origin(path)).of_file(path),
            None => Outcome::default(),
        };
        progress.advance();
        outcome
    };
    let outcomes = files.par_iter().map(check).collect();
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

//! The configuration of a run: from what was typed and the files that were
//! found to a project for each file.

use std::io::{self, Write as _};
use std::sync::Arc;

use crate::config::{self, Choice, Files, Loaded, Selection};
use crate::folders::Folders;
use crate::lint::Project;
use crate::messages::{Arguments, Catalogue, Language, Message};
use crate::registry::Registry;
use crate::report::FileReport;
use crate::text::FilePath;
use crate::walk::{NamedPaths, Origin, Problem, SkipReason, Skipped, Walked};

/// The files to check, each with the number of its project.
#[derive(Debug)]
pub(super) struct Configured {
    pub(super) registry: Arc<Registry>,
    pub(super) projects: Vec<Project>,
    pub(super) files: Vec<(Arc<FilePath>, usize)>,
}

/// Why nothing can be checked.
#[derive(Debug)]
pub(super) enum Unconfigured {
    /// What was typed cannot be done; in words.
    Usage(Message),
    /// There are mistakes in configurations or rule files.
    Mistakes(Vec<FileReport>),
}

/// What was typed that bears on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) config: &'a Choice,
    pub(super) selection: &'a Selection,
    pub(super) named_paths: NamedPaths,
}

/// Gives each file its project, and leaves out those that a configuration
/// excludes unless they were named.
///
/// # Errors
///
/// Where a rule that was typed does not exist, or a configuration cannot be
/// read or has mistakes.
pub(super) fn configure(
    asked: Asked<'_>,
    walked: &mut Walked,
    disk: &dyn Files,
    registry: Registry,
) -> Result<Configured, Unconfigured> {
    let files = std::mem::take(&mut walked.files);
    let loaded = std::env::current_dir()
        .and_then(|working| config::load((disk, &working), &files, asked.config, asked.selection, registry));
    let Loaded {
        registry,
        settings,
        of_file,
        mistakes,
        not_read,
        ..
    } = loaded.map_err(|error| Unconfigured::Usage(unreadable(asked.config, &error)))?;
    if !mistakes.is_empty() {
        let report = |(source, diagnostics)| FileReport::new(source, diagnostics);
        return Err(Unconfigured::Mistakes(mistakes.into_iter().map(report).collect()));
    }
    walked
        .problems
        .extend(not_read.into_iter().map(|(path, message)| Problem {
            path,
            origin: Origin::Found,
            message,
        }));
    let typed = asked.selection.select.iter().chain(&asked.selection.ignore);
    if let Some(message) = typed.filter_map(|name| unknown(name, &registry)).next() {
        return Err(Unconfigured::Usage(message));
    }
    let registry = Arc::new(registry);
    let projects: Vec<Project> = settings
        .into_iter()
        .map(|settings| Project::configured(Arc::clone(&registry), settings))
        .collect();
    let mut wanted = Vec::with_capacity(files.len());
    for (file, project) in files.into_iter().zip(of_file) {
        let is_excluded = projects.get(project).is_some_and(|project| project.excludes(&file));
        match (is_excluded, walked.origin(&file), asked.named_paths) {
            (false, ..) | (true, Origin::Named, NamedPaths::Taken) => wanted.push((Arc::new(file), project)),
            (true, Origin::Named, NamedPaths::Excludable) => walked.skipped.push(Skipped {
                path: file,
                reason: SkipReason::Excluded,
            }),
            (true, Origin::Found, _) => {}
        }
    }
    Ok(Configured {
        registry,
        projects,
        files: wanted,
    })
}

/// The rules with those of the packs that the configuration of the working folder
/// names. Of mistakes in it there is only a word: `check` shows them.
///
/// # Errors
///
/// Where the working folder is gone, or standard error cannot be written.
pub(super) fn with_packs(registry: Registry, language: Language) -> io::Result<Registry> {
    let here = [FilePath::new(config::FILE_NAME)];
    let loaded = config::load(
        (&Folders::default(), &std::env::current_dir()?),
        &here,
        &Choice::Nearest,
        &Selection::default(),
        registry,
    )?;
    if !loaded.mistakes.is_empty() {
        let remark = Catalogue::new(language).text("config-has-mistakes", &Arguments::new());
        writeln!(io::stderr(), "kanwu: {remark}")?;
    }
    Ok(loaded.registry)
}

fn unknown(name: &str, registry: &Registry) -> Option<Message> {
    if registry.has_name(name) {
        return None;
    }
    let arguments = Arguments::new().with("name", name);
    Some(match registry.meant_name(name) {
        Some(meant) => Message::Key("cli-unknown-rule-similar", arguments.with("suggestion", meant)),
        None => Message::Key("cli-unknown-rule", arguments),
    })
}

fn unreadable(choice: &Choice, error: &std::io::Error) -> Message {
    let path = match choice {
        Choice::File(path) => FilePath::new(path).shown,
        Choice::Nearest | Choice::Nothing => config::FILE_NAME.to_owned(),
    };
    let arguments = Arguments::new().with("path", path);
    match error.kind() {
        std::io::ErrorKind::NotFound => Message::Key("config-no-such-file", arguments),
        std::io::ErrorKind::IsADirectory => Message::Key("config-is-a-folder", arguments),
        _ => Message::Key("config-unreadable", arguments.with("error", error.to_string())),
    }
}

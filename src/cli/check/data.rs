//! `kanwu schema check`: what files of data need beside what posts need, which
//! is a schema.

use std::sync::Arc;

use super::super::configure::Unconfigured;
use super::outcome::Outcome;
use crate::config;
use crate::diagnostic::Severity;
use crate::folders::Folders;
use crate::lint::Project;
use crate::messages::{Arguments, Message};
use crate::report::{FileReport, Notice};
use crate::text::FilePath;
use crate::walk::{Origin, SkipReason, Walked};

/// Lets the schema that was typed judge all files.
///
/// # Errors
///
/// Where there is none of that name, or it cannot be used.
pub(super) fn apply_schema(name: &str, projects: &mut [Project], folders: &Folders) -> Result<(), Unconfigured> {
    let unreadable = |error: std::io::Error| {
        let arguments = Arguments::new().with("path", name).with("error", error.to_string());
        Unconfigured::Usage(Message::Key("config-schema-unreadable", arguments))
    };
    let working = std::env::current_dir().map_err(unreadable)?;
    let read = config::read_schema((folders, &working), name).map_err(Unconfigured::Usage)?;
    let report = |(source, diagnostics)| FileReport::new(source, diagnostics);
    let schema = read.map_err(|mistakes| Unconfigured::Mistakes(mistakes.into_iter().map(report).collect()))?;
    for project in projects {
        project.apply_schema_everywhere(Arc::clone(&schema));
    }
    Ok(())
}

/// What there is to say of files without a schema. One that was named is why the
/// run fails; of those that were found in folders, whose writing alone is judged,
/// there is one word in all.
pub(super) fn without_schema(files: &[(Arc<FilePath>, usize)], walked: &Walked, outcomes: &[Outcome]) -> Vec<Notice> {
    let lacking = files
        .iter()
        .zip(outcomes)
        .filter(|(_, outcome)| outcome.lacks_schema)
        .map(|((path, _), _)| path);
    let (named, found): (Vec<_>, Vec<_>) = lacking.partition(|path| walked.origin(path) == Origin::Named);
    let lacks = |severity, path: &Arc<FilePath>, key, others: usize| Notice {
        severity,
        path: FilePath::clone(path),
        message: Message::Key(key, Arguments::new().with("count", others.to_string())),
    };
    let of_found = found.first().map(|first| match found.len() - 1 {
        0 => lacks(Severity::Warning, first, "data-no-schema", 0),
        others => lacks(Severity::Warning, first, "data-no-schema-of-several", others),
    });
    let of_named = named
        .into_iter()
        .map(|path| lacks(Severity::Error, path, "data-no-schema", 0));
    of_named.chain(of_found).collect()
}

/// Lets the run fail if it judges nothing, for all that was named is no data.
pub(super) fn refuse_other_files(walked: &Walked, notices: &mut [Notice]) {
    if !walked.files.is_empty() {
        return;
    }
    let other = walked
        .skipped
        .iter()
        .filter(|skipped| skipped.reason == SkipReason::NoData);
    for skipped in other {
        let notices = notices.iter_mut().filter(|notice| notice.path == skipped.path);
        notices.for_each(|notice| notice.severity = Severity::Error);
    }
}

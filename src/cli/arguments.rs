//! What can be typed, and what is meant by it.

mod command;
mod refused;

#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ArgMatches;
use clap::parser::ValueSource;

use crate::config::{Choice, Selection};
use crate::diagnostic::{Applicability, Severity};
use crate::messages::{Arguments, Catalogue, Message};
use crate::report::Format;
use crate::walk::{NamedPaths, Wanted};

use command::command;

/// What a user asks for.
#[derive(Debug)]
pub(super) enum Request {
    Check(CheckRequest),
    Rules(RulesForm),
    /// The folder of the pack to test.
    TestRules(PathBuf),
    /// The files and folders to infer a schema from.
    InferSchema(Vec<PathBuf>),
    /// The id of a rule.
    Explain(String),
    /// The folder to write a first kanwu.yaml in.
    Init(PathBuf),
    /// To serve an editor.
    #[cfg(feature = "server")]
    Serve,
}

/// What to check, what to do with what is found, and how to tell it.
#[derive(Debug)]
pub(super) struct CheckRequest {
    pub(super) kind: Kind,
    pub(super) scope: Scope,
    pub(super) named_paths: NamedPaths,
    pub(super) config: Choice,
    pub(super) selection: Selection,
    pub(super) mode: Mode,
    pub(super) tolerance: Tolerance,
    pub(super) telling: Telling,
    /// What is written to files, beside what is told.
    pub(super) outputs: Vec<Output>,
    /// How many threads; by default one for each processor.
    pub(super) threads: Option<NonZeroUsize>,
}

/// What kind of files is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Posts,
    /// Files of data, against a schema that was typed, by its path or by the name
    /// of a preset, or else each against its own.
    Data(Option<String>),
}

impl Kind {
    /// Which files of a folder are of this kind.
    pub(super) fn wanted(&self) -> Wanted {
        match self {
            Kind::Posts => Wanted::Posts,
            Kind::Data(_) => Wanted::Data,
        }
    }
}

/// What is to be checked.
#[derive(Debug)]
pub(super) enum Scope {
    Paths(Vec<PathBuf>),
    /// Standard input, as if it were the content of this file.
    StandardInput(Option<PathBuf>),
    /// What Git's index holds of the files below these paths that are to be
    /// committed; of all where none is named.
    Staged(Vec<PathBuf>),
}

/// What happens to fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They are offered.
    Report,
    /// They are made, up to this applicability.
    Fix(Applicability),
    /// They are shown as a diff, up to this applicability.
    Diff(Applicability),
}

/// What may remain without the run counting as failed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tolerance {
    /// Diagnostics of this severity, and worse ones, may not.
    pub(super) fail_on: Severity,
    pub(super) most_warnings: Option<usize>,
    /// Whatever is found may remain.
    pub(super) exit_zero: bool,
    /// That no file is checked may not be.
    pub(super) error_on_empty: bool,
}

/// How the outcome is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Telling {
    pub(super) format: Format,
    pub(super) content: Content,
    /// Text shows this severity and what is worse.
    pub(super) level: Severity,
    pub(super) volume: Volume,
    pub(super) color: ColorChoice,
}

/// A report in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: Format,
    pub(super) path: PathBuf,
}

/// What a report consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Diagnostics,
    /// How many there are, by rule and by where posts come from.
    Statistics,
}

/// How much is said beside the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Volume {
    /// Nothing at all, not even the report.
    Silent,
    /// What could not be read or written.
    Quiet,
    /// What was skipped and the totals too.
    Normal,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColorChoice {
    /// Where a terminal wants it.
    Auto,
    Always,
    Never,
}

/// How rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RulesForm {
    Table,
    Json,
}

/// Why a command line is not followed.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The parser's: it asked for help or the version.
    Parser(clap::Error),
    /// What is asked for is not understood, or does not go together.
    Misuse(Message),
}

impl From<clap::Error> for Refusal {
    fn from(error: clap::Error) -> Self {
        match refused::sentence(&error) {
            Some(sentence) => Refusal::Misuse(sentence),
            None => Refusal::Parser(error),
        }
    }
}

/// Parses a command line; `automatic` is the format where none is asked for.
///
/// # Errors
///
/// If it cannot be followed, or asks for help or the version.
pub(super) fn parse(arguments: &[OsString], automatic: Format, catalogue: &Catalogue) -> Result<Request, Refusal> {
    let matches = command(catalogue).try_get_matches_from(arguments)?;
    match matches.subcommand() {
        Some(("help", matches)) => {
            let asked = help_of(matches);
            command(catalogue).try_get_matches_from(asked)?;
            // Asking for help always ends above.
            Ok(Request::Rules(RulesForm::Table))
        }
        Some(("rules", matches)) => Ok(rules_request(matches)),
        Some(("schema", matches)) => schema_request(matches, automatic),
        Some(("explain", matches)) => Ok(Request::Explain(matches.get_one("rule").cloned().unwrap_or_default())),
        Some(("init", matches)) => Ok(Request::Init(matches.get_one("folder").cloned().unwrap_or_default())),
        #[cfg(feature = "server")]
        Some(("server", _)) => Ok(Request::Serve),
        Some((_, matches)) => check_request(Kind::Posts, matches, automatic).map(Request::Check),
        None => check_request(Kind::Posts, &matches, automatic).map(Request::Check),
    }
}

fn rules_request(matches: &ArgMatches) -> Request {
    match matches.subcommand() {
        Some((_, matches)) => Request::TestRules(matches.get_one("pack").cloned().unwrap_or_default()),
        None if matches.get_flag("json") => Request::Rules(RulesForm::Json),
        None => Request::Rules(RulesForm::Table),
    }
}

fn schema_request(matches: &ArgMatches, automatic: Format) -> Result<Request, Refusal> {
    match matches.subcommand() {
        Some(("check", matches)) => {
            let kind = Kind::Data(matches.get_one("schema").cloned());
            check_request(kind, matches, automatic).map(Request::Check)
        }
        // The parser lets nothing else stand behind `schema`.
        Some((_, matches)) => Ok(Request::InferSchema(paths(matches))),
        None => Ok(Request::InferSchema(Vec::new())),
    }
}

fn paths(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many("paths").into_iter().flatten().cloned().collect()
}

/// Whether a flag was typed that not every command has.
fn is_on(matches: &ArgMatches, flag: &str) -> bool {
    matches.try_get_one(flag).ok().flatten().copied().unwrap_or(false)
}

/// `help check` is `check --help`.
fn help_of(matches: &ArgMatches) -> Vec<OsString> {
    let words = matches.get_many::<OsString>("command").into_iter().flatten();
    let mut asked = vec![OsString::from("kanwu")];
    asked.extend(words.cloned());
    asked.push("--help".into());
    asked
}

fn check_request(kind: Kind, matches: &ArgMatches, automatic: Format) -> Result<CheckRequest, Refusal> {
    let asked = choice(matches, "format").and_then(Format::from_name);
    let mut telling = telling(matches, asked.unwrap_or(automatic));
    if telling.content == Content::Statistics {
        if let Some(format) = asked.filter(|format| *format != Format::Text) {
            let arguments = Arguments::new().with("format", format.name());
            return Err(Refusal::Misuse(Message::Key("misuse-statistics-not-text", arguments)));
        }
        telling.format = Format::Text;
    }
    let scope = match kind {
        Kind::Posts => scope(matches)?,
        Kind::Data(_) => Scope::Paths(paths(matches)),
    };
    let mode = mode(matches);
    if let (Scope::Staged(_), Mode::Fix(_)) = (&scope, mode) {
        return Err(Refusal::Misuse(Message::key("misuse-staged-and-fix")));
    }
    Ok(CheckRequest {
        kind,
        scope,
        named_paths: match matches.get_flag("force-exclude") {
            true => NamedPaths::Excludable,
            false => NamedPaths::Taken,
        },
        config: config_choice(matches),
        selection: selection(matches),
        mode,
        tolerance: Tolerance {
            fail_on: severity(matches, "fail-on").unwrap_or(Severity::Error),
            most_warnings: matches.get_one("max-warnings").copied(),
            exit_zero: matches.get_flag("exit-zero"),
            error_on_empty: matches.get_flag("error-on-empty"),
        },
        telling,
        outputs: outputs(matches)?,
        threads: matches
            .get_one::<u16>("threads")
            .and_then(|threads| NonZeroUsize::new(usize::from(*threads))),
    })
}

fn config_choice(matches: &ArgMatches) -> Choice {
    match matches.get_one::<PathBuf>("config") {
        _ if matches.get_flag("no-config") => Choice::Nothing,
        Some(path) => Choice::File(path.clone()),
        None => Choice::Nearest,
    }
}

fn selection(matches: &ArgMatches) -> Selection {
    let names = |name| matches.get_many(name).into_iter().flatten().cloned().collect();
    Selection {
        select: names("select"),
        ignore: names("ignore"),
    }
}

fn scope(matches: &ArgMatches) -> Result<Scope, Refusal> {
    let paths = paths(matches);
    let name: Option<PathBuf> = matches.get_one("stdin-filename").cloned();
    let is_standard_input = |path: &PathBuf| path.as_os_str() == OsStr::new("-");
    if matches.get_flag("staged") {
        return match paths.iter().any(is_standard_input) || name.is_some() {
            true => Err(Refusal::Misuse(Message::key("misuse-staged-and-stdin"))),
            // Where none is named, all that is staged is meant.
            false if matches.value_source("paths") == Some(ValueSource::DefaultValue) => Ok(Scope::Staged(Vec::new())),
            false => Ok(Scope::Staged(paths)),
        };
    }
    match (paths.iter().any(is_standard_input), paths.len(), name) {
        (true, 1, name) => Ok(Scope::StandardInput(name)),
        (true, ..) => Err(Refusal::Misuse(Message::key("misuse-stdin-and-paths"))),
        (false, _, Some(_)) => Err(Refusal::Misuse(Message::key("misuse-name-without-stdin"))),
        (false, _, None) => Ok(Scope::Paths(paths)),
    }
}

fn mode(matches: &ArgMatches) -> Mode {
    let most = match matches.get_flag("unsafe-fixes") {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    if matches.get_flag("diff") {
        Mode::Diff(most)
    } else if matches.get_flag("fix") || most == Applicability::Unsafe {
        Mode::Fix(most)
    } else {
        Mode::Report
    }
}

/// The `FORMAT=FILE` of each `--output`.
fn outputs(matches: &ArgMatches) -> Result<Vec<Output>, Refusal> {
    let mut outputs: Vec<Output> = Vec::new();
    for given in matches.get_many::<String>("output").into_iter().flatten() {
        let misuse = |key| Refusal::Misuse(Message::Key(key, Arguments::new().with("given", given)));
        let output = given
            .split_once('=')
            .and_then(|(format, path)| Some((Format::from_name(format)?, PathBuf::from(path))));
        let (format, path) = output
            .filter(|(_, path)| !path.as_os_str().is_empty())
            .ok_or_else(|| misuse("misuse-output"))?;
        if path.as_os_str() == OsStr::new("-") {
            return Err(misuse("misuse-output-to-stdout"));
        }
        if outputs.iter().any(|output| output.path == path) {
            return Err(misuse("misuse-output-twice"));
        }
        outputs.push(Output { format, path });
    }
    Ok(outputs)
}

fn telling(matches: &ArgMatches, format: Format) -> Telling {
    Telling {
        format,
        content: match is_on(matches, "statistics") {
            true => Content::Statistics,
            false => Content::Diagnostics,
        },
        level: severity(matches, "level").unwrap_or(Severity::Warning),
        volume: match matches.get_count("quiet") {
            0 => Volume::Normal,
            1 => Volume::Quiet,
            _ => Volume::Silent,
        },
        color: match choice(matches, "color") {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        },
    }
}

fn choice<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.get_one::<String>(name).map(String::as_str)
}

fn severity(matches: &ArgMatches, name: &str) -> Option<Severity> {
    let named = |severity: &Severity| choice(matches, name) == Some(severity.name());
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(named)
}

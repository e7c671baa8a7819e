//! The command line: what a user typed becomes calls, and what came of them an
//! exit status.

mod arguments;
mod check;
mod configure;
mod explain;
mod init;
mod interrupt;
mod progress;
mod root;
mod rules;
mod schema;
#[cfg(feature = "server")]
mod server;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::messages::{Arguments, Catalogue, Language};
use crate::registry::Registry;
use crate::report::Format;

use arguments::{Refusal, Request};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Nothing that counts as failure remains.
    Clean,
    /// Something remains, or a diff is not empty.
    Found,
    /// The run could not do what was asked: bad usage, a path that cannot be
    /// read, a file that cannot be written.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Clean => 0,
            Status::Found => 1,
            Status::Failed => 2,
        })
    }
}

/// Runs kanwu with the arguments of the process, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let chosen = chosen_language(&arguments);
    let language = chosen.unwrap_or_else(usual_language);
    let request = match arguments::parse(&arguments, automatic_format(), &Catalogue::new(language)) {
        Ok(request) => request,
        Err(Refusal::Parser(error)) => {
            // Help and version are errors to the parser; it knows their stream and status.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
        Err(Refusal::Misuse(message)) => {
            let _ = writeln!(io::stderr(), "kanwu: {}", Catalogue::new(language).sentence(&message));
            return Status::Failed.into();
        }
    };
    let registry = Registry::built_in();
    let outcome = match request {
        Request::Check(request) => check::run(&request, registry, language),
        Request::Rules(form) => rules::run(form, registry, language),
        Request::TestRules(folder) => rules::test(&folder, registry, language),
        Request::Init(folder) => init::run(&folder, &registry, language),
        Request::InferSchema(paths) => schema::infer(&paths, registry, language),
        Request::Explain(rule) => explain::run(&rule, registry, language),
        #[cfg(feature = "server")]
        Request::Serve => {
            let usual = usual_language();
            return server::run(crate::lsp::Languages { chosen, usual });
        }
    };
    match outcome {
        Ok(status) => status.into(),
        // Who reads our output has left, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let text = Arguments::new().with("error", error.to_string());
            let _ = writeln!(
                io::stderr(),
                "kanwu: {}",
                Catalogue::new(language).text("output-failed", &text)
            );
            Status::Failed.into()
        }
    }
}

/// The format where none is asked for: in a job of GitHub Actions annotations,
/// else text.
fn automatic_format() -> Format {
    match std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true") {
        true => Format::Github,
        false => Format::Text,
    }
}

/// The language that the user chose: `--language`, else `KANWU_LANGUAGE`. It is
/// needed before the arguments are parsed, for their help.
fn chosen_language(arguments: &[OsString]) -> Option<Language> {
    let mut texts = arguments.iter().map(|argument| argument.to_string_lossy());
    let mut asked = None;
    while let Some(text) = texts.next() {
        if text == "--" {
            break;
        }
        if text == "--language" {
            asked = texts.next();
        } else if let Some(value) = text.strip_prefix("--language=") {
            asked = Some(value.to_owned().into());
        }
    }
    asked
        .and_then(|tag| Language::from_tag(&tag))
        .or_else(|| Language::from_tag(&from_environment("KANWU_LANGUAGE")?))
}

/// The language where none is chosen: that of the locale, else English.
fn usual_language() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(from_environment);
    let locale = locale.or_else(sys_locale::get_locale);
    locale
        .and_then(|locale| Language::from_tag(&locale))
        .unwrap_or(Language::English)
}

fn from_environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

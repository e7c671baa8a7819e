//! `kanwu server`: the editor's side of kanwu, on standard input and output.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::lsp::{self, Ended, Languages, Stdio};
use crate::messages::{Catalogue, Message};

/// Serves until the client ends it. The status is the protocol's: 0 if it was
/// asked to shut down before, else 1. Who is no client is told what this is.
pub(super) fn run(languages: Languages) -> ExitCode {
    let catalogue = Catalogue::new(languages.chosen.unwrap_or(languages.usual));
    let say = |message: &Message| {
        let _ = writeln!(io::stderr(), "kanwu: {}", catalogue.sentence(message));
    };
    if io::stdin().is_terminal() {
        say(&Message::key("server-waits"));
    }
    let (connection, stdio) = Stdio::open(io::BufReader::new(io::stdin()), io::BufWriter::new(io::stdout()));
    let ended = lsp::serve(&connection, languages, cache_folder());
    drop(connection);
    if let Err(problem) = stdio.close() {
        say(&problem.message());
    }
    match ended {
        Ended::Orderly => ExitCode::SUCCESS,
        Ended::Abruptly => ExitCode::FAILURE,
    }
}

/// Where systems keep what a program can make again, for the user who runs it.
fn cache_folder() -> Option<PathBuf> {
    // A relative path there counts for nothing (XDG Base Directory Specification).
    let named = |variable: &str| {
        let folder = PathBuf::from(std::env::var_os(variable)?);
        folder.is_absolute().then_some(folder)
    };
    let at_home = |folder: &str| Some(std::env::home_dir()?.join(folder)).filter(|folder| folder.is_absolute());
    let usual = || match std::env::consts::OS {
        "windows" => named("LOCALAPPDATA"),
        "macos" => at_home("Library/Caches"),
        _ => at_home(".cache"),
    };
    Some(named("XDG_CACHE_HOME").or_else(usual)?.join("kanwu"))
}

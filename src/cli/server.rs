//! `kanwu server`: the editor's side of kanwu, on standard input and output.

use std::process::ExitCode;

use crate::lsp::{self, Connection, Ended, Languages};

/// Serves until the client ends it. The status is the protocol's: 0 if it was
/// asked to shut down before, else 1.
pub(super) fn run(languages: Languages) -> ExitCode {
    let (connection, threads) = Connection::stdio();
    let ended = lsp::serve(&connection, languages);
    drop(connection);
    match (ended, threads.join()) {
        (Ended::Orderly, _) => ExitCode::SUCCESS,
        (Ended::Abruptly, _) => ExitCode::FAILURE,
    }
}

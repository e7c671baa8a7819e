//! kanwu in editors: the Language Server Protocol (3.17) over a connection.
//!
//! One synchronous loop takes messages until there are none, and then judges the
//! newest text by the functions that the command line calls. It must not know the
//! command line, nor reports.

mod actions;
mod client;
mod configurations;
mod convert;
mod diagnostics;
mod documents;
mod pages;
mod server;
mod session;
mod stdio;
mod uri;
mod watching;
mod workspace;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use client::Languages;
pub use lsp_server::Connection;
pub use server::{Ended, serve};
pub use stdio::{InputProblem, Stdio};

use lsp_server::Notification;

/// A notification, with parameters that can be written as JSON.
fn notification(method: &str, parameters: &impl serde::Serialize) -> Notification {
    Notification {
        method: method.to_owned(),
        params: serde_json::to_value(parameters).unwrap_or_default(),
    }
}

//! What passes between `lint`, the world and the settling of facts.
//!
//! Facts (what needs other files) and questions (what needs the world) get
//! their types here when the first check needs them.

use crate::diagnostic::Diagnostic;

/// What one file gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Findings, in no promised order until `lint` has sorted them.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the world answered before `lint` ran: nothing yet is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {}

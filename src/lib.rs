//! kanwu (勘误): a linter for content repositories.
//!
//! Data flows one way: source → document → checks → diagnostics → report.
//! Positions are byte spans inside and become lines and columns at the edge.
//! `lint` is a pure function; what touches the world stands around it.

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod dialect;
pub mod document;
pub mod examples;
pub mod explain;
pub mod fact;
pub mod fix;
pub mod folders;
#[cfg(feature = "cli")]
pub mod git;
pub mod inventory;
pub mod lint;
#[cfg(feature = "server")]
pub mod lsp;
pub mod messages;
pub mod page;
pub mod registry;
pub mod report;
pub mod rule;
pub mod schema;
pub mod settle;
pub mod site;
#[cfg(feature = "cli")]
pub mod survey;
pub mod text;
#[cfg(feature = "cli")]
pub mod walk;
#[cfg(feature = "cli")]
pub mod write;

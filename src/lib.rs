//! kanwu (勘误): a linter for content repositories.
//!
//! Data flows one way: source → document → checks → diagnostics → report.
//! Positions are byte spans inside and become lines and columns at the edge.
//! `lint` is a pure function; what touches the world stands around it.

pub mod diagnostic;
pub mod dialect;
pub mod document;
pub mod fact;
pub mod messages;
pub mod schema;
pub mod text;

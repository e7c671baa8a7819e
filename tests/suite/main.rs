//! Everything but the rules' pages: the walls, the command line, formats,
//! fixes, hostile input and real posts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod duplicates;
mod hostile;
mod layers;
mod licences;
mod links;
mod lsp;
mod posts;
mod runs;
mod sentences;
mod shared;
mod suppressions;
mod trees;

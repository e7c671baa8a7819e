//! Everything but the rules' pages: the walls, the command line, formats,
//! fixes, hostile input and real posts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod data_files;
mod duplicates;
mod engines;
mod formats;
mod front_matter;
mod front_matter_fixes;
mod front_matter_values;
mod gates;
mod hostile;
mod inferring;
mod layers;
mod licences;
mod links;
mod lists;
mod lsp;
mod outputs;
mod posts;
mod presets;
mod runs;
mod sentences;
mod shared;
mod site;
mod staged;
mod suppressions;
mod time_zones;
mod trees;

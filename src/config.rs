//! kanwu.yaml: found, read, and turned into settings.
//!
//! What a file says is judged as data, with mistakes as diagnostics in it. It
//! must not know how documents are read, what becomes of findings, nor, but for
//! the one implementation in `files`, the disk.

mod file;
mod files;
mod load;
mod options;
mod packs;
mod root;
mod schemas;
mod settings;

pub use file::CONFIG_FILE;
pub use files::Files;
pub use load::{Choice, FILE_NAME, Loaded, Selection, Soundness, load};
pub use packs::{NoPack, Pack, read_pack};
pub use root::Root;
pub use schemas::{Mistaken, SCHEMA_FILE, read_schema};
pub use settings::Settings;
use settings::Site;

#[cfg(test)]
mod tests;

//! kanwu.yaml: found, read, and turned into settings.
//!
//! What a file says is judged as data, with mistakes as diagnostics in it;
//! `load` alone looks at the disk. It must not know how documents are read, nor
//! what becomes of findings.

mod file;
mod load;
mod options;
mod packs;
mod root;
mod settings;

pub use file::CONFIG_FILE;
pub use load::{Choice, FILE_NAME, Loaded, Selection, load, load_from};
pub use packs::{NoPack, Pack, read_pack};
pub use root::Root;
pub use settings::Settings;
use settings::Site;

#[cfg(test)]
mod tests;

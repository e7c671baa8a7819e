//! From where services see the files of a run.

use crate::report::Root;

/// The nearest folder with a `.git`, from the working folder up, else the
/// working folder.
pub(super) fn root() -> Root {
    let working = std::env::current_dir().unwrap_or_default();
    let root = working.ancestors().find(|folder| folder.join(".git").exists());
    Root::new(root.unwrap_or(&working), working.clone())
}

//! A folder of files as GitHub shows it: each at its own path.

use super::Standing;
use super::url::{self, Beyond, Local};
use crate::fact::LinkForm;
use crate::inventory::{Entry, Repository, file_name, folder_of, join};

/// Endings that some generator leaves out of its URLs.
const PAGES: [&str; 5] = ["md", "mdx", "markdown", "html", "htm"];

/// The path in the repository to which a link in a file leads; nothing if that
/// is outside, as with `../../issues`.
pub(super) fn target(file: &str, local: &Local) -> Option<String> {
    match local.form {
        LinkForm::Rooted => url::resolve("", &local.path, Beyond::Elsewhere),
        LinkForm::Relative => url::resolve(folder_of(file), &local.path, Beyond::Elsewhere),
    }
}

/// What stands at a path.
pub(super) fn standing(repository: &Repository, path: &str) -> Standing {
    match repository.entry(path) {
        Entry::File => Standing::Page(path.to_owned()),
        Entry::Folder => Standing::Folder(path.to_owned()),
        Entry::Unlisted => Standing::Unknown,
        Entry::Missing if may_be_a_page(repository, path) => Standing::Unknown,
        Entry::Missing => Standing::Missing,
    }
}

/// Whether a generator that was not recognised may show a page there: the path
/// without its ending, or with another, is that of a page.
fn may_be_a_page(repository: &Repository, path: &str) -> bool {
    let name = file_name(path);
    let stem = match name.rsplit_once('.') {
        Some((stem, extension)) if PAGES.contains(&extension) => join(folder_of(path), stem),
        _ => path.to_owned(),
    };
    let is_file = |path: &str| repository.entry(path) == Entry::File;
    PAGES.iter().any(|extension| is_file(&[&stem, ".", extension].concat()))
}

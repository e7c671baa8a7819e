//! The folder that globs are relative to, and paths seen from it.

use std::borrow::Cow;
use std::path::Path;

use crate::text::FilePath;

/// The folder of a configuration, or of a repository without one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Root {
    /// Absolute, in the form that is shown; empty for the working folder.
    folder: String,
    /// The working folder, to which other paths are relative; the same form.
    working: String,
}

impl Root {
    /// A root from two absolute paths: its folder, and the working folder.
    pub fn new(folder: &Path, working: &Path) -> Self {
        Self {
            folder: FilePath::new(folder).shown,
            working: FilePath::new(working).shown,
        }
    }

    /// Whether an absolute path is the folder itself.
    pub fn is(&self, folder: &Path) -> bool {
        FilePath::new(folder).shown == self.folder
    }

    /// An absolute folder as seen from this one; empty for itself.
    pub fn folder_below(&self, folder: &Path) -> String {
        match self.is(folder) {
            true => String::new(),
            false => self.relative(&FilePath::new(folder)).into_owned(),
        }
    }

    /// The way from the folder to an absolute path, with `..` for each folder that
    /// it leads out of.
    pub fn way_to(&self, path: &Path) -> String {
        let path = FilePath::new(path).shown;
        let parts = |path: &str| -> Vec<String> {
            path.split('/')
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (from, to) = (parts(&self.folder), parts(&path));
        let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
        let up = from.iter().skip(common).map(|_| "..".to_owned());
        up.chain(to.iter().skip(common).cloned()).collect::<Vec<_>>().join("/")
    }

    /// A path as seen from the folder, with `/` between its parts. A path that
    /// does not lie below stays as it is.
    pub fn relative<'p>(&self, path: &'p FilePath) -> Cow<'p, str> {
        let shown = path.shown.as_str();
        if self.folder == self.working && !shown.starts_with(['/', '.']) {
            return Cow::Borrowed(shown);
        }
        // Of an open file, the shown path may be relative where the other is not.
        let absolute = if Path::new(shown).is_absolute() {
            normalized(shown)
        } else {
            normalized(&format!("{}/{shown}", self.working))
        };
        let below = absolute.strip_prefix(self.folder.trim_end_matches('/'));
        match below.and_then(|below| below.strip_prefix('/')) {
            Some(below) => Cow::Owned(below.to_owned()),
            None => Cow::Borrowed(shown),
        }
    }
}

/// A path without `.` and `..`, as far as they can be taken off by name.
fn normalized(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let absolute = if path.starts_with('/') { "/" } else { "" };
    format!("{absolute}{}", parts.join("/"))
}

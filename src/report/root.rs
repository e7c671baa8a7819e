//! Paths as seen from the root of a repository, for services that show a report
//! beside the repository's files. It must not know where that root is.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use crate::text::FilePath;

/// From where a service sees files, and from where their paths lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    root: PathBuf,
    working_folder: PathBuf,
}

impl Root {
    /// The root of a repository, and the folder from which relative paths lead;
    /// both are absolute.
    pub fn new(root: impl Into<PathBuf>, working_folder: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            working_folder: working_folder.into(),
        }
    }

    /// The path of a file below the root. Symbolic links are not followed.
    fn below(&self, path: &FilePath) -> Option<PathBuf> {
        let absolute = normal(&self.working_folder.join(&path.os));
        absolute.strip_prefix(&self.root).ok().map(Path::to_owned)
    }

    /// The path below the root as the system knows it; of a file elsewhere the path
    /// as it was named.
    pub(super) fn path(&self, path: &FilePath) -> PathBuf {
        match self.below(path) {
            Some(below) if below.as_os_str().is_empty() => PathBuf::from("."),
            Some(below) => below,
            None => path.os.clone(),
        }
    }

    /// The path below the root as a URI reference (RFC 3986); of a file elsewhere
    /// its absolute URI. Bytes that are not UTF-8 are kept.
    pub(super) fn uri(&self, path: &FilePath) -> Uri {
        match self.below(path) {
            Some(below) => Uri::Relative(encoded(&below)),
            None => {
                let absolute = encoded(&normal(&self.working_folder.join(&path.os)));
                let slash = if absolute.starts_with('/') { "" } else { "/" };
                Uri::Absolute(["file://", slash, &absolute].concat())
            }
        }
    }
}

/// Where a file is, for a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Uri {
    /// From the root of the repository.
    Relative(String),
    /// On this machine.
    Absolute(String),
}

/// Without `.` and `..`, as far as the names alone say.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// The parts of a path with `/` between them. All but the unreserved characters is
/// escaped, so that neither a `#` nor a `:` means anything.
fn encoded(path: &Path) -> String {
    let mut uri = String::new();
    for component in path.components() {
        if component == Component::RootDir {
            uri.push('/');
            continue;
        }
        if !uri.is_empty() && !uri.ends_with('/') {
            uri.push('/');
        }
        for byte in component.as_os_str().as_encoded_bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(*byte)),
                _ => {
                    let _ = write!(uri, "%{byte:02X}");
                }
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(path: &str) -> Uri {
        Root::new("/仓库", "/仓库/site").uri(&FilePath::new(path))
    }

    #[test]
    fn paths_lead_from_the_root_wherever_they_were_named() {
        let relative = |text: &str| Uri::Relative(text.to_owned());
        assert_eq!(uri("_posts/a.md"), relative("site/_posts/a.md"));
        assert_eq!(uri("./x/../../README.md"), relative("README.md"));
        assert_eq!(uri("/仓库/b.md"), relative("b.md"));
        assert_eq!(uri("/tmp/b.md"), Uri::Absolute("file:///tmp/b.md".to_owned()));
        assert_eq!(uri("../../b.md"), Uri::Absolute("file:///b.md".to_owned()));
        let path = |path: &str| Root::new("/仓库", "/仓库/site").path(&FilePath::new(path));
        assert_eq!(path("外.md"), Path::new("site/外.md"));
        assert_eq!(path("/tmp/b.md"), Path::new("/tmp/b.md"));
    }

    #[test]
    fn what_means_something_in_a_uri_is_escaped() {
        let relative = |text: &str| Uri::Relative(text.to_owned());
        assert_eq!(uri("外 1#二?.md"), relative("site/%E5%A4%96%201%23%E4%BA%8C%3F.md"));
        assert_eq!(uri("../a:b%.md"), relative("a%3Ab%25.md"));
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_not_utf8_are_kept() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = FilePath::new(Path::new(std::ffi::OsStr::from_bytes(b"\xCD.md")));
        assert_eq!(Root::new("/a", "/a").uri(&path), Uri::Relative("%CD.md".to_owned()));
    }
}

//! A file's path, for the system and for the reader.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

/// A path in two forms: the system's own, and one that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath {
    /// As the system knows it; for opening the file, and for telling whether two
    /// are the same.
    pub os: PathBuf,
    /// For people and reports: `/` between the parts, bytes that are not UTF-8
    /// as `\xNN`, control and bidirectional characters as `\u{…}`.
    pub shown: String,
}

/// What standard input is called where nobody names it.
pub const STANDARD_INPUT: &str = "<stdin>";

impl FilePath {
    /// A path as it was given or walked to.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let os = path.into();
        let shown = show(&os);
        Self { os, shown }
    }

    /// Whether it is standard input that nobody has named, and so no file's name.
    pub fn is_standard_input(&self) -> bool {
        self.shown == STANDARD_INPUT
    }

    /// The last part of the shown path.
    pub fn file_name(&self) -> &str {
        self.shown.rsplit('/').next().unwrap_or(&self.shown)
    }

    /// The ending after the last dot of the file name, in lower case.
    pub fn extension(&self) -> Option<String> {
        let (stem, extension) = self.file_name().rsplit_once('.')?;
        (!stem.is_empty()).then(|| extension.to_ascii_lowercase())
    }
}

/// A path without `.` and `..`, as far as they can be taken off by name.
pub fn normalized(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

fn show(path: &Path) -> String {
    let mut shown = String::new();
    for component in path.components() {
        let part = match component {
            Component::CurDir => continue,
            Component::RootDir => {
                shown.push('/');
                continue;
            }
            other => other.as_os_str().as_encoded_bytes(),
        };
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        show_part(part, &mut shown);
    }
    if shown.is_empty() {
        shown.push('.');
    }
    shown
}

fn show_part(bytes: &[u8], shown: &mut String) {
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if super::is_invisible_control(character) {
                let _ = write!(shown, "\\u{{{:X}}}", u32::from(character));
            } else {
                shown.push(character);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_paths_are_clean() {
        assert_eq!(FilePath::new("./_posts/外长 1.md").shown, "_posts/外长 1.md");
        assert_eq!(FilePath::new("/a/b").shown, "/a/b");
        assert_eq!(FilePath::new("a\n\u{202E}b").shown, "a\\u{A}\\u{202E}b");
        assert_eq!(FilePath::new("").shown, ".");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_not_utf8_are_shown_in_hexadecimal() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"\xCD\xE2.md"));
        assert_eq!(FilePath::new(path).shown, "\\xCD\\xE2.md");
    }

    #[test]
    fn extensions_are_lower_case_and_not_whole_names() {
        assert_eq!(FilePath::new("a/B.MD").extension().as_deref(), Some("md"));
        assert_eq!(FilePath::new("a/.md").extension(), None);
    }
}

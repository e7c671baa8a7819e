//! What stands in Git's index, asked of the `git` executable.
//!
//! It knows names and bytes, and must not know what is said of them.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::folders::EntryKind;
use crate::messages::{Arguments, Message};
use crate::text::{FilePath, normalized};
use crate::walk::{self, SIZE_LIMIT, SkipReason, Unread};

/// The index of one repository.
#[derive(Debug)]
pub struct Index {
    /// The root of the work tree, absolute and without links.
    pub root: PathBuf,
    /// From the root to the working folder; empty if that is the root.
    prefix: PathBuf,
    entries: HashMap<PathBuf, Entry>,
    objects: Mutex<Objects>,
}

/// A file as the index has it.
#[derive(Debug)]
struct Entry {
    kind: EntryKind,
    /// The name of its content.
    object: String,
}

impl Index {
    /// The index of the repository that the working folder is in.
    ///
    /// # Errors
    ///
    /// Where there is none, or no `git`; in words.
    pub fn here() -> Result<Self, Message> {
        let root = path_of(line_of(&git(&["rev-parse", "--show-toplevel"])?));
        let prefix = path_of(line_of(&git(&["rev-parse", "--show-prefix"])?));
        let listed = git(&["ls-files", "--stage", "-z", "--full-name", "--", ":/"])?;
        let entries = listed.split(|byte| *byte == 0).filter_map(entry).collect();
        let objects = Objects::open().map_err(|error| unusable(&error.to_string()))?;
        Ok(Self {
            root,
            prefix,
            entries,
            objects: Mutex::new(objects),
        })
    }

    /// The files whose content differs from that of the last commit, sorted: as
    /// seen from the root. Those that were taken away are not among them.
    ///
    /// # Errors
    ///
    /// Where `git` fails, or the index was changed meanwhile; in words.
    pub fn staged(&self) -> Result<Vec<PathBuf>, Message> {
        let arguments = [
            "diff",
            "--cached",
            "--name-only",
            "--no-renames",
            "--no-ext-diff",
            "--no-relative",
            "--diff-filter=d",
            "-z",
        ];
        let named = git(&arguments)?;
        let mut paths: Vec<PathBuf> = named
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty())
            .map(path_of)
            .collect();
        if paths.iter().any(|path| !self.entries.contains_key(path)) {
            return Err(Message::key("git-index-changed"));
        }
        paths.retain(|path| self.kind(path) == Some(EntryKind::File));
        paths.sort();
        Ok(paths)
    }

    /// What it has at a path, which is seen from the root; folders are not known.
    pub fn kind(&self, path: &Path) -> Option<EntryKind> {
        Some(self.entries.get(path)?.kind)
    }

    /// Whether it has a file at a path, which is seen from the root, or below it.
    pub fn has(&self, path: &Path) -> bool {
        self.entries.contains_key(path) || self.entries.keys().any(|entry| entry.starts_with(path))
    }

    /// All that it holds, as seen from the root, in no order.
    pub fn entries(&self) -> impl Iterator<Item = (&Path, EntryKind)> {
        self.entries.iter().map(|(path, entry)| (path.as_path(), entry.kind))
    }

    /// A path from the root as seen from the working folder.
    pub fn from_here(&self, path: &Path) -> PathBuf {
        let common = self
            .prefix
            .iter()
            .zip(path)
            .take_while(|(one, other)| one == other)
            .count();
        let up = self.prefix.iter().skip(common).map(|_| OsStr::new(".."));
        up.chain(path.iter().skip(common)).collect()
    }

    /// A path from the working folder as seen from the root; nothing if it lies
    /// outside.
    pub fn from_root(&self, path: &Path) -> Option<PathBuf> {
        let absolute = normalized(&self.root.join(&self.prefix).join(path));
        Some(absolute.strip_prefix(&self.root).ok()?.to_owned())
    }

    /// The staged content of a path, which is seen from the working folder; of one
    /// that lies outside, what the disk has.
    ///
    /// # Errors
    ///
    /// Those of [`Index::read`] and [`walk::read`].
    pub fn read_from_here(&self, path: &FilePath) -> Result<Vec<u8>, Unread> {
        match self.from_root(&path.os) {
            Some(path) => self.read(&path),
            None => walk::read(path),
        }
    }

    /// The staged content of a path, which is seen from the root.
    ///
    /// # Errors
    ///
    /// Where the index has no such file, it is larger than [`SIZE_LIMIT`], or
    /// `git` fails.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, Unread> {
        self.read_as(EntryKind::File, path)
    }

    /// Where a link leads, as it is staged: seen from its own folder.
    pub fn read_link(&self, path: &Path) -> Option<PathBuf> {
        Some(path_of(&self.read_as(EntryKind::Link, path).ok()?))
    }

    fn read_as(&self, kind: EntryKind, path: &Path) -> Result<Vec<u8>, Unread> {
        let entry = self.entries.get(path).filter(|entry| entry.kind == kind);
        let Some(entry) = entry else {
            return Err(Unread::Problem(Message::key("read-not-found")));
        };
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        match objects.read(&entry.object) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(Unread::Skipped(SkipReason::TooLarge)),
            Err(error) => Err(Unread::Problem(Message::Key(
                "read-other",
                Arguments::new().with("error", error.to_string()),
            ))),
        }
    }
}

/// `git cat-file --batch`, which answers one name after the other.
#[derive(Debug)]
struct Objects {
    child: Child,
    /// None once it is closed, upon which the child ends.
    names: Option<ChildStdin>,
    contents: BufReader<ChildStdout>,
}

impl Objects {
    fn open() -> io::Result<Self> {
        let mut child = Command::new("git")
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(names), Some(contents)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipe"));
        };
        Ok(Self {
            child,
            names: Some(names),
            contents: BufReader::new(contents),
        })
    }

    /// A content by its name; nothing if it is too large. Each answer is a line
    /// `name type size`, the content and a line end (git-cat-file, "Batch
    /// output").
    fn read(&mut self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let names = self.names.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        names.write_all([name, "\n"].concat().as_bytes())?;
        names.flush()?;
        let mut heading = String::new();
        self.contents.read_line(&mut heading)?;
        let size = heading
            .trim_end()
            .rsplit(' ')
            .next()
            .and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other(heading.trim_end().to_owned()))?;
        let mut bytes = Vec::new();
        let mut content = (&mut self.contents).take(size);
        let is_small = size <= SIZE_LIMIT;
        if is_small {
            content.read_to_end(&mut bytes)?;
        } else {
            io::copy(&mut content, &mut io::sink())?;
        }
        self.contents.read_exact(&mut [0])?;
        Ok(is_small.then_some(bytes))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends when there is nothing more to read; it must not outlive us.
        self.names = None;
        let _ = self.child.wait();
    }
}

/// An entry of `ls-files --stage`: mode, object, stage and a tab before the path.
/// Of a file in conflict no stage is 0: it is there, and not to be judged.
fn entry(line: &[u8]) -> Option<(PathBuf, Entry)> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (head, path) = line.split_at_checked(tab)?;
    let mut words = std::str::from_utf8(head).ok()?.split(' ');
    let (mode, object, stage) = (words.next()?, words.next()?, words.next()?);
    // By gitformat-index; of a repository within this one nothing is known.
    let kind = match (mode, stage) {
        ("100644" | "100755" | "100664", "0") => EntryKind::File,
        ("120000", "0") => EntryKind::Link,
        _ => EntryKind::Other,
    };
    let entry = Entry {
        kind,
        object: object.to_owned(),
    };
    Some((path_of(path.get(1..).unwrap_or_default()), entry))
}

/// What Git prints on a line; a path may hold further line ends.
fn line_of(printed: &[u8]) -> &[u8] {
    printed.strip_suffix(b"\n").unwrap_or(printed)
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    PathBuf::from(OsString::from_vec(bytes.to_vec()))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsString::from(String::from_utf8_lossy(bytes).into_owned()))
}

/// What `git` prints.
fn git(arguments: &[&str]) -> Result<Vec<u8>, Message> {
    let output = Command::new("git")
        .args(arguments)
        // What it says is searched for the most usual reason.
        .env("LC_ALL", "C")
        // The paths that are asked for are to be read as they always are.
        .env_remove("GIT_LITERAL_PATHSPECS")
        .env_remove("GIT_GLOB_PATHSPECS")
        .env_remove("GIT_NOGLOB_PATHSPECS")
        .env_remove("GIT_ICASE_PATHSPECS")
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(match String::from_utf8_lossy(&output.stderr) {
            reason if reason.contains("not a git repository") => Message::key("git-no-repository"),
            reason => unusable(&reason),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Message::key("git-not-found")),
        Err(error) => Err(unusable(&error.to_string())),
    }
}

fn unusable(reason: &str) -> Message {
    let mut line = String::new();
    let _ = write!(line, "{}", reason.lines().next().unwrap_or_default().trim());
    Message::Key("git-unusable", Arguments::new().with("reason", line))
}

//! The bytes of one file, or why there are none.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::{SIZE_LIMIT, SkipReason};
use crate::messages::{Arguments, Message};
use crate::text::FilePath;

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is not to be checked.
    Skipped(SkipReason),
    /// It is gone, may not be read, or is no file; in words.
    Problem(Message),
}

/// Reads one file. One of more than [`SIZE_LIMIT`] is not begun, and one that
/// grows meanwhile is read no further.
///
/// # Errors
/// Where it is larger than [`SIZE_LIMIT`], or cannot be read.
pub fn read(path: &FilePath) -> Result<Vec<u8>, Unread> {
    let problem = |error: io::Error| Unread::Problem(read_message(&error));
    let file = open(&path.os).map_err(problem)?;
    let metadata = file.metadata().map_err(problem)?;
    // What was a file when it was found may be a pipe by now.
    if !metadata.is_file() {
        return Err(Unread::Problem(Message::key("read-not-a-file")));
    }
    if metadata.len() > SIZE_LIMIT {
        return Err(Unread::Skipped(SkipReason::TooLarge));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    read_all(file, &mut bytes)?;
    Ok(bytes)
}

/// Reads to the end, or to one byte more than [`SIZE_LIMIT`].
///
/// # Errors
/// Where there is more than [`SIZE_LIMIT`], or something cannot be read; what
/// was read until then is in `bytes`.
pub fn read_all(from: impl Read, bytes: &mut Vec<u8>) -> Result<(), Unread> {
    match from.take(SIZE_LIMIT + 1).read_to_end(bytes) {
        Ok(_) if bytes.len() as u64 > SIZE_LIMIT => Err(Unread::Skipped(SkipReason::TooLarge)),
        Ok(_) => Ok(()),
        Err(error) => Err(Unread::Problem(read_message(&error))),
    }
}

/// Opens a file to read it, and does not wait for anyone to write to it if it
/// is a pipe.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    }
    options.open(path)
}

/// Why something can't be read, in words.
pub(super) fn read_message(error: &io::Error) -> Message {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Message::key("read-not-found"),
        io::ErrorKind::PermissionDenied => Message::key("read-permission-denied"),
        io::ErrorKind::IsADirectory => Message::key("read-not-a-file"),
        io::ErrorKind::InvalidFilename => Message::key("read-name-too-long"),
        _ if is_loop(error) => Message::key("read-loop"),
        _ => Message::Key("read-other", Arguments::new().with("error", error.to_string())),
    }
}

/// Whether symbolic links lead to themselves.
fn is_loop(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(libc::ELOOP);
    #[cfg(not(unix))]
    return false;
}

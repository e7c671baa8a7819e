//! Where the texts of files are read.

use crate::git::Index;
use crate::text::FilePath;
use crate::walk::{self, Unread};

/// What stands in for the files of a run.
#[derive(Debug)]
pub(super) enum Texts {
    /// The files themselves.
    Disk,
    /// What was staged of them for the next commit.
    Index(Index),
}

impl Texts {
    /// The bytes of one file.
    ///
    /// # Errors
    ///
    /// Where it is too large, or cannot be read.
    pub(super) fn read(&self, path: &FilePath) -> Result<Vec<u8>, Unread> {
        match self {
            Texts::Disk => walk::read(path),
            Texts::Index(index) => match index.from_root(&path.os) {
                Some(path) => index.read(&path),
                None => walk::read(path),
            },
        }
    }
}

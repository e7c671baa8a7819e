//! Putting a mended text in a file's place, whole or not at all.
//!
//! It knows bytes and files, and not why they change.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use tempfile::NamedTempFile;

use crate::messages::{Arguments, Message};

/// Temporary files are named with this, so that one that a crash left behind
/// can be told, and no walk takes it.
const PREFIX: &str = ".kanwu-";

/// Held for reading while a temporary file exists, and for writing by who ends
/// the process.
static REPLACING: RwLock<()> = RwLock::new(());

/// Waits until no file is being replaced, and lets none be replaced afterwards:
/// who wants to is kept waiting. For ending the process.
pub fn wait_and_stop() {
    let stopped = REPLACING.write().unwrap_or_else(PoisonError::into_inner);
    std::mem::forget(stopped);
}

/// Why a file was not replaced. It is then as it was.
#[derive(Debug)]
pub enum WriteProblem {
    /// There is no such file any more.
    NotFound,
    /// There is no folder for a new file.
    NoFolder,
    /// The file may not be written, or nothing may be made in its folder.
    PermissionDenied,
    /// Nobody may write the file, by its own mode.
    ReadOnly,
    /// It is a folder, a device or the like.
    NotAFile,
    /// It is one of the process's own channels, such as `/dev/stdout`.
    Special,
    /// It no longer holds what was read from it.
    Changed,
    /// The system's own reason.
    Other(io::Error),
}

impl WriteProblem {
    /// The problem in words.
    pub fn message(&self) -> Message {
        match self {
            WriteProblem::NotFound => Message::key("write-not-found"),
            WriteProblem::NoFolder => Message::key("write-no-folder"),
            WriteProblem::PermissionDenied => Message::key("write-permission-denied"),
            WriteProblem::ReadOnly => Message::key("write-read-only"),
            WriteProblem::NotAFile => Message::key("write-not-a-file"),
            WriteProblem::Special => Message::key("write-special"),
            WriteProblem::Changed => Message::key("write-changed"),
            WriteProblem::Other(error) => {
                Message::Key("write-other", Arguments::new().with("error", error.to_string()))
            }
        }
    }
}

impl From<io::Error> for WriteProblem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => WriteProblem::NotFound,
            io::ErrorKind::PermissionDenied => WriteProblem::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem => WriteProblem::ReadOnly,
            io::ErrorKind::IsADirectory => WriteProblem::NotAFile,
            _ => WriteProblem::Other(error),
        }
    }
}

/// Replaces the content of a file that holds `expected` by `new`.
///
/// The new content is written to a temporary file in the same folder, brought
/// to the disk, and renamed: whoever opens the file sees the old content or the
/// new one, also after a power failure. The mode is kept, and the owner and group
/// where that is permitted. A symbolic link stays one, and its target is
/// replaced. Of a file with several names (hard links) only this name gets the
/// new content; access control lists and extended attributes are not carried
/// over.
///
/// # Errors
/// Nothing was changed: see [`WriteProblem`]. A read-only file is left alone even
/// where its folder, or being root, would permit to replace it.
pub fn replace(path: &Path, expected: &[u8], new: &[u8]) -> Result<(), WriteProblem> {
    let target = fs::canonicalize(path)?;
    let (file, metadata) = open_to_replace(&target)?;
    if !holds(file, &metadata, expected)? {
        return Err(WriteProblem::Changed);
    }
    let folder = folder_of(&target);
    let _replacing = REPLACING.read().unwrap_or_else(PoisonError::into_inner);
    let mut temporary = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    temporary.write_all(new)?;
    keep_owner_and_mode(&temporary, &metadata)?;
    temporary.as_file().sync_all()?;
    temporary.persist(&target).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// Puts a file in a place, whole or not at all, whatever it held before. As with
/// [`replace`], the mode of one that is there is kept, and a symbolic link to it,
/// or to where it will be, stays.
///
/// # Errors
/// Nothing was changed: see [`WriteProblem`]; those of `fill` are passed on.
pub fn put(path: &Path, fill: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), WriteProblem> {
    let target = target_of(path)?;
    let before = match fs::symlink_metadata(&target) {
        Ok(_) => Some(open_to_replace(&target)?.1),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let folder = folder_of(&target);
    let _replacing = REPLACING.read().unwrap_or_else(PoisonError::into_inner);
    let mut temporary = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempfile_in(folder)
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => WriteProblem::NoFolder,
            _ => error.into(),
        })?;
    let mut buffered = io::BufWriter::new(temporary.as_file_mut());
    fill(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    match before {
        Some(metadata) => keep_owner_and_mode(&temporary, &metadata)?,
        None => readable_as_usual(&temporary)?,
    }
    temporary.as_file().sync_all()?;
    temporary.persist(&target).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// Links in one another beyond which none is followed.
const MOST_LINKS: usize = 40;

/// Where a path leads: to a file, or to where one can be made.
fn target_of(path: &Path) -> Result<PathBuf, WriteProblem> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        // What these name are the channels of the process, though a file may stand
        // behind them; to replace it would take it away from who writes into it.
        if cfg!(unix) && (path.starts_with("/dev") || path.starts_with("/proc")) {
            return Err(WriteProblem::Special);
        }
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidInput) => {
                return Ok(path);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(WriteProblem::NotAFile)
}

/// Opens an ordinary file that may be written, and changes nothing.
fn open_to_replace(target: &Path) -> Result<(File, Metadata), WriteProblem> {
    let metadata = fs::metadata(target)?;
    if !metadata.is_file() {
        return Err(WriteProblem::NotAFile);
    }
    if metadata.permissions().readonly() {
        return Err(WriteProblem::ReadOnly);
    }
    // Opening to write asks the system whether this user may.
    let file = OpenOptions::new().read(true).write(true).open(target)?;
    Ok((file, metadata))
}

/// The folder in which a file is, or will be.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Makes a file that does not exist yet, whole or not at all.
///
/// # Errors
/// Nothing was made: see [`WriteProblem`]; `Changed` says that there is one.
pub fn create(path: &Path, content: &[u8]) -> Result<(), WriteProblem> {
    let folder = folder_of(path);
    let mut temporary = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    temporary.write_all(content)?;
    readable_as_usual(&temporary)?;
    temporary.as_file().sync_all()?;
    temporary
        .persist_noclobber(path)
        .map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => WriteProblem::Changed,
            _ => error.error.into(),
        })?;
    sync_folder(folder);
    Ok(())
}

/// Temporary files are their owner's alone; others may read a new file.
#[cfg(unix)]
fn readable_as_usual(temporary: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    temporary.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_as_usual(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// Whether a file holds exactly these bytes.
fn holds(file: File, metadata: &Metadata, expected: &[u8]) -> io::Result<bool> {
    if metadata.len() != expected.len() as u64 {
        return Ok(false);
    }
    let mut content = Vec::with_capacity(expected.len());
    file.take(metadata.len() + 1).read_to_end(&mut content)?;
    Ok(content == expected)
}

/// Owner first, for changing it clears some bits of the mode.
fn keep_owner_and_mode(temporary: &NamedTempFile, metadata: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let file = temporary.as_file();
        let (owner, group) = (metadata.uid(), metadata.gid());
        // Only root may give a file away, but everybody may choose among their
        // groups. What is not permitted is not kept.
        if fchown(file, Some(owner), Some(group)).is_err() {
            let _ = fchown(file, None, Some(group));
        }
    }
    temporary.as_file().set_permissions(metadata.permissions())
}

/// Brings the rename itself to the disk. The file is replaced by then, and not
/// every file system can do this, so failing is no problem to tell.
fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, text).unwrap();
        (folder, file)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_takes_no_other_ones_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kanwu.yaml");
        create(&path, b"one").unwrap();
        assert!(matches!(create(&path, b"two"), Err(WriteProblem::Changed)));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let missing = create(&folder.path().join("gone/kanwu.yaml"), b"");
        assert!(matches!(missing, Err(WriteProblem::NotFound)));
    }

    #[test]
    fn the_content_is_replaced_and_nothing_else_is_left() {
        let (folder, file) = folder_with("old");
        replace(&file, b"old", b"new content").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new content");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn a_file_that_changed_is_left_alone() {
        let (folder, file) = folder_with("old, then edited");
        assert!(matches!(replace(&file, b"old", b"new"), Err(WriteProblem::Changed)));
        assert!(matches!(
            replace(&file, b"old, then editeD", b"new"),
            Err(WriteProblem::Changed)
        ));
        assert_eq!(fs::read(&file).unwrap(), b"old, then edited");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn what_is_no_file_is_told() {
        let (folder, file) = folder_with("old");
        assert!(matches!(
            replace(folder.path(), b"", b"new"),
            Err(WriteProblem::NotAFile)
        ));
        let gone = file.with_file_name("b.md");
        assert!(matches!(replace(&gone, b"", b"new"), Err(WriteProblem::NotFound)));
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn a_file_is_put_whole_or_not_at_all_whatever_stood_there() {
        let (folder, file) = folder_with("old");
        let new = folder.path().join("b.json");
        for path in [&file, &new, &new] {
            put(path, |out| out.write_all("外长".as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(path).unwrap(), "外长");
        }
        let halfway = put(&file, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert!(matches!(halfway, Err(WriteProblem::Other(_))));
        assert_eq!(fs::read_to_string(&file).unwrap(), "外长");
        let problem = |path: &Path| put(path, |_| Ok(())).unwrap_err();
        assert!(matches!(problem(folder.path()), WriteProblem::NotAFile));
        assert!(matches!(problem(&folder.path().join("no/b")), WriteProblem::NoFolder));
        assert!(matches!(
            problem(&file.join("b")),
            WriteProblem::NoFolder | WriteProblem::Other(_)
        ));
        assert_eq!(names(folder.path()), ["a.md", "b.json"]);
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
        use std::process::Command;

        use super::*;

        fn set_mode(path: &Path, mode: u32) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }

        #[test]
        fn the_mode_and_the_owner_are_kept() {
            let (_folder, file) = folder_with("old");
            set_mode(&file, 0o640);
            let is_root = std::os::unix::fs::chown(&file, Some(12345), Some(12345)).is_ok();
            replace(&file, b"old", b"new").unwrap();
            let metadata = fs::metadata(&file).unwrap();
            assert_eq!(metadata.mode() & 0o7777, 0o640);
            assert_eq!(metadata.uid() == 12345, is_root);
        }

        #[test]
        fn a_read_only_file_is_left_alone_even_by_root() {
            let (folder, file) = folder_with("old");
            set_mode(&file, 0o444);
            assert!(matches!(replace(&file, b"old", b"new"), Err(WriteProblem::ReadOnly)));
            assert_eq!(fs::read(&file).unwrap(), b"old");
            assert_eq!(names(folder.path()), ["a.md"]);
        }

        #[test]
        fn a_link_stays_and_its_target_is_replaced_where_it_lies() {
            let (folder, file) = folder_with("old");
            let links = folder.path().join("links");
            fs::create_dir(&links).unwrap();
            let link = links.join("b.md");
            symlink("../a.md", &link).unwrap();
            replace(&link, b"old", b"new").unwrap();
            assert_eq!(fs::read_link(&link).unwrap(), Path::new("../a.md"));
            assert!(!file.is_symlink());
            assert_eq!(fs::read(&file).unwrap(), b"new");
            assert_eq!(names(&links), ["b.md"]);
        }

        const FOLDER: &str = "KANWU_TEST_FOLDER";

        /// Runs as nobody, started by the test below.
        #[test]
        #[ignore = "only a part of another test"]
        fn as_nobody() {
            let folder = std::path::PathBuf::from(std::env::var_os(FOLDER).unwrap());
            let file = folder.join("a.md");
            // Else this test would prove nothing.
            assert!(File::create(folder.join("b.md")).is_err());
            assert!(matches!(
                replace(&file, b"old", b"new"),
                Err(WriteProblem::PermissionDenied)
            ));
            let foreign = folder.join("foreign.md");
            assert!(OpenOptions::new().write(true).open(&foreign).is_err());
            assert!(matches!(
                replace(&foreign, b"old", b"new"),
                Err(WriteProblem::PermissionDenied)
            ));
            println!("nobody was refused");
        }

        #[test]
        fn a_refused_write_leaves_the_original() {
            let (folder, file) = folder_with("old");
            let foreign = folder.path().join("foreign.md");
            fs::write(&foreign, "old").unwrap();
            set_mode(&foreign, 0o644);
            set_mode(&file, 0o666);
            set_mode(folder.path(), 0o755);
            // The test's own program may lie where nobody can't reach it.
            let program = folder.path().join("program");
            fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
            let run = Command::new("setpriv")
                .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
                .arg(&program)
                .args(["--exact", "write::tests::unix::as_nobody", "--ignored", "--nocapture"])
                .env(FOLDER, folder.path())
                .output();
            let Ok(run) = run else {
                eprintln!("skipped: there is no setpriv");
                return;
            };
            let (said, errors) = (
                String::from_utf8_lossy(&run.stdout).into_owned(),
                String::from_utf8_lossy(&run.stderr).into_owned(),
            );
            if errors.contains("setpriv:") {
                eprintln!("skipped: {errors}");
                return;
            }
            assert!(
                run.status.success() && said.contains("nobody was refused"),
                "{said}{errors}"
            );
            assert_eq!(fs::read(&file).unwrap(), b"old");
            assert_eq!(names(folder.path()), ["a.md", "foreign.md", "program"]);
        }
    }
}

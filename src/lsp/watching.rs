//! What becomes of files that are not open: which of them a client is asked to
//! watch, and what a change of one makes stale.

use std::path::Path;

use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileChangeType, FileEvent, FileSystemWatcher, GlobPattern, Registration,
    RegistrationParams, WatchKind,
};

use super::uri;
use super::workspace::Stale;
use crate::document::front_matter::DATA_EXTENSIONS;
use crate::walk;

/// The files that are named in ignore files are not to be judged.
const IGNORE_FILES: [&str; 3] = [".kanwuignore", ".ignore", ".gitignore"];

/// Folders that tools fill, where nothing is of concern.
const FOREIGN: [&str; 2] = [".git", "node_modules"];

/// Asks the client to watch files: any may be linked to, so all that come and go.
pub(super) fn registration() -> RegistrationParams {
    let everything = WatchKind::Create | WatchKind::Delete;
    // Of data are configurations, schemas, the rules of packs and lists of names.
    let texts: Vec<&str> = walk::EXTENSIONS.iter().chain(&DATA_EXTENSIONS).copied().collect();
    let texts = format!("**/*.{{{}}}", texts.join(","));
    let ignore_files = format!("**/{{{}}}", IGNORE_FILES.join(","));
    let watcher = |glob: &str, kind: WatchKind| FileSystemWatcher {
        glob_pattern: GlobPattern::String(glob.to_owned()),
        kind: Some(kind),
    };
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: vec![
            watcher("**/*", everything),
            watcher(&texts, WatchKind::Change),
            watcher(&ignore_files, WatchKind::Change),
        ],
    };
    RegistrationParams {
        registrations: vec![Registration {
            id: "kanwu-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        }],
    }
}

/// What a change of a file makes stale; none where it is of no concern.
pub(super) fn stale(event: &FileEvent) -> Option<Stale> {
    let path = uri::to_path(&event.uri)?;
    let is_foreign = path.components().any(|part| {
        let name = part.as_os_str();
        FOREIGN.iter().any(|foreign| name == *foreign)
    });
    if is_foreign {
        return None;
    }
    let is_list = event.typ != FileChangeType::CHANGED;
    // Of a folder that comes or goes, what lies in it is not told.
    let is_folder = is_list && !walk::has_known_extension(&path);
    Some(Stale {
        configuration: is_configuration(&path) || is_folder,
        // What a generator's configuration says, and what is ignored, bears on all files.
        files: is_list || is_configuration(&path),
    })
}

fn is_configuration(path: &Path) -> bool {
    let has_ending = path.extension().is_some_and(|extension| {
        DATA_EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    let name = path.file_name().unwrap_or_default();
    has_ending || IGNORE_FILES.iter().any(|known| name == *known)
}

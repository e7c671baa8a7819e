//! Every path of the repositories round some files: names alone, nothing is
//! opened.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::file_path;
use crate::inventory::{Extent, Inventory, Location, Repository};
use crate::text::FilePath;

/// Folders that no link should lead into, or that a tool fills.
const UNLISTED: [&str; 3] = [".git", "node_modules", "_site"];

/// Paths beyond which the rest counts as not listed. Where no repository was
/// recognised, a folder may be anything, such as all that a user owns.
const REPOSITORY_LIMIT: usize = 2_000_000;
const FOLDER_LIMIT: usize = 100_000;

/// Where the repositories of an inventory are.
#[derive(Debug)]
pub struct Roots {
    /// By number.
    roots: Vec<PathBuf>,
    /// Whether every path that was named is the whole of a repository.
    pub are_whole: bool,
}

impl Roots {
    /// The file at a location, to be read.
    pub fn file(&self, location: &Location) -> Option<FilePath> {
        let root = self.roots.get(location.repository)?;
        Some(FilePath::new(root.join(&location.path)))
    }
}

/// A folder that was named, or in which a file was named, and where it is.
struct Folder {
    shown: String,
    real: PathBuf,
    root: PathBuf,
}

/// Lists the repositories of paths: for each, the nearest folder above that has
/// a `.git`, or else the folder itself. Links are not followed. What cannot be
/// listed is told as such; nothing fails.
pub fn list(paths: &[PathBuf]) -> (Inventory, Roots) {
    let named: HashSet<&Path> = paths.iter().map(|path| folder_of_named(path)).collect();
    let folders: Vec<Folder> = named.into_iter().filter_map(folder).collect();
    let mut roots: Vec<PathBuf> = folders.iter().map(|folder| folder.root.clone()).collect();
    roots.sort();
    roots.dedup();
    // A root within another one that is no repository of its own belongs to it.
    let outer = roots.clone();
    let is_within = |root: &PathBuf| {
        root.ancestors()
            .skip(1)
            .any(|above| outer.binary_search_by(|known| known.as_path().cmp(above)).is_ok())
    };
    roots.retain(|root| is_repository(root) || !is_within(root));
    let mut ways = HashMap::new();
    for Folder { shown, real, root } in folders {
        let known = |above: &Path| roots.binary_search_by(|known| known.as_path().cmp(above)).ok();
        let Some(number) = root.ancestors().find_map(known) else {
            continue;
        };
        let Some(below) = roots.get(number).and_then(|root| real.strip_prefix(root).ok()) else {
            continue;
        };
        let path = match below.as_os_str().is_empty() {
            true => String::new(),
            false => FilePath::new(below).shown,
        };
        let shown = if shown == "." { String::new() } else { shown };
        ways.insert(
            shown,
            Location {
                repository: number,
                path,
            },
        );
    }
    let is_root =
        |path: &PathBuf| path.is_dir() && fs::canonicalize(path).is_ok_and(|path| roots.binary_search(&path).is_ok());
    let are_whole = !paths.is_empty() && paths.iter().all(is_root);
    let repositories = roots.iter().map(|root| repository(root)).collect();
    (Inventory::new(repositories, ways), Roots { roots, are_whole })
}

/// The folder itself, or the one in which a file is.
fn folder_of_named(path: &Path) -> &Path {
    match path.parent() {
        _ if path.is_dir() => path,
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn folder(path: &Path) -> Option<Folder> {
    let real = fs::canonicalize(path).ok()?;
    let root = real
        .ancestors()
        .find(|folder| is_repository(folder))
        .map(Path::to_owned);
    Some(Folder {
        shown: file_path(path).shown,
        root: root.unwrap_or_else(|| real.clone()),
        real,
    })
}

fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

fn repository(root: &Path) -> Repository {
    let (extent, limit) = match is_repository(root) {
        true => (Extent::Repository, REPOSITORY_LIMIT),
        false => (Extent::Folders, FOLDER_LIMIT),
    };
    let mut lister = Lister::default();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, path)) = folders.pop() {
        if lister.files.len() > limit {
            lister.unlisted.push(String::new());
            break;
        }
        lister.folder(&folder, &path, &mut folders);
    }
    Repository::new(extent, lister.files, lister.unlisted)
}

#[derive(Default)]
struct Lister {
    files: Vec<String>,
    unlisted: Vec<String>,
}

impl Lister {
    /// Lists one folder, and adds those in it to `folders`.
    fn folder(&mut self, folder: &Path, path: &str, folders: &mut Vec<(PathBuf, String)>) {
        let Ok(entries) = fs::read_dir(folder) else {
            return self.unlisted.push(path.to_owned());
        };
        let mut is_empty = true;
        for entry in entries.flatten() {
            is_empty = false;
            let name = entry.file_name();
            // No link can spell a name that is not UTF-8.
            let Some(name) = name.to_str() else { continue };
            let below = match path {
                "" => name.to_owned(),
                _ => [path, "/", name].concat(),
            };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !UNLISTED.contains(&name) => folders.push((entry.path(), below)),
                Ok(kind) if kind.is_file() => self.files.push(below),
                // A link may lead to anything.
                _ => self.unlisted.push(below),
            }
        }
        // Git keeps no empty folder, so something is yet to fill it.
        if is_empty && !path.is_empty() {
            self.unlisted.push(path.to_owned());
        }
    }
}

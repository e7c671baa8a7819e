//! Every path of the repositories round some files: names alone, nothing is
//! opened.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::file_path;
use crate::folders::{Entry, EntryKind, Folders, Listing};
use crate::inventory::{Extent, Inventory, Location, Repository, join};
use crate::site::is_marker;
use crate::text::FilePath;

/// Folders that no link should lead into, or that a tool fills.
const UNLISTED: [&str; 3] = [".git", "node_modules", "_site"];

/// Paths beyond which the rest counts as not listed. Where no repository was
/// recognised, a folder may be anything, such as all that a user owns.
const REPOSITORY_LIMIT: usize = 2_000_000;
const FOLDER_LIMIT: usize = 100_000;

/// Where the repositories of an inventory are.
#[derive(Debug, Default)]
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

    /// Where a file stands that has this absolute path without links.
    pub fn location(&self, real: &Path) -> Option<Location> {
        let below = |(repository, root): (usize, &PathBuf)| Some((repository, real.strip_prefix(root).ok()?));
        let ways = self.roots.iter().enumerate().filter_map(below);
        let (repository, path) = ways.min_by_key(|(_, path)| path.as_os_str().len())?;
        Some(Location {
            repository,
            path: FilePath::new(path).shown,
        })
    }
}

/// A folder that was named, or in which a file was named, and where it is.
struct Folder {
    shown: String,
    real: PathBuf,
    root: PathBuf,
}

/// Lists the repositories of paths, which are relative to `working`: for each, the nearest folder above that has
/// a `.git`, or else the folder itself. Links are not followed. What cannot be
/// listed is told as such; nothing fails.
pub fn list(paths: &[PathBuf], working: &Path, folders: &mut Folders) -> (Inventory, Roots) {
    let named: HashSet<&Path> = paths.iter().map(|path| folder_of_named(path, working)).collect();
    let found = named.into_iter().filter_map(|path| folder(path, working, folders));
    let found: Vec<Folder> = found.collect();
    let mut roots: Vec<PathBuf> = found.iter().map(|folder| folder.root.clone()).collect();
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
    for Folder { shown, real, root } in found {
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
    let is_root = |path: &PathBuf| {
        let path = working.join(path);
        path.is_dir() && fs::canonicalize(path).is_ok_and(|path| roots.binary_search(&path).is_ok())
    };
    let are_whole = !paths.is_empty() && paths.iter().all(is_root);
    let repositories = roots.iter().map(|root| repository(root, folders)).collect();
    (Inventory::new(repositories, ways), Roots { roots, are_whole })
}

/// The folder itself, or the one in which a file is.
fn folder_of_named<'p>(path: &'p Path, working: &Path) -> &'p Path {
    match path.parent() {
        _ if working.join(path).is_dir() => path,
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn folder(path: &Path, working: &Path, folders: &mut Folders) -> Option<Folder> {
    let real = fs::canonicalize(working.join(path)).ok()?;
    let root = real
        .ancestors()
        .find(|folder| is_repository(folder))
        .map(Path::to_owned);
    Some(Folder {
        shown: file_path(path).shown,
        root: root
            .or_else(|| site_above(&real, working, folders))
            .unwrap_or_else(|| real.clone()),
        real,
    })
}

/// The outermost folder that a generator's file marks as a site, from this one
/// up to the working folder: what lies in no repository may yet be a whole site.
fn site_above(real: &Path, working: &Path, folders: &mut Folders) -> Option<PathBuf> {
    let working = fs::canonicalize(working).ok()?;
    let within = real.ancestors().take_while(|above| above.starts_with(&working));
    let mut is_site = |folder: &&Path| {
        let listing = folders.list(folder, folder).unwrap_or_default();
        listing
            .entries()
            .iter()
            .any(|entry| entry.name.to_str().is_some_and(is_marker))
    };
    within.filter(|folder| is_site(folder)).last().map(Path::to_owned)
}

fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

fn repository(root: &Path, folders: &mut Folders) -> Repository {
    let (extent, limit) = match is_repository(root) {
        true => (Extent::Repository, REPOSITORY_LIMIT),
        false => (Extent::Folders, FOLDER_LIMIT),
    };
    let mut lister = Lister::default();
    let mut open = vec![(root.to_owned(), String::new())];
    while let Some((folder, path)) = open.pop() {
        if lister.files.len() > limit {
            lister.unlisted.push(String::new());
            break;
        }
        match folders.list(&folder, &folder) {
            Ok(listing) => lister.folder(&folder, &path, &listing, &mut open),
            Err(_) => lister.unlisted.push(path),
        }
    }
    Repository::new(extent, lister.files, lister.unlisted)
}

#[derive(Default)]
struct Lister {
    files: Vec<String>,
    unlisted: Vec<String>,
}

impl Lister {
    /// Adds the files of one folder, and those in it to `open`.
    fn folder(&mut self, folder: &Path, path: &str, listing: &Listing, open: &mut Vec<(PathBuf, String)>) {
        for Entry { name, kind } in listing.entries() {
            // No link can spell a name that is not UTF-8.
            let Some(name) = name.to_str() else { continue };
            let below = join(path, name);
            match kind {
                EntryKind::Folder if !UNLISTED.contains(&name) => open.push((folder.join(name), below)),
                EntryKind::File => self.files.push(below),
                // A link may lead to anything.
                EntryKind::Folder | EntryKind::Link | EntryKind::Other => self.unlisted.push(below),
            }
        }
        // Git keeps no empty folder, so something is yet to fill it.
        if listing.entries().is_empty() && !path.is_empty() {
            self.unlisted.push(path.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Entry;

    struct Tree(tempfile::TempDir);

    impl Tree {
        fn new(files: &[&str]) -> Self {
            let tree = Self(tempfile::tempdir().unwrap());
            for file in files {
                let path = tree.at(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "").unwrap();
            }
            tree
        }

        fn at(&self, path: &str) -> PathBuf {
            self.0.path().join(path)
        }

        fn list(&self, paths: &[&str]) -> (Inventory, Roots) {
            list(
                &paths.iter().map(|path| self.at(path)).collect::<Vec<_>>(),
                Path::new("."),
                &mut Folders::default(),
            )
        }
    }

    fn files(inventory: &Inventory) -> Vec<Vec<&str>> {
        inventory
            .repositories()
            .iter()
            .map(|repository| repository.files().collect())
            .collect()
    }

    #[test]
    fn a_file_is_judged_in_its_whole_repository() {
        let tree = Tree::new(&[
            "r/.git/HEAD",
            "r/a.md",
            "r/.gitignore",
            "r/b/c.md",
            "r/_site/x.html",
            "d.md",
        ]);
        let (inventory, roots) = tree.list(&["r/b/c.md", "r/a.md"]);
        assert_eq!(files(&inventory), [[".gitignore", "a.md", "b/c.md"]]);
        assert!(!roots.are_whole && tree.list(&["r"]).1.are_whole && !tree.list(&["r/b"]).1.are_whole);
        let location = inventory.locate(&FilePath::new(tree.at("r/b/c.md"))).unwrap();
        assert_eq!((location.repository, location.path.as_str()), (0, "b/c.md"));
        assert_eq!(
            roots.file(&location).unwrap().os,
            fs::canonicalize(tree.at("r/b/c.md")).unwrap()
        );
        assert_eq!(inventory.repositories()[0].entry("_site/any.html"), Entry::Unlisted);
    }

    #[test]
    fn without_a_repository_the_outermost_named_folder_is_one() {
        let tree = Tree::new(&["a/b/c.md", "a/d.md", "e/f.md"]);
        let (inventory, _) = tree.list(&["a/b/c.md", "a", "e/f.md"]);
        assert_eq!(files(&inventory), [vec!["b/c.md", "d.md"], vec!["f.md"]]);
        let location = inventory.locate(&FilePath::new(tree.at("a/b/c.md"))).unwrap();
        assert_eq!((location.repository, location.path.as_str()), (0, "b/c.md"));
        assert!(
            inventory
                .repositories()
                .iter()
                .all(|repository| repository.extent() == Extent::Folders)
        );
    }

    #[test]
    fn what_is_not_there_is_no_fault() {
        let tree = Tree::new(&["a.md"]);
        let (inventory, roots) = tree.list(&["gone/b.md", "gone"]);
        assert!(inventory.repositories().len() <= 1 && !roots.are_whole);
        assert!(
            list(&[], Path::new("."), &mut Folders::default())
                .0
                .repositories()
                .is_empty()
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_and_empty_folders_may_hold_anything() {
        let tree = Tree::new(&["r/.git/HEAD", "r/a.md"]);
        std::os::unix::fs::symlink(tree.at("r"), tree.at("r/loop")).unwrap();
        fs::create_dir(tree.at("r/module")).unwrap();
        let (inventory, _) = tree.list(&["r"]);
        let entry = |path: &str| inventory.repositories()[0].entry(path);
        assert_eq!(files(&inventory), [["a.md"]]);
        assert_eq!(entry("loop/a.md"), Entry::Unlisted);
        assert_eq!(entry("module/b.md"), Entry::Unlisted);
        assert_eq!(entry("other/b.md"), Entry::Missing);
    }
}

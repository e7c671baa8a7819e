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
    /// The folders that were named.
    pub whole: Vec<Location>,
}

impl Roots {
    /// One repository of which not all is named.
    pub fn part_of(root: PathBuf) -> Self {
        Self {
            roots: vec![root],
            whole: Vec::new(),
        }
    }

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
/// a `.git`, or else the folder itself; and those that lie in one of them. Links
/// are not followed. What cannot be listed is told as such; nothing fails.
pub fn list(paths: &[PathBuf], working: &Path, folders: &mut Folders) -> (Inventory, Roots) {
    let named: HashSet<&Path> = paths.iter().map(|path| folder_of_named(path, working)).collect();
    let found: Vec<Folder> = named
        .into_iter()
        .filter_map(|path| folder(path, working, folders))
        .collect();
    let mut roots = outermost(found.iter().map(|folder| folder.root.clone()).collect());
    let mut ways = ways(found, &roots);
    let mut repositories = Vec::new();
    while let Some(root) = roots.get(repositories.len()).cloned() {
        let number = repositories.len();
        let (repository, nested) = repository(&root, folders);
        repositories.push(repository);
        for Nested { real, below } in nested {
            let inner = roots.iter().position(|known| *known == real).unwrap_or_else(|| {
                roots.push(real);
                roots.len() - 1
            });
            lead_into(&mut ways, (number, &below), inner);
        }
    }
    let is_folder = |path: &&PathBuf| working.join(path).is_dir();
    let folders = paths.iter().filter(is_folder).map(|path| shown(path));
    let whole = folders.filter_map(|path| ways.get(&path)).cloned();
    let mut whole: Vec<Location> = whole.collect();
    // What lies in a folder that was named is named with it.
    for number in 0..roots.len() {
        let is_whole = |whole: &Location| {
            let (outer, inner) = (roots.get(whole.repository), roots.get(number));
            outer
                .zip(inner)
                .is_some_and(|(outer, inner)| inner.starts_with(outer.join(&whole.path)))
        };
        let root = Location {
            repository: number,
            path: String::new(),
        };
        if whole.iter().any(is_whole) && !whole.contains(&root) {
            whole.push(root);
        }
    }
    (Inventory::new(repositories, ways), Roots { roots, whole })
}

/// Roots without those that lie in another one and are no repositories of their
/// own; sorted.
fn outermost(mut roots: Vec<PathBuf>) -> Vec<PathBuf> {
    roots.sort();
    roots.dedup();
    let outer = roots.clone();
    let is_known = |above: &Path| outer.binary_search_by(|known| known.as_path().cmp(above)).is_ok();
    roots.retain(|root| is_repository(root) || !root.ancestors().skip(1).any(is_known));
    roots
}

/// Where the named folders stand, by their shown paths.
fn ways(found: Vec<Folder>, roots: &[PathBuf]) -> HashMap<String, Location> {
    let way = |Folder { shown, real, root }: Folder| {
        let known = |above: &Path| roots.binary_search_by(|known| known.as_path().cmp(above)).ok();
        let repository = root.ancestors().find_map(known)?;
        let below = real.strip_prefix(roots.get(repository)?).ok()?;
        let path = match below.as_os_str().is_empty() {
            true => String::new(),
            false => FilePath::new(below).shown,
        };
        Some((shown, Location { repository, path }))
    };
    found.into_iter().filter_map(way).collect()
}

/// Lets all ways to a folder in one repository lead into another one.
fn lead_into(ways: &mut HashMap<String, Location>, (repository, folder): (usize, &str), inner: usize) {
    let target = Location {
        repository,
        path: folder.to_owned(),
    };
    let longer = |(shown, way): (&String, &Location)| {
        let rest = target.is_within(way).then(|| target.path.get(way.path.len()..))??;
        let rest = rest.trim_start_matches('/');
        Some(match (shown.as_str(), rest) {
            (shown, "") => shown.to_owned(),
            ("/", rest) => ["/", &FilePath::new(rest).shown].concat(),
            (shown, rest) => join(shown, &FilePath::new(rest).shown),
        })
    };
    let longer: Vec<String> = ways.iter().filter_map(longer).collect();
    let root = Location {
        repository: inner,
        path: String::new(),
    };
    ways.extend(longer.into_iter().map(|shown| (shown, root.clone())));
}

/// The path of a folder as files in it are shown.
fn shown(path: &Path) -> String {
    match file_path(path).shown.as_str() {
        "." => String::new(),
        shown => shown.to_owned(),
    }
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
        shown: shown(path),
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

/// A repository in another one.
struct Nested {
    real: PathBuf,
    /// Its path from the root of the outer one.
    below: String,
}

/// All names below a root, but for those of the repositories in it.
fn repository(root: &Path, folders: &mut Folders) -> (Repository, Vec<Nested>) {
    let (extent, limit) = match is_repository(root) {
        true => (Extent::Repository, REPOSITORY_LIMIT),
        false => (Extent::Folders, FOLDER_LIMIT),
    };
    let mut lister = Lister::default();
    let mut nested = Vec::new();
    let mut open = vec![(root.to_owned(), String::new())];
    while let Some((folder, path)) = open.pop() {
        if lister.files.len() > limit {
            lister.unlisted.push(String::new());
            break;
        }
        match folders.list(&folder, &folder) {
            Ok(listing) if !path.is_empty() && listing.kind_of(".git").is_some() => {
                lister.unlisted.push(path.clone());
                nested.push(Nested {
                    real: folder,
                    below: path,
                });
            }
            Ok(listing) => lister.folder(&folder, &path, &listing, &mut open),
            Err(_) => lister.unlisted.push(path),
        }
    }
    (Repository::new(extent, lister.files, lister.unlisted), nested)
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
                EntryKind::File if name != ".git" => self.files.push(below),
                // A link may lead to anything.
                _ => self.unlisted.push(below),
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
        assert!(roots.whole.is_empty());
        let whole = |path: &str| tree.list(&[path]).1.whole;
        assert_eq!((whole("r")[0].path.as_str(), whole("r/b")[0].path.as_str()), ("", "b"));
        let location = inventory.locate(&FilePath::new(tree.at("r/b/c.md"))).unwrap();
        assert_eq!((location.repository, location.path.as_str()), (0, "b/c.md"));
        assert_eq!(
            roots.file(&location).unwrap().os,
            fs::canonicalize(tree.at("r/b/c.md")).unwrap()
        );
        assert_eq!(inventory.repositories()[0].entry("_site/any.html"), Entry::Unlisted);
    }

    #[test]
    fn a_repository_in_another_one_is_judged_by_itself() {
        let tree = Tree::new(&["r/.git/HEAD", "r/a.md", "r/b/t/.git", "r/b/t/c.md", "r/b/t/d/e.md"]);
        for paths in [&["r"][..], &["r/b/t/d"], &["r", "r/b/t/d"]] {
            let (inventory, roots) = tree.list(paths);
            let location = inventory.locate(&FilePath::new(tree.at("r/b/t/d/e.md"))).unwrap();
            assert_eq!(location.path, "d/e.md", "{paths:?}");
            assert!(inventory.entry(&location) == Entry::File);
            let place = roots.file(&location).unwrap().os;
            assert_eq!(place, fs::canonicalize(tree.at("r/b/t/d/e.md")).unwrap());
        }
        let (inventory, roots) = tree.list(&["r"]);
        assert_eq!(files(&inventory), [["a.md"].as_slice(), &["c.md", "d/e.md"]]);
        assert_eq!(inventory.repositories()[0].entry("b/t/c.md"), Entry::Unlisted);
        assert_eq!(roots.whole.len(), 2, "{:?}", roots.whole);
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
        assert!(inventory.repositories().len() <= 1 && roots.whole.is_empty());
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

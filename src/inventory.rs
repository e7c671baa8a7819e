//! Which files a repository has: plain data, looked up by path.
//!
//! It must not know where the paths came from, nor what stands in the files.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::FilePath;

/// A file or folder of a repository; nothing says that it exists.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Which repository of the inventory.
    pub repository: usize,
    /// From its root, `/` between the parts; empty for the root itself.
    pub path: String,
}

impl Location {
    /// The root of its repository.
    pub fn root(&self) -> Self {
        Self {
            repository: self.repository,
            path: String::new(),
        }
    }

    /// Whether it is that folder, or lies in it.
    pub fn is_within(&self, folder: &Self) -> bool {
        let below = self.path.strip_prefix(&folder.path);
        let is_below = below.is_some_and(|below| below.is_empty() || folder.path.is_empty() || below.starts_with('/'));
        self.repository == folder.repository && is_below
    }

    /// The folder from which `below` leads here; the root where it does not.
    pub fn without(&self, below: &str) -> Self {
        let folder = self.path.strip_suffix(below).unwrap_or_default();
        Self {
            repository: self.repository,
            path: folder.trim_end_matches('/').to_owned(),
        }
    }
}

/// What stands at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// A file.
    File,
    /// A folder with something in it.
    Folder,
    /// Nothing.
    Missing,
    /// It lies in or beyond what was not listed, so anything may be there.
    Unlisted,
}

/// How much of a repository is known to be at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it: the root was recognised.
    Repository,
    /// Some folders of which nobody knows whether they are all there is.
    Folders,
}

/// The paths under one root.
#[derive(Debug, Clone)]
pub struct Repository {
    extent: Extent,
    /// Sorted.
    files: Vec<String>,
    unlisted: FxHashSet<String>,
    /// Where in `files` those stand that are in a folder or below it.
    folders: OnceLock<FxHashMap<String, Range<usize>>>,
    /// File names in lower case with their places in `files`, sorted.
    names: OnceLock<Vec<(String, usize)>>,
}

impl Repository {
    /// From paths below the root, `/` between their parts, in any order.
    /// `unlisted` are links and folders into which nobody looked.
    pub fn new(extent: Extent, mut files: Vec<String>, unlisted: Vec<String>) -> Self {
        files.sort_unstable();
        Self {
            extent,
            files,
            unlisted: unlisted.into_iter().collect(),
            folders: OnceLock::new(),
            names: OnceLock::new(),
        }
    }

    /// How much of it is known to be at hand.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Adds a file that was not listed.
    fn add(&mut self, file: String) {
        if let Err(place) = self.files.binary_search(&file) {
            self.files.insert(place, file);
            self.folders = OnceLock::new();
            self.names = OnceLock::new();
        }
    }

    /// All files, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// What stands at a path, to the letter.
    pub fn entry(&self, path: &str) -> Entry {
        if path.is_empty() {
            return Entry::Folder;
        }
        let folders = self.folders.get_or_init(|| folders_of(&self.files));
        if folders.contains_key(path) {
            return Entry::Folder;
        }
        let below = folders
            .get(folder_of(path))
            .and_then(|range| self.files.get(range.clone()));
        if below.is_some_and(|files| files.binary_search_by(|file| file.as_str().cmp(path)).is_ok()) {
            return Entry::File;
        }
        let mut parts = ancestors(path).chain([path, ""]);
        match !self.unlisted.is_empty() && parts.any(|part| self.unlisted.contains(part)) {
            true => Entry::Unlisted,
            false => Entry::Missing,
        }
    }

    /// The files in a folder and in all folders in it; all for the empty path.
    pub fn files_below<'r>(&'r self, folder: &str) -> impl Iterator<Item = &'r str> + use<'r> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            [folder, "/"].concat()
        };
        let at = self.files.partition_point(|file| file.as_str() < prefix.as_str());
        let after = self.files.get(at..).unwrap_or_default().iter();
        after
            .map(String::as_str)
            .take_while(move |file| file.starts_with(&prefix))
    }

    /// The files whose name is this one, letter case aside, sorted.
    pub fn named<'r>(&'r self, name: &str) -> impl Iterator<Item = &'r str> + use<'r> {
        let name = name.to_lowercase();
        self.name_begins(&name)
            .filter(move |file| file_name(file).to_lowercase() == name)
    }

    /// The files whose name, in lower case, begins with `prefix`.
    pub fn name_begins<'r>(&'r self, prefix: &str) -> impl Iterator<Item = &'r str> + use<'r> {
        let names = self.names.get_or_init(|| {
            let lower = |(number, file): (usize, &String)| (file_name(file).to_lowercase(), number);
            let mut names: Vec<(String, usize)> = self.files.iter().enumerate().map(lower).collect();
            names.sort_unstable();
            names
        });
        let prefix = prefix.to_owned();
        let at = names.partition_point(|(name, _)| *name < prefix);
        let after = names.get(at..).unwrap_or_default().iter();
        let begin = after.take_while(move |(name, _)| name.starts_with(&prefix));
        begin
            .filter_map(|(_, number)| self.files.get(*number))
            .map(String::as_str)
    }
}

/// Each folder with the range of the files below it, of files that are sorted.
fn folders_of(files: &[String]) -> FxHashMap<String, Range<usize>> {
    let mut folders: FxHashMap<String, Range<usize>> = FxHashMap::default();
    let mut before = "";
    for (number, file) in files.iter().enumerate() {
        let folder = folder_of(file);
        if number > 0 && folder == before {
            continue;
        }
        let mut folder = Some(folder);
        before = folder.unwrap_or_default();
        while let Some(path) = folder {
            // Only the range of a folder that has begun is still open.
            if folders.contains_key(path) {
                break;
            }
            let name = [path, "/"].concat();
            let rest = files.get(number..).unwrap_or_default();
            let count = match path {
                "" => rest.len(),
                _ => rest.partition_point(|file| file.as_str() < name.as_str() || file.starts_with(&name)),
            };
            folders.insert(path.to_owned(), number..number + count);
            folder = (!path.is_empty()).then(|| folder_of(path));
        }
    }
    folders
}

/// The folders above a path, outermost first, without the root.
pub fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// The folder of a path; empty for the root.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A folder's path and one below it as one; either may be empty.
pub fn join(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", _) => path.to_owned(),
        (_, "") => folder.to_owned(),
        _ => [folder, "/", path].concat(),
    }
}

/// All repositories of a run, and how the paths of its files lead into them.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    repositories: Vec<Repository>,
    /// Where the folders stand that were named, by their shown paths; the working
    /// directory is the empty one.
    ways: FxHashMap<String, Location>,
}

impl Inventory {
    /// Repositories, and where the folders stand in them whose shown paths begin
    /// the paths of files. The working directory is the empty path.
    pub fn new(repositories: Vec<Repository>, ways: HashMap<String, Location>) -> Self {
        Self {
            repositories,
            ways: ways.into_iter().collect(),
        }
    }

    /// One whole repository whose root is the working directory.
    pub fn of_files(files: Vec<String>) -> Self {
        let root = Location {
            repository: 0,
            path: String::new(),
        };
        let repository = Repository::new(Extent::Repository, files, Vec::new());
        Self::new(vec![repository], HashMap::from([(String::new(), root)]))
    }

    /// The same with files that were not listed, where nothing stands.
    #[must_use]
    pub fn with_files(mut self, files: impl IntoIterator<Item = Location>) -> Self {
        for file in files {
            if self.entry(&file) == Entry::Missing
                && let Some(repository) = self.repositories.get_mut(file.repository)
            {
                repository.add(file.path);
            }
        }
        self
    }

    /// The repositories.
    pub fn repositories(&self) -> &[Repository] {
        &self.repositories
    }

    /// The repository of a location.
    pub fn repository_of(&self, location: &Location) -> Option<&Repository> {
        self.repositories.get(location.repository)
    }

    /// Where a file of the run stands: by the deepest folder on its way that is
    /// known.
    pub fn locate(&self, file: &FilePath) -> Option<Location> {
        let shown = file.shown.as_str();
        let (first, relative) = match shown.strip_prefix('/') {
            Some(below) => ("/", below),
            None => ("", shown),
        };
        let folders = shown.rmatch_indices('/').filter(|(at, _)| *at > 0);
        let deeper = folders.filter_map(|(at, _)| Some((shown.get(..at)?, shown.get(at + 1..)?)));
        let mut ways = deeper.chain([(first, relative)]);
        ways.find_map(|(folder, below)| {
            let known = self.ways.get(folder)?;
            Some(Location {
                repository: known.repository,
                path: join(&known.path, below),
            })
        })
    }

    /// The path by which a location can be shown beside those of the run's files: the
    /// reverse of [`Inventory::locate`]. Nothing where no known folder leads to it.
    pub fn shown(&self, location: &Location) -> Option<String> {
        let leading = self.ways.iter().filter(|(_, folder)| location.is_within(folder));
        let nearest = |(shown, folder): &(&String, &Location)| {
            (
                folder.path.len(),
                std::cmp::Reverse(shown.len()),
                std::cmp::Reverse((*shown).clone()),
            )
        };
        let (shown, folder) = leading.max_by_key(nearest)?;
        let below = location.path.get(folder.path.len()..)?.trim_start_matches('/');
        Some(match shown.as_str() {
            "/" => ["/", below].concat(),
            shown => join(shown, below),
        })
    }

    /// What stands at a location, to the letter.
    pub fn entry(&self, location: &Location) -> Entry {
        let repository = self.repository_of(location);
        repository.map_or(Entry::Unlisted, |repository| repository.entry(&location.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_that_is_added_is_found_as_one_that_was_listed() {
        let at = |path: &str| Location {
            repository: 0,
            path: path.to_owned(),
        };
        let files = vec!["a.md".to_owned(), "c/d.md".to_owned()];
        let repository = Repository::new(Extent::Repository, files, vec!["out".to_owned()]);
        let inventory = Inventory::new(vec![repository], HashMap::new());
        // What was found by name before is found anew.
        assert_eq!(inventory.entry(&at("b/a.md")), Entry::Missing);
        assert_eq!(inventory.repositories()[0].named("A.md").count(), 1);
        let inventory = inventory.with_files(["b/a.md", "a.md", "out/a.md", "c"].map(at));
        let repository = &inventory.repositories()[0];
        assert_eq!(repository.files().collect::<Vec<_>>(), ["a.md", "b/a.md", "c/d.md"]);
        assert_eq!(inventory.entry(&at("b/a.md")), Entry::File);
        assert_eq!(inventory.entry(&at("b")), Entry::Folder);
        assert_eq!(inventory.entry(&at("out/a.md")), Entry::Unlisted);
        assert_eq!(repository.named("A.md").collect::<Vec<_>>(), ["a.md", "b/a.md"]);
        let nowhere = Location {
            repository: 1,
            path: String::new(),
        };
        assert_eq!(inventory.with_files([nowhere]).repositories().len(), 1);
    }

    fn repository() -> Repository {
        let paths = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
        Repository::new(
            Extent::Repository,
            paths(&["a b.md", "图/一.png", "a/c.md", "a.md", "a/Read.md", "b/read.md"]),
            paths(&["node_modules", "a/link"]),
        )
    }

    #[test]
    fn paths_are_looked_up_to_the_letter() {
        let repository = repository();
        let entries = [
            "",
            "a",
            "a.md",
            "A.md",
            "图/一.png",
            "图",
            "a/link/x.md",
            "node_modules",
            "node",
        ];
        let found: Vec<Entry> = entries.iter().map(|path| repository.entry(path)).collect();
        use Entry::{File, Folder, Missing, Unlisted};
        assert_eq!(
            found,
            [Folder, Folder, File, Missing, File, Folder, Unlisted, Unlisted, Missing]
        );
    }

    proptest! {
        #[test]
        fn what_stands_at_a_path_follows_from_all_paths(
            files in prop::collection::btree_set("[a.-]{1,2}(/[a.-]{1,2}){0,3}", 0..12),
            path in "[a.-]{1,2}(/[a.-]{1,2}){0,3}"
        ) {
            let begins = |file: &String| file.starts_with(&[&path, "/"].concat());
            let expected = match (files.iter().any(begins), files.contains(&path)) {
                (true, _) => Entry::Folder,
                (_, true) => Entry::File,
                _ => Entry::Missing,
            };
            let repository = Repository::new(Extent::Repository, files.into_iter().collect(), Vec::new());
            prop_assert_eq!(repository.entry(&path), expected);
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        let found: Vec<&str> = repository()
            .named("READ.md")
            .map(|path| match path {
                "a/Read.md" => "a",
                _ => "b",
            })
            .collect();
        assert_eq!(found, ["a", "b"]);
    }

    #[test]
    fn shown_paths_lead_into_repositories() {
        let way = |shown: &str, repository, path: &str| {
            let path = path.to_owned();
            (shown.to_owned(), Location { repository, path })
        };
        let ways = [
            way("", 0, "site"),
            way("../b", 1, ""),
            way("/x", 1, "c"),
            way("..", 0, ""),
        ];
        let inventory = Inventory::new(Vec::new(), HashMap::from(ways));
        let locate = |path: &str| {
            let location = inventory.locate(&FilePath::new(path))?;
            Some((location.repository, location.path))
        };
        assert_eq!(locate("_posts/a.md"), Some((0, "site/_posts/a.md".to_owned())));
        for path in ["_posts/a.md", "../b/a.md", "/x/c", "../other.md"] {
            let location = inventory.locate(&FilePath::new(path)).unwrap();
            assert_eq!(inventory.shown(&location).as_deref(), Some(path));
        }
        assert_eq!(locate("../b/a.md"), Some((1, "a.md".to_owned())));
        assert_eq!(locate("../bb.md"), Some((0, "bb.md".to_owned())));
        assert_eq!(locate("/x/y/z.md"), Some((1, "c/y/z.md".to_owned())));
        assert_eq!(locate("/y.md"), None);
    }
}

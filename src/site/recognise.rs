//! Which site a file belongs to, and what that site makes of links.
//!
//! Sites are known by files that their generators need. It must not know what
//! is said of a link.

use std::collections::HashMap;

use super::jekyll::{self, Configuration, Jekyll};
use super::url::Local;
use super::{Generator, Standing, plain};
use crate::document::Document;
use crate::fact::Frame;
use crate::inventory::{Inventory, Location, Repository, file_name, folder_of, join};

/// Files by which generators are known whose URLs are not known here.
const OTHER_MARKERS: [&str; 28] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "astro.config.mjs",
    "astro.config.ts",
    "astro.config.js",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "mkdocs.yml",
    "mkdocs.yaml",
    "book.toml",
    "book.json",
    "conf.py",
    "_quarto.yml",
    "_bookdown.yml",
    "gatsby-config.js",
    "gatsby-config.ts",
    "next.config.js",
    "next.config.mjs",
    "next.config.ts",
    "_sidebar.md",
    ".eleventy.js",
    "eleventy.config.js",
    "antora.yml",
];

/// Folders by which such generators are known.
const OTHER_FOLDERS: [&str; 5] = [
    "/.vitepress/",
    "/.vuepress/",
    "/scaffolds/",
    "/archetypes/",
    "/layouts/shortcodes/",
];

/// What a site makes of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Jekyll.
    Jekyll(Jekyll),
    /// A folder of files as GitHub shows it.
    Plain,
    /// A generator whose URLs are not known here.
    Other,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its root.
    pub root: Location,
    /// What it makes of links.
    pub kind: Kind,
}

/// A file in its site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub location: Location,
    /// Its site.
    pub site: Site,
}

/// The sites that were recognised.
#[derive(Debug, Clone, Default)]
pub struct Sites {
    /// By their roots.
    sites: HashMap<Location, Kind>,
}

impl Sites {
    /// The configurations of Jekyll that are to be read first.
    pub fn configurations(inventory: &Inventory) -> Vec<Location> {
        let names = ["_config.yml", "_config.yaml"];
        let of = |number: usize, repository: &Repository| -> Vec<Location> {
            let files = repository.files().filter(|file| names.contains(&file_name(file)));
            files.map(|file| location(number, file)).collect()
        };
        let repositories = inventory.repositories().iter().enumerate();
        repositories
            .flat_map(|(number, repository)| of(number, repository))
            .collect()
    }

    /// The sites in an inventory, with the texts of their configurations.
    pub fn recognise(inventory: &Inventory, configurations: &HashMap<Location, String>) -> Self {
        let mut sites = HashMap::new();
        for (number, repository) in inventory.repositories().iter().enumerate() {
            for file in repository.files() {
                let Some(site) = marked_by(number, repository, file, configurations) else {
                    continue;
                };
                // Of several marks in one folder, the unknown generator counts.
                let known = sites.entry(site.root).or_insert(site.kind);
                if site.kind == Kind::Other {
                    *known = Kind::Other;
                }
            }
        }
        Self { sites }
    }

    /// The site of a file, by what marks it or else by the file's own path.
    pub fn of(&self, file: &Location) -> Site {
        let mut root = location(file.repository, folder_of(&file.path));
        loop {
            if let Some(kind) = self.sites.get(&root) {
                return Site { root, kind: *kind };
            }
            if root.path.is_empty() {
                return site_of_path(file);
            }
            let above = folder_of(&root.path).len();
            root.path.truncate(above);
        }
    }
}

fn location(repository: usize, path: &str) -> Location {
    Location {
        repository,
        path: path.to_owned(),
    }
}

/// The site that a file is a mark of.
fn marked_by(
    number: usize,
    repository: &Repository,
    file: &str,
    configurations: &HashMap<Location, String>,
) -> Option<Site> {
    let name = file_name(file);
    let folder = folder_of(file);
    let other = |root: &str| {
        Some(Site {
            root: location(number, root),
            kind: Kind::Other,
        })
    };
    if OTHER_MARKERS.contains(&name) {
        return other(folder);
    }
    if matches!(name, "_config.yml" | "_config.yaml") {
        // Hexo's configuration has the same name.
        if repository.files_below(&join(folder, "source")).next().is_some() {
            return other(folder);
        }
        let text = configurations.get(&location(number, file));
        return Some(Site {
            root: location(number, folder),
            kind: text.map_or(Kind::Other, |text| Kind::Jekyll(Jekyll::of_configuration(text))),
        });
    }
    let rooted = ["/", file].concat();
    let at = OTHER_FOLDERS.iter().find_map(|marker| rooted.find(marker))?;
    other(file.get(..at.saturating_sub(1)).unwrap_or_default())
}

/// The site that a path alone suggests.
fn site_of_path(file: &Location) -> Site {
    let path = &file.path;
    let folders = match path.starts_with("_posts/") || path.starts_with("_drafts/") {
        true => Some(""),
        false => ["/_posts/", "/_drafts/"]
            .iter()
            .find_map(|part| Some(path.split_once(part)?.0)),
    };
    let (root, kind) = match folders {
        Some(folders) if file_name(folders) == "source" => (folder_of(folders), Kind::Other),
        Some(folders) => (folders, Kind::Jekyll(Jekyll::DEFAULT)),
        None => ("", Kind::Plain),
    };
    Site {
        root: location(file.repository, root),
        kind,
    }
}

impl Site {
    /// A whole repository as the site of that generator.
    pub fn of_generator(generator: Generator, repository: usize) -> Self {
        let kind = match generator {
            Generator::Jekyll => Kind::Jekyll(Jekyll::DEFAULT),
            Generator::Plain => Kind::Plain,
            _ => Kind::Other,
        };
        Self {
            root: location(repository, ""),
            kind,
        }
    }

    /// What it shows at a location.
    pub fn standing(&self, inventory: &Inventory, location: &Location) -> Standing {
        let Some(repository) = inventory.repository_of(location) else {
            return Standing::Unknown;
        };
        match self.kind {
            Kind::Plain => plain::standing(repository, &location.path),
            Kind::Jekyll(jekyll) => match self.path_of(location) {
                Some(path) => jekyll.standing(repository, &self.root.path, path),
                None => Standing::Unknown,
            },
            Kind::Other => Standing::Unknown,
        }
    }

    /// The path of a location from the site's root.
    pub fn path_of<'l>(&self, location: &'l Location) -> Option<&'l str> {
        let below = location.path.strip_prefix(&self.root.path)?;
        match self.root.path.is_empty() || below.is_empty() {
            true => Some(below),
            false => below.strip_prefix('/'),
        }
    }

    /// Whether its own configuration says that it is a site, so that its roots
    /// are surely those of its links.
    pub fn is_configured(&self) -> bool {
        matches!(self.kind, Kind::Jekyll(jekyll) if jekyll.configuration == Configuration::Present)
    }

    /// What stands round a page of it.
    pub fn frame(&self, document: &Document<'_>) -> Frame {
        let front_matter = document.front_matter().node.as_ref();
        let has_layout = front_matter.is_some_and(|root| root.get("layout").is_some());
        match self.kind {
            Kind::Plain => Frame::GitHub,
            Kind::Jekyll(jekyll) if !has_layout && jekyll.has_no_default_layout() => Frame::None,
            Kind::Jekyll(_) | Kind::Other => Frame::Layout,
        }
    }
}

impl Place {
    /// Where a link in the file leads; nothing where that is outside of the
    /// site, or not known.
    pub fn target(&self, document: &Document<'_>, local: &Local) -> Option<Location> {
        let path = match self.site.kind {
            Kind::Other => return None,
            // Front matter is for a generator, which was not recognised.
            Kind::Plain if has_front_matter(document) => return None,
            Kind::Plain => plain::target(&self.location.path, local)?,
            Kind::Jekyll(jekyll) => {
                let path = jekyll.target(self.site.path_of(&self.location)?, document, local)?;
                join(&self.site.root.path, &path)
            }
        };
        Some(location(self.location.repository, &path))
    }

    /// The locations at which the site shows the file by the file's own word.
    pub fn published(&self, document: &Document<'_>) -> Vec<Location> {
        let paths = match self.site.kind {
            Kind::Jekyll(_) => jekyll::published(document),
            Kind::Plain | Kind::Other => Vec::new(),
        };
        let at = |path: String| location(self.location.repository, &join(&self.site.root.path, &path));
        paths.into_iter().map(at).collect()
    }

    /// Whether the generator is known that reads the file: others add anchors, or
    /// definitions of references, by programs of their own.
    pub fn has_known_reader(&self, document: &Document<'_>) -> bool {
        match self.site.kind {
            Kind::Other => false,
            Kind::Plain => !has_front_matter(document),
            Kind::Jekyll(_) => true,
        }
    }
}

/// Whether a file begins as one does that a generator reads. Some let white
/// space stand before it.
fn has_front_matter(document: &Document<'_>) -> bool {
    let start = document.source().text.trim_start();
    document.front_matter().format.is_some() || start.starts_with("---\n") || start.starts_with("+++\n")
}

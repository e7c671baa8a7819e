//! Which sites there are, known by files that their generators need.
//!
//! It must not know what is said of links, nor read anything itself.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::jekyll::Jekyll;
use super::{Generator, Kind, Site, TimeZone};
use crate::inventory::{Inventory, Location, Repository, file_name, folder_of, join};

/// Files in the root of a site by which its generator is known, and which
/// generator reads like it if it is none of ours.
const MARKERS: [(&str, Generator); 36] = [
    ("hugo.toml", Generator::Hugo),
    ("hugo.yaml", Generator::Hugo),
    ("hugo.yml", Generator::Hugo),
    ("hugo.json", Generator::Hugo),
    ("zola.toml", Generator::Zola),
    ("astro.config.js", Generator::Astro),
    ("astro.config.mjs", Generator::Astro),
    ("astro.config.cjs", Generator::Astro),
    ("astro.config.ts", Generator::Astro),
    ("astro.config.mts", Generator::Astro),
    ("docusaurus.config.js", Generator::Docusaurus),
    ("docusaurus.config.mjs", Generator::Docusaurus),
    ("docusaurus.config.cjs", Generator::Docusaurus),
    ("docusaurus.config.ts", Generator::Docusaurus),
    ("docusaurus.config.mts", Generator::Docusaurus),
    ("mkdocs.yml", Generator::Plain),
    ("mkdocs.yaml", Generator::Plain),
    ("book.toml", Generator::Plain),
    ("book.json", Generator::Plain),
    ("conf.py", Generator::Plain),
    ("_quarto.yml", Generator::Plain),
    ("_bookdown.yml", Generator::Plain),
    ("gatsby-config.js", Generator::Plain),
    ("gatsby-config.mjs", Generator::Plain),
    ("gatsby-config.ts", Generator::Plain),
    ("next.config.js", Generator::Plain),
    ("next.config.mjs", Generator::Plain),
    ("next.config.ts", Generator::Plain),
    ("_sidebar.md", Generator::Plain),
    (".eleventy.js", Generator::Plain),
    ("eleventy.config.js", Generator::Plain),
    ("eleventy.config.mjs", Generator::Plain),
    ("eleventy.config.cjs", Generator::Plain),
    ("antora.yml", Generator::Plain),
    // Which of Hugo and Zola it is, other names tell.
    ("config.toml", Generator::Plain),
    ("config.yaml", Generator::Plain),
];

/// The configuration of Jekyll, and of Hexo.
const CONFIGURATIONS: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];

/// The configuration of Zola, and of Hugo as of old.
const TOML_CONFIGURATION: &str = "config.toml";

/// Keys that a configuration of Hexo has, and none of Jekyll.
const KEYS_OF_HEXO: [&str; 4] = [
    "new_post_name:",
    "post_asset_folder:",
    "skip_render:",
    "default_layout:",
];

/// Of several generators that a folder is marked for, the first reads it.
const PRECEDENCE: [Generator; 8] = [
    Generator::Hexo,
    Generator::Jekyll,
    Generator::Hugo,
    Generator::Zola,
    Generator::Astro,
    Generator::Docusaurus,
    Generator::VitePress,
    Generator::Plain,
];

/// Whether a file of that name in a folder says that it is the root of a site.
pub fn is_marker(name: &str) -> bool {
    CONFIGURATIONS.contains(&name) || generator_marked_by(name).is_some()
}

fn generator_marked_by(name: &str) -> Option<Generator> {
    let marker = MARKERS.iter().find(|(marker, _)| *marker == name);
    marker.map(|(_, generator)| *generator)
}

/// The sites that were recognised.
#[derive(Debug, Clone, Default)]
pub struct Sites {
    /// For each repository, by their roots.
    sites: Vec<FxHashMap<String, Recognised>>,
}

/// What was recognised of a site.
#[derive(Debug, Clone)]
struct Recognised {
    generator: Generator,
    kind: Kind,
    time_zone: Option<TimeZone>,
}

impl Recognised {
    fn at(&self, root: Location) -> Site {
        Site {
            root,
            generator: self.generator,
            kind: self.kind,
            time_zone: self.time_zone.clone(),
        }
    }
}

impl Sites {
    /// The files that are to be read first.
    pub fn configurations(inventory: &Inventory) -> Vec<Location> {
        let of = |(number, repository): (usize, &Repository)| -> Vec<Location> {
            let files = repository
                .files()
                .filter(|file| CONFIGURATIONS.contains(&file_name(file)));
            let with_package = files.flat_map(|file| [file.to_owned(), join(folder_of(file), "package.json")]);
            let has_content = |file: &&str| {
                let content = join(folder_of(file), "content");
                file_name(file) == TOML_CONFIGURATION && repository.files_below(&content).next().is_some()
            };
            let others = repository.files().filter(has_content).map(str::to_owned);
            let all = with_package.chain(others);
            all.map(|file| location(number, &file)).collect()
        };
        inventory.repositories().iter().enumerate().flat_map(of).collect()
    }

    /// The sites in an inventory, with the texts of their configurations.
    pub fn recognise(inventory: &Inventory, configurations: &HashMap<Location, String>) -> Self {
        let sites_of = |(number, repository): (usize, &Repository)| {
            let text = |path: &str| configurations.get(&location(number, path)).map(String::as_str);
            sites_of(repository, &text)
        };
        Self {
            sites: inventory.repositories().iter().enumerate().map(sites_of).collect(),
        }
    }

    /// The site of a file, by what marks it or else by the file's own path.
    pub fn of(&self, file: &Location) -> Site {
        let Some(sites) = self.sites.get(file.repository).filter(|sites| !sites.is_empty()) else {
            return site_of_path(file);
        };
        let mut root = folder_of(&file.path);
        loop {
            if let Some(recognised) = sites.get(root) {
                return recognised.at(location(file.repository, root));
            }
            if root.is_empty() {
                return site_of_path(file);
            }
            root = folder_of(root);
        }
    }

    /// A site that is said to be of that generator, with what its configuration
    /// says where one was found in its root.
    pub fn given(&self, generator: Generator, root: Location) -> Site {
        let recognised = self.sites.get(root.repository).and_then(|sites| sites.get(&root.path));
        match recognised {
            Some(recognised) if recognised.generator == generator => recognised.at(root),
            _ => Site::of_generator(generator, root),
        }
    }

    /// All of them, sorted by root.
    pub fn iter(&self) -> impl Iterator<Item = Site> {
        let mut all: Vec<Site> = Vec::new();
        for (number, sites) in self.sites.iter().enumerate() {
            let site = |(root, recognised): (&String, &Recognised)| recognised.at(location(number, root));
            all.extend(sites.iter().map(site));
        }
        all.sort_by(|one, other| one.root.cmp(&other.root));
        all.into_iter()
    }
}

fn location(repository: usize, path: &str) -> Location {
    Location {
        repository,
        path: path.to_owned(),
    }
}

/// What marks a folder as the root of a site.
#[derive(Debug, Default)]
struct Marks<'f> {
    /// The configuration of Jekyll or Hexo.
    configuration: Option<&'f str>,
    others: Vec<Generator>,
}

fn sites_of<'t>(repository: &Repository, text: &dyn Fn(&str) -> Option<&'t str>) -> FxHashMap<String, Recognised> {
    let mut marked: FxHashMap<&str, Marks<'_>> = FxHashMap::default();
    for file in repository.files() {
        let (folder, name) = (folder_of(file), file_name(file));
        if CONFIGURATIONS.contains(&name) {
            marked.entry(folder).or_default().configuration = Some(file);
        } else if let Some(generator) = generator_marked_by(name) {
            marked.entry(folder).or_default().others.push(generator);
        }
        if let Some((root, generator)) = marked_by_folder(folder) {
            let marks = marked.entry(root).or_default();
            if !marks.others.contains(&generator) {
                marks.others.push(generator);
            }
        }
    }
    let site = |(root, marks): (&str, Marks<'_>)| {
        let generator = marks.generator(repository, root, text);
        let kind = match generator {
            Generator::Jekyll => marks.kind(repository, root, text),
            _ => Kind::Other,
        };
        // Of other generators, no zone moves a post to another day.
        let configuration = marks.configuration.filter(|_| generator == Generator::Jekyll);
        let recognised = Recognised {
            generator,
            kind,
            time_zone: configuration.and_then(text).and_then(TimeZone::of_configuration),
        };
        (root.to_owned(), recognised)
    };
    marked.into_iter().map(site).collect()
}

/// The site that a folder marks: one of these names in its root. What has them
/// is surely no folder of plain files, though perhaps a part of a site.
fn marked_by_folder(folder: &str) -> Option<(&str, Generator)> {
    let mut before = "";
    let mut start = 0;
    for part in folder.split('/') {
        let (names, generator) = match (before, part) {
            (_, ".vitepress") => (1, Generator::VitePress),
            (_, ".vuepress" | "scaffolds" | "archetypes") => (1, Generator::Plain),
            ("config", "_default") => (2, Generator::Hugo),
            ("layouts", "shortcodes") => (2, Generator::Plain),
            _ => (0, Generator::Plain),
        };
        if names > 0 {
            let marking = if names == 1 { start } else { start - before.len() - 1 };
            return Some((folder.get(..marking)?.trim_end_matches('/'), generator));
        }
        before = part;
        start += part.len() + 1;
    }
    None
}

impl Marks<'_> {
    fn generator<'t>(&self, repository: &Repository, root: &str, text: &dyn Fn(&str) -> Option<&'t str>) -> Generator {
        let has = |path: &str| repository.files_below(&join(root, path)).next().is_some();
        let mut marked = self.others.clone();
        if self.configuration.is_some() {
            let needs_hexo = |package: &str| package.contains("\"hexo\"");
            let is_hexo = has("source/_posts")
                || has("scaffolds")
                || text(&join(root, "package.json")).is_some_and(needs_hexo)
                || self.configuration.and_then(text).is_some_and(has_keys_of_hexo);
            marked.push(if is_hexo { Generator::Hexo } else { Generator::Jekyll });
        } else if has("content")
            && [TOML_CONFIGURATION, "config.yaml"]
                .iter()
                .any(|name| is_file(repository, root, name))
        {
            // Zola has templates where Hugo has layouts, or a theme.
            let has_templates = has("templates") && !has("layouts") && !has("archetypes");
            let said = text(&join(root, TOML_CONFIGURATION)).and_then(says_zola);
            let is_zola = said.unwrap_or(has_templates);
            marked.push(if is_zola { Generator::Zola } else { Generator::Hugo });
        }
        let first = PRECEDENCE.into_iter().find(|generator| marked.contains(generator));
        first.unwrap_or(Generator::Plain)
    }

    fn kind<'t>(&self, repository: &Repository, root: &str, text: &dyn Fn(&str) -> Option<&'t str>) -> Kind {
        // Of several marks in one folder, the unknown generator counts.
        let is_jekyll = self.others.is_empty() && repository.files_below(&join(root, "source")).next().is_none();
        match self.configuration.filter(|_| is_jekyll).and_then(text) {
            Some(text) => Kind::Jekyll(Jekyll::of_configuration(text)),
            None => Kind::Other,
        }
    }
}

fn has_keys_of_hexo(configuration: &str) -> bool {
    let mut lines = configuration.lines();
    lines.any(|line| KEYS_OF_HEXO.iter().any(|key| line.starts_with(key)))
}

/// Whether it is a configuration of Zola, and not of Hugo, by the key for the
/// address of the site, which both need.
fn says_zola(configuration: &str) -> Option<bool> {
    let mut keys = configuration
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0.trim()));
    keys.find_map(|key| match key.to_lowercase().as_str() {
        "base_url" => Some(true),
        "baseurl" => Some(false),
        _ => None,
    })
}

fn is_file(repository: &Repository, root: &str, name: &str) -> bool {
    repository.entry(&join(root, name)) == crate::inventory::Entry::File
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
    let (root, generator, kind) = match folders {
        Some(folders) if file_name(folders) == "source" => (folder_of(folders), Generator::Hexo, Kind::Other),
        Some(folders) => (folders, Generator::Jekyll, Kind::Jekyll(Jekyll::DEFAULT)),
        None => ("", Generator::Plain, Kind::Plain),
    };
    Site {
        root: location(file.repository, root),
        generator,
        kind,
        time_zone: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites(files: &[&str], texts: &[(&str, &str)]) -> Sites {
        let inventory = Inventory::of_files(files.iter().map(|file| (*file).to_owned()).collect());
        let wanted = Sites::configurations(&inventory);
        let text = |path: &str| {
            let found = texts.iter().find(|(known, _)| *known == path);
            Some(found?.1.to_owned())
        };
        let configurations = wanted.into_iter().filter_map(|at| Some((at.clone(), text(&at.path)?)));
        Sites::recognise(&inventory, &configurations.collect())
    }

    #[test]
    fn generators_are_known_by_their_files() {
        let files = [
            "_config.yml",
            "docs/docusaurus.config.js",
            "hexo/_config.yml",
            "hexo/package.json",
            "zola/config.toml",
            "zola/content/a.md",
            "zola/templates/a.html",
            "hugo/config.toml",
            "hugo/content/a.md",
            "guide/.vitepress/config.mts",
            "split/config/_default/hugo.toml",
            "book/book.toml",
            "themed/config.toml",
            "themed/content/a.md",
            "old/config.toml",
            "old/content/a.md",
            "old/templates/a.html",
            "bare/_config.yml",
        ];
        let texts = [
            ("themed/config.toml", "title = \"站\"\nbase_url = \"/\""),
            ("old/config.toml", "baseURL = \"/\""),
            ("bare/_config.yml", "title: 站\npost_asset_folder: false"),
            ("_config.yml", "title: 站"),
            ("hexo/_config.yml", "title: 站"),
            ("hexo/package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"),
        ];
        let sites = sites(&files, &texts);
        let of = |path: &str| {
            let site = sites.of(&location(0, path));
            (site.root.path, site.generator, matches!(site.kind, Kind::Jekyll(_)))
        };
        let other = |root: &str, generator| (root.to_owned(), generator, false);
        assert_eq!(of("_posts/a.md"), (String::new(), Generator::Jekyll, true));
        assert_eq!(of("docs/a/b.md"), other("docs", Generator::Docusaurus));
        assert_eq!(of("hexo/a.md"), other("hexo", Generator::Hexo));
        assert_eq!(of("zola/content/a.md"), other("zola", Generator::Zola));
        assert_eq!(of("hugo/content/a.md"), other("hugo", Generator::Hugo));
        assert_eq!(of("guide/a/b.md"), other("guide", Generator::VitePress));
        assert_eq!(of("split/content/a.md"), other("split", Generator::Hugo));
        assert_eq!(of("book/src/a.md"), other("book", Generator::Plain));
        assert_eq!(of("themed/content/a.md"), other("themed", Generator::Zola));
        assert_eq!(of("old/content/a.md"), other("old", Generator::Hugo));
        assert_eq!(of("bare/a.md"), other("bare", Generator::Hexo));
        assert_eq!(sites.iter().count(), 12, "the folder of Hugo's settings is marked too");
    }

    #[test]
    fn a_path_tells_where_no_file_does() {
        let of = |path: &str| {
            let site = Sites::default().of(&location(0, path));
            (site.root.path, site.generator)
        };
        assert_eq!(of("a/_posts/b.md"), ("a".to_owned(), Generator::Jekyll));
        assert_eq!(of("a/source/_drafts/b.md"), ("a".to_owned(), Generator::Hexo));
        assert_eq!(of("a/b.md"), (String::new(), Generator::Plain));
    }

    #[test]
    fn what_is_said_of_a_site_counts_with_what_its_configuration_says() {
        let sites = sites(&["a/_config.yml"], &[("a/_config.yml", "theme: minima")]);
        let site = sites.given(Generator::Jekyll, location(0, "a"));
        assert!(site.is_configured());
        assert!(!sites.given(Generator::Jekyll, location(0, "b")).is_configured());
        assert_eq!(sites.given(Generator::Plain, location(0, "a")).kind, Kind::Plain);
    }
}

//! How Jekyll turns files into URLs, with its default settings.
//!
//! A site that changes them is left alone: nothing is said of its URLs.

mod post;

use super::Standing;
use super::url::Local;
use super::url::{self, Beyond};
use crate::document::Document;
use crate::document::front_matter::yaml;
use crate::document::node::{Node, Value};
use crate::fact::LinkForm;
use crate::inventory::{Entry, Repository, ancestors, file_name, folder_of, join};
use crate::text::Span;

pub(super) use post::title_in_address;
pub use post::{PostDate, PostName, date_in_name, passes_over};

/// What a site's configuration says of its URLs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jekyll {
    /// Whether all URLs follow from the names of files.
    pub urls: Urls,
    /// Whether there is a configuration.
    pub configuration: Configuration,
    /// Whether a theme brings files of its own.
    pub theme: Theme,
    /// Whether every page is built.
    pub pages: Pages,
    /// Where posts lie.
    pub posts: Posts,
}

/// Where the posts of a site lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posts {
    /// In folders `_posts`.
    InPlace,
    /// Where the configuration says.
    Elsewhere,
}

/// Whether every page of a site is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// All that have front matter.
    All,
    /// The configuration excludes some, by patterns that are not followed.
    Some,
}

/// Whether the URLs of a site follow from the names of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urls {
    /// As Jekyll has them by default.
    Default,
    /// Those of pages follow from settings that are not read; other files stand
    /// where they are.
    OfPages,
    /// By settings or programs that are not read.
    Other,
}

/// Whether a site has a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Configuration {
    /// None was found; the names of folders alone say that this is Jekyll.
    Absent,
    /// `_config.yml` stands in the site's root.
    Present,
}

/// Whether a theme brings files of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// It has none.
    None,
    /// It has one, which is not in the repository.
    Elsewhere,
}

/// The settings that change the URLs of pages in ways that are not followed
/// here.
const SETTINGS_OF_PAGES: [&str; 10] = [
    "permalink",
    "paginate",
    "paginate_path",
    "markdown",
    "markdown_ext",
    "kramdown",
    "defaults",
    "pagination",
    "autopages",
    "category_dir",
];

/// Those that change the URLs of all files, or make files.
const SETTINGS: [&str; 9] = [
    "baseurl",
    "source",
    "collections",
    "collections_dir",
    "plugins_dir",
    "include",
    "keep_files",
    "jekyll-archives",
    "archive_dir",
];

/// Plug-ins that change no URL and make no page but a few, which are known.
const HARMLESS_PLUGINS: [&str; 9] = [
    "jekyll-feed",
    "jekyll-seo-tag",
    "jekyll-sitemap",
    "jekyll-gist",
    "jekyll-mentions",
    "jemoji",
    "jekyll-relative-links",
    "jekyll-titles-from-headings",
    "jekyll-readme-index",
];

/// What plug-ins and servers make that no file shows.
const GENERATED: [&str; 6] = ["feed.xml", "atom.xml", "rss.xml", "sitemap.xml", "robots.txt", "CNAME"];

/// The endings of files that Jekyll turns into pages, for each ending of a page.
pub(crate) const MARKDOWN: [&str; 5] = ["md", "markdown", "mkd", "mkdown", "mkdn"];

impl Jekyll {
    /// A site without a configuration.
    pub const DEFAULT: Jekyll = Jekyll {
        urls: Urls::Default,
        configuration: Configuration::Absent,
        theme: Theme::None,
        pages: Pages::All,
        posts: Posts::InPlace,
    };

    /// What `_config.yml` says, as far as it bears on URLs.
    pub fn of_configuration(text: &str) -> Self {
        let parsed = yaml::parse(text, Span::new(0, text.len()));
        let root = parsed.node;
        let value = |key: &str| root.as_ref().and_then(|root| root.get(key)).map(|entry| &entry.value);
        let is_default = |key: &str| value(key).is_none_or(|value| is_default_value(key, value));
        let plugins = ["plugins", "gems", "whitelist"].iter().filter_map(|key| value(key));
        let is_harmless = |plugin: &Node| {
            let name = plugin.as_scalar().map(|scalar| scalar.text.as_str());
            name.is_some_and(|name| HARMLESS_PLUGINS.contains(&name))
        };
        // A configuration may hold comments alone.
        let is_read = parsed.errors.is_empty();
        let files_stand =
            is_read && SETTINGS.iter().all(|key| is_default(key)) && plugins.flat_map(Node::items).all(is_harmless);
        let urls = match SETTINGS_OF_PAGES.iter().all(|key| is_default(key)) {
            _ if !files_stand => Urls::Other,
            true => Urls::Default,
            false => Urls::OfPages,
        };
        let has_theme = ["theme", "remote_theme"].iter().any(|key| value(key).is_some());
        Self {
            urls,
            configuration: Configuration::Present,
            theme: if has_theme { Theme::Elsewhere } else { Theme::None },
            pages: if is_default("exclude") { Pages::All } else { Pages::Some },
            posts: match ["source", "collections_dir"].iter().all(|key| is_default(key)) {
                true => Posts::InPlace,
                false => Posts::Elsewhere,
            },
        }
    }

    /// Whether a page that names no layout surely has none.
    pub(super) fn has_no_default_layout(self) -> bool {
        self.configuration == Configuration::Present && self.urls == Urls::Default && self.theme == Theme::None
    }

    /// The path, within the site, to which a link on a page of the site leads;
    /// nothing where the page's own URL is not known.
    pub(super) fn target(self, page: &str, document: &Document<'_>, local: &Local) -> Option<String> {
        let folder = match (self.urls, local.form) {
            (Urls::Other, _) | (Urls::OfPages, LinkForm::Relative) => return None,
            (Urls::OfPages, LinkForm::Rooted) if is_page(&local.path) => return None,
            (Urls::Default | Urls::OfPages, LinkForm::Rooted) => String::new(),
            (Urls::Default, LinkForm::Relative) => folder_of_page(page, document)?,
        };
        let path = url::resolve(&folder, &local.path, Beyond::Root)?;
        // A folder and its index are one page, which may have chosen its address as either.
        Some(match file_name(&path) {
            "index.html" => folder_of(&path).to_owned(),
            _ => path,
        })
    }

    /// What the site shows at a path.
    pub(super) fn standing(self, repository: &Repository, root: &str, path: &str) -> Standing {
        let entry = |path: &str| repository.entry(&join(root, path));
        let found = |path: &str| (entry(path) == Entry::File).then(|| Standing::Page(join(root, path)));
        let first = |candidates: Vec<String>| candidates.iter().find_map(|path| found(path));
        match entry(path) {
            Entry::File if is_hidden(path) => return Standing::Unknown,
            Entry::File => return Standing::Page(join(root, path)),
            Entry::Unlisted => return Standing::Unknown,
            Entry::Folder => {
                let index = join(path, "index");
                let others = [join(path, "README.md"), join(path, "index.xml")];
                // A gap in the root is no link's fault.
                let otherwise = if path.is_empty() {
                    Standing::Unknown
                } else {
                    Standing::Missing
                };
                return first(pages(&index).chain(others).collect()).unwrap_or(otherwise);
            }
            Entry::Missing => {}
        }
        let stem = path.strip_suffix(".html").or(path.strip_suffix(".htm"));
        let extension = file_name(path).rsplit_once('.').map(|(_, extension)| extension);
        let mut candidates: Vec<String> = Vec::new();
        match (stem, extension) {
            (Some(stem), _) => {
                candidates.extend(pages(stem));
                if file_name(stem) == "index" {
                    candidates.push(join(folder_of(path), "README.md"));
                }
            }
            (None, Some("css")) => candidates.extend(["scss", "sass"].iter().map(|sass| with_extension(path, sass))),
            (None, Some("js")) => candidates.push(with_extension(path, "coffee")),
            _ => candidates.extend(pages(path)),
        }
        if let Some(page) = first(candidates) {
            return page;
        }
        if let Some(post) = post_at(repository, root, stem.unwrap_or(path)) {
            return Standing::Page(post.to_owned());
        }
        let is_of_theme = self.theme == Theme::Elsewhere && path.starts_with("assets/");
        if is_of_theme || GENERATED.contains(&path) {
            return Standing::Unknown;
        }
        Standing::Missing
    }
}

fn is_default_value(key: &str, value: &Node) -> bool {
    let text = value.as_scalar().map(|scalar| scalar.text.trim());
    match key {
        "permalink" => text == Some("date"),
        "baseurl" => matches!(text, Some("" | "/")),
        "markdown" => text == Some("kramdown"),
        "paginate" => matches!(text, Some("" | "null" | "false")),
        "kramdown" => value.entries().iter().all(|entry| {
            let name = entry.key.as_scalar().map_or("", |scalar| scalar.text.as_str());
            !name.contains("auto_id") && name != "input"
        }),
        _ => matches!(&value.value, Value::Scalar(scalar) if scalar.text.is_empty()),
    }
}

/// The files that become the page of that path without its ending.
fn pages(stem: &str) -> impl Iterator<Item = String> + use<> {
    let stem = stem.to_owned();
    let extensions = ["html", "htm"].into_iter().chain(MARKDOWN);
    extensions.map(move |extension| [stem.as_str(), ".", extension].concat())
}

fn with_extension(path: &str, extension: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    [stem, ".", extension].concat()
}

/// Whether a path may be that of a page: it has no ending, or a page's.
pub fn is_page(path: &str) -> bool {
    let extension = file_name(path).rsplit_once('.').map(|(_, extension)| extension);
    matches!(extension, None | Some("html" | "htm" | "xml" | "json" | "txt"))
}

/// Whether a part of the path keeps Jekyll from showing it.
pub(crate) fn is_hidden(path: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with(['_', '.', '#', '~']) || part.ends_with('~');
    ancestors(path).map(file_name).chain([file_name(path)]).any(is_hidden)
}

/// The folder of the URL of a page; nothing where that is not known.
pub(super) fn folder_of_page(page: &str, document: &Document<'_>) -> Option<String> {
    let front_matter = document.front_matter().node.as_ref();
    let value = |key: &str| front_matter.and_then(|root| root.get(key)).map(|entry| &entry.value);
    if let Some(permalink) = value("permalink") {
        let permalink = own_address(permalink)?;
        return Some(folder_of(&permalink).to_owned());
    }
    let folders = match page.strip_prefix("_posts/") {
        Some(_) => Some(""),
        None => page.split_once("/_posts/").map(|(folders, _)| folders),
    };
    let Some(folders) = folders else {
        return (!is_hidden(page)).then(|| folder_of(page).to_owned());
    };
    if is_hidden(folders) {
        return None;
    }
    let (of_name, _) = date_and_title(file_name(page))?;
    let date = match value("date") {
        None => of_name,
        Some(written) => post::day_of(written.as_scalar()?)?,
    };
    let mut parts: Vec<String> = folders
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let words = |node: &Node| -> Vec<String> {
        let items = node.items().iter().filter_map(Node::as_scalar);
        let own = node
            .as_scalar()
            .into_iter()
            .flat_map(|scalar| scalar.text.split_whitespace());
        items
            .map(|scalar| scalar.text.as_str())
            .chain(own)
            .map(str::to_lowercase)
            .collect()
    };
    let category = value("category")
        .and_then(Node::as_scalar)
        .map(|scalar| scalar.text.to_lowercase());
    // As Jekyll adds them to the folders (`Document#populate_categories`).
    let categories = value("categories").map(words).unwrap_or_default();
    for category in categories.into_iter().chain(category) {
        if !parts.contains(&category) && !category.is_empty() {
            parts.push(category);
        }
    }
    parts.extend(date);
    Some(parts.join("/"))
}

/// The path that a page chose itself, without the slash before it.
fn own_address(value: &Node) -> Option<String> {
    let text = value.as_scalar()?.text.trim().strip_prefix('/')?;
    (!text.contains(':')).then(|| text.to_owned())
}

/// Year, month and day, of four, two and two digits, and the title of a post by
/// its file's name (Jekyll's `Document::DATE_FILENAME_MATCHER`).
pub(super) fn date_and_title(name: &str) -> Option<([String; 3], &str)> {
    let mut parts = name.splitn(4, '-');
    let mut number = |digits: usize, width: usize| {
        let part = parts.next()?;
        let is_number = (1..=digits).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| format!("{part:0>width$}"))
    };
    let date = [number(4, 4)?, number(2, 2)?, number(2, 2)?];
    let title = parts.next()?;
    Some((date, title.rsplit_once('.').map_or(title, |(title, _)| title)))
}

/// Posts of one day beyond which none is looked at.
const POSTS_OF_A_DAY: usize = 1_000;

/// The post that is shown at `[categories/]year/month/day/title`.
fn post_at<'r>(repository: &'r Repository, root: &str, path: &str) -> Option<&'r str> {
    let mut parts = path.rsplitn(5, '/');
    let (title, day, month, year) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let short = |number: &str| number.strip_prefix('0').unwrap_or(number).to_owned();
    let (day, month) = (short(day), short(month));
    let wanted = slug(title);
    let is_it = |file: &&str| {
        let below = file.strip_prefix(root).unwrap_or(file);
        let named = date_and_title(file_name(file));
        below.contains("_posts/") && named.is_some_and(|(_, title)| slug(title) == wanted)
    };
    let dates = [
        format!("{year}-{month}-{day}-"),
        format!("{year}-{month:0>2}-{day:0>2}-"),
    ];
    let posts = |date: &String| repository.name_begins(date).take(POSTS_OF_A_DAY).find(is_it);
    dates.iter().find_map(posts)
}

/// A title as URLs have it: what is neither letter nor digit is a hyphen.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let parts = lower.split(|character: char| !character.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

//! A site, and a file in it: what it makes of links.
//!
//! It must not know how sites were recognised, nor what is said of a link.

use super::jekyll::{Configuration, Jekyll, Posts, Urls};
use super::url::Local;
use super::{Generator, Standing, TimeZone, plain};
use crate::document::Document;
use crate::fact::Frame;
use crate::inventory::{Inventory, Location, join};

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
    /// What reads its files; [`Generator::Plain`] too where that is none of ours.
    pub generator: Generator,
    /// What it makes of links.
    pub kind: Kind,
    /// In which zone it shows dates, if that is known.
    pub time_zone: Option<TimeZone>,
}

/// A file in its site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub location: Location,
    /// Its site.
    pub site: Site,
}

impl Site {
    /// The site of that generator at a root, of whose configuration nothing is
    /// known.
    pub fn of_generator(generator: Generator, root: Location) -> Self {
        let kind = match generator {
            Generator::Jekyll => Kind::Jekyll(Jekyll::DEFAULT),
            Generator::Plain => Kind::Plain,
            _ => Kind::Other,
        };
        Self {
            root,
            generator,
            kind,
            time_zone: None,
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

    /// Whether its own configuration says that it is of Jekyll, and leaves posts in
    /// `_posts`.
    pub fn has_posts_in_place(&self) -> bool {
        self.is_configured() && matches!(self.kind, Kind::Jekyll(jekyll) if jekyll.posts == Posts::InPlace)
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
        Some(self.at(path))
    }

    fn at(&self, path: String) -> Location {
        Location {
            repository: self.location.repository,
            path,
        }
    }

    /// Whether it is known where links of the file lead.
    pub fn judges_links(&self, document: &Document<'_>) -> bool {
        match self.site.kind {
            Kind::Other => false,
            Kind::Plain => !has_front_matter(document),
            Kind::Jekyll(jekyll) => jekyll.urls == Urls::Default,
        }
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

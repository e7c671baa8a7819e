//! Where Jekyll writes a page: the address that the page claims.
//!
//! It must not know what is said of two pages that claim the same.

use super::jekyll::{self, Configuration, Pages, Urls};
use super::place::{Kind, Place};
use super::url::{self, Beyond};
use crate::dialect::Engine;
use crate::document::Document;
use crate::document::front_matter::Format;
use crate::document::node::{Node, Typed, resolve};
use crate::inventory::{file_name, join};
use crate::text::Span;

/// The address of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The path of the file that is written, from the site's root.
    pub path: String,
    /// Where the page says so: the value of `permalink`, or else the line that
    /// opens its front matter.
    pub span: Span,
    /// Whether another page may be meant to have the same.
    pub sharing: Sharing,
}

/// Whether pages may share an address on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// No: one of them is lost.
    Never,
    /// Programs that are not known here may keep those of two languages apart.
    BetweenLanguages,
}

impl Place {
    /// The address of a page with front matter, where it is surely known. Of a
    /// page without `permalink` it is only where the configuration says that
    /// nothing else decides.
    pub fn address(&self, document: &Document<'_>) -> Option<Address> {
        let Kind::Jekyll(jekyll) = self.site.kind else {
            return None;
        };
        let front_matter = document.front_matter();
        // Jekyll reads no other.
        let is_yaml = front_matter.format == Some(Format::Yaml);
        let root = front_matter.node.as_ref().filter(|_| is_yaml)?;
        let page = self.site.path_of(&self.location)?;
        // Of other folders that begin so, only the configuration says what becomes.
        let outside = page.strip_prefix("_posts/").unwrap_or(page).replace("/_posts/", "/");
        if !page.contains("_posts/") && jekyll.pages == Pages::Some {
            return None;
        }
        let extension = document.source().path.extension()?;
        let becomes_html = extension == "html" || jekyll::MARKDOWN.contains(&extension.as_str());
        if jekyll::is_hidden(&outside) || !becomes_html {
            return None;
        }
        let sharing = match jekyll.urls {
            Urls::Default => Sharing::Never,
            Urls::OfPages | Urls::Other => Sharing::BetweenLanguages,
        };
        if let Some(value) = root.get("permalink").map(|entry| &entry.value) {
            match resolve(value.as_scalar()?, document.engine()) {
                Typed::String(text) => {
                    return Some(Address {
                        path: path_of_permalink(text.trim())?,
                        span: value.span,
                        sharing,
                    });
                }
                Typed::Null => {}
                // Jekyll takes no other.
                _ => return None,
            }
        }
        let is_certain = jekyll.urls == Urls::Default && jekyll.configuration == Configuration::Present;
        if !is_certain {
            return None;
        }
        let stem = match page.contains("_posts/") {
            true => title_of_post(page, root, document.engine())?,
            false if root.get("slug").is_some() => return None,
            false => file_name(page).rsplit_once('.')?.0.to_owned(),
        };
        Some(Address {
            path: join(
                &jekyll::folder_of_page(page, document)?,
                &[stem.as_str(), ".html"].concat(),
            ),
            span: front_matter.opening,
            sharing,
        })
    }
}

/// The title of a post in its address: that of its `slug`, or else of its file's name,
/// without the dots at its end (Jekyll's `Document#populate_title`).
fn title_of_post(page: &str, root: &Node, engine: Engine) -> Option<String> {
    let name = file_name(page);
    // Years of fewer digits are completed.
    if name.find('-') != Some(4) {
        return None;
    }
    let (_, of_name) = jekyll::date_and_title(name)?;
    let of_name = || of_name.trim_end_matches('.');
    let title = match root.get("slug").map(|entry| &entry.value) {
        None => jekyll::title_in_address(of_name())?,
        Some(slug) => {
            let scalar = slug.as_scalar()?;
            match resolve(scalar, engine) {
                Typed::String(_) => jekyll::title_in_address(&scalar.text)?,
                Typed::Null => jekyll::title_in_address(of_name())?,
                // The build fails.
                _ => return None,
            }
        }
    };
    Some(title.into_owned())
}

/// The file that is written for a permalink (Jekyll's `Page#destination` and
/// `Renderer#permalink_ext`): an index for what ends in a slash, the file itself
/// where it has an ending, else one that ends in `.html`. Nothing for one with
/// placeholders, which pages may fill differently.
fn path_of_permalink(permalink: &str) -> Option<String> {
    let path = url::decode(permalink)?;
    if path.is_empty() || path.contains([':', '\\']) || path.split('/').any(|part| part == "..") {
        return None;
    }
    let resolved = url::resolve("", &path, Beyond::Root)?;
    let has_ending = file_name(&resolved).rfind('.').is_some_and(|at| at > 0);
    Some(match path.ends_with('/') {
        true => join(&resolved, "index.html"),
        false if has_ending => resolved,
        false => [resolved.as_str(), ".html"].concat(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permalinks_are_written_where_jekyll_writes_them() {
        // As Jekyll 4.3 built them.
        let table = [
            ("/about", "about.html"),
            ("/about.html", "about.html"),
            ("/about/", "about/index.html"),
            ("/about/index.html", "about/index.html"),
            ("about//", "about/index.html"),
            ("pretty", "pretty.html"),
            ("/feed.xml", "feed.xml"),
            ("/%E4%B8%AD.html", "中.html"),
            ("/./y.html", "y.html"),
            ("/", "index.html"),
            ("/X.html", "X.html"),
        ];
        for (permalink, path) in table {
            assert_eq!(path_of_permalink(permalink).as_deref(), Some(path), "{permalink}");
        }
        for permalink in ["", "/:title/", "/a/../b.html", "/%FF/"] {
            assert_eq!(path_of_permalink(permalink), None, "{permalink}");
        }
    }
}

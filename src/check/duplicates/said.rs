//! What front matter says that bears on duplicates, in one look at its keys:
//! every post is asked.

use crate::document::node::Node;
use crate::text::Span;

/// What was said; of a key that stands there twice, by the last.
#[derive(Debug, Default)]
pub(in crate::check) struct Said<'n> {
    /// The title and its place.
    pub(in crate::check) title: Option<(&'n str, Span)>,
    /// Where it was taken from.
    pub(in crate::check) from: Option<&'n str>,
    /// The languages that it names.
    pub(in crate::check) languages: Vec<&'n str>,
    /// Whether it has a date, which tells a post from a page.
    pub(in crate::check) is_dated: bool,
    /// Whether it is not to be published.
    pub(in crate::check) is_draft: bool,
    /// Whether it redirects to another page, or names the original.
    pub(in crate::check) stands_for_another: bool,
}

impl<'n> Said<'n> {
    pub(in crate::check) fn of(front_matter: &'n Node) -> Self {
        let mut said = Self::default();
        for entry in front_matter.entries() {
            let Some(key) = entry.key.as_scalar() else { continue };
            let text = entry.value.as_scalar().map_or("", |scalar| scalar.text.trim());
            match key.text.as_str() {
                "title" => said.title = (!text.is_empty()).then_some((text, entry.value.span)),
                "from" => said.from = (!text.is_empty()).then_some(text),
                "lang" | "language" | "locale" | "hl" => said.languages.push(text),
                "date" | "pubDate" | "publishDate" => said.is_dated = true,
                "published" => said.is_draft |= text.eq_ignore_ascii_case("false"),
                "draft" => said.is_draft |= text.eq_ignore_ascii_case("true"),
                "redirect_to" | "redirect" | "redirect_url" | "canonical_url" | "canonical" => {
                    said.stands_for_another = true;
                }
                _ => {}
            }
        }
        said
    }
}

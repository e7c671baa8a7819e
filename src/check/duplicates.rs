//! The check `duplicates`: what no two files of a site should have in common.
//!
//! A file alone gives a fact, whose key is a digest of what it has. Facts of one
//! key are settled together: two of the files are then read again and compared,
//! for a digest proves nothing.

pub(super) mod edition;
pub(super) mod said;

use std::borrow::Cow;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::Subject;
use crate::document::Document;
use crate::document::prose::RunKind;
use crate::fact::{Common, Fact, Found, Key, Payload, Reporting};
use crate::rule::Rule;
use crate::site::{Place, Sharing};
use crate::text::Span;

use edition::edition;
use said::Said;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Duplicates {
    /// What not to have in common.
    same: Matter,
}

/// What files may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Matter {
    /// The title, and where the post was taken from.
    TitleAndFrom,
    /// The address at which the site shows it.
    Address,
    /// The text of a post.
    Body,
}

/// What a file has, and where. That of two files is the same if all parts are.
struct Having<'d> {
    parts: [Cow<'d, str>; 3],
    span: Span,
}

/// The shortest body that is compared, in bytes: what is shorter may be a notice
/// that stands in many posts.
const LEAST_BODY: usize = 240;

/// Likewise the letters and digits of its running text, in bytes: eighty
/// Chinese characters, or some fifty English words.
const LEAST_PROSE: usize = 240;

/// Characters of the first line of a body that are marked.
const LONGEST_SPAN: usize = 40;

/// Folders whose files are parts of pages, or are not shown.
const NOT_SHOWN: [&str; 14] = [
    "_drafts",
    "drafts",
    "draft",
    "_includes",
    "_layouts",
    "_data",
    "_templates",
    "includes",
    "layouts",
    "partials",
    "templates",
    "archetypes",
    "scaffolds",
    "_site",
];

impl Duplicates {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let Some(place) = subject.place else { return };
        let Some(having) = self.same.of(subject.document, place) else {
            return;
        };
        let mut digest = FxHasher::default();
        place.site.root.hash(&mut digest);
        having.parts.hash(&mut digest);
        found.facts.push(Fact {
            key: Key::Common(Common {
                rule: rule.id.clone(),
                digest: digest.finish(),
            }),
            file: Arc::clone(subject.file()),
            span: having.span,
            payload: Payload::Has(Reporting::Wanted),
        });
    }

    /// Whether a file has something to be compared.
    pub(super) fn judges(&self, subject: &Subject<'_, '_>) -> bool {
        let having = |place| self.same.of(subject.document, place);
        subject.place.and_then(having).is_some()
    }

    /// Whether two files, of which it was said in facts of one key, have it in
    /// common.
    pub(crate) fn is_common(&self, one: (&Document<'_>, &Place), other: (&Document<'_>, &Place)) -> bool {
        let parts = |(document, place): (&Document<'_>, &Place)| {
            let having = self.same.of(document, place)?;
            Some(having.parts.map(Cow::into_owned))
        };
        let is_same = one.1.site.root == other.1.site.root && parts(one).is_some_and(|own| Some(own) == parts(other));
        is_same && (self.same != Matter::Body || (says_enough(one.0) && !was_imported_twice(one, other)))
    }
}

impl Matter {
    /// What a file has of it, if that counts.
    fn of<'d>(self, document: &'d Document<'_>, place: &Place) -> Option<Having<'d>> {
        let path = place.site.path_of(&place.location)?;
        let said = Said::of(document.front_matter().node.as_ref()?);
        if said.is_draft || path.split('/').any(is_not_shown) {
            return None;
        }
        let edition = || edition(path, &said.languages);
        match self {
            Matter::TitleAndFrom => {
                let (title, span) = said.title?;
                Some(Having {
                    parts: [title.into(), article(said.from?)?.into(), edition().into()],
                    span,
                })
            }
            Matter::Address => {
                let address = place.address(document)?;
                let edition = match address.sharing {
                    Sharing::Never => String::new(),
                    Sharing::BetweenLanguages => edition(),
                };
                Some(Having {
                    parts: [address.path.into(), edition.into(), "".into()],
                    span: address.span,
                })
            }
            Matter::Body => {
                let is_post = said.is_dated || path.starts_with("_posts/") || path.contains("/_posts/");
                if !is_post || said.stands_for_another {
                    return None;
                }
                let (body, span) = body_of(document)?;
                Some(Having {
                    parts: [body.into(), edition().into(), "".into()],
                    span,
                })
            }
        }
    }
}

/// Whether the site shows nothing as a page of its own that lies in a folder of
/// that name.
pub(super) fn is_not_shown(folder: &str) -> bool {
    NOT_SHOWN.contains(&folder) || folder.starts_with('.')
}

/// The part of a URL that tells articles apart; nothing if it leads to a whole
/// site, or to what a program answers, from which many posts may be taken.
fn article(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = rest.trim_end_matches('/');
    let (_, path) = rest.split_once('/')?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_list = ["feed", "rss", "atom", "feed.xml", "rss.xml", "atom.xml", "index.xml"].contains(&name);
    (!is_list && !path.ends_with(['=', '?', '#'])).then_some(rest)
}

/// The text of a body without the white space round it, and the beginning of its
/// first line; nothing if that is too short to be compared.
fn body_of<'s>(document: &Document<'s>) -> Option<(&'s str, Span)> {
    let whole = document.body();
    let text = whole.of(&document.source().text);
    let body = text.trim();
    if body.len() < LEAST_BODY {
        return None;
    }
    let start = whole.start + (text.len() - text.trim_start().len());
    let line = body.lines().next().unwrap_or_default();
    let end = line.char_indices().nth(LONGEST_SPAN).map_or(line.len(), |(at, _)| at);
    let marked = line.get(..end).unwrap_or_default().trim_end();
    Some((body, Span::new(start, start + marked.len())))
}

/// Whether a body says something itself: templates fill in what differs.
fn says_enough(document: &Document<'_>) -> bool {
    let body = document.body().of(&document.source().text);
    if body.contains("{{") || body.contains("{%") || !document.templates().is_empty() {
        return false;
    }
    let runs = document.prose().iter().filter(|run| run.kind == RunKind::Body);
    let letters = runs.flat_map(|run| run.text.chars().filter(|character| character.is_alphanumeric()));
    letters.map(char::len_utf8).sum::<usize>() >= LEAST_PROSE
}

/// Whether more than the body is the same, so that it is said already.
fn was_imported_twice(one: (&Document<'_>, &Place), other: (&Document<'_>, &Place)) -> bool {
    let source = |(document, place): (&Document<'_>, &Place)| {
        let having = Matter::TitleAndFrom.of(document, place)?;
        Some(having.parts.map(Cow::into_owned))
    };
    source(one).is_some_and(|own| Some(own) == source(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_url_of_an_article_tells_articles_apart() {
        for url in [
            "https://example.org/a/1",
            "http://example.org/a/1/",
            "https://example.org/?p=1",
        ] {
            assert!(article(url).is_some(), "{url}");
        }
        assert_eq!(article("http://example.org/a/"), article("https://example.org/a"));
        for url in [
            "https://example.org",
            "https://example.org/",
            "https://example.org/feed/",
            "https://example.org/api/list?days=",
            "example.org/a",
            "联合早报",
        ] {
            assert_eq!(article(url), None, "{url}");
        }
    }
}

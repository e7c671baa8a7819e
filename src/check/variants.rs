//! The check `variants`: names in front matter that the files of a site write in
//! several ways, so that the generator takes them for several things.
//!
//! A file alone gives a fact for each name, whose key is a digest of the name
//! without what sets writings apart. Facts of one key are settled together.

use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::Subject;
use super::duplicates::edition::edition;
use super::duplicates::is_not_shown;
use super::duplicates::said::Said;
use super::listed::items::items;
use crate::document::Document;
use crate::document::node::{Entry, Node};
use crate::fact::{Common, Fact, Found, Key, Payload, Reporting, Spelled};
use crate::rule::Rule;
use crate::site::{Generator, Place};
use crate::text::half_width;
use crate::text::han::simplified;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Variants {
    /// The keys of front matter under which names stand.
    keys: Vec<String>,
}

/// Whether letter case makes another name of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LetterCase {
    Matters,
    Ignored,
}

impl Variants {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let (Some(case), Some(root)) = (letter_case(subject.generator), root(subject)) else {
            return;
        };
        let items = items(root, &self.keys, subject.generator, &subject.document.source().text);
        let Some(edition) = subject.shown_edition().filter(|_| !items.is_empty()) else {
            return;
        };
        found.facts.reserve(items.len());
        for item in items {
            let mut digest = FxHasher::default();
            digest.write_u64(edition);
            fold_into(&mut digest, item.text, case);
            found.facts.push(Fact {
                key: Key::Common(Common {
                    rule: rule.id.clone(),
                    digest: digest.finish(),
                }),
                file: Arc::clone(subject.file()),
                span: item.span,
                payload: Payload::Spelled(Spelled {
                    text: item.text.into(),
                    reporting: Reporting::Wanted,
                }),
            });
        }
    }

    /// Whether a file has something to be compared.
    pub(super) fn judges(&self, subject: &Subject<'_, '_>) -> bool {
        let is_own = |entry: &Entry| entry.key.as_scalar().is_some_and(|key| self.keys.contains(&key.text));
        letter_case(subject.generator).is_some()
            && root(subject).is_some_and(|root| root.entries().iter().any(is_own))
            && subject.shown_edition().is_some()
    }
}

fn root<'a>(subject: &Subject<'a, '_>) -> Option<&'a Node> {
    subject.document.front_matter().node.as_ref()
}

/// A digest of the site and the edition in which a file is shown; nothing where it
/// is not.
pub(super) fn shown_edition(document: &Document<'_>, place: &Place) -> Option<u64> {
    let path = place.site.path_of(&place.location)?;
    if path.split('/').any(is_not_shown) {
        return None;
    }
    let root = document.front_matter().node.as_ref();
    let languages = root.map(|root| Said::of(root).languages).unwrap_or_default();
    let mut digest = FxHasher::default();
    place.site.root.hash(&mut digest);
    edition(path, &languages).hash(&mut digest);
    Some(digest.finish())
}

/// Whether the generator makes two pages of names that differ in letter case. Jekyll
/// and Hexo keep names as they are; Hugo and Docusaurus turn them into lower case.
/// Of others it is not known, or names are written in Latin letters.
fn letter_case(generator: Generator) -> Option<LetterCase> {
    match generator {
        Generator::Jekyll | Generator::Hexo => Some(LetterCase::Ignored),
        Generator::Hugo | Generator::Docusaurus => Some(LetterCase::Matters),
        Generator::Zola | Generator::Astro | Generator::VitePress | Generator::Plain => None,
    }
}

/// A name without what sets its writings apart.
fn folded(text: &str, case: LetterCase) -> impl Iterator<Item = char> {
    let lower = move |character: char| {
        let is_kept = case == LetterCase::Matters;
        let kept = is_kept.then_some(character);
        kept.into_iter()
            .chain(character.to_lowercase().filter(move |_| !is_kept))
    };
    text.chars().map(half_width).flat_map(lower).map(simplified)
}

/// Adds a name to a digest without what sets its writings apart. Of ASCII there is
/// nothing to look up.
fn fold_into(digest: &mut FxHasher, text: &str, case: LetterCase) {
    for character in text.chars() {
        if character.is_ascii() && (case == LetterCase::Matters || !character.is_ascii_uppercase()) {
            digest.write_u32(u32::from(character));
        } else {
            folded(character.encode_utf8(&mut [0; 4]), case).for_each(|folded| digest.write_u32(u32::from(folded)));
        }
    }
}

/// Whether a generator takes two writings of one name for two names.
pub(crate) fn are_variants(one: &str, other: &str, generator: Generator) -> bool {
    let same = |case| folded(one, case).eq(folded(other, case));
    one != other && letter_case(generator).is_some_and(same)
}

/// Whether two writings are of two scripts.
pub(crate) fn differ_in_script(one: &str, other: &str) -> bool {
    let without_case = |text: &str| {
        text.chars()
            .map(half_width)
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    without_case(one) != without_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_name_are_told_by_what_the_generator_makes_of_them() {
        use Generator::{Hexo, Hugo, Jekyll, Plain, Zola};
        for (one, other, told_by) in [
            ("Tech", "tech", vec![Jekyll, Hexo]),
            ("ＡＩ", "AI", vec![Jekyll, Hexo, Hugo]),
            ("ＡＩ", "ai", vec![Jekyll, Hexo]),
            ("台灣", "台湾", vec![Jekyll, Hexo, Hugo]),
            ("人\u{3000}物", "人 物", vec![Jekyll, Hexo, Hugo]),
            ("台湾", "台湾", vec![]),
            ("台湾", "香港", vec![]),
            ("C", "C++", vec![]),
        ] {
            for generator in [Jekyll, Hexo, Hugo, Zola, Plain] {
                let are_variants = are_variants(one, other, generator);
                assert_eq!(
                    are_variants,
                    told_by.contains(&generator),
                    "{one} {other} {generator:?}"
                );
            }
        }
        assert!(differ_in_script("台灣", "台湾") && !differ_in_script("Ａ台", "a台"));
    }
}

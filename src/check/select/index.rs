//! Many selectors against one document in one pass.
//!
//! Each selector waits in a bucket named by what its rightmost compound asks
//! for (an id, a class, an attribute, an element name), so that an element is
//! tried only against those that can match it.

use std::collections::HashMap;

use ego_tree::NodeId;
use html5ever::{LocalName, local_name};
use rustc_hash::FxBuildHasher;
use scraper::ElementRef;
use scraper::node::Element;
use scraper::selector::{Parser, Simple};
use selectors::matching::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
    matches_selector,
};
use selectors::parser::{Component, ParseRelative, Selector, SelectorList};

use super::attributes::AttributeBucket;
use super::{Condition, Select};
use crate::diagnostic::RuleId;
use crate::document::Document;

/// The selectors of all rules that are on.
#[derive(Debug, Default)]
pub(in crate::check) struct SelectorIndex {
    rules: Vec<IndexedRule>,
    selectors: Vec<(usize, Selector<Simple>)>,
    /// Of rules that speak of any element.
    of_any: Buckets,
    /// Of rules that speak of elements without content, which are few: the
    /// others are not tried against these at all.
    of_empty: Buckets,
}

/// Numbers of selectors by what their rightmost compound asks for, and of
/// rules by token.
#[derive(Debug, Default)]
struct Buckets {
    by_id: Bucket<Box<str>>,
    by_class: Bucket<Box<str>>,
    by_attribute: HashMap<LocalName, AttributeBucket, FxBuildHasher>,
    by_tag: Bucket<LocalName>,
    rest: Vec<usize>,
    by_token: Bucket<Box<str>>,
}

/// Keys are asked for by documents and set by rules, so that nobody can fill one
/// with keys of the same hash.
type Bucket<Key> = HashMap<Key, Vec<usize>, FxBuildHasher>;

#[derive(Debug)]
struct IndexedRule {
    id: RuleId,
    only: Vec<Box<str>>,
    only_attributes: Option<Vec<AllowedAttribute>>,
    except: Vec<Selector<Simple>>,
}

/// An attribute that an element may have.
#[derive(Debug)]
enum AllowedAttribute {
    /// With any value.
    Name(Box<str>),
    /// With this value.
    NameAndValue(Box<str>, Box<str>),
    /// Any whose name begins so.
    Prefix(Box<str>),
}

impl AllowedAttribute {
    /// From `name`, `name=value` or `prefix*`.
    fn read(text: &str) -> Self {
        match (text.split_once('='), text.strip_suffix('*')) {
            (Some((name, value)), _) => AllowedAttribute::NameAndValue(name.into(), value.into()),
            (None, Some(prefix)) => AllowedAttribute::Prefix(prefix.into()),
            (None, None) => AllowedAttribute::Name(text.into()),
        }
    }

    fn allows(&self, name: &str, value: &str) -> bool {
        match self {
            AllowedAttribute::Name(allowed) => name == &**allowed,
            AllowedAttribute::NameAndValue(allowed, with) => name == &**allowed && value.trim() == &**with,
            AllowedAttribute::Prefix(prefix) => name.starts_with(&**prefix),
        }
    }
}

impl IndexedRule {
    fn allows_attributes(&self, element: ElementRef<'_>) -> bool {
        self.only_attributes.as_ref().is_none_or(|allowed| {
            let is_allowed = |(name, value)| allowed.iter().any(|entry: &AllowedAttribute| entry.allows(name, value));
            element.value().attrs().all(is_allowed)
        })
    }
}

/// Parses one selector list.
///
/// # Errors
///
/// If it cannot be read; the parser has no words for it that a user would know.
pub(super) fn parse(css: &str) -> Result<SelectorList<Simple>, NoSelector> {
    let mut parser = cssparser::Parser::new(css);
    SelectorList::parse(&Parser, &mut parser, ParseRelative::No).map_err(|_| NoSelector)
}

/// That something is no selector of a kind that is known here.
#[derive(Debug)]
pub(super) struct NoSelector;

fn parse_all(selectors: &[String]) -> impl Iterator<Item = Selector<Simple>> {
    // A selector that cannot be parsed was reported when its rule was read.
    selectors
        .iter()
        .filter_map(|css| parse(css).ok())
        .flat_map(|list| list.slice().to_vec())
}

impl SelectorIndex {
    /// Adds the selectors of one rule.
    pub(in crate::check) fn add(&mut self, id: &RuleId, select: &Select) {
        let rule = self.rules.len();
        self.rules.push(IndexedRule {
            id: id.clone(),
            only: select.only.iter().map(|name| name.as_str().into()).collect(),
            only_attributes: select
                .only_attributes
                .as_ref()
                .map(|allowed| allowed.iter().map(|text| AllowedAttribute::read(text)).collect()),
            except: parse_all(&select.except).collect(),
        });
        let buckets = match select.when {
            None => &mut self.of_any,
            Some(Condition::NoContent) => &mut self.of_empty,
        };
        for selector in parse_all(&select.css) {
            buckets.add(&selector, self.selectors.len());
            self.selectors.push((rule, selector));
        }
        for token in &select.tokens {
            buckets.by_token.entry(token.as_str().into()).or_default().push(rule);
        }
    }

    /// The elements that each rule matches, in document order, each pair once.
    /// Elements that no tag or construct of the source made are passed over.
    pub(in crate::check) fn matches(&self, document: &Document<'_>) -> Vec<(RuleId, NodeId)> {
        let mut matched = Vec::new();
        let mut caches = SelectorCaches::default();
        let mut scratch = Scratch::default();
        let tree = document.tree();
        for node in tree.html().tree.root().descendants() {
            let Some(element) = ElementRef::wrap(node) else {
                continue;
            };
            scratch.rules.clear();
            self.try_buckets(&self.of_any, element, &mut caches, &mut scratch);
            if Condition::NoContent.holds(document, node) {
                // What `:has()` remembers of one empty element serves no other, and grows.
                caches = SelectorCaches::default();
                self.try_buckets(&self.of_empty, element, &mut caches, &mut scratch);
            }
            for rule in &scratch.rules {
                let rule = &self.rules[*rule];
                let is_excepted = !rule.allows_attributes(element)
                    || rule
                        .except
                        .iter()
                        .any(|selector| matches(selector, element, &mut caches));
                if !is_excepted && tree.place(node.id()).is_some() {
                    matched.push((rule.id.clone(), node.id()));
                }
            }
        }
        matched
    }

    fn try_buckets(
        &self,
        buckets: &Buckets,
        element: ElementRef<'_>,
        caches: &mut SelectorCaches,
        scratch: &mut Scratch,
    ) {
        let value = element.value();
        // The crate's own `id` and `classes` would set memory aside for each element.
        for (name, text) in &value.attrs {
            match name.local {
                local_name!("id") => {
                    self.try_bucket(buckets.by_id.get(&**text), element, caches, scratch);
                    self.match_tokens(buckets, value, text, scratch);
                }
                local_name!("class") => {
                    for class in text.split_ascii_whitespace() {
                        self.try_bucket(buckets.by_class.get(class), element, caches, scratch);
                    }
                    self.match_tokens(buckets, value, text, scratch);
                }
                _ => {}
            }
            if let Some(bucket) = buckets.by_attribute.get(&name.local) {
                bucket
                    .candidates(text)
                    .for_each(|number| self.try_selector(number, element, caches, scratch));
            }
        }
        self.try_bucket(buckets.by_tag.get(&value.name.local), element, caches, scratch);
        self.try_bucket(Some(&buckets.rest), element, caches, scratch);
    }

    fn try_bucket(
        &self,
        bucket: Option<&Vec<usize>>,
        element: ElementRef<'_>,
        caches: &mut SelectorCaches,
        scratch: &mut Scratch,
    ) {
        for number in bucket.into_iter().flatten() {
            self.try_selector(*number, element, caches, scratch);
        }
    }

    fn try_selector(&self, number: usize, element: ElementRef<'_>, caches: &mut SelectorCaches, scratch: &mut Scratch) {
        let (rule, selector) = &self.selectors[number];
        if !scratch.rules.contains(rule) && matches(selector, element, caches) {
            scratch.rules.push(*rule);
        }
    }

    fn match_tokens(&self, buckets: &Buckets, element: &Element, text: &str, scratch: &mut Scratch) {
        if buckets.by_token.is_empty() {
            return;
        }
        for token in tokens(text) {
            scratch.token.clear();
            scratch
                .token
                .extend(token.chars().map(|character| character.to_ascii_lowercase()));
            for rule in buckets.by_token.get(scratch.token.as_str()).into_iter().flatten() {
                let only = &self.rules[*rule].only;
                let is_wanted = only.is_empty() || only.iter().any(|name| name.as_ref() == element.name());
                if is_wanted && !scratch.rules.contains(rule) {
                    scratch.rules.push(*rule);
                }
            }
        }
    }
}

impl Buckets {
    /// Lets a selector wait where an element that it may match comes by.
    fn add(&mut self, selector: &Selector<Simple>, number: usize) {
        let (mut id, mut class, mut attribute, mut tag) = (None::<&str>, None::<&str>, None, None::<&str>);
        for component in selector.iter() {
            match component {
                Component::ID(name) => id = Some(name.0.as_ref()),
                Component::Class(name) => class = Some(name.0.as_ref()),
                Component::AttributeInNoNamespaceExists { local_name, .. } => attribute = Some((&local_name.0, "")),
                Component::AttributeInNoNamespace { local_name, value, .. } => {
                    // Whatever the operator, the value holds this text.
                    attribute = Some((&local_name.0, value.0.as_ref()));
                }
                Component::LocalName(name) => tag = Some(name.lower_name.0.as_ref()),
                _ => {}
            }
        }
        match (id, class, attribute, tag) {
            (Some(id), ..) => self.by_id.entry(id.into()).or_default().push(number),
            (_, Some(class), ..) => self.by_class.entry(class.into()).or_default().push(number),
            (_, _, Some((name, text)), _) => self.by_attribute.entry(name.clone()).or_default().add(text, number),
            (_, _, _, Some(tag)) => self.by_tag.entry(tag.into()).or_default().push(number),
            _ => self.rest.push(number),
        }
    }
}

/// What one element's matching reuses.
#[derive(Debug, Default)]
struct Scratch {
    rules: Vec<usize>,
    token: String,
}

fn matches(selector: &Selector<Simple>, element: ElementRef<'_>, caches: &mut SelectorCaches) -> bool {
    let mut matching = MatchingContext::new(
        MatchingMode::Normal,
        None,
        caches,
        QuirksMode::NoQuirks,
        NeedsSelectorFlags::No,
        MatchingForInvalidation::No,
    );
    matches_selector(selector, 0, None, &element, &mut matching)
}

/// The words of an id or class: split where letters and digits end and where a
/// small letter meets a capital; digits at the end of a word are left out, so
/// that `imu1` is `imu`, and those within it stay, so that a hash such as
/// `1ad3f` is no word of ours.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
        .flat_map(|part| {
            let mut rest = part;
            std::iter::from_fn(move || {
                if rest.is_empty() {
                    return None;
                }
                let mut previous = rest.chars().next()?;
                let border = rest.char_indices().skip(1).find(|(_, character)| {
                    let is_border = previous.is_lowercase() && character.is_uppercase();
                    previous = *character;
                    is_border
                });
                let (word, after) = rest.split_at(border.map_or(rest.len(), |(offset, _)| offset));
                rest = after;
                Some(word.trim_end_matches(|character: char| character.is_ascii_digit()))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_the_words_of_a_name() {
        let words = |text| tokens(text).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        assert_eq!(words("dfp-ad-imu1"), ["dfp", "ad", "imu"]);
        assert_eq!(
            words("AdContainer__top adSlot"),
            ["Ad", "Container", "top", "ad", "Slot"]
        );
        assert_eq!(words("css-1ad3f"), ["css", "1ad3f"]);
        assert_eq!(words("--"), Vec::<&str>::new());
    }
}

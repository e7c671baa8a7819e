//! The names in front matter, each at its place, as a generator takes them apart.

use crate::document::front_matter::write;
use crate::document::node::{Node, Scalar, Style, Value};
use crate::site::Generator;
use crate::text::Span;

/// A name in front matter.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::check) struct Item<'n> {
    pub(in crate::check) text: &'n str,
    /// Quotes included.
    pub(in crate::check) span: Span,
    /// Where the text itself stands, if it is written as it reads; else empty.
    pub(in crate::check) inner: Span,
    style: Style,
}

/// Lists in lists beyond which nothing is read.
const DEEPEST: usize = 4;

/// The names under some keys. Zola has them below `taxonomies` too.
pub(in crate::check) fn items<'n>(root: &'n Node, keys: &[String], generator: Generator, text: &str) -> Vec<Item<'n>> {
    let below = root
        .get("taxonomies")
        .filter(|_| generator == Generator::Zola)
        .map(|entry| &entry.value);
    let mut items = Vec::new();
    for entry in root.entries().iter().chain(below.map_or(&[][..], Node::entries)) {
        let Some(key) = entry.key.as_scalar().filter(|key| keys.contains(&key.text)) else {
            continue;
        };
        // Jekyll splits a text at white space, but only under the plural key.
        let is_split = generator == Generator::Jekyll && matches!(key.text.as_str(), "tags" | "categories");
        match &entry.value.value {
            Value::Scalar(scalar) if is_split => add_words(&entry.value, scalar, text, &mut items),
            _ => add(&entry.value, text, DEEPEST, &mut items),
        }
    }
    items
}

fn add<'n>(node: &'n Node, text: &str, depth: usize, items: &mut Vec<Item<'n>>) {
    match &node.value {
        Value::Scalar(scalar) => {
            let trimmed = scalar.text.trim();
            if !trimmed.is_empty() && !is_null(scalar) {
                items.push(Item {
                    text: trimmed,
                    span: node.span,
                    inner: written_as_read(node, scalar, text).unwrap_or_default(),
                    style: scalar.style,
                });
            }
        }
        Value::Sequence(nodes) if depth > 0 => nodes.iter().for_each(|node| add(node, text, depth - 1, items)),
        // By its key, Docusaurus finds an author of which more is said here.
        Value::Mapping(_) if depth > 0 => {
            if let Some(entry) = node.get("key") {
                add(&entry.value, text, 0, items);
            }
        }
        Value::Sequence(_) | Value::Mapping(_) => {}
    }
}

fn add_words<'n>(node: &'n Node, scalar: &'n Scalar, text: &str, items: &mut Vec<Item<'n>>) {
    if is_null(scalar) {
        return;
    }
    let inner = written_as_read(node, scalar, text);
    let whole = scalar.text.as_str();
    for word in whole.split_whitespace() {
        let at = word.as_ptr() as usize - whole.as_ptr() as usize;
        let place = inner.map(|inner| Span::new(inner.start + at, inner.start + at + word.len()));
        items.push(Item {
            text: word,
            span: if word.len() == whole.len() {
                node.span
            } else {
                place.unwrap_or(node.span)
            },
            inner: place.unwrap_or_default(),
            style: scalar.style,
        });
    }
}

fn is_null(scalar: &Scalar) -> bool {
    scalar.style == Style::Plain && matches!(scalar.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
}

/// Where the text of a scalar stands, without its quotes and the white space round
/// it, if it is written as it reads.
fn written_as_read(node: &Node, scalar: &Scalar, text: &str) -> Option<Span> {
    let quotes = match scalar.style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        Style::Literal | Style::Folded => return None,
    };
    let inner = Span::new(node.span.start + quotes, node.span.end.checked_sub(quotes)?);
    (inner.start <= inner.end && text.get(inner.start..inner.end) == Some(scalar.text.as_str())).then_some(inner)
}

impl Item<'_> {
    /// Whether another text can stand in its place without more ado.
    pub(in crate::check) fn can_hold(&self, other: &str) -> bool {
        let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ' ' | '/' | '+');
        let is_fit = match self.style {
            Style::Plain => write::can_be_plain(other),
            _ => other.chars().all(is_letter),
        };
        !self.inner.is_empty() && is_fit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::front_matter;

    fn found(text: &str, generator: Generator) -> Vec<(String, String)> {
        let front_matter = front_matter::find(text);
        let keys = ["tags", "tag", "categories", "authors"].map(str::to_owned);
        let root = front_matter.node.unwrap();
        let items = items(&root, &keys, generator, text);
        let pair = |item: Item<'_>| (item.text.to_owned(), item.span.of(text).to_owned());
        items.into_iter().map(pair).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(text, written): &(&str, &str)| ((*text).to_owned(), (*written).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn names_are_taken_apart_as_the_generator_does() {
        let split = "---\ntags: 政治  'x\ntag: a b\n---\n";
        let whole = "---\ntags: \"a b\"\ncategories: [[a, 'b'], ~]\n---\n";
        assert_eq!(
            found(split, Generator::Jekyll),
            pairs(&[("政治", "政治"), ("'x", "'x"), ("a b", "a b")])
        );
        assert_eq!(
            found(whole, Generator::Hexo),
            pairs(&[("a b", "\"a b\""), ("a", "a"), ("b", "'b'")])
        );
        assert_eq!(
            found("---\ntags: \"a\\tb\"\n---\n", Generator::Jekyll),
            pairs(&[("a", "\"a\\tb\""), ("b", "\"a\\tb\"")])
        );
    }

    #[test]
    fn zola_and_docusaurus_have_names_deeper() {
        assert_eq!(
            found("+++\n[taxonomies]\ntags = [\"a\"]\n+++\n", Generator::Zola),
            pairs(&[("a", "\"a\"")])
        );
        let authors = "---\nauthors:\n  - key: a\n    title: T\n  - name: B\n  - c\n---\n";
        assert_eq!(found(authors, Generator::Docusaurus), pairs(&[("a", "a"), ("c", "c")]));
    }

    #[test]
    fn a_plain_scalar_holds_no_text_that_would_be_read_otherwise() {
        let item = |style| Item {
            text: "a",
            span: Span::new(0, 1),
            inner: Span::new(0, 1),
            style,
        };
        for other in ["政治", "Machine Learning", "a-b"] {
            assert!(item(Style::Plain).can_hold(other), "{other}");
        }
        for other in ["yes", "2024", "a: b", "a #b", "[a", ""] {
            assert!(!item(Style::Plain).can_hold(other), "{other}");
        }
        assert!(item(Style::DoubleQuoted).can_hold("2024") && !item(Style::DoubleQuoted).can_hold("a\"b"));
    }
}

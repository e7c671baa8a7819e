//! Attribute lists: `{: .class #id key="value" reference}`.

use std::collections::HashMap;
use std::ops::Range;

use super::region::{Region, is_space};
use crate::text::Span;

/// Attributes that lists give to one element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// Names and values in order. Classes may come several times and add up.
    pub(super) values: Vec<Attribute>,
    /// Names of lists defined elsewhere, and words such as `toc`.
    pub(super) references: Vec<String>,
}

/// One attribute, and the bytes of the body that its value stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) source: Span,
}

impl Attributes {
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.references.is_empty()
    }

    pub(super) fn extend(&mut self, other: Attributes) {
        self.values.extend(other.values);
        self.references.extend(other.references);
    }

    pub(super) fn push(&mut self, name: &str, value: &str, source: Span) {
        self.values.push(Attribute {
            name: name.to_owned(),
            value: value.to_owned(),
            source,
        });
    }

    pub(super) fn refers_to(&self, name: &str) -> bool {
        self.references.iter().any(|reference| reference == name)
    }

    /// The attributes that pass a test, and all others with the references.
    pub(super) fn split(&self, test: impl Fn(&Attribute) -> bool) -> (Attributes, Attributes) {
        let (passed, others) = self.values.iter().cloned().partition(test);
        let passed = Attributes {
            values: passed,
            references: Vec::new(),
        };
        (
            passed,
            Attributes {
                values: others,
                references: self.references.clone(),
            },
        )
    }

    /// The attributes with those of the lists it refers to. A list that refers
    /// to another is followed a few steps.
    pub(super) fn resolved(&self, lists: &HashMap<String, Attributes>) -> Vec<Attribute> {
        const STEPS: usize = 8;
        let mut out = Vec::new();
        let mut pending: Vec<(&Attributes, usize)> = vec![(self, 0)];
        let mut count = 0;
        while let Some((attributes, depth)) = pending.pop() {
            count += 1;
            if count > 64 {
                break;
            }
            let at = 0;
            out.splice(at..at, attributes.values.iter().cloned());
            if depth < STEPS {
                let lists = attributes.references.iter().filter_map(|name| lists.get(name));
                pending.extend(lists.map(|list| (list, depth + 1)));
            }
        }
        out
    }

    /// Reads what stands between `{:` and `}` at `range`.
    pub(super) fn read(&mut self, region: &Region<'_>, range: Range<usize>) {
        let text = region.text();
        let mut at = range.start;
        while at < range.end {
            let rest = text.get(at..range.end).unwrap_or_default();
            let skipped = rest.bytes().take_while(|&b| is_space(b)).count();
            at += skipped;
            let rest = text.get(at..range.end).unwrap_or_default();
            let len = match key_value(rest) {
                Some((key, quote, len)) => {
                    let value = at + key + 2..at + len - 1;
                    let unescaped = unescape(text.get(value.clone()).unwrap_or_default(), quote);
                    let name = rest.get(..key).unwrap_or_default();
                    self.push(name, &unescaped, region.span(value));
                    len
                }
                None => {
                    let len = rest.bytes().position(is_space).unwrap_or(rest.len());
                    self.word(region, at..at + len);
                    len
                }
            };
            at += len.max(1);
        }
    }

    /// Reads `.class#id` or a reference.
    fn word(&mut self, region: &Region<'_>, range: Range<usize>) {
        let text = region.text();
        let word = text.get(range.clone()).unwrap_or_default();
        if word.bytes().all(is_name_byte) {
            if word.starts_with(|c: char| c != '-') {
                self.references.push(word.to_owned());
            }
            return;
        }
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(mark @ (b'.' | b'#')) = word.as_bytes().get(at).copied() {
            let rest = word.get(at + 1..).unwrap_or_default();
            let len = rest.find(['.', '#']).unwrap_or(rest.len());
            let value = rest.get(..len).unwrap_or_default();
            let is_id = value.starts_with(|c: char| c.is_ascii_alphabetic())
                && value.bytes().all(|b| is_name_byte(b) || b == b':');
            if len == 0 || (mark == b'#' && !is_id) {
                return;
            }
            found.push((mark, at + 1..at + 1 + len));
            at += 1 + len;
        }
        if at < word.len() {
            return;
        }
        for (mark, value) in found {
            let name = if mark == b'#' { "id" } else { "class" };
            let place = region.span(range.start + value.start..range.start + value.end);
            self.push(name, word.get(value).unwrap_or_default(), place);
        }
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The length of the key, the quote, and the length of the whole of `key="value"`.
fn key_value(text: &str) -> Option<(usize, char, usize)> {
    let key = text.bytes().take_while(|&b| is_name_byte(b)).count();
    let rest = text.get(key..).filter(|_| key > 0)?.strip_prefix('=')?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => {
                let len = key + 1 + at + 1;
                let after = text.as_bytes().get(len).copied();
                return after.is_none_or(is_space).then_some((key, quote, len));
            }
            _ => {}
        }
    }
    None
}

fn unescape(value: &str, quote: char) -> String {
    value
        .replace("\\}", "}")
        .replace(&format!("\\{quote}"), &quote.to_string())
}

/// The range between `{:` and its `}`, and the offset after it, where a list
/// stands at `at`. A `}` after a backslash does not end it. A list longer than
/// anyone writes is none, so that looking for its end stays cheap.
pub(super) fn list_at(region: &Region<'_>, at: usize) -> Option<(Range<usize>, usize)> {
    const MAX_LEN: usize = 4096;
    let start = at + 2;
    if !region.text().get(at..)?.starts_with("{:") {
        return None;
    }
    let mut end = region.next_brace(start)?;
    while region.text().as_bytes().get(end - 1) == Some(&b'\\') {
        end = region.next_brace(end + 1)?;
        if end > start + MAX_LEN {
            return None;
        }
    }
    (end > start && end <= start + MAX_LEN).then_some((start..end, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> Vec<(String, String)> {
        let region = Region::body(list);
        let mut attributes = Attributes::default();
        attributes.read(&region, 0..list.len());
        let values = attributes.values.into_iter().map(|a| (a.name, a.value));
        values
            .chain(attributes.references.into_iter().map(|r| (r, String::new())))
            .collect()
    }

    #[test]
    fn a_list_has_classes_an_id_pairs_and_references() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            read(" .甲.b #c k=\"v \\\" }\" toc d-e='f'"),
            [
                pair("class", "甲"),
                pair("class", "b"),
                pair("id", "c"),
                pair("k", "v \" }"),
                pair("d-e", "f"),
                pair("toc", "")
            ]
        );
        assert_eq!(read("#1 = a=b"), []);
    }
}

//! HTML as kramdown recognises it: what a tag is, which elements are blocks,
//! and which have Markdown inside.
//!
//! The rules are those of kramdown's documentation, "HTML Blocks", and of its
//! behaviour. It must not know how Markdown is read.

use std::ops::Range;

/// A start tag. Ranges are bytes of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: Range<usize>,
    pub(super) attributes: Vec<(Range<usize>, Option<Range<usize>>)>,
    /// The offset after `>`.
    pub(super) end: usize,
    /// Whether `/` stands before `>`.
    pub(super) is_closed: bool,
}

/// The start tag at `start`, if one stands there. An attribute value is a word
/// or quoted: with anything else the tag is text.
pub(super) fn start_tag(text: &str, start: usize) -> Option<Tag> {
    if text.as_bytes().get(start) != Some(&b'<') {
        return None;
    }
    let name = start + 1..name_end(text, start + 1)?;
    let mut attributes = Vec::new();
    let mut at = name.end;
    loop {
        let next = skip_space(text, at);
        let Some(attribute_end) = (next > at).then(|| name_end(text, next)).flatten() else {
            at = next;
            break;
        };
        let equals = skip_space(text, attribute_end);
        let value = match text.as_bytes().get(equals) {
            Some(b'=') => attribute_value(text, skip_space(text, equals + 1)),
            _ => None,
        };
        at = value.as_ref().map_or(attribute_end, |(_, end)| *end);
        attributes.push((next..attribute_end, value.map(|(value, _)| value)));
    }
    let is_closed = text.as_bytes().get(at) == Some(&b'/');
    let end = at + usize::from(is_closed) + 1;
    (text.as_bytes().get(end - 1) == Some(&b'>')).then_some(Tag {
        name,
        attributes,
        end,
        is_closed,
    })
}

/// The name in the end tag at `start`, and the offset after the tag.
pub(super) fn end_tag(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    if !text.get(start..)?.starts_with("</") {
        return None;
    }
    let name = start + 2..name_end(text, start + 2)?;
    let at = skip_space(text, name.end);
    (text.as_bytes().get(at) == Some(&b'>')).then_some((name, at + 1))
}

/// Where the end tag of `name` stands, from `from` on, whatever its case.
pub(super) fn find_end_tag(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    while let Some(found) = text.get(at..)?.find("</") {
        at += found;
        if end_tag(text, at).is_some_and(|(end, _)| text.get(end).is_some_and(|end| end.eq_ignore_ascii_case(name))) {
            return Some(at);
        }
        at += 2;
    }
    None
}

/// The offset after the name at `at`: letters, digits, `-`, `.`, `_`, and one
/// colon between two such.
pub(super) fn name_end(text: &str, at: usize) -> Option<usize> {
    let first = part_end(text, at)?;
    if text.as_bytes().get(first) == Some(&b':') {
        return Some(part_end(text, first + 1).unwrap_or(first));
    }
    Some(first)
}

fn part_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if !rest.starts_with(|c: char| c == '_' || c.is_alphabetic()) {
        return None;
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    Some(at + rest.find(|c| !is_part(c)).unwrap_or(rest.len()))
}

fn attribute_value(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    match text.as_bytes().get(at)? {
        quote @ (b'"' | b'\'') => {
            let end = at + 1 + memchr::memchr(*quote, text.as_bytes().get(at + 1..)?)?;
            Some((at + 1..end, end + 1))
        }
        _ => {
            let rest = text.get(at..)?;
            let len = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            (len > 0).then_some((at..at + len, at + len))
        }
    }
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest
        .iter()
        .take_while(|b| b.is_ascii_whitespace() || **b == 0x0B)
        .count()
}

/// How the content of an element is read where its tag says `markdown="1"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// As blocks.
    Block,
    /// As the text of a paragraph.
    Span,
    /// As HTML.
    Raw,
    /// There is none.
    None,
}

/// Where an element may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph: it starts no block.
    Span,
    /// Between blocks: in a paragraph its tags are text.
    Block,
    Anywhere,
}

/// The `markdown` attribute of a tag with the white space before it, and what
/// it asks for.
pub(super) fn asked_content(text: &str, tag: &Tag, name: &str) -> Option<(Range<usize>, Content)> {
    let mut before = tag.name.end;
    for (attribute, value) in &tag.attributes {
        let end = match value {
            Some(value) => value.end + usize::from(matches!(text.as_bytes().get(value.end), Some(b'"' | b'\''))),
            None => attribute.end,
        };
        if text
            .get(attribute.clone())
            .is_some_and(|name| name.eq_ignore_ascii_case("markdown"))
        {
            let content = match text.get(value.clone()?)? {
                "1" => default_content(name),
                "block" => Content::Block,
                "span" => Content::Span,
                _ => Content::Raw,
            };
            return Some((before..end, content));
        }
        before = end;
    }
    None
}

/// What `markdown="1"` means for an element.
pub(super) fn default_content(name: &str) -> Content {
    known(name).map_or(Content::Raw, |(_, content)| content)
}

/// Elements that are part of a paragraph and start no block.
pub(super) fn is_span_element(name: &str) -> bool {
    known(name).is_some_and(|(place, _)| place == Place::Span)
}

/// The same, where case counts.
pub(super) fn is_span_element_as_written(name: &str) -> bool {
    is_span_element(name) && !name.bytes().any(|b| b.is_ascii_uppercase())
}

/// Elements without content.
pub(super) fn is_void_element(name: &str) -> bool {
    default_content(name) == Content::None
}

/// Elements of HTML, whose names ignore case.
pub(super) fn is_element(name: &str) -> bool {
    known(name).is_some()
}

/// Where an element of HTML may start, and what it holds.
pub(super) fn known(name: &str) -> Option<(Place, Content)> {
    let first = Some(name.bytes().next()?.to_ascii_lowercase());
    // Few elements share a first letter, and fewer a length.
    let start = ELEMENTS.partition_point(|(element, ..)| element.bytes().next() < first);
    let same_letter = ELEMENTS
        .get(start..)?
        .iter()
        .take_while(|(element, ..)| element.bytes().next() == first);
    let mut same_letter = same_letter.map(|&(element, place, content)| (element, (place, content)));
    same_letter
        .find(|(element, _)| element.eq_ignore_ascii_case(name))
        .map(|(_, known)| known)
}

/// Elements by name, in order.
#[rustfmt::skip]
const ELEMENTS: &[(&str, Place, Content)] = &[
    ("a", Place::Span, Content::Span),
    ("abbr", Place::Span, Content::Span),
    ("acronym", Place::Span, Content::Span),
    ("address", Place::Block, Content::Block),
    ("applet", Place::Block, Content::Block),
    ("area", Place::Anywhere, Content::None),
    ("article", Place::Block, Content::Block),
    ("aside", Place::Block, Content::Block),
    ("b", Place::Span, Content::Span),
    ("base", Place::Anywhere, Content::None),
    ("bdo", Place::Span, Content::Span),
    ("big", Place::Span, Content::Span),
    ("blockquote", Place::Block, Content::Block),
    ("body", Place::Block, Content::Block),
    ("br", Place::Span, Content::None),
    ("button", Place::Span, Content::Span),
    ("caption", Place::Block, Content::Span),
    ("cite", Place::Span, Content::Span),
    ("code", Place::Span, Content::Raw),
    ("col", Place::Block, Content::None),
    ("colgroup", Place::Block, Content::Raw),
    ("command", Place::Anywhere, Content::None),
    ("dd", Place::Block, Content::Block),
    ("del", Place::Span, Content::Span),
    ("details", Place::Anywhere, Content::Block),
    ("dfn", Place::Span, Content::Span),
    ("div", Place::Block, Content::Block),
    ("dl", Place::Block, Content::Block),
    ("dt", Place::Block, Content::Span),
    ("em", Place::Span, Content::Span),
    ("embed", Place::Anywhere, Content::None),
    ("fieldset", Place::Block, Content::Block),
    ("figcaption", Place::Block, Content::Block),
    ("figure", Place::Anywhere, Content::Block),
    ("footer", Place::Block, Content::Block),
    ("form", Place::Block, Content::Block),
    ("h1", Place::Block, Content::Span),
    ("h2", Place::Block, Content::Span),
    ("h3", Place::Block, Content::Span),
    ("h4", Place::Block, Content::Span),
    ("h5", Place::Block, Content::Span),
    ("h6", Place::Block, Content::Span),
    ("head", Place::Block, Content::Raw),
    ("header", Place::Block, Content::Block),
    ("hgroup", Place::Block, Content::Block),
    ("hr", Place::Block, Content::None),
    ("html", Place::Block, Content::Raw),
    ("i", Place::Span, Content::Span),
    ("iframe", Place::Block, Content::Block),
    ("img", Place::Span, Content::None),
    ("input", Place::Span, Content::None),
    ("ins", Place::Span, Content::Span),
    ("kbd", Place::Span, Content::Raw),
    ("keygen", Place::Anywhere, Content::None),
    ("label", Place::Span, Content::Span),
    ("legend", Place::Block, Content::Span),
    ("li", Place::Block, Content::Block),
    ("link", Place::Anywhere, Content::None),
    ("main", Place::Block, Content::Block),
    ("map", Place::Block, Content::Block),
    ("mark", Place::Span, Content::Raw),
    ("math", Place::Anywhere, Content::Raw),
    ("menu", Place::Block, Content::Block),
    ("meta", Place::Anywhere, Content::None),
    ("nav", Place::Block, Content::Block),
    ("noscript", Place::Anywhere, Content::Block),
    ("object", Place::Anywhere, Content::Block),
    ("ol", Place::Block, Content::Raw),
    ("optgroup", Place::Block, Content::Span),
    ("option", Place::Span, Content::Raw),
    ("p", Place::Block, Content::Span),
    ("param", Place::Anywhere, Content::None),
    ("pre", Place::Block, Content::Raw),
    ("q", Place::Span, Content::Span),
    ("rb", Place::Span, Content::Span),
    ("rbc", Place::Span, Content::Span),
    ("rp", Place::Span, Content::Span),
    ("rt", Place::Span, Content::Span),
    ("rtc", Place::Span, Content::Span),
    ("ruby", Place::Span, Content::Span),
    ("samp", Place::Span, Content::Raw),
    ("script", Place::Anywhere, Content::Raw),
    ("section", Place::Block, Content::Block),
    ("select", Place::Span, Content::Span),
    ("small", Place::Span, Content::Span),
    ("source", Place::Anywhere, Content::None),
    ("span", Place::Span, Content::Span),
    ("strong", Place::Span, Content::Span),
    ("style", Place::Anywhere, Content::Raw),
    ("sub", Place::Span, Content::Span),
    ("summary", Place::Block, Content::Block),
    ("sup", Place::Span, Content::Span),
    ("table", Place::Block, Content::Raw),
    ("tbody", Place::Block, Content::Raw),
    ("td", Place::Block, Content::Block),
    ("textarea", Place::Anywhere, Content::Raw),
    ("tfoot", Place::Block, Content::Raw),
    ("th", Place::Block, Content::Span),
    ("thead", Place::Block, Content::Raw),
    ("tr", Place::Block, Content::Raw),
    ("track", Place::Anywhere, Content::None),
    ("tt", Place::Span, Content::Span),
    ("u", Place::Span, Content::Raw),
    ("ul", Place::Block, Content::Raw),
    ("var", Place::Span, Content::Raw),
    ("wbr", Place::Anywhere, Content::None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_in_order() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(is_span_element("EM") && !is_span_element_as_written("EM") && is_void_element("br"));
    }

    #[test]
    fn tags_as_kramdown_reads_them() {
        let tag = |text| start_tag(text, 0).map(|tag| (tag.attributes.len(), tag.end, tag.is_closed));
        assert_eq!(tag("<div>"), Some((0, 5, false)));
        assert_eq!(tag("<img src='a>b' alt=x />"), Some((2, 23, true)));
        assert_eq!(tag("<a href=http://x>"), None);
        assert_eq!(tag("<a b c = \"d\">"), Some((2, 13, false)));
        assert_eq!(tag("<http://x>"), None);
        assert_eq!(tag("< a>"), None);
        assert_eq!(tag("<a b=\"c>"), None);
        assert_eq!(end_tag("</div >", 0), Some((2..5, 7)));
        assert_eq!(find_end_tag("<b></B></x></Div>", 0, "div"), Some(11));
    }
}

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
            let end = at + 1 + text.get(at + 1..)?.find(char::from(*quote))?;
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
    if has(BLOCK_CONTENT, name) {
        Content::Block
    } else if has(SPAN_CONTENT, name) {
        Content::Span
    } else {
        Content::Raw
    }
}

/// Elements that are part of a paragraph and start no block.
pub(super) fn is_span_element(name: &str) -> bool {
    has(SPAN_ELEMENTS, name)
}

/// The same, where case counts.
pub(super) fn is_span_element_as_written(name: &str) -> bool {
    SPAN_ELEMENTS.contains(&name)
}

/// Elements that are text where a paragraph names them.
pub(super) fn is_block_element(name: &str) -> bool {
    has(BLOCK_ELEMENTS, name)
}

/// Elements in which no Markdown is read in a paragraph.
pub(super) fn is_raw_element(name: &str) -> bool {
    !has(BLOCK_CONTENT, name) && !has(SPAN_CONTENT, name)
}

/// Elements without content.
pub(super) fn is_void_element(name: &str) -> bool {
    has(VOID_ELEMENTS, name)
}

/// Elements of HTML, whose names ignore case.
pub(super) fn is_element(name: &str) -> bool {
    [
        SPAN_ELEMENTS,
        BLOCK_ELEMENTS,
        VOID_ELEMENTS,
        BLOCK_CONTENT,
        SPAN_CONTENT,
        RAW_CONTENT,
    ]
    .into_iter()
    .any(|list| has(list, name))
}

fn has(list: &[&str], name: &str) -> bool {
    list.iter().any(|element| element.eq_ignore_ascii_case(name))
}

const BLOCK_CONTENT: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "figcaption",
    "footer",
    "form",
    "header",
    "hgroup",
    "iframe",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "noscript",
    "object",
    "section",
    "summary",
    "td",
];
const SPAN_CONTENT: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "caption", "del", "dfn", "dt", "em", "h1", "h2", "h3",
    "h4", "h5", "h6", "i", "ins", "label", "legend", "optgroup", "p", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby",
    "select", "small", "span", "strong", "sub", "sup", "th", "tt",
];
const RAW_CONTENT: &[&str] = &[
    "script", "style", "math", "option", "textarea", "pre", "code", "kbd", "samp", "var",
];
const SPAN_ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em", "i", "img", "input",
    "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby", "samp", "select", "small",
    "span", "strong", "sub", "sup", "tt", "u", "var",
];
const BLOCK_ELEMENTS: &[&str] = &[
    "address",
    "article",
    "aside",
    "applet",
    "body",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "head",
    "iframe",
    "legend",
    "menu",
    "li",
    "main",
    "map",
    "nav",
    "ol",
    "optgroup",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tfoot",
    "tr",
    "ul",
];
const VOID_ELEMENTS: &[&str] = &[
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link", "meta", "param", "source",
    "track", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

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

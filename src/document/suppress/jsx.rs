//! Elements that tags of JSX make, which the tree of an MDX file does not have.

use crate::document::template::Template;
use crate::text::Span;

/// How far back the start of an element is looked for.
const MOST_OPEN: usize = 64;

/// The elements that tags among the templates make, by their end: each with
/// where its end tag begins. A tag without an end tag makes none.
pub(super) fn elements(text: &str, templates: &[(Span, Template)]) -> Vec<(Span, usize)> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut found = Vec::new();
    for &(span, _) in templates {
        let Some(inner) = span.of(text).strip_prefix('<').and_then(|tag| tag.strip_suffix('>')) else {
            continue;
        };
        let Some(ended) = inner.strip_prefix('/') else {
            match inner.ends_with('/') {
                true => found.push((span, span.end)),
                false => open.push((name(inner), span.start)),
            }
            continue;
        };
        let ended = name(ended);
        let mut near = open.iter().rev().take(MOST_OPEN);
        if let Some(depth) = near.position(|(opened, _)| *opened == ended) {
            // Those above it have no end tag.
            open.truncate(open.len() - depth);
            if let Some((_, start)) = open.pop() {
                found.push((Span::new(start, span.end), span.start));
            }
        }
    }
    found
}

/// The name that a tag begins with; that of a fragment, `<>`, is empty.
fn name(inner: &str) -> &str {
    let end = inner.find(|c: char| c.is_whitespace() || c == '/');
    inner.get(..end.unwrap_or(inner.len())).unwrap_or(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Templates;
    use crate::document::template::mask;

    #[test]
    fn tags_make_elements() {
        let text = "<A b='>'>甲<B/><C.d>乙</C.d><E>\n\n</A>\n\n<>丙</></F>";
        let masked = mask(text, Span::new(0, text.len()), Templates::Mdx);
        let found = elements(text, &masked.templates);
        let shown: Vec<(&str, &str)> = found
            .iter()
            .map(|(span, content_end)| (span.of(text), Span::new(*content_end, span.end).of(text)))
            .collect();
        assert_eq!(
            shown,
            [
                ("<B/>", ""),
                ("<C.d>乙</C.d>", "</C.d>"),
                ("<A b='>'>甲<B/><C.d>乙</C.d><E>\n\n</A>", "</A>"),
                ("<>丙</>", "</>"),
            ]
        );
    }
}

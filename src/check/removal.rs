//! Taking an element out: which bytes go with it.

use ego_tree::NodeRef;
use scraper::Node;

use crate::diagnostic::Edit;
use crate::document::suppress::{Beside, Suppression};
use crate::document::tree::{is_inline, preserves_white_space};
use crate::text::Span;

/// The edit that deletes `span`, an element or a comment of `text`.
///
/// Alone on its line, container prefixes (`> `) and indentation aside, it takes
/// its line with it, and one blank line if two would touch. Else, with white
/// space on both sides, the run to its left goes too (to its right where it
/// begins its line). Else nothing but itself.
pub fn removal_edit(text: &str, node: NodeRef<'_, Node>, span: Span) -> Edit {
    let span = match node.parent().is_some_and(preserves_white_space) {
        true => span,
        false => with_white_space(text, span),
    };
    Edit {
        span,
        text: String::new(),
    }
}

/// The bytes that go with a comment: the white space beside it as with an
/// element, but where that counts, or where an expression of MDX, which shows
/// nothing, has text on its line.
pub fn comment_removal(text: &str, suppression: &Suppression) -> Span {
    let span = suppression.comment;
    match suppression.beside {
        Beside::Free => with_white_space(text, span),
        Beside::Counts => span,
        Beside::CountsInLine => whole_lines(text, span).map_or(span, |lines| with_one_blank_line(text, lines)),
    }
}

/// The edit that leaves one blank line in place of the lines that `span`
/// covers, for where the lines round it must not touch. Nothing if `span` does
/// not cover whole lines.
pub fn blank_line_edit(text: &str, span: Span) -> Option<Edit> {
    let lines = whole_lines(text, span)?;
    let prefix_len = text[lines.start..].bytes().take_while(|byte| is_prefix(*byte)).count();
    let prefix = text[lines.start..lines.start + prefix_len].trim_end();
    let line_end = if lines.of(text).ends_with("\r\n") { "\r\n" } else { "\n" };
    Some(Edit {
        span: lines,
        text: format!("{prefix}{line_end}"),
    })
}

/// Whether the element keeps apart what would run together without it: two
/// stretches of text on the sides of a block, two words on the sides of white
/// space, or the numbers of a list.
pub fn keeps_apart(node: NodeRef<'_, Node>) -> bool {
    let Some(element) = node.value().as_element() else {
        return false;
    };
    if element.name() == "li" {
        let parent = node.parent().and_then(|parent| parent.value().as_element());
        return parent.is_some_and(|parent| parent.name() == "ol");
    }
    let is_in_line = is_inline(&element.name.local);
    let holds_text = node
        .descendants()
        .any(|descendant| descendant.value().as_text().is_some_and(|text| !text.is_empty()));
    if is_in_line && !holds_text {
        return false;
    }
    // Beside a block, white space before the text changes nothing.
    let touches = |side: Option<NodeRef<'_, Node>>, touching: fn(&str) -> bool| {
        side.is_some_and(|sibling| match sibling.value() {
            Node::Text(text) if is_in_line => touching(text),
            Node::Text(text) => !text.trim().is_empty(),
            Node::Element(element) => is_inline(&element.name.local),
            _ => false,
        })
    };
    let is_shown = |sibling: &NodeRef<'_, Node>| match sibling.value() {
        Node::Text(text) => is_in_line || !text.trim().is_empty(),
        Node::Element(_) => true,
        _ => false,
    };
    let before = node.prev_siblings().find(is_shown);
    let after = node.next_siblings().find(is_shown);
    touches(before, |text| !text.ends_with(char::is_whitespace))
        && touches(after, |text| !text.starts_with(char::is_whitespace))
}

fn with_white_space(text: &str, span: Span) -> Span {
    if let Some(lines) = whole_lines(text, span) {
        return with_one_blank_line(text, lines);
    }
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let bytes = text.as_bytes();
    let left = bytes[..span.start]
        .iter()
        .rev()
        .take_while(|byte| is_blank(byte))
        .count();
    let right = bytes[span.end..].iter().take_while(|byte| is_blank(byte)).count();
    let begins_line = matches!(bytes[..span.start - left].last(), None | Some(b'\n' | b'\r'));
    let ends_line = matches!(bytes.get(span.end + right), None | Some(b'\n' | b'\r'));
    match (left > 0, right > 0) {
        _ if begins_line => Span::new(span.start, span.end + right),
        (true, _) if right > 0 || ends_line => Span::new(span.start - left, span.end),
        _ => span,
    }
}

/// Bytes that stand before a block's content on its line: indentation and
/// the marks of block quotes.
fn is_prefix(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>')
}

/// The lines that `span` covers, if nothing else stands on them.
fn whole_lines(text: &str, span: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    // Only what may be a prefix is looked at: a line can be as long as the file.
    let prefix = bytes[..span.start].iter().rev().take_while(|byte| is_prefix(**byte));
    let start = span.start - prefix.count();
    if !matches!(bytes[..start].last(), None | Some(b'\n' | b'\r')) {
        return None;
    }
    let after = bytes[span.end..]
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let end = span.end + after;
    match &bytes[end..] {
        [] => Some(Span::new(start, end)),
        [b'\r', b'\n', ..] => Some(Span::new(start, end + 2)),
        [b'\n' | b'\r', ..] => Some(Span::new(start, end + 1)),
        _ => None,
    }
}

/// The lines, with the blank line after them where one stands before them too.
fn with_one_blank_line(text: &str, lines: Span) -> Span {
    let before = text[..lines.start]
        .strip_suffix('\n')
        .map(|before| before.strip_suffix('\r').unwrap_or(before));
    let last_before = before.and_then(|before| before.rsplit(['\n', '\r']).next());
    let Some(first_after) = text[lines.end..].split_inclusive('\n').next() else {
        return lines;
    };
    let is_blank = |line: &str| {
        line.bytes()
            .all(|byte| is_prefix(byte) || matches!(byte, b'\n' | b'\r'))
    };
    if last_before.is_some_and(is_blank) && first_after.ends_with('\n') && is_blank(first_after) {
        return Span::new(lines.start, lines.end + first_after.len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Removes the part between brackets.
    fn removed(marked: &str) -> String {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        let text = marked.replace(['[', ']'], "");
        let span = with_white_space(&text, Span::new(start, end));
        format!("{}{}", &text[..span.start], &text[span.end..])
    }

    #[test]
    fn alone_on_its_line_it_takes_the_line() {
        assert_eq!(removed("a\n[<p></p>]\nb"), "a\nb");
        assert_eq!(removed("> a\n> [<p></p>] \n> b"), "> a\n> b");
        assert_eq!(removed("a\r\n  [<p>\r\n</p>]\r\nb"), "a\r\nb");
        assert_eq!(removed("[<p></p>]"), "");
    }

    #[test]
    fn two_blank_lines_do_not_touch() {
        assert_eq!(removed("a\n\n[<p></p>]\n\nb"), "a\n\nb");
        assert_eq!(removed("> a\n>\n> [<p></p>]\n>\n> b"), "> a\n>\n> b");
        assert_eq!(removed("a\n[<p></p>]\n\nb"), "a\n\nb");
    }

    #[test]
    fn between_white_space_the_left_run_goes() {
        assert_eq!(removed("a   [<p></p>]\nb"), "a\nb");
        assert_eq!(removed("a  [<p></p>] b"), "a b");
        assert_eq!(removed("\n[<p></p>]  b"), "\nb");
    }

    #[test]
    fn else_nothing_but_itself() {
        assert_eq!(removed("a[<p></p>] b"), "a b");
        assert_eq!(removed("a [<p></p>]b"), "a b");
        assert_eq!(removed("a[<p></p>]b"), "ab");
    }

    #[test]
    fn a_blank_line_keeps_the_container() {
        let text = "> a\n> <p></p>\n> b";
        let edit = blank_line_edit(text, Span::new(6, 13)).unwrap();
        assert_eq!((edit.span, edit.text.as_str()), (Span::new(4, 14), ">\n"));
        assert_eq!(blank_line_edit("a <p></p>", Span::new(2, 9)), None);
    }
}

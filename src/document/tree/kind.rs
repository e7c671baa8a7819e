//! Whether a body is a whole document or a part of one.

use crate::text::BYTE_ORDER_MARK;

/// How a body is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// With `html`, `head` and `body` of its own.
    Document,
    /// What stands inside a `body`.
    Fragment,
}

impl Kind {
    /// A body that starts with a doctype, `<html`, `<head` or `<body`, white
    /// space and comments aside, is a document.
    pub fn of(html: &str) -> Kind {
        let mut rest = html.strip_prefix(BYTE_ORDER_MARK).unwrap_or(html);
        loop {
            rest = rest.trim_ascii_start();
            let Some(comment) = rest.strip_prefix("<!--") else {
                break;
            };
            let Some(end) = comment.find("-->") else {
                return Kind::Fragment;
            };
            rest = comment.get(end + 3..).unwrap_or("");
        }
        let is_document = ["<!doctype", "<html", "<head", "<body"]
            .iter()
            .any(|opening| starts_with_name(rest.as_bytes(), opening.as_bytes()));
        if is_document { Kind::Document } else { Kind::Fragment }
    }
}

/// Whether `text` starts with `name`, ASCII case aside, and the name ends there.
fn starts_with_name(text: &[u8], name: &[u8]) -> bool {
    let Some((start, rest)) = text.split_at_checked(name.len()) else {
        return false;
    };
    let is_end = rest
        .first()
        .is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    start.eq_ignore_ascii_case(name) && is_end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_from_fragments() {
        for html in [
            "<!DOCTYPE html><p>",
            "\u{FEFF} <!-- a --> \n<HTML lang=zh>",
            "<head>",
            "<body/>",
        ] {
            assert_eq!(Kind::of(html), Kind::Document, "{html}");
        }
        for html in ["", "<p><html>", "<header>x", "x<body>", "<!-- <html>", "<hea"] {
            assert_eq!(Kind::of(html), Kind::Fragment, "{html}");
        }
    }
}

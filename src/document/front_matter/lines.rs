//! The lines of a block, and whether they look like front matter.
//!
//! Only the look of a line is judged here; what it means is the parser's part.

use crate::text::Span;

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Offset of its first byte.
    pub(super) start: usize,
    /// Offset of its line end.
    text_end: usize,
    /// Offset after its line end.
    pub(super) end: usize,
}

impl Line {
    pub(super) const fn empty(offset: usize) -> Self {
        Self {
            start: offset,
            text_end: offset,
            end: offset,
        }
    }

    /// Its text, without line end.
    pub(super) fn text(self, text: &str) -> &str {
        text.get(self.start..self.text_end).unwrap_or("")
    }

    /// Its text, without white space at its end.
    pub(super) fn trimmed(self, text: &str) -> &str {
        self.text(text).trim_end_matches([' ', '\t', '\u{B}', '\u{C}'])
    }

    /// The bytes of a line that is a fence, without white space after it.
    pub(super) fn fence(self, text: &str) -> Span {
        Span::new(self.start, self.start + self.trimmed(text).len())
    }
}

/// The lines from `offset` on; they end at `\n`, `\r\n` or a lone `\r`.
pub(super) fn lines(text: &str, offset: usize) -> impl Iterator<Item = Line> {
    let mut start = offset;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line_end = match rest.as_bytes().get(length..length + 2) {
            Some(b"\r\n") => 2,
            _ => usize::from(length < rest.len()),
        };
        let line = Line {
            start,
            text_end: start + length,
            end: start + length + line_end,
        };
        start = line.end;
        Some(line)
    })
}

/// Keys that tell front matter from prose such as `Note: …`, in the generators
/// that are in use.
const KNOWN_KEYS: &[&str] = &[
    "aliases",
    "author",
    "authors",
    "categories",
    "category",
    "comments",
    "cover",
    "date",
    "description",
    "draft",
    "excerpt",
    "id",
    "image",
    "keywords",
    "lang",
    "language",
    "lastmod",
    "last_modified_at",
    "layout",
    "permalink",
    "published",
    "slug",
    "subtitle",
    "summary",
    "tag",
    "tags",
    "title",
    "toc",
    "type",
    "updated",
    "url",
    "weight",
];

/// Whether generators know a key.
pub(super) fn is_known_key(name: &str) -> bool {
    KNOWN_KEYS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Blank,
    /// `title: …`, or `title:…` and `title：…`, which are meant so.
    KnownKey,
    /// `other: …`.
    Key,
    /// Indented, a list item, a comment, a closing bracket.
    Continuation,
    Prose,
}

fn look(line: &str) -> Look {
    if line.trim().is_empty() {
        return Look::Blank;
    }
    if line.starts_with([' ', '\t', '#', '}', ']']) || line == "-" || line.starts_with("- ") {
        return Look::Continuation;
    }
    let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    let Some((name, rest)) = line
        .find(|character| !is_name(character))
        .filter(|length| *length > 0)
        .and_then(|length| line.split_at_checked(length))
    else {
        return Look::Prose;
    };
    let rest = rest.trim_start_matches(' ');
    if is_known_key(name) && rest.starts_with([':', '：']) {
        return Look::KnownKey;
    }
    match rest.strip_prefix(':') {
        Some(value) if value.is_empty() || value.starts_with([' ', '\t']) => Look::Key,
        _ => Look::Prose,
    }
}

/// Whether broken content between two `---` was meant as front matter: its
/// first paragraph has a key that generators know, or two keys of any name.
pub(super) fn claims_front_matter(text: &str, content: Span) -> bool {
    let paragraph = lines(text, content.start)
        .take_while(|line| line.start < content.end)
        .map(|line| look(line.text(text)))
        .skip_while(|look| *look == Look::Blank)
        .take_while(|look| *look != Look::Blank);
    let mut keys = 0;
    for look in paragraph {
        match look {
            Look::KnownKey => return true,
            Look::Key => keys += 1,
            Look::Blank | Look::Continuation | Look::Prose => {}
        }
    }
    keys >= 2
}

/// Where the lines that follow an unclosed fence stop to look like front
/// matter; none where they do not look so at all.
pub(super) fn key_lines_end(text: &str, start: usize) -> Option<usize> {
    let mut end = start;
    let mut keys = 0;
    let mut has_known_key = false;
    let mut ends_in_prose = false;
    for line in lines(text, start) {
        match look(line.text(text)) {
            Look::KnownKey => has_known_key = true,
            Look::Key => keys += 1,
            Look::Continuation if has_known_key || keys > 0 => {}
            Look::Blank => break,
            Look::Continuation | Look::Prose => {
                ends_in_prose = true;
                break;
            }
        }
        end = line.end;
    }
    (has_known_key || (keys >= 2 && !ends_in_prose)).then_some(end)
}

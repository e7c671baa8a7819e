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

    /// The line without what stands before `start`.
    pub(super) const fn from(self, start: usize) -> Self {
        Self { start, ..self }
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

/// Whether generators know a key, whatever its case.
pub fn is_known_key(name: &str) -> bool {
    KNOWN_KEYS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Keys that people write in Chinese where a generator knows an English one.
const CHINESE_KEYS: &[&str] = &[
    "标题",
    "副标题",
    "标签",
    "分类",
    "类别",
    "栏目",
    "作者",
    "日期",
    "摘要",
    "描述",
    "关键词",
    "封面",
    "標題",
    "副標題",
    "標籤",
    "分類",
    "類別",
    "欄目",
    "關鍵詞",
];

/// Whether a name is that of a key wherever it begins a line, in English or in
/// Chinese.
pub(super) fn is_usual_key(name: &str) -> bool {
    is_known_key(name) || CHINESE_KEYS.contains(&name)
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Blank,
    /// `title: …`, or `title:…` and `title：…`, which are meant so.
    KnownKey,
    /// `other: …`.
    Key,
    /// `标签: …`, `标签：…` or `标签:…`, as lines of prose may begin too.
    ChineseKey(Known),
    /// Indented, a list item, a comment, a closing bracket.
    Continuation,
    /// `---`, `+++` and what is typed for them, indented or not.
    Fence,
    Prose,
}

/// Whether a key in Chinese stands for one that generators know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

/// The language whose looks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    Yaml,
    Toml,
    Json,
}

/// Signs that join a key and its value: those of the languages, and those that
/// are typed for them.
const SIGNS: [char; 4] = [':', '：', '=', '＝'];

/// Quotes around keys of JSON, or typed for them.
const QUOTES: [char; 5] = ['"', '\'', '“', '”', '＂'];

/// Signs that look like a dash, one of which may be what a keyboard or a
/// program made of `---`.
pub(super) const DASHES: [char; 12] = ['-', '‐', '‑', '‒', '–', '—', '―', '−', '─', '﹣', '－', '_'];

/// The same of `+++`.
pub(super) const PLUSES: [char; 3] = ['+', '＋', '﹢'];

/// Whether a text is two or more of these signs, spaces aside.
pub(super) fn is_made_of(written: &str, signs: &[char]) -> bool {
    written
        .chars()
        .all(|character| signs.contains(&character) || character == ' ')
        && written.chars().filter(|character| *character != ' ').count() >= 2
}

fn look(line: &str, notation: Notation) -> Look {
    let written = line.trim();
    if written.is_empty() {
        return Look::Blank;
    }
    if is_made_of(written, &DASHES) || is_made_of(written, &PLUSES) {
        return Look::Fence;
    }
    match notation {
        Notation::Yaml => look_of_yaml(line),
        Notation::Toml => look_of_toml(line),
        Notation::Json => look_of_json(line.trim_start()),
    }
}

fn look_of_yaml(line: &str) -> Look {
    if line.starts_with([' ', '\t', '#', '}', ']']) || line == "-" || line.starts_with("- ") {
        return Look::Continuation;
    }
    let Some((name, rest)) = name(line) else {
        return look_of_chinese(line);
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

fn look_of_chinese(line: &str) -> Look {
    match chinese_name(line) {
        Some((name, rest)) if rest.trim_start_matches(' ').starts_with([':', '：']) => {
            Look::ChineseKey(match CHINESE_KEYS.contains(&name) {
                true => Known::Yes,
                false => Known::No,
            })
        }
        _ => Look::Prose,
    }
}

fn look_of_toml(line: &str) -> Look {
    let line = line.trim_start();
    match line.chars().next() {
        Some('[') if line.trim_end().ends_with(']') => return Look::Key,
        Some('[') if name(line.trim_start_matches('[')).is_some_and(|(_, rest)| rest.is_empty()) => return Look::Key,
        Some('#' | ']' | '}' | '"' | '\'' | '{' | '[') => return Look::Continuation,
        _ => {}
    }
    let Some((name, rest)) = name(line) else {
        return Look::Prose;
    };
    let rest = rest.trim_start();
    match rest.chars().next() {
        Some(sign) if is_known_key(name) && SIGNS.contains(&sign) => Look::KnownKey,
        Some('=' | '＝') => Look::Key,
        _ => Look::Prose,
    }
}

fn look_of_json(line: &str) -> Look {
    let unquoted = line.strip_prefix(QUOTES);
    let sign = |rest: &str| rest.trim_start().starts_with(SIGNS);
    if let Some((name, rest)) = name(unquoted.unwrap_or(line)) {
        let rest = rest.trim_start_matches(QUOTES);
        return match (sign(rest), unquoted) {
            (true, _) if is_known_key(name) => Look::KnownKey,
            (true, Some(_)) => Look::Key,
            (_, Some(_)) => Look::Continuation,
            _ if line.starts_with(|first: char| first.is_ascii_digit()) => Look::Continuation,
            _ => Look::Prose,
        };
    }
    match line.chars().next() {
        Some('{' | '}' | '[' | ']' | ',' | '/' | '#') => Look::Continuation,
        _ if unquoted.is_some() => Look::Continuation,
        _ => Look::Prose,
    }
}

/// A name of Latin letters at the start, and what follows it.
fn name(line: &str) -> Option<(&str, &str)> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    let length = line.find(|character| !is_name(character)).unwrap_or(line.len());
    line.split_at_checked(length).filter(|(name, _)| !name.is_empty())
}

/// Characters of a key in Chinese: what is longer is a sentence.
const LONGEST_CHINESE_KEY: usize = 6;

/// A few Chinese characters at the start, and what follows them.
pub(super) fn chinese_name(line: &str) -> Option<(&str, &str)> {
    let is_han = |character: char| matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}');
    let length = line.find(|character| !is_han(character)).unwrap_or(line.len());
    let (name, rest) = line.split_at_checked(length)?;
    (1..=LONGEST_CHINESE_KEY)
        .contains(&name.chars().count())
        .then_some((name, rest))
}

/// Whether broken content between two fences was meant as front matter: its
/// first paragraph has a key that generators know, or two keys of any name; of
/// TOML, which no text looks like, one in any paragraph is enough. So is one of
/// any name where YAML has keys alone from fence to fence: above a rule of
/// Markdown there is an empty line, or what stands there is a heading.
pub(super) fn claims_front_matter(text: &str, content: Span, notation: Notation) -> bool {
    let paragraph = lines(text, content.start)
        .take_while(|line| line.start < content.end)
        .map(|line| look(line.text(text), notation))
        .skip_while(|look| *look == Look::Blank)
        .take_while(|look| notation == Notation::Toml || *look != Look::Blank);
    let mut keys = 0;
    for look in paragraph {
        match look {
            Look::KnownKey => return true,
            Look::Key => keys += 1,
            Look::Blank | Look::ChineseKey(_) | Look::Continuation | Look::Fence | Look::Prose => {}
        }
    }
    let enough = if notation == Notation::Toml { 1 } else { 2 };
    keys >= enough || (notation == Notation::Yaml && is_keys_alone(text, content))
}

/// Whether content has a key in every line that is no continuation, and nothing
/// else. Of keys in Chinese that stand for no known one it takes two, since a
/// note begins like one.
fn is_keys_alone(text: &str, content: Span) -> bool {
    let mut keys = 0;
    for line in lines(text, content.start).take_while(|line| line.start < content.end) {
        keys += match look(line.text(text), Notation::Yaml) {
            Look::KnownKey | Look::Key | Look::ChineseKey(Known::Yes) => 2,
            Look::ChineseKey(Known::No) => 1,
            Look::Continuation if keys > 0 => 0,
            Look::Continuation | Look::Blank | Look::Fence | Look::Prose => return false,
        };
    }
    keys >= 2
}

/// A comment or an opening brace, which may stand before the first key.
fn may_come_first(line: &str) -> bool {
    line.trim_start().starts_with(['#', '/', '{'])
}

/// Where the lines that follow an unclosed fence stop to look like front
/// matter; none where they do not look so at all. Empty lines end it, but for
/// those of TOML with a key after them.
pub(super) fn key_lines_end(text: &str, start: usize, notation: Notation) -> Option<usize> {
    let mut end = start;
    let mut keys = 0;
    let mut has_known_key = false;
    let mut ends_in_prose = false;
    let mut is_after_blank = false;
    for line in lines(text, start) {
        match look(line.text(text), notation) {
            Look::KnownKey => has_known_key = true,
            Look::Key => keys += 1,
            Look::ChineseKey(_) | Look::Continuation if (has_known_key || keys > 0) && !is_after_blank => {}
            Look::Continuation if notation != Notation::Yaml && may_come_first(line.text(text)) => {}
            Look::Blank if notation == Notation::Toml => {
                is_after_blank = true;
                continue;
            }
            Look::Blank | Look::Fence => break,
            Look::ChineseKey(_) | Look::Continuation | Look::Prose => {
                ends_in_prose = !is_after_blank;
                break;
            }
        }
        is_after_blank = false;
        end = line.end;
    }
    (has_known_key || (keys >= 2 && !ends_in_prose)).then_some(end)
}

//! One example of a page: a file's text with the expected spans marked in it.

use super::PageProblem;
use crate::text::Span;

/// Whether the rule must find something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// It must find exactly the marked spans.
    Bad,
    /// It must find nothing.
    Good,
}

/// A file's text and what the page's rule must find in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Whether something must be found.
    pub expectation: Expectation,
    /// The file's path.
    pub path: String,
    /// The generator, where the page names one.
    pub generator: Option<String>,
    /// The encoding of the file's bytes, where it is not UTF-8, by its label in
    /// the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// The schema that applies to its front matter, JSON, where a fence before
    /// it gave one.
    pub schema: Option<String>,
    /// The text without marks.
    pub text: String,
    /// The marked spans, by their start.
    pub marks: Vec<Span>,
    /// What the message must say, in English.
    pub message: Option<String>,
    /// What `--fix` must leave.
    pub fixed: Option<String>,
    /// What `--unsafe-fixes` must leave.
    pub unsafe_fixed: Option<String>,
    /// Where its info string stands in the page.
    pub info: Span,
    /// Whether it is a scenario of several files, `file=` by `file=`.
    pub is_scenario: bool,
    /// The files of the scenario after the first.
    pub others: Vec<OtherFile>,
}

/// A further file of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// Its path.
    pub path: String,
    /// The text without marks.
    pub text: String,
    /// The marked spans, by their start.
    pub marks: Vec<Span>,
    /// Where its info string stands in the page.
    pub info: Span,
}

impl Example {
    /// Whether something is marked exactly where something must be found.
    pub(super) fn marks_agree(&self) -> bool {
        let is_unmarked = self.marks.is_empty() && self.others.iter().all(|other| other.marks.is_empty());
        is_unmarked == (self.expectation == Expectation::Good)
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> Vec<u8> {
        let label = self.encoding.as_deref().unwrap_or("utf-8");
        match encoding_rs::Encoding::for_label(label.as_bytes()) {
            Some(encoding) => encoding.encode(&self.text).0.into_owned(),
            None => self.text.clone().into_bytes(),
        }
    }

    /// The text with its marks put back in, all unnamed.
    pub fn marked(&self) -> String {
        marked(&self.text, &self.marks)
    }
}

impl OtherFile {
    /// The text with its marks put back in, all unnamed.
    pub fn marked(&self) -> String {
        marked(&self.text, &self.marks)
    }
}

fn marked(text: &str, marks: &[Span]) -> String {
    // At one place, what ends there stands before what begins there.
    let places = marks.iter().flat_map(|mark| match mark.is_empty() {
        true => vec![(mark.start, 1, "⟦⟧")],
        false => vec![(mark.start, 2, "⟦"), (mark.end, 0, "⟧")],
    });
    let mut places: Vec<(usize, u8, &str)> = places.collect();
    places.sort();
    let mut marked = String::with_capacity(text.len() + 3 * places.len());
    let mut done = 0;
    for (offset, _, mark) in places {
        marked.push_str(&text[done..offset]);
        marked.push_str(mark);
        done = offset;
    }
    marked.push_str(&text[done..]);
    marked
}

/// What stands between a fence and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// Blank lines at most, so that two files make one scenario.
    Nothing,
    /// Words, a heading, or there is no fence before it.
    Something,
}

/// Reads a fence under Examples: a new example, a further file of the last one,
/// or what that is fixed to.
pub(super) fn add(
    examples: &mut Vec<Example>,
    (expectation, between): (Expectation, Between),
    schema: Option<&str>,
    (info, info_span): (&str, Span),
    content: &str,
) -> Result<(), PageProblem> {
    let words = split_info(info);
    let is_fence_of = |kind: &str| words.iter().any(|word| word == kind);
    if is_fence_of("fixed") || is_fence_of("unsafe-fixed") {
        let last = examples.last_mut().ok_or(PageProblem::NothingToFix)?;
        let text = Some(unmark(content)?.0);
        match is_fence_of("fixed") {
            true => last.fixed = text,
            false => last.unsafe_fixed = text,
        }
        return Ok(());
    }
    let (text, marks) = unmark(content)?;
    let mut example = Example {
        expectation,
        path: String::new(),
        generator: None,
        encoding: None,
        schema: schema.map(str::to_owned),
        text,
        marks,
        message: None,
        fixed: None,
        unsafe_fixed: None,
        info: info_span,
        is_scenario: false,
        others: Vec::new(),
    };
    let (language, options) = words
        .split_first()
        .map_or(("markdown", &[][..]), |(first, rest)| (first.as_str(), rest));
    for option in options {
        match option.split_once('=') {
            Some(("path", path)) => example.path = path.to_owned(),
            Some(("file", path)) => {
                example.path = path.to_owned();
                example.is_scenario = true;
            }
            Some(("generator", generator)) => example.generator = Some(generator.to_owned()),
            Some(("encoding", encoding)) => example.encoding = Some(encoding.to_owned()),
            Some(("message", message)) => example.message = Some(message.to_owned()),
            _ => return Err(PageProblem::UnknownWord(option.clone())),
        }
    }
    if example.path.is_empty() {
        example.path = match language {
            "html" => "page.html".to_owned(),
            "mdx" => "page.mdx".to_owned(),
            _ => "page.md".to_owned(),
        };
    }
    let before = examples
        .last_mut()
        .filter(|last| last.is_scenario && between == Between::Nothing);
    if let Some(before) = before.filter(|_| example.is_scenario) {
        before.others.push(OtherFile {
            path: example.path,
            text: example.text,
            marks: example.marks,
            info: info_span,
        });
        return Ok(());
    }
    // Of a scenario, this is known when all of its files are.
    if !example.is_scenario && !example.marks_agree() {
        return Err(PageProblem::MarksDisagree);
    }
    examples.push(example);
    Ok(())
}

/// Words of an info string; quotes hold spaces together and vanish.
fn split_info(info: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut in_quotes = false;
    for character in info.chars() {
        match character {
            '"' => in_quotes = !in_quotes,
            ' ' if !in_quotes => words.push(String::new()),
            other => words.last_mut().into_iter().for_each(|word| word.push(other)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Takes the marks out of a text and resolves its escapes.
fn unmark(content: &str) -> Result<(String, Vec<Span>), PageProblem> {
    unmark_noting(content, &mut Vec::new())
}

/// The same, and notes where each character and mark stands: in the text, and in
/// the content.
fn unmark_noting(content: &str, places: &mut Vec<(usize, usize)>) -> Result<(String, Vec<Span>), PageProblem> {
    let mut text = String::with_capacity(content.len());
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut marks = Vec::new();
    let mut rest = content;
    while let Some(character) = rest.chars().next() {
        places.push((text.len(), content.len() - rest.len()));
        let after = &rest[character.len_utf8()..];
        rest = match character {
            '⟦' => {
                let (name, after) = match mark_name(after) {
                    (name, named) if named.starts_with(':') && !name.is_empty() => (name, &named[1..]),
                    _ => ("", after),
                };
                open.push((name.to_owned(), text.len()));
                after
            }
            '⟧' => {
                let (name, after) = match mark_name(after) {
                    (name, named) if open.iter().any(|(opened, _)| opened == name) => (name, named),
                    _ => ("", after),
                };
                let index = open
                    .iter()
                    .rposition(|(opened, _)| opened == name)
                    .ok_or(PageProblem::UnbalancedMark)?;
                let (_, start) = open.remove(index);
                marks.push(Span::new(start, text.len()));
                after
            }
            '\\' => match escape(after) {
                Some((unescaped, after)) => {
                    text.push(unescaped);
                    after
                }
                None => {
                    text.push('\\');
                    after
                }
            },
            other => {
                text.push(other);
                after
            }
        };
    }
    if !open.is_empty() {
        return Err(PageProblem::UnbalancedMark);
    }
    marks.sort();
    Ok((text, marks))
}

/// Where a part of an example's text stands in its page; `info` is where the
/// info string of the example stands. Marks at its edges are left out, but for
/// those of an empty part.
pub fn place_in_page(page: &str, info: Span, part: Span) -> Span {
    let after = page.get(info.end..).unwrap_or_default();
    let start = after.find('\n').map_or(page.len(), |line_end| info.end + line_end + 1);
    let mut places = Vec::new();
    // What goes on behind the example does no harm, since places are looked up from the first on.
    let _ = unmark_noting(&page[start..], &mut places);
    let first = |offset: usize| places.partition_point(|(text, _)| *text < offset);
    let last = |offset: usize| places.partition_point(|(text, _)| *text <= offset).saturating_sub(1);
    let (from, to) = match part.is_empty() {
        true => (first(part.start), last(part.end)),
        false => (last(part.start), first(part.end)),
    };
    let place = |number: usize| places.get(number).map_or(page.len(), |(_, content)| start + content);
    Span::new(place(from), place(to))
}

/// The digits that name a mark, if a mark is named: `1:` after `⟦`, `1` after `⟧`.
fn mark_name(text: &str) -> (&str, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(digits)
}

fn escape(after: &str) -> Option<(char, &str)> {
    let escaped = after.chars().next()?;
    let rest = &after[escaped.len_utf8()..];
    match escaped {
        '⟦' | '⟧' => Some((escaped, rest)),
        'r' => Some(('\r', rest)),
        't' => Some(('\t', rest)),
        'u' => {
            let (digits, rest) = rest.strip_prefix('{')?.split_once('}')?;
            let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
            Some((character, rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_by_name() {
        let (text, marks) = unmark("⟦1:a⟦2:b⟧2c⟧1⟦⟧").unwrap();
        assert_eq!(text, "abc");
        assert_eq!(marks, [Span::new(0, 3), Span::new(1, 2), Span::empty(3)]);
    }

    #[test]
    fn parts_of_an_example_stand_in_their_page() {
        let page = "```html\na⟦1:\\u{200B}b⟧1⟦⟧c\n```\n⟧";
        let at = |part| place_in_page(page, Span::new(0, 7), part).of(page);
        assert_eq!(at(Span::new(1, 5)), "\\u{200B}b");
        assert_eq!((at(Span::new(0, 1)), at(Span::new(5, 6))), ("a", "c"));
        assert_eq!(at(Span::empty(5)), "⟧1⟦⟧");
    }

    #[test]
    fn an_unnamed_mark_may_stand_before_digits() {
        let (text, marks) = unmark("⟦20⟧12").unwrap();
        assert_eq!((text.as_str(), marks.as_slice()), ("2012", &[Span::new(0, 2)][..]));
    }
}

//! What was meant as front matter and is read as text, or differently by each
//! reader: something before the opening fence, a fence that is none, none at all.
//!
//! Who reads what: Jekyll (`YAML_FRONT_MATTER_REGEXP` in document.rb) and
//! gray-matter (index.js) want `---` to be the very first thing. Hugo
//! (parser/pageparser/pagelexer_intro.go) and Zola
//! (content/src/front_matter/split.rs) pass over white space before it, Astro
//! and Hexo over empty lines. Hexo (hexo-front-matter, lib/front_matter.ts)
//! takes more than three dashes, and asks for no opening fence. All of them
//! pass over a byte order mark.

use super::fences::{block, closed_yaml, find_toml, find_yaml, read_yaml};
use super::lines::{DASHES, Line, Notation, PLUSES, claims_front_matter, is_made_of, key_lines_end, lines};
use super::{Format, FrontMatter, SyntaxError};
use crate::dialect::Engine;
use crate::messages::{Arguments, Message};
use crate::text::{Span, is_hidden};

/// What a reader takes before the opening fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    EmptyLines,
    WhiteSpace,
    /// Nobody knows who reads it.
    Unknown,
}

fn before(engine: Engine) -> Before {
    match engine {
        Engine::SafeYaml | Engine::Psych | Engine::JsYaml3 => Before::Nothing,
        Engine::JsYaml4 => Before::EmptyLines,
        Engine::GoYaml2 | Engine::Goccy | Engine::SerdeYaml => Before::WhiteSpace,
        Engine::Core12 | Engine::Toml | Engine::Json => Before::Unknown,
    }
}

/// Front matter that the first line does not open.
pub(super) fn find(text: &str, first: Line, engine: Engine) -> Option<FrontMatter> {
    let start = first.start;
    let (line, fence) = first_written(text, start)?;
    match fence.of(text) {
        "---" | "+++" if fence.start > start => after_something(text, start, line, fence, engine),
        written if is_made_of(written, &DASHES) => opened_otherwise(text, line, fence, engine, Format::Yaml),
        written if is_made_of(written, &PLUSES) => opened_otherwise(text, line, fence, engine, Format::Toml),
        _ if line.start == start => not_opened(text, first, engine),
        _ => None,
    }
}

/// The first line in which something can be seen, and what.
fn first_written(text: &str, start: usize) -> Option<(Line, Span)> {
    let is_nothing = |character: char| character.is_whitespace() || is_hidden(character);
    let rest = text.get(start..)?;
    let at = start + (rest.len() - rest.trim_start_matches(is_nothing).len());
    let before = text.get(start..at)?;
    let line_start = before.rfind(['\n', '\r']).map_or(start, |end| start + end + 1);
    let line = lines(text, line_start).next()?;
    let written = text.get(at..line_start + line.text(text).len())?;
    Some((line, Span::new(at, at + written.trim_end_matches(is_nothing).len())))
}

/// `---` or `+++` behind white space, or behind something that cannot be seen.
fn after_something(text: &str, start: usize, line: Line, fence: Span, engine: Engine) -> Option<FrontMatter> {
    let first = line.from(fence.start);
    let (mut found, notation) = match fence.of(text) {
        "---" => (find_yaml(text, first, start)?, Notation::Yaml),
        _ => (find_toml(text, first, start)?, Notation::Toml),
    };
    found.block.start = start;
    let passed = text.get(start..fence.start)?;
    let hidden = passed
        .char_indices()
        .find(|(_, character)| !matches!(character, ' ' | '\t' | '\n' | '\r'));
    let is_at_line_start = line.start == fence.start;
    match (before(engine), hidden) {
        (Before::WhiteSpace, None) => return Some(found),
        (Before::EmptyLines, None) if is_at_line_start => return Some(found),
        (Before::Unknown, None) => return None,
        _ => {}
    }
    if !claims_front_matter(text, found.content, notation) {
        return None;
    }
    let (span, message, help) = match hidden {
        Some((at, character)) => {
            let code = Arguments::new().with("code", format!("U+{:04X}", u32::from(character)));
            let at = start + at;
            (
                Span::new(at, at + character.len_utf8()),
                Message::Key("front-matter-hidden-before", code),
                "front-matter-hidden-before-help",
            )
        }
        None if is_at_line_start => (
            fence,
            Message::key("front-matter-empty-lines-before"),
            "front-matter-empty-lines-before-help",
        ),
        None => (
            Span::new(line.start, fence.start),
            Message::key("front-matter-spaces-before"),
            "front-matter-spaces-before-help",
        ),
    };
    found.node = None;
    found.errors = vec![SyntaxError::new(span, message, help)];
    Some(found)
}

/// An opening fence of other signs, or of too few or too many, over lines of
/// keys and a closing fence of any kind.
fn opened_otherwise(text: &str, line: Line, fence: Span, engine: Engine, format: Format) -> Option<FrontMatter> {
    let written = fence.of(text);
    if engine == Engine::JsYaml4
        && written.len() > 3
        && line.start == fence.start
        && written.bytes().all(|byte| byte == b'-')
        && let Some(closing) = lines(text, line.end).find(|line| line.trimmed(text) == written)
    {
        return closed_yaml(text, line, line.start, closing);
    }
    let notation = match format {
        Format::Toml => Notation::Toml,
        _ => Notation::Yaml,
    };
    let end = key_lines_end(text, line.end, notation)?;
    let closing = lines(text, end).next()?;
    let is_exact = matches!(closing.trimmed(text), "---" | "+++" | "...");
    let second = self::closing(text, closing, format);
    let content = Span::new(line.end, end);
    if !(is_exact || second.is_some()) || !claims_front_matter(text, content, notation) {
        return None;
    }
    let text_of_fence = Arguments::new().with("text", written);
    let (message, help) = match format {
        Format::Toml => ("front-matter-bad-opening-toml", "front-matter-bad-fence-toml-help"),
        _ => ("front-matter-bad-opening", "front-matter-bad-fence-help"),
    };
    let mut errors = vec![SyntaxError::new(fence, Message::Key(message, text_of_fence), help)];
    errors.extend(second);
    Some(FrontMatter {
        errors,
        ..block(format, line.start, fence, content, closing.end)
    })
}

/// What to say of a line that was meant to close a block and does not.
pub(super) fn closing(text: &str, line: Line, format: Format) -> Option<SyntaxError> {
    let (_, span) = first_written(text, line.start).filter(|(written, _)| written.start == line.start)?;
    let written = span.of(text);
    let (exact, signs, message, help): (_, &[char], _, _) = match format {
        Format::Yaml => (
            "---",
            &DASHES,
            "front-matter-bad-closing",
            "front-matter-bad-fence-help",
        ),
        Format::Toml => (
            "+++",
            &PLUSES,
            "front-matter-bad-closing-toml",
            "front-matter-bad-fence-toml-help",
        ),
        Format::Json => return None,
    };
    if written == exact && span.start > line.start {
        let spaces = Span::new(line.start, span.start);
        let message = Message::key("front-matter-spaces-before-closing");
        return Some(SyntaxError::new(spaces, message, "front-matter-spaces-before-help"));
    }
    let is_other = format == Format::Toml && written == "---" || format == Format::Yaml && written == "+++";
    // Hyphens with spaces between them are lists in one another.
    let is_list = format == Format::Yaml && written.starts_with("- ");
    if !is_other && (written == exact || is_list || !is_made_of(written, signs)) {
        return None;
    }
    let arguments = Arguments::new().with("text", written);
    Some(SyntaxError::new(span, Message::Key(message, arguments), help))
}

/// Keys from the first line on, up to `---`, which nothing opens.
fn not_opened(text: &str, first: Line, engine: Engine) -> Option<FrontMatter> {
    if before(engine) == Before::Unknown {
        return None;
    }
    let end = key_lines_end(text, first.start, Notation::Yaml)?;
    let closing = lines(text, end).next().filter(|line| line.trimmed(text) == "---")?;
    let content = Span::new(first.start, end);
    if first.end >= end || !claims_front_matter(text, content, Notation::Yaml) {
        return None;
    }
    let opening = Span::empty(first.start);
    let found = block(Format::Yaml, first.start, opening, content, closing.end);
    if engine == Engine::JsYaml4 {
        let parsed = read_yaml(text, content)?;
        return Some(FrontMatter {
            node: parsed.node,
            errors: parsed.errors,
            ..found
        });
    }
    let message = Message::key("front-matter-not-opened");
    Some(FrontMatter {
        errors: vec![SyntaxError::new(
            first.fence(text),
            message,
            "front-matter-not-opened-help",
        )],
        ..found
    })
}

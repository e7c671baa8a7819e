//! Front matter that is well written, and that the generator of the site does
//! not read all the same.
//!
//! Who reads what: Jekyll (`YAML_FRONT_MATTER_REGEXP` in document.rb) and
//! gray-matter, by which VitePress and Docusaurus read, know YAML alone. Hexo
//! (hexo-front-matter, lib/front_matter.ts) knows YAML, and JSON between `;;;`;
//! Zola (content/src/front_matter/split.rs) and Astro (markdown-remark,
//! src/frontmatter.ts) YAML and TOML; Hugo (parser/pageparser/
//! pagelexer_intro.go) all three, JSON in braces. Hexo and Zola want nothing
//! behind the opening fence.

use crate::check::Subject;
use crate::diagnostic::{Applicability, Change, Edit, Fix};
use crate::document::front_matter::{Format, FrontMatter, SyntaxError, is_known_key};
use crate::messages::{Arguments, Message};
use crate::site::Generator;
use crate::text::Span;

/// What keeps the generator from reading the front matter of a post.
pub(super) fn refused(subject: &Subject<'_, '_>) -> Option<SyntaxError> {
    let front_matter = subject.document.front_matter();
    let format = front_matter.format?;
    let text = subject.document.source().text.as_str();
    let arguments = || {
        let reader = subject.generator.readers().first().map_or("", |reader| reader.name);
        Arguments::new().with("generator", reader)
    };
    let fence = front_matter.opening;
    if !is_taken(subject.generator, format, fence.of(text)) {
        let (message, help) = match format {
            Format::Json => ("front-matter-json-not-read", "front-matter-json-not-read-help"),
            _ => ("front-matter-toml-not-read", "front-matter-toml-not-read-help"),
        };
        let error = SyntaxError::new(fence, Message::Key(message, arguments()), help);
        return has_known_key(front_matter).then_some(error);
    }
    let spaces = spaces_behind(text, fence).filter(|_| is_strict(subject.generator) && !fence.is_empty())?;
    let message = Message::Key("front-matter-spaces-behind", arguments());
    Some(SyntaxError {
        fix: Some(Fix {
            title: Message::key("fix-remove-text"),
            edits: vec![Edit {
                span: spaces,
                text: String::new(),
            }],
            change: Change::Other,
            applicability: Applicability::Unsafe,
        }),
        ..SyntaxError::new(spaces, message, "front-matter-spaces-behind-help")
    })
}

fn is_taken(generator: Generator, format: Format, fence: &str) -> bool {
    match (generator, format) {
        (Generator::Plain, _) | (_, Format::Yaml) => true,
        (_, Format::Toml) => matches!(generator, Generator::Hugo | Generator::Zola | Generator::Astro),
        (_, Format::Json) if fence == "{" => generator == Generator::Hugo,
        (_, Format::Json) => generator == Generator::Hexo,
    }
}

fn is_strict(generator: Generator) -> bool {
    matches!(generator, Generator::Hexo | Generator::Zola)
}

/// Whether it is meant as front matter beyond doubt.
fn has_known_key(front_matter: &FrontMatter) -> bool {
    let entries = front_matter.node.iter().flat_map(|node| node.entries());
    let mut keys = entries.filter_map(|entry| entry.key.as_scalar());
    keys.any(|key| is_known_key(&key.text))
}

/// The white space between a fence and the end of its line.
fn spaces_behind(text: &str, fence: Span) -> Option<Span> {
    let rest = text.get(fence.end..)?;
    let line = rest.split(['\n', '\r']).next()?;
    let is_space = !line.is_empty() && line.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
    is_space.then(|| Span::new(fence.end, fence.end + line.len()))
}

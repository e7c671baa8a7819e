//! Front matter: where it stands in a file, in which format, and what it says.
//!
//! It finds the fences and chooses the parser. It must not know what keys mean
//! to a generator, nor any rule.

pub mod entries;
mod fences;
mod json;
mod lines;
mod mistyped;
mod toml;
mod whole_file;
pub mod write;
pub mod yaml;

use crate::diagnostic::{Edit, Fix};
use crate::dialect::Engine;
use crate::document::node::Node;
use crate::messages::Message;
use crate::text::{BYTE_ORDER_MARK, FilePath, Source, Span};

use lines::lines;

pub use lines::is_known_key;
pub use whole_file::DATA_EXTENSIONS;

/// The language of a front matter block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// A JSON object at the very start, or its members before a line `;;;`.
    Json,
}

impl Format {
    /// Whose rules type its scalars on a site whose YAML `engine` types.
    pub fn engine(self, engine: Engine) -> Engine {
        match self {
            Format::Yaml => engine,
            Format::Toml => Engine::Toml,
            Format::Json => Engine::Json,
        }
    }
}

/// The front matter of a file; all spans are bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its language; none where the file has no front matter.
    pub format: Option<Format>,
    /// Everything that is not body: both fences, and the line end after the
    /// closing one. Empty, at the start of the body, where there is none.
    pub block: Span,
    /// The opening fence, without its line end; of JSON the brace; empty where
    /// the reader of the site asks for none.
    pub opening: Span,
    /// What stands between the fences; of JSON in braces the whole object.
    pub content: Span,
    /// What it says, where it could be read. An empty block is an empty mapping.
    pub node: Option<Node>,
    /// Where it could not, what its sound entries say: what is wrong with them can
    /// be told all the same, but nothing of what is not among them.
    pub sound: Option<Node>,
    /// What is wrong with it.
    pub errors: Vec<SyntaxError>,
}

/// A mistake in the writing of front matter, or of another YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Bytes in the file.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Option<Message>,
    /// Other places in the same file that belong to it.
    pub labels: Vec<(Span, Message)>,
    /// How to mend it, held to by its own proof.
    pub fix: Option<Fix>,
}

impl SyntaxError {
    /// An error with nothing but a place and its sentences, which speak of the
    /// same things.
    pub(crate) fn new(span: Span, message: Message, help: &'static str) -> Self {
        let help = Message::Key(help, message.arguments().clone());
        Self {
            span,
            message,
            help: Some(help),
            labels: Vec::new(),
            fix: None,
        }
    }
}

impl FrontMatter {
    fn none(start: usize) -> Self {
        let nowhere = Span::empty(start);
        Self {
            format: None,
            block: nowhere,
            opening: nowhere,
            content: nowhere,
            node: None,
            sound: None,
            errors: Vec::new(),
        }
    }

    /// What can be judged of it: all, or the sound entries.
    pub fn legible(&self) -> Option<&Node> {
        self.node.as_ref().or(self.sound.as_ref())
    }
}

/// The front matter of a source, as the site reads it whose YAML `engine` types;
/// of a file of data, all of it.
pub fn of(source: &Source, engine: Engine) -> FrontMatter {
    match Format::of_data(&source.path) {
        Some(format) => whole_file::read(&source.text, format),
        None => find_by(&source.text, engine),
    }
}

/// Finds and reads the front matter of a file that no known site reads.
pub fn find(text: &str) -> FrontMatter {
    find_by(text, Engine::Core12)
}

/// Finds and reads the front matter of a file, as the site reads it whose YAML
/// `engine` types: readers differ in what may stand before and in the opening
/// fence.
///
/// The opening fence must be the very first line, after a byte order mark. A
/// `---` that only rules off text, as Markdown does, is no front matter: either
/// what stands between the fences is a mapping, or it is broken but its first
/// lines look like `key: value`. Where it was meant as front matter, and the
/// site reads it as text, that is an error.
pub fn find_by(text: &str, engine: Engine) -> FrontMatter {
    let start = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let Some(first) = lines(text, start).next() else {
        return FrontMatter::none(start);
    };
    fences::find(text, first)
        .or_else(|| mistyped::find(text, first, engine))
        .unwrap_or_else(|| FrontMatter::none(start))
}

/// What a whole file of data says; nothing where it cannot be read.
pub fn value_of_data(path: &FilePath, text: &str) -> Option<Node> {
    let read = whole_file::read(text, Format::of_data(path)?);
    read.node.filter(|_| read.errors.is_empty())
}

/// Whether edits of broken JSON front matter leave what was understood of it:
/// contents in their texts, before and after.
pub fn mends_json(before: (&str, Span), after: (&str, Span), edits: &[Edit]) -> bool {
    json::mend::agree(before, after, edits)
}

#[cfg(test)]
mod tests;

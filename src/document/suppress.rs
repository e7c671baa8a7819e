//! Comments that say "not here": where they stand, what they name, and what
//! they cover.
//!
//! They are found in the body (`<!-- kanwu-ignore NAME: reason -->`, in MDX
//! `{/* … */}`) and in YAML front matter (`# kanwu-ignore NAME: reason`). Names
//! are kept as written; it must not know which of them exist.

mod body;
mod directive;
mod front_matter;
mod jsx;

use crate::document::Document;
use crate::document::template::Body;
use crate::text::Span;

/// What every such comment begins with.
const PREFIX: &str = "kanwu-";

/// One comment; all spans are bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The whole comment, with its delimiters; of YAML without its line end.
    pub comment: Span,
    /// Its first word, if that is none of those that are known. Then it names
    /// nothing, and nobody knows what it was to cover.
    pub unknown_keyword: Option<Name>,
    /// What it names, in order, as often as it does.
    pub names: Vec<Name>,
    /// Why, if it says so.
    pub reason: Option<Span>,
    /// What it covers.
    pub covered: Covered,
    /// What white space beside it is worth.
    pub beside: Beside,
}

/// A name in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

impl Name {
    fn at(text: &str, span: Span) -> Self {
        Self {
            text: span.of(text).to_owned(),
            span,
        }
    }
}

/// What a comment covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covered {
    /// The whole file.
    File,
    /// What begins in this span.
    Range(Span),
    /// Nothing: it stands last, and in nothing.
    Nothing,
}

/// What the white space beside a comment is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It may go with the comment.
    Free,
    /// Each space of it counts, as in `<pre>`.
    Counts,
    /// It counts where there is text on the same line.
    CountsInLine,
}

/// All comments of a document that say "not here", by their start. Of a text
/// that has none, nothing else is read.
pub fn find(document: &Document<'_>) -> Vec<Suppression> {
    let text = &document.source().text;
    if memchr::memmem::find(text.as_bytes(), PREFIX.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut found = front_matter::find(text, document.front_matter());
    if document.body().of(text).contains(PREFIX) {
        let mut in_body = body::find(document);
        drop_examples(document, &mut in_body);
        found.append(&mut in_body);
    }
    found
}

/// Drops those in template blocks that hold code.
fn drop_examples(document: &Document<'_>, found: &mut Vec<Suppression>) {
    let mut code: Vec<Span> = document
        .template_bodies()
        .into_iter()
        .filter(|(_, body)| *body == Body::Code)
        .map(|(span, _)| span)
        .collect();
    code.sort();
    let mut bodies = code.into_iter().peekable();
    let mut end = 0;
    found.retain(|suppression| {
        while let Some(body) = bodies.next_if(|body| body.start <= suppression.comment.start) {
            end = end.max(body.end);
        }
        suppression.comment.start >= end
    });
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

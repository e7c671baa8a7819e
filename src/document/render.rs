//! A body, rendered to HTML with a source map.
//!
//! Every byte of the HTML is covered by a piece that says which bytes of the
//! source it came from, so that whatever is found in the HTML can be shown,
//! and mended, in the source. It must not know any rule, nor how HTML is
//! parsed; of dialects it reads `Dialect` alone.

mod align;
mod commonmark;
mod kramdown;
mod raw;
mod writer;

use std::sync::Arc;

use crate::dialect::{Dialect, Markup};
use crate::document::source_map::SourceMap;
use crate::document::template::Masked;
use crate::text::Span;

/// A body as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML, in elements and text what the dialect's own tool makes.
    pub html: String,
    /// Where each byte of `html` came from. Spans are bytes of the file.
    pub map: Arc<SourceMap>,
    /// Whether the whole body was read as markup.
    pub extent: Extent,
}

/// How much of a body was read as markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it.
    Whole,
    /// It nests so deep, or opens so many marks that nothing closes, that some
    /// of its markup stands as plain text.
    Partial,
}

/// Renders `text[body]`. `masked` must be the mask of the same body. HTML is
/// its own rendering, but for templates in its text.
pub fn render(text: &str, body: Span, dialect: &Dialect, masked: &Masked<'_>) -> Rendered {
    if dialect.markup != Markup::Html && has_more_marks(body.of(text), MOST_MARKS) {
        return Rendered {
            html: String::new(),
            map: Arc::default(),
            extent: Extent::Partial,
        };
    }
    let mut writer = writer::Writer::new(text, &masked.templates, body.len() + body.len() / 4);
    let extent = match dialect.markup {
        Markup::Kramdown => kramdown::render(&mut writer, masked, body.start, dialect),
        Markup::CommonMark => commonmark::render(&mut writer, &masked.text, body.start, dialect),
        Markup::Html => {
            raw::write(&mut writer, &[body]);
            Extent::Whole
        }
    };
    let (html, map) = writer.finish();
    Rendered {
        html,
        map: Arc::new(map),
        extent,
    }
}

/// A Markdown body with more characters that HTML must escape, or that begin a
/// tag, is not read: each becomes a node in the parsers' memory.
const MOST_MARKS: usize = 1_000_000;

fn has_more_marks(body: &str, limit: usize) -> bool {
    let count = |mark| memchr::memchr_iter(mark, body.as_bytes()).count();
    body.len() > limit && count(b'<') + count(b'&') > limit
}

#[cfg(test)]
mod properties;

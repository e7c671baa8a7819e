//! kramdown, the Markdown of Jekyll, read as kramdown reads it.
//!
//! Blocks first, then running text, since a link may be defined further down.
//! Semantics follow kramdown 2 with its parser for GitHub's Markdown
//! (`input: GFM`), as its documentation tells them and as it behaves. Quotes
//! and dashes stay as they are written: no typography is applied.

mod attributes;
mod block;
mod boundary;
mod definition;
mod definition_list;
mod element;
mod emit;
mod emit_span;
mod html;
mod inline;
mod leaf;
mod link;
mod list;
mod node;
mod parser;
mod region;
mod scanner;
mod span;
mod span_html;
mod table;
mod task;

use std::collections::HashMap;

use self::emit::Emitter;
use self::parser::Parser;
use self::region::Region;
use crate::dialect::Dialect;
use crate::document::render::Extent;
use crate::document::render::writer::Writer;
use crate::document::template::Masked;

/// Renders the masked body, which stands at byte `base` of the source.
pub(super) fn render(writer: &mut Writer<'_>, masked: &Masked<'_>, base: usize, dialect: &Dialect) -> Extent {
    let body = &*masked.text;
    // Reading plain text costs one for each byte; this lets people write what
    // they want.
    let budget = body.len() * 3 + 500_000;
    let mut parser = Parser::new(masked.code_block_starts(base), budget);
    let blocks = parser.region(Region::body(body));
    let mut emitter = Emitter {
        writer,
        masked: body,
        base,
        definitions: &parser.definitions,
        line_ends: dialect.line_ends,
        budget,
        footnotes: Vec::new(),
        footnote_numbers: HashMap::new(),
        html_depth: 0,
    };
    emitter.blocks(&blocks);
    emitter.footnotes();
    let is_whole = emitter.budget > 0 && !parser.is_partial;
    if is_whole { Extent::Whole } else { Extent::Partial }
}

//! Blocks: the loop over the lines of a region.
//!
//! The order in which kinds of block are tried, and what each needs before
//! and after it, is kramdown's (with its GitHub quirks: a list, a heading, a
//! quotation or a fence ends a paragraph). It must not know running text.

use std::collections::HashMap;
use std::rc::Rc;

use super::attributes::Attributes;
use super::block::{Block, Kind};
use super::boundary::{ends_lazy_text, is_rule, quote_prefix};
use super::definition::{Abbreviation, Footnote, LinkDefinition};
use super::leaf::{
    blank_lines, construct, end_of_block, fenced_code, heading, indented_code, math, paragraph, rule, setext_heading,
};
use super::list;
use super::region::{Region, RegionBuilder, indentation, is_blank};
use super::scanner::{Blocks, Scanner};

/// How deep containers may nest. What is deeper is text.
const MAX_DEPTH: usize = 64;

/// What a whole document defines, gathered while its blocks are read.
#[derive(Debug, Default)]
pub(super) struct Definitions<'m> {
    pub(super) links: HashMap<String, LinkDefinition<'m>>,
    pub(super) footnotes: HashMap<String, Footnote<'m>>,
    pub(super) abbreviations: HashMap<String, Abbreviation>,
    /// The lengths that abbreviations have, in order.
    pub(super) abbreviation_lengths: Vec<usize>,
    pub(super) attribute_lists: HashMap<String, Attributes>,
    /// Where highlighted blocks of a template language start in the body.
    pub(super) template_code: Vec<usize>,
}

impl Definitions<'_> {
    /// The longest abbreviation that `text` starts with.
    pub(super) fn abbreviation_at(&self, text: &str) -> Option<&str> {
        self.abbreviation_lengths.iter().rev().find_map(|len| {
            let (abbreviation, _) = self.abbreviations.get_key_value(text.get(..*len)?)?;
            Some(abbreviation.as_str())
        })
    }

    /// Whether the mask of a highlighted block starts at `at`.
    pub(super) fn is_template_code(&self, region: &Region<'_>, at: usize) -> bool {
        let start = region.span(at..at + 1).start;
        self.template_code.binary_search(&start).is_ok()
    }
}

/// Reads the blocks of a document.
pub(super) struct Parser<'m> {
    pub(super) definitions: Definitions<'m>,
    pub(super) depth: usize,
    pub(super) is_partial: bool,
    /// Bytes that may still be looked at to tell whether lines are a table.
    pub(super) table_budget: usize,
}

impl<'m> Parser<'m> {
    /// A parser of a body in which highlighted template blocks start at the
    /// offsets in `template_code`. Telling tables from text may look at
    /// `table_budget` bytes.
    pub(super) fn new(template_code: Vec<usize>, table_budget: usize) -> Self {
        let definitions = Definitions {
            template_code,
            ..Definitions::default()
        };
        Self {
            definitions,
            depth: 0,
            is_partial: false,
            table_budget,
        }
    }

    /// Reads a whole region.
    pub(super) fn region(&mut self, region: Region<'m>) -> Vec<Block<'m>> {
        let mut blocks = Blocks::new();
        self.blocks(&mut Scanner::new(Rc::new(region)), None, &mut blocks);
        blocks.list
    }

    /// Reads blocks up to the end of the region or to the end tag of the HTML
    /// element `inside`, and says whether that was found.
    pub(super) fn blocks(&mut self, scanner: &mut Scanner<'m>, inside: Option<&str>, out: &mut Blocks<'m>) -> bool {
        self.depth += 1;
        let mut found = false;
        while !scanner.is_at_end() && !found {
            found = self.block(scanner, inside, out);
        }
        self.depth -= 1;
        found
    }

    /// Reads one block, and says whether it was the end tag of `inside`.
    fn block(&mut self, scanner: &mut Scanner<'m>, inside: Option<&str>, out: &mut Blocks<'m>) -> bool {
        let line = scanner.line();
        let indent = indentation(line);
        if is_blank(line) {
            blank_lines(scanner, out);
            return false;
        }
        if line.starts_with('\t') || indent >= 4 {
            indented_code(scanner, out);
            return false;
        }
        if line.as_bytes().get(indent) == Some(&b'\t') {
            // Neither code nor a paragraph: kramdown takes the line as bare text.
            let at = scanner.at;
            let end = at + line.len();
            let text_end = at + line.trim_ascii_end().len();
            let text = scanner.part(at + indent + 1..text_end.max(at + indent + 1));
            let place = construct(&scanner.region, at..end);
            scanner.at = end;
            let pending = out.pending.take();
            out.push(
                Kind::Paragraph {
                    text,
                    is_plain: true,
                    task: None,
                },
                place,
            );
            out.pending = pending;
            return false;
        }
        if self.depth > MAX_DEPTH {
            self.is_partial = true;
            paragraph(scanner, out);
            return false;
        }
        let first = line.as_bytes().get(indent).copied().unwrap_or_default();
        let is_rule = is_rule(line);
        let is_list = list::starts(line);
        let is_read = match first {
            b'`' | b'~' => fenced_code(scanner, out),
            b'>' => self.quote(scanner, out),
            b'#' => heading(scanner, out),
            _ if is_rule => rule(scanner, out),
            _ if is_list => self.list(scanner, out),
            b':' => self.definition_list(scanner, out),
            b'<' => match self.html(scanner, inside, out) {
                Some(true) => return true,
                read => read.is_some(),
            },
            _ => false,
        };
        if !is_read && !self.later(scanner, first, out) {
            paragraph(scanner, out);
        }
        false
    }

    /// The kinds of block that are tried last.
    fn later(&mut self, scanner: &mut Scanner<'m>, first: u8, out: &mut Blocks<'m>) -> bool {
        setext_heading(scanner, out)
            || (matches!(first, b'$' | b'\\') && math(scanner, out))
            || self.table(scanner, out)
            || match first {
                b'[' => self.footnote_definition(scanner, out) || self.link_definition(scanner, out),
                b'*' => self.abbreviation(scanner, out),
                b'{' => self.extension(scanner, out),
                b'^' => end_of_block(scanner, out),
                _ => false,
            }
    }

    fn quote(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        let start = scanner.at;
        let mut builder = RegionBuilder::default();
        loop {
            let line = scanner.line();
            let end = scanner.at + line.len();
            let from = scanner.at + quote_prefix(line).unwrap_or(0);
            builder.push_range(&scanner.region, from..end);
            scanner.at = end;
            if ends_lazy_text(scanner) {
                break;
            }
        }
        let construct = construct(&scanner.region, start..scanner.at);
        let pending = out.pending.take();
        let children = self.region(builder.finish());
        out.pending = pending;
        out.push(Kind::Quote(children), construct);
        true
    }
}

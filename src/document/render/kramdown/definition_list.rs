//! Definition lists: the lines of a paragraph are terms, and what follows
//! after colons defines them.

use std::rc::Rc;

use super::attributes::Attributes;
use super::block::{Block, Kind, Text};
use super::list::{Marker, gather, item_attributes, pop_blank, starts_definition};
use super::parser::Parser;
use super::scanner::{Blocks, Scanner};
use crate::text::Span;

impl<'m> Parser<'m> {
    /// Definitions of the paragraph before them, whose lines are the terms.
    pub(super) fn definition_list(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        if !starts_definition(scanner.line()) {
            return false;
        }
        let is_spaced = match out.list.as_slice() {
            [.., last] if last.is_paragraph() => false,
            [
                ..,
                term,
                Block {
                    kind: Kind::Blank { len: 1 },
                    ..
                },
            ] if term.is_paragraph() => true,
            _ => return false,
        };
        if is_spaced {
            out.list.pop();
        }
        let Some(Block {
            kind: Kind::Paragraph { text, .. },
            attributes,
            construct: term_place,
        }) = out.list.pop()
        else {
            return false;
        };
        let mut children = terms(&text);
        let gathered = gather(scanner, Marker::Colon, is_spaced);
        out.pending = None;
        let end = scanner.at;
        let mut last_blank = None;
        for item in gathered.items {
            let is_spaced = item.is_spaced;
            let mut block = self.item(scanner, item);
            last_blank = None;
            if let Kind::Item(mut blocks) = block.kind {
                last_blank = pop_blank(&mut blocks);
                if !is_spaced && let Some(Kind::Paragraph { is_plain, .. }) = blocks.first_mut().map(|b| &mut b.kind) {
                    *is_plain = true;
                }
                block.kind = Kind::Definition(blocks);
            }
            children.push(block);
        }
        let whole = Span::new(
            term_place.start,
            scanner.region.span(end - 1..end).end.max(term_place.start),
        );
        self.push_definition_list(children, attributes, whole, out);
        if let Some(len) = last_blank {
            out.push(Kind::Blank { len }, Span::empty(whole.end));
        }
        true
    }

    /// Adds to the list just before, if there is one.
    fn push_definition_list(
        &mut self,
        children: Vec<Block<'m>>,
        attributes: Attributes,
        whole: Span,
        out: &mut Blocks<'m>,
    ) {
        let has_blank = matches!(out.list.as_slice(), [.., list, blank]
            if blank.is_blank() && matches!(list.kind, Kind::DefinitionList(_)));
        if has_blank {
            out.list.pop();
        }
        if let Some(Block {
            kind: Kind::DefinitionList(list),
            construct,
            ..
        }) = out.list.last_mut()
        {
            list.extend(children);
            construct.end = whole.end;
            return;
        }
        out.push(Kind::DefinitionList(children), whole);
        if let Some(list) = out.list.last_mut() {
            list.attributes.extend(attributes);
        }
    }
}

fn terms<'m>(text: &Text<'m>) -> Vec<Block<'m>> {
    let mut at = text.range.start;
    let mut terms = Vec::new();
    for line in text.as_str().split_inclusive('\n') {
        let start = at + (line.len() - line.trim_ascii_start().len());
        let end = at + line.trim_ascii_end().len();
        at += line.len();
        let mut attributes = Attributes::default();
        let start = item_attributes(&text.region, start, &mut attributes);
        if start < end {
            let part = Text {
                region: Rc::clone(&text.region),
                range: start..end,
            };
            terms.push(Block {
                kind: Kind::Term(part),
                attributes,
                construct: text.region.span(start..end),
            });
        }
    }
    terms
}

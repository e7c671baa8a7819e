//! Writes the running text of a kramdown document as HTML, and its footnotes.

use std::ops::Range;

use super::attributes::Attributes;
use super::block::{Kind, Text};
use super::definition::Footnote;
use super::emit::Emitter;
use super::inline::entity_len;
use super::node::{Element, Node, NodeKind, Target};
use super::region::Region;
use super::span::{Around, Scope, SpanParser};
use crate::dialect::LineEnds;
use crate::document::render::raw;
use crate::document::render::writer::Place;
use crate::document::source_map::PieceKind;
use crate::text::Span;

impl<'m, 'd> Emitter<'_, '_, 'm, 'd> {
    /// Reads and writes running text.
    pub(super) fn running_text(&mut self, text: &Text<'m>) {
        let mut budget = self.budget;
        let mut parser = SpanParser::new(text, self.definitions, self.line_ends, &mut budget);
        if self.html_depth > 0 {
            parser.around.push(Around::Html);
        }
        let nodes = parser.read(Scope::All);
        self.budget = budget;
        self.nodes(&text.region, &nodes);
    }

    fn nodes(&mut self, region: &Region<'m>, nodes: &[Node<'m>]) {
        for node in nodes {
            self.node(region, node);
        }
    }

    fn node(&mut self, region: &Region<'m>, node: &Node<'m>) {
        let construct = self.source(region.span(node.range.clone()));
        match &node.kind {
            NodeKind::Text => self.words(region, node.range.clone()),
            NodeKind::Entity => {
                let entity = region.text().get(node.range.clone()).unwrap_or_default();
                self.writer.piece(entity, construct, PieceKind::Decoded);
            }
            NodeKind::Break => self.writer.element("<br />", construct),
            NodeKind::Code(code) => {
                self.start_tag("code", node.attributes(), construct, ">");
                self.text(region, code.clone(), Place::Content);
                self.writer.generated("</code>", construct.end);
            }
            NodeKind::Math(formula) => {
                self.writer.element("<code class=\"math\">", construct);
                self.text(region, formula.clone(), Place::Content);
                self.writer.generated("</code>", construct.end);
            }
            NodeKind::Emphasis => self.marked("em", region, node, construct),
            NodeKind::Strong => self.marked("strong", region, node, construct),
            NodeKind::Deleted => {
                self.html_depth += 1;
                self.marked("del", region, node, construct);
                self.html_depth -= 1;
            }
            NodeKind::Link(target) => self.link(region, node, target, construct),
            NodeKind::Image { target, alt } => self.image(region, node.attributes(), target, alt, construct),
            NodeKind::Autolink { is_address } => self.autolink(region, node, *is_address, construct),
            NodeKind::Html(element) => self.html_element(region, node, element),
            NodeKind::RawText => self.raw_text(region, node.range.clone()),
            NodeKind::Raw(range) => self.raw(region, range.clone()),
            NodeKind::Footnote { label } => self.footnote_mark(label, construct),
            NodeKind::Nothing => {}
            NodeKind::TemplateCode => raw::write_code(self.writer, construct),
        }
    }

    fn marked(&mut self, name: &str, region: &Region<'m>, node: &Node<'m>, construct: Span) {
        self.start_tag(name, node.attributes(), construct, ">");
        self.nodes(region, &node.children);
        self.writer.generated(&["</", name, ">"].concat(), construct.end);
    }

    /// Writes text with its abbreviations and, where line ends break lines,
    /// its breaks.
    fn words(&mut self, region: &Region<'m>, range: Range<usize>) {
        let text = region.text().get(range.clone()).unwrap_or_default();
        if self.line_ends == LineEnds::Soft || self.html_depth > 0 {
            return self.abbreviated(region, range);
        }
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            if line.ends_with('\n') {
                self.abbreviated(region, at..end - 1);
                let place = self.source(region.span(end - 1..end));
                self.writer.element("<br />", place);
                self.text(region, end - 1..end, Place::Content);
            } else {
                self.abbreviated(region, at..end);
            }
            at = end;
        }
    }

    fn abbreviated(&mut self, region: &Region<'m>, range: Range<usize>) {
        if self.definitions.abbreviations.is_empty() {
            return self.text(region, range, Place::Content);
        }
        let text = region.text().get(range.clone()).unwrap_or_default();
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut done = 0;
        let mut is_after_word = false;
        for (at, c) in text.char_indices() {
            let was_after_word = std::mem::replace(&mut is_after_word, is_word(c));
            if at < done || was_after_word {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let Some(abbreviation) = self.definitions.abbreviation_at(rest) else {
                continue;
            };
            let end = at + abbreviation.len();
            if text.get(end..).is_some_and(|after| after.starts_with(is_word)) {
                continue;
            }
            self.text(region, range.start + done..range.start + at, Place::Content);
            let whole = range.start + at..range.start + end;
            let construct = self.source(region.span(whole.clone()));
            self.writer.element("<abbr", construct);
            if let Some(abbreviation) = self.definitions.abbreviations.get(abbreviation) {
                self.attributes(&abbreviation.attributes, construct);
                if !abbreviation.title.is_empty() {
                    let source = self.source(abbreviation.place);
                    self.writer.decoded_attribute("title", &abbreviation.title, source);
                }
            }
            self.writer.generated(">", construct.start);
            self.text(region, whole, Place::Content);
            self.writer.generated("</abbr>", construct.end);
            done = end;
        }
        self.text(region, range.start + done..range.end, Place::Content);
    }

    fn link(&mut self, region: &Region<'m>, node: &Node<'m>, target: &Target<'m>, construct: Span) {
        self.writer.element("<a", construct);
        self.attributes(node.attributes(), construct);
        self.target("href", target, construct);
        self.writer.generated(">", construct.start);
        self.nodes(region, &node.children);
        self.writer.generated("</a>", construct.end);
    }

    fn image(
        &mut self,
        region: &Region<'m>,
        attributes: &Attributes,
        target: &Target<'m>,
        alt: &Range<usize>,
        construct: Span,
    ) {
        self.writer.element("<img", construct);
        self.attributes(attributes, construct);
        self.target("src", target, construct);
        self.writer.open_attribute("alt", construct.start);
        self.unescaped_value(region, alt.clone());
        self.writer.generated("\" />", construct.end);
    }

    fn target(&mut self, name: &str, target: &Target<'m>, construct: Span) {
        let destination = &target.destination;
        // One long definition can be used many times.
        self.budget = self.budget.saturating_sub(destination.range.len());
        self.writer.open_attribute(name, construct.start);
        if self.budget > 0 {
            self.value(&destination.region, destination.range.clone());
        }
        self.writer.generated("\"", construct.start);
        if let Some(title) = &target.title {
            self.writer.open_attribute("title", construct.start);
            self.value(&title.region, title.range.clone());
            self.writer.generated("\"", construct.start);
        }
    }

    /// Writes an attribute value, in which entities stay what they are.
    fn value(&mut self, region: &Region<'m>, range: Range<usize>) {
        self.with_entities(region, range, Place::Attribute);
    }

    /// Writes text in an element without Markdown.
    fn raw_text(&mut self, region: &Region<'m>, range: Range<usize>) {
        self.with_entities(region, range, Place::Content);
    }

    /// Writes a script in a paragraph, in which kramdown escapes what it takes
    /// for text.
    fn code_text(&mut self, region: &Region<'m>, nodes: &[Node<'m>]) {
        for node in nodes {
            if !matches!(node.kind, NodeKind::RawText) {
                self.node(region, node);
                continue;
            }
            let mut at = node.range.start;
            let text = region.text().get(node.range.clone()).unwrap_or_default();
            for part in text.split_inclusive('>') {
                let end = at + part.len();
                let len = part.trim_end_matches('>').len();
                self.raw_text(region, at..at + len);
                if at + len < end {
                    let place = self.source(region.span(at + len..end));
                    self.writer.piece("&gt;", place, PieceKind::Decoded);
                }
                at = end;
            }
        }
    }

    fn with_entities(&mut self, region: &Region<'m>, range: Range<usize>, place: Place) {
        let text = region.text().get(range.clone()).unwrap_or_default();
        let mut done = 0;
        for (at, _) in text.match_indices('&') {
            if let Some(len) = entity_len(text.get(at..).unwrap_or_default()) {
                self.text(region, range.start + done..range.start + at, place);
                let entity = text.get(at..at + len).unwrap_or_default();
                let source = self.source(region.span(range.start + at..range.start + at + len));
                self.writer.piece(entity, source, PieceKind::Decoded);
                done = at + len;
            }
        }
        self.text(region, range.start + done..range.end, place);
    }

    /// Writes an attribute value without the backslashes that escape.
    fn unescaped_value(&mut self, region: &Region<'m>, range: Range<usize>) {
        let text = region.text().get(range.clone()).unwrap_or_default();
        let bytes = text.as_bytes();
        let mut done = 0;
        let mut at = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'\\')) {
            let backslash = at + found;
            at = backslash + 1;
            if bytes.get(at).is_some_and(|b| b"\\.*_+`<>()[]{}#!:|\"'$=-".contains(b)) {
                self.value(region, range.start + done..range.start + backslash);
                done = at;
                at += 1;
            }
        }
        self.value(region, range.start + done..range.end);
    }

    fn autolink(&mut self, region: &Region<'m>, node: &Node<'m>, is_address: bool, construct: Span) {
        let inner = node.range.start + 1..node.range.end - 1;
        let url = region.text().get(inner.clone()).unwrap_or_default();
        self.writer.element("<a", construct);
        self.attributes(node.attributes(), construct);
        self.writer.open_attribute("href", construct.start);
        if is_address {
            // Between the angle bracket and the address.
            self.writer.generated("mailto:", construct.start + 1);
        }
        self.value(region, inner.clone());
        self.writer.generated("\">", construct.start);
        let scheme_len = if url.starts_with("mailto:") { "mailto:".len() } else { 0 };
        self.words(region, inner.start + scheme_len..inner.end);
        self.writer.generated("</a>", construct.end);
    }

    fn html_element(&mut self, region: &Region<'m>, node: &Node<'m>, element: &Element) {
        let Element {
            name,
            start_tag,
            end_tag,
        } = element;
        let construct = self.source(region.span(node.range.clone()));
        for (at, part) in start_tag.iter().enumerate() {
            if at == 0
                && let Some(attributes) = &node.attributes
            {
                self.raw_with(region, part.clone(), attributes);
            } else {
                self.raw(region, part.clone());
            }
        }
        self.html_depth += 1;
        match name.as_str() {
            "script" | "style" => self.code_text(region, &node.children),
            _ => self.nodes(region, &node.children),
        }
        self.html_depth -= 1;
        match end_tag {
            Some(end_tag) => self.raw(region, end_tag.clone()),
            None if super::html::is_void_element(name) => {}
            None => self.writer.end_tag(name, construct.end),
        }
    }

    fn footnote_mark(&mut self, label: &str, construct: Span) {
        let next = self.footnotes.len();
        let number = *self.footnote_numbers.entry(label.to_owned()).or_insert(next);
        if number == next {
            self.footnotes.push((label.to_owned(), 0));
        }
        let Some((_, mentions)) = self.footnotes.get_mut(number) else {
            return;
        };
        *mentions += 1;
        let repeat = if *mentions > 1 {
            format!(":{}", *mentions - 1)
        } else {
            String::new()
        };
        self.writer.element("<sup", construct);
        self.writer
            .decoded_attribute("id", &["fnref:", label, &repeat].concat(), construct);
        self.writer.generated(">", construct.start);
        self.writer.element("<a", construct);
        self.writer
            .decoded_attribute("href", &["#fn:", label].concat(), construct);
        self.writer.generated(" class=\"footnote\">", construct.start);
        self.writer
            .decoded(&(number + 1).to_string(), construct, Place::Content);
        self.writer.generated("</a></sup>", construct.end);
    }

    /// Writes the footnotes that were mentioned, at the end of the document.
    pub(super) fn footnotes(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        let end = self.base + self.masked.len();
        self.writer.generated("<div class=\"footnotes\">\n<ol>\n", end);
        let mut at = 0;
        while let Some((label, _)) = self.footnotes.get(at) {
            let label = label.clone();
            if let Some(footnote) = self.definitions.footnotes.get(&label) {
                self.footnote(&label, at, footnote);
            }
            at += 1;
        }
        self.writer.generated("</ol>\n</div>\n", end);
    }

    fn footnote(&mut self, label: &str, number: usize, footnote: &Footnote<'m>) {
        let construct = self.source(footnote.construct);
        self.writer.element("<li", construct);
        self.writer.decoded_attribute("id", &["fn:", label].concat(), construct);
        self.writer.generated(">\n", construct.start);
        match footnote.blocks.split_last() {
            Some((last, others)) if last.is_paragraph() => {
                self.blocks(others);
                if let Kind::Paragraph { text, .. } = &last.kind {
                    self.start_tag("p", &last.attributes, self.source(last.construct), ">");
                    self.running_text(text);
                    self.writer.generated("\u{A0}", construct.end);
                    self.backlinks(label, number, construct);
                    self.writer.generated("</p>\n", construct.end);
                }
            }
            _ => {
                self.blocks(&footnote.blocks);
                self.writer.element("<p>", construct);
                self.backlinks(label, number, construct);
                self.writer.generated("</p>\n", construct.end);
            }
        }
        self.writer.generated("</li>\n", construct.end);
    }

    fn backlinks(&mut self, label: &str, number: usize, construct: Span) {
        let mentions = self.footnotes.get(number).map_or(1, |(_, mentions)| *mentions);
        for mention in 0..mentions {
            let repeat = if mention > 0 {
                format!(":{mention}")
            } else {
                String::new()
            };
            if mention > 0 {
                self.writer.generated("\u{A0}", construct.end);
            }
            self.writer.element("<a", construct);
            self.writer
                .decoded_attribute("href", &["#fnref:", label, &repeat].concat(), construct);
            self.writer
                .generated(" class=\"reversefootnote\">\u{21A9}", construct.end);
            if mention > 0 {
                self.writer
                    .generated(&format!("<sup>{}</sup>", mention + 1), construct.end);
            }
            self.writer.generated("</a>", construct.end);
        }
    }
}

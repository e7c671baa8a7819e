//! Writes the blocks of a kramdown document as HTML.

use std::collections::HashMap;
use std::ops::Range;

use super::attributes::{Attribute, Attributes};
use super::block::{Alignment, Block, Html, Kind, Row, Section, Table, Task, Text};
use super::html;
use super::parser::Definitions;
use super::region::{Fidelity, Region};
use crate::dialect::LineEnds;
use crate::document::render::raw;
use crate::document::render::writer::{Place, Writer};
use crate::document::source_map::PieceKind;
use crate::text::Span;

/// Writes a document whose definitions are all known.
pub(super) struct Emitter<'w, 's, 'm, 'd> {
    pub(super) writer: &'w mut Writer<'s>,
    /// The masked body, which stands at byte `base` of the source.
    pub(super) masked: &'m str,
    pub(super) base: usize,
    pub(super) definitions: &'d Definitions<'m>,
    pub(super) line_ends: LineEnds,
    pub(super) budget: usize,
    /// Labels of footnotes in the order of their first mention, each with the
    /// number of its mentions.
    pub(super) footnotes: Vec<(String, usize)>,
    pub(super) footnote_numbers: HashMap<String, usize>,
    /// How many HTML elements we are in: in them line ends never break lines.
    pub(super) html_depth: usize,
}

impl<'m, 'd> Emitter<'_, '_, 'm, 'd> {
    pub(super) fn blocks(&mut self, blocks: &[Block<'m>]) {
        for block in blocks {
            self.block(block);
        }
    }

    pub(super) fn source(&self, body: Span) -> Span {
        body.shift(self.base)
    }

    fn block(&mut self, block: &Block<'m>) {
        let construct = self.source(block.construct);
        match &block.kind {
            Kind::Blank { .. } | Kind::Mark(_) => {}
            Kind::Paragraph { text, is_plain, task } => self.paragraph(block, text, *is_plain, task.as_deref()),
            Kind::Heading { level, text } => {
                let name = ["h1", "h2", "h3", "h4", "h5", "h6"]
                    .get(level - 1)
                    .copied()
                    .unwrap_or("h6");
                self.container(name, block, |this| this.running_text(text));
            }
            Kind::Code { text, language } => self.code(block, text, language.as_ref()),
            Kind::Quote(children) => self.container("blockquote", block, |this| this.blocks(children)),
            Kind::List { .. } if block.attributes.refers_to("toc") || block.attributes.refers_to("footnotes") => {}
            Kind::List { is_ordered, items } => {
                let name = if *is_ordered { "ol" } else { "ul" };
                self.container(name, block, |this| this.blocks(items));
            }
            Kind::Item(children) => self.container("li", block, |this| this.blocks(children)),
            Kind::DefinitionList(children) => self.container("dl", block, |this| this.blocks(children)),
            Kind::Term(text) => self.container("dt", block, |this| this.running_text(text)),
            Kind::Definition(children) => self.container("dd", block, |this| this.blocks(children)),
            Kind::Rule => {
                self.start_tag("hr", &block.attributes, construct, " />");
                self.writer.generated("\n", construct.end);
            }
            Kind::Math(text) => {
                self.writer.element("<pre class=\"math\">", construct);
                self.text(&text.region, text.range.clone(), Place::Content);
                self.writer.generated("</pre>\n", construct.end);
            }
            Kind::Table(table) => self.table(block, table),
            Kind::Html(parts) => self.html(parts, &block.attributes, construct),
            Kind::TemplateCode => {
                raw::write_code(self.writer, construct);
                self.writer.generated("\n", construct.end);
            }
        }
    }

    fn container(&mut self, name: &str, block: &Block<'m>, inner: impl FnOnce(&mut Self)) {
        let construct = self.source(block.construct);
        self.start_tag(name, &block.attributes, construct, ">");
        inner(self);
        self.writer.generated(&["</", name, ">\n"].concat(), construct.end);
    }

    /// Writes a start tag with the attributes that lists gave.
    pub(super) fn start_tag(&mut self, name: &str, attributes: &Attributes, construct: Span, end: &str) {
        if attributes.is_empty() && end == ">" {
            return self.writer.element(&["<", name, ">"].concat(), construct);
        }
        self.writer.element(&["<", name].concat(), construct);
        self.attributes(attributes, construct);
        self.writer.generated(end, construct.start);
    }

    /// Writes attributes, classes together, of others the last of each name.
    pub(super) fn attributes(&mut self, attributes: &Attributes, construct: Span) {
        let list = attributes.resolved(&self.definitions.attribute_lists);
        let mut done: Vec<&str> = Vec::new();
        for attribute in &list {
            let name = attribute.name.as_str();
            if done.contains(&name) {
                continue;
            }
            done.push(name);
            let same: Vec<&Attribute> = list.iter().filter(|other| other.name == name).collect();
            let values = if name == "class" {
                &same[..]
            } else {
                same.last().map_or(&[][..], std::slice::from_ref)
            };
            self.writer.open_attribute(name, construct.start);
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    self.writer.generated(" ", construct.start);
                }
                self.attribute_value(value);
            }
            self.writer.generated("\"", construct.start);
        }
    }

    fn attribute_value(&mut self, attribute: &Attribute) {
        let source = self.source(attribute.source);
        if attribute.source.of(self.masked) == attribute.value {
            self.writer.text(source, Place::Attribute);
        } else {
            self.writer.decoded(&attribute.value, source, Place::Attribute);
        }
    }

    fn paragraph(&mut self, block: &Block<'m>, text: &Text<'m>, is_plain: bool, task: Option<&Task>) {
        let construct = self.source(block.construct);
        if !is_plain && self.writer.is_only_templates(construct) {
            return;
        }
        if !is_plain {
            self.start_tag("p", &block.attributes, construct, ">");
        }
        if let Some(task) = task {
            let rest = match task.is_done {
                true => " type=\"checkbox\" disabled=\"disabled\" checked=\"checked\" />",
                false => " type=\"checkbox\" disabled=\"disabled\" />",
            };
            let mark = self.source(task.mark);
            self.start_tag("input", &task.attributes, mark, rest);
        }
        self.running_text(text);
        self.writer
            .generated(if is_plain { "\n" } else { "</p>\n" }, construct.end);
    }

    fn code(&mut self, block: &Block<'m>, text: &Text<'m>, language: Option<&Text<'m>>) {
        let construct = self.source(block.construct);
        let (languages, others) = block
            .attributes
            .split(|a| a.name == "class" && a.value.starts_with("language-"));
        self.start_tag("pre", &others, construct, ">");
        self.writer.element("<code", construct);
        if let Some(language) = language {
            self.writer.open_attribute("class", construct.start);
            self.writer.generated("language-", construct.start);
            self.text(&language.region, language.range.clone(), Place::Attribute);
            self.writer.generated("\"", construct.start);
        } else {
            self.attributes(&languages, construct);
        }
        self.writer.generated(">", construct.start);
        self.text(&text.region, text.range.clone(), Place::Content);
        self.writer.generated("\n</code></pre>\n", construct.end);
    }

    fn table(&mut self, block: &Block<'m>, table: &Table<'m>) {
        self.container("table", block, |this| {
            for (section, rows) in &table.sections {
                let (name, cell) = match section {
                    Section::Head => ("thead", "th"),
                    Section::Body => ("tbody", "td"),
                    Section::Foot => ("tfoot", "td"),
                };
                let first = rows
                    .first()
                    .map_or(Span::empty(block.construct.start), |row| row.construct);
                let whole = rows.last().map_or(first, |last| first.cover(last.construct));
                let whole = this.source(whole);
                this.writer.element(&["<", name, ">"].concat(), whole);
                for row in rows {
                    this.row(row, cell, table);
                }
                this.writer.generated(&["</", name, ">\n"].concat(), whole.end);
            }
        });
    }

    fn row(&mut self, row: &Row<'m>, cell: &str, table: &Table<'m>) {
        let construct = self.source(row.construct);
        self.writer.element("<tr>", construct);
        for column in 0..table.columns {
            let style = match table.alignments.get(column) {
                Some(Alignment::Left) => " style=\"text-align: left\">",
                Some(Alignment::Center) => " style=\"text-align: center\">",
                Some(Alignment::Right) => " style=\"text-align: right\">",
                Some(Alignment::Default) | None => ">",
            };
            let text = row.cells.get(column);
            let place = text.map_or(Span::empty(row.construct.end), |text| {
                text.region.span(text.range.clone())
            });
            self.writer.element(&["<", cell].concat(), self.source(place));
            self.writer.generated(style, construct.start);
            match text.filter(|text| !text.range.is_empty()) {
                Some(text) => self.running_text(text),
                None => self.writer.generated("\u{A0}", construct.end),
            }
            self.writer.generated(&["</", cell, ">"].concat(), construct.end);
        }
        self.writer.generated("</tr>\n", construct.end);
    }

    fn html(&mut self, parts: &[Html<'m>], attributes: &Attributes, construct: Span) {
        self.html_depth += 1;
        for (at, part) in parts.iter().enumerate() {
            match part {
                Html::Raw(text) if at == 0 && !attributes.is_empty() => {
                    self.raw_with(&text.region, text.range.clone(), attributes);
                }
                Html::Raw(text) => self.raw(&text.region, text.range.clone()),
                Html::Text(text) => self.text(&text.region, text.range.clone(), Place::Content),
                Html::Span(text) => self.running_text(text),
                Html::Blocks(blocks) => self.blocks(blocks),
                Html::EndTag { name, at } => {
                    self.writer.end_tag(name, self.base + at);
                }
            }
        }
        self.html_depth -= 1;
        self.writer.generated("\n", construct.end);
    }

    /// Writes raw HTML whose first tag gets attributes from a list: classes
    /// add to its own, others come first and so win.
    pub(super) fn raw_with(&mut self, region: &Region<'m>, range: Range<usize>, attributes: &Attributes) {
        let text = region.text();
        let Some(tag) = html::start_tag(text, range.start) else {
            return self.raw(region, range);
        };
        let near = self.source(region.span(range.start..range.start + 1));
        let own_class = tag.attributes.iter().find_map(|(name, value)| {
            let is_class = text
                .get(name.clone())
                .is_some_and(|name| name.eq_ignore_ascii_case("class"));
            value.clone().filter(|value| is_class && value.end < range.end)
        });
        let (classes, mut others) = attributes.split(|attribute| attribute.name == "class");
        self.raw(region, range.start..tag.name.end);
        let mut at = tag.name.end;
        match own_class {
            Some(value) => {
                self.attributes(&others, near);
                self.raw(region, at..value.end);
                for class in classes.resolved(&self.definitions.attribute_lists) {
                    self.writer.generated(" ", near.start);
                    self.attribute_value(&class);
                }
                at = value.end;
            }
            None => {
                others.extend(classes);
                self.attributes(&others, near);
            }
        }
        self.raw(region, at..range.end);
    }

    /// Writes HTML as it stands.
    pub(super) fn raw(&mut self, region: &Region<'m>, range: Range<usize>) {
        let mut spans: Vec<Span> = Vec::new();
        for (part, body, fidelity) in region.stretches(range) {
            let html = region.text().get(part).unwrap_or_default();
            let source = self.source(body);
            if fidelity == Fidelity::Same {
                spans.push(source);
            } else {
                raw::write(self.writer, &std::mem::take(&mut spans));
                self.writer.piece(html, source, PieceKind::Decoded);
            }
        }
        raw::write(self.writer, &spans);
    }

    /// Writes a range of a region as text.
    pub(super) fn text(&mut self, region: &Region<'m>, range: Range<usize>, place: Place) {
        for (part, body, fidelity) in region.stretches(range) {
            let text = region.text().get(part).unwrap_or_default();
            let source = self.source(body);
            if fidelity == Fidelity::Same {
                self.writer.text(source, place);
            } else if self.writer.templates_in(source).is_empty() || place == Place::Attribute {
                self.writer.decoded(text, source, place);
            }
        }
    }
}

//! CommonMark and its common extensions, read by pulldown-cmark.
//!
//! It must not know kramdown, which differs too much to be an option here.

mod link;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

use self::link::Link;
use crate::dialect::{Dialect, HeadingIds, LineEnds, Math, Wikilinks};
use crate::document::render::Extent;
use crate::document::render::align::{self, Stretch};
use crate::document::render::raw;
use crate::document::render::writer::{FILLER, Place, Writer};
use crate::text::Span;

/// pulldown-cmark's options for what a dialect may ask for.
fn options(dialect: &Dialect) -> Options {
    let mut options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    options.set(
        Options::ENABLE_HEADING_ATTRIBUTES,
        dialect.heading_ids == HeadingIds::Explicit,
    );
    options.set(Options::ENABLE_MATH, dialect.math != Math::None);
    options.set(Options::ENABLE_WIKILINKS, dialect.wikilinks == Wikilinks::Enabled);
    options
}

/// Renders `masked`, which stands at byte `base` of the source.
pub(super) fn render(writer: &mut Writer<'_>, masked: &str, base: usize, dialect: &Dialect) -> Extent {
    let parser = Parser::new_ext(masked, options(dialect));
    let mut renderer = Renderer {
        writer,
        masked,
        base,
        line_ends: dialect.line_ends,
        math: dialect.math,
        image_depth: 0,
        hidden: false,
        is_in_table_head: false,
        alignments: Vec::new(),
        column: 0,
        html: Vec::new(),
        footnotes: HashMap::new(),
    };
    let mut events = parser.into_offset_iter();
    while let Some((event, range)) = events.next() {
        renderer.event(event, range, &events);
    }
    Extent::Whole
}

struct Renderer<'w, 's, 'm> {
    writer: &'w mut Writer<'s>,
    masked: &'m str,
    base: usize,
    line_ends: LineEnds,
    math: Math,
    /// How many images we are in: their text is an attribute.
    image_depth: usize,
    /// In a paragraph of templates alone, which shows nothing.
    hidden: bool,
    is_in_table_head: bool,
    alignments: Vec<Alignment>,
    column: usize,
    /// The lines of the HTML block that we are in.
    html: Vec<Span>,
    /// Numbers of footnotes by label, in the order of their first mention.
    footnotes: HashMap<String, usize>,
}

impl<'m> Renderer<'_, '_, 'm> {
    fn event(&mut self, event: Event<'m>, range: Range<usize>, events: &OffsetIter<'m>) {
        if self.hidden {
            self.hidden = !matches!(event, Event::End(TagEnd::Paragraph));
            return;
        }
        if self.image_depth > 0 {
            return self.alt(event, range);
        }
        let span = self.span(&range);
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.text(&text, &range, Place::Content),
            Event::Code(code) => self.code("<code>", &code, &range, '`'),
            Event::InlineMath(_) if self.math == Math::DoubleDollar => self.writer.text(span, Place::Content),
            Event::InlineMath(math) | Event::DisplayMath(math) => {
                self.code("<code class=\"math\">", &math, &range, '$');
            }
            Event::Html(html) => {
                self.html
                    .extend(align::lines(&html, self.masked, &range).map(|span| span.shift(self.base)));
            }
            Event::InlineHtml(html) => {
                let html: Vec<Span> = align::lines(&html, self.masked, &range)
                    .map(|span| span.shift(self.base))
                    .collect();
                raw::write(self.writer, &html);
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label, span),
            Event::SoftBreak if self.line_ends == LineEnds::Hard => self.line_break(span),
            Event::SoftBreak => self.line_end(span, Place::Content),
            Event::HardBreak => self.line_break(span),
            Event::Rule => {
                self.writer
                    .element("<hr />", trimmed(self.masked, &range).shift(self.base));
                self.writer.generated("\n", span.end);
            }
            Event::TaskListMarker(checked) => {
                let checked = if checked { " checked=\"\"" } else { "" };
                let html = ["<input type=\"checkbox\" disabled=\"\"", checked, " />"].concat();
                self.writer.element(&html, span);
                self.writer.generated(" ", span.end);
            }
        }
    }

    fn start(&mut self, tag: Tag<'m>, range: Range<usize>, events: &OffsetIter<'m>) {
        let construct = trimmed(self.masked, &range).shift(self.base);
        match tag {
            Tag::Paragraph if self.writer.is_only_templates(construct) => self.hidden = true,
            Tag::Paragraph => self.writer.element("<p>", construct),
            Tag::Heading { level, id, classes, .. } => self.heading(level, id, &classes, construct),
            Tag::BlockQuote(_) => self.block("<blockquote>", construct),
            Tag::CodeBlock(kind) => self.code_block(kind, construct),
            Tag::HtmlBlock => self.html.clear(),
            Tag::List(Some(start)) if start != 1 => {
                self.block(&format!("<ol start=\"{start}\">"), construct);
            }
            Tag::List(Some(_)) => self.block("<ol>", construct),
            Tag::List(None) => self.block("<ul>", construct),
            Tag::Item => self.writer.element("<li>", construct),
            Tag::FootnoteDefinition(label) => self.footnote_definition(&label, construct),
            Tag::DefinitionList => self.block("<dl>", construct),
            Tag::DefinitionListTitle => self.writer.element("<dt>", construct),
            Tag::DefinitionListDefinition => self.writer.element("<dd>", construct),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.block("<table>", construct);
            }
            Tag::TableHead => {
                self.is_in_table_head = true;
                self.column = 0;
                self.writer.element("<thead>", construct);
                self.writer.element("<tr>", construct);
            }
            Tag::TableRow => {
                self.column = 0;
                if std::mem::take(&mut self.is_in_table_head) {
                    self.writer.element("<tbody>", construct);
                }
                self.writer.element("<tr>", construct);
            }
            Tag::TableCell => self.table_cell(construct),
            Tag::Emphasis => self.writer.element("<em>", construct),
            Tag::Strong => self.writer.element("<strong>", construct),
            Tag::Strikethrough => self.writer.element("<del>", construct),
            Tag::Superscript => self.writer.element("<sup>", construct),
            Tag::Subscript => self.writer.element("<sub>", construct),
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.writer.element("<a", construct);
                let link = Link {
                    link_type,
                    destination: dest_url,
                    title,
                    label: id,
                    construct,
                };
                self.destination("href", &link, events);
                self.title(&link);
                self.writer.generated(">", construct.start);
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.writer.element("<img", construct);
                let link = Link {
                    link_type,
                    destination: dest_url,
                    title,
                    label: id,
                    construct,
                };
                self.destination("src", &link, events);
                self.title(&link);
                self.writer.open_attribute("alt", construct.start);
                self.image_depth = 1;
            }
            Tag::MetadataBlock(_) => self.hidden = false,
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        let html = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Heading(HeadingLevel::H1) => "</h1>\n",
            TagEnd::Heading(HeadingLevel::H2) => "</h2>\n",
            TagEnd::Heading(HeadingLevel::H3) => "</h3>\n",
            TagEnd::Heading(HeadingLevel::H4) => "</h4>\n",
            TagEnd::Heading(HeadingLevel::H5) => "</h5>\n",
            TagEnd::Heading(HeadingLevel::H6) => "</h6>\n",
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                return raw::write(self.writer, &html);
            }
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::FootnoteDefinition => "</div>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table if self.is_in_table_head => "</table>\n",
            TagEnd::Table => "</tbody></table>\n",
            TagEnd::TableHead => "</tr></thead>\n",
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell if self.is_in_table_head => "</th>",
            TagEnd::TableCell => "</td>",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Superscript => "</sup>",
            TagEnd::Subscript => "</sub>",
            TagEnd::Link => "</a>",
            TagEnd::Image | TagEnd::MetadataBlock(_) => "",
        };
        self.writer.generated(html, self.base + range.end);
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::from(range.clone()).shift(self.base)
    }

    /// Where a string that the parser borrowed from the body stands in the source.
    fn locate(&self, text: &str) -> Option<Span> {
        align::locate(text, self.masked).map(|span| span.shift(self.base))
    }

    fn block(&mut self, start_tag: &str, construct: Span) {
        self.writer.element(start_tag, construct);
        self.writer.generated("\n", construct.start);
    }

    fn text(&mut self, text: &str, range: &Range<usize>, place: Place) {
        match self.locate(text) {
            Some(span) => self.writer.text(span, place),
            None => {
                let span = self.span(range);
                self.writer.decoded(text, span, place);
            }
        }
    }

    fn code(&mut self, start_tag: &str, code: &str, range: &Range<usize>, mark: char) {
        self.writer.element(start_tag, self.span(range));
        self.code_text(code, range, mark, Place::Content);
        self.writer.generated("</code>", self.base + range.end);
    }

    fn code_text(&mut self, code: &str, range: &Range<usize>, mark: char, place: Place) {
        for stretch in align::code(code, self.masked, range, mark) {
            match stretch {
                Stretch::Same(span) => self.writer.text(span.shift(self.base), place),
                // What could not be aligned must not show what masks a template.
                Stretch::Other(text, span) if text.contains(FILLER) => {
                    self.writer.text(span.shift(self.base), place);
                }
                Stretch::Other(text, span) => self.writer.decoded(text, span.shift(self.base), place),
            }
        }
    }

    /// Writes the text of an image, which becomes an attribute.
    fn alt(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = self.span(&range);
        match event {
            Event::Start(Tag::Image { .. }) => self.image_depth += 1,
            Event::End(TagEnd::Image) => {
                self.image_depth -= 1;
                if self.image_depth == 0 {
                    self.writer.generated("\" />", span.end);
                }
            }
            Event::Text(text) => self.text(&text, &range, Place::Attribute),
            Event::Code(code) => self.code_text(&code, &range, '`', Place::Attribute),
            Event::InlineMath(math) | Event::DisplayMath(math) => {
                self.code_text(&math, &range, '$', Place::Attribute);
            }
            Event::SoftBreak | Event::HardBreak => self.line_end(span, Place::Attribute),
            _ => {}
        }
    }

    fn line_end(&mut self, span: Span, place: Place) {
        if !self.writer.templates_in(span).is_empty() {
            return;
        }
        match span.of(self.writer.source()) {
            "\n" => self.writer.text(span, place),
            _ => self.writer.decoded("\n", span, place),
        }
    }

    fn line_break(&mut self, span: Span) {
        self.writer.element("<br />", span);
        self.writer.generated("\n", span.end);
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<CowStr<'_>>, classes: &[CowStr<'_>], construct: Span) {
        let name = match level {
            HeadingLevel::H1 => "<h1",
            HeadingLevel::H2 => "<h2",
            HeadingLevel::H3 => "<h3",
            HeadingLevel::H4 => "<h4",
            HeadingLevel::H5 => "<h5",
            HeadingLevel::H6 => "<h6",
        };
        self.writer.element(name, construct);
        if let Some(id) = id {
            self.attribute("id", &id, construct);
        }
        if !classes.is_empty() {
            self.writer.open_attribute("class", construct.start);
            for (at, class) in classes.iter().enumerate() {
                if at > 0 {
                    self.writer.generated(" ", construct.start);
                }
                self.value(class, construct);
            }
            self.writer.generated("\"", construct.start);
        }
        self.writer.generated(">", construct.start);
    }

    /// Writes ` name="value"`; where the value can't be found, it stands for `construct`.
    fn attribute(&mut self, name: &str, value: &str, construct: Span) {
        self.writer.open_attribute(name, construct.start);
        self.value(value, construct);
        self.writer.generated("\"", construct.start);
    }

    fn value(&mut self, value: &str, construct: Span) {
        let construct_in_body = Span::new(construct.start - self.base, construct.end - self.base);
        match self.locate(value) {
            Some(span) => self.writer.text(span, Place::Attribute),
            // The parser copied it; where it is spelt as it reads, it can still be found.
            None => match construct_in_body.of(self.masked).rfind(value) {
                Some(found) => {
                    let start = construct.start + found;
                    self.writer
                        .text(Span::new(start, start + value.len()), Place::Attribute);
                }
                None => self.writer.decoded(value, construct, Place::Attribute),
            },
        }
    }

    fn code_block(&mut self, kind: CodeBlockKind<'_>, construct: Span) {
        self.writer.element("<pre>", construct);
        self.writer.element("<code", construct);
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = info.split([' ', '\t', ',']).next().filter(|word| !word.is_empty())
        {
            self.writer.open_attribute("class", construct.start);
            self.writer.generated("language-", construct.start);
            self.value(language, construct);
            self.writer.generated("\"", construct.start);
        }
        self.writer.generated(">", construct.start);
    }

    fn table_cell(&mut self, construct: Span) {
        let name = if self.is_in_table_head { "<th" } else { "<td" };
        self.writer.element(name, construct);
        let style = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " style=\"text-align: left\">",
            Some(Alignment::Center) => " style=\"text-align: center\">",
            Some(Alignment::Right) => " style=\"text-align: right\">",
            Some(Alignment::None) | None => ">",
        };
        self.writer.generated(style, construct.start);
        self.column += 1;
    }

    fn footnote_number(&mut self, label: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(label.to_owned()).or_insert(next)
    }

    fn footnote_reference(&mut self, label: &str, span: Span) {
        let number = self.footnote_number(label).to_string();
        self.writer.element("<sup>", span);
        self.writer.element("<a", span);
        self.writer.decoded_attribute("href", &["#fn:", label].concat(), span);
        self.writer.generated(" class=\"footnote\">", span.start);
        self.writer.decoded(&number, span, Place::Content);
        self.writer.generated("</a></sup>", span.end);
    }

    fn footnote_definition(&mut self, label: &str, construct: Span) {
        self.writer.element("<div class=\"footnote\"", construct);
        self.writer
            .decoded_attribute("id", &["fn:", label].concat(), Span::empty(construct.start));
        self.writer.generated(">\n", construct.start);
    }
}

/// A range without white space at its end.
fn trimmed(text: &str, range: &Range<usize>) -> Span {
    let len = text.get(range.clone()).unwrap_or_default().trim_ascii_end().len();
    Span::new(range.start, range.start + len)
}

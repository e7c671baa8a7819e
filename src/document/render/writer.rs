//! Writes a rendering and its source map side by side.
//!
//! Every byte that goes into the HTML goes through here, so that no byte lacks
//! its piece. It must not know any markup language but HTML.

use std::borrow::Cow;

use crate::document::source_map::{PieceKind, SourceMap};
use crate::document::template::Template;
use crate::text::Span;

/// What every mask of a template has in it.
pub(super) const FILLER: &str = "xxx";

/// What stands in running text for what a template will print.
const TEMPLATE_OUTPUT: &str = "\u{FFFC}";

/// Where text is written, which decides what must be escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Between tags.
    Content,
    /// In an attribute value in double quotes.
    Attribute,
    /// In an attribute value in single quotes, which only raw HTML has.
    SingleQuoted,
}

/// The rendering as it grows. All spans are bytes of the whole source.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    source: &'a str,
    templates: &'a [(Span, Template)],
    html: String,
    map: SourceMap,
}

impl<'a> Writer<'a> {
    pub(super) fn new(source: &'a str, templates: &'a [(Span, Template)], capacity: usize) -> Self {
        Self {
            source,
            templates,
            html: String::with_capacity(capacity),
            map: SourceMap::default(),
        }
    }

    pub(super) fn finish(self) -> (String, SourceMap) {
        (self.html, self.map)
    }

    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    pub(super) fn has_templates(&self) -> bool {
        !self.templates.is_empty()
    }

    /// Writes bytes as they are.
    pub(super) fn piece(&mut self, html: &str, source: Span, kind: PieceKind) {
        self.html.push_str(html);
        self.map.push(html.len(), self.on_characters(source), kind);
    }

    /// The same span without a part of a character: of a masked template some
    /// blanks may be taken for the indentation of what follows it.
    fn on_characters(&self, span: Span) -> Span {
        match self.has_templates() {
            true => Span::new(
                self.source.ceil_char_boundary(span.start),
                self.source.ceil_char_boundary(span.end),
            ),
            false => span,
        }
    }

    /// Writes bytes that no stretch of the source stands for.
    pub(super) fn generated(&mut self, html: &str, near: usize) {
        self.piece(html, Span::empty(near), PieceKind::Generated);
    }

    /// Writes the end tag that an element of raw HTML lacks. Of a name that a
    /// template completes, only what is written is known.
    pub(super) fn end_tag(&mut self, name: &str, near: usize) {
        let name = name.split(FILLER).next().unwrap_or_default();
        self.generated(&["</", name, ">"].concat(), near);
    }

    /// Writes a start tag, or the `<name` of one, made from `construct`.
    pub(super) fn element(&mut self, html: &str, construct: Span) {
        self.piece(html, construct, PieceKind::Element);
    }

    /// Copies source bytes without escaping.
    pub(super) fn verbatim(&mut self, span: Span) {
        let source = self.source;
        self.piece(span.of(source), span, PieceKind::Verbatim);
    }

    /// Copies source bytes as text, with templates shown as what they print.
    pub(super) fn text(&mut self, span: Span, place: Place) {
        if self.templates.is_empty() {
            return self.plain(span, place);
        }
        let mut at = span.start;
        for &(template, kind) in self.templates_in(span) {
            if template.start > at {
                self.plain(Span::new(at, template.start), place);
            }
            match place {
                Place::Content if template.start >= span.start => {
                    self.template(Span::new(template.start, template.end.min(span.end)), kind);
                }
                // The rest of a template that was shown where it began.
                Place::Content => {}
                Place::Attribute | Place::SingleQuoted => {
                    self.plain(
                        Span::new(template.start.max(span.start), template.end.min(span.end)),
                        place,
                    );
                }
            }
            at = template.end.max(at);
        }
        if at < span.end {
            self.plain(Span::new(at, span.end), place);
        }
    }

    /// Writes what a template prints into running text. A template that goes on
    /// into other blocks is shown in the first.
    pub(super) fn template(&mut self, span: Span, kind: Template) {
        if kind.prints() {
            self.piece(TEMPLATE_OUTPUT, span, PieceKind::Decoded);
        }
    }

    /// Writes text that the source says in other bytes: an entity, an escape.
    pub(super) fn decoded(&mut self, text: &str, source: Span, place: Place) {
        if let Some(&(template, _)) = self.templates_in(source).first() {
            if template.start < source.start && place == Place::Content {
                // The rest of a template that was shown where it began.
                return;
            }
            if text.contains(FILLER) {
                return match place {
                    // Made from a masked template: the source says it better.
                    Place::Content => self.text(source, place),
                    Place::Attribute | Place::SingleQuoted => self.decoded_with_templates(text, source, place),
                };
            }
        }
        self.piece(&escape(text, place), source, PieceKind::Decoded);
    }

    /// The same of a value in which masks stand for templates, each of which is
    /// written as the source has it. Where one is not found, all of the source is.
    fn decoded_with_templates(&mut self, text: &str, source: Span, place: Place) {
        let mut rest = text;
        let mut unmasked = String::with_capacity(text.len());
        for &(template, _) in self.templates_in(source) {
            let mask = FILLER[..1].repeat(template.len());
            let Some((before, after)) = rest.split_once(mask.as_str()).filter(|_| source.contains(template)) else {
                return self.text(source, place);
            };
            unmasked.push_str(before);
            unmasked.push_str(template.of(self.source));
            rest = after;
        }
        unmasked.push_str(rest);
        self.piece(&escape(&unmasked, place), source, PieceKind::Decoded);
    }

    /// Writes ` name="value"`, the value standing for a span of the source.
    pub(super) fn decoded_attribute(&mut self, name: &str, value: &str, source: Span) {
        self.open_attribute(name, source.start);
        self.decoded(value, source, Place::Attribute);
        self.generated("\"", source.end);
    }

    /// Writes ` name="`; the value and the closing quote are the caller's.
    pub(super) fn open_attribute(&mut self, name: &str, near: usize) {
        self.generated(&[" ", name, "=\""].concat(), near);
    }

    /// The templates that share a byte with `span`, in order.
    pub(super) fn templates_in(&self, span: Span) -> &'a [(Span, Template)] {
        let from = self.templates.partition_point(|(t, _)| t.end <= span.start);
        let len = self
            .templates
            .get(from..)
            .unwrap_or_default()
            .partition_point(|(t, _)| t.start < span.end);
        self.templates.get(from..from + len).unwrap_or_default()
    }

    /// Whether `span` holds templates and white space, and nothing else.
    pub(super) fn is_only_templates(&self, span: Span) -> bool {
        if self.templates.is_empty() {
            return false;
        }
        let is_blank = |start, end| Span::new(start, end).of(self.source).trim().is_empty();
        let mut at = span.start;
        for &(template, _) in self.templates_in(span) {
            if template.start > at && !is_blank(at, template.start) {
                return false;
            }
            at = template.end.max(at);
        }
        at > span.start && (at >= span.end || is_blank(at, span.end))
    }

    /// Copies source bytes as text, templates and all.
    pub(super) fn plain(&mut self, span: Span, place: Place) {
        let source = self.source;
        let text = span.of(source);
        let mut at = 0;
        while let Some((found, escaped)) = next_special(text, at, place) {
            self.verbatim(Span::new(span.start + at, span.start + found));
            let special = Span::new(span.start + found, span.start + found + 1);
            self.piece(escaped, special, PieceKind::Decoded);
            at = found + 1;
        }
        self.verbatim(Span::new(span.start + at, span.end));
    }
}

/// The next byte of `text` from `at` on that can't stand in HTML as it is, and
/// what stands for it.
fn next_special(text: &str, at: usize, place: Place) -> Option<(usize, &'static str)> {
    let bytes = text.as_bytes().get(at..)?;
    let found = match place {
        Place::Content => memchr::memchr3(b'<', b'&', 0, bytes),
        Place::Attribute => bytes.iter().position(|b| matches!(b, b'"' | b'<' | b'&' | 0)),
        Place::SingleQuoted => bytes.iter().position(|b| matches!(b, b'\'' | b'<' | b'&' | 0)),
    }?;
    let escaped = match bytes.get(found) {
        Some(b'<') => "&lt;",
        Some(b'&') => "&amp;",
        Some(b'"') => "&quot;",
        Some(b'\'') => "&#39;",
        _ => "\u{FFFD}",
    };
    Some((at + found, escaped))
}

fn escape(text: &str, place: Place) -> Cow<'_, str> {
    if next_special(text, 0, place).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut at = 0;
    while let Some((found, escaped)) = next_special(text, at, place) {
        out.push_str(text.get(at..found).unwrap_or_default());
        out.push_str(escaped);
        at = found + 1;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_verbatim_but_for_what_must_be_escaped() {
        let mut writer = Writer::new("甲 & <乙>", &[], 0);
        writer.text(Span::new(0, 11), Place::Content);
        let (html, map) = writer.finish();
        assert_eq!(html, "甲 &amp; &lt;乙>");
        let kinds: Vec<_> = map.pieces().iter().map(|p| (p.kind, p.source)).collect();
        assert_eq!(
            kinds,
            [
                (PieceKind::Verbatim, Span::new(0, 4)),
                (PieceKind::Decoded, Span::new(4, 5)),
                (PieceKind::Verbatim, Span::new(5, 6)),
                (PieceKind::Decoded, Span::new(6, 7)),
                (PieceKind::Verbatim, Span::new(7, 11)),
            ]
        );
    }

    #[test]
    fn a_template_is_one_character_in_text_and_itself_in_an_attribute() {
        let source = "a {{ b }} c";
        let templates = [(Span::new(2, 9), Template::Output)];
        let mut writer = Writer::new(source, &templates, 0);
        writer.text(Span::new(0, 11), Place::Content);
        writer.open_attribute("href", 2);
        writer.text(Span::new(2, 9), Place::Attribute);
        writer.generated("\"", 9);
        let (html, map) = writer.finish();
        assert_eq!(html, "a \u{FFFC} c href=\"{{ b }}\"");
        assert_eq!(map.source_of(Span::new(2, 5)).span, Span::new(2, 9));
    }
}

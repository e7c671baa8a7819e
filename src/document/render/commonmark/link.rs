//! Destinations and titles of links and images, and where they stand.

use pulldown_cmark::{CowStr, LinkType, OffsetIter};

use super::Renderer;
use crate::document::render::writer::Place;
use crate::text::Span;

/// A link or an image, as the parser tells of it.
pub(super) struct Link<'m> {
    pub(super) link_type: LinkType,
    pub(super) destination: CowStr<'m>,
    pub(super) title: CowStr<'m>,
    pub(super) label: CowStr<'m>,
    pub(super) construct: Span,
}

impl<'m> Renderer<'_, '_, 'm> {
    pub(super) fn destination(&mut self, name: &str, link: &Link<'m>, events: &OffsetIter<'m>) {
        self.writer.open_attribute(name, link.construct.start);
        if link.link_type == LinkType::Email {
            // Between the angle bracket and the address.
            self.writer.generated("mailto:", link.construct.start + 1);
        }
        match self.locate(&link.destination) {
            Some(span) => self.writer.text(span, Place::Attribute),
            None => {
                let span = self.find_destination(link, events);
                self.writer.decoded(&link.destination, span, Place::Attribute);
            }
        }
        self.writer.generated("\"", link.construct.start);
    }

    pub(super) fn title(&mut self, link: &Link<'m>) {
        if !link.title.is_empty() {
            self.attribute("title", &link.title, link.construct);
        }
    }

    /// Where a destination stands that is not spelt in the source as it reads.
    fn find_destination(&self, link: &Link<'m>, events: &OffsetIter<'m>) -> Span {
        let (definition, opening) = match link.link_type {
            LinkType::Inline => (link.construct, "]("),
            _ => match events.reference_definitions().get(&link.label) {
                Some(definition) => (self.span(&definition.span), "]:"),
                None => return link.construct,
            },
        };
        // Templates in it may hold spaces and brackets; what masks them does not.
        let text = self
            .masked
            .get(definition.start - self.base..definition.end - self.base);
        let text = text.unwrap_or_default();
        let found = match link.link_type {
            LinkType::Inline => text.rfind(opening),
            _ => text.find(opening),
        };
        let Some(found) = found else {
            return link.construct;
        };
        let after = text.get(found + opening.len()..).unwrap_or_default();
        let rest = after.trim_ascii_start();
        let start = definition.end - rest.len();
        let len = match rest.strip_prefix('<') {
            Some(inner) => inner.find('>').map_or(rest.len(), |end| end + 2),
            None => rest
                .find(|character: char| character.is_ascii_whitespace())
                .unwrap_or(match link.link_type {
                    LinkType::Inline => rest.len().saturating_sub(1),
                    _ => rest.len(),
                }),
        };
        Span::new(start, start + len)
    }
}

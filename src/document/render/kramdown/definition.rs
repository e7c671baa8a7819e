//! What shows nothing where it stands: definitions of links, footnotes and
//! abbreviations, attribute lists, and extensions such as `{::comment}`.

use std::ops::Range;
use std::rc::Rc;

use super::attributes::Attributes;
use super::block::{Block, Defined, Html, Kind, Mark, Text};
use super::boundary::{attribute_list_end, indent_len};
use super::leaf::{construct, indented_code_end};
use super::parser::Parser;
use super::region::{RegionBuilder, indentation, is_blank, is_space};
use super::scanner::{Blocks, Scanner};
use crate::text::Span;

/// A link's destination by label.
#[derive(Debug)]
pub(super) struct LinkDefinition<'m> {
    pub(super) destination: Text<'m>,
    pub(super) title: Option<Text<'m>>,
    pub(super) attributes: Attributes,
}

/// What an abbreviation stands for.
#[derive(Debug)]
pub(super) struct Abbreviation {
    pub(super) title: String,
    /// Bytes of the body.
    pub(super) place: Span,
    pub(super) attributes: Attributes,
}

/// A footnote by label.
#[derive(Debug)]
pub(super) struct Footnote<'m> {
    pub(super) blocks: Vec<Block<'m>>,
    pub(super) construct: Span,
}

/// A label as labels are compared.
pub(super) fn normalized(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut is_space_pending = false;
    for c in label.chars() {
        if u8::try_from(c).is_ok_and(is_space) {
            is_space_pending = true;
            continue;
        }
        if std::mem::take(&mut is_space_pending) {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    if is_space_pending {
        out.push(' ');
    }
    out
}

/// The length of the name at the start of `text`: a letter, digit or `_`, then
/// those and `-`.
pub(super) fn name_len(text: &str) -> usize {
    let len = text
        .bytes()
        .take_while(|&b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .count();
    if text.starts_with('-') { 0 } else { len }
}

impl<'m> Parser<'m> {
    pub(super) fn footnote_definition(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        let start = scanner.at;
        let line = scanner.line();
        let line_end = start + line.len();
        let inner_start = start + indentation(line) + 2;
        let Some(inner) = line.get(indentation(line)..).and_then(|rest| rest.strip_prefix("[^")) else {
            return false;
        };
        let len = name_len(inner);
        if len == 0 || !inner.get(len..).is_some_and(|rest| rest.starts_with("]:")) {
            return false;
        }
        let label = inner.get(..len).unwrap_or_default().to_owned();
        let end = indented_code_end(scanner, line_end);
        let region = Rc::clone(&scanner.region);
        let mut builder = RegionBuilder::default();
        let mut at = inner_start + len + 2;
        while at < end {
            let line = region.line(at);
            builder.push_range(&region, at + indent_len(line).unwrap_or(0)..at + line.len());
            at += line.len();
        }
        let pending = out.pending.take();
        let blocks = self.region(builder.finish());
        out.pending = pending;
        let place = construct(&region, start..end);
        self.definitions.footnotes.insert(
            label,
            Footnote {
                blocks,
                construct: place,
            },
        );
        scanner.at = end;
        out.push(
            Kind::Mark(Mark::Definition(Defined::Footnote)),
            Span::empty(place.start),
        );
        true
    }

    pub(super) fn link_definition(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        let start = scanner.at;
        let line = scanner.line();
        let label_start = start + indentation(line) + 1;
        let Some(inner) = line.get(indentation(line)..).and_then(|rest| rest.strip_prefix('[')) else {
            return false;
        };
        let Some(len) = inner.find(']').filter(|&len| len > 0) else {
            return false;
        };
        if !inner.get(len..).is_some_and(|rest| rest.starts_with("]:")) {
            return false;
        }
        let label = normalized(inner.get(..len).unwrap_or_default());
        let Some(found) = destination(scanner, label_start + len + 2, start + line.len()) else {
            return false;
        };
        let definition = LinkDefinition {
            destination: scanner.part(found.destination),
            title: found.title.map(|title| scanner.part(title)),
            attributes: out.pending.take().unwrap_or_default(),
        };
        self.definitions.links.insert(label.clone(), definition);
        scanner.at = found.end;
        let place = Span::empty(scanner.region.span(start..start + 1).start);
        out.push(Kind::Mark(Mark::Definition(Defined::Link(label))), place);
        true
    }

    pub(super) fn abbreviation(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        let start = scanner.at;
        let line = scanner.line();
        let inner_start = start + indentation(line) + 2;
        let Some(inner) = line.get(indentation(line)..).and_then(|rest| rest.strip_prefix("*[")) else {
            return false;
        };
        let Some(len) = inner.find("]:").filter(|&len| len > 0) else {
            return false;
        };
        let label = inner.get(..len).unwrap_or_default().to_owned();
        let title = inner.get(len + 2..).unwrap_or_default();
        let from = inner_start + len + 2 + (title.len() - title.trim_ascii_start().len());
        let place = scanner.region.span(from..from + title.trim_ascii().len());
        let lengths = &mut self.definitions.abbreviation_lengths;
        if let Err(place) = lengths.binary_search(&label.len()) {
            lengths.insert(place, label.len());
        }
        let attributes = out.pending.take().unwrap_or_default();
        let abbreviation = Abbreviation {
            title: title.trim_ascii().to_owned(),
            place,
            attributes,
        };
        self.definitions.abbreviations.insert(label.clone(), abbreviation);
        let end = start + line.len();
        scanner.at = end;
        out.push(
            Kind::Mark(Mark::Definition(Defined::Abbreviation(label))),
            Span::empty(place.start),
        );
        true
    }

    /// Reads what starts with `{:`.
    pub(super) fn extension(&mut self, scanner: &mut Scanner<'m>, out: &mut Blocks<'m>) -> bool {
        let start = scanner.at;
        let at = start + indentation(scanner.line());
        let place = Span::empty(scanner.region.span(start..start + 1).start);
        let rest = scanner.text().get(at..).unwrap_or_default();
        if rest.starts_with("{::") {
            return self.block_extension(scanner, at, out);
        }
        let Some((list, end)) = attribute_list_end(&scanner.region, start) else {
            return false;
        };
        let inner = scanner.text().get(list.clone()).unwrap_or_default();
        let name = name_len(inner);
        let mut attributes = Attributes::default();
        if name > 0 && inner.get(name..).is_some_and(|rest| rest.starts_with(':')) {
            let label = inner.get(..name).unwrap_or_default().to_owned();
            attributes.read(&scanner.region, list.start + name + 1..list.end);
            self.definitions
                .attribute_lists
                .entry(label)
                .or_default()
                .extend(attributes);
            out.push(Kind::Mark(Mark::Extension), place);
            scanner.at = end;
            return true;
        }
        attributes.read(&scanner.region, list);
        scanner.at = end;
        match out.list.last_mut() {
            Some(last) if takes_attributes(last) => {
                let taker = match &last.kind {
                    Kind::Mark(Mark::Definition(defined)) => self.attributes_of(defined),
                    _ => None,
                };
                taker.unwrap_or(&mut last.attributes).extend(attributes);
                if attribute_list_end(&scanner.region, end).is_none() {
                    out.push(Kind::Mark(Mark::Extension), place);
                }
            }
            _ => out.pending.get_or_insert_default().extend(attributes),
        }
        true
    }

    /// The attributes of what was defined.
    fn attributes_of(&mut self, defined: &Defined) -> Option<&mut Attributes> {
        match defined {
            Defined::Link(label) => self.definitions.links.get_mut(label).map(|link| &mut link.attributes),
            Defined::Abbreviation(label) => self
                .definitions
                .abbreviations
                .get_mut(label)
                .map(|abbreviation| &mut abbreviation.attributes),
            Defined::Footnote => None,
        }
    }

    /// Reads `{::comment} … {:/comment}` and its like.
    fn block_extension(&mut self, scanner: &mut Scanner<'m>, at: usize, out: &mut Blocks<'m>) -> bool {
        let Some(tag) = extension_tag(scanner.text(), at) else {
            return false;
        };
        let line = scanner.region.line(tag.end);
        if !is_blank(line) {
            return false;
        }
        let body_start = tag.end + line.len();
        let (body_end, end) = match tag.is_closed {
            true => (body_start, body_start),
            false => match extension_end(scanner, body_start, &tag.name) {
                Some(found) => found,
                None => return false,
            },
        };
        let place = construct(&scanner.region, at..end);
        let kind = match tag.name.as_str() {
            "nomarkdown" if !tag.is_closed => {
                let body = scanner.text().get(body_start..body_end).unwrap_or_default();
                let body_end = body_start + body.strip_suffix('\n').unwrap_or(body).len();
                Kind::Html(vec![Html::Raw(scanner.part(body_start..body_end))])
            }
            "comment" | "nomarkdown" | "options" => Kind::Mark(Mark::Extension),
            _ => return false,
        };
        scanner.at = end;
        let pending = out.pending.take();
        out.push(kind, place);
        out.pending = pending;
        true
    }
}

fn takes_attributes(block: &Block<'_>) -> bool {
    match &block.kind {
        Kind::Blank { .. } => false,
        Kind::Mark(mark) => matches!(mark, Mark::Definition(_)),
        _ => true,
    }
}

/// The start tag of an extension.
pub(super) struct ExtensionTag {
    pub(super) name: String,
    pub(super) is_closed: bool,
    /// The offset after its brace.
    pub(super) end: usize,
}

/// Reads `{::name options}` or `{::name options /}` at `at`.
pub(super) fn extension_tag(text: &str, at: usize) -> Option<ExtensionTag> {
    let inner = text.get(at..)?.strip_prefix("{::")?;
    let len = name_len(inner);
    let name = inner.get(..len).filter(|_| len > 0)?.to_owned();
    let close = inner.bytes().take(4096).position(|b| b == b'}')?;
    let options = inner.get(len..close)?;
    let is_separated = options.is_empty() || options == "/" || options.bytes().next().is_some_and(is_space);
    is_separated.then(|| ExtensionTag {
        name,
        is_closed: options.ends_with('/'),
        end: at + 3 + close + 1,
    })
}

/// Where the line of `{:/name}` or `{:/}` starts, and where it ends.
fn extension_end(scanner: &mut Scanner<'_>, from: usize, name: &str) -> Option<(usize, usize)> {
    if scanner.endless.extensions.iter().any(|endless| endless == name) {
        return None;
    }
    let mut at = from;
    while at < scanner.text().len() {
        let line = scanner.region.line(at);
        let end = line.get(indentation(line)..).filter(|_| indentation(line) < 4);
        if let Some(rest) = end.and_then(|line| stop_tag(line, name))
            && is_blank(rest)
        {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    scanner.endless.extensions.push(name.to_owned());
    None
}

/// What follows `{:/name}` or `{:/}` at the start of `text`.
pub(super) fn stop_tag<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let rest = text.strip_prefix("{:/")?;
    rest.strip_prefix(name).unwrap_or(rest).strip_prefix('}')
}

struct Found {
    destination: Range<usize>,
    title: Option<Range<usize>>,
    end: usize,
}

/// Reads a destination between `from` and `line_end`, and the title after it
/// or in the next line.
fn destination(scanner: &Scanner<'_>, from: usize, line_end: usize) -> Option<Found> {
    let text = scanner.text();
    let line = text.get(from..line_end)?;
    let start = from + (line.len() - line.trim_start_matches([' ', '\t']).len());
    let content = text.get(start..line_end)?.trim_ascii_end();
    if let Some(inner) = content.strip_prefix('<')
        && let Some(len) = inner.find('>')
    {
        let destination = start + 1..start + 1 + len;
        let rest = start + len + 2..start + content.len();
        if let Some((title, end)) = title(scanner, rest, line_end) {
            return Some(Found {
                destination,
                title,
                end,
            });
        }
    }
    if content.is_empty() {
        return None;
    }
    for (at, _) in content.match_indices([' ', '\t']) {
        let rest = content.get(at..)?.trim_start_matches([' ', '\t']);
        if rest.starts_with(['"', '\'']) {
            let title_start = start + content.len() - rest.len();
            let title = quoted(text, title_start..start + content.len())?;
            return Some(Found {
                destination: start..start + at,
                title: Some(title),
                end: line_end,
            });
        }
    }
    let whole = start + content.len();
    let (title, end) = title(scanner, whole..whole, line_end)?;
    Some(Found {
        destination: start..whole,
        title,
        end,
    })
}

/// Reads a title that is all of `rest`, or of the next line where `rest` is
/// empty, and says where the definition ends.
fn title(scanner: &Scanner<'_>, rest: Range<usize>, line_end: usize) -> Option<(Option<Range<usize>>, usize)> {
    let text = scanner.text();
    let content = text.get(rest.clone())?;
    if !is_blank(content) {
        let start = rest.end - content.trim_ascii_start().len();
        let title = quoted(text, start..rest.end).filter(|_| start > rest.start)?;
        return Some((Some(title), line_end));
    }
    let next = scanner.region.line(line_end);
    let start = line_end + (next.len() - next.trim_start_matches([' ', '\t']).len());
    let end = line_end + next.trim_ascii_end().len();
    if start < end
        && let Some(title) = quoted(text, start..end)
    {
        return Some((Some(title), line_end + next.len()));
    }
    Some((None, line_end))
}

/// What stands between the quotes that `range` begins and ends with.
fn quoted(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let content = text.get(range.clone())?;
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    (content.len() > 2 && content.ends_with(quote)).then_some(range.start + 1..range.end - 1)
}

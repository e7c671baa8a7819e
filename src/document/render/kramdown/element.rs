//! Blocks of HTML: from a start tag to the matching end tag, whatever stands
//! between, unless the tag asks for Markdown with `markdown="1"`.

use std::ops::Range;

use super::block::{Block, Html, Kind};
use super::html::{self, Content, Tag};
use super::leaf::construct;
use super::parser::Parser;
use super::region::indentation;
use super::scanner::{Blocks, Scanner};

/// An element that is open while its content is read.
struct Open {
    name: String,
}

/// A block of HTML while it is read.
struct Reading<'m> {
    parts: Vec<Html<'m>>,
    open: Vec<Open>,
    /// Where text begins that was not put into a part yet.
    done: usize,
}

impl<'m> Parser<'m> {
    /// Reads a block of HTML. `Some(true)` says that it was the end tag of
    /// `inside`, `None` that no block of HTML stands here.
    pub(super) fn html(
        &mut self,
        scanner: &mut Scanner<'m>,
        inside: Option<&str>,
        out: &mut Blocks<'m>,
    ) -> Option<bool> {
        let start = scanner.at;
        let at = start + indentation(scanner.line());
        let rest = scanner.text().get(at..)?;
        if rest.starts_with("<!--") && at == start {
            let end = comment_end(scanner, at)?;
            let part = Html::Raw(scanner.part(at..end));
            scanner.at = end;
            out.push(Kind::Html(vec![part]), scanner.region.span(at..end));
            skip_blank_rest(scanner);
            return Some(false);
        }
        if rest.starts_with("<?") {
            if !self.definitions.is_template_code(&scanner.region, at) {
                return None;
            }
            let end = at + rest.find("?>")? + 2;
            scanner.at = end;
            out.push(Kind::TemplateCode, scanner.region.span(at..end));
            skip_blank_rest(scanner);
            return Some(false);
        }
        if let Some((name, end)) = html::end_tag(scanner.text(), at) {
            let name = scanner.text().get(name)?;
            let closes = inside.is_some_and(|open| open.eq_ignore_ascii_case(name)) && !html::is_span_element(name);
            scanner.at = if closes { end } else { start };
            return closes.then_some(true);
        }
        let tag = html::start_tag(scanner.text(), at)?;
        if html::is_span_element(scanner.text().get(tag.name.clone())?) {
            return None;
        }
        let parts = self.element(scanner, at, tag);
        let place = construct(&scanner.region, at..scanner.at);
        out.push(Kind::Html(parts), place);
        if let Some(Block {
            kind: Kind::Html(_),
            attributes,
            ..
        }) = out.list.last_mut()
        {
            attributes.references.clear();
        }
        skip_blank_rest(scanner);
        Some(false)
    }

    /// Reads the element whose start tag stands at `at`, up to its end tag or
    /// the end of the region.
    fn element(&mut self, scanner: &mut Scanner<'m>, at: usize, tag: Tag) -> Vec<Html<'m>> {
        let mut reading = Reading {
            parts: Vec::new(),
            open: Vec::new(),
            done: at,
        };
        self.start_tag(scanner, &mut reading, tag);
        while !reading.open.is_empty() && !scanner.is_at_end() {
            let Some(found) = memchr::memchr(b'<', scanner.rest().as_bytes()) else {
                scanner.at = scanner.text().len();
                break;
            };
            let at = scanner.at + found;
            scanner.at = at;
            self.raw(scanner, &mut reading, at);
        }
        let end = scanner.at;
        reading.flush(scanner, end);
        while let Some(open) = reading.open.pop() {
            let at = scanner.region.span(end.saturating_sub(1)..end).end;
            reading.parts.push(Html::EndTag { name: open.name, at });
        }
        reading.parts
    }

    /// Reads what the `<` at `at` begins.
    fn raw(&mut self, scanner: &mut Scanner<'m>, reading: &mut Reading<'m>, at: usize) {
        if scanner.rest().starts_with("<!--")
            && let Some(end) = comment_end(scanner, at)
        {
            scanner.at = end;
        } else if scanner.rest().starts_with("<?")
            && let Some(end) = instruction_end(scanner, at)
        {
            scanner.at = end;
        } else if let Some(tag) = html::start_tag(scanner.text(), at) {
            self.start_tag(scanner, reading, tag);
        } else if let Some((name, end)) = html::end_tag(scanner.text(), at) {
            let name = scanner.text().get(name).unwrap_or_default();
            let closes = reading
                .open
                .last()
                .is_some_and(|open| is_same_element(&open.name, name));
            scanner.at = end;
            if closes {
                reading.open.pop();
            } else {
                reading.text(scanner, at..end);
            }
        } else {
            scanner.at = at + 1;
            reading.text(scanner, at..at + 1);
        }
    }

    fn start_tag(&mut self, scanner: &mut Scanner<'m>, reading: &mut Reading<'m>, tag: Tag) {
        let name = scanner.text().get(tag.name.clone()).unwrap_or_default().to_owned();
        scanner.at = tag.end;
        if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
            scanner.at = match end_of_element(scanner, tag.end, &name) {
                Some((_, end)) => end,
                None => {
                    reading.open.push(Open { name });
                    scanner.text().len()
                }
            };
            return;
        }
        let asked = html::asked_content(scanner.text(), &tag, &name);
        if let Some((attribute, _)) = &asked {
            // The attribute is for kramdown alone.
            reading.flush(scanner, attribute.start);
            reading.done = attribute.end;
        }
        if tag.is_closed || html::is_void_element(&name) {
            return;
        }
        match asked.map_or(Content::Raw, |(_, content)| content) {
            Content::Raw | Content::None => reading.open.push(Open { name }),
            Content::Span => self.span_content(scanner, reading, name),
            Content::Block => self.block_content(scanner, reading, name),
        }
    }

    fn span_content(&mut self, scanner: &mut Scanner<'m>, reading: &mut Reading<'m>, name: String) {
        let start = scanner.at;
        reading.flush(scanner, start);
        match end_of_element(scanner, start, &name) {
            Some((content_end, end)) => {
                reading.parts.push(Html::Span(scanner.part(start..content_end)));
                reading.done = content_end;
                scanner.at = end;
            }
            None => {
                let end = scanner.text().len();
                reading.parts.push(Html::Span(scanner.part(start..end)));
                reading.done = end;
                scanner.at = end;
                reading.open.push(Open { name });
            }
        }
    }

    fn block_content(&mut self, scanner: &mut Scanner<'m>, reading: &mut Reading<'m>, name: String) {
        let start = scanner.at;
        reading.flush(scanner, start);
        skip_blank_rest(scanner);
        let mut blocks = Blocks::new();
        let found = self.blocks(scanner, Some(&name), &mut blocks);
        reading.parts.push(Html::Blocks(blocks.list));
        let end = scanner.at;
        if !found {
            reading.done = end;
            reading.open.push(Open { name });
            return;
        }
        let text = scanner.text().get(start..end).unwrap_or_default();
        reading.done = text.rfind("</").map_or(end, |at| start + at);
    }
}

impl<'m> Reading<'m> {
    /// Puts what was read up to `end` into a part.
    fn flush(&mut self, scanner: &Scanner<'m>, end: usize) {
        if self.done < end {
            self.parts.push(Html::Raw(scanner.part(self.done..end)));
        }
        self.done = end.max(self.done);
    }

    /// Puts what is no tag into a part of its own.
    fn text(&mut self, scanner: &Scanner<'m>, range: Range<usize>) {
        self.flush(scanner, range.start);
        self.done = range.end;
        self.parts.push(Html::Text(scanner.part(range)));
    }
}

fn is_same_element(open: &str, name: &str) -> bool {
    open == name || (open.eq_ignore_ascii_case(name) && html::is_element(open))
}

/// Where the content of the element `name` ends, and where its end tag ends.
fn end_of_element(scanner: &mut Scanner<'_>, from: usize, name: &str) -> Option<(usize, usize)> {
    if scanner.endless.end_tags.iter().any(|endless| endless == name) {
        return None;
    }
    let found = html::find_end_tag(scanner.text(), from, name);
    if found.is_none() {
        scanner.endless.end_tags.push(name.to_owned());
    }
    let (_, end) = html::end_tag(scanner.text(), found?)?;
    Some((found?, end))
}

fn comment_end(scanner: &mut Scanner<'_>, at: usize) -> Option<usize> {
    let mut is_endless = scanner.endless.comment;
    let end = find_unless(&mut is_endless, scanner.text(), at + 4, "-->");
    scanner.endless.comment = is_endless;
    end
}

fn instruction_end(scanner: &mut Scanner<'_>, at: usize) -> Option<usize> {
    let mut is_endless = scanner.endless.instruction;
    let end = find_unless(&mut is_endless, scanner.text(), at + 2, "?>");
    scanner.endless.instruction = is_endless;
    end
}

/// The offset after the next `mark`, unless it is known that there is none.
pub(super) fn find_unless(is_endless: &mut bool, text: &str, from: usize, mark: &str) -> Option<usize> {
    if *is_endless {
        return None;
    }
    match text.get(from..).and_then(|rest| rest.find(mark)) {
        Some(found) => Some(from + found + mark.len()),
        None => {
            *is_endless = true;
            None
        }
    }
}

/// Skips white space up to and with the line end, where nothing else follows.
fn skip_blank_rest(scanner: &mut Scanner<'_>) {
    let line = scanner.rest().as_bytes();
    let blanks = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    if line.get(blanks) == Some(&b'\n') {
        scanner.at += blanks + 1;
    }
}

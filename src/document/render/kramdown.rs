//! kramdown, the Markdown of Jekyll, read as kramdown reads it.

mod html;

use crate::dialect::Dialect;
use crate::document::render::writer::Writer;
use crate::document::render::{Extent, commonmark, raw};
use crate::text::Span;

/// Renders `masked`, which stands at byte `base` of the source.
pub(super) fn render(writer: &mut Writer<'_>, masked: &str, base: usize, dialect: &Dialect) -> Extent {
    let mut done = 0;
    let mut at = 0;
    let mut fence: Option<&str> = None;
    let flush = |writer: &mut Writer<'_>, from: usize, to: usize| {
        let markdown = masked.get(from..to).unwrap_or_default();
        commonmark::render(writer, markdown, base + from, dialect);
    };
    while at < masked.len() {
        let rest = masked.get(at..).unwrap_or_default();
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let trimmed = line.trim_start_matches(' ');
        let indent = line.len() - trimmed.len();
        if indent < 4 && (trimmed.starts_with("```") || trimmed.starts_with("~~~")) {
            match fence {
                Some(open) if trimmed.starts_with(open) => fence = None,
                Some(_) => {}
                None => fence = trimmed.get(..3),
            }
        } else if fence.is_none()
            && indent < 4
            && let Some(end) = element_end(masked, at + indent)
        {
            flush(writer, done, at);
            raw::write(writer, &[Span::new(base + at, base + end)]);
            writer.generated("\n", base + end);
            done = end;
            at = end;
            continue;
        }
        at += line.len();
    }
    flush(writer, done, masked.len());
    Extent::Whole
}

/// The offset after the block of HTML at `at`, up to the matching end tag.
fn element_end(text: &str, at: usize) -> Option<usize> {
    if text.get(at..)?.starts_with("<!--") {
        return Some(at + text.get(at..)?.find("-->")? + 3);
    }
    let first = html::start_tag(text, at)?;
    let mut open = vec![];
    let mut tag = Some(first);
    if html::is_span_element(text.get(tag.as_ref()?.name.clone())?) {
        return None;
    }
    let mut at = at;
    loop {
        if let Some(start) = tag.take() {
            let name = text.get(start.name.clone())?;
            at = start.end;
            if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
                let end = html::find_end_tag(text, at, name).and_then(|end| html::end_tag(text, end));
                at = end.map_or(text.len(), |(_, end)| end);
            } else if !start.is_closed && !html::is_void_element(name) {
                open.push(name);
            }
        } else if let Some((name, end)) = html::end_tag(text, at) {
            at = end;
            let name = text.get(name)?;
            if open.last().is_some_and(|open| open.eq_ignore_ascii_case(name)) {
                open.pop();
            }
        } else {
            at += 1;
        }
        if open.is_empty() {
            return Some(at);
        }
        let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) else {
            return Some(text.len());
        };
        at += found;
        tag = html::start_tag(text, at);
    }
}

//! Liquid and its like: Jekyll, Nunjucks in Hexo, Tera in Zola, Vue's braces.

use super::{Scan, Template};
use crate::text::Span;

/// Tags that print nothing themselves.
const SILENT: [&str; 26] = [
    "if",
    "elsif",
    "elseif",
    "elif",
    "else",
    "endif",
    "unless",
    "endunless",
    "for",
    "endfor",
    "case",
    "when",
    "endcase",
    "assign",
    "capture",
    "endcapture",
    "increment",
    "decrement",
    "break",
    "continue",
    "raw",
    "endraw",
    "set",
    "endset",
    "comment",
    "endcomment",
];

/// A tag, and where the scan goes on.
struct Found {
    span: Span,
    kind: Template,
    code: Option<Span>,
    next: usize,
}

/// Finds the tags of `body`, each once, in one pass.
pub(super) fn scan(body: &str) -> Scan {
    let mut out = Scan::default();
    let mut blocks = OpenBlocks::default();
    let mut at = 0;
    while let Some(brace) = body.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        let Some(found) = tag_at(body, brace, &mut blocks) else {
            at = brace + 1;
            continue;
        };
        out.templates.push((found.span, found.kind));
        out.code.extend(found.code);
        at = found.next;
    }
    out
}

fn tag_at<'a>(body: &'a str, brace: usize, blocks: &mut OpenBlocks<'a>) -> Option<Found> {
    let bytes = body.as_bytes();
    let (close, kind) = match bytes.get(brace + 1)? {
        b'{' => (b'}', Template::Output),
        b'#' => (b'#', Template::Silent),
        b'%' => (b'%', Template::Tag),
        _ => return None,
    };
    let end = end_of_tag(bytes, brace, close)?;
    let span = Span::new(brace, end);
    let plain = Found {
        span,
        kind,
        code: None,
        next: end,
    };
    if kind != Template::Tag {
        return Some(plain);
    }
    let name = tag_name(span.of(body));
    let block = match name {
        "raw" | "verbatim" | "comment" | "highlight" => blocks.end_of(body, name, end),
        _ => None,
    };
    Some(match (name, block) {
        ("raw" | "verbatim", Some(block)) => Found {
            kind: Template::Silent,
            next: block.start,
            ..plain
        },
        ("comment" | "highlight", Some(block)) => Found {
            span: Span::new(brace, block.end),
            kind: if name == "comment" {
                Template::Silent
            } else {
                Template::Code
            },
            code: Some(Span::new(end, block.start)),
            next: block.end,
        },
        _ if SILENT.contains(&name) => Found {
            kind: Template::Silent,
            ..plain
        },
        _ => plain,
    })
}

/// The offset after `%}`, `}}` or `#}`, unless another tag opens before it.
fn end_of_tag(bytes: &[u8], brace: usize, close: u8) -> Option<usize> {
    let open = *bytes.get(brace + 1)?;
    let mut at = brace + 2;
    while let Some(found) = bytes.get(at..)?.iter().position(|b| matches!(b, b'{' | b'}')) {
        let brace = at + found;
        if bytes.get(brace) == Some(&b'{') {
            if bytes.get(brace + 1) == Some(&open) {
                return None;
            }
            at = brace + 1;
        } else if close == b'}' {
            if bytes.get(brace + 1) == Some(&b'}') {
                return Some(brace + 2);
            }
            at = brace + 1;
        } else if brace > at && bytes.get(brace - 1) == Some(&close) {
            return Some(brace + 1);
        } else {
            at = brace + 1;
        }
    }
    None
}

fn tag_name(tag: &str) -> &str {
    let inner = tag
        .get(2..)
        .unwrap_or_default()
        .trim_start_matches(['-', '+'])
        .trim_start();
    let len = inner
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(inner.len());
    inner.get(..len).unwrap_or_default()
}

/// Which kinds of block are known to have no end tag further on, so that no
/// opening tag searches the same text twice.
#[derive(Default)]
struct OpenBlocks<'a> {
    endless: Vec<&'a str>,
}

impl<'a> OpenBlocks<'a> {
    /// The span of the tag that ends the block `name`, from `from` on.
    fn end_of(&mut self, body: &'a str, name: &'a str, from: usize) -> Option<Span> {
        if self.endless.contains(&name) {
            return None;
        }
        let mut at = from;
        while let Some(start) = body.get(at..).and_then(|rest| rest.find("{%")).map(|found| at + found) {
            if let Some(end) = end_of_tag(body.as_bytes(), start, b'%')
                && tag_name(Span::new(start, end).of(body)).strip_prefix("end") == Some(name)
            {
                return Some(Span::new(start, end));
            }
            at = start + 2;
        }
        self.endless.push(name);
        None
    }
}

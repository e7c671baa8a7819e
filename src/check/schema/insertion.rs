//! Where new entries of a mapping of front matter go, in each of its formats.
//!
//! It goes by the look of the text; whether what comes of it is right, its
//! caller tries.

use crate::diagnostic::Edit;
use crate::document::Document;
use crate::document::front_matter::Format;
use crate::document::node::{Entry, Node};
use crate::text::Span;

/// Adds entries to the mapping at a pointer, behind those that it has.
pub(super) fn insertion(document: &Document<'_>, root: &Node, pointer: &str, entries: &[String]) -> Option<Edit> {
    let front_matter = document.front_matter();
    let place = Place {
        text: &document.source().text,
        content: front_matter.content,
        line_end: line_end(&document.source().text),
        mapping: root.at(pointer)?,
        entries,
    };
    let is_in_braces = place.mapping.span.of(place.text).starts_with('{');
    match front_matter.format? {
        _ if is_in_braces => place.in_braces(),
        Format::Json => place.among_members(),
        Format::Yaml if pointer.is_empty() => place.at_the_end(),
        Format::Yaml => place.in_block(),
        Format::Toml if pointer.is_empty() => place.before_tables(),
        Format::Toml => place.below_header(root, pointer),
    }
}

/// Begins a file with a block of these entries; not where a fence stands there,
/// which may be of a block that could not be read.
pub(super) fn at_start(document: &Document<'_>, entries: &[String]) -> Option<Edit> {
    let body = document.body().of(&document.source().text);
    let first = body.trim_start();
    if ["---", "+++", ";;;", "{"].iter().any(|fence| first.starts_with(fence)) {
        return None;
    }
    let end = line_end(&document.source().text);
    let lines: Vec<String> = entries.iter().map(|entry| format!("{entry}{end}")).collect();
    Some(Edit {
        span: Span::empty(document.body().start),
        text: format!("---{end}{}---{end}", lines.concat()),
    })
}

/// The line end of a file, by its first.
fn line_end(text: &str) -> &'static str {
    let first = text.find(['\n', '\r']).and_then(|at| text.get(at..));
    match first {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

struct Place<'a> {
    text: &'a str,
    content: Span,
    line_end: &'static str,
    mapping: &'a Node,
    entries: &'a [String],
}

impl Place<'_> {
    /// In braces: with commas, on lines of their own if the first entry has one.
    fn in_braces(&self) -> Option<Edit> {
        let open = self.mapping.span.start + 1;
        let Some(last) = self.mapping.entries().last() else {
            return Some(insert(open, self.entries.join(", ")));
        };
        let first = self.mapping.entries().first()?;
        let gap = self.text.get(open..first.key.span.start)?;
        let gap = if gap.contains(['\n', '\r']) && gap.trim().is_empty() {
            gap
        } else {
            " "
        };
        let added: Vec<String> = self.entries.iter().map(|entry| format!(",{gap}{entry}")).collect();
        Some(insert(end_of(last), added.concat()))
    }

    /// Members of JSON whose braces are left out.
    fn among_members(&self) -> Option<Edit> {
        match self.mapping.entries().last() {
            Some(last) => {
                let added = self.entries.iter().map(|entry| format!(",{}{entry}", self.line_end));
                Some(insert(end_of(last), added.collect()))
            }
            None => {
                let separator = format!(",{}", self.line_end);
                let added = format!("{}{}", self.entries.join(&separator), self.line_end);
                Some(insert(self.content.end, added))
            }
        }
    }

    /// Before the closing fence.
    fn at_the_end(&self) -> Option<Edit> {
        let indentation = match self.mapping.entries().first() {
            Some(first) => self.indentation(first.key.span.start)?,
            None => String::new(),
        };
        Some(insert(self.content.end, self.lines(&indentation)))
    }

    /// Behind the last line of a mapping in YAML's block style.
    fn in_block(&self) -> Option<Edit> {
        let (first, last) = (self.mapping.entries().first()?, self.mapping.entries().last()?);
        // What an alias stands for is written elsewhere.
        if !self.mapping.span.contains(first.key.span) || first.key.span == self.mapping.span {
            return None;
        }
        let indentation = self.indentation(first.key.span.start)?;
        Some(insert(self.line_after(end_of(last))?, self.lines(&indentation)))
    }

    /// Before the first table of TOML, behind what stands there.
    fn before_tables(&self) -> Option<Edit> {
        let is_in_header = |entry: &&Entry| self.is_in_header(entry.key.span);
        let entries = self.mapping.entries();
        let last = entries.iter().filter(|entry| !is_in_header(entry)).map(end_of).max();
        let at = match last {
            Some(end) => self.line_after(end)?,
            None => self.content.start,
        };
        Some(insert(at, self.lines("")))
    }

    /// Right below the header of a table of TOML.
    fn below_header(&self, root: &Node, pointer: &str) -> Option<Edit> {
        let key = root.entry_at(pointer)?.key.span;
        let at = self.is_in_header(key).then(|| self.line_after(key.end))??;
        Some(insert(at, self.lines("")))
    }

    fn is_in_header(&self, key: Span) -> bool {
        let before = self.text.get(self.line_start(key.start)..key.start);
        before.is_some_and(|before| before.trim_start().starts_with('['))
    }

    fn lines(&self, indentation: &str) -> String {
        let line = |entry: &String| format!("{indentation}{entry}{}", self.line_end);
        self.entries.iter().map(line).collect()
    }

    /// White space as wide as what stands before a key on its line.
    fn indentation(&self, key: usize) -> Option<String> {
        let before = self.text.get(self.line_start(key)..key)?;
        let is_indentation = before.bytes().all(|byte| matches!(byte, b' ' | b'-'));
        is_indentation.then(|| " ".repeat(before.len()))
    }

    fn line_start(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
    }

    /// Where the line begins behind that in which something ends.
    fn line_after(&self, end: usize) -> Option<usize> {
        if self.text.get(..end)?.ends_with(['\n', '\r']) {
            return Some(end);
        }
        let rest = self.text.get(end..self.content.end)?;
        let line = rest.find(['\n', '\r'])?;
        let is_two = rest.get(line..)?.starts_with("\r\n");
        Some(end + line + 1 + usize::from(is_two))
    }
}

fn end_of(entry: &Entry) -> usize {
    entry.key.span.end.max(entry.value.span.end)
}

fn insert(at: usize, text: String) -> Edit {
    Edit {
        span: Span::empty(at),
        text,
    }
}

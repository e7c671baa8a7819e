//! YAML to spanned nodes: of front matter, and of whole files.
//!
//! The events of the parser become a flat list of raw nodes first; aliases are
//! expanded when the tree is built from it, within a budget. Scalars are not
//! typed here.

mod build;
mod entries;
mod explain;
mod mend;
mod one_line;
mod recover;

use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, StructureStyle};

use super::SyntaxError;
use crate::document::node::{Node, Scalar, Style, Tag};
use crate::messages::Message;
use crate::text::Span;

pub(crate) use entries::entries;
pub(super) use explain::{keys_in_a_list, unknown_tags};
pub(crate) use mend::mends;

/// Bytes of a document beyond which it is not read: no one wrote it, and its
/// values would fill the memory.
const SIZE_LIMIT: usize = 1 << 20;

/// Errors of one mapping that are worth showing, where it cannot be read as a
/// whole.
pub(crate) const MOST_ERRORS: usize = 20;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The value; none where there is none, or where it could not be read.
    pub node: Option<Node>,
    /// What is wrong; a duplicate key or a bad alias leaves a node all the same.
    pub errors: Vec<SyntaxError>,
}

/// Reads the one YAML document that `span` of `text` holds. Spans of nodes and
/// errors are bytes of `text`.
pub fn parse(text: &str, span: Span) -> Parsed {
    if span.len() > SIZE_LIMIT {
        return Parsed {
            node: None,
            errors: vec![explain::too_large(text, span)],
        };
    }
    if let Some(node) = one_line::read(text, span) {
        return Parsed {
            node: Some(node),
            errors: Vec::new(),
        };
    }
    let mut parsed = match read(text, span) {
        Ok(parsed) => parsed,
        Err(error) => broken(text, span, &error),
    };
    recover::mend_names(text, span, &mut parsed.errors);
    if let Some(node) = &parsed.node {
        parsed
            .errors
            .extend(keys_without_a_name(text.get(..span.end).unwrap_or(text), node));
        parsed.errors.extend(explain::slips_of_what_was_read(text, span, node));
    }
    parsed
}

/// Lines such as `: value`, which every engine reads and nobody means.
fn keys_without_a_name<'a>(text: &'a str, root: &'a Node) -> impl Iterator<Item = SyntaxError> + 'a {
    let keys = root.entries().iter().map(|entry| &entry.key);
    let nameless = keys.filter(|key| key.span.is_empty() && key.as_scalar().is_some());
    nameless.filter_map(|key| {
        let rest = text.get(key.span.start..)?;
        let colon = key.span.start + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        let span = Span::new(colon, colon + 1);
        let is_colon = span.of(text) == ":";
        is_colon.then(|| SyntaxError::new(span, Message::key("yaml-no-key"), "yaml-no-key-help"))
    })
}

fn broken(text: &str, span: Span, error: &ScanError) -> Parsed {
    let mut errors = recover::errors(text, span);
    if errors.is_empty() {
        errors.push(scan_error(text, span, error));
    }
    Parsed { node: None, errors }
}

/// What the sound entries of a mapping say that cannot be read as a whole.
pub(super) fn sound_entries(text: &str, content: Span) -> Option<Node> {
    (content.len() <= SIZE_LIMIT).then(|| recover::sound_entries(text, content))?
}

/// What to say where front matter was read, but is no mapping.
pub(super) fn not_a_mapping(text: &str, content: Span) -> Vec<SyntaxError> {
    let errors = recover::errors(text, content);
    if errors.is_empty() {
        return explain::not_a_mapping(text, content).into_iter().collect();
    }
    errors
}

/// Comments without a space before them that are passed over in one text, which
/// is read again for each.
const MOST_COMMENTS: usize = 8;

/// Reads what `span` holds. A `#` right behind a closing quote or bracket begins
/// a comment, as libyaml and js-yaml have it, though the standard asks for a
/// space before it.
fn read(text: &str, span: Span) -> Result<Parsed, ScanError> {
    let mut error = match read_strictly(span.of(text), span.start) {
        Ok(parsed) => return Ok(parsed),
        Err(error) => error,
    };
    let mut masked = String::new();
    for _ in 0..MOST_COMMENTS {
        let comment = error.marker().byte_offset();
        let Some(comment) = comment.filter(|_| matches!(error.kind(), ErrorKind::CommentNotSeparated)) else {
            break;
        };
        if masked.is_empty() {
            masked.push_str(span.of(text));
        }
        let rest = masked.get(comment..).unwrap_or("");
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        if length == 0 {
            break;
        }
        masked.replace_range(comment..comment + length, &" ".repeat(length));
        error = match read_strictly(&masked, span.start) {
            Ok(parsed) => return Ok(parsed),
            Err(error) => error,
        };
    }
    Err(error)
}

/// Reads all of `content`, which begins at `offset` of its file.
fn read_strictly(content: &str, offset: usize) -> Result<Parsed, ScanError> {
    let mut reader = Reader::new(content, offset);
    for event in Parser::new_from_str_with_options(content, options()) {
        let (event, place) = event?;
        reader.read(event, place);
    }
    Ok(reader.finish())
}

/// The same of a file that `serde_yaml` reads too, with what that refuses and
/// this parser does not: keys that are no text, tabs in place of spaces.
pub fn parse_strictly(text: &str, span: Span) -> Parsed {
    let mut parsed = parse(text, span);
    if let (Some(root), true) = (&parsed.node, parsed.errors.is_empty()) {
        parsed.errors = keys_that_are_no_text(root);
    }
    if parsed.errors.is_empty() {
        parsed.errors.extend(refused_elsewhere(text, span));
    }
    parsed
}

fn refused_elsewhere(text: &str, span: Span) -> Option<SyntaxError> {
    let error = serde_yaml::from_str::<serde::de::IgnoredAny>(span.of(text)).err()?;
    let line = error.location().map_or(1, |place| place.line());
    Some(explain::refused(text, span, line))
}

/// Keys that are no scalars, which no mapping of texts to values can have.
fn keys_that_are_no_text(root: &Node) -> Vec<SyntaxError> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        open.extend(node.items());
        for entry in node.entries() {
            if entry.key.as_scalar().is_none() {
                let message = Message::key("yaml-key-not-text");
                found.push(SyntaxError::new(entry.key.span, message, "yaml-key-not-text-help"));
            }
            open.push(&entry.value);
        }
    }
    found.sort_by_key(|error| error.span);
    found
}

fn options() -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    // An unknown alias is reported and the rest is read on.
    options.emit_unresolved_aliases = true;
    // As libyaml has it, which stands behind most engines.
    options.block_scalar_eof_without_line_feed = true;
    options
}

fn scan_error(text: &str, span: Span, error: &ScanError) -> SyntaxError {
    let offset = error.marker().byte_offset().unwrap_or(0).min(span.len());
    explain::explain(text, span, span.start + offset, error.kind())
}

/// A node before aliases are expanded; children are indices in the same list.
#[derive(Debug)]
struct Raw {
    span: Span,
    value: RawValue,
}

#[derive(Debug)]
enum RawValue {
    Scalar(Scalar),
    Sequence(Vec<usize>),
    /// Keys and values by turns.
    Mapping(Vec<usize>),
    /// The node that it stands for.
    Alias(usize),
    UnknownAlias,
}

/// A collection whose end has not come yet.
#[derive(Debug)]
struct Open {
    index: usize,
    children: Vec<usize>,
    kind: Collection,
    style: StructureStyle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Collection {
    Sequence,
    Mapping,
}

#[derive(Debug)]
struct Reader<'text> {
    content: &'text str,
    /// Offset of `content` in the file.
    offset: usize,
    nodes: Vec<Raw>,
    open: Vec<Open>,
    anchors: HashMap<usize, usize>,
    roots: Vec<usize>,
    /// Offset in the file after the last token that made a node.
    last_end: usize,
    /// Where `&` stands with an HTML entity, which is no name of a value.
    entities: Vec<usize>,
}

impl<'text> Reader<'text> {
    fn new(content: &'text str, offset: usize) -> Self {
        Self {
            content,
            offset,
            nodes: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            roots: Vec::new(),
            last_end: offset,
            entities: Vec::new(),
        }
    }

    fn read(&mut self, event: Event<'_>, place: granit_parser::Span) {
        let span = self.span_of(place);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let style = style_of(style);
                let span = self.scalar_span(span, style);
                let text = if span.is_empty() {
                    String::new()
                } else {
                    text.into_owned()
                };
                let tag = tag.map(|tag| Tag(tag.to_string()));
                self.push(span, anchor, RawValue::Scalar(Scalar { text, style, tag }));
            }
            Event::SequenceStart(style, anchor, _) => self.begin(span, style, anchor, Collection::Sequence),
            Event::MappingStart(style, anchor, _) => self.begin(span, style, anchor, Collection::Mapping),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => {
                let value = self
                    .anchors
                    .get(&anchor)
                    .map_or(RawValue::UnknownAlias, |target| RawValue::Alias(*target));
                self.push(span, 0, value);
            }
            Event::UnresolvedAlias(_) => {
                self.push(span, 0, RawValue::UnknownAlias);
            }
            _ => {}
        }
    }

    fn span_of(&self, place: granit_parser::Span) -> Span {
        place
            .byte_range()
            .map_or(Span::empty(self.last_end), |range| Span::from(range).shift(self.offset))
    }

    fn push(&mut self, span: Span, anchor: usize, value: RawValue) -> usize {
        let index = self.nodes.len();
        if anchor > 0 {
            self.entities.extend(self.entity(span.start));
        }
        self.last_end = self.last_end.max(span.end);
        self.nodes.push(Raw { span, value });
        if anchor > 0 {
            self.anchors.insert(anchor, index);
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(index),
            None => self.roots.push(index),
        }
        index
    }

    /// Where the anchor of the node at `node` stands, if it reads as `&quot;`.
    fn entity(&self, node: usize) -> Option<usize> {
        let at = |offset: usize| offset.saturating_sub(self.offset);
        let before = self.content.get(at(self.last_end)..at(node).max(at(self.last_end)))?;
        let from = match anchor_start(before) {
            Some(offset) => self.last_end + offset,
            // The node is absent, and placed before its anchor.
            None => node + self.content.get(at(node)..)?.find('&')?,
        };
        let rest = self.content.get(at(from) + 1..)?;
        let length = rest.find(|character: char| !character.is_ascii_alphanumeric() && character != '#')?;
        let is_entity = length > 0 && rest.get(length..)?.starts_with(';');
        is_entity.then_some(from)
    }

    fn begin(&mut self, span: Span, style: StructureStyle, anchor: usize, kind: Collection) {
        // The children follow when the collection ends; an alias to it before
        // that is an alias to itself.
        let index = self.push(span, anchor, RawValue::Sequence(Vec::new()));
        self.open.push(Open {
            index,
            children: Vec::new(),
            kind,
            style,
        });
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let children = open
            .children
            .first()
            .zip(open.children.last())
            .and_then(|(first, last)| Some(self.nodes.get(*first)?.span.cover(self.nodes.get(*last)?.span)));
        let Some(node) = self.nodes.get_mut(open.index) else {
            return;
        };
        // The end of a block collection is marked where the next token begins.
        let is_bracketed = open.style == StructureStyle::Flow && !node.span.is_empty();
        if is_bracketed {
            node.span.end = node.span.end.max(end.end);
            self.last_end = self.last_end.max(end.end);
        } else if let Some(children) = children {
            node.span = Span::empty(node.span.start.min(children.start)).cover(children);
        }
        node.value = match open.kind {
            Collection::Sequence => RawValue::Sequence(open.children),
            Collection::Mapping => RawValue::Mapping(open.children),
        };
    }

    /// The bytes of a scalar: the parser leaves out the indicator of a block
    /// scalar and puts an absent value before the colon.
    fn scalar_span(&self, span: Span, style: Style) -> Span {
        let at = |offset: usize| self.content.get(offset.saturating_sub(self.offset)..).unwrap_or("");
        match style {
            Style::Literal | Style::Folded => {
                let gap = Span::new(self.last_end, span.start);
                let start =
                    gap.start + block_indicator(at(gap.start).get(..gap.len()).unwrap_or("")).unwrap_or(gap.len());
                let written = at(start).get(..span.end.saturating_sub(start)).unwrap_or("");
                Span::new(start, start + written.trim_end().len())
            }
            Style::Plain if span.is_empty() => {
                let is_value = self
                    .open
                    .last()
                    .is_some_and(|open| open.kind == Collection::Mapping && open.children.len() % 2 == 1);
                let after = at(span.start);
                let spaces = after.len() - after.trim_start().len();
                if is_value && after.trim_start().starts_with(':') {
                    return Span::empty(span.start + spaces + 1);
                }
                span
            }
            _ => span,
        }
    }

    fn finish(self) -> Parsed {
        let mut roots = self.roots.iter();
        let Some(root) = roots.next().copied() else {
            return Parsed {
                node: None,
                errors: Vec::new(),
            };
        };
        let second = roots.next().and_then(|index| self.nodes.get(*index));
        let several = second.map(|second| {
            SyntaxError::new(
                second.span,
                Message::key("yaml-several-documents"),
                "yaml-several-documents-help",
            )
        });
        let has_aliases = !self.anchors.is_empty();
        let mut parsed = build::build(self.nodes, root, has_aliases);
        parsed.errors.extend(several);
        let entities = self.entities.into_iter().take(MOST_ERRORS);
        parsed.errors.extend(entities.map(explain::entity_first));
        parsed
    }
}

/// Where the last `&` stands that begins a word.
fn anchor_start(before: &str) -> Option<usize> {
    let begins_word = |at: usize| {
        before
            .get(..at)
            .is_some_and(|before| before.ends_with([' ', '\t', '\n', '[', ',']))
    };
    let mut places = before.match_indices('&').map(|(at, _)| at);
    places.rfind(|at| begins_word(*at))
}

/// Where the `|` or `>` of a block scalar stands in the bytes before its text:
/// behind white space, outside comments.
fn block_indicator(gap: &str) -> Option<usize> {
    let mut is_after_space = true;
    let mut in_comment = false;
    for (offset, byte) in gap.bytes().enumerate() {
        match byte {
            b'\n' | b'\r' => in_comment = false,
            b'#' if is_after_space => in_comment = true,
            b'|' | b'>' if is_after_space && !in_comment => return Some(offset),
            _ => {}
        }
        is_after_space = byte.is_ascii_whitespace();
    }
    None
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
        ScalarStyle::Plain => Style::Plain,
    }
}

#[cfg(test)]
mod tests;

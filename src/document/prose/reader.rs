//! Walks a tree and puts its text together.

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element;

use super::characters::{is_space, is_unspaced, next_space};
use super::element::Role;
use super::{Run, RunKind, RunPiece, RunPieceKind};
use crate::document::tree::{TextPiece, Tree};
use crate::text::Span;

/// Stands in a run for what is not text: an image, code, a template tag.
pub const OBJECT: char = '\u{FFFC}';

/// Reads the runs of one tree.
pub(super) struct Reader<'a> {
    tree: &'a Tree,
    templates: &'a [Span],
    /// The text node that is to come, as the tree counts them.
    next_text: usize,
    runs: Vec<Run>,
    text: String,
    pieces: Vec<RunPiece>,
    /// Whether the run holds more than objects and white space.
    has_text: bool,
    space: Option<Space>,
    /// The template whose object the run ends with.
    template: Option<Span>,
    /// The open blocks, and whether each is a heading.
    blocks: Vec<(NodeId, RunKind)>,
}

/// White space that was read and may still turn out to be at an end.
#[derive(Clone, Copy)]
struct Space {
    source: Span,
    /// Whether it is one space and stands so in the source.
    is_verbatim: bool,
    has_line_end: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tree: &'a Tree, templates: &'a [Span]) -> Self {
        Self {
            tree,
            templates,
            next_text: 0,
            runs: Vec::new(),
            text: String::new(),
            pieces: Vec::new(),
            has_text: false,
            space: None,
            template: None,
            blocks: Vec::new(),
        }
    }

    /// Walks without recursion, since documents may be nested deep.
    pub(super) fn read(mut self) -> Vec<Run> {
        let root = self.tree.html().tree.root();
        let mut node = root;
        loop {
            let child = if self.enter(node) { node.first_child() } else { None };
            if let Some(child) = child {
                node = child;
                continue;
            }
            loop {
                self.leave(node);
                if node == root {
                    self.end_run();
                    self.runs
                        .sort_by_key(|run| run.pieces.first().map(|piece| piece.source.start));
                    return self.runs;
                }
                if let Some(sibling) = node.next_sibling() {
                    node = sibling;
                    break;
                }
                match node.parent() {
                    Some(parent) => node = parent,
                    None => node = root,
                }
            }
        }
    }

    /// Takes in the start of a node. Says whether its children are to be read.
    fn enter(&mut self, node: NodeRef<'a, Node>) -> bool {
        match node.value() {
            Node::Text(text) => {
                self.text_node(node.id(), text);
                false
            }
            Node::Element(element) => self.enter_element(node.id(), element),
            Node::Document | Node::Fragment => true,
            Node::Doctype(_) | Node::Comment(_) | Node::ProcessingInstruction(_) => false,
        }
    }

    fn enter_element(&mut self, id: NodeId, element: &Element) -> bool {
        self.attributes(id, element);
        let role = Role::of(&element.name);
        match role {
            Role::Inline => {}
            Role::Block | Role::Heading | Role::Preformatted => {
                self.end_run();
                let outer = self.kind();
                let kind = if role == Role::Heading { RunKind::Heading } else { outer };
                self.blocks.push((id, kind));
            }
            Role::LineBreak => self.stand_in("\n", self.place(id)),
            Role::Object => self.stand_in("\u{FFFC}", self.place(id)),
            Role::Hidden => {}
        }
        matches!(role, Role::Inline | Role::Block | Role::Heading)
    }

    fn leave(&mut self, node: NodeRef<'a, Node>) {
        if self.blocks.last().is_some_and(|block| block.0 == node.id()) {
            self.end_run();
            self.blocks.pop();
        }
    }

    fn kind(&self) -> RunKind {
        self.blocks.last().map_or(RunKind::Body, |block| block.1)
    }

    fn place(&self, id: NodeId) -> Span {
        let end = self.pieces.last().map_or(0, |piece| piece.source.end);
        self.tree.place(id).map_or(Span::empty(end), |place| place.span)
    }

    fn end_run(&mut self) {
        self.space = None;
        self.template = None;
        if self.has_text {
            // Copies take the memory that they need, and leave ours for the next.
            self.runs.push(Run {
                text: self.text.clone(),
                kind: self.kind(),
                node: self.blocks.last().map(|block| block.0),
                pieces: self.pieces.clone(),
            });
        }
        self.has_text = false;
        self.text.clear();
        self.pieces.clear();
    }

    fn attributes(&mut self, id: NodeId, element: &Element) {
        let (alternative, title) = match element.name.local {
            local_name!("img") | local_name!("area") => (Some("alt"), Some("title")),
            local_name!("a") => (None, Some("title")),
            _ => return,
        };
        for (name, kind) in [(alternative, RunKind::AlternativeText), (title, RunKind::Title)] {
            if let Some(run) = name.and_then(|name| self.attribute(id, element, name, kind)) {
                self.runs.push(run);
            }
        }
    }

    fn attribute(&self, id: NodeId, element: &Element, name: &str, kind: RunKind) -> Option<Run> {
        let text = element.attr(name)?;
        if text.trim().is_empty() {
            return None;
        }
        let place = self.tree.attribute(id, name)?;
        Some(Run {
            text: text.to_owned(),
            kind,
            node: Some(id),
            pieces: vec![RunPiece {
                text: 0..text.len(),
                source: place.value?,
                kind: if place.is_verbatim {
                    RunPieceKind::Verbatim
                } else {
                    RunPieceKind::Decoded
                },
            }],
        })
    }

    fn text_node(&mut self, id: NodeId, text: &str) {
        let tree = self.tree;
        for piece in tree.next_text_pieces(id, &mut self.next_text) {
            let content = text.get(piece.text.clone()).unwrap_or("");
            if self.templates.is_empty() {
                self.piece(content, piece);
            } else {
                self.piece_with_templates(content, piece);
            }
        }
    }

    /// A piece of text, of which what lies in templates is no text.
    fn piece_with_templates(&mut self, content: &str, piece: &TextPiece) {
        let mut rest = piece.clone();
        let mut content = content;
        let first = self.templates.partition_point(|span| span.end <= piece.source.start);
        for template in self.templates.iter().skip(first) {
            if template.start >= piece.source.end {
                break;
            }
            if !piece.is_verbatim {
                self.template_object(*template);
                return;
            }
            let before = template.start.saturating_sub(rest.source.start).min(content.len());
            self.piece(content.get(..before).unwrap_or(""), &rest);
            self.template_object(*template);
            let after = template.end.saturating_sub(rest.source.start).min(content.len());
            content = content.get(after..).unwrap_or("");
            rest.source.start += after;
        }
        self.piece(content, &rest);
    }

    fn template_object(&mut self, template: Span) {
        if self.template != Some(template) {
            self.stand_in("\u{FFFC}", template);
            self.template = Some(template);
        }
    }

    /// A piece of text, in which white space is collapsed. Of a verbatim one,
    /// `content` is at the start of its source.
    fn piece(&mut self, content: &str, piece: &TextPiece) {
        let mut rest = content;
        let mut source = piece.source;
        while !rest.is_empty() {
            let spaces = rest.bytes().take_while(is_space).count();
            if spaces > 0 {
                self.white_space(
                    rest.get(..spaces).unwrap_or(""),
                    sub_source(source, spaces, piece.is_verbatim),
                    piece,
                );
            }
            let after = rest.get(spaces..).unwrap_or("");
            let len = end_of_words(after);
            let words = after.get(..len).unwrap_or("");
            if piece.is_verbatim {
                source.start += spaces;
            }
            self.words(words, sub_source(source, len, piece.is_verbatim), piece.is_verbatim);
            if piece.is_verbatim {
                source.start += len;
            }
            rest = after.get(len..).unwrap_or("");
        }
    }

    fn white_space(&mut self, space: &str, source: Span, piece: &TextPiece) {
        let has_line_end = space.contains(['\n', '\r']);
        self.space = Some(match self.space {
            Some(before) => Space {
                // White space that was added has no bytes, and may point anywhere.
                source: match (before.source.is_empty(), source.is_empty()) {
                    (true, _) => source,
                    (false, true) => before.source,
                    (false, false) => before.source.cover(source),
                },
                is_verbatim: false,
                has_line_end: before.has_line_end || has_line_end,
            },
            None => Space {
                source,
                is_verbatim: piece.is_verbatim && space == " ",
                has_line_end,
            },
        });
    }

    /// Text that has single spaces at most, and none at its ends.
    fn words(&mut self, words: &str, source: Span, is_verbatim: bool) {
        let Some(next) = words.chars().next() else {
            return;
        };
        self.put_space(next);
        let kind = if is_verbatim {
            RunPieceKind::Verbatim
        } else {
            RunPieceKind::Decoded
        };
        self.put(words, source, kind);
        self.has_text = true;
        self.template = None;
    }

    /// Writes the white space before `next`, if any is to be seen there.
    fn put_space(&mut self, next: char) {
        let Some(space) = self.space.take() else {
            return;
        };
        let Some(last) = self.text.chars().next_back() else {
            return;
        };
        if last == '\n' || (space.has_line_end && is_unspaced(last) && is_unspaced(next)) {
            return;
        }
        let kind = if space.is_verbatim {
            RunPieceKind::Verbatim
        } else {
            RunPieceKind::Decoded
        };
        self.put(" ", space.source, kind);
        self.template = None;
    }

    /// Writes what is not text. A line end swallows the white space round it.
    fn stand_in(&mut self, text: &str, source: Span) {
        if text == "\n" {
            self.space = None;
            if self.text.is_empty() {
                return;
            }
        } else {
            self.put_space(OBJECT);
        }
        self.put(text, source, RunPieceKind::Synthetic);
        self.template = None;
    }

    fn put(&mut self, text: &str, source: Span, kind: RunPieceKind) {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        if kind == RunPieceKind::Verbatim
            && let Some(last) = self.pieces.last_mut()
            && last.kind == kind
            && last.source.end == source.start
        {
            last.source.end = source.end;
            last.text.end = end;
            return;
        }
        self.pieces.push(RunPiece {
            text: start..end,
            source,
            kind,
        });
    }
}

/// The source of the first `len` bytes of a piece.
fn sub_source(source: Span, len: usize, is_verbatim: bool) -> Span {
    if is_verbatim {
        Span::new(source.start, source.start + len)
    } else {
        source
    }
}

/// Length in bytes of the start of `text` in which no white space is to be
/// collapsed: up to a line end, a tab, or a space that another follows or that
/// is the last byte.
fn end_of_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(index) = next_space(bytes, start) {
        let is_single = bytes.get(index) == Some(&b' ') && bytes.get(index + 1).is_some_and(|next| !is_space(next));
        if !is_single {
            return index;
        }
        start = index + 1;
    }
    bytes.len()
}

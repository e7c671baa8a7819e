//! Where the text of text nodes came from.

use ego_tree::NodeId;

use super::TextPiece;
use super::mapping::Mapping;
use crate::document::source_map::PieceKind;
use crate::text::Span;

/// Pieces of text with the node that each is in, side by side.
#[derive(Debug, Default)]
pub(super) struct Texts {
    nodes: Vec<NodeId>,
    pieces: Vec<TextPiece>,
}

impl Texts {
    pub(super) fn with_capacity(pieces: usize) -> Self {
        Self {
            nodes: Vec::with_capacity(pieces),
            pieces: Vec::with_capacity(pieces),
        }
    }

    pub(super) fn push(&mut self, node: NodeId, piece: TextPiece) {
        self.nodes.push(node);
        self.pieces.push(piece);
    }

    /// The pieces of a node, in order. They are looked for first at `next`, which
    /// is then where the pieces of the following node start.
    pub(super) fn of(&self, node: NodeId, next: &mut usize) -> &[TextPiece] {
        if self.nodes.get(*next) != Some(&node) {
            let start = self.nodes.partition_point(|known| *known < node);
            if self.nodes.get(start) != Some(&node) {
                return &[];
            }
            *next = start;
        }
        let start = *next;
        let rest = self.nodes.get(start..).unwrap_or(&[]);
        *next = start + rest.iter().take_while(|known| **known == node).count();
        self.pieces.get(start..*next).unwrap_or(&[])
    }

    /// The same pieces sorted by node, with their source in the file where it
    /// was in the rendering.
    pub(super) fn mapped(mut self, mapping: &Mapping) -> Self {
        // Text can go back to an older node, as it does before a table.
        if !self.nodes.is_sorted() {
            let mut order: Vec<usize> = (0..self.nodes.len()).collect();
            order.sort_by_key(|index| self.nodes.get(*index));
            self = Self {
                nodes: order
                    .iter()
                    .filter_map(|index| self.nodes.get(*index).copied())
                    .collect(),
                pieces: order
                    .iter()
                    .filter_map(|index| self.pieces.get(*index).cloned())
                    .collect(),
            };
        }
        let is_one_piece = |piece: &mut TextPiece| {
            let mapped = mapping.source_of(piece.source);
            let is_one = !piece.is_verbatim || mapped.is_verbatim;
            if is_one {
                piece.source = mapped.span;
            }
            is_one
        };
        match self.pieces.iter_mut().position(|piece| !is_one_piece(piece)) {
            None => self,
            Some(first) => self.divided(first, mapping),
        }
    }

    /// The same with the pieces from `first` on divided where the rendering was
    /// put together.
    fn divided(mut self, first: usize, mapping: &Mapping) -> Self {
        let rest = self.pieces.split_off(first);
        let nodes = self.nodes.split_off(first);
        for (node, piece) in nodes.into_iter().zip(rest) {
            push_mapped(&piece, mapping, &mut self.pieces);
            self.nodes.resize(self.pieces.len(), node);
        }
        self
    }
}

/// Adds what one piece of the rendering is in the source: itself, or as many
/// pieces as the rendering was put together from.
fn push_mapped(piece: &TextPiece, mapping: &Mapping, pieces: &mut Vec<TextPiece>) {
    let mapped = mapping.source_of(piece.source);
    if !piece.is_verbatim || mapped.is_verbatim {
        pieces.push(TextPiece {
            text: piece.text.clone(),
            source: mapped.span,
            is_verbatim: piece.is_verbatim && mapped.is_verbatim,
        });
        return;
    }
    for part in mapping.parts(piece.source) {
        let start = piece.text.start + (part.start - piece.source.start);
        let mapped = mapping.source_of(part);
        // Text that was added, such as a line end, stands where the text
        // before it ends, wherever its own piece of the map points.
        let is_added = mapping.kind_at(part.start) == Some(PieceKind::Generated);
        let before = pieces.last().filter(|_| is_added && start > 0);
        pieces.push(TextPiece {
            text: start..start + part.len(),
            source: before.map_or(mapped.span, |before| Span::empty(before.source.end)),
            is_verbatim: mapped.is_verbatim,
        });
    }
}

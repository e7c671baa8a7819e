//! Builds scraper's tree and notes, on the way, what was made and moved.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::ops::ControlFlow;

use ego_tree::NodeId;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tag;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink, Node};

use super::fed::{FedPiece, FedText};
use super::kind::Kind;
use super::ledger::{Ledger, RawAttribute, TokenPlace};
use super::open::Events;
use super::{CutReason, TextPiece};
use crate::text::Span;

/// The root, the context element, and text that no tag follows.
const SPARE_NODES: usize = 8;

/// Scraper's sink with a ledger beside it.
pub(super) struct SpanSink {
    inner: HtmlTreeSink,
    ledger: RefCell<Ledger>,
    events: RefCell<Events>,
    fed: RefCell<FedText>,
    comment: Cell<Option<NodeId>>,
    /// The element whose name was asked for last.
    named: Cell<Option<NodeId>>,
}

impl SpanSink {
    /// A sink for markup of about so many tags.
    pub(super) fn new(kind: Kind, tags: usize) -> Self {
        let (mut html, root) = match kind {
            Kind::Document => (Html::new_document(), Node::Document),
            Kind::Fragment => (Html::new_fragment(), Node::Fragment),
        };
        // Half of the tags are end tags, and most are followed by text.
        html.tree = ego_tree::Tree::with_capacity(root, tags + SPARE_NODES);
        Self {
            inner: HtmlTreeSink::new(html),
            ledger: RefCell::new(Ledger::new(kind, tags)),
            events: RefCell::default(),
            fed: RefCell::default(),
            comment: Cell::new(None),
            named: Cell::new(None),
        }
    }

    /// To be called when the tree builder stands, which for a fragment has
    /// made the context element and the root.
    pub(super) fn begin(&self, kind: Kind) {
        let mut events = self.events.borrow_mut();
        if let (Kind::Fragment, [context, root]) = (kind, events.created.as_slice()) {
            self.ledger.borrow_mut().open.begin_fragment(*context, *root);
        }
        events.clear();
    }

    pub(super) fn begin_start_tag(&self, tag: &Tag, attributes: &mut Vec<RawAttribute>) {
        self.ledger.borrow_mut().begin_start_tag(&tag.name, attributes);
    }

    /// Text that the next tokens bring.
    pub(super) fn feed_text(&self, text: &StrTendril, source: Span, is_verbatim: bool) {
        self.fed.borrow_mut().push(text, source, is_verbatim);
    }

    /// Appends text where the tree builder would do nothing else with it; gives
    /// it back where that is not sure. Most text is such, and going through the
    /// builder costs several times as much.
    pub(super) fn append_plainly(&self, piece: FedPiece) -> ControlFlow<ControlFlow<()>, FedPiece> {
        let mut ledger = self.ledger.borrow_mut();
        let Some(parent) = ledger.plain_parent(&self.inner.0.borrow()) else {
            return ControlFlow::Continue(piece);
        };
        let FedPiece {
            text,
            source,
            is_verbatim,
        } = piece;
        let len = text.len();
        self.inner.append(&parent, NodeOrText::AppendText(text));
        let html = self.inner.0.borrow();
        if let Some(node) = html.tree.get(parent).and_then(|parent| parent.last_child()) {
            let end = node.value().as_text().map_or(0, |text| text.len());
            let text = end.saturating_sub(len)..end;
            ledger.texts.push(
                node.id(),
                TextPiece {
                    text,
                    source,
                    is_verbatim,
                },
            );
        }
        ControlFlow::Break(ledger.count_text(source))
    }

    pub(super) fn forget_current_node(&self) {
        self.named.set(None);
    }

    /// To be called after each token, when the tree builder has just asked for
    /// the name of its current node.
    pub(super) fn settle(&self, token: &TokenPlace, traced: impl FnOnce() -> Vec<NodeId>) -> ControlFlow<()> {
        let current = self.named.get();
        let html = self.inner.0.borrow();
        let mut ledger = self.ledger.borrow_mut();
        let mut events = self.events.borrow_mut();
        if let (Some(id), TokenPlace::Comment(span)) = (self.comment.take(), token) {
            ledger.comments.push((id, *span));
        }
        let is_text = matches!(token, TokenPlace::Text(_));
        if !is_text || !current.is_some_and(|id| holds_text_back(&html, id)) {
            self.fed.borrow_mut().clear();
        }
        let flow = ledger.settle(token, &events, current, &html, traced);
        events.clear();
        flow
    }

    /// Checks that what was followed is what is open.
    #[cfg(test)]
    pub(super) fn check_open(&self, traced: Vec<NodeId>) {
        self.ledger.borrow().open.check(traced, self.named.get());
    }

    pub(super) fn cut(&self, reason: CutReason, span: Span) {
        self.ledger.borrow_mut().cut(reason, span);
    }

    pub(super) fn into_parts(self) -> (Html, Ledger) {
        (self.inner.finish(), self.ledger.into_inner())
    }

    /// Notes where the text came from that is now the end of `node`.
    fn note_text(&self, node: Option<NodeId>, text: &str) {
        let (source, is_verbatim) = self.fed.borrow_mut().take(text);
        let html = self.inner.0.borrow();
        let Some(node) = node.and_then(|id| html.tree.get(id)) else {
            return;
        };
        let end = node.value().as_text().map_or(0, |text| text.len());
        let piece = TextPiece {
            text: end.saturating_sub(text.len())..end,
            source,
            is_verbatim,
        };
        self.ledger.borrow_mut().texts.push(node.id(), piece);
    }

    fn last_child(&self, parent: NodeId) -> Option<NodeId> {
        let html = self.inner.0.borrow();
        Some(html.tree.get(parent)?.last_child()?.id())
    }

    fn previous_sibling(&self, sibling: NodeId) -> Option<NodeId> {
        let html = self.inner.0.borrow();
        Some(html.tree.get(sibling)?.prev_sibling()?.id())
    }
}

/// Whether text in this element may wait until the next tag, as it does in the
/// parts of a table that hold none.
fn holds_text_back(html: &Html, id: NodeId) -> bool {
    super::copies::name_of(html, id)
        .is_some_and(|name| matches!(&*name.local, "table" | "tbody" | "tfoot" | "thead" | "tr" | "template"))
}

impl TreeSink for SpanSink {
    type Output = Self;
    type Handle = NodeId;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.named.set(Some(*target));
        self.inner.elem_name(target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.ledger.borrow_mut().count_element(attributes.len());
        let id = self.inner.create_element(name, attributes, flags);
        self.events.borrow_mut().created.push(id);
        id
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        let id = self.inner.create_comment(text);
        self.comment.set(Some(id));
        id
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.inner.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(_) => {
                self.events.borrow_mut().parent = Some(*parent);
                self.inner.append(parent, child);
            }
            NodeOrText::AppendText(text) => {
                self.inner.append(parent, NodeOrText::AppendText(text.clone()));
                self.note_text(self.last_child(*parent), &text);
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = {
            let html = self.inner.0.borrow();
            html.tree.get(*element).is_some_and(|node| node.parent().is_some())
        };
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, new_node: NodeOrText<NodeId>) {
        match new_node {
            NodeOrText::AppendNode(_) => {
                self.events.borrow_mut().parent = None;
                self.inner.append_before_sibling(sibling, new_node);
            }
            NodeOrText::AppendText(text) => {
                self.inner
                    .append_before_sibling(sibling, NodeOrText::AppendText(text.clone()));
                self.note_text(self.previous_sibling(*sibling), &text);
            }
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn mark_script_already_started(&self, node: &NodeId) {
        self.inner.mark_script_already_started(node);
    }

    fn pop(&self, node: &NodeId) {
        self.events.borrow_mut().popped.push(*node);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.events.borrow_mut().is_rearranged = true;
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.events.borrow_mut().is_rearranged = true;
        self.inner.reparent_children(node, new_parent);
    }
}

//! The elements that are open, as the tree builder has them, kept up to date
//! token by token.
//!
//! The tree builder tells its sink of few of the elements that it closes, but
//! its current node can be asked for. Mostly that is enough; where a token
//! moved elements about, the whole stack is traced.

use std::cell::RefCell;

use ego_tree::NodeId;
use html5ever::tree_builder::Tracer;

use super::tokens::Builder;

/// What the tree builder did with elements during one token.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// Elements created, in order.
    pub(super) created: Vec<NodeId>,
    /// Elements that it said it has closed, in order.
    pub(super) popped: Vec<NodeId>,
    /// The element under which the last created one was put.
    pub(super) parent: Option<NodeId>,
    /// Whether nodes that stood in the tree were moved.
    pub(super) is_rearranged: bool,
}

impl Events {
    pub(super) fn clear(&mut self) {
        self.created.clear();
        self.popped.clear();
        self.parent = None;
        self.is_rearranged = false;
    }
}

/// Where one token changed the open elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// At their end alone, if at all.
    AtTheEnd,
    /// Perhaps elsewhere too.
    Elsewhere,
}

/// The open elements, outermost first.
#[derive(Debug, Default)]
pub(super) struct OpenElements {
    stack: Vec<NodeId>,
    /// The element that a fragment is parsed in; it stands for the root.
    context: Option<NodeId>,
}

impl OpenElements {
    /// Starts with the context element of a fragment and its root.
    pub(super) fn begin_fragment(&mut self, context: NodeId, root: NodeId) {
        self.context = Some(context);
        self.stack = vec![root];
    }

    pub(super) fn len(&self) -> usize {
        self.stack.len()
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = NodeId> + '_ {
        self.stack.iter().copied()
    }

    /// Takes in what one token did. The elements that it closed are added to
    /// `closed`, innermost first.
    pub(super) fn update(
        &mut self,
        events: &Events,
        current: Option<NodeId>,
        traced: impl FnOnce() -> Vec<NodeId>,
        closed: &mut Vec<NodeId>,
    ) -> Change {
        if self.update_simply(events, self.resolve(current), closed) {
            return Change::AtTheEnd;
        }
        closed.clear();
        self.replace(Self::open_part(traced(), current), closed);
        Change::Elsewhere
    }

    /// The current node, the root for the context element.
    fn resolve(&self, current: Option<NodeId>) -> Option<NodeId> {
        if current.is_some() && current == self.context {
            self.stack.first().copied()
        } else {
            current
        }
    }

    /// Updates the stack where its end alone has changed. Says whether that
    /// was so; if not, the stack is as before.
    fn update_simply(&mut self, events: &Events, current: Option<NodeId>, closed: &mut Vec<NodeId>) -> bool {
        let Some(current) = current else {
            return false;
        };
        if events.is_rearranged || events.created.len() > 1 {
            return false;
        }
        let is_same = events.created.is_empty() && events.popped.is_empty();
        if is_same && self.stack.last() == Some(&current) {
            return true;
        }
        let mut len = self.stack.len();
        for popped in &events.popped {
            if len == 0 || self.stack.get(len - 1) != Some(popped) {
                return false;
            }
            len -= 1;
        }
        let Some(created) = events.created.first() else {
            let Some(index) = self.stack.iter().take(len).rposition(|id| *id == current) else {
                return false;
            };
            closed.extend(self.stack.drain(index + 1..).rev());
            return true;
        };
        let parent = len.checked_sub(1).and_then(|index| self.stack.get(index));
        if parent.is_none() || parent.copied() != events.parent || (current != *created && Some(&current) != parent) {
            return false;
        }
        closed.extend(self.stack.drain(len..).rev());
        if current == *created {
            self.stack.push(current);
        }
        true
    }

    /// The open elements among the handles that the tree builder traces: the
    /// document, the open elements down to the current node, and others.
    fn open_part(mut handles: Vec<NodeId>, current: Option<NodeId>) -> Vec<NodeId> {
        let end = current.and_then(|current| handles.iter().skip(1).position(|id| *id == current));
        handles.truncate(end.map_or(0, |index| index + 2));
        if !handles.is_empty() {
            handles.remove(0);
        }
        handles
    }

    #[cfg(test)]
    pub(super) fn check(&self, traced: Vec<NodeId>, current: Option<NodeId>) {
        let mut open = Self::open_part(traced, current);
        if self.context.is_some() && open.last() == self.context.as_ref() {
            open = self.stack.iter().take(1).copied().collect();
        }
        assert_eq!(self.stack, open);
    }

    fn replace(&mut self, stack: Vec<NodeId>, closed: &mut Vec<NodeId>) {
        let stack = if self.context.is_some() && stack.last() == self.context.as_ref() {
            self.stack.iter().take(1).copied().collect()
        } else {
            stack
        };
        let common = self
            .stack
            .iter()
            .zip(&stack)
            .take_while(|(old, new)| old == new)
            .count();
        let mut still_open = stack.get(common..).unwrap_or(&[]).to_vec();
        still_open.sort_unstable();
        let gone = self.stack.drain(common..).rev();
        closed.extend(gone.filter(|id| still_open.binary_search(id).is_err()));
        self.stack = stack;
    }
}

/// All handles that the tree builder holds.
pub(super) fn traced(builder: &Builder) -> Vec<NodeId> {
    let handles = Handles::default();
    builder.trace_handles(&handles);
    handles.0.into_inner()
}

#[derive(Default)]
struct Handles(RefCell<Vec<NodeId>>);

impl Tracer for Handles {
    type Handle = NodeId;

    fn trace_handle(&self, node: &NodeId) {
        self.0.borrow_mut().push(*node);
    }
}

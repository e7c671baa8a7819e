//! A place in a region while its blocks are read, and the blocks so far.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::attributes::Attributes;
use super::block::{Block, Kind, Mark, Text};
use super::region::{Region, is_space};
use crate::text::Span;

/// A place in a region, and what is known of what follows.
pub(super) struct Scanner<'m> {
    pub(super) region: Rc<Region<'m>>,
    pub(super) at: usize,
    /// A stretch without a line end in it but for its last byte: many blocks
    /// may follow each other in one line.
    line: Cell<(usize, usize)>,
    /// Searches that found nothing, so that none is made twice.
    pub(super) endless: Endless,
}

/// What was looked for in a region and is not there from some place on.
#[derive(Debug, Default)]
pub(super) struct Endless {
    pub(super) comment: bool,
    pub(super) instruction: bool,
    pub(super) math: bool,
    /// The shortest fence of each mark that nothing closes.
    pub(super) fences: HashMap<u8, usize>,
    pub(super) end_tags: Vec<String>,
    pub(super) extensions: Vec<String>,
}

impl<'m> Scanner<'m> {
    pub(super) fn new(region: Rc<Region<'m>>) -> Self {
        Self {
            region,
            at: 0,
            line: Cell::default(),
            endless: Endless::default(),
        }
    }

    pub(super) fn text(&self) -> &str {
        self.region.text()
    }

    pub(super) fn rest(&self) -> &str {
        self.text().get(self.at..).unwrap_or_default()
    }

    pub(super) fn line(&self) -> &str {
        let (start, end) = self.line.get();
        if !(start..end).contains(&self.at) {
            self.line.set((self.at, self.region.line_end(self.at)));
        }
        self.text().get(self.at..self.line.get().1).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text().len()
    }

    pub(super) fn part(&self, range: Range<usize>) -> Text<'m> {
        Text {
            region: Rc::clone(&self.region),
            range,
        }
    }

    /// The end of the blank lines at `at`, or `at` where there are none.
    pub(super) fn blank_end(&self, at: usize) -> usize {
        let rest = self.text().get(at..).unwrap_or_default();
        let space = rest.bytes().take_while(|&b| is_space(b)).count();
        let blank = rest.get(..space).unwrap_or_default();
        at + blank.rfind('\n').map_or(0, |found| found + 1)
    }
}

/// The blocks of one container as they are read.
pub(super) struct Blocks<'m> {
    pub(super) list: Vec<Block<'m>>,
    /// An attribute list that waits for its block.
    pub(super) pending: Option<Attributes>,
}

impl<'m> Blocks<'m> {
    pub(super) fn new() -> Self {
        Self {
            list: Vec::with_capacity(1),
            pending: None,
        }
    }

    pub(super) fn push(&mut self, kind: Kind<'m>, construct: Span) {
        let attributes = self.pending.take().unwrap_or_default();
        self.list.push(Block {
            kind,
            attributes,
            construct,
        });
    }

    /// Whether a block that needs a blank line before it may start.
    pub(super) fn is_after_boundary(&self) -> bool {
        self.pending.is_some()
            || self
                .list
                .last()
                .is_none_or(|last| matches!(last.kind, Kind::Blank { .. } | Kind::Mark(Mark::EndOfBlock)))
    }
}

//! Tasks: items of a list that begin with `[ ]` or `[x]`.

use std::ops::Range;

use super::attributes::{self, Attributes};
use super::block::{Block, Kind, Task};
use crate::text::Span;

/// The class of an item with a task, and of those after it.
pub(super) const TASK_ITEM: &str = "task-list-item";

/// Turns `[ ]` and `[x]` at the start of items into boxes.
pub(super) fn tasks(items: &mut [Block<'_>]) {
    let mut is_task_list = false;
    for item in items {
        let place = Span::empty(item.construct.start);
        let Kind::Item(children) = &mut item.kind else { continue };
        let is_followed = children.get(1).is_some_and(|next| !next.is_blank());
        let Some(Kind::Paragraph { text, task, .. }) = children.first_mut().map(|child| &mut child.kind) else {
            continue;
        };
        if let Some((is_done, mark)) = task_mark(text.as_str(), is_followed) {
            let start = text.range.start + mark.start;
            let mut attributes = Attributes::default();
            attributes.push("class", "task-list-item-checkbox", place);
            let mark_span = text.region.span(start..start + 3);
            text.range.start += mark.end;
            let rest = text.as_str();
            if !rest.starts_with("{::")
                && !rest.starts_with("{:/")
                && let Some((list, end)) = attributes::list_at(&text.region, text.range.start)
                && end <= text.range.end
            {
                attributes.read(&text.region, list);
                text.range.start = end;
            }
            *task = Some(Box::new(Task {
                is_done,
                mark: mark_span,
                attributes,
            }));
            is_task_list = true;
        }
        if is_task_list {
            let given = std::mem::take(&mut item.attributes);
            item.attributes.push("class", TASK_ITEM, place);
            item.attributes.extend(given);
        }
    }
}

/// Whether a task is done, and the range from its mark to its text.
pub(super) fn task_mark(text: &str, is_followed: bool) -> Option<(bool, Range<usize>)> {
    let start = text.len() - text.trim_ascii_start().len();
    let rest = text.get(start..)?;
    let is_done = match rest.get(..3)? {
        "[ ]" => false,
        "[x]" | "[X]" => true,
        _ => return None,
    };
    let after = rest.get(3..)?;
    let space = after.len() - after.trim_ascii_start().len();
    let is_ended = space > 0 || (after.is_empty() && is_followed);
    is_ended.then_some((is_done, start..start + 3 + space))
}

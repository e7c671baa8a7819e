//! Lists where keys were meant, and lists whose dashes are none.

use super::{Applicability, Edit, Message, Site, Span, SyntaxError, lines};
use crate::document::front_matter::lines::is_usual_key;
use crate::document::node::{Node, Value};

/// Front matter whose every line is an item `- key: value`, one key of which is
/// a usual one. It begins right behind the fence; a list below a rule of text
/// stands apart from it.
pub(in crate::document::front_matter) fn keys_in_a_list(text: &str, content: Span, root: &Node) -> Option<SyntaxError> {
    let Value::Sequence(items) = &root.value else {
        return None;
    };
    let is_keys = |item: &Node| matches!(item.value, Value::Mapping(_));
    let mut entries = items.iter().flat_map(Node::entries);
    let is_meant = entries.any(|entry| entry.key.as_scalar().is_some_and(|key| is_usual_key(&key.text)));
    let dash = |line: &super::Line| line.text(text).starts_with("- ").then_some(line.start);
    let mut dashes = lines(text, content.start)
        .take_while(|line| line.start < content.end)
        .map(|line| dash(&line))
        .peekable();
    let first = dashes.peek().copied().flatten()?;
    if !is_meant || !items.iter().all(is_keys) {
        return None;
    }
    let edits = dashes.flatten().map(|start| Edit {
        span: Span::new(start, start + "- ".len()),
        text: String::new(),
    });
    let site = Site::new(text, content, first);
    Some(SyntaxError {
        fix: site.repair("yaml-fix-no-dashes", edits.collect(), Applicability::Unsafe),
        ..SyntaxError::new(
            Span::new(first, first + 1),
            Message::key("yaml-keys-in-a-list"),
            "yaml-keys-in-a-list-help",
        )
    })
}

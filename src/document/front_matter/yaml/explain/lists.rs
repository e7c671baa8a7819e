//! Lists where keys were meant, and lists whose dashes are none.

use super::value::LIST_KEYS;
use super::{Applicability, Arguments, Edit, Line, Message, Site, Span, SyntaxError, lines, written};
use crate::document::PROSE_KEYS;
use crate::document::front_matter::lines::is_usual_key;
use crate::document::node::{Entry, Node, Style, Value};

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
    let dash = |line: &Line| line.text(text).starts_with("- ").then_some(line.start);
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

/// Signs that are typed for the dash of an item.
const MARKS: [char; 8] = ['-', '－', '–', '—', '•', '●', '·', '*'];

/// The sign at the beginning of a line that stands for the dash of an item and
/// is none. A number below zero and a rule are no items.
fn mark(text: &str, line: Line) -> Option<Span> {
    let whole = line.trimmed(text);
    let written = whole.trim_start_matches([' ', '\t']);
    let mark = written.chars().next().filter(|first| MARKS.contains(first))?;
    let rest = written.get(mark.len_utf8()..)?;
    let is_item = match mark {
        '-' => rest.starts_with(char::is_alphabetic),
        '*' => rest.starts_with(' '),
        _ => rest.starts_with([' ', '\u{3000}']) || rest.starts_with(char::is_alphanumeric),
    };
    let start = line.start + whole.len() - written.len();
    is_item.then(|| Span::new(start, start + mark.len_utf8()))
}

/// The lines below a key that are read as one text, and each of which begins
/// with a sign for a dash. Running text may begin with one too.
pub(super) fn without_dashes(text: &str, content: Span, entry: &Entry) -> Option<SyntaxError> {
    let value = &entry.value;
    let is_plain = value.as_scalar().is_some_and(|scalar| scalar.style == Style::Plain);
    let begins = value.span.of(text).starts_with(MARKS);
    let before = text.get(content.start..value.span.start)?;
    let is_alone = || before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
    if !is_plain || !begins || !is_alone() {
        return None;
    }
    let line_start = content.start + before.trim_end_matches([' ', '\t']).len();
    let below = lines(text, line_start).take_while(|line| line.start < value.span.end);
    let marks: Vec<Span> = below.map(|line| mark(text, line)).collect::<Option<_>>()?;
    let key = entry.key.as_scalar().map_or("", |key| key.text.as_str());
    if PROSE_KEYS.contains(&key) || (marks.len() < 2 && !LIST_KEYS.contains(&key)) {
        return None;
    }
    Some(marked_lines(Site::new(text, content, line_start), &marks))
}

/// What to say of lines that begin with such signs; fixed all at once.
fn marked_lines(site: Site<'_>, marks: &[Span]) -> SyntaxError {
    let span = marks.first().copied().unwrap_or_default();
    let edits = marks.iter().map(|mark| {
        let rest = site.text.get(mark.end..).unwrap_or("");
        let spaces = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        Edit {
            span: Span::new(mark.start, mark.end + spaces),
            text: "- ".to_owned(),
        }
    });
    let written = span.of(site.text);
    let (message, help) = match written {
        "-" => ("yaml-dash-without-space", "yaml-dash-without-space-help"),
        _ => ("yaml-other-dash", "yaml-other-dash-help"),
    };
    let arguments = Arguments::new().with("mark", written);
    SyntaxError {
        fix: site.repair("yaml-fix-dash", edits.collect(), Applicability::Unsafe),
        ..SyntaxError::new(span, Message::Key(message, arguments), help)
    }
}

impl Site<'_> {
    /// `-a` at the beginning of a line that is no entry, with those below it.
    pub(super) fn unmarked_item(self) -> Option<SyntaxError> {
        mark(self.text, self.line)?;
        // Below a value it is more of that.
        let is_item =
            |line: Line| line.text(self.text).trim_start().starts_with("- ") || mark(self.text, line).is_some();
        let goes_on = |line: Line| !is_item(line) && !written(self.text, line).value.is_empty();
        if self.line_before().is_some_and(goes_on) {
            return None;
        }
        let marks: Vec<Span> = lines(self.text, self.line.start)
            .map_while(|line| mark(self.text, line))
            .collect();
        Some(marked_lines(self, &marks))
    }
}

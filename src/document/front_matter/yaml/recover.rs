//! What is wrong with a mapping or a list that cannot be read as a whole: its
//! entries are read one by one, so that each broken one has its own error, and
//! so are the entries of a broken entry.

use granit_parser::{ErrorKind, ScanError};

use super::entries::{entries, inside};
use super::{MOST_ERRORS, Parsed, SyntaxError, explain, read, scan_error};
use crate::document::node::{Node, Value};
use crate::messages::Message;
use crate::text::Span;

/// How many entries further a quote or a bracket may be closed, whose lines
/// look like keys.
const LINES_LIKE_KEYS: usize = 3;

/// How many levels of entries in entries are read one by one.
const MOST_LEVELS: usize = 4;

/// The errors of a block mapping or list, by their place; none where it is
/// neither, or each entry can be read by itself.
pub(super) fn errors(text: &str, content: Span) -> Vec<SyntaxError> {
    let (mut found, broken) = errors_of_entries(text, content, MOST_LEVELS);
    if !found.is_empty() && found.len() < MOST_ERRORS {
        found.extend(errors_of_the_rest(text, content, &broken));
        found.sort_by_key(|error| error.span);
        found.truncate(MOST_ERRORS);
    }
    found
}

/// The errors of entries, with the entries in which they are.
fn errors_of_entries(text: &str, content: Span, levels: usize) -> (Vec<SyntaxError>, Vec<Span>) {
    let entries = entries(text, content).unwrap_or_default();
    let mut found = Vec::new();
    let mut broken = Vec::new();
    let mut next = 0;
    while let Some(entry) = entries.get(next).copied().filter(|_| found.len() < MOST_ERRORS) {
        next += 1;
        let error = match look(text, entry) {
            Look::Sound => continue,
            Look::NoMapping => explain::not_a_mapping(text, entry).into_iter().collect(),
            Look::Broken(error) => {
                let further = entries.get(next..).unwrap_or_default().iter().take(LINES_LIKE_KEYS);
                let closing = is_open(&error)
                    .then(|| further.clone().position(|last| is_sound(text, entry.cover(*last))))
                    .flatten();
                if let Some(lines) = closing {
                    next += lines + 1;
                    continue;
                }
                let within = match inside(text, entry).filter(|_| levels > 0) {
                    Some(within) => errors_of_entries(text, within, levels - 1).0,
                    None => Vec::new(),
                };
                match within.is_empty() {
                    true => vec![scan_error(text, entry, &error)],
                    false => within,
                }
            }
        };
        found.extend(error);
        broken.push(entry);
    }
    found.truncate(MOST_ERRORS);
    (found, broken)
}

enum Look {
    Sound,
    /// It can be read, but has no key.
    NoMapping,
    Broken(ScanError),
}

fn look(text: &str, entry: Span) -> Look {
    match read(text, entry) {
        Err(error) => Look::Broken(error),
        Ok(Parsed { node: Some(node), .. }) if matches!(node.value, Value::Scalar(_)) => Look::NoMapping,
        Ok(_) => Look::Sound,
    }
}

fn is_sound(text: &str, entry: Span) -> bool {
    matches!(look(text, entry), Look::Sound)
}

fn is_open(error: &ScanError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::UnclosedFlowCollection { .. }
    )
}

/// What can be told of the other entries only when they are read together, such
/// as a key that stands twice. A name that a broken entry may give is not missed.
fn errors_of_the_rest(text: &str, content: Span, broken: &[Span]) -> Vec<SyntaxError> {
    let masked = without(text, content, broken);
    let Ok(Parsed { mut errors, .. }) = read(&masked, Span::new(0, masked.len())) else {
        return Vec::new();
    };
    let names_given = broken.iter().any(|entry| entry.of(text).contains('&'));
    errors.retain(|error| !(names_given && is_unknown_alias(error)));
    for error in &mut errors {
        error.span = error.span.shift(content.start);
        for (label, _) in &mut error.labels {
            *label = label.shift(content.start);
        }
    }
    errors
}

/// What the sound entries of a broken mapping say, if there are some.
pub(super) fn sound_entries(text: &str, content: Span) -> Option<Node> {
    let (_, broken) = errors_of_entries(text, content, MOST_LEVELS);
    if broken.is_empty() {
        return None;
    }
    // As long as the file, so that places are those of the file.
    let masked = [text.get(..content.start)?, &without(text, content, &broken)].concat();
    let parsed = read(&masked, content).ok()?;
    parsed.node.filter(|node| matches!(node.value, Value::Mapping(_)))
}

/// The bytes of a mapping, with blanks in place of some entries.
fn without(text: &str, content: Span, broken: &[Span]) -> String {
    let mut masked = String::with_capacity(content.len());
    let mut done = content.start;
    for entry in broken {
        masked.push_str(text.get(done..entry.start).unwrap_or(""));
        let blank = |byte: u8| {
            if matches!(byte, b'\n' | b'\r') {
                char::from(byte)
            } else {
                ' '
            }
        };
        masked.extend(entry.of(text).bytes().map(blank));
        done = entry.end;
    }
    masked.push_str(text.get(done..content.end).unwrap_or(""));
    masked
}

fn is_unknown_alias(error: &SyntaxError) -> bool {
    error.message == Message::key("yaml-unknown-alias")
}

/// Offers to read unknown aliases, and entities read as anchors, as text.
pub(super) fn mend_names(text: &str, content: Span, errors: &mut [SyntaxError]) {
    let is_name = |error: &SyntaxError| is_unknown_alias(error) || explain::is_entity_first(error);
    let mut unknown = errors.iter_mut().filter(|error| is_name(error)).peekable();
    if unknown.peek().is_none() {
        return;
    }
    let entries = entries(text, content).unwrap_or_default();
    for error in unknown.take(MOST_ERRORS) {
        let following = entries.partition_point(|entry| entry.end <= error.span.start);
        let entry = entries.get(following).filter(|entry| entry.contains(error.span));
        error.fix = entry.and_then(|entry| match is_unknown_alias(error) {
            true => explain::star_as_text(text, *entry, error.span),
            false => explain::entity_as_text(text, *entry, error.span.start),
        });
    }
}

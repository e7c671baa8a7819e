//! Keys that are missing, added with a value that a person is to replace.
//!
//! Where the file itself tells a title or a day, that is the value. It must not
//! know why the keys are needed.

use super::insertion::{at_start, insertion};
use crate::check::heading::heading;
use crate::diagnostic::{Applicability, Arguments, Change, Edit, Fix, Message, edited};
use crate::document::Document;
use crate::document::front_matter::{Format, write};
use crate::document::node::Node;
use crate::schema::{Failure, Lacking, Placeholder};
use crate::text::{FilePath, Source, Span};

/// What stands for a text, seen not to be meant.
const TEXT: &str = "TODO";

/// The day of those that have none.
const DAY: &str = "1970-01-01";

/// Bytes of a block beyond which nothing is added, since it is read again for each
/// mapping that lacks keys.
const MOST_BYTES: usize = 1 << 16;

/// Characters of a heading beyond which it is no title.
const LONGEST_TITLE: usize = 200;

/// Adds the keys that a failure says are missing. None where it is not known
/// where they would go: then nothing but them would change.
pub(super) fn fix(document: &Document<'_>, failure: &Failure) -> Option<Fix> {
    let front_matter = document.front_matter();
    if failure.lacks.is_empty() || front_matter.block.len() > MOST_BYTES {
        return None;
    }
    let format = front_matter.format.unwrap_or(Format::Yaml);
    let written = |lacking: &Lacking| write::entry(&lacking.key, &value(document, lacking, format)?, format);
    let entries: Option<Vec<String>> = failure.lacks.iter().map(written).collect();
    let edit = match &front_matter.node {
        Some(root) => insertion(document, root, &failure.pointer, &entries?)?,
        None => at_start(document, &entries?)?,
    };
    let names: Vec<String> = failure
        .lacks
        .iter()
        .map(|lacking| format!("`{}`", lacking.key))
        .collect();
    does_add(document, failure, &edit).then(|| Fix {
        title: Message::Key("missing-key-fix", Arguments::new().with("keys", names.join(", "))),
        edits: vec![edit],
        change: Change::Other,
        // What is written is no more than a guess.
        applicability: Applicability::Unsafe,
    })
}

/// Whether the keys are there afterwards, and everything else is what it was.
fn does_add(document: &Document<'_>, failure: &Failure, edit: &Edit) -> bool {
    let source = document.source();
    // Nothing behind the block is read.
    let text = edited(&source.text, Span::new(0, document.body().start), [edit]);
    let edited = Source::from_text(source.path.clone(), text);
    let after = document.edited(&edited, 0);
    let (old, new) = (document.front_matter(), after.front_matter());
    let Some(node) = new.node.as_ref().filter(|_| new.errors.len() <= old.errors.len()) else {
        return false;
    };
    let mut value = node.to_json(after.engine());
    let Some(mapping) = value
        .pointer_mut(&failure.pointer)
        .and_then(|value| value.as_object_mut())
    else {
        return false;
    };
    let is_there = |lacking: &Lacking| mapping.shift_remove(&lacking.key).is_some();
    let are_there = failure.lacks.iter().all(is_there);
    let before = old.node.as_ref().map(|node: &Node| node.to_json(document.engine()));
    are_there && before.unwrap_or_else(|| serde_json::json!({})) == value
}

fn value(document: &Document<'_>, lacking: &Lacking, format: Format) -> Option<String> {
    let path = &document.source().path;
    let quoted_in_json = |text: String| match format {
        Format::Json => write::quoted(&text, format),
        Format::Yaml | Format::Toml => Some(text),
    };
    match &lacking.value {
        Placeholder::Value(value) => write::value(value, format),
        Placeholder::Text if lacking.key.eq_ignore_ascii_case("title") => {
            let title = title_of_heading(document).or_else(|| title_of_name(path));
            write::value(&title.unwrap_or_else(|| TEXT.to_owned()).into(), format)
        }
        Placeholder::Text if lacking.key.eq_ignore_ascii_case("date") => {
            let day = day_of_name(path).map(quoted_in_json);
            day.unwrap_or_else(|| write::value(&TEXT.into(), format))
        }
        Placeholder::Text => write::value(&TEXT.into(), format),
        Placeholder::Date => quoted_in_json(day_of_name(path).unwrap_or_else(|| DAY.to_owned())),
        Placeholder::DateTime => {
            let day = day_of_name(path).unwrap_or_else(|| DAY.to_owned());
            quoted_in_json(format!("{day} 00:00:00"))
        }
    }
}

/// What the heading says with which the body begins, if a title can.
fn title_of_heading(document: &Document<'_>) -> Option<String> {
    let text = heading(document)?.text;
    let is_title = !text.is_empty()
        && text.chars().nth(LONGEST_TITLE).is_none()
        && !text.contains(|letter: char| letter.is_control());
    is_title.then_some(text)
}

/// What a file is called, without its day and its ending, in words.
fn title_of_name(path: &FilePath) -> Option<String> {
    let name = stem(path)?;
    let name = match day_of_name(path) {
        Some(_) => name.splitn(4, '-').nth(3).unwrap_or_default(),
        None => name,
    };
    let title = name.replace(['-', '_'], " ");
    let title = title.trim();
    let is_said = !title.is_empty() && !matches!(title, "index" | "README" | "readme" | "x");
    (is_said && !title.contains(char::is_control)).then(|| title.to_owned())
}

/// The day with which the name of a file begins, as Jekyll has it.
fn day_of_name(path: &FilePath) -> Option<String> {
    let mut parts = stem(path)?.splitn(4, '-');
    let mut number = |most: usize| {
        let part = parts.next()?;
        let is_number = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let is_real = year >= 1_000
        && crate::document::node::days_in_month(year.into(), month).is_some_and(|days| (1..=days).contains(&day));
    is_real.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn stem(path: &FilePath) -> Option<&str> {
    let name = path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (!path.is_standard_input() && !stem.is_empty()).then_some(stem)
}

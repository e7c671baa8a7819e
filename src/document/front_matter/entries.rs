//! The entries of a front matter as stretches of its text, each with the comments
//! that belong to it, so that they can change places.
//!
//! It must not know in which order anyone wants them.

use super::{Format, FrontMatter};
use crate::document::node::{Entry, Node, all_agree};
use crate::text::Span;

/// What begins a comment that speaks of the key below it, across blank lines too.
const SUPPRESSION: &str = "kanwu-";

/// What begins a comment of YAML by which editors are told which schema judges
/// the file; it must stand before all keys.
pub(crate) const MODELINE: &str = "yaml-language-server:";

/// The same in TOML, as Taplo reads it, with its `#`.
pub(crate) const DIRECTIVE: &str = "#:schema";

/// The key of YAML under which entries of another mapping are taken in.
const MERGE: &str = "<<";

/// The entries at the top that can change places: of TOML those before its first
/// table.
pub fn movable<'n>(text: &str, front_matter: &FrontMatter, root: &'n Node) -> &'n [Entry] {
    let entries = root.entries();
    let count = match front_matter.format {
        Some(Format::Toml) => entries.iter().take_while(|entry| !is_in_header(text, entry)).count(),
        _ => entries.len(),
    };
    entries.get(..count).unwrap_or_default()
}

fn is_in_header(text: &str, entry: &Entry) -> bool {
    let before = text.get(line_start(text, entry.key.span.start)..entry.key.span.start);
    before.is_none_or(|before| before.trim_start().starts_with('['))
}

/// The stretches of the movable entries, in order: of YAML and TOML whole lines
/// with the comment lines right above, one after the other; of JSON each from key
/// to value. None where entries do not stand on lines of their own, or where their
/// order decides what they say.
pub fn stretches(text: &str, front_matter: &FrontMatter, root: &Node) -> Option<Vec<Span>> {
    if is_ordered(front_matter, root) {
        return None;
    }
    let entries = movable(text, front_matter, root);
    match front_matter.format? {
        Format::Json => {
            let stretch = |entry: &Entry| entry.key.span.cover(entry.value.span);
            Some(entries.iter().map(stretch).collect())
        }
        Format::Yaml | Format::Toml => {
            let mut starts = Vec::with_capacity(entries.len() + 1);
            let mut done = front_matter.content.start;
            for entry in entries {
                starts.push(start(text, entry, done)?);
                done = end_of(entry);
            }
            let end = match root.entries().get(entries.len()) {
                Some(table) => start(text, table, done).or_else(|| header_start(text, table, done))?,
                None => front_matter.content.end,
            };
            let ends = starts.iter().skip(1).copied().chain([end]);
            Some(
                starts
                    .iter()
                    .zip(ends)
                    .map(|(start, end)| Span::new(*start, end))
                    .collect(),
            )
        }
    }
}

/// Whether the order of the entries decides what they say: Ruby's Psych takes in
/// the entries of `<<` where it stands, so that those win that come later. It does
/// so whatever quotes there are.
pub fn is_ordered(front_matter: &FrontMatter, root: &Node) -> bool {
    let is_merge = |entry: &Entry| entry.key.as_scalar().is_some_and(|key| key.text == MERGE);
    front_matter.format == Some(Format::Yaml) && root.entries().iter().any(is_merge)
}

/// Where an entry begins with its comments, if nothing else stands before its key
/// on the line; what ends at `done` does not belong to it.
fn start(text: &str, entry: &Entry, done: usize) -> Option<usize> {
    let line = line_start(text, entry.key.span.start);
    let indentation = text.get(line..entry.key.span.start)?;
    let is_alone = indentation.bytes().all(|byte| byte == b' ') && line >= done;
    is_alone.then(|| comments_above(text, line, done, indentation))
}

fn header_start(text: &str, table: &Entry, done: usize) -> Option<usize> {
    let line = line_start(text, table.key.span.start);
    let indentation = text.get(line..)?.len() - text.get(line..)?.trim_start_matches(' ').len();
    let indentation = text.get(line..line + indentation)?;
    (line >= done).then(|| comments_above(text, line, done, indentation))
}

/// Where the comment lines begin that stand right above a line, as far indented.
fn comments_above(text: &str, line: usize, done: usize, indentation: &str) -> usize {
    let (mut start, mut above) = (line, line);
    while above > done {
        let Some(before) = text.get(done..above) else { break };
        let previous = done + last_line_start(before);
        let written = text.get(previous..above).unwrap_or_default();
        // The line on which the entry before ends is not one of its own.
        let is_whole = previous > done || previous == line_start(text, previous);
        let comment = written.strip_prefix(indentation).filter(|rest| rest.starts_with('#'));
        match comment {
            Some(comment) if is_whole && !names_schema(comment) => {
                if start == above || comment.contains(SUPPRESSION) {
                    start = previous;
                }
            }
            None if is_whole && written.trim().is_empty() => {}
            _ => break,
        }
        above = previous;
    }
    start
}

fn names_schema(comment: &str) -> bool {
    comment.contains(MODELINE) || comment.starts_with(DIRECTIVE)
}

fn last_line_start(text: &str) -> usize {
    let line = text.strip_suffix("\r\n").or_else(|| text.strip_suffix(['\n', '\r']));
    line.unwrap_or(text).rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

fn end_of(entry: &Entry) -> usize {
    entry.key.span.end.max(entry.value.span.end)
}

/// Whether two mappings have the same entries, in whatever order at the top.
pub fn are_same(one: &Node, other: &Node) -> bool {
    let by_key = |node: &Node| -> Option<Vec<usize>> {
        let keys: Option<Vec<&str>> = node
            .entries()
            .iter()
            .map(|entry| Some(entry.key.as_scalar()?.text.as_str()))
            .collect();
        let keys = keys?;
        let mut numbers: Vec<usize> = (0..keys.len()).collect();
        numbers.sort_by_key(|number| keys[*number]);
        Some(numbers)
    };
    let (Some(ones), Some(others)) = (by_key(one), by_key(other)) else {
        return false;
    };
    let entries = ones.iter().zip(&others);
    let entries = entries.filter_map(|(at, other_at)| Some((one.entries().get(*at)?, other.entries().get(*other_at)?)));
    let pairs = entries.flat_map(Entry::pairs).collect();
    ones.len() == others.len() && all_agree(pairs, |_, one, other| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::front_matter;

    fn shown(text: &str) -> Option<Vec<&str>> {
        let found = front_matter::find(text);
        let root = found.node.as_ref()?;
        let stretches = stretches(text, &found, root)?;
        Some(stretches.iter().map(|stretch| stretch.of(text)).collect())
    }

    #[test]
    fn comments_right_above_a_key_belong_to_it() {
        let text = "---\n# yaml-language-server: $schema=a\n# 1\na: |\n  # x\n\n# 2\n\n# 3\n# 4\nb: 1 # c\nc:\n  - d\n  # e\n# kanwu-ignore x: y\n\n# 5\n\nd: 2\n# 6\n---\n";
        assert_eq!(
            shown(text).unwrap(),
            [
                "# 1\na: |\n  # x\n\n# 2\n\n",
                "# 3\n# 4\nb: 1 # c\n",
                "c:\n  - d\n  # e\n",
                "# kanwu-ignore x: y\n\n# 5\n\nd: 2\n# 6\n"
            ]
        );
        let text = "+++\na = 1 # c\n# 1\nb = [\n# x\n]\n# 2\n[c]\nd = 1\n+++\n";
        assert_eq!(shown(text).unwrap(), ["a = 1 # c\n", "# 1\nb = [\n# x\n]\n"]);
        let text = "+++\n#:schema x\n# 1\na = 1\n+++\n";
        assert_eq!(shown(text).unwrap(), ["# 1\na = 1\n"]);
        assert_eq!(shown("{\"a\": 1, \"b\": [2]}\n").unwrap(), ["\"a\": 1", "\"b\": [2]"]);
        for text in [
            "---\n{a: 1, b: 2}\n---\n",
            "---\n? a\n: 1\n---\n",
            "---\n&x a: 1\n---\n",
            "---\na: 1\n<<: { a: 2 }\nb: 3\n---\n",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}

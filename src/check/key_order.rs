//! The check `key-order`: the keys of front matter in a given order.
//!
//! It speaks of the top alone. Keys that no order names stay behind the others,
//! as they stand.

use super::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Label, Message};
use crate::document::front_matter::entries;
use crate::document::node::Entry;
use crate::fact::Found;
use crate::rule::Rule;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct KeyOrder {
    /// The keys in their order; none for that in which the schema names them.
    order: Vec<String>,
}

impl KeyOrder {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let document = subject.document;
        let front_matter = document.front_matter();
        let Some(root) = front_matter.node.as_ref().filter(|_| front_matter.errors.is_empty()) else {
            return;
        };
        let order: Vec<&str> = match self.order.is_empty() {
            true => subject.keys_of_schema().collect(),
            false => self.order.iter().map(String::as_str).collect(),
        };
        let text = &document.source().text;
        let movable = entries::movable(text, front_matter, root);
        let ranks: Vec<usize> = movable.iter().map(|entry| rank(entry, &order)).collect();
        let Some((wrong, behind)) = first_out_of_place(&ranks) else {
            return;
        };
        let name = |number: usize| movable[number].key.as_scalar().map_or("", |key| key.text.as_str());
        let arguments = Arguments::new().with("key", name(wrong)).with("other", name(behind));
        found.diagnostics.push(Diagnostic {
            labels: vec![Label {
                file: document.source().path.clone(),
                span: movable[behind].key.span,
                message: Message::key("schema-other-key"),
            }],
            fix: sorted(subject, &ranks).map(|edits| Fix {
                title: rule.fix_title(&arguments, "key-order-fix"),
                edits,
                change: Change::SortKeys,
                applicability: Applicability::Safe,
            }),
            ..rule.finding(movable[wrong].key.span, arguments)
        });
    }
}

/// Where a key stands in the order; those that it does not name stand last.
fn rank(entry: &Entry, order: &[&str]) -> usize {
    let key = entry.key.as_scalar().map_or("", |key| key.text.as_str());
    match order.iter().position(|name| *name == key) {
        Some(place) => place,
        // What it says is for editors, and mostly stands before all others.
        None if key == "$schema" => 0,
        None => usize::MAX,
    }
}

/// The first entry that stands behind one that should come after it, and the
/// first such one.
fn first_out_of_place(ranks: &[usize]) -> Option<(usize, usize)> {
    let wrong = 1 + ranks.windows(2).position(|pair| pair[1] < pair[0])?;
    let behind = ranks.iter().position(|rank| *rank > ranks[wrong])?;
    Some((wrong, behind))
}

/// The entries sorted by rank, with what belongs to each. None where they cannot
/// change places; whether what comes of it is the same, the proof says.
fn sorted(subject: &Subject<'_, '_>, ranks: &[usize]) -> Option<Vec<Edit>> {
    let (text, front_matter) = (&subject.document.source().text, subject.document.front_matter());
    let stretches = entries::stretches(text, front_matter, front_matter.node.as_ref()?)?;
    let mut numbers: Vec<usize> = (0..ranks.len()).collect();
    numbers.sort_by_key(|number| ranks[*number]);
    let moved = stretches.iter().zip(&numbers).enumerate();
    let edits = moved.filter(|(place, (_, number))| place != *number);
    let edits = edits.filter_map(|(_, (stretch, number))| {
        let text = stretches.get(*number)?.of(text).to_owned();
        Some(Edit { span: *stretch, text })
    });
    Some(edits.collect())
}

//! The proof of a fix: the edited text means what the old one meant, with
//! exactly the intended change.
//!
//! The text is edited in a copy and read again. The outline of the old tree,
//! with the change made in it, must equal the outline of the new one.

mod contained;
mod gaps;
mod order;
mod outline;
mod syntax;
mod values;

use std::borrow::{Borrow, Cow};
use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;

use crate::diagnostic::{Change, Diagnostic, Edit, Fix, edited};
use crate::document::Document;
use crate::document::template::Template;
use crate::fix::apply;
use crate::text::{Source, Span};

/// Nodes that go, and texts and attributes that read otherwise.
#[derive(Debug, Default)]
struct Intention {
    removed: HashSet<NodeId>,
    texts: HashMap<NodeId, Vec<Replacement>>,
    attributes: HashMap<(NodeId, String), Vec<Replacement>>,
    /// What comments read afterwards.
    comments: HashMap<NodeId, String>,
    scalars: Vec<Edit>,
    /// Scalars of the front matter that are texts afterwards.
    strings: Vec<Wording>,
    /// Whether entries of the front matter change places.
    order: Order,
    /// What makes entries of the front matter readable.
    mends: Vec<Edit>,
}

/// In which order entries stand afterwards.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Order {
    #[default]
    Kept,
    Another,
}

/// New text for a range of bytes of a node's text or an attribute's value.
#[derive(Debug)]
struct Replacement {
    range: Span,
    text: String,
}

/// A change of the value of a scalar, however it is written.
#[derive(Debug)]
struct Wording {
    /// The edits that make it.
    edits: Vec<Edit>,
    /// In bytes of the value.
    replacement: Replacement,
}

/// Whether all these fixes together do what they mean to do and nothing else.
/// Fixes are in the order of their edits, which must not overlap.
pub(super) fn holds(document: &Document<'_>, fixes: &[(&Diagnostic, &Fix)]) -> bool {
    let edits: Vec<&Edit> = fixes.iter().flat_map(|(_, fix)| &fix.edits).collect();
    if edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start) {
        return false;
    }
    let source = document.source();
    let edited = Source::from_text(source.path.clone(), apply(&source.text, edits.iter().copied()));
    let first_edit = edits.first().map_or(0, |edit| edit.span.start);
    let after = document.edited(&edited, first_edit);
    if body_is_the_same(document, &after, &edits) {
        return intention(document, fixes).is_some_and(|intention| front_matter_agrees(document, &after, &intention));
    }
    if !templates_agree(document, &after, fixes) {
        return false;
    }
    if fixes.iter().all(|(_, fix)| fix.change == Change::RemoveNode) {
        let removals: HashSet<Span> = fixes.iter().map(|(diagnostic, _)| diagnostic.span).collect();
        if values::front_matter_agrees(document, &after, &[], &[]) && contained::holds(document, &after, &removals) {
            return true;
        }
    }
    intention(document, fixes).is_some_and(|intention| {
        after.cut().is_none()
            && front_matter_agrees(document, &after, &intention)
            && outline::agree(document, &after, &intention)
    })
}

/// Whether fixes of front matter left every byte of the body, which means the
/// same then, for nothing before it bears on how it is read.
fn body_is_the_same(before: &Document<'_>, after: &Document<'_>, edits: &[&Edit]) -> bool {
    let is_before_it = |edit: &&Edit| edit.span.end <= before.body().start;
    edits.iter().all(is_before_it) && before.body().of(&before.source().text) == after.body().of(&after.source().text)
}

fn front_matter_agrees(before: &Document<'_>, after: &Document<'_>, intention: &Intention) -> bool {
    if intention.order == Order::Another {
        let is_alone = intention.scalars.is_empty() && intention.strings.is_empty() && intention.mends.is_empty();
        return is_alone && order::is_permuted(before, after);
    }
    match intention.mends.as_slice() {
        [] => values::front_matter_agrees(before, after, &intention.scalars, &intention.strings),
        mends => {
            intention.scalars.is_empty() && intention.strings.is_empty() && syntax::entries_agree(before, after, mends)
        }
    }
}

/// What the fixes mean to do, by node; nothing if one of them is beyond proof.
fn intention(document: &Document<'_>, fixes: &[(&Diagnostic, &Fix)]) -> Option<Intention> {
    let mut intention = Intention::default();
    let mut removals = HashSet::new();
    let mut body_edits = Vec::new();
    let mut comment_edits = Vec::new();
    for (diagnostic, fix) in fixes {
        match &fix.change {
            Change::RemoveNode | Change::RemoveComment => {
                removals.insert(diagnostic.span);
            }
            Change::SetText | Change::SetAttribute | Change::SetScalar => {
                let root = document.front_matter().node.as_ref();
                for edit in &fix.edits {
                    if document.body().start <= edit.span.start {
                        body_edits.push(edit);
                    } else if root.is_some_and(|root| values::lies_in_key(root, edit.span)) {
                        return None;
                    } else {
                        intention.scalars.push(edit.clone());
                    }
                }
            }
            Change::SetString { range, text } => intention.strings.push(Wording {
                edits: fix.edits.clone(),
                replacement: Replacement {
                    range: *range,
                    text: text.clone(),
                },
            }),
            Change::SetComment => comment_edits.extend(&fix.edits),
            Change::SortKeys => intention.order = Order::Another,
            Change::MendSyntax => intention.mends.extend(fix.edits.iter().cloned()),
            Change::RenameKey => {
                let root = document.front_matter().node.as_ref()?;
                if !fix.edits.iter().all(|edit| values::lies_in_key(root, edit.span)) {
                    return None;
                }
                intention.scalars.extend(fix.edits.iter().cloned());
            }
            Change::Other => return None,
        }
    }
    intention.find_removed(document, &removals);
    intention.find_comments(document, &comment_edits);
    intention.locate(document, &body_edits).then_some(intention)
}

impl Intention {
    fn find_removed(&mut self, document: &Document<'_>, removals: &HashSet<Span>) {
        if removals.is_empty() {
            return;
        }
        let tree = document.tree();
        for node in tree.html().tree.root().descendants() {
            let span = tree
                .place(node.id())
                .map(|place| place.span)
                .or_else(|| tree.comment(node.id()));
            if span.is_some_and(|span| removals.contains(&span)) {
                self.removed.insert(node.id());
            }
        }
    }

    /// Finds the comments of the body that edits lie in. Others are in front
    /// matter, whose values stay, or are template tags.
    fn find_comments(&mut self, document: &Document<'_>, edits: &[&Edit]) {
        if edits.is_empty() {
            return;
        }
        let tree = document.tree();
        for node in tree.html().tree.nodes() {
            let (Some(comment), Some(span)) = (node.value().as_comment(), tree.comment(node.id())) else {
                continue;
            };
            let written = span.of(&document.source().text);
            let is_verbatim = written.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) == Some(comment);
            let inside = edits_within(edits, span);
            if is_verbatim && !inside.is_empty() {
                let edited = edited(&document.source().text, span, inside.iter().copied());
                let text = edited.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
                self.comments.insert(node.id(), text.unwrap_or_default().to_owned());
            }
        }
    }

    /// Finds the texts and attribute values that edits of the body lie in.
    /// False if one lies in none: in markup, or where the source is not what
    /// the tree holds.
    fn locate(&mut self, document: &Document<'_>, edits: &[&Edit]) -> bool {
        if edits.is_empty() {
            return true;
        }
        let mut is_located = vec![false; edits.len()];
        // The edits that lie in a span of source, with where in it each begins.
        let mut inside = |span: Span| -> Vec<Replacement> {
            let first = edits.partition_point(|edit| edit.span.start < span.start);
            let lying = edits[first..].iter().take_while(|edit| span.contains(edit.span));
            let replacements = lying.enumerate().map(|(number, edit)| {
                is_located[first + number] = true;
                let start = edit.span.start - span.start;
                Replacement {
                    range: Span::new(start, start + edit.span.len()),
                    text: edit.text.clone(),
                }
            });
            replacements.collect()
        };
        let tree = document.tree();
        for node in tree.html().tree.root().descendants() {
            if node.value().is_text() {
                for piece in tree.text_pieces(node.id()).iter().filter(|piece| piece.is_verbatim) {
                    let found = inside(piece.source).into_iter().map(|replacement| Replacement {
                        range: replacement.range.shift(piece.text.start),
                        ..replacement
                    });
                    let found: Vec<Replacement> = found.collect();
                    if !found.is_empty() {
                        self.texts.entry(node.id()).or_default().extend(found);
                    }
                }
            }
            let Some(element) = node.value().as_element() else {
                continue;
            };
            for attribute in tree.attributes(node.id()) {
                let name: &str = attribute.name.as_ref();
                let is_verbatim = |value: &Span| element.attr(name) == Some(value.of(&document.source().text));
                let found = attribute.value.filter(is_verbatim).map(&mut inside).unwrap_or_default();
                if !found.is_empty() {
                    self.attributes.insert((node.id(), name.to_owned()), found);
                }
            }
        }
        is_located.iter().all(|is_located| *is_located)
    }
}

/// `text` with its replacements made, which are in order.
fn replaced<R: Borrow<Replacement>>(text: &str, replacements: &[R]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for replacement in replacements {
        let Replacement { range, text: new } = replacement.borrow();
        result.push_str(text.get(done..range.start).unwrap_or_default());
        result.push_str(new);
        done = range.end;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}

/// The edits that lie in a span, of edits in order.
fn edits_within<'a, 'e>(edits: &'a [&'e Edit], span: Span) -> &'a [&'e Edit] {
    let first = edits.partition_point(|edit| edit.span.start < span.start);
    let rest = edits.get(first..).unwrap_or_default();
    let count = rest.iter().take_while(|edit| span.contains(edit.span)).count();
    rest.get(..count).unwrap_or_default()
}

/// The same template tags in the same order, but for those that are comments
/// and are meant to go, or to read otherwise. No other can be in what is
/// removed, for a template counts as content.
fn templates_agree(before: &Document<'_>, after: &Document<'_>, fixes: &[(&Diagnostic, &Fix)]) -> bool {
    let of = |change: Change| fixes.iter().filter(move |(_, fix)| fix.change == change);
    let removed: HashSet<Span> = of(Change::RemoveComment)
        .map(|(diagnostic, _)| diagnostic.span)
        .collect();
    let edits: Vec<&Edit> = of(Change::SetComment).flat_map(|(_, fix)| &fix.edits).collect();
    let text = before.source().text.as_str();
    let kept = before.templates().iter().filter(|(span, _)| !removed.contains(span));
    let expected = kept.map(|(span, kind)| match edits_within(&edits, *span) {
        inside if *kind == Template::Silent && !inside.is_empty() => {
            Cow::Owned(edited(text, *span, inside.iter().copied()))
        }
        _ => Cow::Borrowed(span.of(text)),
    });
    let got = after.templates().iter().map(|(span, _)| span.of(&after.source().text));
    expected.eq(got)
}

#[cfg(test)]
mod tests;

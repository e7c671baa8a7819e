//! What a document says of its own elements: links to their ids, and the
//! scripts and style sheets that name them.

use std::collections::HashSet;

use html5ever::local_name;
use scraper::Node;

use super::tree::{Tree, attribute_value};

/// The names by which a document refers to its elements.
#[derive(Debug, Default)]
pub struct References {
    /// Fragments of links within the document.
    fragments: HashSet<String>,
    /// The text of all scripts and style sheets.
    code: String,
}

impl References {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut references = Self::default();
        for node in tree.html().tree.root().descendants() {
            match node.value() {
                Node::Element(element) => {
                    let fragment =
                        attribute_value(element, &local_name!("href")).and_then(|href| href.strip_prefix('#'));
                    references
                        .fragments
                        .extend(fragment.filter(|fragment| !fragment.is_empty()).map(str::to_owned));
                }
                Node::Text(text) => {
                    let parent = node.parent().and_then(|parent| parent.value().as_element());
                    if parent
                        .is_some_and(|parent| matches!(parent.name.local, local_name!("script") | local_name!("style")))
                    {
                        references.code.push_str(text);
                        references.code.push('\n');
                    }
                }
                _ => {}
            }
        }
        references
    }

    /// Whether a link, script or style sheet names this id.
    pub fn name(&self, id: &str) -> bool {
        self.fragments.contains(id) || self.code_names(id)
    }

    /// Whether a script or style sheet holds this word.
    pub fn code_names(&self, word: &str) -> bool {
        !word.is_empty() && self.code.contains(word)
    }
}

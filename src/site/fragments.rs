//! The fragments of a page: ids and names in it, and the ids that its headings
//! get.

use std::collections::HashSet;

use html5ever::{LocalName, local_name};

use super::slug::Slugger;
use crate::dialect::Markup;
use crate::document::Document;
use crate::document::tree::{Origin, attribute_value};
use crate::fact::{Fragments, Frame};

/// The fragments of a document; nothing where templates or components may add
/// others, or where it was not read to its end.
pub fn fragments(document: &Document<'_>, frame: Frame) -> Option<Fragments> {
    let prints = document.templates().iter().any(|(_, template)| template.prints());
    if prints || document.cut().is_some() || document.source().path.extension().as_deref() == Some("mdx") {
        return None;
    }
    let markup = document.dialect().markup;
    let mut ids = HashSet::new();
    let mut slugger = Slugger::default();
    let tree = document.tree();
    for node in tree.html().tree.root().descendants() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        let value = |name: LocalName| attribute_value(element, &name).map(str::to_owned);
        let own = value(local_name!("id"));
        let is_heading = matches!(
            element.name.local,
            local_name!("h1")
                | local_name!("h2")
                | local_name!("h3")
                | local_name!("h4")
                | local_name!("h5")
                | local_name!("h6")
        );
        if is_heading {
            let is_markdown = || {
                tree.place(node.id())
                    .is_some_and(|place| place.origin == Origin::Markdown)
            };
            let gets_id = match markup {
                Markup::Html => false,
                // Headings of HTML get none.
                Markup::Kramdown => own.is_none() && is_markdown(),
                Markup::CommonMark => true,
            };
            if gets_id {
                let text: String = node
                    .descendants()
                    .filter_map(|below| below.value().as_text())
                    .map(|text| &**text)
                    .collect();
                add_heading(&text, markup, &mut slugger, &mut ids);
            }
        }
        ids.extend(own);
        ids.extend(value(local_name!("name")));
    }
    Some(Fragments { ids, frame })
}

fn add_heading(text: &str, markup: Markup, slugger: &mut Slugger, ids: &mut HashSet<String>) {
    // kramdown makes one character of these, which is no word, and no space.
    let text = match markup {
        Markup::Kramdown => ["---", "--", "<< ", " >>"]
            .iter()
            .fold(text.to_owned(), |text, typed| text.replace(typed, "")),
        _ => text.to_owned(),
    };
    ids.insert(slugger.id(&text));
    // Whoever writes an id that GitHub does not read has another reader in mind.
    let written = text.rsplit_once("{#").and_then(|(_, id)| id.split(['}', ' ']).next());
    ids.extend(written.map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Engine};
    use crate::text::{FilePath, Source};

    fn ids(text: &str, dialect: Dialect) -> Vec<String> {
        let source = Source::from_text(FilePath::new("a.md"), text.to_owned());
        let document = Document::new(&source, dialect, Engine::Core12);
        let mut ids: Vec<String> = fragments(&document, Frame::None).unwrap().ids.into_iter().collect();
        ids.sort();
        ids
    }

    #[test]
    fn headings_of_html_have_ids_on_github_alone() {
        assert_eq!(ids("<h2>Raw heading</h2>\n", Dialect::KRAMDOWN), [""; 0]);
        assert_eq!(ids("<h2>Raw heading</h2>\n", Dialect::GFM), ["raw-heading"]);
    }

    #[test]
    fn headings_have_the_ids_that_kramdown_gives() {
        let mut expected: Vec<&str> = include_str!("../../tests/links/headings.tsv").lines().collect();
        // kramdown writes no id that is empty.
        expected.push("");
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(
            ids(include_str!("../../tests/links/headings.md"), Dialect::KRAMDOWN),
            expected
        );
    }

    #[test]
    fn dashes_of_kramdown_are_one_character() {
        assert_eq!(ids("## A -- B & C\n", Dialect::KRAMDOWN), ["a--b--c"]);
        assert_eq!(ids("## A -- B & C\n", Dialect::GFM), ["a----b--c"]);
    }
}

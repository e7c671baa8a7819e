//! The fragments of a page: ids and names in it, and the ids that its headings
//! get.

use std::collections::HashSet;

use html5ever::{LocalName, local_name};

use super::slug::Slugger;
use crate::dialect::Markup;
use crate::document::Document;
use crate::document::tree::{Origin, attribute_value};
use crate::fact::{Fragments, Frame};

/// Tables of contents on one page whose ids are known.
const MOST_TABLES: usize = 4;

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
    if markup == Markup::Kramdown {
        ids.extend(in_tables_of_contents(document, &ids));
    }
    if frame == Frame::GitHub && is_readme(document) {
        // Around it GitHub writes an anchor of its own.
        ids.insert("readme".to_owned());
    }
    Some(Fragments { ids, frame })
}

fn is_readme(document: &Document<'_>) -> bool {
    let name = document.source().path.file_name();
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    stem.eq_ignore_ascii_case("readme")
}

/// The ids that kramdown writes where `{:toc}` asks for a list of all headings:
/// that of the list, and one for each heading of the page, which begins with it.
fn in_tables_of_contents(document: &Document<'_>, headings: &HashSet<String>) -> Vec<String> {
    let body = document.body().of(&document.source().text);
    if !body.contains("toc") {
        return Vec::new();
    }
    let words = |line: &str| {
        let list = line.trim_start_matches([' ', '>']).trim_end();
        let inner = list.strip_prefix("{:").and_then(|list| list.strip_suffix('}'));
        inner.map(|inner| inner.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>())
    };
    let mut ids = Vec::new();
    // Lists of attributes that follow one another belong together.
    let mut lists: Vec<String> = Vec::new();
    for line in body.lines().map(words).chain([None]) {
        match line {
            Some(words) => lists.extend(words),
            None => {
                if lists.iter().any(|word| word == "toc") {
                    let own = lists.iter().rev().find_map(|word| word.strip_prefix('#'));
                    ids.push(own.unwrap_or("markdown-toc").to_owned());
                }
                lists.clear();
            }
        }
    }
    ids.sort();
    ids.dedup();
    ids.truncate(MOST_TABLES);
    let of_headings = |id: &String| {
        let of_heading = |heading: &String| format!("{id}-{heading}");
        headings.iter().map(of_heading).collect::<Vec<_>>()
    };
    let below: Vec<String> = ids.iter().flat_map(of_headings).collect();
    ids.into_iter().chain(below).collect()
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

    #[test]
    fn tables_of_contents_have_ids_of_their_own() {
        // As kramdown 2 with its GFM parser writes them.
        let page = |list: &str| {
            ids(
                &format!("* x\n{list}\n\n## 一 Start!\n\n## C {{#own}}\n"),
                Dialect::KRAMDOWN,
            )
        };
        assert_eq!(page("{: .a}"), ["own", "一-start"]);
        let expected = [
            "markdown-toc",
            "markdown-toc-own",
            "markdown-toc-一-start",
            "own",
            "一-start",
        ];
        assert_eq!(page("{:toc}"), expected);
        assert_eq!(page("{:toc .a}"), expected);
        let expected = ["own", "x20", "x20-own", "x20-一-start", "一-start"];
        for list in ["{:toc #x20}", "{: #x20 toc}", "{:#x20}\n{:toc}"] {
            assert_eq!(page(list), expected, "{list}");
        }
        assert_eq!(ids("* x\n{:toc}\n", Dialect::GFM), [""; 0]);
    }
}

//! Markdown that dialects read differently, against what kramdown and the
//! CommonMark references make of it: same elements, same text. The table is
//! tests/dialects/cases.yaml; make.sh beside it makes it anew.

use std::collections::BTreeMap;
use std::fmt::Write;

use kanwu::dialect::{Dialect, HeadingIds, LineEnds, Math, Templates, Wikilinks};
use kanwu::document::render::{Extent, render};
use kanwu::document::template::mask;
use kanwu::text::Span;
use scraper::{Html, Node};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    name: String,
    field: String,
    input: String,
    expected: BTreeMap<String, String>,
}

fn dialect(name: &str) -> Option<Dialect> {
    let kramdown = Dialect {
        templates: Templates::None,
        ..Dialect::KRAMDOWN
    };
    let dialect = match name {
        "kramdown" => kramdown,
        "kramdown-hard" => Dialect {
            line_ends: LineEnds::Hard,
            ..kramdown
        },
        "kramdown-liquid" => Dialect {
            templates: Templates::Liquid,
            ..kramdown
        },
        "commonmark" | "gfm" => Dialect::GFM,
        "gfm-hard" => Dialect {
            line_ends: LineEnds::Hard,
            ..Dialect::GFM
        },
        "gfm-ids" => Dialect {
            heading_ids: HeadingIds::Explicit,
            ..Dialect::GFM
        },
        "gfm-math" => Dialect {
            math: Math::Dollars,
            ..Dialect::GFM
        },
        "gfm-wikilinks" => Dialect {
            wikilinks: Wikilinks::Enabled,
            ..Dialect::GFM
        },
        "gfm-liquid" => Dialect {
            templates: Templates::Liquid,
            ..Dialect::GFM
        },
        "gfm-hugo" => Dialect {
            templates: Templates::Hugo,
            ..Dialect::GFM
        },
        "gfm-mdx" => Dialect {
            templates: Templates::Mdx,
            ..Dialect::GFM
        },
        _ => return None,
    };
    Some(dialect)
}

#[test]
fn dialects_agree_with_their_references() {
    let table = include_str!("dialects/cases.yaml");
    let cases: Vec<Case> = serde_yaml::from_str(table).expect("a table of cases");
    let mut by_field: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failures = String::new();
    for case in &cases {
        *by_field.entry(&case.field).or_default() += 1;
        for (name, expected) in &case.expected {
            let dialect = dialect(name).expect("a dialect");
            let body = Span::new(0, case.input.len());
            let masked = mask(&case.input, body, dialect.templates);
            let rendered = render(&case.input, body, &dialect, &masked);
            assert_eq!(rendered.extent, Extent::Whole, "{}", case.name);
            let outline = outline(&rendered.html);
            if outline != *expected {
                let _ = writeln!(
                    failures,
                    "# {} ({name})\n{}\n--- expected\n{expected}\n--- got\n{outline}\n",
                    case.name, case.input
                );
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    for field in ["markup", "heading_ids", "math", "line_ends", "wikilinks", "templates"] {
        assert!(
            by_field.get(field).is_some_and(|&count| count >= 6),
            "{field}: {by_field:?}"
        );
    }
}

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
const KEPT: &[&str] = &[
    "href", "src", "alt", "title", "id", "class", "start", "checked", "style",
];

/// An element or a stretch of text; comments are left out.
enum Part<'a> {
    Element(ego_tree::NodeRef<'a, Node>, &'a str),
    Text(String),
}

/// Elements, the attributes that matter, and text, as outline.js writes them.
fn outline(html: &str) -> String {
    let mut lines = Vec::new();
    let fragment = Html::parse_fragment(html);
    walk(*fragment.root_element(), 0, true, false, &mut lines);
    lines.join("\n")
}

fn parts(node: ego_tree::NodeRef<'_, Node>) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for child in node.children() {
        match child.value() {
            Node::Text(text) => match parts.last_mut() {
                Some(Part::Text(last)) => last.push_str(text),
                _ => parts.push(Part::Text(text.to_string())),
            },
            Node::Element(element) => parts.push(Part::Element(child, element.name())),
            _ => {}
        }
    }
    parts
}

fn walk(node: ego_tree::NodeRef<'_, Node>, depth: usize, is_block: bool, is_pre: bool, lines: &mut Vec<String>) {
    let parts = parts(node);
    let indent = "  ".repeat(depth);
    for (at, part) in parts.iter().enumerate() {
        let is_edge = |at: Option<usize>| match at.and_then(|at| parts.get(at)) {
            Some(Part::Element(_, name)) => BLOCKS.contains(name),
            Some(Part::Text(_)) => false,
            None => is_block,
        };
        match part {
            Part::Text(text) => {
                let mut text = plain(text);
                if is_pre {
                    let end = if at + 1 == parts.len() {
                        text.trim_end_matches('\n')
                    } else {
                        &text
                    };
                    text = end.replace('\n', "⏎");
                } else {
                    text = collapsed(&text);
                    if is_edge(at.checked_sub(1)) {
                        text = text.trim_start_matches(' ').to_owned();
                    }
                    if is_edge(Some(at + 1)) {
                        text = text.trim_end_matches(' ').to_owned();
                    }
                }
                if !text.is_empty() {
                    lines.push(format!("{indent}| {text}"));
                }
            }
            Part::Element(child, name) => element(*child, name, depth, is_pre, lines),
        }
    }
}

fn element(node: ego_tree::NodeRef<'_, Node>, name: &str, depth: usize, is_pre: bool, lines: &mut Vec<String>) {
    let Node::Element(element) = node.value() else { return };
    let indent = "  ".repeat(depth);
    let class = element.attr("class").unwrap_or_default();
    if class == "math" || class.ends_with(" math") {
        let text: String = node
            .descendants()
            .filter_map(|node| node.value().as_text().map(|t| t.to_string()))
            .collect();
        lines.push(format!(
            "{indent}math {}",
            text.trim_matches('$').trim().replace('\n', "⏎")
        ));
        return;
    }
    let mut line = format!("{indent}{}", if name == "s" { "del" } else { name });
    for key in KEPT {
        if let Some(value) = element.attr(key) {
            let value = match *key {
                "href" | "src" => percent_decoded(value),
                "checked" => String::new(),
                _ => value.to_owned(),
            };
            let _ = write!(line, " {key}={}", collapsed(&plain(&value)).trim());
        }
    }
    lines.push(line);
    let is_pre = is_pre || matches!(name, "pre" | "textarea");
    walk(node, depth + 1, BLOCKS.contains(&name), is_pre, lines);
}

/// Typographic characters that kramdown makes, as they are typed.
fn plain(text: &str) -> String {
    let pairs = [
        ("“", "\""),
        ("”", "\""),
        ("‘", "'"),
        ("’", "'"),
        ("—", "---"),
        ("–", "--"),
        ("…", "..."),
        ("«\u{A0}", "<< "),
        ("\u{A0}»", " >>"),
        ("«", "<<"),
        ("»", ">>"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn collapsed(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{C}' if out.ends_with(' ') => {}
            ' ' | '\t' | '\n' | '\r' | '\u{C}' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

fn percent_decoded(url: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = url.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .filter(|_| first == b'%')
        {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| url.to_owned())
}

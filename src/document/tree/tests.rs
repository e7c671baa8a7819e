//! The tree and its spans on HTML that stands for itself.

use scraper::Selector;

use super::properties::{check_spans, parse};
use super::*;

fn node_of(tree: &Tree, css: &str) -> NodeId {
    let selector = Selector::parse(css).unwrap();
    tree.html().select(&selector).next().unwrap().id()
}

fn place_of(tree: &Tree, css: &str) -> Place {
    tree.place(node_of(tree, css)).unwrap()
}

fn attribute_of(tree: &Tree, css: &str, name: &str) -> AttributePlace {
    tree.attribute(node_of(tree, css), name).unwrap()
}

fn element_text<'a>(html: &'a str, css: &str) -> &'a str {
    place_of(&parse(html), css).span.of(html)
}

#[test]
fn elements_have_the_bytes_from_their_start_tag_to_their_end_tag() {
    let html = "前<div id=a><p>x</p ><br/>中</div>后";
    assert_eq!(element_text(html, "div"), "<div id=a><p>x</p ><br/>中</div>");
    assert_eq!(element_text(html, "p"), "<p>x</p >");
    assert_eq!(element_text(html, "br"), "<br/>");
    let tree = parse(html);
    assert_eq!(place_of(&tree, "br").end, End::Void);
    assert!(matches!(place_of(&tree, "p").end, End::Tag(span) if span.of(html) == "</p >"));
    assert_eq!(place_of(&tree, "div").start_tag.of(html), "<div id=a>");
}

#[test]
fn elements_that_something_else_closes_end_before_it() {
    let html = "<ul><li>a<li>b</ul><p>c<div>d";
    assert_eq!(element_text(html, "li"), "<li>a");
    assert_eq!(element_text(html, "li + li"), "<li>b");
    assert_eq!(element_text(html, "ul"), "<ul><li>a<li>b</ul>");
    assert_eq!(element_text(html, "p"), "<p>c");
    let tree = parse(html);
    assert_eq!(place_of(&tree, "p").end, End::Implied);
    assert_eq!(place_of(&tree, "div").end, End::Eof);
    assert_eq!(place_of(&tree, "div").span.of(html), "<div>d");
}

#[test]
fn implied_elements_have_no_place() {
    let html = "<table><tr><td>x</table></p>";
    let tree = parse(html);
    for css in ["tbody", "p"] {
        let element = tree.html().select(&Selector::parse(css).unwrap()).next().unwrap();
        assert!(tree.place(element.id()).is_none(), "{css}");
    }
    assert_eq!(place_of(&tree, "tr").span.of(html), "<tr><td>x");
}

#[test]
fn copies_share_the_place_of_their_tag() {
    let html = "<p><b class=x>1<p>2</b>3";
    let tree = parse(html);
    let copies = Selector::parse("b").unwrap();
    let spans: Vec<_> = tree
        .html()
        .select(&copies)
        .map(|b| tree.place(b.id()).unwrap().span.of(html))
        .collect();
    assert_eq!(spans, ["<b class=x>1<p>2</b>"; 2]);
    let html = "<b><i>1</b>2</i>3";
    let tree = parse(html);
    let italics = Selector::parse("i").unwrap();
    let spans: Vec<_> = tree
        .html()
        .select(&italics)
        .map(|i| tree.place(i.id()).unwrap().span.of(html))
        .collect();
    assert_eq!(spans, ["<i>1</b>2</i>"; 2]);
    assert_eq!(element_text(html, "b"), "<b><i>1</b>");
}

#[test]
fn attributes_have_their_bytes() {
    let html = "<a  href = \"x&amp;y\" 标题='值' c=d checked e='' href=2>";
    let tree = parse(html);
    let parts: Vec<_> = tree
        .attributes(node_of(&tree, "a"))
        .map(|attribute| {
            let value = attribute.value.map(|span| span.of(html));
            (
                attribute.name_span.of(html),
                value,
                attribute.span.of(html),
                attribute.is_verbatim,
            )
        })
        .collect();
    let expected = [
        ("href", Some("x&amp;y"), "href = \"x&amp;y\"", false),
        ("标题", Some("值"), "标题='值'", true),
        ("c", Some("d"), "c=d", true),
        ("checked", None, "checked", true),
        ("e", Some(""), "e=''", true),
    ];
    assert_eq!(parts, expected);
    assert_eq!(attribute_of(&tree, "a", "HREF").value.unwrap().start, 12);
}

#[test]
fn text_is_verbatim_but_for_references_and_line_ends() {
    let html = "<p>a&amp;b&nbsp;中\r\nc\rd & e&lt f";
    let tree = parse(html);
    let text = tree.html().tree.nodes().find(|node| node.value().is_text()).unwrap();
    let content = text.value().as_text().unwrap();
    let pieces: Vec<_> = tree
        .text_pieces(text.id())
        .iter()
        .map(|piece| (&content[piece.text.clone()], piece.source.of(html), piece.is_verbatim))
        .collect();
    let expected = [
        ("a", "a", true),
        ("&", "&amp;", false),
        ("b", "b", true),
        ("\u{A0}", "&nbsp;", false),
        ("中", "中", true),
        ("\n", "\r\n", false),
        ("c", "c", true),
        ("\n", "\r", false),
        ("d & e", "d & e", true),
        ("<", "&lt", false),
        (" f", " f", true),
    ];
    assert_eq!(pieces, expected);
}

#[test]
fn a_reference_that_gives_its_own_last_byte_is_no_verbatim_text() {
    let html = "<p>a&semi;b&#38;&amp;&<";
    let tree = parse(html);
    let text = tree.html().tree.nodes().find(|node| node.value().is_text()).unwrap();
    let sources: Vec<_> = tree
        .text_pieces(text.id())
        .iter()
        .map(|piece| piece.source.of(html))
        .collect();
    assert_eq!(sources, ["a", "&semi;", "b", "&#38;", "&amp;", "&<"]);
}

#[test]
fn text_that_a_table_sends_away_keeps_its_bytes() {
    let html = "甲<table>乙<tr> <td>丙</td>丁</table>戊";
    check_spans(html);
    let tree = parse(html);
    let first = tree.html().tree.nodes().find(|node| node.value().is_text()).unwrap();
    let sources: Vec<_> = tree
        .text_pieces(first.id())
        .iter()
        .map(|piece| piece.source.of(html))
        .collect();
    assert_eq!(sources, ["甲", "乙", "丁"]);
}

#[test]
fn documents_have_places_for_their_own_html_head_and_body() {
    let html = "\u{FEFF}<!-- x --><!DOCTYPE html>\n<html lang=zh><head><title>t</title></head>\n<body>\n<p>x</body>\n</html>\n";
    let tree = parse(html);
    assert_eq!(Kind::of(html), Kind::Document);
    assert_eq!(place_of(&tree, "html").start_tag.of(html), "<html lang=zh>");
    assert!(place_of(&tree, "html").span.of(html).ends_with("</html>"));
    assert!(place_of(&tree, "body").span.of(html).ends_with("</body>"));
    assert_eq!(place_of(&tree, "head").span.of(html), "<head><title>t</title></head>");
    assert_eq!(place_of(&tree, "title").span.of(html), "<title>t</title>");
    let comment = tree.html().tree.nodes().find(|node| node.value().is_comment()).unwrap();
    assert_eq!(tree.comment(comment.id()).unwrap().of(html), "<!-- x -->");
    check_spans(html);
}

#[test]
fn without_scripting_noscript_holds_elements() {
    let html = "<noscript><img src=x></noscript>";
    assert_eq!(element_text(html, "img"), "<img src=x>");
}

#[test]
fn foreign_elements_have_places_too() {
    let html = "<svg viewBox='0 0'><linearGradient/><![CDATA[a&amp;b]]>\0</svg>";
    assert_eq!(element_text(html, "linearGradient"), "<linearGradient/>");
    let tree = parse(html);
    assert_eq!(attribute_of(&tree, "svg", "viewBox").value.unwrap().of(html), "0 0");
    assert_eq!(place_of(&tree, "svg").span.of(html), html);
    check_spans(html);
}

/// `[链](u)` and a raw `<b>` in a Markdown paragraph, rendered by hand.
#[test]
fn markdown_constructs_have_the_place_of_the_whole() {
    use crate::document::source_map::PieceKind::{Decoded, Element, Generated, Verbatim};
    let source = "见 [链\\*](u\"v) <b id=i>粗\n\n后";
    let at = |part: &str| {
        let start = source.find(part).unwrap();
        Span::new(start, start + part.len())
    };
    let mut html = String::new();
    let mut map = SourceMap::default();
    let mut push = |text: &str, span: Span, kind| {
        html.push_str(text);
        map.push(text.len(), span, kind);
    };
    let paragraph = Span::new(0, source.find("\n\n").unwrap());
    push("<p>", paragraph, Element);
    push("见 ", at("见 "), Verbatim);
    push("<a href=\"", at("[链\\*](u\"v)"), Element);
    push("u", at("u"), Verbatim);
    push("&quot;", at("\""), Decoded);
    push("v", at("v"), Verbatim);
    push("\" title=\"t\">", Span::empty(0), Generated);
    push("链", at("链"), Verbatim);
    push("*", at("\\*"), Decoded);
    push("</a>", Span::empty(0), Generated);
    push(" <b id=i>粗", at(" <b id=i>粗"), Verbatim);
    push("</p>\n", Span::empty(0), Generated);
    push("<p>", at("后"), Element);
    push("后", at("后"), Verbatim);
    push("</p>\n", Span::empty(0), Generated);
    let tree = Tree::parse(&html, &std::sync::Arc::new(map), Kind::Fragment);
    let link = place_of(&tree, "a");
    assert_eq!((link.span.of(source), link.origin), ("[链\\*](u\"v)", Origin::Markdown));
    let href = attribute_of(&tree, "a", "href");
    assert_eq!((href.value.unwrap().of(source), href.is_verbatim), ("u\"v", false));
    assert_eq!(attribute_of(&tree, "a", "title").value, None);
    let bold = place_of(&tree, "b");
    assert_eq!((bold.span.of(source), bold.origin), ("<b id=i>粗", Origin::Markup));
    assert_eq!(bold.end, End::Implied);
    assert_eq!(attribute_of(&tree, "b", "id").value.unwrap().of(source), "i");
    let copy = tree.html().select(&Selector::parse("p + b").unwrap()).next().unwrap();
    assert_eq!(tree.place(copy.id()).unwrap(), bold);
    let text = tree
        .html()
        .tree
        .nodes()
        .find(|node| matches!(node.value(), scraper::Node::Text(text) if &**text == "链*"));
    let pieces = tree.text_pieces(text.unwrap().id()).iter();
    let pieces: Vec<_> = pieces
        .map(|piece| (piece.source.of(source), piece.is_verbatim))
        .collect();
    assert_eq!(pieces, [("链", true), ("\\*", false)]);
}

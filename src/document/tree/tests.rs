//! The tree and its spans on HTML that stands for itself.

use html5ever::driver;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns};
use proptest::prelude::*;
use scraper::{Html, HtmlTreeSink, Node, Selector};

use super::*;

fn parse(html: &str) -> Tree {
    Tree::parse(html, &SourceMap::identity(0, html.len()), Kind::of(html))
}

/// What scraper itself makes of it, with our options.
fn scrapers(html: &str, kind: Kind) -> Html {
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let body = QualName::new(None, ns!(html), local_name!("body"));
    match kind {
        Kind::Document => driver::parse_document(HtmlTreeSink::new(Html::new_document()), options).one(html),
        Kind::Fragment => {
            let sink = HtmlTreeSink::new(Html::new_fragment());
            driver::parse_fragment(sink, options, body, Vec::new(), false).one(html)
        }
    }
}

/// A tree as text, since ids of nodes may differ.
fn outline(html: &Html) -> String {
    let mut text = format!("{:?}\n", html.quirks_mode);
    for edge in html.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => {
                text.push_str(&format!("{:?}", node.value()));
                if let Node::Element(element) = node.value() {
                    let attributes: Vec<_> = element.attrs.iter().map(|(name, value)| (name, &**value)).collect();
                    text.push_str(&format!("{:?}{attributes:?}", element.name));
                }
                text.push_str("{\n");
            }
            ego_tree::iter::Edge::Close(_) => text.push_str("}\n"),
        }
    }
    text
}

fn place_of<'a>(tree: &'a Tree, css: &str) -> &'a Place {
    let selector = Selector::parse(css).unwrap();
    let element = tree.html().select(&selector).next().unwrap();
    tree.place(element.id()).unwrap()
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
    let spans: Vec<_> = tree.html().select(&copies).map(|b| tree.place(b.id()).unwrap().span.of(html)).collect();
    assert_eq!(spans, ["<b class=x>1<p>2</b>"; 2]);
    let html = "<b><i>1</b>2</i>3";
    let tree = parse(html);
    let italics = Selector::parse("i").unwrap();
    let spans: Vec<_> = tree.html().select(&italics).map(|i| tree.place(i.id()).unwrap().span.of(html)).collect();
    assert_eq!(spans, ["<i>1</b>2</i>"; 2]);
    assert_eq!(element_text(html, "b"), "<b><i>1</b>");
}

#[test]
fn attributes_have_their_bytes() {
    let html = "<a  href = \"x&amp;y\" 标题='值' c=d checked e='' href=2>";
    let tree = parse(html);
    let place = place_of(&tree, "a");
    let parts: Vec<_> = place
        .attributes
        .iter()
        .map(|attribute| {
            let value = attribute.value.map(|span| span.of(html));
            (attribute.name_span.of(html), value, attribute.span.of(html), attribute.is_verbatim)
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
    assert_eq!(place.attribute("HREF").unwrap().value.unwrap().start, 12);
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
    let sources: Vec<_> = tree.text_pieces(text.id()).iter().map(|piece| piece.source.of(html)).collect();
    assert_eq!(sources, ["a", "&semi;", "b", "&#38;", "&amp;", "&<"]);
}

#[test]
fn text_that_a_table_sends_away_keeps_its_bytes() {
    let html = "甲<table>乙<tr> <td>丙</td>丁</table>戊";
    check_spans(html);
    let tree = parse(html);
    let first = tree.html().tree.nodes().find(|node| node.value().is_text()).unwrap();
    let sources: Vec<_> = tree.text_pieces(first.id()).iter().map(|piece| piece.source.of(html)).collect();
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
    assert_eq!(place_of(&tree, "svg").attribute("viewBox").unwrap().value.unwrap().of(html), "0 0");
    assert_eq!(place_of(&tree, "svg").span.of(html), html);
    check_spans(html);
}

/// Checks whatever holds of any HTML.
fn check_spans(html: &str) {
    let tree = parse(html);
    let is_within = |span: Span| span.start <= span.end && html.get(span.start..span.end).is_some();
    for node in tree.html().tree.nodes() {
        if let Some(place) = tree.place(node.id()) {
            check_place(html, place, node.value().as_element().unwrap().name(), &is_within);
        }
        if let Some(span) = tree.comment(node.id()) {
            assert!(is_within(span) && span.of(html).starts_with('<'), "{html:?}");
        }
        if let Some(text) = node.value().as_text() {
            let mut end = 0;
            for piece in tree.text_pieces(node.id()) {
                assert!(is_within(piece.source), "{html:?}: {piece:?}");
                assert_eq!(piece.text.start, end, "{html:?}");
                end = piece.text.end;
                let content = text.get(piece.text.clone()).unwrap();
                assert_eq!(piece.is_verbatim, piece.source.of(html) == content, "{html:?}: {piece:?} {content:?}");
            }
            assert_eq!(end, text.len(), "{html:?}");
        }
    }
}

fn check_place(html: &str, place: &Place, name: &str, is_within: &dyn Fn(Span) -> bool) {
    assert!(is_within(place.span) && is_within(place.start_tag), "{html:?}: {place:?}");
    let tag = place.start_tag.of(html).to_ascii_lowercase().replace('\0', "\u{FFFD}");
    let is_named = tag.starts_with(&format!("<{}", name.to_ascii_lowercase()));
    assert!(is_named || (name == "img" && tag.starts_with("<image")), "{html:?}: {name} {tag}");
    assert!(tag.ends_with('>'), "{html:?}: {tag}");
    if let End::Tag(end) = place.end {
        assert!(is_within(end) && end.end == place.span.end, "{html:?}: {place:?}");
        assert!(end.of(html).starts_with("</") && end.of(html).ends_with('>'), "{html:?}: {place:?}");
    }
    for attribute in &place.attributes {
        let spans = [Some(attribute.span), Some(attribute.name_span), attribute.value];
        for span in spans.into_iter().flatten() {
            assert!(is_within(span) && place.start_tag.contains(span), "{html:?}: {attribute:?}");
        }
        let name = attribute.name_span.of(html).to_ascii_lowercase().replace('\0', "\u{FFFD}");
        assert_eq!(name, *attribute.name, "{html:?}");
    }
}

fn alphabet() -> impl Strategy<Value = String> {
    const TAGS: &[&str] = &[
        "a", "b", "i", "font", "nobr", "p", "div", "li", "ul", "dd", "dt", "h1", "h2", "table", "tbody", "tr", "td",
        "th", "caption", "colgroup", "col", "select", "option", "optgroup", "template", "svg", "math", "mi", "desc",
        "foreignObject", "annotation-xml", "form", "input", "button", "pre", "textarea", "script", "style", "title",
        "br", "hr", "img", "image", "body", "html", "head", "frameset", "noscript", "iframe", "applet", "ruby", "rt",
        "plaintext", "address", "标", "x-y",
    ];
    const TEXTS: &[&str] = &[
        "x", "中文", " ", "\n", "\r\n", "\r", "\0", "&amp;", "&", "&nbsp", "&#65;", "&#x0;", "&notit;", "<", "</", "<!",
        "<!--", "-->", "<!-- c -->", "<![CDATA[", "]]>", "<!DOCTYPE html>", "<?x?>", "</>", "=", "\"", "'",
        ">", "/>", "<br", " a=1", "<a href=\"", "<!---->", "--!>", "]", "&semi;", "\u{A0}", "😀", "<p a=1 A=2 b='&lt;\r\n'>",
        "<font color=red>", "<input type=hidden>", "<a 中=\"国\">", "<SCRIPT><!--<script>", "</sCript >", "<b/ c>", "</p x=1>",
    ];
    prop_oneof![
        4 => prop::sample::select(TAGS).prop_map(|tag| format!("<{tag}>")),
        3 => prop::sample::select(TAGS).prop_map(|tag| format!("</{tag}>")),
        5 => prop::sample::select(TEXTS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// A byte order mark stands only first: after a script or a `meta`, html5ever's
/// own tokenizer takes it for the start of the input and drops it.
fn markup() -> impl Strategy<Value = String> {
    let parts = prop::collection::vec(alphabet(), 0..24);
    (prop::bool::weighted(0.1), parts).prop_map(|(has_mark, parts)| {
        let text = parts.concat().replace(BYTE_ORDER_MARK, "");
        if has_mark { format!("{BYTE_ORDER_MARK}{text}") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(4_000)
    ))]

    #[test]
    fn the_tree_is_scrapers(html in markup()) {
        // Its tokenizer says that `</>` is an error, and the tree builder then
        // keeps a line end that it ought to drop after `<pre>`.
        let html = html.replace("</>\n", "</>").replace("</>\r", "</>");
        for kind in [Kind::Fragment, Kind::Document] {
            let tree = Tree::parse(&html, &SourceMap::identity(0, html.len()), kind);
            prop_assert_eq!(outline(tree.html()), outline(&scrapers(&html, kind)), "{:?}", html);
        }
    }

    #[test]
    fn spans_hold_what_they_say(html in markup()) {
        check_spans(&html);
    }
}

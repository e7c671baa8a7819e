//! Documents made to be slow end early, and say so.

use super::properties::parse;
use super::*;

fn cut_of(html: &str) -> Option<CutReason> {
    parse(html).cut().map(|cut| cut.reason)
}

#[test]
fn depth_is_limited() {
    for tag in [
        "<div>",
        "<b>",
        "<font size=1>",
        "<template>",
        "<table><tr><td>",
        "<svg>",
    ] {
        let html = tag.repeat(100_000);
        let tree = parse(&html);
        let cut = tree.cut().unwrap();
        assert_eq!(cut.reason, CutReason::Depth, "{tag}");
        assert!(
            cut.span.start >= 500 && cut.span.end <= 513 * tag.len(),
            "{tag} {cut:?}"
        );
        let deepest = tree
            .html()
            .tree
            .nodes()
            .map(|node| node.ancestors().count())
            .max()
            .unwrap();
        // A template and its content are two nodes.
        assert!(deepest <= 2 * 515, "{tag} {deepest}");
    }
    assert_eq!(cut_of(&"<div>".repeat(500)), None);
}

#[test]
fn tags_that_close_one_another_do_not_nest() {
    for tag in ["<select>", "<a href=x>", "<p>", "<li>"] {
        let tree = parse(&tag.repeat(10_000));
        assert_eq!(tree.cut(), None, "{tag}");
    }
}

#[test]
fn attributes_are_limited() {
    let attributes = |count: usize| (0..count).map(|index| format!(" a{index}=x")).collect::<String>();
    assert_eq!(cut_of(&format!("x<p{}>y", attributes(1_000))), None);
    let html = format!("x<p{}>y", attributes(100_000));
    let tree = parse(&html);
    let cut = tree.cut().unwrap();
    assert_eq!((cut.reason, cut.span.of(&html)), (CutReason::Attributes, "a1000"));
    let texts: Vec<_> = tree.html().root_element().text().collect();
    assert_eq!(texts, ["x"]);
    let many = format!("<p{}>", attributes(900)).repeat(600);
    assert_eq!(cut_of(&many), Some(CutReason::Attributes));
    // The same name over and over is one attribute.
    assert_eq!(cut_of(&format!("<p {}>", "a=x ".repeat(100_000))), None);
}

#[test]
fn elements_and_stretches_of_text_are_limited() {
    let html = "<br>".repeat(250_000);
    let tree = parse(&html);
    assert_eq!(tree.cut().unwrap().reason, CutReason::Elements);
    assert!(tree.html().tree.nodes().len() < 200_010);
    assert_eq!(cut_of(&"&amp;".repeat(1_100_000)), Some(CutReason::Elements));
}

#[test]
fn long_work_on_many_open_elements_is_limited() {
    let html = "<div>".repeat(505) + &"</h1>".repeat(1_000_000);
    assert_eq!(cut_of(&html), Some(CutReason::Depth));
}

#[test]
fn copies_count_as_elements() {
    let formatting: String = (0..400).map(|index| format!("<b id={index}>")).collect();
    let html = format!("<p>{formatting}</p>{}", "<p>x".repeat(100_000));
    assert_eq!(cut_of(&html), Some(CutReason::Elements));
}

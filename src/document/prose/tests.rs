//! Runs of HTML that stands for itself.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::document::node::{Node, Scalar, Style, Value};
use crate::document::source_map::SourceMap;
use crate::document::tree::Kind;

fn runs_of(html: &str, templates: &[Span]) -> Vec<Run> {
    let tree = Tree::parse(html, &Arc::new(SourceMap::identity(0, html.len())), Kind::of(html));
    runs(&tree, templates)
}

fn texts(html: &str) -> Vec<String> {
    runs_of(html, &[]).into_iter().map(|run| run.text).collect()
}

#[test]
fn each_block_is_a_run_and_inline_tags_add_nothing() {
    assert_eq!(
        texts("<p>外<b>账</b>部</p>x<ul><li>a<p>b</ul>"),
        ["外账部", "x", "a", "b"]
    );
    let runs = runs_of("<h2>题</h2><div>文<h3><i>小</i></h3>后</div>", &[]);
    let kinds: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("题", RunKind::Heading),
            ("文", RunKind::Body),
            ("小", RunKind::Heading),
            ("后", RunKind::Body)
        ]
    );
}

#[test]
fn white_space_collapses_as_in_a_browser() {
    assert_eq!(texts("<p>\n a  b\tc <i> d</i> \n</p>"), ["a b c d"]);
    assert_eq!(texts("<p>a\u{A0} b\u{3000}\u{200B}c"), ["a\u{A0} b\u{3000}\u{200B}c"]);
    assert_eq!(texts("<p>one\r\ntwo"), ["one two"]);
}

#[test]
fn a_line_end_between_han_or_kana_is_nothing() {
    assert_eq!(
        texts("<p>中国\n  外交，\r\n部のａ\nカナ and\n中\nb"),
        ["中国外交，部のａカナ and 中 b"]
    );
    assert_eq!(texts("<p>中 国"), ["中 国"]);
}

#[test]
fn breaks_are_line_ends_and_objects_are_one_character() {
    assert_eq!(texts("<p><br>a <br> b<br/>"), ["a\nb\n"]);
    assert_eq!(
        texts("<p>用 <code>x y</code> 和<img src=a>，<svg><text>t</text></svg>"),
        ["用 \u{FFFC} 和\u{FFFC}，\u{FFFC}"]
    );
    assert_eq!(texts("<p><img src=x></p><pre>code</pre>"), Vec::<String>::new());
}

#[test]
fn what_is_not_read_is_no_prose() {
    let html = "<p>a<script>b</script><style>c</style><noscript>d</noscript><template>e</template>\
        <textarea>f</textarea><select><option>g</select><button>h</button>i<ruby>漢<rp>(<rt>かん</ruby>";
    assert_eq!(texts(html), ["ai漢"]);
    assert_eq!(texts("<!doctype html><title>t</title><body>x"), ["x"]);
}

#[test]
fn alternative_texts_and_titles_are_runs() {
    let html = "<p>前<a href=x title='甲 &amp; 乙'>后</a><img alt=\"图\" title=\"\"></p>";
    let runs = runs_of(html, &[]);
    let found: Vec<_> = runs
        .iter()
        .map(|run| {
            (
                run.text.as_str(),
                run.kind,
                run.source_span(0..run.text.len()).unwrap().of(html),
            )
        })
        .collect();
    let expected = [
        ("前后\u{FFFC}", RunKind::Body, &html[3..html.len() - 4]),
        ("甲 & 乙", RunKind::Title, "甲 &amp; 乙"),
        ("图", RunKind::AlternativeText, "图"),
    ];
    assert_eq!(found, expected);
    assert_eq!(runs[1].verbatim_span(0..3), None);
    assert_eq!(runs[2].verbatim_span(0..3).unwrap().of(html), "图");
}

#[test]
fn a_match_across_pieces_has_one_span_and_no_verbatim_one() {
    let html = "<p>墙内<b>外</b>账&amp;号</p>";
    let runs = runs_of(html, &[]);
    let run = &runs[0];
    let range = run.text.find("外账").map(|start| start..start + 6).unwrap();
    assert_eq!(run.source_span(range.clone()).unwrap().of(html), "外</b>账");
    assert_eq!(run.verbatim_span(range), None);
    assert_eq!(run.verbatim_span(0..6).unwrap().of(html), "墙内");
    let reference = run.text.find('&').map(|start| start..start + 1).unwrap();
    assert_eq!(run.source_span(reference.clone()).unwrap().of(html), "&amp;");
    assert_eq!(run.verbatim_span(reference), None);
    assert_eq!(run.source_span(0..run.text.len() + 1), None);
    assert_eq!(run.source_span(0..0), Some(Span::empty(3)));
}

/// A quoted paragraph of two lines, rendered by hand: the `> ` between them is
/// in no run.
#[test]
fn lines_of_a_quotation_are_one_run() {
    use crate::document::source_map::PieceKind::{Element, Generated, Verbatim};
    let source = "> 中国\n> 外交 a\n> b";
    let mut map = SourceMap::default();
    let mut html = String::new();
    let mut push = |text: &str, written: &str, kind| {
        let start = source.find(written).unwrap();
        let len = if kind == Generated { 0 } else { written.len() };
        html.push_str(text);
        map.push(text.len(), Span::new(start, start + len), kind);
    };
    push("<blockquote>", source, Element);
    push("<p>", source, Element);
    push("中国", "中国", Verbatim);
    push("\n", source, Generated);
    push("外交 a", "外交 a", Verbatim);
    push("\n", source, Generated);
    push("b", "b", Verbatim);
    push("</p>\n</blockquote>\n", source, Generated);
    let runs = runs(&Tree::parse(&html, &Arc::new(map), Kind::Fragment), &[]);
    let [run] = runs.as_slice() else { panic!("{runs:?}") };
    assert_eq!(run.text, "中国外交 a b");
    assert_eq!(run.source_span(3..9).unwrap().of(source), "国\n> 外");
    assert_eq!(run.verbatim_span(3..9), None);
    assert_eq!(run.source_span(13..16).unwrap().of(source), "a\n> b");
    assert_eq!(
        run.source_span(14..15).unwrap(),
        Span::empty(source.find(" a\n").unwrap() + 2)
    );
}

#[test]
fn template_tags_are_one_object_each() {
    let html = "<p>见 {% a %}<b>{{ b }}文</b></p>{{ c\n\nd }}";
    let spans: Vec<_> = ["{% a %}", "{{ b }}", "{{ c\n\nd }}"]
        .iter()
        .map(|tag| Span::new(html.find(tag).unwrap(), html.find(tag).unwrap() + tag.len()))
        .collect();
    let runs = runs_of(html, &spans);
    let found: Vec<_> = runs.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(found, ["见 \u{FFFC}\u{FFFC}文"]);
    assert_eq!(runs[0].source_span(4..7).unwrap().of(html), "{% a %}");
}

fn scalar(source: &str, written: &str, text: &str, style: Style) -> Run {
    let start = source.find(written).unwrap();
    let node = Node {
        span: Span::new(start, start + written.len()),
        value: Value::Scalar(Scalar {
            text: text.to_owned(),
            style,
            tag: None,
        }),
    };
    scalar_run(source, &node).unwrap()
}

#[test]
fn scalars_are_verbatim_where_they_can_be() {
    let source = "title: 外账\nquoted: \"a 'b'\"\nescaped: 'it''s'\ntext: |\n  一\n\n   二\nlast: x\n";
    let plain = scalar(source, "外账", "外账", Style::Plain);
    assert_eq!(plain.verbatim_span(3..6).unwrap().of(source), "账");
    let quoted = scalar(source, "\"a 'b'\"", "a 'b'", Style::DoubleQuoted);
    assert_eq!(quoted.verbatim_span(2..5).unwrap().of(source), "'b'");
    let escaped = scalar(source, "'it''s'", "it's", Style::SingleQuoted);
    assert_eq!(escaped.verbatim_span(0..2), None);
    assert_eq!(escaped.source_span(0..2).unwrap().of(source), "'it''s'");
    for written in ["  一\n\n   二\n", "|\n  一\n\n   二\n"] {
        let literal = scalar(source, written, "一\n\n 二\n", Style::Literal);
        assert_eq!(literal.verbatim_span(0..3).unwrap().of(source), "一");
        assert_eq!(literal.source_span(6..9).unwrap().of(source), "二");
    }
}

/// Checks whatever holds of any runs.
fn check_runs(html: &str, templates: &[Span]) {
    for run in runs_of(html, templates) {
        let mut end = 0;
        for piece in run.pieces() {
            assert_eq!(piece.text.start, end, "{html:?}");
            end = piece.text.end;
            let text = &run.text[piece.text.clone()];
            let source = html.get(piece.source.start..piece.source.end);
            assert!(source.is_some(), "{html:?}: {piece:?}");
            if piece.kind == RunPieceKind::Verbatim {
                assert_eq!(source, Some(text), "{html:?}");
            }
        }
        assert_eq!(end, run.text.len(), "{html:?}");
        assert!(!run.text.contains("  "), "{html:?}: {:?}", run.text);
        for (start, _) in run.text.char_indices() {
            for end in [
                start,
                start + run.text[start..].chars().next().unwrap().len_utf8(),
                run.text.len(),
            ] {
                let span = run.source_span(start..end).unwrap();
                assert!(html.get(span.start..span.end).is_some(), "{html:?} {span:?}");
            }
        }
    }
}

#[test]
fn runs_of_real_posts_hold_what_they_say() {
    for (_, text) in crate::document::tree::properties::real_posts() {
        check_runs(&text, &[]);
    }
}

fn markup() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "中",
        "か",
        "a",
        " ",
        "\n",
        "\r\n",
        "\t",
        "，",
        "&amp;",
        "&#32;",
        "&nbsp;",
        "\u{3000}",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<br>",
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
        "<h1>",
        "</h1>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<ul><li>",
        "<select>",
        "</select>",
        "<svg>",
        "</svg>",
        "<!-- c -->",
        "\0",
        "<",
        "<script>",
        "</script>",
    ];
    prop::collection::vec(prop::sample::select(PARTS), 0..20).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn runs_hold_what_they_say(html in markup(), cut in any::<[prop::sample::Index; 2]>()) {
        let boundaries: Vec<_> = html.char_indices().map(|(index, _)| index).chain([html.len()]).collect();
        let [first, second] = cut.map(|index| *index.get(&boundaries));
        check_runs(&html, &[]);
        check_runs(&html, &[Span::new(first.min(second), first.max(second))]);
    }
}

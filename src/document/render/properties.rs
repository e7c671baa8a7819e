//! What holds for every rendering, whatever the body.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::select;

use super::{Rendered, render};
use crate::dialect::{Dialect, HeadingIds, LineEnds, Math, Templates, Wikilinks};
use crate::document::source_map::PieceKind;
use crate::document::template::{Masked, mask};
use crate::text::Span;

fn dialects() -> Vec<Dialect> {
    let everything = Dialect {
        heading_ids: HeadingIds::Explicit,
        math: Math::Dollars,
        line_ends: LineEnds::Hard,
        wikilinks: Wikilinks::Enabled,
        ..Dialect::GFM
    };
    let mut dialects = vec![
        Dialect::KRAMDOWN,
        Dialect {
            line_ends: LineEnds::Hard,
            ..Dialect::KRAMDOWN
        },
    ];
    for templates in [Templates::None, Templates::Liquid, Templates::Hugo, Templates::Mdx] {
        dialects.push(Dialect {
            templates,
            ..everything
        });
        dialects.push(Dialect {
            templates,
            ..Dialect::GFM
        });
    }
    dialects
}

/// Renders a body that stands between other bytes, and checks what must hold.
fn rendered(text: &str, body: Span, dialect: &Dialect) -> Rendered {
    let masked = mask(text, body, dialect.templates);
    let rendered = render(text, body, dialect, &masked);
    check_mask(text, body, &masked);
    check_map(text, body, &rendered);
    rendered
}

fn check_mask(text: &str, body: Span, masked: &Masked<'_>) {
    assert_eq!(masked.text.len(), body.len());
    let mut at = body.start;
    for (span, _) in &masked.templates {
        assert!(span.start >= at && span.end <= body.end, "{span:?}");
        assert!(!span.of(text).is_empty());
        at = span.end;
    }
    let line_ends = |text: &str| text.bytes().map(|b| matches!(b, b'\n' | b'\r')).collect::<Vec<_>>();
    assert_eq!(line_ends(&masked.text), line_ends(body.of(text)));
}

fn check_map(text: &str, body: Span, rendered: &Rendered) {
    assert_eq!(rendered.map.len(), rendered.html.len());
    // What masks a template never shows.
    assert!(
        !rendered.html.contains("xxx") || text.contains("xxx"),
        "{}",
        rendered.html
    );
    let pieces = rendered.map.pieces();
    for (at, piece) in pieces.iter().enumerate() {
        let end = pieces.get(at + 1).map_or(rendered.html.len(), |next| next.start);
        let html = rendered
            .html
            .get(piece.start..end)
            .expect("a piece on character boundaries");
        let source = text
            .get(std::ops::Range::from(piece.source))
            .expect("a span on character boundaries");
        assert!(body.contains(piece.source), "{piece:?} outside {body:?}");
        match piece.kind {
            PieceKind::Verbatim => assert_eq!(html, source),
            PieceKind::Element => assert!(
                html.starts_with('<') && (!source.is_empty() || matches!(html, "<td" | "<th")),
                "{html} {source}"
            ),
            PieceKind::Decoded | PieceKind::Generated => {}
        }
    }
}

/// The bytes behind a stretch of text lie in order, from one tag to the next.
fn check_order(rendered: &Rendered) {
    let pieces = rendered.map.pieces();
    let mut is_in_tag = false;
    let mut is_raw = false;
    // Within quotes a `>` ends no tag.
    let mut quotes = 0;
    let mut end = 0;
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1).map_or(rendered.html.len(), |next| next.start);
        let html = &rendered.html[piece.start..next];
        if piece.kind == PieceKind::Element {
            (is_raw, is_in_tag) = (false, false);
        }
        quotes = if is_in_tag { quotes } else { 0 } + html.matches('"').count();
        let is_closed = html.trim_end().ends_with('>') && (is_raw || quotes % 2 == 0);
        if piece.kind == PieceKind::Element || is_in_tag {
            // An attribute may come from a definition further on.
            is_in_tag = !is_closed || (piece.kind == PieceKind::Verbatim && !is_raw);
            is_raw &= is_in_tag;
            end = 0;
        } else if html.contains('<') {
            is_raw = html.rfind('<') > html.rfind('>');
            is_in_tag = is_raw;
            end = 0;
        } else {
            assert!(piece.source.start >= end, "{piece:?} {html} in {}", rendered.html);
            end = piece.source.end;
        }
    }
}

/// Strings in which all that Markdown and its dialects know of comes up often.
fn markdown() -> impl Strategy<Value = String> {
    let tokens = select(vec![
        "中文",
        "。",
        "a",
        "b ",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "~",
        "`",
        "``",
        "```",
        "~~~",
        "```rust\n",
        "# ",
        "## ",
        "===\n",
        "---\n",
        "\n---\n",
        "- ",
        "* ",
        "1. ",
        "10. ",
        "> ",
        "> > ",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "[x]: /u \"t\"\n",
        "[x]",
        "[^1]",
        "[^1]: ",
        "<",
        ">",
        "<http://a.b>",
        "<a@b.c>",
        "<div>",
        "</div>",
        "<div markdown=\"1\">",
        "<span>",
        "</span>",
        "<p>",
        "</p>",
        "<b c='d'>",
        "<br/>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<script>",
        "</script>",
        "<pre>",
        "</pre>",
        "&amp;",
        "&",
        "&#20013;",
        "&nope;",
        "\\",
        "\\*",
        "\\\n",
        "|",
        "| a | b |\n",
        "|---|:-:|\n",
        "$",
        "$$",
        "{: .c #i k=\"v\"}",
        "{:",
        "}",
        "{#id}",
        "{::comment}",
        "{:/comment}",
        "{:/}",
        "{::nomarkdown}",
        "{:toc}\n",
        "\n: ",
        "*[a]: t\n",
        "[[",
        "]]",
        "[[p|q]]",
        "{{",
        "}}",
        "{{ x }}",
        "{%",
        "%}",
        "{% if x %}",
        "{% endif %}",
        "{% raw %}",
        "{% endraw %}",
        "{% comment %}",
        "{% endcomment %}",
        "{% highlight c %}",
        "{% endhighlight %}",
        "{#",
        "#}",
        "{{< x >}}",
        "{{% x %}}",
        "import a\n",
        "<A b={c}/>",
        "{",
        "\0",
        "\u{FEFF}",
        "\u{A0}",
        "😀",
        "^\n",
        "\"",
        "'",
        "  \n",
        "!",
        "- [ ] ",
        "- [x] ",
        "(http://x.y \"z\")",
        "href=",
        "\u{B}",
        "\u{C}",
        "\u{2028}",
    ]);
    proptest::collection::vec(tokens, 0..40).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_maps_to_its_source(before in "(---\n中\n---\n)?", body in markdown(), after in "(中)?") {
        let text = [before.as_str(), &body, &after].concat();
        let span = Span::new(before.len(), before.len() + body.len());
        for dialect in dialects() {
            check_order(&rendered(&text, span, &dialect));
        }
    }
}

#[test]
fn a_destination_may_hold_what_looks_like_the_end_of_its_tag() {
    for text in ["[<?<div>?>*[[><http://a.b>]]", "*<!--<div>-->**[[><http://a.b>]]"] {
        for dialect in dialects() {
            check_order(&rendered(text, Span::new(0, text.len()), &dialect));
        }
    }
}

#[test]
fn blanks_of_a_mask_that_indent_code_stand_on_characters() {
    let text = "<a{#id}\n| a | b |\n- 中文#}*";
    for dialect in dialects() {
        rendered(text, Span::new(0, text.len()), &dialect);
    }
}

#[test]
fn a_mask_in_code_that_cannot_be_aligned_is_not_shown() {
    for text in ["[[x]: /u \"t\"\n``<div>| a | b |\n``]]", "# ===\n```[\\>{% if x %}中文"] {
        for dialect in dialects() {
            rendered(text, Span::new(0, text.len()), &dialect);
        }
    }
}

#[test]
fn a_destination_ends_at_ascii_white_space_outside_templates() {
    for (text, href) in [
        ("[](*\u{2028}<div>\\*)", None),
        ("[a](图\u{3000}片&amp;.png)", Some("图\u{3000}片&amp;.png")),
        ("[a]({{ site.url }}/x?b&amp;c)", Some("{{ site.url }}/x?b&amp;c")),
    ] {
        for dialect in dialects() {
            let rendered = rendered(text, Span::new(0, text.len()), &dialect);
            let is_template = dialect.templates == Templates::Liquid || !text.contains("{{");
            if let Some(href) = href.filter(|_| is_template) {
                assert!(rendered.html.contains(&format!("href=\"{href}\"")), "{}", rendered.html);
            }
        }
    }
}

#[test]
fn documents_made_to_be_slow_or_deep_end() {
    let units = [
        "> ",
        "- ",
        "> - <div markdown=\"1\">\n",
        "*a _b **c ",
        "[",
        "![",
        "[a](",
        "<b>*",
        "<div>",
        "<div markdown=\"1\">",
        "`",
        "`` ` ",
        "<!--",
        "{:",
        "{::comment}",
        "{% ",
        "{{",
        "{% raw %}",
        "$$",
        "~~a",
        "|",
        "|\n",
        "[^a]: ",
        "\\",
        "&",
        "<a b='",
        "# ",
        "- a\n",
        ": a\n",
        "*[a]: b\n",
        "[a]: b\n",
        "~~~\n",
        "<p>\n\n",
        "<script>",
        "中**",
        "\r",
    ];
    for unit in units {
        let text = unit.repeat(40_000 / unit.len());
        for dialect in dialects() {
            rendered(&text, Span::new(0, text.len()), &dialect);
        }
    }
}

/// The real posts beside the checkout, where they are; `None` asks to skip.
fn posts() -> Option<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/posts");
    if !root.is_dir() {
        assert!(std::env::var("CI").is_err(), "{} is missing", root.display());
        eprintln!("skipped: {} is missing", root.display());
        return None;
    }
    let mut folders = vec![root];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("md" | "markdown" | "mdx") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    Some(files)
}

#[test]
fn real_posts_map_exactly() {
    let Some(posts) = posts() else { return };
    assert!(posts.len() > 100);
    let mut links = 0;
    for path in posts {
        let text = fs::read_to_string(&path).expect("a post");
        let mut templates = Templates::Liquid;
        if path.extension().is_some_and(|extension| extension == "mdx") {
            templates = Templates::Mdx;
        }
        for dialect in [
            Dialect::KRAMDOWN,
            Dialect::GFM,
            Dialect {
                templates,
                ..Dialect::GFM
            },
        ] {
            let body = Span::new(0, text.len());
            let rendered = rendered(&text, body, &dialect);
            links += check_destinations(&text, &rendered);
        }
    }
    assert!(links > 1000, "{links}");
}

/// Every destination that Markdown made maps to text that says it.
fn check_destinations(text: &str, rendered: &Rendered) -> usize {
    let mut count = 0;
    for (at, _) in rendered.html.match_indices("<a") {
        if rendered.map.element_at(at).is_none() {
            continue;
        }
        let rest = &rendered.html[at..];
        let Some(value) = rest.strip_prefix("<a href=\"") else {
            continue;
        };
        let start = at + "<a href=\"".len();
        let end = start + value.find('"').expect("a quote");
        let mapped = rendered.map.source_of(Span::new(start, end));
        let decoded = rendered.html[start..end]
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&quot;", "\"");
        let source = mapped.span.of(text);
        assert!(
            decoded == source
                || decoded.strip_prefix("mailto:") == Some(source)
                || source.contains('\\')
                || source.contains('&')
                || decoded.starts_with("#fn")
                || decoded.is_empty(),
            "{decoded} {source}"
        );
        count += 1;
    }
    count
}

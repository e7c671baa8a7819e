use super::*;
use crate::dialect::{Dialect, Engine};
use crate::site::Generator;
use crate::text::{FilePath, Source};

/// What each comment of a file covers, quoted.
fn covered(path: &str, text: &str) -> Vec<String> {
    let source = Source::from_text(FilePath::new(path), text.to_owned());
    let generator = Generator::of_path(&source.path);
    let dialect: Dialect = generator.dialect(&source.path);
    let engine: Engine = generator.engine();
    let document = Document::new(&source, dialect, engine);
    let found = find(&document);
    found
        .iter()
        .map(|suppression| match suppression.covered {
            Covered::File => "FILE".to_owned(),
            Covered::Nothing => "NOTHING".to_owned(),
            Covered::Range(span) => span.of(text).trim_end_matches('\n').to_owned(),
        })
        .collect()
}

#[test]
fn in_html_the_next_sibling_is_covered() {
    let html = |text| covered("a.html", text);
    assert_eq!(html("<p>a</p><!-- kanwu-ignore x: y --><p>b</p><p>c</p>"), ["<p>b</p>"]);
    assert_eq!(html("<!--kanwu-ignore x:y-->\n <!-- note --> <p>b</p>c"), ["<p>b</p>"]);
    assert_eq!(html("<!-- kanwu-ignore x: y -->甲<b>乙</b>丙"), ["甲"]);
    assert_eq!(
        html("<p>甲 <!-- kanwu-ignore x: y --> 乙&amp;丁</p><p>丙</p>"),
        [" 乙&amp;丁"]
    );
    assert_eq!(
        html("<!-- kanwu-ignore x: y --><!-- kanwu-ignore z: y --><i>b</i>"),
        ["<i>b</i>", "<i>b</i>"]
    );
}

#[test]
fn standing_last_the_parent_is_covered() {
    let html = |text| covered("a.html", text);
    assert_eq!(
        html("<p>a</p><div><p>b</p><!-- kanwu-ignore x: y --> </div><p>c</p>"),
        ["<div><p>b</p><!-- kanwu-ignore x: y --> </div>"]
    );
    assert_eq!(html("<p>a</p><!-- kanwu-ignore x: y -->\n"), ["NOTHING"]);
    assert_eq!(html("<p>a</p><!-- kanwu-ignore-file x: y -->\n"), ["FILE"]);
    assert_eq!(
        html("<table><tr><td>a</td></tr><!-- kanwu-ignore x: y --><tr><td>b</td></tr><tr></tr></table>"),
        ["<tr><td>b</td></tr>"]
    );
}

#[test]
fn in_markdown_the_next_block_is_covered() {
    for path in ["a.md", "_posts/2024-01-01-a.md"] {
        let markdown = |text| covered(path, text);
        assert_eq!(
            markdown("a\n\n<!-- kanwu-ignore x: y -->\n\nb *c*\nd\n\ne\n"),
            ["b *c*\nd"],
            "{path}"
        );
        assert_eq!(
            markdown("<!-- kanwu-ignore x: y -->\n\n- a\n- b\n\nc\n"),
            ["- a\n- b"],
            "{path}"
        );
        assert_eq!(
            markdown("> <!-- kanwu-ignore x: y -->\n>\n> b\n>\n> c\n\nd"),
            ["b"],
            "{path}"
        );
        assert_eq!(markdown("a <!-- kanwu-ignore x: y -->b *c* d\n"), ["b "], "{path}");
        assert_eq!(
            markdown("a\n\nb <!-- kanwu-ignore x: y -->\n\nc\n"),
            ["b <!-- kanwu-ignore x: y -->"],
            "{path}"
        );
        assert_eq!(
            markdown("# 甲 <!-- kanwu-ignore x: y -->\n\n乙\n"),
            ["# 甲 <!-- kanwu-ignore x: y -->"],
            "{path}"
        );
        assert_eq!(markdown("- a <!-- kanwu-ignore x: y -->\n- b\n").len(), 1, "{path}");
    }
}

#[test]
fn code_holds_no_suppression() {
    for path in ["a.md", "_posts/2024-01-01-a.md", "a.mdx"] {
        for text in [
            "```html\n<!-- kanwu-ignore x: y -->\n{/* kanwu-ignore x: y */}\n```\n\na\n",
            "`<!-- kanwu-ignore x: y -->` `{/* kanwu-ignore x: y */}` a\n",
            "    <!-- kanwu-ignore x: y -->\n\na\n",
        ] {
            assert_eq!(covered(path, text), Vec::<String>::new(), "{path} {text}");
        }
    }
    let text = "{% codeblock %}\n<!-- kanwu-ignore x: y -->\n{% endcodeblock %}\n\na\n";
    assert_eq!(covered("source/_posts/a.md", text), Vec::<String>::new());
    for text in [
        "<script>\"<!-- kanwu-ignore x: y -->\"</script><p>a</p>",
        "<p title=\"<!-- kanwu-ignore x: y -->\">a</p>",
        "<!-- kanwu-ignore x: y <p>a</p>",
        "<? kanwu-ignore x: y ?><p>a</p>",
    ] {
        assert_eq!(covered("a.html", text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn in_mdx_expressions_are_comments() {
    let mdx = |text| covered("a.mdx", text);
    assert_eq!(mdx("{/* kanwu-ignore x: y */}\n\na *b*\n\nc\n"), ["a *b*"]);
    assert_eq!(mdx("{/* kanwu-ignore x: y */}\n{/* note */}\n\na\n\nc\n"), ["a"]);
    assert_eq!(mdx("a {/* kanwu-ignore x: y */} b *c* d\n"), [" b "]);
    assert_eq!(
        mdx("a\n\nb {/* kanwu-ignore x: y */}\n\nc\n"),
        ["b {/* kanwu-ignore x: y */}"]
    );
    assert_eq!(mdx("a\n\n{/* kanwu-ignore-file x: y */}\n"), ["FILE"]);
    assert_eq!(
        mdx("{/* kanwu-ignore x: y */}\n<A>\n\na\n\nb\n\n</A>\n\nc\n"),
        ["<A>\n\na\n\nb\n\n</A>"]
    );
    assert_eq!(
        mdx("<A>\n\na\n\n{/* kanwu-ignore x: y */}\n\n</A>\n\nc\n"),
        ["<A>\n\na\n\n{/* kanwu-ignore x: y */}\n\n</A>"]
    );
    assert_eq!(mdx("a {/* kanwu-ignore x: y */}<B>b</B> c\n"), ["<B>b</B>"]);
}

#[test]
fn in_front_matter_the_next_key_is_covered() {
    let yaml = |block: &str| covered("a.md", &format!("---\n{block}---\n正文\n"));
    assert_eq!(
        yaml("a: 1\n# kanwu-ignore x: y\nb:\n  - 2\n  - 3\nc: 4\n"),
        ["b:\n  - 2\n  - 3"]
    );
    assert_eq!(yaml("a: 1\r\n#kanwu-ignore x：y\r\nb: 2\r\n"), ["b: 2"]);
    assert_eq!(yaml("a: 1 # kanwu-ignore x: y\nb: 2\n"), ["a: 1 "]);
    assert_eq!(
        yaml("a: # kanwu-ignore x: y\n  b: 2\nc: 1\n"),
        ["a: # kanwu-ignore x: y\n  b: 2"]
    );
    assert_eq!(yaml("a:\n  # kanwu-ignore x: y\n  - 1\n  - 2\n"), ["1"]);
    assert_eq!(yaml("a: 1\n# kanwu-ignore x: y\n"), ["NOTHING"]);
    assert_eq!(yaml("# kanwu-ignore-file x: y\n"), ["FILE"]);
    assert_eq!(yaml("# note # kanwu-ignore x: y # kanwu-ignore z: y\na: 1\n"), ["a: 1"]);
    for text in [
        "a: \"# kanwu-ignore x: y\"\n",
        "a: |\n  b\n  # kanwu-ignore x: y\nc: 1\n",
        "a: >\n  b\n\n  # kanwu-ignore x: y\n",
        "a: 'b\n  # kanwu-ignore x: y\n  c'\n",
        "a: b#kanwu-ignore x: y\n",
        "# see kanwu-ignore x: y\n",
    ] {
        assert_eq!(yaml(text), Vec::<String>::new(), "{text}");
    }
}

/// The text of a block of code ends after its element, with the line.
#[test]
fn a_block_of_code_is_covered_and_not_nothing() {
    let text = "{/* kanwu-ignore ad-slot: 示例 */}\n    a:\n  - 1\n";
    assert_eq!(covered("a.mdx", text), ["a:"]);
}

#[test]
fn a_definition_of_a_reference_is_covered() {
    for path in ["a.md", "_posts/2024-01-01-a.md"] {
        let markdown = |text| covered(path, text);
        assert_eq!(
            markdown("[甲][r]\n\n<!-- kanwu-ignore x: y -->\n[r]: b.md\n"),
            ["[r]: b.md"]
        );
        assert_eq!(
            markdown("<!-- kanwu-ignore x: y -->\n\n[r]: b.md\n[s]: c.md\n\n[甲][r]\n"),
            ["[r]: b.md"]
        );
        assert_eq!(
            markdown("<!-- kanwu-ignore x: y -->\n<!-- kanwu-ignore z: y -->\n\n[r]:\n  b.md 'c'\n\n甲\n"),
            ["[r]:\n  b.md 'c'", "[r]:\n  b.md 'c'"]
        );
        assert_eq!(
            markdown("> <!-- kanwu-ignore x: y -->\n> \n> [r]: b.md\n\n甲\n"),
            ["[r]: b.md"]
        );
        // Notes, and text that looks alike.
        assert_eq!(markdown("甲[^1]\n\n<!-- kanwu-ignore x: y -->\n\n[甲]乙\n"), ["[甲]乙"]);
        assert_eq!(markdown("<!-- kanwu-ignore x: y -->\n\n[r]:\n\n甲\n").len(), 1);
    }
}

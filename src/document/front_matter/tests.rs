use super::*;

fn block(text: &str) -> (Option<Format>, &str, &str) {
    let found = find(text);
    (found.format, found.block.of(text), &text[found.block.end..])
}

fn errors(text: &str) -> Vec<(&str, &'static str)> {
    find(text)
        .errors
        .into_iter()
        .map(|error| match error.message {
            Message::Key(key, _) => (error.span.of(text), key),
            Message::FromRule(..) | Message::Own(..) => unreachable!("syntax errors speak from our tables"),
        })
        .collect()
}

#[test]
fn fences_end_with_any_line_end_and_white_space() {
    for end in ["\n", "\r\n", "\r"] {
        for close in ["---", "...", "--- \t"] {
            let text = format!("\u{FEFF}---  {end}title: 外长{end}{close}{end}正文{end}---{end}");
            let found = find(&text);
            assert_eq!(found.format, Some(Format::Yaml));
            assert_eq!(found.opening.of(&text), "---");
            assert_eq!(found.content.of(&text), format!("title: 外长{end}"));
            assert_eq!(&text[found.block.end..], format!("正文{end}---{end}"));
            assert_eq!(found.block.start, 3);
            let node = found.node.unwrap();
            assert_eq!(node.at("/title").unwrap().span.of(&text), "外长");
            assert_eq!(node.entry_at("/title").unwrap().key.span.of(&text), "title");
        }
    }
}

#[test]
fn a_block_may_end_the_file_or_be_empty() {
    assert_eq!(block("---\na: b\n---"), (Some(Format::Yaml), "---\na: b\n---", ""));
    let text = "---\n---\nbody";
    assert_eq!(block(text), (Some(Format::Yaml), "---\n---\n", "body"));
    assert_eq!(find(text).node.unwrap().entries(), []);
    assert_eq!(find("---\n# only a comment\n---\n").node.unwrap().span, Span::empty(4));
}

#[test]
fn a_thematic_break_is_no_front_matter() {
    for text in [
        "",
        "text",
        "\u{FEFF}正文",
        "----\na: b\n----\n",
        "\n---\na: b\n---\n",
        "---",
        "---\n",
        "---\n\n正文。\n\n---\n\n又一段。\n",
        "---\nA setext heading\n---\n",
        "---\n\nNote: he said: \"no\"\nand left.\n\n---\n",
        "---\n\n- a\n- b\n\n---\n",
        "---\n\nNote: only one.\nMore text\n",
        "---\n正文没有结束",
    ] {
        assert_eq!(block(text).0, None, "{text:?}");
        assert_eq!(errors(text), [], "{text:?}");
        let start = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
        assert_eq!(find(text).block, Span::empty(start), "{text:?}");
    }
}

#[test]
fn an_unclosed_block_is_one_error_at_its_fence() {
    let text = "---\nlayout: post\ntags:\n  - a\n- b\n# c\ntitle：标题\n正文第一段。\n\n第二段: x\n";
    assert_eq!(errors(text), [("---", "front-matter-not-closed")]);
    assert_eq!(find(text).node, None);
    assert_eq!(block(text).2, "正文第一段。\n\n第二段: x\n");
    assert_eq!(block("---\ntitle: x").2, "");
    assert_eq!(errors("---\nfoo: x\nbar: y\n\ntext").len(), 1);
    assert_eq!(errors("---\nfoo: x\nbar: y\ntext"), []);
}

#[test]
fn toml_and_json_are_found_by_their_fences() {
    let toml = "+++\ntitle = \"x\"\n+++\n正文";
    assert_eq!(block(toml), (Some(Format::Toml), "+++\ntitle = \"x\"\n+++\n", "正文"));
    let title = find(toml).node.unwrap().at("/title").unwrap().span;
    assert_eq!(title.of(toml), "\"x\"");
    assert_eq!(find("+++\n+++\n").node.unwrap().entries(), []);
    let json = "{\n  \"title\": \"}\\\"{\",\n  \"x\": {}\n}\r\n正文";
    let found = find(json);
    assert_eq!(found.format, Some(Format::Json));
    assert_eq!(&json[found.block.end..], "正文");
    assert_eq!(found.content.of(json), "{\n  \"title\": \"}\\\"{\",\n  \"x\": {}\n}");
    assert_eq!(found.opening.of(json), "{");
    assert_eq!(found.node.unwrap().at("/title").unwrap().span.of(json), "\"}\\\"{\"");
    for opening in ["", ";;;\n", ";;;;\r\n"] {
        let closing = if opening.is_empty() { ";;;" } else { opening.trim_end() };
        let hexo = format!("{opening}\"title\": \"外\",\n\"tags\": [\"a\"]\n{closing}\n正文");
        let found = find(&hexo);
        assert_eq!(found.format, Some(Format::Json), "{opening:?}");
        assert_eq!(&hexo[found.block.end..], "正文");
        assert_eq!(found.opening.of(&hexo), opening.trim_end());
        assert_eq!(found.node.unwrap().at("/title").unwrap().span.of(&hexo), "\"外\"");
    }
    for text in [
        "{% include x %}\n",
        "{{ x }}",
        "{:toc}\n",
        "{\"a\": 1",
        "{ \"a\" } text\n",
        "{",
        "{\n正文\n}\n",
        "\"引文\": 他说\n\n正文\n",
        "\"title\": \"x\"\n\n正文\n",
        ";;;\n正文\n;;;\n",
        "+++\n正文\n+++\n",
        "+++\n正文\n",
    ] {
        assert_eq!(block(text).0, None, "{text:?}");
        assert_eq!(errors(text), [], "{text:?}");
    }
}

#[test]
fn broken_blocks_are_explained_where_the_slip_is() {
    let cases = [
        ("title：标题\ndate: 2020-01-01", "：", "yaml-full-width-colon"),
        ("layout: post\ntitle：标题", "：", "yaml-full-width-colon"),
        ("title:标题\nlayout: post", ":", "yaml-no-space-after-colon"),
        ("layout: post\ntitle:标题\ndate: 2020", ":", "yaml-no-space-after-colon"),
        ("title: 外长: 会晤 \nlayout: post", "外长: 会晤", "yaml-colon-in-value"),
        ("title: \"标题\nlayout: post", "\"标题", "yaml-unclosed-quote"),
        ("title: '它's'", "s'", "yaml-quotes-in-quotes"),
        ("title: \"一\"二\"", "二\"", "yaml-quotes-in-quotes"),
        ("title: \"一\" 二", "二", "yaml-text-after-quote"),
        ("title: x\ntags:\n\t- a", "\t", "yaml-tab"),
        ("tags: [a, b\ntitle: x", "[", "yaml-unclosed-bracket"),
        ("title: @x", "@", "yaml-unexpected-character"),
        ("title: `x`", "`", "yaml-unexpected-backtick"),
        ("title: a\u{7}b", "\u{7}", "yaml-control-character"),
        ("title: x\u{0}y", "\u{0}", "yaml-control-character"),
        ("title: x\n  date: y", "date: y", "yaml-indentation"),
        ("title: x\nplain words", "plain words", "yaml-missing-colon"),
        ("title: *star*", "*star*", "yaml-unknown-alias"),
        ("title: \"a\\qb\"", "\\q", "yaml-unknown-escape"),
        ("title: x\ntitle: y", "title", "yaml-duplicate-key"),
    ];
    for (content, span, key) in cases {
        for end in ["\n", "\r\n"] {
            let text = format!("---\n{content}\n---\n正文\n").replace('\n', end);
            assert_eq!(errors(&text), [(span, key)], "{content:?}");
        }
    }
}

#[test]
fn each_broken_entry_has_its_own_error() {
    let content = "title: 外长: 会晤\nlayout: post\nauthor: @x\ntags:\n\t- a\nlayout: page\nfrom：x\ntext: \"a\nb: c\"\nlist: [a,\nb]\n";
    let text = format!("---\n{content}---\n正文");
    assert_eq!(
        errors(&text),
        [
            ("外长: 会晤", "yaml-colon-in-value"),
            ("@", "yaml-unexpected-character"),
            ("\t", "yaml-tab"),
            ("layout", "yaml-duplicate-key"),
            ("：", "yaml-full-width-colon"),
        ]
    );
    assert_eq!(find(&text).node, None);
    let slips = "---\ntitle：标题\ndate：2020\n---\n";
    assert_eq!(errors(slips), [("：", "yaml-full-width-colon"); 2]);
}

#[test]
fn no_more_than_the_first_errors_are_told() {
    let text = format!("---\n{}---\n", "title: @x\n".repeat(50));
    assert_eq!(errors(&text).len(), yaml::MOST_ERRORS);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    const ENGINES: [Engine; 4] = [Engine::SafeYaml, Engine::JsYaml4, Engine::Goccy, Engine::Core12];

    proptest! {
        #[test]
        fn any_text_is_split_on_character_boundaries(text in "(\u{FEFF})?[ \n]{0,2}(---|\\+\\+\\+|\\{|;;;|----|———)?[ \n\r\t]{0,2}([a标：:\"'{}\\[\\]&*!|>#@%\\-.~<,?\u{0}] ?[\n\r]?( |\t){0,3}){0,40}(---|\\.\\.\\.|\\+\\+\\+)?\n?.{0,9}", engine in prop::sample::select(ENGINES.to_vec())) {
            let found = find_by(&text, engine);
            for span in [found.block, found.opening, found.content] {
                prop_assert!(text.get(span.start..span.end).is_some(), "{span:?}");
            }
            prop_assert!(found.block.contains(found.content));
            prop_assert!(found.block.contains(found.opening));
            for error in &found.errors {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}");
                prop_assert!(found.block.contains(error.span));
            }
        }
    }
}

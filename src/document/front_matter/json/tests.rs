use super::*;
use crate::dialect::Engine;

fn errors(content: &str, braces: Braces) -> Vec<(String, &'static str)> {
    let parsed = parse(content, Span::new(0, content.len()), braces);
    let told = parsed.errors.into_iter().map(|error| match error.message {
        Message::Key(key, _) => (error.span.of(content).to_owned(), key),
        Message::FromRule(..) | Message::Own(..) => unreachable!("syntax errors speak from our tables"),
    });
    told.collect()
}

#[test]
fn values_of_every_kind_are_read_at_their_places() {
    let text = "{ \"title\": \"外\\u957f\\n\\ud83d\\ude00\\\"\", \"n\": -1.5e3, \"l\": [1, true, null, {}], \"o\": {\"k\": []} }";
    let parsed = parse(text, Span::new(0, text.len()), Braces::Written);
    assert_eq!(parsed.errors, []);
    let root = parsed.node.unwrap();
    let expected: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(root.to_json(Engine::Json), expected);
    assert_eq!(root.at("/n").unwrap().span.of(text), "-1.5e3");
    assert_eq!(root.entry_at("/o/k").unwrap().key.span.of(text), "\"k\"");
    assert_eq!(root.at("/l").unwrap().span.of(text), "[1, true, null, {}]");
    assert_eq!(root.span.of(text), text);
}

#[test]
fn slips_are_explained_where_they_are() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        (
            "{\"a\": 1, // c\n\"b\": 2,}",
            &[("// c", "json-comment"), (",", "json-extra-comma")],
        ),
        (
            "{\"a\": 1, /* c\n */ \"b\": [1,2,],\n# d\n}",
            &[
                ("/* c\n */", "json-comment"),
                (",", "json-extra-comma"),
                (",", "json-extra-comma"),
                ("# d", "json-comment"),
            ],
        ),
        ("{\"a\": 1\n\"b\": 2}", &[("\"", "json-missing-comma")]),
        ("{\"a\": [1 2]}", &[("1 2", "json-unquoted-text")]),
        ("{\"a\": [\"x\" \"y\"]}", &[("\"", "json-missing-comma")]),
        (
            "{'a': 'x'}",
            &[("'a'", "json-single-quotes"), ("'x'", "json-single-quotes")],
        ),
        (
            "{“a”: “x”}",
            &[("“a”", "json-full-width-quotes"), ("“x”", "json-full-width-quotes")],
        ),
        ("{\"a\": \"x”,\n\"b\": 1}", &[("”", "json-full-width-quotes")]),
        (
            "{\"a\"：1，\"b\" = 2}",
            &[
                ("：", "json-other-colon"),
                ("，", "json-other-comma"),
                ("=", "json-other-colon"),
            ],
        ),
        (
            "{a: 1, title: \"x\"}",
            &[("a", "json-key-needs-quotes"), ("title", "json-key-needs-quotes")],
        ),
        (
            "{\"a\": 你好, \"d\": 2020-01-02}",
            &[("你好", "json-unquoted-text"), ("2020-01-02", "json-unquoted-text")],
        ),
        (
            "{\"a\": True, \"b\": None, \"c\": yes}",
            &[
                ("True", "json-word-case"),
                ("None", "json-no-such-word"),
                ("yes", "json-no-such-word"),
            ],
        ),
        (
            "{\"a\": 010, \"b\": .5, \"c\": 0xF}",
            &[
                ("010", "json-bad-number"),
                (".5", "json-bad-number"),
                ("0xF", "json-bad-number"),
            ],
        ),
        ("{\"a\": \"x,\n \"b\": 1}", &[("\"x", "json-unclosed-quote")]),
        ("{\"a\": \"C:\\data\"}", &[("\\d", "json-unknown-escape")]),
        ("{\"a\": \"x\ty\"}", &[("\t", "json-tab")]),
        ("{\"a\": 1", &[("{", "json-unclosed-bracket")]),
        ("{\"a\": [1, \"b\": 2}", &[("[", "json-unclosed-bracket")]),
        ("{\"a\": [1, 2}", &[("[", "json-unclosed-bracket")]),
        ("{\"a\": , \"b\": 1}", &[("\"a\"", "json-missing-value")]),
        ("{\"a\" 1}", &[("\"a\"", "json-missing-colon")]),
        ("{\"a\": 1, \"a\": 2}", &[("\"a\"", "yaml-duplicate-key")]),
        ("{\"a\":\u{3000}1}", &[("\u{3000}", "json-other-space")]),
        ("{,\"a\": 1}", &[(",", "json-extra-comma")]),
        ("{\"a\": ?}", &[("?", "json-unquoted-text")]),
    ];
    for (content, expected) in cases {
        let found = errors(content, Braces::Written);
        let found: Vec<(&str, &str)> = found.iter().map(|(span, key)| (span.as_str(), *key)).collect();
        assert_eq!(&found, expected, "{content}");
    }
    assert_eq!(errors("\"a\": 1,\n\"b\": 2\n", Braces::LeftOut), []);
    let told = |content| {
        errors(content, Braces::LeftOut)
            .into_iter()
            .map(|(_, key)| key)
            .collect::<Vec<_>>()
    };
    assert_eq!(told("\"a\": 1,\n"), ["json-extra-comma"]);
    assert_eq!(told("{\"a\": 1}\n"), ["json-braces-left-out"]);
    assert_eq!(told("\"a\": 1}\n"), ["json-invalid"]);
}

#[test]
fn hostile_documents_end_early() {
    for content in ["[".repeat(100_000), "{\"a\":".repeat(100_000), "[,".repeat(100_000)] {
        let content = format!("{{\"a\": {content}");
        let parsed = parse(&content, Span::new(0, content.len()), Braces::Written);
        assert!(!parsed.errors.is_empty() && parsed.errors.len() <= 50);
    }
    let many: String = (0..60_000).map(|index| format!("\"k{index}\": 1,")).collect();
    let many = format!("{{{}\"last\": 2}}", many);
    let parsed = parse(&many, Span::new(0, many.len()), Braces::Written);
    assert_eq!(parsed.node.unwrap().entries().len(), 60_001);
    for content in [
        "{\"a\": 'x', ".repeat(50_000),
        "{a: ".repeat(100_000),
        "{\"a\": //\n".repeat(100_000),
    ] {
        parse(&content, Span::new(0, content.len()), Braces::Written);
    }
}

mod properties {
    use proptest::prelude::*;
    use serde_json::Value as Json;

    use super::*;

    fn json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            (-1e300..1e300).prop_map(Json::from),
            ".{0,8}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec((".{0,4}", inner), 0..4).prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn written_json_reads_as_serde_json_reads_it(members in prop::collection::vec((".{0,4}", json()), 0..5)) {
            let value: Json = members.into_iter().collect();
            let indented = serde_json::to_string_pretty(&value).unwrap();
            for text in [indented, value.to_string()] {
                let parsed = parse(&text, Span::new(0, text.len()), Braces::Written);
                prop_assert_eq!(&parsed.errors, &[]);
                prop_assert_eq!(parsed.node.unwrap().to_json(Engine::Json), value.clone());
                let inside = Span::new(1, text.len() - 1);
                let parsed = parse(&text, inside, Braces::LeftOut);
                prop_assert_eq!(parsed.node.unwrap().to_json(Engine::Json), value.clone());
            }
        }

        #[test]
        fn any_text_is_read_or_refused_as_serde_json_does(inside in "([abtu\\-:\\[\\]{},'/\\\\ \n：，“”é键\u{0}\t019\\.eE+#]|true|\"|\"a\":){0,24}") {
            let text = format!("{{{inside}}}");
            let span = Span::new(0, text.len());
            let parsed = parse(&text, span, Braces::Written);
            let is_duplicate = |error: &SyntaxError| matches!(error.message, Message::Key("yaml-duplicate-key", _));
            let is_read = parsed.errors.iter().all(is_duplicate);
            prop_assert_eq!(is_read, serde_json::from_str::<Json>(&text).is_ok(), "{}", text);
            prop_assert_eq!(parsed.node.is_some(), is_read);
            for error in &parsed.errors {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}");
                prop_assert!(span.contains(error.span), "{error:?}");
            }
        }
    }
}

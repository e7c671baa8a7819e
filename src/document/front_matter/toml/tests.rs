use super::*;
use crate::dialect::Engine;

fn read(content: &str) -> (Parsed, String) {
    let text = format!("+++\n{content}\n+++\n");
    let parsed = parse(&text, Span::new(4, text.len() - 4));
    (parsed, text)
}

fn errors(content: &str) -> Vec<(String, &'static str)> {
    let (parsed, text) = read(content);
    let told = parsed.errors.into_iter().map(|error| match error.message {
        Message::Key(key, _) => (error.span.of(&text).to_owned(), key),
        Message::FromRule(..) | Message::Own(..) => unreachable!("syntax errors speak from our tables"),
    });
    told.collect()
}

fn json(content: &str) -> serde_json::Value {
    let (parsed, _) = read(content);
    assert_eq!(parsed.errors, [], "{content}");
    parsed.node.unwrap().to_json(Engine::Toml)
}

#[test]
fn values_of_every_kind_are_read() {
    let content = r#"
title = "外长\t会晤" # a comment
'quoted key' = 'C:\new'
"键" = """
第一行
第二行 \
   续"""
literal = '''it's'''
hex = 0xFF
octal = 0o17
binary = 0b11
thousand = 1_000
negative = -17
float = 6.02e2
infinite = -inf
date = 2022-12-13
time = 2022-12-13T08:30:00+08:00
spaced = 2022-12-13 08:30:00
draft = false
tags = ["一", 'two', # why
  "三",
]
a.b.c = 1
inline = { x = 1, "y z" = [1, { w = 2 }] }
[extra]
on = true
[extra.deep.er]
n = 1
[[extra.deep.list]]
name = "1"
[[extra.deep.list]]
name = "2"
[extra.deep.list.sub]
k = 3
"#;
    let expected = serde_json::json!({
        "title": "外长\t会晤", "quoted key": "C:\\new", "键": "第一行\n第二行 续", "literal": "it's",
        "hex": 255, "octal": 15, "binary": 3, "thousand": 1000, "negative": -17, "float": 602.0, "infinite": "-.inf",
        "date": "2022-12-13", "time": "2022-12-13T08:30:00+08:00", "spaced": "2022-12-13 08:30:00", "draft": false,
        "tags": ["一", "two", "三"], "a": { "b": { "c": 1 } }, "inline": { "x": 1, "y z": [1, { "w": 2 }] },
        "extra": { "on": true, "deep": { "er": { "n": 1 }, "list": [{ "name": "1" }, { "name": "2", "sub": { "k": 3 } }] } },
    });
    assert_eq!(json(content), expected);
}

#[test]
fn keys_and_values_know_their_places() {
    let (parsed, text) = read("a.'b c' = \"外\"\nl = [1, 2]\n[x.y]\nk = 2022-01-02\n[[z]]\nm = 1\n[[z]]\n");
    let root = parsed.node.unwrap();
    let at = |pointer: &str| root.at(pointer).unwrap().span.of(&text);
    let key = |pointer: &str| root.entry_at(pointer).unwrap().key.span.of(&text);
    assert_eq!(key("/a/b c"), "'b c'");
    assert_eq!(at("/a/b c"), "\"外\"");
    assert_eq!(at("/a"), "'b c' = \"外\"");
    assert_eq!(at("/l"), "[1, 2]");
    assert_eq!(at("/l/1"), "2");
    assert_eq!(key("/x"), "x");
    assert_eq!(at("/x/y"), "[x.y]\nk = 2022-01-02");
    assert_eq!(at("/x/y/k"), "2022-01-02");
    assert_eq!(at("/z"), "[[z]]\nm = 1\n[[z]]");
    assert_eq!(at("/z/1"), "[[z]]");
    assert_eq!(
        root.entry_at("/a/b c").unwrap().key.as_scalar().unwrap().style,
        Style::SingleQuoted
    );
}

#[test]
fn slips_are_explained_where_they_are() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("title = 你好", &[("你好", "toml-unquoted-text")]),
        ("title = news # c", &[("news", "toml-unquoted-text")]),
        ("title = foo, bar: “x” #", &[("foo, bar: “x”", "toml-unquoted-text")]),
        (
            "title: x\ndate: 2020-01-01",
            &[(":", "toml-colon"), (":", "toml-colon")],
        ),
        ("title：\"x\"", &[("：", "toml-full-width-colon")]),
        ("title ＝ \"x\"", &[("＝", "toml-full-width-equals")]),
        ("title = “你好”", &[("“你好”", "toml-full-width-quote")]),
        ("title = \"你好”", &[("”", "toml-full-width-quote")]),
        ("title = \"x\nb = 1", &[("\"x", "toml-unclosed-quote")]),
        ("title = 'x", &[("'x", "toml-unclosed-quote")]),
        ("title = '''x\ny", &[("'''x", "toml-unclosed-long-text")]),
        ("a = 1\na = 2", &[("a", "toml-duplicate-key")]),
        ("[a]\nb = 1\n[a]\nc = 1", &[("a", "toml-duplicate-table")]),
        ("a = 1\n[a]\nb = 1", &[("a", "toml-value-extended")]),
        ("[a]\nb = 1\n[[a]]", &[("a", "toml-table-extended")]),
        ("date = 2020-02-30", &[("2020-02-30", "toml-bad-date")]),
        ("date = 2020-1-2", &[("2020-1-2", "toml-bad-date")]),
        ("date = 2020/01/02", &[("2020/01/02", "toml-bad-date")]),
        ("date = 2020年1月2日", &[("2020年1月2日", "toml-bad-date")]),
        ("date = 2020-01-02 8:00", &[("2020-01-02 8:00", "toml-bad-date")]),
        ("p = \"C:\\data\"", &[("\\d", "toml-unknown-escape")]),
        ("p = \"\\文\"", &[("\\文", "toml-unknown-escape")]),
        ("p = \"\\u12\"", &[("\\u", "toml-unknown-escape")]),
        ("title = \"a\"b\"", &[("b\"", "toml-text-after-value")]),
        ("n = 1,000", &[(",000", "toml-text-after-value")]),
        ("title =\nb = 1", &[("title =", "toml-missing-value")]),
        ("title", &[("title", "toml-missing-equals")]),
        ("标题 = \"x\"", &[("标题", "toml-key-needs-quotes")]),
        ("a b = 1", &[("a b", "toml-key-needs-quotes")]),
        ("= 1", &[("= 1", "toml-missing-key")]),
        ("a == 1", &[("=", "toml-extra-equals")]),
        ("a = [1, 2\nb = 3", &[("[", "toml-unclosed-bracket")]),
        ("a = {b = 1\nc = 2", &[("{", "toml-unclosed-bracket")]),
        ("[extra\na = 1", &[("[", "toml-unclosed-bracket")]),
        ("[[x]\na=1", &[("[[", "toml-unclosed-bracket")]),
        ("a = [\"x\" \"y\"]", &[("\"", "toml-missing-comma")]),
        ("a = ['x'， 'y']", &[("，", "toml-full-width-comma")]),
        ("a = [1,,2]", &[(",", "toml-extra-comma")]),
        ("draft = True", &[("True", "toml-word-case")]),
        ("draft = yes", &[("yes", "toml-yes-no")]),
        ("x = null", &[("null", "toml-null")]),
        ("n = 010", &[("010", "toml-bad-number")]),
        ("n = 3号", &[("3号", "toml-unquoted-text")]),
        (
            "n = 99999999999999999999",
            &[("99999999999999999999", "toml-integer-too-large")],
        ),
        ("a = \"x\u{7}\"", &[("\u{7}", "yaml-control-character")]),
        ("正文。", &[("正文。", "toml-missing-equals")]),
    ];
    for (content, expected) in cases {
        let found = errors(content);
        let found: Vec<(&str, &str)> = found.iter().map(|(span, key)| (span.as_str(), *key)).collect();
        assert_eq!(&found, expected, "{content}");
    }
}

#[test]
fn the_first_of_two_keys_is_named() {
    let (parsed, text) = read("x = 1\n[a]\nx = 1\ny = { x = 1 }\nx = 2\n");
    let [error] = &parsed.errors[..] else {
        panic!("{:?}", parsed.errors)
    };
    let (first, _) = error.labels[0];
    assert_eq!(text[..first.start].matches('\n').count(), 3);
    assert_eq!(
        parsed.node.unwrap().at("/a/x").unwrap().span,
        Span::new(error.span.end + 3, error.span.end + 4)
    );
}

#[test]
fn hostile_documents_end_early() {
    let deep = format!("a = {}", "[".repeat(100_000));
    let dotted = format!("{} = 1", vec!["a"; 100_000].join("."));
    let header = format!("[{}]", vec!["a"; 100_000].join("."));
    let nested = format!("a = {}", "{a=[".repeat(100_000));
    for (content, least) in [(deep, 1), (dotted, 1), (header, 1), (nested, 1)] {
        let (parsed, _) = read(&content);
        assert!(parsed.errors.len() >= least);
        assert_eq!(parsed.node, None);
    }
    let mut many = String::new();
    for index in 0..60_000 {
        many.push_str(&format!("key{index} = 1\n"));
    }
    let (parsed, _) = read(&many);
    assert_eq!(parsed.node.unwrap().entries().len(), 60_000);
    assert_eq!(read(&"x".repeat(2 << 20)).0.errors.len(), 1);
    assert!(read(&"a = 1\n".repeat(100_000)).0.errors.len() <= 50);
    assert!(read(&"[[a]]\n[a.b]\n".repeat(50_000)).0.errors.is_empty());
}

mod properties {
    use proptest::prelude::*;
    use toml::Value as Toml;

    use super::*;
    use crate::document::node::{Typed, resolve};

    fn typed(node: &Node) -> Toml {
        match &node.value {
            Value::Sequence(items) => Toml::Array(items.iter().map(typed).collect()),
            Value::Mapping(entries) => {
                let entry = |entry: &crate::document::node::Entry| {
                    (entry.key.as_scalar().unwrap().text.clone(), typed(&entry.value))
                };
                Toml::Table(entries.iter().map(entry).collect())
            }
            Value::Scalar(scalar) => match resolve(scalar, Engine::Toml) {
                Typed::String(text) => Toml::String(text),
                Typed::Bool(value) => Toml::Boolean(value),
                Typed::Integer(value) => Toml::Integer(value),
                Typed::Float(value) => Toml::Float(value),
                Typed::Timestamp(text) => Toml::Datetime(text.parse().unwrap()),
                Typed::Null => unreachable!("TOML has no null"),
            },
        }
    }

    fn key() -> impl Strategy<Value = String> {
        let keys = ["a", "b", "c", "'a'", "\"d e\"", "\"键\\t\"", "1", "-"];
        prop::sample::select(keys.to_vec()).prop_map(str::to_owned)
    }

    fn path() -> impl Strategy<Value = String> {
        prop::collection::vec(key(), 1..4).prop_map(|keys| keys.join(" . "))
    }

    fn value() -> impl Strategy<Value = String> {
        let number = any::<i64>().prop_map(|number| number.to_string());
        let float = any::<f64>()
            .prop_filter("no nan", |float| !float.is_nan())
            .prop_map(|float| format!("{float:?}"));
        let text = "[^\"\\\\\\p{Cc}]{0,6}".prop_map(|text| format!("\"{text}\""));
        let odd = [
            "true",
            "false",
            "inf",
            "-inf",
            "+1_000",
            "0xdead_beef",
            "0o17",
            "0b101",
            "1e5",
            "-0.0",
            "+0",
            "6.02_1E+2",
            "1979-05-27",
            "1979-05-27T07:32:00Z",
            "1979-05-27 07:32:00.999-07:00",
            "1979-05-27t07:32:00",
            "07:32:00",
            "2021-02-29",
            "2024-02-29",
            "25:00:00",
            "010",
            "1__0",
            "1.",
            "0x",
            "9223372036854775808",
            "True",
            "text",
            "''",
            "'C:\\x'",
            "\"\\u5916\\t\\\"\"",
            "\"\"\"\n外\\\n   长\n\"\"\"",
            "'''\nit's'''",
            "\"\"\"\"a\"\"\"\"",
        ];
        let leaf = prop_oneof![
            number,
            float,
            text,
            prop::sample::select(odd.to_vec()).prop_map(str::to_owned)
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let array = prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[ {}\n]", items.join(", # c\n  ")));
            let table = prop::collection::vec((path(), inner), 0..3).prop_map(|members| {
                let members: Vec<String> = members.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{{ {} }}", members.join(", "))
            });
            prop_oneof![array, table]
        })
    }

    fn statement() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => (path(), value()).prop_map(|(path, value)| format!("{path} = {value}")),
            2 => path().prop_map(|path| format!("[{path}]")),
            2 => path().prop_map(|path| format!("[[{path}]] # 注")),
            1 => Just(String::new()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn written_toml_reads_as_the_crate_reads_it(statements in prop::collection::vec(statement(), 0..8), end in prop::sample::select(vec!["\n", "\r\n"])) {
            let content = statements.join("\n").replace('\n', end);
            let parsed = parse(&content, Span::new(0, content.len()));
            let is_extended = |error: &SyntaxError| matches!(error.message, Message::Key("toml-table-extended", _));
            match content.parse::<toml::Table>() {
                // The crate lets dotted keys go on in the last table of an array, which TOML forbids.
                Ok(_) if !parsed.errors.is_empty() && parsed.errors.iter().all(is_extended) => {}
                Ok(table) => {
                    prop_assert_eq!(&parsed.errors, &[], "{}", content);
                    prop_assert_eq!(typed(&parsed.node.unwrap()), Toml::Table(table), "{}", content);
                }
                Err(error) => prop_assert!(!parsed.errors.is_empty(), "{content}\n{error}"),
            }
        }

        #[test]
        fn any_text_is_read_or_refused_as_the_crate_does(content in "([abx\\.\\-=\\[\\]{},\"'#\\\\ \n：＝“”é键\u{0}\r01_:TZ]|true|\"\"\"|''' ?){0,30}") {
            let text = format!("前{content}后");
            let span = Span::new(3, text.len() - 3);
            let parsed = parse(&text, span);
            let is_read = content.parse::<toml::Table>().is_ok();
            prop_assert_eq!(parsed.errors.is_empty(), is_read, "{}", content);
            for error in &parsed.errors {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}");
                prop_assert!(span.contains(error.span), "{error:?}");
            }
            let mut open: Vec<&Node> = parsed.node.iter().collect();
            while let Some(node) = open.pop() {
                prop_assert!(text.get(node.span.start..node.span.end).is_some());
                open.extend(node.items());
                for entry in node.entries() {
                    prop_assert!(node.span.contains(entry.key.span.cover(entry.value.span)), "{node:?}");
                    open.extend([&entry.key, &entry.value]);
                }
            }
        }
    }
}

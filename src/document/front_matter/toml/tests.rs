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

use std::fmt::Write as _;

use super::*;
use crate::document::node::Value;

fn read(text: &str) -> Parsed {
    parse(text, Span::new(0, text.len()))
}

/// The tree with the bytes of every span.
fn shown(text: &str) -> String {
    fn write(node: &Node, text: &str, out: &mut String) {
        let _ = write!(out, "<{}>", node.span.of(text).replace('\n', "⏎"));
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => {
                out.push('[');
                items.iter().for_each(|item| write(item, text, out));
                out.push(']');
            }
            Value::Mapping(entries) => {
                out.push('{');
                for entry in entries {
                    write(&entry.key, text, out);
                    out.push(':');
                    write(&entry.value, text, out);
                }
                out.push('}');
            }
        }
    }
    let mut out = String::new();
    if let Some(node) = read(text).node {
        write(&node, text, &mut out);
    }
    out
}

fn keys(text: &str) -> Vec<(&'static str, Span)> {
    read(text)
        .errors
        .into_iter()
        .filter_map(|error| match error.message {
            Message::Key(key, _) => Some((key, error.span)),
            Message::FromRule(..) | Message::Own(..) => None,
        })
        .collect()
}

#[test]
fn spans_are_bytes_and_end_with_their_last_child() {
    assert_eq!(
        shown("\u{FEFF}标题: '外长'\r\n标签:\r\n  - 一 # x\r\n  - [二, 三 ]\r\n\r\n"),
        "<标题: '外长'\r⏎标签:\r⏎  - 一 # x\r⏎  - [二, 三 ]>{<标题>:<'外长'><标签>:<- 一 # x\r⏎  - [二, 三 ]>[<一><[二, 三 ]>[<二><三>]]}"
    );
}

#[test]
fn block_scalars_begin_with_their_indicator() {
    assert_eq!(
        shown("a: |2-\n   外\n  b\n\n\nc: !!str # | no\n  >\n  d\n"),
        "<a: |2-⏎   外⏎  b⏎⏎⏎c: !!str # | no⏎  >⏎  d>{<a>:<|2-⏎   外⏎  b><c>:<>⏎  d>}"
    );
}

#[test]
fn absent_values_stand_after_their_colon() {
    let text = "a:\nb: # x\n\"c\" :\n";
    let parsed = read(text);
    let ends: Vec<Span> = parsed
        .node
        .unwrap()
        .entries()
        .iter()
        .map(|entry| entry.value.span)
        .collect();
    assert_eq!(ends, [Span::empty(2), Span::empty(5), Span::empty(15)]);
}

#[test]
fn aliases_are_copies_at_the_place_of_the_alias() {
    assert_eq!(
        shown("a: &x [1]\nb: *x\n"),
        "<a: &x [1]⏎b: *x>{<a>:<[1]>[<1>]<b>:<*x>[<*x>]}"
    );
}

#[test]
fn bad_aliases_are_errors_and_the_rest_is_read() {
    let text = "a: &x\n  b: *x\nc: *y\nd: 1\n";
    assert_eq!(
        keys(text),
        [
            ("yaml-alias-to-itself", Span::new(11, 13)),
            ("yaml-unknown-alias", Span::new(17, 19))
        ]
    );
    assert_eq!(read(text).node.unwrap().at("/d").unwrap().span.of(text), "1");
}

#[test]
fn a_comment_may_follow_a_quote_or_bracket_at_once() {
    let text = "a: \"b\"# c: d\ne: [f]#\ng: 'h'#i";
    assert_eq!(keys(text), []);
    assert_eq!(read(text).node.unwrap().at("/e/0").unwrap().span.of(text), "f");
    assert_eq!(
        keys("a: \"b\"#c\nd: e: f\n"),
        [("yaml-colon-in-value", Span::new(12, 16))]
    );
}

#[test]
fn tags_are_resolved() {
    let text =
        "%TAG !e! tag:example.com,2000:\n---\n- !!str 1\n- !local 2\n- !e!x 3\n- !<tag:yaml.org,2002:int> 4\n- ! 5\n";
    let node = read(text).node.unwrap();
    let tags: Vec<&str> = node
        .items()
        .iter()
        .map(|item| item.as_scalar().unwrap().tag.as_ref().unwrap().0.as_str())
        .collect();
    assert_eq!(
        tags,
        [
            "tag:yaml.org,2002:str",
            "!local",
            "tag:example.com,2000:x",
            "tag:yaml.org,2002:int",
            "!"
        ]
    );
}

#[test]
fn an_alias_bomb_costs_nothing_and_is_one_error() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{items}]");
    }
    let begun = std::time::Instant::now();
    let errors = keys(&text);
    assert!(begun.elapsed().as_millis() < 500);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].0, "yaml-alias-budget");
    assert!(errors[0].1.of(&text).starts_with("*a"));
}

#[test]
fn aliases_do_not_deepen_the_tree_without_bound() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..100 {
        let _ = writeln!(
            text,
            "a{level}: &a{level} {}*a{}{}",
            "[".repeat(20),
            level - 1,
            "]".repeat(20)
        );
    }
    assert!(keys(&text).iter().any(|(key, _)| *key == "yaml-too-deep"));
}

#[test]
fn depth_is_limited() {
    for text in [
        "[".repeat(100_000),
        "- ".repeat(100_000),
        "{a: ".repeat(100_000),
        "? ".repeat(100_000),
    ] {
        assert_eq!(read(&text).errors.len(), 1);
    }
}

#[test]
fn duplicate_keys_name_the_first() {
    let text = "a: 1\nb: {x: 1, 'x': 2}\n\"a\": 3\n<<: {}\n<<: {}\n1: x\n'1': y\n";
    let errors = read(text).errors;
    let places: Vec<(&str, usize, usize)> = errors
        .iter()
        .map(|error| (error.span.of(text), error.span.start, error.labels[0].0.start))
        .collect();
    assert_eq!(places, [("'x'", 15, 9), ("\"a\"", 23, 0)]);
}

#[test]
fn a_second_document_is_an_error() {
    assert_eq!(
        keys("a: b\n---\nc: d\n"),
        [("yaml-several-documents", Span::new(9, 13))]
    );
}

#[test]
fn large_files_take_linear_time() {
    let mut text = String::new();
    for number in 0..50_000 {
        let _ = writeln!(text, "key{number}: 值");
    }
    text.push_str("a: [");
    text.push_str(&"x, ".repeat(100_000));
    text.push(']');
    let begun = std::time::Instant::now();
    assert_eq!(read(&text).errors, []);
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn broken_lines_take_linear_time() {
    let filler = "key: 值\n".repeat(10_000);
    for text in [
        "title: @x\n".repeat(20_000),
        "title: \"x\n".repeat(20_000),
        "title: [x\n".repeat(20_000),
        "a: \"x\nb: y\"\n".repeat(10_000),
        format!("title: @x\n{filler}"),
        format!("title: @x\n  {}", filler.replace('\n', "\n  ")),
        format!("a: {}b: c: d\n", "\"x\"#\ny: ".repeat(20_000)),
        format!("a: {}", "\t\n".repeat(50_000)),
        format!("a:\n{}", "\t- b\n".repeat(20_000)),
        format!("a: \"{}\"", "\\d".repeat(50_000)),
        format!("a: {}", "x: ".repeat(50_000)),
        format!("a:{}", "*x ".repeat(50_000)),
        format!("a:\n{}", "- *x\n".repeat(20_000)),
        format!("a: x{}", "\u{8}".repeat(50_000)),
        format!("a: {}", "[".repeat(100_000)),
        "a：b\n".repeat(20_000),
    ] {
        let begun = std::time::Instant::now();
        read(&text);
        assert!(begun.elapsed().as_secs() < 5, "{:?}", text.get(..20));
    }
}

#[test]
fn what_no_one_wrote_is_not_read() {
    let text = format!("title: x\n{}", "a: b\n".repeat(300_000));
    assert_eq!(keys(&text), [("yaml-too-large", Span::new(0, 8))]);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn assert_nested(node: &Node, parent: Span, text: &str) -> Result<(), TestCaseError> {
        prop_assert!(text.get(node.span.start..node.span.end).is_some(), "{:?}", node.span);
        prop_assert!(parent.contains(node.span), "{:?} in {parent:?}", node.span);
        for item in node.items() {
            assert_nested(item, node.span, text)?;
        }
        for entry in node.entries() {
            assert_nested(&entry.key, node.span, text)?;
            assert_nested(&entry.value, node.span, text)?;
        }
        Ok(())
    }

    /// Text that is often YAML.
    fn yaml_like() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a", "外长", "b c", ":", ": ", "- ", "? ", "\n", "\r\n", "\r", "  ", " ", "\t", "[", "]", "{", "}", ", ",
            "\"", "'", "|", "|+\n", ">-\n", "&x ", "*x", "!!str ", "! ", "#", " # c", "<<: ", "---\n", "...\n", "%",
            "~", "\u{0}", "\u{FEFF}", "\u{85}", "😀", "\\",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn spans_nest_and_lie_on_character_boundaries(before in "[-外\n]{0,3}", text in yaml_like(), after in "[外\n]{0,2}") {
            let whole = format!("{before}{text}{after}");
            let span = Span::new(before.len(), before.len() + text.len());
            let parsed = parse(&whole, span);
            if let Some(node) = &parsed.node {
                assert_nested(node, span, &whole)?;
            }
            for error in &parsed.errors {
                prop_assert!(whole.get(error.span.start..error.span.end).is_some(), "{error:?}");
                prop_assert!(span.contains(error.span), "{error:?}");
            }
        }

        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            read(&text);
        }
    }
}

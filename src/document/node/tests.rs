use serde_json::json;

use super::*;
use crate::dialect::Engine;
use crate::document::front_matter::yaml;

fn node(text: &str) -> Node {
    let parsed = yaml::parse(text, Span::new(0, text.len()));
    parsed.node.unwrap_or_else(|| panic!("{:?}", parsed.errors))
}

#[test]
fn pointers_find_values_and_keys() {
    let text = "标签: [一, {a/b: 1, m~n: 2}]\nx: 1\nx: 2\n? [y]\n: 3\n'': 4\n";
    let node = node(text);
    let at = |pointer: &str| node.at(pointer).map(|node| node.span.of(text));
    assert_eq!(at(""), Some(text.trim_end()));
    assert_eq!(at("/标签/0"), Some("一"));
    assert_eq!(at("/标签/1/a~1b"), Some("1"));
    assert_eq!(at("/标签/1/m~0n"), Some("2"));
    assert_eq!(at("/x"), Some("2"));
    assert_eq!(at("/"), Some("4"));
    for absent in ["/y", "/标签/2", "/标签/-", "/x/0", "x"] {
        assert_eq!(at(absent), None, "{absent}");
    }
    let key = |pointer: &str| node.entry_at(pointer).map(|entry| entry.key.span.of(text));
    assert_eq!(key("/标签/1/a~1b"), Some("a/b"));
    assert_eq!(key("/标签/0"), None);
    assert_eq!(key(""), None);
    assert_eq!(pointer_join("/a", "b/c~d"), "/a/b~1c~0d");
}

#[test]
fn json_is_what_the_engine_loads() {
    let text = "base: &b {x: 1, y: yes}\nuse:\n  <<: *b\n  x: 2\nn: .inf\nd: 2022-12-13\nx: 1\nx: 010\n1: a\n";
    let node = node(text);
    assert_eq!(
        node.to_json(Engine::SafeYaml),
        json!({"base": {"x": 1, "y": true}, "use": {"x": 2, "y": true}, "n": ".inf", "d": "2022-12-13", "x": 8, "1": "a"})
    );
    assert_eq!(
        node.to_json(Engine::Core12)["use"],
        json!({"<<": {"x": 1, "y": "yes"}, "x": 2})
    );
}

#[test]
fn the_first_of_several_merged_mappings_wins() {
    let node = node("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b]\n");
    assert_eq!(node.to_json(Engine::JsYaml4)["c"], json!({"x": 1, "y": 2}));
}

mod properties {
    use proptest::prelude::*;
    use serde_yaml::Value as Yaml;

    use super::*;

    /// Line ends to libyaml, which reads YAML 1.1; characters like others in
    /// YAML 1.2 (section 5.4) and to our parser.
    const OLD_LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

    /// Our value in the words of the other reader.
    fn to_yaml(node: &Node) -> Yaml {
        match &node.value {
            Value::Scalar(scalar) => match resolve(scalar, Engine::Core12) {
                Typed::Null => Yaml::Null,
                Typed::Bool(value) => Yaml::Bool(value),
                Typed::Integer(value) => Yaml::Number(value.into()),
                Typed::Float(value) => Yaml::Number(value.into()),
                Typed::Timestamp(text) | Typed::String(text) => Yaml::String(text),
            },
            Value::Sequence(items) => Yaml::Sequence(items.iter().map(to_yaml).collect()),
            Value::Mapping(entries) => Yaml::Mapping(
                entries
                    .iter()
                    .map(|entry| (to_yaml(&entry.key), to_yaml(&entry.value)))
                    .collect(),
            ),
        }
    }

    fn value() -> impl Strategy<Value = Yaml> {
        let scalar = prop_oneof![
            Just(Yaml::Null),
            any::<bool>().prop_map(Yaml::Bool),
            any::<i64>().prop_map(|number| Yaml::Number(number.into())),
            prop::num::f64::NORMAL.prop_map(|number| Yaml::Number(number.into())),
            any::<String>()
                .prop_filter("line ends of YAML 1.1 alone", |text| !text.contains(OLD_LINE_ENDS))
                .prop_map(Yaml::String),
            "[-a-z0-9:# '\"外\\n.~+_&*!|>%@,\\[\\]{}]{0,12}".prop_map(Yaml::String),
        ];
        scalar.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Yaml::Sequence),
                prop::collection::hash_map("[a-z外 ]{1,5}", inner, 0..5).prop_map(|members| {
                    Yaml::Mapping(
                        members
                            .into_iter()
                            .map(|(key, value)| (Yaml::String(key), value))
                            .collect(),
                    )
                }),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        /// What serde_yaml writes, both read alike.
        #[test]
        fn written_yaml_reads_as_serde_yaml_reads_it(value in value()) {
            let text = serde_yaml::to_string(&value).unwrap();
            let oracle: Yaml = serde_yaml::from_str(&text).unwrap();
            let parsed = yaml::parse(&text, Span::new(0, text.len()));
            prop_assert_eq!(&parsed.errors, &[]);
            prop_assert_eq!(parsed.node.as_ref().map(to_yaml), Some(oracle), "{}", text);
        }

        /// What people write: where serde_yaml reads it too, it reads the same.
        #[test]
        fn loose_yaml_reads_as_serde_yaml_reads_it(
            lines in prop::collection::vec("[a-z]{1,3}: (|[a-z]{1,4}|true|No|~|1.5|-7|0x1F|0o17|1e3|'a''b'|\"x\\\\ny\"|\\[a, 1, \\]|\\{a: b, c: 2\\}|\\|\n  外\n   b|>-\n  c\n  d|\n  - 1\n  - x: y\n    z: 2|&q w) {0,2}(| # c)", 0..8)
        ) {
            let text = lines.join("\n");
            if let Ok(oracle) = serde_yaml::from_str::<Yaml>(&text) {
                let parsed = yaml::parse(&text, Span::new(0, text.len()));
                prop_assert_eq!(&parsed.errors, &[], "{}", text);
                let ours = parsed.node.as_ref().map_or(Yaml::Null, to_yaml);
                prop_assert_eq!(ours, oracle, "{}", text);
            }
        }
    }
}

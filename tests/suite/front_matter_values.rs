//! Front matter has the values that serde_yaml reads, on real posts and on
//! generated ones: to its own rules exactly, and to those of YAML 1.2 but for
//! the differences that are listed here.

use std::cell::Cell;

use kanwu::dialect::{Dialect, Engine};
use kanwu::document::Document;
use kanwu::document::front_matter::Format;
use kanwu::document::node::{Node, Scalar, Style, Typed, Value, resolve};
use kanwu::text::{FilePath, Source};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_yaml::Value as Yaml;

use crate::shared;

/// Where serde_yaml leaves the core schema of YAML 1.2 (section 10.3.2): plain
/// numbers with a zero before other digits are text, prefixes may have a sign,
/// there is one for binary, and what is too large for a float is text.
fn is_known_to_differ(scalar: &Scalar) -> bool {
    let digits = scalar.text.trim_start_matches(['+', '-']);
    let is_number = digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_leading_zero = is_number && digits.starts_with('0');
    let is_signed = digits.len() < scalar.text.len();
    let is_prefixed = digits.starts_with("0b") || (is_signed && (digits.starts_with("0x") || digits.starts_with("0o")));
    let is_too_large = digits.parse::<f64>().is_ok_and(f64::is_infinite);
    scalar.style == Style::Plain && (has_leading_zero || is_prefixed || is_too_large)
}

/// Our value in the words of the other reader.
fn to_yaml(node: &Node, engine: Engine) -> Yaml {
    let typed = |scalar: &Scalar| match engine {
        Engine::Core12 if is_known_to_differ(scalar) => resolve(scalar, Engine::SerdeYaml),
        _ => resolve(scalar, engine),
    };
    match &node.value {
        Value::Scalar(scalar) => match typed(scalar) {
            Typed::Null => Yaml::Null,
            Typed::Bool(value) => Yaml::Bool(value),
            Typed::Integer(value) => Yaml::Number(value.into()),
            Typed::Float(value) => Yaml::Number(value.into()),
            Typed::Timestamp(text) | Typed::String(text) => Yaml::String(text),
        },
        Value::Sequence(items) => Yaml::Sequence(items.iter().map(|item| to_yaml(item, engine)).collect()),
        Value::Mapping(entries) => {
            let pairs = entries
                .iter()
                .map(|entry| (to_yaml(&entry.key, engine), to_yaml(&entry.value, engine)));
            Yaml::Mapping(pairs.collect())
        }
    }
}

/// Numbers beyond 64 bits, which we keep as floats and the other does not, or
/// keeps without a sign.
fn without_large_numbers(value: Yaml) -> Yaml {
    match value {
        Yaml::Number(number) if number.as_i64().is_none() && number.as_u64().is_some() => {
            Yaml::Number(number.as_f64().unwrap().into())
        }
        Yaml::Sequence(items) => items.into_iter().map(without_large_numbers).collect(),
        Yaml::Mapping(entries) => {
            let pairs = entries
                .into_iter()
                .map(|(key, value)| (without_large_numbers(key), without_large_numbers(value)));
            Yaml::Mapping(pairs.collect())
        }
        other => other,
    }
}

/// Compares the front matter of a text, if it is YAML that the other reads
/// too; says whether it did, or what differs.
fn compare(text: String) -> Result<bool, String> {
    let source = Source::from_text(FilePath::new("post.md"), text);
    let document = Document::new(&source, Dialect::GFM, Engine::Core12);
    let front_matter = document.front_matter();
    if front_matter.format != Some(Format::Yaml) {
        return Ok(false);
    }
    let Ok(theirs) = serde_yaml::from_str::<Yaml>(front_matter.content.of(&source.text)) else {
        return Ok(false);
    };
    let Some(node) = front_matter.node.as_ref().filter(|_| front_matter.errors.is_empty()) else {
        return Err(format!("not read by us: {:?}", front_matter.errors));
    };
    let theirs = match theirs {
        Yaml::Null => Yaml::Mapping(serde_yaml::Mapping::new()),
        other => without_large_numbers(other),
    };
    for engine in [Engine::SerdeYaml, Engine::Core12] {
        let ours = to_yaml(node, engine);
        if ours != theirs {
            return Err(format!("by {engine:?}: {ours:?}\nnot: {theirs:?}"));
        }
    }
    Ok(true)
}

#[test]
fn front_matter_of_real_posts_reads_as_serde_yaml_reads_it() {
    let Some(folder) = shared::folder("posts") else {
        return;
    };
    let mut compared = 0;
    for path in shared::files_below(&folder) {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        match compare(text) {
            Ok(did) => compared += usize::from(did),
            Err(difference) => panic!("{}: {difference}", path.display()),
        }
    }
    assert!(compared > 200, "only {compared} were compared");
}

/// A value on one line, or on lines of its own below its key.
fn value() -> impl Strategy<Value = String> {
    let scalars: Vec<&str> = include_str!("../engines/scalars.txt")
        .lines()
        .filter(|scalar| !scalar.starts_with('!'))
        .collect();
    let number = "[-+]?(0[xob])?[0-9]{0,4}[._:,eE]?[-+]?[0-9a-f]{0,4}";
    let item = prop_oneof![
        prop::sample::select(scalars),
        prop::sample::select(vec![
            "北京",
            "'a: b'",
            "\"x\\ny\\u4e00\"",
            "*here",
            "&here 1",
            "a  b",
            "'it''s'"
        ]),
    ];
    let item = prop_oneof![3 => item.prop_map(str::to_owned), 2 => number];
    let flow = "[-+]?[0-9]{1,3}[.]?[0-9]{0,2}|[a-z北]{1,4}|'[a-z, ]{0,4}'|true|~";
    prop_oneof![
        4 => item.clone(),
        1 => prop::collection::vec(flow, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
        1 => prop::collection::vec(flow, 0..3).prop_map(|items| {
            let pairs: Vec<String> = items.iter().enumerate().map(|(at, item)| format!("f{at}: {item}")).collect();
            format!("{{ {} }}", pairs.join(", "))
        }),
        1 => prop::collection::vec(item.clone(), 1..4).prop_map(|items| {
            items.iter().fold(String::new(), |list, item| format!("{list}\n  - {item}"))
        }),
        1 => prop::collection::vec(item, 1..4).prop_map(|items| {
            let pairs = items.iter().enumerate();
            pairs.fold(String::new(), |map, (at, item)| format!("{map}\n  n{at}: {item}"))
        }),
        1 => "[|>][-+]?\n(  [a-z外 ]{0,5}\n){0,3}",
    ]
}

fn post() -> impl Strategy<Value = String> {
    prop::collection::vec((value(), "( # [a-z]{1,3})?"), 0..6).prop_map(|values| {
        let pairs = values.iter().enumerate();
        let lines = pairs.map(|(at, (value, comment))| match value.contains('\n') {
            true => format!("k{at}: {value}\n"),
            false => format!("k{at}: {value}{comment}\n"),
        });
        let lines: String = lines.collect();
        format!("---\n{lines}---\n正文\n")
    })
}

/// Of the generated posts the other reader must take most.
#[test]
fn ten_thousand_front_matters_read_as_serde_yaml_reads_them() {
    const CASES: u32 = 10_000;
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(CASES)
    });
    let compared = Cell::new(0);
    let result = runner.run(&post(), |text| match compare(text.clone()) {
        Ok(did) => {
            compared.set(compared.get() + u32::from(did));
            Ok(())
        }
        Err(difference) => Err(TestCaseError::fail(format!("{text}\n{difference}"))),
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    let compared = compared.get();
    assert!(compared > CASES / 2, "only {compared} were compared");
}

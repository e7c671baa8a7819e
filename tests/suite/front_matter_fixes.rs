//! Fixes of front matter that can be read: they come to rest, and change what
//! they say they change.

use kanwu::diagnostic::{Applicability, RuleId};
use kanwu::dialect::Engine;
use kanwu::document::front_matter;
use kanwu::fact::Answers;
use kanwu::fix::fix;
use kanwu::lint::{Enabled, Project, lint};
use kanwu::registry::Registry;
use kanwu::schema::Schema;
use kanwu::text::{FilePath, Source};
use proptest::prelude::*;

const SCHEMA: &str = r#"{
    "properties": {
        "layout": {}, "title": { "type": "string" }, "date": { "format": "date" }, "tags": { "type": "array" },
        "author": { "required": ["name"] }
    },
    "required": ["layout", "title", "date", "tags"]
}"#;

/// Entries in YAML, with what stands round them.
const ENTRIES: [&str; 14] = [
    "tags: [a, &x b]",
    "tags:\n- a\n  # b\n- c",
    "author: { url: x }",
    "author:\n  url: x",
    "# kanwu-ignore title-entity: x\n\ndate: 2024-03-05",
    "date: 2024/3/5 # c",
    "date: '2024年3月5日'",
    "layout: |\n  # a\n\n  b\n",
    "layout: >-\n  a",
    "other: *x",
    "\n# d\n\n# e\nother: \"f\n  g\"",
    "x: &x 1",
    "? y\n: z",
    "<<: { a: 1 }",
];

fn title() -> impl Strategy<Value = String> {
    let part = prop::sample::select(
        &[
            "&amp;",
            "&quot;",
            "&#39;",
            "&amp;quot;",
            "&hellip;",
            "&#58;",
            "&lt;",
            "&#35;",
            "甲",
            "b",
            " ",
            ",",
            "copy",
            "3",
        ][..],
    );
    let text = prop::collection::vec(part, 1..7).prop_map(|parts| parts.concat());
    let quotes = prop::sample::select(&["", "'", "\""][..]);
    (text, quotes).prop_map(|(text, quote)| format!("title: {quote}{text}{quote}"))
}

fn block() -> impl Strategy<Value = String> {
    let entry = prop::sample::select(&ENTRIES[..]).prop_map(str::to_owned);
    let entries = prop::collection::vec(prop_oneof![3 => entry, 1 => title()], 0..6);
    (entries, prop::sample::select(&["\n", "\r\n"][..])).prop_map(|(entries, end)| {
        let lines: String = entries.iter().map(|entry| format!("{entry}\n")).collect();
        format!("---\n{lines}---\n# 题\n").replace('\n', end)
    })
}

/// Parts of JSON, and of what people write for it.
const JSON: [&str; 26] = [
    ",",
    "，",
    ",\n",
    "\n",
    " ",
    ":",
    "：",
    "=",
    "\"b\"",
    "'c'",
    "“d”",
    "\"e”",
    "f",
    "2022-12-13",
    "1",
    "true",
    "True",
    "[",
    "]",
    "{",
    "}",
    "\\",
    "'it's'",
    "\n\"g\": ",
    "\n'h': ",
    "\n#i",
];

thread_local! {
    static SYNTAX: Project =
        Project::new(Registry::built_in(), Enabled::Only(RuleId::new("front-matter-syntax")), None);
    static PROJECTS: Vec<Project> = ["title-entity", "key-order", "missing-key", "wrong-format", "ambiguous-scalar"]
        .into_iter()
        .map(|rule| {
            let mut project = Project::new(Registry::built_in(), Enabled::Only(RuleId::new(rule)), None);
            project.apply_schema_everywhere(Schema::from_text(SCHEMA).expect("the schema is sound"));
            project
        })
        .collect();
}

fn fixed(project: &Project, text: &str, most: Applicability) -> String {
    let source = Source::from_text(FilePath::new("_posts/2024-03-05-x.md"), text.to_owned());
    fix(source, project, &Answers::default(), most).source.text
}

/// The entries at the top, but for some, by their keys.
fn values(text: &str, but: &[&str]) -> Option<Vec<(String, serde_json::Value)>> {
    let root = front_matter::find(text).node?;
    let serde_json::Value::Object(entries) = root.to_json(Engine::SafeYaml) else {
        return None;
    };
    let mut entries: Vec<_> = entries
        .into_iter()
        .filter(|(key, _)| !but.contains(&key.as_str()))
        .collect();
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    Some(entries)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn fixes_come_to_rest_and_leave_other_values(text in block()) {
        PROJECTS.with(|projects| -> Result<(), TestCaseError> {
            for (project, changed) in projects.iter().zip([&["title"][..], &[], &["layout", "title", "date", "tags", "author"], &["date"], &["title", "x"]]) {
                for most in [Applicability::Safe, Applicability::Unsafe] {
                    let once = fixed(project, &text, most);
                    prop_assert_eq!(&fixed(project, &once, most), &once);
                    if once != text {
                        prop_assert!(values(&text, changed).is_some(), "{}", text);
                        prop_assert_eq!(values(&once, changed), values(&text, changed), "{}", once);
                        prop_assert_eq!(once.contains("\r\n"), text.contains("\r\n"));
                        let comments = |text: &str| text.matches('#').count();
                        let is_decoding = changed == ["title"];
                        prop_assert!(is_decoding || comments(&once) == comments(&text), "{}", once);
                    }
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn keys_that_were_added_are_not_missing(text in block()) {
        PROJECTS.with(|projects| -> Result<(), TestCaseError> {
            let project = &projects[2];
            let once = fixed(project, &text, Applicability::Unsafe);
            let source = Source::from_text(FilePath::new("_posts/2024-03-05-x.md"), once.clone());
            let left = lint(&source, project, &Answers::default()).diagnostics;
            let has_fix = left.iter().any(|diagnostic| diagnostic.fix.is_some());
            prop_assert!(!has_fix, "{}", once);
            let found = front_matter::find(&text);
            let is_plain = !text.contains("? y") && found.errors.is_empty() && found.node.is_some();
            prop_assert!(!is_plain || left.is_empty(), "{}", once);
            Ok(())
        })?;
    }

    #[test]
    fn broken_json_is_mended_to_a_fixed_point(parts in prop::collection::vec(prop::sample::select(&JSON[..]), 0..10), opening in prop::sample::select(&["{\n\"a\": 1", ";;;\n\"a\": 1"][..])) {
        let closing = if opening.starts_with('{') { "\n}" } else { "\n;;;" };
        let text = format!("{opening}{}{closing}\n# 题\n", parts.concat());
        SYNTAX.with(|project| -> Result<(), TestCaseError> {
            for most in [Applicability::Safe, Applicability::Unsafe] {
                let once = fixed(project, &text, most);
                prop_assert_eq!(&fixed(project, &once, most), &once);
                prop_assert!(front_matter::find(&once).errors.len() <= front_matter::find(&text).errors.len(), "{}", once);
                prop_assert!(once.ends_with("\n# 题\n"), "{}", once);
            }
            Ok(())
        })?;
    }
}

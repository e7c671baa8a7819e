//! Fixes of front matter that can be read: they come to rest, and change what
//! they say they change.

use kanwu::diagnostic::{Applicability, Change, RuleId};
use kanwu::dialect::Engine;
use kanwu::document::front_matter;
use kanwu::fact::Answers;
use kanwu::fix::{apply, fix, lint_and_prove};
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

/// Keys that no rule knows, whose values every fix must leave.
const KEPT: [&str; 5] = [
    "kept-1: [甲, \"b\"]",
    "kept-2: { a: '1' } # c",
    "kept-3: |\n  Title: x\n\n  # d",
    "kept-4:\n  - e: [f]",
    "kept-5: \"g\\nh\"",
];

/// Slips of keys and of YAML, some of them of one key.
const SLIPS: [&str; 14] = [
    "Title: a",
    "titel: b",
    "Layout: post",
    "layuot: page",
    "tag: x",
    "Tags: [a，b]",
    "tags: 甲，乙",
    "date：2024-03-05",
    "title: a: b",
    "layout:post",
    "date: 2024-13-05",
    "<<: { title: B }",
    "<<: { layout: x, x: 2 }",
    "dtae: 2024/3/5",
];

/// Front matter that may have slips anywhere but in `KEPT`.
fn broken_block() -> impl Strategy<Value = String> {
    let any = prop::sample::select([&ENTRIES[..], &SLIPS[..], &SLIPS[..], &KEPT[..], &KEPT[..]].concat());
    let entries = prop::collection::vec(prop_oneof![6 => any.prop_map(str::to_owned), 1 => title()], 0..7);
    entries.prop_map(|mut entries| {
        let mut seen = std::collections::HashSet::new();
        entries.retain(|entry| !entry.starts_with("kept") || seen.insert(entry.clone()));
        let lines: String = entries.iter().map(|entry| format!("{entry}\n")).collect();
        format!("---\n{lines}---\n# 题\n")
    })
}

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
    static EVERYTHING: Project = {
        let mut project = Project::new(Registry::built_in(), Enabled::All, None);
        project.apply_schema_everywhere(Schema::from_text(SCHEMA).expect("the schema is sound"));
        project
    };
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

/// A string of JSON and what people write for it.
fn string(word: &str) -> impl Strategy<Value = String> + use<> {
    let quotes = prop::sample::select(&[("\"", "\""), ("'", "'"), ("“", "”"), ("", "")][..]);
    let word = word.to_owned();
    quotes.prop_map(move |(open, close)| format!("{open}{word}{close}"))
}

/// A value with slips, and what is meant by it. What has no quotes stands at the
/// end of its line.
fn value() -> impl Strategy<Value = (String, serde_json::Value)> {
    let word = prop::sample::select(&["甲", "b c", "it", "2022-12-13", "True", "x/y"][..]);
    let string = word.prop_flat_map(|word| string(word).prop_map(move |written| (written, word.into())));
    let sound = prop::sample::select(
        &[
            "1",
            "-2.5",
            "true",
            "null",
            "[1, \"d\"]",
            "{\"e\": {}}",
            "\"1\"",
            "\"，：\"",
        ][..],
    );
    let sound = sound.prop_map(|written| (written.to_owned(), serde_json::from_str(written).expect("it is sound")));
    let list = prop::sample::select(&["[1，2]", "['f', \"g\",]", "[“h”, null]"][..]);
    let list = list.prop_map(|written| {
        let meant = written
            .replace('，', ",")
            .replace(['\'', '“', '”'], "\"")
            .replace(",]", "]");
        (written.to_owned(), serde_json::from_str(&meant).expect("it is sound"))
    });
    prop_oneof![3 => string, 2 => sound, 1 => list]
}

/// An object with slips, and what is meant by it.
fn object() -> impl Strategy<Value = (String, serde_json::Value)> {
    let key = |number: usize| string(&format!("key{number}"));
    let signs = (
        prop::sample::select(&[": ", ":", "：", " : "][..]),
        prop::sample::select(&[",\n", ",\n", "，\n", ",\n\n"][..]),
    );
    let entry = (prop::sample::select((0..40).collect::<Vec<_>>()), value(), signs);
    let entry = entry.prop_flat_map(move |(number, value, signs)| {
        key(number).prop_map(move |key| (number, key, value.clone(), signs))
    });
    let last = prop::sample::select(&["", ",", "，"][..]);
    let form = prop::sample::select(&[("{\n\"a\": 1,\n", "\n}"), (";;;\n\"a\": 1,\n", "\n;;;")][..]);
    (prop::collection::vec(entry, 1..6), last, form).prop_map(|(entries, last, (opening, closing))| {
        let mut meant = serde_json::json!({ "a": 1 });
        let mut written = String::new();
        for (number, key, (value, read), (colon, comma)) in entries {
            if meant.get(format!("key{number}")).is_none() {
                meant[format!("key{number}")] = read;
                written += &format!("{key}{colon}{value}{comma}");
            }
        }
        let written = written.trim_end().trim_end_matches([',', '，']);
        (format!("{opening}{written}{last}{closing}\n# 题\n"), meant)
    })
}

/// What another reader finds in front matter of JSON.
fn read_by_another(text: &str) -> Option<serde_json::Value> {
    let content = front_matter::find(text).content.of(text).trim();
    let braced = if content.starts_with('{') {
        content.to_owned()
    } else {
        format!("{{{content}}}")
    };
    serde_json::from_str(&braced).ok()
}

fn fixed(project: &Project, text: &str, most: Applicability) -> String {
    let source = Source::from_text(FilePath::new("_posts/2024-03-05-x.md"), text.to_owned());
    fix(source, project, &Answers::default(), most).source.text
}

fn errors(text: &str) -> usize {
    front_matter::find(text).errors.len()
}

/// What an engine reads of `KEPT`, where the front matter can be read.
fn kept(text: &str, engine: Engine) -> Option<Vec<(String, serde_json::Value)>> {
    let root = front_matter::find(text).node?.to_json(engine);
    let entries = root.as_object()?.iter().filter(|(key, _)| key.starts_with("kept"));
    let mut entries: Vec<_> = entries.map(|(key, value)| (key.clone(), value.clone())).collect();
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    Some(entries)
}

/// The entries at the top that can be read, but for some, by their keys.
fn values(text: &str, but: &[&str]) -> Option<Vec<(String, serde_json::Value)>> {
    let front_matter = front_matter::find(text);
    let root = front_matter.legible()?;
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
    fn no_fix_of_any_rule_breaks_what_it_does_not_speak_of(text in broken_block()) {
        EVERYTHING.with(|project| -> Result<(), TestCaseError> {
            let source = Source::from_text(FilePath::new("_posts/2024-03-05-x.md"), text.clone());
            let found = lint_and_prove(&source, project, &Answers::default()).diagnostics;
            let fixes = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
            for fix in fixes.filter(|fix| fix.applicability <= Applicability::Unsafe) {
                // What is mended lets the reader go on to what is wrong further down.
                if fix.change == Change::MendSyntax {
                    continue;
                }
                let after = apply(&text, fix.edits.iter());
                prop_assert!(errors(&after) <= errors(&text), "{:?} makes {}", fix, after);
            }
            for most in [Applicability::Safe, Applicability::Unsafe] {
                let once = fixed(project, &text, most);
                prop_assert_eq!(&fixed(project, &once, most), &once);
                prop_assert!(errors(&text) > 0 || errors(&once) == 0, "{} from {}", once, text);
                prop_assert!(once.ends_with("---\n# 题\n"), "{}", once);
                for engine in [Engine::SafeYaml, Engine::Psych, Engine::JsYaml3] {
                    if let Some(before) = kept(&text, engine) {
                        prop_assert_eq!(kept(&once, engine), Some(before), "{}", once);
                    }
                }
                let lines = text.lines().filter(|line| line.starts_with("kept"));
                let lost: Vec<&str> = lines.filter(|line| !once.lines().any(|other| other == *line)).collect();
                prop_assert!(lost.is_empty(), "{:?} of {}", lost, once);
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
    fn mended_json_says_what_was_written((text, meant) in object()) {
        prop_assume!(front_matter::find(&text).format.is_some());
        SYNTAX.with(|project| -> Result<(), TestCaseError> {
            let once = fixed(project, &text, Applicability::Safe);
            // What no safe fix mends cannot be read.
            let read = read_by_another(&once);
            prop_assert!(read.is_none_or(|read| read == meant), "{} from {}", once, text);
            prop_assert!(once.ends_with("\n# 题\n"), "{}", once);
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

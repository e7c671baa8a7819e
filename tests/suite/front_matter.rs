//! Front matter that is broken in several places, mended.

use kanwu::diagnostic::Applicability;
use kanwu::document::front_matter;
use kanwu::fact::Answers;
use kanwu::fix::fix;
use kanwu::lint::{Enabled, Project};
use kanwu::registry::Registry;
use kanwu::text::{FilePath, Source};
use proptest::prelude::*;

/// Entries that a parser reads, whatever stands round them.
const SOUND: [&str; 8] = [
    "sound-a: 外长",
    "sound-b:\n  - x\n  - 'y: z'",
    "sound-c: |\n  a: b\n\n  @c",
    "sound-d: [a, {b: c}] # d",
    "# sound-e: @f\nsound-e: \"g\"",
    "sound-f:\n- h: i\n  j: k",
    "sound-g: \"l\n  m: n\"",
    "sound-h:",
];

/// Values that break their entry, or do not.
const VALUES: [&str; 24] = [
    "外长: 会晤",
    "@x",
    "`x`",
    "%x",
    "[转载] 标题",
    "[a, b] c",
    "{{ page.x }} 后",
    "*重要*",
    "*重要 通知",
    "& b",
    "|标题",
    "- x",
    "\"他说\"你好\"\"",
    "\"标题\" 副题",
    "'it's'",
    "\"标题",
    "\"标题”",
    "\"C:\\d\"",
    "a: b # c",
    "[a, b",
    "a\n\tb",
    "a\nb",
    "it's: \"x\\y\"",
    "x",
];

fn entry() -> impl Strategy<Value = (String, bool)> {
    let sound = prop::sample::select(&SOUND[..]).prop_map(|entry| (entry.to_owned(), true));
    let key = prop::sample::select(&["title", "author", "tags", "x-y", "标题"][..]);
    let colon = prop::sample::select(&[": ", ": ", ": ", "：", ":", " : ", "： "][..]);
    let value = prop::sample::select(&VALUES[..]);
    let any = (key, colon, value).prop_map(|(key, colon, value)| (format!("{key}{colon}{value}"), false));
    let loose = "[a标：:\"'{}\\[\\]&*!|>#@%\\-.,? \\\\]{0,9}".prop_map(|text| (format!("title: {text}"), false));
    prop_oneof![sound, any, loose]
}

thread_local! {
    static PROJECT: Project = Project::new(Registry::built_in(), Enabled::All, None);
}

fn fixed(text: String, most: Applicability) -> String {
    PROJECT.with(|project| {
        let source = Source::from_text(FilePath::new("_posts/2024-03-05-x.md"), text);
        fix(source, project, &Answers::default(), most).source.text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn broken_front_matter_is_mended_to_a_fixed_point(entries in prop::collection::vec(entry(), 1..7)) {
        let content: Vec<&str> = entries.iter().map(|(entry, _)| entry.as_str()).collect();
        let text = format!("---\nlayout: post\n{}\n---\n正文: @x\n", content.join("\n"));
        let before = front_matter::find(&text).errors.len();
        for most in [Applicability::Safe, Applicability::Unsafe] {
            let once = fixed(text.clone(), most);
            prop_assert_eq!(&fixed(once.clone(), most), &once);
            prop_assert!(once.ends_with("\n---\n正文: @x\n"), "{}", once);
            if most == Applicability::Safe {
                prop_assert!(front_matter::find(&once).errors.len() <= before, "{}", once);
                let mut rest = once.as_str();
                for (entry, _) in entries.iter().filter(|(_, is_sound)| *is_sound) {
                    let at = rest.find(entry.as_str());
                    prop_assert!(at.is_some(), "{} in {}", entry, once);
                    rest = &rest[at.unwrap_or(0)..];
                }
            }
        }
    }
}

#[test]
fn broken_entries_hide_nothing_of_the_sound_ones_and_are_not_missed() {
    let text = "---\ntitle: @x\nauthor：y\ndate: 2024-02-30\npublished: \"no\"\ndescripton: x\ntags: [a\n---\n";
    let source = Source::from_text(FilePath::new("_posts/2024-02-28-x.md"), text.to_owned());
    let schema = serde_json::json!({
        "required": ["title", "tags", "author"],
        "properties": {
            "title": {}, "date": {}, "tags": {}, "author": {}, "description": {},
            "published": { "type": "boolean" }
        }
    });
    let schema = kanwu::schema::Schema::compile(&schema).expect("a schema");
    let mut project = Project::new(Registry::built_in(), Enabled::All, None);
    project.apply_schema_everywhere(schema);
    let found = kanwu::lint::lint(&source, &project, &Answers::default()).diagnostics;
    let told: Vec<(&str, &str)> = found
        .iter()
        .map(|diagnostic| (diagnostic.rule.as_str(), diagnostic.span.of(text)))
        .collect();
    for expected in [
        ("unreal-date", "2024-02-30"),
        ("wrong-type", "\"no\""),
        ("misspelt-key", "descripton"),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
    assert!(told.iter().all(|(rule, _)| *rule != "missing-key"), "{told:?}");
    let syntax = told.iter().filter(|(rule, _)| *rule == "front-matter-syntax");
    assert_eq!(syntax.count(), 3, "{told:?}");
    // Another key may be the one that was meant.
    let is_without_fix = |rule: &str| {
        found
            .iter()
            .filter(|found| found.rule.as_str() == rule)
            .all(|found| found.fix.is_none())
    };
    assert!(is_without_fix("misspelt-key"));
}

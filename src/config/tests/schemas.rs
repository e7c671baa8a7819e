//! Schemas in files: what they refer to, and mistakes shown in them.

use std::fmt::Write as _;

use super::Folder;
use crate::dialect::Engine;
use crate::document::front_matter::yaml;
use crate::messages::{Catalogue, Language};
use crate::text::Span;

const CONFIG: &str = "schemas: [{files: ['**'], schema: schemas/post.json}]\n";

/// Schemas in which `⟦…⟧` marks the mistakes, with the beginning of what is said
/// of the first, and of what to do.
const BROKEN: &[(&str, &str, &str)] = &[
    ("⟦⟧", "this schema is empty", "an empty schema"),
    ("{\"type\": \"object\"⟦⟧", "the file ends", "add the missing"),
    (r#"{"type": "object"⟦,⟧}"#, "there is a comma", "remove"),
    (r#"{"type": ⟦object⟧}"#, "", ""),
    (
        r#"{"type": ⟦"sting"⟧}"#,
        "`sting` isn't allowed for `type`",
        "did you mean `string`?",
    ),
    (
        r#"{"type": ["string", ⟦"nul"⟧]}"#,
        "`nul` isn't allowed for `type`",
        "did you mean `null`?",
    ),
    (
        r#"{"required": ⟦"title"⟧}"#,
        "`required` should be a list",
        "write a list",
    ),
    (
        r#"{"required": ["title", ⟦7⟧]}"#,
        "this item of `required` should be text",
        "put quotes",
    ),
    (
        r#"{"required": ["title", ⟦"title"⟧]}"#,
        "`title` is listed twice in `required`",
        "remove",
    ),
    (
        r#"{"properties": ⟦["title"]⟧}"#,
        "`properties` should be keys with values",
        "write keys",
    ),
    (
        r#"{"properties": {"title": ⟦"string"⟧}}"#,
        "`title` should be true, false, or keys with values",
        "",
    ),
    (
        r#"{"properties": {"n": {"minimum": ⟦"1"⟧}}}"#,
        "`minimum` should be a number",
        "write a number",
    ),
    (
        r#"{"properties": {"n": {"minLength": ⟦-1⟧}}}"#,
        "`minLength` must be at least 0",
        "",
    ),
    (r#"{"enum": ⟦"a"⟧}"#, "`enum` should be a list", "write a list"),
    (r#"{"allOf": ⟦[]⟧}"#, "`allOf` must list at least one value", ""),
    (
        r#"{"uniqueItems": ⟦"yes"⟧}"#,
        "`uniqueItems` should be true or false",
        "did you mean `true`?",
    ),
    (
        r#"{"properties": {"d": {"format": ⟦"dat"⟧}}}"#,
        "there is no format `dat`",
        "did you mean `date`?",
    ),
    (
        r##"{"$ref": ⟦"#"⟧}"##,
        "this reference leads back to itself",
        "write what",
    ),
    (
        r#"{"properties": {"d": {"pattern": ⟦"[a-"⟧}}}"#,
        "",
        "check its brackets",
    ),
    (r#"{"patternProperties": {⟦"(x"⟧: {}}}"#, "", ""),
    (
        r#"{"$schema": ⟦"https://example.com/schema"⟧}"#,
        "`https://example.com/schema` isn't an edition",
        "write https",
    ),
    (
        r##"{"$ref": ⟦"#/$defs/tga"⟧, "$defs": {"tag": {}}}"##,
        "`#/$defs/tga` leads to nothing",
        "did you mean `#/$defs/tag`?",
    ),
    (
        r##"{"$ref": ⟦"#/definitions/tag"⟧, "$defs": {"tag": {}}}"##,
        "`#/definitions/tag` leads",
        "did you mean `#/$defs/tag`?",
    ),
    (r##"{"$ref": ⟦"#tag"⟧}"##, "`#tag` leads to nothing", "it must name"),
    (
        r##"{"items": {"$dynamicRef": ⟦"#tag"⟧}}"##,
        "`#tag` leads to nothing",
        "it must name",
    ),
    (
        r#"{"$ref": ⟦"gone.json"⟧}"#,
        "there is no file `gone.json`",
        "check the path",
    ),
    (
        r##"{"$ref": ⟦"tag.json#/$defs/nme"⟧}"##,
        "`tag.json#/$defs/nme` leads",
        "did you mean `tag.json#/$defs/name`?",
    ),
    (
        r#"{"$ref": ⟦"../../outside.json"⟧}"#,
        "`../../outside.json` leads out",
        "put the schema",
    ),
    (
        r#"{"$ref": ⟦"/etc/passwd"⟧}"#,
        "`/etc/passwd` leads out",
        "put the schema",
    ),
    (
        r#"{"$ref": ⟦"https://example.com/tag.json"⟧}"#,
        "`https://example.com/tag.json` is on the web",
        "save it",
    ),
    (
        r#"{"$ref": ⟦"//example.com/tag.json"⟧}"#,
        "`//example.com/tag.json` is on the web",
        "save it",
    ),
    (
        r#"{"$ref": ⟦"file:///etc/passwd"⟧}"#,
        "`file:///etc/passwd` is on the web",
        "",
    ),
    (
        r#"{"title": {}, ⟦"title"⟧: {}}"#,
        "the key `title` appears here twice",
        "combine",
    ),
];

fn with_schema(text: &str) -> Folder {
    Folder::new(&[
        ("a/.git/HEAD", ""),
        ("a/kanwu.yaml", CONFIG),
        ("a/schemas/post.json", text),
        ("a/schemas/tag.json", r#"{"$defs": {"name": {"type": "string"}}}"#),
        ("outside.json", "{}"),
        ("a/x.md", ""),
    ])
}

#[test]
fn mistakes_in_a_schema_are_shown_where_they_are() {
    let english = Catalogue::new(Language::English);
    let chinese = Catalogue::new(Language::SimplifiedChinese);
    let mut wrong = String::new();
    for (marked, message, help) in BROKEN {
        let text = marked.replace(['⟦', '⟧'], "");
        let loaded = with_schema(&text).load("a/x.md");
        let [(source, mistakes)] = loaded.mistakes.as_slice() else {
            let _ = writeln!(wrong, "{marked}: {:?}", loaded.mistakes);
            continue;
        };
        let mut shown = source.text.clone();
        for mistake in mistakes.iter().rev() {
            shown.insert(mistake.span.end, '⟧');
            shown.insert(mistake.span.start, '⟦');
        }
        let said = english.sentence(&mistakes[0].message);
        let advice = mistakes[0]
            .help
            .as_ref()
            .map(|help| english.sentence(help))
            .unwrap_or_default();
        let is_so = shown == *marked && said.starts_with(message) && advice.starts_with(help);
        let is_chinese = chinese
            .sentence(&mistakes[0].message)
            .chars()
            .any(|letter| letter > '\u{3000}');
        if !is_so || !is_chinese || !source.path.shown.ends_with("post.json") {
            let _ = writeln!(wrong, "{marked}\n    {shown}\n    {said}\n    {advice}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What is wrong with front matter by the schema of a folder.
fn said(folder: &Folder, front_matter: &str) -> Vec<String> {
    let loaded = folder.load("a/x.md");
    assert!(loaded.mistakes.is_empty(), "{:?}", loaded.mistakes);
    let node = yaml::parse(front_matter, Span::new(0, front_matter.len()))
        .node
        .unwrap();
    let english = Catalogue::new(Language::English);
    let settings = &loaded.settings[loaded.of_file[0]];
    let failures = settings.schemas[0].1.failures(&node, Engine::SafeYaml, Span::empty(0));
    let said = |failure: &crate::schema::Failure| {
        let place = failure.span.of(front_matter);
        format!("{place}: {}", english.sentence(&failure.message))
    };
    failures.iter().map(said).collect()
}

#[test]
fn schemas_refer_to_others_beside_them_and_back() {
    let folder = Folder::new(&[
        ("a/.git/HEAD", ""),
        ("a/kanwu.yaml", CONFIG),
        (
            "a/schemas/post.json",
            r#"{"properties": {
                "tags": {"items": {"$ref": "../标 签.yaml#/$defs/tag"}},
                "author": {"$ref": "../%E6%A0%87%20%E7%AD%BE.yaml#/$defs/person"}
            }}"#,
        ),
        (
            "a/标 签.yaml",
            "$defs:\n  tag: {type: string, x-kanwu-message: 标签应为文字}\n  person:\n    properties: {name: {type: string}, friend: {$ref: 'schemas/post.json#/properties/author'}}\n    additionalProperties: false\n",
        ),
        ("a/x.md", ""),
    ]);
    let found = said(&folder, "tags: [甲, 2]\nauthor: {name: 甲, friend: {nmae: 乙}}\n");
    assert_eq!(found, ["2: 标签应为文字", "nmae: `nmae` isn't a known key here"]);
}

#[test]
fn a_schema_with_an_address_of_its_own_refers_to_files_beside_it() {
    let folder = with_schema(
        r##"{
            "$id": "https://example.com/schemas/post.json",
            "properties": {
                "a": {"$ref": "tag.json#/$defs/name"},
                "b": {"$ref": "inner"},
                "c": {"$ref": "https://example.com/schemas/inner#/$defs/n"}
            },
            "$defs": {"inner": {"$id": "inner", "type": "boolean", "$defs": {"n": {"type": "number"}}}}
        }"##,
    );
    let found = said(&folder, "a: 1\nb: 2\nc: 三\n");
    assert_eq!(
        found,
        [
            "1: `a` should be text",
            "2: `b` should be true or false",
            "三: `c` should be a number"
        ]
    );
}

#[test]
fn schemas_that_refer_to_one_another_for_ever_end() {
    let folder = Folder::new(&[
        ("a/kanwu.yaml", CONFIG),
        ("a/schemas/post.json", r#"{"$ref": "other.json"}"#),
        ("a/schemas/other.json", r#"{"$ref": "post.json"}"#),
        ("a/x.md", ""),
    ]);
    assert_eq!(said(&folder, "a: 1\n"), [""; 0]);
}

#[test]
fn mistakes_in_a_file_that_is_referred_to_are_shown_in_it() {
    let folder = Folder::new(&[
        ("a/kanwu.yaml", CONFIG),
        ("a/schemas/post.json", r#"{"$ref": "other.yml"}"#),
        ("a/schemas/other.yml", "type: sting\n"),
        ("a/x.md", ""),
    ]);
    let loaded = folder.load("a/x.md");
    let [(source, mistakes)] = loaded.mistakes.as_slice() else {
        panic!("{:?}", loaded.mistakes);
    };
    assert_eq!(mistakes[0].span.of(&source.text), "sting");
    assert_eq!(mistakes[0].rule.as_str(), "schema-file");
}

#[test]
fn a_schema_that_is_not_utf_8_says_so() {
    let folder = with_schema("{}");
    let path = folder.0.path().join("a/schemas/post.json");
    std::fs::write(path, b"{\"title\": \"\xB1\xEA\xCC\xE2\"}").unwrap();
    let loaded = folder.load("a/x.md");
    let said = Catalogue::new(Language::English).sentence(&loaded.mistakes[0].1[0].message);
    assert!(said.starts_with("this schema isn't UTF-8"), "{said}");
}

#[test]
fn a_schema_outside_of_the_repository_is_not_read() {
    for (path, git) in [
        ("../secret.json", "a/.git/HEAD"),
        ("../secret.json", "b"),
        ("no/such/../../../secret.json", "b"),
    ] {
        let config = format!("schemas: [{{files: ['**'], schema: {path}}}]\n");
        let folder = Folder::new(&[
            (git, ""),
            ("secret.json", "secret"),
            ("a/kanwu.yaml", &config),
            ("a/x.md", ""),
        ]);
        let loaded = folder.load("a/x.md");
        let [(source, mistakes)] = loaded.mistakes.as_slice() else {
            panic!("{:?}", loaded.mistakes);
        };
        assert_eq!(mistakes[0].span.of(&source.text), path);
        assert!(
            matches!(
                &mistakes[0].message,
                crate::messages::Message::Key("config-schema-outside", _)
            ),
            "{mistakes:?}"
        );
    }
}

#[test]
fn nothing_is_shown_of_a_file_that_is_no_schema() {
    for (name, text) in [
        ("post.json", "secret"),
        ("post.json", "secret: x"),
        ("post.json", "[1]"),
        ("post.json", "3"),
        ("post.json", "\"secret\""),
        ("post.yaml", "secret:x"),
        ("post", "secret:x:0:0"),
    ] {
        let config = CONFIG.replace("post.json", name);
        let folder = Folder::new(&[
            ("a/kanwu.yaml", &config),
            (&format!("a/schemas/{name}"), text),
            ("a/x.md", ""),
        ]);
        let loaded = folder.load("a/x.md");
        let [(source, mistakes)] = loaded.mistakes.as_slice() else {
            panic!("{:?}", loaded.mistakes);
        };
        assert!(
            source.path.shown.ends_with(name) && source.text.is_empty(),
            "{source:?}"
        );
        assert_eq!(mistakes.len(), 1);
    }
}

#[test]
fn unknown_formats_are_taken_for_notes() {
    let folder = with_schema(r#"{"properties": {"c": {"format": "color"}, "d": {"format": "date"}}}"#);
    assert_eq!(said(&folder, "c: 1\nd: x\n").len(), 1);
}

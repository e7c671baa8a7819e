mod explained;

use serde_json::json;

use super::*;
use crate::document::front_matter::{self, yaml};
use crate::messages::{Catalogue, Language};

/// Keyword, bytes of the span, message and help, of every failure.
fn failures(schema: &Json, text: &str) -> Vec<(Keyword, String, String, String)> {
    let schema = Schema::compile(schema).unwrap();
    let node = yaml::parse(text, Span::new(0, text.len())).node.unwrap();
    let english = Catalogue::new(Language::English);
    schema
        .failures(&node, Engine::SafeYaml, Span::new(0, 0))
        .into_iter()
        .map(|failure| {
            (
                failure.keyword,
                failure.span.of(text).to_owned(),
                english.sentence(&failure.message),
                failure.help.map(|help| english.sentence(&help)).unwrap_or_default(),
            )
        })
        .collect()
}

fn one(schema: &Json, text: &str) -> (Keyword, String, String, String) {
    let mut all = failures(schema, text);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn is(failure: (Keyword, String, String, String), keyword: Keyword, span: &str, message: &str, help: &str) {
    assert_eq!(failure, (keyword, span.to_owned(), message.to_owned(), help.to_owned()));
}

#[test]
fn missing_keys_are_one_failure_at_the_fence_or_the_parent_key() {
    let schema = json!({
        "required": ["title", "date"],
        "properties": {"author": {"required": ["name"]}, "links": {"items": {"required": ["url"]}}}
    });
    let text = "author: {age: 1}\nlinks:\n  - 名: x\n";
    let all = failures(&schema, text);
    let shown: Vec<(&str, &str)> = all.iter().map(|failure| (&*failure.1, &*failure.2)).collect();
    assert_eq!(
        shown,
        [
            ("", "the keys `title`, `date` are missing"),
            ("author", "the key `name` is missing"),
            ("名", "the key `url` is missing"),
        ]
    );
    assert!(all.iter().all(|failure| failure.0 == Keyword::Required));
}

#[test]
fn unknown_keys_are_reported_at_the_key_with_what_was_meant() {
    for closing in ["additionalProperties", "unevaluatedProperties"] {
        let schema = json!({
            "properties": {"title": {}, "date": {}},
            "required": ["title"],
            closing: false
        });
        is(
            one(&schema, "titel: x\ndate: y\n"),
            Keyword::AdditionalProperties,
            "titel",
            "`titel` isn't a known key here",
            "did you mean `title`?",
        );
        is(
            one(&schema, "title: x\n作者: y\n"),
            Keyword::AdditionalProperties,
            "作者",
            "`作者` isn't a known key here",
            "remove the key, or check its spelling; the known keys are `title`, `date`",
        );
        // What is there already was not meant.
        assert!(one(&schema, "title: x\ntitles: y\n").3.starts_with("remove the key"));
    }
}

#[test]
fn forbidden_and_misnamed_keys() {
    let schema = json!({"properties": {"old": false}, "propertyNames": {"enum": ["old", "title"]}});
    is(
        one(&schema, "old: 1\n"),
        Keyword::AdditionalProperties,
        "old",
        "the key `old` isn't allowed here",
        "remove the key",
    );
    is(
        one(&schema, "tilte: 1\n"),
        Keyword::AdditionalProperties,
        "tilte",
        "`tilte` isn't a known key here",
        "did you mean `title`?",
    );
}

#[test]
fn types_say_what_should_be_there_and_what_is() {
    let schema = json!({"properties": {"title": {"type": "string"}, "tags": {"type": ["array", "null"]}, "draft": {"type": "boolean"}, "n": {"type": "integer"}}});
    is(
        one(&schema, "title: 2022\n"),
        Keyword::Type,
        "2022",
        "`title` should be text",
        "put quotes around the value to make it text",
    );
    is(
        one(&schema, "tags: 甲\n"),
        Keyword::Type,
        "甲",
        "`tags` should be a list",
        "write a list: [one, two]",
    );
    is(
        one(&schema, "draft: 'true'\n"),
        Keyword::Type,
        "'true'",
        "`draft` should be true or false",
        "write true or false, without quotes",
    );
    is(
        one(&schema, "n: '1'\n"),
        Keyword::Type,
        "'1'",
        "`n` should be a whole number",
        "write a number, without quotes",
    );
    is(
        one(&schema, "title:\ntags:\n"),
        Keyword::Type,
        "title",
        "`title` has no value",
        "give it a value, or remove the key",
    );
    // A time is text to a schema, and `Yes` is true to this engine.
    assert_eq!(failures(&schema, "title: 2022-12-13T00:31:00.000Z\ndraft: Yes\n"), []);
    let schema = Schema::compile(&schema).unwrap();
    let text = "title: [x]\n";
    let node = yaml::parse(text, Span::new(0, text.len())).node.unwrap();
    let found = schema.failures(&node, Engine::SafeYaml, Span::default());
    assert_eq!(found[0].labels, [(Span::new(7, 10), Message::key("schema-found-list"))]);
    assert_eq!(found[0].pointer, "/title");
}

#[test]
fn the_top_itself_may_be_of_the_wrong_kind() {
    let schema = json!({"type": "object"});
    let failure = one(&schema, "- a\n");
    assert_eq!(failure.2, "there should be keys with values here");
    assert_eq!(failure.1, "- a");
}

#[test]
fn values_come_with_the_nearest_and_the_list() {
    let schema = json!({"properties": {"status": {"enum": ["draft", "published"]}, "version": {"const": 2}}});
    is(
        one(&schema, "status: publishd\n"),
        Keyword::Enum,
        "publishd",
        "`publishd` isn't allowed for `status`",
        "did you mean `published`? Allowed: `draft`, `published`",
    );
    is(
        one(&schema, "version: 7\n"),
        Keyword::Enum,
        "7",
        "`7` isn't allowed for `version`",
        "the only value allowed is `2`",
    );
}

#[test]
fn formats_are_asserted_and_patterns_may_look_around() {
    let schema = json!({"properties": {"date": {"format": "date"}, "from": {"format": "uri"}, "slug": {"pattern": "^(?!-)[a-z-]+$"}}});
    assert_eq!(
        failures(&schema, "date: 2022-12-13\nfrom: https://example.com/外长\nslug: a-b\n").len(),
        1
    );
    let failure = one(&schema, "date: 2022-02-30\n");
    assert_eq!(
        (failure.0, &*failure.2),
        (Keyword::Format, "there is no such day as `2022-02-30`")
    );
    let failure = one(&schema, "slug: '-a'\n");
    assert_eq!(
        (failure.0, &*failure.2),
        (Keyword::Format, "`-a` isn't written the way `slug` needs to be")
    );
}

#[test]
fn a_pattern_that_searches_without_end_is_given_up() {
    let schema = json!({"properties": {"x": {"pattern": "^(?=(a+)+$)b"}}});
    let text = format!("x: {}!\n", "a".repeat(200));
    let begun = std::time::Instant::now();
    failures(&schema, &text);
    assert!(begun.elapsed().as_secs() < 2);
}

#[test]
fn alternatives_are_told_by_the_one_that_fits_best() {
    let schema = json!({"properties": {
        "tags": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "size": {"oneOf": [{"enum": ["small"]}, {"const": "large"}, {"type": "integer"}]},
        "check": {"oneOf": [
            {"properties": {"kind": {"const": "css"}, "select": {"type": "string"}}, "required": ["kind", "select"], "additionalProperties": false},
            {"properties": {"kind": {"const": "path"}, "match": {"type": "string"}}, "required": ["kind", "match"], "additionalProperties": false}
        ]}
    }});
    is(
        one(&schema, "tags: {a: b}\n"),
        Keyword::Type,
        "{a: b}",
        "`tags` should be text or a list",
        "write plain text",
    );
    is(
        one(&schema, "tags: [甲, [乙]]\n"),
        Keyword::Type,
        "[乙]",
        "this item of `tags` should be text",
        "write plain text",
    );
    is(
        one(&schema, "size: lage\n"),
        Keyword::Enum,
        "lage",
        "`lage` isn't allowed for `size`",
        "did you mean `large`? Allowed: `small`, `large`",
    );
    is(
        one(&schema, "check: {kind: path, mach: x}\n"),
        Keyword::AdditionalProperties,
        "mach",
        "`mach` isn't a known key here",
        "did you mean `match`?",
    );
}

#[test]
fn other_keywords_have_sentences() {
    let schema = json!({"properties": {
        "a": {"minimum": 1}, "b": {"maxLength": 2}, "c": {"minItems": 1}, "d": {"uniqueItems": true}, "e": {"minLength": 1}, "f": {"not": {"const": 1}}
    }});
    let all = failures(&schema, "a: 0\nb: abc\nc: []\nd: [x, x]\ne: ''\nf: 1\n");
    let messages: Vec<&str> = all.iter().map(|failure| &*failure.2).collect();
    assert_eq!(
        messages,
        [
            "`a` must be at least 1",
            "`b` must have at most 2 characters",
            "`c` must list at least one value",
            "`x` is listed twice in `d`",
            "`e` is empty",
            "`1` isn't allowed for `f`"
        ]
    );
    let is_other = |failure: &&(Keyword, String, String, String)| failure.0 == Keyword::Other;
    assert_eq!(all.iter().filter(is_other).count(), 5);
}

#[test]
fn a_schema_may_speak_for_itself() {
    let schema = json!({"properties": {"n": {"anyOf": [{"type": "integer"}], "x-kanwu-message": {"en": "`{value}` is no volume", "zh-Hans": "`{value}` 不是卷号"}}}});
    is(
        one(&schema, "n: x\n"),
        Keyword::Type,
        "x",
        "`x` is no volume",
        "write a number, without quotes",
    );
}

#[test]
fn failures_in_what_an_alias_brings_stand_at_the_alias() {
    let schema = json!({"properties": {"use": {"properties": {"n": {"type": "integer"}}}}});
    let failure = one(&schema, "base: &b {n: x}\nuse:\n  <<: *b\n");
    assert_eq!(failure.1, "*b");
}

#[test]
fn a_value_that_is_wrong_everywhere_takes_no_longer() {
    let schema = json!({"additionalProperties": false, "properties": {"list": {"items": {"required": ["a"], "type": "object"}}}});
    let mut text = (0..50_000)
        .map(|number| format!("key{number}: x\n"))
        .collect::<String>();
    text.push_str("list:\n");
    text.push_str(&"- b: x\n".repeat(50_000));
    let begun = std::time::Instant::now();
    let all = failures(&schema, &text);
    assert!((100..=200).contains(&all.len()));
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn an_unusable_schema_says_where() {
    let error = Schema::compile(&json!({"properties": {"a": {"type": "strng"}}})).unwrap_err();
    assert_eq!(error.pointer, "/properties/a/type");
    assert!(Schema::compile(&json!({"$ref": "other.json"})).is_err());
    assert!(Schema::compile(&json!({"pattern": "("})).is_err());
}

fn jekyll(front_matter: &str) -> Vec<(Keyword, String)> {
    let json = serde_json::from_str(include_str!("../../schemas/jekyll.schema.json")).unwrap();
    let schema = Schema::compile(&json).unwrap();
    let text = format!("---\n{front_matter}\n---\n正文\n");
    let found = front_matter::find(&text);
    assert_eq!(found.errors, []);
    schema
        .failures(&found.node.unwrap(), Engine::SafeYaml, found.opening)
        .into_iter()
        .map(|failure| (failure.keyword, failure.span.of(&text).to_owned()))
        .collect()
}

/// What Jekyll 4.3 builds as it was meant.
#[test]
fn the_schema_of_jekyll_posts_lets_pass_what_jekyll_takes() {
    for front_matter in [
        "",
        "layout: post\ntitle: \"标题\"\ndate: 2022-12-13T00:31:00.000Z\ncategories: [ 报纸 ]\ntags: [ 报纸 ]\ncomments: True\nfrom: https://example.com/a",
        "date: 2022-12-13 08:30:00 +0800",
        "date: 2022/12/13 08:30",
        "date: 2022-1-2 8:30 PM",
        "date: 2022.12.13",
        "date: 20221213",
        "date: Dec 13 2022",
        "date: Tue, 13 Dec 2022 08:30:00 +0800",
        "date: 13/12/2022",
        "date: 22-12-13",
        "date: '2022-12-13 上午'",
        "date: 2022-12-13 24:00:00",
        "title:\npermalink:\ntags:\ncategories:\nlast_modified_at:",
        "title: 2022\ntags: a b c\ncategory: [a, b]\ncategories: a/b",
        "tags:\n- 1\n-\n- [x, y]",
        "published: no\ncomments: disqus\nlayout: false",
        "comments: {host: example.social, id: 1}\nauthor: [a, b]",
        "image: {path: /a.png}\nredirect_from: [/a, /b]\nanything: {goes: here}",
    ] {
        assert_eq!(jekyll(front_matter), [], "{front_matter}");
    }
}

/// What breaks the build of Jekyll 4.3, or shows something else than was written.
#[test]
fn the_schema_of_jekyll_posts_refuses_what_breaks() {
    for (front_matter, keyword, span) in [
        ("date:", Keyword::Type, "date"),
        ("date: ''", Keyword::Format, "''"),
        ("date: 2022-13-01", Keyword::Format, "2022-13-01"),
        ("date: 2022-12-13 25:00", Keyword::Format, "2022-12-13 25:00"),
        ("date: 2022-12", Keyword::Format, "2022-12"),
        ("date: 12/13/2022", Keyword::Format, "12/13/2022"),
        ("date: 2022年12月13日", Keyword::Format, "2022年12月13日"),
        ("date: tomorrow", Keyword::Format, "tomorrow"),
        ("date: 2022", Keyword::Other, "2022"),
        ("title: Yes", Keyword::Type, "Yes"),
        ("title: [a]", Keyword::Type, "[a]"),
        ("title: {a: b}", Keyword::Type, "{a: b}"),
        ("tags: 2022", Keyword::Type, "2022"),
        ("tags: a, b", Keyword::Format, "a, b"),
        ("tags: 甲，乙", Keyword::Format, "甲，乙"),
        ("tags: {a: b}", Keyword::Type, "{a: b}"),
        ("tags: [a, {b: c}]", Keyword::Type, "{b: c}"),
        ("tags: [a, no]", Keyword::Type, "no"),
        ("permalink: 404", Keyword::Type, "404"),
        ("slug: 7", Keyword::Type, "7"),
        ("published: 'false'", Keyword::Type, "'false'"),
        ("comments: 'false'", Keyword::Type, "'false'"),
        ("layout: [post]", Keyword::Type, "[post]"),
        ("lang: no", Keyword::Type, "no"),
    ] {
        assert_eq!(jekyll(front_matter), [(keyword, span.to_owned())], "{front_matter}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is written, failures lie in it, on character boundaries.
        #[test]
        fn failures_lie_in_the_file(text in "((title|date|tags|layout|x): ?(外|1|no|\\[a, \\{b: c\\}\\]|\\{|&x b|\\*x|'|~|2022-1-1)?\n| - a\n|<<: \\*x\n){0,8}") {
            let json = serde_json::from_str(include_str!("../../schemas/jekyll.schema.json")).unwrap();
            let schema = Schema::compile(&json).unwrap();
            if let Some(node) = yaml::parse(&text, Span::new(0, text.len())).node {
                for engine in [Engine::SafeYaml, Engine::Core12] {
                    for failure in schema.failures(&node, engine, Span::default()) {
                        prop_assert!(text.get(failure.span.start..failure.span.end).is_some());
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_no_schema_is_told_in_words() {
    let catalogue = Catalogue::new(Language::English);
    let said = |text: &str| catalogue.sentence(&Schema::from_text(text).unwrap_err().message);
    let at = "this isn't a usable JSON Schema: `\"strin\"` isn't allowed at `/properties/a/type`";
    assert_eq!(said(r#"{"properties": {"a": {"type": "strin"}}}"#), at);
    assert!(said("3").contains("`3` is neither"));
    assert!(said("{\n  3}").starts_with("this schema isn't valid JSON: line 2, column 3 ("));
    assert!(said(r#"{"pattern": "("}"#).contains("at `/pattern`"));
    assert!(said(r##"{"$ref": "#/none"}"##).contains("/none"));
}

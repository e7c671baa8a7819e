//! What stands beside a failure: reasons, the schema's own words, fixes.

use serde_json::{Value as Json, json};

use super::super::{Failure, Keyword, Schema};
use crate::dialect::Engine;
use crate::document::front_matter::yaml;
use crate::messages::{Catalogue, Language, Message};
use crate::text::Span;

fn english(message: &Message) -> String {
    Catalogue::new(Language::English).sentence(message)
}

fn only(schema: &Json, text: &str) -> Failure {
    let schema = Schema::compile(schema).unwrap();
    let node = yaml::parse(text, Span::new(0, text.len())).node.unwrap();
    let mut all = schema.failures(&node, Engine::SafeYaml, Span::empty(0));
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

/// Where labels stand, and what they say.
fn labels(schema: &Json, text: &str) -> Vec<(String, String)> {
    let labels = only(schema, text).labels;
    let shown = |(span, message): &(Span, Message)| (span.of(text).to_owned(), english(message));
    labels.iter().map(shown).collect()
}

fn help(schema: &Json, text: &str) -> String {
    only(schema, text).help.map(|help| english(&help)).unwrap_or_default()
}

#[test]
fn conditions_are_shown_where_they_hold() {
    let published = json!({"properties": {"post": {
        "if": {"properties": {"status": {"const": "published"}}, "required": ["status"]},
        "then": {"required": ["date"], "properties": {"title": {"type": "string"}}},
        "else": {"properties": {"title": {"const": "x"}}}
    }}});
    let since = |value: &str| (value.to_owned(), format!("because `status` is `{value}`"));
    assert_eq!(labels(&published, "post: {status: published}\n"), [since("published")]);
    let wrong = labels(&published, "post: {status: published, date: 1, title: 2}\n");
    assert_eq!(wrong[1], since("published"));
    assert_eq!(
        labels(&published, "post: {status: draft, title: 2}\n"),
        [since("draft")]
    );
    for dependent in [
        json!({"dependentRequired": {"translator": ["from"]}}),
        json!({"dependentSchemas": {"translator": {"required": ["from"]}}}),
        json!({"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"translator": ["from"]}}),
        json!({"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"translator": {"required": ["from"]}}}),
    ] {
        let shown = labels(&dependent, "title: x\ntranslator: y\n");
        let since = ("translator".to_owned(), "because `translator` is there".to_owned());
        assert_eq!(shown, [since], "{dependent}");
    }
}

#[test]
fn what_was_there_before_is_shown() {
    let schema = json!({"properties": {"tags": {"uniqueItems": true}}});
    let shown = labels(&schema, "tags: [外交, 经济, '外交']\n");
    assert_eq!(shown, [("外交".to_owned(), "it is already listed here".to_owned())]);
    let schema = json!({"not": {"required": ["a", "b"]}});
    let shown = labels(&schema, "a: 1\nb: 2\n");
    assert_eq!(shown, [("a".to_owned(), "it rules out this key".to_owned())]);
}

#[test]
fn a_schema_says_itself_what_to_do() {
    let slug = json!({"properties": {"slug": {"pattern": "^[a-z]+$", "description": "the last part of the address"}}});
    assert_eq!(help(&slug, "slug: A\n"), "the last part of the address");
    let titled = json!({"properties": {"n": {"multipleOf": 2, "title": "pages, always even"}}});
    assert_eq!(help(&titled, "n: 3\n"), "pages, always even");
    let long = json!({"properties": {"slug": {"pattern": "^[a-z]+$", "description": "x".repeat(500)}}});
    assert_eq!(help(&long, "slug: A\n"), "it must match the pattern `^[a-z]+$`");
    let plain = json!({"properties": {"n": {"type": "integer", "x-kanwu-message": "`{value}` 不是卷号", "x-kanwu-help": "写数字"}}});
    let failure = only(&plain, "n: x\n");
    assert_eq!(english(&failure.message), "`x` 不是卷号");
    assert_eq!(english(&failure.help.unwrap()), "写数字");
    let missing =
        json!({"required": ["lang"], "properties": {"lang": {"default": "zh", "description": "the language"}}});
    assert_eq!(help(&missing, "a: 1\n"), "add a line `lang: zh` (the language)");
}

#[test]
fn what_is_deprecated_says_what_has_taken_its_place() {
    let schema = json!({"properties": {"category": {"deprecated": true, "description": "write categories"}}});
    let failure = only(&schema, "category: 外交\n");
    assert_eq!(failure.keyword, Keyword::Deprecated);
    assert_eq!(english(&failure.help.unwrap()), "write categories");
    let silent = json!({"properties": {"category": {"deprecated": true}}});
    assert!(help(&silent, "category: 外交\n").starts_with("it still works"));
    let off = json!({"properties": {"category": {"deprecated": false}}, "default": {"deprecated": true}});
    let schema = Schema::compile(&off).unwrap();
    let text = "category: 外交\n";
    let node = yaml::parse(text, Span::new(0, text.len())).node.unwrap();
    assert_eq!(schema.failures(&node, Engine::SafeYaml, Span::empty(0)), []);
}

/// The text with the fix made, if there is one.
fn fixed(schema: &Json, text: &str) -> Option<String> {
    let fix = only(schema, text).fix?;
    Some(crate::fix::apply(text, fix.edits.iter()))
}

#[test]
fn slips_can_be_mended() {
    let keys = json!({"properties": {"title": {}, "a b": {}}, "additionalProperties": false});
    assert_eq!(fixed(&keys, "titel: x\n").as_deref(), Some("title: x\n"));
    assert_eq!(fixed(&keys, "\"titel\": x\n").as_deref(), Some("\"title\": x\n"));
    assert_eq!(fixed(&keys, "titel:\n").as_deref(), Some("title:\n"));
    assert_eq!(fixed(&keys, "author: x\n"), None);
    // What stands there need not be what would be written.
    assert_eq!(fixed(&keys, "\"a  b\": x\n"), None);
    let values = json!({"properties": {"s": {"enum": ["draft", "published", "no", "2 of 3"]}}});
    assert_eq!(fixed(&values, "s: draff\n").as_deref(), Some("s: draft\n"));
    assert_eq!(fixed(&values, "s: 'draff'\n").as_deref(), Some("s: 'draft'\n"));
    assert_eq!(fixed(&values, "s: \"draff\"\n").as_deref(), Some("s: \"draft\"\n"));
    assert_eq!(fixed(&values, "s: 2 of 4\n").as_deref(), Some("s: 2 of 3\n"));
    assert_eq!(fixed(&values, "s: something\n"), None);
}

#[test]
fn patterns_that_search_without_end_are_given_up_in_time() {
    let schema = json!({"properties": {"slug": {"pattern": "^(?:(?!b)(?:a|aa))+$"}}});
    let begun = std::time::Instant::now();
    let failure = only(&schema, &format!("slug: {}!\n", "a".repeat(5_000)));
    assert!(begun.elapsed().as_secs() < 2);
    assert!(english(&failure.message).starts_with("it would take too long"));
}

//! What may stand for a value that nobody has given yet, by what a schema says
//! of it.

use serde_json::{Map, Value as Json};

/// Schemas within schemas that are followed.
const DEPTH_LIMIT: usize = 6;

/// Keys that one value gets.
const MOST_KEYS: usize = 20;

/// A text that is seen not to be meant.
pub(super) const TEXT: &str = "TODO";

/// A key that a mapping lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// Its name.
    pub key: String,
    /// What its value may be.
    pub value: Placeholder,
}

/// A value until a person gives another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placeholder {
    /// The schema leaves no other, or takes it to be this, or this is of the kind
    /// that it wants.
    Value(Json),
    /// Any text.
    Text,
    /// A day.
    Date,
    /// A day with a time.
    DateTime,
}

impl Placeholder {
    /// Of a value that `schema`, a part of `document`, is to judge.
    pub(super) fn of(schema: Option<&Json>, document: &Json) -> Self {
        schema.map_or(Placeholder::Text, |schema| placeholder(schema, document, 0))
    }

    fn into_json(self) -> Json {
        match self {
            Placeholder::Value(value) => value,
            Placeholder::Text => TEXT.into(),
            Placeholder::Date => "1970-01-01".into(),
            Placeholder::DateTime => "1970-01-01T00:00:00Z".into(),
        }
    }
}

fn placeholder(schema: &Json, document: &Json, depth: usize) -> Placeholder {
    if depth > DEPTH_LIMIT {
        return Placeholder::Text;
    }
    let named = |keyword: &str| schema.get(keyword).filter(|value| !value.is_null());
    let first = |keyword: &str| schema.get(keyword)?.as_array()?.iter().find(|value| !value.is_null());
    if let Some(value) = named("const").or_else(|| named("default")).or_else(|| first("enum")) {
        return Placeholder::Value(value.clone());
    }
    if let Some(kind) = kind(schema) {
        return of_kind(kind, schema, document, depth);
    }
    let referred = schema
        .get("$ref")
        .and_then(Json::as_str)
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?));
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|keyword| {
        let parts = schema.get(keyword).and_then(Json::as_array);
        parts.into_iter().flatten()
    });
    // What says nothing of the kind is of no use here.
    let parts = referred.into_iter().chain(parts);
    let found = parts.map(|part| placeholder(part, document, depth + 1));
    let mut found = found.filter(|found| !matches!(found, Placeholder::Value(Json::Null)));
    found.next().unwrap_or_else(|| of_text(schema))
}

/// The kind of value that a schema names, or lets infer: of several the first
/// that is one.
fn kind(schema: &Json) -> Option<&str> {
    let named = match schema.get("type") {
        Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null"),
        Some(kind) => kind.as_str(),
        None => None,
    };
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.get(keyword).is_some());
    named.or_else(|| match () {
        () if has(&["properties", "required"]) => Some("object"),
        () if has(&["items", "minItems"]) => Some("array"),
        () if has(&["format", "pattern", "minLength"]) => Some("string"),
        () if has(&["minimum", "multipleOf"]) => Some("number"),
        () => None,
    })
}

fn of_kind(kind: &str, schema: &Json, document: &Json, depth: usize) -> Placeholder {
    Placeholder::Value(match kind {
        "string" => return of_text(schema),
        "integer" | "number" => {
            let bounds = ["minimum", "maximum"].into_iter();
            let bound = bounds.filter_map(|keyword| schema.get(keyword)).next();
            bound.cloned().unwrap_or_else(|| 0.into())
        }
        "boolean" => false.into(),
        "array" => {
            let needs_one = schema
                .get("minItems")
                .and_then(Json::as_u64)
                .is_some_and(|least| least > 0);
            let item = || match schema.get("items") {
                Some(items) => placeholder(items, document, depth + 1).into_json(),
                None => TEXT.into(),
            };
            Json::Array(if needs_one { vec![item()] } else { Vec::new() })
        }
        "object" => {
            let required = schema.get("required").and_then(Json::as_array);
            let keys = required.into_iter().flatten().filter_map(Json::as_str);
            let value = |key: &str| {
                let schema = schema.get("properties").and_then(|properties| properties.get(key));
                match schema {
                    Some(schema) => placeholder(schema, document, depth + 1).into_json(),
                    None => TEXT.into(),
                }
            };
            let entries = keys.take(MOST_KEYS).map(|key| (key.to_owned(), value(key)));
            Json::Object(entries.collect::<Map<String, Json>>())
        }
        _ => Json::Null,
    })
}

/// A text: where it must have a form, one that the schema gives as an example.
fn of_text(schema: &Json) -> Placeholder {
    let format = schema.get("format").and_then(Json::as_str);
    let value = |text: &str| Placeholder::Value(text.into());
    match format {
        Some("date") => return Placeholder::Date,
        Some("date-time") => return Placeholder::DateTime,
        _ => {}
    }
    let examples = schema.get("examples").and_then(Json::as_array);
    let example = examples.and_then(|examples| examples.iter().find_map(Json::as_str));
    let has_form = format.is_some() || schema.get("pattern").is_some();
    match (format, example) {
        (_, Some(example)) if has_form => value(example),
        (Some("uri" | "iri" | "uri-reference" | "iri-reference"), _) => value("https://example.com/TODO"),
        (Some("email" | "idn-email"), _) => value("TODO@example.com"),
        (Some("time"), _) => value("00:00:00Z"),
        _ => Placeholder::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn placeholders_are_what_the_schema_takes() {
        let document = json!({ "$defs": { "day": { "anyOf": [{ "type": "null" }, { "format": "date" }] } } });
        for (schema, expected) in [
            (json!({ "const": 3 }), Placeholder::Value(json!(3))),
            (
                json!({ "type": "string", "default": "post" }),
                Placeholder::Value(json!("post")),
            ),
            (json!({ "enum": [null, "a", "b"] }), Placeholder::Value(json!("a"))),
            (json!({ "type": ["null", "integer"] }), Placeholder::Value(json!(0))),
            (
                json!({ "type": "number", "minimum": 1.5 }),
                Placeholder::Value(json!(1.5)),
            ),
            (json!({ "type": "boolean" }), Placeholder::Value(json!(false))),
            (json!({ "type": "array" }), Placeholder::Value(json!([]))),
            (
                json!({ "minItems": 1, "items": { "type": "integer" } }),
                Placeholder::Value(json!([0])),
            ),
            (
                json!({ "required": ["a", "b"], "properties": { "b": { "type": "boolean" } } }),
                Placeholder::Value(json!({ "a": "TODO", "b": false })),
            ),
            (json!({ "type": "string", "examples": ["王五"] }), Placeholder::Text),
            (
                json!({ "pattern": "^x", "examples": ["xy"] }),
                Placeholder::Value(json!("xy")),
            ),
            (json!({ "$ref": "#/$defs/day" }), Placeholder::Date),
            (json!({ "format": "date-time" }), Placeholder::DateTime),
            (json!({}), Placeholder::Text),
            (json!(true), Placeholder::Text),
        ] {
            assert_eq!(Placeholder::of(Some(&schema), &document), expected, "{schema}");
        }
        let endless = json!({ "$ref": "#" });
        assert_eq!(Placeholder::of(Some(&endless), &endless), Placeholder::Text);
    }
}

//! Which parts of a schema are schemas themselves, and by which address they know
//! themselves.
//!
//! What stands under `enum`, `const`, `default` or `examples` is data and no
//! schema, whatever it looks like.

use std::borrow::Cow;
use std::fmt::Write as _;

use jsonschema::{Draft, uri};
use serde_json::Value as Json;

use crate::document::node::pointer_join;

/// A part of a schema that is a schema.
#[derive(Debug, Clone)]
pub(super) struct Subschema<'json> {
    /// Where it stands, as a JSON pointer into the whole.
    pub(super) pointer: String,
    /// What stands there.
    pub(super) json: &'json Json,
    /// Against what its references are resolved (RFC 3986, section 5.1).
    pub(super) base: String,
    /// The pointer of the resource that it is part of: the whole, or the nearest
    /// schema above that names itself by `$id`.
    pub(super) resource: String,
}

/// What a keyword holds, where it holds schemas.
pub(super) enum Holds {
    Schema,
    SchemaOrList,
    Named,
    List,
}

pub(super) fn holds(keyword: &str) -> Option<Holds> {
    Some(match keyword {
        "additionalItems"
        | "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Holds::Schema,
        "items" => Holds::SchemaOrList,
        "$defs" | "definitions" | "dependencies" | "dependentSchemas" | "patternProperties" | "properties" => {
            Holds::Named
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List,
        _ => return None,
    })
}

/// A schema and all schemas in it, each before those in it.
pub(super) fn all<'json>(root: &'json Json, address: &str) -> Vec<Subschema<'json>> {
    let id_keyword = Draft::default().detect(root).id_keyword();
    let mut open = vec![Subschema {
        pointer: String::new(),
        json: root,
        base: address.to_owned(),
        resource: String::new(),
    }];
    let mut found = Vec::new();
    while let Some(mut schema) = open.pop() {
        if let Some(base) = own_address(schema.json, id_keyword, &schema.base) {
            schema.base = base;
            schema.resource.clone_from(&schema.pointer);
        }
        let first = open.len();
        for (keyword, value) in schema.json.as_object().into_iter().flatten() {
            let pointer = pointer_join(&schema.pointer, keyword);
            let mut add = |pointer: String, json: &'json Json| {
                if json.is_object() || json.is_boolean() {
                    open.push(Subschema {
                        pointer,
                        json,
                        base: schema.base.clone(),
                        resource: schema.resource.clone(),
                    });
                }
            };
            match (holds(keyword), value) {
                (Some(Holds::Schema | Holds::SchemaOrList), Json::Object(_) | Json::Bool(_)) => add(pointer, value),
                (Some(Holds::List | Holds::SchemaOrList), Json::Array(items)) => {
                    for (number, item) in items.iter().enumerate() {
                        add(format!("{pointer}/{number}"), item);
                    }
                }
                (Some(Holds::Named), Json::Object(named)) => {
                    for (name, item) in named {
                        add(pointer_join(&pointer, name), item);
                    }
                }
                _ => {}
            }
        }
        if let Some(added) = open.get_mut(first..) {
            added.reverse();
        }
        found.push(schema);
    }
    found
}

/// The address that a schema gives itself.
fn own_address(schema: &Json, keyword: &str, base: &str) -> Option<String> {
    let id = schema.get(keyword)?.as_str()?;
    if id.starts_with('#') {
        return None;
    }
    resolve(base, id).map(|(address, _)| address)
}

/// A reference as seen from a base: the address without its fragment, and the
/// fragment as written (RFC 3986, section 5.2).
pub(super) fn resolve(base: &str, reference: &str) -> Option<(String, String)> {
    let base = uri::from_str(base).ok()?;
    let resolved = uri::resolve_against(&base.borrow(), &encoded(reference)).ok()?;
    let (address, fragment) = resolved.as_str().split_once('#').unwrap_or((resolved.as_str(), ""));
    Some((address.to_owned(), fragment.to_owned()))
}

/// A reference as a URI has it (RFC 3987, section 3.1): people write `标签.json` and
/// `#/$defs/标签`.
fn encoded(reference: &str) -> Cow<'_, str> {
    let needs_code = |letter: char| {
        !letter.is_ascii_graphic() || matches!(letter, '"' | '<' | '>' | '`' | '{' | '}' | '|' | '^' | '\\')
    };
    if !reference.contains(needs_code) {
        return Cow::Borrowed(reference);
    }
    let mut encoded = String::with_capacity(reference.len() * 3);
    for letter in reference.chars() {
        if needs_code(letter) {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string never fails.
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(letter);
        }
    }
    Cow::Owned(encoded)
}

/// A schema whose references and addresses are all encoded.
pub(super) fn with_encoded_references(schema: &Json) -> Cow<'_, Json> {
    let mut changes = Vec::new();
    for part in all(schema, "") {
        for keyword in ["$ref", "$dynamicRef", "$id", "id"] {
            if let Some(written) = part.json.get(keyword).and_then(Json::as_str)
                && let Cow::Owned(encoded) = encoded(written)
            {
                changes.push((pointer_join(&part.pointer, keyword), encoded));
            }
        }
    }
    if changes.is_empty() {
        return Cow::Borrowed(schema);
    }
    let mut changed = schema.clone();
    for (pointer, encoded) in changes {
        if let Some(place) = changed.pointer_mut(&pointer) {
            *place = Json::from(encoded);
        }
    }
    Cow::Owned(changed)
}

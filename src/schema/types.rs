//! The kinds of value, in words: what should stand somewhere, what stands there.

use jsonschema::JsonType;

use crate::dialect::Engine;
use crate::document::node::{Node, Typed, Value, resolve};

/// The message that says which kinds are allowed; nothing at all is not
/// mentioned beside something.
pub(super) fn expected(types: &[JsonType]) -> &'static str {
    let has = |wanted: JsonType| types.contains(&wanted);
    let number = has(JsonType::Number) || has(JsonType::Integer);
    let flags = (
        has(JsonType::String),
        number,
        has(JsonType::Boolean),
        has(JsonType::Array),
        has(JsonType::Object),
    );
    match flags {
        (true, false, false, false, false) => "schema-type-text",
        (false, true, false, false, false) if !has(JsonType::Number) => "schema-type-integer",
        (false, true, false, false, false) => "schema-type-number",
        (false, false, true, false, false) => "schema-type-boolean",
        (false, false, false, true, false) => "schema-type-list",
        (false, false, false, false, true) => "schema-type-mapping",
        (false, false, false, false, false) => "schema-type-nothing",
        (true, true, false, false, false) => "schema-type-text-or-number",
        (true, false, true, false, false) => "schema-type-text-or-boolean",
        (true, true, true, false, false) => "schema-type-scalar",
        (true, _, _, true, false) => "schema-type-text-or-list",
        (true, _, _, false, true) => "schema-type-text-or-mapping",
        (false, _, true, true, false) => "schema-type-boolean-or-list",
        (false, _, true, false, true) => "schema-type-boolean-or-mapping",
        (false, false, false, true, true) => "schema-type-list-or-mapping",
        (true, _, _, true, true) => "schema-type-text-list-or-mapping",
        _ => "schema-type-other",
    }
}

/// The same of an item of a list, of which fewer kinds have words.
pub(super) fn expected_of_item(types: &[JsonType]) -> &'static str {
    match expected(types) {
        "schema-type-text" => "schema-item-text",
        "schema-type-number" | "schema-type-integer" => "schema-item-number",
        "schema-type-list" => "schema-item-list",
        "schema-type-mapping" => "schema-item-mapping",
        "schema-type-text-or-number" => "schema-item-text-or-number",
        _ => "schema-item-other",
    }
}

/// What stands somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    Boolean,
    Number,
    Time,
    Text,
    List,
    Mapping,
}

impl Found {
    pub(super) fn at(node: &Node, engine: Engine) -> Self {
        match &node.value {
            Value::Sequence(_) => Found::List,
            Value::Mapping(_) => Found::Mapping,
            Value::Scalar(scalar) => match resolve(scalar, engine) {
                Typed::Null => Found::Nothing,
                Typed::Bool(_) => Found::Boolean,
                Typed::Integer(_) | Typed::Float(_) => Found::Number,
                Typed::Timestamp(_) => Found::Time,
                Typed::String(_) => Found::Text,
            },
        }
    }

    /// The label at the value.
    pub(super) fn label(self) -> &'static str {
        match self {
            Found::Nothing => "schema-found-nothing",
            Found::Boolean => "schema-found-boolean",
            Found::Number => "schema-found-number",
            Found::Time => "schema-found-time",
            Found::Text => "schema-found-text",
            Found::List => "schema-found-list",
            Found::Mapping => "schema-found-mapping",
        }
    }

    /// How to make one of the allowed kinds of it.
    pub(super) fn help(self, types: &[JsonType]) -> Option<&'static str> {
        let has = |wanted: JsonType| types.contains(&wanted);
        match self {
            Found::Boolean | Found::Number | Found::Time if has(JsonType::String) => Some("schema-help-quotes"),
            Found::Text if has(JsonType::Boolean) => Some("schema-help-boolean"),
            Found::Text if has(JsonType::Number) || has(JsonType::Integer) => Some("schema-help-number"),
            Found::Mapping | Found::List if has(JsonType::String) => Some("schema-help-text"),
            Found::Nothing => None,
            _ if has(JsonType::Array) => Some("schema-help-list"),
            _ if has(JsonType::Object) => Some("schema-help-mapping"),
            _ => None,
        }
    }
}

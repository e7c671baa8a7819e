//! What explicit tags do: `!!str 1`, `! 1`, `!local 1`.
//!
//! Tags are rare in front matter, so this is kept to what the engines do with
//! a text that fits its tag, and with one that does not where they take it.

use super::{implicit, yes_or_no};
use crate::dialect::Engine;
use crate::document::node::{Scalar, Style, Typed};

/// The types that a tag can ask for (yaml.org/type).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CoreType {
    Null,
    Bool,
    Integer,
    Float,
    Timestamp,
    String,
}

fn core_type(tag: &str) -> Option<CoreType> {
    match tag.strip_prefix("tag:yaml.org,2002:")? {
        "null" => Some(CoreType::Null),
        "bool" => Some(CoreType::Bool),
        "int" => Some(CoreType::Integer),
        "float" => Some(CoreType::Float),
        "timestamp" => Some(CoreType::Timestamp),
        "str" | "binary" => Some(CoreType::String),
        _ => None,
    }
}

/// The value of a scalar with this tag.
pub(super) fn resolve(scalar: &Scalar, tag: &str, engine: Engine) -> Typed {
    let text = scalar.text.as_str();
    // SafeYAML looks at no tag, and takes whatever has one for unquoted.
    if engine == Engine::SafeYaml {
        return implicit(text, engine);
    }
    match core_type(tag) {
        Some(CoreType::String) => Typed::String(text.to_owned()),
        Some(core_type) => tagged(text, core_type, engine),
        None if engine == Engine::Psych => implicit(text, engine),
        None if tag == "!" && is_nothing(scalar) && makes_nothing_null(engine) => Typed::Null,
        None => Typed::String(text.to_owned()),
    }
}

fn is_nothing(scalar: &Scalar) -> bool {
    scalar.text.is_empty() && scalar.style == Style::Plain
}

/// Whether `!` with nothing after it is null.
fn makes_nothing_null(engine: Engine) -> bool {
    matches!(engine, Engine::JsYaml3 | Engine::JsYaml4 | Engine::Goccy)
}

fn tagged(text: &str, core_type: CoreType, engine: Engine) -> Typed {
    match (core_type, implicit(text, engine)) {
        (CoreType::Null, typed @ Typed::Null)
        | (CoreType::Bool, typed @ Typed::Bool(_))
        | (CoreType::Integer, typed @ Typed::Integer(_))
        | (CoreType::Float, typed @ Typed::Float(_))
        | (CoreType::Timestamp, typed @ Typed::Timestamp(_)) => typed,
        #[expect(clippy::cast_precision_loss, reason = "a float was asked for")]
        (CoreType::Float, Typed::Integer(integer)) => Typed::Float(integer as f64),
        (_, typed) => match engine {
            Engine::Psych if core_type == CoreType::Integer => typed,
            Engine::Goccy => forced(text, core_type),
            _ => Typed::String(text.to_owned()),
        },
    }
}

/// goccy/go-yaml takes what does not fit for nothing of that type
/// (`decode.go`, `nodeToValue`).
fn forced(text: &str, core_type: CoreType) -> Typed {
    match core_type {
        CoreType::Null => Typed::Null,
        CoreType::Bool => yes_or_no(text).unwrap_or(Typed::Bool(false)),
        CoreType::Integer => Typed::Integer(0),
        CoreType::Float => Typed::Float(0.0),
        CoreType::Timestamp => Typed::Timestamp(text.to_owned()),
        CoreType::String => Typed::String(text.to_owned()),
    }
}

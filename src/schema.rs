//! JSON Schema: what is wrong with a value, in words, at its place.
//!
//! Front matter, configuration and rule files are judged by the same code, so
//! no sentence here says which of them it is. It must not know any rule.

mod branch;
mod explain;
mod nearest;
mod place;
mod preset;
mod types;

use jsonschema::{PatternOptions, Validator};
use serde_json::Value as Json;

use crate::dialect::Engine;
use crate::document::node::Node;
use crate::messages::{Arguments, Message};
use crate::text::Span;

use explain::Explainer;

pub use nearest::nearest;
pub use preset::{compiled_preset, preset, preset_names};

/// How far a pattern with look-around may search before it is given up.
const BACKTRACK_LIMIT: usize = 10_000;

/// Errors of one value that are worth showing; each costs a walk to its place.
const ERROR_LIMIT: usize = 100;

/// A schema, compiled.
#[derive(Debug)]
pub struct Schema {
    validator: Validator,
    json: Json,
}

/// Why a schema cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// JSON pointer into the schema.
    pub pointer: String,
    /// What is wrong there.
    pub message: Message,
}

/// The kinds of failure that rules tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Keyword {
    /// The text is no YAML, TOML or JSON, which is known before any schema.
    Syntax,
    /// A key is missing: `required`, `dependentRequired`.
    Required,
    /// A key may not be there: `additionalProperties`, `unevaluatedProperties`,
    /// `propertyNames`, a property whose schema is `false`.
    AdditionalProperties,
    /// The kind of value is wrong: `type`.
    Type,
    /// The value is none of those allowed: `enum`, `const`.
    Enum,
    /// The writing of the value is wrong: `format`, `pattern`.
    Format,
    /// Anything else.
    Other,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it is.
    pub keyword: Keyword,
    /// The key or the value that is wrong, in bytes of the file.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Option<Message>,
    /// Other places in the same file, or what stands at this one.
    pub labels: Vec<(Span, Message)>,
    /// JSON pointer to the value, or to the mapping in which a key is missing.
    pub pointer: String,
}

impl Schema {
    /// Compiles a schema of any draft, by its `$schema`, else of the newest.
    ///
    /// `format` is asserted. Patterns run in linear time unless one of them
    /// needs look-around; those are given up after a limit of steps.
    ///
    /// # Errors
    ///
    /// Where the JSON is no schema, or refers to another that is not in it.
    pub fn compile(json: &Json) -> Result<Schema, SchemaError> {
        let options = || {
            jsonschema::options()
                .should_validate_formats(true)
                .should_ignore_unknown_formats(false)
        };
        let validator = options()
            .with_pattern_options(PatternOptions::regex())
            .build(json)
            .or_else(|_| {
                options()
                    .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACK_LIMIT))
                    .build(json)
            })
            .map_err(|error| unusable(&error))?;
        Ok(Schema {
            validator,
            json: json.clone(),
        })
    }

    /// Compiles a schema from its text.
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`], or where the text is no JSON.
    pub fn from_text(text: &str) -> Result<Schema, SchemaError> {
        let json = serde_json::from_str(text).map_err(|error| {
            let whole = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            let arguments = Arguments::new()
                .with("line", error.line().to_string())
                .with("column", error.column().to_string())
                .with("reason", whole.trim_end_matches(&place));
            SchemaError {
                pointer: String::new(),
                message: Message::Key("schema-no-json", arguments),
            }
        })?;
        Self::compile(&json)
    }

    /// What is wrong with a value as `engine` loads it, in the order of the
    /// file. `fence` is where keys that are missing at the top are reported:
    /// the opening fence of front matter, or the start of the file.
    pub fn failures(&self, node: &Node, engine: Engine, fence: Span) -> Vec<Failure> {
        let value = node.to_json(engine);
        if self.validator.is_valid(&value) {
            return Vec::new();
        }
        let mut explainer = Explainer::new(&self.json, node, engine, fence);
        for error in self.validator.iter_errors(&value).take(ERROR_LIMIT) {
            explainer.explain(&error, 0);
        }
        explainer.finish()
    }
}

/// What keeps a schema from being used: mostly a value that the schema of schemas
/// does not take.
fn unusable(error: &jsonschema::ValidationError<'_>) -> SchemaError {
    let pointer = error.instance_path().as_str().to_owned();
    let arguments = Arguments::new()
        .with("pointer", pointer.as_str())
        .with("value", clipped(&error.instance().to_string()))
        .with("reason", clipped(&error.to_string()));
    let key = match error.kind() {
        jsonschema::error::ValidationErrorKind::Referencing(_) => "schema-unusable",
        _ if pointer.is_empty() => "schema-unusable-top",
        _ => "schema-unusable-at",
    };
    SchemaError {
        pointer,
        message: Message::Key(key, arguments),
    }
}

/// Text for a sentence: one line, not too long.
fn clipped(text: &str) -> String {
    const LIMIT: usize = 60;
    let mut clipped: String = text
        .chars()
        .take(LIMIT)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    if text.chars().nth(LIMIT).is_some() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests;

//! JSON Schema: what is wrong with a value, in words, at its place.
//!
//! Front matter, configuration and rule files are judged by the same code, so
//! no sentence here says which of them it is. It must not know any rule.

mod branch;
mod dates;
mod deprecated;
mod documents;
mod endless;
mod explain;
mod faults;
mod formats;
mod gather;
mod infer;
mod json_text;
mod lookalike;
mod misspelt;
mod nearest;
mod place;
mod placeholder;
mod preset;
mod references;
mod subschemas;
mod types;

use std::sync::Arc;

use jsonschema::{Draft, PatternOptions, Registry, Validator};
use serde_json::Value as Json;

use crate::diagnostic::Fix;
use crate::dialect::Engine;
use crate::document::node::{Node, pointer_join};
use crate::messages::{Arguments, Message, clipped};
use crate::text::Span;

use documents::Documents;
use explain::Explainer;

pub use faults::{Fault, faults};
pub use gather::{Texts, address_of, gather};
pub use infer::Observed;
pub use json_text::{Written, read_json, read_yaml};
pub(crate) use nearest::distance;
pub use nearest::{nearest, nearest_of};
pub use placeholder::{Lacking, Placeholder};
pub use preset::{compiled_preset, preset, preset_names};
pub use references::{Dangling, Reference, dangling, names_of, references};

/// How far a pattern with look-around may search before it is given up.
const BACKTRACK_LIMIT: usize = 10_000;

/// Errors of one value that are worth showing; each costs a walk to its place.
const ERROR_LIMIT: usize = 100;

/// A schema, compiled.
#[derive(Debug)]
pub struct Schema {
    validator: Validator,
    documents: Documents,
    /// Whether it calls any value deprecated.
    has_deprecated: bool,
    /// The keys of the value itself.
    known: misspelt::Known,
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
    /// Front matter is no YAML, TOML or JSON, which is known before any schema.
    Syntax,
    /// A file of data is none.
    DataSyntax,
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
    /// Nothing is wrong, but the key is on its way out: `deprecated`.
    Deprecated,
    /// Nothing forbids the key, but it is all but the name of another.
    Misspelt,
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
    /// How to mend it, where the schema says enough.
    pub fix: Option<Fix>,
    /// The keys that are missing.
    pub lacks: Vec<Lacking>,
}

impl Schema {
    /// Compiles a schema of any draft, by its `$schema`, else of the newest.
    ///
    /// `format` is asserted, but for those that are somebody's own. Patterns run in linear time unless one of them
    /// needs look-around; those are given up after a limit of steps.
    ///
    /// # Errors
    ///
    /// Where the JSON is no schema, or refers to another that is not in it.
    pub fn compile(json: &Json) -> Result<Schema, SchemaError> {
        Self::compile_among("", json, &[])
    }

    /// The same of a schema that has an address and refers to others by theirs.
    /// Nothing that is not among them is looked for anywhere.
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`].
    pub fn compile_among(address: &str, json: &Json, others: &[(String, Json)]) -> Result<Schema, SchemaError> {
        let encoded = subschemas::with_encoded_references;
        let json = &*encoded(json);
        let others: Vec<(String, Json)> = others
            .iter()
            .map(|(address, json)| (address.clone(), encoded(json).into_owned()))
            .collect();
        if let Some(error) = misspelt_format(std::iter::once(json).chain(others.iter().map(|(_, json)| json))) {
            return Err(error);
        }
        let registry = registry(address, json, &others).map_err(|error| SchemaError {
            pointer: String::new(),
            message: Message::Key(
                "schema-unusable",
                Arguments::new()
                    .with("pointer", "")
                    .with("reason", clipped(&error.to_string())),
            ),
        })?;
        let validator = build(address, json, &registry, Engines::Linear)
            .or_else(|_| build(address, json, &registry, Engines::Backtracking))
            .map_err(|error| unusable(&error))?;
        let has_deprecated = std::iter::once(json)
            .chain(others.iter().map(|(_, json)| json))
            .any(deprecated::is_used_in);
        drop(registry);
        Ok(Schema {
            validator,
            has_deprecated,
            known: misspelt::Known::of(json),
            documents: Documents::new(json.clone(), others),
        })
    }

    /// Compiles a schema from its text.
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`], or where the text is no JSON.
    pub fn from_text(text: &str) -> Result<Schema, SchemaError> {
        Self::compile(&json_of(text)?)
    }

    /// Compiles a schema from its texts.
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`], or where one of them is no JSON.
    pub fn from_texts(texts: &[(String, Arc<str>)]) -> Result<Schema, SchemaError> {
        let Some(((address, first), others)) = texts.split_first() else {
            return Self::compile(&Json::Bool(true));
        };
        let read = |(address, text): &(String, Arc<str>)| Ok((address.clone(), json_of(text)?));
        let others: Vec<(String, Json)> = others.iter().map(read).collect::<Result<_, SchemaError>>()?;
        Self::compile_among(address, &json_of(first)?, &others)
    }

    /// The keys that it names at the top, in its order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.documents.keys()
    }

    /// What is wrong with a value as `engine` loads it, in the order of the
    /// file. `fence` is where keys that are missing at the top are reported:
    /// the opening fence of front matter, or the start of the file.
    pub fn failures(&self, node: &Node, engine: Engine, fence: Span) -> Vec<Failure> {
        let value = node.to_json(engine);
        let mut explainer = Explainer::new(&self.documents, node, engine, fence);
        if !self.validator.is_valid(&value) {
            for error in self.validator.iter_errors(&value).take(ERROR_LIMIT) {
                explainer.explain(&error, 0);
            }
        }
        if self.has_deprecated {
            explainer.extend(deprecated::keys(&self.validator, &value, node, engine));
        }
        explainer.add_misspelt(&self.known);
        explainer.finish()
    }
}

fn misspelt_format<'json>(mut schemas: impl Iterator<Item = &'json Json>) -> Option<SchemaError> {
    schemas.find_map(|schema| {
        subschemas::all(schema, "").into_iter().find_map(|part| {
            let format = part.json.get("format")?.as_str()?;
            formats::meant(format)?;
            Some(SchemaError {
                message: Message::Key(
                    "schema-unknown-format",
                    Arguments::new().with("format", clipped(format)),
                ),
                pointer: pointer_join(&part.pointer, "format"),
            })
        })
    })
}

fn json_of(text: &str) -> Result<Json, SchemaError> {
    serde_json::from_str(text).map_err(|error| {
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
    })
}

/// Which engine matches patterns.
#[derive(Debug, Clone, Copy)]
enum Engines {
    /// In linear time, without look-around.
    Linear,
    /// With look-around, up to a limit of steps.
    Backtracking,
}

fn build(
    address: &str,
    json: &Json,
    registry: &Registry<'_>,
    engines: Engines,
) -> Result<Validator, jsonschema::ValidationError<'static>> {
    let mut options = jsonschema::options()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .with_registry(registry);
    if !address.is_empty() {
        options = options.with_base_uri(address);
    }
    let options = formats::add(options, Draft::default().detect(json));
    match engines {
        Engines::Linear => options.with_pattern_options(PatternOptions::regex()),
        Engines::Backtracking => {
            options.with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACK_LIMIT))
        }
    }
    .build(json)
}

fn registry<'a>(
    address: &str,
    json: &'a Json,
    others: &'a [(String, Json)],
) -> Result<Registry<'a>, jsonschema::ReferencingError> {
    let mut registry = Registry::new();
    if !address.is_empty() {
        registry = registry.add(address, json)?;
    }
    for (address, json) in others {
        registry = registry.add(address, json)?;
    }
    registry.prepare()
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

#[cfg(test)]
mod tests;

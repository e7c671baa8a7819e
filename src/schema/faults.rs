//! What is wrong with a schema itself, at its places: whoever writes one is told as
//! of any other file.

use jsonschema::Draft;
use jsonschema::PatternOptions;
use jsonschema::meta::MetaValidator;
use serde_json::{Value as Json, json};

use super::documents::Documents;
use super::explain::Explainer;
use super::json_text::Written;
use super::subschemas::{self, Subschema};
use super::{ERROR_LIMIT, endless, formats};
use crate::dialect::Engine;
use crate::document::node::{Node, pointer_join};
use crate::messages::{Arguments, Message};
use crate::text::Span;

/// A mistake in the text of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the file.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Option<Message>,
}

impl Fault {
    pub(super) fn new(span: Span, message: &'static str, help: &'static str) -> Self {
        Self {
            span,
            message: Message::key(message),
            help: Some(Message::key(help)),
        }
    }
}

/// The mistakes in a schema that can be found without any other: keywords with
/// values that they cannot have, misspelt formats, patterns that cannot be used,
/// references that lead back to themselves.
pub fn faults(written: &Written) -> Vec<Fault> {
    if let Some(fault) = unknown_edition(written) {
        return vec![fault];
    }
    if !written.json.is_object() && !written.json.is_boolean() {
        let whole = Span::empty(written.node.span.start);
        return vec![Fault::new(
            whole,
            "schema-file-no-mapping",
            "schema-file-no-mapping-help",
        )];
    }
    let edition = Draft::default().detect(&written.json);
    let mut found = wrong_values(written, edition);
    if found.is_empty() {
        for schema in subschemas::all(&written.json, "") {
            found.extend(unknown_format(&written.node, &schema));
            found.extend(unusable_patterns(&written.node, &schema));
        }
        found.extend(endless_references(written));
    }
    found.sort_by_key(|fault| fault.span);
    found
}

/// `$schema` that names no edition of JSON Schema.
fn unknown_edition(written: &Written) -> Option<Fault> {
    let named = written.json.get("$schema")?.as_str()?;
    if Draft::from_schema_uri(named) != Draft::Unknown {
        return None;
    }
    let arguments = Arguments::new().with("value", super::clipped(named));
    Some(Fault {
        span: written.node.at("/$schema").map_or(written.node.span, |node| node.span),
        message: Message::Key("schema-unknown-edition", arguments),
        help: Some(Message::key("schema-unknown-edition-help")),
    })
}

/// What the schema of schemas does not take.
fn wrong_values(written: &Written, edition: Draft) -> Vec<Fault> {
    let validator = schema_of_schemas(edition);
    if validator.is_valid(&written.json) {
        return Vec::new();
    }
    let nothing = Documents::default();
    let fence = Span::empty(written.node.span.start);
    let mut explainer = Explainer::new(&nothing, &written.node, Engine::Core12, fence);
    for error in validator.iter_errors(&written.json).take(ERROR_LIMIT) {
        explainer.explain(&error, 0);
    }
    let failures = explainer.finish().into_iter();
    failures
        .map(|failure| Fault {
            span: failure.span,
            message: failure.message,
            help: failure.help,
        })
        .collect()
}

fn schema_of_schemas(edition: Draft) -> MetaValidator<'static> {
    match edition {
        Draft::Draft4 => jsonschema::draft4::meta::validator(),
        Draft::Draft6 => jsonschema::draft6::meta::validator(),
        Draft::Draft7 => jsonschema::draft7::meta::validator(),
        Draft::Draft201909 => jsonschema::draft201909::meta::validator(),
        _ => jsonschema::draft202012::meta::validator(),
    }
}

fn unknown_format(node: &Node, schema: &Subschema<'_>) -> Option<Fault> {
    let format = schema.json.get("format")?.as_str()?;
    let suggestion = formats::meant(format)?;
    let arguments = Arguments::new().with("format", super::clipped(format));
    let help = Message::Key("schema-did-you-mean", Arguments::new().with("suggestion", suggestion));
    Some(Fault {
        span: span_at(node, &pointer_join(&schema.pointer, "format")),
        message: Message::Key("schema-unknown-format", arguments),
        help: Some(help),
    })
}

/// References that lead back to where they stand, so that a value would have to be
/// judged again and again.
fn endless_references(written: &Written) -> Vec<Fault> {
    let fault = |pointer: String| {
        Fault::new(
            span_at(&written.node, &pointer),
            "schema-endless",
            "schema-endless-help",
        )
    };
    endless::references(&written.json).into_iter().map(fault).collect()
}

fn unusable_patterns(node: &Node, schema: &Subschema<'_>) -> Vec<Fault> {
    let fault = |span: Span, pattern: &str| {
        let arguments = Arguments::new().with("pattern", super::clipped(pattern));
        Fault {
            span,
            message: Message::Key("schema-unusable-pattern", arguments),
            help: Some(Message::key("schema-unusable-pattern-help")),
        }
    };
    let mut found = Vec::new();
    if let Some(pattern) = schema.json.get("pattern").and_then(Json::as_str)
        && !is_usable(pattern)
    {
        let pointer = pointer_join(&schema.pointer, "pattern");
        found.push(fault(span_at(node, &pointer), pattern));
    }
    let of_keys = schema.json.get("patternProperties").and_then(Json::as_object);
    for (pattern, _) in of_keys.into_iter().flatten() {
        if !is_usable(pattern) {
            let pointer = pointer_join(&pointer_join(&schema.pointer, "patternProperties"), pattern);
            let span = node.entry_at(&pointer).map_or(node.span, |entry| entry.key.span);
            found.push(fault(span, pattern));
        }
    }
    found
}

fn is_usable(pattern: &str) -> bool {
    let schema = json!({ "pattern": pattern });
    let options = || jsonschema::draft202012::options();
    options()
        .with_pattern_options(PatternOptions::regex())
        .build(&schema)
        .is_ok()
        || options()
            .with_pattern_options(PatternOptions::fancy_regex())
            .build(&schema)
            .is_ok()
}

/// The bytes of the value at a pointer, or of what is nearest above it.
pub(super) fn span_at(node: &Node, pointer: &str) -> Span {
    node.at(pointer).map_or(Span::empty(node.span.start), |node| node.span)
}

//! Values that a schema calls deprecated: nothing is wrong with them yet.

use jsonschema::{OutputUnit, Validator};
use serde_json::Value as Json;

use super::explain::{described, own_words};
use super::place::Place;
use super::{ERROR_LIMIT, Failure, Keyword, clipped, subschemas};
use crate::dialect::Engine;
use crate::document::node::Node;
use crate::messages::{Arguments, Message};

/// Whether a schema calls anything deprecated, so that others pay nothing for it.
pub(super) fn is_used_in(schema: &Json) -> bool {
    subschemas::all(schema, "")
        .iter()
        .any(|schema| is_deprecated(schema.json))
}

fn is_deprecated(schema: &Json) -> bool {
    schema.get("deprecated") == Some(&Json::Bool(true))
}

/// The keys with deprecated values, and deprecated items of lists.
pub(super) fn keys(validator: &Validator, value: &Json, node: &Node, engine: Engine) -> Vec<Failure> {
    let evaluation = validator.evaluate(value);
    let mut found: Vec<Failure> = Vec::new();
    for (pointer, schema) in annotated(evaluation.root()) {
        let place = Place::find(node, pointer, engine);
        if found.len() == ERROR_LIMIT {
            break;
        }
        if place.name.is_empty() || found.iter().any(|failure| failure.pointer == pointer) {
            continue;
        }
        let arguments = Arguments::new().with("key", place.name.as_str());
        let (span, message) = match place.is_item {
            true => (place.value_span(), "schema-deprecated-item"),
            false => (place.owner_span(), "schema-deprecated-key"),
        };
        let arguments = match place.node.as_scalar() {
            Some(scalar) => arguments.with("value", clipped(&scalar.text)),
            None => arguments.with("value", "…"),
        };
        let message = match own_words(schema, "x-kanwu-message") {
            Some(words) => Message::Own(Box::new(words), arguments.clone()),
            None => Message::Key(message, arguments.clone()),
        };
        let help = match own_words(schema, "x-kanwu-help") {
            Some(words) => Some(Message::Own(Box::new(words), arguments)),
            None => described(schema),
        };
        found.push(Failure {
            keyword: Keyword::Deprecated,
            span,
            message,
            help: Some(help.unwrap_or_else(|| Message::key("schema-deprecated-help"))),
            labels: Vec::new(),
            pointer: pointer.to_owned(),
            fix: None,
            lacks: Vec::new(),
        });
    }
    found
}

/// What deprecated parts of a schema say, with the pointer of the value that each
/// speaks of. What is wrong elsewhere does not matter; alternatives that do not
/// hold say nothing.
fn annotated(root: OutputUnit<'_>) -> Vec<(&str, &Json)> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(unit) = open.pop() {
        if !unit.valid() && is_alternative(unit.evaluation_path().as_str()) {
            continue;
        }
        let annotations = unit.annotations().or(unit.dropped_annotations());
        if let Some(schema) = annotations.map(|annotations| annotations.value())
            && is_deprecated(schema)
        {
            found.push((unit.instance_location().as_str(), schema));
        }
        open.extend(unit.children());
    }
    found
}

/// Whether a path ends at one of several schemas that need not all hold.
fn is_alternative(path: &str) -> bool {
    let mut tokens = path.rsplit('/');
    let last = tokens.next().unwrap_or_default();
    matches!(last, "if" | "not" | "contains") || tokens.next().is_some_and(|before| matches!(before, "anyOf" | "oneOf"))
}

//! Lists: what they hold too often, too much of, or not at all.

use std::collections::HashMap;

use jsonschema::ValidationError;
use serde_json::Value as Json;

use super::words::{described, listed, shown};
use super::{ERROR_LIMIT, Explainer, Failure, Keyword, clipped};
use crate::document::node::Node;
use crate::messages::{Arguments, Message};
use crate::schema::place::Place;
use crate::text::Span;

impl Explainer<'_> {
    /// The items that were listed before.
    pub(super) fn repeated(&mut self, error: &ValidationError<'_>) {
        let place = self.place(error);
        let mut first: HashMap<String, Span> = HashMap::new();
        let before = self.failures.len();
        for item in place.node.items() {
            let value = item.to_json(self.engine);
            let Some(known) = first.get(&value.to_string()).copied() else {
                first.insert(value.to_string(), item.span);
                continue;
            };
            if self.failures.len() - before == ERROR_LIMIT {
                break;
            }
            let arguments = Arguments::new()
                .with("key", place.name.as_str())
                .with("value", written(item, &value));
            let help = Some(Message::key("schema-listed-twice-help"));
            let mut failure = self.of_items(error, item.span, Message::Key("schema-listed-twice", arguments), help);
            failure.labels.push((known, Message::key("schema-listed-first")));
            self.failures.push(failure);
        }
        // Numbers may be equal and written otherwise.
        if self.failures.len() == before {
            let message = Message::Key("schema-repeated", self.arguments(error));
            self.push(error, Keyword::Other, message, None);
        }
    }

    /// `contains`, with its least and its greatest number.
    pub(super) fn contained(&mut self, error: &ValidationError<'_>) {
        let path = error.schema_path().as_str();
        let is_too_many = path.ends_with("/maxContains");
        let is_least = path.ends_with("/minContains");
        let schema = self.schema_of(error);
        let wanted = schema.and_then(|schema| schema.get("contains"));
        let number = |keyword: &str| schema.and_then(|schema| schema.get(keyword)?.as_u64());
        let least = number("minContains").filter(|_| is_least).unwrap_or(1);
        let limit = match is_too_many {
            true => number("maxContains").unwrap_or(1),
            false => least,
        };
        let values: Vec<String> = wanted.map(values_of).unwrap_or_default();
        let message = match (is_too_many, values.len(), limit) {
            (true, 0, _) => "schema-contains-too-many",
            (true, ..) => "schema-contains-too-many-of",
            (false, 0, 1) => "schema-contains-none",
            (false, 0, _) => "schema-contains-too-few",
            (false, 1, 1) => "schema-contains-no",
            (false, _, 1) => "schema-contains-none-of",
            (false, ..) => "schema-contains-too-few-of",
        };
        let arguments = self
            .arguments(error)
            .with("limit", limit.to_string())
            .with("wanted", listed(values.iter().map(String::as_str)));
        let help = wanted.and_then(described);
        self.push(error, Keyword::Other, Message::Key(message, arguments), help);
    }

    /// `additionalItems`: more items than there are schemas for.
    pub(super) fn too_many_items(&mut self, error: &ValidationError<'_>, limit: usize) {
        self.too_many_from(error.instance_path().as_str(), limit);
    }

    /// That the items of a list from an index on are too many: said once, of all.
    pub(super) fn too_many_from(&mut self, pointer: &str, limit: usize) {
        let place = Place::find(self.root, pointer, self.engine);
        let extra = place.node.items().get(limit..).unwrap_or_default();
        let span = match (extra.first(), extra.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => place.value_span(),
        };
        let message = match limit {
            0 => "schema-must-be-empty",
            1 => "schema-too-many-one",
            _ => "schema-too-many",
        };
        let arguments = Arguments::new()
            .with("key", place.name.as_str())
            .with("limit", limit.to_string());
        let is_known = |failure: &Failure| failure.pointer == pointer && failure.span.end == span.end;
        if !self.failures.iter().any(is_known) {
            self.failures.push(Failure {
                keyword: Keyword::Other,
                span,
                message: Message::Key(message, arguments),
                help: Some(Message::key("schema-too-many-help")),
                labels: Vec::new(),
                pointer: pointer.to_owned(),
                fix: None,
                lacks: Vec::new(),
            });
        }
    }

    /// Items of which no part of the schema speaks; they are named by their value.
    pub(super) fn unexpected_items(&mut self, error: &ValidationError<'_>, unexpected: &[String]) {
        let place = self.place(error);
        let mut left: Vec<&String> = unexpected.iter().take(ERROR_LIMIT).collect();
        let schema = self.schema_of(error).and_then(|schema| schema.get("unevaluatedItems"));
        let schema = schema.filter(|schema| schema.is_object());
        // Of equal items the last ones are those that nothing speaks of.
        for (index, item) in place.node.items().iter().enumerate().rev() {
            let value = item.to_json(self.engine);
            let text = value.to_string();
            if let Some(found) = left.iter().position(|name| **name == text) {
                left.remove(found);
                if let Some(schema) = schema {
                    self.unfit_at(&format!("{}/{index}", error.instance_path().as_str()), schema);
                    continue;
                }
                let arguments = Arguments::new()
                    .with("key", place.name.as_str())
                    .with("value", written(item, &value));
                let help = Some(Message::key("schema-item-unexpected-help"));
                let message = Message::Key("schema-item-unexpected", arguments);
                let failure = self.of_items(error, item.span, message, help);
                self.failures.push(failure);
            }
            if left.is_empty() {
                break;
            }
        }
    }

    fn of_items(&self, error: &ValidationError<'_>, span: Span, message: Message, help: Option<Message>) -> Failure {
        Failure {
            keyword: Keyword::Other,
            span,
            message,
            help,
            labels: Vec::new(),
            pointer: error.instance_path().as_str().to_owned(),
            fix: None,
            lacks: Vec::new(),
        }
    }
}

fn written(item: &Node, value: &Json) -> String {
    match item.as_scalar() {
        Some(scalar) => clipped(&scalar.text),
        None => clipped(&value.to_string()),
    }
}

/// The values that a schema lists, if it does.
fn values_of(schema: &Json) -> Vec<String> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => vec![shown(value)],
        (None, Some(Json::Array(values))) => values.iter().map(shown).collect(),
        _ => Vec::new(),
    }
}

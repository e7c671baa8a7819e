//! Why something is asked for that is not asked of every value: since another key
//! is there, or has a certain value.

use jsonschema::ValidationError;
use serde_json::Value as Json;

use super::{Explainer, clipped};
use crate::document::node::{pointer_join, pointer_tokens};
use crate::messages::{Arguments, Message};
use crate::schema::place::Place;
use crate::schema::subschemas::{Holds, holds};
use crate::text::Span;

/// Keys that one condition is shown to hang on.
const LIMIT: usize = 3;

/// A condition on the way from a schema to a keyword in it.
struct Condition {
    /// The pointer of the schema that has it.
    schema: String,
    kind: ConditionKind,
    /// Steps into the value before it.
    steps: usize,
}

enum ConditionKind {
    /// `then` or `else`.
    If,
    /// A key is there.
    Key(String),
}

impl Explainer<'_> {
    /// Shows beside the failures from an index on what they hang on.
    pub(super) fn give_reasons(&mut self, error: &ValidationError<'_>, from: usize) {
        if self.failures.len() == from {
            return;
        }
        let reasons = self.reasons(error);
        for failure in self.failures.iter_mut().skip(from) {
            for reason in &reasons {
                if reason.0 != failure.span && !failure.labels.contains(reason) {
                    failure.labels.push(reason.clone());
                }
            }
        }
    }

    /// Why a key is needed.
    pub(super) fn reasons_for_missing(&self, error: &ValidationError<'_>, key: &str) -> Vec<(Span, Message)> {
        let mut reasons = self.reasons(error);
        let place = self.place(error);
        let schema = self.schema_of(error);
        let keyword = error.schema_path().as_str().rsplit('/').next().unwrap_or_default();
        let dependent = match keyword {
            "dependentRequired" | "dependencies" => schema.and_then(|schema| schema.get(keyword)?.as_object()),
            _ => None,
        };
        for (other, needed) in dependent.into_iter().flatten() {
            let needs_it = needed
                .as_array()
                .is_some_and(|needed| needed.contains(&Json::from(key)));
            if needs_it {
                reasons.extend(self.since_key(&place, other));
            }
        }
        reasons
    }

    fn reasons(&self, error: &ValidationError<'_>) -> Vec<(Span, Message)> {
        let path = error.schema_path().as_str();
        if !["/then", "/else", "/dependentSchemas", "/dependencies"]
            .into_iter()
            .any(|keyword| path.contains(keyword))
        {
            return Vec::new();
        }
        let (conditions, steps) = conditions(path);
        let instance: Vec<_> = pointer_tokens(error.instance_path().as_str())
            .into_iter()
            .flatten()
            .collect();
        let Some(before) = instance.len().checked_sub(steps) else {
            return Vec::new();
        };
        let mut reasons = Vec::new();
        for condition in conditions {
            let tokens = instance.iter().take(before + condition.steps);
            let pointer = tokens.fold(String::new(), |pointer, token| pointer_join(&pointer, token));
            let place = Place::find(self.root, &pointer, self.engine);
            match condition.kind {
                ConditionKind::Key(key) => reasons.extend(self.since_key(&place, &key)),
                ConditionKind::If => {
                    let asked = self.documents.at(error, &format!("{}/if", condition.schema));
                    for key in asked.map(keys_asked_for).unwrap_or_default() {
                        reasons.extend(self.since_value(&place, key));
                    }
                }
            }
        }
        reasons.truncate(LIMIT);
        reasons
    }

    fn since_key(&self, place: &Place<'_>, key: &str) -> Option<(Span, Message)> {
        place.node.get(key)?;
        let arguments = Arguments::new().with("key", clipped(key));
        let span = place.key_of(key, self.engine);
        Some((span, Message::Key("schema-since-key", arguments)))
    }

    fn since_value(&self, place: &Place<'_>, key: &str) -> Option<(Span, Message)> {
        let entry = place.node.get(key)?;
        match entry.value.as_scalar() {
            Some(scalar) if !scalar.text.is_empty() => {
                let arguments = Arguments::new()
                    .with("key", clipped(key))
                    .with("value", clipped(&scalar.text));
                Some((entry.value.span, Message::Key("schema-since-value", arguments)))
            }
            _ => self.since_key(place, key),
        }
    }
}

/// The keys that a condition looks at.
fn keys_asked_for(condition: &Json) -> Vec<&str> {
    let properties = condition.get("properties").and_then(Json::as_object);
    let required = condition.get("required").and_then(Json::as_array);
    let mut keys: Vec<&str> = properties.into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    for key in required.into_iter().flatten().filter_map(Json::as_str) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The conditions on a path to a keyword, and how many steps into the value the
/// whole path takes.
fn conditions(path: &str) -> (Vec<Condition>, usize) {
    let mut found = Vec::new();
    let mut steps = 0;
    let mut at = String::new();
    let mut tokens = pointer_tokens(path).into_iter().flatten().peekable();
    while let Some(keyword) = tokens.next() {
        let schema = at.clone();
        at = pointer_join(&at, &keyword);
        let Some(what) = holds(&keyword) else { break };
        if matches!(keyword.as_ref(), "then" | "else") {
            found.push(Condition {
                schema,
                kind: ConditionKind::If,
                steps,
            });
        }
        let name = match what {
            Holds::Named | Holds::List => tokens.next(),
            Holds::SchemaOrList => tokens.next_if(|token| token.bytes().all(|byte| byte.is_ascii_digit())),
            Holds::Schema => None,
        };
        if let Some(name) = &name {
            at = pointer_join(&at, name);
        }
        match keyword.as_ref() {
            "properties"
            | "patternProperties"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "items"
            | "prefixItems"
            | "additionalItems"
            | "unevaluatedItems"
            | "contains" => steps += 1,
            // What stands there is not reached from above by steps.
            "$defs" | "definitions" => {
                steps = 0;
                found.clear();
            }
            "dependentSchemas" | "dependencies" => {
                if let Some(name) = name {
                    let kind = ConditionKind::Key(name.into_owned());
                    found.push(Condition {
                        schema: at.clone(),
                        kind,
                        steps,
                    });
                }
            }
            _ => {}
        }
    }
    (found, steps)
}

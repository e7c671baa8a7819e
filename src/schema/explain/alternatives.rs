//! Alternatives of which none holds, or more than one, and what may not hold.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::words::{described, listed, shown};
use super::{DEPTH_LIMIT, Explainer, Keyword};
use crate::messages::{Arguments, Message};
use crate::schema::branch::{Verdict, judge};
use crate::schema::types::Found;
use crate::text::Span;

impl Explainer<'_> {
    pub(super) fn alternatives(
        &mut self,
        error: &ValidationError<'_>,
        branches: &[Vec<ValidationError<'static>>],
        depth: usize,
    ) {
        match judge(branches, error.instance_path().as_str()) {
            Verdict::Types(types) => self.wrong_type(error, &types),
            Verdict::Values(errors) => {
                let mut options = Vec::new();
                for error in errors {
                    match error.kind() {
                        Kind::Enum { options: more } => options.extend(more.as_array().into_iter().flatten().cloned()),
                        Kind::Constant { expected_value } => options.push(Json::clone(expected_value)),
                        _ => {}
                    }
                }
                self.not_allowed(error, &options);
            }
            Verdict::Keys(keys) => {
                let keys = keys.into_iter().map(shown).collect();
                self.one_of.push((error.instance_path().as_str().to_owned(), keys));
            }
            Verdict::Branch(errors) if depth < DEPTH_LIMIT && !errors.is_empty() => {
                for error in errors {
                    self.explain(error, depth + 1);
                }
            }
            Verdict::Branch(_) => self.other(error, error.kind()),
        }
    }

    /// `oneOf` where more than one alternative holds.
    pub(super) fn several_alternatives(&mut self, error: &ValidationError<'_>) {
        let node = self.place(error).node;
        let alternatives = self.schema_of(error).and_then(|schema| schema.get("oneOf")?.as_array());
        let keys: Vec<&str> = alternatives
            .into_iter()
            .flatten()
            .filter_map(|alternative| only_key(alternative.get("required")?))
            .filter(|key| node.get(key).is_some())
            .collect();
        if keys.len() > 1 {
            self.together(error, &keys, "schema-only-one-of", "schema-only-one-of-help");
        } else {
            let message = match self.place(error).name.is_empty() {
                true => "schema-ambiguous-here",
                false => "schema-ambiguous",
            };
            let message = Message::Key(message, self.arguments(error));
            self.push(error, Keyword::Other, message, None);
        }
    }

    /// `not`: in words that say what may not be, where the schema is simple.
    pub(super) fn negated(&mut self, error: &ValidationError<'_>, schema: &Json) {
        let place = self.place(error);
        let own = self.schema_of(error).and_then(described);
        let another = || Some(own.clone().unwrap_or_else(|| Message::key("schema-another-value-help")));
        let has = |keyword: &str| schema.get(keyword).is_some();
        let required: Vec<&str> = match schema.get("required") {
            Some(Json::Array(keys)) => keys.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        };
        match required.as_slice() {
            [] => {}
            [key] if !has("properties") => {
                let message = Message::Key("schema-forbidden-key", Arguments::new().with("key", *key));
                let help = own.unwrap_or_else(|| Message::key("schema-forbidden-key-help"));
                self.push_key(&place, error.instance_path().as_str(), key, message, help);
                return;
            }
            keys if !has("properties") => {
                self.together(error, keys, "schema-not-together", "schema-not-together-help");
                return;
            }
            _ => {}
        }
        let is_single = place.node.as_scalar().is_some();
        let (keyword, message, help) = if has("const") || has("enum") {
            (Keyword::Enum, "schema-not-allowed", another())
        } else if has("pattern") && is_single {
            (Keyword::Format, "schema-not-form", another())
        } else if has("type") {
            (Keyword::Type, "schema-not-kind", own)
        } else if place.name.is_empty() {
            (Keyword::Other, "schema-other-here", own)
        } else if is_single {
            (Keyword::Other, "schema-not-allowed", another())
        } else {
            (Keyword::Other, "schema-not-so", own)
        };
        let message = Message::Key(message, self.arguments(error));
        self.push(error, keyword, message, help);
        if let (Keyword::Type, Some(failure)) = (keyword, self.failures.last_mut()) {
            let label = Message::key(Found::at(place.node, self.engine).label());
            failure.labels.push((failure.span, label));
        }
    }

    /// Keys that exclude one another: at the last of them, with the others shown.
    fn together(&mut self, error: &ValidationError<'_>, keys: &[&str], message: &'static str, help: &'static str) {
        let place = self.place(error);
        let mut spans: Vec<Span> = keys.iter().map(|key| place.key_of(key, self.engine)).collect();
        spans.sort_unstable();
        spans.dedup();
        let arguments = Arguments::new().with("keys", listed(keys.iter().copied()));
        let message = Message::Key(message, arguments);
        self.push(error, Keyword::Other, message, Some(Message::key(help)));
        if let (Some(failure), Some(last)) = (self.failures.last_mut(), spans.pop()) {
            failure.span = last;
            failure.labels = spans
                .into_iter()
                .map(|span| (span, Message::key("schema-other-key")))
                .collect();
        }
    }
}

/// The one key of a list of required keys.
fn only_key(required: &Json) -> Option<&str> {
    match required.as_array()?.as_slice() {
        [key] => key.as_str(),
        _ => None,
    }
}

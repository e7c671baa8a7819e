//! Keys that are missing: one failure for each mapping, whatever asks for them.

use jsonschema::ValidationError;
use serde_json::Value as Json;

use super::words::{description, listed, shown};
use super::{Explainer, Failure, Keyword};
use crate::messages::{Arguments, Message};
use crate::schema::place::Place;
use crate::schema::placeholder::{Lacking, Placeholder};
use crate::text::Span;

/// Keys that one mapping lacks.
#[derive(Debug)]
pub(super) struct Missing {
    /// The pointer of the mapping.
    pointer: String,
    keys: Vec<MissingKey>,
    /// Why they are needed, where that hangs on other keys.
    reasons: Vec<(Span, Message)>,
}

#[derive(Debug)]
struct MissingKey {
    name: String,
    /// What the schema says of it.
    description: Option<String>,
    /// What it takes it to be.
    default: Option<String>,
    lacking: Lacking,
}

impl Explainer<'_> {
    pub(super) fn required(&mut self, error: &ValidationError<'_>, property: &Json) {
        let name = shown(property);
        let pointer = error.instance_path().as_str();
        let reasons = self.reasons_for_missing(error, &name);
        let (schema, document) = match self.documents.schema_of(error) {
            // What is required in one part may be described in another.
            Some((schema, document)) => {
                let of_top = || property_of(document, &name).filter(|_| pointer.is_empty());
                (property_of(schema, &name).or_else(of_top), document)
            }
            None => (None, &Json::Null),
        };
        let default = schema
            .and_then(|schema| schema.get("default"))
            .filter(|default| !default.is_object() && !default.is_array() && !default.is_null());
        let key = MissingKey {
            name,
            description: schema.and_then(description).map(str::to_owned),
            default: default.map(shown),
            lacking: Lacking {
                key: property.as_str().unwrap_or_default().to_owned(),
                value: Placeholder::of(schema, document),
            },
        };
        let Some(missing) = self.missing.iter_mut().find(|missing| missing.pointer == pointer) else {
            self.missing.push(Missing {
                pointer: pointer.to_owned(),
                keys: vec![key],
                reasons,
            });
            return;
        };
        if missing.keys.iter().all(|known| known.name != key.name) {
            missing.keys.push(key);
        }
        for reason in reasons {
            if !missing.reasons.contains(&reason) {
                missing.reasons.push(reason);
            }
        }
    }

    /// Adds one failure for each mapping that lacks keys. A key of which another
    /// seems to be a slip is not missing.
    pub(super) fn add_missing(&mut self) {
        for mut missing in std::mem::take(&mut self.missing) {
            missing.keys.retain(|key| {
                let mut meant = self.meant.iter();
                !meant.any(|(at, meant)| *at == missing.pointer && *meant == key.name)
            });
            self.failures.extend(self.missing_keys(missing));
        }
        for (pointer, keys) in std::mem::take(&mut self.one_of) {
            let is_meant = |key: &String| self.meant.iter().any(|(at, meant)| *at == pointer && meant == key);
            if !keys.iter().any(is_meant) {
                let arguments = Arguments::new().with("keys", listed(keys.iter().map(String::as_str)));
                let message = Message::Key("schema-missing-one-of", arguments);
                let help = Message::key("schema-missing-one-of-help");
                self.failures.push(self.missing_in(pointer, message, help));
            }
        }
    }

    fn missing_keys(&self, missing: Missing) -> Option<Failure> {
        let first = missing.keys.first()?;
        let message = match missing.keys.len() {
            1 => "schema-missing-key",
            _ => "schema-missing-keys",
        };
        let names = missing.keys.iter().map(|key| key.name.as_str());
        let arguments = Arguments::new().with("keys", listed(names));
        let value = first.default.as_deref().unwrap_or("…");
        let help = Arguments::new().with("key", first.name.as_str()).with("value", value);
        let help = match (&first.description, missing.keys.len()) {
            (Some(description), 1) => Message::Key(
                "schema-missing-key-described-help",
                help.with("description", description),
            ),
            (None, 1) => Message::Key("schema-missing-key-help", help),
            _ => Message::Key("schema-missing-keys-help", help),
        };
        let mut failure = self.missing_in(missing.pointer, Message::Key(message, arguments), help);
        failure.labels = missing.reasons;
        // What is there under a misspelt name is missing, but is to be renamed, not
        // added beside it.
        let is_misspelt = |key: &MissingKey| failure.pointer.is_empty() && self.misspelt.contains(&key.name);
        let added = missing.keys.into_iter().filter(|key| !is_misspelt(key));
        failure.lacks = added.map(|key| key.lacking).collect();
        Some(failure)
    }

    /// That something is missing in the mapping at a pointer.
    fn missing_in(&self, pointer: String, message: Message, help: Message) -> Failure {
        let place = Place::find(self.root, &pointer, self.engine);
        Failure {
            keyword: Keyword::Required,
            span: self.owner_span(&place, &pointer),
            message,
            help: Some(help),
            labels: Vec::new(),
            pointer,
            fix: None,
            lacks: Vec::new(),
        }
    }

    /// Where to say something of a mapping as a whole.
    pub(super) fn owner_span(&self, place: &Place<'_>, pointer: &str) -> Span {
        match pointer.is_empty() {
            true => self.fence,
            false => place.owner_span(),
        }
    }
}

fn property_of<'schema>(schema: &'schema Json, name: &str) -> Option<&'schema Json> {
    schema.get("properties")?.get(name)
}

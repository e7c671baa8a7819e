//! Keys that may not stand where they stand.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::words::{described, did_you_mean, listed, shown};
use super::{DEPTH_LIMIT, ERROR_LIMIT, Explainer, Failure, Keyword, clipped};
use crate::diagnostic::{Applicability, Change, Edit, Fix};
use crate::document::node::pointer_join;
use crate::messages::{Arguments, Message};
use crate::schema::lookalike::lookalike;
use crate::schema::nearest::nearest;
use crate::schema::place::Place;
use crate::text::Span;

impl Explainer<'_> {
    pub(super) fn unknown_keys(&mut self, error: &ValidationError<'_>, unexpected: &[String]) {
        let place = self.place(error);
        let pointer = error.instance_path().as_str();
        let mut known = Vec::new();
        if let Some((schema, document)) = self.documents.schema_of(error) {
            collect_keys(schema, document, &mut known, 0);
        }
        for key in unexpected.iter().take(ERROR_LIMIT) {
            let free = known.iter().copied().filter(|known| place.node.get(known).is_none());
            let alike = lookalike(key, free.clone());
            let suggestion = alike.or_else(|| nearest(key, free));
            let help = match suggestion {
                Some(suggestion) => {
                    self.meant.push((pointer.to_owned(), suggestion.to_owned()));
                    did_you_mean(suggestion)
                }
                None if known.is_empty() => Message::key("schema-unknown-key-help"),
                None => Message::Key(
                    "schema-unknown-key-list-help",
                    Arguments::new().with("known", listed(known.iter().copied())),
                ),
            };
            let message = Message::Key("schema-unknown-key", Arguments::new().with("key", clipped(key)));
            let hope = if alike.is_some() {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            };
            let fix = suggestion.and_then(|suggestion| renamed(&place, key, suggestion, hope));
            self.push_key(&place, pointer, key, message, help);
            if let Some(failure) = self.failures.last_mut() {
                failure.fix = fix;
            }
        }
    }

    /// Keys of which no other part of the schema speaks: they may not be there, or
    /// their values are not as that one part wants them.
    pub(super) fn unevaluated_keys(&mut self, error: &ValidationError<'_>, unexpected: &[String]) {
        let schema = self
            .schema_of(error)
            .and_then(|schema| schema.get("unevaluatedProperties"));
        match schema.filter(|schema| schema.is_object()) {
            None => self.unknown_keys(error, unexpected),
            Some(schema) => {
                for key in unexpected.iter().take(ERROR_LIMIT) {
                    self.unfit_at(&pointer_join(error.instance_path().as_str(), key), schema);
                }
            }
        }
    }

    /// A key of a mapping that is no name for a key there.
    pub(super) fn bad_key(&mut self, error: &ValidationError<'_>, inner: &ValidationError<'_>) {
        let key = shown(inner.instance());
        let place = self.place(error);
        let written = match inner.instance().as_ref() {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        let own = self.schema_of(error).and_then(|schema| schema.get("propertyNames"));
        let own = own.and_then(described);
        let arguments = Arguments::new().with("key", key.as_str());
        let (message, help) = match inner.kind() {
            Kind::Enum { options } => {
                let allowed: Vec<String> = options.as_array().into_iter().flatten().map(shown).collect();
                let allowed = || allowed.iter().map(String::as_str);
                let help = match nearest(&key, allowed()) {
                    Some(suggestion) => did_you_mean(suggestion),
                    None => Message::Key(
                        "schema-unknown-key-list-help",
                        Arguments::new().with("known", listed(allowed())),
                    ),
                };
                ("schema-unknown-key", Some(help))
            }
            Kind::Pattern { pattern } => {
                let help = Arguments::new().with("pattern", pattern.as_str());
                let help = own.unwrap_or(Message::Key("schema-pattern-help", help));
                ("schema-key-form", Some(help))
            }
            Kind::MaxLength { limit } => {
                let help = Arguments::new().with("limit", limit.to_string());
                (
                    "schema-key-too-long",
                    Some(Message::Key("schema-key-too-long-help", help)),
                )
            }
            Kind::FalseSchema => ("schema-forbidden-key", Some(Message::key("schema-forbidden-key-help"))),
            _ => ("schema-key-form", own),
        };
        let help = help.unwrap_or_else(|| Message::key("schema-unknown-key-help"));
        let pointer = error.instance_path().as_str();
        self.push_key(&place, pointer, &written, Message::Key(message, arguments), help);
    }

    /// A value whose schema is `false`: a key that may not be there, or an item
    /// behind those that a list may have.
    pub(super) fn forbidden(&mut self, error: &ValidationError<'_>) {
        let pointer = error.instance_path().as_str();
        let place = self.place(error);
        if pointer.is_empty() {
            let failure = Message::key("schema-nothing-allowed");
            self.push(error, Keyword::Other, failure, None);
            return;
        }
        let (parent, index) = pointer.rsplit_once('/').unwrap_or_default();
        if place.is_item {
            self.too_many_from(parent, index.parse().unwrap_or(0));
            return;
        }
        let message = Message::Key(
            "schema-forbidden-key",
            Arguments::new().with("key", place.name.as_str()),
        );
        let owner = Place::find(self.root, parent, self.engine);
        let help = Message::key("schema-forbidden-key-help");
        self.push_key(&owner, parent, &place.name, message, help);
    }

    /// Adds a failure at a key of the mapping at a place.
    pub(super) fn push_key(&mut self, owner: &Place<'_>, pointer: &str, key: &str, message: Message, help: Message) {
        self.failures.push(Failure {
            keyword: Keyword::AdditionalProperties,
            span: owner.key_of(key, self.engine),
            message,
            help: Some(help),
            labels: Vec::new(),
            pointer: pointer_join(pointer, key),
            fix: None,
            lacks: Vec::new(),
        });
    }
}

/// The key under another name. A schema cannot know what a theme reads besides,
/// so a person must ask for it; but who reads the file cannot tell a lookalike
/// from the name, so that it can only be meant.
pub(in crate::schema) fn renamed(place: &Place<'_>, key: &str, suggestion: &str, hope: Applicability) -> Option<Fix> {
    let entry = place.node.get(key)?;
    let is_plain = |name: &str| {
        name.chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-')
    };
    // What an alias brings in stands elsewhere.
    let stands_here = entry.key.span.end < entry.value.span.start || entry.value.span.is_empty();
    let inner = match entry.key.span.len() - key.len().min(entry.key.span.len()) {
        0 => entry.key.span,
        2 => Span::new(entry.key.span.start + 1, entry.key.span.end - 1),
        _ => return None,
    };
    // The proof of a fix that hopes to be safe sees what stands there.
    let is_word = is_plain(key) || hope == Applicability::Safe;
    if !stands_here || !is_word || !is_plain(suggestion) {
        return None;
    }
    Some(Fix {
        title: Message::Key("schema-fix-rename", Arguments::new().with("suggestion", suggestion)),
        edits: vec![Edit {
            span: inner,
            text: suggestion.to_owned(),
        }],
        change: Change::RenameKey,
        applicability: hope,
    })
}

/// The keys that a schema names for the value that it judges.
pub(in crate::schema) fn known_keys(schema: &Json) -> Vec<&str> {
    let mut keys = Vec::new();
    collect_keys(schema, schema, &mut keys, 0);
    keys
}

/// The keys that a schema names, with those of the schemas in it that speak of
/// the same value.
fn collect_keys<'schema>(schema: &'schema Json, root: &'schema Json, keys: &mut Vec<&'schema str>, depth: usize) {
    if depth > DEPTH_LIMIT {
        return;
    }
    let properties = schema.get("properties").and_then(Json::as_object);
    for (key, value) in properties.into_iter().flatten() {
        if !keys.contains(&key.as_str()) && *value != Json::Bool(false) {
            keys.push(key);
        }
    }
    let referred = schema
        .get("$ref")
        .and_then(Json::as_str)
        .and_then(|reference| root.pointer(reference.strip_prefix('#')?));
    let alternatives = ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_array())
        .flatten();
    let dependent = ["dependentSchemas", "dependencies"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_object())
        .flat_map(|named| named.values());
    let conditional = ["if", "then", "else"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword));
    for schema in alternatives.chain(conditional).chain(dependent).chain(referred) {
        collect_keys(schema, root, keys, depth + 1);
    }
}

//! Keys that may not stand where they stand.

use std::collections::HashSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::words::{described, did_you_mean, listed, shown};
use super::{ERROR_LIMIT, Explainer, Failure, Keyword, clipped};
use crate::diagnostic::{Applicability, Change, Edit, Fix};
use crate::document::front_matter::write;
use crate::document::node::{Node, pointer_join};
use crate::messages::{Arguments, Message};
use crate::schema::lookalike::lookalike;
use crate::schema::misspelt::Known;
use crate::schema::nearest::nearest;
use crate::schema::place::Place;
use crate::text::Span;

impl Explainer<'_> {
    pub(super) fn unknown_keys(&mut self, error: &ValidationError<'_>, unexpected: &[String]) {
        let place = self.place(error);
        let pointer = error.instance_path().as_str();
        let named = self.documents.schema_of(error);
        let known = named.map_or_else(Vec::new, |(schema, document)| keys_named(schema, document));
        let present = names_in(place.node);
        let is_taken = |known: &str| {
            let mut meant = self.meant.iter();
            present.contains(known) || meant.any(|(at, meant)| at == pointer && meant == known)
        };
        // Of two slips of one key only one can have its name.
        let mut free: Vec<&str> = known.iter().copied().filter(|known| !is_taken(known)).collect();
        for key in unexpected.iter().take(ERROR_LIMIT) {
            let alike = lookalike(key, free.iter().copied());
            let suggestion = alike.or_else(|| nearest(key, free.iter().copied()));
            free.retain(|known| suggestion != Some(known));
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

    /// Adds the keys of the whole value that nothing forbids and that are slips of
    /// others. It comes after all that is said of keys otherwise.
    pub(in crate::schema) fn add_misspelt(&mut self, known: &Known) {
        let said: HashSet<Span> = self.failures.iter().map(|failure| failure.span).collect();
        let meant = self.meant.iter().filter(|(at, _)| at.is_empty());
        let meant = meant.map(|(_, meant)| meant.clone()).collect();
        for slip in known.slips(self.root, &said, meant) {
            let place = Place::find(self.root, "", self.engine);
            let arguments = Arguments::new()
                .with("key", clipped(slip.key))
                .with("suggestion", slip.meant);
            self.misspelt.push(slip.meant.to_owned());
            self.failures.push(Failure {
                keyword: Keyword::Misspelt,
                span: slip.span,
                message: Message::Key("schema-misspelt-key", arguments.clone()),
                help: Some(Message::Key("schema-misspelt-key-help", arguments)),
                labels: Vec::new(),
                pointer: pointer_join("", slip.key),
                fix: renamed(&place, slip.key, slip.meant, slip.hope),
                lacks: Vec::new(),
            });
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

/// The keys of a mapping that are texts.
pub(in crate::schema) fn names_in(node: &Node) -> HashSet<&str> {
    let scalars = node.entries().iter().filter_map(|entry| entry.key.as_scalar());
    scalars.map(|scalar| scalar.text.as_str()).collect()
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
        // Nor is a word such as `no` a name without quotes.
        0 if !write::can_be_plain(suggestion) => return None,
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
    keys_named(schema, schema)
}

/// The keys that a schema names, with those of the schemas in it that speak of
/// the same value. Each of these is read once, however many lead to it.
fn keys_named<'schema>(schema: &'schema Json, root: &'schema Json) -> Vec<&'schema str> {
    let mut keys = Vec::new();
    let mut known = HashSet::new();
    let mut visited: HashSet<*const Json> = HashSet::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        if !visited.insert(std::ptr::from_ref(schema)) {
            continue;
        }
        let properties = schema.get("properties").and_then(Json::as_object);
        for (key, value) in properties.into_iter().flatten() {
            if *value != Json::Bool(false) && known.insert(key.as_str()) {
                keys.push(key.as_str());
            }
        }
        let first = open.len();
        open.extend(of_same_value(schema, root));
        if let Some(added) = open.get_mut(first..) {
            added.reverse();
        }
    }
    keys
}

/// The schemas in a schema that speak of the same value.
fn of_same_value<'schema>(schema: &'schema Json, root: &'schema Json) -> impl Iterator<Item = &'schema Json> {
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
    alternatives.chain(conditional).chain(dependent).chain(referred)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_schema_is_read_once_for_its_keys() {
        let mut definitions = serde_json::Map::new();
        for level in 0..5 {
            let mut alternatives = vec![Json::Bool(true)];
            let next = serde_json::json!({ "$ref": format!("#/$defs/a{}", level + 1) });
            alternatives.extend(vec![next; 150]);
            definitions.insert(format!("a{level}"), serde_json::json!({ "anyOf": alternatives }));
        }
        definitions.insert("a5".into(), serde_json::json!({ "properties": { "title": true } }));
        let schema = serde_json::json!({
            "properties": { "date": true, "no": false },
            "$defs": definitions,
            "allOf": [{ "$ref": "#/$defs/a0" }, { "$ref": "#" }, { "properties": { "date": true, "tags": true } }],
        });
        assert_eq!(known_keys(&schema), ["date", "title", "tags"]);
    }
}

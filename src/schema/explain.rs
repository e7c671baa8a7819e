//! The validator's errors, one by one, as failures at their places.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{JsonType, ValidationError};
use serde_json::Value as Json;

use super::branch::{Verdict, judge, types_of};
use super::nearest::nearest;
use super::place::Place;
use super::types::{Found, expected, expected_of_item};
use super::{ERROR_LIMIT, Failure, Keyword, clipped};
use crate::dialect::Engine;
use crate::document::node::{Node, pointer_join};
use crate::messages::{Arguments, Localized, Message};
use crate::text::Span;

/// Alternatives within alternatives that are followed.
const DEPTH_LIMIT: usize = 8;

/// Values or keys that one sentence lists.
const LIST_LIMIT: usize = 12;

/// The one message that no schema's own words replace.
const NO_VALUE: &str = "schema-no-value";

/// Collects failures of one value.
#[derive(Debug)]
pub(super) struct Explainer<'run> {
    schema: &'run Json,
    root: &'run Node,
    engine: Engine,
    fence: Span,
    failures: Vec<Failure>,
    /// Missing keys by the pointer of their mapping.
    missing: Vec<(String, Vec<String>)>,
    /// Keys of which one is missing, by the pointer of their mapping.
    one_of: Vec<(String, Vec<String>)>,
    /// Keys that unknown ones seem to stand for, by pointer.
    meant: Vec<(String, String)>,
}

impl<'run> Explainer<'run> {
    pub(super) fn new(schema: &'run Json, root: &'run Node, engine: Engine, fence: Span) -> Self {
        Self {
            schema,
            root,
            engine,
            fence,
            failures: Vec::new(),
            missing: Vec::new(),
            one_of: Vec::new(),
            meant: Vec::new(),
        }
    }

    /// Adds what an error says; `depth` counts the alternatives around it.
    pub(super) fn explain(&mut self, error: &ValidationError<'_>, depth: usize) {
        let before = self.failures.len();
        match error.kind() {
            Kind::Required { property } => self.required(error, property),
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                self.unknown_keys(error, unexpected);
            }
            Kind::PropertyNames { error: inner } => self.bad_key(error, inner),
            Kind::FalseSchema => self.forbidden(error),
            Kind::Type { kind } => self.wrong_type(error, &types_of(kind)),
            Kind::Enum { options } => self.not_allowed(error, options.as_array().map_or(&[], Vec::as_slice)),
            Kind::Constant { expected_value } => self.not_allowed(error, std::slice::from_ref(expected_value)),
            Kind::Format { format } => self.wrong_format(error, format),
            Kind::Pattern { pattern } => self.wrong_pattern(error, pattern),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => self.alternatives(error, context, depth),
            // Not the fault of the value.
            Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } | Kind::Referencing(_) => {}
            kind => self.other(error, kind),
        }
        self.speak_for_itself(error, before);
    }

    /// The failures in the order of the file, each once.
    pub(super) fn finish(mut self) -> Vec<Failure> {
        for (pointer, mut keys) in std::mem::take(&mut self.missing) {
            keys.retain(|key| !self.meant.iter().any(|(at, meant)| *at == pointer && meant == key));
            if let Some(failure) = self.missing_keys(pointer, &keys) {
                self.failures.push(failure);
            }
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
        self.failures.sort_by_key(|failure| (failure.span, failure.keyword));
        self.failures.dedup();
        self.failures
    }

    fn place(&self, error: &ValidationError<'_>) -> Place<'run> {
        Place::find(self.root, error.instance_path().as_str(), self.engine)
    }

    /// The keyword's own schema, which may have words of its own.
    fn subschema(&self, error: &ValidationError<'_>) -> Option<&'run Json> {
        let (parent, _) = error.schema_path().as_str().rsplit_once('/')?;
        self.schema.pointer(parent)
    }

    fn push(&mut self, error: &ValidationError<'_>, keyword: Keyword, message: Message, help: Option<Message>) {
        let place = self.place(error);
        self.failures.push(Failure {
            keyword,
            span: place.value_span(),
            message,
            help,
            labels: Vec::new(),
            pointer: error.instance_path().as_str().to_owned(),
        });
    }

    /// The name of the value, and the value as written.
    fn arguments(&self, error: &ValidationError<'_>) -> Arguments {
        let place = self.place(error);
        let value = match place.node.as_scalar() {
            Some(scalar) => clipped(&scalar.text),
            None => clipped(&error.instance().to_string()),
        };
        Arguments::new().with("key", place.name).with("value", value)
    }

    fn required(&mut self, error: &ValidationError<'_>, property: &Json) {
        let key = shown(property);
        let pointer = error.instance_path().as_str();
        match self.missing.iter_mut().find(|(at, _)| at == pointer) {
            Some((_, keys)) if keys.contains(&key) => {}
            Some((_, keys)) => keys.push(key),
            None => self.missing.push((pointer.to_owned(), vec![key])),
        }
    }

    fn missing_keys(&self, pointer: String, keys: &[String]) -> Option<Failure> {
        let first = keys.first()?;
        let key = match keys.len() {
            1 => "schema-missing-key",
            _ => "schema-missing-keys",
        };
        let arguments = Arguments::new().with("keys", listed(keys.iter().map(String::as_str)));
        let help = Arguments::new().with("key", first.as_str());
        let help = Message::Key("schema-missing-key-help", help);
        Some(self.missing_in(pointer, Message::Key(key, arguments), help))
    }

    /// That something is missing in the mapping at a pointer.
    fn missing_in(&self, pointer: String, message: Message, help: Message) -> Failure {
        let place = Place::find(self.root, &pointer, self.engine);
        Failure {
            keyword: Keyword::Required,
            span: if pointer.is_empty() {
                self.fence
            } else {
                place.owner_span()
            },
            message,
            help: Some(help),
            labels: Vec::new(),
            pointer,
        }
    }

    fn unknown_keys(&mut self, error: &ValidationError<'_>, unexpected: &[String]) {
        let place = self.place(error);
        let pointer = error.instance_path().as_str();
        let mut known = Vec::new();
        if let Some(schema) = self.subschema(error) {
            collect_keys(schema, self.schema, &mut known, 0);
        }
        for key in unexpected.iter().take(ERROR_LIMIT) {
            let free = known.iter().copied().filter(|known| place.node.get(known).is_none());
            let suggestion = nearest(key, free);
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
            self.failures.push(Failure {
                keyword: Keyword::AdditionalProperties,
                span: place.key_of(key, self.engine),
                message: Message::Key("schema-unknown-key", Arguments::new().with("key", clipped(key))),
                help: Some(help),
                labels: Vec::new(),
                pointer: pointer_join(pointer, key),
            });
        }
    }

    fn bad_key(&mut self, error: &ValidationError<'_>, inner: &ValidationError<'_>) {
        let key = shown(inner.instance());
        let allowed = match inner.kind() {
            Kind::Enum { options } => options.as_array().map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let help = nearest(&key, allowed.iter().filter_map(Json::as_str)).map(did_you_mean);
        let pointer = error.instance_path().as_str();
        self.failures.push(Failure {
            keyword: Keyword::AdditionalProperties,
            span: self.place(error).key_of(&key, self.engine),
            message: Message::Key("schema-unknown-key", Arguments::new().with("key", clipped(&key))),
            help: Some(help.unwrap_or_else(|| Message::key("schema-unknown-key-help"))),
            labels: Vec::new(),
            pointer: pointer_join(pointer, &key),
        });
    }

    /// A key whose schema is `false`.
    fn forbidden(&mut self, error: &ValidationError<'_>) {
        let pointer = error.instance_path().as_str();
        let place = self.place(error);
        let (parent, _) = pointer.rsplit_once('/').unwrap_or_default();
        let span = Place::find(self.root, parent, self.engine).key_of(&place.name, self.engine);
        self.failures.push(Failure {
            keyword: Keyword::AdditionalProperties,
            span,
            message: Message::Key("schema-forbidden-key", Arguments::new().with("key", place.name)),
            help: Some(Message::key("schema-forbidden-key-help")),
            labels: Vec::new(),
            pointer: pointer.to_owned(),
        });
    }

    fn wrong_type(&mut self, error: &ValidationError<'_>, types: &[JsonType]) {
        let place = self.place(error);
        let found = Found::at(place.node, self.engine);
        if found == Found::Nothing && !place.name.is_empty() && !place.is_item {
            let message = Message::Key(NO_VALUE, self.arguments(error));
            self.push(
                error,
                Keyword::Type,
                message,
                Some(Message::key("schema-no-value-help")),
            );
            return;
        }
        let message = match place.name.is_empty() {
            true => Message::key("schema-type-top"),
            false if place.is_item => Message::Key(expected_of_item(types), self.arguments(error)),
            false => Message::Key(expected(types), self.arguments(error)),
        };
        self.push(error, Keyword::Type, message, found.help(types).map(Message::key));
        if let Some(failure) = self.failures.last_mut() {
            failure.labels.push((failure.span, Message::key(found.label())));
        }
    }

    fn not_allowed(&mut self, error: &ValidationError<'_>, options: &[Json]) {
        let allowed: Vec<String> = options.iter().map(shown).collect();
        let written = shown(error.instance());
        let arguments = Arguments::new().with("allowed", listed(allowed.iter().map(String::as_str)));
        let help = match nearest(&written, allowed.iter().map(String::as_str)).filter(|near| *near != written) {
            Some(suggestion) => Message::Key("schema-enum-near-help", arguments.with("suggestion", suggestion)),
            None => Message::Key("schema-enum-help", arguments),
        };
        let message = Message::Key("schema-not-allowed", self.arguments(error));
        self.push(error, Keyword::Enum, message, Some(help));
    }

    fn wrong_format(&mut self, error: &ValidationError<'_>, format: &str) {
        let (message, help) = match format {
            "date" => ("schema-format-date", Some("schema-format-date-help")),
            "date-time" => ("schema-format-date-time", Some("schema-format-date-time-help")),
            "uri" | "iri" => ("schema-format-uri", Some("schema-format-uri-help")),
            "uri-reference" | "iri-reference" => ("schema-format-uri-reference", None),
            "email" | "idn-email" => ("schema-format-email", None),
            _ => ("schema-format-other", None),
        };
        let arguments = self.arguments(error).with("format", format);
        self.push(
            error,
            Keyword::Format,
            Message::Key(message, arguments),
            help.map(Message::key),
        );
    }

    fn wrong_pattern(&mut self, error: &ValidationError<'_>, pattern: &str) {
        let help = Arguments::new().with("pattern", pattern);
        let message = Message::Key("schema-pattern", self.arguments(error));
        self.push(
            error,
            Keyword::Format,
            message,
            Some(Message::Key("schema-pattern-help", help)),
        );
    }

    fn alternatives(&mut self, error: &ValidationError<'_>, branches: &[Vec<ValidationError<'static>>], depth: usize) {
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

    fn other(&mut self, error: &ValidationError<'_>, kind: &Kind) {
        let (message, limit) = match kind {
            Kind::Minimum { limit } => ("schema-too-small", limit.to_string()),
            Kind::ExclusiveMinimum { limit } => ("schema-not-above", limit.to_string()),
            Kind::Maximum { limit } => ("schema-too-large", limit.to_string()),
            Kind::ExclusiveMaximum { limit } => ("schema-not-below", limit.to_string()),
            Kind::MinLength { limit: 1 } => ("schema-empty", String::new()),
            Kind::MinLength { limit } => ("schema-too-short", limit.to_string()),
            Kind::MaxLength { limit } => ("schema-too-long", limit.to_string()),
            Kind::MinItems { limit } | Kind::MinProperties { limit } => ("schema-too-few", limit.to_string()),
            Kind::MaxItems { limit } | Kind::MaxProperties { limit } => ("schema-too-many", limit.to_string()),
            Kind::UniqueItems => ("schema-repeated", String::new()),
            _ => ("schema-other", kind.keyword().to_owned()),
        };
        let arguments = self.arguments(error).with("limit", limit);
        self.push(error, Keyword::Other, Message::Key(message, arguments), None);
    }

    /// Lets `x-kanwu-message` and `x-kanwu-help` of the schema speak for the
    /// failures at this very value. What is nearest to the value speaks.
    fn speak_for_itself(&mut self, error: &ValidationError<'_>, from: usize) {
        let Some(schema) = self.subschema(error) else {
            return;
        };
        let message = own_words(schema, "x-kanwu-message");
        let help = own_words(schema, "x-kanwu-help");
        let pointer = error.instance_path().as_str();
        for failure in self.failures.iter_mut().skip(from) {
            if failure.pointer != pointer || matches!(failure.message, Message::Own(..) | Message::Key(NO_VALUE, _)) {
                continue;
            }
            let arguments = failure.message.arguments().clone();
            if let Some(message) = &message {
                failure.message = Message::Own(Box::new(message.clone()), arguments.clone());
            }
            if let Some(help) = &help {
                failure.help = Some(Message::Own(Box::new(help.clone()), arguments));
            }
        }
    }
}

fn own_words(schema: &Json, keyword: &str) -> Option<Localized> {
    let words = schema.get(keyword)?;
    Some(Localized {
        en: words.get("en")?.as_str()?.to_owned(),
        zh_hans: words.get("zh-Hans")?.as_str()?.to_owned(),
    })
}

fn did_you_mean(suggestion: &str) -> Message {
    Message::Key("schema-did-you-mean", Arguments::new().with("suggestion", suggestion))
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
    let conditional = ["if", "then", "else"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword));
    for schema in alternatives.chain(conditional).chain(referred) {
        collect_keys(schema, root, keys, depth + 1);
    }
}

/// A value as people write it.
fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => clipped(text),
        _ => clipped(&value.to_string()),
    }
}

fn listed<'word>(words: impl Iterator<Item = &'word str>) -> String {
    let mut words: Vec<&str> = words.take(LIST_LIMIT + 1).collect();
    let is_cut = words.len() > LIST_LIMIT;
    words.truncate(LIST_LIMIT);
    let mut listed = words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if is_cut {
        listed.push_str(", …");
    }
    listed
}

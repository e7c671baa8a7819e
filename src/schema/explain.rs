//! The validator's errors, one by one, as failures at their places.

mod alternatives;
mod keys;
mod lists;
mod missing;
mod reasons;
mod values;
mod words;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::branch::types_of;
use super::documents::Documents;
use super::place::Place;
use super::{ERROR_LIMIT, Failure, Keyword, clipped};
use crate::dialect::Engine;
use crate::document::node::Node;
use crate::messages::{Arguments, Message};
use crate::text::Span;

pub(super) use keys::{known_keys, names_in};
use missing::Missing;
pub(super) use words::{described, own_words};

/// Alternatives within alternatives that are followed.
const DEPTH_LIMIT: usize = 8;

/// The one message that no schema's own words replace.
const NO_VALUE: &str = "schema-no-value";

/// Collects failures of one value.
#[derive(Debug)]
pub(super) struct Explainer<'run> {
    documents: &'run Documents,
    root: &'run Node,
    engine: Engine,
    fence: Span,
    failures: Vec<Failure>,
    missing: Vec<Missing>,
    /// Keys of which one is missing, by the pointer of their mapping.
    one_of: Vec<(String, Vec<String>)>,
    /// Keys that unknown ones seem to stand for, by pointer.
    meant: Vec<(String, String)>,
    /// Keys of the whole value of which others are slips that nothing forbids.
    misspelt: Vec<String>,
}

impl<'run> Explainer<'run> {
    pub(super) fn new(documents: &'run Documents, root: &'run Node, engine: Engine, fence: Span) -> Self {
        Self {
            documents,
            root,
            engine,
            fence,
            failures: Vec::new(),
            missing: Vec::new(),
            one_of: Vec::new(),
            meant: Vec::new(),
            misspelt: Vec::new(),
        }
    }

    /// Adds what an error says; `depth` counts the alternatives around it.
    pub(super) fn explain(&mut self, error: &ValidationError<'_>, depth: usize) {
        let before = self.failures.len();
        match error.kind() {
            Kind::Required { property } => self.required(error, property),
            Kind::AdditionalProperties { unexpected } => self.unknown_keys(error, unexpected),
            Kind::UnevaluatedProperties { unexpected } => self.unevaluated_keys(error, unexpected),
            Kind::PropertyNames { error: inner } => self.bad_key(error, inner),
            Kind::FalseSchema => self.forbidden(error),
            Kind::Type { kind } => self.wrong_type(error, &types_of(kind)),
            Kind::Enum { options } => self.not_allowed(error, options.as_array().map_or(&[], Vec::as_slice)),
            Kind::Constant { expected_value } => self.not_allowed(error, std::slice::from_ref(expected_value)),
            Kind::Format { format } => self.wrong_format(error, format),
            Kind::Pattern { pattern } => self.wrong_pattern(error, pattern),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => self.alternatives(error, context, depth),
            Kind::OneOfMultipleValid { .. } => self.several_alternatives(error),
            Kind::Not { schema } => self.negated(error, schema),
            Kind::Contains => self.contained(error),
            Kind::UniqueItems => self.repeated(error),
            Kind::AdditionalItems { limit } => self.too_many_items(error, *limit),
            Kind::UnevaluatedItems { unexpected } => self.unexpected_items(error, unexpected),
            Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => self.undecided(error),
            // Not the fault of the value, and found when the schema was read.
            Kind::Referencing(_) => {}
            kind => self.other(error, kind),
        }
        self.give_reasons(error, before);
        self.speak_for_itself(error, before);
    }

    /// Adds what others found.
    pub(super) fn extend(&mut self, failures: Vec<Failure>) {
        self.failures.extend(failures);
    }

    /// The failures in the order of the file, each once.
    pub(super) fn finish(mut self) -> Vec<Failure> {
        self.add_missing();
        self.failures.sort_by_key(|failure| (failure.span, failure.keyword));
        self.failures.dedup();
        self.failures
    }

    fn place(&self, error: &ValidationError<'_>) -> Place<'run> {
        Place::find(self.root, error.instance_path().as_str(), self.engine)
    }

    /// The schema in which the keyword of an error stands.
    fn schema_of(&self, error: &ValidationError<'_>) -> Option<&'run Json> {
        self.documents.schema_of(error).map(|(schema, _)| schema)
    }

    /// Adds a failure of the value; where there is nothing else to say of what to
    /// do, the schema's own description says it.
    fn push(&mut self, error: &ValidationError<'_>, keyword: Keyword, message: Message, help: Option<Message>) {
        let help = help.or_else(|| described(self.schema_of(error)?));
        let span = self.place(error).value_span();
        self.failures.push(Failure {
            keyword,
            span,
            message,
            help,
            labels: Vec::new(),
            pointer: error.instance_path().as_str().to_owned(),
            fix: None,
            lacks: Vec::new(),
        });
    }

    /// The name of the value, and the value as written.
    fn arguments(&self, error: &ValidationError<'_>) -> Arguments {
        self.arguments_at(&self.place(error))
    }

    fn arguments_at(&self, place: &Place<'_>) -> Arguments {
        let value = match place.node.as_scalar() {
            Some(scalar) => clipped(&scalar.text),
            None => clipped(&place.node.to_json(self.engine).to_string()),
        };
        Arguments::new().with("key", place.name.as_str()).with("value", value)
    }

    /// Lets `x-kanwu-message` and `x-kanwu-help` of the schema speak for the
    /// failures at this very value. What is nearest to the value speaks.
    fn speak_for_itself(&mut self, error: &ValidationError<'_>, from: usize) {
        let Some(schema) = self.schema_of(error) else {
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

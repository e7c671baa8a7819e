//! Single values: of the wrong kind, not among those allowed, not written as they
//! should be, too long or too large.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{JsonType, ValidationError};
use regex::Regex;
use serde_json::Value as Json;

use super::words::{described, did_you_mean, listed, shown};
use super::{Explainer, Failure, Keyword, NO_VALUE};
use crate::diagnostic::{Applicability, Change, Edit, Fix};
use crate::document::front_matter::{Format, write};
use crate::document::node::{Node, Scalar, Style};
use crate::messages::{Arguments, Message};
use crate::schema::nearest::nearest;
use crate::schema::place::Place;
use crate::schema::types::{Found, expected, expected_of_item};
use crate::schema::{dates, formats};
use crate::text::Span;

impl Explainer<'_> {
    pub(super) fn wrong_type(&mut self, error: &ValidationError<'_>, types: &[JsonType]) {
        let own = self.schema_of(error).and_then(described);
        self.wrong_type_at(error.instance_path().as_str(), types, own);
    }

    /// That the value at a pointer is of none of some kinds; `own` are the words of
    /// the schema, where there is nothing else to say of what to do.
    pub(super) fn wrong_type_at(&mut self, pointer: &str, types: &[JsonType], own: Option<Message>) {
        let place = Place::find(self.root, pointer, self.engine);
        let found = Found::at(place.node, self.engine);
        let arguments = self.arguments_at(&place);
        let is_absent = found == Found::Nothing && !place.name.is_empty() && !place.is_item;
        let (message, help) = if is_absent {
            let help = Message::key("schema-no-value-help");
            (Message::Key(NO_VALUE, arguments), Some(help))
        } else {
            let message = match place.name.is_empty() {
                true if types.contains(&JsonType::Object) => Message::key("schema-type-top"),
                true if types.contains(&JsonType::Array) => Message::key("schema-type-top-list"),
                true => Message::key("schema-other-here"),
                false if place.is_item => Message::Key(expected_of_item(types), arguments),
                false => Message::Key(expected(types), arguments),
            };
            (message, found.help(types).map(Message::key).or(own))
        };
        let (help, fix) = match found.help(types) {
            Some("schema-help-quotes") => (help, as_text(place.node)),
            Some("schema-help-boolean") => match switch_meant(place.node) {
                // It has no fault but its quotes.
                Some(word) if place.node.as_scalar().is_some_and(|scalar| scalar.text == word) => {
                    (help, as_switch(place.node, word))
                }
                Some(word) => (Some(did_you_mean(word)), as_switch(place.node, word)),
                None => (help, None),
            },
            _ => (help, None),
        };
        let span = place.value_span();
        self.failures.push(Failure {
            keyword: Keyword::Type,
            span,
            message,
            help,
            labels: match is_absent {
                true => Vec::new(),
                false => vec![(span, Message::key(found.label()))],
            },
            pointer: pointer.to_owned(),
            fix,
            lacks: Vec::new(),
        });
    }

    /// A value of which one part of a schema speaks and no other, and which is not
    /// as that wants it.
    pub(super) fn unfit_at(&mut self, pointer: &str, schema: &Json) {
        let place = Place::find(self.root, pointer, self.engine);
        let types = types_named(schema);
        let value = place.node.to_json(self.engine);
        if !types.is_empty() && !types.iter().any(|wanted| is_of_type(&value, *wanted)) {
            self.wrong_type_at(pointer, &types, described(schema));
            return;
        }
        let message = match place.is_item {
            true => "schema-item-unexpected",
            false => "schema-not-allowed",
        };
        self.failures.push(Failure {
            keyword: Keyword::Other,
            span: place.value_span(),
            message: Message::Key(message, self.arguments_at(&place)),
            help: described(schema),
            labels: Vec::new(),
            pointer: pointer.to_owned(),
            fix: None,
            lacks: Vec::new(),
        });
    }

    pub(super) fn not_allowed(&mut self, error: &ValidationError<'_>, options: &[Json]) {
        let allowed: Vec<String> = options.iter().map(shown).collect();
        let written = shown(error.instance());
        let arguments = Arguments::new().with("allowed", listed(allowed.iter().map(String::as_str)));
        let near = nearest(&written, allowed.iter().map(String::as_str)).filter(|near| *near != written);
        let help = match (near, allowed.len()) {
            (Some(suggestion), 2..) => Message::Key("schema-enum-near-help", arguments.with("suggestion", suggestion)),
            (_, 1) => Message::Key("schema-const-help", arguments),
            _ => Message::Key("schema-enum-help", arguments),
        };
        let message = Message::Key("schema-not-allowed", self.arguments(error));
        let is_text = near.is_some_and(|near| options.contains(&Json::from(near)));
        let fix = near
            .filter(|_| is_text)
            .and_then(|near| replaced(self.place(error).node, near));
        self.push(error, Keyword::Enum, message, Some(help));
        if let Some(failure) = self.failures.last_mut() {
            failure.fix = fix;
        }
    }

    pub(super) fn wrong_format(&mut self, error: &ValidationError<'_>, format: &str) {
        let value = error.instance();
        let (message, help) = formats::sentences(format, value.as_str().unwrap_or_default());
        let arguments = self.arguments(error).with("format", format);
        self.push(
            error,
            Keyword::Format,
            Message::Key(message, arguments),
            help.map(Message::key),
        );
        let is_fit: fn(&str) -> bool = match format {
            "date" if self.takes_time_instead(error) => |text| formats::is_date(text) || formats::is_date_time(text),
            "date" => formats::is_date,
            "date-time" => formats::is_date_time,
            _ => return,
        };
        self.offer_date(error, is_fit);
    }

    /// Whether another alternative asks for a date with a time.
    fn takes_time_instead(&self, error: &ValidationError<'_>) -> bool {
        let path = error.schema_path().as_str();
        let alternatives = path
            .rsplit_once('/')
            .and_then(|(alternative, _)| alternative.rsplit_once('/'))
            .filter(|(list, _)| list.ends_with("/anyOf") || list.ends_with("/oneOf"))
            .and_then(|(list, _)| self.documents.at(error, list)?.as_array());
        let is_of_time = |schema: &Json| schema.get("format").and_then(Json::as_str) == Some("date-time");
        alternatives.into_iter().flatten().any(is_of_time)
    }

    /// Offers to write the value of the last failure as a date that fits, if it is
    /// one without doubt.
    fn offer_date(&mut self, error: &ValidationError<'_>, is_fit: impl Fn(&str) -> bool) {
        let written = error.instance();
        let text = written.as_str().unwrap_or_default();
        let date = dates::normalised(text)
            .into_iter()
            .find(|date| date != text && is_fit(date));
        let fix = date.and_then(|date| rewritten(self.place(error).node, &date));
        if let Some(failure) = self.failures.last_mut() {
            failure.fix = fix;
        }
    }

    pub(super) fn wrong_pattern(&mut self, error: &ValidationError<'_>, pattern: &str) {
        let help = Arguments::new().with("pattern", pattern);
        let message = match self.place(error).is_item {
            true => "schema-item-pattern",
            false => "schema-pattern",
        };
        let message = Message::Key(message, self.arguments(error));
        // Few people read patterns.
        let own = self.schema_of(error).and_then(described);
        let help = own.unwrap_or(Message::Key("schema-pattern-help", help));
        self.push(error, Keyword::Format, message, Some(help));
        let is_date = error
            .instance()
            .as_str()
            .is_some_and(|text| !dates::normalised(text).is_empty());
        if is_date && let Ok(pattern) = Regex::new(pattern) {
            self.offer_date(error, |text| pattern.is_match(text));
        }
    }

    /// A pattern that searched too long to say anything.
    pub(super) fn undecided(&mut self, error: &ValidationError<'_>) {
        let pattern = self.schema_of(error).and_then(|schema| schema.get("pattern")?.as_str());
        let arguments = Arguments::new().with("pattern", pattern.unwrap_or("…"));
        let help = Message::Key("schema-pattern-too-slow-help", arguments);
        let message = Message::Key("schema-pattern-too-slow", self.arguments(error));
        self.push(error, Keyword::Other, message, Some(help));
    }

    pub(super) fn other(&mut self, error: &ValidationError<'_>, kind: &Kind) {
        let place = self.place(error);
        let is_top = place.name.is_empty();
        let of_keys = |of_key: &'static str, of_top: &'static str| if is_top { of_top } else { of_key };
        let of = |of_key: &'static str, of_item: &'static str| if place.is_item { of_item } else { of_key };
        let number = |limit: &Json| limit.to_string();
        let (message, limit) = match kind {
            Kind::Minimum { limit } => (of("schema-too-small", "schema-item-too-small"), number(limit)),
            Kind::ExclusiveMinimum { limit } => (of("schema-not-above", "schema-item-not-above"), number(limit)),
            Kind::Maximum { limit } => (of("schema-too-large", "schema-item-too-large"), number(limit)),
            Kind::ExclusiveMaximum { limit } => (of("schema-not-below", "schema-item-not-below"), number(limit)),
            Kind::MultipleOf { multiple_of } => (
                of("schema-no-multiple", "schema-item-no-multiple"),
                multiple_of.to_string(),
            ),
            Kind::MinLength { limit: 1 } => (of("schema-empty", "schema-item-empty"), String::new()),
            Kind::MinLength { limit } => (of("schema-too-short", "schema-item-too-short"), limit.to_string()),
            Kind::MaxLength { limit: 0 } => ("schema-must-be-empty", String::new()),
            Kind::MaxLength { limit } => (of("schema-too-long", "schema-item-too-long"), limit.to_string()),
            Kind::MinItems { limit: 1 } => ("schema-no-items", String::new()),
            Kind::MinItems { limit } => ("schema-too-few", limit.to_string()),
            Kind::MaxItems { limit } => {
                self.too_many_items(error, usize::try_from(*limit).unwrap_or(usize::MAX));
                return;
            }
            Kind::MinProperties { limit } => {
                let message = of_keys("schema-too-few-keys", "schema-too-few-keys-here");
                self.of_mapping(error, message, limit.to_string());
                return;
            }
            Kind::MaxProperties { limit } => {
                let message = of_keys("schema-too-many-keys", "schema-too-many-keys-here");
                self.of_mapping(error, message, limit.to_string());
                return;
            }
            Kind::ContentEncoding { content_encoding } => ("schema-content-encoding", content_encoding.clone()),
            Kind::FromUtf8 { .. } => ("schema-content-encoding", "base64".to_owned()),
            Kind::ContentMediaType { content_media_type } => ("schema-content-type", content_media_type.clone()),
            _ if is_top => ("schema-other-here", String::new()),
            _ => ("schema-other", kind.keyword().to_owned()),
        };
        let count = error.instance().as_str().map(|text| text.chars().count());
        let help = match (kind, count) {
            (Kind::MaxLength { limit: 1.. } | Kind::MinLength { limit: 2.. }, Some(count)) => {
                let arguments = Arguments::new().with("count", count.to_string());
                Some(Message::Key("schema-length-help", arguments))
            }
            _ => None,
        };
        let arguments = self.arguments(error).with("limit", limit);
        self.push(error, Keyword::Other, Message::Key(message, arguments), help);
    }

    /// That a mapping as a whole has too few or too many keys.
    fn of_mapping(&mut self, error: &ValidationError<'_>, message: &'static str, limit: String) {
        let arguments = self.arguments(error).with("limit", limit);
        self.push(error, Keyword::Other, Message::Key(message, arguments), None);
        let span = self.owner_span(&self.place(error), error.instance_path().as_str());
        if let Some(failure) = self.failures.last_mut() {
            failure.span = span;
        }
    }
}

/// The kinds that a schema names.
fn types_named(schema: &Json) -> Vec<JsonType> {
    let names = match schema.get("type") {
        Some(Json::Array(names)) => names.iter().collect(),
        Some(name) => vec![name],
        None => Vec::new(),
    };
    names
        .into_iter()
        .filter_map(|name| name.as_str()?.parse().ok())
        .collect()
}

fn is_of_type(value: &Json, wanted: JsonType) -> bool {
    match wanted {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
        JsonType::Number => value.is_number(),
        JsonType::Integer => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|value| value.fract() == 0.0)
        }
    }
}

/// The same date, written as it should be, in the same quotes. A generator that
/// could not read it will put the page elsewhere, so a person must ask for it.
fn rewritten(node: &Node, date: &str) -> Option<Fix> {
    let Scalar { text, style, .. } = node.as_scalar()?;
    let quote = match style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        Style::Literal | Style::Folded => return None,
    };
    // Written otherwise than it reads, it cannot be replaced.
    let is_whole = node.span.len() == text.len() + 2 * quote;
    is_whole.then(|| {
        let inner = Span::new(node.span.start + quote, node.span.end - quote);
        written(inner, date.to_owned(), date)
    })
}

/// The value that was meant in place of the one that stands there. It was a guess,
/// so a person must ask for it.
fn replaced(node: &Node, value: &str) -> Option<Fix> {
    let Scalar { text, style, .. } = node.as_scalar()?;
    // What is escaped for JSON, YAML and TOML take as well.
    let replacement = match style {
        Style::Plain if node.span.len() != text.len() => return None,
        Style::Plain => write::plain_or_quoted(value, Format::Yaml)?,
        // In this style TOML has no escapes.
        Style::SingleQuoted => match write::escaped(value, Style::SingleQuoted, Format::Toml) {
            Some(inner) => format!("'{inner}'"),
            None => write::quoted(value, Format::Json)?,
        },
        Style::DoubleQuoted => write::quoted(value, Format::Json)?,
        Style::Literal | Style::Folded => return None,
    };
    Some(written(node.span, replacement, value))
}

/// A number, a day or a word such as `no` in quotes, where text should stand.
fn as_text(node: &Node) -> Option<Fix> {
    let Scalar { text, style, tag } = node.as_scalar()?;
    let is_bare = *style == Style::Plain && tag.is_none() && node.span.len() == text.len();
    let quoted = write::quoted(text, Format::Json).filter(|_| is_bare)?;
    Some(written(node.span, quoted.clone(), &quoted))
}

/// The word of YAML, TOML and JSON that a text seems to stand for.
fn switch_meant(node: &Node) -> Option<&'static str> {
    let text = node.as_scalar()?.text.to_lowercase();
    match text.as_str() {
        "yes" | "on" => Some("true"),
        "no" | "off" => Some("false"),
        word => nearest(word, ["true", "false"]),
    }
}

/// The word without quotes in place of a text that stands for it.
fn as_switch(node: &Node, word: &str) -> Option<Fix> {
    let Scalar { text, style, tag } = node.as_scalar()?;
    let quotes = match style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 2,
        Style::Literal | Style::Folded => return None,
    };
    let is_whole = tag.is_none() && node.span.len() == text.len() + quotes;
    is_whole.then(|| written(node.span, word.to_owned(), word))
}

/// Something else in place of a value, for which a person must ask.
fn written(span: Span, text: String, suggestion: &str) -> Fix {
    Fix {
        title: Message::Key("schema-fix-replace", Arguments::new().with("suggestion", suggestion)),
        edits: vec![Edit { span, text }],
        change: Change::SetScalar,
        applicability: Applicability::Unsafe,
    }
}

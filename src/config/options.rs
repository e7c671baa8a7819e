//! What a kanwu.yaml says of the options of rules, and the mistakes in it.

use super::file::mistake;
use crate::diagnostic::{Arguments, Diagnostic, Message};
use crate::dialect::Engine;
use crate::document::node::Node;
use crate::registry::{Options, Registered, Registry, is_option};
use crate::rule::RuleError;
use crate::schema::{Failure, Keyword, Schema};
use crate::text::Span;

/// The keys of a setting that are no options.
const OF_EVERY_RULE: [&str; 2] = ["severity", "files"];

/// Where a setting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Under `rules`.
    AllFiles,
    /// Under `overrides`.
    SomeFiles,
}

/// What a setting says of the options of its rule.
pub(super) fn options_of(setting: &Node) -> Options {
    let mut options = Options::default();
    let value = setting.to_json(Engine::Core12);
    for (key, value) in value.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("add", serde_json::Value::Object(more)) => options.add.clone_from(more),
            (key, _) if OF_EVERY_RULE.contains(&key) => {}
            (key, value) => {
                options.set.insert(key.to_owned(), value.clone());
            }
        }
    }
    options
}

/// The mistakes in a setting of a rule, or of a group, but for those in the
/// values of the keys that every rule has.
pub(super) fn mistakes(setting: &Node, name: &str, scope: Scope, registry: &Registry) -> Vec<Diagnostic> {
    if setting.entries().is_empty() || !registry.has_name(name) {
        return Vec::new();
    }
    let rule = registry.get(name);
    match (rule, scope) {
        (Some(rule), Scope::AllFiles) => mistakes_in_options(setting, rule),
        (rule, _) => {
            let message = match rule {
                Some(_) => ("config-options-in-overrides", "config-options-in-overrides-help"),
                None => ("config-options-of-group", "config-options-of-group-help"),
            };
            let schema = Schema::compile(&serde_json::json!({
                "additionalProperties": false,
                "properties": { "severity": true, "files": true },
            }));
            let failures = schema.map(|schema| failures(&schema, setting)).unwrap_or_default();
            let misplaced = |failure: Failure| match failure.pointer.strip_prefix('/').filter(|key| is_option(key)) {
                Some(key) if failure.keyword == Keyword::AdditionalProperties => {
                    let arguments = Arguments::new().with("key", key).with("name", name);
                    let help = Message::Key(message.1, arguments.clone());
                    mistake(failure.span, Message::Key(message.0, arguments), Some(help))
                }
                _ => mistake(failure.span, failure.message, failure.help),
            };
            failures.into_iter().map(misplaced).collect()
        }
    }
}

fn mistakes_in_options(setting: &Node, rule: &Registered) -> Vec<Diagnostic> {
    let options = options_of(setting);
    if options.is_empty() {
        return Vec::new();
    }
    let schema = rule.settings_schema(&OF_EVERY_RULE);
    let failures = schema.map(|schema| failures(&schema, setting)).unwrap_or_default();
    if !failures.is_empty() {
        let failed = failures.into_iter();
        return failed
            .map(|failure| mistake(failure.span, failure.message, failure.help))
            .collect();
    }
    let unusable = |error: RuleError| {
        let span = setting.at(error.pointer()).map_or(setting.span, |node| node.span);
        mistake(span, error.message(), error.help())
    };
    rule.compile_options(&options).into_iter().map(unusable).collect()
}

fn failures(schema: &Schema, setting: &Node) -> Vec<Failure> {
    schema.failures(setting, Engine::Core12, Span::empty(setting.span.start))
}

//! The options of a rule as a project sets them: the schema that holds them, and
//! the check that comes of them. Where they are written it must not know.

use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value as Json, json};

use super::{RULE_SCHEMA_TEXT, Registered, Registry, RuleText};
use crate::check::Check;
use crate::diagnostic::RuleId;
use crate::rule::{CheckOptions, Rule, RuleError};
use crate::schema::Schema;

/// What a project says of the options of a rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// What stands in place of the same option of the rule.
    pub set: Map<String, Json>,
    /// What comes after what the rule has in an option that is a list.
    pub add: Map<String, Json>,
}

/// The parts of the schema of rule files that speak of checks, by check.
static RULE_FILES: LazyLock<Json> = LazyLock::new(|| serde_json::from_str(RULE_SCHEMA_TEXT).unwrap_or_default());

/// The options of a check that a project can set, with the schema of each. What
/// the schema calls fixed makes the rule what it is.
fn options_of(check: &str) -> impl Iterator<Item = (&'static String, &'static Json)> {
    let properties = RULE_FILES.pointer(&format!("/properties/{check}/properties"));
    let properties = properties.and_then(Json::as_object).into_iter().flatten();
    properties.filter(|(_, schema)| schema.get("x-kanwu-fixed").is_none())
}

/// Whether any check has an option of that name.
pub fn is_option(name: &str) -> bool {
    let checks = RULE_FILES.get("oneOf").and_then(Json::as_array).into_iter().flatten();
    let mut names = checks.filter_map(|check| check.pointer("/required/0")?.as_str());
    name == "add" || names.any(|check| options_of(check).any(|(option, _)| option == name))
}

fn is_list(schema: &Json) -> bool {
    let is_named = |reference: &str| reference == "#/$defs/texts";
    schema.get("type").is_some_and(|kind| kind == "array")
        || schema.get("$ref").and_then(Json::as_str).is_some_and(is_named)
}

impl Registered {
    /// The names of the options that a project can set.
    pub fn option_names(&self) -> impl Iterator<Item = &'static str> {
        options_of(&self.rule.check_name).map(|(name, _)| name.as_str())
    }

    /// Those of them that are lists, to which a project can add.
    pub fn list_names(&self) -> impl Iterator<Item = &'static str> {
        let lists = options_of(&self.rule.check_name).filter(|(_, schema)| is_list(schema));
        lists.map(|(name, _)| name.as_str())
    }

    /// The schema of what a project may say of this rule: its options in part or
    /// whole, beside the keys that every rule has there.
    pub fn settings_schema(&self, beside: &[&str]) -> Option<Schema> {
        let schema_of = |(name, schema): (&String, &Json)| (name.clone(), schema.clone());
        let mut known: Map<String, Json> = options_of(&self.rule.check_name).map(schema_of).collect();
        let lists = options_of(&self.rule.check_name).filter(|(_, schema)| is_list(schema));
        let lists: Map<String, Json> = lists.map(schema_of).collect();
        if !lists.is_empty() {
            let add = json!({ "type": "object", "additionalProperties": false, "properties": lists });
            known.insert("add".to_owned(), add);
        }
        known.extend(beside.iter().map(|key| ((*key).to_owned(), Json::Bool(true))));
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": known,
            "$defs": RULE_FILES.get("$defs"),
        });
        Schema::compile(&schema).ok()
    }

    /// The check of the rule with what is said of its options, in rising order of
    /// weight.
    ///
    /// # Errors
    ///
    /// If these are no options of its check.
    pub fn check_with<'o>(&self, given: impl IntoIterator<Item = &'o Options>) -> Result<Check, RuleError> {
        let mut options = self.options()?;
        if let Some(Json::Object(own)) = options.get_mut(&self.rule.check_name) {
            given.into_iter().for_each(|given| given.apply_to(own));
        }
        Check::of_options(options)
    }

    /// What cannot be compiled of what is said of its options, with its place as
    /// a pointer into what is said.
    pub fn compile_options(&self, given: &Options) -> Vec<RuleError> {
        // The rule's own lists were compiled when the rule was read: each list stands for it here.
        let alone = |options: &Map<String, Json>, before: &str| {
            if options.is_empty() {
                return Vec::new();
            }
            let set = Options {
                set: options.clone(),
                add: Map::new(),
            };
            let errors = match self.check_with([&set]) {
                Ok(check) => check.compile(),
                Err(error) => vec![error],
            };
            let own = |name: &str| options.contains_key(name);
            let place = |error| self.place_below(error, before, own);
            errors.into_iter().filter_map(place).collect::<Vec<_>>()
        };
        let mut errors = alone(&given.set, "");
        errors.extend(alone(&given.add, "/add"));
        errors
    }

    /// An error with its place in what is said, if it is of one of those options.
    fn place_below(&self, error: RuleError, before: &str, is_said: impl Fn(&str) -> bool) -> Option<RuleError> {
        let RuleError::Option {
            pointer,
            expected,
            rest,
            reason,
        } = error
        else {
            return Some(error);
        };
        let below = pointer.strip_prefix('/')?.strip_prefix(self.rule.check_name.as_str())?;
        is_said(below.split('/').nth(1)?).then(|| RuleError::Option {
            pointer: format!("{before}{below}"),
            expected,
            rest,
            reason,
        })
    }

    fn options(&self) -> Result<CheckOptions, RuleError> {
        let (_, options) = match &self.file {
            RuleText::BuiltIn(json) => Rule::read_json(self.rule.group, json)?,
            RuleText::OfPack(yaml) => Rule::read(self.rule.group, yaml)?,
        };
        Ok(options)
    }
}

impl Options {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.add.is_empty()
    }

    fn apply_to(&self, own: &mut Map<String, Json>) {
        own.extend(self.set.clone());
        for (name, more) in &self.add {
            match (own.get_mut(name), more) {
                (Some(Json::Array(list)), Json::Array(more)) => list.extend_from_slice(more),
                _ => {
                    own.insert(name.clone(), more.clone());
                }
            }
        }
    }
}

impl Registry {
    /// The same rules, some of them with another check.
    #[must_use]
    pub fn with_checks(&self, checks: &[(RuleId, Arc<Check>)]) -> Self {
        let mut registry = self.clone();
        for Registered { rule, check, .. } in &mut registry.rules {
            if let Some((_, other)) = checks.iter().find(|(id, _)| *id == rule.id) {
                *check = Arc::clone(other);
            }
        }
        registry
    }
}

//! A node as the plain data that a schema judges.

use serde_json::{Map, Number, Value as Json};

use super::{Node, Style, Typed, Value, resolve};
use crate::dialect::Engine;

impl Node {
    /// The value as JSON, scalars typed by an engine's rules.
    ///
    /// Of duplicate keys the last wins; keys are named by their text, and one
    /// that is a collection is left out. Times are strings as written,
    /// infinities and not-a-number are the strings `.inf`, `-.inf` and `.nan`.
    /// Merge keys (`<<`) are applied for the engines that know them.
    pub fn to_json(&self, engine: Engine) -> Json {
        match &self.value {
            Value::Scalar(scalar) => typed_to_json(resolve(scalar, engine)),
            Value::Sequence(items) => items.iter().map(|item| item.to_json(engine)).collect(),
            Value::Mapping(_) => Json::Object(self.members(engine)),
        }
    }

    fn members(&self, engine: Engine) -> Map<String, Json> {
        let mut members = Map::new();
        for entry in self.entries() {
            let Some(key) = entry.key.as_scalar() else {
                continue;
            };
            if key.text == "<<" && key.style == Style::Plain && has_merge_keys(engine) {
                continue;
            }
            members.insert(key.text.clone(), entry.value.to_json(engine));
        }
        for source in self.merge_sources(engine) {
            for (key, value) in source.members(engine) {
                members.entry(key).or_insert(value);
            }
        }
        members
    }

    /// The mappings that merge keys bring in, the one that wins first
    /// (yaml.org/type/merge.html).
    pub(crate) fn merge_sources(&self, engine: Engine) -> impl Iterator<Item = &Node> {
        let merges = self.entries().iter().rev().filter(move |entry| {
            has_merge_keys(engine)
                && entry
                    .key
                    .as_scalar()
                    .is_some_and(|key| key.text == "<<" && key.style == Style::Plain)
        });
        merges.flat_map(|entry| match &entry.value.value {
            Value::Sequence(items) => items.iter().collect::<Vec<_>>(),
            Value::Mapping(_) => vec![&entry.value],
            Value::Scalar(_) => Vec::new(),
        })
    }
}

/// serde_yaml merges only when asked to, and YAML 1.2 has no merge keys.
fn has_merge_keys(engine: Engine) -> bool {
    match engine {
        Engine::SafeYaml | Engine::Psych | Engine::JsYaml3 | Engine::JsYaml4 | Engine::GoYaml2 | Engine::Goccy => true,
        Engine::SerdeYaml | Engine::Core12 | Engine::Toml | Engine::Json => false,
    }
}

fn typed_to_json(typed: Typed) -> Json {
    match typed {
        Typed::Null => Json::Null,
        Typed::Bool(value) => Json::Bool(value),
        Typed::Integer(value) => Json::from(value),
        Typed::Float(value) => Number::from_f64(value).map_or_else(|| Json::from(float_name(value)), Json::Number),
        Typed::Timestamp(text) | Typed::String(text) => Json::String(text),
    }
}

fn float_name(value: f64) -> &'static str {
    if value.is_nan() {
        ".nan"
    } else if value > 0.0 {
        ".inf"
    } else {
        "-.inf"
    }
}

//! Schemas that come with kanwu, by name.

use std::sync::OnceLock;

use super::Schema;

/// A schema of ours. Few of them are used in a run, so each is compiled when it
/// is first asked for.
struct Preset {
    name: &'static str,
    text: &'static str,
    compiled: OnceLock<Option<Schema>>,
}

impl Preset {
    const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            compiled: OnceLock::new(),
        }
    }
}

/// By what of `schemas/` it is the text, each has the name of the file.
macro_rules! preset {
    ($name:literal) => {
        Preset::new($name, include_str!(concat!("../../schemas/", $name, ".schema.json")))
    };
}

/// The generators by their names, and what else can be named.
static PRESETS: [Preset; 9] = [
    preset!("jekyll"),
    preset!("hugo"),
    preset!("hexo"),
    preset!("zola"),
    preset!("astro"),
    preset!("vitepress"),
    preset!("docusaurus"),
    preset!("docusaurus-blog"),
    preset!("news-mirror"),
];

fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// The text of the schema of that name.
pub fn preset(name: &str) -> Option<&'static str> {
    Some(find(name)?.text)
}

/// The schema of that name, compiled once for all.
pub fn compiled_preset(name: &str) -> Option<&'static Schema> {
    let preset = find(name)?;
    // That all of them can be compiled is held by a test.
    let compile = || Schema::from_text(preset.text).ok();
    preset.compiled.get_or_init(compile).as_ref()
}

/// The names of all.
pub fn preset_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|preset| preset.name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde_json::{Value as Json, json};

    use super::*;

    /// Schemas that describe files of kanwu's own.
    const OURS: [&str; 3] = ["kanwu", "report", "rule"];

    fn json(name: &str) -> Json {
        serde_json::from_str(preset(name).unwrap()).unwrap()
    }

    #[test]
    fn every_schema_of_front_matter_is_a_preset() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.trim_end_matches(".schema.json").to_owned()
        });
        let files: BTreeSet<String> = names.filter(|name| !OURS.contains(&name.as_str())).collect();
        assert_eq!(files, preset_names().map(str::to_owned).collect());
    }

    #[test]
    fn every_preset_is_sound_and_says_what_it_is() {
        for name in preset_names() {
            assert!(compiled_preset(name).is_some(), "{name}");
            let json = json(name);
            assert_eq!(
                json["$schema"], "https://json-schema.org/draft/2020-12/schema",
                "{name}"
            );
            assert_eq!(json["$id"], format!("urn:kanwu:{name}"));
            assert!(json["title"].is_string() && json["description"].is_string(), "{name}");
        }
    }

    /// Each key with its examples; whole front matter where a key asks for others.
    #[test]
    fn every_key_of_a_preset_has_examples_that_pass() {
        for name in preset_names() {
            let schema = compiled_preset(name).unwrap();
            let json = json(name);
            let properties = json["properties"].as_object().unwrap();
            let first = |key: &Json| properties[key.as_str().unwrap()]["examples"][0].clone();
            let required = json["required"].as_array().into_iter().flatten();
            let others: Vec<(String, Json)> = required
                .map(|key| (key.as_str().unwrap().to_owned(), first(key)))
                .collect();
            for (key, property) in properties {
                assert!(property["title"].is_string(), "{name}: {key}");
                let examples = property["examples"].as_array().unwrap();
                assert!(!examples.is_empty(), "{name}: {key}");
                for example in examples {
                    let mut front_matter: serde_json::Map<String, Json> = others.iter().cloned().collect();
                    front_matter.insert(key.clone(), example.clone());
                    assert!(
                        schema.validator.is_valid(&front_matter.into()),
                        "{name}: {key}: {example}"
                    );
                }
            }
        }
    }

    #[test]
    fn presets_of_generators_are_open_and_ask_for_nothing() {
        for name in preset_names().filter(|name| *name != "news-mirror") {
            let schema = compiled_preset(name).unwrap();
            assert!(schema.validator.is_valid(&json!({})), "{name}");
            let strange = json!({"from": [1], "来源": {"a": null}, "x-y": false});
            assert!(schema.validator.is_valid(&strange), "{name}");
        }
    }

    /// Words of a schema's own, wherever they stand, speak both languages.
    fn assert_speaks_both(name: &str, json: &Json) {
        match json {
            Json::Object(members) => {
                for (key, value) in members {
                    if ["x-kanwu-message", "x-kanwu-help"].contains(&key.as_str()) {
                        let places = |language: &str| -> BTreeSet<String> {
                            let text = value[language].as_str().unwrap();
                            let pieces = text.split('{').skip(1);
                            pieces
                                .filter_map(|piece| Some(piece.split_once('}')?.0.to_owned()))
                                .filter(|place| ["key", "value"].contains(&place.as_str()))
                                .collect()
                        };
                        assert_eq!(places("en"), places("zh-Hans"), "{name}: {value}");
                    } else {
                        assert_speaks_both(name, value);
                    }
                }
            }
            Json::Array(items) => items.iter().for_each(|item| assert_speaks_both(name, item)),
            _ => {}
        }
    }

    #[test]
    fn what_presets_say_they_say_in_both_languages() {
        preset_names().for_each(|name| assert_speaks_both(name, &json(name)));
    }
}

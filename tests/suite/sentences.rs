//! Sentences that users read: none is missing, and both languages say the same.

use std::path::Path;
use std::sync::Arc;

use kanwu::fact::Answers;
use kanwu::lint::{Enabled, Project, lint};
use kanwu::messages::{Arguments, Catalogue, Language, Localized, Message, RuleId};
use kanwu::page::Page;
use kanwu::registry::Registry;
use kanwu::schema::Schema;
use kanwu::site::Generator;
use kanwu::text::{FilePath, Source};

use crate::shared::files_below;

/// The first string after each of these names a sentence of our tables.
const NAMED_AFTER: [&str; 4] = ["Message::key(", "Message::Key(", "catalogue.text(", "SyntaxError::new("];

#[test]
fn every_key_that_the_code_names_has_a_sentence() {
    let catalogue = Catalogue::new(Language::English);
    let mut seen = 0;
    for path in files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for part in NAMED_AFTER.iter().flat_map(|opening| code.split(opening).skip(1)) {
            let Some(key) = part
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            seen += 1;
            assert_ne!(
                catalogue.text(key, &Arguments::new()),
                key,
                "{}: `{key}`",
                path.display()
            );
        }
    }
    assert!(seen > 40, "only {seen} keys were seen");
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn the_sentences_of_rules_have_the_same_places_in_both_languages() {
    let registry = Registry::built_in();
    for registered in registry.rules() {
        let rule = &registered.rule;
        let sentences: [Option<&Localized>; 3] = [Some(&rule.message), rule.help.as_ref(), rule.fix_title.as_ref()];
        for sentence in sentences.into_iter().flatten() {
            assert_eq!(
                placeholders(&sentence.en),
                placeholders(&sentence.zh_hans),
                "{}",
                rule.id
            );
        }
        for other in &rule.yields_to {
            assert!(
                registry.get(other.as_str()).is_some(),
                "{} yields to {other}, which does not exist",
                rule.id
            );
        }
    }
}

/// What the examples of all pages find is told in sentences without a place left
/// open.
#[test]
fn no_sentence_of_an_example_leaves_a_place_open() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = Catalogue::new(Language::English);
    let registry = Arc::new(Registry::built_in());
    let mut seen = 0;
    for page in files_below(&root.join("tests/rules"))
        .iter()
        .chain(&files_below(&root.join("rules")))
    {
        let text = std::fs::read_to_string(page).unwrap();
        let Ok(examples) = Page::parse_examples(&text) else {
            continue;
        };
        for example in examples {
            let generator = example.generator.as_deref().and_then(Generator::from_name);
            let rule = page.file_name().and_then(|name| name.to_str()?.split('.').next());
            let enabled = Enabled::Only(RuleId::new(rule.unwrap_or_default()));
            let mut project = Project::new(Arc::clone(&registry), enabled, generator);
            if let Some(Ok(schema)) = example.schema.as_deref().map(Schema::from_text) {
                project.apply_schema_everywhere(schema);
            }
            let source = Source::from_bytes(FilePath::new(&example.path), example.bytes());
            for diagnostic in lint(&source, &project, &Answers::default()).diagnostics {
                let labels = diagnostic.labels.iter().map(|label| &label.message);
                let title = diagnostic.fix.as_ref().map(|fix| &fix.title);
                let messages = [&diagnostic.message].into_iter().chain(&diagnostic.help).chain(title);
                for message in messages.chain(labels) {
                    let Message::Key(key, arguments) = message else {
                        continue;
                    };
                    let open = catalogue.text(key, &Arguments::new());
                    for name in placeholders(&open).into_iter().filter(|name| !name.is_empty()) {
                        assert!(
                            arguments.get(name).is_some(),
                            "{}: `{key}` lacks `{name}`",
                            page.display()
                        );
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 300, "only {seen} places were seen");
}

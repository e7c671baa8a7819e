//! Sentences that users read: none is missing, and both languages say the same.

use std::path::Path;

use kanwu::messages::{Arguments, Catalogue, Language, Localized};
use kanwu::registry::Registry;

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

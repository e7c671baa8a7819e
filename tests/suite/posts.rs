//! Real posts: the one that the project started from, and hundreds of others.

use std::fs;
use std::path::{Path, PathBuf};

use kanwu::diagnostic::Applicability;
use kanwu::fact::Answers;
use kanwu::fix::{fix, lint_and_prove};
use kanwu::lint::{Enabled, Project};
use kanwu::messages::Language;
use kanwu::registry::Registry;
use kanwu::text::{FilePath, Source};

use crate::shared::{files_below, folder};

fn project() -> Project {
    Project::new(Registry::built_in(), Enabled::All, None)
}

fn source(path: &Path) -> Source {
    Source::from_bytes(FilePath::new(path), fs::read(path).unwrap())
}

fn posts() -> Vec<PathBuf> {
    let files = folder("posts").map(|folder| files_below(&folder)).unwrap_or_default();
    let is_post = |path: &PathBuf| path.extension().is_some_and(|extension| extension != "jsonl");
    files.into_iter().filter(is_post).collect()
}

#[test]
fn the_first_post_shows_its_five_defects_and_no_other() {
    let Some(seed) = folder("seed") else { return };
    let source = source(&files_below(&seed)[0]);
    let found = lint_and_prove(&source, &project(), &Answers::default());
    let quoted: Vec<&str> = found
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.span.of(&source.text))
        .collect();
    assert_eq!(
        quoted,
        [
            "<section id=\"imu\"><div id=\"dfp-ad-imu1\">        </div></section>",
            "<div id=\"innity-in-post\"></div>",
            "<div id=\"dfp-ad-midarticlespecial\">        </div>",
            "外账",
            "<div class=\"cx_paywall_placeholder\" id=\"sph_cdp_40\"></div>",
        ]
    );
}

#[test]
fn fixing_the_first_post_takes_the_four_slots_and_nothing_else() {
    let Some(seed) = folder("seed") else { return };
    let before = source(&files_below(&seed)[0]);
    let expected = before
        .text
        .replace(
            "<section id=\"imu\"><div id=\"dfp-ad-imu1\">        </div></section>",
            "",
        )
        .replace("<div id=\"innity-in-post\"></div>", "")
        .replace("<div id=\"dfp-ad-midarticlespecial\">        </div>", "")
        .replace(
            "      <div class=\"cx_paywall_placeholder\" id=\"sph_cdp_40\"></div>\n",
            "\n",
        );
    let fixed = fix(before, &project(), &Answers::default(), Applicability::Safe);
    assert_eq!(fixed.count, 4);
    assert_eq!(fixed.source.text, expected);
    let again = fix(fixed.source, &project(), &Answers::default(), Applicability::Safe);
    assert_eq!((again.count, again.source.text), (0, expected));
}

#[test]
fn every_span_in_real_posts_lies_on_characters_and_quotes_what_is_said() {
    let project = project();
    let catalogue = project.registry().catalogue(Language::English);
    let mut count = 0;
    for path in posts() {
        let source = source(&path);
        let found = lint_and_prove(&source, &project, &Answers::default());
        for diagnostic in &found.diagnostics {
            count += 1;
            let quoted = source.text.get(diagnostic.span.start..diagnostic.span.end);
            let quoted = quoted.unwrap_or_else(|| panic!("{}: {:?}", path.display(), diagnostic.span));
            let arguments = diagnostic.message.arguments();
            if let Some(name) = arguments.get("name") {
                let tag = name.split(['#', '.']).next().unwrap();
                assert!(
                    quoted.to_lowercase().starts_with(&format!("<{tag}")),
                    "{}: {quoted}",
                    path.display()
                );
            }
            // What is wrong with a file's name does not stand in its text.
            let is_in_text = |matched: &&str| !matched.starts_with("U+") && !diagnostic.span.is_empty();
            if let Some(matched) = arguments.get("match").filter(is_in_text) {
                assert!(
                    quoted.contains(matched.chars().next().unwrap()),
                    "{}: {quoted}",
                    path.display()
                );
            }
            assert!(!catalogue.sentence(&diagnostic.message).is_empty());
            for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
                assert!(
                    source.text.get(edit.span.start..edit.span.end).is_some(),
                    "{}",
                    path.display()
                );
            }
        }
    }
    assert!(count > 0 || posts().is_empty());
}

#[test]
fn fixing_real_posts_twice_is_fixing_them_once() {
    let project = project();
    for path in posts() {
        for most in [Applicability::Safe, Applicability::Unsafe] {
            let once = fix(source(&path), &project, &Answers::default(), most).source;
            let twice = fix(once.clone(), &project, &Answers::default(), most);
            assert_eq!(once.text, twice.source.text, "{}", path.display());
            assert_eq!(twice.count, 0, "{}", path.display());
        }
    }
}

//! A rule's page as it is read: its text in one language, its examples, and the
//! options that a configuration can set.
//!
//! Markdown, whether it is printed or opened in an editor; it must not know which.

use std::fmt::Write as _;

use crate::messages::{Arguments, Catalogue};
use crate::page::{Example, Expectation};
use crate::registry::Registered;
use crate::report;

/// The page of a rule, in the language of the catalogue.
pub fn page(registered: &Registered, catalogue: &Catalogue) -> String {
    let text = |key: &str| catalogue.text(key, &Arguments::new());
    let rule = &registered.rule;
    let heading = Arguments::new()
        .with("rule", rule.id.as_str())
        .with("severity", text(&format!("severity-{}", rule.severity.name())))
        .with("group", rule.group.name());
    let mut out = format!("{}\n\n", catalogue.text("explain-heading", &heading));
    if let Some(page) = registered.page() {
        out.push_str(page.text(catalogue.language()));
        out.push('\n');
        for (expectation, heading) in [(Expectation::Bad, "explain-bad"), (Expectation::Good, "explain-good")] {
            let is_wanted = |example: &&Example| example.expectation == expectation;
            let mut examples = page.examples.iter().filter(is_wanted).peekable();
            if examples.peek().is_some() {
                let _ = writeln!(out, "\n## {}", text(heading));
            }
            for example in examples {
                push_example(example, &text("explain-fixed"), &mut out);
            }
        }
    }
    let options = listed(registered.option_names());
    let lists = listed(registered.list_names());
    for (key, names) in [("explain-options", options), ("explain-lists", lists)] {
        if !names.is_empty() {
            let names = Arguments::new().with("names", names);
            let _ = writeln!(out, "\n{}", catalogue.text(key, &names));
        }
    }
    out
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The example as the page marks it, with what its fix leaves.
fn push_example(example: &Example, fixed: &str, out: &mut String) {
    if example.path.contains('/') || example.is_scenario {
        let _ = writeln!(out, "\n`{}`:", example.path);
    }
    let _ = writeln!(out, "\n{}", indented(&example.marked()));
    for other in &example.others {
        let _ = writeln!(out, "\n`{}`:\n\n{}", other.path, indented(&other.marked()));
    }
    if let Some(text) = example.fixed.as_ref().or(example.unsafe_fixed.as_ref()) {
        let _ = writeln!(out, "\n{fixed}\n\n{}", indented(text));
    }
}

fn indented(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| format!("    {}", report::visible(line)).trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

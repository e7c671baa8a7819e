//! `kanwu explain RULE`: the rule's page.

use std::io::{self, Write};

use super::Status;
use super::configure::with_packs;
use crate::messages::{Arguments, Language};
use crate::page::{Example, Expectation};
use crate::registry::{Registered, Registry};

/// Prints the page of a rule.
///
/// # Errors
///
/// If the output cannot be written.
pub(super) fn run(id: &str, registry: Registry, language: Language) -> io::Result<Status> {
    let registry = &with_packs(registry, language)?;
    let catalogue = registry.catalogue(language);
    let Some(registered) = registry.get(id) else {
        let (key, suggestion) = match registry.meant_rule(id) {
            Some(suggestion) => ("explain-unknown-similar", suggestion.to_owned()),
            None => ("explain-unknown", String::new()),
        };
        let arguments = Arguments::new().with("rule", id).with("suggestion", suggestion);
        writeln!(io::stderr(), "kanwu: {}", catalogue.text(key, &arguments))?;
        return Ok(Status::Failed);
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let text = |key: &str| catalogue.text(key, &Arguments::new());
    let Registered { rule, .. } = registered;
    let severity = text(&format!("severity-{}", rule.severity.name()));
    let heading = Arguments::new()
        .with("rule", rule.id.as_str())
        .with("severity", severity)
        .with("group", rule.group.name());
    writeln!(out, "{}\n", catalogue.text("explain-heading", &heading))?;
    if let Some(page) = registered.page() {
        writeln!(out, "{}", page.text(language))?;
        for (expectation, heading) in [(Expectation::Bad, "explain-bad"), (Expectation::Good, "explain-good")] {
            let examples: Vec<&Example> = page
                .examples
                .iter()
                .filter(|example| example.expectation == expectation)
                .collect();
            if !examples.is_empty() {
                writeln!(out, "\n## {}", text(heading))?;
            }
            for example in examples {
                print_example(example, &text("explain-fixed"), &mut out)?;
            }
        }
    }
    let options = listed(registered.option_names());
    let lists = listed(registered.list_names());
    for (key, names) in [("explain-options", options), ("explain-lists", lists)] {
        if !names.is_empty() {
            let names = Arguments::new().with("names", names);
            writeln!(out, "\n{}", catalogue.text(key, &names))?;
        }
    }
    out.flush()?;
    Ok(Status::Clean)
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The example as the page marks it, with what its fix leaves.
fn print_example(example: &Example, fixed: &str, out: &mut dyn Write) -> io::Result<()> {
    if example.path.contains('/') || example.is_scenario {
        writeln!(out, "\n`{}`:", example.path)?;
    }
    writeln!(out, "\n{}", indented(&example.marked()))?;
    for other in &example.others {
        writeln!(out, "\n`{}`:\n\n{}", other.path, indented(&other.marked()))?;
    }
    if let Some(text) = example.fixed.as_ref().or(example.unsafe_fixed.as_ref()) {
        writeln!(out, "\n{fixed}\n\n{}", indented(text))?;
    }
    Ok(())
}

fn indented(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| format!("    {}", crate::report::visible(line)).trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

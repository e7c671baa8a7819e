//! `kanwu explain RULE`: the rule's page.

use std::io::{self, Write};

use super::Status;
use super::configure::with_packs;
use crate::explain;
use crate::messages::{Arguments, Language};
use crate::registry::Registry;

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
    let mut out = io::stdout().lock();
    out.write_all(explain::page(registered, &catalogue).as_bytes())?;
    out.flush()?;
    Ok(Status::Clean)
}

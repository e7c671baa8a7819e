//! `kanwu rules`: the rules that exist, as a table or as JSON, and in `testing`
//! the test of a pack.

mod testing;

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::Status;
use super::arguments::RulesForm;
use super::configure::with_packs;
use crate::messages::{Arguments, Language};
use crate::registry::{Registered, Registry};
use crate::rule::{ByDefault, Rule};

pub(super) use testing::test;

/// Lists the rules.
///
/// # Errors
///
/// If the output cannot be written.
pub(super) fn run(form: RulesForm, registry: Registry, language: Language) -> io::Result<Status> {
    let registry = &with_packs(registry, language)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match form {
        RulesForm::Table => table(registry, language, &mut out)?,
        RulesForm::Json => json(registry, &mut out)?,
    }
    out.flush()?;
    Ok(Status::Clean)
}

fn table(registry: &Registry, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let catalogue = registry.catalogue(language);
    let heading = |key| catalogue.text(key, &Arguments::new());
    let mut rows = vec![[
        heading("rules-heading-rule"),
        heading("rules-heading-group"),
        heading("rules-heading-severity"),
        heading("rules-heading-summary"),
    ]];
    rows.extend(sorted(registry).into_iter().map(|registered| {
        let rule = &registered.rule;
        [
            rule.id.to_string(),
            rule.group.name().to_owned(),
            catalogue.text(&severity_key(rule), &Arguments::new()),
            registered.page().map(|page| page.summary(language)).unwrap_or_default(),
        ]
    }));
    let width_of = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths = [width_of(0), width_of(1), width_of(2)];
    for row in &rows {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width + 2 - cell.width())));
        writeln!(out, "{}{}", cells.collect::<String>(), row[3])?;
    }
    Ok(())
}

/// The key of the word for how bad its findings are, or for that it is off.
fn severity_key(rule: &Rule) -> String {
    match rule.by_default {
        ByDefault::On => format!("severity-{}", rule.severity.name()),
        ByDefault::Off => "severity-off".to_owned(),
    }
}

/// One rule as programs read it.
#[derive(serde::Serialize)]
struct RuleEntry<'a> {
    id: &'a str,
    group: &'a str,
    severity: &'a str,
    default: &'a str,
    check: &'a str,
    message: Sentences<'a>,
    summary: Sentences<'a>,
}

#[derive(serde::Serialize)]
struct Sentences<'a> {
    en: std::borrow::Cow<'a, str>,
    #[serde(rename = "zh-Hans")]
    zh_hans: std::borrow::Cow<'a, str>,
}

fn json(registry: &Registry, out: &mut dyn Write) -> io::Result<()> {
    let entries: Vec<RuleEntry<'_>> = sorted(registry).into_iter().map(entry).collect();
    serde_json::to_writer_pretty(&mut *out, &entries)?;
    writeln!(out)
}

fn entry(registered: &Registered) -> RuleEntry<'_> {
    let rule = &registered.rule;
    let page = registered.page();
    let summary = |language| {
        page.as_ref()
            .map(|page| page.summary(language))
            .unwrap_or_default()
            .into()
    };
    RuleEntry {
        id: rule.id.as_str(),
        group: rule.group.name(),
        severity: rule.severity.name(),
        default: match rule.by_default {
            ByDefault::On => "on",
            ByDefault::Off => "off",
        },
        check: &rule.check_name,
        message: Sentences {
            en: rule.message.en.as_str().into(),
            zh_hans: rule.message.zh_hans.as_str().into(),
        },
        summary: Sentences {
            en: summary(Language::English),
            zh_hans: summary(Language::SimplifiedChinese),
        },
    }
}

/// By group, then by id.
fn sorted(registry: &Registry) -> Vec<&Registered> {
    let mut rules: Vec<&Registered> = registry.rules().iter().collect();
    rules.sort_by_key(|registered| (registered.rule.group, registered.rule.id.clone()));
    rules
}

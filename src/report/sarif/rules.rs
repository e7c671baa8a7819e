//! The rules of a run that found something, with their pages.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Options, Report};
use super::level;
use super::shape::{Configuration, Help, Rule, Tags, Text};
use crate::diagnostic::RuleId;

/// The rules that found something, numbered by id.
pub(super) struct Rules<'a>(BTreeMap<&'a RuleId, usize>);

impl<'a> Rules<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let diagnostics = report.files.iter().flat_map(|file| &file.diagnostics);
        let ids: BTreeSet<&RuleId> = diagnostics.map(|diagnostic| &diagnostic.rule).collect();
        Self(ids.into_iter().zip(0..).collect())
    }

    pub(super) fn index_of(&self, rule: &RuleId) -> Option<usize> {
        self.0.get(rule).copied()
    }

    pub(super) fn descriptors(&self, options: &Options<'a>) -> Vec<Rule<'a>> {
        self.0.keys().map(|id| descriptor(id, options)).collect()
    }
}

/// What finds mistakes in configurations is no rule, and has nothing but its id.
fn descriptor<'a>(id: &'a RuleId, options: &Options<'a>) -> Rule<'a> {
    let registered = options.registry.get(id.as_str());
    let language = options.catalogue.language();
    let page = registered.and_then(|registered| registered.page());
    let summary = page.as_ref().map(|page| Text {
        text: page.summary(language),
    });
    Rule {
        id: id.as_str(),
        short_description: summary.clone(),
        full_description: summary,
        help: page.map(|page| {
            // Markdown reads well as it is.
            let text = page.text(language).trim().to_owned();
            Help {
                markdown: text.clone(),
                text,
            }
        }),
        default_configuration: registered.map(|registered| Configuration {
            level: level(registered.rule.severity),
        }),
        properties: registered.map(|registered| Tags {
            tags: [registered.rule.group.name()],
        }),
    }
}

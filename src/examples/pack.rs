//! A pack of a user's own rules as a test: its rule files, and the pages beside
//! them.

use std::sync::Arc;

use super::{PageKind, judge_page};
use crate::config::Pack;
use crate::diagnostic::{Arguments, Diagnostic, Message, RuleId};
use crate::registry::{PackRule, Registry};
use crate::text::{FilePath, Source, Span};

/// What came of the test of a pack.
#[derive(Debug, Default)]
pub struct PackTest {
    /// What is wrong, by rule file and page.
    pub mistakes: Vec<(Source, Vec<Diagnostic>)>,
    /// How many rules it has.
    pub rules: usize,
    /// How many examples its pages have.
    pub examples: usize,
}

/// Tests a pack: its rule files, that each has a page, and all examples.
pub fn test_pack(mut registry: Registry, pack: Pack) -> PackTest {
    let Pack { name, rules, pages } = pack;
    let mut test = PackTest {
        rules: rules.len(),
        ..PackTest::default()
    };
    let ids: Vec<String> = rules.iter().map(|rule| rule_of(&rule.file.path)).collect();
    let without_page: Vec<(Source, Vec<Diagnostic>)> =
        rules.iter().filter(|rule| rule.page.is_none()).map(no_page).collect();
    test.mistakes = registry.add_pack(&name, rules);
    let is_known = |source: &Source, known: &[(Source, Vec<Diagnostic>)]| {
        known.iter().any(|(mistaken, _)| mistaken.path == source.path)
    };
    let without_page = without_page.into_iter();
    let others: Vec<_> = without_page
        .filter(|(rule, _)| !is_known(rule, &test.mistakes))
        .collect();
    test.mistakes.extend(others);
    let registry = Arc::new(registry);
    for page in pages {
        let folder_and_rule = rule_of(&page.path);
        let rule = folder_and_rule.rsplit('/').next().unwrap_or_default();
        let id = RuleId::new(&format!("{name}/{rule}"));
        if !ids.contains(&folder_and_rule) {
            if may_be_id(rule) {
                let mistaken = vec![page_of_no_rule(rule)];
                test.mistakes.push((page, mistaken));
            }
            continue;
        }
        // Of a rule that cannot be read, only its file can be judged.
        if registry.get(id.as_str()).is_none() {
            continue;
        }
        let kind = match page.path.file_name() == format!("{rule}.md") {
            true => PageKind::Whole,
            false => PageKind::EdgeCases,
        };
        let judged = judge_page(&page, kind, &registry, &id);
        test.examples += judged.examples;
        if !judged.mistakes.is_empty() {
            test.mistakes.push((page, judged.mistakes));
        }
    }
    test
}

/// The folder and the rule's name of a rule file or a page: what stands before
/// the first dot of the file's name.
fn rule_of(path: &FilePath) -> String {
    let name = path.file_name();
    let rule = name.split('.').next().unwrap_or_default();
    let folder = path.shown.strip_suffix(name).unwrap_or_default();
    format!("{folder}{rule}")
}

/// Whether a file called so could be the page of a rule, as `README.md` can't.
fn may_be_id(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
}

fn no_page(rule: &PackRule) -> (Source, Vec<Diagnostic>) {
    let arguments = Arguments::new().with("name", rule.name());
    let message = Message::Key("rule-file-no-page", arguments);
    let help = Message::key("rule-file-no-page-help");
    (rule.file.clone(), vec![rule.mistake(message, Some(help))])
}

fn page_of_no_rule(rule: &str) -> Diagnostic {
    let message = Message::Key("page-of-no-rule", Arguments::new().with("name", rule));
    let help = Message::key("page-of-no-rule-help");
    Diagnostic::mistake(super::RULE_PAGE, Span::empty(0), message, Some(help))
}

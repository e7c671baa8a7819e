//! A user's own rules, beside those that are built in.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Registered, Registry, RuleText, mistake, mistakes_in_rule_file};
use crate::check::Check;
use crate::diagnostic::{Arguments, Diagnostic, Message, RuleId};
use crate::document::front_matter::yaml;
use crate::rule::{Group, Rule, RuleError};
use crate::text::{Source, Span};

/// One rule of a pack, as its files are.
#[derive(Debug)]
pub struct PackRule {
    /// What the folder of its file is called.
    pub group: Group,
    /// The rule file.
    pub file: Source,
    /// The page beside it.
    pub page: Option<Source>,
}

impl PackRule {
    /// The file's name without its ending, which is the rule's id in the pack.
    pub fn name(&self) -> &str {
        self.file.path.file_name().trim_end_matches(".yaml")
    }

    /// A mistake in the rule file that is about the rule as a whole.
    pub fn mistake(&self, message: Message, help: Option<Message>) -> Diagnostic {
        let node = yaml::parse(&self.file.text, Span::new(0, self.file.text.len())).node;
        let id = node.as_ref().and_then(|root| root.at("/id"));
        mistake(id.map_or(Span::empty(0), |id| id.span), message, help)
    }
}

impl Registry {
    /// Adds the rules of a pack, each called `pack/id`. Gives the files that have
    /// mistakes, whose rules are left out.
    pub fn add_pack(&mut self, pack: &str, rules: Vec<PackRule>) -> Vec<(Source, Vec<Diagnostic>)> {
        let own: Vec<String> = rules.iter().map(|rule| rule.name().to_owned()).collect();
        let mut mistaken = Vec::new();
        for (number, rule) in rules.into_iter().enumerate() {
            if own.iter().take(number).any(|before| before == rule.name()) {
                let arguments = Arguments::new().with("id", rule.name());
                let twice = rule.mistake(Message::Key("rule-file-twice", arguments), None);
                mistaken.push((rule.file, vec![twice]));
                continue;
            }
            match read(pack, &rule, &own) {
                Ok(registered) => self.rules.push(registered),
                Err(mistakes) => mistaken.push((rule.file, mistakes)),
            }
        }
        self.rules.sort_by(|one, other| one.rule.id.cmp(&other.rule.id));
        mistaken
    }
}

/// Reads one rule. `own` are the ids of all rules of the pack, which may yield to
/// one another by their bare names.
fn read(pack: &str, rule: &PackRule, own: &[String]) -> Result<Registered, Vec<Diagnostic>> {
    let mistakes = mistakes_in_rule_file(&rule.file, rule.group);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let unusable = |error: RuleError| vec![mistake(Span::empty(0), error.message(), error.help())];
    let name = rule.name();
    let (mut read, options) =
        Rule::read(rule.group, &rule.file.text[rule.file.byte_order_mark_len()..]).map_err(unusable)?;
    let check = Check::of_options(options).map_err(unusable)?;
    if read.id.as_str() != name {
        let arguments = Arguments::new().with("id", read.id.as_str()).with("name", name);
        return Err(vec![
            rule.mistake(Message::Key("rule-file-other-name", arguments), None),
        ]);
    }
    let qualified = |id: &RuleId| match own.iter().any(|known| known == id.as_str()) {
        true => RuleId::new(&format!("{pack}/{id}")),
        false => id.clone(),
    };
    read.id = RuleId::new(&format!("{pack}/{name}"));
    read.yields_to = read.yields_to.iter().map(qualified).collect();
    Ok(Registered {
        rule: read,
        check: Arc::new(check),
        file: RuleText::OfPack(rule.file.text[rule.file.byte_order_mark_len()..].into()),
        page_file: rule.page.as_ref().map(|page| page.path.clone()),
        page: Cow::Owned(rule.page.as_ref().map(|page| page.text.clone()).unwrap_or_default()),
    })
}

//! The rules that exist: built in, with their pages.
//!
//! It reads rule files, so that mistakes in them become diagnostics in them. It
//! must not know where files come from.

mod options;
mod pack;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use crate::check::Check;
use crate::diagnostic::{Arguments, Diagnostic, Message, RuleSentence};
use crate::dialect::Engine;
use crate::document::front_matter::yaml;
use crate::messages::{Catalogue, Language};
use crate::page::Page;
use crate::rule::{Group, Rule, RuleError};
use crate::schema::{Schema, nearest};
use crate::text::{FilePath, Source, Span};

pub use options::{Options, is_option};
pub use pack::PackRule;

include!(concat!(env!("OUT_DIR"), "/built_in_rules.rs"));

/// The text of one built-in rule: its group, its file and its page.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The folder of its file.
    pub group: &'static str,
    /// The file's name without its ending, which is the rule's id.
    pub id: &'static str,
    /// The rule file, turned into JSON.
    pub rule_as_json: &'static str,
    /// The page beside it.
    pub page: &'static str,
}

/// A rule, ready to run.
#[derive(Debug, Clone)]
pub struct Registered {
    /// What every rule has.
    pub rule: Rule,
    /// What it asks.
    pub check: Arc<Check>,
    /// Its page, as written; empty where a pack has none.
    pub page: Cow<'static, str>,
    /// The file of its page, where a pack has one.
    pub page_file: Option<FilePath>,
    file: RuleText,
}

/// A rule file, kept for who sets some of its options.
#[derive(Debug, Clone)]
enum RuleText {
    BuiltIn(&'static str),
    OfPack(Arc<str>),
}

/// The rules by id.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    rules: Vec<Registered>,
}

/// The schema of rule files.
pub static RULE_SCHEMA: LazyLock<Option<Schema>> = LazyLock::new(|| Schema::from_text(RULE_SCHEMA_TEXT).ok());

const RULE_SCHEMA_TEXT: &str = include_str!("../schemas/rule.schema.json");

/// The id under which mistakes in rule files are reported.
pub const RULE_FILE: &str = "rule-file";

impl Registry {
    /// The built-in rules. Their files are checked by a test, not here: one that
    /// could not be read would be absent.
    pub fn built_in() -> Self {
        let mut rules: Vec<Registered> = BUILT_IN.iter().filter_map(|built_in| read(built_in).ok()).collect();
        rules.sort_by(|one, other| one.rule.id.cmp(&other.rule.id));
        Self { rules }
    }

    /// All rules, by id.
    pub fn rules(&self) -> &[Registered] {
        &self.rules
    }

    /// The rule of that id.
    pub fn get(&self, id: &str) -> Option<&Registered> {
        let found = self
            .rules
            .binary_search_by(|registered| registered.rule.id.as_str().cmp(id))
            .ok()?;
        self.rules.get(found)
    }

    /// Whether a rule or a group is called so.
    pub fn has_name(&self, name: &str) -> bool {
        self.get(name).is_some() || Group::from_name(name).is_some()
    }

    /// The rule that was meant by a name that none has: one of a pack by its bare
    /// name, else that of the nearest name.
    pub fn meant_rule(&self, name: &str) -> Option<&str> {
        meant(name, self.ids())
    }

    /// The same of rules and groups.
    pub fn meant_name(&self, name: &str) -> Option<&str> {
        meant(name, self.ids().chain(Group::ALL.iter().map(|group| group.name())))
    }

    fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.rules.iter().map(|registered| registered.rule.id.as_str())
    }

    /// Our sentences and those of all rules, in one language.
    pub fn catalogue(&self, language: Language) -> Catalogue {
        let mut catalogue = Catalogue::new(language);
        for Registered { rule, .. } in &self.rules {
            let sentences = [
                (RuleSentence::Message, Some(&rule.message)),
                (RuleSentence::Help, rule.help.as_ref()),
                (RuleSentence::FixTitle, rule.fix_title.as_ref()),
            ];
            for (sentence, text) in sentences {
                if let Some(text) = text {
                    catalogue.add_rule_sentence(rule.id.clone(), sentence, text.clone());
                }
            }
        }
        catalogue
    }
}

impl Registered {
    /// The page, parsed; nothing if it is malformed, which a test excludes.
    pub fn page(&self) -> Option<Page> {
        Page::parse(&self.page).ok()
    }
}

fn meant<'n>(name: &str, mut known: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let is_bare_name = |known: &&str| known.split_once('/').is_some_and(|(_, bare)| bare == name);
    known.clone().find(is_bare_name).or_else(|| nearest(name, &mut known))
}

fn read(built_in: &BuiltIn) -> Result<Registered, RuleError> {
    let group = Group::from_name(built_in.group)
        .ok_or_else(|| RuleError::Shape(format!("no group is called {}", built_in.group)))?;
    let (rule, options) = Rule::read_json(group, built_in.rule_as_json)?;
    let check = Check::of_options(options)?;
    Ok(Registered {
        rule,
        check: Arc::new(check),
        page: Cow::Borrowed(built_in.page),
        page_file: None,
        file: RuleText::BuiltIn(built_in.rule_as_json),
    })
}

/// The mistakes in one rule file, as diagnostics in it: its YAML, its shape,
/// its globs, selectors and expressions.
pub fn mistakes_in_rule_file(source: &Source, group: Group) -> Vec<Diagnostic> {
    if let Some(encoding) = source.encoding {
        let arguments = Arguments::new().with("encoding", encoding.name());
        let message = Message::Key("config-not-utf-8", arguments);
        return vec![mistake(Span::empty(0), message, None)];
    }
    let whole = Span::new(source.byte_order_mark_len(), source.text.len());
    let parsed = yaml::parse_strictly(&source.text, whole);
    let mut mistakes: Vec<Diagnostic> = parsed
        .errors
        .iter()
        .map(|error| mistake(error.span, error.message.clone(), error.help.clone()))
        .collect();
    let Some(root) = parsed.node.filter(|_| mistakes.is_empty()) else {
        return mistakes;
    };
    if let Some(schema) = RULE_SCHEMA.as_ref() {
        let failures = schema.failures(&root, Engine::Core12, Span::empty(0));
        mistakes.extend(
            failures
                .into_iter()
                .map(|failure| mistake(failure.span, failure.message, failure.help)),
        );
    }
    if !mistakes.is_empty() {
        return mistakes;
    }
    for error in compile(group, &source.text[source.byte_order_mark_len()..]) {
        let span = root.at(error.pointer()).map_or(root.span, |node| node.span);
        mistakes.push(mistake(span, error.message(), error.help()));
    }
    mistakes
}

fn compile(group: Group, text: &str) -> Vec<RuleError> {
    let check = Rule::read(group, text).and_then(|(_, options)| Check::of_options(options));
    match check {
        Ok(check) => check.compile(),
        Err(error) => vec![error],
    }
}

fn mistake(span: Span, message: Message, help: Option<Message>) -> Diagnostic {
    Diagnostic::mistake(RULE_FILE, span, message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_rule_is_sound() {
        assert!(!BUILT_IN.is_empty());
        let catalogue = Catalogue::new(Language::English);
        for built_in in BUILT_IN {
            let path = FilePath::new(format!("rules/{}/{}.yaml", built_in.group, built_in.id));
            let text = std::fs::read_to_string(&path.os).unwrap();
            let source = Source::from_text(path, text);
            let group = Group::from_name(built_in.group).unwrap();
            let mistakes: Vec<String> = mistakes_in_rule_file(&source, group)
                .iter()
                .map(|mistake| {
                    format!(
                        "{:?}: {}",
                        source.position(mistake.span.start),
                        catalogue.sentence(&mistake.message)
                    )
                })
                .collect();
            assert!(mistakes.is_empty(), "{}: {mistakes:#?}", source.path.shown);
            assert_eq!(
                read(built_in).unwrap().rule.id.as_str(),
                built_in.id,
                "the id is the file's name"
            );
            Page::parse(built_in.page).unwrap_or_else(|errors| panic!("{}: {errors:?}", built_in.id));
        }
        assert_eq!(Registry::built_in().rules().len(), BUILT_IN.len());
    }

    fn mistakes(text: &str) -> Vec<(String, String)> {
        let source = Source::from_text(FilePath::new("rules/markup/x.yaml"), text.to_owned());
        let catalogue = Catalogue::new(Language::English);
        mistakes_in_rule_file(&source, Group::Markup)
            .iter()
            .map(|mistake| (mistake.span.of(text).to_owned(), catalogue.sentence(&mistake.message)))
            .collect()
    }

    #[test]
    fn mistakes_in_a_rule_file_stand_at_their_place() {
        let head = "id: x\nseverity: error\nmessage: { en: a, zh-Hans: b }\n";
        assert_eq!(mistakes(&format!("{head}select: {{ css: ['p'] }}\n")), []);
        let found = mistakes(&format!("{head}select: {{ css: ['p', 'a >> b'] }}\n"));
        assert_eq!(found[0].0, "'a >> b'");
        let found = mistakes(&format!("{head}pattern: {{ in: prose, regex: '(' }}\n"));
        assert_eq!(found[0].0, "'('");
        let found = mistakes(&head.replace("error", "eror"));
        assert!(found.iter().any(|(quoted, _)| quoted == "eror"), "{found:?}");
        let found = mistakes("id: x\n");
        let said: Vec<&str> = found.iter().map(|(_, said)| said.as_str()).collect();
        assert_eq!(said[0], "the keys `severity`, `message` are missing");
        assert!(said[1].starts_with("one of the keys `schema`, `select`, "), "{said:?}");
        assert_eq!(found.len(), 2);
        let found = mistakes(&format!("{head}selct: {{ css: ['p'] }}\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        let found = mistakes(&format!("{head}files: ['a{{']\nselect: {{ css: ['p'] }}\n"));
        assert_eq!(found.len(), 1);
    }
}

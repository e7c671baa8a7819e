//! Every sentence a user reads: by key and language, or from a rule.
//!
//! A `Message` is data until the edge; a `Catalogue` makes it a sentence there.
//! It must not know which check or report asks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// The languages in which every sentence exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese, `zh-Hans`.
    SimplifiedChinese,
}

impl Language {
    /// From a language tag or a POSIX locale: `zh`, `zh-Hans`, `zh_CN.UTF-8`
    /// are Chinese, `en…`, `C` and `POSIX` English, the rest unknown.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match primary {
            "zh" => Some(Language::SimplifiedChinese),
            "en" | "c" | "posix" => Some(Language::English),
            _ => None,
        }
    }
}

/// The name of a rule: bare for built-in ones, `pack/id` for a pack's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// The id as written in a rule file.
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// The id as users type it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The pack of the rule, unless it is built in.
    pub fn pack(&self) -> Option<&str> {
        self.0.split_once('/').map(|(pack, _)| pack)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One sentence in both languages, with `{name}` where arguments go.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Localized {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    pub zh_hans: String,
}

impl Localized {
    /// The sentence in one language, its placeholders still in it.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::SimplifiedChinese => &self.zh_hans,
        }
    }
}

/// The values of a message's placeholders, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments(Vec<(Cow<'static, str>, String)>);

impl Arguments {
    /// No arguments.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; the first of a name wins.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// The value of a placeholder.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }
}

/// Which of a rule's sentences is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleSentence {
    /// What is wrong.
    Message,
    /// What to do.
    Help,
    /// What the fix does.
    FixTitle,
}

/// A sentence not yet said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// From our tables, `src/messages/*.yaml`.
    Key(&'static str, Arguments),
    /// From the rule's own file, since a pack carries its own sentences.
    FromRule(RuleId, RuleSentence, Arguments),
    /// In words that came with the data, such as a schema's own.
    Own(Box<Localized>, Arguments),
}

impl Message {
    /// A sentence of our tables without arguments.
    pub fn key(key: &'static str) -> Self {
        Message::Key(key, Arguments::new())
    }

    /// The values of its placeholders.
    pub fn arguments(&self) -> &Arguments {
        match self {
            Message::Key(_, arguments) | Message::FromRule(_, _, arguments) | Message::Own(_, arguments) => arguments,
        }
    }
}

/// Characters of the file that a sentence quotes.
const LONGEST_QUOTE: usize = 80;

/// What stands in a file, as a sentence can quote it: one line, and not too much.
pub fn clipped(text: &str) -> String {
    let beginning = text.chars().take(LONGEST_QUOTE);
    let mut clipped: String = beginning
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    if text.chars().nth(LONGEST_QUOTE).is_some() {
        clipped.push('…');
    }
    clipped
}

type Table = HashMap<String, String>;

static ENGLISH: LazyLock<Table> = LazyLock::new(|| read_table(include_str!(concat!(env!("OUT_DIR"), "/en.json"))));
static SIMPLIFIED_CHINESE: LazyLock<Table> =
    LazyLock::new(|| read_table(include_str!(concat!(env!("OUT_DIR"), "/zh-Hans.json"))));

fn read_table(json: &str) -> Table {
    // A table that cannot be read is found by the test below; a user then sees keys.
    serde_json::from_str(json).unwrap_or_default()
}

/// Makes sentences of messages, in one language.
#[derive(Debug, Clone)]
pub struct Catalogue {
    language: Language,
    rules: HashMap<(RuleId, RuleSentence), Localized>,
}

impl Catalogue {
    /// A catalogue of our own tables, without any rule's sentences.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            rules: HashMap::new(),
        }
    }

    /// The language of its sentences.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Adds one sentence of a rule.
    pub fn add_rule_sentence(&mut self, rule: RuleId, sentence: RuleSentence, text: Localized) {
        self.rules.insert((rule, sentence), text);
    }

    /// The sentence; its key where no table has it.
    pub fn sentence(&self, message: &Message) -> String {
        match message {
            Message::Key(key, arguments) => self.text(key, arguments),
            Message::FromRule(rule, sentence, arguments) => self.rules.get(&(rule.clone(), *sentence)).map_or_else(
                || rule.to_string(),
                |text| fill(text.in_language(self.language), arguments),
            ),
            Message::Own(text, arguments) => fill(text.in_language(self.language), arguments),
        }
    }

    /// A sentence of our tables, by key.
    pub fn text(&self, key: &str, arguments: &Arguments) -> String {
        let table = match self.language {
            Language::English => &ENGLISH,
            Language::SimplifiedChinese => &SIMPLIFIED_CHINESE,
        };
        table
            .get(key)
            .map_or_else(|| key.to_owned(), |text| fill(text, arguments))
    }
}

/// The text with each `{name}` replaced by its argument; unknown ones stay.
pub fn fill(text: &str, arguments: &Arguments) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let argument = after
            .find('}')
            .and_then(|close| Some((close, arguments.get(&after[..close])?)));
        match argument {
            Some((close, value)) => {
                filled.push_str(value);
                rest = &after[close + 1..];
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name)
            // A sentence about braces has them too.
            .filter(|name| !name.contains(' '))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn both_tables_have_the_same_keys_and_arguments() {
        assert!(!ENGLISH.is_empty());
        for (key, english) in ENGLISH.iter() {
            let chinese = SIMPLIFIED_CHINESE.get(key).map(String::as_str);
            assert_eq!(Some(placeholders(english)), chinese.map(placeholders), "{key}");
        }
        assert_eq!(ENGLISH.len(), SIMPLIFIED_CHINESE.len());
    }

    #[test]
    fn arguments_fill_their_places_and_braces_stay() {
        let arguments = Arguments::new().with("name", "{x}").with("x", "no");
        assert_eq!(fill("slot `{name}` { {other} {", &arguments), "slot `{x}` { {other} {");
    }

    #[test]
    fn quotes_are_one_line_and_not_too_long() {
        assert_eq!(clipped("一\n二"), "一 二");
        assert_eq!(clipped(&"字".repeat(80)), "字".repeat(80));
        assert_eq!(clipped(&"字".repeat(81)), "字".repeat(80) + "…");
    }

    #[test]
    fn locales_choose_a_language() {
        assert_eq!(Language::from_tag("zh_CN.UTF-8"), Some(Language::SimplifiedChinese));
        assert_eq!(Language::from_tag("C.UTF-8"), Some(Language::English));
        assert_eq!(Language::from_tag("de"), None);
    }
}

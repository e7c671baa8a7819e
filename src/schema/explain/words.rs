//! Words for sentences: values as people write them, and what a schema says of
//! itself.

use serde_json::Value as Json;

use super::clipped;
use crate::messages::{Arguments, Localized, Message};

/// Values or keys that one sentence lists.
const LIST_LIMIT: usize = 12;

/// Characters of a description beyond which it is no help but a page.
const DESCRIPTION_LIMIT: usize = 160;

/// A sentence that the schema brings for its readers: in both languages, or one
/// text for all.
pub(in crate::schema) fn own_words(schema: &Json, keyword: &str) -> Option<Localized> {
    let words = schema.get(keyword)?;
    let one = words.as_str();
    let in_language = |name: &str| one.or_else(|| words.get(name)?.as_str()).map(str::to_owned);
    Some(Localized {
        en: in_language("en")?,
        zh_hans: in_language("zh-Hans")?,
    })
}

/// The schema's own description, or else its title, where it is short.
pub(in crate::schema) fn described(schema: &Json) -> Option<Message> {
    let text = description(schema)?;
    let both = Localized {
        en: text.to_owned(),
        zh_hans: text.to_owned(),
    };
    Some(Message::Own(Box::new(both), Arguments::new()))
}

/// The text of the same.
pub(super) fn description(schema: &Json) -> Option<&str> {
    ["description", "title"].into_iter().find_map(|keyword| {
        let text = schema.get(keyword)?.as_str()?.trim();
        let is_short = text.chars().nth(DESCRIPTION_LIMIT).is_none();
        (is_short && !text.is_empty() && !text.contains(['\n', '\r'])).then_some(text)
    })
}

pub(super) fn did_you_mean(suggestion: &str) -> Message {
    Message::Key("schema-did-you-mean", Arguments::new().with("suggestion", suggestion))
}

/// A value as people write it.
pub(super) fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => clipped(text),
        _ => clipped(&value.to_string()),
    }
}

pub(super) fn listed<'word>(words: impl Iterator<Item = &'word str>) -> String {
    let mut words: Vec<&str> = words.take(LIST_LIMIT + 1).collect();
    let is_cut = words.len() > LIST_LIMIT;
    words.truncate(LIST_LIMIT);
    let mut listed = words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if is_cut {
        listed.push_str(", …");
    }
    listed
}

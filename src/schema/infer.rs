//! A schema that given values obey, but for the few that look like mistakes.
//!
//! It counts what it is shown, and must not know files, nor what generators
//! make of keys.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::nearest;

/// One in so many may be a mistake: what is rarer says nothing of the rule.
const RARE: usize = 50;

/// A list of allowed values is no longer.
const MOST_OPTIONS: usize = 12;

/// Values of a list of options stand in at least so many places, on average.
const LEAST_USES: usize = 4;

/// Of fewer texts no list of options is made.
const LEAST_TEXTS: usize = 20;

/// No more different texts of one value are kept.
const MOST_TEXTS: usize = 256;

/// Longer texts, in bytes, are prose and no options.
const LONGEST_OPTION: usize = 64;

/// A mapping with more keys is a table of its own, whose keys are free.
const MOST_KEYS: usize = 100;

/// Values in one another beyond which nothing is said.
const DEEPEST: usize = 16;

/// Values that stand in the same place.
#[derive(Debug, Default)]
pub struct Observed {
    seen: usize,
    nothing: usize,
    booleans: usize,
    integers: usize,
    fractions: usize,
    texts: Texts,
    lists: usize,
    items: Option<Box<Observed>>,
    mappings: usize,
    /// By key, in the order in which keys came.
    members: Vec<(String, Observed)>,
    /// Where each key stands in `members`.
    numbers: HashMap<String, usize>,
}

/// What is known of texts in the same place.
#[derive(Debug, Default)]
struct Texts {
    count: usize,
    /// How often each stands there; none once there are too many.
    uses: Option<HashMap<String, usize>>,
    forms: [usize; FORMS.len()],
}

/// What a text can look like, and what a schema says of it.
struct Form {
    is_of: fn(&str) -> bool,
    keyword: &'static str,
    value: &'static str,
}

/// The narrower first.
const FORMS: [Form; 3] = [
    Form {
        is_of: is_date,
        keyword: "format",
        value: "date",
    },
    Form {
        is_of: begins_with_date,
        keyword: "pattern",
        value: "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
    },
    Form {
        is_of: is_address,
        keyword: "pattern",
        value: "^https?://[^ ]",
    },
];

impl Observed {
    /// Adds a value.
    pub fn add(&mut self, value: &Json) {
        self.add_at(value, 0);
    }

    /// How many values were added.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// A schema of the newest draft that mappings like these obey.
    pub fn schema(&self, title: &str) -> Json {
        let mut schema = Map::new();
        schema.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        schema.insert("title".to_owned(), json!(title));
        schema.extend(self.keywords());
        if self.members.len() <= MOST_KEYS {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
        Json::Object(schema)
    }

    fn add_at(&mut self, value: &Json, depth: usize) {
        self.seen += 1;
        match value {
            Json::Null => self.nothing += 1,
            Json::Bool(_) => self.booleans += 1,
            Json::Number(number) if number.is_f64() => self.fractions += 1,
            Json::Number(_) => self.integers += 1,
            Json::String(text) => self.texts.add(text),
            Json::Array(items) => {
                self.lists += 1;
                let of_items = self.items.get_or_insert_default();
                if depth < DEEPEST {
                    items.iter().for_each(|item| of_items.add_at(item, depth + 1));
                }
            }
            Json::Object(members) => {
                self.mappings += 1;
                for (key, value) in members.iter().filter(|_| depth < DEEPEST) {
                    if let Some(member) = self.member(key) {
                        member.add_at(value, depth + 1);
                    }
                }
            }
        }
    }

    /// What is known of a key; it is there from now on.
    fn member(&mut self, key: &str) -> Option<&mut Observed> {
        if !self.numbers.contains_key(key) {
            self.numbers.insert(key.to_owned(), self.members.len());
            self.members.push((key.to_owned(), Observed::default()));
        }
        let (_, member) = self.members.get_mut(*self.numbers.get(key)?)?;
        Some(member)
    }

    /// The kinds of value that are not rare, the most usual first.
    fn kinds(&self) -> Vec<&'static str> {
        let numbers = self.integers + self.fractions;
        let number = if self.fractions * RARE >= numbers.max(1) {
            "number"
        } else {
            "integer"
        };
        let mut kinds = vec![
            ("string", self.texts.count),
            ("array", self.lists),
            ("object", self.mappings),
            ("boolean", self.booleans),
            (number, numbers),
            ("null", self.nothing),
        ];
        kinds.retain(|(_, count)| *count > 0 && count * RARE >= self.seen);
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        kinds.into_iter().map(|(kind, _)| kind).collect()
    }

    fn keywords(&self) -> Map<String, Json> {
        let mut keywords = Map::new();
        let kinds = self.kinds();
        match kinds.as_slice() {
            [] => return keywords,
            [kind] => keywords.insert("type".to_owned(), json!(kind)),
            kinds => keywords.insert("type".to_owned(), json!(kinds)),
        };
        if kinds.contains(&"string") {
            keywords.extend(self.texts.keywords(&kinds));
        }
        if let (true, Some(items)) = (kinds.contains(&"array"), &self.items) {
            let items = items.keywords();
            if !items.is_empty() {
                keywords.insert("items".to_owned(), Json::Object(items));
            }
        }
        if kinds.contains(&"object") && self.members.len() <= MOST_KEYS {
            keywords.extend(self.keys());
        }
        keywords
    }

    /// The keys that are meant, the most usual first, and which of them none lacks.
    fn keys(&self) -> Map<String, Json> {
        let is_usual = |member: &Observed| member.seen * RARE >= self.mappings;
        let usual: Vec<&str> = self
            .members
            .iter()
            .filter(|(_, member)| is_usual(member))
            .map(|(key, _)| key.as_str())
            .collect();
        let is_slip = |key: &str, member: &Observed| !is_usual(member) && nearest(key, usual.iter().copied()).is_some();
        let mut meant: Vec<&(String, Observed)> = self
            .members
            .iter()
            .filter(|(key, member)| !is_slip(key, member))
            .collect();
        meant.sort_by_key(|(_, member)| std::cmp::Reverse(member.seen));
        let is_required = |member: &Observed| (self.mappings - member.seen.min(self.mappings)) * RARE <= self.mappings;
        let required: Vec<&str> = meant
            .iter()
            .filter(|(_, member)| self.mappings > 1 && is_required(member))
            .map(|(key, _)| key.as_str())
            .collect();
        let properties: Map<String, Json> = meant
            .iter()
            .map(|(key, member)| (key.clone(), Json::Object(member.keywords())))
            .collect();
        let mut keywords = Map::new();
        if !required.is_empty() {
            keywords.insert("required".to_owned(), json!(required));
        }
        keywords.insert("properties".to_owned(), Json::Object(properties));
        keywords
    }
}

impl Texts {
    fn add(&mut self, text: &str) {
        self.count += 1;
        for (count, form) in self.forms.iter_mut().zip(FORMS) {
            *count += usize::from((form.is_of)(text));
        }
        let is_first = self.count == 1;
        if is_first {
            self.uses = Some(HashMap::new());
        }
        if let Some(uses) = &mut self.uses {
            *uses.entry(text.to_owned()).or_default() += 1;
            if uses.len() > MOST_TEXTS || text.len() > LONGEST_OPTION {
                self.uses = None;
            }
        }
    }

    /// What their writing has in common, or which there are. `kinds` are those of
    /// all values there.
    fn keywords(&self, kinds: &[&str]) -> Map<String, Json> {
        let mut keywords = Map::new();
        let form = FORMS
            .iter()
            .zip(self.forms)
            .find(|(_, count)| self.count > 1 && (self.count - count) * RARE < self.count);
        if let Some((form, _)) = form {
            keywords.insert(form.keyword.to_owned(), json!(form.value));
        } else if let (["string"], Some(options)) = (kinds, self.options()) {
            keywords.insert("enum".to_owned(), json!(options));
        }
        keywords
    }

    /// The texts, if they are few and used again and again. One that is rare and
    /// nearly another is taken for a slip.
    fn options(&self) -> Option<Vec<&str>> {
        let uses = self.uses.as_ref()?;
        let is_usual = |count: usize| count * RARE >= self.count;
        let usual: Vec<&str> = uses
            .iter()
            .filter(|(_, count)| is_usual(**count))
            .map(|(text, _)| text.as_str())
            .collect();
        let is_slip = |text: &str, count: usize| !is_usual(count) && nearest(text, usual.iter().copied()).is_some();
        let mut options: Vec<(&str, usize)> = uses
            .iter()
            .map(|(text, count)| (text.as_str(), *count))
            .filter(|(text, count)| !is_slip(text, *count))
            .collect();
        if options.len() > MOST_OPTIONS || self.count < (options.len() * LEAST_USES).max(LEAST_TEXTS) {
            return None;
        }
        options.sort_by_key(|(text, count)| (std::cmp::Reverse(*count), *text));
        Some(options.into_iter().map(|(text, _)| text).collect())
    }
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_in_place = |(index, byte): (usize, &u8)| match index {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    bytes.len() == 10 && bytes.iter().enumerate().all(is_in_place)
}

fn begins_with_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut next = |most: usize| {
        let part = parts.next().unwrap_or_default();
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0 && digits <= most).then_some((digits, part.len()))
    };
    let is_whole = |part: Option<(usize, usize)>| part.is_some_and(|(digits, len)| digits == len);
    next(4) == Some((4, 4)) && is_whole(next(2)) && next(2).is_some()
}

fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("http")
        .map(|rest| rest.strip_prefix('s').unwrap_or(rest));
    let host = rest.and_then(|rest| rest.strip_prefix("://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl IntoIterator<Item = Json>) -> Json {
        let mut observed = Observed::default();
        values.into_iter().for_each(|value| observed.add(&value));
        observed.schema("t")
    }

    #[test]
    fn kinds_forms_and_options_are_those_of_nearly_all() {
        let schema = of((0..200).map(|number| {
            let mut post = json!({
                "title": format!("题 {number}"),
                "layout": if number % 3 == 0 { "post" } else { "page" },
                "date": format!("2024-03-{:02}", number % 28 + 1),
                "time": format!("2024-3-{} 08:00:00 +0800", number % 28 + 1),
                "from": format!("https://example.org/文/{number}"),
                "weight": number,
                "score": f64::from(number) / 2.0,
                "draft": number % 2 == 0,
                "tags": ["外交", "经济"],
                "extra": {"lang": "zh"},
            });
            if number % 2 == 0 {
                post["note"] = json!("一");
            }
            if number == 7 {
                post["layuot"] = json!("post");
                post["layout"] = json!("psot");
                post["title"] = json!(7);
                post["draft"] = json!(null);
            }
            post
        }));
        let properties = &schema["properties"];
        assert_eq!(properties["title"], json!({"type": "string"}));
        assert_eq!(
            properties["layout"],
            json!({"type": "string", "enum": ["page", "post"]})
        );
        assert_eq!(properties["date"], json!({"type": "string", "format": "date"}));
        assert_eq!(properties["time"]["pattern"], "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}");
        assert_eq!(properties["from"]["pattern"], "^https?://[^ ]");
        assert_eq!(properties["weight"], json!({"type": "integer"}));
        assert_eq!(properties["score"], json!({"type": "number"}));
        assert_eq!(properties["draft"], json!({"type": "boolean"}));
        assert_eq!(
            properties["tags"]["items"],
            json!({"type": "string", "enum": ["外交", "经济"]})
        );
        assert_eq!(properties["extra"]["properties"]["lang"]["enum"], json!(["zh"]));
        assert!(properties["extra"].get("additionalProperties").is_none());
        assert!(properties.get("layuot").is_none(), "a slip of a key is not asked for");
        assert_eq!(properties["note"]["type"], "string");
        let required: Vec<&str> = schema["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Json::as_str)
            .collect();
        assert!(required.contains(&"title") && !required.contains(&"note"));
        assert_eq!(schema["additionalProperties"], json!(false));
    }

    #[test]
    fn what_varies_stays_free() {
        let schema = of((0..60).map(|number| {
            json!({
                "tags": if number % 2 == 0 { json!("外交") } else { json!(["外交"]) },
                "author": format!("作者 {number}"),
            })
        }));
        let properties = &schema["properties"];
        assert_eq!(properties["tags"]["type"], json!(["string", "array"]));
        assert!(
            properties["tags"].get("enum").is_none(),
            "a list is not among the words"
        );
        assert_eq!(properties["author"], json!({"type": "string"}));
        // Of few values nothing is made.
        let few = of([json!({"layout": "post"}), json!({"layout": "page"})]);
        assert_eq!(few["properties"]["layout"], json!({"type": "string"}));
        let one = of([json!({"layout": "post"})]);
        assert!(one.get("required").is_none());
    }

    #[test]
    fn it_ends_whatever_it_is_shown() {
        let mut deep = json!(1);
        for _ in 0..100 {
            deep = json!({"a": [deep]});
        }
        assert_eq!(of([deep])["type"], "object");
        let many: Map<String, Json> = (0..1000).map(|key| (key.to_string(), json!(key))).collect();
        let schema = of([Json::Object(many)]);
        assert!(schema.get("properties").is_none() && schema.get("additionalProperties").is_none());
        assert_eq!(of([])["title"], "t");
    }
}

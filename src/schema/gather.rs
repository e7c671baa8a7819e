//! The texts that make up a schema which a file names: the schema, and what it
//! refers to within the repository. It must not know where texts are read.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value as Json;

use super::references::{Reference, names_of, references};
use crate::messages::{Arguments, Message};

/// How many files may make up one schema.
const MOST_FILES: usize = 100;

/// Texts by their addresses, that of the schema itself first.
pub type Texts = Vec<(String, Arc<str>)>;

/// Gathers the schema at a path from the root of its repository, with what it
/// refers to, which `read` reads by such paths. Where the text is no JSON, it is
/// all there is.
///
/// # Errors
///
/// A reference that leads to nothing that may be read; in words.
pub fn gather(path: &str, text: Arc<str>, read: &dyn Fn(&str) -> Option<Arc<str>>) -> Result<Texts, Message> {
    let mut texts = vec![(address_of(path), Arc::clone(&text))];
    let Ok(json) = serde_json::from_str::<Json>(&text) else {
        return Ok(texts);
    };
    let mut known = names_of(&json, &address_of(path));
    let mut open = VecDeque::from([(path.to_owned(), address_of(path), json)]);
    while let Some((path, address, json)) = open.pop_front() {
        for reference in references(&json, &address) {
            if known.contains(&reference.address) || reference.is_to_standard() {
                continue;
            }
            let refused = |key| Message::Key(key, Arguments::new().with("reference", reference.written.as_str()));
            if texts.len() >= MOST_FILES {
                return Err(refused("named-schema-refers-too-far"));
            }
            let path = led_to(&path, &reference).map_err(refused)?;
            let text = read(&path).ok_or_else(|| refused("named-schema-refers-to-no-file"))?;
            let json: Json = serde_json::from_str(&text).map_err(|_| refused("named-schema-refers-to-no-schema"))?;
            known.push(reference.address.clone());
            known.extend(names_of(&json, &reference.address));
            texts.push((reference.address.clone(), text));
            open.push_back((path, reference.address, json));
        }
    }
    Ok(texts)
}

/// The path that a reference in the file at a path leads to, or the message that
/// says why it may not be read.
fn led_to(path: &str, reference: &Reference) -> Result<String, &'static str> {
    let relative = reference.relative_path().ok_or("named-schema-refers-to-web")?;
    if relative.starts_with('/') {
        return Err("named-schema-refers-outside");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or("named-schema-refers-outside")?;
            }
            _ => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// The address of a file (RFC 8089), by which references within it are resolved,
/// from its path below a root.
pub fn address_of(path: &str) -> String {
    let mut address = String::from("file:///");
    for byte in path.trim_start_matches('/').bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => address.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            byte => {
                // Writing to a string never fails.
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(files: &[(&str, &str)]) -> Result<Vec<String>, Message> {
        let read = |path: &str| {
            let (_, text) = files.iter().find(|(name, _)| *name == path)?;
            Some(Arc::from(*text))
        };
        let (path, text) = files[0];
        let texts = gather(path, Arc::from(text), &read)?;
        Ok(texts.into_iter().map(|(address, _)| address).collect())
    }

    #[test]
    fn what_a_schema_refers_to_is_read_once() {
        assert_eq!(
            gathered(&[
                (
                    "s/甲.json",
                    r##"{"$ref": "../t/b.json#/$defs/x", "items": {"$ref": "#"}}"##
                ),
                (
                    "t/b.json",
                    r#"{"$defs": {"x": {"$ref": "../s/%E7%94%B2.json"}, "y": {"$ref": "c.json"}}}"#
                ),
                (
                    "t/c.json",
                    r#"{"$ref": "https://json-schema.org/draft/2020-12/schema"}"#
                ),
            ]),
            Ok(vec![
                "file:///s/%E7%94%B2.json".to_owned(),
                "file:///t/b.json".to_owned(),
                "file:///t/c.json".to_owned(),
            ])
        );
        assert_eq!(gathered(&[("a.json", "no JSON")]).map(|texts| texts.len()), Ok(1));
    }

    #[test]
    fn what_may_not_be_read_is_told() {
        for (reference, key) in [
            ("https://example.org/s.json", "named-schema-refers-to-web"),
            ("//example.org/s.json", "named-schema-refers-to-web"),
            ("../../s.json", "named-schema-refers-outside"),
            ("/etc/s.json", "named-schema-refers-outside"),
            ("b.json", "named-schema-refers-to-no-file"),
            ("c.json", "named-schema-refers-to-no-schema"),
        ] {
            let schema = format!(r#"{{"$ref": "{reference}"}}"#);
            let refused = gathered(&[("s/a.json", &schema), ("s/c.json", "{")]);
            let expected = Message::Key(key, Arguments::new().with("reference", reference));
            assert_eq!(refused, Err(expected));
        }
    }
}

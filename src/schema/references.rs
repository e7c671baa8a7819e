//! What a schema refers to: `$ref` and its kin, resolved to addresses, and which
//! of them lead nowhere. It must not know where schemas are read.

use serde_json::Value as Json;

use super::nearest::nearest;
use super::subschemas::{self, Subschema, resolve};
use crate::document::node::pointer_join;

/// Editions of JSON Schema begin so, and are known without being read.
const STANDARD: [&str; 2] = ["https://json-schema.org/draft/", "http://json-schema.org/draft-"];

/// One `$ref`, `$dynamicRef` or `$recursiveRef`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where it stands, as a JSON pointer into the schema.
    pub pointer: String,
    /// As written.
    pub written: String,
    /// The address that it leads to, without its fragment.
    pub address: String,
    /// What it means within that, as written after `#`.
    pub fragment: String,
}

impl Reference {
    /// Whether it leads to an edition of JSON Schema itself.
    pub fn is_to_standard(&self) -> bool {
        STANDARD.into_iter().any(|prefix| self.address.starts_with(prefix))
    }

    /// The path in it, decoded, where it is relative to the file: it names no
    /// scheme and no host.
    pub fn relative_path(&self) -> Option<String> {
        let path = self.written.split(['#', '?']).next().unwrap_or_default();
        let is_relative = !path.is_empty() && !path.starts_with("//") && !has_scheme(path);
        is_relative.then(|| decoded(path))
    }
}

fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(is_letter)
    })
}

/// All references of a schema, in no order.
pub fn references(schema: &Json, address: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for part in subschemas::all(schema, address) {
        for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
            let Some(written) = part.json.get(keyword).and_then(Json::as_str) else {
                continue;
            };
            if let Some((address, fragment)) = resolve(&part.base, written) {
                found.push(Reference {
                    pointer: pointer_join(&part.pointer, keyword),
                    written: written.to_owned(),
                    address,
                    fragment,
                });
            }
        }
    }
    found
}

/// The addresses by which a schema and the schemas in it call themselves.
pub fn names_of(schema: &Json, address: &str) -> Vec<String> {
    let mut names = vec![address.to_owned()];
    for part in subschemas::all(schema, address) {
        if !names.contains(&part.base) {
            names.push(part.base);
        }
    }
    names
}

/// A reference that leads to nothing within the schema that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    /// The reference.
    pub reference: Reference,
    /// What it would have to read, where one name is nearly its own.
    pub meant: Option<String>,
}

/// Of each of some schemas, by their addresses, the references into one of them
/// that lead nowhere.
pub fn dangling(schemas: &[(String, &Json)]) -> Vec<Vec<Dangling>> {
    let parts: Vec<(&Json, Vec<Subschema<'_>>)> = schemas
        .iter()
        .map(|(address, json)| (*json, subschemas::all(json, address)))
        .collect();
    let is_dangling = |reference: Reference| -> Option<Dangling> {
        let by_name = schemas.iter().position(|(address, _)| *address == reference.address);
        let is_named =
            |(_, parts): &(&Json, Vec<Subschema<'_>>)| parts.iter().any(|part| part.base == reference.address);
        let (whole, parts) = parts.get(by_name.or_else(|| parts.iter().position(is_named))?)?;
        let resource = match by_name {
            Some(_) => "",
            None => parts
                .iter()
                .find(|part| part.base == reference.address)?
                .resource
                .as_str(),
        };
        let resource = whole.pointer(resource)?;
        let fragment = decoded(&reference.fragment);
        if fragment.is_empty() {
            return None;
        }
        if fragment.starts_with('/') {
            if resource.pointer(&fragment).is_some() {
                return None;
            }
        } else if parts.iter().any(|part| has_anchor(part.json, &fragment)) {
            return None;
        }
        let meant = meant_pointer(resource, &fragment);
        let before = reference.written.split('#').next().unwrap_or_default();
        let meant = meant.map(|meant| format!("{before}#{meant}"));
        Some(Dangling { reference, meant })
    };
    schemas
        .iter()
        .map(|(address, json)| references(json, address).into_iter().filter_map(is_dangling).collect())
        .collect()
}

fn has_anchor(schema: &Json, name: &str) -> bool {
    let is_it = |keyword: &str| schema.get(keyword).and_then(Json::as_str) == Some(name);
    let is_id = |keyword: &str| {
        let id = schema.get(keyword).and_then(Json::as_str);
        id.and_then(|id| id.strip_prefix('#')) == Some(name)
    };
    is_it("$anchor") || is_it("$dynamicAnchor") || is_id("$id") || is_id("id")
}

/// The pointer that differs from one that leads nowhere in its last step only, or
/// in where definitions are kept.
fn meant_pointer(resource: &Json, pointer: &str) -> Option<String> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let other = match parent {
        "/definitions" => "/$defs",
        "/$defs" => "/definitions",
        _ => parent,
    };
    [parent, other].into_iter().find_map(|parent| {
        let names = resource.pointer(parent)?.as_object()?;
        let near = nearest(name, names.keys().map(String::as_str))?;
        Some(pointer_join(parent, near))
    })
}

/// A text without percent-encoding (RFC 3986, section 2.1); what is no encoding
/// of UTF-8 stays.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

//! References that lead back to themselves before any value is judged: `#` at the
//! top, or two definitions each of which is the other (JSON Schema Core, section
//! 9.4.1). It follows those within one file.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::references::decoded;
use super::subschemas;
use crate::document::node::pointer_join;

/// How far a schema has been followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

/// What is still to be done.
enum Step<'json> {
    Enter(&'json Json, String),
    Leave(&'json Json),
}

/// JSON pointers to what closes a circle.
pub(super) fn references(root: &Json) -> Vec<String> {
    let parts = subschemas::all(root, "");
    // Within a schema that names itself, pointers begin there.
    if parts.iter().any(|part| !part.resource.is_empty()) {
        return Vec::new();
    }
    let mut states: HashMap<*const Json, State> = HashMap::new();
    let mut found = Vec::new();
    for part in parts {
        let mut steps = vec![Step::Enter(part.json, part.pointer)];
        while let Some(step) = steps.pop() {
            let (schema, pointer) = match step {
                Step::Leave(schema) => {
                    states.insert(schema, State::Done);
                    continue;
                }
                Step::Enter(schema, pointer) => (schema, pointer),
            };
            if states.contains_key(&std::ptr::from_ref(schema)) {
                continue;
            }
            states.insert(schema, State::Open);
            steps.push(Step::Leave(schema));
            for (at, to, target) in applied(root, schema, &pointer) {
                match states.get(&std::ptr::from_ref(target)) {
                    Some(State::Open) => found.push(at),
                    Some(State::Done) => {}
                    None => steps.push(Step::Enter(target, to)),
                }
            }
        }
    }
    found
}

/// The schemas that a value must obey wherever it obeys this one: where that is
/// said, where they stand, and they themselves.
fn applied<'json>(root: &'json Json, schema: &'json Json, pointer: &str) -> Vec<(String, String, &'json Json)> {
    let mut found = Vec::new();
    let reference = schema.get("$ref").and_then(Json::as_str);
    let fragment = reference.and_then(|reference| reference.strip_prefix('#')).map(decoded);
    if let Some(fragment) = fragment
        && let Some(target) = root.pointer(&fragment)
    {
        found.push((pointer_join(pointer, "$ref"), fragment, target));
    }
    let all = schema.get("allOf").and_then(Json::as_array);
    for (number, item) in all.into_iter().flatten().enumerate() {
        let at = format!("{pointer}/allOf/{number}");
        found.push((at.clone(), at, item));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_that_lead_back_are_told_from_those_of_trees() {
        for (schema, at) in [
            (json!({"$ref": "#"}), vec!["/$ref"]),
            (json!({"allOf": [{"$ref": "#"}]}), vec!["/allOf/0/$ref"]),
            (
                json!({"properties": {"x": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}),
                vec!["/$defs/b/$ref"],
            ),
            (
                json!({"properties": {"x": {"$ref": "#"}}, "items": {"$ref": "#"}}),
                vec![],
            ),
            (
                json!({"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {"anyOf": [true, {"not": {"$ref": "#/$defs/c"}}]}, "c": true}}),
                vec![],
            ),
        ] {
            assert_eq!(references(&schema), at, "{schema}");
        }
    }
}

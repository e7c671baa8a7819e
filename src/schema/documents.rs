//! The texts of a schema, and which part of them an error speaks of.

use jsonschema::ValidationError;
use serde_json::Value as Json;

/// The schema itself, and those that it refers to in other files.
#[derive(Debug, Default)]
pub(super) struct Documents {
    root: Json,
    /// By address.
    others: Vec<(String, Json)>,
}

impl Documents {
    pub(super) fn new(root: Json, others: Vec<(String, Json)>) -> Self {
        Self { root, others }
    }

    /// The keys of its `properties`, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let properties = self.root.get("properties").and_then(Json::as_object);
        properties.into_iter().flatten().map(|(key, _)| key.as_str())
    }

    /// The schema in which the keyword of an error stands, which may have words
    /// of its own, with the whole document that it is part of.
    pub(super) fn schema_of(&self, error: &ValidationError<'_>) -> Option<(&Json, &Json)> {
        let (parent, _) = error.schema_path().as_str().rsplit_once('/')?;
        let document = self.document_of(error);
        Some((document.pointer(parent)?, document))
    }

    /// The schema at a JSON pointer into the document that an error speaks of.
    pub(super) fn at(&self, error: &ValidationError<'_>, pointer: &str) -> Option<&Json> {
        self.document_of(error).pointer(pointer)
    }

    fn document_of(&self, error: &ValidationError<'_>) -> &Json {
        let address = error
            .absolute_keyword_location()
            .filter(|_| !self.others.is_empty())
            .and_then(|address| address.as_str().split('#').next());
        let found = address.and_then(|address| self.others.iter().find(|(known, _)| known == address));
        found.map_or(&self.root, |(_, json)| json)
    }
}

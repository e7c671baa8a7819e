//! Schemas that come with kanwu, by name.

/// Names with schemas: of the generator whose front matter they describe.
const PRESETS: [(&str, &str); 1] = [("jekyll", include_str!("../../schemas/jekyll-post.schema.json"))];

/// The text of the schema of that name.
pub fn preset(name: &str) -> Option<&'static str> {
    let found = PRESETS.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text)
}

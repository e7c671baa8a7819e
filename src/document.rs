//! One source, read: front matter, body, tree, prose.
//!
//! Views are made when first asked for. It must not know any rule.

pub mod front_matter;
pub mod node;
pub mod prose;
pub mod render;
pub mod source_map;
pub mod template;
pub mod tree;

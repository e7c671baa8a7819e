//! What each element means to running text.

use html5ever::{QualName, local_name, ns};

use crate::document::tree::is_block;

/// What an element means to running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Adds nothing: its text goes on in the run.
    Inline,
    /// Ends the run before it, and its own.
    Block,
    /// A block that is a heading.
    Heading,
    /// A line end.
    LineBreak,
    /// Not text: one object in the run.
    Object,
    /// A block that holds no prose.
    Preformatted,
    /// Neither text nor a gap.
    Hidden,
}

impl Role {
    pub(super) fn of(name: &QualName) -> Role {
        if name.ns != ns!(html) {
            return Role::Object;
        }
        match name.local {
            local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6") => Role::Heading,
            local_name!("br") => Role::LineBreak,
            local_name!("pre") | local_name!("xmp") | local_name!("listing") | local_name!("plaintext") => {
                Role::Preformatted
            }
            local_name!("code")
            | local_name!("kbd")
            | local_name!("samp")
            | local_name!("tt")
            | local_name!("var")
            | local_name!("img")
            | local_name!("iframe")
            | local_name!("object")
            | local_name!("embed")
            | local_name!("applet")
            | local_name!("video")
            | local_name!("audio")
            | local_name!("canvas")
            | local_name!("map")
            | local_name!("progress")
            | local_name!("meter") => Role::Object,
            local_name!("head")
            | local_name!("title")
            | local_name!("script")
            | local_name!("style")
            | local_name!("noscript")
            | local_name!("noframes")
            | local_name!("noembed")
            | local_name!("template")
            | local_name!("textarea")
            | local_name!("select")
            | local_name!("datalist")
            | local_name!("button")
            | local_name!("option")
            | local_name!("optgroup")
            | local_name!("input")
            // Readings beside the characters that they belong to.
            | local_name!("rt")
            | local_name!("rtc")
            | local_name!("rp") => Role::Hidden,
            _ if is_block(&name.local) => Role::Block,
            _ => Role::Inline,
        }
    }
}

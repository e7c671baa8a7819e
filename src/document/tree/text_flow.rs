//! What element names mean for text: which stand within a line, and in which
//! white space counts.

use ego_tree::NodeRef;
use scraper::Node;

/// Whether elements of that name stand within a line of text (HTML standard,
/// section 15.3: those with no rule of display of their own).
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "br"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Whether each space counts in the element, or in one around it.
pub fn preserves_white_space(node: NodeRef<'_, Node>) -> bool {
    let preserves = |node: NodeRef<'_, Node>| {
        node.value().as_element().is_some_and(|element| {
            let is_styled = element.attr("style").is_some_and(|style| style.contains("white-space"));
            is_styled
                || matches!(
                    element.name(),
                    "pre" | "textarea" | "listing" | "xmp" | "plaintext" | "script" | "style"
                )
        })
    };
    preserves(node) || node.ancestors().any(preserves)
}

//! What element names mean for text: which stand within a line, and in which
//! white space counts.

use ego_tree::NodeRef;
use html5ever::{LocalName, local_name};
use scraper::Node;
use scraper::node::Element;

use super::attribute_value;

/// Whether elements of that name stand within a line of text (HTML standard,
/// section 15.3: those with no rule of display of their own).
pub fn is_inline(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("abbr")
            | local_name!("b")
            | local_name!("bdi")
            | local_name!("bdo")
            | local_name!("big")
            | local_name!("br")
            | local_name!("cite")
            | local_name!("code")
            | local_name!("del")
            | local_name!("dfn")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("img")
            | local_name!("ins")
            | local_name!("kbd")
            | local_name!("label")
            | local_name!("mark")
            | local_name!("nobr")
            | local_name!("q")
            | local_name!("s")
            | local_name!("samp")
            | local_name!("small")
            | local_name!("span")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("time")
            | local_name!("tt")
            | local_name!("u")
            | local_name!("var")
            | local_name!("wbr")
    )
}

/// Whether elements of that name are blocks in which white space collapses and
/// vanishes at the edges. Not all others are inline: of some, nothing is known.
pub fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("p")
            | local_name!("div")
            | local_name!("li")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("dd")
            | local_name!("blockquote")
            | local_name!("table")
            | local_name!("caption")
            | local_name!("colgroup")
            | local_name!("col")
            | local_name!("thead")
            | local_name!("tbody")
            | local_name!("tfoot")
            | local_name!("tr")
            | local_name!("td")
            | local_name!("th")
            | local_name!("hr")
            | local_name!("section")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("header")
            | local_name!("footer")
            | local_name!("main")
            | local_name!("nav")
            | local_name!("figure")
            | local_name!("figcaption")
            | local_name!("details")
            | local_name!("summary")
            | local_name!("dialog")
            | local_name!("address")
            | local_name!("hgroup")
            | local_name!("search")
            | local_name!("form")
            | local_name!("fieldset")
            | local_name!("legend")
            | local_name!("center")
            | local_name!("dir")
            | local_name!("menu")
            | local_name!("frameset")
            | local_name!("body")
            | local_name!("html")
    )
}

/// Whether each space counts in the element, or in one around it.
pub fn preserves_white_space(node: NodeRef<'_, Node>) -> bool {
    let preserves = |node: NodeRef<'_, Node>| node.value().as_element().is_some_and(counts_spaces);
    preserves(node) || node.ancestors().any(preserves)
}

/// Whether the element by itself makes each space in it count.
pub fn counts_spaces(element: &Element) -> bool {
    attribute_value(element, &local_name!("style")).is_some_and(|style| style.contains("white-space"))
        || matches!(
            element.name.local,
            local_name!("pre")
                | local_name!("textarea")
                | local_name!("listing")
                | local_name!("xmp")
                | local_name!("plaintext")
                | local_name!("script")
                | local_name!("style")
        )
}

//! Which elements leave the tree builder as they found it.
//!
//! Without such an element the rest of a fragment is read the same: the stack
//! of open elements is the same before its start tag as after its end tag, and
//! in between there was nothing that leaves other traces in the builder (HTML
//! standard, section 13.2.4: insertion mode, stack of open elements, list of
//! active formatting elements, element pointers).

use html5ever::{LocalName, local_name};

use super::copies::is_formatting;

/// Counts what may leave traces.
#[derive(Debug, Default)]
pub(super) struct Disturbances(usize);

/// How the builder stood when an element began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Elements that were open.
    open: usize,
    disturbances: usize,
}

impl Disturbances {
    /// A token moved elements about, or made one that no tag asked for.
    pub(super) fn note(&mut self) {
        self.0 += 1;
    }

    /// A tag of that name came.
    pub(super) fn note_tag(&mut self, name: &LocalName) {
        if !leaves_no_trace(name) {
            self.0 += 1;
        }
    }

    /// How the builder stands with so many elements open.
    pub(super) fn standing(&self, open: usize) -> Standing {
        Standing {
            open,
            disturbances: self.0,
        }
    }
}

/// Whether the tree builder can only be in its "in body" mode, with a list of
/// active formatting elements that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Plainness {
    /// So far nothing but plain tags came, and each did what it says.
    Kept,
    /// Something else came once.
    #[default]
    Lost,
}

impl Plainness {
    /// A tag of that name came.
    pub(super) fn note_tag(&mut self, name: &LocalName) {
        let is_plain = leaves_no_trace(name) || is_formatting(name) || is_common(name);
        if !is_plain {
            *self = Plainness::Lost;
        }
    }
}

/// Further names whose tags leave the insertion mode as it is. Those that close
/// others by rules of their own, such as buttons, are not among them.
fn is_common(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("abbr")
            | local_name!("del")
            | local_name!("img")
            | local_name!("kbd")
            | local_name!("mark")
            | local_name!("pre")
            | local_name!("q")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("time")
    )
}

/// Names whose tags do nothing but open and close elements (HTML standard,
/// section 13.2.6.4.7, the "in body" insertion mode). Formatting elements,
/// forms, tables, `select`, `template` and what switches the tokenizer are not
/// among them; custom elements are.
fn leaves_no_trace(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "bdi"
            | "bdo"
            | "blockquote"
            | "br"
            | "center"
            | "cite"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "ins"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "section"
            | "span"
            | "ul"
            | "wbr"
    ) || name.as_bytes().contains(&b'-')
}

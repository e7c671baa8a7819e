//! The check `select`: elements of the body by CSS selectors and by the words
//! in their ids and classes.

mod attributes;
mod content;
mod index;

use ego_tree::NodeRef;
use scraper::Node;

use super::{Subject, keeps_apart, removal_edit};
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Fix};
use crate::document::Document;
use crate::document::tree::End;
use crate::fact::Found;
use crate::rule::{Expected, Rule, RuleError};

pub(crate) use content::has_content;
pub(super) use index::SelectorIndex;

/// Options of the check. An element matches by one of `css`, or by one of
/// `tokens` where it is one of `only`; and then passes `when` and `except`.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Select {
    /// CSS selectors (Selectors Level 4, as far as the crate `selectors` goes).
    #[serde(default)]
    css: Vec<String>,
    /// Words of ids and classes, in lower case.
    #[serde(default)]
    tokens: Vec<String>,
    /// The element names that tokens are looked for on; all if empty.
    #[serde(default)]
    only: Vec<String>,
    /// The attributes that an element may have to be reported; any if absent.
    only_attributes: Option<Vec<String>>,
    /// Selectors of elements that are never reported.
    #[serde(default)]
    except: Vec<String>,
    /// What must hold of the element.
    when: Option<Condition>,
    /// What mends it.
    fix: Option<SelectFix>,
}

/// What must hold of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Condition {
    /// Both its tags are written, and nothing in it can be seen, or makes
    /// something that can.
    NoContent,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct SelectFix {
    remove: Removal,
    when: Option<Condition>,
    applicability: Applicability,
}

/// What a fix removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Removal {
    /// The element with all that is in it.
    Element,
}

impl Condition {
    fn holds(self, document: &Document<'_>, node: NodeRef<'_, Node>) -> bool {
        match self {
            Condition::NoContent => {
                let is_written = || {
                    document
                        .tree()
                        .place(node.id())
                        .is_some_and(|place| matches!(place.end, End::Tag(_)))
                };
                !has_content(document, node) && is_written()
            }
        }
    }
}

impl Select {
    pub(super) fn compile(&self) -> Vec<RuleError> {
        let mut errors = Vec::new();
        for (option, selectors) in [("css", &self.css), ("except", &self.except)] {
            for (position, selector) in selectors.iter().enumerate() {
                errors.extend(index::parse(selector).err().map(|_| RuleError::Option {
                    pointer: format!("/select/{option}/{position}"),
                    expected: Expected::Selector,
                    rest: Some(selector.clone()),
                    reason: String::new(),
                }));
            }
        }
        errors
    }

    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let tree = subject.document.tree();
        let mut outermost: Option<crate::text::Span> = None;
        for id in subject.matches(&rule.id) {
            let (Some(node), Some(place)) = (tree.html().tree.get(id), tree.place(id)) else {
                continue;
            };
            if outermost.is_some_and(|outer| outer.contains(place.span)) {
                continue;
            }
            outermost = Some(place.span);
            found.diagnostics.push(self.diagnostic(rule, subject, node, place.span));
        }
    }

    fn diagnostic(
        &self,
        rule: &Rule,
        subject: &Subject<'_, '_>,
        node: NodeRef<'_, Node>,
        span: crate::text::Span,
    ) -> Diagnostic {
        let arguments = arguments(rule, node);
        Diagnostic {
            fix: self.fix(rule, subject, node, span, &arguments),
            ..rule.finding(span, arguments)
        }
    }

    fn fix(
        &self,
        rule: &Rule,
        subject: &Subject<'_, '_>,
        node: NodeRef<'_, Node>,
        span: crate::text::Span,
        arguments: &Arguments,
    ) -> Option<Fix> {
        let fix = self.fix.as_ref()?;
        // What held of the element when it was reported need not be asked again.
        let condition = fix.when.filter(|condition| self.when != Some(*condition));
        if !condition.is_none_or(|condition| condition.holds(subject.document, node)) {
            return None;
        }
        let document = subject.document;
        match fix.remove {
            Removal::Element => Some(Fix {
                title: rule.fix_title(arguments, "fix-remove-element"),
                edits: vec![removal_edit(&document.source().text, node, span)],
                change: Change::RemoveNode,
                applicability: match keeps_apart(node) {
                    true => fix.applicability.max(Applicability::Unsafe),
                    false => fix.applicability,
                },
            }),
        }
    }
}

/// `{name}` as people know the element, and `{attribute:X}` for the attributes
/// that the rule speaks of.
fn arguments(rule: &Rule, node: NodeRef<'_, Node>) -> Arguments {
    let Some(element) = node.value().as_element() else {
        return Arguments::new();
    };
    let name = match (element.id(), element.classes().next()) {
        (Some(id), _) if !id.is_empty() => format!("{}#{id}", element.name()),
        (_, Some(class)) => format!("{}.{class}", element.name()),
        _ => element.name().to_owned(),
    };
    let mut arguments = Arguments::new().with("name", name);
    for attribute in rule.attributes_spoken_of() {
        let value = element.attr(attribute).unwrap_or_default();
        arguments = arguments.with(format!("attribute:{attribute}"), value);
    }
    arguments
}

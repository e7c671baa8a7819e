//! Checks: what rules can ask of a document, one file each.
//!
//! A check reads the options of its rule and adds diagnostics to what was
//! found. It must not know which rules exist, nor touch the world.

mod compare;
mod document;
pub(crate) mod duplicates;
mod heading;
mod key_order;
mod likeness;
pub(crate) mod links;
mod list;
mod listed;
mod path;
mod pattern;
mod prepared;
mod removal;
mod scalar;
mod schema;
mod select;
mod site_name;
mod subject;
mod suppressions;
mod terms;
pub(crate) mod variants;

use crate::diagnostic::Applicability;
use crate::fact::Found;
use crate::rule::{CheckOptions, Rule, RuleError};

pub use listed::{ListAtHand, Wanted};
pub use prepared::Prepared;
pub use removal::{blank_line_edit, comment_removal, keeps_apart, removal_edit};
pub use subject::Subject;
pub use suppressions::{Suppressions, Vocabulary, Weighed};

/// The closed set of checks, each with a rule's options.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Front matter against the schema that applies to the file.
    Schema(schema::Schema),
    /// Elements that match CSS selectors.
    Select(select::Select),
    /// A regular expression in one kind of place.
    Pattern(pattern::Pattern),
    /// Wrong and right words.
    Terms(terms::Terms),
    /// The file's name, compared with front matter.
    Path(path::Path),
    /// The file as a whole.
    Document(document::WholeDocument),
    /// The comments that say "not here".
    Suppressions(suppressions::SuppressionComments),
    /// Where links lead.
    Links(links::Links),
    /// What no two files of a site should have in common.
    Duplicates(duplicates::Duplicates),
    /// Values of front matter that are not what they seem.
    Scalar(scalar::Scalar),
    /// The order of keys.
    KeyOrder(key_order::KeyOrder),
    /// Two values of front matter, or one and the first heading.
    Compare(compare::Compare),
    /// Names of sites in a title.
    SiteName(site_name::SiteName),
    /// Marks that separate nothing in a list.
    List(list::List),
    /// Names in front matter that are not in the site's list.
    Listed(listed::Listed),
    /// Names in front matter that the files of a site write in several ways.
    Variants(variants::Variants),
}

/// What a rule that says nothing of it may hope of its fix.
fn unsafe_by_default() -> Applicability {
    Applicability::Unsafe
}

impl Check {
    /// Reads what a rule asks of its check.
    ///
    /// # Errors
    ///
    /// If these are not the options of the check that they name.
    pub fn of_options(options: CheckOptions) -> Result<Self, RuleError> {
        serde_json::from_value(options.into()).map_err(|error| RuleError::Shape(error.to_string()))
    }

    /// Compiles what is otherwise compiled on first use. Gives the options that
    /// cannot be.
    pub fn compile(&self) -> Vec<RuleError> {
        match self {
            Check::Select(check) => check.compile(),
            Check::Pattern(check) => check.compile().err().into_iter().collect(),
            Check::Terms(check) => check.compile().err().into_iter().collect(),
            Check::Path(check) => check.compile().err().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it has something to say of a file of data, and not of posts alone.
    pub fn is_of_data(&self) -> bool {
        matches!(
            self,
            Check::Schema(_) | Check::Scalar(_) | Check::Suppressions(_) | Check::Document(_)
        )
    }

    /// Whether what it does not find in a document is surely not there: some ask
    /// how a site shows the document, which is not always known.
    pub fn judges(&self, subject: &Subject<'_, '_>) -> bool {
        match self {
            Check::Links(check) => check.judges(subject),
            Check::Duplicates(check) => check.judges(subject),
            Check::Listed(check) => check.judges(subject),
            Check::Variants(check) => check.judges(subject),
            _ => true,
        }
    }

    /// Runs on one document. What looks at suppressions runs on what became of
    /// the findings of all others instead.
    pub fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        match self {
            Check::Schema(check) => check.run(rule, subject, found),
            Check::Select(check) => check.run(rule, subject, found),
            Check::Pattern(check) => check.run(rule, subject, found),
            Check::Terms(check) => check.run(rule, subject, found),
            Check::Path(check) => check.run(rule, subject, found),
            Check::Document(check) => check.run(rule, subject, found),
            Check::Suppressions(_) => {}
            Check::Links(check) => check.run(rule, subject, found),
            Check::Duplicates(check) => check.run(rule, subject, found),
            Check::Scalar(check) => check.run(rule, subject, found),
            Check::KeyOrder(check) => check.run(rule, subject, found),
            Check::Compare(check) => check.run(rule, subject, found),
            Check::SiteName(check) => check.run(rule, subject, found),
            Check::List(check) => check.run(rule, subject, found),
            Check::Listed(check) => check.run(rule, subject, found),
            Check::Variants(check) => check.run(rule, subject, found),
        }
    }
}

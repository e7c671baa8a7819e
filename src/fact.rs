//! What passes between `lint`, the world and the settling of facts.
//!
//! A fact is what one file says of another. It must not know how facts are
//! settled, nor who answers questions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, RuleId};
use crate::inventory::Location;
use crate::messages::Message;
use crate::text::{FilePath, Span};

/// What one file gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Findings, in no promised order until `lint` has sorted them.
    pub diagnostics: Vec<Diagnostic>,
    /// What can be judged only with other files at hand.
    pub facts: Vec<Fact>,
}

/// By what facts of several files belong together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// What a site shows at a path.
    Target(Location),
    /// What files may have in common.
    Common(Common),
}

/// Something that a rule wants no two files of a site to have. The thing itself
/// may be a whole text, so only a digest of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Common {
    /// Of the thing and the site, in 64 bits. Two things may have the same, so it
    /// proves nothing.
    pub digest: u64,
    /// The rule that asks.
    pub rule: RuleId,
}

/// What one file says, to be judged with others of the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub key: Key,
    /// The file that says it.
    pub file: Arc<FilePath>,
    /// Where.
    pub span: Span,
    /// What.
    pub payload: Payload,
}

/// What a fact says of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// A link leads there.
    Link(Link),
    /// The file has it, here.
    Has(Reporting),
    /// The file writes it so, here.
    Spelled(Spelled),
}

/// One writing of what may be written in several ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// As it stands there.
    pub text: Box<str>,
    /// Whether something may be said of it.
    pub reporting: Reporting,
}

/// Whether a finding may be reported at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reporting {
    /// Yes.
    Wanted,
    /// No, but other places may be compared with it.
    Suppressed,
}

/// A link to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The rule that asks.
    pub rule: RuleId,
    /// What it was written from.
    pub form: LinkForm,
    /// The fragment, decoded, if it is to be judged instead of the target.
    pub fragment: Option<String>,
}

/// From where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkForm {
    /// From the page on which it stands.
    Relative,
    /// From the root of the site.
    Rooted,
}

/// What the world is asked before a file is linted, or facts are settled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// The fragments that a file has.
    Fragments(Location),
    /// Whether two files have it in common indeed.
    Common(Pair),
    /// The addresses that the pages of the site at this root choose themselves.
    Addresses(Location),
    /// Whether ignore files name what is not there.
    Ignored(Location),
    /// What stands in a file that another names as its schema.
    Schema(Location),
    /// The names in a file that lists those of a site.
    Names(Location),
}

/// Two files, both of which seem to have what a rule wants one alone to have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The rule that asks.
    pub rule: RuleId,
    /// The first of all that seem to have it.
    pub first: Arc<FilePath>,
    /// Another one.
    pub other: Arc<FilePath>,
}

/// What the world answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// The fragments of files; none where that cannot be known.
    pub fragments: HashMap<Location, Fragments>,
    /// The pairs that have it in common.
    pub common: HashSet<Pair>,
    /// What is not there, but is named in ignore files: a build may make it.
    pub ignored: HashSet<Location>,
    /// The addresses that pages choose themselves, by the root of their site.
    pub addresses: HashMap<Location, Addresses>,
    /// What stands in the files that others name as their schemas.
    pub schemas: HashMap<Location, SchemaFile>,
    /// The names in files that list those of a site.
    pub names: HashMap<Location, Arc<NameList>>,
}

/// The names of a site's authors, tags or categories, as a file lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameList {
    /// The file.
    pub file: FilePath,
    names: Vec<ListedName>,
    in_lower_case: Vec<Vec<char>>,
    by_text: HashMap<String, usize>,
}

/// A name in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedName {
    /// As it is written.
    pub text: String,
    /// Where, in the file of the list.
    pub span: Span,
    /// What it is for.
    pub role: NameRole,
}

/// What a name in a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameRole {
    /// Files name by it what is listed.
    Key,
    /// It is shown to readers in place of the key.
    Shown,
}

impl NameList {
    /// A list of these names, in the order of the file.
    pub fn new(file: FilePath, names: Vec<ListedName>) -> Self {
        let mut by_text = HashMap::new();
        for (number, name) in names.iter().enumerate() {
            by_text.entry(name.text.clone()).or_insert(number);
        }
        let lower = |name: &ListedName| name.text.chars().flat_map(char::to_lowercase).collect();
        Self {
            file,
            in_lower_case: names.iter().map(lower).collect(),
            names,
            by_text,
        }
    }

    /// The names, in the order of the file.
    pub fn names(&self) -> &[ListedName] {
        &self.names
    }

    /// The names in lower case, letter by letter, in the same order.
    pub fn in_lower_case(&self) -> &[Vec<char>] {
        &self.in_lower_case
    }

    /// The first name of that text.
    pub fn get(&self, text: &str) -> Option<&ListedName> {
        self.names.get(*self.by_text.get(text)?)
    }
}

/// A file that another names as its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaFile {
    /// Its text, and those of the files that it refers to, by their addresses.
    Texts(Vec<(String, Arc<str>)>),
    /// It refers to something that cannot be read; in words.
    Refers(Message),
    /// It is there, but is no text that can be read.
    Unreadable,
    /// There is none.
    Missing,
}

/// The addresses that the pages of a site choose themselves, seen from its root,
/// without what servers add to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Of pages, and of posts where that is all.
    pub pages: HashSet<String>,
    /// Of posts, without their categories: `year/month/day/title`.
    pub posts: HashSet<String>,
    /// Whether that is all of them.
    pub extent: Extent,
}

/// How much of something is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    /// All.
    #[default]
    Whole,
    /// Some is not.
    Part,
}

/// The fragments of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragments {
    /// The ids and names that its file gives.
    pub ids: HashSet<String>,
    /// What else may give some.
    pub frame: Frame,
}

/// What stands round a page that its file does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frame {
    /// Nothing.
    None,
    /// GitHub's page, which, by most accounts, finds ids in any letter case.
    GitHub,
    /// A layout, which may have fragments of its own.
    Layout,
}

//! The check `listed`: names in front matter that are not in the site's list.
//!
//! The list is one that the project gives, or that the site has by the convention
//! of its generator. A generator may refuse what is not in its list, or else only
//! what is nearly a name of the list is surely a slip.

pub(super) mod items;

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Label, Message};
use crate::fact::{Found, ListedName, NameList, NameRole};
use crate::inventory::Location;
use crate::messages::clipped;
use crate::rule::Rule;
use crate::schema::nearest_of;
use crate::site::lists::{Reach, Taxonomy};

use items::{Item, items};

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Listed {
    /// What is named.
    taxonomy: Taxonomy,
    /// The keys of front matter under which names stand.
    keys: Vec<String>,
    /// The names that there are.
    values: Option<Vec<String>>,
    /// The file in which they stand.
    listed_in: Option<String>,
}

/// What a rule asks for, before any file is linted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What is named.
    pub taxonomy: Taxonomy,
    /// The file that the project says it is listed in, seen from the root of its
    /// settings.
    pub file: Option<String>,
    /// Whether the convention of the generator counts: the project gives no list.
    pub is_conventional: bool,
}

/// A list that holds for a document.
#[derive(Debug, Clone)]
pub struct ListAtHand {
    /// What it lists.
    pub taxonomy: Taxonomy,
    /// The file that the project says it is listed in; none where the site has it
    /// by convention.
    pub given: Option<String>,
    /// Whether other names may be meant.
    pub reach: Reach,
    /// Where it is.
    pub location: Location,
    /// What stands in it.
    pub list: Arc<NameList>,
}

/// Names of a list beyond which none is suggested, for all would be compared.
const MOST_COMPARED: usize = 5_000;

/// Names of a file for which one is suggested.
const SEARCH_LIMIT: usize = 100;

/// Names that a sentence lists.
const MOST_SHOWN: usize = 8;

impl Listed {
    /// What has to be known.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            taxonomy: self.taxonomy,
            file: self.listed_in.clone(),
            is_conventional: self.listed_in.is_none() && self.values.is_none(),
        }
    }

    /// Whether there is anything to compare with.
    pub(super) fn judges(&self, subject: &Subject<'_, '_>) -> bool {
        self.list(subject).is_some() || (self.values.is_some() && self.listed_in.is_none())
    }

    fn list<'a>(&self, subject: &'a Subject<'_, '_>) -> Option<&'a ListAtHand> {
        let is_own = |list: &&ListAtHand| list.taxonomy == self.taxonomy && list.given == self.listed_in;
        subject.lists().iter().find(is_own)
    }

    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        if !self.judges(subject) {
            return;
        }
        let list = self.list(subject);
        let Some(root) = &subject.document.front_matter().node else {
            return;
        };
        let names = Names {
            values: self.values.as_deref().unwrap_or_default(),
            values_in_lower_case: OnceCell::new(),
            list,
        };
        let text = &subject.document.source().text;
        // What stands in a file many times is looked for once.
        let mut sought: FxHashMap<&str, Option<Meant<'_>>> = FxHashMap::default();
        for item in items(root, &self.keys, subject.generator, text) {
            if names.have(item.text) {
                continue;
            }
            let is_sought = sought.len() < SEARCH_LIMIT;
            let meant = match sought.get(item.text) {
                Some(meant) => *meant,
                None if is_sought => *sought.entry(item.text).or_insert_with(|| names.meant(item.text)),
                None => None,
            };
            found.diagnostics.extend(names.diagnostic(rule, &item, meant));
        }
    }
}

impl ListAtHand {
    /// What a sentence calls it. Where it was not named with the file, its whole
    /// path says more than anyone wants to know.
    fn name(&self) -> &str {
        match self.list.file.shown.as_str() {
            whole if whole.starts_with('/') => &self.location.path,
            shown => shown,
        }
    }
}

/// The names that there are.
struct Names<'a> {
    values: &'a [String],
    values_in_lower_case: OnceCell<Vec<Vec<char>>>,
    list: Option<&'a ListAtHand>,
}

/// The name that was meant, with its place where that is known.
#[derive(Clone, Copy)]
struct Meant<'a> {
    text: &'a str,
    listed: Option<&'a ListedName>,
}

impl<'a> Names<'a> {
    fn have(&self, text: &str) -> bool {
        self.values.iter().any(|value| value == text)
            || self.list.is_some_and(|at_hand| at_hand.list.get(text).is_some())
    }

    /// The name that was meant; where others may stand beside the list, only one of
    /// which this is surely a slip.
    fn meant(&self, text: &str) -> Option<Meant<'a>> {
        let listed = self.list.map_or(&[][..], |at_hand| at_hand.list.names());
        if self.values.len() + listed.len() > MOST_COMPARED {
            return None;
        }
        if self.list.is_some_and(|at_hand| at_hand.reach == Reach::Open) {
            let name = listed.iter().find(|name| is_slip(text, name))?;
            return Some(Meant {
                text: &name.text,
                listed: Some(name),
            });
        }
        let lower = |value: &String| value.chars().flat_map(char::to_lowercase).collect();
        let values = self
            .values_in_lower_case
            .get_or_init(|| self.values.iter().map(lower).collect());
        let in_list = self.list.map_or(&[][..], |at_hand| at_hand.list.in_lower_case());
        let number = nearest_of(text, values.iter().chain(in_list).map(Vec::as_slice))?;
        if let Some(text) = self.values.get(number) {
            return Some(Meant { text, listed: None });
        }
        let name = listed.get(number.checked_sub(self.values.len())?)?;
        Some(Meant {
            text: &name.text,
            listed: Some(name),
        })
    }

    fn diagnostic(&self, rule: &Rule, item: &Item<'_>, meant: Option<Meant<'a>>) -> Option<Diagnostic> {
        let at_hand = self.list;
        if meant.is_none() && at_hand.is_some_and(|at_hand| at_hand.reach == Reach::Open) {
            return None;
        }
        let file = at_hand.map_or("", ListAtHand::name);
        let mut arguments = Arguments::new().with("found", clipped(item.text)).with("list", file);
        let help = match (&meant, at_hand) {
            (Some(meant), _) => {
                arguments = arguments.with("suggestion", meant.text);
                match at_hand {
                    Some(_) => "listed-near-in-file-help",
                    None => "listed-near-help",
                }
            }
            (None, Some(_)) => "listed-in-file-help",
            (None, None) => {
                arguments = arguments.with("allowed", self.shown());
                "listed-help"
            }
        };
        let label = at_hand.and_then(|at_hand| label(at_hand, meant.as_ref()));
        Some(Diagnostic {
            labels: label.into_iter().collect(),
            fix: meant.as_ref().and_then(|meant| fix(item, meant.text)),
            ..rule.finding_in_words(
                item.span,
                rule.message(arguments.clone()),
                Some(Message::Key(help, arguments)),
            )
        })
    }

    fn shown(&self) -> String {
        let mut shown: Vec<&str> = self.values.iter().take(MOST_SHOWN).map(String::as_str).collect();
        if self.values.len() > MOST_SHOWN {
            shown.push("…");
        }
        shown.join(", ")
    }
}

/// Where the name stands that was meant, or the first one of the list.
fn label(at_hand: &ListAtHand, meant: Option<&Meant<'_>>) -> Option<Label> {
    let listed = meant.and_then(|meant| meant.listed);
    let (name, message) = match listed {
        Some(name) => (name, "listed-meant"),
        None => (at_hand.list.names().first()?, "listed-begins"),
    };
    Some(Label {
        file: at_hand.list.file.clone(),
        span: name.span,
        message: Message::key(message),
    })
}

/// Whether a text is surely a slip in a name, and no name of its own: it has another
/// letter case or other hyphens, or two letters of a key are swapped. Two people may
/// have names that differ by one letter.
fn is_slip(text: &str, name: &ListedName) -> bool {
    let bare = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|letter| !matches!(letter, '-' | '_' | '.' | ' '));
        letters.flat_map(char::to_lowercase).collect()
    };
    // Most names are told apart by their lengths.
    if name.role != NameRole::Key || text.len().abs_diff(name.text.len()) > MOST_HYPHENS {
        return false;
    }
    let (own, other) = (bare(text), bare(&name.text));
    let differing: Vec<usize> = (0..own.len()).filter(|at| own.get(*at) != other.get(*at)).collect();
    match *differing.as_slice() {
        _ if own.len() != other.len() => false,
        [] => true,
        [one, next] => {
            let is_swapped = next == one + 1 && own.get(one) == other.get(next) && own.get(next) == other.get(one);
            let is_key = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
            is_swapped && own.len() >= LEAST_SWAPPED && is_key(text) && is_key(&name.text)
        }
        _ => false,
    }
}

/// Hyphens, and whatever else stands between words, by which a name may be longer.
const MOST_HYPHENS: usize = 3;

/// Letters of a key in which two may be swapped by mistake.
const LEAST_SWAPPED: usize = 6;

/// The other name in place of the one that stands there. It was a guess, so a
/// person must ask for it.
fn fix(item: &Item<'_>, suggestion: &str) -> Option<Fix> {
    item.can_hold(suggestion).then(|| Fix {
        title: Message::Key("fix-replace", Arguments::new().with("suggestion", suggestion)),
        edits: vec![Edit {
            span: item.inner,
            text: suggestion.to_owned(),
        }],
        change: Change::SetScalar,
        applicability: Applicability::Unsafe,
    })
}

//! The check `site-name`: the name of the site that an article was taken from,
//! at the end or the start of its title.
//!
//! Which sites there are is data of the rule. A title that speaks of a site is
//! none of its business: the name must stand alone behind a sign that sets it
//! apart, and where it may be a word, the article must come from the site.

mod separator;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Subject;
use super::likeness::folded;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix};
use crate::document::Document;
use crate::document::node::{Node, Scalar, Style, Typed, resolve};
use crate::fact::Found;
use crate::messages::clipped;
use crate::rule::Rule;
use crate::site::url;

use separator::{Separator, Spacing, separators};

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SiteName {
    /// JSON pointer to the title.
    pointer: String,
    /// JSON pointers to the address that the article was taken from.
    sources: Vec<String>,
    sites: Vec<Site>,
    /// The sites by their folded names, made when first asked for.
    #[serde(skip)]
    by_name: OnceLock<FxHashMap<String, Named>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Site {
    /// Names that can be nothing else.
    #[serde(default)]
    names: Vec<String>,
    /// Names that count in an article from one of the hosts alone.
    #[serde(default)]
    names_at_home: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
}

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    /// Which site it is of.
    site: usize,
    /// Whether it may be something else.
    certainty: Certainty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Anywhere,
    AtHome,
}

/// The site that a part of a title names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// One of those in the table, surely.
    Listed(usize),
    /// One of those in the table, if that is where the article comes from, and
    /// it does not.
    PerhapsListed(usize),
    /// The one that the article was taken from, by the name in its address.
    Source,
}

/// Parts of a title that are looked at from its end.
const PART_LIMIT: usize = 8;

/// Letters and digits that a title has beside names.
const LEAST_REST: usize = 2;

impl SiteName {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let document = subject.document;
        let Some(root) = &document.front_matter().node else {
            return;
        };
        let Some(node) = root.at(&self.pointer) else { return };
        let Some(scalar) = node.as_scalar() else { return };
        let separators = separators(&scalar.text);
        if separators.is_empty() {
            return;
        }
        let title = Title {
            check: self,
            text: &scalar.text,
            source: self.source(root),
        };
        let (start, end) = (title.start(&separators), title.end(&separators));
        if title.has_rest(start.as_ref(), end.as_ref()) {
            let parts = [start, end].into_iter().flatten();
            let reports = parts.filter_map(|part| report(rule, document, (node, scalar), &part));
            found.diagnostics.extend(reports);
        }
    }

    /// The host that the article was taken from, without `www.`.
    fn source(&self, root: &Node) -> Option<String> {
        let mut values = self.sources.iter().filter_map(|pointer| root.at(pointer)?.as_scalar());
        values.find_map(|scalar| {
            let host = url::host(&scalar.text)?;
            let bare = host.strip_prefix("www.").unwrap_or(&host);
            bare.contains('.').then(|| bare.to_owned())
        })
    }

    fn named(&self, name: &str) -> Option<Named> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name = FxHashMap::default();
            for (
                site,
                Site {
                    names, names_at_home, ..
                },
            ) in self.sites.iter().enumerate()
            {
                let sure = names.iter().map(|name| (name, Certainty::Anywhere));
                let unsure = names_at_home.iter().map(|name| (name, Certainty::AtHome));
                for (name, certainty) in sure.chain(unsure) {
                    by_name.entry(folded(name)).or_insert(Named { site, certainty });
                }
            }
            by_name
        });
        by_name.get(name).copied()
    }
}

/// The label of a host that its owner chose: `example` of `news.example.co.uk`.
fn chosen_label(host: &str) -> Option<&str> {
    const OF_REGISTRIES: [&str; 9] = ["com", "net", "org", "edu", "gov", "co", "ac", "or", "ne"];
    const LEAST_LABEL: usize = 3;
    let mut labels = host.rsplit('.').skip(1);
    labels
        .find(|label| !OF_REGISTRIES.contains(label))
        .filter(|label| label.len() >= LEAST_LABEL)
}

/// A title, with where it may be from.
struct Title<'a> {
    check: &'a SiteName,
    text: &'a str,
    source: Option<String>,
}

/// What goes from a title.
struct Part {
    /// Bytes of the title: the name and the sign that sets it apart.
    shown: std::ops::Range<usize>,
    /// The same with the white space that goes too.
    removed: std::ops::Range<usize>,
}

impl Title<'_> {
    /// The names at the end. A site may be named twice there; several sites are
    /// a list, which the title is about.
    fn end(&self, separators: &[Separator]) -> Option<Part> {
        let end = self.text.trim_end().len();
        let mut name_end = end;
        let mut named: Option<(&Separator, Naming)> = None;
        for separator in separators.iter().rev().take(PART_LIMIT) {
            let naming = self.naming(self.text.get(separator.end..name_end)?, separator.spacing);
            named = match (naming, named) {
                // A name may have a sign in it.
                (None, None) => continue,
                (None, Some(_)) => break,
                (Some(naming), None) => Some((separator, naming)),
                (Some(naming), Some((_, known))) => Some((separator, known.joined_with(naming)?)),
            };
            name_end = self.text.get(..separator.start)?.trim_end().len();
        }
        let (separator, naming) = named?;
        // A title that is made of names alone is about them.
        if self.naming(self.text.get(..name_end)?, Spacing::Apart).is_some() {
            return None;
        }
        (!matches!(naming, Naming::PerhapsListed(_))).then_some(Part {
            shown: separator.start..end,
            removed: name_end..self.text.len(),
        })
    }

    /// The name at the start, in an article of that site alone: elsewhere it says
    /// what the title is about, or who wrote it.
    fn start(&self, separators: &[Separator]) -> Option<Part> {
        let separator = separators.first()?;
        let start = self.text.len() - self.text.trim_start().len();
        let name = self.text.get(start..separator.start)?;
        let is_of_source = match self.naming(name, separator.spacing)? {
            Naming::Source => true,
            Naming::Listed(site) => self.is_from(site),
            Naming::PerhapsListed(_) => false,
        };
        let rest = self.text.get(separator.end..)?;
        is_of_source.then(|| Part {
            shown: start..separator.end,
            removed: 0..separator.end + (rest.len() - rest.trim_start().len()),
        })
    }

    fn naming(&self, name: &str, spacing: Spacing) -> Option<Naming> {
        let folded = folded(name);
        if folded.is_empty() {
            return None;
        }
        if let Some(Named { site, certainty }) = self.check.named(&folded) {
            let is_sure = certainty == Certainty::Anywhere && spacing == Spacing::Apart;
            return Some(match is_sure || self.is_from(site) {
                true => Naming::Listed(site),
                false => Naming::PerhapsListed(site),
            });
        }
        let label = self
            .source
            .as_deref()
            .and_then(chosen_label)
            .filter(|_| spacing == Spacing::Apart)?;
        let is_label = label
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_lowercase())
            .eq(folded.bytes());
        is_label.then_some(Naming::Source)
    }

    fn is_from(&self, site: usize) -> bool {
        let hosts = self.check.sites.get(site).map_or(&[][..], |site| &site.hosts);
        self.source.as_deref().is_some_and(|source| {
            hosts.iter().any(|host| {
                let below = source.strip_suffix(host.as_str());
                below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
            })
        })
    }

    /// Whether there is a title left without what goes.
    fn has_rest(&self, start: Option<&Part>, end: Option<&Part>) -> bool {
        let rest_start = start.map_or(0, |part| part.removed.end);
        let rest_end = end.map_or(self.text.len(), |part| part.removed.start);
        let rest = self.text.get(rest_start..rest_end).unwrap_or_default();
        let letters = rest.chars().filter(|character| character.is_alphanumeric());
        letters.take(LEAST_REST).count() == LEAST_REST
    }
}

impl Naming {
    /// What two parts name together; nothing if that is two sites.
    fn joined_with(self, other: Self) -> Option<Self> {
        use Naming::{Listed, PerhapsListed, Source};
        match (self, other) {
            (PerhapsListed(one), PerhapsListed(other)) if one == other => Some(self),
            (Listed(one) | PerhapsListed(one), Listed(other) | PerhapsListed(other)) if one == other => {
                Some(Listed(one))
            }
            (Source, Source) => Some(Source),
            _ => None,
        }
    }
}

fn report(rule: &Rule, document: &Document<'_>, (node, scalar): (&Node, &Scalar), part: &Part) -> Option<Diagnostic> {
    let run = document.scalar_run(node)?;
    let span = run.source_span(part.shown.clone())?;
    let arguments = Arguments::new().with("match", clipped(scalar.text.get(part.shown.clone())?));
    let rest = [
        scalar.text.get(..part.removed.start)?,
        scalar.text.get(part.removed.end..)?,
    ]
    .concat();
    let written = run.verbatim_span(part.removed.clone());
    let fix = written
        .filter(|_| reads_alike(document, scalar, &rest))
        .map(|written| Fix {
            title: rule.fix_title(&arguments, "fix-remove-text"),
            edits: vec![Edit {
                span: written,
                text: String::new(),
            }],
            change: Change::SetScalar,
            applicability: Applicability::Unsafe,
        });
    Some(Diagnostic {
        fix,
        ..rule.finding(span, arguments)
    })
}

/// Whether a title without quotes needs none when its name has gone.
fn reads_alike(document: &Document<'_>, scalar: &Scalar, rest: &str) -> bool {
    if scalar.style != Style::Plain {
        return true;
    }
    let shorter = Scalar {
        text: rest.to_owned(),
        ..scalar.clone()
    };
    rest.starts_with(char::is_alphanumeric) && matches!(resolve(&shorter, document.engine()), Typed::String(_))
}

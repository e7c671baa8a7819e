//! Settling: what the facts of one key say together. Pure.
//!
//! Facts are judged one key at a time, so that they can be judged anywhere and
//! in any order. It must not know how facts were found or answers came.

mod duplicates;

use std::cell::OnceCell;
use std::sync::Arc;

use crate::check::links;
use crate::check::links::fragment::Search;
use crate::diagnostic::{Arguments, Diagnostic, Message, Severity};
use crate::fact::{Answers, Fact, Key, Link, LinkForm, Payload, Question};
use crate::inventory::{Entry, Extent, Inventory, Location, Repository, ancestors, file_name, folder_of, join};
use crate::lint::{Coverage, Project};
use crate::rule::Rule;
use crate::schema::nearest;
use crate::site::{Kind, Site, Standing};
use crate::text::FilePath;

/// Names that say nothing of what is in the file.
const COMMON_NAMES: [&str; 2] = ["index.", "readme."];

/// Names in one folder beyond which no nearest one is looked for.
const NEIGHBOUR_LIMIT: usize = 500;

pub use duplicates::is_common;

/// Facts by what they are about.
#[derive(Debug, Default)]
pub struct Facts(Vec<Fact>);

impl Facts {
    /// Groups facts by key.
    pub fn new(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut facts: Vec<Fact> = facts.into_iter().collect();
        facts.sort_unstable_by(|one, other| {
            (&one.key, &one.file.shown, one.span).cmp(&(&other.key, &other.file.shown, other.span))
        });
        Self(facts)
    }

    /// Each key with its facts.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &[Fact])> {
        let keys = self.0.chunk_by(|one, other| one.key == other.key);
        keys.filter_map(|facts| Some((&facts.first()?.key, facts)))
    }
}

/// What must be known before the facts of one key can be settled.
pub fn questions(key: &Key, facts: &[Fact], project: &Project) -> Vec<Question> {
    let target = match key {
        Key::Target(target) => target,
        Key::Common(common) => {
            let pairs = duplicates::pairs(common, facts, project);
            return pairs.into_iter().map(Question::Common).collect();
        }
    };
    let mut questions: Vec<Question> = facts
        .iter()
        .filter(|fact| matches!(&fact.payload, Payload::Link(link) if link.fragment.is_some()))
        .filter_map(|fact| page_at(&project.place(&fact.file)?.site, project.inventory(), target))
        .map(Question::Fragments)
        .collect();
    questions.sort();
    questions.dedup();
    questions
}

/// The file that a site shows at a location.
fn page_at(site: &Site, inventory: &Inventory, target: &Location) -> Option<Location> {
    match site.standing(inventory, target) {
        Standing::Page(path) => Some(Location {
            repository: target.repository,
            path,
        }),
        _ => None,
    }
}

/// What the facts of one key say, each finding with its file.
pub fn settle(key: &Key, facts: &[Fact], project: &Project, answers: &Answers) -> Vec<(Arc<FilePath>, Diagnostic)> {
    let target = match key {
        Key::Target(target) => target,
        Key::Common(common) => return duplicates::settle(common, facts, project, answers),
    };
    let nearest = OnceCell::new();
    let is_published = facts.iter().any(|fact| fact.payload == Payload::Published);
    let settled = facts.iter().enumerate().filter_map(|(number, fact)| {
        let Payload::Link(link) = &fact.payload else {
            return None;
        };
        let registered = project.registry().get(link.rule.as_str())?;
        let judge = Judge {
            rule: &registered.rule,
            fact,
            link,
            target,
            project,
            nearest: &nearest,
        };
        let diagnostic = match &link.fragment {
            Some(fragment) => judge.fragment(fragment, answers, Search::of_number(number)),
            None if is_published => None,
            None => judge.target(),
        };
        let mut diagnostic = diagnostic?;
        if diagnostic.severity == registered.rule.severity {
            diagnostic.severity = project.severity(&registered.rule, &fact.file)?;
        }
        Some((Arc::clone(&fact.file), diagnostic))
    });
    settled.collect()
}

/// One link under judgement.
struct Judge<'a> {
    rule: &'a Rule,
    fact: &'a Fact,
    link: &'a Link,
    target: &'a Location,
    project: &'a Project,
    /// The file that was meant, sought once for all links to the target.
    nearest: &'a OnceCell<Option<&'a str>>,
}

impl<'a> Judge<'a> {
    fn fragment(&self, fragment: &str, answers: &Answers, search: Search) -> Option<Diagnostic> {
        let site = self.project.place(&self.fact.file)?.site;
        let page = page_at(&site, self.project.inventory(), self.target)?;
        let fragments = answers.fragments.get(&page)?;
        links::missing_fragment(self.rule, fragment, &page.path, self.fact.span, (fragments, search))
    }

    fn target(&self) -> Option<Diagnostic> {
        let inventory = self.project.inventory();
        let place = self.project.place(&self.fact.file)?;
        if place.site.standing(inventory, self.target) != Standing::Missing {
            return None;
        }
        let repository = inventory.repository_of(self.target)?;
        let is_post = place.location.path.contains("_posts/");
        if !self.is_sure(repository, &place.site, is_post) {
            return None;
        }
        let arguments = Arguments::new().with("target", self.target.path.as_str());
        let nearest = *self.nearest.get_or_init(|| nearest_file(repository, &self.target.path));
        let suggestion = |nearest: &str| Message::Key("links-nearest-file", Arguments::new().with("nearest", nearest));
        let help = nearest.map(suggestion).or_else(|| self.rule.help(&arguments));
        let message = self.rule.message(arguments);
        let mut diagnostic = links::diagnostic(self.rule, self.fact.span, message, help);
        let is_surely_whole = repository.extent() == Extent::Repository || place.site.is_configured();
        let is_misspelt = nearest.is_some_and(|nearest| nearest.to_lowercase() == self.target.path.to_lowercase());
        if !is_surely_whole && !is_misspelt {
            // The file may have been left out of what is at hand.
            diagnostic.severity = diagnostic.severity.max(Severity::Info);
        }
        Some(diagnostic)
    }

    /// Whether what the names of files do not show is surely nowhere.
    fn is_sure(&self, repository: &Repository, site: &Site, is_post: bool) -> bool {
        let path = &self.target.path;
        let exists = |folder: &str| repository.entry(folder) != Entry::Missing;
        // A folder that is not there may be left out of a part of a repository.
        if repository.extent() == Extent::Folders && !exists(folder_of(path)) {
            return false;
        }
        // Any page may choose its own address, and not all pages were read.
        let may_be_chosen = matches!(site.kind, Kind::Jekyll(_)) && is_page(path);
        if may_be_chosen && self.project.coverage() == Coverage::Part {
            return false;
        }
        // What a post was copied from had a root of its own.
        let first = ancestors(site.path_of(self.target).unwrap_or_default()).next();
        let is_own_root =
            (site.is_configured() && !is_post) || first.is_some_and(|first| exists(&join(&site.root.path, first)));
        self.link.form == LinkForm::Relative || is_own_root
    }
}

/// Whether a path may be that of a page: it has no ending, or a page's.
fn is_page(path: &str) -> bool {
    let extension = file_name(path).rsplit_once('.').map(|(_, extension)| extension);
    matches!(extension, None | Some("html" | "htm" | "xml" | "json" | "txt"))
}

/// The file that was meant: the same but for letter case, or the only one of
/// that name elsewhere, or the nearest name in the folder.
fn nearest_file<'r>(repository: &'r Repository, path: &str) -> Option<&'r str> {
    let lower = path.to_lowercase();
    let mut namesakes = repository.named(file_name(path));
    let mut same = repository.named(file_name(path)).take(NEIGHBOUR_LIMIT);
    if let Some(same) = same.find(|file| file.to_lowercase() == lower) {
        return Some(same);
    }
    let is_common = COMMON_NAMES.iter().any(|name| file_name(&lower).starts_with(name));
    if let (Some(only), None, false) = (namesakes.next(), namesakes.next(), is_common) {
        return Some(only);
    }
    let folder = folder_of(path);
    let neighbours = repository.files_below(folder).take(NEIGHBOUR_LIMIT);
    let mut near = neighbours.filter(|file| folder_of(file) == folder && is_near(file_name(path), file_name(file)));
    // Of several, as in a series, nobody knows which is meant.
    match (near.next(), near.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether two names differ by the ending or by no more than a slip or two.
fn is_near(name: &str, other: &str) -> bool {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let is_short_way = name.chars().count().abs_diff(other.chars().count()) <= 2;
    stem(name) == stem(other) || (is_short_way && name.chars().count() > 4 && nearest(name, [other]).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::RuleId;
    use crate::fact::{Fragments, Frame};
    use crate::lint::{Enabled, Surroundings};
    use crate::registry::Registry;
    use crate::site::Sites;
    use crate::text::Span;

    fn project(files: &[&str]) -> Project {
        let inventory = Inventory::of_files(files.iter().map(|file| (*file).to_owned()).collect());
        let mut project = Project::new(Registry::built_in(), Enabled::All, None);
        project.look_around(Surroundings {
            sites: Sites::recognise(&inventory, &std::collections::HashMap::new()),
            inventory,
            coverage: Coverage::Whole,
        });
        project
    }

    fn link(file: &str, target: &str, fragment: Option<&str>) -> Fact {
        let rule = if fragment.is_some() {
            "broken-fragment"
        } else {
            "broken-link"
        };
        Fact {
            key: Key::Target(at(target)),
            file: Arc::new(FilePath::new(file)),
            span: Span::new(1, 2),
            payload: Payload::Link(Link {
                rule: RuleId::new(rule),
                form: LinkForm::Relative,
                fragment: fragment.map(str::to_owned),
            }),
        }
    }

    fn at(path: &str) -> Location {
        Location {
            repository: 0,
            path: path.to_owned(),
        }
    }

    /// The files with a finding.
    fn settled(facts: &[Fact], project: &Project, answers: &Answers) -> Vec<String> {
        let facts = Facts::new(facts.iter().cloned());
        let found = facts
            .iter()
            .flat_map(|(key, facts)| settle(key, facts, project, answers));
        found.map(|(file, _)| file.shown.clone()).collect()
    }

    #[test]
    fn a_key_is_settled_by_its_own_facts_alone() {
        let project = project(&["a.md", "b.md"]);
        let facts = [
            link("a.md", "none.md", None),
            link("a.md", "b.md", None),
            link("b.md", "none.md", None),
            link("b.md", "gone.md", None),
        ];
        let grouped = Facts::new(facts);
        let answers = Answers::default();
        let together: Vec<_> = grouped
            .iter()
            .map(|(key, facts)| settle(key, facts, &project, &answers))
            .collect();
        // Each key alone, in the other order, and with nothing else in memory.
        let apart: Vec<_> = grouped
            .iter()
            .map(|(key, facts)| (key.clone(), facts.to_vec()))
            .collect();
        drop(grouped);
        let mut alone: Vec<_> = apart
            .into_iter()
            .rev()
            .map(|(key, facts)| settle(&key, &facts, &project, &answers))
            .collect();
        alone.reverse();
        assert_eq!(together, alone);
        assert_eq!(together.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn fragments_are_asked_for_only_where_a_link_names_one() {
        let project = project(&["a.md", "b.md"]);
        let asked = |facts: &[Fact]| questions(&facts[0].key, facts, &project);
        assert_eq!(asked(&[link("a.md", "b.md", None)]), []);
        assert_eq!(asked(&[link("a.md", "none.md", Some("x"))]), []);
        let facts = [link("a.md", "b.md", Some("x")), link("a.md", "b.md", Some("y"))];
        assert_eq!(asked(&facts), [Question::Fragments(at("b.md"))]);
        // Without an answer nothing is said.
        assert!(settled(&facts, &project, &Answers::default()).is_empty());
        let fragments = Fragments {
            ids: ["x".to_owned()].into(),
            frame: Frame::None,
        };
        let answers = Answers {
            fragments: [(at("b.md"), fragments)].into(),
            ..Answers::default()
        };
        assert_eq!(settled(&facts, &project, &answers), ["a.md"]);
    }

    #[test]
    fn pages_that_choose_their_address_are_found_in_whole_runs_alone() {
        let mut project = project(&["_posts/2024-03-05-x.md", "about/index.md", "about/a.png"]);
        let file = "_posts/2024-03-05-x.md";
        let facts = [link(file, "about/us.html", None), link(file, "about/b.png", None)];
        let published = Fact {
            payload: Payload::Published,
            ..facts[0].clone()
        };
        let answers = Answers::default();
        assert_eq!(settled(&facts, &project, &answers).len(), 2);
        assert_eq!(settled(&[facts[0].clone(), published], &project, &answers).len(), 0);
        let inventory = project.inventory().clone();
        project.look_around(Surroundings {
            inventory,
            sites: Sites::default(),
            coverage: Coverage::Part,
        });
        assert_eq!(settled(&facts, &project, &answers).len(), 1, "an image chooses nothing");
    }

    #[test]
    fn the_nearest_file_is_named_where_one_is_meant() {
        let nearest = |path: &str| {
            let files = [
                "docs/Guide.md",
                "docs/zh.md",
                "docs/zu.md",
                "img/logo.png",
                "docs/install.md",
            ];
            let repository = Repository::new(
                Extent::Repository,
                files.iter().map(|file| (*file).to_owned()).collect(),
                Vec::new(),
            );
            nearest_file(&repository, path).map(str::to_owned)
        };
        assert_eq!(nearest("docs/guide.md").as_deref(), Some("docs/Guide.md"));
        assert_eq!(nearest("docs/logo.png").as_deref(), Some("img/logo.png"));
        assert_eq!(nearest("docs/instal.md").as_deref(), Some("docs/install.md"));
        assert_eq!(nearest("docs/za.md"), None);
        assert_eq!(nearest("docs/none.md"), None);
    }
}

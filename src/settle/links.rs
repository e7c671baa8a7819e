//! Settling where links lead: all that lead to one place together.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::check::links;
use crate::check::links::fragment::Search;
use crate::diagnostic::{Arguments, Diagnostic, Message, Severity};
use crate::fact::{Answers, Fact, Link, LinkForm, Payload, Question};
use crate::inventory::{Entry, Extent, Inventory, Location, Repository, ancestors, file_name, folder_of, join};
use crate::lint::Project;
use crate::rule::Rule;
use crate::schema::nearest;
use crate::site::jekyll::{MARKDOWN, is_hidden, is_page};
use crate::site::{Kind, Place, Site, Standing, chosen};
use crate::text::FilePath;

/// Names that say nothing of what is in the file.
const COMMON_NAMES: [&str; 2] = ["index.", "readme."];

/// Names in one folder beyond which no nearest one is looked for.
const NEIGHBOUR_LIMIT: usize = 500;

/// What must be known of the places to which links lead.
pub(super) fn questions(target: &Location, facts: &[Fact], project: &Project) -> Vec<Question> {
    let mut questions = Vec::new();
    for fact in facts {
        let (Payload::Link(link), Some(place)) = (&fact.payload, project.place(&fact.file)) else {
            continue;
        };
        if link.fragment.is_some() {
            let page = page_at(&place.site, project.inventory(), target);
            questions.extend(page.map(Question::Fragments));
        } else if is_surely_no_file(target, link, &place, project) {
            questions.push(Question::Ignored(target.clone()));
            if may_be_chosen(&place.site, target) {
                questions.push(Question::Addresses(place.site.root));
            }
        }
    }
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

/// Whether the names of files show nothing at the target, and that is sure.
fn is_surely_no_file(target: &Location, link: &Link, place: &Place, project: &Project) -> bool {
    let inventory = project.inventory();
    let Some(repository) = inventory.repository_of(target) else {
        return false;
    };
    if place.site.standing(inventory, target) != Standing::Missing {
        return false;
    }
    let exists = |folder: &str| repository.entry(folder) != Entry::Missing;
    // A folder that is not there may be left out of a part of a repository.
    if repository.extent() == Extent::Folders && !exists(folder_of(&target.path)) {
        return false;
    }
    // What a post was copied from had a root of its own.
    let first = ancestors(place.site.path_of(target).unwrap_or_default()).next();
    let is_post = place.location.path.contains("_posts/");
    let is_own_root = (place.site.is_configured() && !is_post)
        || first.is_some_and(|first| exists(&join(&place.site.root.path, first)));
    link.form == LinkForm::Relative || is_own_root
}

/// Whether a page may choose that place as its address.
fn may_be_chosen(site: &Site, target: &Location) -> bool {
    matches!(site.kind, Kind::Jekyll(_)) && is_page(&target.path)
}

/// What is wrong with the links to one place, each finding with its file.
pub(super) fn settle(
    target: &Location,
    facts: &[Fact],
    project: &Project,
    answers: &Answers,
) -> Vec<(Arc<FilePath>, Diagnostic)> {
    let nearest = OnceCell::new();
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
            answers,
            nearest: &nearest,
        };
        let mut diagnostic = match &link.fragment {
            Some(fragment) => judge.fragment(fragment, Search::of_number(number)),
            None => judge.target(),
        }?;
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
    answers: &'a Answers,
    /// The file that was meant, sought once for all links to the target.
    nearest: &'a OnceCell<Option<&'a str>>,
}

impl<'a> Judge<'a> {
    fn fragment(&self, fragment: &str, search: Search) -> Option<Diagnostic> {
        let site = self.project.place(&self.fact.file)?.site;
        let page = page_at(&site, self.project.inventory(), self.target)?;
        let fragments = self.answers.fragments.get(&page)?;
        links::missing_fragment(self.rule, fragment, &page.path, self.fact.span, (fragments, search))
    }

    fn target(&self) -> Option<Diagnostic> {
        let place = self.project.place(&self.fact.file)?;
        let is_ignored = self.answers.ignored.contains(self.target);
        if is_ignored || !is_surely_no_file(self.target, self.link, &place, self.project) {
            return None;
        }
        if may_be_chosen(&place.site, self.target) {
            // Without an answer nothing is said.
            let addresses = self.answers.addresses.get(&place.site.root)?;
            if chosen::may_hold(addresses, place.site.path_of(self.target)?) {
                return None;
            }
        }
        let repository = self.project.inventory().repository_of(self.target)?;
        let nearest = *self.nearest.get_or_init(|| nearest_file(repository, &self.target.path));
        let arguments = Arguments::new().with("target", self.target.path.as_str());
        let suggestion =
            |nearest: String| Message::Key("links-nearest-file", Arguments::new().with("nearest", nearest));
        let help = nearest
            .and_then(|nearest| linked_as(&place.site, nearest))
            .map(suggestion);
        let help = help.or_else(|| self.rule.help(&arguments));
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
}

/// The path at which a site shows a file, if its name alone tells.
fn linked_as(site: &Site, file: &str) -> Option<String> {
    if !matches!(site.kind, Kind::Jekyll(_)) {
        return Some(file.to_owned());
    }
    if is_hidden(file) {
        return None;
    }
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    Some(match MARKDOWN.contains(&extension) {
        true => [stem, ".html"].concat(),
        false => file.to_owned(),
    })
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
    use crate::fact::Key;
    use crate::fact::{Fragments, Frame};
    use crate::lint::{Enabled, Surroundings};
    use crate::registry::Registry;
    use crate::settle::{Facts, settle as settle_key};
    use crate::site::Sites;
    use crate::text::Span;

    fn project(files: &[&str]) -> Project {
        let inventory = Inventory::of_files(files.iter().map(|file| (*file).to_owned()).collect());
        let mut project = Project::new(Registry::built_in(), Enabled::All, None);
        project.look_around(Surroundings {
            sites: Sites::recognise(&inventory, &std::collections::HashMap::new()),
            inventory,
            whole: Vec::new(),
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
            .flat_map(|(key, facts)| settle_key(key, facts, project, answers));
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
            .map(|(key, facts)| settle_key(key, facts, &project, &answers))
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
            .map(|(key, facts)| settle_key(&key, &facts, &project, &answers))
            .collect();
        alone.reverse();
        assert_eq!(together, alone);
        assert_eq!(together.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn fragments_are_asked_for_only_where_a_link_names_one() {
        let project = project(&["a.md", "b.md"]);
        let asked = |facts: &[Fact]| questions(&at(path_of(&facts[0].key)), facts, &project);
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
    fn what_a_page_may_choose_is_asked_for_before_anything_is_said() {
        let project = project(&["_posts/2024-03-05-x.md", "about/index.md", "about/a.png"]);
        let file = "_posts/2024-03-05-x.md";
        let facts = [link(file, "about/us.html", None), link(file, "about/b.png", None)];
        let asked = |fact: &Fact| questions(&at(path_of(&fact.key)), std::slice::from_ref(fact), &project);
        let (page, image) = (at(path_of(&facts[0].key)), at(path_of(&facts[1].key)));
        assert_eq!(asked(&facts[0]), [Question::Addresses(at("")), Question::Ignored(page)]);
        assert_eq!(
            asked(&facts[1]),
            [Question::Ignored(image.clone())],
            "an image chooses nothing"
        );
        let answers = Answers {
            ignored: [image].into(),
            ..Answers::default()
        };
        assert_eq!(settled(&facts, &project, &answers).len(), 0, "a build may make it");
        assert_eq!(settled(&facts, &project, &Answers::default()).len(), 1);
        let answer = |text: &str| {
            let mut addresses = crate::fact::Addresses::default();
            chosen::add("a.md", text, &mut addresses);
            Answers {
                addresses: [(at(""), addresses)].into(),
                ..Answers::default()
            }
        };
        assert_eq!(settled(&facts, &project, &answer("---\ntitle: x\n---\n")).len(), 2);
        assert_eq!(
            settled(&facts, &project, &answer("---\npermalink: /about/us/\n---\n")).len(),
            1
        );
    }

    fn path_of(key: &Key) -> &str {
        match key {
            Key::Target(target) => &target.path,
            Key::Common(_) => "",
        }
    }

    #[test]
    fn a_site_shows_pages_under_other_names() {
        let jekyll = project(&["_posts/2024-03-05-x.md"])
            .place(&FilePath::new("_posts/2024-03-05-x.md"))
            .unwrap();
        assert_eq!(linked_as(&jekyll.site, "docs/a.md").as_deref(), Some("docs/a.html"));
        assert_eq!(linked_as(&jekyll.site, "a.png").as_deref(), Some("a.png"));
        assert_eq!(linked_as(&jekyll.site, "_posts/2024-03-05-x.md"), None);
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

//! Settling what files have in common: of all that have it, the first by path is
//! as it should be, and each other one is told of the first.

use std::collections::HashSet;
use std::sync::Arc;

use crate::check::Check;
use crate::diagnostic::{Arguments, Diagnostic, Label, Message, RuleId};
use crate::fact::{Answers, Common, Fact, Pair, Payload, Reporting};
use crate::lint::Project;
use crate::site::Kind;
use crate::text::{FilePath, Source};

/// The pairs that have to be compared.
pub(super) fn pairs(common: &Common, facts: &[Fact], project: &Project) -> Vec<Pair> {
    let Some((first, others)) = in_order(facts, project) else {
        return Vec::new();
    };
    others.iter().map(|other| pair(&common.rule, first, other)).collect()
}

/// The findings, each with its file.
pub(super) fn settle(
    common: &Common,
    facts: &[Fact],
    project: &Project,
    answers: &Answers,
) -> Vec<(Arc<FilePath>, Diagnostic)> {
    let registered = project.registry().get(common.rule.as_str());
    let (Some(registered), Some((first, mut others))) = (registered, in_order(facts, project)) else {
        return Vec::new();
    };
    others.retain(|other| answers.common.contains(&pair(&common.rule, first, other)));
    let rule = &registered.rule;
    let label = Label {
        file: (*first.file).clone(),
        span: first.span,
        message: match others.len() {
            0 | 1 => Message::key("duplicates-first"),
            more => Message::Key(
                "duplicates-first-of-many",
                Arguments::new().with("count", (more + 1).to_string()),
            ),
        },
    };
    let wanted = others
        .iter()
        .filter(|other| other.payload == Payload::Has(Reporting::Wanted));
    let finding = |other: &&Fact| {
        let arguments = Arguments::new().with("first", first.file.shown.as_str());
        let diagnostic = Diagnostic {
            severity: project.severity(rule, &other.file)?,
            labels: vec![label.clone()],
            ..rule.finding(other.span, arguments)
        };
        Some((Arc::clone(&other.file), diagnostic))
    };
    wanted.filter_map(finding).collect()
}

/// Whether two files have in common what a rule speaks of.
pub fn is_common(pair: &Pair, first: &Source, other: &Source, project: &Project) -> bool {
    let registered = project.registry().get(pair.rule.as_str());
    let Some(Check::Duplicates(check)) = registered.map(|registered| &*registered.check) else {
        return false;
    };
    match (project.place(&first.path), project.place(&other.path)) {
        (Some(place), Some(other_place)) => check.is_common(
            (&project.document(first), &place),
            (&project.document(other), &other_place),
        ),
        _ => false,
    }
}

/// The first file by path, and the others; nothing if there is no other, or if
/// not all files are at hand.
fn in_order<'f>(facts: &'f [Fact], project: &Project) -> Option<(&'f Fact, Vec<&'f Fact>)> {
    let root = project.place(&facts.first()?.file)?.site.root;
    if facts.len() < 2 || !project.has_whole(&root) {
        return None;
    }
    let mut sorted: Vec<&Fact> = facts.iter().collect();
    sorted.sort_by(|one, other| (&one.file.shown, &one.file.os).cmp(&(&other.file.shown, &other.file.os)));
    // A file may have been named in two ways.
    let mut seen = HashSet::new();
    sorted.retain(|fact| {
        project
            .place(&fact.file)
            .is_some_and(|place| seen.insert(place.location))
    });
    let mut facts = sorted.into_iter();
    let first = facts.next()?;
    let is_of_site = project.place(&first.file)?.site.kind != Kind::Plain;
    // Where no site was recognised, two folders with files of the same names may
    // be two copies of one, each a site of its own.
    let is_another = |other: &&Fact| is_of_site || other.file.file_name() != first.file.file_name();
    let others: Vec<&Fact> = facts.filter(is_another).collect();
    (!others.is_empty()).then_some((first, others))
}

fn pair(rule: &RuleId, first: &Fact, other: &Fact) -> Pair {
    Pair {
        rule: rule.clone(),
        first: Arc::clone(&first.file),
        other: Arc::clone(&other.file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Key;
    use crate::inventory::{Inventory, Location};
    use crate::lint::{Enabled, Surroundings};
    use crate::registry::Registry;
    use crate::settle::{Facts, questions, settle as settle_key};
    use crate::site::Sites;
    use crate::text::Span;

    const POST: &str = "---\ntitle: 渡轮\nfrom: https://example.org/1\n---\n";

    /// All files of a repository, judged together.
    fn project(files: &[&str]) -> Project {
        project_with(files, vec![Location::default()])
    }

    fn project_with(files: &[&str], whole: Vec<Location>) -> Project {
        let inventory = Inventory::of_files(files.iter().map(|file| (*file).to_owned()).collect());
        let mut project = Project::new(Registry::built_in(), Enabled::All, None);
        project.look_around(Surroundings {
            sites: Sites::recognise(&inventory, &std::collections::HashMap::new()),
            inventory,
            whole,
        });
        project
    }

    fn fact(file: &str, digest: u64, reporting: Reporting) -> Fact {
        Fact {
            key: Key::Common(Common {
                rule: RuleId::new("duplicate-post"),
                digest,
            }),
            file: Arc::new(FilePath::new(file)),
            span: Span::new(1, 2),
            payload: Payload::Has(reporting),
        }
    }

    /// The files with a finding and the file of its label, with all questions
    /// answered by yes.
    fn settled(facts: &[Fact], project: &Project) -> Vec<(String, String)> {
        let facts = Facts::new(facts.iter().cloned());
        let pairs = facts.iter().flat_map(|(key, facts)| questions(key, facts, project));
        let pairs = pairs.filter_map(|question| match question {
            crate::fact::Question::Common(pair) => Some(pair),
            _ => None,
        });
        let answers = Answers {
            common: pairs.collect(),
            ..Answers::default()
        };
        let found = facts
            .iter()
            .flat_map(|(key, facts)| settle_key(key, facts, project, &answers));
        found
            .map(|(file, diagnostic)| (file.shown.clone(), diagnostic.labels[0].file.shown.clone()))
            .collect()
    }

    fn of(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(file, first)| ((*file).to_owned(), (*first).to_owned()))
            .collect()
    }

    #[test]
    fn each_but_the_first_is_told_of_the_first_in_any_order() {
        let project = project(&["a.md", "b.md", "c.md", "d.md"]);
        let mut facts = [
            fact("c.md", 1, Reporting::Wanted),
            fact("b.md", 2, Reporting::Wanted),
            fact("a.md", 1, Reporting::Wanted),
            fact("d.md", 1, Reporting::Wanted),
        ];
        let expected = of(&[("c.md", "a.md"), ("d.md", "a.md")]);
        assert_eq!(settled(&facts, &project), expected);
        facts.reverse();
        assert_eq!(settled(&facts, &project), expected);
    }

    #[test]
    fn a_suppressed_place_is_still_the_other_one() {
        let project = project(&["a.md", "b.md", "c.md"]);
        let facts = [
            fact("a.md", 1, Reporting::Suppressed),
            fact("b.md", 1, Reporting::Suppressed),
            fact("c.md", 1, Reporting::Wanted),
        ];
        assert_eq!(settled(&facts, &project), of(&[("c.md", "a.md")]));
    }

    #[test]
    fn nothing_is_said_of_a_part_nor_of_one_file() {
        let facts = [fact("a.md", 1, Reporting::Wanted), fact("b.md", 1, Reporting::Wanted)];
        let files = ["a.md", "b.md"];
        assert_eq!(settled(&facts, &project_with(&files, Vec::new())), []);
        let twice = [facts[0].clone(), facts[0].clone()];
        assert_eq!(settled(&twice, &project(&files)), []);
    }

    #[test]
    fn copies_of_a_folder_are_taken_for_sites_where_none_is_recognised() {
        let facts =
            |files: &[&str]| -> Vec<Fact> { files.iter().map(|file| fact(file, 1, Reporting::Wanted)).collect() };
        let files = ["1/a.md", "2/a.md", "2/b.md"];
        let expected = of(&[("2/b.md", "1/a.md")]);
        assert_eq!(settled(&facts(&files), &project(&files)), expected);
        let with_site = ["1/a.md", "2/a.md", "hugo.toml"];
        let expected = of(&[("2/a.md", "1/a.md")]);
        assert_eq!(settled(&facts(&files[..2]), &project(&with_site)), expected);
    }

    #[test]
    fn a_digest_proves_nothing() {
        let project = project(&["a.md", "b.md"]);
        let facts = [fact("a.md", 1, Reporting::Wanted), fact("b.md", 1, Reporting::Wanted)];
        assert_eq!(settle_key(&facts[0].key, &facts, &project, &Answers::default()), []);
        let source = |path: &str, text: &str| Source::from_text(FilePath::new(path), text.to_owned());
        let pair = pair(&RuleId::new("duplicate-post"), &facts[0], &facts[1]);
        let is_common = |text: &str| is_common(&pair, &source("a.md", POST), &source("b.md", text), &project);
        assert!(is_common(POST));
        assert!(!is_common(&POST.replace("渡轮", "轮渡")));
        assert!(!is_common(""));
    }
}

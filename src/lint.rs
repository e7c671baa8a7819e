//! `lint`: one source in, what was found out. A pure function.
//!
//! No I/O, no clock, no error, no panic. What needs other files is collected as
//! facts here and settled elsewhere.

mod lists;
mod schema;
mod suppressing;

use std::collections::HashMap;
use std::sync::Arc;

use crate::check::{Check, Prepared, Subject, Suppressions, Vocabulary};
use crate::config::Settings;
use crate::diagnostic::{Applicability, Diagnostic, RuleId, Severity};
use crate::dialect::Engine;
use crate::document::Document;
use crate::document::front_matter::{self, Format};
use crate::document::template::Body;
use crate::fact::{Answers, Found, Fragments, NameList, Question};
use crate::inventory::{Inventory, Location};
use crate::registry::{Registered, Registry};
use crate::rule::{ByDefault, Rule};
use crate::schema::Schema;
use crate::site::{Generator, Place, Site, Sites, fragments};
use crate::text::{FilePath, Source, Span};

use lists::Lists;
use schema::Judging;

/// Everything that decides how a file is judged.
#[derive(Debug)]
pub struct Project {
    registry: Arc<Registry>,
    enabled: Enabled,
    generator: Option<Generator>,
    settings: Settings,
    schema_of_all: Option<Arc<Schema>>,
    named_schemas: schema::Compiled,
    prepared: Prepared,
    vocabulary: Vocabulary,
    surroundings: Arc<Surroundings>,
    lists: Lists,
}

/// A document, with its place among the files of its site.
#[derive(Debug)]
pub struct Placed<'s> {
    /// The document.
    pub document: Document<'s>,
    /// What reads it.
    pub generator: Generator,
    /// Where it stands, if that is known.
    pub place: Option<Place>,
}

/// What a project knows of the files round those that it judges. By default
/// nothing, and then links between files are not judged.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// Which files there are.
    pub inventory: Inventory,
    /// Which sites they are.
    pub sites: Sites,
    /// The folders of which all files are judged together.
    pub whole: Vec<Location>,
}

/// Which rules run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enabled {
    /// All of them.
    All,
    /// One alone, as for the examples of its page.
    Only(RuleId),
}

impl Enabled {
    fn includes(&self, rule: &RuleId) -> bool {
        match self {
            Enabled::All => true,
            Enabled::Only(only) => only == rule,
        }
    }
}

impl Project {
    /// A project with these rules. The generator of a file is guessed from its
    /// path where none is given.
    pub fn new(registry: impl Into<Arc<Registry>>, enabled: Enabled, generator: Option<Generator>) -> Self {
        let registry = registry.into();
        let on = registry
            .rules()
            .iter()
            .map(|registered| (&registered.rule.id, registered.check.as_ref()))
            .filter(|(id, _)| enabled.includes(id));
        let prepared = Prepared::of(on);
        let vocabulary = suppressing::vocabulary(&registry);
        Self {
            registry,
            enabled,
            generator,
            settings: Settings::default(),
            schema_of_all: None,
            named_schemas: schema::Compiled::default(),
            prepared,
            vocabulary,
            surroundings: Arc::default(),
            lists: Lists::default(),
        }
    }

    /// A project with all rules, as its settings have them.
    pub fn configured(registry: impl Into<Arc<Registry>>, settings: Settings) -> Self {
        let registry = settings.with_own_checks(registry.into());
        Self::new(registry, Enabled::All, None).with_settings(settings)
    }

    /// The same with settings.
    #[must_use]
    pub fn with_settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Whether a file is left out when its folder is checked.
    pub fn excludes(&self, path: &FilePath) -> bool {
        self.settings.excludes(path)
    }

    /// Tells it which files stand round those that it judges.
    pub fn look_around(&mut self, surroundings: impl Into<Arc<Surroundings>>) {
        self.surroundings = surroundings.into();
        self.lists = Lists::default();
    }

    /// The list of names in a file that was read before, or else as `read` has it:
    /// all posts of a site ask for the same.
    pub fn names_in(&self, file: &Location, read: impl FnOnce() -> Option<NameList>) -> Option<Arc<NameList>> {
        self.lists.remember(file, read)
    }

    /// Which files there are.
    pub fn inventory(&self) -> &Inventory {
        &self.surroundings.inventory
    }

    /// Whether all files of a folder are judged together. Otherwise, as where a
    /// commit hook names some, nobody knows what the others say.
    pub fn has_whole(&self, folder: &Location) -> bool {
        self.surroundings.whole.iter().any(|whole| folder.is_within(whole))
    }

    /// Where a file stands in its site, if it lies in the inventory.
    pub fn place(&self, path: &FilePath) -> Option<Place> {
        let location = self.surroundings.inventory.locate(path)?;
        Some(self.place_at(path, location))
    }

    fn place_at(&self, path: &FilePath, location: Location) -> Place {
        let sites = &self.surroundings.sites;
        let mut site = match (self.generator, self.settings.site_of(path)) {
            (Some(generator), _) => Site::of_generator(generator, location.root()),
            (None, Some((generator, below))) => sites.given(generator, location.without(&below)),
            (None, None) => {
                let mut site = sites.of(&location);
                if site.generator == Generator::Plain {
                    site.generator = Generator::of_path(path);
                }
                site
            }
        };
        if let Some(zone) = self.settings.time_zone_of(path) {
            site.time_zone = Some(zone.clone());
        }
        Place { location, site }
    }

    /// Lets a schema judge the front matter of every file.
    pub fn apply_schema_everywhere(&mut self, schema: impl Into<Arc<Schema>>) {
        self.schema_of_all = Some(schema.into());
    }

    /// Whether there is a schema for a source, or the name of one in it.
    pub fn has_schema(&self, source: &Source, answers: &Answers) -> bool {
        !matches!(self.judging(&self.read(source), answers), Judging::Nothing)
    }

    /// The rules that exist.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The source, read as its site would.
    pub fn read<'s>(&self, source: &'s Source) -> Placed<'s> {
        self.read_at(source, self.place(&source.path))
    }

    /// The same without its place.
    pub fn document<'s>(&self, source: &'s Source) -> Document<'s> {
        self.read(source).document
    }

    fn read_at<'s>(&self, source: &'s Source, place: Option<Place>) -> Placed<'s> {
        let path = &source.path;
        let generator = self.generator_of(path, place.as_ref());
        Placed {
            document: Document::new(source, generator.dialect(path), generator.engine()),
            generator,
            place,
        }
    }

    /// The fragments of a file of the inventory, if they are known: what links to
    /// it may name.
    pub fn fragments(&self, source: &Source, location: &Location) -> Option<Fragments> {
        let place = self.place_at(&source.path, location.clone());
        let Placed { document, place, .. } = self.read_at(source, Some(place));
        let place = place.filter(|place| source.encoding.is_none() && place.has_known_reader(&document))?;
        fragments::fragments(&document, place.site.frame(&document))
    }

    fn generator_of(&self, path: &FilePath, place: Option<&Place>) -> Generator {
        let of_place = || place.map(|place| place.site.generator);
        let of_settings = || self.settings.site_of(path).map(|(generator, _)| generator);
        let generator = self.generator.or_else(of_place).or_else(of_settings);
        generator.unwrap_or_else(|| Generator::of_path(path))
    }

    /// The schema that is chosen for a file, whatever the file names. What is
    /// chosen for files of data is for those that name none: a glob of folders
    /// mostly means the posts in them.
    fn chosen_schema(&self, path: &FilePath) -> Option<&Schema> {
        let of_settings = || self.settings.schema_of(path);
        match Format::of_data(path) {
            Some(_) => self.schema_of_all.as_deref(),
            None => self.schema_of_all.as_deref().or_else(of_settings),
        }
    }

    /// What judges the front matter of a document. No generator has a schema for
    /// files of data.
    fn judging(&self, placed: &Placed<'_>, answers: &Answers) -> Judging<'_> {
        let source = placed.document.source();
        if let Some(chosen) = self.chosen_schema(&source.path) {
            return Judging::Known(chosen);
        }
        let place = placed.place.as_ref();
        let world = (place, self.inventory());
        let known = (answers, &self.named_schemas);
        let named = schema::named(&source.text, placed.document.front_matter(), world, known);
        named.or_else(|| match placed.document.is_data() {
            true => self.settings.schema_of(&source.path),
            false => schema::of_generator(source, placed.generator, place),
        })
    }

    /// How bad the findings of a rule are in a file; none where it does not run.
    pub fn severity(&self, rule: &Rule, path: &FilePath) -> Option<Severity> {
        let of_settings = self.settings.severity(rule, path);
        of_settings.or_else(|| {
            matches!(&self.enabled, Enabled::Only(only) if *only == rule.id && rule.by_default == ByDefault::Off)
                .then_some(rule.severity)
        })
    }

    /// The rules that run on a file, each with how bad its findings are there.
    fn rules_for<'p>(&'p self, path: &'p FilePath) -> impl Iterator<Item = (&'p Registered, Severity)> {
        let is_data = Format::of_data(path).is_some();
        let is_on = move |registered: &&Registered| {
            self.enabled.includes(&registered.rule.id)
                && registered.rule.applies_to(path)
                && (!is_data || registered.check.is_of_data())
        };
        let with_severity = |registered: &'p Registered| Some((registered, self.severity(&registered.rule, path)?));
        self.registry.rules().iter().filter(is_on).filter_map(with_severity)
    }
}

/// What must be known before a source is linted: the schema that it names, and the
/// lists of names that hold for it.
pub fn questions(source: &Source, project: &Project) -> Vec<Question> {
    if source.encoding.is_some() {
        return Vec::new();
    }
    let mut questions = lists::questions(&source.path, project);
    questions.extend(schema_question(source, project));
    questions
}

fn schema_question(source: &Source, project: &Project) -> Option<Question> {
    if !schema::may_name_one(source) || project.chosen_schema(&source.path).is_some() {
        return None;
    }
    let file = project.inventory().locate(&source.path)?;
    let front_matter = front_matter::of(source, Engine::Core12);
    schema::question(&source.text, &front_matter, &file, project.inventory())
}

/// What one source gives, sorted by start, end and rule.
pub fn lint(source: &Source, project: &Project, answers: &Answers) -> Found {
    lint_document(&project.read(source), project, answers)
}

/// The same of a document that is already at hand.
pub fn lint_document(placed: &Placed<'_>, project: &Project, answers: &Answers) -> Found {
    lint_and_suppress(placed, project, answers).0
}

/// The same with the suppressions of the document, which know what was of use:
/// what is found when all files are known may be asked of them too.
pub fn lint_and_suppress(placed: &Placed<'_>, project: &Project, answers: &Answers) -> (Found, Suppressions) {
    let Placed { document, place, .. } = placed;
    let path = &document.source().path;
    let judging = project.judging(placed, answers);
    let subject = Subject::new(document, judging.schema(), &project.prepared)
        .at(place.as_ref())
        .read_by(placed.generator)
        .with_lists(lists::at_hand(path, place.as_ref(), project, answers))
        .misnaming(judging.misnamed());
    let mut found = Found::default();
    for (Registered { rule, check, .. }, severity) in project.rules_for(path) {
        // Of a text that could not be read, there is nothing else to say.
        if document.source().encoding.is_none() || matches!(**check, Check::Document(_)) {
            run_as(severity, &mut found, |found| check.run(rule, &subject, found));
        }
    }
    respect_template_bodies(document, &mut found);
    sort(&mut found);
    let (suppressed, suppressions) = suppressing::weigh(&subject, project, &mut found);
    drop_yielding(project, &suppressed, &mut found);
    (found, suppressions)
}

/// Runs a check, and gives its findings the severity that they have here.
fn run_as(severity: Severity, found: &mut Found, check: impl FnOnce(&mut Found)) {
    let before = found.diagnostics.len();
    check(found);
    let own = found.diagnostics.iter_mut().skip(before);
    own.for_each(|diagnostic| diagnostic.severity = severity);
}

fn sort(found: &mut Found) {
    found.diagnostics.sort_by(order);
    found
        .diagnostics
        .dedup_by(|later, earlier| (&later.rule, later.span) == (&earlier.rule, earlier.span));
}

/// Drops findings in the bodies of template blocks that hold code, and takes
/// back the promise of fixes in those of which nothing is known.
fn respect_template_bodies(document: &Document<'_>, found: &mut Found) {
    if (found.diagnostics.is_empty() && found.facts.is_empty()) || document.source().encoding.is_some() {
        return;
    }
    let bodies = document.template_bodies();
    if bodies.is_empty() {
        return;
    }
    let of_kind = |kind: Body| {
        Spans::new(
            bodies
                .iter()
                .filter(|(_, body)| *body == kind)
                .map(|(span, _)| *span)
                .collect(),
        )
    };
    let (code, unknown) = (of_kind(Body::Code), of_kind(Body::Unknown));
    found.facts.retain(|fact| !code.contain(fact.span));
    found.diagnostics.retain_mut(|diagnostic| {
        if let Some(fix) = diagnostic.fix.as_mut().filter(|_| unknown.contain(diagnostic.span)) {
            fix.applicability = fix.applicability.max(Applicability::Unsafe);
        }
        !code.contain(diagnostic.span)
    });
}

fn order(one: &Diagnostic, other: &Diagnostic) -> std::cmp::Ordering {
    (one.span, &one.rule).cmp(&(other.span, &other.rule))
}

/// Drops the findings of rules that yield to another whose finding contains
/// them, or lies within them: that one is to be mended first. It displaces them
/// where it is suppressed too: who keeps an ad slot keeps it though it is empty.
fn drop_yielding(project: &Project, suppressed: &[(RuleId, Span)], found: &mut Found) {
    let mut spans: HashMap<RuleId, Vec<Span>> = HashMap::new();
    let reported = found
        .diagnostics
        .iter()
        .map(|diagnostic| (&diagnostic.rule, diagnostic.span));
    for (rule, span) in reported.chain(suppressed.iter().map(|(rule, span)| (rule, *span))) {
        spans.entry(rule.clone()).or_default().push(span);
    }
    let spans: HashMap<RuleId, Spans> = spans
        .into_iter()
        .map(|(rule, spans)| (rule, Spans::new(spans)))
        .collect();
    found.diagnostics.retain(|diagnostic| {
        let displaced_by = |other: &RuleId| spans.get(other).is_some_and(|spans| spans.meet(diagnostic.span));
        let registered = project.registry.get(diagnostic.rule.as_str());
        !registered.is_some_and(|registered| registered.rule.yields_to.iter().any(displaced_by))
    });
}

/// Spans by their start, with what tells at once whether one of them contains
/// another span or lies within it.
struct Spans {
    starts: Vec<usize>,
    /// The greatest end among the spans up to each.
    greatest_end: Vec<usize>,
    /// The least end among the spans from each on.
    least_end: Vec<usize>,
}

impl Spans {
    fn new(mut spans: Vec<Span>) -> Self {
        spans.sort();
        let running = |greatest: &mut usize, span: &Span| {
            *greatest = span.end.max(*greatest);
            Some(*greatest)
        };
        let greatest_end = spans.iter().scan(0, running).collect();
        let running = |least: &mut usize, span: &Span| {
            *least = span.end.min(*least);
            Some(*least)
        };
        let mut least_end: Vec<usize> = spans.iter().rev().scan(usize::MAX, running).collect();
        least_end.reverse();
        Self {
            starts: spans.iter().map(|span| span.start).collect(),
            greatest_end,
            least_end,
        }
    }

    /// Whether one of them contains the span.
    fn contain(&self, span: Span) -> bool {
        let begun = self.starts.partition_point(|start| *start <= span.start);
        begun
            .checked_sub(1)
            .is_some_and(|last| self.greatest_end[last] >= span.end)
    }

    /// Whether one of them contains the span or lies within it.
    fn meet(&self, span: Span) -> bool {
        self.contain(span) || self.lie_within(span)
    }

    /// Whether one of them lies within the span.
    fn lie_within(&self, span: Span) -> bool {
        let first_within = self.starts.partition_point(|start| *start < span.start);
        self.least_end.get(first_within).is_some_and(|end| *end <= span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_meet_by_containment_either_way() {
        let spans = Spans::new(vec![Span::new(10, 20), Span::new(30, 40)]);
        assert!(spans.meet(Span::new(12, 15)) && spans.meet(Span::new(10, 20)) && spans.meet(Span::new(5, 25)));
        assert!(!spans.meet(Span::new(15, 25)) && !spans.meet(Span::new(20, 30)) && !spans.meet(Span::new(41, 50)));
    }
}

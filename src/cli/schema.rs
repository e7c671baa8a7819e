//! `kanwu schema`: a schema that the front matter of a folder obeys.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::Status;
use super::configure::{Asked, Configured, Unconfigured, configure};
use super::root::root;
use crate::config::{Choice, Selection};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::folders::Folders;
use crate::lint::Project;
use crate::messages::{Arguments, Catalogue, Language, Message};
use crate::registry::Registry;
use crate::report::{self, Color, FileReport, Format, Options, Report, Summary};
use crate::schema::{Observed, Schema};
use crate::survey;
use crate::text::{FilePath, Source};
use crate::walk::{self, NamedPaths};

/// What the places that do not obey a schema are told under.
const RULE: &str = "schema";

/// Prints a schema that nearly all front matter below some paths obeys, and, on
/// standard error, the places that do not.
///
/// # Errors
///
/// If a stream cannot be written.
pub(super) fn infer(paths: &[PathBuf], registry: Registry, language: Language) -> io::Result<Status> {
    let catalogue = Catalogue::new(language);
    let refused = |message: &Message| {
        writeln!(io::stderr(), "kanwu: {}", catalogue.sentence(message))?;
        Ok(Status::Failed)
    };
    let posts = match posts(paths, registry) {
        Ok(posts) => posts,
        Err(Unconfigured::Usage(message)) => return refused(&message),
        Err(Unconfigured::Mistakes(_)) => return refused(&Message::key("schema-infer-mistakes")),
    };
    let mut observed = Observed::default();
    let read: Vec<_> = posts
        .files
        .par_iter()
        .map(|(file, project)| posts.front_matter(file, *project))
        .collect();
    read.into_iter().flatten().for_each(|value| observed.add(&value));
    if observed.seen() == 0 {
        return refused(&Message::key("schema-infer-nothing"));
    }
    let json = observed.schema(&catalogue.text("schema-infer-title", &Arguments::new()));
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, &json)?;
    writeln!(out)?;
    out.flush()?;
    // What was made of the values is a schema; were it none, it would judge nothing.
    let schema = Schema::compile(&json).ok();
    let outliers = schema.map(|schema| posts.outliers(&schema)).unwrap_or_default();
    tell(&observed, outliers, &catalogue)?;
    Ok(Status::Clean)
}

/// Files with what reads them.
struct Posts {
    projects: Vec<Project>,
    files: Vec<(Arc<FilePath>, usize)>,
}

/// The files below some paths that a check would judge.
fn posts(paths: &[PathBuf], registry: Registry) -> Result<Posts, Unconfigured> {
    let mut folders = Folders::default();
    let mut walked = walk::walk(paths, NamedPaths::Taken, &mut folders);
    if let Some(problem) = walked.problems.first() {
        let arguments = Arguments::new().with("path", problem.path.shown.as_str());
        return Err(Unconfigured::Usage(Message::Key("schema-infer-no-path", arguments)));
    }
    let asked = Asked {
        config: &Choice::Nearest,
        selection: &Selection::default(),
        named_paths: NamedPaths::Taken,
    };
    let configured = configure(asked, &mut walked, &folders, registry)?;
    let Configured {
        mut projects, files, ..
    } = configured;
    let (inventory, roots) = walk::list(paths, Path::new("."), &mut folders);
    let surroundings = Arc::new(survey::survey(inventory, &roots, &walk::read));
    projects
        .iter_mut()
        .for_each(|project| project.look_around(Arc::clone(&surroundings)));
    Ok(Posts { projects, files })
}

impl Posts {
    /// What the front matter of a file says to its generator.
    fn front_matter(&self, file: &FilePath, project: usize) -> Option<serde_json::Value> {
        let source = read(file)?;
        let document = self.projects.get(project)?.document(&source);
        let node = document.front_matter().node.as_ref()?;
        Some(node.to_json(document.engine()))
    }

    /// The places that do not obey a schema.
    fn outliers(&self, schema: &Schema) -> Vec<FileReport> {
        let of_file = |(file, project): &(Arc<FilePath>, usize)| {
            let source = read(file)?;
            let document = self.projects.get(*project)?.document(&source);
            let front_matter = document.front_matter();
            let failures = schema.failures(front_matter.node.as_ref()?, document.engine(), front_matter.opening);
            let diagnostics: Vec<Diagnostic> = failures
                .into_iter()
                .map(|failure| Diagnostic {
                    rule: RuleId::new(RULE),
                    severity: Severity::Info,
                    ..Diagnostic::mistake(RULE, failure.span, failure.message, failure.help)
                })
                .collect();
            (!diagnostics.is_empty()).then(|| FileReport::new(source.clone(), diagnostics))
        };
        self.files.par_iter().filter_map(of_file).collect()
    }
}

fn read(file: &FilePath) -> Option<Source> {
    let source = Source::from_bytes(file.clone(), walk::read(file).ok()?);
    source.encoding.is_none().then_some(source)
}

/// Says how many files the schema is made from, and where they do not obey it.
fn tell(observed: &Observed, outliers: Vec<FileReport>, catalogue: &Catalogue) -> io::Result<()> {
    let mut err = io::BufWriter::new(io::stderr().lock());
    let options = Options {
        catalogue,
        registry: &Registry::default(),
        root: &root(),
        level: Severity::Info,
        color: Color::Never,
    };
    let places: usize = outliers.iter().map(|file| file.diagnostics.len()).sum();
    let counts = Arguments::new()
        .with("files", observed.seen().to_string())
        .with("places", places.to_string());
    let key = if places == 0 {
        "schema-infer-obeyed"
    } else {
        "schema-infer-outliers"
    };
    let summary = Summary::count(&outliers);
    report::render(
        Format::Concise,
        &Report::new(outliers, Vec::new(), summary),
        &options,
        &mut err,
    )?;
    writeln!(err, "{}", catalogue.text(key, &counts))?;
    err.flush()
}

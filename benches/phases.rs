//! Where the time goes: nanoseconds a byte of source for each view of a
//! document and for each step of a check, on one thread.
//! Usage: `cargo bench --bench phases -- FOLDER...`

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use kanwu::document::Document;
use kanwu::fact::Answers;
use kanwu::fix::lint_and_prove;
use kanwu::folders::Folders;
use kanwu::lint::{Enabled, Project, lint_document};
use kanwu::registry::Registry;
use kanwu::schema::compiled_preset;
use kanwu::text::Source;
use kanwu::walk::{NamedPaths, read, walk};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: u32 = 10;

/// The least time of some rounds over all sources.
fn time<T>(sources: &[Source], mut phase: impl FnMut(&Source) -> (Duration, T)) -> Duration {
    (0..ROUNDS)
        .map(|_| sources.iter().map(|source| phase(source).0).sum())
        .min()
        .unwrap_or_default()
}

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .map(PathBuf::from)
        .collect();
    let files = walk(&paths, NamedPaths::Taken, &mut Folders::default()).files;
    let sources: Vec<Source> = files
        .into_iter()
        .filter_map(|path| Some(Source::from_bytes(path.clone(), read(&path).ok()?)))
        .collect();
    let project = Project::new(Registry::built_in(), Enabled::All, None);
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let report =
        |name: &str, spent: Duration| println!("{name:<24} {:6.2} ns/B", spent.as_nanos() as f64 / bytes as f64);
    println!("{} files, {bytes} bytes", sources.len());

    report(
        "source",
        time(&sources, |source| {
            let bytes = source.text.clone().into_bytes();
            let begun = Instant::now();
            let source = black_box(Source::from_bytes(source.path.clone(), bytes));
            (begun.elapsed(), source)
        }),
    );
    let view = |name: &str, before: fn(&Document<'_>), measured: fn(&Document<'_>)| {
        let spent = time(&sources, |source| {
            let document = project.document(source);
            before(&document);
            let begun = Instant::now();
            measured(&document);
            (begun.elapsed(), ())
        });
        report(name, spent);
    };
    view(
        "templates",
        |_| {},
        |document| {
            black_box(document.templates().len());
        },
    );
    view(
        "rendering",
        |document| {
            black_box(document.templates().len());
        },
        |document| {
            black_box(document.rendered().html.len());
        },
    );
    view(
        "tree",
        |document| {
            black_box(document.rendered().html.len());
        },
        |document| {
            black_box(document.tree().cut().is_none());
        },
    );
    view(
        "prose",
        |document| {
            black_box(document.tree().cut().is_none());
        },
        |document| {
            black_box(document.prose().len());
        },
    );
    report(
        "front matter",
        time(&sources, |source| {
            let begun = Instant::now();
            let document = project.document(source);
            (begun.elapsed(), {
                black_box(document);
            })
        }),
    );
    if let Some(schema) = compiled_preset("jekyll") {
        report(
            "its schema",
            time(&sources, |source| {
                let document = project.document(source);
                let front_matter = document.front_matter();
                let begun = Instant::now();
                let failures = front_matter
                    .node
                    .as_ref()
                    .map(|node| schema.failures(node, document.engine(), front_matter.opening));
                (begun.elapsed(), failures)
            }),
        );
    }
    report(
        "all checks",
        time(&sources, |source| {
            let placed = project.read(source);
            black_box(placed.document.prose().len());
            let begun = Instant::now();
            let found = lint_document(&placed, &project, &Answers::default());
            (begun.elapsed(), found)
        }),
    );
    for registered in project.registry().rules() {
        let one = Project::new(Registry::built_in(), Enabled::Only(registered.rule.id.clone()), None);
        let spent = time(&sources, |source| {
            let placed = one.read(source);
            black_box(placed.document.prose().len());
            let begun = Instant::now();
            let found = lint_document(&placed, &one, &Answers::default());
            (begun.elapsed(), found)
        });
        report(&format!("  {}", registered.rule.id), spent);
    }
    report(
        "dropping a document",
        time(&sources, |source| {
            let document = project.document(source);
            black_box(document.prose().len());
            let begun = Instant::now();
            drop(document);
            (begun.elapsed(), ())
        }),
    );
    report(
        "lint and proof",
        time(&sources, |source| {
            let begun = Instant::now();
            let found = lint_and_prove(source, &project, &Answers::default());
            (begun.elapsed(), found)
        }),
    );
}

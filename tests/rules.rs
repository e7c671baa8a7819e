//! Each rule's page is its test: one test per page in `rules/`, and per file of
//! edge cases in `tests/rules/`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use kanwu::diagnostic::RuleId;
use kanwu::examples::{PageKind, judge_page};
use kanwu::messages::{Catalogue, Language};
use kanwu::registry::Registry;
use kanwu::text::{FilePath, Source};

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = pages_below(&root.join("rules"));
    pages.extend(pages_below(&root.join("tests/rules")));
    pages.retain(|page| wanted.is_empty() || wanted.iter().any(|part| page.to_string_lossy().contains(part)));
    let registry = Arc::new(Registry::built_in());
    let failed: Vec<&PathBuf> = pages.iter().filter(|page| !passes(page, &registry)).collect();
    for page in &failed {
        println!("FAILED {}", page.display());
    }
    let verdict = if failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {verdict}. {} passed; {} failed; 0 ignored; 0 measured; 0 filtered out\n",
        pages.len() - failed.len(),
        failed.len()
    );
    ExitCode::from(u8::from(!failed.is_empty() || (pages.is_empty() && wanted.is_empty())))
}

fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            pages.extend(pages_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    pages
}

/// The rule of a page is the file's name, of edge cases the part before the
/// first dot: `ad-slot.nested.md` holds cases of `ad-slot`.
fn passes(path: &Path, registry: &Arc<Registry>) -> bool {
    let page = Source::from_bytes(FilePath::new(path), std::fs::read(path).unwrap_or_default());
    let rule = RuleId::new(page.path.file_name().split('.').next().unwrap_or_default());
    let kind = match path.with_extension("yaml").exists() {
        true => PageKind::Whole,
        false => PageKind::EdgeCases,
    };
    let mistakes = judge_page(&page, kind, registry, &rule).mistakes;
    let catalogue = Catalogue::new(Language::English);
    for mistake in &mistakes {
        let places = [mistake.span]
            .into_iter()
            .chain(mistake.labels.iter().map(|label| label.span));
        let quoted: Vec<&str> = places.map(|span| span.of(&page.text)).collect();
        let line = page.position(mistake.span.start).line;
        println!("{}:{line}: {}", path.display(), catalogue.sentence(&mistake.message));
        if let Some(help) = &mistake.help {
            println!("  {}", catalogue.sentence(help));
        }
        println!("  {quoted:?}");
    }
    mistakes.is_empty()
}

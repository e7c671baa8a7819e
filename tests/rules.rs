//! Each rule's page is its test: one test per page in `rules/`, and per file of
//! edge cases in `tests/rules/`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kanwu::diagnostic::RuleId;
use kanwu::examples::Difference;
use kanwu::page::Page;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = pages_below(&root.join("rules"));
    pages.extend(pages_below(&root.join("tests/rules")));
    pages.retain(|page| wanted.is_empty() || wanted.iter().any(|part| page.to_string_lossy().contains(part)));
    let failed: Vec<&PathBuf> = pages.iter().filter(|page| !passes(page)).collect();
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
fn passes(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let rule = RuleId::new(name.split('.').next().unwrap_or_default());
    let line_of = |offset: usize| text[..offset].matches('\n').count() + 1;
    let is_page = path.with_extension("yaml").exists();
    let parsed = if is_page {
        Page::parse(&text).map(|page| page.examples)
    } else {
        Page::parse_examples(&text)
    };
    let examples = match parsed {
        Ok(examples) => examples,
        Err(errors) => {
            for error in errors {
                println!("{}:{}: {:?}", path.display(), line_of(error.span.start), error.problem);
            }
            return false;
        }
    };
    let failures = kanwu::examples::run(&rule, &examples);
    for failure in &failures {
        let shown = match &failure.difference {
            Difference::Findings { expected, found } => format!("expected {expected:?}\n  found    {found:?}"),
            other => format!("{other:#?}"),
        };
        println!("{}:{}:\n  {shown}", path.display(), line_of(failure.info.start));
    }
    failures.is_empty()
}

//! `kanwu init`: a first kanwu.yaml that fits the folder it is for.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Status;
use crate::config::{self, Choice, FILE_NAME, Selection, Site};
use crate::messages::{Arguments, Catalogue, Language, Message};
use crate::registry::Registry;
use crate::text::FilePath;
use crate::walk::{self, NamedPaths};
use crate::write::{self, WriteProblem};

/// Folders that hold what others wrote, or what a generator made.
const FOREIGN: [&str; 9] = [
    "node_modules",
    "vendor",
    "third_party",
    "bower_components",
    "public",
    "dist",
    "build",
    "_site",
    "themes",
];

/// Writes the file, unless there is one.
///
/// # Errors
///
/// If the outcome cannot be told.
pub(super) fn run(folder: &Path, registry: &Registry, language: Language) -> io::Result<Status> {
    let catalogue = registry.catalogue(language);
    let path = folder.join(FILE_NAME);
    let arguments = || Arguments::new().with("path", FilePath::new(&path).shown);
    let refused = |message: &Message| {
        writeln!(io::stderr(), "kanwu: {}", catalogue.sentence(message))?;
        Ok(Status::Failed)
    };
    if path.exists() {
        return refused(&Message::Key("init-exists", arguments()));
    }
    let text = first_configuration(folder, &catalogue);
    match write::create(&path, text.as_bytes()) {
        Ok(()) => {
            writeln!(io::stdout(), "{}", catalogue.text("init-done", &arguments()))?;
            Ok(Status::Clean)
        }
        Err(WriteProblem::Changed) => refused(&Message::Key("init-exists", arguments())),
        Err(problem) => {
            let reason = catalogue.sentence(&problem.message());
            refused(&Message::Key("init-failed", arguments().with("reason", reason)))
        }
    }
}

fn first_configuration(folder: &Path, catalogue: &Catalogue) -> String {
    let text = |key: &str| catalogue.text(key, &Arguments::new());
    let mut out = String::new();
    comment(&text("init-heading"), &mut out);
    out.push('\n');
    let sites = sites(folder);
    match sites.is_empty() {
        true => {
            comment(&text("init-no-site"), &mut out);
            out.push_str("# sites:\n#   - root: .\n#     generator: jekyll\n");
        }
        false => {
            comment(&text("init-sites"), &mut out);
            out.push_str("sites:\n");
            for Site { folder, generator } in sites {
                let folder = if folder.is_empty() { "." } else { folder.as_str() };
                let _ = writeln!(out, "  - root: {}\n    generator: {}", quoted(folder), generator.name());
            }
        }
    }
    out.push('\n');
    comment(&text("init-rules"), &mut out);
    out.push_str("# rules:\n#   markup: warning\n#   empty-element: off\n\n");
    comment(&text("init-overrides"), &mut out);
    out.push_str("# overrides:\n#   - files: [\"drafts/**\"]\n#     rules: { spelling: off }\n\n");
    comment(&text("init-exclude"), &mut out);
    let foreign: Vec<&str> = FOREIGN.into_iter().filter(|name| folder.join(name).is_dir()).collect();
    match foreign.is_empty() {
        true => out.push_str("# exclude:\n#   - \"/vendor/**\"\n"),
        false => {
            out.push_str("exclude:\n");
            for name in foreign {
                let _ = writeln!(out, "  - \"/{name}/**\"");
            }
        }
    }
    out
}

fn comment(text: &str, out: &mut String) {
    for line in text.lines() {
        let _ = writeln!(out, "# {line}");
    }
}

/// The sites that are recognised in the folder.
fn sites(folder: &Path) -> Vec<Site> {
    let files = walk::walk(&[PathBuf::from(folder)], NamedPaths::Taken).files;
    let loaded = config::load(&files, &Choice::Nothing, &Selection::default(), Registry::built_in());
    let Ok(loaded) = loaded else { return Vec::new() };
    let Ok(absolute) = std::path::absolute(folder) else {
        return Vec::new();
    };
    let mut sites: Vec<Site> = loaded
        .settings
        .iter()
        .flat_map(|settings| settings.sites_below(&absolute))
        .collect();
    sites.sort_by(|one, other| one.folder.cmp(&other.folder));
    sites.dedup();
    sites
}

/// A text as a YAML scalar in double quotes, where it needs them.
fn quoted(text: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '/' | '_' | '-' | '.');
    match text.chars().all(is_plain) && !text.starts_with('-') {
        true => text.to_owned(),
        false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

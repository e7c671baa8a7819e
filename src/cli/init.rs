//! `kanwu init`: a first kanwu.yaml that fits the folder it is for.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::Status;
use crate::config::FILE_NAME;
use crate::folders::Folders;
use crate::inventory::folder_of;
use crate::messages::{Arguments, Catalogue, Language, Message};
use crate::registry::Registry;
use crate::site::{Generator, Site};
use crate::survey;
use crate::text::FilePath;
use crate::walk;
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
    if !folder.as_os_str().is_empty() && !folder.is_dir() {
        let arguments = Arguments::new().with("path", FilePath::new(folder).shown);
        return refused(&Message::Key("config-no-such-folder", arguments));
    }
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
            for (folder, generator) in sites {
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

/// The sites that are recognised in the folder, each with its path from there.
fn sites(folder: &Path) -> Vec<(String, Generator)> {
    let (inventory, roots) = walk::list(&[folder.to_owned()], Path::new("."), &mut Folders::default());
    let Some(here) = inventory.locate(&FilePath::new(folder.join(FILE_NAME))) else {
        return Vec::new();
    };
    let above = folder_of(&here.path);
    let below = |site: Site| {
        let path = site.root.path.as_str();
        let rest = path.strip_prefix(above)?;
        let is_below = rest.is_empty() || above.is_empty() || rest.starts_with('/');
        let is_here = is_below && site.root.repository == here.repository;
        is_here.then(|| (rest.trim_start_matches('/').to_owned(), site.generator))
    };
    let recognised = survey::recognise(&inventory, &roots, &walk::read);
    let ours = recognised.iter().filter(|site| site.generator != Generator::Plain);
    ours.filter_map(below).collect()
}

/// A text as a YAML scalar in double quotes, where it needs them.
fn quoted(text: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '/' | '_' | '-' | '.');
    match text.chars().all(is_plain) && !text.starts_with('-') {
        true => text.to_owned(),
        false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

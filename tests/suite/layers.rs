//! The walls of the house: who may import whom, and who may touch the world.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. A module imports from lower floors only, and from its
/// own floor what [`NEIGHBOURS`] says.
const FLOORS: [&[&str]; 15] = [
    &["text", "dialect", "messages"],
    &["diagnostic", "fact", "folders", "inventory", "spelling"],
    &["document"],
    &["schema", "rule", "page", "site"],
    &["check"],
    &["registry", "config"],
    &["settle", "lint"],
    &["fix"],
    &["examples"],
    &["walk", "write", "fetch", "cache", "git"],
    &["survey"],
    &["report"],
    &["explain"],
    &["lsp"],
    &["cli"],
];

/// Imports within a floor: the first part may import the second.
const NEIGHBOURS: [(&str, &str); 5] = [
    ("fact", "diagnostic"),
    ("fact", "inventory"),
    ("config", "registry"),
    ("settle", "lint"),
    ("git", "walk"),
];

/// Imports that lower floors would allow and the design does not.
const FORBIDDEN: [(&str, &str); 4] = [
    ("lsp", "report"),
    ("spelling", "messages"),
    ("spelling", "dialect"),
    ("site", "diagnostic"),
];

/// Modules that may touch files, the network, processes, the clock and the
/// environment.
const WORLDLY: [&str; 10] = [
    "folders", "walk", "write", "fetch", "cache", "git", "config", "cli", "lsp", "main",
];

const WORLD: [&str; 8] = [
    "std::fs",
    "std::env::",
    "std::net",
    "std::process",
    "Instant::now",
    "SystemTime",
    "stdout()",
    "File::open",
];

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn sources_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Each source file with its top module and its text, test code left out.
fn modules() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources_below(&root)
        .into_iter()
        .filter(|path| {
            let name = path.file_stem().unwrap().to_string_lossy();
            let in_tests = path.parent().unwrap().ends_with("tests");
            !(in_tests || name == "tests" || name.ends_with("_tests") || name == "properties")
        })
        .map(|path| {
            let below = path.strip_prefix(&root).unwrap();
            let first = below.components().next().unwrap().as_os_str().to_string_lossy();
            let module = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default()
                .to_owned();
            (path, module, code)
        })
        .collect()
}

/// The modules named after `crate::`, in braces or not.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        let names = match part.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => part,
        };
        let count = if part.starts_with('{') { usize::MAX } else { 1 };
        for name in names.split(',').take(count) {
            let name: String = name
                .trim()
                .chars()
                .take_while(|character| character.is_alphanumeric() || *character == '_')
                .collect();
            if name.chars().next().is_some_and(char::is_lowercase) {
                found.push(name);
            }
        }
    }
    found
}

#[test]
fn imports_point_one_way() {
    let mut seen = 0;
    for (path, module, code) in modules() {
        if module == "lib" || module == "main" {
            continue;
        }
        let floor = floor_of(&module).unwrap_or_else(|| panic!("{}: on which floor is `{module}`?", path.display()));
        for import in imports(&code).into_iter().filter(|import| *import != module) {
            seen += 1;
            let target = floor_of(&import).unwrap_or_else(|| panic!("{}: what is `crate::{import}`?", path.display()));
            let pair = (module.as_str(), import.as_str());
            let is_allowed = (target < floor && !FORBIDDEN.contains(&pair)) || NEIGHBOURS.contains(&pair);
            assert!(is_allowed, "{}: `{module}` may not import `{import}`", path.display());
        }
    }
    assert!(seen > 50, "only {seen} imports were seen");
}

#[test]
fn only_the_edge_touches_the_world() {
    for (path, module, code) in modules() {
        if WORLDLY.contains(&module.as_str()) {
            continue;
        }
        for word in WORLD {
            let is_used = code
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(word));
            assert!(!is_used, "{}: `{module}` may not use `{word}`", path.display());
        }
    }
}

#[test]
fn the_document_knows_no_rule_and_the_server_alone_knows_utf16() {
    for (path, module, code) in modules() {
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        if module == "document" {
            assert!(
                !code.lines().filter(is_code).any(|line| line.contains("RuleId")),
                "{}",
                path.display()
            );
        }
        if !path.ends_with("lsp/convert.rs") && module != "text" {
            assert!(
                !code.lines().filter(is_code).any(|line| line.contains("len_utf16")),
                "{}",
                path.display()
            );
        }
    }
}

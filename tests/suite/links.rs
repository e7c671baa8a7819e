//! Links between the files of small sites, against what a visitor finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::shared::files_below;

/// A copy of a site, in a repository of its own.
fn repository(site: &str) -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links").join(site);
    let to = tempfile::tempdir().unwrap();
    for file in files_below(&from) {
        let target = to.path().join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
    fs::create_dir(to.path().join(".git")).unwrap();
    to
}

/// Path, destination or fragment as written, and rule of each link found wrong.
fn found(folder: &Path, paths: &[&str]) -> BTreeSet<(String, String, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--format", "json"])
        .args(paths)
        .current_dir(folder)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let diagnostics = report["diagnostics"].as_array().unwrap().iter();
    let links = diagnostics.filter(|diagnostic| diagnostic["group"] == "links");
    links
        .map(|diagnostic| {
            let path = diagnostic["path"].as_str().unwrap();
            let text = fs::read_to_string(folder.join(path)).unwrap();
            let offset = |name: &str| usize::try_from(diagnostic["span"][name].as_u64().unwrap()).unwrap();
            assert_eq!(diagnostic["severity"], "warning");
            (
                path.to_owned(),
                text[offset("start")..offset("end")].to_owned(),
                diagnostic["rule"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

/// The lines of a table: path, destination, what a visitor finds.
fn table(name: &str) -> Vec<[String; 3]> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/links", name].iter().collect();
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            cells.try_into().unwrap()
        })
        .collect()
}

/// Holds every verdict to the table but those of `unsaid`: links that lead
/// nowhere of which nothing can be said.
fn hold(site: &str, unsaid: &[&str]) {
    let folder = repository(site);
    let found: BTreeSet<(String, String)> = found(folder.path(), &["."])
        .into_iter()
        .map(|(path, written, rule)| {
            let rule = rule.replace("broken-image", "broken-link");
            (path, format!("{rule} {written}"))
        })
        .collect();
    let table = table(&format!("{site}.tsv"));
    let wrong = |[path, destination, verdict]: &[String; 3]| {
        let written = match verdict.as_str() {
            "nothing" => format!("broken-link {destination}"),
            "no fragment" => format!("broken-fragment {}", destination.split_once('#').unwrap().1),
            "found" => return None,
            other => panic!("{other}"),
        };
        (!unsaid.contains(&destination.as_str())).then(|| (path.clone(), written))
    };
    let expected: BTreeSet<(String, String)> = table.iter().filter_map(wrong).collect();
    let missed: Vec<_> = expected.difference(&found).collect();
    let mistaken: Vec<_> = found.difference(&expected).collect();
    assert!(
        missed.is_empty() && mistaken.is_empty(),
        "missed {missed:#?}\nmistaken {mistaken:#?}"
    );
    assert!(table.len() >= 40 && expected.len() >= 15);
}

#[test]
fn links_of_a_jekyll_site_are_judged_as_jekyll_builds_it() {
    // A page that chose another address is not read for those who use its name.
    hold("jekyll", &["/contact.html"]);
}

#[test]
fn links_of_a_plain_folder_are_judged_as_its_files_lie() {
    hold("plain", &[]);
}

#[test]
fn a_few_files_are_judged_against_the_whole_repository() {
    let folder = repository("plain");
    let whole = found(folder.path(), &["."]);
    let few = found(folder.path(), &["README.md", "docs/guide.md"]);
    let of_these = |path: &str| path == "README.md" || path == "docs/guide.md";
    let expected: BTreeSet<_> = whole.into_iter().filter(|(path, _, _)| of_these(path)).collect();
    assert_eq!(few, expected);
    // From a folder within it, and by its whole path.
    let from_within = found(&folder.path().join("docs"), &["guide.md"]);
    assert_eq!(
        from_within.len(),
        few.iter().filter(|(path, _, _)| path == "docs/guide.md").count()
    );
}

/// What other pages choose for their address is read for it, whether they are
/// checked or not.
#[test]
fn a_page_may_choose_its_address_though_it_is_not_checked() {
    let folder = repository("jekyll");
    let written = |paths: &[&str]| -> BTreeSet<String> {
        let found = found(folder.path(), paths).into_iter();
        found
            .filter(|(path, _, _)| path == "index.md")
            .map(|(_, written, _)| written)
            .collect()
    };
    let (whole, few) = (written(&["."]), written(&["index.md"]));
    assert_eq!(few, whole);
    assert!(few.contains("missing.html") && !few.contains("/chosen"));
    fs::write(
        folder.path().join("kanwu.yaml"),
        "exclude: [chosen.md]\noverrides: [{files: [_posts/**], rules: {links: off}}]\n",
    )
    .unwrap();
    assert_eq!(written(&["."]), whole);
}

/// A build makes it on one machine, and another has never built.
#[test]
fn what_ignore_files_name_may_be_made_by_a_build() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".git/HEAD", "");
    write(".gitignore", "/public/\n*.pdf\n!keep.pdf\n");
    write(
        "docs/a.md",
        "[一](a.pdf) [二](../public/x/y.html) [三](keep.pdf) [四](b.txt)\n",
    );
    let written: Vec<String> = found(folder.path(), &["."])
        .into_iter()
        .map(|(_, written, _)| written)
        .collect();
    assert_eq!(written, ["b.txt", "keep.pdf"]);
}

#[test]
fn what_may_be_left_out_is_no_warning() {
    let folder = repository("plain");
    fs::remove_dir(folder.path().join(".git")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--format", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let diagnostics = report["diagnostics"].as_array().unwrap().iter();
    let targets = diagnostics.filter(|diagnostic| diagnostic["rule"] == "broken-link");
    let warnings: Vec<&str> = targets
        .filter(|diagnostic| diagnostic["severity"] == "warning")
        .map(|diagnostic| diagnostic["arguments"]["target"].as_str().unwrap())
        .collect();
    // A file is there that differs by letter case alone.
    assert_eq!(warnings, ["docs/Guide.md"]);
}

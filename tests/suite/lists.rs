//! Names that a site lists in a file, by the program itself: which file is read, from
//! where, and what is said of one that cannot be used.

use std::fs;
use std::path::Path;
use std::process::Command;

const POST: &str = "---\ntitle: 渡轮\ntags: [航运, 经挤]\n---\n正文\n";
const TAGS: &str = "- name: 航运\n- name: 经济\n";
const CONFIGURATION: &str = "rules:\n  unlisted-tag:\n    listed-in: _data/tags.yml\n";

fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"]);
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .status()
        .unwrap();
    assert!(status.success());
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Of each finding of `unlisted-tag`: the text of its help, and path and line of its
/// label.
fn found(folder: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--format", "json", "--select", "unlisted-tag"])
        .args(arguments)
        .env("KANWU_LANGUAGE", "en")
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |diagnostic: &serde_json::Value| {
        let label = &diagnostic["labels"][0];
        let place = format!("{}:{}", label["path"].as_str().unwrap(), label["start"]["line"]);
        (diagnostic["help"].as_str().unwrap().to_owned(), place)
    };
    report["diagnostics"].as_array().unwrap().iter().map(of).collect()
}

fn one(list: &str, place: &str) -> Vec<(String, String)> {
    let help = format!("did you mean `经济`? A new name must first be added to `{list}`");
    vec![(help, place.to_owned())]
}

#[test]
fn the_path_of_a_list_begins_at_the_configuration() {
    let files = [
        ("site/_posts/2024-03-05-a.md", POST),
        ("site/_data/tags.yml", TAGS),
        ("site/kanwu.yaml", CONFIGURATION),
    ];
    let folder = repository(&files);
    let expected = one("site/_data/tags.yml", "site/_data/tags.yml:2");
    assert_eq!(found(folder.path(), &["."]), expected);
    let site = folder.path().join("site");
    assert_eq!(found(&site, &["."]), one("_data/tags.yml", "_data/tags.yml:2"));
    // From a folder beside it, no way leads there but the whole path.
    for (from, path) in [
        (site.join("_posts"), "."),
        (folder.path().to_owned(), "site/_posts/2024-03-05-a.md"),
    ] {
        let below = found(&from, &[path]);
        assert!(below[0].1.ends_with("/site/_data/tags.yml:2"), "{below:?}");
    }
}

#[test]
fn a_list_may_lie_beside_the_folder_of_the_configuration() {
    let files = [
        ("site/_posts/2024-03-05-a.md", POST),
        ("shared/tags.yml", TAGS),
        ("shared/base.yaml", "rules:\n  unlisted-tag:\n    listed-in: tags.yml\n"),
        ("site/kanwu.yaml", "extends: [../shared/base.yaml]\n"),
    ];
    let folder = repository(&files);
    assert_eq!(
        found(folder.path(), &["."]),
        one("shared/tags.yml", "shared/tags.yml:2")
    );
}

#[test]
fn what_is_staged_is_judged_by_the_list_that_is_staged() {
    let files = [
        ("_posts/2024-03-05-a.md", POST),
        ("_data/tags.yml", TAGS),
        ("kanwu.yaml", CONFIGURATION),
    ];
    let folder = repository(&files);
    git(folder.path(), &["add", "."]);
    write(folder.path(), "_data/tags.yml", "- 航运\n- 经挤\n");
    assert_eq!(
        found(folder.path(), &["--staged"]),
        one("_data/tags.yml", "_data/tags.yml:2")
    );
    assert_eq!(found(folder.path(), &["."]), []);
    git(folder.path(), &["add", "."]);
    assert_eq!(found(folder.path(), &["--staged"]), []);
}

#[test]
fn a_list_that_cannot_be_used_is_a_mistake_in_the_configuration() {
    let list = |text: &str| {
        repository(&[
            ("_posts/2024-03-05-a.md", POST),
            ("_data/tags.yml", text),
            ("kanwu.yaml", CONFIGURATION),
        ])
    };
    let without = repository(&[("_posts/2024-03-05-a.md", POST), ("kanwu.yaml", CONFIGURATION)]);
    for (folder, sentence) in [
        (without, "there is no file `_data/tags.yml`"),
        (list(""), "there is no list of names in `_data/tags.yml`"),
        (list("- a\n b: [\n"), "there is no list of names in `_data/tags.yml`"),
        (list("text"), "there is no list of names in `_data/tags.yml`"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["check", "--format", "concise", "."])
            .env("KANWU_LANGUAGE", "en")
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(sentence) && said.contains("kanwu.yaml:3:16"), "{said}");
    }
}

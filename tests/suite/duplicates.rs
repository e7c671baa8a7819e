//! What files of one repository have in common, by the program itself.

use std::fs;
use std::path::Path;
use std::process::Command;

const POST: &str = "---\ntitle: 渡轮\nfrom: https://example.org/1\n---\n正文\n";

/// A repository with the same post at these paths.
fn repository(paths: &[String]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    for path in paths {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, POST).unwrap();
    }
    folder
}

fn posts(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("_posts/2024-03-05-{number:03}.md"))
        .collect()
}

/// The diagnostics of `duplicate-post`.
fn found(folder: &Path, paths: &[&str]) -> Vec<serde_json::Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--format", "json", "--select", "duplicate-post"])
        .args(paths)
        .env("KANWU_LANGUAGE", "en")
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let mut report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    match report["diagnostics"].take() {
        serde_json::Value::Array(diagnostics) => diagnostics,
        other => panic!("{other}"),
    }
}

#[test]
fn a_run_on_some_files_says_nothing_of_others() {
    let folder = repository(&posts(2));
    assert_eq!(found(folder.path(), &["."]).len(), 1);
    assert_eq!(found(folder.path(), &["_posts"]).len(), 0);
    assert_eq!(found(folder.path(), &["_posts/2024-03-05-001.md"]).len(), 0);
    let both = ["_posts/2024-03-05-000.md", "_posts/2024-03-05-001.md"];
    assert_eq!(found(folder.path(), &both).len(), 0);
}

#[test]
fn each_copy_but_the_first_has_one_label_however_many_there_are() {
    let folder = repository(&posts(300));
    let found = found(folder.path(), &["."]);
    assert_eq!(found.len(), 299);
    for diagnostic in &found {
        let labels = diagnostic["labels"].as_array().unwrap();
        assert_eq!(labels.len(), 1);
        assert_eq!(labels[0]["path"], "_posts/2024-03-05-000.md");
        assert_eq!(labels[0]["start"]["line"], 2);
        assert_eq!(labels[0]["message"], "the first of 300");
    }
}

#[test]
fn a_file_named_in_two_ways_is_one_file() {
    let folder = repository(&posts(1));
    let whole = fs::canonicalize(folder.path()).unwrap();
    assert_eq!(found(folder.path(), &[".", whole.to_str().unwrap()]).len(), 0);
}

#[test]
fn two_sites_of_a_repository_do_not_meet() {
    let folder = repository(&[
        "a/_posts/2024-03-05-x.md".to_owned(),
        "b/_posts/2024-03-05-x.md".to_owned(),
    ]);
    assert_eq!(found(folder.path(), &["."]).len(), 0);
}

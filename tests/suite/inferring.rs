//! `kanwu schema infer`: a first schema, and what does not obey it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn kanwu(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(arguments)
        .env("KANWU_LANGUAGE", "en")
        .env_remove("GITHUB_ACTIONS")
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// A site of 120 posts, three of which are not like the others.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("_posts")).unwrap();
    for number in 0..120 {
        let front_matter = match number {
            7 => "layuot: post\ntitle: 题\ntags: [外交]\n".to_owned(),
            8 => "layout: post\ntitle: 题\ntags: 外交\n".to_owned(),
            9 => "layout: psot\ntitle: 题\ntags: [外交]\n".to_owned(),
            _ => format!("layout: post\ntitle: 题 {number}\ntags: [外交]\n"),
        };
        let path = folder.path().join(format!("_posts/2024-03-05-文{number:03}.md"));
        fs::write(path, format!("---\n{front_matter}---\n正文\n")).unwrap();
    }
    folder
}

#[test]
fn a_schema_is_obeyed_but_for_what_is_named() {
    let folder = site();
    let inferred = kanwu(folder.path(), &["schema", "infer"]);
    assert_eq!(inferred.status.code(), Some(0));
    let said = text(inferred.stderr);
    let places: Vec<&str> = said.lines().filter(|line| line.starts_with("_posts/")).collect();
    assert_eq!(places.len(), 3, "{said}");
    assert!(places[0].contains("文007.md:2:1: info[schema]") && places[0].contains("`layuot`"));
    assert!(places[1].contains("文008.md:4:7: info[schema]") && places[1].contains("`tags`"));
    assert!(places[2].contains("文009.md:2:9: info[schema]") && places[2].contains("`psot`"));
    assert!(said.contains("of 120 files; the 3 places above"), "{said}");

    // Put into use, it finds the same places.
    fs::write(folder.path().join("post.json"), inferred.stdout).unwrap();
    fs::write(
        folder.path().join("kanwu.yaml"),
        "schemas: [{files: ['_posts/**'], schema: post.json}]\n",
    )
    .unwrap();
    let checked = kanwu(
        folder.path(),
        &["check", "--format", "json", "--select", "front-matter"],
    );
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let rules: Vec<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["unknown-key", "wrong-type", "value-not-allowed"]);
}

#[test]
fn where_all_obey_nothing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.md", "b.md"] {
        fs::write(folder.path().join(name), "---\ntitle: 题\n---\n").unwrap();
    }
    let inferred = kanwu(folder.path(), &["schema", "infer", "."]);
    assert_eq!(inferred.status.code(), Some(0));
    assert!(text(inferred.stderr).contains("of 2 files, and all of them obey it"));
    let schema: Value = serde_json::from_slice(&inferred.stdout).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["title"]));
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, expected) in [
        (&["schema", "infer"][..], "kanwu: there is no front matter"),
        (&["schema", "infer", "gone"], "kanwu: there is no `gone`"),
    ] {
        let output = kanwu(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2));
        let said = text(output.stderr);
        assert!(said.starts_with(expected) && output.stdout.is_empty(), "{said}");
    }
}

/// Every schema that is inferred from real posts judges them, and names few.
#[test]
fn real_posts_obey_what_is_inferred_from_them() {
    let Some(posts) = super::shared::folder("posts") else {
        return;
    };
    for mirror in fs::read_dir(posts).unwrap() {
        let mirror = mirror.unwrap().path();
        if !mirror.is_dir() {
            continue;
        }
        let inferred = kanwu(&mirror, &["schema", "infer"]);
        let said = text(inferred.stderr);
        if inferred.status.code() == Some(2) {
            assert!(
                said.contains("there is no front matter"),
                "{}: {said}",
                mirror.display()
            );
            continue;
        }
        let of = |what: &str| {
            let (_, rest) = said.split_once(what).unwrap();
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<usize>().unwrap()
        };
        let (files, places) = (of("front matter of "), said.lines().count() - 1);
        assert!(places * 40 <= files, "{}: {said}", mirror.display());
    }
}

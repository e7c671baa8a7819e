//! `kanwu schema check`: files of data, and what `kanwu check` makes of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn kanwu(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(arguments)
        .env("KANWU_LANGUAGE", "en")
        .env_remove("GITHUB_ACTIONS")
        .current_dir(folder)
        .output()
        .unwrap()
}

/// A site with files.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The findings as lines `path:line:column: severity[rule]`.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = kanwu(
        folder,
        &[
            &["schema", "check", "--format", "concise", "--level", "info"],
            arguments,
        ]
        .concat(),
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let place = |line: &str| Some(line.split_once(']')?.0.to_owned() + "]");
    text.lines().filter_map(place).collect()
}

#[test]
fn scalars_are_what_the_generator_of_the_site_reads() {
    let schema = ("s.json", r#"{"items": {"type": "string"}}"#);
    let data = "- 12:30\n- 'a'\n- no\n- 0o14\n";
    let jekyll = site(&[("_config.yml", ""), schema, ("_data/a.yml", data)]);
    let hexo = site(&[("_config.yml", ""), schema, ("source/_data/a.yml", data)]);
    fs::write(
        jekyll.path().join("kanwu.yaml"),
        "sites: [{root: ., generator: jekyll}]\n",
    )
    .unwrap();
    fs::write(hexo.path().join("kanwu.yaml"), "sites: [{root: ., generator: hexo}]\n").unwrap();
    let types = |folder: &Path, path: &str| {
        let mut found = found(folder, &["--schema", "s.json", "--select", "wrong-type", path]);
        found.iter_mut().for_each(|line| *line = line.replace(path, ""));
        found
    };
    let wrong = |places: &[&str]| -> Vec<String> {
        places
            .iter()
            .map(|place| format!(":{place}: error[wrong-type]"))
            .collect()
    };
    assert_eq!(types(jekyll.path(), "_data/a.yml"), wrong(&["1:3", "3:3"]));
    assert_eq!(types(hexo.path(), "source/_data/a.yml"), wrong(&["4:3"]));
}

#[test]
fn a_file_may_be_a_list_or_empty_or_several_documents() {
    let folder = site(&[
        ("list.json", r#"{"type": "array"}"#),
        ("a/list.yml", "- 1\n"),
        ("a/list.json", "[]"),
        ("a/empty.yml", ""),
        ("a/empty.json", "\n"),
        ("a/two.yaml", "---\n- 1\n---\n- 2\n"),
        ("a/map.toml", "a = 1\n"),
    ]);
    assert_eq!(
        found(folder.path(), &["--schema", "list.json", "a"]),
        [
            "a/empty.json:1:1: error[data-syntax]",
            "a/empty.yml:1:1: error[wrong-type]",
            "a/map.toml:1:1: error[wrong-type]",
            "a/two.yaml:4:1: error[data-syntax]",
        ]
    );
}

#[test]
fn a_name_in_the_file_comes_before_a_glob_and_a_typed_one_before_both() {
    let folder = site(&[
        (".git/HEAD", ""),
        ("kanwu.yaml", "schemas: [{files: ['**'], schema: number.json}]\n"),
        ("number.json", r#"{"properties": {"a": {"type": "number"}}}"#),
        ("text.json", r#"{"properties": {"a": {"type": "string"}}}"#),
        ("list.json", r#"{"properties": {"a": {"type": "array"}}}"#),
        ("d/none.json", r#"{"a": true}"#),
        ("d/named.json", r#"{"$schema": "../text.json", "a": "x"}"#),
        ("d/named.toml", "\u{FEFF}# c\n#:schema ../text.json\na = 'x'\n"),
        (
            "d/named.yml",
            "---\n# yaml-language-server: $schema=../text.json\na: x\n",
        ),
        ("d/web.json", r#"{"$schema": "https://example.org/s.json", "a": 1}"#),
        ("d/lost.json", r#"{"$schema": "lost.json", "a": 1}"#),
    ]);
    assert_eq!(
        found(folder.path(), &["d"]),
        ["d/lost.json:1:13: error[schema]", "d/none.json:1:7: error[wrong-type]"]
    );
    let all = found(folder.path(), &["d", "--schema", "list.json"]);
    assert_eq!(all.len(), 6, "{all:?}");
    assert!(all.iter().all(|line| line.ends_with("error[wrong-type]")), "{all:?}");
}

#[test]
fn a_mistaken_schema_is_shown_at_its_place_and_nothing_is_checked() {
    let folder = site(&[("s.json", r#"{"type": "txt"}"#), ("a.yml", "a: b: c\n")]);
    let output = kanwu(
        folder.path(),
        &["schema", "check", "--schema", "s.json", "a.yml", "--format", "concise"],
    );
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("s.json:1:10: error[schema-file]"), "{text}");
    assert!(!text.contains("a.yml"), "{text}");
}

#[test]
fn fixes_are_made_and_comments_suppress() {
    let folder = site(&[
        ("s.json", r#"{"additionalProperties": {"enum": ["editor"]}}"#),
        ("a.yml", "a: 海湾: 时报\nb: editor\n"),
        (
            "b.yml",
            "# kanwu-ignore value-not-allowed: he said so\na: editr\nb: editr\n",
        ),
    ]);
    assert_eq!(
        found(folder.path(), &["--schema", "s.json", "a.yml", "b.yml"]),
        ["a.yml:1:4: error[data-syntax]", "b.yml:3:4: error[value-not-allowed]"]
    );
    let output = kanwu(
        folder.path(),
        &[
            "schema",
            "check",
            "--schema",
            "s.json",
            "--unsafe-fixes",
            "a.yml",
            "b.yml",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(read("a.yml"), "a: \"海湾: 时报\"\nb: editor\n");
    assert_eq!(
        read("b.yml"),
        "# kanwu-ignore value-not-allowed: he said so\na: editr\nb: editor\n"
    );
}

#[test]
fn a_report_takes_no_checked_file_and_posts_are_for_the_other_command() {
    let folder = site(&[("s.json", "{}"), ("a.json", "[]"), ("post.md", "---\na: b: c\n---\n")]);
    let output = kanwu(
        folder.path(),
        &[
            "schema",
            "check",
            "--schema",
            "s.json",
            "--output",
            "json=a.json",
            "a.json",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), "[]");
    assert_eq!(found(folder.path(), &["--schema", "s.json", "post.md"]), [""; 0]);
    let checked = kanwu(folder.path(), &["check", "--format", "concise", "a.json"]);
    assert_eq!(checked.status.code(), Some(0));
    assert!(checked.stdout.is_empty());
}

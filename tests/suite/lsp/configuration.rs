//! What a kanwu.yaml says, and what is wrong with it.

use serde_json::{Value, json};

use super::client::{Client, site, write};

const CHANGED: u8 = 2;

fn watching() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

#[test]
fn the_last_good_configuration_stays_until_mistakes_are_mended() {
    let folder = site(&[
        (".git/HEAD", ""),
        ("kanwu.yaml", "ignore: [confused-word]\n"),
        ("目录/a.md", ""),
    ]);
    let (config, a) = (folder.path().join("kanwu.yaml"), folder.path().join("目录/a.md"));
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "己经<b></b>");
    assert_eq!(client.rules(&a, 1), ["empty-element"]);

    write(folder.path(), "kanwu.yaml", "# 😀\nignore: [没有]\n");
    client.watched(&config, CHANGED);
    let mistakes = client.diagnostics(&config, Value::Null);
    assert_eq!(mistakes.len(), 1);
    let range = json!({"start": {"line": 1, "character": 9}, "end": {"line": 1, "character": 11}});
    assert_eq!(mistakes[0]["range"], range);
    let warning = client.expect("window/showMessage", |_| true);
    assert!(
        warning["message"]
            .as_str()
            .unwrap()
            .starts_with("kanwu.yaml has mistakes")
    );
    client.change(&a, 2, json!([{"text": "己经<b></b>"}]));
    assert_eq!(
        client.rules(&a, 2),
        ["empty-element"],
        "the last good configuration is gone"
    );
    // A second mistake is shown, but not announced.
    write(folder.path(), "kanwu.yaml", "ignore: [没有, nothing]\n");
    client.watched(&config, CHANGED);
    assert_eq!(client.diagnostics(&config, Value::Null).len(), 2);
    assert!(client.drain("window/showMessage").is_empty());

    write(folder.path(), "kanwu.yaml", "ignore: [empty-element]\n");
    client.watched(&config, CHANGED);
    assert!(client.diagnostics(&config, Value::Null).is_empty());
    assert_eq!(client.rules(&a, 2), ["confused-word"]);
    client.shut_down();
}

#[test]
fn mistakes_from_the_start_let_the_rest_hold() {
    let folder = site(&[
        ("kanwu.yaml", "ignore: [confused-word]\nrules: {nothing: off}\n"),
        ("a.md", ""),
    ]);
    let (config, a) = (folder.path().join("kanwu.yaml"), folder.path().join("a.md"));
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "己经<b></b>");
    assert_eq!(client.rules(&a, 1), ["empty-element"]);
    assert_eq!(client.diagnostics(&config, Value::Null).len(), 1);
    // They stay while nothing is open, and go when they are mended.
    client.close(&a);
    write(folder.path(), "kanwu.yaml", "rules: {nothing: error}\n");
    client.watched(&config, CHANGED);
    assert_eq!(client.diagnostics(&config, Value::Null).len(), 1);
    write(folder.path(), "kanwu.yaml", "");
    client.watched(&config, CHANGED);
    assert!(client.diagnostics(&config, Value::Null).is_empty());
    client.shut_down();
}

/// A folder that is no longer open takes with it what was told of it.
#[test]
fn mistakes_go_with_their_folder() {
    let folder = site(&[("kanwu.yaml", "rules: {nothing: off}\n"), ("a.md", "")]);
    let (config, a) = (folder.path().join("kanwu.yaml"), folder.path().join("a.md"));
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "己经");
    assert_eq!(client.diagnostics(&config, Value::Null).len(), 1);
    client.close(&a);
    let removed = json!([{"uri": super::client::uri(folder.path()), "name": "folder"}]);
    let event = json!({"added": [], "removed": removed});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    assert!(client.diagnostics(&config, Value::Null).is_empty());
    client.shut_down();
}

#[test]
fn a_configuration_that_is_open_shows_its_mistakes() {
    let folder = site(&[("kanwu.yaml", "ignore: [nothing]\n")]);
    let config = folder.path().join("kanwu.yaml");
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&config, 1, "ignore: [nothing]\n");
    assert_eq!(client.diagnostics(&config, json!(1)).len(), 1);
    client.change(&config, 2, json!([{"text": "ignore: [links]\n"}]));
    assert!(client.diagnostics(&config, json!(2)).is_empty());
    client.shut_down();
}

/// As it is written, whatever the disk has; and the disk counts again once it is closed.
#[test]
fn a_configuration_counts_as_it_is_written() {
    let folder = site(&[("kanwu.yaml", "ignore: [confused-word]\n"), ("目录/a.md", "")]);
    let (config, a) = (folder.path().join("kanwu.yaml"), folder.path().join("目录/a.md"));
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&a, 1, "己经<b></b>");
    assert_eq!(client.rules(&a, 1), ["empty-element"]);
    client.open(&config, 1, "ignore: [confused-word]\n");
    // `😀` takes two units: the edit stands behind it.
    let at = |line: u32, from: u32, to: u32| json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}});
    client.change(&config, 2, json!([{"range": at(0, 0, 0), "text": "# 😀\n"}]));
    client.change(&config, 3, json!([{"range": at(1, 9, 22), "text": "没有"}]));
    let mistakes = client.diagnostics(&config, json!(3));
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0]["range"], at(1, 9, 11));
    assert!(client.drain("window/showMessage").is_empty(), "who writes it sees it");
    client.change(&config, 4, json!([{"range": at(1, 9, 11), "text": "empty-element"}]));
    assert_eq!(client.rules(&a, 1), ["confused-word"]);
    client.close(&config);
    assert_eq!(client.rules(&a, 1), ["empty-element"], "the file on the disk counts");
    client.shut_down();
}

/// One that is not on the disk yet counts too.
#[test]
fn a_new_configuration_counts_before_it_is_saved() {
    let folder = site(&[("a.md", "")]);
    let (config, a) = (folder.path().join("kanwu.yaml"), folder.path().join("a.md"));
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&a, 1, "己经<b></b>");
    assert_eq!(client.rules(&a, 1), ["confused-word", "empty-element"]);
    client.open(&config, 1, "ignore: [spelling]\n");
    assert_eq!(client.rules(&a, 1), ["empty-element"]);
    client.shut_down();
}

#[test]
fn a_configuration_with_mistakes_holds_back_no_other() {
    let folder = site(&[
        ("kanwu.yaml", "ignore: [confused-word]\n"),
        ("甲/kanwu.yaml", "ignore: [confused-word]\n"),
        ("甲/a.md", ""),
        ("b.md", ""),
    ]);
    let path = |name: &str| folder.path().join(name);
    let mut client = Client::new(folder.path(), watching());
    for file in ["甲/a.md", "b.md"] {
        client.open(&path(file), 1, "己经<b></b>");
        assert_eq!(client.rules(&path(file), 1), ["empty-element"]);
    }
    write(folder.path(), "kanwu.yaml", "ignore: [没有]\n");
    client.watched(&path("kanwu.yaml"), CHANGED);
    assert_eq!(client.diagnostics(&path("kanwu.yaml"), Value::Null).len(), 1);
    write(folder.path(), "甲/kanwu.yaml", "ignore: [empty-element]\n");
    client.watched(&path("甲/kanwu.yaml"), CHANGED);
    assert_eq!(client.rules(&path("甲/a.md"), 1), ["confused-word"]);
    client.change(&path("b.md"), 2, json!([{"text": "己经<b></b>"}]));
    assert_eq!(client.rules(&path("b.md"), 2), ["empty-element"]);
    client.shut_down();
}

#[test]
fn schemas_and_packs_are_read_again() {
    let schema = |kind: &str| format!("{{\"properties\": {{\"标题\": {{\"type\": \"{kind}\"}}}}}}");
    let rule = |word: &str| {
        format!(
            "id: house-word\nseverity: warning\nmessage:\n  en: \"a word\"\n  zh-Hans: \"词\"\npattern: {{ in: prose, regex: {word} }}\n"
        )
    };
    let folder = site(&[
        (
            "kanwu.yaml",
            "schemas: [{files: ['**'], schema: post.json}]\npacks: [house]\n",
        ),
        ("post.json", &schema("string")),
        ("house/text/house-word.yaml", &rule("甲")),
        ("a.md", ""),
    ]);
    let a = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "---\n标题: 文\n---\n甲乙\n");
    assert_eq!(client.rules(&a, 1), ["house/house-word"]);
    write(folder.path(), "post.json", &schema("integer"));
    client.watched(&folder.path().join("post.json"), CHANGED);
    assert_eq!(client.rules(&a, 1), ["wrong-type", "house/house-word"]);
    write(folder.path(), "house/text/house-word.yaml", &rule("丙"));
    client.watched(&folder.path().join("house/text/house-word.yaml"), CHANGED);
    assert_eq!(client.rules(&a, 1), ["wrong-type"]);
    client.shut_down();
}

#[test]
fn lists_of_names_are_read_again() {
    let folder = site(&[
        (".git/HEAD", ""),
        ("kanwu.yaml", "rules: {unlisted-tag: {listed-in: 标签.toml}}\n"),
        ("标签.toml", "[\"航运\"]\n"),
        ("a.md", ""),
    ]);
    let a = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "---\ntags: [航运, 铁路]\n---\n甲\n");
    assert_eq!(client.rules(&a, 1), ["unlisted-tag"]);
    write(folder.path(), "标签.toml", "[\"航运\"]\n[\"铁路\"]\n");
    client.watched(&folder.path().join("标签.toml"), CHANGED);
    assert_eq!(client.rules(&a, 1), Vec::<String>::new());
    client.shut_down();
}

/// A client may tell of a folder alone.
#[test]
fn a_folder_that_goes_takes_its_schemas_and_packs_with_it() {
    const DELETED: u8 = 3;
    let folder = site(&[
        ("kanwu.yaml", "schemas: [{files: ['*.md'], schema: 模式/p.json}]\n"),
        ("模式/p.json", r#"{"required": ["作者"]}"#),
        ("a.md", ""),
    ]);
    let path = |name: &str| folder.path().join(name);
    let mut client = Client::new(folder.path(), watching());
    client.open(&path("a.md"), 1, "---\ntitle: x\n---\n");
    assert_eq!(client.rules(&path("a.md"), 1), ["missing-key"]);
    std::fs::rename(path("模式"), path("别处")).unwrap();
    client.watched(&path("模式"), DELETED);
    assert_eq!(client.diagnostics(&path("kanwu.yaml"), Value::Null).len(), 1);
    client.shut_down();
}

#[test]
fn a_schema_that_a_post_names_is_read_again_when_it_changes() {
    let folder = site(&[
        (".git/HEAD", ""),
        ("schemas/post.json", "{\"required\": [\"标题\"]}"),
        ("_posts/a.md", ""),
    ]);
    let (schema, a) = (
        folder.path().join("schemas/post.json"),
        folder.path().join("_posts/a.md"),
    );
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "---\n$schema: ../schemas/post.json\n题: 会晤\n---\n正文\n");
    assert_eq!(client.rules(&a, 1), ["missing-key"]);
    write(
        folder.path(),
        "schemas/post.json",
        "{\"properties\": {\"题\": {\"type\": \"number\"}}}",
    );
    client.watched(&schema, CHANGED);
    assert_eq!(client.rules(&a, 1), ["wrong-type"]);
    client.shut_down();
}

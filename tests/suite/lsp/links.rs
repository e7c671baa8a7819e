//! Links between files, with what is open in place of what is on the disk.

use serde_json::{Value, json};

use super::client::{Client, site, write};

const CREATED: u8 = 1;
const CHANGED: u8 = 2;
const DELETED: u8 = 3;

/// Both kinds of client must come to the same.
fn watching() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

#[test]
fn an_open_buffer_counts_in_place_of_its_file() {
    let folder = site(&[(".git/HEAD", ""), ("a.md", ""), ("目录/乙.md", "# 旧\n")]);
    let (a, b) = (folder.path().join("a.md"), folder.path().join("目录/乙.md"));
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "[一](目录/乙.md#旧) [二](目录/乙.md#新)\n");
    let found = client.diagnostics(&a, 1);
    assert_eq!(found.len(), 1);
    assert!(found[0]["message"].to_string().contains("新"));
    client.open(&b, 1, "# 新\n");
    // What is said of the first document follows what is open beside it.
    let found = client.diagnostics(&a, 1);
    assert_eq!(found.len(), 1);
    assert!(found[0]["message"].to_string().contains("旧"), "{found:?}");
    client.change(&b, 2, json!([{"text": "# 新\n\n# 旧\n"}]));
    assert!(client.diagnostics(&a, 1).is_empty());
    client.close(&b);
    let found = client.diagnostics(&a, 1);
    assert_eq!(found.len(), 1);
    assert!(found[0]["message"].to_string().contains("新"));
    // On the disk, it is the client that tells.
    write(folder.path(), "目录/乙.md", "# 旧\n\n# 新\n");
    client.watched(&b, CHANGED);
    assert!(client.diagnostics(&a, 1).is_empty());
    client.shut_down();
}

#[test]
fn links_to_oneself_follow_what_is_written() {
    let folder = site(&[(".git/HEAD", ""), ("a.md", "")]);
    let a = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "[一](#甲)\n");
    assert_eq!(client.rules(&a, 1), ["broken-fragment"]);
    client.change(&a, 2, json!([{"text": "# 甲\n\n[一](#甲)\n"}]));
    assert!(client.rules(&a, 2).is_empty());
    client.shut_down();
}

#[test]
fn files_that_come_and_go_are_noticed() {
    let folder = site(&[(".git/HEAD", ""), ("a.md", ""), ("图/二.png", "")]);
    let a = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), watching());
    client.open(&a, 1, "![一](图/一.png) [二](二.md)\n");
    assert_eq!(client.rules(&a, 1), ["broken-image", "broken-link"]);
    write(folder.path(), "图/一.png", "");
    client.watched(&folder.path().join("图/一.png"), CREATED);
    assert_eq!(client.rules(&a, 1), ["broken-link"]);
    // Renamed: one goes, another comes.
    write(folder.path(), "二.md", "");
    std::fs::remove_file(folder.path().join("图/一.png")).unwrap();
    client.watched(&folder.path().join("图/一.png"), DELETED);
    client.watched(&folder.path().join("二.md"), CREATED);
    assert_eq!(client.rules(&a, 1), ["broken-image"]);
    client.shut_down();
}

#[test]
fn where_nobody_watches_a_save_looks_again() {
    let folder = site(&[(".git/HEAD", ""), ("a.md", "")]);
    let a = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&a, 1, "[二](二.md)\n");
    assert_eq!(client.rules(&a, 1), ["broken-link"]);
    write(folder.path(), "二.md", "");
    client.notify(
        "textDocument/didSave",
        json!({"textDocument": {"uri": super::client::uri(&a)}}),
    );
    assert!(client.rules(&a, 1).is_empty());
    client.shut_down();
}

/// A new file is there from the moment at which it is begun.
#[test]
fn a_document_that_was_never_saved_is_there_while_it_is_open() {
    for capabilities in [watching(), json!({})] {
        let folder = site(&[(".git/HEAD", ""), ("a.md", ""), ("目录/乙.md", "")]);
        let (a, c) = (folder.path().join("a.md"), folder.path().join("目录/丙.md"));
        let mut client = Client::new(folder.path(), capabilities);
        client.open(&a, 1, "[一](目录/丙.md#新) [二](目录/丁.md)\n");
        assert_eq!(client.rules(&a, 1), ["broken-link", "broken-link"]);
        client.open(&c, 1, "# 旧\n\n[回](../a.md)\n");
        assert!(client.diagnostics(&c, 1).is_empty());
        assert_eq!(client.rules(&a, 1), ["broken-fragment", "broken-link"]);
        client.change(&c, 2, json!([{"text": "# 新\n"}]));
        assert_eq!(client.rules(&a, 1), ["broken-link"]);
        // Its folder may be new as well.
        let d = folder.path().join("新/戊.md");
        client.open(&d, 1, "[己](己.md)\n[丙](../目录/丙.md)\n");
        assert_eq!(client.rules(&d, 1), ["broken-link"]);
        client.close(&c);
        assert_eq!(client.rules(&a, 1), ["broken-link", "broken-link"]);
        client.shut_down();
    }
}

/// What only all files together can tell is left to whole runs.
#[test]
fn duplicates_are_left_to_whole_runs() {
    let post = "---\ntitle: 一\n---\n\n同一篇很长的文章，写了两次，一个字也没有改。\n";
    let folder = site(&[(".git/HEAD", ""), ("a.md", post), ("b.md", post)]);
    let mut client = Client::new(folder.path(), json!({}));
    for name in ["a.md", "b.md"] {
        client.open(&folder.path().join(name), 1, post);
        assert!(client.rules(&folder.path().join(name), 1).is_empty());
    }
    client.shut_down();
}

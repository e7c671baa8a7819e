//! Which texts the server judges, and as what.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, site, write};

/// The text of a file counts as it is in the editor, which is told in the
/// positions of the editor.
#[test]
fn changes_by_ranges_and_whole_texts_are_judged() {
    let folder = site(&[("a.md", "")]);
    let path = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&path, 1, "一\r\n😀经\r\n");
    assert_eq!(client.rules(&path, 1), Vec::<String>::new());
    let at = |line: u32, character: u32| json!({"line": line, "character": character});
    let range = json!({"start": at(1, 2), "end": at(1, 2)});
    client.change(&path, 2, json!([{"range": range, "text": "己"}]));
    let found = client.diagnostics(&path, 2);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["range"], json!({"start": at(1, 2), "end": at(1, 4)}));
    client.change(
        &path,
        3,
        json!([{"text": "一"}, {"range": {"start": at(0, 1), "end": at(9, 9)}, "text": "\n\n己经"}]),
    );
    assert_eq!(
        client.diagnostics(&path, 3)[0]["range"],
        json!({"start": at(2, 0), "end": at(2, 2)})
    );
    client.close(&path);
    assert!(client.diagnostics(&path, Value::Null).is_empty());
    client.shut_down();
}

#[test]
fn of_many_changes_the_last_text_is_judged() {
    let folder = site(&[("a.md", "")]);
    let path = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&path, 1, "己经");
    client.diagnostics(&path, 1);
    for version in 2..=200 {
        client.change(
            &path,
            version,
            json!([{"text": "己经".repeat(usize::try_from(version).unwrap())}]),
        );
    }
    assert_eq!(client.diagnostics(&path, 200).len(), 200);
    let others = client.drain("textDocument/publishDiagnostics");
    assert!(others.len() < 100, "{}", others.len());
    client.shut_down();
}

/// What is no file, or not called like a post, is left alone, as is what ignore
/// files and configurations exclude.
#[test]
fn only_posts_are_judged() {
    let folder = site(&[
        (".gitignore", "ignored.md\n"),
        (".git/HEAD", ""),
        ("kanwu.yaml", "exclude: [excluded.md]\n"),
        ("ignored.md", ""),
    ]);
    let mut client = Client::new(folder.path(), json!({}));
    for name in ["a.txt", "ignored.md", "excluded.md", ".hidden.md", "new/folder/b.md"] {
        client.open(&folder.path().join(name), 1, "己经");
    }
    let untitled = json!({"uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": "己经"});
    client.notify("textDocument/didOpen", json!({"textDocument": untitled}));
    for (name, count) in [
        ("ignored.md", 0),
        ("excluded.md", 0),
        (".hidden.md", 1),
        ("new/folder/b.md", 1),
    ] {
        assert_eq!(client.diagnostics(&folder.path().join(name), 1).len(), count, "{name}");
    }
    assert!(
        client
            .drain("textDocument/publishDiagnostics")
            .iter()
            .all(|told| told["uri"].as_str().unwrap().ends_with(".md"))
    );
    write(folder.path(), ".gitignore", "");
    client.watched(&folder.path().join(".gitignore"), 2);
    assert_eq!(client.diagnostics(&folder.path().join("ignored.md"), 1).len(), 1);
    client.shut_down();
}

/// Documents are judged as seen from the folder that is open, and where none is,
/// from their repository.
#[test]
fn each_document_belongs_to_a_folder() {
    let folder = site(&[
        ("_posts/one/.git/HEAD", ""),
        ("_posts/one/plain/2024-01-02-a.md", ""),
        ("_posts/two/2024-01-02-b.md", ""),
    ]);
    let post = "---\npublished: \"yes\"\n---\n";
    let (one, two) = (
        folder.path().join("_posts/one/plain/2024-01-02-a.md"),
        folder.path().join("_posts/two/2024-01-02-b.md"),
    );
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&one, 1, post);
    client.open(&two, 1, post);
    // Seen from here, both are posts.
    assert_eq!(client.rules(&one, 1), ["wrong-type"]);
    assert_eq!(client.rules(&two, 1), ["wrong-type"]);
    let folders = |path: &Path| json!([{"uri": super::client::uri(path), "name": "folder"}]);
    let event = json!({"added": folders(&folder.path().join("_posts/two")), "removed": folders(folder.path())});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    assert_eq!(client.rules(&one, 1), Vec::<String>::new());
    assert_eq!(client.rules(&two, 1), Vec::<String>::new());
    client.shut_down();
}

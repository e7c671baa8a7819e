//! What the server finds, and where, is what JSON has.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, Unit, json_report, lines, site, write};

/// Paths and texts with everything that makes places hard to tell.
const SITE: [(&str, &str); 6] = [
    (".git/HEAD", ""),
    (
        "_posts/2024-01-02-博客 第1篇#起点.md",
        "---\ntitle: 😀😀\npublished: \"yes\"\n---\n\n😀👩‍👩‍👧 己经说，<b></b>己经好了。\n",
    ),
    (
        "行尾/windows.md",
        "正文 😀\r\n\r\n😀<div class=\"adslot\">\r\n</div>己经\r\n",
    ),
    ("行尾/mac.md", "正文 😀\r\r😀<div class=\"adslot\">\r</div>\r😀己经\r"),
    ("bom.md", "\u{FEFF}😀己经\n\n<section id=\"imu\">\n\n</section>\n"),
    (
        "links.md",
        "# 甲\n\n😀[一](行尾/windows.md#没有) ![二](图/没有.png) [三](#甲) [四](#乙)\n",
    ),
];

/// What JSON says, in the terms of the protocol.
fn expected(report: &Value, text: &str, unit: Unit) -> Vec<Value> {
    let lines = lines(text);
    let position = |place: &Value| {
        let number = |name: &str| usize::try_from(place[name].as_u64().unwrap()).unwrap();
        let (line, column) = (number("line") - 1, number("column") - 1);
        let mut characters: Vec<char> = lines[line].chars().collect();
        // JSON gives a byte order mark no column.
        let mark = usize::from(line == 0 && text.starts_with('\u{FEFF}'));
        characters.truncate(column + mark);
        json!({"line": line, "character": unit.length(&characters.into_iter().collect::<String>())})
    };
    let range = |place: &Value| json!({"start": position(&place["start"]), "end": position(&place["end"])});
    let diagnostics = report["diagnostics"].as_array().unwrap().iter();
    diagnostics
        .map(|diagnostic| {
            let severity = match diagnostic["severity"].as_str().unwrap() {
                "error" => 1,
                "warning" => 2,
                _ => 3,
            };
            let mut message = diagnostic["message"].as_str().unwrap().to_owned();
            if let Some(help) = diagnostic["help"].as_str() {
                message = format!("{message}\n{help}");
            }
            let edits = diagnostic["fix"]["edits"].as_array().filter(|edits| !edits.is_empty());
            let edit = |edit: &Value| json!({"range": range(edit), "newText": edit["text"]});
            json!({
                "range": range(diagnostic),
                "severity": severity,
                "code": diagnostic["rule"],
                "message": message,
                "edits": edits.map(|edits| edits.iter().map(edit).collect::<Vec<Value>>()),
            })
        })
        .collect()
}

/// The same of what the server says.
fn told(diagnostics: &[Value]) -> Vec<Value> {
    let of = |diagnostic: &Value| {
        json!({
            "range": diagnostic["range"],
            "severity": diagnostic["severity"],
            "code": diagnostic["code"],
            "message": diagnostic["message"],
            "edits": diagnostic["data"]["edits"],
        })
    };
    diagnostics.iter().map(of).collect()
}

fn check(folder: &Path, unit: Unit) -> Vec<Value> {
    let mut client = Client::new(folder, unit.capabilities());
    let mut all = Vec::new();
    for (path, text) in SITE.into_iter().filter(|(path, _)| path.ends_with(".md")) {
        client.open(&folder.join(path), 1, text);
        let found = told(&client.diagnostics(&folder.join(path), 1));
        assert_eq!(
            found,
            expected(&json_report(folder, &[path]), text, unit),
            "{path}, {unit:?}"
        );
        assert!(!found.is_empty(), "{path}");
        all.extend(found);
    }
    client.shut_down();
    all
}

#[test]
fn findings_stand_where_json_has_them() {
    let folder = site(&SITE);
    for unit in [Unit::Utf16, Unit::Utf8] {
        let all = check(folder.path(), unit);
        let is_over_lines = |found: &&Value| found["range"]["start"]["line"] != found["range"]["end"]["line"];
        assert!(all.iter().filter(is_over_lines).count() >= 3);
        for rule in [
            "wrong-type",
            "ad-slot",
            "confused-word",
            "broken-fragment",
            "broken-image",
        ] {
            assert!(all.iter().any(|found| found["code"] == rule), "{rule}");
        }
    }
}

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

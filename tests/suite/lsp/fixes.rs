//! Quick fixes, and all safe fixes at once.

use std::process::Command;

use serde_json::{Value, json};

use super::client::{Client, Unit, edited, site, uri};

const TEXT: &str = "---\ntitle: 😀\n---\n\n😀<div class=\"adslot\"></div>正文己经。\r\n\r\n<section id=\"imu\">\r\n\r\n</section>\r\n\r\n中间一段。\r\n\r\n尾巴<b></b>\n";

/// What `--fix` writes.
fn fixed(text: &str) -> String {
    let folder = site(&[("a.md", text)]);
    let path = folder.path().join("a.md");
    let status = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--fix", "-qq"])
        .arg(&path)
        .status();
    assert!(status.unwrap().code().is_some());
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_fix_travels_with_its_diagnostic() {
    let folder = site(&[("a.md", TEXT)]);
    let path = folder.path().join("a.md");
    for unit in [Unit::Utf16, Unit::Utf8] {
        let mut client = Client::new(folder.path(), unit.capabilities());
        let (mut text, mut version) = (TEXT.to_owned(), 1);
        client.open(&path, version, &text);
        loop {
            let found = client.diagnostics(&path, version);
            let only = json!(["quickfix"]);
            let actions = client.actions(&path, json!({"diagnostics": found, "only": only}));
            assert!(actions.iter().all(|action| action["kind"] == "quickfix"));
            let Some(action) = actions.into_iter().find(|action| action["isPreferred"] == true) else {
                break;
            };
            let edits = &action["edit"]["changes"][uri(&path)];
            assert_eq!(action["diagnostics"][0]["data"]["edits"], *edits);
            text = edited(&text, edits, unit);
            version += 1;
            client.change(&path, version, json!([{"text": text}]));
        }
        assert_eq!(text, fixed(TEXT));
        assert!(version == 3);
        client.shut_down();
    }
}

#[test]
fn all_safe_fixes_are_what_the_command_line_makes() {
    let folder = site(&[("a.md", TEXT)]);
    let path = folder.path().join("a.md");
    let capabilities = json!({"workspace": {"workspaceEdit": {"documentChanges": true}}});
    let mut client = Client::new(folder.path(), capabilities);
    client.open(&path, 7, TEXT);
    for only in [
        json!(["source"]),
        json!(["source.fixAll"]),
        json!(["source.fixAll.kanwu"]),
    ] {
        let actions = client.actions(&path, json!({"diagnostics": [], "only": only}));
        assert_eq!(actions.len(), 1, "{only}");
        let change = &actions[0]["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({"uri": uri(&path), "version": 7}));
        assert!(
            change["edits"].as_array().unwrap().len() > 1,
            "edits elsewhere move no marks"
        );
        assert_eq!(edited(TEXT, &change["edits"], Unit::Utf16), fixed(TEXT));
    }
    for only in [json!(["source.fixAll.other"]), json!(["refactor"]), json!(["sourc"])] {
        assert!(
            client
                .actions(&path, json!({"diagnostics": [], "only": only}))
                .is_empty()
        );
    }
    client.change(&path, 8, json!([{"text": fixed(TEXT)}]));
    assert!(client.actions(&path, json!({"diagnostics": []})).is_empty());
    client.shut_down();
}

#[test]
fn a_fix_for_an_older_text_is_not_offered() {
    let folder = site(&[("a.md", "")]);
    let path = folder.path().join("a.md");
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&path, 1, "己经");
    let found = client.diagnostics(&path, 1);
    let context = |found: &[Value]| json!({"diagnostics": found, "only": ["quickfix"]});
    assert_eq!(client.actions(&path, context(&found)).len(), 1);
    client.change(&path, 2, json!([{"text": "了己经"}]));
    assert!(client.actions(&path, context(&found)).is_empty());
    // Who loses the data is told from what was told.
    let mut found = client.diagnostics(&path, 2);
    found[0].as_object_mut().unwrap().remove("data");
    let actions = client.actions(&path, context(&found));
    assert_eq!(actions[0]["edit"]["changes"][uri(&path)][0]["newText"], "已经");
    assert_eq!(actions[0]["isPreferred"], false);
    client.shut_down();
}

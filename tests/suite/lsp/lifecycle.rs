//! How sessions begin and end, and what is said to whom.

use std::io::Write as _;
use std::process::{Command, Stdio};

use kanwu::lsp::Ended;
use serde_json::{Value, json};

use super::client::{Client, site, uri};

const NOT_INITIALIZED: i32 = -32002;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMETERS: i32 = -32602;

#[test]
fn requests_are_answered_in_their_time() {
    let mut client = Client::connected();
    assert_eq!(
        client.request("textDocument/codeAction", json!({})),
        json!({"error": NOT_INITIALIZED})
    );
    client.notify("textDocument/didOpen", json!({"nonsense": true}));
    let answer = client.request("initialize", json!({"processId": null, "capabilities": {"odd": []}}));
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 2);
    assert_eq!(
        client.request("initialize", json!({})),
        json!({"error": INVALID_REQUEST})
    );
    assert_eq!(
        client.request("textDocument/hover", json!({})),
        json!({"error": METHOD_NOT_FOUND})
    );
    assert_eq!(
        client.request("textDocument/codeAction", json!({})),
        json!({"error": INVALID_PARAMETERS})
    );
    client.notify("textDocument/didChange", json!([1]));
    client.notify("$/unknown", json!({}));
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    assert_eq!(
        client.request("shutdown", Value::Null),
        json!({"error": INVALID_REQUEST})
    );
    assert_eq!(client.exit(), Ended::Orderly);
}

#[test]
fn only_who_shuts_down_leaves_in_order() {
    assert_eq!(Client::connected().exit(), Ended::Abruptly);
    assert_eq!(Client::connected().vanish(), Ended::Abruptly);
    assert_eq!(Client::initialised(json!({"capabilities": {}})).exit(), Ended::Abruptly);
    assert_eq!(
        Client::initialised(json!({"capabilities": {}})).shut_down(),
        Ended::Orderly
    );
}

/// The program says the same by its status.
#[test]
fn the_status_tells_how_a_session_ended() {
    let shutdown = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#;
    let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
    let initialize = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    let cases: [(&[&str], i32); 5] = [
        (&[initialize, shutdown, exit], 0),
        (&[initialize, exit], 1),
        (&[exit], 1),
        (&[initialize], 1),
        (&[initialize, "{nonsense"], 1),
    ];
    for (messages, status) in cases {
        let mut server = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["server", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = server.stdin.take().unwrap();
        for message in messages {
            write!(input, "Content-Length: {}\r\n\r\n{message}", message.len()).unwrap();
        }
        drop(input);
        assert_eq!(server.wait().unwrap().code(), Some(status), "{messages:?}");
    }
}

#[test]
fn the_language_is_the_users() {
    let folder = site(&[("a.md", "")]);
    let path = folder.path().join("a.md");
    let root = uri(folder.path());
    for (parameters, is_chinese) in [
        (json!({"rootUri": root, "capabilities": {}}), false),
        (json!({"rootUri": root, "locale": "zh-cn"}), true),
        (
            json!({"rootUri": root, "locale": "zh-cn", "initializationOptions": {"language": "en"}}),
            false,
        ),
        (
            json!({"rootUri": root, "locale": "de", "initializationOptions": {"language": "zh-Hans"}}),
            true,
        ),
    ] {
        let mut client = Client::initialised(parameters.clone());
        client.open(&path, 1, "己经");
        let message = client.diagnostics(&path, 1)[0]["message"].to_string();
        assert_eq!(
            message.contains("almost certainly"),
            !is_chinese,
            "{parameters}: {message}"
        );
        client.shut_down();
    }
}

#[test]
fn who_can_watch_files_is_asked_to() {
    let capabilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::initialised(json!({"capabilities": capabilities}));
    let asked = client.expect("client/registerCapability", |_| true);
    assert_eq!(asked["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let watchers = asked["registrations"][0]["registerOptions"]["watchers"]
        .as_array()
        .unwrap()
        .clone();
    // What comes and goes, of all files; what changes, of those that are read.
    assert_eq!(watchers[0], json!({"globPattern": "**/*", "kind": 5}));
    assert!(watchers[1..].iter().all(|watcher| watcher["kind"] == 2));
    client.shut_down();
    let mut client = Client::initialised(json!({"capabilities": {}}));
    assert!(client.drain("client/registerCapability").is_empty());
    client.shut_down();
}

#[test]
fn uris_are_taken_as_clients_write_them() {
    let folder = site(&[("目 录/甲#1.md", "")]);
    let raw = format!("file://{}/目 录/甲#1.md", folder.path().to_str().unwrap());
    let mut client = Client::new(folder.path(), json!({}));
    let document = json!({"uri": raw, "languageId": "markdown", "version": 1, "text": "己经"});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let told = client.expect("textDocument/publishDiagnostics", |_| true);
    assert_eq!(told["diagnostics"].as_array().unwrap().len(), 1);
    client.shut_down();
}

/// What the command line skips, and says so, an editor is told of in its place.
#[test]
fn a_document_that_is_too_large_is_told_to_be_skipped() {
    let folder = site(&[("a.md", ""), ("b.md", ""), (".kanwuignore", "b.md\n")]);
    let (a, b) = (folder.path().join("a.md"), folder.path().join("b.md"));
    let large = "己经\n".repeat(5 << 20);
    let mut client = Client::new(folder.path(), json!({}));
    client.open(&a, 1, &large);
    let found = client.diagnostics(&a, 1);
    let start = json!({"line": 0, "character": 0});
    let range = json!({"start": start, "end": start});
    let said = json!({"range": range, "severity": 3, "source": "kanwu", "message": "skipped: larger than 32 MiB"});
    assert_eq!(found, [said]);
    assert!(client.actions(&a, json!({"diagnostics": found})).is_empty());
    // Of what is left alone anyway there is nothing to say.
    client.open(&b, 1, &large);
    assert!(client.diagnostics(&b, 1).is_empty());
    client.change(&a, 2, json!([{"text": "己经"}]));
    assert_eq!(client.rules(&a, 2), ["confused-word"]);
    client.shut_down();
}

//! A fault of ours in one document.

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

use super::server::serve_with;
use super::{Connection, Ended, Languages};
use crate::fact::{Answers, Found};
use crate::fix::lint_and_prove;
use crate::lint::Project;
use crate::messages::Language;
use crate::text::Source;

/// Judges as ever, but for one word.
fn faulty(source: &Source, project: &Project, answers: &Answers) -> Found {
    assert!(!source.text.contains("fault"), "a fault of ours");
    lint_and_prove(source, project, answers)
}

fn told_of(name: &str, connection: &Connection) -> (Vec<String>, usize) {
    let mut logged = Vec::new();
    loop {
        match connection.receiver.recv().unwrap() {
            Message::Notification(Notification { method, params }) if method == "window/logMessage" => {
                logged.push(params["message"].to_string());
            }
            Message::Notification(Notification { params, .. }) if params["uri"].to_string().contains(name) => {
                return (logged, params["diagnostics"].as_array().unwrap().len());
            }
            _ => {}
        }
    }
}

#[test]
fn a_fault_in_one_document_costs_that_document_alone() {
    let (ours, theirs) = Connection::memory();
    let languages = Languages {
        chosen: None,
        usual: Language::English,
    };
    let server = std::thread::spawn(move || serve_with(&theirs, languages, None, faulty));
    let request = |id: i32, method: &str, params: Value| {
        let method = method.to_owned();
        let request = Request {
            id: id.into(),
            method,
            params,
        };
        ours.sender.send(request.into()).unwrap();
    };
    let notify = |method: &str, params: Value| {
        let method = method.to_owned();
        ours.sender.send(Notification { method, params }.into()).unwrap();
    };
    let open = |name: &str, text: &str| {
        let uri = format!("file:///nowhere/{name}.md");
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        notify("textDocument/didOpen", json!({"textDocument": document}));
    };
    request(1, "initialize", json!({"capabilities": {}}));
    open("good", "己经");
    assert_eq!(told_of("good", &ours), (Vec::new(), 1));
    open("bad", "己经 fault");
    let (logged, count) = told_of("bad", &ours);
    assert_eq!(count, 0);
    assert!(logged[0].contains("bad.md"), "{logged:?}");
    // It is judged again when its text is another, as all others are.
    let document = json!({"uri": "file:///nowhere/bad.md", "version": 2});
    let changed = json!({"textDocument": document, "contentChanges": [{"text": "己经"}]});
    notify("textDocument/didChange", changed);
    assert_eq!(told_of("bad", &ours), (Vec::new(), 1));
    open("other", "己经");
    assert_eq!(told_of("other", &ours), (Vec::new(), 1));
    request(2, "shutdown", Value::Null);
    notify("exit", Value::Null);
    assert_eq!(server.join().unwrap(), Ended::Orderly);
}

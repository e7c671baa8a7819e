//! A client: it writes and reads messages, and keeps what it is told.

use std::collections::HashMap;
use std::io::BufReader;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use kanwu::lsp::{Connection, Ended, Languages, serve};
use kanwu::messages::Language;
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Client {
    connection: Connection,
    server: JoinHandle<Ended>,
    requests: i32,
    /// Notifications and requests of the server that nobody has asked for yet.
    told: Vec<(String, Value)>,
}

impl Client {
    /// A client that has opened a folder and initialised.
    pub(super) fn new(root: &Path, capabilities: Value) -> Self {
        Self::initialised(json!({"rootUri": uri(root), "capabilities": capabilities}))
    }

    pub(super) fn initialised(parameters: Value) -> Self {
        Self::initialised_with_cache(parameters, None)
    }

    /// The same of a server that may keep files for its user.
    pub(super) fn initialised_with_cache(parameters: Value, cache: Option<&Path>) -> Self {
        Self::connected_with_cache(cache).initialise(parameters)
    }

    /// The same as [`Client::new`], but of the program, by its standard streams.
    pub(super) fn of_program(root: &Path, capabilities: Value) -> Self {
        let (connection, theirs) = Connection::memory();
        let mut program = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .arg("server")
            .env("KANWU_LANGUAGE", "en")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = program.stdin.take().unwrap();
        let mut output = BufReader::new(program.stdout.take().unwrap());
        let Connection { sender, receiver } = theirs;
        std::thread::spawn(move || {
            while let Ok(message) = receiver.recv() {
                message.write(&mut input).unwrap();
            }
        });
        std::thread::spawn(move || {
            while let Some(message) = Message::read(&mut output).unwrap() {
                sender.send(message).unwrap();
            }
        });
        let ended = move || match program.wait().unwrap().success() {
            true => Ended::Orderly,
            false => Ended::Abruptly,
        };
        let client = Self {
            connection,
            server: std::thread::spawn(ended),
            requests: 0,
            told: Vec::new(),
        };
        client.initialise(json!({"rootUri": uri(root), "capabilities": capabilities}))
    }

    fn initialise(mut self, parameters: Value) -> Self {
        let answer = self.request("initialize", parameters);
        assert_eq!(answer["serverInfo"]["name"], "kanwu");
        self.notify("initialized", json!({}));
        self
    }

    /// A client that has said nothing yet.
    pub(super) fn connected() -> Self {
        Self::connected_with_cache(None)
    }

    fn connected_with_cache(cache: Option<&Path>) -> Self {
        let cache = cache.map(Path::to_owned);
        let (ours, theirs) = Connection::memory();
        let languages = Languages {
            chosen: None,
            usual: Language::English,
        };
        Self {
            connection: ours,
            server: std::thread::spawn(move || serve(&theirs, languages, cache)),
            requests: 0,
            told: Vec::new(),
        }
    }

    pub(super) fn notify(&self, method: &str, params: Value) {
        let method = method.to_owned();
        let notification = Notification { method, params };
        self.connection.sender.send(notification.into()).unwrap();
    }

    /// What is answered; the error where that is one.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests.into();
        let method = method.to_owned();
        let request = Request { id, method, params };
        self.connection.sender.send(request.into()).unwrap();
        loop {
            if let Message::Response(Response { id, response_result }) = self.receive() {
                assert_eq!(id, self.requests.into());
                return response_result.unwrap_or_else(|error| json!({"error": error.code}));
            }
        }
    }

    fn receive(&mut self) -> Message {
        let message = self.connection.receiver.recv_timeout(PATIENCE).expect("no answer");
        match &message {
            Message::Notification(Notification { method, params }) => self.told.push((method.clone(), params.clone())),
            Message::Request(Request { method, params, .. }) => self.told.push((method.clone(), params.clone())),
            Message::Response(_) => {}
        }
        message
    }

    /// The next notification or request of that method for which `is_it` holds.
    pub(super) fn expect(&mut self, method: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let found = |(known, params): &(String, Value)| known == method && is_it(params);
            if let Some(at) = self.told.iter().position(found) {
                return self.told.remove(at).1;
            }
            self.receive();
        }
    }

    /// All that comes until the answer to a request that the server does not know.
    pub(super) fn drain(&mut self, method: &str) -> Vec<Value> {
        // Judging goes on after the answer, so it is asked until nothing comes.
        loop {
            let before = self.told.len();
            self.request("test/nothing", Value::Null);
            std::thread::sleep(Duration::from_millis(50));
            self.request("test/nothing", Value::Null);
            if self.told.len() == before {
                break;
            }
        }
        let (wanted, rest) = std::mem::take(&mut self.told)
            .into_iter()
            .partition(|(known, _)| known == method);
        self.told = rest;
        let wanted: Vec<(String, Value)> = wanted;
        wanted.into_iter().map(|(_, params)| params).collect()
    }

    pub(super) fn open(&self, path: &Path, version: i32, text: &str) {
        let document = json!({"uri": uri(path), "languageId": "markdown", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub(super) fn change(&self, path: &Path, version: i32, changes: Value) {
        let document = json!({"uri": uri(path), "version": version});
        let changed = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", changed);
    }

    pub(super) fn close(&self, path: &Path) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(path)}}));
    }

    pub(super) fn watched(&self, path: &Path, kind: u8) {
        let changes = json!([{"uri": uri(path), "type": kind}]);
        self.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    }

    /// The next diagnostics of a version of a document; of a file if that is null.
    pub(super) fn diagnostics(&mut self, path: &Path, version: impl Into<Value>) -> Vec<Value> {
        let (uri, version) = (uri(path), version.into());
        let is_it = |params: &Value| params["uri"] == uri && params["version"] == version;
        let params = self.expect("textDocument/publishDiagnostics", is_it);
        params["diagnostics"].as_array().unwrap().clone()
    }

    /// The rules that find something in the next diagnostics of a version.
    pub(super) fn rules(&mut self, path: &Path, version: impl Into<Value>) -> Vec<String> {
        let rule = |diagnostic: &Value| diagnostic["code"].as_str().unwrap().to_owned();
        self.diagnostics(path, version).iter().map(rule).collect()
    }

    pub(super) fn actions(&mut self, path: &Path, context: Value) -> Vec<Value> {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
        let asked = json!({"textDocument": {"uri": uri(path)}, "range": range, "context": context});
        let actions = self.request("textDocument/codeAction", asked);
        actions.as_array().unwrap_or_else(|| panic!("{actions}")).clone()
    }

    pub(super) fn shut_down(mut self) -> Ended {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.exit()
    }

    pub(super) fn exit(self) -> Ended {
        self.notify("exit", Value::Null);
        self.server.join().unwrap()
    }

    /// Goes without a word.
    pub(super) fn vanish(self) -> Ended {
        drop(self.connection);
        self.server.join().unwrap()
    }
}

/// The URI of a path, with all but letters and digits escaped.
pub(super) fn uri(path: &Path) -> String {
    let escaped = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let bytes = path.to_str().unwrap().bytes();
    format!("file://{}", bytes.map(escaped).collect::<String>())
}

/// A folder with these files.
pub(super) fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

pub(super) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What columns count, as the test understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Utf8,
    Utf16,
}

impl Unit {
    pub(super) fn capabilities(self) -> Value {
        match self {
            Unit::Utf8 => json!({"general": {"positionEncodings": ["utf-8", "utf-16"]}}),
            Unit::Utf16 => json!({}),
        }
    }

    pub(super) fn length(self, text: &str) -> usize {
        match self {
            Unit::Utf8 => text.len(),
            Unit::Utf16 => text.encode_utf16().count(),
        }
    }
}

/// Lines with their ends, as the protocol counts them.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        let end = at + if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        lines.push(&rest[..end]);
        rest = &rest[end..];
    }
    lines.push(rest);
    lines
}

/// The text after the edits of an action on one document.
pub(super) fn edited(text: &str, edits: &Value, unit: Unit) -> String {
    let offset = |position: &Value| {
        let number = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
        let before: usize = lines(text)[..number("line")].iter().map(|line| line.len()).sum();
        let line = lines(text)[number("line")];
        let ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        let ends: HashMap<usize, usize> = ends.map(|at| (unit.length(&line[..at]), at)).collect();
        before + ends[&number("character")]
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let text = edit["newText"].as_str().unwrap();
            (offset(&range["start"]), offset(&range["end"]), text)
        })
        .collect();
    edits.sort();
    let mut result = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        result.replace_range(start..end, new);
    }
    result
}

//! From keystroke to diagnostics, and the memory of a long session: the server as a
//! program, spoken to through pipes.
//!
//! `cargo bench --bench server [-- EDITS]` types and deletes a character in the
//! middle of a post of 20 KB, one edit after the other, and waits for the diagnostics
//! of each. It fails where the median is over 15 ms, or where memory grows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

const EDITS: usize = 10_000;
const SIZE: usize = 20_000;
const MOST: Duration = Duration::from_millis(15);

/// Edits after which all that grows once has grown.
const WARM: usize = 1_000;

/// By how much memory may differ then, in KiB.
const SLACK: u64 = 4_096;

struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let output = BufReader::new(output);
        Self { child, input, output }
    }

    fn send(&mut self, message: Message) {
        message.write(&mut self.input).unwrap();
        self.input.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        let method = method.to_owned();
        self.send(Notification { method, params }.into());
    }

    fn request(&mut self, id: i32, method: &str, params: Value) {
        let method = method.to_owned();
        let request = Request {
            id: id.into(),
            method,
            params,
        };
        self.send(request.into());
        while !matches!(self.receive(), Message::Response(_)) {}
    }

    fn receive(&mut self) -> Message {
        Message::read(&mut self.output).unwrap().expect("the server is gone")
    }

    /// Waits for the diagnostics of a version; how many there are.
    fn diagnostics(&mut self, version: usize) -> usize {
        loop {
            if let Message::Notification(Notification { params, .. }) = self.receive()
                && params["version"] == version
            {
                return params["diagnostics"].as_array().unwrap().len();
            }
        }
    }

    /// Its memory in KiB, where the system tells.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

/// A post with what posts have: markup, links, an advertisement slot, slips.
fn post() -> String {
    let mut text = String::from("---\ntitle: 一篇文章 😀\ndate: 2024-01-02\n---\n\n# 开头\n\n");
    for number in 0.. {
        if text.len() >= SIZE {
            break;
        }
        text.push_str(&format!(
            "## 第 {number} 节\n\n两国代表在**首都**会谈，气氛坦诚，双方表示将继续合作。<p class=\"a\">他们己经同意 \
             [下一步](#开头)，并在[第 {number} 节](#第-{number}-节)里写明。</p>\n\n<div class=\"adslot\"></div>\n\n"
        ));
    }
    text
}

fn main() {
    let edits = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(EDITS);
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let uri = format!("file://{}/_posts/2024-01-02-a.md", folder.path().display());
    let text = post();
    let mut server = Server::start();
    let root = format!("file://{}", folder.path().display());
    server.request(1, "initialize", json!({"rootUri": root, "capabilities": {}}));
    server.notify("initialized", json!({}));
    let document = json!({"uri": uri, "languageId": "markdown", "version": 0, "text": text});
    let begun = Instant::now();
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let found = server.diagnostics(0);
    println!(
        "opened {} bytes in {:.1?}, with {found} diagnostics",
        text.len(),
        begun.elapsed()
    );

    let line = text.lines().count() / 2;
    let mut times = Vec::with_capacity(edits);
    let mut warm = None;
    for version in 1..=edits {
        // One character comes, and goes with the next edit.
        let (end, new) = if version % 2 == 1 { (0, "字") } else { (1, "") };
        let range = json!({"start": {"line": line, "character": 0}, "end": {"line": line, "character": end}});
        let changes = json!([{"range": range, "text": new}]);
        let document = json!({"uri": uri, "version": version});
        let begun = Instant::now();
        server.notify(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": changes}),
        );
        server.diagnostics(version);
        times.push(begun.elapsed());
        if version == WARM {
            warm = server.memory();
        }
    }
    let last = server.memory();
    server.request(2, "shutdown", Value::Null);
    server.notify("exit", Value::Null);
    assert!(server.child.wait().unwrap().success());

    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!(
        "{edits} edits: median {:.1?}, 95 of 100 within {:.1?}, longest {:.1?}",
        at(50),
        at(95),
        at(100)
    );
    assert!(at(50) <= MOST, "the median is over {MOST:?}");
    if let (Some(warm), Some(last)) = (warm, last) {
        println!("memory: {warm} KiB after {WARM} edits, {last} KiB after {edits}");
        assert!(last <= warm + SLACK, "memory grows");
    }
}

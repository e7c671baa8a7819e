//! What the program does with an input that is no conversation of the protocol.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;

/// What the server says to an input that ends, or does not.
fn served(input: &[u8], language: &str) -> Output {
    let mut server = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["server", "--language", language])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut sent = server.stdin.take().unwrap();
    sent.write_all(input).unwrap();
    let output = server.wait_with_output().unwrap();
    // Until now more could have come: it was not the end that ended the session.
    drop(sent);
    output
}

fn framed(content: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{content}", content.len())
}

#[test]
fn what_is_no_message_ends_the_session_with_a_sentence() {
    let after = |rest: &str| framed(INITIALIZE) + rest;
    let cases = [
        ("hello\n".to_owned(), "is no message of the Language Server Protocol"),
        ("\n".to_owned(), "is no message of the Language Server Protocol"),
        (
            "GET / HTTP/1.1\r\n\r\n".to_owned(),
            "is no message of the Language Server Protocol",
        ),
        (
            "Content-Length: 99999999999999\r\n\r\n{".to_owned(),
            "longer than 256 MiB",
        ),
        (after(&framed("{nonsense")), "the content of a message"),
        (after(&framed("[]")), "the content of a message"),
        (after(&framed(&"[".repeat(100_000))), "the content of a message"),
        (after("nonsense\r\n"), "is no message of the Language Server Protocol"),
    ];
    for (input, expected) in cases {
        let output = served(input.as_bytes(), "en");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("kanwu: ") && said.contains(expected), "{said}");
        assert!(said.contains("meant to be started by an editor"), "{said}");
        // What was asked before is answered.
        let answered = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            answered.contains("serverInfo"),
            input.contains("initialize"),
            "{answered}"
        );
    }
    let said = String::from_utf8(served(b"\xe5\xa5\xbd\n", "zh-Hans").stderr).unwrap();
    assert!(said.contains("应由编辑器启动"), "{said}");
}

/// An input that ends within a message is none; one that ends between two is an
/// editor that is gone, to whom there is nothing to say.
#[test]
fn an_input_that_ends_is_told_only_where_it_is_cut() {
    for (input, is_told) in [
        ("", false),
        (framed(INITIALIZE).as_str(), false),
        ("Content-Length: 10\r\n\r\n{", true),
    ] {
        let mut server = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        server.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = server.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{input}");
        assert_eq!(!output.stderr.is_empty(), is_told, "{input}");
    }
}

/// Who types at a terminal is told what this is; `script` makes one.
#[cfg(target_os = "linux")]
#[test]
fn who_starts_it_at_a_terminal_is_told_what_it_waits_for() {
    let command = format!("{} server --language en", env!("CARGO_BIN_EXE_kanwu"));
    let spawned = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut terminal = match spawned {
        Ok(terminal) => terminal,
        Err(error) => return eprintln!("skipped: script: {error}"),
    };
    let mut typed = terminal.stdin.take().unwrap();
    typed.write_all(b"hello\n").unwrap();
    let output = terminal.wait_with_output().unwrap();
    drop(typed);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("waiting for an editor"), "{said}");
    assert!(said.contains("is no message of the Language Server Protocol"), "{said}");
    assert_eq!(output.status.code(), Some(1), "{said}");
}

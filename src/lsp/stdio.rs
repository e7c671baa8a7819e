//! Messages on standard input and output, each behind a header that says how many
//! bytes it has (LSP 3.17, "Base Protocol").
//!
//! Anyone may write to a program's input, so nothing is taken for granted of it. It
//! must not know what messages mean, except for the last one.

use std::io::{self, BufRead, Read as _, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message};
use serde_json::Value;

use crate::diagnostic::Arguments;
use crate::messages;

/// Longer messages are not read; in bytes. A document of the largest size that is
/// judged fits several times, with all its characters escaped.
const LONGEST_MESSAGE: u64 = 256 << 20;

/// No line of a header is as long; in bytes.
const LONGEST_LINE: u64 = 4096;

/// Bytes for which there is room at once; for more as they come.
const ROOM: u64 = 1 << 20;

/// The threads that read and write messages.
#[derive(Debug)]
pub struct Stdio {
    reader: JoinHandle<Result<(), InputProblem>>,
    writer: JoinHandle<io::Result<()>>,
}

/// Why no more messages are read.
#[derive(Debug)]
pub enum InputProblem {
    /// What came has no header of the protocol.
    NoHeader,
    /// A message is longer than is read.
    TooLong,
    /// The header was that of a message, but what follows is none.
    NoMessage,
    /// The system's own reason.
    Unreadable(io::Error),
}

impl InputProblem {
    /// The problem in words.
    pub fn message(&self) -> messages::Message {
        let (key, arguments) = match self {
            InputProblem::NoHeader => ("server-input-no-header", Arguments::new()),
            InputProblem::TooLong => {
                let limit = (LONGEST_MESSAGE >> 20).to_string();
                ("server-input-too-long", Arguments::new().with("limit", limit))
            }
            InputProblem::NoMessage => ("server-input-no-message", Arguments::new()),
            InputProblem::Unreadable(error) => {
                let arguments = Arguments::new().with("error", error.to_string());
                ("server-input-unreadable", arguments)
            }
        };
        messages::Message::Key(key, arguments)
    }
}

impl From<io::Error> for InputProblem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A line that is no UTF-8.
            io::ErrorKind::InvalidData => InputProblem::NoHeader,
            _ => InputProblem::Unreadable(error),
        }
    }
}

impl Stdio {
    /// Begins to read and to write.
    pub fn open(
        mut input: impl BufRead + Send + 'static,
        mut output: impl Write + Send + 'static,
    ) -> (Connection, Self) {
        let (connection, Connection { sender, receiver }) = Connection::memory();
        let reader = thread::spawn(move || {
            while let Some(message) = read(&mut input)? {
                let is_last = matches!(&message, Message::Notification(last) if last.method == "exit");
                if sender.send(message).is_err() || is_last {
                    break;
                }
            }
            Ok(())
        });
        let writer = thread::spawn(move || receiver.into_iter().try_for_each(|message| message.write(&mut output)));
        (connection, Self { reader, writer })
    }

    /// Waits until all is written that was sent over the connection, which is to be
    /// dropped before.
    ///
    /// # Errors
    ///
    /// Where the input was no conversation of the protocol. Whether the client has
    /// heard all is its own affair.
    pub fn close(self) -> Result<(), InputProblem> {
        let read = self.reader.join().unwrap_or(Ok(()));
        let _ = self.writer.join();
        read
    }
}

/// The next message; none at the end of the input.
fn read(input: &mut impl BufRead) -> Result<Option<Message>, InputProblem> {
    while let Some(length) = read_header(input)? {
        if length > LONGEST_MESSAGE {
            return Err(InputProblem::TooLong);
        }
        let room = usize::try_from(length.min(ROOM)).unwrap_or_default();
        let mut content = Vec::with_capacity(room);
        input.by_ref().take(length).read_to_end(&mut content)?;
        match serde_json::from_slice(&content).or_else(|_| serde_json::from_slice(&with_whole_characters(&content))) {
            Ok(message) => return Ok(Some(message)),
            Err(_) if is_odd_response(&content) => {}
            Err(_) => return Err(InputProblem::NoMessage),
        }
    }
    Ok(None)
}

/// JSON in which halves of characters, which editors may send and text cannot hold,
/// are escapes of U+FFFD (RFC 8259, section 8.2, leaves to us what becomes of them).
fn with_whole_characters(json: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(json.len());
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        let taken = match (byte, surrogate(json, at), surrogate(json, at + 6)) {
            (b'\\', Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (b'\\', Some(_), _) => {
                whole.extend_from_slice(br"\uFFFD");
                at += 6;
                continue;
            }
            // What is escaped begins no escape.
            (b'\\', None, _) => 2,
            _ => 1,
        };
        whole.extend_from_slice(json.get(at..json.len().min(at + taken)).unwrap_or_default());
        at += taken;
    }
    whole
}

/// The half of a character that is escaped at a place.
fn surrogate(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(br"\u")?;
    let unit = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    matches!(unit, 0xD800..=0xDFFF).then_some(unit)
}

/// Whether it is a response, of a shape that the standard does not know: some leave
/// out a result that is nothing. Nothing depends on responses.
fn is_odd_response(content: &[u8]) -> bool {
    let value: Option<Value> = serde_json::from_slice(content).ok();
    let is_one = |value: Value| value.get("id").is_some() && value.get("method").is_none();
    value.is_some_and(is_one)
}

/// Reads a header; the length of what follows it, in bytes. None at the end of the
/// input.
fn read_header(input: &mut impl BufRead) -> Result<Option<u64>, InputProblem> {
    let mut length = None;
    let mut is_first = true;
    loop {
        let mut line = String::new();
        input.by_ref().take(LONGEST_LINE).read_line(&mut line)?;
        if line.is_empty() && is_first {
            return Ok(None);
        }
        is_first = false;
        let line = line.strip_suffix('\n').ok_or(InputProblem::NoHeader)?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            return length.map(Some).ok_or(InputProblem::NoHeader);
        }
        let (name, value) = line.split_once(':').ok_or(InputProblem::NoHeader)?;
        if name.eq_ignore_ascii_case("Content-Length") {
            length = Some(parse_length(value.trim()).ok_or(InputProblem::NoHeader)?);
        }
    }
}

/// A number of bytes; more than can be counted is more than is read.
fn parse_length(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn methods(input: &str) -> (Vec<String>, Option<InputProblem>) {
        let mut input = input.as_bytes();
        let mut methods = Vec::new();
        loop {
            match read(&mut input) {
                Ok(Some(Message::Notification(notification))) => methods.push(notification.method),
                Ok(Some(other)) => panic!("{other:?}"),
                Ok(None) => return (methods, None),
                Err(problem) => return (methods, Some(problem)),
            }
        }
    }

    #[test]
    fn messages_are_read_whatever_else_headers_say() {
        let first = "Content-Length: 14\r\nContent-Type: text; charset=utf-8\r\n\r\n{\"method\":\"a\"}";
        let second = "content-length:16\n\n{\"method\":\"文\"}";
        let (read, problem) = methods(&[first, second].concat());
        assert_eq!(read, ["a", "文"]);
        assert!(problem.is_none());
    }

    #[test]
    fn responses_of_any_shape_are_passed_over_or_handed_on() {
        let framed = |content: &str| format!("Content-Length: {}\r\n\r\n{content}", content.len());
        let odd = [
            r#"{"jsonrpc":"2.0","id":1}"#,
            r#"{"id":null,"error":{"code":1,"message":""}}"#,
        ];
        let input = odd.map(framed).concat() + &framed(r#"{"method":"a"}"#);
        let (read, problem) = methods(&input);
        assert_eq!(read, ["a"]);
        assert!(problem.is_none());
    }

    #[test]
    fn halves_of_characters_end_nothing() {
        let cases = [
            (r#"{"a":"\ud83d"}"#, "\u{FFFD}"),
            (r#"{"a":"\ude00\ud83d"}"#, "\u{FFFD}\u{FFFD}"),
            (r#"{"a":"\ud83d\ude00\ud83d文"}"#, "😀\u{FFFD}文"),
            (r#"{"a":"\\ud83d"}"#, r"\ud83d"),
            (r#"{"a":"\\\ud83d"}"#, "\\\u{FFFD}"),
            (r#"{"a":"\ud83"}"#, ""),
        ];
        for (json, expected) in cases {
            let whole = with_whole_characters(json.as_bytes());
            let read: Option<Value> = serde_json::from_slice(&whole).ok();
            let text = read.as_ref().and_then(|read| read["a"].as_str());
            assert_eq!(text.unwrap_or_default(), expected, "{json}");
        }
    }

    #[test]
    fn what_is_no_message_is_told_apart() {
        use InputProblem::{NoHeader, NoMessage, TooLong};
        let long = "x".repeat(10_000);
        let cases = [
            ("hello\n", NoHeader),
            ("hello", NoHeader),
            ("\n", NoHeader),
            (long.as_str(), NoHeader),
            ("a: b\r\n\r\n{}", NoHeader),
            ("Content-Length: 2", NoHeader),
            ("Content-Length: 2\r\n", NoHeader),
            ("Content-Length: two\r\n\r\n{}", NoHeader),
            ("Content-Length: -1\r\n\r\n{}", NoHeader),
            ("Content-Length: 99999999999999\r\n\r\n{}", TooLong),
            ("Content-Length: 99999999999999999999999999\r\n\r\n{}", TooLong),
            ("Content-Length: 268435457\r\n\r\n{}", TooLong),
            ("Content-Length: 268435456\r\n\r\n{}", NoMessage),
            ("Content-Length: 2\r\n\r\n{}", NoMessage),
            ("Content-Length: 1\r\n\r\n{}", NoMessage),
            ("Content-Length: 0\r\n\r\n", NoMessage),
        ];
        for (input, expected) in cases {
            let (read, problem) = methods(input);
            assert_eq!(read, [""; 0]);
            let kind = std::mem::discriminant(&expected);
            assert_eq!(problem.as_ref().map(std::mem::discriminant), Some(kind), "{input:?}");
        }
        let (_, problem) = methods_of_bytes(b"\xff\xfe: 1\n\n");
        assert!(matches!(problem, Some(NoHeader)));
    }

    fn methods_of_bytes(mut input: &[u8]) -> (Option<Message>, Option<InputProblem>) {
        match read(&mut input) {
            Ok(message) => (message, None),
            Err(problem) => (None, Some(problem)),
        }
    }
}

//! The loop: messages in, messages out, and how a session begins and ends.
//!
//! It must not know what the messages mean to documents.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response, ResponseError};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::{Client, Languages, Watches};
use super::session::{Lint, Session};
use super::{actions, uri, watching};
use crate::fix::lint_and_prove;

/// How long the next message may let wait before the texts are judged.
const PAUSE: Duration = Duration::from_millis(1);

/// How long messages may follow one another before the texts are judged.
const LONGEST: Duration = Duration::from_millis(50);

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The client asked to shut down, and then to exit.
    Orderly,
    /// It did not ask, or was gone.
    Abruptly,
}

/// Serves one client until it leaves. `cache` is the folder in which files may be kept
/// for its user; what is there can be removed at any time.
pub fn serve(connection: &Connection, languages: Languages, cache: Option<PathBuf>) -> Ended {
    serve_with(connection, languages, cache, lint_and_prove)
}

/// The same with another judge of texts.
pub(super) fn serve_with(connection: &Connection, languages: Languages, cache: Option<PathBuf>, lint: Lint) -> Ended {
    let mut server = Server {
        connection,
        languages,
        cache,
        lint,
        phase: Phase::Awaited,
        requests: 0,
    };
    loop {
        if let Some(ended) = server.take_messages() {
            return ended;
        }
        server.advance();
    }
}

/// How far a session is.
#[derive(Debug)]
enum Phase {
    /// The client has not yet said who it is.
    Awaited,
    Open(Box<Session>),
    /// Nothing but the end is expected.
    ShutDown,
}

struct Server<'c> {
    connection: &'c Connection,
    languages: Languages,
    cache: Option<PathBuf>,
    lint: Lint,
    phase: Phase,
    /// How many requests were sent.
    requests: i32,
}

type Answer = Result<Value, ResponseError>;

impl Server<'_> {
    /// Takes messages until there are none for a moment, so that of many changes
    /// only the last text is judged. It waits for the first where all is done.
    fn take_messages(&mut self) -> Option<Ended> {
        let receiver = &self.connection.receiver;
        let is_idle = !matches!(&self.phase, Phase::Open(session) if !session.is_current());
        if is_idle {
            match receiver.recv() {
                Ok(message) => {
                    if let Some(ended) = self.take(message) {
                        return Some(ended);
                    }
                }
                Err(_) => return Some(Ended::Abruptly),
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < LONGEST {
            match receiver.recv_timeout(PAUSE) {
                Ok(message) => {
                    if let Some(ended) = self.take(message) {
                        return Some(ended);
                    }
                }
                Err(error) if error.is_timeout() => break,
                Err(_) => return Some(Ended::Abruptly),
            }
        }
        None
    }

    /// Judges one text that is not judged yet.
    fn advance(&mut self) {
        if let Phase::Open(session) = &mut self.phase {
            for told in session.advance() {
                self.send(told.into());
            }
        }
    }

    fn take(&mut self, message: Message) -> Option<Ended> {
        match message {
            Message::Request(request) => self.answer(request),
            Message::Notification(notification) if notification.method == "exit" => {
                return Some(match self.phase {
                    Phase::ShutDown => Ended::Orderly,
                    _ => Ended::Abruptly,
                });
            }
            Message::Notification(notification) => {
                // A fault of ours in one message costs that message alone.
                let _ = catch_unwind(AssertUnwindSafe(|| self.notice(notification)));
            }
            // What is asked of the client can as well go wrong.
            Message::Response(_) => {}
        }
        None
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answered = catch_unwind(AssertUnwindSafe(|| self.answer_to(&method, params)));
        let response_result =
            answered.unwrap_or_else(|_| Err(error(ErrorCode::InternalError, "this is a fault of kanwu")));
        self.send(Message::Response(Response { id, response_result }));
    }

    fn answer_to(&mut self, method: &str, mut parameters: Value) -> Answer {
        uri::escape_all(&mut parameters);
        match (&mut self.phase, method) {
            (Phase::Awaited, "initialize") => {
                let client = Client::new(&parameters, self.languages);
                let answer = to_value(client.answer())?;
                self.phase = Phase::Open(Box::new(Session::new(client, self.lint, self.cache.as_deref())));
                Ok(answer)
            }
            (Phase::Awaited, _) => Err(error(ErrorCode::ServerNotInitialized, "`initialize` comes first")),
            (Phase::ShutDown, _) => Err(error(ErrorCode::InvalidRequest, "the server was shut down")),
            (Phase::Open(_), "initialize") => Err(error(ErrorCode::InvalidRequest, "`initialize` comes only once")),
            (Phase::Open(_), "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Open(session), "textDocument/codeAction") => {
                let asked = serde_json::from_value(parameters);
                let asked = asked.map_err(|reason| error(ErrorCode::InvalidParams, &reason.to_string()))?;
                // What was opened just now may not be judged yet.
                let told = session.look();
                let actions = to_value(actions::actions(session, &asked));
                told.into_iter().for_each(|told| self.send(told.into()));
                actions
            }
            (Phase::Open(_), _) => Err(error(
                ErrorCode::MethodNotFound,
                &format!("`{method}` is not known here"),
            )),
        }
    }

    fn notice(&mut self, notification: Notification) {
        let Notification { method, mut params } = notification;
        uri::escape_all(&mut params);
        let Phase::Open(session) = &mut self.phase else { return };
        match method.as_str() {
            "initialized" if session.client.watches == Watches::OnRequest => {
                self.request("client/registerCapability", &watching::registration());
            }
            "textDocument/didOpen" => {
                with(params, |opened| session.open(opened));
            }
            "textDocument/didChange" => {
                with(params, |changed| session.change(changed));
            }
            "textDocument/didSave" => session.save(),
            "textDocument/didClose" => {
                let told = with(params, |closed: lsp_types::DidCloseTextDocumentParams| {
                    session.close(&closed.text_document.uri)
                });
                told.flatten().into_iter().for_each(|told| self.send(told.into()));
            }
            "workspace/didChangeWatchedFiles" => {
                with(params, |changed: lsp_types::DidChangeWatchedFilesParams| {
                    session.watched(&changed.changes)
                });
            }
            "workspace/didChangeWorkspaceFolders" => {
                let told = with(params, |changed: lsp_types::DidChangeWorkspaceFoldersParams| {
                    session.change_folders(changed.event)
                });
                told.into_iter().flatten().for_each(|told| self.send(told.into()));
            }
            _ => {}
        }
    }

    fn request(&mut self, method: &str, parameters: &impl serde::Serialize) {
        self.requests += 1;
        self.send(Message::Request(Request {
            id: self.requests.into(),
            method: method.to_owned(),
            params: serde_json::to_value(parameters).unwrap_or_default(),
        }));
    }

    fn send(&self, message: Message) {
        // Whether the client is gone is learned from its silence.
        let _ = self.connection.sender.send(message);
    }
}

/// Hands the parameters on, if they are what they should be; what comes of it.
fn with<P: DeserializeOwned, R>(parameters: Value, take: impl FnOnce(P) -> R) -> Option<R> {
    serde_json::from_value(parameters).ok().map(take)
}

fn to_value(answer: impl serde::Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|reason| error(ErrorCode::InternalError, &reason.to_string()))
}

fn error(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError {
        code: code as i32,
        message: message.to_owned(),
        data: None,
    }
}

//! What a client says of itself when it initialises, and what is answered.
//!
//! It is read leniently, member by member: of what is missing or has an odd shape
//! nothing is assumed.

use std::path::PathBuf;
use std::str::FromStr as _;

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, InitializeResult, OneOf, SaveOptions,
    ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, Uri, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::Value;

use super::convert::ColumnUnit;
use super::uri;
use crate::messages::Language;

/// The kind of the action that makes all safe fixes.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.kanwu");

/// The languages that are known before a client says its own.
#[derive(Debug, Clone, Copy)]
pub struct Languages {
    /// What the user chose for this program.
    pub chosen: Option<Language>,
    /// What the system speaks.
    pub usual: Language,
}

/// What is known of a client.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) unit: ColumnUnit,
    pub(super) language: Language,
    /// The folders that are open.
    pub(super) folders: Vec<PathBuf>,
    pub(super) watches: Watches,
    /// Whether edits may name the version that they are for.
    pub(super) takes_versioned_edits: bool,
    /// Whether diagnostics may name other places.
    pub(super) takes_related_places: bool,
    /// Whether diagnostics may name a page about their rule.
    pub(super) takes_pages: bool,
}

/// Whether a client tells what becomes of files that are not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watches {
    /// If it is asked to.
    OnRequest,
    /// Nobody knows.
    Unknown,
}

impl Client {
    /// From the parameters of `initialize`.
    pub(super) fn new(parameters: &Value, languages: Languages) -> Self {
        let text = |pointer: &str| parameters.pointer(pointer).and_then(Value::as_str);
        let can = |pointer: &str| parameters.pointer(pointer).and_then(Value::as_bool) == Some(true);
        let units = parameters.pointer("/capabilities/general/positionEncodings");
        let offers_utf8 = units
            .and_then(Value::as_array)
            .is_some_and(|units| units.iter().any(|unit| unit == "utf-8"));
        let language = text("/initializationOptions/language")
            .and_then(Language::from_tag)
            .or(languages.chosen)
            .or_else(|| Language::from_tag(text("/locale")?))
            .unwrap_or(languages.usual);
        let watches = match can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration") {
            true => Watches::OnRequest,
            false => Watches::Unknown,
        };
        Self {
            unit: if offers_utf8 {
                ColumnUnit::Utf8
            } else {
                ColumnUnit::Utf16
            },
            language,
            folders: folders(parameters),
            watches,
            takes_versioned_edits: can("/capabilities/workspace/workspaceEdit/documentChanges"),
            takes_related_places: can("/capabilities/textDocument/publishDiagnostics/relatedInformation"),
            takes_pages: can("/capabilities/textDocument/publishDiagnostics/codeDescriptionSupport"),
        }
    }

    /// What the server can do for it.
    pub(super) fn answer(&self) -> InitializeResult {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                include_text: Some(false),
            })),
            ..TextDocumentSyncOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
            ..CodeActionOptions::default()
        };
        let folders = WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(OneOf::Left(true)),
        };
        InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(self.unit.kind()),
                text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
                code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
                workspace: Some(WorkspaceServerCapabilities {
                    workspace_folders: Some(folders),
                    file_operations: None,
                }),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo {
                name: "kanwu".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        }
    }
}

/// The folders that are open, as clients of any age name them.
fn folders(parameters: &Value) -> Vec<PathBuf> {
    let path = |uri: &Value| uri::to_path(&Uri::from_str(uri.as_str()?).ok()?);
    let several = parameters.pointer("/workspaceFolders").and_then(Value::as_array);
    let several = several.into_iter().flatten();
    let several: Vec<PathBuf> = several.filter_map(|folder| path(folder.get("uri")?)).collect();
    if !several.is_empty() {
        return several;
    }
    let of_uri = parameters.get("rootUri").and_then(path);
    let of_path = || Some(PathBuf::from(parameters.get("rootPath")?.as_str()?));
    of_uri.or_else(of_path).into_iter().collect()
}

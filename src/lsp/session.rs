//! What is open in one session, and what is found in it.
//!
//! It must not know how messages come and go.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use lsp_server::Notification;
use lsp_types::{
    DidChangeTextDocumentParams, DidOpenTextDocumentParams, FileEvent, LogMessageParams, MessageType,
    PublishDiagnosticsParams, ShowMessageParams, Uri, WorkspaceFoldersChangeEvent,
};

use super::client::{Client, Watches};
use super::configurations::{Configurations, is_configuration};
use super::diagnostics::{self, Telling};
use super::documents::{Document, Documents, Stage, Told};
use super::watching;
use super::workspace::{Judge, Kind, Mistaken, Refreshed, Stale, Workspace};
use super::{notification, pages, uri};
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::fact::{Answers, Found, Question};
use crate::lint::Project;
use crate::messages::{Arguments, Catalogue, Message};
use crate::registry::Registry;
use crate::settle::Facts;
use crate::survey;
use crate::text::{FilePath, Source};
use crate::walk::{self, SkipReason};

/// Judges one text.
pub(super) type Lint = fn(&Source, &Project, &Answers) -> Found;

/// Everything that is open.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) client: Client,
    pub(super) documents: Documents,
    configurations: Configurations,
    workspaces: HashMap<PathBuf, Workspace>,
    registry: Registry,
    lint: Lint,
    /// Where pages of rules are written, if the client opens them.
    pages: Option<PathBuf>,
}

impl Session {
    /// A session with a client. `cache` is the folder of all that is kept for its
    /// user, if there is one.
    pub(super) fn new(client: Client, lint: Lint, cache: Option<&Path>) -> Self {
        let cache = cache.filter(|_| client.takes_pages);
        Self {
            pages: cache.map(|cache| pages::folder_in(cache, client.language)),
            client,
            documents: Documents::default(),
            configurations: Configurations::default(),
            workspaces: HashMap::new(),
            registry: Registry::built_in(),
            lint,
        }
    }

    /// Takes a document of which something can be said.
    pub(super) fn open(&mut self, opened: DidOpenTextDocumentParams) {
        let opened = opened.text_document;
        let Some(path) = uri::to_path(&opened.uri).filter(|path| path.is_absolute()) else {
            return;
        };
        if is_configuration(&path) {
            self.configurations.open(&path, opened.version, opened.text);
            self.workspace_of(&path).show(&path);
            return self.look_again_if_unwatched();
        }
        // Our own pages are no posts, and what stands round them is not to be listed.
        let is_page = self.pages.as_ref().is_some_and(|pages| path.starts_with(pages));
        if walk::has_known_extension(&path) && !is_page {
            let root = self.workspace_of(&path).root().to_owned();
            let document = Document::new(opened.uri, opened.version, opened.text, &path, &root);
            let real = document.real.clone();
            let is_unsaved = document.is_unsaved();
            self.documents.open(document);
            self.forget(&real);
            if is_unsaved {
                self.outdate_files();
            }
        }
        self.look_again_if_unwatched();
    }

    pub(super) fn change(&mut self, changed: DidChangeTextDocumentParams) {
        let identifier = changed.text_document;
        let unit = self.client.unit;
        if let Some(path) = uri::to_path(&identifier.uri).filter(|path| is_configuration(path)) {
            self.configurations
                .change(&path, identifier.version, changed.content_changes, unit);
            return self.workspace_of(&path).show(&path);
        }
        let Some(document) = self.documents.get_mut(&identifier.uri) else {
            return;
        };
        document.change(changed.content_changes, unit);
        document.version = identifier.version;
        let real = document.real.clone();
        self.documents.touch(&identifier.uri);
        self.forget(&real);
    }

    /// A file was written, by the client itself.
    pub(super) fn save(&mut self) {
        self.look_again_if_unwatched();
    }

    /// From now on the file on the disk counts.
    pub(super) fn close(&mut self, uri: &Uri) -> Option<Notification> {
        if let Some(path) = uri::to_path(uri).filter(|path| is_configuration(path)) {
            self.configurations.close(&path);
            self.workspace_of(&path).hide(&path);
            self.outdate(Stale {
                configuration: true,
                files: false,
            });
        }
        let closed = self.documents.close(uri)?;
        self.forget(&closed.real);
        if closed.is_unsaved() {
            self.outdate_files();
        }
        Some(publish(uri, Vec::new(), None))
    }

    /// Files that are not open, or are, were made, changed or removed.
    pub(super) fn watched(&mut self, events: &[FileEvent]) {
        let changes: Vec<Stale> = events.iter().filter_map(watching::stale).collect();
        if changes.is_empty() {
            return;
        }
        let stale = Stale {
            configuration: changes.iter().any(|stale| stale.configuration),
            files: changes.iter().any(|stale| stale.files),
        };
        self.outdate(stale);
    }

    pub(super) fn change_folders(&mut self, change: WorkspaceFoldersChangeEvent) -> Vec<Notification> {
        let removed: Vec<PathBuf> = change
            .removed
            .iter()
            .filter_map(|folder| uri::to_path(&folder.uri))
            .collect();
        let folders = &mut self.client.folders;
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(change.added.iter().filter_map(|folder| uri::to_path(&folder.uri)));
        // What was told of their configurations is told anew if it still holds.
        let mistaken = self.workspaces.values().flat_map(Workspace::mistaken);
        let uris = mistaken.filter_map(|path| uri::from_path(path));
        let retracted = uris.map(|uri| publish(&uri, Vec::new(), None)).collect();
        self.workspaces.clear();
        let open = self.documents.iter();
        let paths: Vec<(Uri, PathBuf)> = open
            .map(|document| (document.uri.clone(), document.path().to_owned()))
            .collect();
        for (uri, path) in paths {
            let root = self.workspace_of(&path).root().to_owned();
            if let Some(document) = self.documents.get_mut(&uri) {
                document.move_to(&root);
            }
        }
        retracted
    }

    /// Whether all that is open was judged as it is.
    pub(super) fn is_current(&self) -> bool {
        let is_waiting = |workspace: &Workspace| workspace.is_stale() && workspace.shows_configurations();
        self.documents.next().is_none() && !self.workspaces.values().any(is_waiting)
    }

    /// Judges one document; what the client is to be told.
    pub(super) fn advance(&mut self) -> Vec<Notification> {
        let mut told = self.look();
        if let Some(uri) = self.documents.next() {
            let judged = catch_unwind(AssertUnwindSafe(|| self.judge(&uri)));
            told.extend(judged.unwrap_or_else(|_| self.give_up(&uri)));
        }
        told
    }

    /// Looks at what is not known or stale; what the client is to be told of it.
    pub(super) fn look(&mut self) -> Vec<Notification> {
        let refreshed = catch_unwind(AssertUnwindSafe(|| self.refresh()));
        refreshed.unwrap_or_else(|_| self.give_up_all())
    }

    /// What judges a document, unless it is excluded or too large.
    pub(super) fn judge_of(&self, document: &Document) -> Option<&Judge> {
        self.judge_of_any_size(document).filter(|_| !document.is_too_large())
    }

    fn judge_of_any_size(&self, document: &Document) -> Option<&Judge> {
        let path = &document.source.path;
        let judge = self.workspaces.get(&document.root)?.judge(path)?;
        (!document.is_ignored && !judge.project.excludes(path)).then_some(judge)
    }

    /// The workspace that a path lies in.
    fn workspace_of(&mut self, path: &Path) -> &mut Workspace {
        let (root, kind) = self.root_of(path);
        let language = self.client.language;
        let pages = self.pages.clone();
        let new = || Workspace::new(&root, kind, language, pages);
        self.workspaces.entry(root.clone()).or_insert_with(new)
    }

    /// The deepest open folder that a path lies in, else its repository's or its own.
    fn root_of(&self, path: &Path) -> (PathBuf, Kind) {
        let above = self.client.folders.iter().filter(|folder| path.starts_with(folder));
        if let Some(root) = above.max_by_key(|folder| folder.as_os_str().len()) {
            return (root.clone(), Kind::Opened);
        }
        let folder = path.parent().unwrap_or(path);
        let repository = folder.ancestors().find(|above| above.join(".git").exists());
        (repository.unwrap_or(folder).to_owned(), Kind::Found)
    }

    /// Where nobody tells what becomes of files, each save may have changed all.
    fn look_again_if_unwatched(&mut self) {
        if self.client.watches == Watches::Unknown {
            self.outdate(Stale {
                configuration: true,
                files: true,
            });
        }
    }

    /// A document that is not on the disk came or went.
    fn outdate_files(&mut self) {
        self.outdate(Stale {
            configuration: false,
            files: true,
        });
    }

    fn outdate(&mut self, stale: Stale) {
        for workspace in self.workspaces.values_mut() {
            workspace.outdate(stale);
        }
        let is_whole = stale != Stale::default();
        for document in self.documents.iter_mut() {
            if is_whole {
                document.stage = Stage::Changed;
            } else if !document.questions.is_empty() {
                document.stage = document.stage.max(Stage::Linted);
            }
        }
    }

    /// Lets those who asked for a file that has changed ask again.
    fn forget(&mut self, real: &Path) {
        for (root, workspace) in &mut self.workspaces {
            let Some(question) = workspace.forget(real) else {
                continue;
            };
            let in_workspace = self.documents.iter_mut().filter(|document| document.root == *root);
            for document in in_workspace.filter(|document| document.questions.contains(&question)) {
                document.stage = document.stage.max(Stage::Linted);
            }
        }
    }

    /// Looks anew at what is stale.
    fn refresh(&mut self) -> Vec<Notification> {
        let mut told = Vec::new();
        for (root, workspace) in &mut self.workspaces {
            let in_workspace = self.documents.iter().filter(|document| document.root == *root);
            let open: Vec<&FilePath> = in_workspace.map(|document| &document.source.path).collect();
            if !workspace.is_stale_for(&open) {
                continue;
            }
            let unsaved = self.documents.iter().filter(|document| document.is_unsaved());
            let unsaved: Vec<&Path> = unsaved.map(|document| document.real.as_path()).collect();
            let refreshed = workspace.refresh(&open, &unsaved, &self.registry, &self.configurations);
            let excluded = walk::excluded_among(open.iter().map(|path| path.os.as_path()));
            let in_workspace = self.documents.iter_mut().filter(|document| document.root == *root);
            for document in in_workspace {
                document.stage = Stage::Changed;
                document.is_ignored = excluded.contains(document.path());
            }
            told.extend(tell_mistakes(root, refreshed, &self.client, &self.configurations));
        }
        told
    }

    /// Lints a document if its text has changed, and settles what it says of others.
    fn judge(&mut self, uri: &Uri) -> Vec<Notification> {
        let Some(document) = self.documents.get(uri) else {
            return Vec::new();
        };
        if document.stage == Stage::Changed {
            let (found, facts, questions) = self.lint(document);
            if let Some(document) = self.documents.get_mut(uri) {
                (document.found, document.facts, document.questions) = (found, facts, questions);
            }
        }
        let diagnostics = self.settle_and_tell(uri).unwrap_or_default();
        let Some(document) = self.documents.get_mut(uri) else {
            return Vec::new();
        };
        document.stage = Stage::Current;
        let told = document.told.as_ref();
        if told.is_some_and(|told| told.version == document.version && told.diagnostics == diagnostics) {
            return Vec::new();
        }
        let version = document.version;
        document.told = Some(Told {
            version,
            diagnostics: diagnostics.clone(),
        });
        vec![publish(uri, diagnostics, Some(version))]
    }

    fn lint(&self, document: &Document) -> (Vec<Diagnostic>, Facts, Vec<Question>) {
        let Some(Judge { project, .. }) = self.judge_of(document) else {
            return Default::default();
        };
        let source = document.as_file();
        let answers = self.answers_for(document, &source, project);
        let Found { diagnostics, facts } = (self.lint)(&source, project, &answers);
        let facts = Facts::new(facts);
        let questions = survey::questions(project, &facts);
        (diagnostics, facts, questions)
    }

    /// What a document's text cannot be linted without.
    pub(super) fn answers_for(&self, document: &Document, source: &Source, project: &Project) -> Answers {
        let workspace = self.workspaces.get(&document.root);
        let answers = workspace.map(|workspace| workspace.before_lint(source, project, &walk::read));
        answers.unwrap_or_default()
    }

    /// All that is to be said of a document.
    fn settle_and_tell(&mut self, uri: &Uri) -> Option<Vec<lsp_types::Diagnostic>> {
        let document = self.documents.get(uri)?;
        if document.is_too_large() {
            let judge = self.judge_of_any_size(document)?;
            let skipped = judge.catalogue.sentence(&SkipReason::TooLarge.message());
            return Some(vec![diagnostics::notice(skipped)]);
        }
        let workspace = self.workspaces.get_mut(&document.root)?;
        let open: HashMap<&Path, &str> = self
            .documents
            .iter()
            .map(|document| (document.real.as_path(), document.source.text.as_str()))
            .collect();
        let read = |path: &FilePath| match open.get(path.os.as_path()) {
            Some(text) => Ok(text.as_bytes().to_owned()),
            None => walk::read(path),
        };
        let mut diagnostics = document.found.clone();
        diagnostics.extend(workspace.settle(document, &read));
        let rules = diagnostics.iter().map(|diagnostic| &diagnostic.rule);
        let judge = workspace.judge_with_pages(&document.source.path, rules)?;
        let telling = Telling {
            catalogue: &judge.catalogue,
            unit: self.client.unit,
            source: &document.source,
            uri,
            version: Some(document.version),
            read: self.client.takes_related_places.then_some(&read),
            pages: judge.pages.as_ref(),
        };
        Some(telling.all(diagnostics))
    }

    /// A fault of ours costs one document what there is to say of it.
    fn give_up(&mut self, uri: &Uri) -> Vec<Notification> {
        let Some(document) = self.documents.get_mut(uri) else {
            return Vec::new();
        };
        document.stage = Stage::Current;
        (document.found, document.facts, document.questions) = Default::default();
        document.told = None;
        let published = publish(uri, Vec::new(), Some(document.version));
        let path = document.source.path.shown.clone();
        vec![self.fault(&path), published]
    }

    /// The same of all that is open.
    fn give_up_all(&mut self) -> Vec<Notification> {
        self.workspaces.values_mut().for_each(Workspace::give_up);
        self.documents
            .iter_mut()
            .for_each(|document| document.stage = Stage::Current);
        vec![self.fault(config::FILE_NAME)]
    }

    fn fault(&self, path: &str) -> Notification {
        let problem = Catalogue::new(self.client.language).sentence(&Message::key("internal-error"));
        let log = LogMessageParams {
            typ: MessageType::ERROR,
            message: format!("{path}: {problem}"),
        };
        notification("window/logMessage", &log)
    }
}

/// Shows the mistakes in configurations at their places, and takes back what was
/// shown of files that have none any more.
fn tell_mistakes(
    root: &Path,
    refreshed: Refreshed,
    client: &Client,
    configurations: &Configurations,
) -> Vec<Notification> {
    let catalogue = Catalogue::new(client.language);
    let mut told = Vec::new();
    for Mistaken {
        source,
        mistakes,
        is_new,
    } in refreshed.mistaken
    {
        let path = root.join(&source.path.os);
        let Some(uri) = uri::from_path(&path) else { continue };
        let version = configurations.version(&path);
        let telling = Telling {
            catalogue: &catalogue,
            unit: client.unit,
            source: &source,
            uri: &uri,
            version,
            read: None,
            pages: None,
        };
        told.push(publish(&uri, telling.all(mistakes), version));
        // Who writes in it sees them.
        if is_new && version.is_none() {
            let arguments = Arguments::new().with("path", source.path.shown.as_str());
            let warning = ShowMessageParams {
                typ: MessageType::WARNING,
                message: catalogue.text("server-config-has-mistakes", &arguments),
            };
            told.push(notification("window/showMessage", &warning));
        }
    }
    for path in refreshed.mended {
        let version = configurations.version(&path);
        told.extend(uri::from_path(&path).map(|uri| publish(&uri, Vec::new(), version)));
    }
    told
}

fn publish(uri: &Uri, diagnostics: Vec<lsp_types::Diagnostic>, version: Option<i32>) -> Notification {
    let published = PublishDiagnosticsParams {
        uri: uri.clone(),
        diagnostics,
        version,
    };
    notification("textDocument/publishDiagnostics", &published)
}

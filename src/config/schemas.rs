//! Schemas in files: read, with those that they refer to, and the mistakes in them.
//!
//! A schema is never fetched from the web, and what it refers to is read within
//! its repository only: whoever checks a repository of others reads nothing else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;

use super::files::{Files, kind_at};
use crate::diagnostic::{Arguments, Diagnostic, Message};
use crate::folders::EntryKind;
use crate::schema::{
    Dangling, Fault, Reference, Schema, Written, address_of, dangling, faults, names_of, preset, preset_names,
    read_json, read_yaml, references,
};
use crate::text::{FilePath, Source, Span, normalized};

/// The id under which mistakes in schemas are reported.
pub const SCHEMA_FILE: &str = "schema-file";

/// How many files may make up one schema.
const MOST_FILES: usize = 100;

/// Where schemas are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct SchemaFiles<'a> {
    pub(super) files: &'a dyn Files,
    /// The folder that shown paths are relative to.
    pub(super) working: &'a Path,
    /// The folder of a configuration.
    pub(super) folder: &'a Path,
}

/// What came of reading a schema.
#[derive(Debug, Default)]
pub(super) struct ReadSchema {
    /// None where there are mistakes.
    pub(super) schema: Option<Schema>,
    /// Files with mistakes.
    pub(super) mistakes: Vec<(Source, Vec<Diagnostic>)>,
}

/// Files with the mistakes in them.
pub type Mistaken = Vec<(Source, Vec<Diagnostic>)>;

/// The schema that is called by the name of a preset, or by a path from the
/// working folder, or else the mistakes in it.
///
/// # Errors
///
/// Where there is none, or it cannot be read; in words.
pub fn read_schema(
    (files, working): (&dyn Files, &Path),
    name: &str,
) -> Result<Result<Arc<Schema>, Mistaken>, Message> {
    let arguments = Arguments::new().with("path", name);
    if let Some(json) = preset(name) {
        return Schema::from_text(json)
            .map(|schema| Ok(Arc::new(schema)))
            .map_err(|error| error.message);
    }
    let path = normalized(&working.join(name));
    if kind_at(files, &path) != Some(EntryKind::File) {
        let presets: Vec<&str> = preset_names().collect();
        return Err(Message::Key(
            "data-no-such-schema",
            arguments.with("presets", presets.join(", ")),
        ));
    }
    let folder = working;
    let files = SchemaFiles { files, working, folder };
    let unreadable =
        |error: std::io::Error| Message::Key("config-schema-unreadable", arguments.with("error", error.to_string()));
    let ReadSchema { schema, mistakes } = files.read(&path).map_err(unreadable)?;
    Ok(schema.map(Arc::new).ok_or(mistakes))
}

/// One file of a schema.
struct SchemaFile {
    path: PathBuf,
    address: String,
    source: Source,
    written: Written,
    mistakes: Vec<Diagnostic>,
}

impl SchemaFiles<'_> {
    /// Reads the schema in a file that is there.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read at all.
    pub(super) fn read(&self, path: &Path) -> std::io::Result<ReadSchema> {
        let mut broken = Vec::new();
        let mut loaded = Vec::new();
        match self.file(path, address_of(&FilePath::new(path).shown))? {
            Ok(first) => loaded.push(first),
            Err(mistaken) => broken.push(mistaken),
        }
        let root = self.root_for(path);
        let mut done = 0;
        while done < loaded.len() {
            self.follow(&mut loaded, done, &root, &mut broken);
            done += 1;
        }
        add_dangling(&mut loaded);
        let mut schema = None;
        if broken.is_empty() && loaded.iter().all(|file| file.mistakes.is_empty()) {
            schema = compiled(&mut loaded);
        }
        let mistaken = loaded.into_iter().filter(|file| !file.mistakes.is_empty());
        broken.extend(mistaken.map(|file| (file.source, file.mistakes)));
        for (_, mistakes) in &mut broken {
            mistakes.sort_by_key(|mistake| mistake.span);
        }
        let mistakes = broken;
        Ok(ReadSchema { schema, mistakes })
    }

    /// The repository of the configuration, or else its folder.
    pub(super) fn repository(&self) -> &Path {
        let has_git = |folder: &&Path| self.files.kind(folder, ".git".as_ref()).is_some();
        self.folder.ancestors().find(has_git).unwrap_or(self.folder)
    }

    /// The folder that references may not leave: the repository of the
    /// configuration, or the schema's own folder if it lies elsewhere.
    fn root_for(&self, schema: &Path) -> PathBuf {
        let root = self.repository();
        match schema.starts_with(root) {
            true => root.to_owned(),
            false => schema.parent().unwrap_or(root).to_owned(),
        }
    }

    /// Reads one file, or tells what keeps it from being read.
    fn file(&self, path: &Path, address: String) -> std::io::Result<Result<SchemaFile, (Source, Vec<Diagnostic>)>> {
        let bytes = self.files.read(path)?;
        let shown = FilePath::new(path.strip_prefix(self.working).unwrap_or(path));
        let source = Source::from_bytes(shown, bytes);
        if let Some(encoding) = source.encoding {
            let arguments = Arguments::new().with("encoding", encoding.name());
            let message = Message::Key("schema-file-not-utf-8", arguments);
            let help = Some(Message::key("schema-file-not-utf-8-help"));
            let mistake = Diagnostic::mistake(SCHEMA_FILE, Span::empty(0), message, help);
            return Ok(Err((source, vec![mistake])));
        }
        let whole = Span::new(source.byte_order_mark_len(), source.text.len());
        let read = match source.path.extension().as_deref() {
            Some("yaml" | "yml") => read_yaml(&source.text, whole),
            _ => read_json(&source.text, whole),
        };
        Ok(match read {
            Ok(written) if !written.json.is_object() && !written.json.is_boolean() => Err(no_schema(source.path)),
            Err(_) if !begins_like_schema(&source) => Err(no_schema(source.path)),
            Ok(written) => {
                let mistakes = faults(&written).into_iter().map(mistake).collect();
                Ok(SchemaFile {
                    path: path.to_owned(),
                    address,
                    source,
                    written,
                    mistakes,
                })
            }
            Err(faults) => Err((source, faults.into_iter().map(mistake).collect())),
        })
    }

    /// Reads the files that one of those that were read refers to.
    fn follow(
        &self,
        loaded: &mut Vec<SchemaFile>,
        index: usize,
        root: &Path,
        broken: &mut Vec<(Source, Vec<Diagnostic>)>,
    ) {
        let Some(file) = loaded.get(index) else { return };
        let folder = file.path.parent().unwrap_or(root).to_owned();
        let mut known: Vec<String> = loaded
            .iter()
            .flat_map(|file| names_of(&file.written.json, &file.address))
            .collect();
        let mut mistakes = Vec::new();
        let mut more: Vec<SchemaFile> = Vec::new();
        for reference in references(&file.written.json, &file.address) {
            if known.contains(&reference.address) || reference.is_to_standard() {
                continue;
            }
            known.push(reference.address.clone());
            match self.referred(&reference, &folder, root, loaded.len() + more.len()) {
                Ok(Ok(found)) => {
                    known.extend(names_of(&found.written.json, &found.address));
                    more.push(found);
                }
                Ok(Err(mistaken)) => {
                    if broken.iter().all(|(source, _)| source.path != mistaken.0.path) {
                        broken.push(mistaken);
                    }
                }
                Err(key) => mistakes.push(wrong_reference(&file.written, &reference, key)),
            }
        }
        loaded.extend(more);
        if let Some(file) = loaded.get_mut(index) {
            file.mistakes.extend(mistakes);
        }
    }

    /// The file that a reference leads to, or the message that says why it cannot.
    fn referred(
        &self,
        reference: &Reference,
        folder: &Path,
        root: &Path,
        count: usize,
    ) -> Result<Result<SchemaFile, (Source, Vec<Diagnostic>)>, &'static str> {
        let Some(relative) = reference.relative_path() else {
            return Err("schema-reference-remote");
        };
        let path = normalized(&folder.join(relative));
        if !path.starts_with(root) {
            return Err("schema-reference-outside");
        }
        if kind_at(self.files, &path) != Some(EntryKind::File) {
            return Err("schema-reference-no-file");
        }
        if count >= MOST_FILES {
            return Err("schema-reference-too-many");
        }
        self.file(&path, reference.address.clone())
            .map_err(|_| "schema-reference-unreadable")
    }
}

/// Whether a text that cannot be read seems to be a schema for all that.
fn begins_like_schema(source: &Source) -> bool {
    let text = source.text.trim_start_matches('\u{FEFF}').trim_start();
    let is_yaml = matches!(source.path.extension().as_deref(), Some("yaml" | "yml"));
    is_yaml || text.is_empty() || text.starts_with(['{', '#']) || text.starts_with("//") || text.starts_with("/*")
}

/// What is said of a file that is no schema at all. Nothing of it is shown, for it
/// may be anything, and reports are read by others.
fn no_schema(path: FilePath) -> (Source, Vec<Diagnostic>) {
    let message = Message::key("schema-file-no-mapping");
    let help = Some(Message::key("schema-file-no-mapping-help"));
    let mistake = Diagnostic::mistake(SCHEMA_FILE, Span::empty(0), message, help);
    (Source::from_text(path, String::new()), vec![mistake])
}

fn mistake(fault: Fault) -> Diagnostic {
    Diagnostic::mistake(SCHEMA_FILE, fault.span, fault.message, fault.help)
}

/// A mistake at a reference. The help of a message goes by the message's name.
fn wrong_reference(written: &Written, reference: &Reference, key: &'static str) -> Diagnostic {
    let help = match key {
        "schema-reference-remote" => "schema-reference-remote-help",
        "schema-reference-outside" => "schema-reference-outside-help",
        "schema-reference-no-file" => "schema-reference-no-file-help",
        "schema-reference-too-many" => "schema-reference-too-many-help",
        "schema-reference-nowhere" => "schema-reference-nowhere-help",
        _ => "schema-reference-unreadable-help",
    };
    let span = written
        .node
        .at(&reference.pointer)
        .map_or(written.node.span, |node| node.span);
    let arguments = Arguments::new()
        .with("reference", reference.written.as_str())
        .with("limit", MOST_FILES.to_string());
    Diagnostic::mistake(
        SCHEMA_FILE,
        span,
        Message::Key(key, arguments),
        Some(Message::key(help)),
    )
}

/// Adds what leads to nothing in the schema that it names.
fn add_dangling(loaded: &mut [SchemaFile]) {
    let all: Vec<(String, &Json)> = loaded
        .iter()
        .map(|file| (file.address.clone(), &file.written.json))
        .collect();
    let found = dangling(&all);
    for (file, dangling) in loaded.iter_mut().zip(found) {
        for Dangling { reference, meant } in dangling {
            let mut mistake = wrong_reference(&file.written, &reference, "schema-reference-nowhere");
            if let Some(meant) = meant {
                let arguments = Arguments::new().with("suggestion", meant);
                mistake.help = Some(Message::Key("schema-did-you-mean", arguments));
            }
            file.mistakes.push(mistake);
        }
    }
}

/// The schema that some files make up, the first of them first.
fn compiled(loaded: &mut [SchemaFile]) -> Option<Schema> {
    let (first, others) = loaded.split_first_mut()?;
    let others: Vec<(String, Json)> = others
        .iter()
        .map(|file| (file.address.clone(), file.written.json.clone()))
        .collect();
    match Schema::compile_among(&first.address, &first.written.json, &others) {
        Ok(schema) => Some(schema),
        Err(error) => {
            let span = first.written.node.at(&error.pointer);
            let span = span.map_or(Span::empty(first.written.node.span.start), |node| node.span);
            first
                .mistakes
                .push(Diagnostic::mistake(SCHEMA_FILE, span, error.message, None));
            None
        }
    }
}

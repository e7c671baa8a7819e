//! The report as one JSON document, described by `schemas/report.schema.json`.
//!
//! Spans are half-open and in bytes of the file; lines and columns count from 1,
//! columns in Unicode scalar values; an end is the place after the last character.

use std::io::{self, Write as _};

use serde::Serialize;
use serde_json::{Map, Value};

use super::positions::{Places, Positions};
use super::{Options, Report};
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::messages::{Arguments, Catalogue};
use crate::text::{FilePath, Span, is_invisible_control};

/// The version of this form; 0 until it is frozen as 1.
const VERSION: u32 = 0;

#[derive(Serialize)]
struct ReportJson<'a> {
    version: u32,
    files_checked: usize,
    summary: SummaryJson,
    diagnostics: Diagnostics<'a>,
}

/// All diagnostics, each made when it is written: there can be very many.
struct Diagnostics<'a> {
    report: &'a Report,
    options: &'a Options<'a>,
}

impl Serialize for Diagnostics<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let places = Places::new(self.report);
        let diagnostics = self.report.files.iter().flat_map(|file| {
            let path = &file.source.path;
            let of_file = file.diagnostics.iter();
            of_file.map(|diagnostic| diagnostic_json(path, diagnostic, &places, self.options))
        });
        serializer.collect_seq(diagnostics)
    }
}

#[derive(Serialize)]
struct SummaryJson {
    errors: usize,
    warnings: usize,
    infos: usize,
    fixable: usize,
}

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    path: &'a str,
    rule: &'a str,
    group: Option<&'a str>,
    severity: &'static str,
    message: String,
    arguments: Map<String, Value>,
    help: Option<String>,
    #[serde(flatten)]
    place: PlaceJson,
    labels: Vec<LabelJson<'a>>,
    fix: Option<FixJson<'a>>,
}

#[derive(Serialize)]
struct LabelJson<'a> {
    path: &'a str,
    #[serde(flatten)]
    place: PlaceJson,
    message: String,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: String,
    applicability: &'static str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    path: &'a str,
    #[serde(flatten)]
    place: PlaceJson,
    text: &'a str,
}

#[derive(Serialize)]
struct PlaceJson {
    span: SpanJson,
    /// Missing for a label in a file whose text is not at hand.
    start: Option<PositionJson>,
    end: Option<PositionJson>,
}

#[derive(Serialize)]
struct SpanJson {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct PositionJson {
    line: usize,
    column: usize,
}

pub(super) fn render(report: &Report, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let summary = &report.summary;
    let document = ReportJson {
        version: VERSION,
        files_checked: summary.files_checked,
        summary: SummaryJson {
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            fixable: summary.fixable,
        },
        diagnostics: Diagnostics { report, options },
    };
    let mut escaped = EscapeHidden {
        out,
        waiting: Vec::with_capacity(2 * ENOUGH),
    };
    serde_json::to_writer_pretty(&mut escaped, &document)?;
    escaped.write_all(b"\n")?;
    escaped.flush()
}

/// How many bytes wait until they are passed on.
const ENOUGH: usize = 64 << 10;

/// Escapes what passes through it. JSON leaves C1 controls and bidirectional
/// overrides as they are, and a terminal would obey them; outside of strings
/// there are none, so each can be escaped where it stands. The serializer
/// writes whole characters.
struct EscapeHidden<'o> {
    out: &'o mut dyn io::Write,
    waiting: Vec<u8>,
}

impl io::Write for EscapeHidden<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= ENOUGH {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match std::str::from_utf8(&self.waiting) {
            Ok(text) => write_escaped(text, self.out)?,
            Err(_) => self.out.write_all(&self.waiting)?,
        }
        self.waiting.clear();
        self.out.flush()
    }
}

/// Hidden characters begin with one of few bytes: DEL is one byte, C1 controls
/// begin with C2, U+061C with D8, the other marks of direction with E2.
fn write_escaped(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let bytes = text.as_bytes();
    let mut candidates: Vec<usize> = memchr::memchr3_iter(0xC2, 0xD8, 0xE2, bytes).collect();
    if memchr::memchr(0x7F, bytes).is_some() {
        candidates.extend(memchr::memchr_iter(0x7F, bytes));
        candidates.sort_unstable();
    }
    let mut done = 0;
    for at in candidates {
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        if is_invisible_control(character) {
            out.write_all(&bytes[done..at])?;
            write!(out, "\\u{:04x}", u32::from(character))?;
            done = at + character.len_utf8();
        }
    }
    out.write_all(&bytes[done..])
}

fn diagnostic_json<'a>(
    path: &'a FilePath,
    diagnostic: &'a Diagnostic,
    places: &Places<'_>,
    options: &Options<'a>,
) -> DiagnosticJson<'a> {
    let catalogue = options.catalogue;
    DiagnosticJson {
        path: &path.shown,
        rule: diagnostic.rule.as_str(),
        group: options.groups.get(&diagnostic.rule).map(String::as_str),
        severity: diagnostic.severity.name(),
        message: catalogue.sentence(&diagnostic.message),
        arguments: arguments_json(diagnostic.message.arguments()),
        help: diagnostic.help.as_ref().map(|help| catalogue.sentence(help)),
        place: place_json(diagnostic.span, places.of(path)),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| label_json(label, places, catalogue))
            .collect(),
        fix: diagnostic
            .fix
            .as_ref()
            .map(|fix| fix_json(path, fix, places, catalogue)),
    }
}

/// The first of a name counts, as in the sentence.
fn arguments_json(arguments: &Arguments) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, value) in arguments.iter() {
        map.entry(name).or_insert_with(|| Value::from(value));
    }
    map
}

fn label_json<'a>(label: &'a Label, places: &Places<'_>, catalogue: &Catalogue) -> LabelJson<'a> {
    LabelJson {
        path: &label.file.shown,
        place: place_json(label.span, places.of(&label.file)),
        message: catalogue.sentence(&label.message),
    }
}

fn fix_json<'a>(path: &'a FilePath, fix: &'a Fix, places: &Places<'_>, catalogue: &Catalogue) -> FixJson<'a> {
    let edits = fix.edits.iter().map(|edit| EditJson {
        path: &path.shown,
        place: place_json(edit.span, places.of(path)),
        text: &edit.text,
    });
    FixJson {
        title: catalogue.sentence(&fix.title),
        applicability: fix.applicability.name(),
        edits: edits.collect(),
    }
}

fn place_json(span: Span, positions: Option<&Positions<'_>>) -> PlaceJson {
    let position = |offset: usize| {
        let position = positions?.position(offset);
        Some(PositionJson {
            line: position.line,
            column: position.column,
        })
    };
    PlaceJson {
        span: SpanJson {
            start: span.start,
            end: span.end,
        },
        start: position(span.start),
        end: position(span.end),
    }
}

//! The report as one JSON document, described by `schemas/report.schema.json`.
//!
//! Spans are half-open and in bytes of the file; lines and columns count from 1,
//! columns in Unicode scalar values; an end is the place after the last character.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

use super::escape;
use super::positions::{LineEnds, Places, Positions};
use super::{Options, Report};
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::messages::{Arguments, Catalogue};
use crate::text::{FilePath, Span};

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
        let places = Places::new(self.report, LineEnds::All);
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
    escape::write_json(&document, out)
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
        group: options
            .registry
            .get(diagnostic.rule.as_str())
            .map(|registered| registered.rule.group.name()),
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

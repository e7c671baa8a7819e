//! The report as one run of the Static Analysis Results Interchange Format
//! (SARIF 2.1.0, an OASIS standard).
//!
//! Lines are those of Git: a lone carriage return ends none, as the standard has
//! it by default. Columns count Unicode scalar values from 1; an end is the place
//! after the last character.

mod rules;
mod shape;

use std::io;

use serde::{Serialize, Serializer};

use super::escape;
use super::fingerprint::Fingerprints;
use super::positions::{LineEnds, Places, Positions};
use super::root::Uri;
use super::{FileReport, Notice, Options, Report};
use crate::diagnostic::{Diagnostic, Edit, Fix, Label, Severity};
use crate::messages::{Language, Message};
use crate::text::{FilePath, Span};

use rules::Rules;
use shape::{
    ArtifactChange, ArtifactLocation, Driver, Fixed, Invocation, Location, Log, Notification, PartialFingerprints,
    PhysicalLocation, Properties, Region, Related, Replacement, Run, SarifResult, Text, Tool,
};

/// Where the shape of the document is described.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What relative paths are relative to: the root of the repository.
const SOURCE_ROOT: &str = "%SRCROOT%";

pub(super) fn render(report: &Report, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let writer = Writer {
        report,
        options,
        places: Places::new(report, LineEnds::LineFeeds),
        rules: Rules::of(report),
    };
    let language = match options.catalogue.language() {
        Language::English => "en-US",
        Language::SimplifiedChinese => "zh-CN",
    };
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "kanwu",
                version: env!("CARGO_PKG_VERSION"),
                language,
                rules: writer.rules.descriptors(options),
            },
        },
        invocations: [writer.invocation()],
        language,
        column_kind: "unicodeCodePoints",
        results: Results(&writer),
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    };
    escape::write_json(&log, out)
}

struct Writer<'a> {
    report: &'a Report,
    options: &'a Options<'a>,
    places: Places<'a>,
    rules: Rules<'a>,
}

/// All results, each made when it is written: there can be very many.
struct Results<'w, 'a>(&'w Writer<'a>);

impl Serialize for Results<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let files = self.0.report.files.iter();
        serializer.collect_seq(files.flat_map(|file| self.0.results(file)))
    }
}

impl<'a> Writer<'a> {
    fn results<'w>(&'w self, file: &'a FileReport) -> impl Iterator<Item = SarifResult<'a>> + use<'w, 'a> {
        let path = &file.source.path;
        let positions = self.places.of(path);
        let mut fingerprints = Fingerprints::default();
        let diagnostics = file.diagnostics.iter();
        diagnostics.map(move |diagnostic| self.result(diagnostic, path, positions, &mut fingerprints))
    }

    fn result(
        &self,
        diagnostic: &'a Diagnostic,
        path: &FilePath,
        positions: Option<&Positions<'_>>,
        fingerprints: &mut Fingerprints,
    ) -> SarifResult<'a> {
        let mut message = self.sentence(&diagnostic.message);
        if let Some(help) = &diagnostic.help {
            message.push('\n');
            message.push_str(&self.sentence(help));
        }
        let related = diagnostic.labels.iter().zip(1..);
        SarifResult {
            rule_id: diagnostic.rule.as_str(),
            rule_index: self.rules.index_of(&diagnostic.rule),
            level: level(diagnostic.severity),
            message: Text { text: message },
            locations: [Location {
                physical_location: self.place(path, diagnostic.span, positions),
            }],
            related_locations: related.map(|(label, id)| self.related(label, id)).collect(),
            partial_fingerprints: positions.map(|positions| PartialFingerprints {
                kanwu: fingerprints.next(diagnostic, positions),
            }),
            fixes: diagnostic
                .fix
                .iter()
                .filter_map(|fix| self.fix(fix, path, positions?))
                .collect(),
        }
    }

    fn related(&self, label: &Label, id: usize) -> Related {
        Related {
            id,
            physical_location: self.place(&label.file, label.span, self.places.of(&label.file)),
            message: Text {
                text: self.sentence(&label.message),
            },
        }
    }

    /// A fix without edits is nothing that the standard knows.
    fn fix(&self, fix: &'a Fix, path: &FilePath, positions: &Positions<'_>) -> Option<Fixed<'a>> {
        let replacement = |edit: &'a Edit| {
            let inserted_content = (!edit.text.is_empty()).then_some(Text {
                text: edit.text.as_str(),
            });
            Replacement {
                deleted_region: region(edit.span, positions),
                inserted_content,
            }
        };
        (!fix.edits.is_empty()).then(|| Fixed {
            description: Text {
                text: self.sentence(&fix.title),
            },
            artifact_changes: [ArtifactChange {
                artifact_location: self.artifact(path),
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
            properties: Properties {
                applicability: fix.applicability.name(),
            },
        })
    }

    /// Whether the run could do what it was asked, and what it could not read.
    fn invocation(&self) -> Invocation {
        let notices = &self.report.notices;
        // Findings without a checked file are mistakes that kept all from being checked.
        let is_refused = self.report.summary.files_checked == 0 && !self.report.files.is_empty();
        let is_failed = |notice: &Notice| notice.severity == Severity::Error;
        let notification = |notice: &Notice| Notification {
            level: level(notice.severity),
            message: Text {
                text: self.sentence(&notice.message),
            },
            locations: [Location {
                physical_location: PhysicalLocation {
                    artifact_location: self.artifact(&notice.path),
                    region: None,
                },
            }],
        };
        Invocation {
            execution_successful: !is_refused && !notices.iter().any(is_failed),
            tool_execution_notifications: notices.iter().map(notification).collect(),
        }
    }

    /// A label in a file whose text is not at hand has no region.
    fn place(&self, path: &FilePath, span: Span, positions: Option<&Positions<'_>>) -> PhysicalLocation {
        PhysicalLocation {
            artifact_location: self.artifact(path),
            region: positions.map(|positions| region(span, positions)),
        }
    }

    fn artifact(&self, path: &FilePath) -> ArtifactLocation {
        match self.options.root.uri(path) {
            Uri::Relative(uri) => ArtifactLocation {
                uri,
                uri_base_id: Some(SOURCE_ROOT),
            },
            Uri::Absolute(uri) => ArtifactLocation { uri, uri_base_id: None },
        }
    }

    fn sentence(&self, message: &Message) -> String {
        plain(&self.options.catalogue.sentence(message))
    }
}

/// A sentence in which nothing is a placeholder or a link (sections 3.11.5 and
/// 3.11.6 of the standard).
fn plain(sentence: &str) -> String {
    sentence.replace('{', "{{").replace('}', "}}").replace("](", "\\](")
}

fn region(span: Span, positions: &Positions<'_>) -> Region {
    let span = positions.clamp(span);
    let (start, end) = (positions.position(span.start), positions.position(span.end));
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

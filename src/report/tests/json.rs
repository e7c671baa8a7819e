//! The JSON form: its bytes, its schema, and what it promises of positions.

use serde_json::{Value, json};

use super::*;
use crate::diagnostic::{Applicability, Change, Edit, Fix};

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/report.schema.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The document, which must fit the schema.
pub(super) fn document(report: &Report) -> Value {
    let text = rendered(Format::Json, report, Language::SimplifiedChinese, Color::Ansi);
    let document: Value = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> = schema().iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    document
}

#[test]
fn a_diagnostic_with_everything() {
    let mut file = one("_posts/a.md", "---\n---\n\n外⟦<ins>⟧\r\n\u{85}", &[]);
    let path = file.source.path.clone();
    let diagnostic = &mut file.diagnostics[0];
    diagnostic.message = Message::FromRule(
        RuleId::new("test"),
        RuleSentence::Message,
        Arguments::new()
            .with("text", "残留\u{9B}")
            .with("text", "twice")
            .with("name", "ins"),
    );
    diagnostic.help = Some(say("delete it"));
    diagnostic.labels = vec![
        Label {
            file: path,
            span: Span::new(0, 3),
            message: say("front matter"),
        },
        Label {
            file: FilePath::new("b.md"),
            span: Span::new(1, 2),
            message: say("elsewhere"),
        },
    ];
    diagnostic.fix = Some(Fix {
        title: say("delete the element"),
        edits: vec![Edit {
            span: Span::new(12, 19),
            text: "\n".to_owned(),
        }],
        change: Change::RemoveNode,
        applicability: Applicability::Safe,
    });
    let mut report = report(vec![file]);
    report.summary.files_checked = 12;
    let place = |from: (usize, usize, usize), to: (usize, usize, usize)| {
        json!({
            "span": { "start": from.0, "end": to.0 },
            "start": { "line": from.1, "column": from.2 },
            "end": { "line": to.1, "column": to.2 },
        })
    };
    let with = |mut value: Value, place: Value| {
        value
            .as_object_mut()
            .unwrap()
            .extend(place.as_object().unwrap().clone());
        value
    };
    let expected = with(
        json!({
            "path": "_posts/a.md", "rule": "ad-slot", "group": "markup", "severity": "error",
            "message": "残留\u{9B}", "arguments": { "text": "残留\u{9B}", "name": "ins" }, "help": "delete it",
            "labels": [
                with(json!({ "path": "_posts/a.md", "message": "front matter" }), place((0, 1, 1), (3, 1, 4))),
                { "path": "b.md", "span": { "start": 1, "end": 2 }, "start": null, "end": null, "message": "elsewhere" },
            ],
            "fix": { "title": "delete the element", "applicability": "safe", "edits": [
                with(json!({ "path": "_posts/a.md", "text": "\n" }), place((12, 4, 2), (19, 5, 1))),
            ] },
        }),
        place((12, 4, 2), (17, 4, 7)),
    );
    assert_eq!(
        document(&report),
        json!({
            "version": 0, "files_checked": 12,
            "summary": { "errors": 1, "warnings": 0, "infos": 0, "fixable": 1 },
            "diagnostics": [expected],
        })
    );
}

#[test]
fn severities_below_the_level_are_in_json_and_sorted() {
    let (mut first, mut second) = (one("b.md", "x⟦y⟧", &[]), one("a.md", "⟦x⟧y", &[]));
    first.diagnostics[0].severity = Severity::Info;
    second.diagnostics.push(Diagnostic {
        rule: RuleId::new("pack/other"),
        span: Span::new(0, 0),
        ..second.diagnostics[0].clone()
    });
    second.diagnostics.reverse();
    let second = FileReport::new(second.source, second.diagnostics);
    let document = document(&report(vec![first, second]));
    let order: Vec<_> = document["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| &found["rule"])
        .collect();
    assert_eq!(order, ["ad-slot", "pack/other", "ad-slot"]);
    assert_eq!(document["diagnostics"][1]["group"], Value::Null);
    assert_eq!(document["summary"]["infos"], 1);
}

#[test]
fn a_terminal_gets_no_control() {
    let mut file = one("a.md", "⟦x⟧", &[]);
    file.diagnostics[0].message = say("\u{1B}[2J\u{9B}2J\u{202E}\u{7F}");
    let text = rendered(Format::Json, &report(vec![file]), Language::English, Color::Never);
    assert!(text.contains(r#""message": "\u001b[2J\u009b2J\u202e\u007f""#), "{text}");
}

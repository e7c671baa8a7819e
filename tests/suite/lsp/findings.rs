//! What the server finds in the one site, and where, is what JSON has.

use std::collections::BTreeSet;
use std::path::Path;

use kanwu::lsp::Ended;
use serde_json::{Value, json};

use super::super::site::{self, EMOJI, FILES, Finding, Position, diagnostics, of_json, text_of};
use super::client::{Client, Unit, lines, uri};

/// What all files together decide is left to whole runs; `links.rs` has the test.
const OF_WHOLE_RUNS: [&str; 1] = ["duplicate-post"];

/// All that an editor is told of a finding, in the terms of JSON.
#[derive(Debug, PartialEq)]
struct Told {
    finding: Finding,
    end: Position,
    help: Option<String>,
    /// What a fix replaces, and by what.
    edits: Vec<(Position, Position, String)>,
    /// Path, place and words of what is related.
    labels: Vec<(String, Position, Position, String)>,
}

fn in_json(found: &Value) -> Told {
    let range = |place: &Value| (site::position(&place["start"]), site::position(&place["end"]));
    let edit = |edit: &Value| {
        let (start, end) = range(edit);
        (start, end, text_of(&edit["text"]))
    };
    let label = |label: &Value| {
        let (start, end) = range(label);
        (text_of(&label["path"]), start, end, text_of(&label["message"]))
    };
    let edits = found["fix"]["edits"].as_array();
    Told {
        finding: of_json(found),
        end: range(found).1,
        help: found["help"].as_str().map(str::to_owned),
        edits: edits.into_iter().flatten().map(edit).collect(),
        labels: found["labels"].as_array().unwrap().iter().map(label).collect(),
    }
}

/// Line and column of a position of the protocol, told from the text alone.
fn position(text: &str, position: &Value, unit: Unit) -> Position {
    let number = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
    let (line, units) = (number("line"), number("character"));
    let characters = lines(text)[line].trim_end_matches(['\r', '\n']).chars();
    let mut ends = vec![0];
    ends.extend(characters.clone().scan(0, |length, character| {
        *length += unit.length(&character.to_string());
        Some(*length)
    }));
    // A position that leads into a character has no column.
    let mut column = ends.iter().position(|end| *end == units).unwrap();
    if line == 0 && text.starts_with('\u{FEFF}') {
        column = column.saturating_sub(1);
    }
    (line as u64 + 1, column as u64 + 1)
}

fn in_protocol(found: &Value, folder: &Path, path: &str, text: &str, unit: Unit) -> Told {
    let range = |text: &str, range: &Value| {
        (
            position(text, &range["start"], unit),
            position(text, &range["end"], unit),
        )
    };
    let (start, end) = range(text, &found["range"]);
    let message = text_of(&found["message"]);
    let (sentence, help) = match message.split_once('\n') {
        Some((sentence, help)) => (sentence, Some(help.to_owned())),
        None => (message.as_str(), None),
    };
    let edit = |edit: &Value| {
        let (start, end) = range(text, &edit["range"]);
        (start, end, text_of(&edit["newText"]))
    };
    let label = |label: &Value| {
        let location = &label["location"];
        let is_it = |(path, _): &&(&str, &str)| uri(&folder.join(path)) == location["uri"];
        let (labelled, on_disk) = FILES.iter().find(is_it).unwrap();
        let text = if *labelled == path { text } else { *on_disk };
        let (start, end) = range(text, &location["range"]);
        ((*labelled).to_owned(), start, end, text_of(&label["message"]))
    };
    let severities = ["error", "warning", "info"];
    let severity = usize::try_from(found["severity"].as_u64().unwrap()).unwrap();
    let related = found["relatedInformation"].as_array();
    Told {
        finding: Finding {
            path: path.to_owned(),
            start,
            severity: severities[severity - 1].to_owned(),
            rule: text_of(&found["code"]),
            sentence: sentence.to_owned(),
        },
        end,
        help,
        edits: found["data"]["edits"]
            .as_array()
            .into_iter()
            .flatten()
            .map(edit)
            .collect(),
        labels: related.into_iter().flatten().map(label).collect(),
    }
}

/// What is open in an editor of a file: its text, or, as most do, that without its
/// byte order mark.
#[derive(Debug, Clone, Copy, PartialEq)]
enum ByteOrderMark {
    Kept,
    Dropped,
}

/// What a client is told of all files of the site.
fn told(folder: &Path, unit: Unit, mark: ByteOrderMark) -> Vec<Told> {
    let mut capabilities = unit.capabilities();
    capabilities["textDocument"] = json!({"publishDiagnostics": {"relatedInformation": true}});
    let mut client = Client::of_program(folder, capabilities);
    let mut all = Vec::new();
    for (path, text) in FILES.into_iter().filter(|(path, _)| !path.ends_with(".yml")) {
        let text = match mark {
            ByteOrderMark::Kept => text,
            ByteOrderMark::Dropped => text.trim_start_matches('\u{FEFF}'),
        };
        client.open(&folder.join(path), 1, text);
        let found = client.diagnostics(&folder.join(path), 1);
        all.extend(found.iter().map(|found| in_protocol(found, folder, path, text, unit)));
    }
    assert_eq!(client.shut_down(), Ended::Orderly);
    all.sort_by(|one, other| one.finding.path.cmp(&other.finding.path));
    all
}

#[test]
fn findings_stand_where_json_has_them() {
    let folder = site::site();
    let folder = folder.path();
    let report = site::json(folder, "json", &["."]);
    let expected: Vec<Told> = diagnostics(&report)
        .iter()
        .map(in_json)
        .filter(|told| !OF_WHOLE_RUNS.contains(&told.finding.rule.as_str()))
        .collect();
    for unit in [Unit::Utf16, Unit::Utf8] {
        for mark in [ByteOrderMark::Kept, ByteOrderMark::Dropped] {
            assert_eq!(told(folder, unit, mark), expected, "{unit:?}, {mark:?}");
        }
    }
    // Nothing that is compared is always empty.
    assert!(expected.iter().any(|told| told.finding.start.0 != told.end.0));
    assert!(expected.iter().any(|told| !told.edits.is_empty()));
    assert!(expected.iter().any(|told| !told.labels.is_empty()));
    let is_of_another = |told: &&Told| told.finding.sentence.contains("`docs/windows.md` has no heading");
    assert!(expected.iter().any(|told| is_of_another(&told)));
    let rules: BTreeSet<&str> = expected.iter().map(|told| told.finding.rule.as_str()).collect();
    assert!(rules.len() >= 8, "{rules:?}");
    assert!(expected.iter().any(|told| told.finding.path == EMOJI));
}

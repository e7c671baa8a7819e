//! One site in all forms of the report: the same findings at the same places.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use super::site::{
    EMOJI, FIRST, Finding, OLD_MAC, Position, SLOT, TWICE, TYPES, diagnostics, json, of_json, position, printed, site,
    text, text_of,
};

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// `path:line:column`.
fn place(text: &str) -> (String, Position) {
    let mut parts = text.rsplitn(3, ':');
    let (column, line) = (number(parts.next().unwrap()), number(parts.next().unwrap()));
    (parts.next().unwrap().to_owned(), (line, column))
}

/// `severity[rule]`.
fn heading(text: &str) -> (String, String) {
    let (severity, rule) = text.split_once('[').unwrap();
    (severity.replace("note", "info"), rule.trim_end_matches(']').to_owned())
}

fn of_text(printed: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut lines = printed.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((_, shown)) = lines.peek().and_then(|next| next.split_once("┌─ ")) else {
            continue;
        };
        // Excerpts of labels follow a line that is no heading.
        let Some((before, sentence)) = line.split_once(": ").filter(|(before, _)| before.ends_with(']')) else {
            continue;
        };
        let ((severity, rule), (path, start)) = (heading(before), place(shown));
        findings.push(Finding {
            path,
            start,
            severity,
            rule,
            sentence: sentence.to_owned(),
        });
    }
    findings
}

fn of_concise(printed: &str) -> Vec<Finding> {
    let finding = |line: &str| {
        let (shown, rest) = line.split_once(": ").unwrap();
        let (before, sentence) = rest.split_once(' ').unwrap();
        let ((severity, rule), (path, start)) = (heading(before), place(shown));
        Finding {
            path,
            start,
            severity,
            rule,
            sentence: sentence.to_owned(),
        }
    };
    printed.lines().map(finding).collect()
}

/// Line and column of a byte where `\n` alone ends a line, counted here anew.
fn by_line_feeds(path: &str, offset: &Value) -> Position {
    let before = &text(path)[..usize::try_from(offset.as_u64().unwrap()).unwrap()];
    let line = before.split('\n').next_back().unwrap().trim_start_matches('\u{FEFF}');
    (before.split('\n').count() as u64, line.chars().count() as u64 + 1)
}

/// The findings of JSON at their places where `\n` alone ends a line, each with
/// its end.
fn moved(report: &Value) -> Vec<(Finding, Position)> {
    let moved = diagnostics(report).iter().map(|found| {
        let finding = of_json(found);
        let start = by_line_feeds(&finding.path, &found["span"]["start"]);
        let end = by_line_feeds(&finding.path, &found["span"]["end"]);
        (Finding { start, ..finding }, end)
    });
    moved.collect()
}

/// What GitHub makes of escapes.
fn unescaped(text: &str) -> String {
    let text = text.replace("%0A", "\n").replace("%0D", "\r");
    text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
}

/// Annotations with their last line, and the last column where there is one.
fn of_github(printed: &str) -> Vec<(Finding, (u64, Option<u64>))> {
    let finding = |line: &str| {
        let (command, words) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (severity, properties) = command.split_once(' ').unwrap();
        let property = |name: &str| {
            let mut all = properties.split(',').filter_map(|property| property.split_once('='));
            Some(unescaped(all.find(|(known, _)| *known == name)?.1))
        };
        let words = unescaped(words);
        let sentence = words.lines().next().unwrap();
        let path = property("file").unwrap();
        let rest = sentence.strip_prefix(&path).unwrap();
        let (shown, sentence) = rest.split_once(": ").unwrap();
        let (_, start) = place(&format!("{path}{shown}"));
        assert_eq!(property("line").map(|line| number(&line)), Some(start.0));
        assert!(property("col").is_none_or(|column| number(&column) == start.1));
        let title = property("title").unwrap();
        let finding = Finding {
            path,
            start,
            severity: severity.replace("notice", "info"),
            rule: title.strip_prefix("kanwu (").unwrap().trim_end_matches(')').to_owned(),
            sentence: sentence.to_owned(),
        };
        let end_column = property("endColumn").map(|column| number(&column));
        (finding, (number(&property("endLine").unwrap()), end_column))
    };
    printed.lines().map(finding).collect()
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            b'/' | b'-' | b'.' | b'_' | b'~' => bytes.push(byte),
            _ => {
                assert!(byte.is_ascii_alphanumeric(), "{uri}");
                bytes.push(byte);
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

type Place = (String, Position, Position);

fn sarif_place(location: &Value) -> Place {
    let location = &location["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let region = |name: &str| location["region"][name].as_u64().unwrap();
    let path = decoded(location["artifactLocation"]["uri"].as_str().unwrap());
    let start = (region("startLine"), region("startColumn"));
    (path, start, (region("endLine"), region("endColumn")))
}

fn of_sarif(log: &Value) -> Vec<(Finding, Position)> {
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let finding = |result: &Value| {
        let (path, start, end) = sarif_place(&result["locations"][0]);
        let rule = text_of(&result["ruleId"]);
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], rule.as_str());
        let sentence = result["message"]["text"].as_str().unwrap().lines().next().unwrap();
        let finding = Finding {
            path,
            start,
            severity: text_of(&result["level"]).replace("note", "info"),
            rule,
            sentence: sentence.to_owned(),
        };
        (finding, end)
    };
    run["results"].as_array().unwrap().iter().map(finding).collect()
}

#[test]
fn all_forms_have_the_same_findings_at_the_same_places() {
    let folder = site();
    let folder = folder.path();
    let report = json(folder, "json", &["."]);
    let findings: Vec<Finding> = diagnostics(&report).iter().map(of_json).collect();
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    let expected = [
        "ad-slot",
        "broken-fragment",
        "broken-image",
        "broken-link",
        "confused-word",
        "duplicate-post",
        "empty-element",
        "file-name-illegal-on-windows",
        "front-matter-syntax",
        "wrong-type",
    ];
    assert_eq!(rules, expected.into(), "{findings:#?}");
    let is_long = |found: &&Value| position(&found["start"]).0 != position(&found["end"]).0;
    assert_eq!(diagnostics(&report).iter().filter(is_long).count(), 3);

    assert_eq!(of_text(&printed(folder, "text", &["."])), findings);
    assert_eq!(of_concise(&printed(folder, "concise", &["."])), findings);

    let moved = moved(&report);
    assert_ne!(
        moved.iter().map(|(finding, _)| finding.clone()).collect::<Vec<_>>(),
        findings
    );
    assert_eq!(of_sarif(&json(folder, "sarif", &["."])), moved);

    let rank = |(finding, _): &(Finding, Position)| ["error", "warning", "info"].map(|name| name != finding.severity);
    let mut expected = moved;
    expected.sort_by_key(rank);
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(finding, end)| {
            let end_column = (end.0 == finding.start.0).then_some(end.1);
            (finding, (end.0, end_column))
        })
        .collect();
    assert_eq!(of_github(&printed(folder, "github", &["."])), expected);
}

#[test]
fn labels_are_related_locations() {
    let folder = site();
    let folder = folder.path();
    let report = json(folder, "json", &["."]);
    let mut labels = Vec::new();
    for found in diagnostics(&report) {
        for label in found["labels"].as_array().unwrap() {
            let path = text_of(&label["path"]);
            let position = |name: &str| by_line_feeds(&path, &label["span"][name]);
            labels.push((path.clone(), position("start"), position("end")));
        }
    }
    let log = json(folder, "sarif", &["."]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let related = results
        .iter()
        .filter_map(|result| result["relatedLocations"].as_array())
        .flatten();
    assert_eq!(related.map(sarif_place).collect::<Vec<_>>(), labels);
    let paths: Vec<&str> = labels.iter().map(|(path, ..)| path.as_str()).collect();
    assert_eq!(paths, [FIRST, TYPES, TWICE], "only the first is another file's");
}

/// Applies the fixes of SARIF to a text by line and column.
fn applied(text: &str, results: &[Value], path: &str) -> String {
    let start_of_line = |line: u64| match line {
        1 => text.len() - text.trim_start_matches('\u{FEFF}').len(),
        _ => {
            text.match_indices('\n')
                .nth(usize::try_from(line).unwrap() - 2)
                .unwrap()
                .0
                + 1
        }
    };
    let offset = |region: &Value, line: &str, column: &str| {
        let start = start_of_line(region[line].as_u64().unwrap());
        let before = usize::try_from(region[column].as_u64().unwrap()).unwrap() - 1;
        let mut ends = text[start..]
            .char_indices()
            .map(|(at, _)| start + at)
            .chain([text.len()]);
        ends.nth(before).unwrap()
    };
    let mut edits = Vec::new();
    for fix in results.iter().filter_map(|result| result["fixes"].as_array()).flatten() {
        let change = &fix["artifactChanges"][0];
        if decoded(change["artifactLocation"]["uri"].as_str().unwrap()) != path {
            continue;
        }
        assert_ne!(fix["properties"]["applicability"], "display");
        for replacement in change["replacements"].as_array().unwrap() {
            let region = &replacement["deletedRegion"];
            let span = offset(region, "startLine", "startColumn")..offset(region, "endLine", "endColumn");
            edits.push((
                span,
                replacement["insertedContent"]["text"].as_str().unwrap_or_default(),
            ));
        }
    }
    assert!(!edits.is_empty(), "{path}");
    edits.sort_by_key(|(span, _)| span.start);
    let mut mended = text.to_owned();
    for (span, text) in edits.into_iter().rev() {
        mended.replace_range(span, text);
    }
    mended
}

#[test]
fn the_fixes_in_sarif_leave_what_the_program_leaves() {
    let folder = site();
    let folder = folder.path();
    let log = json(folder, "sarif", &["."]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let paths = [EMOJI, SLOT, OLD_MAC];
    let expected = paths.map(|path| applied(text(path), results, path));
    let fixed = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--unsafe-fixes", "--quiet", "--quiet"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(fixed.status.code().is_some());
    for (path, expected) in paths.iter().zip(expected) {
        assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), expected, "{path}");
    }
}

/// Services see a repository from its root, wherever the program was run.
#[test]
fn services_get_paths_from_the_root_of_the_repository() {
    let folder = site();
    let (root, below) = (folder.path(), folder.path().join("_posts/多 行"));
    let paths = |printed: &[(Finding, Position)]| -> BTreeSet<String> {
        printed.iter().map(|(finding, _)| finding.path.clone()).collect()
    };
    let from_root = paths(&of_sarif(&json(root, "sarif", &["_posts"])));
    assert!(from_root.contains(SLOT) && from_root.len() >= 3);
    assert_eq!(paths(&of_sarif(&json(&below, "sarif", &[".."]))), from_root);
    let printed = printed(&below, "github", &[".."]);
    assert!(
        printed.contains(" file=_posts/多 行/2024-03-08-槽位.html,"),
        "{printed}"
    );
    assert!(printed.contains("::../多 行/2024-03-08-槽位.html:5:1: "), "{printed}");
}

/// Mistakes in a configuration are told in every form, and written to files.
#[test]
fn mistakes_in_a_configuration_have_every_form() {
    let folder = site();
    fs::write(folder.path().join("kanwu.yaml"), "ruless: {}\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--format", "github", "--output=sarif=a.sarif"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.starts_with("::error file=kanwu.yaml,line=1,endLine=1,col=1,endColumn=7,"),
        "{printed}"
    );
    let log = fs::read_to_string(folder.path().join("a.sarif")).unwrap();
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let place = sarif_place(&log["runs"][0]["results"][0]["locations"][0]);
    assert_eq!(place, ("kanwu.yaml".to_owned(), (1, 1), (1, 7)));
}

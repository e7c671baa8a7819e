//! The text form, read by eye: one snapshot for each case that is easy to get
//! wrong, and properties over arbitrary text.

use std::collections::HashMap;

use snapbox::{IntoData as _, assert_data_eq, str};

use super::*;
use crate::diagnostic::{Applicability, Change, Edit, Fix, Label};
use crate::messages::{Arguments, Language, Localized, RuleSentence};
use crate::text::Span;

/// A sentence that is its own text in both languages.
fn say(text: &str) -> Message {
    Message::FromRule(
        RuleId::new("test"),
        RuleSentence::Message,
        Arguments::new().with("text", text),
    )
}

fn catalogue(language: Language) -> Catalogue {
    let mut catalogue = Catalogue::new(language);
    let echo = Localized {
        en: "{text}".to_owned(),
        zh_hans: "{text}".to_owned(),
    };
    catalogue.add_rule_sentence(RuleId::new("test"), RuleSentence::Message, echo);
    catalogue
}

/// Takes `⟦…⟧` out of a text: the text, and the spans that were marked.
fn marked(text: &str) -> (String, Vec<Span>) {
    let (mut plain, mut spans, mut open) = (String::new(), Vec::new(), Vec::new());
    for character in text.chars() {
        match character {
            '⟦' => {
                open.push(spans.len());
                spans.push(Span::empty(plain.len()));
            }
            '⟧' => spans[open.pop().unwrap()].end = plain.len(),
            other => plain.push(other),
        }
    }
    (plain, spans)
}

/// A diagnostic on the first marked span, with a label on each other.
fn one(path: &str, text: &str, labels: &[&str]) -> FileReport {
    let (text, spans) = marked(text);
    let file = FilePath::new(path);
    let diagnostic = Diagnostic {
        rule: RuleId::new("ad-slot"),
        severity: Severity::Error,
        message: say("leftover advertisement slot"),
        span: spans[0],
        labels: spans[1..]
            .iter()
            .zip(labels)
            .map(|(span, message)| Label {
                file: file.clone(),
                span: *span,
                message: say(message),
            })
            .collect(),
        help: None,
        fix: None,
    };
    FileReport::new(Source::from_text(file, text), vec![diagnostic])
}

fn text_of(report: &Report, language: Language, color: Color) -> String {
    let options = Options {
        catalogue: &catalogue(language),
        groups: &HashMap::new(),
        level: Severity::Info,
        color,
    };
    let mut out = Vec::new();
    render(Format::Text, report, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn report(files: Vec<FileReport>) -> Report {
    let summary = Summary::count(&files);
    Report::new(files, Vec::new(), summary)
}

/// The rendered text of one marked text.
fn quoted(text: &str, labels: &[&str]) -> String {
    text_of(
        &report(vec![one("a.md", text, labels)]),
        Language::English,
        Color::Never,
    )
}

#[test]
fn look() {
    let long = "因为议会第二次投票没有通过，".repeat(40);
    for (text, labels) in [
        (format!("---\ntitle: a\n---\n\n{long}⟦外账⟧的{long}\n"), &["x"][..]),
        (
            format!("{long}⟦外账⟧的{long}并且⟦外长⟧也{long}"),
            &["here it is written otherwise"],
        ),
        (format!("ab ⟦外账⟧的cd并且⟦外长⟧也"), &["here it is written otherwise"]),
        (format!("{long}⟦外账{long}的⟧{long}"), &[]),
        (format!("{long}⟦外账{long}⟦in{long}side⟧的⟧{long}"), &["that"]),
        (
            "\t⟦a\tb⟧ 👩\u{200D}👩\u{200D}👧 ❤\u{FE0F} 한국어 ⟦e\u{301}e\u{301}⟧\u{301}x\n".into(),
            &["marks"],
        ),
        ("first\r\nse⟦cond⟧\r\nthird".into(), &[]),
        ("first\rse⟦cond⟧\rthird".into(), &[]),
        ("x\n  <div class=a>⟦<p>\ntext\n</p>⟧</div>\n".into(), &[]),
        ("x\n⟦<p>\ntext\n\nmore\n\n</p>\n⟧after ⟦here⟧\n".into(), &["then"]),
        ("no line end⟦⟧".into(), &[]),
        ("line end\n⟦⟧".into(), &[]),
        ("a⟦⟧外b".into(), &[]),
        ("⟦⟧".into(), &[]),
        ("\u{FEFF}⟦bom⟧".into(), &[]),
        (
            "⟦\u{FEFF}⟧bom \u{1B}[31mred\u{1B}[0m \u{202E}⟦evil⟧\u{202C} \0 z\u{200B}w \u{AD} \u{2028} \u{7f}".into(),
            &["reversed"],
        ),
        ("é⟦\u{301}⟧x".into(), &[]),
        ("trailing ⟦  ⟧\n".into(), &[]),
        ("newline⟦\n⟧next".into(), &[]),
    ] {
        println!("{}", quoted(&text, labels));
    }
}

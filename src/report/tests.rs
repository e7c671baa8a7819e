//! Reports made by hand, for the tests of each form.

mod json;
mod lines;
mod properties;
mod quotations;
mod sarif;
mod text;

use super::*;
use crate::diagnostic::Label;
use crate::messages::{Arguments, Language, Localized, RuleId, RuleSentence};
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

fn rendered(format: Format, report: &Report, language: Language, color: Color) -> String {
    let options = Options {
        catalogue: &catalogue(language),
        registry: &Registry::built_in(),
        root: &Root::new("/仓库", "/仓库/site"),
        level: Severity::Warning,
        color,
    };
    let mut out = Vec::new();
    render(format, report, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn report(files: Vec<FileReport>) -> Report {
    let summary = Summary::count(&files);
    Report::new(files, Vec::new(), summary)
}

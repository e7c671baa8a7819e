//! The check `pattern`: a regular expression in one kind of place.

mod expression;
mod reference;

use std::ops::Range;

use regex::{Captures, Regex};

use super::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Message};
use crate::document::Document;
use crate::document::node::Node;
use crate::document::prose::Run;
use crate::fact::Found;
use crate::rule::{Rule, RuleError};
use crate::text::{Span, is_hidden};

pub(super) use expression::{LazyRegex, Prefixes};

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Pattern {
    /// Where to look.
    r#in: Place,
    /// What to look for.
    regex: LazyRegex,
    /// What to put there; `$name` stands for a capture.
    replace: Option<String>,
    /// What a match stands for is put in its place.
    decode: Option<Encoding>,
    /// How that is spelt.
    #[serde(default)]
    spelling: Spelling,
    /// Who may do so.
    #[serde(default = "super::unsafe_by_default")]
    applicability: Applicability,
}

/// How a match stands for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Encoding {
    /// As a character reference of HTML in a value of front matter.
    Html,
}

/// How a replacement is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Spelling {
    /// As it stands.
    #[default]
    AsWritten,
    /// What is not ASCII by its bytes, as in a URI (RFC 3987, section 3.1).
    PercentEncoded,
}

impl Spelling {
    fn of(self, text: String) -> String {
        if self == Spelling::AsWritten || text.is_ascii() {
            return text;
        }
        let mut encoded = String::with_capacity(text.len() * 3);
        for byte in text.bytes() {
            match byte.is_ascii() {
                true => encoded.push(char::from(byte)),
                false => encoded.push_str(&format!("%{byte:02X}")),
            }
        }
        encoded
    }
}

/// Where a pattern looks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
enum Place {
    /// The runs of running text.
    Prose,
    /// The same, but only what stands in the source as it reads: not `&#8203;`.
    ProseAsWritten,
    /// The whole file, byte order mark aside.
    Source,
    /// The destinations of links and images.
    Urls,
    /// The file's name.
    FileName,
    /// One value of the front matter, by JSON pointer.
    FrontMatter(String),
}

impl TryFrom<String> for Place {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        match name.as_str() {
            "prose" => Ok(Place::Prose),
            "prose-as-written" => Ok(Place::ProseAsWritten),
            "source" => Ok(Place::Source),
            "urls" => Ok(Place::Urls),
            "file-name" => Ok(Place::FileName),
            other => match other.strip_prefix("front-matter.") {
                Some(pointer) if pointer.starts_with('/') => Ok(Place::FrontMatter(pointer.to_owned())),
                _ => Err(format!("unknown place `{name}`")),
            },
        }
    }
}

impl Pattern {
    pub(super) fn compile(&self) -> Result<(), RuleError> {
        self.regex.compile("/pattern/regex")
    }

    /// The expression, if it looks at what is written in the prose.
    pub(super) fn written_expression(&self) -> Option<&str> {
        (self.r#in == Place::ProseAsWritten).then_some(self.regex.as_str())
    }

    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let Some(regex) = self.regex.get() else { return };
        let document = subject.document;
        let source = document.source();
        let mut look = Look {
            pattern: self,
            rule,
            regex,
            value: None,
            found,
        };
        match &self.r#in {
            Place::Source => {
                let start = source.byte_order_mark_len();
                look.in_text(&source.text[start..], start);
            }
            Place::Prose => document.prose().iter().for_each(|run| look.in_run(run)),
            // What is written in a run is written in the source, which is searched faster in one go.
            Place::ProseAsWritten if !subject.may_match_as_written() => {}
            Place::ProseAsWritten if !self.regex.may_match_within(&source.text) => {}
            Place::ProseAsWritten => document.prose().iter().for_each(|run| look.in_run(run)),
            Place::Urls => {
                for url in document.urls() {
                    look.in_text(url.of(&source.text), url.start);
                }
            }
            Place::FileName if source.path.is_standard_input() => {}
            Place::FileName => look.in_file_name(source.path.file_name()),
            Place::FrontMatter(pointer) => {
                let node = document.front_matter().legible().and_then(|root| root.at(pointer));
                // Where each of its characters stands is worked out only if there is something to say.
                let is_found = |node: &&Node| node.as_scalar().is_some_and(|scalar| regex.is_match(&scalar.text));
                if let Some(node) = node.filter(is_found)
                    && let Some(run) = document.scalar_run(node)
                {
                    look.value = Some((document, node));
                    look.in_run(&run);
                }
            }
        }
    }
}

/// One search, with what a match becomes.
struct Look<'a, 's> {
    pattern: &'a Pattern,
    rule: &'a Rule,
    regex: &'a Regex,
    /// The value of front matter that is searched.
    value: Option<(&'a Document<'s>, &'a Node)>,
    found: &'a mut Found,
}

impl Look<'_, '_> {
    fn in_text(&mut self, text: &str, offset: usize) {
        for captures in self.regex.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            let span = Span::from(whole.range()).shift(offset);
            self.report(&captures, span, Some(span));
        }
    }

    fn in_run(&mut self, run: &Run) {
        for captures in self.regex.captures_iter(&run.text) {
            let Some(whole) = captures.get(0) else { continue };
            let written = run.verbatim_span(whole.range());
            let span = match self.pattern.r#in {
                Place::ProseAsWritten => written,
                _ => run.source_span(whole.range()),
            };
            if let Some(span) = span {
                self.report(&captures, span, written);
            }
        }
    }

    /// A file's name is not in its text: the finding stands at the start, without a fix.
    fn in_file_name(&mut self, name: &str) {
        // To find what is captured takes longer, and nearly all names are sound.
        if !self.regex.is_match(name) {
            return;
        }
        if let Some(captures) = self.regex.captures(name) {
            self.report(&captures, Span::empty(0), None);
        }
    }

    fn report(&mut self, captures: &Captures<'_>, span: Span, fixable: Option<Span>) {
        let mut arguments = Arguments::new().with("match", shown(&captures[0]));
        for name in self.regex.capture_names().flatten() {
            let value = captures.name(name).map_or("", |capture| capture.as_str());
            arguments = arguments.with(name.to_owned(), shown(value));
        }
        let fix = match (self.pattern.decode, self.value, captures.get(0)) {
            (Some(Encoding::Html), Some(value), Some(whole)) => self.decoded(value, whole.range(), &mut arguments),
            _ => self.fix(captures, fixable, &mut arguments),
        };
        self.found.diagnostics.push(Diagnostic {
            fix,
            ..self.rule.finding(span, arguments)
        });
    }

    fn decoded(
        &self,
        (document, node): (&Document<'_>, &Node),
        range: Range<usize>,
        arguments: &mut Arguments,
    ) -> Option<Fix> {
        let decoded = reference::decode(document, node, range)?;
        *arguments = std::mem::take(arguments).with("suggestion", shown(&decoded.character.to_string()));
        // What nobody sees has to be named.
        let title = match decoded.character {
            ' ' => Message::Key("fix-decode-space", arguments.clone()),
            _ => self.rule.fix_title(arguments, "fix-replace"),
        };
        Some(Fix {
            title,
            edits: decoded.edits,
            change: decoded.change,
            applicability: self.pattern.applicability.max(decoded.applicability),
        })
    }

    fn fix(&self, captures: &Captures<'_>, span: Option<Span>, arguments: &mut Arguments) -> Option<Fix> {
        let (span, template) = (span?, self.pattern.replace.as_deref()?);
        let mut text = String::new();
        captures.expand(template, &mut text);
        let text = self.pattern.spelling.of(text);
        *arguments = std::mem::take(arguments).with("suggestion", shown(&text));
        let title = if text.is_empty() {
            "fix-remove-text"
        } else {
            "fix-replace"
        };
        Some(Fix {
            title: self.rule.fix_title(arguments, title),
            edits: vec![Edit { span, text }],
            change: Change::SetText,
            applicability: self.pattern.applicability,
        })
    }
}

/// A match as a message can quote it: characters that cannot be seen by their
/// code points, as `U+200B`.
fn shown(text: &str) -> String {
    if !text.is_empty() && text.chars().all(is_hidden) {
        let names: Vec<String> = text
            .chars()
            .map(|character| format!("U+{:04X}", u32::from(character)))
            .collect();
        return names.join(" ");
    }
    text.to_owned()
}

//! What kanwu has to say about a place: the diagnostic, its labels, its fix.
//!
//! Diagnostics own their data. Nothing here knows how they are found, shown or
//! applied.

use crate::text::{FilePath, Span};

pub use crate::messages::{Arguments, Message, RuleId, RuleSentence};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Readers see something wrong, or a build breaks.
    Error,
    /// Worth mending.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// As users type it.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// One finding in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: RuleId,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: Message,
    /// Where.
    pub span: Span,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<Message>,
    /// How to mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A mistake in a file that tells kanwu what to do. What finds it is no rule,
    /// but is named where a rule would be.
    pub fn mistake(found_by: &str, span: Span, message: Message, help: Option<Message>) -> Self {
        Self {
            rule: RuleId::new(found_by),
            severity: Severity::Error,
            message,
            span,
            labels: Vec::new(),
            help,
            fix: None,
        }
    }
}

/// Another place, in this or another file, with what it has to do with the
/// diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file of `span`.
    pub file: FilePath,
    /// Where.
    pub span: Span,
    /// What it is.
    pub message: Message,
}

/// Edits that mend a diagnostic: all are made, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub title: Message,
    /// In order, not overlapping, in the diagnostic's own file.
    pub edits: Vec<Edit>,
    /// What it means to do, which is what the proof holds it to.
    pub change: Change,
    /// Whether it may be made unasked. In a diagnostic from `lint`, `Safe` is
    /// what the rule hopes for; `fix` proves it or takes it back.
    pub applicability: Applicability,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub span: Span,
    /// The text that comes.
    pub text: String,
}

/// What stands in a span of a text after edits in it, which are in order and do
/// not overlap.
pub fn edited<'e>(text: &str, span: Span, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut result = String::with_capacity(span.len());
    let mut done = span.start;
    for edit in edits {
        result.push_str(text.get(done..edit.span.start).unwrap_or_default());
        result.push_str(&edit.text);
        done = edit.span.end;
    }
    result.push_str(text.get(done..span.end).unwrap_or_default());
    result
}

/// What a fix does to the meaning of a document, for its proof.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Change {
    /// The element at the diagnostic's span goes, with all that is in it.
    RemoveNode,
    /// The comment at the diagnostic's span goes.
    RemoveComment,
    /// One comment reads otherwise.
    SetComment,
    /// One attribute has another value.
    SetAttribute,
    /// A text run reads otherwise.
    SetText,
    /// One scalar of the front matter has another value.
    SetScalar,
    /// The scalar of the front matter that holds the edits is a text to every
    /// reader afterwards, however it is written.
    SetString {
        /// The bytes of its value, without quotes and escapes, that go.
        range: Span,
        /// What comes in their place.
        text: String,
    },
    /// One key of the front matter has another name.
    RenameKey,
    /// The entries of the front matter stand in another order.
    SortKeys,
    /// An entry of the front matter that could not be read can be read, as what
    /// stood there.
    MendSyntax,
    /// Anything else, which no proof covers: never safe.
    Other,
}

/// Who may make a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// `--fix`: it was proved to do what it says and nothing else.
    Safe,
    /// `--unsafe-fixes`: it may change the meaning.
    Unsafe,
    /// Shown only; a person must choose.
    Display,
}

impl Applicability {
    /// As reports write it.
    pub const fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
            Applicability::Display => "display",
        }
    }
}

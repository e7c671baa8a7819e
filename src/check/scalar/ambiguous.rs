//! Unquoted values that a generator reads as something else than what is
//! written: `12:30` as a number, `no` as false, `1.10` as 1.1.
//!
//! Whatever a reader's value, printed again, looks like the source is left
//! alone. So are truth values where a switch stands, and numbers that only
//! look otherwise, unless their key is one whose value is text.

use super::{Leaf, Scalar, leaves};
use crate::check::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Message};
use crate::dialect::Engine;
use crate::document::front_matter::Format;
use crate::document::node::{Node, Style, Typed, resolve};
use crate::fact::Found;
use crate::rule::Rule;
use crate::site::{Generator, Reader};
use crate::text::Span;

/// Nothing longer is a number or a word that a generator takes for another.
const LONGEST: usize = 40;

pub(super) fn run(check: &Scalar, rule: &Rule, subject: &Subject<'_, '_>, root: &Node, found: &mut Found) {
    let document = subject.document;
    let source = document.source();
    // R Markdown and Quarto hand front matter to pandoc, which none of ours is.
    let is_of_pandoc = matches!(source.path.extension().as_deref(), Some("rmd" | "qmd"));
    // Data outside of any site is read by who knows what.
    let is_of_no_site = document.is_data() && subject.generator == Generator::Plain;
    if document.front_matter().format != Some(Format::Yaml) || is_of_pandoc || is_of_no_site {
        return;
    }
    let readers = subject.generator.readers();
    let is_known = subject.generator != Generator::Plain;
    // Dates are misread by JavaScript's generators alone, and only where they are meant as text.
    let has_moments = is_known && readers.iter().any(|reader| is_of_javascript(reader.engine));
    for leaf in leaves(root) {
        let text = leaf.scalar.text.as_str();
        if begins_with_year(text) && !(has_moments && leaf.is_under(&check.text_keys)) {
            continue;
        }
        let is_candidate = leaf.scalar.style == Style::Plain && leaf.scalar.tag.is_none() && may_be_misread(text);
        // What an alias stands for is said where it is written.
        if !is_candidate || leaf.node.span.of(&source.text) != text {
            continue;
        }
        let misread = readers.iter().find_map(|reader| {
            let reading = Reading::of(check, &leaf, reader.engine)?;
            (is_known || reading.is_likely()).then(|| reading.diagnostic(check, rule, &leaf, reader))
        });
        found.diagnostics.extend(misread);
    }
    if is_known {
        found.diagnostics.extend(misread_keys(rule, root, readers));
    }
}

/// Keys that a reader takes for true or false, under whose name it then has
/// nothing, such as the `no` of Norwegian in a list of languages.
fn misread_keys(rule: &Rule, root: &Node, readers: &[Reader]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        open.extend(node.items());
        for entry in node.entries() {
            open.push(&entry.value);
            let key = entry.key.as_scalar();
            let Some(key) = key.filter(|key| key.style == Style::Plain && switch(&key.text).is_some()) else {
                continue;
            };
            let misread = readers.iter().find_map(|reader| match resolve(key, reader.engine) {
                // Go keeps the keys of a map as they are written, and others know no such words.
                Typed::Bool(value) if matches!(reader.engine, Engine::SafeYaml | Engine::Psych) => {
                    Some((reader, value))
                }
                _ => None,
            });
            found.extend(misread.map(|(reader, value)| misread_key(rule, entry.key.span, &key.text, reader, value)));
        }
    }
    found
}

fn misread_key(rule: &Rule, span: Span, text: &str, reader: &Reader, value: bool) -> Diagnostic {
    let right = format!("'{text}'");
    let arguments = Arguments::new()
        .with("found", text)
        .with("reader", reader.name)
        .with("value", value.to_string())
        .with("suggestion", right.as_str());
    let fix = Fix {
        title: Message::Key("fix-replace", arguments.clone()),
        edits: vec![Edit { span, text: right }],
        change: Change::Other,
        applicability: Applicability::Unsafe,
    };
    let help = Message::Key("scalar-quote-help", arguments.clone());
    Diagnostic {
        fix: Some(fix),
        ..rule.finding_in_words(span, Message::Key("scalar-key-read-as-switch", arguments), Some(help))
    }
}

/// Whether a text begins as a date does, which no number goes on from.
fn begins_with_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(4) == Some(&b'-') && bytes.iter().take(4).all(u8::is_ascii_digit)
}

/// Whether a text is short and begins as numbers do, or is a word for yes or no.
fn may_be_misread(text: &str) -> bool {
    let begins_as_number =
        text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.' | '_'));
    text.len() <= LONGEST && (begins_as_number || switch(text).is_some())
}

/// What a word for yes or no says (yaml.org/type/bool.html), in any case;
/// `true` and `false`, on which all agree, aside.
fn switch(text: &str) -> Option<bool> {
    let is_one_of = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_one_of(["yes", "on", "y"]) {
        return Some(true);
    }
    is_one_of(["no", "off", "n"]).then_some(false)
}

/// What an engine makes of a value that its writer did not mean.
enum Reading {
    /// The number that is printed so.
    Number(String),
    /// A number that lost its last digits, and is printed so.
    Rounded(String),
    /// True or false.
    Bool(bool),
    /// A moment, which is printed in other words.
    Moment,
    /// Text, where a switch should be on or off.
    SwitchAsText(bool),
}

impl Reading {
    fn of(check: &Scalar, leaf: &Leaf<'_>, engine: Engine) -> Option<Self> {
        let text = leaf.scalar.text.as_str();
        let is_text = || leaf.is_under(&check.text_keys);
        let is_switch = || !leaf.is_item && leaf.is_under(&check.switches);
        match resolve(leaf.scalar, engine) {
            Typed::Bool(value) => {
                let bites = switch(text).is_some() && (leaf.is_item || is_text());
                bites.then_some(Reading::Bool(value))
            }
            Typed::String(_) => switch(text).filter(|_| is_switch()).map(Reading::SwitchAsText),
            Typed::Timestamp(_) => (is_of_javascript(engine) && is_text()).then_some(Reading::Moment),
            Typed::Integer(value) => Self::of_number(text, printed_integer(value, engine), is_text),
            Typed::Float(value) if value.is_finite() => Self::of_number(text, printed_float(value, engine), is_text),
            _ => None,
        }
    }

    fn of_number(text: &str, printed: String, is_text: impl FnOnce() -> bool) -> Option<Self> {
        if printed == text || (is_decimal(text) && !is_text()) {
            return None;
        }
        match text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') {
            true => Some(Reading::Rounded(printed)),
            false => Some(Reading::Number(printed)),
        }
    }

    /// Whether it bites where nobody knows what reads the file: what only
    /// JavaScript's generators do to a value is said of their sites alone.
    fn is_likely(&self) -> bool {
        !matches!(self, Reading::Moment | Reading::Rounded(_))
    }

    /// What the right writing means. The generator will see another value, which
    /// is the point of it; where that may be compared with others, only the writer
    /// knows which is meant.
    fn change(&self, check: &Scalar, leaf: &Leaf<'_>) -> (Change, Applicability) {
        if matches!(self, Reading::SwitchAsText(_)) {
            return (Change::SetScalar, Applicability::Unsafe);
        }
        let quoted = Change::SetString {
            range: Span::default(),
            text: String::new(),
        };
        match !leaf.is_item && leaf.is_under(&check.shown_keys) {
            true => (quoted, Applicability::Safe),
            false => (quoted, Applicability::Unsafe),
        }
    }

    fn diagnostic(self, check: &Scalar, rule: &Rule, leaf: &Leaf<'_>, reader: &Reader) -> Diagnostic {
        let text = leaf.scalar.text.as_str();
        let right = match self {
            Reading::SwitchAsText(value) => value.to_string(),
            _ => format!("'{text}'"),
        };
        let arguments = Arguments::new()
            .with("found", text)
            .with("reader", reader.name)
            .with("suggestion", right.as_str());
        let (key, help) = match &self {
            Reading::Number(_) | Reading::Rounded(_) => ("scalar-read-as-number", "scalar-quote-help"),
            Reading::Bool(true) => ("scalar-read-as-true", "scalar-quote-help"),
            Reading::Bool(false) => ("scalar-read-as-false", "scalar-quote-help"),
            Reading::Moment => ("scalar-read-as-date", "scalar-quote-help"),
            Reading::SwitchAsText(_) => ("scalar-switch-as-text", "scalar-switch-help"),
        };
        let arguments = match &self {
            Reading::Number(printed) | Reading::Rounded(printed) => arguments.with("value", printed.as_str()),
            _ => arguments,
        };
        let span = leaf.node.span;
        let (change, applicability) = self.change(check, leaf);
        let fix = Fix {
            title: Message::Key("fix-replace", arguments.clone()),
            edits: vec![Edit { span, text: right }],
            change,
            applicability,
        };
        let help = Message::Key(help, arguments.clone());
        Diagnostic {
            fix: Some(fix),
            ..rule.finding_in_words(span, Message::Key(key, arguments), Some(help))
        }
    }
}

fn is_of_javascript(engine: Engine) -> bool {
    matches!(engine, Engine::JsYaml3 | Engine::JsYaml4)
}

/// A whole number as a page shows it. JavaScript keeps 53 bits of it.
fn printed_integer(value: i64, engine: Engine) -> String {
    #[expect(clippy::cast_precision_loss, reason = "that it is lost is what is asked for")]
    if is_of_javascript(engine) {
        return shortest(value as f64);
    }
    value.to_string()
}

/// Any other number as a page shows it: Ruby keeps a zero behind the point.
fn printed_float(value: f64, engine: Engine) -> String {
    match engine {
        Engine::SafeYaml | Engine::Psych if value.fract() == 0.0 && value.abs() < 1e16 => format!("{value:.1}"),
        _ => shortest(value),
    }
}

/// The shortest digits that name this number and no other, padded with zeros,
/// as JavaScript prints it (ECMA-262, Number::toString).
fn shortest(value: f64) -> String {
    let digits = format!("{value}");
    match digits.as_str() {
        "-0" => "0".to_owned(),
        _ => digits,
    }
}

/// Whether this is a decimal number as everyone writes it: digits, perhaps with
/// a sign or a point, and no zero before another digit.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
    // Digits alone are printed as they are, unless some of them are lost.
    let has_mark = digits.len() < text.len() || digits.contains('.');
    has_mark && are_digits(whole) && are_digits(fraction) && !has_leading_zero
}

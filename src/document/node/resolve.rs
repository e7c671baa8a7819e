//! What a scalar is to an engine: null, a truth value, a number, a time, text.
//!
//! Every engine's rules stand in their own function, with their source named;
//! a table of scalars that was made with the engines themselves holds all of
//! them. What is the same for all is here: text in quotes and block scalars
//! are strings.

mod core;
mod go;
mod javascript;
mod number;
mod ruby;
mod tag;

use std::sync::LazyLock;

use regex::Regex;

use super::{Scalar, Style, Typed};
use crate::dialect::Engine;

/// The value that an engine gives a scalar.
///
/// Numbers beyond 64 bits become floats where the engine keeps them as numbers.
/// Of what an engine refuses with an error, something is said all the same.
pub fn resolve(scalar: &Scalar, engine: Engine) -> Typed {
    match &scalar.tag {
        Some(tag) => tag::resolve(scalar, &tag.0, engine),
        None if scalar.style == Style::Plain => implicit(&scalar.text, engine),
        None => Typed::String(scalar.text.clone()),
    }
}

/// The value of a plain scalar.
fn implicit(text: &str, engine: Engine) -> Typed {
    // Whatever is not text begins with one of these, in every engine.
    let may_be_typed = text.bytes().next().is_none_or(|first| {
        first.is_ascii_digit()
            || matches!(first, b'+' | b'-' | b'.' | b'~' | b',' | b'_' | b'i')
            || is_word_start(first)
    });
    let typed = match engine {
        _ if !may_be_typed => None,
        Engine::SafeYaml => ruby::safe_yaml(text),
        Engine::Psych => ruby::psych(text),
        Engine::JsYaml3 => javascript::js_yaml_3(text),
        Engine::JsYaml4 => javascript::js_yaml_4(text),
        Engine::GoYaml2 => go::go_yaml_2(text),
        Engine::Goccy => go::goccy(text),
        Engine::SerdeYaml => core::serde_yaml(text),
        Engine::Core12 => core::core_schema(text),
        Engine::Toml => core::toml(text),
        Engine::Json => core::json(text),
    };
    typed.unwrap_or_else(|| Typed::String(text.to_owned()))
}

/// Whether a word such as null, true, yes, on, no, off may begin so.
fn is_word_start(first: u8) -> bool {
    matches!(first.to_ascii_lowercase(), b'n' | b't' | b'f' | b'y' | b'o')
}

/// `null`, `true` and `false`, in the three spellings of YAML 1.2 (section
/// 10.3.2), and `~` and nothing.
fn core_word(text: &str) -> Option<Typed> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Typed::Null),
        "true" | "True" | "TRUE" => Some(Typed::Bool(true)),
        "false" | "False" | "FALSE" => Some(Typed::Bool(false)),
        _ => None,
    }
}

/// The words that YAML 1.1 adds to true and false (yaml.org/type/bool.html),
/// without `y` and `n`.
fn yes_or_no(text: &str) -> Option<Typed> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(Typed::Bool(true)),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(Typed::Bool(false)),
        _ => None,
    }
}

/// Infinity and not-a-number in the three spellings of YAML.
fn special_float(text: &str) -> Option<Typed> {
    match text {
        ".inf" | ".Inf" | ".INF" => Some(Typed::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => Some(Typed::Float(f64::NEG_INFINITY)),
        ".nan" | ".NaN" | ".NAN" => Some(Typed::Float(f64::NAN)),
        _ => None,
    }
}

/// A pattern of ours, compiled when it is first needed.
struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    fn is_match(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// A pattern that must match the whole text.
macro_rules! pattern {
    ($name:ident, $regex:literal) => {
        static $name: $crate::document::node::resolve::Pattern =
            $crate::document::node::resolve::Pattern(std::sync::LazyLock::new(|| {
                regex::Regex::new(concat!(r"\A(?:", $regex, r")\z")).ok()
            }));
    };
}
use pattern;

/// Days of a month; none of months that do not exist.
pub(crate) fn days_in_month(year: i64, month: u32) -> Option<u32> {
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if is_leap { 29 } else { 28 }),
        _ => None,
    }
}

/// The numbers in a text, in order, whatever stands between them.
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(|character: char| !character.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
}

/// Whether a text that begins with year, month and day names a day that exists.
fn is_calendar_day(text: &str) -> bool {
    let mut numbers = numbers(text);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(year), Some(month), Some(day)) => {
            day >= 1 && days_in_month(i64::from(year), month).is_some_and(|days| day <= days)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;

//! YAML 1.2, serde_yaml, TOML and JSON.

use super::number::{Sign, finite_float, float, integer};
use super::{Typed, core_word, pattern, special_float};

pattern!(FLOAT, r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
pattern!(JSON_NUMBER, r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
pattern!(TOML_INTEGER, r"[-+]?(?:0|[1-9](?:_?[0-9])*)");
pattern!(
    TOML_FLOAT,
    r"[-+]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][-+]?[0-9](?:_?[0-9])*)?"
);
pattern!(
    TOML_TIME,
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9]{2}.*)?|[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
);

/// The core schema of YAML 1.2.2, section 10.3.2.
pub(super) fn core_schema(text: &str) -> Option<Typed> {
    if let Some(typed) = core_word(text).or_else(|| special_float(text)) {
        return Some(typed);
    }
    if matches!(text, "+.inf" | "+.Inf" | "+.INF") {
        return Some(Typed::Float(f64::INFINITY));
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return only_digits(Sign::Plus, digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return only_digits(Sign::Plus, digits, 16);
    }
    let (sign, digits) = Sign::split(text);
    only_digits(sign, digits, 10).or_else(|| FLOAT.is_match(text).then(|| float(text)).flatten())
}

fn only_digits(sign: Sign, digits: &str, radix: u32) -> Option<Typed> {
    let are_digits = digits.chars().all(|character| character.is_digit(radix));
    are_digits.then(|| integer(sign, digits, radix)).flatten()
}

/// serde_yaml 0.9 and the crates that continue it (`de.rs`,
/// `visit_untagged_scalar`): the core schema, with binary integers, signs
/// before prefixes, and as text what has digits after a leading zero or is too
/// large for a float.
pub(super) fn serde_yaml(text: &str) -> Option<Typed> {
    if let Some(typed) = core_word(text).or_else(|| special_float(text)) {
        return Some(typed);
    }
    if matches!(text, "+.inf" | "+.Inf" | "+.INF") {
        return Some(Typed::Float(f64::INFINITY));
    }
    let (sign, digits) = Sign::split(text);
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            return only_digits(sign, digits, radix);
        }
    }
    let is_number_with_zero = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    if is_number_with_zero {
        return None;
    }
    only_digits(sign, digits, 10).or_else(|| FLOAT.is_match(text).then(|| finite_float(text)).flatten())
}

/// TOML 1.0: booleans, integers, floats, and the four kinds of time.
pub(super) fn toml(text: &str) -> Option<Typed> {
    let (sign, digits) = Sign::split(text);
    match text {
        "true" => return Some(Typed::Bool(true)),
        "false" => return Some(Typed::Bool(false)),
        _ if digits == "inf" => return Some(Typed::Float(sign.of(f64::INFINITY))),
        _ if digits == "nan" => return Some(Typed::Float(f64::NAN)),
        _ => {}
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return integer(Sign::Plus, digits, radix);
        }
    }
    if TOML_INTEGER.is_match(text) {
        return integer(sign, digits, 10);
    }
    if TOML_FLOAT.is_match(text) {
        return float(text);
    }
    TOML_TIME.is_match(text).then(|| Typed::Timestamp(text.to_owned()))
}

/// JSON, RFC 8259, section 3 and 6.
pub(super) fn json(text: &str) -> Option<Typed> {
    match text {
        "null" => return Some(Typed::Null),
        "true" => return Some(Typed::Bool(true)),
        "false" => return Some(Typed::Bool(false)),
        _ => {}
    }
    if !JSON_NUMBER.is_match(text) {
        return None;
    }
    let (sign, digits) = Sign::split(text);
    only_digits(sign, digits, 10).or_else(|| float(text))
}

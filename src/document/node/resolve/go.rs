//! Go's two: go-yaml v2 and goccy/go-yaml.

use super::number::{Sign, finite_float, integer_of_64_bits as integer};
use super::{Typed, core_word, pattern, special_float, yes_or_no};

pattern!(GO_FLOAT, r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
pattern!(POINT_FIRST, r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?");
pattern!(GO_TIME, r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ][0-9]{1,2}:.*)?");

/// go-yaml 2.4 (`resolve.go`), decoded into `interface{}`, which leaves times
/// as text (`decode.go`, "for backward compatibility").
pub(super) fn go_yaml_2(text: &str) -> Option<Typed> {
    match text {
        "y" | "Y" => return Some(Typed::Bool(true)),
        "n" | "N" => return Some(Typed::Bool(false)),
        "+.inf" | "+.Inf" | "+.INF" => return Some(Typed::Float(f64::INFINITY)),
        _ => {}
    }
    if let Some(typed) = core_word(text)
        .or_else(|| yes_or_no(text))
        .or_else(|| special_float(text))
    {
        return Some(typed);
    }
    if text.starts_with('.') {
        return POINT_FIRST.is_match(text).then(|| finite_float(text)).flatten();
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-')) || GO_TIME.is_match(text) {
        return None;
    }
    let bare: String = text.chars().filter(|character| *character != '_').collect();
    if bare.contains(',') {
        return None;
    }
    let (sign, digits) = Sign::split(&bare);
    based_integer(sign, digits).or_else(|| GO_FLOAT.is_match(&bare).then(|| finite_float(&bare)).flatten())
}

/// Go's `strconv.ParseInt` in base 0: the prefix tells the base.
fn based_integer(sign: Sign, digits: &str) -> Option<Typed> {
    let Some(prefixed) = digits.strip_prefix('0').filter(|rest| !rest.is_empty()) else {
        return integer(sign, digits, 10);
    };
    let mut rest = prefixed.chars();
    match rest.next() {
        Some('x' | 'X') => integer(sign, rest.as_str(), 16),
        Some('o' | 'O') => integer(sign, rest.as_str(), 8),
        Some('b' | 'B') => integer(sign, rest.as_str(), 2),
        _ => integer(sign, prefixed, 8),
    }
}

/// goccy/go-yaml 1.18 (`token/token.go`, `toNumber`): no times, no yes and no,
/// an exponent only after a point, two signs before a number.
pub(super) fn goccy(text: &str) -> Option<Typed> {
    if let Some(typed) = core_word(text).or_else(|| special_float(text)) {
        return Some(typed);
    }
    let dots = text.bytes().filter(|byte| *byte == b'.').count();
    if text.starts_with('_') || text.contains(',') || dots > 1 {
        return None;
    }
    let sign = if text.starts_with('-') { Sign::Minus } else { Sign::Plus };
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let unsigned = unsigned.strip_prefix('-').unwrap_or(unsigned);
    let bare: String = unsigned.chars().filter(|character| *character != '_').collect();
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = bare.strip_prefix(prefix) {
            return integer(sign, digits, radix);
        }
    }
    if dots == 1 {
        return match finite_float(&bare)? {
            Typed::Float(magnitude) => Some(Typed::Float(sign.of(magnitude))),
            typed => Some(typed),
        };
    }
    match bare.strip_prefix('0').filter(|rest| !rest.is_empty()) {
        Some(octal) => integer(sign, octal, 8),
        None => integer(sign, &bare, 10),
    }
}

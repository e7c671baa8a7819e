//! js-yaml, versions 3 and 4.

use super::number::{Sign, finite_float, float, integer, sexagesimal, whole};
use super::{Typed, core_word, pattern, special_float};

pattern!(
    FLOAT_3,
    r"[-+]?(?:0|[1-9][0-9_]*)(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?"
);
pattern!(
    FLOAT_4,
    r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?"
);
pattern!(BASE_60, r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
pattern!(BASE_60_FLOAT, r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*");
pattern!(
    TIME,
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"
);

/// js-yaml 3.15, the default safe schema (`lib/js-yaml/type/*.js`): octal with
/// a bare zero, base 60.
pub(super) fn js_yaml_3(text: &str) -> Option<Typed> {
    if let Some(typed) = word(text) {
        return Some(typed);
    }
    if text.ends_with('_') {
        return None;
    }
    let (sign, digits) = Sign::split(text);
    if let Some(prefixed) = digits.strip_prefix('0').filter(|rest| !rest.is_empty()) {
        let octal = || integer(sign, prefixed, 8).filter(|_| !prefixed.contains(','));
        if let Some(typed) = prefixed_integer(sign, prefixed, &[('b', 2), ('x', 16)]).or_else(octal) {
            return Some(typed);
        }
    } else if let Some(typed) = decimal(sign, digits) {
        return Some(typed);
    } else if BASE_60.is_match(text) {
        return Some(whole(sexagesimal(text)));
    }
    if BASE_60_FLOAT.is_match(text) {
        return Some(Typed::Float(sexagesimal(text)));
    }
    if FLOAT_3.is_match(text) {
        return float(text);
    }
    time(text)
}

/// js-yaml 4.2 and later, the default schema (`lib/type/*.js`): octal with
/// `0o`, leading zeros without meaning, no base 60, no underscores.
pub(super) fn js_yaml_4(text: &str) -> Option<Typed> {
    if let Some(typed) = word(text) {
        return Some(typed);
    }
    if text.contains('_') {
        return None;
    }
    let (sign, digits) = Sign::split(text);
    if let Some(prefixed) = digits.strip_prefix('0')
        && let Some(typed) = prefixed_integer(sign, prefixed, &[('b', 2), ('x', 16), ('o', 8)])
    {
        return Some(typed);
    }
    if let Some(typed) = decimal(sign, digits) {
        return Some(typed);
    }
    if FLOAT_4.is_match(text) {
        return finite_float(text);
    }
    time(text)
}

fn word(text: &str) -> Option<Typed> {
    core_word(text)
        .or_else(|| special_float(text))
        .or_else(|| matches!(text, "+.inf" | "+.Inf" | "+.INF").then_some(Typed::Float(f64::INFINITY)))
}

fn prefixed_integer(sign: Sign, digits: &str, prefixes: &[(char, u32)]) -> Option<Typed> {
    let (prefix, radix) = prefixes.iter().find(|(prefix, _)| digits.starts_with(*prefix))?;
    let digits = digits.strip_prefix(*prefix)?;
    integer(sign, digits, *radix).filter(|_| !digits.contains(','))
}

fn decimal(sign: Sign, digits: &str) -> Option<Typed> {
    let is_number = !digits.starts_with('_') && !digits.contains(',');
    is_number.then(|| integer(sign, digits, 10)).flatten()
}

fn time(text: &str) -> Option<Typed> {
    TIME.is_match(text).then(|| Typed::Timestamp(text.to_owned()))
}

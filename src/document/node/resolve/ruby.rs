//! Ruby's two: SafeYAML, which Jekyll uses, and Psych, which Debian's Jekyll uses.

use super::number::{Sign, float, integer};
use super::{Typed, days_in_month, is_calendar_day, numbers, pattern, special_float};

pattern!(SAFE_FLOAT, r"[-+]?(?:[0-9][0-9_]*)?\.[0-9_]+(?:[eE][-+][0-9]+)?");
pattern!(SAFE_BASE_60, r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?");
pattern!(SAFE_DAY, r"[0-9]{4}-[0-9]{2}-[0-9]{2}");
pattern!(
    SAFE_TIME,
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|\s+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?\s*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?)?"
);

/// SafeYAML 1.0.5 (`transform/to_integer.rb`, `to_float.rb`, `to_nil.rb`,
/// `to_boolean.rb`, `to_date.rb`, in this order).
pub(super) fn safe_yaml(text: &str) -> Option<Typed> {
    safe_integer(text)
        .or_else(|| safe_float(text))
        .or_else(|| ruby_word(text))
        .or_else(|| {
            let is_time =
                (SAFE_DAY.is_match(text) || SAFE_TIME.is_match(text)) && is_calendar_day(text) && has_clock_time(text);
            is_time.then(|| Typed::Timestamp(text.to_owned()))
        })
}

fn safe_integer(text: &str) -> Option<Typed> {
    let (sign, digits) = Sign::split(text);
    let bare: String = digits
        .chars()
        .filter(|character| !matches!(character, '_' | ','))
        .collect();
    let has_sign = digits.len() < text.len();
    if let Some(hexadecimal) = bare
        .strip_prefix("0x")
        .or_else(|| bare.strip_prefix("0X").filter(|_| !has_sign))
    {
        return integer(sign, hexadecimal, 16);
    }
    match bare.strip_prefix('0') {
        Some("") => Some(Typed::Integer(0)),
        Some(octal) if !has_sign => match octal.strip_prefix('b') {
            Some(binary) => integer(sign, binary, 2),
            None => integer(sign, octal, 8),
        },
        Some(_) => None,
        None => integer(sign, &bare, 10),
    }
}

fn safe_float(text: &str) -> Option<Typed> {
    if SAFE_FLOAT.is_match(text) {
        return float(text);
    }
    if let Some(typed) = special_float(text) {
        return Some(typed);
    }
    if !SAFE_BASE_60.is_match(text) {
        return None;
    }
    // The sign goes with the first part, and then turns the whole.
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let mut value = 0.0;
    let mut unit = 1.0;
    for part in before.rsplit(':') {
        let part: String = part.chars().filter(|character| *character != '_').collect();
        value += part.parse().unwrap_or(0.0) * unit;
        unit *= 60.0;
    }
    value += format!("0.{after}").parse().unwrap_or(0.0);
    Some(Typed::Float(if text.starts_with('-') { -value } else { value }))
}

pattern!(
    PSYCH_TIME,
    r"-?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|\s+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:\s*(?:Z|[-+][0-9]{1,2}:?(?:[0-9]{2})?))?"
);
pattern!(
    PSYCH_DAY,
    r"[0-9]{4}-(?:1[012]|0[0-9]|[0-9])-(?:[12][0-9]|3[01]|0[0-9]|[0-9])"
);
pattern!(PSYCH_BASE_60, r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}");
pattern!(PSYCH_BASE_60_FLOAT, r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}\.[0-9_]*");
pattern!(PSYCH_FLOAT, r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?");
pattern!(PSYCH_DECIMAL, r"[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)");

/// Psych 4 (`scalar_scanner.rb`). A symbol such as `:name` stays text, for
/// Jekyll permits none.
pub(super) fn psych(text: &str) -> Option<Typed> {
    if text.is_empty() || text == "~" {
        return Some(Typed::Null);
    }
    if text.bytes().any(|byte| byte == b'\n') {
        return None;
    }
    if text.starts_with(|first: char| first.is_alphabetic()) {
        return ruby_word(text);
    }
    psych_time(text).or_else(|| psych_number(text))
}

/// Words, in whatever case.
fn ruby_word(text: &str) -> Option<Typed> {
    match text.to_ascii_lowercase().as_str() {
        "" | "~" | "null" => Some(Typed::Null),
        "yes" | "true" | "on" => Some(Typed::Bool(true)),
        "no" | "false" | "off" => Some(Typed::Bool(false)),
        _ => None,
    }
}

fn psych_time(text: &str) -> Option<Typed> {
    let exists = if PSYCH_TIME.is_match(text) {
        let text = text.trim_start_matches('-');
        is_month_and_day(text) && has_clock_time(text) && has_zone_within_a_day(text)
    } else {
        PSYCH_DAY.is_match(text) && is_calendar_day(text)
    };
    exists.then(|| Typed::Timestamp(text.to_owned()))
}

/// Whether month and day are in range; the 31st of a shorter month runs over
/// into the next.
fn is_month_and_day(text: &str) -> bool {
    let mut numbers = numbers(text).skip(1);
    let month = numbers.next().unwrap_or(0);
    let day = numbers.next().unwrap_or(0);
    days_in_month(2000, month).is_some() && (1..=31).contains(&day)
}

/// Whether hour, minute and second, where written, are on the clock.
fn has_clock_time(text: &str) -> bool {
    let mut numbers = numbers(text).skip(3);
    let hour = numbers.next().unwrap_or(0);
    let minute = numbers.next().unwrap_or(0);
    let second = numbers.next().unwrap_or(0);
    (hour < 24 && minute < 60 && second <= 60) || (hour == 24 && minute == 0 && second == 0)
}

/// Whether the offset, where one is written, is less than a day.
fn has_zone_within_a_day(text: &str) -> bool {
    let offset = text
        .get(10..)
        .and_then(|clock| clock.rsplit_once(['+', '-']))
        .map_or("", |(_, offset)| offset);
    let hours: String = offset.split(':').next().unwrap_or_default().chars().take(2).collect();
    hours.parse::<u32>().is_ok_and(|hours| hours < 24) || hours.is_empty()
}

fn psych_number(text: &str) -> Option<Typed> {
    match text.to_ascii_lowercase().as_str() {
        ".inf" | "+.inf" => return Some(Typed::Float(f64::INFINITY)),
        "-.inf" => return Some(Typed::Float(f64::NEG_INFINITY)),
        ".nan" => return Some(Typed::Float(f64::NAN)),
        _ => {}
    }
    if PSYCH_BASE_60.is_match(text) {
        #[expect(clippy::cast_possible_truncation, reason = "the sum is of whole numbers")]
        return Some(Typed::Integer(psych_base_60(text) as i64));
    }
    if PSYCH_BASE_60_FLOAT.is_match(text) {
        return Some(Typed::Float(psych_base_60(text)));
    }
    if PSYCH_FLOAT.is_match(text) {
        return float(text);
    }
    let (sign, digits) = Sign::split(text);
    if PSYCH_DECIMAL.is_match(text) {
        return integer(sign, digits, 10);
    }
    let prefixed = digits.strip_prefix('0')?;
    if let Some(binary) = prefixed.strip_prefix('b') {
        return integer(sign, binary, 2);
    }
    if let Some(hexadecimal) = prefixed.strip_prefix('x') {
        return integer(sign, hexadecimal, 16);
    }
    integer(sign, digits, 8)
}

/// Psych counts the parts from hours on, so `1:30` is an hour and a half; a
/// sign belongs to the first part alone.
fn psych_base_60(text: &str) -> f64 {
    text.split(':')
        .zip([3600.0, 60.0, 1.0])
        .map(|(part, unit)| {
            let part: String = part.chars().filter(|character| *character != '_').collect();
            part.parse().unwrap_or(0.0) * unit
        })
        .sum()
}

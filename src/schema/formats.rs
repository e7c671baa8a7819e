//! Formats of text: which there are, how they are judged where the validator's
//! own judgement is not what writers of front matter expect, and what is said of
//! text that does not have its format.

use std::sync::LazyLock;

use jsonschema::{Draft, ValidationOptions, Validator};
use serde_json::Value as Json;

use super::nearest::nearest;

/// All formats of draft 2020-12 (JSON Schema Validation, section 7.3).
pub(super) const KNOWN: [&str; 19] = [
    "date",
    "date-time",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

/// The format that an unknown one seems to be meant as. Others are somebody's own,
/// which say something of a value and ask nothing of it (JSON Schema Validation,
/// section 7.2.3).
pub(super) fn meant(format: &str) -> Option<&'static str> {
    match KNOWN.contains(&format) {
        true => None,
        false => nearest(format, KNOWN),
    }
}

/// Adds what the validator lacks: in older drafts the formats of newer ones, and
/// a judgement of times that generators share.
pub(super) fn add<'i>(options: ValidationOptions<'i>, draft: Draft) -> ValidationOptions<'i> {
    let mut options = options
        .with_format("date-time", is_date_time)
        .with_format("time", is_time)
        .with_format("idn-email", is_international_email)
        .with_format("idn-hostname", is_international_host_name);
    for format in KNOWN {
        if !options.is_known_format(draft, format) {
            options = options.with_format(format, move |text: &str| is_in_newest_draft(format, text));
        }
    }
    options
}

fn is_in_newest_draft(format: &str, text: &str) -> bool {
    static VALIDATORS: LazyLock<Vec<(&str, Validator)>> = LazyLock::new(|| {
        let validator = |format: &'static str| {
            let schema = serde_json::json!({ "format": format });
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            Some((format, options.build(&schema).ok()?))
        };
        KNOWN.into_iter().filter_map(validator).collect()
    });
    let found = VALIDATORS.iter().find(|(known, _)| *known == format);
    found.is_none_or(|(_, validator)| validator.is_valid(&Json::from(text)))
}

/// A day and a time of it. RFC 3339 asks for `T`, seconds and a zone; what
/// generators read and write, as in `2022-02-03 08:00:00 +0800`, has a space,
/// and often neither seconds nor a zone (YAML 1.1, timestamp type). Both are
/// dates with times to those who write them.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    is_date(date) && is_time(time.trim_start_matches(' '))
}

pub(super) fn is_date(text: &str) -> bool {
    date_parts(text).is_some_and(|(year, month, day)| (1..=days_in(year, month)).contains(&day))
}

/// Year, month and day of what looks like a date.
fn date_parts(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| -> Option<u32> {
        let part = parts.next()?;
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| is_number)
    };
    let date = (number(4)?, number(2)?, number(2)?);
    parts.next().is_none().then_some(date)
}

pub(super) fn days_in(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// `08:30`, `08:30:15.5`, with or without a zone: `Z`, `+08:00`, `+0800`, `+8`.
fn is_time(text: &str) -> bool {
    let zone = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone);
    let clock = clock.trim_end_matches(' ');
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let parts: Vec<Option<u32>> = clock.split(':').map(two_digits).collect();
    let is_clock = match parts.as_slice() {
        [Some(hour), Some(minute)] => *hour < 24 && *minute < 60,
        [Some(hour), Some(minute), Some(second)] => *hour < 24 && *minute < 60 && *second <= 60,
        _ => false,
    };
    is_clock && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit()) && is_zone(zone)
}

pub(super) fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else {
        return matches!(text, "" | "Z" | "z");
    };
    let (hours, minutes) = match (offset.split_once(':'), offset.len()) {
        (Some(parts), _) => parts,
        (None, 4) if offset.is_char_boundary(2) => offset.split_at(2),
        (None, _) => (offset, "00"),
    };
    let hours = match hours.len() {
        1 => hours.parse().ok(),
        _ => two_digits(hours),
    };
    hours.is_some_and(|hours| hours < 24) && two_digits(minutes).is_some_and(|minutes| minutes < 60)
}

fn two_digits(text: &str) -> Option<u32> {
    let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Something on both sides of an `@`.
fn is_international_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    !name.is_empty() && !name.contains(char::is_whitespace) && is_international_host_name(host)
}

/// Labels of letters, digits and hyphens of any script.
fn is_international_host_name(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '-';
    let mut labels = text.split(['.', '。', '．']);
    labels.all(|label| !label.is_empty() && !label.starts_with('-') && label.chars().all(is_letter))
}

/// What is wrong with a text that does not have its format, and what to do.
pub(super) fn sentences(format: &str, text: &str) -> (&'static str, Option<&'static str>) {
    let (message, help) = match format {
        "date" if is_date_time(text) => ("schema-format-date", "schema-format-date-only-help"),
        "date" if date_parts(text).is_some() => ("schema-format-date-unreal", "schema-format-date-unreal-help"),
        "date" => ("schema-format-date", "schema-format-date-help"),
        "date-time" => ("schema-format-date-time", "schema-format-date-time-help"),
        "time" => ("schema-format-time", "schema-format-time-help"),
        "duration" => ("schema-format-duration", "schema-format-duration-help"),
        "uri" if has_scheme(text) && text.contains(char::is_whitespace) => {
            ("schema-format-uri-space", "schema-format-uri-copy-help")
        }
        "uri" if has_scheme(text) && !text.is_ascii() => {
            ("schema-format-uri-characters", "schema-format-uri-copy-help")
        }
        "uri" | "iri" => ("schema-format-uri", "schema-format-uri-help"),
        "uri-reference" | "iri-reference" => ("schema-format-uri-reference", "schema-format-uri-copy-help"),
        "email" | "idn-email" => ("schema-format-email", "schema-format-email-help"),
        "hostname" | "idn-hostname" => ("schema-format-hostname", "schema-format-hostname-help"),
        "ipv4" => ("schema-format-ipv4", "schema-format-ipv4-help"),
        "ipv6" => ("schema-format-ipv6", "schema-format-ipv6-help"),
        "uuid" => ("schema-format-uuid", "schema-format-uuid-help"),
        "regex" => ("schema-format-regex", "schema-format-regex-help"),
        "json-pointer" => ("schema-format-json-pointer", "schema-format-json-pointer-help"),
        _ => return ("schema-format-other", None),
    };
    (message, Some(help))
}

fn has_scheme(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_that_generators_read() {
        for text in [
            "2022-02-03T08:00:00+08:00",
            "2022-02-03t08:00:00.123z",
            "2022-02-03 08:00:00 +0800",
            "2022-02-03 08:00:00",
            "2022-02-03 08:00",
            "2022-02-03  08:00:00 Z",
            "2024-02-29 23:59:60 -08",
            "2022-02-03 08:00:00 +8",
        ] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "",
            "2022-02-03",
            "2022-02-30 08:00:00",
            "2023-02-29T08:00:00Z",
            "2022-13-03 08:00:00",
            "2022-02-03 24:00:00",
            "2022-02-03 08:60",
            "2022-02-03 8:00",
            "2022-02-03T08:00:00.",
            "2022-02-03T08:00:00+25:00",
            "2022-02-03T08:00:00+08:0",
            "2022-02-03T08:00:00 CST",
            "2022/02/03 08:00:00",
            "昨天 08:00",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
    }
}

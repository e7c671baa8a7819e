//! Digits to numbers.

use super::Typed;

/// The integer of these digits in base `radix`; underscores and commas between
/// digits are dropped. A float where 64 bits do not hold it, none where it has
/// no digits or a wrong one.
pub(super) fn integer(sign: Sign, digits: &str, radix: u32) -> Option<Typed> {
    let mut exact = Some(0_i64);
    let mut rounded = 0.0_f64;
    let mut has_digits = false;
    for character in digits.chars().filter(|character| !matches!(character, '_' | ',')) {
        let digit = character.to_digit(radix)?;
        has_digits = true;
        let signed = match sign {
            Sign::Plus => i64::from(digit),
            Sign::Minus => -i64::from(digit),
        };
        exact = exact
            .and_then(|value| value.checked_mul(i64::from(radix)))
            .and_then(|value| value.checked_add(signed));
        rounded = rounded.mul_add(f64::from(radix), f64::from(digit));
    }
    if !has_digits {
        return None;
    }
    match exact {
        Some(value) => Some(Typed::Integer(value)),
        None if radix == 10 => match float(digits)? {
            Typed::Float(magnitude) => Some(Typed::Float(sign.of(magnitude))),
            typed => Some(typed),
        },
        None => Some(Typed::Float(sign.of(rounded))),
    }
}

/// The same, for engines that have no integers beyond 64 bits.
pub(super) fn integer_of_64_bits(sign: Sign, digits: &str, radix: u32) -> Option<Typed> {
    let fits = match sign {
        Sign::Plus => u64::from_str_radix(digits, radix).is_ok(),
        Sign::Minus => i64::from_str_radix(&format!("-{digits}"), radix).is_ok(),
    };
    let has_sign = digits.starts_with(['+', '-']);
    (fits && !has_sign).then(|| integer(sign, digits, radix)).flatten()
}

/// The sign before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

impl Sign {
    /// The sign that a text begins with, and the text after it.
    pub(super) fn split(text: &str) -> (Sign, &str) {
        match text.strip_prefix('-') {
            Some(rest) => (Sign::Minus, rest),
            None => (Sign::Plus, text.strip_prefix('+').unwrap_or(text)),
        }
    }

    /// A magnitude with this sign.
    pub(super) fn of(self, magnitude: f64) -> f64 {
        match self {
            Sign::Plus => magnitude,
            Sign::Minus => -magnitude,
        }
    }
}

/// A decimal float, infinite where it is too large; underscores and commas are
/// dropped.
pub(super) fn float(text: &str) -> Option<Typed> {
    let digits: String = text
        .chars()
        .filter(|character| !matches!(character, '_' | ','))
        .collect();
    let is_decimal = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    let value: f64 = digits.parse().ok().filter(|_| is_decimal)?;
    Some(Typed::Float(value))
}

/// The same, for engines that take one that is too large for text.
pub(super) fn finite_float(text: &str) -> Option<Typed> {
    float(text).filter(|typed| !matches!(typed, Typed::Float(value) if value.is_infinite()))
}

/// Base 60 as YAML 1.1 has it (yaml.org/type/int.html): `1:30` is 90.
pub(super) fn sexagesimal(text: &str) -> f64 {
    let (sign, digits) = Sign::split(text);
    let value = digits.split(':').fold(0.0, |value, part| {
        let part: String = part.chars().filter(|character| *character != '_').collect();
        value * 60.0 + part.parse().unwrap_or(0.0)
    });
    sign.of(value)
}

/// A float that holds a whole number, as an integer.
pub(super) fn whole(value: f64) -> Typed {
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    if value.fract() == 0.0 && value.abs() < 9.0e15 {
        Typed::Integer(value as i64)
    } else {
        Typed::Float(value)
    }
}

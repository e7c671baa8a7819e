//! Times that Jekyll does not find in a date, so that the post seems to be of
//! midnight: `10：00` with a colon of full width, `下午3点`.
//!
//! It reads dates by Ruby's `Time.parse`, which passes over what it does not know.

use std::ops::RangeInclusive;

use super::Leaf;
use super::date::Moment;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Message};
use crate::document::node::Style;
use crate::rule::Rule;
use crate::text::{Span, half_width};

/// Words for a part of the day, with the hours by which they say surely which of the
/// twenty-four is meant, and what is added to those.
const PARTS_OF_DAY: [(&str, RangeInclusive<u32>, u32); 10] = [
    ("凌晨", 1..=6, 0),
    ("清晨", 4..=11, 0),
    ("早上", 4..=11, 0),
    ("早晨", 4..=11, 0),
    ("上午", 1..=12, 0),
    ("中午", 11..=12, 0),
    ("中午", 1..=2, 12),
    ("下午", 1..=11, 12),
    ("傍晚", 4..=8, 12),
    ("晚上", 5..=11, 12),
];

pub(super) fn find(rule: &Rule, leaf: &Leaf<'_>, text: &str) -> Option<Diagnostic> {
    if text.is_ascii() {
        return None;
    }
    full_width(rule, leaf, text).or_else(|| in_words(rule, leaf, text))
}

/// A time that is one to Ruby too when its characters are of half width.
fn full_width(rule: &Rule, leaf: &Leaf<'_>, text: &str) -> Option<Diagnostic> {
    let narrow: String = text.chars().map(half_width).collect();
    let is_lost = text
        .chars()
        .any(|letter| half_width(letter) != letter && letter != '\u{3000}');
    if !is_lost || Moment::read(&narrow)?.problem().is_some() {
        return None;
    }
    let arguments = Arguments::new().with("found", text).with("suggestion", narrow.as_str());
    let quotes = match leaf.scalar.style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        Style::Literal | Style::Folded => return Some(finding(rule, leaf, "lost-time-full-width", arguments)),
    };
    let span = leaf.node.span;
    let inner = Span::new(span.start + quotes, span.end.saturating_sub(quotes));
    // What stands there is as long as what was read, so it is written as it reads.
    let fix = (inner.len() == leaf.scalar.text.len() && text.len() == inner.len()).then(|| Fix {
        title: Message::Key("fix-replace", arguments.clone()),
        edits: vec![Edit {
            span: inner,
            text: narrow,
        }],
        change: Change::SetScalar,
        applicability: Applicability::Unsafe,
    });
    Some(Diagnostic {
        fix,
        ..finding(rule, leaf, "lost-time-full-width", arguments)
    })
}

/// A day, and after it a time in Chinese words.
fn in_words(rule: &Rule, leaf: &Leaf<'_>, text: &str) -> Option<Diagnostic> {
    let (day, time) = text.split_once([' ', '\t', 'T'])?;
    Moment::read(day)?;
    let time = time.trim_start();
    let part = PARTS_OF_DAY
        .iter()
        .find(|(name, ..)| time.starts_with(name))
        .map(|(name, ..)| *name);
    let clock = part.map_or(time, |part| time.trim_start_matches(part).trim_start());
    let (hour, rest) = number(clock)?;
    let mark = rest.chars().next()?;
    let is_mark = matches!(mark, '点' | '點' | '时' | '時') || (part.is_some() && matches!(mark, ':' | '：'));
    if !is_mark || hour > 24 {
        return None;
    }
    let minute = minute(rest.get(mark.len_utf8()..)?);
    let clear = hour_of_day(part, hour)
        .zip(minute)
        .map(|(hour, minute)| format!("{day} {hour:02}:{minute:02}"));
    let arguments = Arguments::new().with("found", text);
    Some(match clear {
        Some(clear) => finding(rule, leaf, "lost-time-in-words", arguments.with("suggestion", clear)),
        None => {
            let help = Message::key("lost-time-unclear-help");
            rule.finding_in_words(
                leaf.node.span,
                Message::Key("lost-time-in-words", arguments),
                Some(help),
            )
        }
    })
}

/// The hour of twenty-four; nothing where it may be another one.
fn hour_of_day(part: Option<&str>, hour: u32) -> Option<u32> {
    let Some(part) = part.filter(|_| hour <= 12) else {
        return Some(hour).filter(|hour| *hour < 24);
    };
    let of_part = |(name, hours, _): &&(&str, RangeInclusive<u32>, u32)| *name == part && hours.contains(&hour);
    PARTS_OF_DAY.iter().find(of_part).map(|(_, _, added)| hour + added)
}

/// The minute after the hour: none, `半`, `20`, `20分`; nothing where there is more.
fn minute(text: &str) -> Option<u32> {
    match text.trim() {
        "" | "整" | "正" => Some(0),
        "半" => Some(30),
        text => {
            let (minute, rest) = number(text)?;
            (minute < 60 && matches!(rest, "" | "分")).then_some(minute)
        }
    }
}

fn finding(rule: &Rule, leaf: &Leaf<'_>, message: &'static str, arguments: Arguments) -> Diagnostic {
    let help = Message::Key("lost-time-help", arguments.clone());
    rule.finding_in_words(leaf.node.span, Message::Key(message, arguments), Some(help))
}

/// A number of one or two digits, of any width, with what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let digit = |letter: char| half_width(letter).to_digit(10);
    let end = text.find(|letter: char| digit(letter).is_none()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let count = digits.chars().count();
    let number = digits
        .chars()
        .filter_map(digit)
        .fold(0, |number: u32, digit| number.saturating_mul(10) + digit);
    (1..=2).contains(&count).then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_by_the_part_of_the_day() {
        for (part, hour, of_day) in [
            (Some("下午"), 3, Some(15)),
            (Some("上午"), 9, Some(9)),
            (Some("中午"), 12, Some(12)),
            (Some("中午"), 1, Some(13)),
            (Some("晚上"), 8, Some(20)),
            (Some("晚上"), 20, Some(20)),
            (Some("晚上"), 12, None),
            (Some("凌晨"), 12, None),
            (None, 10, Some(10)),
            (None, 24, None),
        ] {
            assert_eq!(hour_of_day(part, hour), of_day, "{part:?} {hour}");
        }
        assert_eq!(minute("３０分"), Some(30));
        assert_eq!(minute("一刻"), None);
    }
}

//! Dates and times that do not exist: 2022-02-30, 24:60.
//!
//! Only a value that is a date from end to end is one; a date in running text
//! is not looked at. What a generator makes of it differs: some stop, some
//! count on into the next month, some show it as it is.

use super::{Scalar, leaves, lost_time};
use crate::check::Subject;
use crate::diagnostic::{Arguments, Diagnostic, Message};
use crate::document::node::{Node, days_in_month};
use crate::fact::Found;
use crate::rule::Rule;
use crate::site::Generator;
use crate::site::jekyll::date_in_name;

/// Nothing longer is a date.
const LONGEST: usize = 48;

pub(super) fn run(check: &Scalar, rule: &Rule, subject: &Subject<'_, '_>, root: &Node, found: &mut Found) {
    for leaf in leaves(root) {
        let text = leaf.scalar.text.trim();
        if text.len() > LONGEST || !text.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        if subject.generator == Generator::Jekyll && leaf.key == "date" && !leaf.is_item {
            found.diagnostics.extend(lost_time::find(rule, &leaf, text));
        }
        let Some(moment) = Moment::read(text) else {
            continue;
        };
        let is_date = || leaf.is_under(&check.date_keys) || (moment.is_dashed && !leaf.is_under(&check.text_keys));
        if let Some(problem) = moment.problem().filter(|_| is_date()) {
            let arguments = moment.arguments().with("found", text);
            let help = match problem {
                "unreal-month" if moment.month > 12 && (1..=12).contains(&moment.day) => "unreal-date-swapped-help",
                _ => "unreal-date-help",
            };
            let help = Message::Key(help, arguments.clone());
            let message = Message::Key(problem, arguments);
            found
                .diagnostics
                .push(rule.finding_in_words(leaf.node.span, message, Some(help)));
        }
    }
}

/// A post of Jekyll by whose name it was written on no day.
pub(super) fn in_file_name(rule: &Rule, subject: &Subject<'_, '_>) -> Option<Diagnostic> {
    let place = subject.place.filter(|place| place.site.has_posts_in_place())?;
    let front_matter = subject.document.front_matter();
    front_matter.format?;
    let date = date_in_name(place.site.path_of(&place.location)?)?;
    let moment = Moment::read(date)?;
    let message = match moment.problem()? {
        "unreal-month" => "unreal-month-in-name",
        "unreal-day-zero" => "unreal-day-zero-in-name",
        _ => "unreal-day-in-name",
    };
    let arguments = moment.arguments().with("found", date);
    let help = Message::key("unreal-date-in-name-help");
    Some(rule.finding_in_words(front_matter.opening, Message::Key(message, arguments), Some(help)))
}

/// A date, perhaps with a time and a zone, by its numbers, which may be wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Moment {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    /// Hours and minutes of the offset from UTC.
    offset: (u32, u32),
    /// Whether there are hyphens between year, month and day, so that it is a
    /// date wherever it stands.
    is_dashed: bool,
}

impl Moment {
    /// Reads year, month, day in this order, then hour and minute, perhaps a
    /// second and a zone. None of anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut rest = Rest(text);
        let mut moment = Self {
            year: rest.number(4, 4)?,
            ..Self::default()
        };
        let separator = rest.character()?;
        if !matches!(separator, '-' | '/' | '.') {
            return None;
        }
        moment.is_dashed = separator == '-';
        moment.month = rest.number(1, 2)?;
        rest.skip(separator)?;
        moment.day = rest.number(1, 2)?;
        if rest.0.is_empty() {
            return Some(moment);
        }
        if !matches!(rest.character()?, 'T' | 't' | ' ' | '\t') {
            return None;
        }
        rest.skip_white_space();
        moment.hour = rest.number(1, 2)?;
        rest.skip(':')?;
        moment.minute = rest.number(1, 2)?;
        if rest.skip(':').is_some() {
            moment.second = rest.number(1, 2)?;
            if rest.skip('.').or_else(|| rest.skip(',')).is_some() {
                rest.number(0, 9)?;
            }
        }
        rest.skip_white_space();
        moment.offset = rest.zone()?;
        rest.0.is_empty().then_some(moment)
    }

    /// The key of the sentence that says what does not exist.
    pub(super) fn problem(&self) -> Option<&'static str> {
        let Some(days) = days_in_month(i64::from(self.year), self.month) else {
            return Some("unreal-month");
        };
        let is_midnight = self.hour == 24 && self.minute == 0 && self.second == 0;
        match self {
            _ if self.day == 0 => Some("unreal-day-zero"),
            _ if self.day > days => Some("unreal-day"),
            // A leap second is the sixtieth.
            _ if self.minute > 59 || self.second > 60 => Some("unreal-time"),
            _ if self.hour > 23 && !is_midnight => Some("unreal-time"),
            _ if self.offset.0 > 14 || self.offset.1 > 59 => Some("unreal-zone"),
            _ => None,
        }
    }

    fn arguments(&self) -> Arguments {
        let days = days_in_month(i64::from(self.year), self.month).unwrap_or_default();
        let time = match self.second {
            0 => format!("{:02}:{:02}", self.hour, self.minute),
            second => format!("{:02}:{:02}:{second:02}", self.hour, self.minute),
        };
        Arguments::new()
            .with("year", self.year.to_string())
            .with("month", self.month.to_string())
            .with("day", self.day.to_string())
            .with("days", days.to_string())
            .with("time", time)
            .with("swapped", format!("{:04}-{:02}-{:02}", self.year, self.day, self.month))
    }
}

/// What is left to read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// A number of at least and at most so many ASCII digits, none of them after it.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if count < least || count > most {
            return None;
        }
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        match digits {
            "" => Some(0),
            _ => digits.parse().ok(),
        }
    }

    fn character(&mut self) -> Option<char> {
        let first = self.0.chars().next()?;
        self.0 = self.0.get(first.len_utf8()..)?;
        Some(first)
    }

    fn skip(&mut self, wanted: char) -> Option<()> {
        self.0 = self.0.strip_prefix(wanted)?;
        Some(())
    }

    fn skip_white_space(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t']);
    }

    /// A zone up to the end: nothing, `Z`, a name, or hours and minutes, which
    /// are given.
    fn zone(&mut self) -> Option<(u32, u32)> {
        if !self.0.starts_with(['+', '-']) {
            let is_name = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'_');
            let rest = std::mem::take(&mut self.0);
            return rest.bytes().all(is_name).then_some((0, 0));
        }
        self.character()?;
        let hour_digits = match self.0.len() {
            3.. if !self.0.contains(':') => self.0.len().checked_sub(2)?,
            _ => self.0.find(':').unwrap_or(self.0.len()),
        };
        let (hours, minutes) = self.0.split_at_checked(hour_digits)?;
        let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
        let number = |digits: &str| {
            let is_number = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse().unwrap_or_default())
        };
        self.0 = "";
        Some((number(hours)?, number(minutes)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<&'static str> {
        Moment::read(text)?.problem()
    }

    #[test]
    fn what_does_not_exist_is_named() {
        for (text, wanted) in [
            ("2022-02-30", "unreal-day"),
            ("2023-2-29", "unreal-day"),
            ("2100-02-29", "unreal-day"),
            ("2022-13-01", "unreal-month"),
            ("2022-00-10", "unreal-month"),
            ("2022-01-00", "unreal-day-zero"),
            ("2022-01-01 24:60", "unreal-time"),
            ("2022-01-01T08:60:00Z", "unreal-time"),
            ("2022-01-01 08:00:61 +0800", "unreal-time"),
            ("2022-01-01 24:00:01", "unreal-time"),
            ("2022-01-01 08:00:00 +25:00", "unreal-zone"),
            ("2022-01-01 08:00:00 +0860", "unreal-zone"),
            ("2022/02/30 08:00", "unreal-day"),
        ] {
            assert_eq!(problem(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_exists_or_is_no_date_is_left_alone() {
        for text in [
            "2024-02-29",
            "2000-02-29",
            "2022-12-31T23:59:60Z",
            "2022-01-01 24:00:00",
            "2022-01-01 8:05",
            "2022-01-01 08:00:00.123456789 +0800",
            "2022-01-01T08:00:00,5+08:00",
            "2022-01-01 08:00:00 +8",
            "2022-01-01 08:00:00 -1200",
            "2022-01-01 08:00:00 UTC",
            "2022-01-01 08:00:00 Asia/Shanghai",
            "2022-99",
            "2022-13-01-x",
            "2022-13-01 edition",
            "2022-13/01",
            "02-30-2022",
            "20220230",
            "12022-13-01",
            "2022-13-011",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    mod properties {
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn any_text_is_read_without_a_panic(text in "[0-9]{4}[-/.][0-9]{1,3}[-/. T:+0-9外ZA]{0,20}") {
                let _ = super::problem(&text);
            }
        }
    }
}

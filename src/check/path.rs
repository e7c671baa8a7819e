//! The check `path`: a pattern on the file name whose captures are compared
//! with front matter.

mod day_shown;

use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use super::pattern::LazyRegex;
use crate::diagnostic::{Arguments, Diagnostic};
use crate::document::node::Node;
use crate::fact::Found;
use crate::rule::{Rule, RuleError};
use crate::site::{Generator, ShownDay};

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Path {
    /// Matched against the file's name, without its folders.
    regex: LazyRegex,
    /// What its captures must agree with.
    compare: Comparison,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Comparison {
    /// JSON pointer into the front matter; nothing is compared where it leads nowhere.
    pointer: String,
    /// The captures, put together: `{year}-{month}-{day}`.
    with: String,
    /// How both sides are read.
    r#as: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// Both sides are texts.
    Text,
    /// Both sides are calendar dates.
    Date,
    /// A calendar date, and the day on which the site shows the value.
    DayShown,
}

impl Path {
    pub(super) fn compile(&self) -> Result<(), RuleError> {
        self.regex.compile("/path/regex")
    }

    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let document = subject.document;
        let zone = subject.place.and_then(|place| place.site.time_zone.as_ref());
        if self.compare.r#as == Kind::DayShown && (zone.is_none() || subject.generator != Generator::Jekyll) {
            return;
        }
        let Some(expected) = self.expected(document.source().path.file_name()) else {
            return;
        };
        let front_matter = document.front_matter();
        let Some(node) = front_matter
            .node
            .as_ref()
            .and_then(|root| root.at(&self.compare.pointer))
        else {
            return;
        };
        let Some(scalar) = node.as_scalar() else { return };
        let written = scalar.text.trim();
        if let Some(zone) = zone.filter(|_| self.compare.r#as == Kind::DayShown) {
            let shown = zone.day_shown(scalar, document.engine());
            let moved = shown.filter(|shown| Date::read(&expected).is_some_and(|date| !date.is(shown)));
            let moved = moved.map(|shown| day_shown::moved(rule, (node, scalar), &expected, zone, &shown));
            found.diagnostics.extend(moved);
            return;
        }
        if self.compare.r#as.agree(&expected, written) {
            return;
        }
        found.diagnostics.push(disagreement(rule, node, &expected, written));
    }

    fn expected(&self, file_name: &str) -> Option<String> {
        let captures = self.regex.get()?.captures(file_name)?;
        let mut arguments = Arguments::new();
        for name in self.regex.get()?.capture_names().flatten() {
            let value = captures.name(name).map_or("", |capture| capture.as_str());
            arguments = arguments.with(name.to_owned(), value);
        }
        Some(crate::messages::fill(&self.compare.with, &arguments))
    }
}

fn disagreement(rule: &Rule, node: &Node, expected: &str, written: &str) -> Diagnostic {
    let arguments = Arguments::new().with("expected", expected).with("found", written);
    rule.finding(node.span, arguments)
}

impl Kind {
    /// Whether the two sides agree. Dates that cannot be read agree with
    /// anything: a schema speaks of those.
    fn agree(self, expected: &str, written: &str) -> bool {
        match self {
            Kind::Text => expected == written,
            Kind::Date => match (Date::read(expected), Date::read(written)) {
                (Some(expected), Some(written)) => expected.may_be_same_day_as(&written),
                _ => true,
            },
            Kind::DayShown => true,
        }
    }
}

/// A calendar date, with whether it is that of a moment in a named zone, which
/// the site's own zone may move to another day.
#[derive(Debug, PartialEq, Eq)]
struct Date {
    year: i32,
    month: u32,
    day: u32,
    has_zone: bool,
}

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[Tt\s]+\d[\d:.]*\s*(Z|[-+]\d|[A-Z]{3})?)").ok()
});

impl Date {
    fn read(text: &str) -> Option<Self> {
        let captures = DATE.as_ref()?.captures(text)?;
        let number = |group: usize| {
            captures
                .get(group)
                .and_then(|digits| digits.as_str().parse::<u32>().ok())
        };
        Some(Self {
            year: i32::try_from(number(1)?).ok()?,
            month: number(2)?,
            day: number(3)?,
            has_zone: captures.get(4).is_some(),
        })
        .filter(|date| (1..=12).contains(&date.month) && (1..=31).contains(&date.day))
    }

    /// The same day; or, of a moment in a named zone, a neighbouring one. A time
    /// without a zone is the author's own, as the file's name is.
    fn may_be_same_day_as(&self, other: &Self) -> bool {
        let distance = (self.day_number() - other.day_number()).abs();
        distance == 0 || (distance == 1 && (self.has_zone || other.has_zone))
    }

    fn is(&self, shown: &ShownDay) -> bool {
        (self.year, self.month, self.day) == (shown.year, shown.month, shown.day)
    }

    /// Days since 0000-03-01 (Howard Hinnant, "chrono-Compatible Low-Level
    /// Date Algorithms", `days_from_civil`).
    fn day_number(&self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month_from_march = i64::from((self.month + 9) % 12);
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(expected: &str, written: &str) -> bool {
        Kind::Date.agree(expected, written)
    }

    #[test]
    fn dates_agree_by_day() {
        assert!(agree("2022-12-13", "2022-12-13"));
        assert!(agree("2022-2-3", "2022-02-03"));
        assert!(!agree("2022-12-13", "2022-12-14"));
        assert!(!agree("2022-12-13", "2021-12-13 00:31:00 +0800"));
    }

    #[test]
    fn a_time_may_move_a_date_over_midnight() {
        assert!(agree("2022-12-13", "2022-12-12T23:31:00.000Z"));
        assert!(agree("2023-01-01", "2022-12-31 20:00:00 +0800"));
        assert!(agree("2024-03-01", "2024-02-29 20:00 UTC"));
        assert!(!agree("2023-03-02", "2023-02-28 20:00Z"));
    }

    #[test]
    fn a_time_without_a_zone_is_of_its_day() {
        assert!(!agree("2022-12-13", "2022-12-14 08:30:00"));
        assert!(agree("2022-12-14", "2022-12-14 23:30"));
    }

    #[test]
    fn what_is_no_date_agrees() {
        assert!(agree("2022-12-13", "昨天"));
        assert!(agree("2022-13-13", "2022-12-14"));
    }
}

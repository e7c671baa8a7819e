//! Time zones of sites, and the day on which Jekyll shows a post there.
//!
//! What Jekyll does was found by running it: `tests/time-zones/jekyll.tsv`. Of
//! other generators nothing is said: Hugo shows a moment in the zone that it is
//! written in, and what Hexo shows hangs on the clock of the machine that builds.

use std::sync::LazyLock;

use jiff::{Timestamp, civil, tz};
use regex::{Captures, Regex};

use crate::dialect::Engine;
use crate::document::node::{Scalar, Typed, resolve};

/// A zone of the IANA's database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(tz::TimeZone);

/// The day on which a site shows a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownDay {
    /// Years from 1, as Gregorian dates have them.
    pub year: i32,
    /// From 1.
    pub month: u32,
    /// From 1.
    pub day: u32,
    /// Which zone the moment was read in.
    pub read_in: ReadIn,
}

/// The zone in which a date is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadIn {
    /// The one that is written.
    Written,
    /// UTC, since none is written, and the engine takes it for a moment. What the
    /// site's own zone was then, as it would be written: `+0800`.
    Utc {
        /// Seconds east of UTC.
        own_offset: i32,
    },
    /// The site's own, since it is written as a text or without a time.
    Own,
}

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})",
        r"(?:(?:[Tt]|\s+)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d*)?)?",
        r"\s*(?<zone>Z|UTC|GMT|[-+]\d{1,2}(?::?\d{2})?)?)?$"
    ))
    .ok()
});

impl TimeZone {
    /// The zone of a name such as `Asia/Shanghai`.
    pub fn named(name: &str) -> Option<Self> {
        tz::TimeZone::get(name).ok().map(Self)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// All names that there are.
    pub fn names() -> Vec<String> {
        tz::db().available().map(|name| name.as_str().to_owned()).collect()
    }

    /// The zone that Jekyll's `_config.yml` names, found without reading all of
    /// it. A name that is none there means UTC to Ruby, and nothing here.
    pub fn of_configuration(text: &str) -> Option<Self> {
        let value = text.lines().find_map(|line| line.strip_prefix("timezone:"))?;
        let value = value.split(" #").next().unwrap_or(value).trim();
        Self::named(value.trim_matches(['"', '\'']))
    }

    /// The day on which Jekyll shows a post with this `date`; nothing where it is
    /// written in a way that is not followed here.
    pub fn day_shown(&self, date: &Scalar, engine: Engine) -> Option<ShownDay> {
        let text = date.text.trim();
        let written = DATE.as_ref()?.captures(text)?;
        let as_written = moment(&written)?;
        let is_moment = matches!(resolve(date, engine), Typed::Timestamp(_));
        let (shown, read_in) = match (written.name("zone"), written.name("hour"), is_moment) {
            (Some(zone), _, _) => (self.at(as_written, offset(zone.as_str())?)?, ReadIn::Written),
            (None, Some(_), true) => {
                let own_offset = self.offset_of(as_written)?;
                (self.at(as_written, 0)?, ReadIn::Utc { own_offset })
            }
            (None, _, _) => (as_written, ReadIn::Own),
        };
        Some(ShownDay {
            year: shown.year().into(),
            month: u32::try_from(shown.month()).ok()?,
            day: u32::try_from(shown.day()).ok()?,
            read_in,
        })
    }

    /// A moment that is written with an offset, in seconds, by this zone's clocks.
    fn at(&self, written: civil::DateTime, offset: i32) -> Option<civil::DateTime> {
        let offset = tz::Offset::from_seconds(offset).ok()?;
        let moment: Timestamp = offset.to_timestamp(written).ok()?;
        Some(self.0.to_datetime(moment))
    }

    /// Seconds east of UTC when its clocks showed this.
    fn offset_of(&self, clock: civil::DateTime) -> Option<i32> {
        let moment = self.0.to_timestamp(clock).ok()?;
        Some(self.0.to_offset(moment).seconds())
    }
}

fn moment(written: &Captures<'_>) -> Option<civil::DateTime> {
    let number = |name: &str| -> Option<i8> { written.name(name)?.as_str().parse().ok() };
    let year = written.name("year")?.as_str().parse().ok()?;
    let (hour, minute) = (number("hour").unwrap_or(0), number("minute").unwrap_or(0));
    let second = number("second").unwrap_or(0);
    civil::DateTime::new(year, number("month")?, number("day")?, hour, minute, second, 0).ok()
}

/// Seconds east of UTC of `Z`, `+0800`, `+08:00`, `+8`.
fn offset(zone: &str) -> Option<i32> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return Some(0),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2).unwrap_or((digits, "")),
    };
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    Some(sign * (hours.parse::<i32>().ok()? * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_in_all_their_forms() {
        for (zone, seconds) in [
            ("Z", 0),
            ("+0800", 28_800),
            ("+08:00", 28_800),
            ("+8", 28_800),
            ("-0330", -12_600),
        ] {
            assert_eq!(offset(zone), Some(seconds), "{zone}");
        }
    }

    #[test]
    fn a_configuration_names_its_zone() {
        let of = |text: &str| TimeZone::of_configuration(text).map(|zone| zone.name().to_owned());
        assert_eq!(
            of("title: 站\ntimezone: Asia/Shanghai # 北京\n").as_deref(),
            Some("Asia/Shanghai")
        );
        assert_eq!(of("timezone: \"Europe/London\"").as_deref(), Some("Europe/London"));
        assert_eq!(of("a:\n  timezone: Asia/Shanghai"), None);
        assert_eq!(of("timezone: Beijing"), None);
        assert_eq!(of("timezone:"), None);
    }
}

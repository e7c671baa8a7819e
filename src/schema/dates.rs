//! Dates that every reader knows, as ISO 8601 writes them.
//!
//! Only the order year, month, day is read: of `03/04/2022` nobody knows which
//! is the month.

use super::formats::{days_in, is_zone};
use crate::text::half_width;

/// Bytes beyond which a text is no date.
const LONGEST: usize = 64;

/// How ISO 8601 writes a date, in order of closeness to the text: the day; or
/// with the time, to which seconds may be added, and which may be joined by a
/// `T`. Empty where the text is no date, or not a real one.
pub(super) fn normalised(text: &str) -> Vec<String> {
    read(text).unwrap_or_default()
}

fn read(text: &str) -> Option<Vec<String>> {
    if text.len() > LONGEST {
        return None;
    }
    let text: String = text.trim().chars().map(narrowed).collect();
    let mut rest = Rest(&text);
    let year = rest.number(4..=4)?;
    let separator = rest.one_of(&['-', '/', '.', '年'])?;
    let month = rest.number(1..=2)?;
    rest.one_of(&[if separator == '年' { '月' } else { separator }])?;
    let day = rest.number(1..=2)?;
    if separator == '年' {
        rest.one_of(&['日', '号'])?;
    }
    if year == 0 || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if rest.0.trim().is_empty() {
        return Some(vec![date]);
    }
    let joint = match rest.0.chars().next()? {
        joint @ ('T' | 't') => joint.to_ascii_uppercase(),
        ' ' => ' ',
        _ if separator == '年' => ' ',
        _ => return None,
    };
    rest.0 = rest.0.trim_start_matches(['T', 't', ' ']);
    let hour = rest.number(1..=2)?;
    rest.one_of(&[':'])?;
    let minute = rest.number(2..=2)?;
    let second = match rest.one_of(&[':']) {
        Some(_) => Some(rest.number(2..=2)?),
        None => None,
    };
    let fraction = rest.fraction()?;
    let zone = rest.0;
    let is_real = hour < 24 && minute < 60 && second.is_none_or(|second| second < 60);
    if !is_real || !is_zone(zone.trim_start()) || (second.is_none() && !fraction.is_empty()) {
        return None;
    }
    let short = format!("{hour:02}:{minute:02}");
    let full = format!("{short}:{:02}{fraction}", second.unwrap_or(0));
    let nearest = if second.is_some() { &full } else { &short };
    Some(vec![
        format!("{date}{joint}{nearest}{zone}"),
        format!("{date}{joint}{full}{zone}"),
        format!("{date}T{full}{}", zone.trim_start()),
    ])
}

/// A full-width digit or mark as ASCII has it.
fn narrowed(letter: char) -> char {
    match letter {
        '\u{A0}' => ' ',
        other => half_width(other),
    }
}

/// What is left to read.
struct Rest<'text>(&'text str);

impl Rest<'_> {
    /// So many digits.
    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at_checked(count).filter(|_| digits.contains(&count))?;
        self.0 = rest;
        number.parse().ok()
    }

    /// One of these marks. Those of Chinese may have spaces round them.
    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let rest = self.0.trim_start();
        let mark = rest.chars().next().filter(|mark| marks.contains(mark))?;
        let rest = rest.get(mark.len_utf8()..)?;
        let has_space_before = !self.0.starts_with(mark);
        self.0 = match mark.is_ascii() {
            true if has_space_before => return None,
            true => rest,
            false => rest.trim_start(),
        };
        Some(mark)
    }

    /// A point and digits, or nothing.
    fn fraction(&mut self) -> Option<String> {
        let Some(rest) = self.0.strip_prefix('.') else {
            return Some(String::new());
        };
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at_checked(count).filter(|_| count > 0)?;
        self.0 = rest;
        Some(format!(".{digits}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_without_doubt_are_those_with_the_year_first() {
        for (text, nearest) in [
            ("2022/12/13", "2022-12-13"),
            ("2022.12.3", "2022-12-03"),
            ("2022-1-3", "2022-01-03"),
            ("2022年12月13日", "2022-12-13"),
            ("2022 年 1 月 3 号", "2022-01-03"),
            ("２０２２－１２－１３", "2022-12-13"),
            ("2022-12-13T8:05", "2022-12-13T08:05"),
            ("2022/12/13 08：05：09 +0800", "2022-12-13 08:05:09 +0800"),
            ("2022年12月13日8:05", "2022-12-13 08:05"),
            ("2022-12-13t08:05:09.5Z", "2022-12-13T08:05:09.5Z"),
        ] {
            assert_eq!(normalised(text).first().map(String::as_str), Some(nearest), "{text}");
        }
        let all = normalised("2022/12/13  8:05 +08:00");
        assert_eq!(all[1..], ["2022-12-13 08:05:00 +08:00", "2022-12-13T08:05:00+08:00"]);
        for text in [
            "",
            "03/04/2022",
            "22/03/04",
            "2022-03/04",
            "2022/13/04",
            "2022/02/30",
            "2022年12月13",
            "2022/12/13 25:00",
            "2022/12/13 08:05 CST",
            "2022/12/13 星期二",
            "2022/12/13x",
            "20221213",
            "2022 /12/13",
        ] {
            assert_eq!(normalised(text), [""; 0], "{text}");
        }
    }
}

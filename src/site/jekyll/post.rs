//! Names of posts: which ones Jekyll takes, and what was meant by others.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::is_hidden;
use crate::document::node::{Scalar, Style, days_in_month};
use crate::inventory::file_name;

/// A file in a folder of posts that Jekyll makes no page of.
#[derive(Debug, PartialEq, Eq)]
pub struct PostName<'p> {
    /// Its name, without its ending.
    pub name: &'p str,
    /// The day with which the name begins, in some other writing.
    pub date: Option<PostDate>,
    /// What comes after that.
    title: &'p str,
    ending: &'p str,
}

/// The day of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostDate {
    year: u32,
    month: u32,
    day: u32,
}

/// The file at a path from the root of a site, if it lies where posts do and has no
/// name of a post. What is hidden is passed over on purpose.
pub fn passes_over(path: &str) -> Option<PostName<'_>> {
    let name = name_among_posts(path).filter(|name| !is_post_name(name))?;
    let (stem, ending) = name.rsplit_once('.')?;
    let (date, title) = match PostDate::at_start(stem) {
        Some((date, title)) => (Some(date), title),
        None => (None, stem),
    };
    Some(PostName {
        name: stem,
        date,
        title,
        ending,
    })
}

/// The date in the name of a post, as it is written: three numbers with hyphens
/// between them, which may be no day of any year.
pub fn date_in_name(path: &str) -> Option<&str> {
    let name = name_among_posts(path).filter(|name| is_post_name(name))?;
    let (end, _) = name.match_indices('-').nth(2)?;
    name.get(..end)
}

/// The name of a file in a folder of posts, unless it is hidden.
fn name_among_posts(path: &str) -> Option<&str> {
    let (outside, below) = match path.strip_prefix("_posts/") {
        Some(below) => ("", below),
        None => path.split_once("/_posts/")?,
    };
    let name = file_name(below);
    // Jekyll looks at the name of the file, and at that of the first folder.
    let first = below.split('/').next().unwrap_or(below);
    (!is_hidden(outside) && !is_hidden(first) && !is_hidden(name)).then_some(name)
}

/// Whether Jekyll takes a file of that name for a post (`Document::
/// DATE_FILENAME_MATCHER`): a year of two to four digits, month and day of one or
/// two, and a hyphen after each.
fn is_post_name(name: &str) -> bool {
    let mut parts = name.splitn(4, '-');
    let mut is_number = |least: usize, most: usize| {
        let part = parts.next().unwrap_or_default();
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    is_number(2, 4) && is_number(1, 2) && is_number(1, 2) && parts.next().is_some_and(|title| title.contains('.'))
}

impl PostName<'_> {
    /// What the file should be called; nothing where its title is not known.
    pub fn named(&self, date: &PostDate) -> Option<String> {
        let title = self.title.split_whitespace().collect::<Vec<_>>().join("-");
        let PostDate { year, month, day } = date;
        (!title.is_empty()).then(|| format!("{year:04}-{month:02}-{day:02}-{title}.{}", self.ending))
    }
}

impl PostDate {
    /// The date with which a text begins, with what comes after it and what keeps it
    /// apart: `2024-03-05`, `2024_3_5`, `2024.03.05`, `20240305`, `2024年3月5日`.
    pub fn at_start(text: &str) -> Option<(Self, &str)> {
        let (year, rest) = digits(text, 4)?;
        let is_apart = |rest: &str| rest.starts_with(|letter: char| !letter.is_ascii_digit());
        let (month, day, rest) = if is_apart(rest) {
            let (month, rest) = number(after_mark(rest, '年')?)?;
            let (day, rest) = number(after_mark(rest, '月')?)?;
            (month, day, rest)
        } else {
            let (month, rest) = digits(rest, 2)?;
            let (day, rest) = digits(rest, 2)?;
            (month, day, rest)
        };
        let is_real = (1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        if !is_real || rest.starts_with(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        let rest = rest.trim_start_matches('日');
        let is_mark =
            |letter: char| letter.is_whitespace() || matches!(letter, '-' | '_' | '.' | '—' | '–' | '－' | ',' | '，');
        Some((Self { year, month, day }, rest.trim_start_matches(is_mark)))
    }
}

/// Year, month and day of four, two and two digits of a post that says its `date`, in
/// any time zone; nothing where the zone of the site decides, or the engine that reads
/// the date.
pub(super) fn day_of(written: &Scalar) -> Option<[String; 3]> {
    let text = written.text.trim();
    let (date, time) = text.split_once(' ').unwrap_or((text, ""));
    let mut numbers = date.split(['-', '/']);
    let mut number = |least: usize, most: usize| {
        let part = numbers.next()?;
        let is_number = (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    let (year, month, day) = (number(4, 4)?, number(1, 2)?, number(1, 2)?);
    let is_day = days_in_month(i64::from(year), month).is_some_and(|days| (1..=days).contains(&day));
    if numbers.next().is_some() || !is_day {
        return None;
    }
    // With seconds it is a moment to YAML, and then in UTC, unless it is in quotes.
    let is_time_of_day = |parts: &[&str]| {
        parts
            .iter()
            .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let parts: Vec<&str> = time.split(':').collect();
    let is_local = match parts.len() {
        1 => time.is_empty(),
        2 => is_time_of_day(&parts),
        3 => is_time_of_day(&parts) && written.style != Style::Plain,
        _ => false,
    };
    is_local.then(|| [format!("{year:04}"), format!("{month:02}"), format!("{day:02}")])
}

/// A title, or a slug, as the address of a post has it (Jekyll's `Utils.slugify` in the
/// mode `pretty`); nothing where nothing remains of it, or it would lead elsewhere.
pub(crate) fn title_in_address(title: &str) -> Option<Cow<'_, str>> {
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let slug = match title.bytes().all(is_kept) {
        true => Cow::Borrowed(title),
        false => {
            let slug = NOT_IN_ADDRESSES.as_ref()?.replace_all(title, "-");
            let slug = slug.strip_prefix('-').unwrap_or(&slug);
            Cow::Owned(slug.strip_suffix('-').unwrap_or(slug).to_owned())
        }
    };
    // Addresses are mended where they have these (`URL#sanitize_url`).
    (!slug.is_empty() && !slug.contains("..") && !slug.ends_with('.')).then_some(slug)
}

static NOT_IN_ADDRESSES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[^\p{M}\p{L}\p{Nd}._~!$&'()+,;=@]+").ok());

/// The number of so many digits at the start of a text, and the rest.
fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    Some((digits.parse().ok().filter(|_| is_number)?, rest))
}

/// A number of one or two digits.
fn number(text: &str) -> Option<(u32, &str)> {
    digits(text, 2).or_else(|| digits(text, 1))
}

/// The text after what stands between the parts of a date.
fn after_mark(text: &str, unit: char) -> Option<&str> {
    text.strip_prefix(['-', '_', '.', '/', ' ', '－', unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_posts_are_those_that_jekyll_takes() {
        // As Jekyll 4.3 built them.
        for path in [
            "_posts/2024-01-01-ok.md",
            "_posts/sub/2024-01-07-s.md",
            "_posts/24-1-8-short.md",
            "_posts/s/_t/2024-01-10-t.md",
            "_posts/2024-01-11-.md",
            "_posts/2024-01-15-a.b.c.md",
            "_posts/124-1-8-short.md",
            // Passed over on purpose.
            "_posts/_wip/2024_01_06-w.md",
            "_posts/_draft.md",
            "_posts/a.md~",
            "_drafts/a.md",
            "_old/_posts/a.md",
            "a.md",
        ] {
            assert_eq!(passes_over(path), None, "{path}");
        }
    }

    #[test]
    fn the_date_in_a_name_is_that_of_a_post() {
        for (path, date) in [
            ("_posts/2024-13-01-z.md", Some("2024-13-01")),
            ("a/_posts/b/24-1-8-a-b.md", Some("24-1-8")),
            ("_posts/2024-13-01.md", None),
            ("_posts/.2024-13-01-z.md", None),
            ("_drafts/2024-13-01-z.md", None),
        ] {
            assert_eq!(date_in_name(path), date, "{path}");
        }
    }

    #[test]
    fn titles_stand_in_addresses_as_jekyll_writes_them() {
        // As Jekyll 4.3 built them.
        for (title, slug) in [
            ("A b", "A-b"),
            ("a-b", "a-b"),
            ("Hello World", "Hello-World"),
            ("渡轮！票价", "渡轮-票价"),
            ("C++", "C++"),
            ("a.b_c~d", "a.b_c~d"),
            ("Ünï-É", "Ünï-É"),
            ("a--b", "a-b"),
            ("ａｂ\u{3000}c", "ａｂ-c"),
            ("50%", "50"),
            ("a.b_c/d 中文", "a.b_c-d-中文"),
            ("A & B", "A-&-B"),
        ] {
            assert_eq!(title_in_address(title).as_deref(), Some(slug), "{title}");
        }
        for title in ["", "！", "a..b", "a."] {
            assert_eq!(title_in_address(title), None, "{title}");
        }
    }

    #[test]
    fn the_day_of_a_post_is_known_where_no_time_zone_moves_it() {
        let day = |text: &str, style| {
            let text = text.to_owned();
            day_of(&Scalar { text, style, tag: None }).map(|day| day.join("/"))
        };
        for (text, expected) in [
            ("2024-02-08", Some("2024/02/08")),
            ("2024/02/10", Some("2024/02/10")),
            ("2024-2-1", Some("2024/02/01")),
            ("2024-02-09 10:00", Some("2024/02/09")),
            ("2024-02-09 10:00:00", None),
            ("2024-02-08 23:30:00 +0000", None),
            ("2024-02-08T23:30", None),
            ("2024-02-30", None),
            ("昨天", None),
        ] {
            assert_eq!(day(text, Style::Plain).as_deref(), expected, "{text}");
        }
        assert_eq!(
            day("2024-02-09 10:00:00", Style::SingleQuoted).as_deref(),
            Some("2024/02/09")
        );
    }

    #[test]
    fn a_name_that_is_passed_over_may_tell_what_was_meant() {
        let date = PostDate::at_start("2024-03-06").map(|(date, _)| date);
        for (path, meant) in [
            ("_posts/标题.md", "2024-03-06-标题.md"),
            ("_posts/2024_01_03_x.md", "2024-01-03-x.md"),
            ("_posts/2024-01-05 x y.md", "2024-01-05-x-y.md"),
            ("a/_posts/20240109-x.markdown", "2024-01-09-x.markdown"),
            ("_posts/2024年1月9日 x.md", "2024-01-09-x.md"),
            ("_posts/2024.1.9.x.md", "2024-01-09-x.md"),
            ("_posts/2024-01-13—标题.md", "2024-01-13-标题.md"),
            ("_posts/x2024-01-13-x.md", "2024-03-06-x2024-01-13-x.md"),
            ("_posts/20240132-x.md", "2024-03-06-20240132-x.md"),
            ("_posts/2024-01-04.md", ""),
        ] {
            let file = passes_over(path).unwrap();
            let named = file.date.or(date).and_then(|date| file.named(&date));
            assert_eq!(named.unwrap_or_default(), meant, "{path}");
        }
    }
}

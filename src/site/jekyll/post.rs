//! Names of posts: which ones Jekyll takes, and what was meant by others.

use super::is_hidden;
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
    let (outside, below) = match path.strip_prefix("_posts/") {
        Some(below) => ("", below),
        None => path.split_once("/_posts/")?,
    };
    let name = file_name(below);
    // Jekyll looks at the name of the file, and at that of the first folder.
    let first = below.split('/').next().unwrap_or(below);
    if is_post_name(name) || is_hidden(outside) || is_hidden(first) || is_hidden(name) {
        return None;
    }
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

//! The addresses that the pages of a Jekyll site choose by their front matter,
//! beside the one that follows from a file's name.
//!
//! It errs on the side of too many: what may stand at an address is not called
//! missing.

use std::collections::HashSet;

use super::jekyll::{MARKDOWN, date_and_title, is_hidden};
use super::url::{self, Beyond};
use crate::document::front_matter;
use crate::document::node::Node;
use crate::fact::{Addresses, Extent};
use crate::inventory::{ancestors, file_name};

/// Keys of front matter by which a page may choose an address.
const KEYS: [&str; 4] = ["permalink", "redirect_from", "slug", "date"];

/// Endings of pages beside those of Markdown.
const TEXTS: [&str; 12] = [
    "html",
    "htm",
    "xhtml",
    "xml",
    "json",
    "txt",
    "css",
    "scss",
    "sass",
    "js",
    "coffee",
    "webmanifest",
];

/// Whether a file of that name may be a page: Jekyll makes one of any text with
/// front matter, but nobody writes some into images.
pub fn may_be_page(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_text = |known: &str| extension.eq_ignore_ascii_case(known);
    MARKDOWN.iter().chain(&TEXTS).any(|known| is_text(known))
}

/// Adds what a page, at a path from the root of its site, chooses.
pub fn add(page: &str, text: &str, addresses: &mut Addresses) {
    let front_matter = front_matter::find(text);
    let content = front_matter.content.of(text);
    if let Some(node) = front_matter
        .node
        .filter(|_| KEYS.iter().any(|key| content.contains(key)))
    {
        add_chosen(page, &node, addresses);
    }
}

/// Adds what others choose.
pub fn merge(mut addresses: Addresses, others: Addresses) -> Addresses {
    addresses.pages.extend(others.pages);
    addresses.posts.extend(others.posts);
    if others.extent == Extent::Part {
        addresses.extent = Extent::Part;
    }
    addresses
}

fn add_chosen(page: &str, front_matter: &Node, addresses: &mut Addresses) {
    let values = |key: &str| {
        let value = front_matter.get(key).map(|entry| &entry.value);
        value.into_iter().flat_map(|value| value.items().iter().chain([value]))
    };
    let texts = |key: &str| -> Vec<String> {
        let scalars = values(key).filter_map(Node::as_scalar);
        let trimmed = scalars.map(|scalar| scalar.text.trim().to_owned());
        trimmed.filter(|text| !text.is_empty()).collect()
    };
    for address in texts("permalink").into_iter().chain(texts("redirect_from")) {
        // What stands for a placeholder is not followed.
        match address.contains(':') {
            true => addresses.extent = Extent::Part,
            false => addresses.pages.extend(normal(&address)),
        }
    }
    let is_post = ancestors(page).any(|folder| file_name(folder) == "_posts");
    let name = date_and_title(file_name(page)).filter(|_| is_post && !is_hidden(file_name(page)));
    if let Some((date, title)) = name {
        let titles = texts("slug").into_iter().chain([title.to_owned()]);
        let written = texts("date");
        let days: HashSet<String> = written
            .iter()
            .flat_map(|date| days_round(date))
            .chain([date.join("/")])
            .collect();
        for title in titles {
            addresses
                .posts
                .extend(days.iter().filter_map(|day| normal(&[day, "/", &title].concat())));
        }
    }
}

/// Whether something may stand at a path from the root of a site.
pub fn may_hold(addresses: &Addresses, path: &str) -> bool {
    let Some(path) = normal(path) else { return true };
    // Categories may stand before the date of a post.
    let of_post = path
        .rmatch_indices('/')
        .nth(3)
        .map_or(path.as_str(), |(at, _)| path.get(at + 1..).unwrap_or_default());
    addresses.extent == Extent::Part || addresses.pages.contains(&path) || addresses.posts.contains(of_post)
}

/// A path without what servers add to it: `.html`, an index, a slash at its end.
fn normal(path: &str) -> Option<String> {
    let decoded = url::decode(path)?;
    let mut path = url::resolve("", &decoded, Beyond::Root)?;
    for ending in [".html", ".htm"] {
        path = path.strip_suffix(ending).map_or(path.clone(), str::to_owned);
    }
    if path == "index" {
        return Some(String::new());
    }
    Some(path.strip_suffix("/index").map_or(path.clone(), str::to_owned))
}

/// The day of a date as front matter writes it, and those beside it, where it
/// may fall in the time zone of the site: `year/month/day`.
fn days_round(date: &str) -> Vec<String> {
    let mut numbers = date.split(|character: char| !character.is_ascii_digit());
    let mut number = || numbers.next().and_then(|number| number.parse::<i64>().ok());
    let (Some(year), Some(month), Some(day)) = (number(), number(), number()) else {
        return Vec::new();
    };
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Vec::new();
    }
    let days = days_from_civil(year, month, day);
    (days - 1..=days + 1).map(civil_from_days).collect()
}

/// Days since 1970-03-01 but for a constant (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
}

/// The reverse (ibid., `civil_from_days`).
fn civil_from_days(days: i64) -> String {
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}/{month:02}/{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    fn addresses(pages: &[(&str, &str)]) -> Addresses {
        let mut addresses = Addresses::default();
        for (page, front_matter) in pages {
            add(page, &format!("---\n{front_matter}\n---\n"), &mut addresses);
        }
        addresses
    }

    #[test]
    fn pages_stand_where_they_choose() {
        let addresses = addresses(&[
            ("about.md", "permalink: about.html"),
            (
                "a/b.md",
                "permalink: /links.html\nredirect_from: [/old/, '/老/%E9%A1%B5']",
            ),
            ("p.md", "permalink: /p/"),
            ("q.md", "permalink: /a%20b/"),
        ]);
        for path in [
            "about.html",
            "about",
            "links",
            "links.html",
            "old",
            "老/页",
            "p/index",
            "p/index.html",
            "p",
            "a b",
        ] {
            assert!(may_hold(&addresses, path), "{path}");
        }
        assert!(!may_hold(&addresses, "pp") && !may_hold(&addresses, "a/b"));
    }

    #[test]
    fn posts_stand_at_their_slug_and_at_the_day_that_they_write() {
        let addresses = addresses(&[
            ("_posts/2024-01-01-a.md", "slug: hello"),
            ("x/_posts/2024-01-02-b.md", "date: 2024-01-02 06:00:00 +0800"),
            ("_posts/2023-12-31-c.md", "date: 2024-03-01"),
        ]);
        for path in [
            "2024/01/01/hello.html",
            "x/2024/01/01/b.html",
            "新闻/2024/01/03/b",
            "2024/02/29/c.html",
            "2024/03/02/c.html",
        ] {
            assert!(may_hold(&addresses, path), "{path}");
        }
        assert!(!may_hold(&addresses, "2024/01/01/c.html") && !may_hold(&addresses, "2024/01/04/b"));
    }

    #[test]
    fn a_placeholder_may_stand_for_anything() {
        let addresses = addresses(&[("_posts/2024-01-01-a.md", "permalink: /:year/:title/")]);
        assert!(may_hold(&addresses, "any"));
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        assert_eq!(days_round("2024-03-01"), ["2024/02/29", "2024/03/01", "2024/03/02"]);
        assert_eq!(
            days_round("2023-12-31T10:00:00Z"),
            ["2023/12/30", "2023/12/31", "2024/01/01"]
        );
        assert_eq!(days_round("明天"), [""; 0]);
    }
}

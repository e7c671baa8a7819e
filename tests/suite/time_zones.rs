//! Posts are shown on the day on which Jekyll shows them, by a table that it
//! made: `tests/time-zones/make.rb`.

use kanwu::dialect::{Dialect, Engine};
use kanwu::document::Document;
use kanwu::site::TimeZone;
use kanwu::text::{FilePath, Source};

const TABLE: &str = include_str!("../time-zones/jekyll.tsv");

/// The day on which we say that the site shows the post.
fn day_shown(zone: &str, date: &str, engine: Engine) -> Option<String> {
    let text = format!("---\ntitle: x\ndate: {date}\n---\n");
    let source = Source::from_text(FilePath::new("_posts/2022-12-13-x.md"), text);
    let document = Document::new(&source, Dialect::KRAMDOWN, engine);
    let root = document.front_matter().node.as_ref()?;
    let scalar = root.get("date")?.value.as_scalar()?;
    let shown = TimeZone::named(zone)?.day_shown(scalar, engine)?;
    Some(format!("{:04}-{:02}-{:02}", shown.year, shown.month, shown.day))
}

#[test]
fn posts_are_shown_on_the_day_on_which_jekyll_shows_them() {
    let mut rows = 0;
    for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
        let [zone, date, psych, safe_yaml] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a row of other columns: {row}");
        };
        for (engine, day) in [(Engine::Psych, psych), (Engine::SafeYaml, safe_yaml)] {
            assert_eq!(day_shown(zone, date, engine).as_deref(), Some(day), "{row}: {engine:?}");
        }
        rows += 1;
    }
    assert!(rows >= 100, "{rows} rows");
}

#[test]
fn of_what_is_not_followed_nothing_is_said() {
    for date in [
        "2022-12-13 23:30:00 CST",
        "2022-12-13 11:30 PM",
        "Dec 13 2022",
        "2022-13-13 23:30:00Z",
        "昨天",
        "''",
    ] {
        assert_eq!(day_shown("Asia/Shanghai", date, Engine::SafeYaml), None, "{date}");
    }
}

//! The forms that are made of lines: for editors, and for GitHub's log.

use snapbox::str;

use super::text::{check, whole};
use super::*;

/// The report of all forms, with what is a warning in it seen by a service too.
fn with_notices() -> Report {
    let notice = |severity, path: &str| Notice {
        severity,
        path: FilePath::new(path),
        message: Message::key("read-not-found"),
    };
    Report {
        notices: vec![
            notice(Severity::Info, "skipped.txt"),
            notice(Severity::Warning, "gone.md"),
            notice(Severity::Error, "../外,长:1%.md"),
        ],
        ..whole()
    }
}

#[test]
fn concise_has_a_line_for_each_in_the_order_of_the_text() {
    let text = rendered(
        Format::Concise,
        &with_notices(),
        Language::SimplifiedChinese,
        Color::Never,
    );
    check(
        text,
        str![[r#"
_posts/a.md:2:8: warning[ad-slot] leftover advertisement slot
_posts/a.md:5:4: error[ad-slot] leftover advertisement slot

"#]],
    );
}

#[test]
fn annotations_have_the_most_severe_first() {
    let text = rendered(Format::Github, &with_notices(), Language::English, Color::Ansi);
    check(
        text,
        str![[r#"
::error file=外%2C长%3A1%25.md,title=kanwu::../外,长:1%25.md: there is no such file or folder
::error file=site/_posts/a.md,line=5,endLine=6,title=kanwu (ad-slot)::_posts/a.md:5:4: leftover advertisement slot%0Ahelp: delete it: readers see a hole
::warning file=site/gone.md,title=kanwu::gone.md: there is no such file or folder
::warning file=site/_posts/a.md,line=2,endLine=2,col=8,endColumn=10,title=kanwu (ad-slot)::_posts/a.md:2:8: leftover advertisement slot

"#]],
    );
}

#[test]
fn github_counts_no_lone_carriage_return_as_a_line() {
    let file = one("a.md", "\u{FEFF}一\r二\r\n😀三⟦四⟧\r", &[]);
    let report = report(vec![file]);
    let concise = rendered(Format::Concise, &report, Language::English, Color::Never);
    assert!(concise.starts_with("a.md:3:3: "), "{concise}");
    let github = rendered(Format::Github, &report, Language::English, Color::Never);
    assert!(github.contains(",line=2,endLine=2,col=3,endColumn=4,"), "{github}");
}

#[test]
fn what_text_does_not_show_these_do_not() {
    let mut file = one("a.md", "⟦x⟧", &[]);
    file.diagnostics[0].severity = Severity::Info;
    let report = report(vec![file]);
    for format in [Format::Concise, Format::Github] {
        assert_eq!(rendered(format, &report, Language::English, Color::Never), "");
    }
}

/// What the runner makes of a line: the command and its properties.
/// See `ActionCommand.TryParseV2` in github.com/actions/runner.
fn parsed(line: &str) -> (&str, Vec<(&str, String)>) {
    let (command, _) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = command.split_once(' ').unwrap();
    let properties = properties.trim().split(',').map(|property| {
        let (name, value) = property.split_once('=').unwrap();
        let value = value.replace("%0D", "\r").replace("%0A", "\n");
        let value = value.replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
        (name, value)
    });
    (name, properties.collect())
}

/// The file that GitHub seeks for a finding in a file of that name.
fn annotated(name: &str) -> String {
    let report = report(vec![one(name, "⟦x⟧", &[])]);
    let printed = rendered(Format::Github, &report, Language::English, Color::Never);
    let lines: Vec<&str> = printed.lines().collect();
    let [line] = lines[..] else { panic!("{printed:?}") };
    let (command, properties) = parsed(line);
    let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    assert_eq!(command, "error");
    assert_eq!(names, ["file", "line", "endLine", "col", "endColumn", "title"]);
    properties[0].1.clone()
}

#[test]
fn annotations_lead_to_files_whatever_their_names() {
    for name in [
        "一\n::error file=b.md::二.md",
        "一\r\n二\t三.md",
        "50%,100%25:%0A%3A.md",
        "a,line=7,title=b::c.md",
        "::stop-commands::x/##[error]y.md",
        "零宽\u{200B}\u{FEFF}👩\u{200D}🚀.md",
    ] {
        assert_eq!(annotated(name), format!("site/{name}"));
    }
    // These are not sent as they are, and have no other form.
    assert_eq!(annotated("a\u{1B}[2Jb\u{202E}dm.c"), "site/a\\u{1B}[2Jb\\u{202E}dm.c");
    assert_eq!(
        annotated("a\u{85}b\u{2028}c\u{7F}.md"),
        "site/a\\u{85}b\\u{2028}c\\u{7F}.md"
    );
}

#[cfg(unix)]
#[test]
fn annotations_of_names_that_are_not_utf8_have_them_as_shown() {
    use std::os::unix::ffi::OsStrExt as _;
    let mut file = one("a.md", "⟦x⟧", &[]);
    file.source.path = FilePath::new(std::path::Path::new(std::ffi::OsStr::from_bytes(b"\xCD,.md")));
    let printed = rendered(Format::Github, &report(vec![file]), Language::English, Color::Never);
    assert!(
        printed.starts_with("::error file=site/\\xCD%2C.md,line=1,"),
        "{printed}"
    );
}

//! The text form as a whole, read by eye; how it quotes is next door.

use snapbox::{IntoData as _, assert_data_eq, str};

use super::*;
use crate::diagnostic::{Applicability, Change, Edit, Fix};

/// Compares byte for byte: no wildcards, no path separators translated.
pub(super) fn check(rendered: String, expected: snapbox::data::Inline) {
    assert_data_eq!(rendered, expected.raw());
}

/// A diagnostic with all that it can have.
pub(super) fn whole() -> Report {
    let mut file = one("_posts/a.md", "---\ntitle: 外长\n---\n\n<p>⟦<ins>\n</ins>⟧</p>\n", &[]);
    let other = FilePath::new("_posts/b.md");
    let diagnostic = &mut file.diagnostics[0];
    diagnostic.help = Some(say("delete it: readers see a hole"));
    diagnostic.labels = vec![
        Label {
            file: other.clone(),
            span: Span::new(4, 10),
            message: say("the same stands here"),
        },
        Label {
            file: FilePath::new("_posts/gone.md"),
            span: Span::new(3, 9),
            message: say("and here"),
        },
    ];
    diagnostic.fix = Some(Fix {
        title: say("delete the element"),
        edits: vec![Edit {
            span: diagnostic.span,
            text: String::new(),
        }],
        change: Change::RemoveNode,
        applicability: Applicability::Safe,
    });
    let mut second = diagnostic.clone();
    second.severity = Severity::Warning;
    second.span = Span::new(11, 17);
    second.labels.clear();
    second.help = None;
    if let Some(fix) = &mut second.fix {
        fix.applicability = Applicability::Unsafe;
        fix.title = say("write 外交部长");
    }
    let mut hidden = second.clone();
    hidden.severity = Severity::Info;
    let files = vec![FileReport::new(
        file.source,
        vec![file.diagnostics[0].clone(), second, hidden],
    )];
    let summary = Summary::count(&files);
    Report::new(
        files,
        vec![Source::from_text(other, "一\n二三四\n".to_owned())],
        summary,
    )
}

#[test]
fn labels_in_other_files_help_and_fixes_in_english() {
    let text = rendered(Format::Text, &whole(), Language::English, Color::Never);
    check(
        text,
        str![[r#"
warning[ad-slot]: leftover advertisement slot
  ┌─ _posts/a.md:2:8
  │
2 │ title: 外长
  │        ^^^^
  │
  = fix: write 外交部长 (unsafe: `--unsafe-fixes`)

error[ad-slot]: leftover advertisement slot
  ┌─ _posts/a.md:5:4
  │
5 │   <p><ins>
  │ ╭────^
6 │ │ </ins></p>
  │ ╰──────^
  │
  ┌─ _posts/b.md:2:1
  │
2 │ 二三四
  │ ---- the same stands here
  │
  = _posts/gone.md: and here
  = help: delete it: readers see a hole
  = fix: delete the element (`--fix`)


"#]],
    );
}

#[test]
fn labels_in_other_files_help_and_fixes_in_chinese() {
    let text = rendered(Format::Text, &whole(), Language::SimplifiedChinese, Color::Never);
    check(
        text,
        str![[r#"
警告[ad-slot]: leftover advertisement slot
  ┌─ _posts/a.md:2:8
  │
2 │ title: 外长
  │        ^^^^
  │
  = 修复：write 外交部长（可能改变原意：`--unsafe-fixes`）

错误[ad-slot]: leftover advertisement slot
  ┌─ _posts/a.md:5:4
  │
5 │   <p><ins>
  │ ╭────^
6 │ │ </ins></p>
  │ ╰──────^
  │
  ┌─ _posts/b.md:2:1
  │
2 │ 二三四
  │ ---- the same stands here
  │
  = _posts/gone.md: and here
  = 建议：delete it: readers see a hole
  = 修复：delete the element（`--fix`）


"#]],
    );
}

#[test]
fn colours_are_escape_sequences_round_the_same_text() {
    let plain = rendered(Format::Text, &whole(), Language::English, Color::Never);
    let colored = rendered(Format::Text, &whole(), Language::English, Color::Ansi);
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
    assert!(
        colored.starts_with("\u{1B}[1m\u{1B}[33mwarning[ad-slot]\u{1B}[0m"),
        "{colored:?}"
    );
}

#[test]
fn messages_and_paths_hold_no_control() {
    let mut file = one("a\u{200B}.md", "⟦x⟧", &[]);
    file.diagnostics[0].message = say("slot `\u{1B}[2J\n\u{202E}x`");
    file.diagnostics[0].help = Some(say("a\r\nb\tc"));
    let text = rendered(Format::Text, &report(vec![file]), Language::English, Color::Never);
    check(
        text,
        str![[r#"
error[ad-slot]: slot `<U+001B>[2J <U+202E>x`
  ┌─ a<U+200B>.md:1:1
  │
1 │ x
  │ ^
  │
  = help: a b c


"#]],
    );
}

#[test]
fn notices_take_a_line_each() {
    let notices = [
        Notice {
            severity: Severity::Warning,
            path: FilePath::new("a.txt"),
            message: say("skipped"),
        },
        Notice {
            severity: Severity::Error,
            path: FilePath::new("\u{1B}.md"),
            message: Message::key("read-not-found"),
        },
    ];
    let options = Options {
        catalogue: &catalogue(Language::SimplifiedChinese),
        registry: &Registry::default(),
        root: &Root::new("/", "/"),
        level: Severity::Info,
        color: Color::Never,
    };
    let mut out = Vec::new();
    render_notices(&notices, &options, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "警告: a.txt: skipped\n错误: \\u{1B}.md: 没有这个文件或文件夹\n"
    );
}

//! The text form, read by eye: a snapshot for each case that is easy to get
//! wrong.

use snapbox::{IntoData as _, assert_data_eq, str};

use super::*;
use crate::diagnostic::{Applicability, Change, Edit, Fix};

/// A sentence for making long lines.
const SENTENCE: &str = "议会第二次投票没有通过，";

/// The rendered text of one marked text, whose long stretches are written `LONG`.
fn quoted(text: &str, labels: &[&str]) -> String {
    let text = text.replace("LONG", &SENTENCE.repeat(60));
    rendered(
        Format::Text,
        &report(vec![one("a.md", &text, labels)]),
        Language::English,
        Color::Never,
    )
}

/// Compares byte for byte: no wildcards, no path separators translated.
fn check(rendered: String, expected: snapbox::data::Inline) {
    assert_data_eq!(rendered, expected.raw());
}

#[test]
fn a_line_of_thousands_of_cells_is_cut_round_its_label() {
    let text = "---\ntitle: a\n---\n\nLONG⟦外账⟧的LONG\n";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:5:721
  │
5 │ …票没有通过，议会第二次投票没有通过，外账的议会第二次投票没有通过，议会第二次…
  │                                      ^^^^


"#]],
    );
}

#[test]
fn two_labels_far_apart_share_a_row() {
    let text = "LONG⟦外账⟧的LONG并且⟦外长⟧也LONG";
    check(
        quoted(text, &["written so here"]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:721
  │
1 │ …二次投票没有通过，外账的议会第二次投票没…投票没有通过，并且外长也议会第二次投票没…
  │                    ^^^^                                     ---- written so here


"#]],
    );
}

#[test]
fn labels_that_do_not_fit_one_row_get_more() {
    let text = "⟦外账⟧LONG⟦甲⟧LONG⟦乙⟧LONG⟦丙⟧LONG⟦丁⟧";
    check(
        quoted(text, &["first", "second", "third", "fourth"]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:1
  │
1 │ 外账议会第二次投…票没有通过，甲议会第二次投…票没有通过，乙议会第二次投…
  │ ^^^^                         --                         -- second
  │                              │
  │                              first
1 │ …议会第二次投票没有通过，丙议会第二次投票没有通过，…议会第二次投票没有通过，丁
  │                          --                                                 -- fourth
  │                          │
  │                          third


"#]],
    );
}

#[test]
fn a_long_label_keeps_both_ends_and_what_is_in_it() {
    let text = "LONG⟦<div>LONG⟦inLONGside⟧</div>⟧LONG";
    check(
        quoted(text, &["this part"]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:721
  │
1 │ …票没有通过，<div>议会第二…票没有通过，in议会第二次…有通过，side</div>议会第二次投…
  │              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  │                                        │
  │                                        this part


"#]],
    );
}

#[test]
fn tabs_emoji_hangul_and_combining_marks() {
    let text = "\t⟦a\tb⟧ 👩\u{200D}👩\u{200D}👧 ❤\u{FE0F} 한국어 ⟦e\u{301}o\u{308}⟧x\n";
    check(
        quoted(text, &["marks"]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:2
  │
1 │     a   b 👩👩👧 ❤ 한국어 éöx
  │     ^^^^^                 -- marks


"#]],
    );
}

#[test]
fn a_combining_mark_alone_is_written_out() {
    let text = "e⟦\u{301}⟧x and ❤⟦\u{FE0F}⟧";
    check(
        quoted(text, &["selector"]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:2
  │
1 │ e<U+0301>x and ❤<U+FE0F>
  │  ^^^^^^^^       -------- selector


"#]],
    );
}

#[test]
fn windows_line_ends() {
    let text = "first\r\nse⟦cond⟧\r\nthird\r\n";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:2:3
  │
2 │ second
  │   ^^^^


"#]],
    );
}

#[test]
fn lone_carriage_returns() {
    let text = "first\rsecond\rthi⟦rd⟧\rfourth";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:3:4
  │
3 │ third
  │    ^^


"#]],
    );
}

#[test]
fn a_span_over_three_lines() {
    let text = "x\n  <div>⟦<p>\ntext\n</p>⟧</div>\n";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:2:8
  │
2 │     <div><p>
  │ ╭────────^
3 │ │ text
4 │ │ </p></div>
  │ ╰────^


"#]],
    );
}

#[test]
fn a_span_over_many_lines_shows_the_first_and_the_last() {
    let text = "x\n⟦<div>\none\n\ntwo\n</div>\n⟧after ⟦here⟧\n";
    check(
        quoted(text, &["and then"]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:2:1
  │
2 │ ╭ <div>
  · │
6 │ │ </div>
  │ ╰──────^
7 │   after here
  │         ---- and then


"#]],
    );
}

#[test]
fn a_span_over_long_lines() {
    let text = "x\n\nLONG⟦<div>LONG\nLONG\nLONG\nLONG</div>⟧LONG\n";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:3:721
  │
3 │   …票没有通过，议会第二次投票没有通过，<div>议会第二次投票没有通过，议会第…
  │ ╭──────────────────────────────────────^
  · │
6 │ │ …通过，议会第二次投票没有通过，</div>议会第二次投票没有通过，议会第二次投…
  │ ╰─────────────────────────────────────^


"#]],
    );
}

#[test]
fn an_insertion_point_at_the_end_of_the_file() {
    let text = "no line end⟦⟧";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:12
  │
1 │ no line end
  │            ^


"#]],
    );
}

#[test]
fn an_insertion_point_after_the_last_line_end() {
    let text = "---\ntitle: a\n⟦⟧";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:3:1
  │
3 │
  │ ^


"#]],
    );
}

#[test]
fn an_insertion_point_before_a_wide_character() {
    let text = "前⟦⟧后";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:2
  │
1 │ 前后
  │   ^


"#]],
    );
}

#[test]
fn an_empty_file() {
    let text = "⟦⟧";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:1
  │
1 │
  │ ^


"#]],
    );
}

#[test]
fn a_line_end_is_marked_after_the_line() {
    let text = "title: a⟦\n⟧next";
    check(
        quoted(text, &[]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:9
  │
1 │ title: a
  │         ^


"#]],
    );
}

#[test]
fn escapes_bidi_and_no_width_are_written_out() {
    let text = "⟦\u{FEFF}⟧\u{1B}[31mred\u{1B}[0m \u{202E}⟦evil⟧\u{202C} \0 外\u{200B}长";
    check(
        quoted(text, &["reversed"]),
        str![[r#"
error[ad-slot]: leftover advertisement slot
  ┌─ a.md:1:1
  │
1 │ <U+FEFF><U+001B>[31mred<U+001B>[0m <U+202E>evil<U+202C> <U+0000> 外<U+200B>长
  │ ^^^^^^^^                                   ---- reversed


"#]],
    );
}

/// A diagnostic with all that it can have.
fn whole() -> Report {
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
        groups: &HashMap::new(),
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

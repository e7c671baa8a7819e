//! Quotations of the text form, read by eye: a snapshot for each text that is
//! easy to get wrong.

use snapbox::str;

use super::text::check;
use super::*;

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

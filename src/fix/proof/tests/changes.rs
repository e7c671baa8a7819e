//! Each change, with fixes that make it and fixes that say so and do something else.
//!
//! `⟦old→new⟧` is an edit, and `«…»` is what the diagnostic speaks of.

use super::*;

const POST: &str = "_posts/2024-03-05-x.md";

/// A text with its edits and the place of its diagnostic.
#[derive(Default)]
struct Marked {
    text: String,
    edits: Vec<Edit>,
    span: Span,
}

impl Marked {
    fn read(marked: &str) -> Self {
        let mut read = Marked::default();
        let mut written: Option<Edit> = None;
        let mut is_new = false;
        for character in marked.chars() {
            let at = read.text.len();
            match (character, &mut written) {
                ('«', _) => read.span = Span::empty(at),
                ('»', _) => read.span = Span::new(read.span.start, at),
                ('⟦', _) => written = Some(edit(Span::empty(at))),
                ('→', Some(edit)) => {
                    edit.span = Span::new(edit.span.start, at);
                    is_new = true;
                }
                ('⟧', _) => {
                    read.edits.extend(written.take());
                    is_new = false;
                }
                (character, Some(edit)) if is_new => edit.text.push(character),
                (character, _) => read.text.push(character),
            }
        }
        read
    }
}

fn edit(span: Span) -> Edit {
    Edit {
        span,
        text: String::new(),
    }
}

fn is_held(change: &Change, marked: &str) -> bool {
    let Marked { text, edits, span } = Marked::read(marked);
    let fix = Fix {
        title: crate::messages::Message::key("fix-replace"),
        edits,
        change: change.clone(),
        applicability: Applicability::Safe,
    };
    let diagnostic = Diagnostic::mistake("x", span, fix.title.clone(), None);
    PROJECT.with(|project| {
        let source = Source::from_text(FilePath::new(POST), text);
        holds(&project.read(&source).document, &[(&diagnostic, &fix)])
    })
}

fn check(change: &Change, right: &[&str], wrong: &[&str]) {
    let refused: Vec<&&str> = right.iter().filter(|marked| !is_held(change, marked)).collect();
    let held: Vec<&&str> = wrong.iter().filter(|marked| is_held(change, marked)).collect();
    assert!(
        refused.is_empty() && held.is_empty(),
        "{change:?} should hold: {refused:#?}, should not: {held:#?}"
    );
}

#[test]
fn an_element_goes_and_nothing_else() {
    check(
        &Change::RemoveNode,
        &[
            "甲\n\n«⟦<p class=ads></p>→⟧»\n\n乙\n",
            "---\ntitle: a\n---\n甲⟦«<span class=ad></span>»→⟧\n",
        ],
        &[
            "甲\n\n«⟦<p class=ads></p>→<p class=ads></p>⟧»\n\n乙\n",
            "甲\n\n«⟦<p class=ads>→⟧</p>»\n\n乙\n",
            "甲\n\n⟦«<p class=ads></p>»\n\n乙→⟧\n",
            "甲\n\n«<p class=ads></p>»\n\n⟦<p></p>→⟧\n",
            "甲\n\n⟦«<p class=ads></p>»\n\n<!-- a -->→⟧\n",
            "甲\n\n⟦«<p class=ads></p>»\n\n{% include x.html %}→⟧\n",
            "甲\n\n«⟦<p class=ads></p>→⟧»\n\n<b id=⟦a→b⟧>乙</b>\n",
            "a⟦ «<span class=ad></span>» →⟧b\n",
            "---\ntitle: ⟦a→b⟧\n---\n«⟦<p class=ads></p>→⟧»\n",
        ],
    );
}

#[test]
fn a_comment_goes_and_nothing_else() {
    check(
        &Change::RemoveComment,
        &[
            "甲\n\n«⟦<!-- a -->→⟧»\n\n乙\n",
            "---\n«⟦# a\n→⟧»title: b\n---\n",
            "---\ntitle: b⟦ «# a»→⟧\n---\n",
        ],
        &[
            "甲\n\n«⟦<!-- a →<!--⟧-->»\n\n乙\n",
            "甲\n\n«⟦<!-- a→⟧ -->»\n\n乙\n",
            "甲\n\n⟦«<!-- a -->»\n\n乙→⟧\n",
            "甲\n\n⟦«<!-- a -->»\n\n<!-- b -->→⟧\n",
            "甲\n\n«⟦<!-- a -->→⟧»\n\n<!-- ⟦b→c⟧ -->\n",
            "---\n⟦«# a\n»title: b\n→⟧x: 1\n---\n",
            "---\n«⟦# a\n→⟧»title: ⟦b→c⟧\n---\n",
            "---\ntitle: |\n  b\n«⟦  # a\n→⟧»---\n",
        ],
    );
}

#[test]
fn a_comment_reads_otherwise_and_nothing_else() {
    check(
        &Change::SetComment,
        &["甲\n\n<!-- ⟦a, →⟧b -->\n", "---\n# ⟦a, →⟧b\ntitle: c\n---\n"],
        &[
            "甲\n\n<!-- ⟦a→--> a⟧ -->\n",
            "甲\n\n<!-- ⟦a -->→a⟧\n\n乙\n\n<!-- b -->\n",
            "甲\n\n<!-- ⟦a→b⟧ -->\n\n⟦乙→丙⟧\n",
            "---\n# ⟦a→a\nx: 1⟧\ntitle: c\n---\n",
            "---\n# ⟦a→b⟧\ntitle: ⟦c→d⟧\n---\n",
        ],
    );
}

#[test]
fn a_text_reads_otherwise_and_nothing_else() {
    check(
        &Change::SetText,
        &["甲⟦,→，⟧乙\n", "<p>⟦a→b⟧</p>\n"],
        &[
            "⟦甲→**甲**⟧乙\n",
            "⟦甲→<b>甲</b>⟧乙\n",
            "⟦甲→&amp;⟧乙\n",
            "⟦甲→# 甲⟧\n",
            "甲⟦，→\n\n⟧乙\n",
            "**甲⟦**乙→乙⟧\n",
            "甲⟦ <!-- a -->→⟧乙\n",
            "⟦甲→乙⟧\n\n<!-- ⟦a→b⟧ -->\n",
            "⟦甲→{{ 甲 }}⟧乙\n",
            "---\ntitle: a\n---\n⟦甲→⟧\n",
        ],
    );
}

#[test]
fn an_attribute_has_another_value_and_nothing_else() {
    check(
        &Change::SetAttribute,
        &["<img src=\"⟦ →⟧a\">\n"],
        &[
            "<img src=\"⟦a→b\" alt=\"c⟧\">\n",
            "<img src=\"⟦a→&amp;⟧\">\n",
            "<img ⟦src→href⟧=\"a\">\n",
            "<img src=\"⟦a→b⟧\">⟦<!-- c -->→⟧\n",
            "<img src=\"⟦a→b\">甲<br id=\"⟧\">\n",
        ],
    );
}

#[test]
fn a_scalar_has_another_value_and_nothing_else() {
    check(
        &Change::SetScalar,
        &[
            "---\ntitle: ⟦a→b⟧\nx: 1\n---\n甲\n",
            "---\ntitle: 'a⟦ →⟧'\ntags: [⟦b→c⟧]\n---\n",
            "+++\ntitle = \"⟦a→b⟧\"\n+++\n",
        ],
        &[
            "---\ntitle: ⟦a→b\ny: 2⟧\nx: 1\n---\n甲\n",
            "---\ntitle: ⟦a→b # c⟧\nx: 1\n---\n甲\n",
            "---\ntitle: ⟦a→\"b\"⟧\n---\n甲\n",
            "---\ntitle: ⟦a→[b]⟧\n---\n甲\n",
            "---\ntitle: ⟦a→b: c⟧\n---\n甲\n",
            "---\ntitle: 'a⟦b→'⟧'\n---\n甲\n",
            "---\ntitle: \"⟦a→\\n⟧\"\n---\n甲\n",
            "---\ntitle: &a ⟦b→c⟧\nother: *a\n---\n甲\n",
            "---\ntitle: ⟦b # c→d⟧\n---\n甲\n",
            "---\n# ⟦c→d⟧\ntitle: b\n---\n甲\n",
            "---\n⟦title→name⟧: b\n---\n甲\n",
            "---\ntitle: |\n  ⟦b→c⟧\n---\n甲\n",
            "---\ntitle: ⟦b→c⟧\n---\n⟦甲→<b>甲</b>⟧\n",
            "---\ntitle: ⟦b→c\n---\n⟧x: 1\n---\n甲\n",
            "+++\ntitle = \"⟦a→b\"\nx = \"⟧\"\n+++\n",
            "+++\ntitle = ⟦1→\"1\"⟧\n+++\n",
        ],
    );
}

#[test]
fn a_text_of_front_matter_is_what_was_said() {
    let set = |range: (usize, usize), text: &str| Change::SetString {
        range: Span::new(range.0, range.1),
        text: text.to_owned(),
    };
    check(
        &set((1, 6), "1"),
        &[
            "---\ntitle: ⟦2&#49;→\"21\"⟧\n---\n甲\n",
            "---\ntitle: '⟦2&#49;→21⟧'\n---\n甲\n",
            "+++\ntitle = \"⟦2&#49;→21⟧\"\n+++\n",
        ],
        &[
            "---\ntitle: ⟦2&#49;→21⟧\n---\n甲\n",
            "---\ntitle: ⟦2&#49;→\"22\"⟧\n---\n甲\n",
            "---\ntitle: ⟦2&#49;→\"2&#49;\"⟧\n---\n甲\n",
            "---\ntitle: ⟦2&#49;→!!str 21⟧\n---\n甲\n",
            "---\ntitle: ⟦2&#49;→\"21\"\ny: 2⟧\n---\n甲\n",
            "---\ntitle: ⟦2&#49; # c→\"21\"⟧\n---\n甲\n",
            "---\ntitle: &a ⟦2&#49;→\"21\"⟧\nother: *a\n---\n甲\n",
            "---\n# 2&#49;\ntitle: a\nx: ⟦2&#50;→\"22\"⟧\n---\n甲\n",
            "---\ntitle: ⟦2&#49;→\"21\"⟧\nx: ⟦a→b⟧\n---\n甲\n",
            "+++\ntitle = \"⟦2&#49;\"→21⟧\n+++\n",
        ],
    );
}

#[test]
fn a_key_has_another_name_and_nothing_else() {
    check(
        &Change::RenameKey,
        &[
            "---\n⟦Title→title⟧: a # c\n---\n甲\n",
            "---\nauthor:\n  \"⟦Name→name⟧\": a\n---\n甲\n",
            "+++\n⟦Title→title⟧ = \"a\"\n+++\n",
        ],
        &[
            "---\ntitle: ⟦a→b⟧\n---\n甲\n",
            "---\n⟦Title→title⟧: a\ntitle: b\n---\n甲\n",
            "---\n⟦Title→title: b\nx⟧: a\n---\n甲\n",
            "---\n⟦Title→\"title\"⟧: a\n---\n甲\n",
            "---\n⟦Title: a→title: b⟧\n---\n甲\n",
            "---\n⟦Title→title⟧: ⟦a→b⟧\n---\n甲\n",
            "---\n# ⟦Title→title⟧\nTitle: a\n---\n甲\n",
            "---\n⟦Title→# title⟧: a\nx: 1\n---\n甲\n",
            "---\n⟦Title→title⟧: a\n---\n⟦甲→乙⟧\n",
            "+++\n⟦Title→title⟧ = \"a\"\ntitle = \"b\"\n+++\n",
            "+++\n⟦Title→title.x⟧ = \"a\"\n+++\n",
        ],
    );
}

#[test]
fn keys_change_places_and_nothing_else() {
    check(
        &Change::SortKeys,
        &[
            "---\n⟦a: 1\n→# c\nb: 2\n⟧⟦# c\nb: 2\n→a: 1\n⟧---\n甲\n",
            "{⟦\"a\": 1→\"b\": [2]⟧, ⟦\"b\": [2]→\"a\": 1⟧}\n甲\n",
        ],
        &[
            "---\n⟦a: 1\n→b: 2\n⟧⟦b: 2\n→a: 2\n⟧---\n甲\n",
            "---\n⟦a: 1\n→b: 2\n⟧⟦b: 2\n→b: 2\n⟧---\n甲\n",
            "---\n⟦a: 1\n→b: 2\n⟧⟦b: 2\n→⟧---\n甲\n",
            "---\n⟦# c\na: 1\n→b: 2\n⟧⟦b: 2\n→a: 1\n⟧---\n甲\n",
            "---\n⟦a: 1\n→b: 2\n⟧⟦b: 2\n→a: '1'\n⟧---\n甲\n",
            "---\n⟦a: &x 1\n→b: *x\n⟧⟦b: *x\n→a: &x 1\n⟧---\n甲\n",
            "---\n⟦a: 1\n→<<: { a: 2 }\n⟧⟦<<: { a: 2 }\n→a: 1\n⟧---\n甲\n",
            "---\n⟦a: 1\n→b: 3\n⟧<<: { a: 2 }\n⟦b: 3\n→a: 1\n⟧---\n甲\n",
            "---\nx:\n⟦- 1\n→- 2\n⟧⟦- 2\n→- 1\n⟧---\n甲\n",
            "---\na: |\n  x\n⟦b: 1\n→  y\n⟧⟦c: 2\n→b: 1\nc: 2\n⟧---\n甲\n",
            "---\n⟦a: 1\n→b: 2\n⟧⟦b: 2\n→a: 1\n⟧---\n⟦甲→乙⟧\n",
            "{⟦\"a\": 1→\"b\": [2]⟧, ⟦\"b\": [2]→\"a\": 3⟧}\n甲\n",
            "{⟦\"a\": 1→\"b\": [2]⟧, ⟦\"b\": [2]→\"b\": 1⟧}\n甲\n",
        ],
    );
}

#[test]
fn what_is_mended_reads_as_it_stood_and_nothing_else_changes() {
    check(
        &Change::MendSyntax,
        &[
            "---\ntitle: ⟦a: b→\"a: b\"⟧ # c\nx: 1\n---\n甲\n",
            "{\"a\": 1⟦,→⟧}\n甲\n",
            "{\"a\": ⟦'b'→\"b\"⟧, \"c\": 1}\n甲\n",
            "{\n\"x\": 1,\n⟦a→\"a\"⟧: 1,\n⟦2→\"2\"⟧: 1\n}\n甲\n",
        ],
        &[
            "---\ntitle: ⟦a: b→\"a b\"⟧\nx: 1\n---\n甲\n",
            "---\ntitle: a: b\nx: ⟦1→2⟧\n---\n甲\n",
            "---\ntitle: ⟦a: b→\"a: b\"⟧\nx: ⟦1→2⟧\n---\n甲\n",
            "---\ntitle: ⟦a: b # c→\"a: b\"⟧\nx: 1\n---\n甲\n",
            "---\ntitle: ⟦a: b\nx: 1→\"a: b\"⟧\n---\n甲\n",
            "---\ntitle: ⟦a: b→\"a: b\"⟧\n---\n⟦甲→乙⟧\n",
            "---\n⟦title: a: b→x: y⟧\n---\n甲\n",
            "{⟦\"b\": 2, →⟧\"a\": 1⟦,→⟧}\n甲\n",
            "{\"a\": 1⟦, \"b\": 2,→⟧}\n甲\n",
            "{\"a\": ⟦'b'→\"c\"⟧, \"c\": 1}\n甲\n",
            "{\"a\": ⟦'b'→\"b\"⟧, ⟦\"c\"→\"d\"⟧: 1}\n甲\n",
            "{\"a\": ⟦1→\"1\"⟧⟦,→⟧}\n甲\n",
            "{\"a\": ⟦true→\"true\"⟧⟦,→⟧}\n甲\n",
            "{\"a\": ⟦1→2⟧⟦,→⟧}\n甲\n",
            "{\"a\": 1⟦,→⟧}\n⟦甲→乙⟧\n",
            "+++\ntitle = ⟦a→\"a\"⟧\n+++\n",
        ],
    );
}

#[test]
fn what_is_not_said_is_never_proved() {
    check(&Change::Other, &[], &["---\ntitle: ⟦a→b⟧\n---\n甲\n", "⟦甲→乙⟧\n"]);
}

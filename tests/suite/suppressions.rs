//! Suppressions in whole runs: what is not reported, what is not fixed, and what
//! the fixes of their own mistakes leave.

use kanwu::diagnostic::{Applicability, RuleId};
use kanwu::fact::Answers;
use kanwu::fix::{fix, lint_and_prove};
use kanwu::lint::{Enabled, Project, lint, lint_and_suppress};
use kanwu::registry::Registry;
use kanwu::rule::Group;
use kanwu::text::{FilePath, Source, Span};
use proptest::prelude::*;

fn project() -> Project {
    Project::new(Registry::built_in(), Enabled::All, None)
}

fn source(path: &str, text: &str) -> Source {
    Source::from_text(FilePath::new(path), text.to_owned())
}

/// Rules and quoted places.
fn found(path: &str, text: &str) -> Vec<(String, String)> {
    let found = lint(&source(path, text), &project(), &Answers::default());
    found
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.rule.to_string(), diagnostic.span.of(text).to_owned()))
        .collect()
}

fn fixed(path: &str, text: &str, most: Applicability) -> String {
    fix(source(path, text), &project(), &Answers::default(), most)
        .source
        .text
}

const SLOT: &str = "<section id=\"imu\"></section>";

#[test]
fn what_is_suppressed_is_neither_reported_nor_fixed() {
    let text = format!("<p>前</p><!-- kanwu-ignore ad-slot: 版式需要 -->{SLOT}<p>中</p>{SLOT}<p>后</p>");
    assert_eq!(found("a.html", &text), [("ad-slot".to_owned(), SLOT.to_owned())]);
    let expected = format!("<p>前</p><!-- kanwu-ignore ad-slot: 版式需要 -->{SLOT}<p>中</p><p>后</p>");
    for most in [Applicability::Safe, Applicability::Unsafe] {
        assert_eq!(fixed("a.html", &text, most), expected);
    }
}

#[test]
fn what_is_suppressed_still_displaces_what_yields_to_it() {
    for kept in [
        "<ins class=\"adsbygoogle\"></ins>",
        "<section id=\"imu\"><p></p></section>",
    ] {
        let text = format!("<p>前</p><!-- kanwu-ignore ad-slot: 版式需要 -->{kept}<p>后</p>");
        assert_eq!(found("a.html", &text), []);
        assert_eq!(fixed("a.html", &text, Applicability::Unsafe), text);
    }
}

#[test]
fn what_yields_may_be_suppressed_while_the_other_is_reported() {
    let slot = "<ins class=\"adsbygoogle\"></ins>";
    let text = format!("<p>前</p><!-- kanwu-ignore ad-widget: 版式需要 -->{slot}<p>后</p>");
    assert_eq!(found("a.html", &text), [("ad-slot".to_owned(), slot.to_owned())]);
}

#[test]
fn no_fix_takes_a_suppression_away() {
    let text =
        "<p>前</p><div id=\"imu\"><!-- kanwu-ignore ad-slot: 版式需要 --><section id=\"imu\"></section></div><p>后</p>";
    assert_eq!(found("a.html", text).len(), 1);
    let proved = lint_and_prove(&source("a.html", text), &project(), &Answers::default());
    let fix = proved.diagnostics[0].fix.as_ref().unwrap();
    assert_eq!(fix.applicability, Applicability::Display);
    assert_eq!(fixed("a.html", text, Applicability::Unsafe), text);
}

#[test]
fn one_mistake_is_said_once() {
    let unused = "<!-- kanwu-ignore ad-slot -->";
    let text = format!("{unused}<p>正文</p>");
    assert_eq!(
        found("a.html", &text),
        [("unused-suppression".to_owned(), unused.to_owned())]
    );
}

#[test]
fn comments_on_the_whole_file_hide_what_is_said_of_comments_too() {
    let text = "<!-- kanwu-ignore-file files: 示例 --><p>前</p><!-- kanwu-ignore ad-slot: 示例 --><p>后</p>";
    assert_eq!(found("a.html", text), []);
}

#[test]
fn of_rules_that_did_not_run_no_comment_is_called_unused() {
    let text = "<!-- kanwu-ignore ad-slot: 版式需要 --><p>后</p>";
    assert_eq!(found("a.html", text).len(), 1);
    let only = Enabled::Only(RuleId::new("unused-suppression"));
    let project = Project::new(Registry::built_in(), only, None);
    assert_eq!(
        lint(&source("a.html", text), &project, &Answers::default()).diagnostics,
        []
    );
}

#[test]
fn in_blocks_of_which_nothing_is_known_no_fix_is_safe() {
    let text = "{% note %}\n<!-- kanwu-ignore ad-slot: 版式需要 -->\n<p>后</p>\n{% endnote %}\n";
    assert_eq!(found("source/_posts/a.md", text).len(), 1);
    assert_eq!(fixed("source/_posts/a.md", text, Applicability::Safe), text);
}

#[test]
fn what_is_found_later_can_be_asked_of_the_suppressions() {
    let text = "---\n# kanwu-ignore links: 旧址\na: 1\n---\n<!-- kanwu-ignore duplicate: 转载 --><p>后</p><p>末</p>";
    let source = source("a.html", text);
    let project = project();
    let (_, mut suppressions) = lint_and_suppress(&project.read(&source), &project, &Answers::default());
    let at = |part: &str| Span::new(text.find(part).unwrap(), text.len());
    assert!(suppressions.suppress(&RuleId::new("broken-link"), Group::Links, at("a: 1")));
    assert!(suppressions.suppress(&RuleId::new("duplicate"), Group::Files, at("<p>后")));
    assert!(!suppressions.suppress(&RuleId::new("duplicate"), Group::Files, at("<p>末")));
}

#[test]
fn a_document_cut_short_says_nothing_of_unused_comments() {
    let deep = "<b>".repeat(600);
    let text = format!("<!-- kanwu-ignore ad-slot: 示例 --><p>前</p>{deep}");
    assert_eq!(found("a.html", &text).len(), 1);
    let text = format!("<!-- kanwu-ignore-file document-too-deep: 示例 --><p>前</p>{deep}");
    assert_eq!(found("a.html", &text), []);
}

#[test]
fn many_comments_are_weighed_in_time() {
    let comment = "<!-- kanwu-ignore ad-slot, invisible-character, wrnog: 示例 -->";
    let stacked = format!(
        "{}<div>{}</div>",
        comment.repeat(5_000),
        "<p>\u{200E}</p>".repeat(5_000)
    );
    let apart = format!("{comment}<p>\u{200E}</p>").repeat(5_000);
    let expressions = format!("{}\n\n正文\n", "{/* kanwu-ignore ad-slot: 示例 */} ".repeat(5_000));
    for (path, text) in [("a.html", &stacked), ("a.html", &apart), ("a.mdx", &expressions)] {
        let found = lint(&source(path, text), &project(), &Answers::default());
        assert!(found.diagnostics.len() >= 5_000, "{}", found.diagnostics.len());
    }
}

/// What a reader sees, white space aside.
fn visible(path: &str, text: &str) -> String {
    let source = source(path, text);
    let document = project().document(&source);
    let nodes = document.tree().html().tree.root().descendants();
    let texts: String = nodes
        .filter_map(|node| node.value().as_text().map(|text| text.to_string()))
        .collect();
    texts.split_whitespace().collect()
}

const PARTS: [&str; 16] = [
    "<!-- kanwu-ignore ad-slot: 版式 -->",
    "<!-- kanwu-ignore confused-word, ad-slot: 引文 -->",
    "<!-- kanwu-ignore-file markup，spelling：旧文 -->",
    "<!-- kanwu-ignore empty-element -->",
    "{/* kanwu-ignore confused-word: 引文 */}",
    "<section id=\"imu\"></section>",
    "<p></p>",
    "<p>两国外账还商定。</p>",
    "两国外账还商定。",
    "正文",
    "\n",
    "\n\n",
    " ",
    "> ",
    "- ",
    "## ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Fixing twice is fixing once, and readers see what they saw.
    #[test]
    fn fixes_of_unused_comments_come_to_rest(
        parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..12),
        path in prop::sample::select(vec!["a.md", "a.mdx", "a.html", "_posts/2024-01-01-a.md"]),
    ) {
        let text = parts.concat();
        for diagnostic in lint(&source(path, &text), &project(), &Answers::default()).diagnostics {
            let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            for span in edits.chain([diagnostic.span]) {
                prop_assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?}");
            }
        }
        let once = fix(source(path, &text), &project(), &Answers::default(), Applicability::Safe);
        prop_assert_eq!(visible(path, &once.source.text), visible(path, &text));
        let twice = fixed(path, &once.source.text, Applicability::Safe);
        prop_assert_eq!(&twice, &once.source.text);
        let fixes = once.found.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
        for fix in fixes {
            prop_assert!(fix.applicability > Applicability::Safe, "{fix:?} in {}", once.source.text);
        }
    }
}

use super::*;
use crate::dialect::Engine;
use crate::document::Document;
use crate::rule::Group;
use crate::site::Generator;
use crate::text::{FilePath, Source};

fn suppressions(text: &str) -> Suppressions {
    let source = Source::from_text(FilePath::new("a.html"), text.to_owned());
    let dialect = Generator::of_path(&source.path).dialect(&source.path);
    Suppressions::of(&Document::new(&source, dialect, Engine::Core12))
}

fn at(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

#[test]
fn findings_that_begin_in_what_is_covered_are_suppressed() {
    let text = "<p>a</p><!-- kanwu-ignore x, markup: y --><p>b</p><p>c</p>";
    let mut suppressions = suppressions(text);
    let mut is_suppressed = |rule: &str, group, part| suppressions.suppress(&RuleId::new(rule), group, at(text, part));
    assert!(is_suppressed("x", Group::Text, "b</p><p>c"));
    assert!(is_suppressed("z", Group::Markup, "<p>b"));
    assert!(!is_suppressed("z", Group::Text, "b</p>"));
    assert!(!is_suppressed("x", Group::Text, "a</p>"));
    assert!(!is_suppressed("x", Group::Text, "<p>c"));
}

#[test]
fn the_nearest_suppression_is_the_one_of_use() {
    let text = "<!-- kanwu-ignore-file x: y --><!-- kanwu-ignore x: y --><div><p>a</p><!-- kanwu-ignore markup: y --><p>b</p><p>c</p></div><p>d</p>";
    let unused_after = |parts: &[&str]| {
        let mut suppressions = suppressions(text);
        for part in parts {
            assert!(suppressions.suppress(&RuleId::new("x"), Group::Markup, at(text, part)));
        }
        suppressions
            .unused()
            .into_iter()
            .map(|(number, _)| number)
            .collect::<Vec<_>>()
    };
    assert_eq!(unused_after(&[]), [0, 1, 2]);
    assert_eq!(unused_after(&["b</p>"]), [0, 1]);
    assert_eq!(unused_after(&["c</p>"]), [0, 2]);
    assert_eq!(unused_after(&["d</p>"]), [1, 2]);
    assert_eq!(unused_after(&["a</p>", "b</p>", "d</p>"]), [] as [usize; 0]);
}

#[test]
fn what_is_said_of_the_file_itself_only_the_file_covers() {
    let text = "<div><!-- kanwu-ignore x: y --></div>";
    assert!(!suppressions(text).suppress(&RuleId::new("x"), Group::Files, Span::empty(0)));
    let text = "<div><!-- kanwu-ignore-file x: y --></div>";
    assert!(suppressions(text).suppress(&RuleId::new("x"), Group::Files, Span::empty(0)));
}

#[test]
fn removals_of_names_do_not_overlap() {
    let text = "kanwu-ignore a, b，c, d: e";
    let names: Vec<Name> = ["a", "b", "c", "d"]
        .iter()
        .map(|name| Name {
            text: (*name).to_owned(),
            span: at(&text.replace("kanwu-ignore", "KKKKK-KKKKKK"), name),
        })
        .collect();
    for unused in [&[0, 1][..], &[2, 3], &[0, 3], &[1, 2], &[0, 1, 2], &[1, 2, 3], &[1]] {
        let removals: Vec<Span> = unused
            .iter()
            .map(|index| name_removal(&names, *index, last_kept(4, unused)).unwrap())
            .collect();
        assert!(
            removals.windows(2).all(|pair| pair[0].end <= pair[1].start),
            "{unused:?}"
        );
        let mut left = text.to_owned();
        for removal in removals.iter().rev() {
            left.replace_range(std::ops::Range::from(*removal), "");
        }
        let kept = (0..4)
            .filter(|index| !unused.contains(index))
            .map(|index| names[index].text.as_str());
        let kept: Vec<&str> = kept.collect();
        let list = left.strip_prefix("kanwu-ignore ").unwrap().strip_suffix(": e").unwrap();
        let listed: Vec<&str> = list.split([',', '，']).map(str::trim).collect();
        assert_eq!(listed, kept, "{left}");
    }
}

//! Help in both languages, and what flags mean together.

use super::*;
use crate::messages::Language;

fn help(language: Language, command: &str) -> String {
    let arguments: Vec<OsString> = ["kanwu", command, "--help"]
        .into_iter()
        .filter(|word| !word.is_empty())
        .map(Into::into)
        .collect();
    match parse(&arguments, &Catalogue::new(language)) {
        Err(Refusal::Parser(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_command_line_is_consistent() {
    command(&Catalogue::new(Language::English)).debug_assert();
}

#[test]
fn chinese_help_has_no_english_sentence() {
    for command in ["", "check", "rules", "explain"] {
        let help = help(Language::SimplifiedChinese, command);
        for line in help
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.contains("kanwu"))
        {
            assert!(
                line.chars()
                    .any(|character| ('\u{4E00}'..='\u{9FFF}').contains(&character)),
                "{line}"
            );
        }
    }
}

#[test]
fn unsafe_fixes_are_made_too_and_diffs_write_nothing() {
    let mode = |flags: &[&str]| {
        let arguments: Vec<OsString> = ["kanwu", "check"]
            .iter()
            .chain(flags)
            .map(|word| (*word).into())
            .collect();
        match parse(&arguments, &Catalogue::new(Language::English)) {
            Ok(Request::Check(request)) => request.mode,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(mode(&[]), Mode::Report);
    assert_eq!(mode(&["--fix"]), Mode::Fix(Applicability::Safe));
    assert_eq!(mode(&["--unsafe-fixes"]), Mode::Fix(Applicability::Unsafe));
    assert_eq!(mode(&["--diff", "--unsafe-fixes"]), Mode::Diff(Applicability::Unsafe));
}

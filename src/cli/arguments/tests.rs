//! Help in both languages, and what flags mean together.

use std::path::Path;

use super::command::command;
use super::*;
use crate::messages::Language;

fn help(language: Language, command: &str) -> String {
    let words = ["kanwu"]
        .into_iter()
        .chain(command.split_whitespace())
        .chain(["--help"]);
    let arguments: Vec<OsString> = words.map(Into::into).collect();
    match parse(&arguments, &Catalogue::new(language)) {
        Err(Refusal::Parser(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

const COMMANDS: [&str; 7] = ["", "check", "rules", "rules test", "explain", "init", "help"];

#[test]
fn help_fits_eighty_columns() {
    use unicode_width::UnicodeWidthStr as _;
    for language in [Language::English, Language::SimplifiedChinese] {
        for command in COMMANDS {
            let help = help(language, command);
            // What says what the program is for may be wrapped by the terminal.
            let about = help.lines().take_while(|line| !line.is_empty()).count();
            for line in help.lines().skip(about) {
                assert!(line.width() <= 80, "{line}");
            }
        }
    }
}

#[test]
fn help_of_a_command_is_what_its_flag_prints() {
    for command in COMMANDS {
        let asked = ["kanwu", "help"].into_iter().chain(command.split_whitespace());
        let asked: Vec<OsString> = asked.map(Into::into).collect();
        match parse(&asked, &Catalogue::new(Language::English)) {
            Err(Refusal::Parser(error)) => assert_eq!(error.to_string(), help(Language::English, command)),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_command_line_is_consistent() {
    command(&Catalogue::new(Language::English)).debug_assert();
}

#[test]
fn chinese_help_has_no_english_sentence() {
    for command in COMMANDS {
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

fn check(flags: &[&str]) -> CheckRequest {
    let words = ["kanwu", "check"].iter().chain(flags);
    let arguments: Vec<OsString> = words.map(|word| (*word).into()).collect();
    match parse(&arguments, &Catalogue::new(Language::English)) {
        Ok(Request::Check(request)) => request,
        other => panic!("{other:?}"),
    }
}

#[test]
fn unsafe_fixes_are_made_too_and_diffs_write_nothing() {
    let mode = |flags: &[&str]| check(flags).mode;
    assert_eq!(mode(&[]), Mode::Report);
    assert_eq!(mode(&["--fix"]), Mode::Fix(Applicability::Safe));
    assert_eq!(mode(&["--unsafe-fixes"]), Mode::Fix(Applicability::Unsafe));
    assert_eq!(mode(&["--diff", "--unsafe-fixes"]), Mode::Diff(Applicability::Unsafe));
}

#[test]
fn without_flags_warnings_are_shown_and_errors_fail() {
    let request = check(&[]);
    assert_eq!(request.telling.level, Severity::Warning);
    assert_eq!(request.tolerance.fail_on, Severity::Error);
    assert_eq!(request.tolerance.most_warnings, None);
    assert_eq!(request.telling.volume, Volume::Normal);
    assert_eq!(request.named_paths, NamedPaths::Taken);
    assert!(matches!(request.scope, Scope::Paths(paths) if paths == [PathBuf::from(".")]));
}

#[test]
fn a_dash_is_standard_input_and_a_file_of_that_name_is_not() {
    assert!(matches!(check(&["-"]).scope, Scope::StandardInput(None)));
    assert!(matches!(check(&["--", "-"]).scope, Scope::StandardInput(None)));
    assert!(matches!(check(&["./-"]).scope, Scope::Paths(_)));
    let named = check(&["--stdin-filename", "a.md", "-"]).scope;
    assert!(matches!(named, Scope::StandardInput(Some(name)) if name == Path::new("a.md")));
}

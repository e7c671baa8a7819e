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
    match parse(&arguments, Format::Text, &Catalogue::new(language)) {
        Err(Refusal::Parser(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

const COMMANDS: [&str; 9] = [
    "",
    "check",
    "rules",
    "rules test",
    "schema",
    "schema check",
    "explain",
    "init",
    "help",
];

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
        match parse(&asked, Format::Text, &Catalogue::new(Language::English)) {
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
    match parsed(flags, Format::Text) {
        Ok(Request::Check(request)) => request,
        other => panic!("{other:?}"),
    }
}

fn parsed(flags: &[&str], automatic: Format) -> Result<Request, Refusal> {
    let words = ["kanwu", "check"].iter().chain(flags);
    let arguments: Vec<OsString> = words.map(|word| (*word).into()).collect();
    parse(&arguments, automatic, &Catalogue::new(Language::English))
}

#[test]
fn the_automatic_format_gives_way_to_any_other_wish() {
    let format = |flags: &[&str]| match parsed(flags, Format::Github) {
        Ok(Request::Check(request)) => request.telling.format,
        other => panic!("{other:?}"),
    };
    assert_eq!(format(&[]), Format::Github);
    assert_eq!(format(&["--format", "text"]), Format::Text);
    assert_eq!(format(&["--statistics"]), Format::Text);
    assert_eq!(format(&["--output", "sarif=a.sarif"]), Format::Github);
}

#[test]
fn outputs_are_a_format_and_any_file_each() {
    let request = check(&["--output", "sarif=a=b.sarif", "--output=json=外.json"]);
    let output = |format, path: &str| Output {
        format,
        path: path.into(),
    };
    let expected = [output(Format::Sarif, "a=b.sarif"), output(Format::Json, "外.json")];
    assert_eq!(request.outputs, expected);
    let key = |flags: &[&str]| match parsed(flags, Format::Text) {
        Err(Refusal::Misuse(Message::Key(key, _))) => key,
        other => panic!("{other:?}"),
    };
    for given in ["sarif", "sarif=", "yaml=a", "=a"] {
        assert_eq!(key(&["--output", given]), "misuse-output");
    }
    assert_eq!(key(&["--output", "json=-"]), "misuse-output-to-stdout");
    assert_eq!(key(&["--output=json=a", "--output=sarif=a"]), "misuse-output-twice");
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

//! The command line as users type it, and the samples in the READMEs.

use std::path::Path;
use std::process::Command;

/// `TRYCMD=overwrite cargo test --test suite cli` writes what the program now
/// says; read it before it is committed.
#[test]
fn command_lines_do_what_the_cases_say() {
    trycmd::TestCases::new()
        .env("KANWU_LANGUAGE", "en")
        .env("GITHUB_ACTIONS", "")
        .case("tests/cli/*.trycmd")
        .case("tests/cli/*.toml");
}

/// The samples in the READMEs are parts of what their command prints.
#[test]
fn samples_in_the_readmes_are_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for readme in ["README.md", "README.zh-Hans.md"] {
        let text = std::fs::read_to_string(root.join(readme)).unwrap();
        let sample = text
            .split("```text\n")
            .nth(1)
            .and_then(|rest| rest.split("```").next())
            .unwrap();
        let (command, expected) = sample.split_once('\n').unwrap();
        let arguments = command.strip_prefix("$ kanwu ").unwrap().split(' ');
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(arguments)
            .env("LC_ALL", "C")
            .env_remove("KANWU_LANGUAGE")
            .env_remove("GITHUB_ACTIONS")
            .current_dir(root)
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let mut lines = printed.lines();
        for line in expected.lines().filter(|line| !line.is_empty()) {
            assert!(lines.any(|printed| printed == line), "{readme}: {line}");
        }
    }
}

#[test]
fn the_report_does_not_depend_on_threads() {
    let report = |threads: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["check", "--no-config", "--format", "json", "tests"])
            .env("RAYON_NUM_THREADS", threads)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        output.stdout
    };
    let alone = report("1");
    assert!(alone.len() > 1_000);
    for _ in 0..3 {
        assert_eq!(report("8"), alone);
    }
}

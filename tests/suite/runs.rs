//! How a run behaves while it lasts: interrupted, watched at a terminal, with
//! nobody to read what it says.

#![cfg(unix)]

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const BEFORE: &str = "正文\n\n<div class=\"adslot\"></div>\n";

fn kanwu() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanwu"));
    command.env("KANWU_LANGUAGE", "en").env_remove("GITHUB_ACTIONS");
    command
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn signal(child: &Child, signal: &str) {
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// Starts to fix many files, and interrupts when the first is done.
fn interrupted_fix(with: &str) {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..4_000 {
        fs::write(folder.path().join(format!("{number:04}.md")), BEFORE).unwrap();
    }
    let mut child = Command::new("env")
        // A shell that runs tests in the background has these ignored.
        .arg("--default-signal=INT,TERM,HUP")
        .args([env!("CARGO_BIN_EXE_kanwu"), "check", "--fix"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let is_fixed =
        |name: &String| fs::metadata(folder.path().join(name)).is_ok_and(|file| file.len() < BEFORE.len() as u64);
    while !names(folder.path()).iter().any(is_fixed) {
        assert!(child.try_wait().unwrap().is_none(), "nothing was fixed");
    }
    signal(&child, with);
    assert_eq!(child.wait().unwrap().code(), Some(130), "{with}");
    let names = names(folder.path());
    assert_eq!(names.len(), 4_000, "a temporary file was left, or a file is gone");
    let mut fixed = 0;
    for name in &names {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(
            text == BEFORE || text == "正文\n\n\n" || text == "正文\n\n",
            "{name}: {text:?}"
        );
        fixed += usize::from(text != BEFORE);
    }
    assert!(0 < fixed && fixed < 4_000, "{fixed} were fixed");
}

#[test]
fn interrupting_leaves_whole_files_and_no_temporary_one() {
    for with in ["-INT", "-TERM", "-HUP"] {
        interrupted_fix(with);
    }
}

/// Who starts a program with `nohup` wants it to go on.
#[test]
fn an_ignored_signal_stays_ignored() {
    let mut child = Command::new("env")
        .args(["--ignore-signal=HUP", "sh", "-c", "exec \"$0\" check - --language en"])
        .arg(env!("CARGO_BIN_EXE_kanwu"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Long enough to be past its beginning.
    std::thread::sleep(std::time::Duration::from_millis(300));
    signal(&child, "-HUP");
    drop(child.stdin.take());
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("Checked 1 file"), "{said}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = tempfile::tempdir().unwrap();
    // Each form of the report is more than a pipe holds.
    for number in 0..1_000 {
        fs::write(folder.path().join(format!("{number}.md")), BEFORE.repeat(3)).unwrap();
    }
    for flags in [
        &["--format", "json"][..],
        &["--format", "text"],
        &["--format", "concise"],
        &["--format", "github"],
        &["--format", "sarif"],
        &["--diff"],
        &["--statistics"],
    ] {
        let mut child = kanwu()
            .arg("check")
            .args(flags)
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        if flags != ["--statistics"] {
            BufReader::with_capacity(1, child.stdout.as_mut().unwrap())
                .read_line(&mut first)
                .unwrap();
            assert!(!first.is_empty());
        }
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{flags:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{flags:?}");
    }
}

#[test]
fn a_full_disk_is_told_and_fails() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("skipped: there is no /dev/full");
        return;
    };
    let output = kanwu()
        .args(["check", "tests/site"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("kanwu: the output could not be written"), "{said}");
}

/// Standard input that comes late makes the run last as long as the test wants.
const LATE: &str = "(sleep \"$1\"; echo 正文) | \"$0\" check - $2";

/// What a terminal gets; `script` makes one.
fn at_a_terminal(seconds: &str, flags: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_kanwu");
    let output = Command::new("script")
        .args([
            "-qec",
            &format!("sh -c '{LATE}' '{program}' {seconds} '{flags}'"),
            "/dev/null",
        ])
        .env("KANWU_LANGUAGE", "zh-Hans")
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap()),
        Err(error) => {
            eprintln!("skipped: script: {error}");
            None
        }
    }
}

#[test]
fn progress_is_shown_at_a_terminal_after_a_second() {
    let Some(said) = at_a_terminal("2", "") else { return };
    assert!(
        said.contains("正在检查") && said.contains("检查了 1 个文件"),
        "{said:?}"
    );
    assert!(!said.trim_end().ends_with("正在检查"), "{said:?}");
    for (seconds, flags) in [("0", ""), ("2", "--quiet")] {
        let said = at_a_terminal(seconds, flags).unwrap();
        assert!(!said.contains("正在检查"), "{said:?}");
    }
}

#[test]
fn progress_is_never_shown_in_a_pipe() {
    let output = Command::new("sh")
        .args(["-c", LATE, env!("CARGO_BIN_EXE_kanwu"), "2", ""])
        .env("KANWU_LANGUAGE", "en")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("Checked 1 file"));
}

/// A text that is not to be checked comes back byte for byte.
#[test]
fn standard_input_is_never_lost() {
    let large = "长".repeat(12 << 20).into_bytes();
    let broken = b"\xCD\xE2\xB3\xA4\0\r\n<div class=adslot></div>".to_vec();
    for (text, status) in [(large, 0), (broken, 1), (Vec::new(), 0)] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("text");
        fs::write(&file, &text).unwrap();
        let output = kanwu()
            .args(["check", "-", "--fix"])
            .stdin(File::open(&file).unwrap())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(status));
        assert!(output.stdout == text, "{} bytes", text.len());
    }
}

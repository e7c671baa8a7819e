//! Where reports go: to files beside what is printed, and as annotations in a
//! job of GitHub.

use std::fs;
use std::process::Command;

use super::site::{printed, site};

#[test]
fn reports_go_to_files_beside_what_is_printed() {
    let folder = site();
    let folder = folder.path();
    let run = |flags: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["check", "--level", "info", "--quiet"])
            .args(flags)
            .env("KANWU_LANGUAGE", "en")
            .env_remove("GITHUB_ACTIONS")
            .current_dir(folder)
            .output()
            .unwrap()
    };
    fs::write(folder.join("报告.sarif"), "old").unwrap();
    let formats = [
        ("sarif", "报告.sarif"),
        ("json", "a.json"),
        ("github", "b.txt"),
        ("concise", "c=1.txt"),
    ];
    let flags: Vec<String> = formats
        .map(|(format, file)| format!("--output={format}={file}"))
        .to_vec();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let output = run(&flags);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        printed(folder, "text", &["."])
    );
    for (format, file) in formats {
        let written = fs::read_to_string(folder.join(file)).unwrap();
        assert_eq!(written, printed(folder, format, &["."]), "{file}");
    }
    // A text in a file has no colours, whatever was asked for, and its totals.
    run(&["--output", "text=d.txt", "--color", "always"]);
    let written = fs::read_to_string(folder.join("d.txt")).unwrap();
    assert!(
        !written.contains('\u{1B}') && written.contains("\nChecked 9 files in "),
        "{written}"
    );
    // Saying nothing is about streams.
    let output = run(&["-q", "--output=json=e.json"]);
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    assert!(folder.join("e.json").exists());
    // One that cannot be written fails the run, and keeps no other from being written.
    let output = run(&[
        "--output=json=no/a.json",
        "--output=json=_posts",
        "--output=sarif=f.sarif",
        "--exit-zero",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: no/a.json: not written: there is no folder to put it in\n\
         error: _posts: not written: not an ordinary file\n"
    );
    assert!(folder.join("f.sarif").exists());
}

#[test]
fn a_job_of_github_gets_annotations_unless_it_asks_for_something_else() {
    let folder = site();
    let run = |flags: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .arg("check")
            .args(flags)
            .env("KANWU_LANGUAGE", "en")
            .env("GITHUB_ACTIONS", "true")
            .current_dir(folder.path())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let automatic = run(&[]);
    assert!(automatic.starts_with("::error "), "{automatic}");
    assert!(
        automatic.lines().last().unwrap().starts_with("Checked 9 files in "),
        "{automatic}"
    );
    for flags in [&["--format", "text"][..], &["--diff"], &["--statistics"]] {
        let printed = run(flags);
        assert!(
            !printed.contains("::error ") && !printed.contains("::warning "),
            "{printed}"
        );
    }
}

/// A report in place of a post would be a post lost.
#[test]
fn a_report_takes_the_place_of_no_post_that_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.md"), "己经\n").unwrap();
    fs::write(path("b.md"), "己经\n").unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["check", "-q"])
            .args(arguments)
            .env("KANWU_LANGUAGE", "en")
            .current_dir(folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, said) = run(&["--output", "json=./a.md", "a.md"]);
    assert_eq!(status, Some(2));
    assert!(
        said.starts_with("error: a.md: not written: this file is itself checked"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(path("a.md")).unwrap(), "己经\n");
    // One that is not checked may be replaced.
    assert_eq!(run(&["--output", "text=b.md", "a.md"]), (Some(0), String::new()));
    assert!(fs::read_to_string(path("b.md")).unwrap().contains("confused-word"));
}

#[cfg(unix)]
#[test]
fn links_stay_and_channels_are_left_alone() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.md"), "己经\n").unwrap();
    fs::create_dir(path("reports")).unwrap();
    symlink("reports/a.json", path("link.json")).unwrap();
    symlink("/proc/self/fd/1", path("channel")).unwrap();
    symlink("round", path("round")).unwrap();
    let run = |output: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["check", "-q", "--output", output, "a.md"])
            .env("KANWU_LANGUAGE", "en")
            .current_dir(folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let is_link = |name: &str| path(name).symlink_metadata().unwrap().is_symlink();
    assert_eq!(run("json=link.json"), (Some(0), String::new()));
    assert!(is_link("link.json") && path("reports/a.json").is_file());
    for channel in ["channel", "/dev/stdout", "/dev/fd/1"] {
        let (status, said) = run(&format!("json={channel}"));
        assert_eq!(status, Some(2), "{channel}");
        assert!(said.contains("no file but a channel"), "{said}");
    }
    assert!(is_link("channel"));
    assert_eq!(run("json=round").0, Some(2));
    assert!(is_link("round"));
}

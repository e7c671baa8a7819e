//! Documents made to break us: mutated posts, and documents made to be slow.
//!
//! A plain `cargo test` runs some hundreds of them through `lint` itself. The
//! ignored tests run all of them through the program, each in a process that
//! may use two seconds of processor time and 500 MB of memory (GNU time, which
//! Debian has as `time`, tells):
//! `cargo test --release --test suite -- --ignored hostile`.

mod extreme;
mod mutation;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use kanwu::fact::Answers;
use kanwu::fix::lint_and_prove;
use kanwu::lint::{Enabled, Project};
use kanwu::registry::Registry;
use kanwu::text::{FilePath, Source};

use crate::shared::{files_below, folder};
use mutation::Mutations;

/// Seeds of the mutations; one post comes of each number.
const MUTATED: std::ops::Range<u64> = 0..10_000;

/// How many of them a plain `cargo test` looks at.
const FEW: std::ops::Range<u64> = 0..400;

/// The posts that are mutated: ours, and the real ones where they are present.
fn originals() -> Vec<Vec<u8>> {
    let mut files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site"));
    files.extend(folder("posts").map(|folder| files_below(&folder)).unwrap_or_default());
    files.retain(|path| path.extension().is_some_and(|extension| extension != "jsonl"));
    files.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A name under which the document is read in another dialect for each number.
fn name(number: u64) -> &'static str {
    ["plain.md", "_posts/2022-12-13-jekyll.md", "page.html", "page.mdx"][usize::try_from(number % 4).unwrap()]
}

fn lint_bytes(project: &Project, name: &str, bytes: Vec<u8>) {
    let source = Source::from_bytes(FilePath::new(name), bytes);
    let found = lint_and_prove(&source, project, &Answers::default());
    for diagnostic in found.diagnostics {
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in edits.chain([diagnostic.span]) {
            assert!(
                source.text.get(span.start..span.end).is_some(),
                "{span:?} in {name}: {:?}",
                source.text
            );
        }
    }
}

#[test]
fn mutated_posts_are_linted_without_a_panic() {
    let project = Project::new(Registry::built_in(), Enabled::All, None);
    let mutations = Mutations::of(originals());
    for seed in FEW {
        lint_bytes(&project, name(seed), mutations.post(seed));
    }
}

#[test]
fn extreme_documents_are_linted_without_a_panic() {
    let project = Project::new(Registry::built_in(), Enabled::All, None);
    for (number, (_, make)) in extreme::DOCUMENTS.iter().enumerate() {
        lint_bytes(&project, name(number as u64), make(2_000));
    }
}

/// How much memory a run may take, in KiB.
const MOST_MEMORY: u64 = 500 * 1024;

/// Runs the program on a file. The shell's limit kills it after two seconds of
/// processor time; GNU time tells how much memory it took.
fn run_under_limits(folder: &Path, name: &str, bytes: &[u8], flags: &[&str]) -> Result<(), String> {
    let file = folder.join(name);
    let peak = folder.join("peak");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, bytes).unwrap();
    let output = Command::new("sh")
        .args(["-c", "ulimit -t 2; exec /usr/bin/time -q -f %M -o \"$0\" \"$@\""])
        .arg(&peak)
        .args([env!("CARGO_BIN_EXE_kanwu"), "check"])
        .args(flags)
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let memory = fs::read_to_string(&peak).unwrap_or_default();
    match (output.status.code(), memory.trim().parse::<u64>()) {
        (Some(0 | 1), Ok(memory)) if memory <= MOST_MEMORY && !stderr.contains("panicked") => Ok(()),
        _ => Err(format!("{:?}, {} KiB {stderr}", output.status, memory.trim())),
    }
}

/// Runs every job on two threads and gives the failures by name.
fn run_all<J: Sync>(jobs: &[J], run: impl Fn(&Path, &J) -> Result<(), String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let failures = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let folder = tempfile::tempdir().unwrap();
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = run(folder.path(), job) {
                        eprintln!("{failure}");
                        failures.lock().unwrap().push(failure);
                    }
                }
            });
        }
    });
    failures.into_inner().unwrap()
}

#[test]
#[ignore = "ten thousand processes; meant for the release build"]
fn hostile_mutated_posts_run_within_limits() {
    let mutations = Mutations::of(originals());
    let seeds: Vec<u64> = MUTATED.collect();
    let failures = run_all(&seeds, |folder, seed| {
        let flags: &[&str] = if seed % 2 == 0 {
            &["--format", "json"]
        } else {
            &["--fix"]
        };
        run_under_limits(folder, name(seed / 2), &mutations.post(*seed), flags)
            .map_err(|failure| format!("seed {seed}: {failure}"))
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
#[ignore = "documents of many megabytes; meant for the release build"]
fn hostile_extreme_documents_run_within_limits() {
    let mut jobs: Vec<(usize, &str, &[&str])> = Vec::new();
    for number in 0..extreme::DOCUMENTS.len() {
        // Each dialect with other flags, so that each flag meets each document.
        let flags: [&[&str]; 4] = [&[], &["--fix"], &["--format", "json"], &["--diff"]];
        for dialect in 0..4 {
            jobs.push((number, name(dialect), flags[(number + dialect as usize) % 4]));
        }
    }
    let failures = run_all(&jobs, |folder, (number, name, flags)| {
        let (title, make) = extreme::DOCUMENTS[*number];
        run_under_limits(folder, name, &make(100_000), flags)
            .map_err(|failure| format!("{title} as {name} {flags:?}: {failure}"))
    });
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn a_file_over_32_mib_is_a_named_skip() {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("large.md");
    fs::write(&file, vec![b'a'; (32 << 20) + 1]).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--language", "en"])
        .arg(&file)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("large.md") && said.contains("32"), "{said}");
}

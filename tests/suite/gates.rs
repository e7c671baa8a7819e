//! What runs kanwu elsewhere: the action for GitHub, and the snippets in the
//! READMEs.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::site::{EMOJI, FIRST, site};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn action() -> Value {
    serde_yaml::from_str(&fs::read_to_string(root().join("action.yml")).unwrap()).unwrap()
}

/// A `PATH` on which our program stands first.
fn path() -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_kanwu"));
    format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    )
}

/// Runs a step's script as GitHub runs one whose shell is `bash`.
fn step(name: &str, inputs: [&str; 2], folder: &Path) -> Output {
    let action = action();
    let steps = action["runs"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"] == name).unwrap();
    assert_eq!(step["shell"], "bash");
    let script = folder.join("step.sh");
    fs::write(&script, step["run"].as_str().unwrap()).unwrap();
    Command::new("bash")
        .args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
        .arg(script)
        .env("PATH", path())
        .env("PATHS", inputs[0])
        .env("ARGUMENTS", inputs[1])
        .env("GITHUB_ACTIONS", "true")
        .env("KANWU_LANGUAGE", "en")
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn the_action_takes_paths_by_line_and_flags_by_word() {
    let folder = site();
    let run = |paths: &str, arguments: &str| step("Check", [paths, arguments], folder.path());
    let printed = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();

    let output = run(&format!("{FIRST}\n{EMOJI}\n"), "");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let annotation = format!("::warning file={EMOJI},line=5,");
    assert!(printed(&output).starts_with(&annotation), "{output:?}");
    assert!(printed(&output).contains("Checked 2 files"), "{output:?}");

    let output = run(EMOJI, "--fail-on warning\n--format concise");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let line = format!("{EMOJI}:5:7: warning[");
    assert!(printed(&output).starts_with(&line), "{output:?}");

    let output = run(".", "");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(printed(&output).starts_with("::error file="), "{output:?}");
}

#[test]
fn the_action_installs_nothing_where_kanwu_is_there() {
    let folder = site();
    let output = step("Install kanwu", ["", ""], folder.path());
    assert!(output.status.success());
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(found.trim_end(), env!("CARGO_BIN_EXE_kanwu"));
}

#[test]
fn the_steps_use_the_inputs_that_there_are() {
    let action = action();
    let inputs = action["inputs"].as_object().unwrap();
    assert_eq!(inputs.keys().collect::<Vec<_>>(), ["paths", "arguments"]);
    let step = &action["runs"]["steps"][1];
    assert_eq!(step["env"]["PATHS"], "${{ inputs.paths }}");
    assert_eq!(step["env"]["ARGUMENTS"], "${{ inputs.arguments }}");
    // An input in a script would be run by whoever can write one.
    let run = step["run"].as_str().unwrap();
    assert!(!run.contains("${{"), "{run}");
}

/// The snippets of both READMEs, by their first line.
fn snippets(first_line: &str) -> Vec<String> {
    let found = ["README.md", "README.zh-Hans.md"].map(|readme| {
        let text = fs::read_to_string(root().join(readme)).unwrap();
        let mut fences = text
            .split("```yaml\n")
            .skip(1)
            .filter_map(|rest| rest.split("```").next());
        let found = fences.find(|fence| fence.starts_with(first_line));
        found.unwrap_or_else(|| panic!("{readme}: {first_line}")).to_owned()
    });
    found.to_vec()
}

#[test]
fn the_snippets_are_yaml_and_run() {
    for snippet in snippets("# .github/workflows/") {
        let workflow: Value = serde_yaml::from_str(&snippet).unwrap();
        let steps = workflow["jobs"]["kanwu"]["steps"].as_array().unwrap();
        let with = steps
            .iter()
            .find_map(|step| step["with"]["arguments"].as_str())
            .unwrap();
        let folder = site();
        let output = step("Check", [".", with], folder.path());
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(folder.path().join("kanwu.sarif").exists());
        let upload = steps.iter().find_map(|step| step["with"]["sarif_file"].as_str());
        assert_eq!(upload, Some("kanwu.sarif"));
    }
    for snippet in snippets("# .gitlab-ci.yml") {
        let pipeline: Value = serde_yaml::from_str(&snippet).unwrap();
        let job = &pipeline["kanwu"];
        let script = job["script"].as_array().unwrap();
        let check = script.last().unwrap().as_str().unwrap();
        let folder = site();
        let output = Command::new("sh")
            .args(["-e", "-c", check])
            .env("PATH", path())
            .env("KANWU_LANGUAGE", "en")
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let artefact = job["artifacts"]["paths"][0].as_str().unwrap();
        assert!(folder.path().join(artefact).exists());
    }
}

//! What runs kanwu elsewhere: the action for GitHub, and the snippets in the
//! READMEs.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use kanwu::walk::EXTENSIONS;
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
    before_all(program.parent().unwrap())
}

fn before_all(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap())
}

/// A step's script, to be run as GitHub runs one whose shell is `bash`.
fn step(name: &str, folder: &Path) -> Command {
    let action = action();
    let steps = action["runs"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"] == name).unwrap();
    assert_eq!(step["shell"], "bash");
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c"])
        .arg(step["run"].as_str().unwrap())
        .env("PATH", path())
        .env("GITHUB_ACTIONS", "true")
        .env("KANWU_LANGUAGE", "en")
        .current_dir(folder);
    bash
}

fn check(paths: &str, arguments: &str, folder: &Path) -> Output {
    let mut step = step("Check", folder);
    step.env("PATHS", paths).env("ARGUMENTS", arguments).output().unwrap()
}

#[test]
fn the_action_takes_paths_by_line_and_flags_by_word() {
    let folder = site();
    let run = |paths: &str, arguments: &str| check(paths, arguments, folder.path());
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

    // As YAML and editors of Windows leave them.
    let output = run(
        &format!("  {FIRST} \t\r\n\r\n   \n\t{EMOJI}\r\n"),
        "--fail-on\twarning\r\n --quiet \r\n",
    );
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(printed(&output).starts_with(&annotation), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");

    let output = run(".", "");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(printed(&output).starts_with("::error file="), "{output:?}");
}

#[test]
fn the_action_installs_nothing_where_kanwu_is_there() {
    let folder = site();
    let output = step("Install kanwu", folder.path()).output().unwrap();
    assert!(output.status.success());
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(found.trim_end(), env!("CARGO_BIN_EXE_kanwu"));
}

/// Installs by a `cargo` in front of all others and without our program, and checks
/// the site with what the next step finds on its path.
fn install_and_check(cargo: &Path) {
    let (folder, temporary) = (site(), tempfile::tempdir().unwrap());
    let (temporary, lines) = (temporary.path(), temporary.path().join("path"));
    let folders = before_all(cargo.parent().unwrap());
    let folders: Vec<&str> = folders
        .split(':')
        .filter(|folder| !Path::new(folder).join("kanwu").exists())
        .collect();
    let output = step("Install kanwu", folder.path())
        .env("PATH", folders.join(":"))
        .env("GITHUB_ACTION_PATH", root())
        .env("GITHUB_PATH", &lines)
        .env("RUNNER_TEMP", temporary)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");

    let lines = fs::read_to_string(lines).unwrap();
    let [line] = lines.lines().collect::<Vec<_>>()[..] else {
        panic!("{lines}");
    };
    assert!(Path::new(line).starts_with(temporary));
    let output = step("Check", folder.path())
        .env("PATH", format!("{line}:{}", folders.join(":")))
        .env("PATHS", ".")
        .env("ARGUMENTS", "")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.starts_with(b"::error file="), "{output:?}");
}

#[test]
fn what_the_action_installs_is_there_for_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let cargo = folder.path().join("cargo");
    // In place of a build, which takes minutes, it copies what was built.
    let script = format!(
        "#!/bin/sh -e\n\
         test \"$1 $2 $3 $4 $5\" = 'install --locked --path {} --root'\n\
         mkdir -p \"$6/bin\"\n\
         ln -s '{}' \"$6/bin/kanwu\"\n",
        root().display(),
        env!("CARGO_BIN_EXE_kanwu")
    );
    fs::write(&cargo, script).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    install_and_check(&cargo);
}

/// Run after a build of the release, of which it takes most.
#[test]
#[ignore = "builds the release"]
fn the_action_builds_kanwu_where_there_is_none() {
    install_and_check(Path::new(env!("CARGO")));
}

/// pre-commit asks by name, for it has no type for some of what we read.
#[test]
fn the_hooks_take_the_files_that_a_walk_takes() {
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks: Value = serde_yaml::from_str(&hooks).unwrap();
    let ids: Vec<&Value> = hooks.as_array().unwrap().iter().map(|hook| &hook["id"]).collect();
    assert_eq!(ids, ["kanwu", "kanwu-fix"]);
    for hook in hooks.as_array().unwrap() {
        assert_eq!(hook["files"], format!(r"(?i)\.({})$", EXTENSIONS.join("|")));
        // All that a hook asks for must hold.
        for other in ["types", "types_or", "exclude", "exclude_types"] {
            assert!(hook[other].is_null(), "{other}");
        }
    }
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
        let output = check(".", with, folder.path());
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

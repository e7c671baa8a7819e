//! `kanwu check --staged`: Git's index in place of the work tree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A post with a slip.
const SLIP: &str = "---\ntitle: 会晤\n---\n韩中外账当天举行视频会晤\n";
const CLEAN: &str = "---\ntitle: 会晤\n---\n韩中外长当天举行视频会晤\n";

struct Repository(tempfile::TempDir);

struct Said {
    text: String,
    status: Option<i32>,
}

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "-q"]);
        repository
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let settings = ["-c", "user.name=甲", "-c", "user.email=a@example.org"];
        let status = Command::new("git")
            .args(settings)
            .args(arguments)
            .current_dir(self.0.path())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{arguments:?}");
    }

    fn check(&self, folder: &str, arguments: &[&str]) -> Said {
        run(&self.at(folder), arguments)
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--language", "en", "--staged"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said {
        text: String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        status: output.status.code(),
    }
}

#[test]
fn what_is_staged_is_judged_and_not_the_work_tree() {
    let repository = Repository::new();
    repository.write("_posts/2024-03-05-会 晤.md", SLIP);
    repository.write("_posts/2024-03-06-未暂存.md", SLIP);
    repository.git(&["add", "_posts/2024-03-05-会 晤.md"]);
    let failing = ["--fail-on", "warning"];
    let said = repository.check(".", &failing);
    assert!(said.text.contains("_posts/2024-03-05-会 晤.md:4:3"), "{}", said.text);
    assert!(said.text.contains("Checked 1 file") && said.text.contains("韩中外账"));
    assert_eq!(said.status, Some(1), "{}", said.text);

    // Mended in the work tree alone, it is staged as it was.
    repository.write("_posts/2024-03-05-会 晤.md", CLEAN);
    assert_eq!(repository.check(".", &failing).status, Some(1));
    repository.git(&["add", "_posts/2024-03-05-会 晤.md"]);
    assert_eq!(repository.check(".", &failing).status, Some(0));

    // What is gone from the work tree is staged all the same.
    repository.git(&["commit", "-q", "-m", "会晤"]);
    repository.write("又.md", SLIP);
    repository.git(&["add", "又.md"]);
    fs::remove_file(repository.at("又.md")).unwrap();
    let said = repository.check(".", &[]);
    assert!(
        said.text.contains("又.md:4:3") && said.text.contains("Checked 1 file"),
        "{}",
        said.text
    );
    repository.git(&["rm", "-q", "--cached", "又.md"]);
    assert!(repository.check(".", &[]).text.contains("No post is staged"));
}

#[test]
fn links_are_judged_against_the_whole_index() {
    let repository = Repository::new();
    repository.write("docs/甲.md", "# 题\n");
    repository.write("图/一.png", "");
    repository.git(&["add", "docs", "图"]);
    repository.git(&["commit", "-q", "-m", "文档"]);
    repository.write(
        "docs/乙.md",
        "[甲](甲.md#题) [无](甲.md#无) ![一](../图/一.png) [丙](丙.md)\n",
    );
    // It is there, but will not be committed.
    repository.write("docs/丙.md", "丙\n");
    repository.git(&["add", "docs/乙.md"]);
    // The target as it is staged, and not as it is written, has the fragment.
    repository.write("docs/甲.md", "# 另\n");
    let said = repository.check("docs", &[]);
    assert!(said.text.contains("┌─ 乙.md:1:22"), "{}", said.text);
    assert!(said.text.contains("there is no `docs/丙.md`"), "{}", said.text);
    assert!(said.text.contains("2 warnings"), "{}", said.text);
    // From any folder, and however Git is set to show paths.
    repository.git(&["config", "diff.relative", "true"]);
    assert!(repository.check("图", &[]).text.contains("┌─ ../docs/乙.md:1:22"));
    assert!(repository.check("图", &[".."]).text.contains("┌─ ../docs/乙.md:1:22"));
    assert!(repository.check("图", &["."]).text.contains("No post is staged"));
}

#[test]
fn a_configuration_and_ignore_files_count() {
    let repository = Repository::new();
    repository.write("kanwu.yaml", "exclude: [/旧/**]\n");
    repository.write(".kanwuignore", "稿\n");
    for path in ["旧/a.md", "稿/a.md", ".藏/a.md", "a.md", "a.txt"] {
        repository.write(path, SLIP);
    }
    repository.git(&["add", "."]);
    let said = repository.check(".", &[]);
    assert!(said.text.contains("Checked 1 file"), "{}", said.text);
    assert!(repository.check(".", &["旧"]).text.contains("No post is staged"));
}

#[test]
fn a_file_that_is_named_is_judged_though_it_is_ignored() {
    let repository = Repository::new();
    repository.write("kanwu.yaml", "exclude: [/旧/**]\n");
    repository.write(".kanwuignore", "稿\n");
    for path in ["旧/a.md", "稿/a.md", "a.txt"] {
        repository.write(path, SLIP);
    }
    repository.git(&["add", "."]);
    let said = repository.check("稿", &["a.md", "../旧/a.md"]);
    assert!(said.text.contains("Checked 2 files"), "{}", said.text);
    let said = repository.check(".", &["--force-exclude", "稿/a.md", "旧/a.md", "a.txt"]);
    assert!(said.text.contains("3 files skipped"), "{}", said.text);
}

#[test]
fn a_name_that_is_nowhere_fails_the_run() {
    let repository = Repository::new();
    repository.write("b.md", CLEAN);
    repository.git(&["add", "b.md"]);
    let said = repository.check(".", &["a.md"]);
    assert!(said.text.contains("a.md: there is no such file"), "{}", said.text);
    assert_eq!(said.status, Some(2));
    let said = repository.check(".", &["../elsewhere.md"]);
    assert!(said.text.contains("outside of this repository"), "{}", said.text);
    assert_eq!(said.status, Some(2));
    // What is there and is not staged is not meant.
    repository.write("c.md", SLIP);
    let said = repository.check(".", &["c.md"]);
    assert!(said.text.contains("No post is staged"), "{}", said.text);
    assert_eq!(said.status, Some(0));
}

#[test]
fn configurations_schemas_and_packs_count_as_they_are_staged() {
    let repository = Repository::new();
    repository.write(
        "kanwu.yaml",
        "extends: [基.yaml]\nschemas: [{files: ['*.md'], schema: 模式.json}]\n",
    );
    repository.write("基.yaml", "rules: {confused-word: off}\n");
    repository.write("模式.json", r#"{"required": ["作者"]}"#);
    repository.write("a.md", SLIP);
    let not_read = repository.check(".", &[]);
    assert!(not_read.text.contains("No post is staged"), "{}", not_read.text);
    repository.git(&["add", "a.md"]);
    let said = repository.check(".", &[]);
    assert!(
        said.text.contains("kanwu.yaml: is not read: it is not staged"),
        "{}",
        said.text
    );
    assert!(said.text.contains("confused-word"), "{}", said.text);

    repository.git(&["add", "kanwu.yaml"]);
    let said = repository.check(".", &[]);
    assert!(
        said.text.contains("基.yaml"),
        "what it extends is not staged: {}",
        said.text
    );
    assert_eq!(said.status, Some(2));
    repository.git(&["add", "基.yaml", "模式.json"]);
    for (path, text) in [
        ("kanwu.yaml", "nonsense: 1\n"),
        ("基.yaml", "无用: 1\n"),
        ("模式.json", "{}"),
    ] {
        repository.write(path, text);
    }
    let said = repository.check(".", &[]);
    assert!(!said.text.contains("confused-word"), "{}", said.text);
    assert!(said.text.contains("作者"), "{}", said.text);
    assert!(said.text.contains("Checked 1 file"), "{}", said.text);
}

#[test]
fn a_pack_counts_as_it_is_staged() {
    let repository = Repository::new();
    let rule = |word: &str| {
        format!(
            "id: house-word\nseverity: warning\nmessage: {{en: no, zh-Hans: 否}}\npattern: {{in: prose, regex: {word}}}\n"
        )
    };
    repository.write("kanwu.yaml", "packs: [规则]\n");
    repository.write("规则/spelling/house-word.yaml", &rule("老街"));
    repository.write("a.md", "老街的灯\n");
    repository.git(&["add", "."]);
    let said = repository.check(".", &[]);
    assert!(said.text.contains("规则/house-word"), "{}", said.text);
    repository.write("规则/spelling/house-word.yaml", &rule("新街"));
    assert!(repository.check(".", &[]).text.contains("规则/house-word"));
    repository.git(&["add", "."]);
    let said = repository.check(".", &[]);
    assert!(!said.text.contains("规则/house-word"), "{}", said.text);
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), &[]);
    assert!(
        said.text.starts_with("kanwu: `--staged` needs a Git repository"),
        "{}",
        said.text
    );
    assert_eq!(said.status, Some(2));
    let repository = Repository::new();
    for arguments in [&["--fix"][..], &["--unsafe-fixes"], &["-"]] {
        let said = repository.check(".", arguments);
        assert_eq!((said.status, said.text.lines().count()), (Some(2), 1), "{}", said.text);
    }
}

#[test]
fn files_in_conflict_and_links_are_left() {
    let repository = Repository::new();
    repository.write("a.md", CLEAN);
    repository.git(&["add", "."]);
    repository.git(&["commit", "-q", "-m", "一"]);
    repository.git(&["checkout", "-q", "-b", "other"]);
    repository.write("a.md", SLIP);
    repository.git(&["commit", "-q", "-am", "二"]);
    repository.git(&["checkout", "-q", "-"]);
    repository.write("a.md", "别的\n");
    repository.git(&["commit", "-q", "-am", "三"]);
    let merge = Command::new("git")
        .args([
            "-c",
            "user.name=甲",
            "-c",
            "user.email=a@example.org",
            "merge",
            "-q",
            "other",
        ])
        .current_dir(repository.0.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(!merge.success());
    // It is there all the same.
    repository.write("b.md", "[甲](a.md)\n");
    repository.git(&["add", "b.md"]);
    let said = repository.check(".", &[]);
    assert!(
        said.text.contains("Checked 1 file") && said.text.contains("nothing to report"),
        "{}",
        said.text
    );
}

#[cfg(unix)]
#[test]
fn folders_with_line_ends_in_their_names_are_read() {
    let repository = Repository::new();
    repository.write("上\n下/a.md", SLIP);
    repository.git(&["add", "."]);
    assert!(repository.check("上\n下", &["."]).text.contains("Checked 1 file"));
}

/// As Magit runs Git, and with it the hooks.
#[test]
fn the_index_is_read_however_git_is_told_to_read_paths() {
    let repository = Repository::new();
    repository.write("稿/a.md", SLIP);
    repository.git(&["add", "."]);
    for name in ["GIT_LITERAL_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_NOGLOB_PATHSPECS"] {
        let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
            .args(["check", "--language", "en", "--staged"])
            .env(name, "1")
            .current_dir(repository.at("稿"))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("confused-word"), "{name}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn links_to_configurations_and_schemas_are_followed_as_they_are_staged() {
    use std::os::unix::fs::symlink;
    let repository = Repository::new();
    repository.write(
        "设置.yaml",
        "rules: {confused-word: error}\nschemas: [{files: ['*.md'], schema: 模式/p.json}]\n",
    );
    repository.write("真/p.json", r#"{"required": ["作者"]}"#);
    symlink("设置.yaml", repository.at("kanwu.yaml")).unwrap();
    symlink("真", repository.at("模式")).unwrap();
    repository.write("a.md", SLIP);
    repository.git(&["add", "."]);
    let judged = |case: &str| {
        let said = repository.check(".", &[]);
        assert!(said.text.contains("error[confused-word]"), "{case}: {}", said.text);
        assert!(said.text.contains("作者"), "{case}: {}", said.text);
        assert_eq!(said.status, Some(1), "{case}");
    };
    judged("as on the disk");
    repository.write("设置.yaml", "rules: {confused-word: off}\n");
    repository.write("真/p.json", "{}");
    judged("changed in the work tree");
    fs::remove_file(repository.at("设置.yaml")).unwrap();
    fs::remove_file(repository.at("kanwu.yaml")).unwrap();
    judged("gone from the work tree");
    symlink("kanwu.yaml", repository.at("kanwu.yaml")).unwrap();
    repository.git(&["add", "kanwu.yaml"]);
    assert!(
        repository.check(".", &[]).text.contains("warning[confused-word]"),
        "a link to itself"
    );
}

#[test]
fn what_is_staged_though_ignored_is_not_passed_over_in_silence() {
    let repository = Repository::new();
    repository.write(".gitignore", "稿\n");
    repository.write("稿/a.md", SLIP);
    repository.write(".藏/b.md", SLIP);
    repository.git(&["add", "-f", "."]);
    let said = repository.check(".", &[]);
    assert!(
        said.text.contains("稿/a.md: skipped: an ignore file excludes it"),
        "{}",
        said.text
    );
    for folder in ["稿", ".藏"] {
        let said = repository.check(".", &[folder]);
        assert!(said.text.contains("Checked 1 file"), "{folder}: {}", said.text);
    }
}

#[test]
fn a_schema_that_a_post_names_is_read_as_it_is_staged() {
    let repository = Repository::new();
    repository.write("schemas/post.json", "{\"required\": [\"标题\"]}");
    repository.write("a.md", "---\n$schema: schemas/post.json\n---\n正文\n");
    repository.git(&["add", "."]);
    repository.write("schemas/post.json", "{}");
    let said = repository.check("", &[]);
    assert!(said.text.contains("the key `标题` is missing"), "{}", said.text);
    repository.git(&["add", "."]);
    assert_eq!(repository.check("", &[]).status, Some(0));
}

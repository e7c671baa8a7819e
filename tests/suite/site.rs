//! One small site with all that makes places hard to tell, and what is found in it.
//!
//! Every form of the report, and the server, must have the same of it. It is made
//! here and not kept as files, whose line ends and byte order marks would not live
//! through every checkout.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Names with Chinese, spaces and signs that mean something in a URI or to GitHub;
/// texts with each kind of line end, byte order marks, emoji of four bytes and of
/// several characters before findings, findings over several lines, two files that
/// are the same article, and links that other files decide.
pub(super) const FILES: [(&str, &str); 10] = [
    ("_config.yml", "title: 站点\n"),
    (
        FIRST,
        "---\ntitle: 渡轮时刻表\nfrom: https://example.org/1\n---\n\n正文\n",
    ),
    (
        SECOND,
        "---\r\ntitle: 渡轮时刻表\r\nfrom: https://example.org/1\r\n---\r\n\r\n正文\r\n",
    ),
    (
        EMOJI,
        "\u{FEFF}---\r\ntitle: 表情\r\n---\r\n\r\n他😀👩\u{200D}🚀说己经写完。\r\n\r\n前\r己经后\r\n",
    ),
    (
        SLOT,
        "---\ntitle: 槽位\n---\n<p>前文</p>\n<section\n  id=\"imu\">\n</section>\n<p>后文己经</p>\n<p>😀后文己经</p>\n",
    ),
    (OLD_MAC, "---\r---\r\r己经\r<div class=\"adslot\">\r</div>\r😀己经\r"),
    (
        TYPES,
        "---\ntitle: 😀😀\npublished: \"yes\"\n---\n\n😀👩\u{200D}👩\u{200D}👧 己经说，<b></b>己经好了。\n",
    ),
    (TWICE, "---\r\n{😀: 一, 题: 二, 题: 三}\r\n---\r\n\r\n正文\r\n"),
    (
        "docs/windows.md",
        "\u{FEFF}😀己经\r\n\r\n😀<ins class=\"adsbygoogle\">\r\n</ins>己经\r\n",
    ),
    (
        "链接.md",
        "---\n---\n# 甲\n\n😀[一](docs/windows.md#没有) ![二](图/没有.png) [三](#甲) [四](#乙)\n\n\
         😀[五](/2024/03/08/槽位.html#没有) [六](没有.md)\n",
    ),
];

/// An article, in which nothing is found.
pub(super) const FIRST: &str = "_posts/2024-03-05-外长 通话#1.md";
/// The same article.
pub(super) const SECOND: &str = "_posts/2024-03-06-外长,通话:2%.md";
/// A file with a byte order mark, in which nothing is an error.
pub(super) const EMOJI: &str = "_posts/2024-03-07-表情.md";
/// A file with an error over several lines.
pub(super) const SLOT: &str = "_posts/多 行/2024-03-08-槽位.html";
/// A file whose lines end with carriage returns alone.
pub(super) const OLD_MAC: &str = "_posts/2024-03-09-坏.md";
/// A file with a value of another type than the schema's.
pub(super) const TYPES: &str = "_posts/2024-03-10-类型.md";
/// A file with a key that stands there twice.
pub(super) const TWICE: &str = "_posts/2024-03-11-两次.md";

/// The site in a folder.
pub(super) fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    for (path, text) in FILES {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The text of one of the files.
pub(super) fn text(path: &str) -> &'static str {
    let file = FILES.iter().find(|(known, _)| *known == path);
    file.unwrap_or_else(|| panic!("{path}")).1
}

/// Line and column, from 1, in characters; a byte order mark is none.
pub(super) type Position = (u64, u64);

/// A finding as every form has it; not all have its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) path: String,
    pub(super) start: Position,
    pub(super) severity: String,
    pub(super) rule: String,
    pub(super) sentence: String,
}

/// What a format prints of the site, as seen from a folder of it.
pub(super) fn printed(folder: &Path, format: &str, paths: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["check", "--level", "info", "--quiet", "--format", format])
        .args(paths)
        .env("KANWU_LANGUAGE", "en")
        .env_remove("GITHUB_ACTIONS")
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The same of a format that is JSON.
pub(super) fn json(folder: &Path, format: &str, paths: &[&str]) -> Value {
    serde_json::from_str(&printed(folder, format, paths)).unwrap()
}

pub(super) fn text_of(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub(super) fn position(value: &Value) -> Position {
    (value["line"].as_u64().unwrap(), value["column"].as_u64().unwrap())
}

/// The diagnostics of a report in JSON.
pub(super) fn diagnostics(report: &Value) -> &[Value] {
    report["diagnostics"].as_array().unwrap()
}

/// One of them.
pub(super) fn of_json(found: &Value) -> Finding {
    Finding {
        path: text_of(&found["path"]),
        start: position(&found["start"]),
        severity: text_of(&found["severity"]),
        rule: text_of(&found["rule"]),
        sentence: text_of(&found["message"]),
    }
}

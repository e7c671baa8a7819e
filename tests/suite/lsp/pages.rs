//! The page of a rule, to which its findings link.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::client::{Client, site, uri, write};

fn parameters(root: &Path, language: &str) -> Value {
    let published = json!({"codeDescriptionSupport": true});
    json!({
        "rootUri": uri(root),
        "capabilities": {"textDocument": {"publishDiagnostics": published}},
        "initializationOptions": {"language": language},
    })
}

/// Where the page stands to which the only finding links.
fn linked(found: &[Value]) -> PathBuf {
    assert_eq!(found.len(), 1, "{found:?}");
    let href = found[0]["codeDescription"]["href"].as_str();
    let href = href.unwrap_or_else(|| panic!("no page: {found:?}"));
    PathBuf::from(href.strip_prefix("file://").unwrap())
}

fn explained(folder: &Path, rule: &str, language: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_kanwu"))
        .args(["explain", rule, "--language", language])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

#[test]
fn findings_link_to_what_explain_prints() {
    let folder = site(&[("a.md", "")]);
    let a = folder.path().join("a.md");
    let cache = tempfile::tempdir().unwrap();
    for language in ["en", "zh-Hans"] {
        let parameters = parameters(folder.path(), language);
        let mut client = Client::initialised_with_cache(parameters, Some(cache.path()));
        client.open(&a, 1, "无");
        assert!(client.diagnostics(&a, 1).is_empty());
        let of_language = cache
            .path()
            .join("rules")
            .join(env!("CARGO_PKG_VERSION"))
            .join(language);
        assert_eq!(
            files(&of_language),
            [""; 0].map(PathBuf::from),
            "a page that nobody asked for"
        );
        client.change(&a, 2, json!([{"text": "己经"}]));
        let page = linked(&client.diagnostics(&a, 2));
        assert_eq!(page, of_language.join("confused-word.md"));
        assert_eq!(
            fs::read_to_string(&page).unwrap(),
            explained(folder.path(), "confused-word", language)
        );
        assert_eq!(files(&of_language), [page]);
        client.shut_down();
    }
}

#[test]
fn a_page_is_written_where_it_is_another_and_left_where_it_is_not() {
    let folder = site(&[("a.md", "")]);
    let a = folder.path().join("a.md");
    let cache = tempfile::tempdir().unwrap();
    let look = || {
        let mut client = Client::initialised_with_cache(parameters(folder.path(), "en"), Some(cache.path()));
        client.open(&a, 1, "己经");
        let page = linked(&client.diagnostics(&a, 1));
        client.shut_down();
        page
    };
    let page = look();
    let text = fs::read_to_string(&page).unwrap();
    // Who writes a file anew changes its time.
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    let set_back = || {
        fs::File::options()
            .write(true)
            .open(&page)
            .unwrap()
            .set_modified(long_ago)
    };
    set_back().unwrap();
    look();
    assert_eq!(fs::metadata(&page).unwrap().modified().unwrap(), long_ago);
    fs::write(&page, "another").unwrap();
    look();
    assert_eq!(fs::read_to_string(&page).unwrap(), text);
}

#[test]
fn who_opens_no_pages_is_told_of_none() {
    let folder = site(&[("a.md", "")]);
    let a = folder.path().join("a.md");
    let cache = tempfile::tempdir().unwrap();
    let parameters = json!({"rootUri": uri(folder.path()), "capabilities": {}});
    let mut client = Client::initialised_with_cache(parameters, Some(cache.path()));
    client.open(&a, 1, "己经");
    let found = client.diagnostics(&a, 1);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].get("codeDescription"), None);
    assert_eq!(files(cache.path()), [""; 0].map(PathBuf::from));
    client.shut_down();
}

#[test]
fn a_page_that_cannot_be_written_is_not_told() {
    let folder = site(&[("a.md", ""), ("in the way", "")]);
    let a = folder.path().join("a.md");
    let cache = folder.path().join("in the way");
    let mut client = Client::initialised_with_cache(parameters(folder.path(), "en"), Some(&cache));
    client.open(&a, 1, "己经<b></b>");
    let found = client.diagnostics(&a, 1);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|found| found.get("codeDescription").is_none()));
    client.shut_down();
    // Nor where it is unknown where the user keeps files.
    let mut client = Client::initialised_with_cache(parameters(folder.path(), "en"), None);
    client.open(&a, 1, "己经");
    assert_eq!(client.diagnostics(&a, 1)[0].get("codeDescription"), None);
    client.shut_down();
}

/// An editor that opens a page asks the server about it as about any document.
#[test]
fn pages_themselves_are_left_alone() {
    let folder = site(&[("a.md", "")]);
    let a = folder.path().join("a.md");
    let cache = tempfile::tempdir().unwrap();
    let mut client = Client::initialised_with_cache(parameters(folder.path(), "en"), Some(cache.path()));
    client.open(&a, 1, "己经");
    let page = linked(&client.diagnostics(&a, 1));
    client.open(&page, 1, "己经");
    client.change(&page, 2, json!([{"text": "己经己经"}]));
    client.close(&page);
    assert!(client.drain("textDocument/publishDiagnostics").is_empty());
    client.shut_down();
}

#[test]
fn rules_of_ones_own_link_to_their_own_pages() {
    let rule = |id: &str, word: &str| {
        format!(
            "id: {id}\nseverity: warning\nmessage:\n  en: \"a word\"\n  zh-Hans: \"词\"\npattern: {{ in: prose, regex: {word} }}\n"
        )
    };
    let folder = site(&[("kanwu.yaml", "packs: ['规 则/house']\n"), ("a.md", "")]);
    let pack = "规 则/house/text";
    write(
        folder.path(),
        &format!("{pack}/with-page.yaml"),
        &rule("with-page", "甲"),
    );
    write(
        folder.path(),
        &format!("{pack}/with-page.md"),
        "# en\n\nOne.\n\n# zh-Hans\n\n一。\n\n# Examples\n",
    );
    write(folder.path(), &format!("{pack}/without.yaml"), &rule("without", "乙"));
    let a = folder.path().join("a.md");
    let cache = tempfile::tempdir().unwrap();
    let mut client = Client::initialised_with_cache(parameters(folder.path(), "en"), Some(cache.path()));
    client.open(&a, 1, "甲");
    let found = client.diagnostics(&a, 1);
    let own = uri(&folder.path().join(pack).join("with-page.md"));
    assert_eq!(found[0]["codeDescription"]["href"], own);
    client.change(&a, 2, json!([{"text": "乙"}]));
    let page = linked(&client.diagnostics(&a, 2));
    assert!(page.ends_with("en/house/without.md"), "{}", page.display());
    assert_eq!(
        fs::read_to_string(&page).unwrap(),
        explained(folder.path(), "house/without", "en")
    );
    client.shut_down();
}

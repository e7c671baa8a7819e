//! The SARIF form: its bytes, its published schema, and by what findings are
//! known again.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use snapbox::str;

use super::text::{check, whole};
use super::*;

/// The schema that OASIS publishes, from the crate that is made of it.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "serde-sarif")
        .unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let schema = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    // A bracket too many in the pattern of `language` makes it no pattern.
    let schema = schema.replace("{2}]?$", "{2}$");
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&serde_json::from_str(&schema).unwrap()).unwrap()
});

/// The document, which must fit the schema, and be read by a crate of others.
pub(super) fn document(report: &Report, language: Language) -> Value {
    let text = rendered(Format::Sarif, report, language, Color::Ansi);
    let document: Value = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> = SCHEMA
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    let read: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();
    let results = read.runs[0].results.as_ref().unwrap();
    let count: usize = report.files.iter().map(|file| file.diagnostics.len()).sum();
    assert_eq!(results.len(), count);
    document
}

#[test]
fn a_run_with_everything() {
    let mut report = whole();
    report.notices = vec![Notice {
        severity: Severity::Error,
        path: FilePath::new("/tmp/外 #1.md"),
        message: Message::key("read-not-found"),
    }];
    let mut document = document(&report, Language::SimplifiedChinese);
    let driver = &mut document["runs"][0]["tool"]["driver"];
    assert_eq!(driver["version"].take(), env!("CARGO_PKG_VERSION"));
    let rules = driver["rules"].take();
    let results = document["runs"][0]["results"].take();
    check(
        serde_json::to_string_pretty(&document).unwrap() + "\n",
        str![[r#"
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "kanwu",
          "version": null,
          "language": "zh-CN",
          "rules": null
        }
      },
      "invocations": [
        {
          "executionSuccessful": false,
          "toolExecutionNotifications": [
            {
              "level": "error",
              "message": {
                "text": "没有这个文件或文件夹"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "file:///tmp/%E5%A4%96%20%231.md"
                    }
                  }
                }
              ]
            }
          ]
        }
      ],
      "language": "zh-CN",
      "columnKind": "unicodeCodePoints",
      "results": null
    }
  ]
}

"#]],
    );
    assert_eq!(rules[0]["id"], "ad-slot");
    assert_eq!(rules[0]["defaultConfiguration"]["level"], "error");
    let page = Registry::built_in().get("ad-slot").unwrap().page().unwrap();
    assert_eq!(rules[0]["help"]["markdown"], page.zh_hans.trim());
    assert_eq!(
        rules[0]["shortDescription"]["text"],
        page.summary(Language::SimplifiedChinese)
    );
    check(
        serde_json::to_string_pretty(&results[2]).unwrap() + "\n",
        str![[r#"
{
  "ruleId": "ad-slot",
  "ruleIndex": 0,
  "level": "error",
  "message": {
    "text": "leftover advertisement slot\ndelete it: readers see a hole"
  },
  "locations": [
    {
      "physicalLocation": {
        "artifactLocation": {
          "uri": "site/_posts/a.md",
          "uriBaseId": "%SRCROOT%"
        },
        "region": {
          "startLine": 5,
          "startColumn": 4,
          "endLine": 6,
          "endColumn": 7
        }
      }
    }
  ],
  "relatedLocations": [
    {
      "id": 1,
      "physicalLocation": {
        "artifactLocation": {
          "uri": "site/_posts/b.md",
          "uriBaseId": "%SRCROOT%"
        },
        "region": {
          "startLine": 2,
          "startColumn": 1,
          "endLine": 2,
          "endColumn": 3
        }
      },
      "message": {
        "text": "the same stands here"
      }
    },
    {
      "id": 2,
      "physicalLocation": {
        "artifactLocation": {
          "uri": "site/_posts/gone.md",
          "uriBaseId": "%SRCROOT%"
        }
      },
      "message": {
        "text": "and here"
      }
    }
  ],
  "partialFingerprints": {
    "kanwu/v1": "443e81f7fb70681f:1"
  },
  "fixes": [
    {
      "description": {
        "text": "delete the element"
      },
      "artifactChanges": [
        {
          "artifactLocation": {
            "uri": "site/_posts/a.md",
            "uriBaseId": "%SRCROOT%"
          },
          "replacements": [
            {
              "deletedRegion": {
                "startLine": 5,
                "startColumn": 4,
                "endLine": 6,
                "endColumn": 7
              }
            }
          ]
        }
      ],
      "properties": {
        "applicability": "safe"
      }
    }
  ]
}

"#]],
    );
}

#[test]
fn nothing_in_a_sentence_is_a_placeholder_or_a_link() {
    let mut file = one("a.md", "⟦x⟧", &[]);
    file.diagnostics[0].message = say("`{0}` and [a](1)");
    let document = document(&report(vec![file]), Language::English);
    assert_eq!(
        document["runs"][0]["results"][0]["message"]["text"],
        "`{{0}}` and [a\\](1)"
    );
}

#[test]
fn what_is_no_rule_has_its_id_alone() {
    let mut file = one("kanwu.yaml", "⟦x⟧", &[]);
    file.diagnostics[0].rule = RuleId::new("configuration");
    let document = document(&report(vec![file]), Language::English);
    let rules = &document["runs"][0]["tool"]["driver"]["rules"];
    assert_eq!(*rules, serde_json::json!([{ "id": "configuration" }]));
}

#[test]
fn a_terminal_gets_no_control() {
    let mut file = one("a.md", "⟦x⟧", &[]);
    file.diagnostics[0].message = say("\u{1B}[2J\u{9B}2J\u{202E}");
    let text = rendered(Format::Sarif, &report(vec![file]), Language::English, Color::Never);
    assert!(text.contains(r"\u001b[2J\u009b2J\u202e"), "{text}");
}

/// The fingerprints of a finding on each marked span.
fn fingerprints(path: &str, text: &str, language: Language) -> Vec<String> {
    let (text, spans) = marked(text);
    let mut file = one(path, "⟦⟧", &[]);
    file.source = Source::from_text(FilePath::new(path), text);
    let first = file.diagnostics.remove(0);
    file.diagnostics = spans
        .into_iter()
        .map(|span| Diagnostic { span, ..first.clone() })
        .collect();
    let document = document(&report(vec![file]), language);
    let results = document["runs"][0]["results"].as_array().unwrap();
    let of_result = |result: &Value| result["partialFingerprints"]["kanwu/v1"].as_str().unwrap().to_owned();
    results.iter().map(of_result).collect()
}

#[test]
fn fingerprints_survive_what_happens_on_other_lines() {
    let before = fingerprints(
        "a.md",
        "一\n他说⟦外账⟧来了\n\n⟦<ins>\n</ins>⟧\n⟦外账⟧\n⟦外账⟧\n",
        Language::English,
    );
    let after = fingerprints(
        "别处/b.md",
        "新的一行\r\n一\r\n他说⟦外账⟧来了\n\n两\n⟦<ins>\n</ins>⟧ \n⟦外账⟧\r三\n⟦外账⟧",
        Language::SimplifiedChinese,
    );
    assert_eq!(before.len(), 4);
    for number in [0, 2, 3] {
        assert_eq!(before[number], after[number]);
    }
    assert_ne!(before[1], after[1], "a space was added behind it");
    // Findings of equal text are told apart by what stands round them, else by number.
    let different: std::collections::HashSet<&String> = before.iter().collect();
    assert_eq!(different.len(), 4);
    assert!(before[2].ends_with(":1") && before[3].ends_with(":2"), "{before:?}");
}

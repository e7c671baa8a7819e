//! Mistakes at their places, and what settings mean.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::{mistakes_of_meaning, read};
use super::{Choice, Root, Selection, load};
use crate::diagnostic::Severity;
use crate::fact::Answers;
use crate::folders::Folders;
use crate::lint::{Project, lint};
use crate::messages::{Catalogue, Language};
use crate::registry::{Registered, Registry};
use crate::site::Generator;
use crate::text::{FilePath, Source};

mod schemas;

/// Texts in which `⟦…⟧` marks the one mistake, with words of what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    ("rules: {⟦ad-slto⟧: off}", "no rule or group"),
    ("rules: {markup: ⟦eror⟧}", "isn't allowed"),
    ("rules: {markup: {⟦severty⟧: off}}", "isn't a known key"),
    ("rules: {markup: {severity: ⟦loud⟧}}", "isn't allowed"),
    ("rules: {markup: {files: [⟦'a{'⟧]}}", "no pattern"),
    ("rules: ⟦[markup]⟧", "`rules`"),
    ("⟦rule⟧: {}", "isn't a known key"),
    ("select: ⟦markup⟧", "`select`"),
    ("select: [⟦mark-up⟧]", "no rule or group"),
    ("ignore: [⟦7⟧]", "this item of `ignore` should be text"),
    ("exclude: [a, ⟦'[z'⟧]", "no pattern"),
    ("exclude: [a, ⟦../b⟧]", "leads out"),
    ("overrides: [{files: [⟦'{'⟧], rules: {}}]", "no pattern"),
    ("overrides: [{files: [⟦../a⟧], rules: {}}]", "leads out"),
    ("rules: {markup: {files: [⟦../a⟧]}}", "leads out"),
    ("schemas: [{files: [⟦../a⟧], schema: jekyll}]", "leads out"),
    ("overrides: [{files: [a], rules: {⟦x⟧: off}}]", "no rule or group"),
    ("overrides: [{⟦files⟧: [a]}]", "`rules`"),
    ("schemas: [{files: [a], schema: ⟦3⟧}]", "`schema`"),
    ("sites: [{root: a, generator: ⟦jekyl⟧}]", "isn't allowed"),
    ("minimum-version: '⟦9.9⟧'", "9.9"),
    ("minimum-version: ⟦new⟧", "`minimum-version`"),
    ("extends: ⟦a.yaml⟧", "`extends`"),
    ("rules: {}\n⟦rules⟧: {}", "rules"),
    ("⟦- rules⟧", "keys with values"),
    ("⟦\t⟧rules: {}\n", "tab"),
    ("rules: {}\n⟦\t⟧\n", "tab"),
    ("exclude:\n  -⟦\t⟧a\n", "tab"),
    ("rules:\n  ⟦\t⟧ad-slot: off\n", "tab"),
    ("rules:\n⟦\t⟧ad-slot: off\n", "tab"),
    ("? ⟦[a]⟧\n: b\n", "a key must be text"),
    ("rules: {ad-slot: {css: [⟦'p[=b]'⟧]}}", "`p[=b]` cannot be read"),
    (
        "rules: {invisible-character: {regex: ⟦'甲(b'⟧}}",
        "from `(b` on (unclosed group)",
    ),
    ("rules: ⟦{⟧a: b\n", "isn't closed"),
    ("packs: ⟦ours⟧", "`packs`"),
    ("packs: [⟦3⟧]", "text"),
    ("exclude: ⟦a⟧", "`exclude`"),
    ("ignore: [⟦spellin⟧]", "no rule or group"),
    ("overrides: [{⟦rules⟧: {}}]", "`files`"),
    ("overrides: [{files: [a], rules: {markup: ⟦of⟧}}]", "isn't allowed"),
    (
        "overrides: [{files: [a], rules: {markup: {files: [⟦'b{'⟧]}}}]",
        "no pattern",
    ),
    ("schemas: [{⟦files⟧: [a]}]", "`schema`"),
    ("schemas: [{files: [⟦'a['⟧], schema: jekyll}]", "no pattern"),
    (
        "schemas: [{files: [a], schema: jekyll, ⟦when⟧: b}]",
        "isn't a known key",
    ),
    ("sites: [{⟦root⟧: a}]", "`generator`"),
    ("sites: [{root: ⟦[a]⟧, generator: hugo}]", "`root`"),
    (
        "sites: [{root: ., generator: jekyll, time-zone: ⟦Asia/Shangai⟧}]",
        "no time zone",
    ),
    ("sites: [{root: ., generator: jekyll, time-zone: ⟦8⟧}]", "`time-zone`"),
    // Options of rules.
    ("rules: {ad-slot: {⟦csss⟧: [p]}}", "isn't a known key"),
    ("rules: {broken-link: {⟦problem⟧: image}}", "isn't a known key"),
    ("rules: {duplicate-post: {⟦same⟧: body}}", "isn't a known key"),
    ("rules: {ad-slot: {css: ⟦p⟧}}", "list"),
    ("rules: {ad-slot: {css: [p, ⟦'a >'⟧]}}", "CSS"),
    ("rules: {ad-slot: {severity: off, add: {css: [p, ⟦'a >'⟧]}}}", "CSS"),
    ("rules: {ad-slot: {css: [⟦'b >'⟧], add: {css: [p]}}}", "CSS"),
    ("rules: {ad-slot: {add: {⟦fix⟧: {}}}}", "isn't a known key"),
    ("rules: {ad-slot: {add: ⟦[p]⟧}}", "`add`"),
    ("rules: {ad-slot: {⟦fix⟧: {remove: element}}}", "`applicability`"),
    ("rules: {confused-word: {add: {entries: [{⟦wrong⟧: a}]}}}", "`right`"),
    ("rules: {invisible-character: {regex: ⟦'('⟧}}", "regular expression"),
    ("rules: {invisible-character: {in: ⟦titles⟧}}", "`in`"),
    (
        "rules: {file-name-date: {compare: {pointer: ⟦date⟧, with: a, as: date}}}",
        "`pointer`",
    ),
    ("rules: {markup: {⟦css⟧: [p]}}", "group"),
    (
        "overrides: [{files: [a], rules: {ad-slot: {⟦css⟧: [p]}}}]",
        "some files only",
    ),
    (
        "overrides: [{files: [a], rules: {ad-slot: {⟦severty⟧: off}}}]",
        "isn't a known key",
    ),
];

#[test]
fn each_mistake_is_shown_at_its_place() {
    let catalogue = Catalogue::new(Language::English);
    let registry = Registry::built_in();
    for (marked, words) in MISTAKES {
        let (marked, words) = (*marked, *words);
        let text = marked.replace(['⟦', '⟧'], "");
        let start = marked.find('⟦').unwrap();
        let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
        let source = Source::from_text(FilePath::new("kanwu.yaml"), text.clone());
        let found = read(&source);
        let mut mistakes = found.mistakes;
        for meant in found
            .node
            .iter()
            .flat_map(|node| mistakes_of_meaning(node, &registry, &[]))
        {
            if mistakes.iter().all(|known| known.span != meant.span) {
                mistakes.push(meant);
            }
        }
        let said: Vec<String> = mistakes
            .iter()
            .map(|mistake| catalogue.sentence(&mistake.message))
            .collect();
        assert_eq!(mistakes.len(), 1, "{marked}: {said:?}");
        assert!(said[0].contains(words), "{marked}: {said:?}");
        let found = mistakes[0].span;
        let quoted = text[start..end].trim_matches('\'');
        assert_eq!(found.of(&text).trim_matches('\''), quoted, "{marked}: {said:?}");
        assert!(found.start.abs_diff(start) <= 1, "{marked}: {found:?}");
    }
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "# nothing\n", "\u{FEFF}", "---\n"] {
        let source = Source::from_text(FilePath::new("kanwu.yaml"), text.to_owned());
        let found = read(&source);
        assert!(found.file.is_some() && found.mistakes.is_empty(), "{text:?}");
    }
}

#[test]
fn paths_are_seen_from_the_root() {
    let root = Root::new(Path::new("/a/b"), Path::new("/a/b/c"));
    let relative = |path: &str| root.relative(&FilePath::new(path)).into_owned();
    assert_eq!(relative("x.md"), "c/x.md");
    assert_eq!(relative("../x.md"), "x.md");
    assert_eq!(relative("/a/b/d/x.md"), "d/x.md");
    assert_eq!(relative("/a/bc/x.md"), "/a/bc/x.md");
    let same = Root::new(Path::new("/a"), Path::new("/a"));
    assert_eq!(same.relative(&FilePath::new("d/x.md")), "d/x.md");
}

/// A folder with files, and what is decided of them.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = folder.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn file(&self, path: &str) -> FilePath {
        FilePath::new(self.0.path().join(path))
    }

    fn load(&self, file: &str) -> super::Loaded {
        let selection = Selection::default();
        load(
            (&Folders::default(), self.0.path()),
            &[self.file(file)],
            &Choice::Nearest,
            &selection,
            Registry::built_in(),
        )
        .unwrap()
    }

    fn severity(&self, rule: &str, file: &str) -> Option<Severity> {
        let registry = Registry::built_in();
        let loaded = self.load(file);
        assert!(loaded.mistakes.is_empty(), "{:?}", loaded.mistakes);
        loaded.settings[loaded.of_file[0]].severity(&registry.get(rule).unwrap().rule, &self.file(file))
    }
}

#[test]
fn a_rule_beats_its_group_and_an_override_both() {
    let folder = Folder::new(&[(
        "kanwu.yaml",
        "rules: {ad-slot: info, markup: off}\noverrides: [{files: [drafts/**], rules: {markup: error}}]\n",
    )]);
    assert_eq!(folder.severity("ad-slot", "a.md"), Some(Severity::Info));
    assert_eq!(folder.severity("ad-widget", "a.md"), None);
    assert_eq!(folder.severity("ad-slot", "drafts/a.md"), Some(Severity::Error));
    assert_eq!(folder.severity("empty-element", "a.md"), Some(Severity::Warning));
}

#[test]
fn what_is_off_runs_where_it_is_called_by_its_name() {
    let severity = |text: &str| Folder::new(&[("kanwu.yaml", text)]).severity("key-order", "a.md");
    assert_eq!(severity(""), None);
    assert_eq!(severity("rules: {front-matter: error}\n"), None);
    assert_eq!(severity("select: [front-matter]\n"), None);
    assert_eq!(severity("rules: {key-order: error}\n"), Some(Severity::Error));
    assert_eq!(severity("select: [key-order]\n"), Some(Severity::Warning));
    assert_eq!(
        severity("rules: {key-order: {order: [title]}}\n"),
        Some(Severity::Warning)
    );
    assert_eq!(severity("rules: {key-order: off}\n"), None);
    assert_eq!(severity("rules: {key-order: info}\nignore: [front-matter]\n"), None);
}

#[test]
fn a_folder_that_is_named_is_meant_with_all_in_it() {
    let folder = Folder::new(&[(
        "kanwu.yaml",
        "exclude: [./old]\nrules: {ad-slot: {files: [/b]}}\noverrides: [{files: [drafts/], rules: {spelling: off}}]\n",
    )]);
    assert_eq!(folder.severity("ad-slot", "b/c/a.md"), Some(Severity::Error));
    assert_eq!(folder.severity("ad-slot", "c/b/a.md"), None);
    assert_eq!(folder.severity("confused-word", "drafts/a.md"), None);
    let settings = folder.load("a.md").settings;
    assert!(settings[0].excludes(&folder.file("old/c/a.md")) && !settings[0].excludes(&folder.file("a.md")));
}

#[test]
fn a_rule_can_be_kept_to_some_files() {
    let folder = Folder::new(&[("kanwu.yaml", "rules: {ad-slot: {files: ['/b/**']}}\n")]);
    assert_eq!(folder.severity("ad-slot", "b/a.md"), Some(Severity::Error));
    assert_eq!(folder.severity("ad-slot", "c/b/a.md"), None);
}

#[test]
fn the_nearest_file_wins_whole_and_extends_what_it_names() {
    let folder = Folder::new(&[
        ("kanwu.yaml", "rules: {ad-slot: off}\nignore: [spelling]\n"),
        ("a/kanwu.yaml", "rules: {ad-widget: off}\n"),
        ("b/kanwu.yaml", "extends: [../kanwu.yaml]\nrules: {ad-slot: info}\n"),
    ]);
    assert_eq!(folder.severity("ad-slot", "x/y.md"), None);
    assert_eq!(folder.severity("ad-slot", "a/y.md"), Some(Severity::Error));
    assert_eq!(folder.severity("ad-slot", "b/y.md"), Some(Severity::Info));
    assert_eq!(folder.severity("confused-word", "b/y.md"), None);
}

/// What a rule finds in a text in a file of the folder.
fn found(folder: &Folder, rule: &str, path: &str, text: &str) -> Vec<String> {
    let loaded = folder.load(path);
    assert!(loaded.mistakes.is_empty(), "{:?}", loaded.mistakes);
    let settings = loaded.settings[loaded.of_file[0]].clone();
    let project = Project::configured(loaded.registry, settings);
    let source = Source::from_text(folder.file(path), text.to_owned());
    let diagnostics = lint(&source, &project, &Answers::default()).diagnostics.into_iter();
    diagnostics
        .filter(|diagnostic| diagnostic.rule.as_str() == rule)
        .map(|diagnostic| diagnostic.span.of(text).to_owned())
        .collect()
}

#[test]
fn options_stand_in_place_of_those_of_the_rule_and_lists_can_grow() {
    let folder = Folder::new(&[
        (
            "kanwu.yaml",
            "rules: {confused-word: {entries: [{wrong: 甲乙, right: 乙甲}]}}\n",
        ),
        (
            "a/kanwu.yaml",
            "rules: {confused-word: {add: {entries: [{wrong: 甲乙, right: 乙甲}]}, except: [不甲乙丙, 外账]}}\n",
        ),
    ]);
    let text = "外账的甲乙，不甲乙丙，不甲乙。一但有事。";
    let of = |path| found(&folder, "confused-word", path, text);
    assert_eq!(of("x.md"), ["甲乙", "甲乙", "甲乙"]);
    assert_eq!(of("a/x.md"), ["甲乙", "甲乙", "一但"]);
}

#[test]
fn options_are_inherited_and_each_file_has_its_say_in_turn() {
    let folder = Folder::new(&[
        (
            "kanwu.yaml",
            "extends: [base.yaml]\nrules: {ad-slot: {add: {css: [.c]}}}\n",
        ),
        (
            "base.yaml",
            "rules: {ad-slot: {css: [.a], tokens: [b], add: {css: [.b]}}}\n",
        ),
        (
            "d/kanwu.yaml",
            "extends: [../kanwu.yaml]\nrules: {ad-slot: {css: [.d]}}\n",
        ),
    ]);
    let slots = |names: &[&str]| -> Vec<String> {
        let slot = |name: &&str| format!("<div class=\"{name}\"></div>");
        names.iter().map(slot).collect()
    };
    let all = slots(&["a", "b", "c", "d", "ad"]).join("\n\n");
    let of = |path| found(&folder, "ad-slot", path, &all);
    assert_eq!(of("x.md"), slots(&["a", "b", "c"]));
    assert_eq!(of("d/x.md"), slots(&["b", "d"]));
}

#[test]
fn a_project_without_options_shares_all_checks() {
    let folder = Folder::new(&[
        ("kanwu.yaml", "rules: {ad-slot: {severity: info, files: [a]}}\n"),
        ("a/kanwu.yaml", "rules: {ad-slot: {except: [p]}}\n"),
    ]);
    let rules = |path| {
        let loaded = folder.load(path);
        let registry = Arc::new(loaded.registry);
        let own = loaded.settings[loaded.of_file[0]].with_own_checks(Arc::clone(&registry));
        let changed = |(one, other): (&Registered, &Registered)| !Arc::ptr_eq(&one.check, &other.check);
        let changed = registry
            .rules()
            .iter()
            .zip(own.rules())
            .filter(|pair| changed(*pair))
            .count();
        (Arc::ptr_eq(&registry, &own), changed)
    };
    assert_eq!(rules("x.md"), (true, 0));
    assert_eq!(rules("a/x.md"), (false, 1));
}

#[test]
fn nothing_above_the_repository_counts() {
    let folder = Folder::new(&[("kanwu.yaml", "rules: {ad-slot: off}\n"), ("repository/.git/HEAD", "")]);
    assert_eq!(folder.severity("ad-slot", "repository/a.md"), Some(Severity::Error));
}

#[test]
fn mistakes_that_need_the_disk_are_shown_too() {
    let folder = Folder::new(&[
        (
            "kanwu.yaml",
            "extends: [gone.yaml, kanwu.yaml]\nschemas: [{files: [a], schema: gone.json}]\nsites: [{root: gone, generator: hugo}]\n",
        ),
        ("a.md", ""),
    ]);
    let loaded = folder.load("a.md");
    let (source, mistakes) = &loaded.mistakes[0];
    let quoted: Vec<&str> = mistakes.iter().map(|mistake| mistake.span.of(&source.text)).collect();
    assert_eq!(quoted, ["gone.yaml", "kanwu.yaml", "gone.json", "gone"]);
}

#[test]
fn sites_are_those_that_are_named() {
    let given = Folder::new(&[
        (
            "kanwu.yaml",
            "sites: [{root: a, generator: hugo}, {root: a/b, generator: jekyll}]\n",
        ),
        ("a/b/c.md", ""),
    ]);
    let site = |file: &str| {
        let loaded = given.load(file);
        loaded.settings[0].site_of(&given.file(file))
    };
    assert_eq!(site("a/c.md"), Some((Generator::Hugo, "c.md".to_owned())));
    assert_eq!(site("a/b/c.md"), Some((Generator::Jekyll, "c.md".to_owned())));
    assert_eq!(site("ab/c.md"), None);
}

#[test]
fn the_innermost_site_has_the_time_zone() {
    let given = Folder::new(&[
        (
            "kanwu.yaml",
            "sites: [{root: a, generator: jekyll, time-zone: Asia/Taipei}, {root: a/b, generator: jekyll}]\n",
        ),
        ("a/b/c.md", ""),
    ]);
    let zone = |file: &str| {
        let loaded = given.load(file);
        let zone = loaded.settings[0].time_zone_of(&given.file(file));
        zone.map(|zone| zone.name().to_owned())
    };
    assert_eq!(zone("a/c.md").as_deref(), Some("Asia/Taipei"));
    assert_eq!(zone("a/b/c.md"), None);
}

#[test]
fn what_was_typed_replaces_the_selection_and_adds_to_what_is_ignored() {
    let folder = Folder::new(&[("kanwu.yaml", "select: [spelling]\nignore: [ad-widget]\n")]);
    let selection = Selection {
        select: vec!["markup".to_owned()],
        ignore: vec!["ad-slot".to_owned()],
    };
    let registry = Registry::built_in();
    let file = folder.file("a.md");
    let loaded = load(
        (&Folders::default(), folder.0.path()),
        std::slice::from_ref(&file),
        &Choice::Nearest,
        &selection,
        Registry::built_in(),
    )
    .unwrap();
    let runs = |rule: &str| {
        loaded.settings[0]
            .severity(&registry.get(rule).unwrap().rule, &file)
            .is_some()
    };
    assert!(runs("paywall-placeholder"));
    assert!(!runs("ad-slot") && !runs("ad-widget") && !runs("confused-word"));
    let none = load(
        (&Folders::default(), folder.0.path()),
        &[file],
        &Choice::File(PathBuf::from("/nowhere/kanwu.yaml")),
        &selection,
        Registry::built_in(),
    );
    assert!(none.is_err());
}

#[test]
fn rules_of_a_pack_run_where_a_configuration_names_it() {
    let rule =
        "id: no-todo\nseverity: warning\nmessage: { en: todo, zh-Hans: 待办 }\npattern: { in: prose, regex: TODO }\n";
    let folder = Folder::new(&[
        ("a/kanwu.yaml", "packs: [../ours]\nrules: {ours/no-todo: error}\n"),
        ("ours/text/no-todo.yaml", rule),
    ]);
    let file = folder.file("a/x.md");
    let loaded = folder.load("a/x.md");
    assert!(loaded.mistakes.is_empty(), "{:?}", loaded.mistakes);
    let rule = &loaded.registry.get("ours/no-todo").unwrap().rule;
    assert_eq!(loaded.settings[0].severity(rule, &file), Some(Severity::Error));
    assert_eq!(super::Settings::default().severity(rule, &file), None);
}

#[test]
fn mistakes_in_a_pack_are_shown_in_its_files() {
    let folder = Folder::new(&[
        ("kanwu.yaml", "packs: [ours, gone, wrong]\n"),
        ("ours/text/a.yaml", "id: b\nseverity: eror\n"),
        ("wrong/words/a.yaml", ""),
    ]);
    let loaded = folder.load("x.md");
    let quoted = |at: usize| -> Vec<&str> {
        let (source, mistakes) = &loaded.mistakes[at];
        mistakes.iter().map(|mistake| mistake.span.of(&source.text)).collect()
    };
    assert!(quoted(0).contains(&"eror"), "{:?}", quoted(0));
    assert_eq!(quoted(1), ["gone", "wrong"]);
}

//! The schemas of generators: quiet on what their generators take.

use std::fs;
use std::path::Path;

use kanwu::fact::Answers;
use kanwu::lint::{Enabled, Project, lint};
use kanwu::messages::{Catalogue, Language};
use kanwu::page::Page;
use kanwu::registry::Registry;
use kanwu::schema::Schema;
use kanwu::site::Generator;
use kanwu::text::{FilePath, Source};

use crate::shared::{files_below, folder};

/// Findings of schemas, in words that a failing test shows.
fn found(generator: Generator, path: &str, text: String) -> Vec<String> {
    let project = Project::new(Registry::built_in(), Enabled::All, Some(generator));
    let source = Source::from_text(FilePath::new(path), text);
    let is_of_schema = |id: &str| {
        let registered = project.registry().get(id);
        registered.is_some_and(|registered| registered.rule.check_name == "schema")
    };
    let diagnostics = lint(&source, &project, &Answers::default()).diagnostics.into_iter();
    let own = diagnostics.filter(|diagnostic| is_of_schema(diagnostic.rule.as_str()));
    let told = |diagnostic: kanwu::diagnostic::Diagnostic| {
        let quoted = diagnostic.span.of(&source.text);
        format!("{path}: {}: {quoted}", diagnostic.rule.as_str())
    };
    own.map(told).collect()
}

/// A good example of one rule is good to all others that ask the schema.
#[test]
fn good_front_matter_is_good_to_every_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut count = 0;
    for page in files_below(&folder) {
        if !page.to_string_lossy().ends_with(".presets.md") {
            continue;
        }
        let examples = Page::parse_examples(&fs::read_to_string(&page).unwrap()).unwrap();
        for example in examples.iter().filter(|example| example.marks.is_empty()) {
            let Some(generator) = example.generator.as_deref().and_then(Generator::from_name) else {
                continue;
            };
            let found = found(generator, &example.path, example.text.clone());
            assert!(found.is_empty(), "{}: {found:?}\n{}", page.display(), example.text);
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

/// The repositories among the real posts of which it is known what builds them.
const BUILT: [(&str, Generator); 16] = [
    ("Huxpro__huxpro.github.io", Generator::Jekyll),
    ("NodeBE4__oped2", Generator::Jekyll),
    ("NodeBE4__society", Generator::Jekyll),
    ("NodeBE4__waimei", Generator::Jekyll),
    ("NodeBE4__weixin", Generator::Jekyll),
    ("github__opensource.guide", Generator::Jekyll),
    ("jekyll__jekyll-docs/docs", Generator::Jekyll),
    ("mzlogin__mzlogin.github.io", Generator::Jekyll),
    ("gohugoio__hugoDocs", Generator::Hugo),
    ("yihui__yihui.org", Generator::Hugo),
    ("hexojs__site", Generator::Hexo),
    ("getzola__zola-docs/docs", Generator::Zola),
    ("rust-lang__blog.rust-lang.org", Generator::Zola),
    ("biomejs__website", Generator::Astro),
    ("withastro__docs-zh-cn", Generator::Astro),
    ("vuejs-translations__docs-zh-cn/src", Generator::VitePress),
];

#[test]
fn real_posts_keep_to_the_schemas_of_their_generators() {
    let Some(posts) = folder("posts") else { return };
    for (repository, generator) in BUILT {
        let root = posts.join(repository);
        let files = files_below(&root);
        assert!(!files.is_empty(), "{repository}");
        for file in files {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let path = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let found = found(generator, &path, text);
            assert!(found.is_empty(), "{repository}: {found:?}");
        }
    }
}

/// Whatever a schema says of a key, a line for it is of no use without fences.
#[test]
fn a_file_without_front_matter_is_told_where_to_begin() {
    for described in ["", r#", "properties": {"作者": {"description": "谁写的"}}"#] {
        let schema = format!(r#"{{"required": ["作者"]{described}}}"#);
        let mut project = Project::new(Registry::built_in(), Enabled::All, None);
        project.apply_schema_everywhere(Schema::from_text(&schema).unwrap());
        let source = Source::from_text(FilePath::new("a.md"), "正文\n".to_owned());
        let found = lint(&source, &project, &Answers::default()).diagnostics;
        assert_eq!(found.len(), 1, "{found:?}");
        let help = Catalogue::new(Language::English).sentence(found[0].help.as_ref().unwrap());
        assert!(help.starts_with("start the file with a line ---"), "{help}");
    }
}

/// Dates, with the generators that cannot read them as they are meant.
const DATES: [(&str, &[Generator]); 12] = [
    ("2022-12-13", &[]),
    ("2022-12-13 08:30", &[Generator::Hugo]),
    ("2022-12-13 08:30:15", &[]),
    ("2022-12-13 08:30:15 +0800", &[Generator::Zola]),
    ("2022-12-13 08:30:15 +08:00", &[]),
    ("2022-12-13T08:30:15+08:00", &[]),
    ("2022-12-13T08:30:15.000Z", &[]),
    ("2022-12-13T08:30+08:00", &[Generator::Hugo]),
    ("2022/12/13", &[Generator::Hugo, Generator::Zola]),
    ("13 Dec 2022", &[Generator::Zola]),
    (
        "2022年12月13日",
        &[
            Generator::Jekyll,
            Generator::Hugo,
            Generator::Hexo,
            Generator::Zola,
            Generator::Docusaurus,
        ],
    ),
    ("2022-1-3", &[]),
];

#[test]
fn dates_are_taken_as_the_generator_takes_them() {
    for (date, refusing) in DATES {
        for (generator, path) in [
            (Generator::Jekyll, "_posts/2022-12-13-a.md"),
            (Generator::Hugo, "content/a.md"),
            (Generator::Hexo, "source/_posts/a.md"),
            (Generator::Zola, "content/a.md"),
            (Generator::Docusaurus, "blog/a.md"),
        ] {
            let found = found(generator, path, format!("---\ntitle: 题\ndate: {date}\n---\n"));
            assert_eq!(
                !found.is_empty(),
                refusing.contains(&generator),
                "{date} {generator:?} {found:?}"
            );
        }
    }
}

//! Which schema judges the front matter of a file: that of the settings, else
//! the one that the file itself names, else that of its generator.
//!
//! What a file names is asked of the world before it is linted. It must not know
//! what is wrong with front matter.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::document::front_matter::entries::{DIRECTIVE, MODELINE};
use crate::document::front_matter::{Format, FrontMatter};
use crate::fact::{Answers, Question, SchemaFile};
use crate::inventory::{Extent, Inventory, Location, folder_of};
use crate::messages::{Arguments, Message};
use crate::rule::PathGlobs;
use crate::schema::{Failure, Keyword, Schema, SchemaError, Texts, compiled_preset, preset_names};
use crate::site::{Generator, Place};
use crate::text::{Source, Span};

/// The key by which a file names its schema; what it is called in a comment too.
const KEY: &str = "$schema";

/// Which files of a site a preset judges, by globs from the site's root; of
/// several the last. Other files are pages of another kind, or none.
const OF_GENERATORS: [(Generator, &[&str], &str); 8] = [
    (Generator::Jekyll, &["_posts/**", "_drafts/**"], "jekyll"),
    (Generator::Hugo, &["content/**"], "hugo"),
    (Generator::Hexo, &["source/**"], "hexo"),
    (Generator::Zola, &["content/**"], "zola"),
    (Generator::Astro, &["/src/content/**", "/src/pages/**"], "astro"),
    (Generator::VitePress, &["**"], "vitepress"),
    (Generator::Docusaurus, &["**"], "docusaurus"),
    (
        Generator::Docusaurus,
        &["/blog/**", "/i18n/*/docusaurus-plugin-content-blog/**"],
        "docusaurus-blog",
    ),
];

static GLOBS: LazyLock<Vec<(Generator, PathGlobs, &str)>> = LazyLock::new(|| {
    let read = |(generator, globs, name): &(Generator, &[&str], &'static str)| {
        Some((*generator, PathGlobs::new(globs).ok()?, *name))
    };
    OF_GENERATORS.iter().filter_map(read).collect()
});

/// The preset of a generator for a file, by its path from the root of the site, or
/// else as it is shown, by which alone a generator may have been guessed.
pub(super) fn of_generator(source: &Source, generator: Generator, place: Option<&Place>) -> Option<&'static Schema> {
    let below = place.and_then(|place| place.site.path_of(&place.location));
    let mut paths = below.into_iter().chain([source.path.shown.as_str()]);
    let name = paths.find_map(|path| {
        let mut presets = GLOBS.iter().rev();
        let (_, _, name) = presets.find(|(of, globs, _)| *of == generator && globs.match_text(path))?;
        Some(*name)
    });
    compiled_preset(name?)
}

/// What judges the front matter of a file.
#[derive(Debug)]
pub(super) enum Judging<'p> {
    /// No schema.
    Nothing,
    /// One of the project, or of ours.
    Known(&'p Schema),
    /// One that the file names.
    Named(Arc<Schema>),
    /// The file names one that cannot be used.
    Misnamed(Box<Failure>),
}

impl<'p> Judging<'p> {
    pub(super) fn schema(&self) -> Option<&Schema> {
        match self {
            Judging::Known(schema) => Some(schema),
            Judging::Named(schema) => Some(schema),
            Judging::Nothing | Judging::Misnamed(_) => None,
        }
    }

    pub(super) fn misnamed(&self) -> Option<Failure> {
        match self {
            Judging::Misnamed(failure) => Some(Failure::clone(failure)),
            _ => None,
        }
    }

    /// That, or else this schema.
    pub(super) fn or_else(self, otherwise: impl FnOnce() -> Option<&'p Schema>) -> Self {
        match self {
            Judging::Nothing => otherwise().map_or(Judging::Nothing, Judging::Known),
            judging => judging,
        }
    }
}

type Compilation = Result<Arc<Schema>, SchemaError>;

/// The schemas that files name, compiled, by their texts.
#[derive(Debug, Default)]
pub(super) struct Compiled(Mutex<HashMap<Texts, Compilation>>);

impl Compiled {
    fn of(&self, texts: &Texts) -> Compilation {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compilation) = known.get(texts) {
            return compilation.clone();
        }
        let compilation = Schema::from_texts(texts).map(Arc::new);
        known.insert(texts.clone(), compilation.clone());
        compilation
    }
}

/// Whether a file may name its schema, by the quickest test.
pub(super) fn may_name_one(source: &Source) -> bool {
    let has = |name: &str| memchr::memmem::find(source.text.as_bytes(), name.as_bytes()).is_some();
    has(KEY) || (Format::of_data(&source.path) == Some(Format::Toml) && has(DIRECTIVE))
}

/// The file in which the schema stands that a file names, if it is one.
pub(super) fn question(
    text: &str,
    front_matter: &FrontMatter,
    file: &Location,
    inventory: &Inventory,
) -> Option<Question> {
    match meaning(&name(text, front_matter)?.text, file, inventory) {
        Meaning::File(location) => Some(Question::Schema(location)),
        _ => None,
    }
}

/// The schema that a file names, with what is known of it.
pub(super) fn named<'p>(
    text: &str,
    front_matter: &FrontMatter,
    (place, inventory): (Option<&Place>, &Inventory),
    (answers, compiled): (&Answers, &Compiled),
) -> Judging<'p> {
    let Some(name) = name(text, front_matter) else {
        return Judging::Nothing;
    };
    if let Some(preset) = compiled_preset(&name.text) {
        return Judging::Known(preset);
    }
    let unusable = |key: &'static str, help: &'static str| {
        let presets: Vec<&str> = preset_names().collect();
        let arguments = Arguments::new()
            .with("path", name.text.as_str())
            .with("presets", presets.join(", "));
        let help = Message::Key(help, arguments.clone());
        Judging::Misnamed(Box::new(failure(name.span, Message::Key(key, arguments), Some(help))))
    };
    let Some(place) = place else { return Judging::Nothing };
    match meaning(&name.text, &place.location, inventory) {
        Meaning::Elsewhere => Judging::Nothing,
        Meaning::Outside => unusable("named-schema-outside", "named-schema-outside-help"),
        Meaning::File(location) => match answers.schemas.get(&location) {
            None => Judging::Nothing,
            Some(SchemaFile::Missing) => unusable("config-no-such-schema", "named-schema-missing-help"),
            Some(SchemaFile::Unreadable) => unusable("named-schema-unreadable", "named-schema-unreadable-help"),
            Some(SchemaFile::Refers(reason)) => {
                let arguments = Arguments::new().with("path", name.text.as_str());
                let help = Message::Key("named-schema-refers-help", arguments);
                Judging::Misnamed(Box::new(failure(name.span, reason.clone(), Some(help))))
            }
            Some(SchemaFile::Texts(texts)) => match compiled.of(texts) {
                Ok(schema) => Judging::Named(schema),
                Err(error) => Judging::Misnamed(Box::new(failure(name.span, error.message, None))),
            },
        },
    }
}

fn failure(span: Span, message: Message, help: Option<Message>) -> Failure {
    Failure {
        keyword: Keyword::Other,
        span,
        message,
        help,
        labels: Vec::new(),
        fix: None,
        lacks: Vec::new(),
        pointer: format!("/{KEY}"),
    }
}

/// The name of a schema, and where it is written.
struct Name {
    text: String,
    span: Span,
}

fn name(text: &str, front_matter: &FrontMatter) -> Option<Name> {
    if front_matter.format == Some(Format::Toml)
        && let Some(name) = name_in_directive(text, front_matter)
    {
        return Some(name);
    }
    let block = front_matter.block.of(text);
    memchr::memmem::find(block.as_bytes(), KEY.as_bytes())?;
    name_in_comment(text, front_matter).or_else(|| {
        let value = &front_matter.node.as_ref()?.get(KEY)?.value;
        let scalar = value.as_scalar()?;
        Some(Name {
            text: scalar.text.clone(),
            span: value.span,
        })
    })
}

/// The name in the comments before the first key.
fn name_in_comment(text: &str, front_matter: &FrontMatter) -> Option<Name> {
    if front_matter.format != Some(Format::Yaml) {
        return None;
    }
    let content = front_matter.content.of(text);
    let mut start = front_matter.content.start;
    for line in content.split_inclusive(['\n', '\r']) {
        let comment = line.trim();
        // A file of data may begin with the marker of a document.
        if !comment.is_empty() && !comment.starts_with('#') && comment != "---" {
            return None;
        }
        if let Some((before, after)) = line.split_once("$schema=")
            && before.trim_start_matches(['#', ' ', '\t']).starts_with(MODELINE)
        {
            let name = after.split_whitespace().next()?;
            let start = start + before.len() + "$schema=".len();
            return Some(Name {
                text: name.to_owned(),
                span: Span::new(start, start + name.len()),
            });
        }
        start += line.len();
    }
    None
}

/// The name in the comments before the first key of a file of TOML, as its
/// language server Taplo reads it.
fn name_in_directive(text: &str, front_matter: &FrontMatter) -> Option<Name> {
    let content = front_matter.content.of(text);
    let mut start = front_matter.content.start;
    for line in content.split_inclusive('\n') {
        if let Some(after) = line
            .strip_prefix(DIRECTIVE)
            .filter(|after| after.starts_with([' ', '\t']))
        {
            let name = after.trim();
            let start = start + DIRECTIVE.len() + (after.len() - after.trim_start().len());
            return (!name.is_empty()).then(|| Name {
                text: name.to_owned(),
                span: Span::new(start, start + name.len()),
            });
        }
        if !line.trim().is_empty() && !line.starts_with('#') {
            return None;
        }
        start += line.len();
    }
    None
}

/// What a name means that is none of ours.
enum Meaning {
    /// A file of the repository.
    File(Location),
    /// A file outside of it.
    Outside,
    /// Something for other programs, or of which nothing can be known.
    Elsewhere,
}

fn meaning(name: &str, file: &Location, inventory: &Inventory) -> Meaning {
    let path = name.strip_suffix('#').unwrap_or(name);
    let is_elsewhere = path.is_empty() || path.starts_with(['/', '~', '\\']) || path.contains(['#', '?', ':']);
    if is_elsewhere || compiled_preset(name).is_some() {
        return Meaning::Elsewhere;
    }
    let mut parts: Vec<&str> = folder_of(&file.path)
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    let repository = inventory.repository_of(file);
                    return match repository.map(crate::inventory::Repository::extent) {
                        Some(Extent::Repository) => Meaning::Outside,
                        _ => Meaning::Elsewhere,
                    };
                }
            }
            _ => parts.push(part),
        }
    }
    Meaning::File(Location {
        repository: file.repository,
        path: parts.join("/"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::front_matter;

    #[test]
    fn every_generator_but_none_has_a_preset() {
        assert_eq!(GLOBS.len(), OF_GENERATORS.len());
        for (generator, _, name) in GLOBS.iter() {
            assert!(compiled_preset(name).is_some_and(|_| name.starts_with(generator.name())));
        }
    }

    #[test]
    fn presets_judge_the_files_that_their_generator_reads() {
        let judged = |generator, path: &str| {
            let source = Source::from_text(crate::text::FilePath::new(path), String::new());
            of_generator(&source, generator, None).map(std::ptr::from_ref)
        };
        let preset = |name| compiled_preset(name).map(std::ptr::from_ref);
        for (generator, path, name) in [
            (Generator::Jekyll, "site/_posts/2022-12-13-a.md", "jekyll"),
            (Generator::Hugo, "content/posts/a.md", "hugo"),
            (Generator::Hexo, "source/about/index.md", "hexo"),
            (Generator::Zola, "content/_index.md", "zola"),
            (Generator::Astro, "src/pages/a.md", "astro"),
            (Generator::VitePress, "guide/a.md", "vitepress"),
            (Generator::Docusaurus, "docs/blog/a.md", "docusaurus"),
            (Generator::Docusaurus, "blog/a.md", "docusaurus-blog"),
        ] {
            assert_eq!(judged(generator, path), preset(name), "{path}");
        }
        for (generator, path) in [
            (Generator::Jekyll, "about.md"),
            (Generator::Hugo, "archetypes/default.md"),
            (Generator::Hexo, "scaffolds/post.md"),
            (Generator::Astro, "README.md"),
            (Generator::Plain, "content/a.md"),
        ] {
            assert_eq!(judged(generator, path), None, "{path}");
        }
    }

    fn named_in(text: &str) -> Option<(String, String)> {
        let name = name(text, &front_matter::find(text))?;
        Some((name.text, name.span.of(text).to_owned()))
    }

    #[test]
    fn a_file_names_its_schema_by_a_key_or_a_comment() {
        let both = |name: &str| Some((name.to_owned(), name.to_owned()));
        assert_eq!(named_in("---\n$schema: ../a.json\n---\n"), both("../a.json"));
        assert_eq!(
            named_in("---\n$schema: \"a\"\n---\n"),
            Some(("a".to_owned(), "\"a\"".to_owned()))
        );
        let comment = "---\n\n# yaml-language-server: $schema=b.json  \ntitle: 题\n---\n";
        assert_eq!(named_in(comment), both("b.json"));
        assert_eq!(named_in(&comment.replace('\n', "\r\n")), both("b.json"));
        assert_eq!(
            named_in("---\ntitle: a\n# yaml-language-server: $schema=b\n---\n"),
            None
        );
        assert_eq!(named_in("---\n# $schema=b\ntitle: a\n---\n"), None);
        assert_eq!(named_in("---\n$schema: [a]\n---\n"), None);
        assert_eq!(named_in("---\ntitle: a\n---\n$schema: b\n"), None);
    }

    #[test]
    fn names_lead_to_files_of_the_repository() {
        let inventory = Inventory::of_files(vec!["a/b/c.md".to_owned()]);
        let file = Location {
            repository: 0,
            path: "a/b/c.md".to_owned(),
        };
        let led = |name: &str| match meaning(name, &file, &inventory) {
            Meaning::File(location) => location.path,
            Meaning::Outside => "outside".to_owned(),
            Meaning::Elsewhere => "elsewhere".to_owned(),
        };
        assert_eq!(led("../s.json"), "a/s.json");
        assert_eq!(led("./s.json#"), "a/b/s.json");
        assert_eq!(led("../../../s.json"), "outside");
        for name in [
            "https://example.com/s.json",
            "/s.json",
            "C:\\s.json",
            "urn:x",
            "s.json#/a",
            "~/s",
            "",
            "hugo",
        ] {
            assert_eq!(led(name), "elsewhere", "{name}");
        }
    }
}

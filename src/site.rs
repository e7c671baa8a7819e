//! How site generators read files: which dialect and engine each has, how they
//! turn files into URLs and headings into fragments.
//!
//! It must not know any rule.

mod address;
pub mod chosen;
pub mod fragments;
pub mod jekyll;
pub mod lists;
mod place;
mod plain;
mod recognise;
mod slug;
mod time_zone;
pub mod url;

pub use address::{Address, Sharing};
pub use place::{Kind, Place, Site};
pub use recognise::{Sites, is_marker};
pub use time_zone::{ReadIn, ShownDay, TimeZone};

use crate::dialect::{Dialect, Engine, HeadingIds, Markup, Templates};
use crate::text::FilePath;

/// goldmark as Hugo configures it.
const HUGO: Dialect = Dialect {
    heading_ids: HeadingIds::Explicit,
    templates: Templates::Hugo,
    ..Dialect::GFM
};

/// marked as Hexo configures it, with Nunjucks, whose tags look like Liquid's.
const HEXO: Dialect = Dialect {
    templates: Templates::Liquid,
    ..Dialect::GFM
};

/// pulldown-cmark as Zola configures it, with Tera, whose tags look like Liquid's.
const ZOLA: Dialect = Dialect {
    heading_ids: HeadingIds::Explicit,
    templates: Templates::Liquid,
    ..Dialect::GFM
};

/// markdown-it as VitePress configures it, with Vue's `{{ … }}`.
const VITEPRESS: Dialect = Dialect {
    heading_ids: HeadingIds::Explicit,
    templates: Templates::Liquid,
    ..Dialect::GFM
};

/// Markdown with JSX.
const MDX: Dialect = Dialect {
    templates: Templates::Mdx,
    ..Dialect::GFM
};

/// What a site shows at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A page or another file, made from the file at this path of the repository.
    Page(String),
    /// A listing of a folder, at this path of the repository.
    Folder(String),
    /// Nothing, as far as the names of files tell.
    Missing,
    /// Perhaps something.
    Unknown,
}

/// A static site generator, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Generator {
    /// Jekyll, with kramdown and Liquid.
    Jekyll,
    /// Hugo, with goldmark and its shortcodes.
    Hugo,
    /// Hexo, with marked and Nunjucks.
    Hexo,
    /// Zola, with pulldown-cmark and Tera.
    Zola,
    /// Astro, Markdown and MDX.
    Astro,
    /// VitePress, with markdown-it and Vue.
    VitePress,
    /// Docusaurus, which reads Markdown as MDX.
    Docusaurus,
    /// Files that are read as they are, as on GitHub.
    Plain,
}

impl Generator {
    /// The generator of that name, as configuration and pages spell it.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "jekyll" => Generator::Jekyll,
            "hugo" => Generator::Hugo,
            "hexo" => Generator::Hexo,
            "zola" => Generator::Zola,
            "astro" => Generator::Astro,
            "vitepress" => Generator::VitePress,
            "docusaurus" => Generator::Docusaurus,
            "plain" => Generator::Plain,
            _ => return None,
        })
    }

    /// Its name, as configuration and pages spell it.
    pub fn name(self) -> &'static str {
        match self {
            Generator::Jekyll => "jekyll",
            Generator::Hugo => "hugo",
            Generator::Hexo => "hexo",
            Generator::Zola => "zola",
            Generator::Astro => "astro",
            Generator::VitePress => "vitepress",
            Generator::Docusaurus => "docusaurus",
            Generator::Plain => "plain",
        }
    }

    /// The generator that a path alone suggests: Hexo for `source/_posts/`,
    /// Jekyll for any other `_posts/` or `_drafts/`.
    pub fn of_path(path: &FilePath) -> Self {
        let mut parent = "";
        for part in path.shown.split('/') {
            match part {
                "_posts" | "_drafts" if parent == "source" => return Generator::Hexo,
                "_posts" | "_drafts" => return Generator::Jekyll,
                _ => parent = part,
            }
        }
        Generator::Plain
    }

    /// How it reads the body of a file.
    pub fn dialect(self, path: &FilePath) -> Dialect {
        let extension = path.extension();
        let markdown = match self {
            Generator::Jekyll => Dialect::KRAMDOWN,
            Generator::Hugo => HUGO,
            Generator::Hexo => HEXO,
            Generator::Zola => ZOLA,
            Generator::VitePress => VITEPRESS,
            Generator::Docusaurus => MDX,
            // A file of an unknown site may hold Liquid; masking it harms no other.
            Generator::Plain | Generator::Astro => Dialect {
                templates: Templates::Liquid,
                ..Dialect::GFM
            },
        };
        match extension.as_deref() {
            Some("html" | "htm") => Dialect {
                markup: Markup::Html,
                ..markdown
            },
            Some("mdx") => MDX,
            _ => markdown,
        }
    }

    /// Whose rules type the scalars of YAML front matter, in the newest version
    /// that is in wide use.
    pub fn engine(self) -> Engine {
        match self {
            Generator::Jekyll => Engine::SafeYaml,
            Generator::Hugo => Engine::Goccy,
            Generator::Hexo | Generator::Astro => Engine::JsYaml4,
            Generator::Zola => Engine::SerdeYaml,
            // Both read front matter with gray-matter.
            Generator::VitePress | Generator::Docusaurus => Engine::JsYaml3,
            Generator::Plain => Engine::Core12,
        }
    }

    /// Which engines its versions have, as `tests/engines/scalars.tsv` has found
    /// them to; of files without a generator, those of all.
    pub fn readers(self) -> &'static [Reader] {
        match self {
            Generator::Jekyll => &READERS[..2],
            Generator::Hugo => &READERS[2..4],
            Generator::Hexo => &READERS[4..5],
            Generator::Zola => &READERS[5..6],
            Generator::Astro => &READERS[6..7],
            Generator::VitePress => &READERS[7..8],
            Generator::Docusaurus => &READERS[8..],
            Generator::Plain => &READERS,
        }
    }
}

/// A generator, in one of its versions, and the engine that it reads front
/// matter with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Its name, with the version where others read otherwise.
    pub name: &'static str,
    /// Its engine.
    pub engine: Engine,
}

impl Reader {
    const fn new(name: &'static str, engine: Engine) -> Self {
        Self { name, engine }
    }
}

/// By generator, the usual version first.
const READERS: [Reader; 10] = [
    Reader::new("Jekyll", Engine::SafeYaml),
    Reader::new("Jekyll (Debian)", Engine::Psych),
    Reader::new("Hugo", Engine::Goccy),
    Reader::new("Hugo 0.151", Engine::GoYaml2),
    Reader::new("Hexo", Engine::JsYaml4),
    Reader::new("Zola", Engine::SerdeYaml),
    Reader::new("Astro", Engine::JsYaml4),
    Reader::new("VitePress", Engine::JsYaml3),
    Reader::new("Docusaurus", Engine::JsYaml3),
    Reader::new("Docusaurus 3.10.2", Engine::JsYaml4),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reader_of_a_generator_has_its_engine() {
        for generator in [
            Generator::Jekyll,
            Generator::Hugo,
            Generator::Hexo,
            Generator::Zola,
            Generator::Astro,
            Generator::VitePress,
            Generator::Docusaurus,
        ] {
            let readers = generator.readers();
            assert_eq!(readers[0].engine, generator.engine(), "{generator:?}");
            for reader in readers {
                assert!(reader.name.to_lowercase().starts_with(generator.name()), "{reader:?}");
            }
        }
    }
}

//! How a body is read (`Dialect`) and how a scalar is typed (`Engine`): plain
//! data, chosen by the site, read by the document.
//!
//! It must not know which generator asks for what; that is the site's part.

/// The markup language of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Markup {
    /// CommonMark 0.31 with GitHub's tables, strikethrough, task lists and
    /// footnotes, and what the other fields of the dialect add. A block of
    /// HTML ends at a blank line, for most tags; emphasis opens and closes by
    /// the flanking rules, so that `**中文。**后文` is literal.
    CommonMark,
    /// kramdown with its parser for GitHub's Markdown (`input: GFM`). A block
    /// of HTML ends at the matching end tag and has no Markdown inside;
    /// emphasis opens and closes by white space alone, so that
    /// `**中文。**后文` is bold; `{: .class #id key="value"}` gives attributes
    /// to an element. Explicit ids of headings and `$$…$$` are part of it,
    /// whatever the other fields say.
    Kramdown,
    /// HTML, which is its own rendering.
    Html,
}

/// Ids of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeadingIds {
    /// `{#id}` is text.
    None,
    /// `# Heading {#id}` sets the id.
    Explicit,
}

/// Mathematics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Math {
    /// Dollars are text.
    None,
    /// `$$…$$`, in a line or as a block (kramdown).
    DoubleDollar,
    /// `$…$` and `$$…$$`.
    Dollars,
}

/// What a single line end within a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineEnds {
    /// White space, unless two spaces or a backslash stand before it.
    Soft,
    /// A line break (`hard_wrap: true`, Hexo's `breaks: true`).
    Hard,
}

/// `[[page]]` links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wikilinks {
    /// Text.
    None,
    /// Links.
    Enabled,
}

/// The template language that runs before, or with, the markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Templates {
    /// None: braces are text.
    None,
    /// Liquid and its like: `{% … %}`, `{{ … }}`, `{# … #}`.
    Liquid,
    /// Hugo's shortcodes, `{{< … >}}` and `{{% … %}}`. `{{ … }}` does not run
    /// in content, so it is text.
    Hugo,
    /// MDX: `import` and `export`, JSX tags, `{…}`.
    Mdx,
}

/// How one body is read. `render` reads nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// Which Markdown, or HTML.
    pub markup: Markup,
    /// Explicit ids of headings.
    pub heading_ids: HeadingIds,
    /// Mathematics.
    pub math: Math,
    /// Line ends within a paragraph.
    pub line_ends: LineEnds,
    /// `[[page]]` links.
    pub wikilinks: Wikilinks,
    /// The template language to mask.
    pub templates: Templates,
}

impl Dialect {
    /// CommonMark with GitHub's tables, strikethrough, task lists and footnotes.
    pub const GFM: Dialect = Dialect {
        markup: Markup::CommonMark,
        heading_ids: HeadingIds::None,
        math: Math::None,
        line_ends: LineEnds::Soft,
        wikilinks: Wikilinks::None,
        templates: Templates::None,
    };

    /// kramdown as Jekyll configures it (`input: GFM`, `hard_wrap: false`),
    /// with Liquid.
    pub const KRAMDOWN: Dialect = Dialect {
        markup: Markup::Kramdown,
        heading_ids: HeadingIds::Explicit,
        math: Math::DoubleDollar,
        templates: Templates::Liquid,
        ..Dialect::GFM
    };
}

/// Whose rules type the scalars of front matter: the YAML library of a
/// generator, or the rules of TOML or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Jekyll as published: the SafeYAML gem.
    SafeYaml,
    /// Jekyll as Debian patches it: Ruby's Psych, YAML 1.1.
    Psych,
    /// js-yaml 3 (gray-matter, and so VitePress and Docusaurus): YAML 1.1 mostly.
    JsYaml3,
    /// js-yaml 4 (Hexo, Astro): YAML 1.2 with timestamps.
    JsYaml4,
    /// go-yaml v2 (Hugo before 0.152).
    GoYaml2,
    /// goccy/go-yaml (Hugo since 0.152).
    Goccy,
    /// serde_yaml (Zola).
    SerdeYaml,
    /// The core schema of YAML 1.2 (section 10.3).
    Core12,
    /// TOML 1.0.
    Toml,
    /// JSON, RFC 8259.
    Json,
}

//! How a body is read (`Dialect`) and how a scalar is typed (`Engine`): plain
//! data, chosen by the site, read by the document.
//!
//! It must not know which generator asks for what; that is the site's part.

/// The markup language of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Markup {
    /// Markdown, read as the other fields of the dialect say.
    Markdown,
    /// HTML, which is its own rendering.
    Html,
}

/// Where a block of raw HTML in Markdown ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HtmlBlocks {
    /// At a blank line, for most tags (CommonMark 0.31, section 4.6).
    BlankLine,
    /// At the matching end tag (kramdown, "HTML Blocks").
    MatchingTag,
}

/// Which characters next to `*` and `_` let emphasis open and close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Emphasis {
    /// By left- and right-flanking delimiter runs (CommonMark 0.31, section
    /// 6.2): `**中文。**后文` stays literal.
    Flanking,
    /// By white space alone (kramdown): `**中文。**后文` is bold.
    WhiteSpace,
}

/// Ids of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeadingIds {
    /// `{#id}` is text.
    None,
    /// `# Heading {#id}` sets the id.
    Explicit,
}

/// Attribute lists on elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeLists {
    /// `{: .class}` is text.
    None,
    /// `{: .class #id key="value"}` belongs to an element (kramdown).
    Kramdown,
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
    /// Hugo's `{{< … >}}`, `{{% … %}}` and `{{ … }}`.
    Hugo,
    /// MDX: `import` and `export`, JSX tags, `{…}`.
    Mdx,
}

/// How one body is read. `render` reads nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// Markdown or HTML.
    pub markup: Markup,
    /// Where raw HTML blocks end.
    pub html_blocks: HtmlBlocks,
    /// What lets emphasis open and close.
    pub emphasis: Emphasis,
    /// Attribute lists on elements.
    pub attribute_lists: AttributeLists,
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
        markup: Markup::Markdown,
        html_blocks: HtmlBlocks::BlankLine,
        emphasis: Emphasis::Flanking,
        attribute_lists: AttributeLists::None,
        heading_ids: HeadingIds::None,
        math: Math::None,
        line_ends: LineEnds::Soft,
        wikilinks: Wikilinks::None,
        templates: Templates::None,
    };

    /// kramdown as Jekyll configures it (`input: GFM`, `hard_wrap: false`),
    /// with Liquid.
    pub const KRAMDOWN: Dialect = Dialect {
        html_blocks: HtmlBlocks::MatchingTag,
        emphasis: Emphasis::WhiteSpace,
        attribute_lists: AttributeLists::Kramdown,
        heading_ids: HeadingIds::Explicit,
        math: Math::DoubleDollar,
        templates: Templates::Liquid,
        ..Dialect::GFM
    };

    /// An HTML file, without templates.
    pub const HTML: Dialect = Dialect {
        markup: Markup::Html,
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
    /// js-yaml 3 (Hexo, gray-matter): YAML 1.1 mostly.
    JsYaml3,
    /// js-yaml 4 (Astro, VitePress, Docusaurus): YAML 1.2 with timestamps.
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

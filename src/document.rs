//! One source, read: front matter, body, tree, prose.
//!
//! Front matter is read at once, for it says where the body begins; other views
//! when first asked for. It must not know any rule.

use std::cell::OnceCell;

use ego_tree::NodeRef;

use crate::dialect::{Dialect, Engine};
use crate::text::{Source, Span};

pub mod front_matter;
pub mod links;
pub mod node;
pub mod prose;
pub mod references;
pub mod render;
pub mod source_map;
pub mod suppress;
pub mod template;
pub mod tree;

use front_matter::{Format, FrontMatter};
use links::Link;
use node::Node;
use prose::Run;
use references::References;
use render::{Extent, Rendered};
use template::{Masked, Template};
use tree::Tree;

/// The keys of front matter whose values are running text.
const PROSE_KEYS: [&str; 5] = ["title", "subtitle", "description", "summary", "excerpt"];

/// The attributes whose value is a URL.
const URL_ATTRIBUTES: [&str; 7] = ["href", "src", "poster", "cite", "action", "data", "data-src"];

/// One source as its site reads it.
#[derive(Debug)]
pub struct Document<'s> {
    source: &'s Source,
    dialect: Dialect,
    engine: Engine,
    is_data: bool,
    front_matter: FrontMatter,
    masked: OnceCell<Masked<'s>>,
    rendered: OnceCell<Rendered>,
    tree: OnceCell<Tree>,
    prose: OnceCell<Vec<Run>>,
    references: OnceCell<References>,
}

impl<'s> Document<'s> {
    /// Reads the front matter; the rest when it is asked for.
    pub fn new(source: &'s Source, dialect: Dialect, engine: Engine) -> Self {
        Self {
            source,
            dialect,
            engine,
            is_data: Format::of_data(&source.path).is_some(),
            front_matter: front_matter::of(source, engine),
            masked: OnceCell::new(),
            rendered: OnceCell::new(),
            tree: OnceCell::new(),
            prose: OnceCell::new(),
            references: OnceCell::new(),
        }
    }

    /// The document after edits of its body alone: `source` is this one's with
    /// what stands before `first_edit`, a byte offset, unchanged. Front matter
    /// that is closed is not read again.
    pub fn edited<'e>(&self, source: &'e Source, first_edit: usize) -> Document<'e> {
        let is_closed = self.front_matter.node.is_some() && !self.front_matter.block.is_empty();
        if !is_closed || self.is_data || first_edit < self.body().start {
            return Document::new(source, self.dialect, self.engine);
        }
        Document {
            source,
            dialect: self.dialect,
            engine: self.engine,
            is_data: self.is_data,
            front_matter: self.front_matter.clone(),
            masked: OnceCell::new(),
            rendered: OnceCell::new(),
            tree: OnceCell::new(),
            prose: OnceCell::new(),
            references: OnceCell::new(),
        }
    }

    /// The source.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// How its body is read.
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Whose rules type the scalars of its front matter: of TOML and JSON their
    /// own, whatever the site.
    pub fn engine(&self) -> Engine {
        match self.front_matter.format {
            Some(format) => format.engine(self.engine),
            None => self.engine,
        }
    }

    /// Whether it is data alone, by the ending of its name: all of it is front
    /// matter then, and it has no body.
    pub fn is_data(&self) -> bool {
        self.is_data
    }

    /// The front matter, which may be none.
    pub fn front_matter(&self) -> &FrontMatter {
        &self.front_matter
    }

    /// The bytes after the front matter and the byte order mark.
    pub fn body(&self) -> Span {
        let start = self.front_matter.block.end.max(self.source.byte_order_mark_len());
        Span::new(start, self.source.text.len())
    }

    /// The template tags of the body, in order.
    pub fn templates(&self) -> &[(Span, Template)] {
        &self.masked().templates
    }

    /// What stands between the two tags of template blocks, by their end.
    pub fn template_bodies(&self) -> Vec<(Span, template::Body)> {
        self.masked().bodies(&self.source.text)
    }

    /// The names by which it refers to its own elements.
    pub fn references(&self) -> &References {
        self.references.get_or_init(|| References::of(self.tree()))
    }

    fn masked(&self) -> &Masked<'s> {
        self.masked
            .get_or_init(|| template::mask(&self.source.text, self.body(), self.dialect.templates))
    }

    /// The body as HTML.
    pub fn rendered(&self) -> &Rendered {
        let render = || render::render(&self.source.text, self.body(), &self.dialect, self.masked());
        self.rendered.get_or_init(render)
    }

    /// The body as a tree in which everything knows its place.
    pub fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| {
            let Rendered { html, map, .. } = self.rendered();
            Tree::parse(html, map, tree::Kind::of(html))
        })
    }

    /// Where the tree had to end early, or markup had to be read as text,
    /// because the document was made to be slow.
    pub fn cut(&self) -> Option<Span> {
        match (self.tree().cut(), self.rendered().extent) {
            (Some(cut), _) => Some(cut.span),
            (None, Extent::Partial) => Some(Span::empty(self.body().start)),
            (None, Extent::Whole) => None,
        }
    }

    /// The runs of running text: of the front matter, then of the body, unless
    /// that was cut.
    pub fn prose(&self) -> &[Run] {
        self.prose.get_or_init(|| {
            let root = self.front_matter.node.as_ref();
            let values = PROSE_KEYS.iter().filter_map(|key| root.and_then(|root| root.get(key)));
            let mut runs: Vec<Run> = values.filter_map(|entry| self.scalar_run(&entry.value)).collect();
            if self.cut().is_none() {
                let templates: Vec<Span> = self.templates().iter().map(|(span, _)| *span).collect();
                runs.extend(prose::runs(self.tree(), &templates));
            }
            runs
        })
    }

    /// The running text of one value of the front matter, if it is a text.
    pub fn scalar_run(&self, node: &Node) -> Option<Run> {
        prose::scalar_run(&self.source.text, node)
    }

    /// Where the body leads, of what is wanted of its destinations, in source
    /// order; nowhere if it was cut.
    pub fn links(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<Link> {
        match self.cut() {
            None => links::links(self.tree(), self.templates(), is_wanted),
            Some(_) => Vec::new(),
        }
    }

    /// The places of all URLs in the body; none if it was cut.
    pub fn urls(&self) -> impl Iterator<Item = Span> + '_ {
        let tree = self.tree();
        let is_whole = self.cut().is_none();
        let nodes = tree.html().tree.root().descendants().take_while(move |_| is_whole);
        let has_attributes = |node: &NodeRef<'_, scraper::Node>| {
            let element = node.value().as_element();
            element.is_some_and(|element| !element.attrs.is_empty())
        };
        let is_url = |name: &str| URL_ATTRIBUTES.contains(&name);
        let urls = nodes
            .filter(has_attributes)
            .flat_map(move |node| tree.attributes_where(node.id(), is_url));
        urls.filter_map(|attribute| attribute.value)
    }
}

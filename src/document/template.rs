//! Template tags in a body, found and masked so that markup can be read
//! around them.
//!
//! A mask has as many bytes as the tag and means nothing to Markdown, so no
//! offset moves and `[x]({% post_url … %})` is a link. What a tag does is known
//! only so far: whether it prints, and whether what it encloses is code. It
//! must not know any markup beyond what masking needs.

mod bodies;
mod hugo;
mod liquid;
mod mdx;

use std::borrow::Cow;

use crate::dialect::Templates;
use crate::text::Span;

pub use bodies::Body;

/// What a template tag does for the reader of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Template {
    /// An expression that is printed: `{{ x }}`, `{x}` in MDX.
    Output,
    /// A tag that may print something: `{% include x %}`, `{{< figure >}}`.
    Tag,
    /// Prints nothing itself: `{% if x %}`, `{# note #}`, a comment with its
    /// body, an import, a JSX tag.
    Silent,
    /// A whole block of code, from `{% highlight %}` to `{% endhighlight %}`.
    Code,
}

impl Template {
    /// Whether something may stand in the page where the tag stood.
    pub fn prints(self) -> bool {
        matches!(self, Template::Output | Template::Tag)
    }
}

/// A body with its template tags masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked<'a> {
    /// The body, byte for byte as long as in the source. Line ends stand where
    /// they stood.
    pub text: Cow<'a, str>,
    /// The tags in order, none within another. Spans are bytes of the file.
    pub templates: Vec<(Span, Template)>,
    /// Bodies of `highlight` and `comment` blocks, in order: code, not prose.
    /// The body of `raw` is Markdown like any other, in which braces are text.
    pub code: Vec<Span>,
}

impl Masked<'_> {
    /// What stands between the two tags of template blocks, by their end;
    /// `text` is the whole file.
    pub fn bodies(&self, text: &str) -> Vec<(Span, Body)> {
        bodies::bodies(text, &self.templates)
    }

    /// Where blocks of code written as templates start, in bytes of the body,
    /// which starts at byte `base` of the file.
    pub fn code_block_starts(&self, base: usize) -> Vec<usize> {
        let codes = self.templates.iter().filter(|(_, kind)| *kind == Template::Code);
        codes.map(|(span, _)| span.start - base).collect()
    }
}

/// What a scan of one template language finds; spans are bytes of the body.
#[derive(Debug, Default)]
struct Scan {
    templates: Vec<(Span, Template)>,
    code: Vec<Span>,
}

/// Masks the template tags in `text[body]`. A tag without an end is text.
pub fn mask(text: &str, body: Span, templates: Templates) -> Masked<'_> {
    let body_text = body.of(text);
    let scan = match templates {
        Templates::None => Scan::default(),
        Templates::Liquid => liquid::scan(body_text),
        Templates::Hugo => hugo::scan(body_text),
        Templates::Mdx => mdx::scan(body_text),
    };
    let shift = |span: Span| span.shift(body.start);
    Masked {
        text: fill(body_text, &scan.templates),
        templates: scan.templates.iter().map(|&(span, kind)| (shift(span), kind)).collect(),
        code: scan.code.into_iter().map(shift).collect(),
    }
}

/// The bytes that stand for a template while Markdown is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filler {
    /// A word: part of the text around it.
    Word,
    /// A word that is no name of an element, for `<{{ name }}>`.
    Number,
    /// Nothing: a line of it is blank.
    Space,
    /// A processing instruction, which Markdown passes through as HTML.
    Instruction,
}

fn fill<'a>(body: &'a str, templates: &[(Span, Template)]) -> Cow<'a, str> {
    if templates.is_empty() {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len());
    let mut at = 0;
    let mut rest = templates;
    while !rest.is_empty() {
        let group = lone_group(body, at, rest);
        let is_lone = group > 0;
        for &(span, kind) in rest.get(..group.max(1)).unwrap_or_default() {
            out.push_str(body.get(at..span.start).unwrap_or_default());
            let filler = filler(body, span, kind, is_lone);
            let template = span.of(body);
            let prefix = if template.contains(['\n', '\r']) {
                prefix_of(body, span.start)
            } else {
                &[]
            };
            push_filler(&mut out, template, filler, prefix);
            at = span.end;
        }
        rest = rest.get(group.max(1)..).unwrap_or_default();
    }
    out.push_str(body.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

fn filler(body: &str, span: Span, kind: Template, is_lone: bool) -> Filler {
    match kind {
        Template::Code => Filler::Instruction,
        Template::Silent if is_lone || is_in_html_tag(body, span.start) => Filler::Space,
        _ if is_lone => Filler::Space,
        _ if is_tag_name(body, span.start) => Filler::Number,
        _ => Filler::Word,
    }
}

/// How many of the first templates stand on lines of their own, where at least
/// one of them is a tag: such lines are blank to Markdown, as they mostly are
/// once the templates ran. An expression alone is left to the rendering.
/// `after` is where the template before them ended.
fn lone_group(body: &str, after: usize, templates: &[(Span, Template)]) -> usize {
    let Some(&(first, _)) = templates.first() else {
        return 0;
    };
    let before = body.get(after..first.start).unwrap_or_default();
    let line = match before.rfind(['\n', '\r']) {
        Some(line_end) => before.get(line_end + 1..).unwrap_or_default(),
        None if after == 0 => before,
        None => return 0,
    };
    if !line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')) {
        return 0;
    }
    let mut at = first.start;
    let mut has_tag = false;
    for (count, &(span, kind)) in templates.iter().enumerate() {
        let between = body.get(at..span.start).unwrap_or_default();
        match between.find(|c: char| !matches!(c, ' ' | '\t')) {
            Some(found) if !between.get(found..).unwrap_or_default().starts_with(['\n', '\r']) => return 0,
            Some(_) => return if has_tag { count } else { 0 },
            None => {}
        }
        if kind == Template::Code {
            return 0;
        }
        has_tag |= kind != Template::Output;
        at = span.end;
    }
    let after = body.get(at..).unwrap_or_default().trim_start_matches([' ', '\t']);
    let is_at_line_end = after.is_empty() || after.starts_with(['\n', '\r']);
    if is_at_line_end && has_tag { templates.len() } else { 0 }
}

/// Whether a tag of HTML begins just before `offset`.
fn is_tag_name(body: &str, offset: usize) -> bool {
    let before = body.get(..offset).unwrap_or_default();
    before.ends_with('<') || before.ends_with("</")
}

/// Whether `offset` seems to lie between `<name` and `>`.
fn is_in_html_tag(body: &str, offset: usize) -> bool {
    const REACH: usize = 1000;
    let bytes = body.as_bytes();
    let from = offset.saturating_sub(REACH);
    let near = bytes.get(from..offset).unwrap_or_default();
    match near.iter().rposition(|b| matches!(b, b'<' | b'>')) {
        Some(found) => near.get(found) == Some(&b'<') && near.get(found + 1).is_some_and(u8::is_ascii_alphabetic),
        None => false,
    }
}

/// The characters that may begin each line of a template as part of what it
/// stands in: indentation and, in a quotation, its marks.
fn prefix_of(body: &str, start: usize) -> &'static [char] {
    const REACH: usize = 1000;
    let before = body
        .as_bytes()
        .get(start.saturating_sub(REACH)..start)
        .unwrap_or_default();
    let line = before.rsplit(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    if line.trim_ascii_start().starts_with(b">") {
        &[' ', '\t', '>']
    } else {
        &[' ', '\t']
    }
}

fn push_filler(out: &mut String, template: &str, filler: Filler, prefix: &[char]) {
    let last = template.len().saturating_sub(2);
    let mut is_in_prefix = false;
    for (at, byte) in template.bytes().enumerate() {
        let is_line_end = matches!(byte, b'\n' | b'\r');
        is_in_prefix = is_line_end || (is_in_prefix && prefix.contains(&char::from(byte)));
        out.push(match filler {
            _ if is_in_prefix => char::from(byte),
            Filler::Word => 'x',
            Filler::Number => '0',
            Filler::Space => ' ',
            Filler::Instruction if matches!(byte, b' ' | b'\t') => char::from(byte),
            Filler::Instruction if at == 0 => '<',
            Filler::Instruction if at == 1 || at == last => '?',
            Filler::Instruction if at == last + 1 => '>',
            Filler::Instruction => 'x',
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str, templates: Templates) -> (String, Vec<String>) {
        let masked = mask(text, Span::new(0, text.len()), templates);
        assert_eq!(masked.text.len(), text.len());
        let tags = masked
            .templates
            .iter()
            .map(|(span, kind)| format!("{kind:?} {}", span.of(text)))
            .collect();
        (masked.text.into_owned(), tags)
    }

    fn liquid(text: &str) -> (String, Vec<String>) {
        masked(text, Templates::Liquid)
    }

    #[test]
    fn a_tag_in_a_line_becomes_a_word_of_its_length() {
        let (text, tags) = liquid("[文]({% link a b.md %}) {{ x }}");
        assert_eq!(text, "[文](xxxxxxxxxxxxxxxxx) xxxxxxx");
        assert_eq!(tags, ["Tag {% link a b.md %}", "Output {{ x }}"]);
    }

    #[test]
    fn a_tag_alone_on_its_line_leaves_a_blank_line() {
        let (text, tags) = liquid("a\n> {% if x %} {{ y }}{% endif %} \nb\n{% include c\n d %}");
        assert_eq!(text, "a\n>                               \nb\n            \n     ");
        assert_eq!(tags.len(), 4);
        assert_eq!(liquid("{{ x }}\n").0, "xxxxxxx\n");
        assert_eq!(
            liquid("> {% a\n> b %}\nc {{ d\n > e }}").0,
            ">     \n>     \nc xxxx\n xxxxxx"
        );
    }

    #[test]
    fn unclosed_tags_are_text() {
        for text in ["a {% b", "a {{ b\n{{ c", "{# x", "{%", "{"] {
            assert_eq!(liquid(text), (text.to_owned(), vec![]));
        }
        assert_eq!(liquid("{{ a {{ b }}").1, ["Output {{ b }}"]);
    }

    #[test]
    fn raw_is_text_comment_is_silent_and_highlight_is_code() {
        let (text, tags) = liquid("a {% raw %}{{ x }}{% endraw %}");
        assert_eq!(text, "a xxxxxxxxx{{ x }}xxxxxxxxxxxx");
        assert_eq!(tags, ["Silent {% raw %}", "Silent {% endraw %}"]);

        let text = "{% comment %}*a*\n\nb{% endcomment %}";
        let comment = mask(text, Span::new(0, text.len()), Templates::Liquid);
        assert_eq!(comment.text.trim(), "");
        assert_eq!(comment.code, [Span::new(13, 19)]);

        let (text, tags) = liquid("{% highlight c %}\na *b*\n\n{%- endhighlight %}");
        assert_eq!(text, "<? xxxxxxxxx x xx\nx xxx\n\nxxx xxxxxxxxxxxx ?>");
        assert_eq!(tags.len(), 1);
    }

    #[test]
    fn a_silent_tag_inside_an_html_tag_is_white_space() {
        assert_eq!(
            liquid("<a {% if b %}c=\"d\"{% endif %}>").0,
            "<a           c=\"d\"           >"
        );
    }

    #[test]
    fn hugo_has_shortcodes_and_leaves_braces() {
        let (text, tags) = masked("a {{< b \">}}\" >}} {{% c %}} {{ d }} {{</* e */>}}", Templates::Hugo);
        assert_eq!(text, "a xxxxxxxxxxxxxxx xxxxxxxxx {{ d }} {{</* e */>}}");
        assert_eq!(tags.len(), 2);
    }

    #[test]
    fn mdx_masks_imports_tags_and_expressions_but_not_code() {
        let text = "import A from 'a'\nimport B from 'b'\n\n<A b={c > {}} d='>'>\n文*x*{d}`<A>{e}`\n</A>\n```\n<A>\n```\na < b > c";
        let (masked, tags) = masked(text, Templates::Mdx);
        assert_eq!(masked.trim_start(), "文*x*xxx`<A>{e}`\n    \n```\n<A>\n```\na < b > c");
        assert_eq!(tags.len(), 4);
    }
}

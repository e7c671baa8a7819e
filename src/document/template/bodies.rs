//! What stands between the two tags of a template block.

use super::Template;
use crate::text::Span;

/// What a template block makes of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Body {
    /// Code, a drawing or a formula: not the markup that it seems to be.
    Code,
    /// Something that cannot be told.
    Unknown,
}

/// Blocks whose body is no markup, in Jekyll, Hexo and Hugo themes.
const CODE: [&str; 22] = [
    "highlight",
    "codeblock",
    "code",
    "prettify",
    "gist",
    "include_code",
    "mermaid",
    "plantuml",
    "uml",
    "dot",
    "graphviz",
    "chart",
    "echarts",
    "math",
    "katex",
    "latex",
    "mathjax",
    "tikz",
    "abc",
    "diff",
    "svg",
    "css",
];

/// The bodies of `{% x %}…{% endx %}`, `{{< x >}}…{{< /x >}}` and
/// `{{% x %}}…{{% /x %}}`, by their end; `text` is the whole file. A tag without
/// an end tag has none.
pub(super) fn bodies(text: &str, templates: &[(Span, Template)]) -> Vec<(Span, Body)> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut found = Vec::new();
    for (span, _) in templates {
        let Some(tag) = tag(span.of(text)) else { continue };
        match tag {
            Tag::Start(name) => open.push((name, span.end)),
            Tag::End(name) => {
                // Tags without an end lie above the one that this ends.
                let Some(index) = open
                    .iter()
                    .rev()
                    .take(MOST_OPEN)
                    .position(|(opened, _)| *opened == name)
                else {
                    continue;
                };
                open.truncate(open.len() - index);
                if let Some((_, start)) = open.pop() {
                    let body = if CODE.contains(&name) {
                        Body::Code
                    } else {
                        Body::Unknown
                    };
                    found.push((Span::new(start, span.start), body));
                }
            }
        }
    }
    found
}

/// How far back the start of a block is looked for.
const MOST_OPEN: usize = 64;

enum Tag<'t> {
    Start(&'t str),
    End(&'t str),
}

fn tag(template: &str) -> Option<Tag<'_>> {
    let (inner, is_shortcode) = match template.strip_prefix("{%") {
        Some(inner) => (inner, false),
        None => (
            template.strip_prefix("{{<").or_else(|| template.strip_prefix("{{%"))?,
            true,
        ),
    };
    let inner = inner.trim_start_matches('-').trim_start();
    let (inner, is_end) = match inner.strip_prefix('/') {
        Some(inner) if is_shortcode => (inner.trim_start(), true),
        _ => (inner, false),
    };
    let name = inner
        .split(|character: char| !(character.is_alphanumeric() || "_-/".contains(character)))
        .next()?;
    match name.strip_prefix("end") {
        _ if name.is_empty() => None,
        _ if is_end => Some(Tag::End(name)),
        Some(ended) if !is_shortcode && !ended.is_empty() => Some(Tag::End(ended)),
        _ => Some(Tag::Start(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Templates;
    use crate::document::template::mask;

    fn found(text: &str, templates: Templates) -> Vec<(String, Body)> {
        let masked = mask(text, Span::new(0, text.len()), templates);
        let bodies = bodies(text, &masked.templates);
        bodies
            .into_iter()
            .map(|(span, body)| (span.of(text).to_owned(), body))
            .collect()
    }

    #[test]
    fn blocks_have_bodies_and_lone_tags_have_none() {
        let liquid = "{% codeblock lang:html %}a{% endcodeblock %}{% include x %}{%- if y -%}b{%- endif -%}";
        assert_eq!(
            found(liquid, Templates::Liquid),
            [("a".to_owned(), Body::Code), ("b".to_owned(), Body::Unknown)]
        );
        let hugo = "{{< figure src=\"x\" >}}{{< mermaid >}}a{{< /mermaid >}}{{% note %}}b{{% /note %}}";
        let expected = [("a".to_owned(), Body::Code), ("b".to_owned(), Body::Unknown)];
        assert_eq!(found(hugo, Templates::Hugo), expected);
        assert_eq!(found(hugo, Templates::Liquid), expected);
        assert_eq!(found("{% endif %}{% if x %}", Templates::Liquid), []);
    }
}

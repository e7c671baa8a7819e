//! HTML in running text, and links between angle brackets.

use super::html::{self, Content, Place};
use super::node::{Element, Node, NodeKind, push_text};
use super::span::{Around, Scope, SpanParser, Stop};

impl<'m> SpanParser<'_, 'm> {
    pub(super) fn angle(&mut self, nodes: &mut Vec<Node<'m>>) {
        if let Some((end, is_address)) = autolink(self.rest()) {
            return self.push(nodes, NodeKind::Autolink { is_address }, self.at + end);
        }
        if self.rest().starts_with("<<") {
            return self.take_text(nodes, 2);
        }
        self.html(nodes, Scope::All);
    }

    /// Reads HTML in a line. Elements that are blocks are text here.
    pub(super) fn html(&mut self, nodes: &mut Vec<Node<'m>>, scope: Scope) {
        let rest = self.rest();
        if !rest.starts_with('<') {
            return self.take_text(nodes, 1);
        }
        if rest.starts_with("<!--") && self.at < self.endless.comment {
            match rest.get(4..).and_then(|rest| rest.find("-->")) {
                Some(found) => {
                    let end = self.at + found + 7;
                    return self.push(nodes, NodeKind::Raw(self.at..end), end);
                }
                None => self.endless.comment = self.at,
            }
        }
        if rest.starts_with("<?")
            && self.definitions.is_template_code(self.region, self.at)
            && let Some(found) = rest.find("?>")
        {
            return self.push(nodes, NodeKind::TemplateCode, self.at + found + 2);
        }
        if let Some((_, end)) = html::end_tag(self.text(), self.at) {
            return self.take_text(nodes, end - self.at);
        }
        match html::start_tag(self.text(), self.at) {
            Some(tag) => self.element(nodes, &tag, scope),
            None => self.take_text(nodes, 1),
        }
    }

    pub(super) fn element(&mut self, nodes: &mut Vec<Node<'m>>, tag: &html::Tag, scope: Scope) {
        let start = self.at;
        let name = self.text().get(tag.name.clone()).unwrap_or_default();
        let (place, content) = html::known(name).unwrap_or((Place::Anywhere, Content::Raw));
        if place == Place::Block {
            return self.take_text(nodes, tag.end - start);
        }
        let asked = html::asked_content(self.text(), tag, name);
        let start_tag = match &asked {
            Some((attribute, _)) => vec![start..attribute.start, attribute.end..tag.end],
            None => std::iter::once(start..tag.end).collect(),
        };

        let scope = match (content == Content::Raw, asked.map(|(_, content)| content)) {
            (_, Some(Content::Span | Content::Block)) => Scope::All,
            (_, Some(Content::Raw | Content::None)) | (true, None) => Scope::Html,
            (false, None) => scope,
        };
        self.at = tag.end;
        let mut children = Vec::new();
        let mut end_tag = None;
        if !tag.is_closed && content != Content::None {
            if self.is_spent() {
                self.at = start;
                return self.push(nodes, NodeKind::Raw(start..tag.end), tag.end);
            }
            self.around.push(Around::Html);
            let found;
            (children, found) = self.spans(&Stop::EndTag(name), scope);
            self.around.pop();
            if scope == Scope::Html {
                let texts = children.iter_mut().filter(|child| matches!(child.kind, NodeKind::Text));
                texts.for_each(|child| child.kind = NodeKind::RawText);
            }
            if found {
                let after = html::end_tag(self.text(), self.at).map_or(self.at, |(_, end)| end);
                end_tag = Some(self.at..after);
                self.at = after;
            } else {
                push_text(&mut children, self.at..self.end);
                self.at = self.end;
            }
        }
        let kind = NodeKind::Html(Box::new(Element {
            name: name.to_owned(),
            start_tag,
            end_tag,
        }));
        nodes.push(Node {
            kind,
            attributes: None,
            range: start..self.at,
            children,
        });
    }
}

/// The length of `<http://…>` or `<a@b>` at the start of `text`, and whether it
/// is an address.
pub(super) fn autolink(text: &str) -> Option<(usize, bool)> {
    let inner = text.strip_prefix('<')?;
    let scheme = ["mailto:", "http:", "https:", "ftp:", "ftps:"]
        .into_iter()
        .find(|scheme| inner.starts_with(scheme));
    if let Some(scheme) = scheme {
        let end = inner
            .bytes()
            .position(|b| matches!(b, b'>' | b'<' | b'\n'))
            .filter(|&end| end > scheme.len())?;
        return (inner.as_bytes().get(end) == Some(&b'>')).then_some((end + 2, false));
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let local = inner.find(|c| !is_part(c)).filter(|&len| len > 0)?;
    let domain = inner.get(local..)?.strip_prefix('@')?;
    let len = domain.find(|c| !is_part(c)).filter(|&len| len > 0)?;
    (domain.as_bytes().get(len) == Some(&b'>')).then_some((1 + local + 1 + len + 1, true))
}

pub(super) fn is_same_name(found: &str, name: &str) -> bool {
    if html::is_element(name) {
        found.eq_ignore_ascii_case(name)
    } else {
        found == name
    }
}

//! The check `links`: where links lead, as the site shows it.
//!
//! What a file alone can tell is a finding at once; where a link leads to
//! another file, it is a fact, which is settled with all others of its target.

pub(crate) mod fragment;
pub(super) mod math;
mod reference;

use std::sync::Arc;

use fragment::Search;

use super::Subject;
use super::subject::Led;
use crate::diagnostic::{Arguments, Diagnostic, Message};
use crate::document::links::{Link, LinkKind};
use crate::fact::{self, Fact, Found, Fragments, Key, Payload};
use crate::rule::Rule;
use crate::site::url::Local;
use crate::text::Span;

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Links {
    /// What to look for.
    problem: Problem,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Problem {
    /// Nothing stands where a link leads.
    Target,
    /// Nothing stands where an image should come from.
    Image,
    /// The page has no such fragment.
    Fragment,
    /// A reference has no definition.
    Reference,
}

impl Links {
    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        let Some(place) = subject.place else { return };
        if self.problem == Problem::Reference {
            if place.has_known_reader(subject.document) {
                found.diagnostics.extend(undefined_references(rule, subject));
            }
            return;
        }
        for (number, Led { link, local, target }) in subject.links().iter().enumerate() {
            if !self.problem.concerns(link) {
                continue;
            }
            if local.path.is_empty() {
                if self.problem == Problem::Fragment {
                    found
                        .diagnostics
                        .extend(own_fragment(rule, subject, (link, local), Search::of_number(number)));
                }
                continue;
            }
            let Some(target) = target else { continue };
            let fragment = match self.problem {
                Problem::Fragment => match &local.fragment {
                    Some((_, fragment)) => Some(fragment.clone()),
                    None => continue,
                },
                Problem::Target | Problem::Image | Problem::Reference => None,
            };
            found.facts.push(Fact {
                key: Key::Target(target.clone()),
                file: Arc::clone(subject.file()),
                span: self.problem.span(link, local),
                payload: Payload::Link(fact::Link {
                    rule: rule.id.clone(),
                    form: local.form,
                    fragment,
                }),
            });
        }
    }
}

impl Links {
    /// Whether it is known where all links of a document lead.
    pub(super) fn judges(&self, subject: &Subject<'_, '_>) -> bool {
        let Some(place) = subject.place else { return false };
        let is_judged = |led: &Led| led.local.path.is_empty() || led.target.is_some();
        let all_targets = || place.judges_links(subject.document) && subject.links().iter().all(is_judged);
        match self.problem {
            Problem::Target | Problem::Image => all_targets(),
            Problem::Fragment => all_targets() && subject.fragments().is_some(),
            Problem::Reference => place.has_known_reader(subject.document),
        }
    }
}

impl Problem {
    fn concerns(self, link: &Link) -> bool {
        match self {
            Problem::Target => link.kind == LinkKind::Link && !link.destination.is_empty(),
            Problem::Image => link.kind == LinkKind::Image && !link.destination.is_empty(),
            Problem::Fragment => link.kind == LinkKind::Link && link.destination.contains('#'),
            Problem::Reference => false,
        }
    }

    /// The destination, or the fragment alone where that is in question.
    fn span(self, link: &Link, local: &Local) -> Span {
        match (self, &local.fragment) {
            (Problem::Fragment, Some((offset, _))) if link.is_verbatim => {
                Span::new(link.span.start + offset, link.span.end)
            }
            _ => link.span,
        }
    }
}

fn undefined_references(rule: &Rule, subject: &Subject<'_, '_>) -> Vec<Diagnostic> {
    let undefined = reference::undefined(subject.document).into_iter();
    let finding = |(span, label): (Span, String)| {
        let arguments = Arguments::new().with("label", label);
        let help = rule.help(&arguments);
        diagnostic(rule, span, rule.message(arguments), help)
    };
    undefined.map(finding).collect()
}

/// Judges a fragment of the page itself.
fn own_fragment(
    rule: &Rule,
    subject: &Subject<'_, '_>,
    (link, local): (&Link, &Local),
    search: Search,
) -> Option<Diagnostic> {
    let (_, fragment) = local.fragment.as_ref()?;
    let fragments = subject.fragments()?;
    let span = Problem::Fragment.span(link, local);
    missing_fragment(rule, fragment, "", span, (fragments, search))
}

/// The finding that a page has no such fragment, if it surely has none. `page`
/// is empty for the file's own.
pub(crate) fn missing_fragment(
    rule: &Rule,
    fragment: &str,
    page: &str,
    span: Span,
    (fragments, search): (&Fragments, Search),
) -> Option<Diagnostic> {
    if !fragment::is_absent(fragment, fragments, search) {
        return None;
    }
    let arguments = Arguments::new().with("fragment", fragment).with("page", page);
    let help = match fragment::nearest(fragment, fragments, search) {
        Some(nearest) => Some(Message::Key(
            "links-nearest-fragment",
            Arguments::new().with("nearest", nearest),
        )),
        None => rule.help(&arguments),
    };
    let message = match page {
        "" => rule.message(arguments),
        _ => Message::Key("links-fragment-elsewhere", arguments),
    };
    Some(diagnostic(rule, span, message, help))
}

/// Whether a path is an address for mail, of which `mailto:` was forgotten.
fn is_mail(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_name = |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '@');
    let parts = name.split_once('@');
    parts.is_some_and(|(user, host)| is_name(user) && is_name(host) && host.trim_matches('.').contains('.'))
}

/// A finding of a rule about links, which has no fix.
pub(crate) fn diagnostic(rule: &Rule, span: Span, message: Message, help: Option<Message>) -> Diagnostic {
    let is_mail = message.arguments().get("target").is_some_and(is_mail);
    let help = match is_mail {
        true => Some(Message::key("links-mail-help")),
        false => help,
    };
    rule.finding_in_words(span, message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_for_mail_are_known_by_their_form() {
        assert!(is_mail("foo@bar.com") && is_mail("docs/a.b@mail.example.org"));
        for path in ["img@2x", "@a.b", "a@b", "a@.b.", "a@b@c.d", "a@b.c/d", "a b@c.d"] {
            assert!(!is_mail(path), "{path}");
        }
    }
}

//! Posts that Jekyll passes over in silence, because of their names.

use crate::check::Subject;
use crate::diagnostic::{Arguments, Message};
use crate::document::front_matter::{Format, FrontMatter};
use crate::site::jekyll::{PostDate, passes_over};
use crate::text::Span;

/// Names, or parts of them, of files that are no posts, and are not meant to be.
const NO_POSTS: [&str; 9] = [
    "readme",
    "license",
    "contributing",
    "changelog",
    "template",
    "example",
    "sample",
    "模板",
    "yyyy",
];

/// Where a post begins that Jekyll passes over, and what to do.
pub(super) fn skipped(subject: &Subject<'_, '_>) -> Option<(Span, Message)> {
    let place = subject.place.filter(|place| place.site.has_posts_in_place())?;
    let path = place.site.path_of(&place.location)?;
    let file = passes_over(path)?;
    // Without front matter, it may be there for those who write.
    let front_matter = subject.document.front_matter();
    let name = file.name.to_lowercase();
    let is_no_post = NO_POSTS.iter().any(|part| name.contains(part));
    if front_matter.format != Some(Format::Yaml) || is_no_post || is_unpublished(front_matter) {
        return None;
    }
    let suggestion = file
        .date
        .or_else(|| date_of(front_matter))
        .and_then(|date| file.named(&date));
    let help = match suggestion {
        Some(name) => Message::Key("skipped-post-rename-help", Arguments::new().with("suggestion", name)),
        None => Message::key("skipped-post-help"),
    };
    Some((front_matter.opening, help))
}

fn is_unpublished(front_matter: &FrontMatter) -> bool {
    let root = front_matter.node.as_ref();
    let text = |key: &str| root.and_then(|root| Some(root.get(key)?.value.as_scalar()?.text.as_str()));
    text("published").is_some_and(|value| value.eq_ignore_ascii_case("false"))
        || text("draft").is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The day that `date` says, as it is written.
fn date_of(front_matter: &FrontMatter) -> Option<PostDate> {
    let written = &front_matter.node.as_ref()?.get("date")?.value;
    PostDate::at_start(&written.as_scalar()?.text).map(|(date, _)| date)
}

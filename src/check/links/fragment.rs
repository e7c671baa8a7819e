//! Whether a page has a fragment, as far as its file can tell.

use crate::fact::{Fragments, Frame};
use crate::schema::nearest as nearest_word;

/// What kanwu itself calls notes; each generator has a name of its own for them.
const NOTE_PREFIX: &str = "fn";

/// Fragments of a page beyond which no nearest one is looked for, and links of a
/// file for which one is.
const FRAGMENT_LIMIT: usize = 300;
const SEARCH_LIMIT: usize = 300;

/// Whether the nearest fragment is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// It is.
    Nearest,
    /// It would take too long.
    None,
}

impl Search {
    /// For the link of that number, from 0.
    pub(crate) fn of_number(number: usize) -> Self {
        match number < SEARCH_LIMIT {
            true => Search::Nearest,
            false => Search::None,
        }
    }
}

/// Whether a page surely has no such fragment. A page in a frame has fragments
/// that its file does not show, so that only what looks like a heading's, by its
/// letters or by one that is near, is surely absent.
pub(crate) fn is_absent(fragment: &str, fragments: &Fragments, search: Search) -> bool {
    let is_elsewhere = fragment.is_empty()
        || fragment.eq_ignore_ascii_case("top")
        || fragment.starts_with(['/', '!', ':', '?'])
        || fragment.contains(":~:")
        || fragment.contains('=')
        || fragment.starts_with(NOTE_PREFIX)
        || fragment.starts_with("user-content-")
        || is_line(fragment);
    if is_elsewhere || fragments.ids.contains(fragment) {
        return false;
    }
    match fragments.frame {
        Frame::None => true,
        Frame::GitHub => !fragments.ids.contains(&fragment.to_lowercase()),
        Frame::Layout => !fragment.is_ascii() || nearest(fragment, fragments, search).is_some(),
    }
}

/// `L10`, `L10-L20`: lines of a file on GitHub.
fn is_line(fragment: &str) -> bool {
    let digits = fragment.strip_prefix('L').unwrap_or_default();
    digits.starts_with(|character: char| character.is_ascii_digit())
}

/// The fragment that was meant.
pub(crate) fn nearest(fragment: &str, fragments: &Fragments, search: Search) -> Option<String> {
    if search == Search::None || fragments.ids.len() > FRAGMENT_LIMIT {
        return None;
    }
    let mut known: Vec<&str> = fragments.ids.iter().map(String::as_str).collect();
    known.sort_unstable();
    // Of `一-1` and `f-1` only the number is the same.
    known.retain(|known| nearest_word(without_number(fragment), [without_number(known)]).is_some());
    nearest_word(fragment, known).map(str::to_owned)
}

/// An id without the number that tells headings of the same words apart.
fn without_number(id: &str) -> &str {
    match id.rsplit_once('-') {
        Some((words, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => words,
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_decide_which_fragment_is_near() {
        let fragments = Fragments {
            ids: ["一-1", "第二节", "set-up-1"].map(str::to_owned).into(),
            frame: Frame::GitHub,
        };
        let nearest = |fragment| nearest(fragment, &fragments, Search::Nearest);
        assert_eq!(nearest("f-1"), None);
        assert_eq!(nearest("第二节点").as_deref(), Some("第二节"));
        assert_eq!(nearest("set-ups-1").as_deref(), Some("set-up-1"));
    }
}

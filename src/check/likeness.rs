//! Texts as readers compare them: letters and digits alone, whatever their
//! width and case, without the marks that a format gives them.
//!
//! It must not know where the texts stand.

use crate::schema::distance;
use crate::text::half_width;

/// Characters beyond which two texts are not compared letter by letter.
const LENGTH_LIMIT: usize = 300;

/// The letters and digits of a text, in lower case and of half width. White
/// space, punctuation, emphasis, tags and character references are left out: of
/// those nearly all stand for punctuation.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let skipped = match character {
            '<' => tag_len(rest),
            '&' => reference_len(rest),
            _ => None,
        };
        rest = rest.get(skipped.unwrap_or(character.len_utf8())..).unwrap_or_default();
        if skipped.is_none() && character.is_alphanumeric() {
            folded.extend(half_width(character).to_lowercase());
        }
    }
    folded
}

/// The bytes of a tag at the start of a text.
fn tag_len(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let is_tag = inside.starts_with(|character: char| character.is_ascii_alphabetic() || character == '/');
    let end = inside.find(['<', '>']).filter(|_| is_tag)?;
    inside[end..].starts_with('>').then_some(end + 2)
}

/// The bytes of a character reference at the start of a text; `&amp;quot;` is
/// one that was encoded twice.
fn reference_len(text: &str) -> Option<usize> {
    let mut inside = text.strip_prefix('&')?;
    while let Some(shorter) = inside
        .strip_prefix("amp;")
        .filter(|shorter| reference_name_len(shorter).is_some())
    {
        inside = shorter;
    }
    Some(text.len() - inside.len() + reference_name_len(inside)?)
}

/// The bytes of `name;` or `#123;`.
fn reference_name_len(text: &str) -> Option<usize> {
    const LONGEST_NAME: usize = 31;
    let name = text.strip_prefix('#').unwrap_or(text);
    let len = name
        .bytes()
        .take(LONGEST_NAME)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let is_whole = len > 0 && name.as_bytes().get(len) == Some(&b';');
    is_whole.then_some(text.len() - name.len() + len + 1)
}

/// Whether two folded texts differ so little that one is probably meant to be
/// the other: by one slip, or two in longer ones. One that goes on where the
/// other ends is a longer name on purpose.
pub(super) fn is_slight_difference(one: &str, other: &str) -> bool {
    if one == other || one.starts_with(other) || one.ends_with(other) || other.starts_with(one) || other.ends_with(one)
    {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let limit = most_slips(&one).min(most_slips(&other));
    let is_comparable = one.len().max(other.len()) <= LENGTH_LIMIT && one.len().abs_diff(other.len()) <= limit;
    limit > 0 && is_comparable && distance(&one, &other) <= limit
}

/// How many slips a text may hold: a Chinese character says as much as three
/// letters.
fn most_slips(text: &[char]) -> usize {
    const WEIGHT_OF_A_SLIP: usize = 15;
    const MOST: usize = 2;
    let weight: usize = text.iter().map(|character| character.len_utf8()).sum();
    (weight / WEIGHT_OF_A_SLIP).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_do_not_compare_is_left_out() {
        for (one, other) in [
            ("渡轮 票价，下月调整！", "渡轮票价下月调整"),
            ("**Ｒ＆Ｄ** Centre", "r&amp;d centre"),
            ("“引号”与 `code`", "&quot;引号&amp;quot;与code"),
            ("<em>a</em>b", "Ab"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_eq!(folded("a < b & c; d"), "abcd");
        assert_eq!(folded("<3 你 &nosemicolon"), "3你nosemicolon");
    }

    #[test]
    fn one_slip_is_slight_and_a_longer_name_is_not() {
        let is_slight = |one, other| is_slight_difference(&folded(one), &folded(other));
        assert!(is_slight("渡轮票价下月调整", "渡轮票价上月调整"));
        assert!(is_slight("How to publish a podcast", "How to pubilsh a podcast"));
        assert!(!is_slight("渡轮票价下月调整", "渡轮票价下月调整：乘客怎么看"));
        assert!(!is_slight("渡轮", "渡船"));
        assert!(!is_slight("Installing", "Installation"));
        assert!(!is_slight("渡轮票价下月调整", "渡轮票价下月调整"));
        assert!(!is_slight("", "渡轮票价"));
    }

    #[test]
    fn long_texts_are_not_compared_letter_by_letter() {
        let long = "字".repeat(100_000);
        assert!(!is_slight_difference(&format!("甲{long}乙"), &format!("丙{long}丁")));
    }
}

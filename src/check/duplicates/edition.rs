//! Which edition of a text a file is: its language and its version, by the names
//! of folders and files and by front matter.
//!
//! A site that has a text in two editions has it twice on purpose, often word
//! by word until somebody translates it. So what merely looks like the name of
//! an edition counts as one.

/// Names of versions that are no numbers.
const VERSIONS: [&str; 8] = [
    "latest", "next", "stable", "current", "legacy", "nightly", "master", "main",
];

/// The names of its edition, joined, in lower case; empty if there are none.
pub(in crate::check) fn edition(path: &str, languages: &[&str]) -> String {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    // The ending `.md` would be one.
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let parts = folders.split('/').chain(stem.split('.'));
    let named = parts.filter(|part| is_language(part) || is_version(part));
    let mut edition = String::new();
    for name in named.chain(languages.iter().copied()) {
        edition.push_str(name);
        edition.push('/');
    }
    edition.make_ascii_lowercase();
    edition
}

/// Whether it looks like a language tag of two letters (RFC 5646), with a script
/// or a region.
fn is_language(part: &str) -> bool {
    let mut subtags = part.split(['-', '_']);
    let is_word = |subtag: &str, len: &[usize]| {
        len.contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let is_first = subtags.next().is_some_and(|first| is_word(first, &[2]));
    is_first && subtags.all(|subtag| is_word(subtag, &[2, 4]))
}

/// Whether it looks like a version: `v2`, `1.0`, `version-1.x`, `latest`.
fn is_version(part: &str) -> bool {
    let number = ["version-", "version", "release-", "v"].iter().find_map(|prefix| {
        let (begin, rest) = part.split_at_checked(prefix.len())?;
        begin.eq_ignore_ascii_case(prefix).then_some(rest)
    });
    let digits = number.unwrap_or(part);
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'x'));
    // Bare numbers are years, months and days.
    let is_numbered = is_number && (number.is_some() || digits.contains('.'));
    is_numbered || VERSIONS.iter().any(|version| part.eq_ignore_ascii_case(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_known_by_their_names() {
        for language in ["en", "zh", "zh-CN", "zh_Hans", "zh-hans-cn", "pt-BR"] {
            assert!(is_language(language), "{language}");
        }
        for version in ["v2", "V1.2", "1.0", "2.x", "version-1.0", "latest"] {
            assert!(is_version(version), "{version}");
        }
        for part in ["posts", "2024", "03", "2024-03-05-en-x", "新闻", "v", "video", ""] {
            assert!(!is_language(part) && !is_version(part), "{part}");
        }
    }
}

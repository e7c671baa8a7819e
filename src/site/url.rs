//! What a destination says: elsewhere, or here, from where, and which fragment.
//!
//! It follows the URL Standard (WHATWG) as far as a path of files needs. It
//! must not know what stands at the path.

use std::borrow::Cow;

use crate::fact::LinkForm;

/// Bytes beyond which a path is none of a file's, and is not looked for.
const LONGEST_PATH: usize = 4_096;

/// A destination within the site, or within the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    /// The path, decoded, as it was written; empty for the page itself.
    pub path: String,
    /// From where the path leads.
    pub form: LinkForm,
    /// Where the fragment begins in the destination, in bytes, and the fragment,
    /// decoded.
    pub fragment: Option<(usize, String)>,
}

/// Reads a destination; nothing if it leads to another host or scheme, or
/// cannot be a path of files.
pub fn local(destination: &str) -> Option<Local> {
    if is_elsewhere(destination) {
        return None;
    }
    let (before, fragment) = match destination.split_once('#') {
        Some((before, fragment)) => (before, Some((before.len() + 1, decode(fragment)?.into_owned()))),
        None => (destination, None),
    };
    let path = before.split('?').next().unwrap_or_default();
    if path.len() > LONGEST_PATH {
        return None;
    }
    if path.contains(['\n', '\t', '\r']) {
        return None;
    }
    // A path of a program's names, as Rust's documentation links to them.
    if path.contains("::") {
        return None;
    }
    // A slash that is written as a byte is no separator, and a zero no name.
    let lower = path.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00") {
        return None;
    }
    if path.is_empty() && before.len() > path.len() {
        return None;
    }
    let path = decode(path)?.replace('\\', "/");
    let form = match path.starts_with('/') {
        true => LinkForm::Rooted,
        false => LinkForm::Relative,
    };
    Some(Local { path, form, fragment })
}

/// Whether it begins with a scheme (RFC 3986, section 3.1) or a host.
pub fn is_elsewhere(destination: &str) -> bool {
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let bytes = destination.as_bytes();
    let len = bytes.iter().take_while(|byte| is_scheme(byte)).count();
    let has_scheme = bytes.get(len) == Some(&b':') && bytes.first().is_some_and(u8::is_ascii_alphabetic);
    has_scheme || destination.starts_with("//") || destination.starts_with("\\\\")
}

/// The host of an address, in lower case, without a user and a port (RFC 3986,
/// section 3.2.2); nothing if it is no address.
pub fn host(address: &str) -> Option<String> {
    let (_, rest) = address.trim().split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let address = authority.rsplit('@').next().unwrap_or_default();
    let host = match address.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => address,
    };
    Some(host.to_lowercase())
}

/// The text with `%XX` decoded; nothing if that is not UTF-8. A `%` before
/// anything else stands for itself.
pub(super) fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).ok()?);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// What `..` beyond the root means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beyond {
    /// The root, as in a URL.
    Root,
    /// Something that is not here.
    Elsewhere,
}

/// A relative path from a folder, without `.` and `..`; nothing if it leads
/// elsewhere.
pub fn resolve(folder: &str, path: &str, beyond: Beyond) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() && beyond == Beyond::Elsewhere => return None,
            ".." => {}
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(destination: &str) -> Option<(String, LinkForm, Option<String>)> {
        let local = local(destination)?;
        Some((local.path, local.form, local.fragment.map(|(_, fragment)| fragment)))
    }

    #[test]
    fn destinations_elsewhere_are_told_apart() {
        for destination in [
            "https://example.org/a",
            "HTTP://x",
            "//example.org/a",
            "mailto:a@b",
            "data:image/png;base64,AA",
            "javascript:void(0)",
            "tel:+86",
            "C:\\a.png",
            "\\\\host\\a",
            "?page=2",
            "%FF.md",
            "a%2Fb.md",
            "a_b::c",
        ] {
            assert_eq!(read(destination), None, "{destination}");
        }
    }

    #[test]
    fn hosts_of_addresses() {
        for (address, expected) in [
            ("https://WWW.Example.com/a?b=http://c#d", Some("www.example.com")),
            (" http://user:word@example.com:8080 ", Some("example.com")),
            ("http://[2001:db8::1]:80/", Some("[2001:db8::1]")),
            ("http://[2001:db8::1]/", Some("[2001:db8::1]")),
            ("https://", Some("")),
            ("新华社", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn local_destinations_are_decoded() {
        let relative = |path: &str, fragment: Option<&str>| {
            Some((path.to_owned(), LinkForm::Relative, fragment.map(str::to_owned)))
        };
        assert_eq!(read("a%20b.md?raw=true#x"), relative("a b.md", Some("x")));
        assert_eq!(read("%E5%9B%BE.png"), relative("图.png", None));
        assert_eq!(read("#%E4%B8%80"), relative("", Some("一")));
        assert_eq!(read("图:一.png"), relative("图:一.png", None));
        assert_eq!(read("100%.md"), relative("100%.md", None));
        assert_eq!(read("a\\b.md"), relative("a/b.md", None));
        assert_eq!(
            read("/a#"),
            Some(("/a".to_owned(), LinkForm::Rooted, Some(String::new())))
        );
    }

    proptest::proptest! {
        #[test]
        fn any_destination_is_read(destination in r"[a-z:/?#%0-9A-F中.\\ ]{0,30}") {
            if let Some(Local { path, fragment, .. }) = local(&destination) {
                let resolved = resolve("a/b", &path, Beyond::Root).unwrap();
                proptest::prop_assert!(!resolved.split('/').any(|part| part == ".." || part == "."));
                let written = fragment.map_or(Some(""), |(offset, _)| destination.get(offset..));
                proptest::prop_assert!(written.is_some());
            }
        }
    }

    #[test]
    fn paths_are_resolved() {
        let resolved = |folder, path| resolve(folder, path, Beyond::Elsewhere);
        assert_eq!(resolved("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(resolved("a", "./b//c/").as_deref(), Some("a/b/c"));
        assert_eq!(resolved("a", "../.."), None);
        assert_eq!(resolve("a", "../../b", Beyond::Root).as_deref(), Some("b"));
    }
}

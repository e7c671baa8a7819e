//! URIs of files, to paths and back (RFC 3986, RFC 8089).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::Uri;
use serde_json::Value;

/// The path of a `file:` URI; none for other schemes.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let (scheme, rest) = uri.as_str().split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    // A host is left out, or this machine.
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.get(rest.find('/')?..)?,
        None => rest,
    };
    path_of_bytes(decoded(path))
}

/// The URI of an absolute path.
pub(super) fn from_path(path: &Path) -> Option<Uri> {
    let mut text = String::from("file://");
    if cfg!(windows) {
        text.push('/');
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(*byte)),
            b'\\' if cfg!(windows) => text.push('/'),
            other => {
                let _ = write!(text, "%{other:02X}");
            }
        }
    }
    Uri::from_str(&text).ok()
}

/// Escapes what may not stand in a URI, in all members of that name: some clients
/// write paths as they are.
pub(super) fn escape_all(parameters: &mut Value) {
    match parameters {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if matches!(name.as_str(), "uri" | "rootUri") => escape(text),
                    other => escape_all(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(escape_all),
        _ => {}
    }
}

fn escape(uri: &mut String) {
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}[]".contains(&byte);
    if uri.bytes().all(is_allowed) {
        return;
    }
    let mut escaped = String::with_capacity(uri.len() * 2);
    for byte in uri.bytes() {
        if is_allowed(byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    *uri = escaped;
}

fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => hexadecimal(*high).zip(hexadecimal(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

fn hexadecimal(digit: u8) -> Option<u8> {
    u8::try_from(char::from(digit).to_digit(16)?).ok()
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)]
fn path_of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    let text = String::from_utf8(bytes).ok()?;
    // `/c:/folder` is `c:\folder`.
    let has_drive = text.get(2..3) == Some(":");
    Some(PathBuf::from(match text.strip_prefix('/') {
        Some(path) if has_drive => path,
        _ => &text,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(uri: &str) -> Option<PathBuf> {
        to_path(&Uri::from_str(uri).unwrap())
    }

    #[test]
    fn paths_are_read_as_clients_write_them() {
        let expected = Some(PathBuf::from("/博客/第 1 篇#.md"));
        assert_eq!(
            path("file:///%E5%8D%9A%E5%AE%A2/%E7%AC%AC%201%20%E7%AF%87%23.md"),
            expected
        );
        assert_eq!(
            path("file://localhost/%e5%8d%9a%e5%ae%a2/%e7%ac%ac%201%20%e7%af%87%23.md"),
            expected
        );
        assert_eq!(
            path("FILE:/a/100%.md".replace("%.", "%25.").as_str()),
            Some(PathBuf::from("/a/100%.md"))
        );
        assert_eq!(path("untitled:Untitled-1"), None);
        let mut raw = serde_json::json!({"textDocument": {"uri": "file:///博客/第 1 篇[a].md"}, "text": "uri 文"});
        escape_all(&mut raw);
        let escaped = "file:///%E5%8D%9A%E5%AE%A2/%E7%AC%AC%201%20%E7%AF%87%5Ba%5D.md";
        assert_eq!(
            raw,
            serde_json::json!({"textDocument": {"uri": escaped}, "text": "uri 文"})
        );
    }

    #[cfg(unix)]
    proptest! {
        #[test]
        fn any_path_comes_back(bytes in prop::collection::vec(1u8.., 0..40)) {
            use std::os::unix::ffi::OsStringExt as _;
            let path = Path::new("/").join(std::ffi::OsString::from_vec(bytes));
            prop_assert_eq!(to_path(&from_path(&path).unwrap()), Some(path));
        }
    }
}

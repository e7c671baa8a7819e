//! Hugo's shortcodes. Go templates proper (`{{ .Title }}`) do not run in
//! content, so they are text here, and so is an escaped `{{</* x */>}}`.

use super::{Scan, Template};
use crate::text::Span;

/// Finds the shortcodes of `body`, in one pass.
pub(super) fn scan(body: &str) -> Scan {
    let mut out = Scan::default();
    let mut at = 0;
    while let Some(start) = body.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
        let Some(end) = shortcode_end(body.as_bytes(), start) else {
            at = start + 2;
            continue;
        };
        let span = Span::new(start, end);
        out.templates.push((span, Template::Tag));
        at = end;
    }
    out
}

/// The offset after the shortcode that starts at `start`. Quotes hide its end;
/// another opening ends the search.
fn shortcode_end(bytes: &[u8], start: usize) -> Option<usize> {
    let close = match bytes.get(start + 2)? {
        b'<' => b'>',
        b'%' => b'%',
        _ => return None,
    };
    if bytes.get(start + 3..start + 5) == Some(b"/*") {
        return None;
    }
    let mut at = start + 3;
    let mut quote = None;
    while let Some(&byte) = bytes.get(at) {
        match quote {
            Some(b'"') if byte == b'\\' => at += 1,
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'`') => quote = Some(byte),
            None if byte == close && bytes.get(at + 1..at + 3) == Some(b"}}") => return Some(at + 3),
            None if byte == b'{' && bytes.get(at + 1) == Some(&b'{') => return None,
            None => {}
        }
        at += 1;
    }
    None
}

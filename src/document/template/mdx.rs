//! MDX: `import` and `export` lines, JSX tags, and expressions in braces.
//!
//! Code is left alone: a brace in a fence or in backticks is text.

use super::{Scan, Template};
use crate::text::Span;

/// Finds imports, tags and expressions of `body`, in one pass.
pub(super) fn scan(body: &str) -> Scan {
    let mut scanner = Scanner {
        bytes: body.as_bytes(),
        at: 0,
        out: Scan::default(),
        has_open_brace: false,
        endless_code: [0; 33],
    };
    let mut is_after_blank = true;
    while scanner.at < body.len() {
        let line = scanner.line();
        if is_after_blank && is_module_line(line) {
            scanner.module();
            continue;
        }
        is_after_blank = line.trim_ascii().is_empty();
        match fence(line) {
            Some(fence) => scanner.fenced(fence),
            None => scanner.text(),
        }
    }
    scanner.out
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    out: Scan,
    /// A brace was seen that nothing closes; later ones are text, so that no
    /// text is searched twice.
    has_open_brace: bool,
    /// For each number of backticks, up to which offset nothing closes them.
    endless_code: [usize; 33],
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn line_end(&self) -> usize {
        self.rest()
            .iter()
            .position(|&b| b == b'\n')
            .map_or(self.bytes.len(), |found| self.at + found + 1)
    }

    fn line(&self) -> &'a [u8] {
        self.bytes.get(self.at..self.line_end()).unwrap_or_default()
    }

    /// Takes import and export lines up to a blank line.
    fn module(&mut self) {
        let start = self.at;
        let mut end = start;
        while self.at < self.bytes.len() && !self.line().trim_ascii().is_empty() {
            end = self.at + self.line().trim_ascii_end().len();
            self.at = self.line_end();
        }
        self.out.templates.push((Span::new(start, end), Template::Silent));
    }

    /// Skips fenced code up to its closing fence.
    fn fenced(&mut self, (mark, count): (u8, usize)) {
        self.at = self.line_end();
        while self.at < self.bytes.len() {
            let line = self.line();
            self.at = self.line_end();
            let closes = fence(line).is_some_and(|(m, c)| m == mark && c >= count);
            if closes && line.trim_ascii_end().ends_with(&[mark]) {
                return;
            }
        }
    }

    /// Reads a line, and on while a tag or an expression leads into the next.
    fn text(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let start = self.at;
            match byte {
                b'\n' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.at += 2,
                b'`' => self.code_span(),
                b'<' => match tag_end(self.bytes, start, &mut self.has_open_brace) {
                    Some(end) => self.push(end, Template::Silent),
                    None => self.at += 1,
                },
                b'{' if !self.has_open_brace => match braces_end(self.bytes, start) {
                    Some(end) => {
                        let is_comment = self.rest().get(1..3) == Some(b"/*");
                        self.push(end, if is_comment { Template::Silent } else { Template::Output });
                    }
                    None => self.has_open_brace = true,
                },
                _ => self.at += 1,
            }
        }
    }

    fn push(&mut self, end: usize, kind: Template) {
        self.out.templates.push((Span::new(self.at, end), kind));
        self.at = end;
    }

    /// Skips a code span that ends in the same line, or the backticks alone.
    fn code_span(&mut self) {
        let rest = self.rest();
        let count = run_of(rest, b'`');
        let endless = self.endless_code.get(count).copied().unwrap_or(usize::MAX);
        let mut at = count;
        if self.at < endless {
            self.at += count;
            return;
        }
        loop {
            let is_mark = |b: &u8| matches!(b, b'`' | b'\n');
            let found = rest.get(at..).and_then(|rest| rest.iter().position(is_mark));
            let next = at + found.unwrap_or(rest.len() - at);
            if rest.get(next) != Some(&b'`') {
                if let Some(endless) = self.endless_code.get_mut(count) {
                    *endless = self.at + next;
                }
                break;
            }
            let run = run_of(rest.get(next..).unwrap_or_default(), b'`');
            at = next + run;
            if run == count {
                self.at += at;
                return;
            }
        }
        self.at += count;
    }
}

fn is_module_line(line: &[u8]) -> bool {
    line.starts_with(b"import ") || line.starts_with(b"export ") || line.starts_with(b"import{")
}

fn run_of(bytes: &[u8], mark: u8) -> usize {
    bytes.iter().take_while(|&&b| b == mark).count()
}

/// The mark and length of a fence that a line opens or closes.
fn fence(line: &[u8]) -> Option<(u8, usize)> {
    let prefix = line.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
    let line = line.get(prefix..)?;
    let mark = *line.first().filter(|b| matches!(b, b'`' | b'~'))?;
    let count = run_of(line, mark);
    let info = line.get(count..)?;
    (count >= 3 && (mark == b'~' || !info.contains(&b'`'))).then_some((mark, count))
}

/// The offset after the JSX tag at `start`, if one stands there.
fn tag_end(bytes: &[u8], start: usize, has_open_brace: &mut bool) -> Option<usize> {
    let mut at = start + 1;
    if bytes.get(at) == Some(&b'/') {
        at += 1;
    }
    if bytes.get(at) == Some(&b'>') {
        return Some(at + 1);
    }
    if !bytes
        .get(at)
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'$'))
    {
        return None;
    }
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.' | b':' | b'-');
    at += bytes.get(at..)?.iter().take_while(|b| is_name(b)).count();
    if !bytes
        .get(at)
        .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
    {
        return None;
    }
    if bytes.get(at) == Some(&b'/') && bytes.get(at + 1) != Some(&b'>') {
        return None;
    }
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            b'>' => return Some(at + 1),
            b'<' => return None,
            b'"' | b'\'' => at + 2 + bytes.get(at + 1..)?.iter().position(|&b| b == byte)?,
            b'{' if *has_open_brace => return None,
            b'{' => match braces_end(bytes, at) {
                Some(end) => end,
                None => {
                    *has_open_brace = true;
                    return None;
                }
            },
            _ => at + 1,
        };
    }
    None
}

/// The offset after the brace that closes the one at `start`. Strings hide braces.
fn braces_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' | b'\'' | b'`' => {
                let string = bytes.get(at + 1..)?;
                let is_end = |&b: &u8| b == byte || (b == b'\n' && byte != b'`');
                // An apostrophe in a text is no string: go on behind it.
                if let Some(found) = string.iter().position(is_end)
                    && string.get(found) == Some(&byte)
                {
                    at += found + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

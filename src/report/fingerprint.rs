//! By what a finding is known again in another run, when lines were added or
//! taken away elsewhere in its file.

use std::collections::HashMap;

use super::positions::Positions;
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// Characters on each side that count, of the lines on which the finding begins
/// and ends.
const SURROUNDINGS: usize = 16;

/// Bytes of a finding's text that count, from its beginning and from its end, for
/// long findings may lie in one another.
const LONG: usize = 512;

/// The fingerprints of the findings of one file, in their order.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    /// How often each digest was met.
    met: HashMap<u64, usize>,
}

impl Fingerprints {
    /// Of the rule, what its sentence speaks of, the text that was found and what
    /// stands round it in its lines. Those that are alike in all that are numbered.
    /// The language, the file's name and the line are no part of it.
    pub(super) fn next(&mut self, diagnostic: &Diagnostic, positions: &Positions<'_>) -> String {
        let mut digest = Digest::default();
        digest.add(diagnostic.rule.as_str());
        for (name, value) in diagnostic.message.arguments().iter() {
            digest.add(name);
            digest.add(value);
        }
        let text = positions.source().text.as_str();
        let span = positions.clamp(diagnostic.span);
        let (before, after) = surroundings(text, span);
        let (head, tail) = ends(span.of(text));
        for part in [before, head, tail, after] {
            digest.add(part);
        }
        let number = self.met.entry(digest.0).or_default();
        *number += 1;
        format!("{:016x}:{number}", digest.0)
    }
}

/// The beginning and the end of a text, which are all of it unless it is long.
fn ends(text: &str) -> (&str, &str) {
    let head = text.floor_char_boundary(LONG);
    let tail = text.ceil_char_boundary(text.len().saturating_sub(LONG)).max(head);
    (&text[..head], &text[tail..])
}

/// What stands before and after a span, in its lines and not far off.
fn surroundings(text: &str, span: Span) -> (&str, &str) {
    let is_line_end = |character: &char| matches!(character, '\n' | '\r');
    let (left, right) = (
        Span::new(0, span.start).of(text),
        text.get(span.end..).unwrap_or_default(),
    );
    let before = left.chars().rev().take(SURROUNDINGS);
    let before: usize = before.take_while(|found| !is_line_end(found)).map(char::len_utf8).sum();
    let after = right.chars().take(SURROUNDINGS);
    let after: usize = after.take_while(|found| !is_line_end(found)).map(char::len_utf8).sum();
    (
        left.get(left.len() - before..).unwrap_or_default(),
        right.get(..after).unwrap_or_default(),
    )
}

/// FNV-1a in 64 bits (RFC 9923), which is the same on every machine and in every
/// version.
#[derive(Debug)]
struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Digest {
    /// Adds a part, and its end: no text holds the byte FF.
    fn add(&mut self, part: &str) {
        for byte in part.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}

//! JSON with all that is hidden in it escaped, on its way to a file or a terminal.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::text::is_invisible_control;

/// Writes a document and a line end.
pub(super) fn write_json(document: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut escaped = EscapeHidden {
        out,
        waiting: Vec::with_capacity(2 * ENOUGH),
    };
    serde_json::to_writer_pretty(&mut escaped, document)?;
    escaped.write_all(b"\n")?;
    escaped.flush()
}

/// How many bytes wait until they are passed on.
const ENOUGH: usize = 64 << 10;

/// Escapes what passes through it. JSON leaves C1 controls and bidirectional
/// overrides as they are, and a terminal would obey them; outside of strings
/// there are none, so each can be escaped where it stands. The serializer
/// writes whole characters.
struct EscapeHidden<'o> {
    out: &'o mut dyn io::Write,
    waiting: Vec<u8>,
}

impl io::Write for EscapeHidden<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= ENOUGH {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match std::str::from_utf8(&self.waiting) {
            Ok(text) => write_escaped(text, self.out)?,
            Err(_) => self.out.write_all(&self.waiting)?,
        }
        self.waiting.clear();
        self.out.flush()
    }
}

/// Hidden characters begin with one of few bytes: DEL is one byte, C1 controls
/// begin with C2, U+061C with D8, the other marks of direction with E2.
fn write_escaped(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let bytes = text.as_bytes();
    let mut candidates: Vec<usize> = memchr::memchr3_iter(0xC2, 0xD8, 0xE2, bytes).collect();
    if memchr::memchr(0x7F, bytes).is_some() {
        candidates.extend(memchr::memchr_iter(0x7F, bytes));
        candidates.sort_unstable();
    }
    let mut done = 0;
    for at in candidates {
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        if is_invisible_control(character) {
            out.write_all(&bytes[done..at])?;
            write!(out, "\\u{:04x}", u32::from(character))?;
            done = at + character.len_utf8();
        }
    }
    out.write_all(&bytes[done..])
}

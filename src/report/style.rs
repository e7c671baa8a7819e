//! Colours and heading words on their way to a terminal.
//!
//! The renderer says what it is about to write (a heading, a label, a border);
//! here that becomes escape sequences, or nothing.

use std::io;

use anstyle::{AnsiColor, Style};
use codespan_reporting::diagnostic::{LabelStyle, Severity as Level};
use codespan_reporting::term::WriteStyle;

/// Whether text is coloured. The caller decides, for it knows the terminal, the
/// environment and the arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// No escape sequence at all.
    Never,
    /// ANSI escape sequences.
    Ansi,
}

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const RED: Style = AnsiColor::Red.on_default();
pub(super) const CYAN: Style = AnsiColor::Cyan.on_default();

impl Color {
    /// Starts a style.
    pub(super) fn start(self, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Color::Never => Ok(()),
            Color::Ansi => write!(out, "{}", style.render()),
        }
    }

    /// Ends a style.
    pub(super) fn end(self, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Color::Never => Ok(()),
            Color::Ansi => write!(out, "{}", anstyle::Reset.render()),
        }
    }
}

/// The colour of a severity.
pub(super) fn of(level: Level) -> Style {
    match level {
        Level::Bug | Level::Error => RED,
        Level::Warning => AnsiColor::Yellow.on_default(),
        Level::Note | Level::Help => AnsiColor::Blue.on_default(),
    }
}

/// How many carets stand under the character where the primary label begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carets {
    /// As many as the label has cells.
    AsWideAsTheLabel,
    /// One, even under a wide character: the label is a place to insert at.
    One,
}

/// Where one diagnostic is written.
///
/// The renderer knows severities by English words of its own. What it writes
/// between announcing a heading and announcing the message is therefore dropped,
/// and `heading` stands there instead.
pub(super) struct Painter<'a> {
    out: &'a mut Vec<u8>,
    color: Color,
    heading: &'a str,
    carets: Carets,
    part: Part,
    /// Spaces not yet written, for none is wanted at the end of a line.
    spaces: usize,
}

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The renderer's own words for severity and code.
    Heading,
    /// What the primary label covers, or its carets: the first cell and the rest.
    PrimaryStart,
    PrimaryRest,
    /// Anything else.
    Other,
}

impl<'a> Painter<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, color: Color, heading: &'a str, carets: Carets) -> Self {
        Self {
            out,
            color,
            heading,
            carets,
            part: Part::Other,
            spaces: 0,
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        // The renderer writes most of a line character by character.
        if let [byte] = bytes
            && *byte > b' '
            && self.spaces == 0
        {
            return self.out.push(*byte);
        }
        for part in bytes.split_inclusive(|byte| matches!(byte, b' ' | b'\n')) {
            let (part, end) = match part.split_last() {
                Some((end @ (b' ' | b'\n'), part)) => (part, Some(*end)),
                _ => (part, None),
            };
            if !part.is_empty() {
                self.out.resize(self.out.len() + self.spaces, b' ');
                self.spaces = 0;
                self.out.extend_from_slice(part);
            }
            match end {
                Some(b' ') => self.spaces += 1,
                Some(_) => {
                    self.spaces = 0;
                    self.out.push(b'\n');
                }
                None => {}
            }
        }
    }

    fn paint(&mut self, part: Part, style: Style) -> io::Result<()> {
        self.part = part;
        self.color.start(style, self.out)
    }
}

impl io::Write for Painter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.part {
            Part::Heading => {}
            Part::PrimaryRest if self.carets == Carets::One && bytes == b"^" => self.push(b" "),
            Part::PrimaryStart | Part::PrimaryRest => {
                self.part = Part::PrimaryRest;
                self.push(bytes);
            }
            Part::Other => self.push(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Painter<'_> {
    fn set_header(&mut self, level: Level) -> io::Result<()> {
        self.paint(Part::Heading, of(level).bold())?;
        self.push(self.heading.as_bytes());
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.color.end(self.out)?;
        self.paint(Part::Other, BOLD)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.paint(Part::Other, CYAN)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.paint(Part::Other, CYAN)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.paint(Part::Other, CYAN)
    }

    fn set_label(&mut self, level: Level, label: LabelStyle) -> io::Result<()> {
        match label {
            LabelStyle::Primary => self.paint(Part::PrimaryStart, of(level).bold()),
            LabelStyle::Secondary => self.paint(Part::Other, CYAN),
        }
    }

    fn reset(&mut self) -> io::Result<()> {
        self.part = Part::Other;
        self.color.end(self.out)
    }
}

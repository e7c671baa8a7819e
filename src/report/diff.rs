//! A unified diff of what a fix would change, as `git apply` and `patch -p1`
//! read it.

use std::io;
use std::path::Path;

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, ChangeTag, TextDiff};

use super::style::{self, Color};
use super::visible;
use crate::text::FilePath;

const GREEN: anstyle::Style = anstyle::AnsiColor::Green.on_default();

/// Lines shown before and after each change.
const AROUND: usize = 3;

/// Who reads a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// People: what is hidden or would move the cursor is made visible.
    Terminal,
    /// A program: every byte as it is in the file, so that the patch applies.
    Pipe,
}

/// Writes the diff of one file; nothing where the two texts are equal.
///
/// Lines end at `\n` alone, as Git has it. The hunks are those of Myers' algorithm
/// ("An O(ND) Difference Algorithm and Its Variations", 1986) with the crate's
/// shortcuts, which keep it fast where every second of 200,000 lines changed; its
/// Histogram takes minutes there.
///
/// # Errors
/// Only those of `out`.
pub fn render_diff(
    path: &FilePath,
    before: &str,
    after: &str,
    color: Color,
    destination: Destination,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if before == after {
        return Ok(());
    }
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .diff_slices(&old, &new);
    let mut printer = Printer {
        color,
        destination,
        out,
    };
    printer.header(path)?;
    for operations in diff.grouped_ops(AROUND) {
        let header = UnifiedHunkHeader::new(&operations).to_string();
        printer.line(style::CYAN, "", &header)?;
        for change in operations.iter().flat_map(|operation| diff.iter_changes(operation)) {
            printer.change(change.tag(), change.value())?;
        }
    }
    Ok(())
}

struct Printer<'a> {
    color: Color,
    destination: Destination,
    out: &'a mut dyn io::Write,
}

impl Printer<'_> {
    fn header(&mut self, path: &FilePath) -> io::Result<()> {
        for (mark, side) in [("--- ", "a/"), ("+++ ", "b/")] {
            let name = match self.destination {
                Destination::Terminal => format!("{side}{}", visible::in_sentence(&path.shown)),
                Destination::Pipe => name_in_patch(side, &path.os),
            };
            self.line(style::BOLD, mark, &name)?;
        }
        Ok(())
    }

    fn change(&mut self, tag: ChangeTag, line: &str) -> io::Result<()> {
        let (content, has_end) = match line.strip_suffix('\n') {
            Some(content) => (content, true),
            None => (line, false),
        };
        let content = match self.destination {
            Destination::Pipe => content.to_owned(),
            // The line end of Windows would be seen in every line of such a file.
            Destination::Terminal if has_end => visible::in_line(content.strip_suffix('\r').unwrap_or(content)),
            Destination::Terminal => visible::in_line(content),
        };
        match tag {
            ChangeTag::Delete => self.line(style::RED, "-", &content)?,
            ChangeTag::Insert => self.line(GREEN, "+", &content)?,
            ChangeTag::Equal => writeln!(self.out, " {content}")?,
        }
        if !has_end {
            writeln!(self.out, "\\ No newline at end of file")?;
        }
        Ok(())
    }

    fn line(&mut self, style: anstyle::Style, mark: &str, text: &str) -> io::Result<()> {
        self.color.start(style, self.out)?;
        write!(self.out, "{mark}{text}")?;
        self.color.end(self.out)?;
        writeln!(self.out)
    }
}

/// A path as Git writes it: bytes that are not printable ASCII or UTF-8, quotes
/// and backslashes quoted as in C; a tab after a name that has white space in it.
fn name_in_patch(side: &str, path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let bytes = if cfg!(windows) {
        bytes
            .iter()
            .map(|byte| if *byte == b'\\' { b'/' } else { *byte })
            .collect()
    } else {
        bytes.to_owned()
    };
    let bytes = bytes.strip_prefix(b"./").unwrap_or(&bytes);
    let bytes = bytes.strip_prefix(b"/").unwrap_or(bytes);
    let plain = |byte: &u8| *byte >= b' ' && !matches!(byte, b'"' | b'\\' | 0x7F);
    match std::str::from_utf8(bytes) {
        Ok(name) if bytes.iter().all(plain) => {
            let end = if name.contains(' ') { "\t" } else { "" };
            format!("{side}{name}{end}")
        }
        _ => {
            let quoted: String = bytes.iter().map(|byte| quoted(*byte)).collect();
            format!("\"{side}{quoted}\"")
        }
    }
}

fn quoted(byte: u8) -> String {
    match byte {
        b'"' => "\\\"".to_owned(),
        b'\\' => "\\\\".to_owned(),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\{byte:03o}"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::{Command, Stdio};

    use proptest::prelude::*;

    use super::*;

    fn diff(path: &FilePath, before: &str, after: &str, color: Color, destination: Destination) -> Vec<u8> {
        let mut out = Vec::new();
        render_diff(path, before, after, color, destination, &mut out).unwrap();
        out
    }

    /// Applies the diff by a program, and gives what the file then holds.
    fn applied(program: &[&str], path: &Path, before: &str, after: &str) -> Option<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, before).unwrap();
        let patch = diff(&FilePath::new(path), before, after, Color::Never, Destination::Pipe);
        fs::write(folder.path().join(".patch"), &patch).unwrap();
        let patch = fs::File::open(folder.path().join(".patch")).unwrap();
        let run = Command::new(program[0])
            .args(&program[1..])
            .current_dir(folder.path())
            .env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap())
            .stdin(Stdio::from(patch))
            .output();
        let Ok(run) = run else {
            eprintln!("skipped: there is no {}", program[0]);
            return None;
        };
        assert!(
            run.status.success(),
            "{program:?} {path:?} {}",
            String::from_utf8_lossy(&run.stderr)
        );
        Some(fs::read(file).unwrap())
    }

    fn assert_applies(path: &Path, before: &str, after: &str) {
        for program in [&["git", "apply", "-"][..], &["patch", "-p1", "--binary", "-s"]] {
            if let Some(content) = applied(program, path, before, after) {
                assert_eq!(String::from_utf8(content).unwrap(), after, "{program:?}");
            }
        }
    }

    #[test]
    fn patches_apply_whatever_the_line_ends_and_controls() {
        let long = "line\n".repeat(30);
        for (before, after) in [
            ("a\nb\nc\n", "a\nB\nc\n"),
            ("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"),
            ("a\rb\rc", "a\rB\rc"),
            ("no end", "an end\n"),
            ("an end\n", "no end"),
            ("a\nno end", "A\nno end"),
            ("x\u{1B}[31m\u{202E}\u{200B}y\n", "x\u{1B}[31my\n"),
            ("\u{FEFF}a\n", "\u{FEFF}b\n"),
            ("a\n\n\n", "a\n"),
            ("", "a\n"),
            ("a\n", ""),
            (&format!("a\n{long}b\n"), &format!("A\n{long}B\n")),
        ] {
            assert_applies(Path::new("a.md"), before, after);
        }
    }

    #[test]
    fn patches_apply_whatever_the_name() {
        for path in [
            "_posts/2022-12-13-外长.md",
            "two words.md",
            "quo\"te.md",
            "back\\slash.md",
            "tab\tin.md",
        ] {
            assert_applies(Path::new(path), "a\n", "b\n");
        }
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt as _;
            assert_applies(Path::new(std::ffi::OsStr::from_bytes(b"x/\xCD\xE2.md")), "a\n", "b\n");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn any_two_texts(before in "([ab]{0,2}\r?\n){0,20}[ab]{0,2}", after in "([ab]{0,2}\r?\n){0,20}[ab]{0,2}") {
            prop_assume!(before != after);
            assert_applies(Path::new("a.md"), &before, &after);
        }
    }

    #[test]
    fn a_terminal_gets_no_control_but_colours() {
        let path = FilePath::new("a.md");
        let (before, after) = ("a\u{1B}[2J\r\n\u{202E}b\tc\r\n", "a\r\n\u{202E}b\tc\r\n");
        let plain = diff(&path, before, after, Color::Never, Destination::Terminal);
        assert_eq!(
            String::from_utf8(plain).unwrap(),
            "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n-a<U+001B>[2J\n+a\n <U+202E>b\tc\n"
        );
        let colored = diff(&path, before, after, Color::Ansi, Destination::Terminal);
        assert!(
            String::from_utf8(colored)
                .unwrap()
                .contains("\u{1B}[31m-a<U+001B>[2J\u{1B}[0m\n")
        );
    }

    #[test]
    fn equal_texts_have_no_diff() {
        let nothing = diff(&FilePath::new("a.md"), "a\n", "a\n", Color::Ansi, Destination::Pipe);
        assert!(nothing.is_empty());
    }
}

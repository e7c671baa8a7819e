//! `kanwu check -`: a text that an editor or another program hands over.

use std::io::{self, Read, Write as _};
use std::path::Path;

use super::super::arguments::Mode;
use super::Checked;
use super::outcome::{Job, Outcome, unread_notice};
use crate::text::{FilePath, STANDARD_INPUT};
use crate::walk::{self, NamedPaths, Origin, SkipReason, Unread};

/// Standard input as a file.
pub(super) fn path(name: Option<&Path>) -> FilePath {
    FilePath::new(name.unwrap_or(Path::new(STANDARD_INPUT)))
}

/// Checks standard input as if it were the content of a file of that name. Where
/// fixes are to be made, the text goes to standard output: mended, or as it
/// came if it is not to be checked, so that no editor loses it.
///
/// # Errors
///
/// If standard output cannot be written.
pub(super) fn check(name: Option<&Path>, named: NamedPaths, job: &Job<'_>) -> io::Result<Checked> {
    let path = path(name);
    let mut input = io::stdin().lock();
    let mut bytes = Vec::new();
    let read = match name.and_then(|name| skip_reason(name, named)) {
        Some(reason) => Err(Unread::Skipped(reason)),
        None => walk::read_all(&mut input, &mut bytes),
    };
    let outcome = match (read, job.mode) {
        (Err(unread), _) => {
            if let Mode::Fix(_) = job.mode {
                pass_on(&bytes, &mut input)?;
            }
            Outcome::only(unread_notice(&path, Origin::Named, unread))
        }
        (Ok(()), Mode::Fix(most)) => {
            let mended = Job {
                mode: Mode::Diff(most),
                ..*job
            };
            let mut outcome = mended.check_bytes(&path, bytes.clone());
            match outcome.change.take() {
                Some((_, after)) => pass_on(after.as_bytes(), &mut io::empty())?,
                None => pass_on(&bytes, &mut io::empty())?,
            }
            outcome
        }
        (Ok(()), _) => job.check_bytes(&path, bytes),
    };
    Ok(Checked {
        outcomes: vec![outcome],
        notices: Vec::new(),
    })
}

fn skip_reason(name: &Path, named: NamedPaths) -> Option<SkipReason> {
    if !walk::has_known_extension(name) {
        return Some(SkipReason::OtherExtension);
    }
    (named == NamedPaths::Excludable && walk::is_excluded(name)).then_some(SkipReason::Excluded)
}

/// Writes a text, and what is still to be read.
fn pass_on(text: &[u8], rest: &mut dyn Read) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    io::copy(rest, &mut out)?;
    out.flush()
}

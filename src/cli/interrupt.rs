//! Ctrl-C, and being asked to end or hung up on: no file is left half replaced,
//! and no temporary file stays.

use std::process;

use super::progress::Progress;
use crate::write;

/// What shells say of a program that Ctrl-C ended.
const STATUS: i32 = 130;

/// Ends the process when it is interrupted, once no file is being replaced.
///
/// Where somebody else has decided about these signals, as `nohup` does, it is
/// left at that.
pub(super) fn end_cleanly(progress: &Progress) {
    let bar = progress.bar();
    // The system may refuse; an interruption then ends us at once, as it does other programs.
    let _ = ctrlc::try_set_handler(move || {
        bar.finish_and_clear();
        write::wait_and_stop();
        process::exit(STATUS);
    });
}

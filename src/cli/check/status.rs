//! What the exit status of a check says.

use super::super::Status;
use super::super::arguments::{Mode, Tolerance};
use super::outcome::Told;
use crate::diagnostic::Severity;
use crate::report::Summary;

/// How a run ended: it failed at what was asked, or something remains that may
/// not, or all is well.
pub(super) fn of(told: &Told, mode: Mode, tolerance: &Tolerance) -> Status {
    let summary = &told.report.summary;
    if told.notices.iter().any(|notice| notice.severity == Severity::Error)
        || tolerance.error_on_empty && summary.files_checked == 0
    {
        return Status::Failed;
    }
    let is_diff = matches!(mode, Mode::Diff(_)) && !told.changes.is_empty();
    let remains = remaining(summary, tolerance.fail_on) > 0 || excess_warnings(summary, tolerance).is_some() || is_diff;
    match remains && !tolerance.exit_zero {
        true => Status::Found,
        false => Status::Clean,
    }
}

/// The diagnostics of a severity, or of a worse one.
fn remaining(summary: &Summary, fail_on: Severity) -> usize {
    match fail_on {
        Severity::Error => summary.errors,
        Severity::Warning => summary.errors + summary.warnings,
        Severity::Info => summary.errors + summary.warnings + summary.infos,
    }
}

/// The number of warnings that are allowed, if there are more.
pub(super) fn excess_warnings(summary: &Summary, tolerance: &Tolerance) -> Option<usize> {
    tolerance.most_warnings.filter(|most| summary.warnings > *most)
}

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
    let notices = &told.report.notices;
    if notices.iter().any(|notice| notice.severity == Severity::Error)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Message;
    use crate::report::{Notice, Report};
    use crate::text::{FilePath, Source};

    /// One diagnostic of each severity.
    fn told() -> Told {
        let summary = Summary {
            files_checked: 1,
            errors: 1,
            warnings: 1,
            infos: 1,
            ..Summary::default()
        };
        Told {
            report: Report::new(Vec::new(), Vec::new(), summary),
            changes: Vec::new(),
        }
    }

    const STRICT: Tolerance = Tolerance {
        fail_on: Severity::Info,
        most_warnings: Some(0),
        exit_zero: false,
        error_on_empty: true,
    };

    const LENIENT: Tolerance = Tolerance {
        fail_on: Severity::Error,
        most_warnings: None,
        exit_zero: false,
        error_on_empty: false,
    };

    fn status(told: &Told, tolerance: Tolerance) -> Status {
        of(told, Mode::Report, &tolerance)
    }

    #[test]
    fn what_remains_fails_from_its_severity_on() {
        let mut told = told();
        assert_eq!(status(&told, LENIENT), Status::Found);
        told.report.summary.errors = 0;
        assert_eq!(status(&told, LENIENT), Status::Clean);
        let on_warning = Tolerance {
            fail_on: Severity::Warning,
            ..LENIENT
        };
        assert_eq!(status(&told, on_warning), Status::Found);
        told.report.summary.warnings = 0;
        assert_eq!(status(&told, on_warning), Status::Clean);
        assert_eq!(status(&told, STRICT), Status::Found);
        told.report.summary.infos = 0;
        assert_eq!(status(&told, STRICT), Status::Clean);
    }

    #[test]
    fn more_warnings_than_allowed_fail_and_as_many_do_not() {
        let mut told = told();
        told.report.summary.errors = 0;
        for (most, expected) in [(0, Status::Found), (1, Status::Clean)] {
            let tolerance = Tolerance {
                most_warnings: Some(most),
                ..LENIENT
            };
            assert_eq!(status(&told, tolerance), expected);
        }
    }

    #[test]
    fn a_diff_that_is_not_empty_fails_and_a_text_mended_for_standard_output_does_not() {
        let mut told = told();
        told.report.summary.errors = 0;
        let source = Source::from_text(FilePath::new("a.md"), "a".to_owned());
        told.changes.push((source, "b".to_owned()));
        let most = crate::diagnostic::Applicability::Safe;
        assert_eq!(of(&told, Mode::Diff(most), &LENIENT), Status::Found);
        assert_eq!(of(&told, Mode::Fix(most), &LENIENT), Status::Clean);
    }

    #[test]
    fn what_could_not_be_done_fails_whatever_is_tolerated() {
        let mut told = told();
        let forgiving = Tolerance {
            exit_zero: true,
            ..LENIENT
        };
        assert_eq!(status(&told, forgiving), Status::Clean);
        let notice = |severity| Notice {
            severity,
            path: FilePath::new("a.md"),
            message: Message::key("read-not-found"),
        };
        told.report.notices.push(notice(Severity::Warning));
        assert_eq!(status(&told, forgiving), Status::Clean);
        told.report.notices.push(notice(Severity::Error));
        assert_eq!(status(&told, forgiving), Status::Failed);
    }

    #[test]
    fn that_no_file_was_checked_fails_on_demand() {
        let mut told = told();
        told.report.summary = Summary::default();
        assert_eq!(status(&told, LENIENT), Status::Clean);
        let forgiving = Tolerance {
            exit_zero: true,
            ..STRICT
        };
        assert_eq!(status(&told, forgiving), Status::Failed);
    }
}

//! The totals of a run, and the sentence that says them.

use std::io;
use std::time::Duration;

use super::{FileReport, Options};
use crate::diagnostic::{Applicability, Severity};
use crate::messages::{Arguments, Catalogue, Language};

/// The totals of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read and checked.
    pub files_checked: usize,
    /// Diagnostics that remain, by severity.
    pub errors: usize,
    /// See `errors`.
    pub warnings: usize,
    /// See `errors`.
    pub infos: usize,
    /// Diagnostics among them whose fix is safe: `--fix` would make it.
    pub fixable: usize,
    /// Diagnostics among them whose fix is unsafe: `--unsafe-fixes` would make it.
    pub fixable_unsafe: usize,
    /// Diagnostics that this run fixed.
    pub fixed: usize,
    /// Files that were named or found, but not checked.
    pub skipped: usize,
    /// How long the run took.
    pub elapsed: Duration,
}

impl Summary {
    /// Counts the diagnostics of some files; what is not in them stays zero.
    pub fn count(files: &[FileReport]) -> Self {
        let mut summary = Summary::default();
        for diagnostic in files.iter().flat_map(|file| &file.diagnostics) {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
            match diagnostic.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => summary.fixable += 1,
                Some(Applicability::Unsafe) => summary.fixable_unsafe += 1,
                Some(Applicability::Display) | None => {}
            }
        }
        summary
    }
}

/// Writes the closing line of a run: files, time, findings, what can be fixed.
///
/// # Errors
/// Only those of `out`.
pub fn render_summary(summary: &Summary, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", summary_sentence(summary, options))
}

/// The totals of a run in a sentence.
pub fn summary_sentence(summary: &Summary, options: &Options<'_>) -> String {
    sentence(summary, options.level, options.catalogue)
}

fn sentence(summary: &Summary, level: Severity, catalogue: &Catalogue) -> String {
    let mut clauses = Vec::new();
    if summary.files_checked == 0 {
        clauses.push(catalogue.text("summary-no-file", &Arguments::new()));
    } else {
        let files = catalogue.text(
            "summary-checked",
            &Arguments::new()
                .with("files", Noun::File.counted(summary.files_checked, catalogue))
                .with("seconds", format!("{:.2}", summary.elapsed.as_secs_f64())),
        );
        let first = fixed(summary, catalogue).unwrap_or_else(|| found(summary, level, catalogue));
        clauses.push(files + &first);
        clauses.extend((summary.fixed > 0).then(|| found(summary, level, catalogue)));
        clauses.extend(fixable(summary, catalogue));
    }
    if summary.skipped > 0 {
        clauses.push(Noun::Skipped.counted(summary.skipped, catalogue));
    }
    match catalogue.language() {
        Language::English => clauses.join("; ") + ".",
        Language::SimplifiedChinese => clauses.join("；") + "。",
    }
}

fn fixed(summary: &Summary, catalogue: &Catalogue) -> Option<String> {
    let count = Arguments::new().with("count", summary.fixed.to_string());
    (summary.fixed > 0).then(|| catalogue.text("summary-fixed", &count))
}

/// The findings that the text showed: `1 error, 2 warnings`.
fn found(summary: &Summary, level: Severity, catalogue: &Catalogue) -> String {
    let found: Vec<String> = [
        (Noun::Error, Severity::Error, summary.errors),
        (Noun::Warning, Severity::Warning, summary.warnings),
        (Noun::Info, Severity::Info, summary.infos),
    ]
    .into_iter()
    .filter(|(_, severity, count)| *severity <= level && *count > 0)
    .map(|(noun, _, count)| noun.counted(count, catalogue))
    .collect();
    match (found.is_empty(), summary.fixed, catalogue.language()) {
        (true, 0, _) => catalogue.text("summary-nothing", &Arguments::new()),
        (true, _, _) => catalogue.text("summary-nothing-left", &Arguments::new()),
        (false, _, Language::English) => found.join(", "),
        (false, _, Language::SimplifiedChinese) => found.join("、"),
    }
}

/// Which option would mend how many.
fn fixable(summary: &Summary, catalogue: &Catalogue) -> Option<String> {
    let key = match (summary.fixable, summary.fixable_unsafe) {
        (0, 0) => return None,
        (_, 0) => "summary-fixable",
        (0, _) => "summary-fixable-unsafe",
        (_, _) => "summary-fixable-both",
    };
    let counts = Arguments::new()
        .with("count", summary.fixable.to_string())
        .with("unsafe", summary.fixable_unsafe.to_string());
    Some(catalogue.text(key, &counts))
}

/// What is counted. English has a form for one and a form for more.
#[derive(Debug, Clone, Copy)]
enum Noun {
    File,
    Error,
    Warning,
    Info,
    Skipped,
}

impl Noun {
    fn counted(self, count: usize, catalogue: &Catalogue) -> String {
        let (one, more) = match self {
            Noun::File => ("count-file", "count-files"),
            Noun::Error => ("count-error", "count-errors"),
            Noun::Warning => ("count-warning", "count-warnings"),
            Noun::Info => ("count-info", "count-infos"),
            Noun::Skipped => ("count-skipped", "count-skipped-more"),
        };
        let key = if count == 1 { one } else { more };
        catalogue.text(key, &Arguments::new().with("count", count.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(summary: Summary, level: Severity) -> [String; 2] {
        [Language::English, Language::SimplifiedChinese]
            .map(|language| sentence(&summary, level, &Catalogue::new(language)))
    }

    fn summary(errors: usize, warnings: usize, infos: usize) -> Summary {
        Summary {
            files_checked: 12,
            errors,
            warnings,
            infos,
            elapsed: Duration::from_millis(34),
            ..Summary::default()
        }
    }

    #[test]
    fn findings_and_fixes_are_counted() {
        let found = Summary {
            fixable: 2,
            ..summary(1, 2, 5)
        };
        assert_eq!(
            both(found, Severity::Warning),
            [
                "Checked 12 files in 0.03 s: 1 error, 2 warnings; 2 can be fixed with `--fix`.",
                "检查了 12 个文件，用时 0.03 秒：1 个错误、2 个警告；其中 2 处可用 `--fix` 修复。"
            ]
        );
        let found = Summary {
            files_checked: 1,
            fixable: 1,
            fixable_unsafe: 3,
            skipped: 1,
            ..summary(2, 1, 1)
        };
        assert_eq!(
            both(found, Severity::Info),
            [
                "Checked 1 file in 0.03 s: 2 errors, 1 warning, 1 note; \
                 1 can be fixed with `--fix`, 3 more with `--unsafe-fixes`; 1 file skipped.",
                "检查了 1 个文件，用时 0.03 秒：2 个错误、1 个警告、1 个提示；\
                 其中 1 处可用 `--fix` 修复，另有 3 处可用 `--unsafe-fixes` 修复；跳过了 1 个文件。"
            ]
        );
    }

    #[test]
    fn what_was_fixed_stands_before_what_is_left() {
        let fixed = Summary {
            fixed: 4,
            ..summary(0, 0, 3)
        };
        assert_eq!(
            both(fixed, Severity::Warning),
            [
                "Checked 12 files in 0.03 s: 4 fixed; nothing left.",
                "检查了 12 个文件，用时 0.03 秒：修复了 4 处；没有剩下的问题。"
            ]
        );
    }

    #[test]
    fn nothing_found_and_nothing_checked_are_told_apart() {
        assert_eq!(
            both(summary(0, 0, 0), Severity::Info),
            [
                "Checked 12 files in 0.03 s: nothing to report.",
                "检查了 12 个文件，用时 0.03 秒：没有发现问题。"
            ]
        );
        let skipped = Summary {
            skipped: 2,
            ..Summary::default()
        };
        assert_eq!(
            both(skipped, Severity::Info),
            [
                "No file was checked; 2 files skipped.",
                "没有检查任何文件；跳过了 2 个文件。"
            ]
        );
    }
}

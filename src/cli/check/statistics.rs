//! How many diagnostics there are, by rule and by where posts come from.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::outcome::Outcome;
use crate::diagnostic::{RuleId, Severity};
use crate::document::front_matter;
use crate::messages::{Arguments, Catalogue};
use crate::report::visible;
use crate::site::url;
use crate::text::Source;

/// The key of front matter that says where a post was taken from.
const ORIGIN_KEY: &str = "from";

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Statistics {
    rules: HashMap<RuleId, Count>,
    /// By host; of posts that name none under the empty name.
    origins: BTreeMap<String, Count>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    diagnostics: usize,
    /// Files that have some.
    files: usize,
    /// Files with and without.
    checked: usize,
}

impl Statistics {
    /// Counts diagnostics of a severity and of worse ones.
    pub(super) fn count(outcomes: &[Outcome], level: Severity) -> Self {
        let mut statistics = Self::default();
        for outcome in outcomes.iter().filter(|outcome| outcome.is_checked) {
            let mut by_rule: HashMap<&RuleId, usize> = HashMap::new();
            for diagnostic in outcome.report.iter().flat_map(|report| &report.diagnostics) {
                if diagnostic.severity <= level {
                    *by_rule.entry(&diagnostic.rule).or_default() += 1;
                }
            }
            let origin = outcome.origin.clone().unwrap_or_default();
            let of_origin = statistics.origins.entry(origin).or_default();
            of_origin.checked += 1;
            of_origin.files += usize::from(!by_rule.is_empty());
            for (rule, found) in by_rule {
                of_origin.diagnostics += found;
                let of_rule = statistics.rules.entry(rule.clone()).or_default();
                of_rule.diagnostics += found;
                of_rule.files += 1;
            }
        }
        statistics
    }

    /// Writes both tables, the greatest numbers first; nothing where nothing was
    /// found.
    ///
    /// # Errors
    ///
    /// Only those of `out`.
    pub(super) fn print(&self, catalogue: &Catalogue, out: &mut dyn Write) -> io::Result<()> {
        let text = |key: &str| catalogue.text(key, &Arguments::new());
        let rules = sorted(self.rules.iter().map(|(rule, count)| (rule.to_string(), *count)));
        if rules.is_empty() {
            return Ok(());
        }
        let headings = ["statistics-diagnostics", "statistics-files", "statistics-rule"].map(text);
        let rows = rules
            .into_iter()
            .map(|(rule, count)| [count.diagnostics.to_string(), count.files.to_string(), rule]);
        table(headings, rows.collect(), out)?;

        let origins = self.origins.iter().map(|(origin, count)| match origin.as_str() {
            "" => (text("statistics-no-origin"), *count),
            origin => (visible(origin), *count),
        });
        let headings = [
            "statistics-diagnostics",
            "statistics-files",
            "statistics-checked",
            "statistics-origin",
        ]
        .map(text);
        let rows = sorted(origins).into_iter().map(|(origin, count)| {
            let [diagnostics, files, checked] = [count.diagnostics, count.files, count.checked].map(|n| n.to_string());
            [diagnostics, files, checked, origin]
        });
        table(headings, rows.collect(), out)
    }
}

/// What has diagnostics, the most first, then by name.
fn sorted(counts: impl Iterator<Item = (String, Count)>) -> Vec<(String, Count)> {
    let mut counts: Vec<_> = counts.filter(|(_, count)| count.diagnostics > 0).collect();
    counts.sort_by(|(one, a), (other, b)| b.diagnostics.cmp(&a.diagnostics).then_with(|| one.cmp(other)));
    counts
}

/// Numbers stand right in their columns; the last column is a name.
fn table<const COLUMNS: usize>(
    headings: [String; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows: Vec<_> = std::iter::once(headings).chain(rows).collect();
    let mut widths = [0; COLUMNS];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    for row in &rows {
        let mut cells = row.iter().zip(widths).peekable();
        while let Some((cell, width)) = cells.next() {
            match cells.peek() {
                Some(_) => write!(out, "{}{cell}  ", " ".repeat(width - cell.width()))?,
                None => writeln!(out, "{cell}")?,
            }
        }
    }
    writeln!(out)
}

/// Where a post comes from by its front matter.
pub(super) fn origin_of(source: &Source) -> Option<String> {
    let front_matter = front_matter::find(&source.text).node?;
    let from = front_matter.get(ORIGIN_KEY)?.value.as_scalar()?;
    let origin = from.text.trim();
    Some(url::host(origin).unwrap_or_else(|| origin.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FilePath;

    #[test]
    fn origins_are_read_from_front_matter() {
        let origin = |text: &str| origin_of(&Source::from_text(FilePath::new("a.md"), text.to_owned()));
        assert_eq!(
            origin("---\nfrom: https://example.com/a\n---\n").as_deref(),
            Some("example.com")
        );
        assert_eq!(origin("---\nfrom: ' 新华社 '\n---\n").as_deref(), Some("新华社"));
        assert_eq!(origin("---\nfrom: [a]\n---\n"), None);
        assert_eq!(origin("from: https://example.com/a\n"), None);
    }
}

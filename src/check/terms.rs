//! The check `terms`: words that are wrong, the right ones, and where the
//! wrong ones are right after all.

mod beginnings;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use beginnings::Beginnings;

use super::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix};
use crate::document::prose::Run;
use crate::fact::Found;
use crate::rule::{Rule, RuleError};

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Terms {
    /// Who may put the right word there.
    #[serde(default = "super::unsafe_by_default")]
    applicability: Applicability,
    /// The words.
    entries: Vec<Term>,
    #[serde(skip)]
    searcher: OnceLock<Option<Searcher>>,
}

/// A wrong word with the right one. The lists hold literal strings at the
/// edges of the match.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Term {
    wrong: String,
    right: String,
    /// None of these stands before it.
    #[serde(default)]
    unless_before: Vec<String>,
    /// None of these stands after it.
    #[serde(default)]
    unless_after: Vec<String>,
    /// One of these stands before it, unless there are none.
    #[serde(default)]
    only_before: Vec<String>,
    /// One of these stands after it, unless there are none.
    #[serde(default)]
    only_after: Vec<String>,
}

/// All wrong words in one automaton; a word's number leads to its entries,
/// since one word may stand in several with different surroundings.
struct Searcher {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    entries: Vec<Vec<usize>>,
    beginnings: Beginnings,
    /// The length in bytes of the longest word.
    longest: usize,
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Searcher")
            .field("words", &self.entries.len())
            .finish_non_exhaustive()
    }
}

impl Searcher {
    /// The longest word that begins at `start`, with its entries.
    fn word_at(&self, text: &str, start: usize) -> Option<(Range<usize>, &[usize])> {
        let end = text.ceil_char_boundary(start.saturating_add(self.longest));
        let matched = self.automaton.leftmost_find_iter(&text[start..end]).next()?;
        let entries = self.entries.get(matched.value() as usize)?;
        (matched.start() == 0).then(|| (start..start + matched.end(), entries.as_slice()))
    }
}

impl Term {
    fn applies(&self, before: &str, after: &str) -> bool {
        let ends = |part: &String| before.ends_with(part.as_str());
        let starts = |part: &String| after.starts_with(part.as_str());
        !self.unless_before.iter().any(ends)
            && !self.unless_after.iter().any(starts)
            && (self.only_before.is_empty() || self.only_before.iter().any(ends))
            && (self.only_after.is_empty() || self.only_after.iter().any(starts))
    }
}

impl Terms {
    pub(super) fn compile(&self) -> Result<(), RuleError> {
        self.build().map(|_| ()).map_err(|reason| RuleError::Option {
            pointer: "/terms/entries".to_owned(),
            reason,
        })
    }

    fn build(&self) -> Result<Searcher, String> {
        let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, term) in self.entries.iter().enumerate() {
            by_word.entry(term.wrong.as_str()).or_default().push(number);
        }
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(by_word.keys())
            .map_err(|error| error.to_string())?;
        Ok(Searcher {
            automaton,
            beginnings: Beginnings::of(by_word.keys()),
            longest: by_word.keys().map(|word| word.len()).max().unwrap_or_default(),
            entries: by_word.into_values().collect(),
        })
    }

    pub(super) fn run(&self, rule: &Rule, subject: &Subject<'_, '_>, found: &mut Found) {
        // Words that cannot be compiled were reported when the rule was read.
        let Some(searcher) = self.searcher.get_or_init(|| self.build().ok()) else {
            return;
        };
        for run in subject.document.prose() {
            self.run_on(rule, run, searcher, found);
        }
    }

    fn run_on(&self, rule: &Rule, run: &Run, searcher: &Searcher, found: &mut Found) {
        let text = run.text.as_str();
        let mut from = 0;
        while let Some(start) = searcher.beginnings.next_in(text, from) {
            let word = searcher.word_at(text, start);
            let term = word
                .as_ref()
                .and_then(|(range, entries)| self.applying(text, range, entries));
            // A word that is right here may overlap one that is wrong.
            let first_character = text[start..].chars().next().map_or(1, char::len_utf8);
            from = match (word, term) {
                (Some((range, _)), Some(term)) => {
                    found
                        .diagnostics
                        .extend(self.diagnostic(rule, run, range.clone(), term));
                    range.end
                }
                _ => start + first_character,
            };
        }
    }

    fn applying(&self, text: &str, range: &Range<usize>, entries: &[usize]) -> Option<&Term> {
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let mut candidates = entries.iter().filter_map(|number| self.entries.get(*number));
        candidates.find(|term| term.applies(before, after))
    }

    fn diagnostic(&self, rule: &Rule, run: &Run, range: Range<usize>, term: &Term) -> Option<Diagnostic> {
        let span = run.source_span(range.clone())?;
        let arguments = Arguments::new()
            .with("match", &term.wrong)
            .with("suggestion", &term.right);
        let fix = run.verbatim_span(range).map(|span| Fix {
            title: rule.fix_title(&arguments, "fix-replace"),
            edits: vec![Edit {
                span,
                text: term.right.clone(),
            }],
            change: Change::SetText,
            applicability: self.applicability,
        });
        Some(Diagnostic {
            rule: rule.id.clone(),
            severity: rule.severity,
            help: rule.help(&arguments),
            message: rule.message(arguments),
            span,
            labels: Vec::new(),
            fix,
        })
    }
}

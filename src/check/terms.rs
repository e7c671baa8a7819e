//! The check `terms`: words that are wrong, the right ones, and where the
//! wrong ones are right after all.

mod beginnings;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use beginnings::Beginnings;

use super::Subject;
use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix};
use crate::document::prose::Run;
use crate::fact::Found;
use crate::rule::{Expected, Rule, RuleError};

/// Options of the check.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Terms {
    /// Who may put the right word there.
    #[serde(default = "super::unsafe_by_default")]
    applicability: Applicability,
    /// The words.
    entries: Vec<Term>,
    /// Words that are right, so that nothing is found within them.
    #[serde(default)]
    except: Vec<String>,
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
    words: Vec<Word>,
    beginnings: Beginnings,
    /// The length in bytes of the longest word.
    longest: usize,
}

/// A wrong word.
struct Word {
    /// The numbers of its entries.
    entries: Vec<usize>,
    /// Right words that it stands in, with the byte at which it does.
    right_within: Vec<(usize, Box<str>)>,
}

impl Word {
    /// Whether it is part of a right word where it stands at `start`.
    fn is_right_at(&self, text: &str, start: usize) -> bool {
        let stands_round = |(before, right): &(usize, Box<str>)| {
            let begin = start.checked_sub(*before);
            begin
                .and_then(|begin| text.get(begin..))
                .is_some_and(|text| text.starts_with(&**right))
        };
        self.right_within.iter().any(stands_round)
    }
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Searcher")
            .field("words", &self.words.len())
            .finish_non_exhaustive()
    }
}

impl Searcher {
    /// The longest word that begins at `start`, with where it ends.
    fn word_at(&self, text: &str, start: usize) -> Option<(Range<usize>, &Word)> {
        let end = text.ceil_char_boundary(start.saturating_add(self.longest));
        let matched = self.automaton.leftmost_find_iter(&text[start..end]).next()?;
        let word = self.words.get(matched.value() as usize)?;
        (matched.start() == 0).then(|| (start..start + matched.end(), word))
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
            expected: Expected::Words,
            rest: None,
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
        let longest = by_word.keys().map(|word| word.len()).max().unwrap_or_default();
        let mut right_within: HashMap<&str, Vec<(usize, Box<str>)>> = HashMap::new();
        for right in &self.except {
            for (start, end) in parts(right, longest) {
                if let Some((wrong, _)) = by_word.get_key_value(&right[start..end]) {
                    let places = right_within.entry(wrong).or_default();
                    places.push((start, right.as_str().into()));
                }
            }
        }
        Ok(Searcher {
            automaton,
            beginnings: Beginnings::of(by_word.keys()),
            longest,
            words: by_word
                .into_iter()
                .map(|(wrong, entries)| Word {
                    entries,
                    right_within: right_within.remove(wrong).unwrap_or_default(),
                })
                .collect(),
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
            let term = word.as_ref().and_then(|(range, word)| self.applying(text, range, word));
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

    fn applying(&self, text: &str, range: &Range<usize>, word: &Word) -> Option<&Term> {
        if word.is_right_at(text, range.start) {
            return None;
        }
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let mut candidates = word.entries.iter().filter_map(|number| self.entries.get(*number));
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
            fix,
            ..rule.finding(span, arguments)
        })
    }
}

/// The parts of a word that are no longer than `longest` bytes, as offsets.
fn parts(word: &str, longest: usize) -> impl Iterator<Item = (usize, usize)> {
    let ends = move |start: usize| {
        word[start..]
            .char_indices()
            .map(move |(at, last)| start + at + last.len_utf8())
    };
    word.char_indices().flat_map(move |(start, _)| {
        ends(start)
            .take_while(move |end| end - start <= longest)
            .map(move |end| (start, end))
    })
}

//! Slips in how lines stand: the colon after a key, indentation, tabs.

use super::{Applicability, Edit, Fix, Line, Message, Site, Span, SyntaxError, lines, slip, written};
use crate::document::front_matter::lines::{is_known_key, is_usual_key};

/// What a tab at the beginning of a line becomes.
const LEVEL: &str = "  ";

impl Site<'_> {
    /// A line that has no `: `.
    pub(super) fn missing_colon(self) -> SyntaxError {
        if let Some(error) = self.slipped_colon(self.line) {
            return error;
        }
        if let Some(error) = self.unmarked_item() {
            return error;
        }
        let line = self.trimmed(self.line);
        let name = line.of(self.text).split([' ', '\t']).next().unwrap_or("");
        let is_key = name.len() < line.len() && is_known_key(name);
        let (title, at, inserted) = match is_key {
            true => ("yaml-fix-add-colon", line.start + name.len(), ":"),
            false => ("yaml-fix-indent", line.start, LEVEL),
        };
        let edit = Edit {
            span: Span::empty(at),
            text: inserted.to_owned(),
        };
        SyntaxError {
            fix: self.repair(title, vec![edit], Applicability::Unsafe),
            ..self.whole_line("yaml-missing-colon", "yaml-missing-colon-help")
        }
    }

    /// `title：…` or `title:…`, read as text because the colon is not a colon to YAML.
    pub(super) fn slipped_colon(self, line: Line) -> Option<SyntaxError> {
        let slip = slip(self.text, line)?;
        let (message, help) = match slip.colon.of(self.text) {
            "：" => ("yaml-full-width-colon", "yaml-full-width-colon-help"),
            _ if slip.wide_spaces > 0 => ("yaml-wide-space-after-colon", "yaml-wide-space-after-colon-help"),
            _ => ("yaml-no-space-after-colon", "yaml-no-space-after-colon-help"),
        };
        let replaced = Span::new(slip.colon.start, slip.colon.end + slip.wide_spaces);
        let has_space = self
            .text
            .get(replaced.end..)
            .is_some_and(|rest| rest.starts_with([' ', '\t']));
        let edit = Edit {
            span: replaced,
            text: if has_space { ":" } else { ": " }.to_owned(),
        };
        let hope = match is_usual_key(slip.key.of(self.text)) {
            true => Applicability::Safe,
            false => Applicability::Unsafe,
        };
        Some(SyntaxError {
            fix: self.repair("yaml-fix-colon", vec![edit], hope),
            ..SyntaxError::new(slip.colon, Message::key(message), help)
        })
    }

    /// A `: ` where none may be, in a line that was read as the continuation of
    /// the line before.
    pub(super) fn stray_colon(self) -> SyntaxError {
        self.line_before()
            .and_then(|line| self.slipped_colon(line))
            .unwrap_or_else(|| self.indentation())
    }

    pub(super) fn line_before(self) -> Option<Line> {
        let before = self.text.get(self.content.start..self.line.start)?.trim_end();
        let start = before
            .rfind(['\n', '\r'])
            .map_or(self.content.start, |end| self.content.start + end + 1);
        (start < self.line.start)
            .then(|| lines(self.text, start).next())
            .flatten()
    }

    /// A line that stands at no level. An item may be moved to the level of the
    /// first one, and a key to that of a key above it.
    pub(super) fn indentation(self) -> SyntaxError {
        let span = self.trimmed(self.line);
        SyntaxError {
            fix: self.at_its_level(),
            ..SyntaxError::new(span, Message::key("yaml-indentation"), "yaml-indentation-help")
        }
    }

    fn at_its_level(self) -> Option<Fix> {
        let is_item = |line: &Line| line.text(self.text).trim_start().starts_with("- ");
        let indentation = |line: Line| Span::new(line.start, self.trimmed(line).start);
        let own = indentation(self.line);
        let level = match is_item(&self.line) {
            true => indentation(self.lines().find(is_item)?),
            false => {
                let key = self.written().key?;
                let above = self.lines().take_while(|line| line.start < self.line.start);
                let keys = above.filter(|line| written(self.text, *line).key.is_some());
                // Of two levels that are as near, the last.
                let levels: Vec<Span> = keys.map(indentation).collect();
                let nearest = levels
                    .iter()
                    .rev()
                    .min_by_key(|level| level.len().abs_diff(own.len()))?;
                if nearest.is_empty() && !is_known_key(key.of(self.text)) {
                    return None;
                }
                *nearest
            }
        };
        let edit = Edit {
            span: own,
            text: level.of(self.text).to_owned(),
        };
        self.repair("yaml-fix-level", vec![edit], Applicability::Unsafe)
    }

    /// The first tab among the spaces that a line begins with, from the error on;
    /// else the first tab.
    pub(super) fn tab(self) -> SyntaxError {
        let indented = lines(self.text, self.line.start).find_map(|line| {
            let written = line.text(self.text);
            let indentation = written.len() - written.trim_start_matches([' ', '\t']).len();
            let at = written.get(..indentation)?.find('\t')?;
            (indentation < written.len()).then_some(line.start + at)
        });
        let at = indented
            .or_else(|| Some(self.line.start + self.line.text(self.text).find('\t')?))
            .unwrap_or(self.line.start);
        let rest = self.text.get(at..).unwrap_or("");
        let length = rest.len() - rest.trim_start_matches('\t').len();
        let fix = self.repair("yaml-fix-tabs", self.tabs_to_spaces(), Applicability::Unsafe);
        SyntaxError {
            fix: fix.or_else(|| Self::new(self.text, self.content, at).at_its_level()),
            ..SyntaxError::new(Span::new(at, at + length), Message::key("yaml-tab"), "yaml-tab-help")
        }
    }

    fn tabs_to_spaces(self) -> Vec<Edit> {
        let runs = self.lines().filter_map(|line| {
            let written = line.text(self.text);
            let indentation = written.get(..written.len() - written.trim_start_matches([' ', '\t']).len())?;
            indentation.contains('\t').then(|| Edit {
                span: Span::new(line.start, line.start + indentation.len()),
                text: indentation.replace('\t', LEVEL),
            })
        });
        runs.collect()
    }
}

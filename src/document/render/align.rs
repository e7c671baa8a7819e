//! Finds where strings that a parser gives back stand in the text it read.

use std::ops::Range;

use crate::text::Span;

/// A stretch of a string: the same as a stretch of the source, or other text
/// that stands for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch<'t> {
    /// The same bytes as there.
    Same(Span),
    /// Other bytes.
    Other(&'t str, Span),
}

/// The span in `source` of a slice that was borrowed from it.
pub(super) fn locate(slice: &str, source: &str) -> Option<Span> {
    let start = (slice.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    let span = Span::new(start, start + slice.len());
    (span.end <= source.len() && !slice.is_empty()).then_some(span)
}

/// The lines of `text` as they stand in `source[range]`, where containers may
/// have put prefixes before them.
pub(super) fn lines(text: &str, source: &str, range: &Range<usize>) -> impl Iterator<Item = Span> {
    let whole = locate(text, source);
    let mut at = range.start;
    let end = range.end;
    let lines: Vec<Span> = match whole {
        Some(span) => vec![span],
        None => text
            .split_inclusive('\n')
            .map_while(|line| {
                let line = line.trim_end_matches(['\r', '\n']);
                let start = at + source.get(at..end)?.find(line)?;
                at = start + line.len();
                // The line end belongs to the line, however it is written.
                let rest = source.get(at..end)?;
                at += rest.len() - rest.trim_start_matches('\r').len();
                at += usize::from(source.get(at..end)?.starts_with('\n'));
                Some(Span::new(start, at))
            })
            .collect(),
    };
    lines.into_iter()
}

/// The stretches of a code span: line ends in it read as spaces, prefixes of
/// containers are left out, and so is a space beside the marks.
pub(super) fn code<'t>(code: &'t str, source: &str, range: &Range<usize>, mark: char) -> Vec<Stretch<'t>> {
    if let Some(span) = locate(code, source) {
        return vec![Stretch::Same(span)];
    }
    let whole = Span::from(range.clone());
    let outer = whole.of(source);
    let marks = outer.len() - outer.trim_start_matches(mark).len();
    let inner = Span::new(
        range.start + marks,
        range.end.saturating_sub(marks).max(range.start + marks),
    );
    code_lines(code, inner.of(source), inner.start).unwrap_or_else(|| vec![Stretch::Other(code, inner)])
}

fn code_lines<'t>(code: &'t str, source: &str, base: usize) -> Option<Vec<Stretch<'t>>> {
    let mut out = Vec::new();
    let mut rest = code;
    let mut start = 0;
    let mut after_line = None;
    for line in source.split_inclusive('\n') {
        let content = line.trim_end_matches(['\r', '\n']);
        if let Some(line_end) = after_line {
            let prefix = content.len() - content.trim_start_matches([' ', '\t', '>']).len();
            let skipped = (0..=prefix).find(|&skipped| fits(rest.get(1..).unwrap_or_default(), &content[skipped..]))?;
            let Some(space) = rest.get(..1) else { break };
            out.push(Stretch::Other(
                space,
                Span::new(base + line_end, base + start + skipped),
            ));
            rest = rest.get(1..)?;
            rest = take(&mut out, rest, &content[skipped..], base + start + skipped)?;
        } else {
            let skipped = usize::from(!fits(rest, content) && content.starts_with(' '));
            rest = take(&mut out, rest, content.get(skipped..)?, base + start + skipped)?;
        }
        after_line = Some(start + content.len());
        start += line.len();
    }
    rest.is_empty().then_some(out)
}

fn fits(rest: &str, content: &str) -> bool {
    rest.starts_with(content) || rest == content.trim_end_matches(' ')
}

fn take<'t>(out: &mut Vec<Stretch<'t>>, rest: &'t str, content: &str, start: usize) -> Option<&'t str> {
    let len = content.len().min(rest.len());
    let (taken, rest) = rest.split_at_checked(len)?;
    if !content.starts_with(taken) {
        return None;
    }
    if len > 0 {
        out.push(Stretch::Same(Span::new(start, start + len)));
    }
    Some(rest)
}

//! The texts of files into which labels of other files point.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::diagnostic::Label;
use crate::report::FileReport;
use crate::survey::Read;
use crate::text::{FilePath, Source};

/// Reads them again, for their texts were let go. One that changed, so that a
/// label points at nothing in it, or that is gone, is left out: the labels are
/// then told in words.
pub(super) fn others(files: &[FileReport], read: &Read<'_>) -> Vec<Source> {
    let mut labels: HashMap<&FilePath, Vec<&Label>> = HashMap::new();
    let diagnostics = files.iter().flat_map(|file| &file.diagnostics);
    for label in diagnostics.flat_map(|diagnostic| &diagnostic.labels) {
        labels.entry(&label.file).or_default().push(label);
    }
    files.iter().for_each(|file| {
        labels.remove(&file.source.path);
    });
    let quoted: Vec<(&FilePath, Vec<&Label>)> = labels.into_iter().collect();
    let source = |(path, labels): (&FilePath, Vec<&Label>)| {
        let source = Source::from_bytes(path.clone(), read(path).ok()?);
        let is_there = |label: &&Label| !label.span.of(&source.text).is_empty();
        labels.iter().all(is_there).then_some(source)
    };
    quoted.into_par_iter().filter_map(source).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Message, RuleId, Severity};
    use crate::text::Span;
    use crate::walk;

    #[test]
    fn a_file_that_changed_or_is_gone_is_not_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| FilePath::new(folder.path().join(name));
        std::fs::write(&path("same.md").os, "外长").unwrap();
        std::fs::write(&path("shorter.md").os, "外").unwrap();
        let label = |name: &str| Label {
            file: path(name),
            span: Span::new(3, 6),
            message: Message::key("duplicates-first"),
        };
        let diagnostic = Diagnostic {
            rule: RuleId::new("duplicate-body"),
            severity: Severity::Warning,
            message: Message::key("duplicates-first"),
            span: Span::new(0, 3),
            labels: ["same.md", "shorter.md", "gone.md"].map(label).to_vec(),
            help: None,
            fix: None,
        };
        let report = FileReport::new(
            Source::from_text(path("own.md"), "外长".to_owned()),
            vec![diagnostic.clone(), diagnostic],
        );
        let others = others(&[report], &walk::read);
        let paths: Vec<&FilePath> = others.iter().map(|source| &source.path).collect();
        assert_eq!(paths, [&path("same.md")]);
    }
}

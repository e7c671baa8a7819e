//! What holds of every text and every span, however broken.

use proptest::prelude::*;

use super::*;
use crate::report::visible::sentence_width;
use crate::text::is_invisible_control;

/// Text of what is hard to lay out, with line ends of every kind.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z <>/^-]{1,30}",
        4 => "[外长经济議會。，]{1,60}",
        2 => "(\r\n|\n|\r){1,3}",
        1 => "[\u{0}-\u{1F}\u{7F}-\u{9F}]{1,3}",
        1 => "[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{AD}]{1,3}",
        1 => "[\u{300}-\u{310}]{1,400}",
        1 => "[한국어ᄒ\u{1161}\u{11AB}]{1,10}",
        1 => "(👩|\u{200D}|🏽|❤|\u{FE0F}|🇨|\u{20E3}|1){1,10}",
        1 => any::<String>(),
        1 => "a{1,2000}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Some spans, perhaps beyond the text, inside of characters or backwards.
fn spans() -> impl Strategy<Value = Vec<(prop::sample::Index, prop::sample::Index)>> {
    prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 1..7)
}

fn any_report(text: &str, spans: &[(prop::sample::Index, prop::sample::Index)]) -> Report {
    let mut file = one("a.md", "⟦⟧", &[]);
    file.source = Source::from_text(FilePath::new("a.md"), text.to_owned());
    let spans = spans
        .iter()
        .map(|(start, end)| Span::new(start.index(text.len() + 3), end.index(text.len() + 3)));
    let diagnostic = &mut file.diagnostics[0];
    for (number, span) in spans.enumerate() {
        if number == 0 {
            diagnostic.span = span;
        } else {
            diagnostic.labels.push(Label {
                file: FilePath::new("a.md"),
                span,
                message: say(if number % 2 == 0 { "a label" } else { "" }),
            });
        }
    }
    report(vec![file])
}

/// Whether GitHub reads a line as an annotation, and all of its values.
fn is_command(line: &str) -> bool {
    let command = line.strip_prefix("::").and_then(|line| line.split_once("::"));
    let Some((properties, _)) = command.and_then(|(command, words)| Some((command.split_once(' ')?.1, words))) else {
        return false;
    };
    let names: Vec<&str> = properties
        .split(',')
        .map(|property| property.split_once('=').unwrap_or_default().0)
        .collect();
    matches!(
        names[..],
        ["file", "title"]
            | ["file", "line", "endLine", "title"]
            | ["file", "line", "endLine", "col", "endColumn", "title"]
    )
}

proptest! {
    #[test]
    fn text_fits_a_terminal_and_holds_no_control(text in text(), spans in spans()) {
        let report = any_report(&text, &spans);
        let rendered = rendered(Format::Text, &report, Language::English, Color::Never);
        for line in rendered.lines() {
            prop_assert!(sentence_width(line) <= 100, "{} cells: {line}", sentence_width(line));
        }
        let hidden = |character: char| {
            character != '\n' && (is_invisible_control(character) || matches!(character, '\u{200B}' | '\u{FEFF}'))
        };
        prop_assert!(!rendered.contains(hidden), "{rendered:?}");
    }

    #[test]
    fn the_header_has_the_place_in_the_file(text in text(), spans in spans()) {
        let report = any_report(&text, &spans[..1]);
        let source = &report.files[0].source;
        let start = source.text.floor_char_boundary(report.files[0].diagnostics[0].span.start);
        let position = source.position(start);
        let rendered = rendered(Format::Text, &report, Language::English, Color::Never);
        let header = format!("─ a.md:{}:{}", position.line, position.column);
        let line = rendered.lines().nth(1).unwrap_or_default().to_owned();
        prop_assert!(line.ends_with(&header), "{header} but {line}");
    }

    #[test]
    fn each_line_of_a_form_made_of_lines_is_one_diagnostic(text in text(), spans in spans(), name in text()) {
        let mut report = any_report(&text, &spans);
        report.files[0].source.path = FilePath::new(&name);
        report.files[0].diagnostics[0].message = say(&text);
        report.files[0].diagnostics[0].help = Some(say(&name));
        report.notices = vec![Notice {
            severity: Severity::Warning,
            path: FilePath::new(&name),
            message: say(&text),
        }];
        for (format, lines) in [(Format::Concise, 1), (Format::Github, 2)] {
            let rendered = rendered(format, &report, Language::English, Color::Never);
            let one_line = rendered.strip_suffix('\n').unwrap_or_default();
            let is_line_end = |character: char| matches!(character, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
            prop_assert_eq!(one_line.split('\n').count(), lines, "{:?}", &rendered);
            prop_assert!(!rendered.contains(is_line_end), "{rendered:?}");
            prop_assert!(one_line.split('\n').all(|line| format == Format::Concise || is_command(line)), "{rendered:?}");
        }
    }

    #[test]
    fn sarif_fits_its_schema(text in text(), spans in spans(), name in text()) {
        let mut report = any_report(&text, &spans);
        report.files[0].source.path = FilePath::new(&name);
        report.files[0].diagnostics[0].message = say(&text);
        super::sarif::document(&report, Language::English);
    }

    #[test]
    fn json_fits_its_schema(text in text(), spans in spans()) {
        super::json::document(&any_report(&text, &spans));
    }
}

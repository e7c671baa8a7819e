//! Documents edited at random are what a client has, and are judged as such.

use std::path::Path;
use std::str::FromStr as _;

use lsp_types::{Position, Range, TextDocumentContentChangeEvent, Uri, VersionedTextDocumentIdentifier};
use proptest::prelude::*;
use serde_json::json;

use super::client::{Client, Languages};
use super::convert::{self, ColumnUnit, Positions};
use super::documents::Document;
use super::session::Session;
use crate::diagnostic::Diagnostic;
use crate::fact::Answers;
use crate::fix::lint_and_prove;
use crate::lint::{Enabled, Project};
use crate::messages::Language;
use crate::registry::Registry;
use crate::text::{FilePath, Source, Span};

const PATH: &str = "/nowhere/甲 乙.md";

/// Pieces of texts: line ends of all kinds, characters of one to four bytes and of
/// several, and things to be found.
const PIECES: [&str; 18] = [
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "a",
    "é",
    "外",
    "😀",
    "e\u{301}",
    "👩\u{200D}👧",
    "\u{FEFF}",
    "己经",
    "<div class=\"adslot\"></div>",
    "<b></b>",
    "<section id=\"imu\">\n",
    "</section>\n",
    "---\n",
    "\u{200B}",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24).prop_map(|pieces| pieces.concat())
}

/// Places in the text, past the ends of its lines, and nowhere near it.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0_u32..12, 2 => 12_u32..60, 1 => Just(u32::MAX)]
}

fn position() -> impl Strategy<Value = Position> {
    (number(), number()).prop_map(|(line, character)| Position::new(line, character))
}

fn change() -> impl Strategy<Value = TextDocumentContentChangeEvent> {
    let range = (position(), position()).prop_map(|(start, end)| Range::new(start, end));
    (prop::option::weighted(0.9, range), text()).prop_map(|(range, text)| TextDocumentContentChangeEvent {
        range,
        range_length: None,
        text,
    })
}

/// A text as a client may hold it: code units, in which lines and columns are
/// counted one by one.
#[derive(Debug, Clone, PartialEq)]
enum Held {
    Bytes(Vec<u8>),
    Units(Vec<u16>),
}

impl Held {
    fn new(text: &str, unit: ColumnUnit) -> Self {
        match unit {
            ColumnUnit::Utf8 => Held::Bytes(text.bytes().collect()),
            ColumnUnit::Utf16 => Held::Units(text.encode_utf16().collect()),
        }
    }

    fn text(&self) -> String {
        match self {
            Held::Bytes(bytes) => String::from_utf8(bytes.clone()).unwrap(),
            Held::Units(units) => String::from_utf16(units).unwrap(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Held::Bytes(bytes) => bytes.len(),
            Held::Units(units) => units.len(),
        }
    }

    fn at(&self, index: usize) -> Option<u32> {
        match self {
            Held::Bytes(bytes) => bytes.get(index).map(|byte| u32::from(*byte)),
            Held::Units(units) => units.get(index).map(|unit| u32::from(*unit)),
        }
    }

    /// Whether a character goes on at an index.
    fn is_within(&self, index: usize) -> bool {
        match (self, self.at(index)) {
            (Held::Bytes(_), Some(byte)) => (0x80..0xC0).contains(&byte),
            (Held::Units(_), Some(unit)) => (0xDC00..0xE000).contains(&unit),
            (_, None) => false,
        }
    }

    fn index(&self, position: Position) -> usize {
        let (cr, lf) = (Some(u32::from('\r')), Some(u32::from('\n')));
        let mut index = 0;
        for _ in 0..position.line {
            while ![cr, lf, None].contains(&self.at(index)) {
                index += 1;
            }
            match (self.at(index), self.at(index + 1)) {
                (None, _) => return self.len(),
                (first, second) => index += if (first, second) == (cr, lf) { 2 } else { 1 },
            }
        }
        for _ in 0..position.character {
            if [cr, lf, None].contains(&self.at(index)) {
                return index;
            }
            index += 1;
        }
        while self.is_within(index) {
            index -= 1;
        }
        index
    }

    fn change(&mut self, change: &TextDocumentContentChangeEvent, unit: ColumnUnit) {
        let new = Held::new(&change.text, unit);
        let (start, end) = match change.range {
            Some(range) => (self.index(range.start), self.index(range.end)),
            None => (0, self.len()),
        };
        let end = end.max(start);
        match (self, new) {
            (Held::Bytes(old), Held::Bytes(new)) => drop(old.splice(start..end, new)),
            (Held::Units(old), Held::Units(new)) => drop(old.splice(start..end, new)),
            _ => unreachable!(),
        }
    }

    /// What a range covers.
    fn covered(&self, range: Range) -> String {
        let (start, end) = (self.index(range.start), self.index(range.end));
        match self {
            Held::Bytes(bytes) => String::from_utf8(bytes[start..end].to_vec()).unwrap(),
            Held::Units(units) => String::from_utf16(&units[start..end]).unwrap(),
        }
    }
}

fn unit() -> impl Strategy<Value = ColumnUnit> {
    prop::sample::select(vec![ColumnUnit::Utf8, ColumnUnit::Utf16])
}

fn session(unit: ColumnUnit) -> Session {
    let languages = Languages {
        chosen: None,
        usual: Language::English,
    };
    let units = json!({"general": {"positionEncodings": [unit.kind()]}});
    Session::new(
        Client::new(&json!({"capabilities": units}), languages),
        lint_and_prove,
        None,
    )
}

fn uri() -> Uri {
    super::uri::from_path(Path::new(PATH)).unwrap()
}

/// What is told of the document after all that was said.
fn told(session: &mut Session) -> Vec<lsp_types::Diagnostic> {
    let mut told = Vec::new();
    while !session.is_current() {
        told.extend(session.advance());
    }
    let last = told.pop().unwrap();
    assert_eq!(last.method, "textDocument/publishDiagnostics");
    serde_json::from_value(last.params["diagnostics"].clone()).unwrap()
}

fn fresh(text: &str) -> Vec<Diagnostic> {
    let project = Project::new(Registry::built_in(), Enabled::All, None);
    let source = Source::from_text(FilePath::new("甲 乙.md"), text.to_owned());
    lint_and_prove(&source, &project, &Answers::default()).diagnostics
}

proptest! {
    #[test]
    fn edited_documents_are_what_clients_have(
        before in text(),
        rounds in prop::collection::vec(prop::collection::vec(change(), 1..4), 1..5),
        unit in unit(),
    ) {
        let mut held = Held::new(&before, unit);
        let uri = uri();
        let mut session = session(unit);
        let opened = json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 0, "text": before}});
        session.open(serde_json::from_value(opened).unwrap());
        let count = i32::try_from(rounds.len()).unwrap();
        for (changes, version) in rounds.into_iter().zip(1..) {
            changes.iter().for_each(|change| held.change(change, unit));
            let text_document = VersionedTextDocumentIdentifier { uri: uri.clone(), version };
            session.change(lsp_types::DidChangeTextDocumentParams { text_document, content_changes: changes });
        }
        let text = held.text();
        let document = session.documents.get(&uri).unwrap();
        prop_assert_eq!((&document.source.text, document.version), (&text, count));
        let told = told(&mut session);
        let expected = fresh(&text);
        let rules = |diagnostics: &[Diagnostic]| {
            let mut places: Vec<(String, String)> = diagnostics
                .iter()
                .map(|diagnostic| (diagnostic.rule.to_string(), diagnostic.span.of(&text).to_owned()))
                .collect();
            places.sort();
            places
        };
        let mut found: Vec<(String, String)> = told
            .iter()
            .map(|diagnostic| match &diagnostic.code {
                Some(lsp_types::NumberOrString::String(rule)) => (rule.clone(), held.covered(diagnostic.range)),
                other => panic!("{other:?}"),
            })
            .collect();
        found.sort();
        prop_assert_eq!(found, rules(&expected));
    }

    #[test]
    fn positions_lead_there_and_back(text in text(), unit in unit()) {
        let source = Source::from_text(FilePath::new("a.md"), text.clone());
        let (positions, held) = (Positions::new(&source, unit), Held::new(&text, unit));
        for (offset, _) in text.char_indices() {
            // Between the two halves of a line end there is no place.
            if text.as_bytes()[offset] == b'\n' && offset > 0 && text.as_bytes()[offset - 1] == b'\r' {
                continue;
            }
            let range = positions.range(Span::empty(offset));
            prop_assert_eq!(convert::offset(&source, range.start, unit), offset);
            prop_assert_eq!(held.index(range.start), Held::new(&text[..offset], unit).len());
        }
    }

    #[test]
    fn any_position_leads_into_the_text(text in text(), position in position(), unit in unit()) {
        let source = Source::from_text(FilePath::new("a.md"), text.clone());
        let offset = convert::offset(&source, position, unit);
        prop_assert!(text.is_char_boundary(offset));
        prop_assert_eq!(Held::new(&text[..offset], unit).len(), Held::new(&text, unit).index(position));
    }
}

/// Many places in one long line are counted in its length and not in its square.
#[test]
fn many_places_in_a_long_line_are_found_at_once() {
    let text = "😀己经".repeat(200_000);
    let source = Source::from_text(FilePath::new("a.md"), text);
    let positions = Positions::new(&source, ColumnUnit::Utf16);
    for number in 0..200_000 {
        let range = positions.range(Span::new(number * 10 + 4, number * 10 + 10));
        let column = u32::try_from(number * 4 + 2).unwrap();
        assert_eq!(
            range,
            Range::new(Position::new(0, column), Position::new(0, column + 2))
        );
    }
}

/// A text is opened under one URI however often it is opened.
#[test]
fn the_same_document_is_opened_once() {
    let mut session = session(ColumnUnit::Utf16);
    for version in 1..3 {
        let opened =
            json!({"textDocument": {"uri": uri(), "languageId": "markdown", "version": version, "text": "己经"}});
        session.open(serde_json::from_value(opened).unwrap());
    }
    assert_eq!(
        session
            .documents
            .iter()
            .map(|document: &Document| document.version)
            .collect::<Vec<_>>(),
        [2]
    );
    assert!(
        session
            .documents
            .get(&Uri::from_str("file:///other.md").unwrap())
            .is_none()
    );
}

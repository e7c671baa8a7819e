//! Scalars are to each engine what it says itself, by a table that the engines
//! made.

use kanwu::dialect::{Dialect, Engine};
use kanwu::document::Document;
use kanwu::document::node::{Scalar, Style, Typed, resolve};
use kanwu::text::{FilePath, Source};

const TABLE: &str = include_str!("../engines/scalars.tsv");

/// The columns that are engines of ours, by number.
const COLUMNS: [(usize, Engine); 10] = [
    (1, Engine::SafeYaml),
    (2, Engine::Psych),
    (3, Engine::JsYaml3),
    (4, Engine::JsYaml4),
    (5, Engine::GoYaml2),
    (6, Engine::Goccy),
    (8, Engine::SerdeYaml),
    (9, Engine::Core12),
    (11, Engine::Toml),
    (12, Engine::Json),
];

/// Where we differ from the package that stands for YAML 1.2: its floats need
/// a point even where a tag asks for one, and the core schema has no times.
const DIFFERENCES: [(Engine, &str); 4] = [
    (Engine::Core12, "!!float 1"),
    (Engine::Core12, "!!float '1'"),
    (Engine::Core12, "!!timestamp 2022-02-03"),
    (Engine::Core12, "!!timestamp '2022-02-03'"),
];

/// The scalar as the value of a key of YAML front matter.
fn scalar_of_yaml(written: &str) -> Option<Scalar> {
    let text = format!("---\nkey: {written}\n---\n");
    let source = Source::from_text(FilePath::new("post.md"), text);
    let document = Document::new(&source, Dialect::GFM, Engine::Core12);
    let root = document.front_matter().node.as_ref()?;
    root.get("key")?.value.as_scalar().cloned()
}

/// The scalar as formats without quotes round numbers and words have it.
fn bare_scalar(written: &str) -> Option<Scalar> {
    let is_bare = !written.starts_with(['"', '\'']) && !written.contains('#');
    is_bare.then(|| Scalar {
        text: written.to_owned(),
        style: Style::Plain,
        tag: None,
    })
}

fn number(text: &str) -> f64 {
    match text {
        "Infinity" | "inf" | "+Inf" | ".inf" => f64::INFINITY,
        "-Infinity" | "-inf" | "-Inf" | "-.inf" => f64::NEG_INFINITY,
        "NaN" | "nan" | ".nan" => f64::NAN,
        _ => text.parse().unwrap(),
    }
}

/// Whether a value is what an engine says. Integers beyond 64 bits are floats
/// to us, and JavaScript has no others.
fn agrees(typed: &Typed, said: &str, written: &str) -> bool {
    let (kind, value) = said.split_once(' ').unwrap_or((said, written));
    match typed {
        Typed::Null => kind == "null",
        Typed::Bool(typed) => kind == "bool" && value == typed.to_string(),
        Typed::Integer(typed) => match kind {
            "int" => value == typed.to_string(),
            "number" => number(value) == *typed as f64,
            _ => false,
        },
        Typed::Float(typed) => {
            let is_equal = || number(value) == *typed || (number(value).is_nan() && typed.is_nan());
            match kind {
                "float" | "number" => is_equal(),
                "int" => typed.abs() >= 9.2e18 && is_equal(),
                _ => false,
            }
        }
        Typed::Timestamp(_) => kind == "time",
        Typed::String(typed) => kind == "text" && value == typed,
    }
}

#[test]
fn scalars_are_what_the_engines_say() {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let written = cells[0];
        for (column, engine) in COLUMNS {
            let scalar = match engine {
                Engine::Toml | Engine::Json => bare_scalar(written),
                _ => scalar_of_yaml(written),
            };
            let Some(scalar) = scalar.filter(|_| cells[column] != "refused") else {
                continue;
            };
            if DIFFERENCES.contains(&(engine, written)) {
                continue;
            }
            compared += 1;
            let typed = resolve(&scalar, engine);
            if !agrees(&typed, cells[column], written) {
                wrong.push(format!(
                    "{engine:?} says {written:?} is {}, not {typed:?}",
                    cells[column]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 3000, "{compared}");
}

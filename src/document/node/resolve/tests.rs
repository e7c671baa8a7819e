use super::*;

fn plain(text: &str, engine: Engine) -> Typed {
    let scalar = Scalar {
        text: text.to_owned(),
        style: Style::Plain,
        tag: None,
    };
    resolve(&scalar, engine)
}

/// Whether a value is what the table says; JavaScript and large numbers do not
/// tell integers from floats.
fn agrees(typed: &Typed, said: &str) -> bool {
    match (typed, said.split_once(' ')) {
        (Typed::Null, None) => said == "null",
        (Typed::Timestamp(_), None) => said == "time",
        (Typed::String(_), None) => said == "text",
        (Typed::Bool(value), Some(("bool", word))) => word == value.to_string(),
        (Typed::Integer(value), Some(("int" | "float", number))) => {
            number.parse::<f64>().is_ok_and(|number| number == *value as f64)
        }
        (Typed::Float(value), Some((kind @ ("int" | "float"), number))) => {
            let number: f64 = number.parse().unwrap();
            let is_equal = number == *value || (number.is_nan() && value.is_nan());
            is_equal && (kind == "float" || value.abs() >= 9.2e18)
        }
        _ => false,
    }
}

#[test]
fn scalars_are_what_the_engines_say() {
    let engines = [Engine::Psych, Engine::JsYaml3, Engine::JsYaml4, Engine::GoYaml2];
    let mut compared = 0;
    let mut wrong = Vec::new();
    for line in include_str!("engines.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut columns = line.split('\t');
        let text = columns.next().unwrap();
        for (engine, said) in engines.into_iter().zip(columns) {
            let typed = plain(text, engine);
            compared += usize::from(!said.is_empty());
            if !said.is_empty() && !agrees(&typed, said) {
                wrong.push(format!("{engine:?} says {text:?} is {said}, not {typed:?}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(compared > 800);
}

#[test]
fn safe_yaml_differs_from_psych() {
    let safe = |text: &str| plain(text, Engine::SafeYaml);
    assert_eq!(safe("Yes"), Typed::Bool(true));
    assert_eq!(safe("tRuE"), Typed::String("tRuE".to_owned()));
    assert_eq!(safe("1,000"), Typed::Integer(1000));
    assert_eq!(safe("010"), Typed::Integer(8));
    assert_eq!(safe("08"), Typed::String("08".to_owned()));
    assert_eq!(safe("1:30"), Typed::Float(90.0));
    assert_eq!(safe("1.5"), Typed::Float(1.5));
    assert_eq!(safe("1e5"), Typed::String("1e5".to_owned()));
    assert_eq!(
        safe("2022-12-13T00:31:00.000Z"),
        Typed::Timestamp("2022-12-13T00:31:00.000Z".to_owned())
    );
    assert_eq!(safe("2022-02-30"), Typed::String("2022-02-30".to_owned()));
    assert_eq!(safe("2022-1-2"), Typed::String("2022-1-2".to_owned()));
}

#[test]
fn goccy_has_numbers_of_its_own() {
    let goccy = |text: &str| plain(text, Engine::Goccy);
    assert_eq!(goccy("yes"), Typed::String("yes".to_owned()));
    assert_eq!(goccy("010"), Typed::Integer(8));
    assert_eq!(goccy("08"), Typed::String("08".to_owned()));
    assert_eq!(goccy("-0x1F"), Typed::Integer(-31));
    assert_eq!(goccy("1_000"), Typed::Integer(1000));
    assert_eq!(goccy("1e5"), Typed::String("1e5".to_owned()));
    assert_eq!(goccy("-1.5e3"), Typed::Float(-1500.0));
    assert_eq!(goccy("2022-12-13"), Typed::String("2022-12-13".to_owned()));
}

#[test]
fn toml_and_json_have_their_own_words() {
    assert_eq!(
        plain("1979-05-27", Engine::Toml),
        Typed::Timestamp("1979-05-27".to_owned())
    );
    assert_eq!(plain("07:32:00", Engine::Toml), Typed::Timestamp("07:32:00".to_owned()));
    assert_eq!(plain("1_000", Engine::Toml), Typed::Integer(1000));
    assert_eq!(plain("-inf", Engine::Toml), Typed::Float(f64::NEG_INFINITY));
    assert_eq!(plain("null", Engine::Toml), Typed::String("null".to_owned()));
    assert_eq!(plain("null", Engine::Json), Typed::Null);
    assert_eq!(plain("-0.5e2", Engine::Json), Typed::Float(-50.0));
    assert_eq!(plain("01", Engine::Json), Typed::String("01".to_owned()));
}

#[test]
fn quotes_and_tags_win() {
    let typed = |text: &str, style: Style, tag: &str, engine: Engine| {
        resolve(
            &Scalar {
                text: text.to_owned(),
                style,
                tag: (!tag.is_empty()).then(|| crate::document::node::Tag(tag.to_owned())),
            },
            engine,
        )
    };
    let string = |text: &str| Typed::String(text.to_owned());
    for style in [Style::SingleQuoted, Style::DoubleQuoted, Style::Literal, Style::Folded] {
        assert_eq!(typed("true", style, "", Engine::SafeYaml), string("true"));
    }
    let core = Engine::Core12;
    assert_eq!(typed("1", Style::Plain, "tag:yaml.org,2002:str", core), string("1"));
    assert_eq!(typed("1", Style::Plain, "!", core), string("1"));
    assert_eq!(
        typed("1", Style::Plain, "tag:yaml.org,2002:float", core),
        Typed::Float(1.0)
    );
    assert_eq!(
        typed("1", Style::SingleQuoted, "tag:yaml.org,2002:int", core),
        Typed::Integer(1)
    );
    assert_eq!(typed("x", Style::Plain, "tag:yaml.org,2002:int", core), string("x"));
    assert_eq!(typed("1", Style::Plain, "!local", core), Typed::Integer(1));
    assert_eq!(
        typed("1", Style::Plain, "tag:yaml.org,2002:str", Engine::SafeYaml),
        Typed::Integer(1)
    );
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    const ENGINES: [Engine; 10] = [
        Engine::SafeYaml,
        Engine::Psych,
        Engine::JsYaml3,
        Engine::JsYaml4,
        Engine::GoYaml2,
        Engine::Goccy,
        Engine::SerdeYaml,
        Engine::Core12,
        Engine::Toml,
        Engine::Json,
    ];

    proptest! {
        #[test]
        fn any_scalar_has_a_type(text in "[-+0-9.:_,xobeEtTzZ 外]{0,12}", other in any::<String>()) {
            for engine in ENGINES {
                for text in [&text, &other] {
                    if let Typed::String(same) | Typed::Timestamp(same) = plain(text, engine) {
                        prop_assert_eq!(&same, text);
                    }
                }
            }
        }
    }
}

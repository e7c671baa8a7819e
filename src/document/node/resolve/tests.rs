use super::*;

fn plain(text: &str, engine: Engine) -> Typed {
    let scalar = Scalar {
        text: text.to_owned(),
        style: Style::Plain,
        tag: None,
    };
    resolve(&scalar, engine)
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
    assert_eq!(typed("1", Style::Plain, "!local", core), string("1"));
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

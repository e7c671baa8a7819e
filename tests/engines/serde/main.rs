//! What Rust's engines make of each scalar: `scalars serde_yaml|yaml_serde LIST`.

use std::fmt::Display;

macro_rules! say {
    ($engine:ident, $scalar:expr) => {
        $engine::from_str::<$engine::Value>(&format!("key: {}\n", $scalar))
            .ok()
            .and_then(|front| match front.get("key")? {
                $engine::Value::Null => Some("null".to_owned()),
                $engine::Value::Bool(value) => Some(format!("bool {value}")),
                $engine::Value::Number(value) => Some(number(value, value.is_f64())),
                $engine::Value::String(value) => Some(format!("text {value}")),
                _ => None,
            })
    };
}

fn number(value: impl Display, is_float: bool) -> String {
    format!("{} {value}", if is_float { "float" } else { "int" })
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let list = std::fs::read_to_string(&arguments[2]).expect("a readable list");
    for scalar in list.lines() {
        let said = match arguments[1].as_str() {
            "serde_yaml" => say!(serde_yaml, scalar),
            _ => say!(yaml_serde, scalar),
        };
        println!("{}", said.unwrap_or_else(|| "refused".to_owned()));
    }
}

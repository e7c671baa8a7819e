//! Embeds the rules (every `rules/<group>/<id>.yaml` with the page beside it)
//! and the tables of sentences.
//!
//! Listing the folder here is what makes a new rule two files and no Rust. What
//! is YAML for people is turned into JSON here, since a program that is started
//! for one file must not spend its time on reading lists of words.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/messages");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut listing = String::from("/// Every built-in rule, by group and id.\npub static BUILT_IN: &[BuiltIn] = &[\n");
    for group in sorted_entries(&root.join("rules"))? {
        for file in sorted_entries(&group)? {
            if file.extension().is_some_and(|extension| extension == "yaml") {
                let json = out.join(format!("{}-{}.json", name(&group), name(&file)));
                write_as_json(&file, &json)?;
                list_rule(&group, &file, &json, &mut listing);
            }
        }
    }
    listing.push_str("];\n");
    for table in ["en", "zh-Hans"] {
        let file = root.join("src/messages").join(table).with_extension("yaml");
        write_as_json(&file, &out.join(table).with_extension("json"))?;
    }
    fs::write(out.join("built_in_rules.rs"), listing)
}

fn sorted_entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn write_as_json(yaml: &Path, json: &Path) -> io::Result<()> {
    let invalid = |reason: String| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {reason}", yaml.display()));
    let value: serde_json::Value =
        serde_yaml::from_str(&fs::read_to_string(yaml)?).map_err(|error| invalid(error.to_string()))?;
    fs::write(json, value.to_string())
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn list_rule(group: &Path, file: &Path, json: &Path, listing: &mut String) {
    // A rule without its page does not build: the compiler names the absent file.
    let _ = writeln!(
        listing,
        "    BuiltIn {{ group: {:?}, id: {:?}, rule_as_json: include_str!({:?}), page: include_str!({:?}) }},",
        name(group),
        name(file),
        json,
        file.with_extension("md"),
    );
}

//! Embeds the rules: every `rules/<group>/<id>.yaml` with the page beside it.
//!
//! Listing the folder here is what makes a new rule two files and no Rust.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut listing = String::from("/// Every built-in rule, by group and id.\npub static BUILT_IN: &[BuiltIn] = &[\n");
    for group in sorted_entries(&root.join("rules"))? {
        for file in sorted_entries(&group)? {
            if file.extension().is_some_and(|extension| extension == "yaml") {
                list_rule(&group, &file, &mut listing);
            }
        }
    }
    listing.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("built_in_rules.rs"), listing)
}

fn sorted_entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn list_rule(group: &Path, file: &Path, listing: &mut String) {
    let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // A rule without its page does not build: the compiler names the absent file.
    let _ = writeln!(
        listing,
        "    BuiltIn {{ group: {:?}, id: {:?}, rule: include_str!({:?}), page: include_str!({:?}) }},",
        name(group),
        name(file),
        file,
        file.with_extension("md"),
    );
}

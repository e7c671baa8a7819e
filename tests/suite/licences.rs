//! Every crate that the program is built from has a licence that `deny.toml`
//! allows.

use std::path::Path;
use std::process::Command;

#[test]
fn every_dependency_has_an_allowed_licence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let deny = std::fs::read_to_string(root.join("deny.toml")).unwrap();
    let list = deny
        .split("allow = [")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .unwrap();
    let allowed: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        // Alternatives are joined by OR, or by a slash in older manifests; each is a list joined by AND.
        let alternatives = licence.replace('/', " OR ");
        let is_allowed = alternatives.split(" OR ").any(|alternative| {
            let parts = alternative
                .split(" AND ")
                .map(|part| part.trim().trim_matches(['(', ')']).trim());
            parts.clone().count() > 0 && parts.clone().all(|part| allowed.contains(&part))
        });
        assert!(is_allowed, "{}: {licence}", package["name"]);
    }
}

//! The command line as users type it, and the READMEs' console blocks.

/// `TRYCMD=overwrite cargo test --test suite cli` writes what the program now
/// says; read it before it is committed.
#[test]
fn command_lines_do_what_the_cases_say() {
    trycmd::TestCases::new()
        .env("KANWU_LANGUAGE", "en")
        .case("tests/cli/*.trycmd")
        .case("README.md")
        .case("README.zh-Hans.md");
}

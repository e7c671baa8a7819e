//! What can be typed, with its help in both languages.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::config::{Choice, Selection};
use crate::diagnostic::Applicability;
use crate::messages::{Arguments, Catalogue};
use crate::report::Format;

/// What a user asks for.
#[derive(Debug)]
pub(super) enum Request {
    Check(CheckRequest),
    Rules(RulesForm),
    /// The id of a rule.
    Explain(String),
    /// The folder to write a first kanwu.yaml in.
    Init(PathBuf),
}

/// What to check, and what to do with what is found.
#[derive(Debug)]
pub(super) struct CheckRequest {
    pub(super) paths: Vec<PathBuf>,
    pub(super) mode: Mode,
    pub(super) format: Format,
    pub(super) color: ColorChoice,
    pub(super) config: Choice,
    pub(super) selection: Selection,
}

/// What happens to fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They are offered.
    Report,
    /// They are made, up to this applicability.
    Fix(Applicability),
    /// They are shown as a diff, up to this applicability.
    Diff(Applicability),
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColorChoice {
    /// Where a terminal wants it.
    Auto,
    Always,
    Never,
}

/// How rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RulesForm {
    Table,
    Json,
}

/// Parses a command line.
///
/// # Errors
///
/// If it cannot be understood, or asks for help or the version.
pub(super) fn parse(arguments: &[OsString], catalogue: &Catalogue) -> Result<Request, clap::Error> {
    let matches = command(catalogue).try_get_matches_from(arguments)?;
    Ok(match matches.subcommand() {
        Some(("rules", matches)) => Request::Rules(match matches.get_flag("json") {
            true => RulesForm::Json,
            false => RulesForm::Table,
        }),
        Some(("explain", matches)) => Request::Explain(matches.get_one("rule").cloned().unwrap_or_default()),
        Some(("init", matches)) => Request::Init(matches.get_one("folder").cloned().unwrap_or_default()),
        Some((_, matches)) => Request::Check(check_request(matches)),
        None => Request::Check(check_request(&matches)),
    })
}

fn check_request(matches: &ArgMatches) -> CheckRequest {
    let text = |name| matches.get_one::<String>(name).map(String::as_str);
    let most = match matches.get_flag("unsafe-fixes") {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let mode = if matches.get_flag("diff") {
        Mode::Diff(most)
    } else if matches.get_flag("fix") || most == Applicability::Unsafe {
        Mode::Fix(most)
    } else {
        Mode::Report
    };
    CheckRequest {
        paths: matches.get_many("paths").into_iter().flatten().cloned().collect(),
        mode,
        format: match text("format") {
            Some("json") => Format::Json,
            _ => Format::Text,
        },
        color: match text("color") {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        },
        config: config_choice(matches),
        selection: selection(matches),
    }
}

fn config_choice(matches: &ArgMatches) -> Choice {
    match matches.get_one::<PathBuf>("config") {
        _ if matches.get_flag("no-config") => Choice::Nothing,
        Some(path) => Choice::File(path.clone()),
        None => Choice::Nearest,
    }
}

fn selection(matches: &ArgMatches) -> Selection {
    let names = |name| matches.get_many(name).into_iter().flatten().cloned().collect();
    Selection {
        select: names("select"),
        ignore: names("ignore"),
    }
}

fn command(catalogue: &Catalogue) -> Command {
    let text = |key: &str| catalogue.text(key, &Arguments::new());
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let choice = |name: &'static str, value: &'static str, values: &[&'static str]| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .value_parser(PossibleValuesParser::new(values))
            .hide_possible_values(true)
    };
    let check = Command::new("check")
        .about(text("cli-check"))
        .arg(
            Arg::new("paths")
                .value_name("PATHS")
                .action(ArgAction::Append)
                .num_args(0..)
                .default_value(".")
                .hide_default_value(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help(text("cli-check-paths")),
        )
        .arg(flag("fix").help(text("cli-check-fix")))
        .arg(flag("unsafe-fixes").help(text("cli-check-unsafe-fixes")))
        .arg(
            flag("diff")
                .help(text("cli-check-diff"))
                .conflicts_with_all(["fix", "format"]),
        )
        .args(config_arguments(catalogue))
        .arg(choice("format", "FORMAT", &["text", "json"]).help(text("cli-check-format")))
        .arg(choice("color", "WHEN", &["auto", "always", "never"]).help(text("cli-check-color")));
    let rules = Command::new("rules")
        .about(text("cli-rules"))
        .arg(flag("json").help(text("cli-rules-json")));
    let explain = Command::new("explain").about(text("cli-explain")).arg(
        Arg::new("rule")
            .value_name("RULE")
            .required(true)
            .help(text("cli-explain-rule")),
    );
    let init = Command::new("init").about(text("cli-init")).arg(
        Arg::new("folder")
            .value_name("FOLDER")
            .default_value(".")
            .hide_default_value(true)
            .value_parser(clap::value_parser!(PathBuf))
            .help(text("cli-init-folder")),
    );
    let language = choice("language", "LANGUAGE", &["en", "zh-Hans"])
        .global(true)
        .display_order(100)
        .help(text("cli-language"));
    let commands = [check, rules, explain, init].map(|command| localized(command, catalogue));
    localized(Command::new("kanwu"), catalogue)
        .about(text("cli-about"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .display_order(102)
                .help(text("cli-version")),
        )
        .arg(language)
        .subcommands(commands)
}

/// What decides which rules run.
fn config_arguments(catalogue: &Catalogue) -> [Arg; 4] {
    let text = |key: &str| catalogue.text(key, &Arguments::new());
    let names = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("RULES")
            .action(ArgAction::Append)
            .value_delimiter(',')
    };
    [
        names("select").help(text("cli-check-select")),
        names("ignore").help(text("cli-check-ignore")),
        Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .conflicts_with("no-config")
            .help(text("cli-check-config")),
        Arg::new("no-config")
            .long("no-config")
            .action(ArgAction::SetTrue)
            .help(text("cli-check-no-config")),
    ]
}

/// Gives a command help in the catalogue's language, its headings too.
fn localized(command: Command, catalogue: &Catalogue) -> Command {
    let text = |key: &str| catalogue.text(key, &Arguments::new());
    let (usage, parts) = (text("cli-heading-usage"), ["commands", "arguments", "options"]);
    let [commands, arguments, options] = parts.map(|part| text(&format!("cli-heading-{part}")));
    let body = match command.get_name() {
        "kanwu" => format!("{commands}\n{{subcommands}}\n\n{options}\n{{options}}"),
        "rules" => format!("{options}\n{{options}}"),
        _ => format!("{arguments}\n{{positionals}}\n\n{options}\n{{options}}"),
    };
    command
        .help_template(format!("{{about}}\n\n{usage} {{usage}}\n\n{body}\n"))
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .display_order(101)
                .help(text("cli-help")),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    fn help(language: Language, command: &str) -> String {
        let arguments: Vec<OsString> = ["kanwu", command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty())
            .map(Into::into)
            .collect();
        parse(&arguments, &Catalogue::new(language)).unwrap_err().to_string()
    }

    #[test]
    fn the_command_line_is_consistent() {
        command(&Catalogue::new(Language::English)).debug_assert();
    }

    #[test]
    fn chinese_help_has_no_english_sentence() {
        for command in ["", "check", "rules", "explain", "init"] {
            let help = help(Language::SimplifiedChinese, command);
            for line in help
                .lines()
                .filter(|line| !line.trim().is_empty() && !line.contains("kanwu"))
            {
                assert!(
                    line.chars()
                        .any(|character| ('\u{4E00}'..='\u{9FFF}').contains(&character)),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn unsafe_fixes_are_made_too_and_diffs_write_nothing() {
        let mode = |flags: &[&str]| {
            let arguments: Vec<OsString> = ["kanwu", "check"]
                .iter()
                .chain(flags)
                .map(|word| (*word).into())
                .collect();
            match parse(&arguments, &Catalogue::new(Language::English)) {
                Ok(Request::Check(request)) => request.mode,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(mode(&[]), Mode::Report);
        assert_eq!(mode(&["--fix"]), Mode::Fix(Applicability::Safe));
        assert_eq!(mode(&["--unsafe-fixes"]), Mode::Fix(Applicability::Unsafe));
        assert_eq!(mode(&["--diff", "--unsafe-fixes"]), Mode::Diff(Applicability::Unsafe));
    }
}

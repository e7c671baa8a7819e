//! The command line as the parser knows it, with its help in both languages.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command};

use crate::messages::{Arguments, Catalogue};
use crate::report::Format;

/// Help is no wider, so that it reads well in the narrowest usual terminal.
const COLUMNS: usize = 80;

/// Flags that every command has come last.
const LANGUAGE: usize = 100;
const HELP: usize = 101;
const VERSION: usize = 102;

pub(super) fn command(catalogue: &Catalogue) -> Command {
    let build = Build { catalogue };
    let commands = [
        build.check(),
        build.rules(),
        build.explain(),
        build.init(),
        build.schema(),
        #[cfg(feature = "server")]
        build.server(),
        build.help_command(),
    ];
    build
        .localized(Command::new("kanwu"))
        .about(build.text("cli-about"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            build
                .option("version", "cli-version", ArgAction::Version)
                .short('V')
                .display_order(VERSION),
        )
        .arg(
            build
                .choice("language", "LANGUAGE", &["en", "zh-Hans"], "cli-language")
                .global(true)
                .display_order(LANGUAGE),
        )
        .subcommands(commands.map(|command| build.localized(command)))
}

/// Makes commands and their arguments with help in one language.
struct Build<'c> {
    catalogue: &'c Catalogue,
}

impl Build<'_> {
    fn text(&self, key: &str) -> String {
        self.catalogue.text(key, &Arguments::new())
    }

    fn check(&self) -> Command {
        let paths = self
            .words("paths", "PATHS", "cli-check-paths")
            .default_value(".")
            .hide_default_value(true)
            .value_parser(clap::value_parser!(PathBuf));
        let command = Command::new("check").about(self.text("cli-check")).arg(paths);
        let command = self.under(command, "cli-heading-files", self.files());
        let command = self.under(command, "cli-heading-rules", self.selection());
        let command = self.under(command, "cli-heading-fixes", self.fixes());
        let command = self.under(command, "cli-heading-report", self.report());
        self.under(command, "cli-heading-status", self.status())
    }

    /// Which texts are checked, and with what means.
    fn files(&self) -> Vec<Arg> {
        let path = clap::value_parser!(PathBuf);
        vec![
            self.value("stdin-filename", "PATH", path, "cli-check-stdin-filename"),
            self.flag("staged", "cli-check-staged"),
            self.flag("force-exclude", "cli-check-force-exclude"),
            self.value(
                "threads",
                "N",
                clap::value_parser!(u16).range(1..=1024).into(),
                "cli-check-threads",
            ),
        ]
    }

    /// Which rules run.
    fn selection(&self) -> Vec<Arg> {
        let names = |name: &'static str, help: &str| {
            self.option(name, help, ArgAction::Append)
                .value_name("RULES")
                .value_delimiter(',')
        };
        let path = clap::value_parser!(PathBuf);
        vec![
            names("select", "cli-check-select"),
            names("ignore", "cli-check-ignore"),
            self.value("config", "FILE", path, "cli-check-config")
                .conflicts_with("no-config"),
            self.flag("no-config", "cli-check-no-config"),
        ]
    }

    /// What happens to fixes.
    fn fixes(&self) -> Vec<Arg> {
        vec![
            self.flag("fix", "cli-check-fix"),
            self.flag("unsafe-fixes", "cli-check-unsafe-fixes"),
            self.flag("diff", "cli-check-diff")
                .conflicts_with_all(["fix", "format", "output"]),
        ]
    }

    /// How the outcome is told.
    fn report(&self) -> Vec<Arg> {
        vec![
            self.choice("format", "FORMAT", &Format::ALL.map(Format::name), "cli-check-format"),
            self.option("output", "cli-check-output", ArgAction::Append)
                .value_name("FORMAT=FILE"),
            self.choice("level", "SEVERITY", &SEVERITIES, "cli-check-level"),
            self.flag("statistics", "cli-check-statistics").conflicts_with("diff"),
            self.option("quiet", "cli-check-quiet", ArgAction::Count).short('q'),
            self.choice("color", "WHEN", &["auto", "always", "never"], "cli-check-color"),
        ]
    }

    /// What the exit status says.
    fn status(&self) -> Vec<Arg> {
        let count = ValueParser::from(clap::value_parser!(usize));
        vec![
            self.choice("fail-on", "SEVERITY", &SEVERITIES, "cli-check-fail-on"),
            self.value("max-warnings", "N", count, "cli-check-max-warnings"),
            self.flag("exit-zero", "cli-check-exit-zero"),
            self.flag("error-on-empty", "cli-check-error-on-empty"),
        ]
    }

    fn rules(&self) -> Command {
        Command::new("rules")
            .about(self.text("cli-rules"))
            .arg(self.flag("json", "cli-rules-json"))
            .subcommand(self.localized(self.rules_test()))
            .subcommand_value_name("COMMAND")
            .disable_help_subcommand(true)
            .args_conflicts_with_subcommands(true)
    }

    fn rules_test(&self) -> Command {
        let pack = self.words("pack", "FOLDER", "cli-rules-test-folder").num_args(1);
        Command::new("test").about(self.text("cli-rules-test")).arg(
            pack.action(ArgAction::Set)
                .required(true)
                .value_parser(clap::value_parser!(PathBuf)),
        )
    }

    fn explain(&self) -> Command {
        let rule = self.words("rule", "RULE", "cli-explain-rule").num_args(1);
        Command::new("explain")
            .about(self.text("cli-explain"))
            .arg(rule.action(ArgAction::Set).required(true))
    }

    fn init(&self) -> Command {
        let folder = self.words("folder", "FOLDER", "cli-init-folder").num_args(1);
        Command::new("init").about(self.text("cli-init")).arg(
            folder
                .action(ArgAction::Set)
                .default_value(".")
                .hide_default_value(true)
                .value_parser(clap::value_parser!(PathBuf)),
        )
    }

    fn schema(&self) -> Command {
        let paths = self
            .words("paths", "PATHS", "cli-schema-infer-paths")
            .default_value(".")
            .hide_default_value(true)
            .value_parser(clap::value_parser!(PathBuf));
        let infer = Command::new("infer").about(self.text("cli-schema-infer")).arg(paths);
        Command::new("schema")
            .about(self.text("cli-schema"))
            .subcommand(self.localized(self.schema_check()))
            .subcommand(self.localized(infer))
            .subcommand_value_name("COMMAND")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .disable_help_subcommand(true)
    }

    /// It has the flags of `check`, but for those about posts alone.
    fn schema_check(&self) -> Command {
        let paths = self
            .words("paths", "FILES", "cli-schema-check-files")
            .num_args(1..)
            .required(true)
            .value_parser(clap::value_parser!(PathBuf));
        let text = ValueParser::string();
        let schema = self.value("schema", "SCHEMA", text, "cli-schema-check-schema");
        let without = |arguments: Vec<Arg>, names: &[&str]| -> Vec<Arg> {
            let is_kept = |argument: &Arg| !names.contains(&argument.get_id().as_str());
            arguments.into_iter().filter(is_kept).collect()
        };
        let mut files = vec![schema];
        files.extend(without(self.files(), &["stdin-filename", "staged"]));
        let command = Command::new("check").about(self.text("cli-schema-check")).arg(paths);
        let command = self.under(command, "cli-heading-files", files);
        let command = self.under(command, "cli-heading-rules", self.selection());
        let command = self.under(command, "cli-heading-fixes", self.fixes());
        let command = self.under(command, "cli-heading-report", without(self.report(), &["statistics"]));
        self.under(command, "cli-heading-status", self.status())
    }

    /// Many clients say `--stdio`, which is the only way.
    #[cfg(feature = "server")]
    fn server(&self) -> Command {
        Command::new("server")
            .about(self.text("cli-server"))
            .arg(self.flag("stdio", "cli-server-stdio"))
    }

    fn help_command(&self) -> Command {
        Command::new("help").about(self.text("cli-help-command")).arg(
            self.words("command", "COMMAND", "cli-help-command-name")
                .value_parser(clap::value_parser!(OsString)),
        )
    }

    /// Adds arguments under a heading of their own.
    fn under(&self, command: Command, heading: &str, arguments: Vec<Arg>) -> Command {
        let heading = self.text(heading);
        arguments.into_iter().fold(command, |command, argument| {
            command.arg(argument.help_heading(heading.clone()))
        })
    }

    fn option(&self, name: &'static str, help: &str, action: ArgAction) -> Arg {
        Arg::new(name)
            .long(name)
            .action(action)
            .help(self.text(help))
            .help_heading(self.text("cli-heading-options"))
    }

    fn flag(&self, name: &'static str, help: &str) -> Arg {
        self.option(name, help, ArgAction::SetTrue)
    }

    fn value(&self, name: &'static str, value: &'static str, parser: ValueParser, help: &str) -> Arg {
        self.option(name, help, ArgAction::Set)
            .value_name(value)
            .value_parser(parser)
    }

    fn choice(&self, name: &'static str, value: &'static str, values: &[&'static str], help: &str) -> Arg {
        self.value(name, value, PossibleValuesParser::new(values).into(), help)
            .hide_possible_values(true)
    }

    /// Any number of words without a flag.
    fn words(&self, name: &'static str, value: &'static str, help: &str) -> Arg {
        Arg::new(name)
            .value_name(value)
            .action(ArgAction::Append)
            .num_args(0..)
            .help(self.text(help))
            .help_heading(self.text("cli-heading-arguments"))
    }

    /// Gives a command the help flag and the layout of its help.
    fn localized(&self, command: Command) -> Command {
        let usage = self.text("cli-heading-usage");
        command
            .help_template(format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}\n"))
            .subcommand_help_heading(self.text("cli-heading-commands"))
            .max_term_width(COLUMNS)
            .disable_help_flag(true)
            .arg(
                self.option("help", "cli-help", ArgAction::Help)
                    .short('h')
                    .display_order(HELP),
            )
    }
}

const SEVERITIES: [&str; 3] = ["error", "warning", "info"];

//! One kanwu.yaml as written, and the mistakes in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::options::{self, Scope, options_of};
use super::settings::{Level, RuleSetting};
use crate::diagnostic::{Arguments, Diagnostic, Message, RuleId};
use crate::dialect::Engine;
use crate::document::front_matter::yaml;
use crate::document::node::{Entry, Node, pointer_join};
use crate::registry::{Options, Registry};
use crate::rule::{Group, PathGlobs};
use crate::schema::{Schema, nearest};
use crate::site::TimeZone;
use crate::text::{Source, Span};

/// The id under which mistakes in a kanwu.yaml are reported.
pub const CONFIG_FILE: &str = "config-file";

static CONFIG_SCHEMA: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::from_text(include_str!("../../schemas/kanwu.schema.json")).ok());

/// What the file says of rules and files. Its shape is held by
/// `schemas/kanwu.schema.json`. What names other files is read from the node, so
/// that all mistakes can be shown at once, and so are the options of rules.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct ConfigFile {
    pub(super) select: Option<Vec<String>>,
    pub(super) ignore: Option<Vec<String>>,
    rules: BTreeMap<String, SettingForm>,
    overrides: Vec<OverrideForm>,
    pub(super) exclude: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum SettingForm {
    Level(Level),
    Detailed {
        severity: Option<Level>,
        files: Option<Vec<String>>,
    },
}

#[derive(Debug, serde::Deserialize)]
struct OverrideForm {
    files: Vec<String>,
    rules: BTreeMap<String, SettingForm>,
}

impl ConfigFile {
    /// Settings of rules in rising order of weight: those of groups, those of
    /// rules, and then the overrides in the same way.
    pub(super) fn rule_settings(&self) -> Vec<RuleSetting> {
        let mut settings = Vec::new();
        add(&self.rules, None, &mut settings);
        for over in &self.overrides {
            add(&over.rules, globs(&over.files).as_ref(), &mut settings);
        }
        settings
    }
}

fn add(rules: &BTreeMap<String, SettingForm>, of: Option<&PathGlobs>, settings: &mut Vec<RuleSetting>) {
    let is_group = |name: &str| Group::from_name(name).is_some();
    let (of_groups, of_rules): (Vec<_>, Vec<_>) = rules.iter().partition(|(name, _)| is_group(name));
    for (name, form) in of_groups.into_iter().chain(of_rules) {
        let (level, only) = match form {
            SettingForm::Level(level) => (Some(*level), None),
            SettingForm::Detailed { severity, files } => (*severity, files.as_deref().and_then(globs)),
        };
        settings.push(RuleSetting {
            name: name.clone(),
            of: of.cloned(),
            level,
            only,
        });
    }
}

/// Globs of which the mistakes have been reported.
pub(super) fn globs(globs: &[String]) -> Option<PathGlobs> {
    PathGlobs::new(globs).ok()
}

/// What a file says of the options of rules.
pub(super) fn rule_options(root: &Node) -> impl Iterator<Item = (RuleId, Options)> {
    let settings = root.at("/rules").map_or(&[][..], Node::entries).iter();
    let of_setting = |entry: &Entry| Some((RuleId::new(&entry.key.as_scalar()?.text), options_of(&entry.value)));
    settings
        .filter_map(of_setting)
        .filter(|(_, options)| !options.is_empty())
}

/// A file that was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What it says; none where its shape is wrong.
    pub(super) file: Option<ConfigFile>,
    pub(super) node: Option<Node>,
    pub(super) mistakes: Vec<Diagnostic>,
}

/// Reads a file, but for what it means: see [`mistakes_of_meaning`].
pub(super) fn read(source: &Source) -> Read {
    let mistaken = |mistakes| Read {
        mistakes,
        ..Read::default()
    };
    if let Some(encoding) = source.encoding {
        let arguments = Arguments::new().with("encoding", encoding.name());
        let message = Message::Key("config-not-utf-8", arguments);
        return mistaken(vec![mistake(Span::empty(0), message, None)]);
    }
    let whole = Span::new(source.byte_order_mark_len(), source.text.len());
    let parsed = yaml::parse_strictly(&source.text, whole);
    if !parsed.errors.is_empty() {
        let errors = parsed.errors.into_iter();
        return mistaken(
            errors
                .map(|error| mistake(error.span, error.message, error.help))
                .collect(),
        );
    }
    let is_there = |node: &Node| !node.as_scalar().is_some_and(|scalar| scalar.text.is_empty());
    let Some(root) = parsed.node.filter(is_there) else {
        // An empty file says nothing, which is no mistake.
        return Read {
            file: Some(ConfigFile::default()),
            ..Read::default()
        };
    };
    // A newer kanwu may know what this one takes for mistakes.
    if let Some(mistake) = too_new(&root) {
        return mistaken(vec![mistake]);
    }
    let failures = CONFIG_SCHEMA.as_ref().map(|schema| {
        let failures = schema.failures(&root, Engine::Core12, Span::empty(0)).into_iter();
        failures
            .map(|failure| mistake(failure.span, failure.message, failure.help))
            .collect::<Vec<_>>()
    });
    let mut read = Read {
        mistakes: failures.unwrap_or_default(),
        ..Read::default()
    };
    if read.mistakes.is_empty() {
        match serde_yaml::from_str::<ConfigFile>(&source.text[source.byte_order_mark_len()..]) {
            Ok(file) => read.file = Some(file),
            Err(error) => {
                let arguments = Arguments::new().with("reason", error.to_string());
                let message = Message::Key("config-unusable", arguments);
                read.mistakes.push(mistake(root.span, message, None));
            }
        }
    }
    read.node = Some(root);
    read
}

/// What a schema cannot know: which rules and time zones exist, and what a glob is. Of packs
/// that could not be read as a whole, nobody knows which rules they have.
pub(super) fn mistakes_of_meaning(root: &Node, registry: &Registry, unread_packs: &[String]) -> Vec<Diagnostic> {
    let mut reader = Meaning {
        root,
        registry,
        unread_packs,
        mistakes: Vec::new(),
    };
    for list in ["select", "ignore"] {
        for item in root.at(&format!("/{list}")).map_or(&[][..], Node::items) {
            reader.rule_name(item);
        }
    }
    reader.rules("/rules", Scope::AllFiles);
    for list in ["overrides", "schemas"] {
        let count = root.at(&format!("/{list}")).map_or(0, |node| node.items().len());
        for number in 0..count {
            reader.globs(&format!("/{list}/{number}/files"));
            reader.rules(&format!("/{list}/{number}/rules"), Scope::SomeFiles);
        }
    }
    reader.globs("/exclude");
    for site in root.at("/sites").map_or(&[][..], Node::items) {
        reader.time_zone(site);
    }
    reader.mistakes
}

fn too_new(root: &Node) -> Option<Diagnostic> {
    let node = root.at("/minimum-version")?;
    let wanted = node.as_scalar()?.text.as_str();
    let numbers = |version: &str| -> Option<Vec<u32>> { version.split('.').map(|part| part.parse().ok()).collect() };
    let ours = env!("CARGO_PKG_VERSION");
    if numbers(wanted)? <= numbers(ours)? {
        return None;
    }
    let arguments = Arguments::new().with("wanted", wanted).with("version", ours);
    let message = Message::Key("config-too-new", arguments);
    Some(mistake(node.span, message, Some(Message::key("config-too-new-help"))))
}

struct Meaning<'a> {
    root: &'a Node,
    registry: &'a Registry,
    unread_packs: &'a [String],
    mistakes: Vec<Diagnostic>,
}

impl Meaning<'_> {
    fn rules(&mut self, pointer: &str, scope: Scope) {
        let root = self.root;
        for entry in root.at(pointer).map_or(&[][..], Node::entries) {
            self.rule_name(&entry.key);
            if let Some(name) = entry.key.as_scalar() {
                self.globs(&format!("{}/files", pointer_join(pointer, &name.text)));
                let mistakes = options::mistakes(&entry.value, &name.text, scope, self.registry);
                self.mistakes.extend(mistakes);
            }
        }
    }

    /// A name must be that of a rule or of a group.
    fn rule_name(&mut self, node: &Node) {
        let Some(name) = node.as_scalar().map(|scalar| scalar.text.as_str()) else {
            return;
        };
        let is_of = |pack: &String| RuleId::new(name).pack() == Some(pack);
        if self.registry.has_name(name) || self.unread_packs.iter().any(is_of) {
            return;
        }
        let help = match self.registry.meant_name(name) {
            Some(meant) => Message::Key("schema-did-you-mean", Arguments::new().with("suggestion", meant)),
            None => Message::key("config-unknown-rule-help"),
        };
        let message = Message::Key("config-unknown-rule", Arguments::new().with("name", name));
        self.mistakes.push(mistake(node.span, message, Some(help)));
    }

    fn time_zone(&mut self, site: &Node) {
        let Some(node) = site.at("/time-zone") else { return };
        let Some(name) = node.as_scalar().map(|scalar| scalar.text.as_str()) else {
            return;
        };
        if TimeZone::named(name).is_some() {
            return;
        }
        let names = TimeZone::names();
        let help = match nearest(name, names.iter().map(String::as_str)) {
            Some(meant) => Message::Key("schema-did-you-mean", Arguments::new().with("suggestion", meant)),
            None => Message::key("config-no-such-time-zone-help"),
        };
        let message = Message::Key("config-no-such-time-zone", Arguments::new().with("name", name));
        self.mistakes.push(mistake(node.span, message, Some(help)));
    }

    fn globs(&mut self, pointer: &str) {
        for node in self.root.at(pointer).map_or(&[][..], Node::items) {
            let glob = node.as_scalar().map_or("", |scalar| scalar.text.as_str());
            if let Err(problem) = PathGlobs::new(&[glob]) {
                self.mistakes
                    .push(mistake(node.span, problem.message(), Some(problem.help())));
            }
        }
    }
}

/// A mistake in a configuration.
pub(super) fn mistake(span: Span, message: Message, help: Option<Message>) -> Diagnostic {
    Diagnostic::mistake(CONFIG_FILE, span, message, help)
}

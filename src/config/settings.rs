//! What the settings mean for one rule and one file.

use std::sync::Arc;

use super::Root;
use crate::check::Check;
use crate::diagnostic::{RuleId, Severity};
use crate::registry::{Options, Registry};
use crate::rule::{ByDefault, PathGlobs, Rule};
use crate::schema::Schema;
use crate::site::{Generator, TimeZone};
use crate::text::FilePath;

/// Everything that a kanwu.yaml and the command line decide.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub(super) root: Root,
    /// The packs whose rules run here.
    pub(super) packs: Vec<String>,
    /// Ids and groups; none for all.
    pub(super) select: Vec<String>,
    pub(super) ignore: Vec<String>,
    /// In rising order of weight.
    pub(super) rules: Vec<RuleSetting>,
    /// What is said of the options of rules, in rising order of weight.
    pub(super) options: Vec<(RuleId, Options)>,
    /// The checks that this makes of the rules' own.
    pub(super) checks: Vec<(RuleId, Arc<Check>)>,
    pub(super) exclude: Vec<PathGlobs>,
    pub(super) schemas: Vec<(PathGlobs, Arc<Schema>)>,
    pub(super) sites: Vec<Site>,
}

/// What is said of a rule or a group.
#[derive(Debug, Clone)]
pub(super) struct RuleSetting {
    /// Its id or its group's name.
    pub(super) name: String,
    /// The files of which it is said; all if absent.
    pub(super) of: Option<PathGlobs>,
    pub(super) level: Option<Level>,
    /// The only files in which the rule runs; any if absent.
    pub(super) only: Option<PathGlobs>,
}

/// Whether a rule runs, and how bad its findings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Off,
    Error,
    Warning,
    Info,
}

/// A folder that a generator reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    /// Seen from the root; empty for the root itself.
    pub(super) folder: String,
    /// What reads it.
    pub(super) generator: Generator,
    /// The zone in which it shows dates, if that is said.
    pub(super) time_zone: Option<TimeZone>,
}

impl Settings {
    /// Those under which the rules of one pack run too.
    pub fn of_pack(name: &str) -> Self {
        Self {
            packs: vec![name.to_owned()],
            ..Self::default()
        }
    }

    /// How bad the findings of a rule are in a file; none where it does not run.
    pub fn severity(&self, rule: &Rule, path: &FilePath) -> Option<Severity> {
        let is_named = |names: &[String]| names.iter().any(|name| names_rule(name, rule));
        if rule
            .id
            .pack()
            .is_some_and(|pack| !self.packs.iter().any(|known| known == pack))
        {
            return None;
        }
        if is_named(&self.ignore) || !(self.select.is_empty() || is_named(&self.select)) {
            return None;
        }
        let is_called = |name: &String| name == rule.id.as_str();
        let is_off = rule.by_default == ByDefault::Off;
        let mut severity = Some(rule.severity).filter(|_| !is_off || self.select.iter().any(is_called));
        if self.rules.is_empty() {
            return severity;
        }
        let relative = self.root.relative(path);
        let matches = |globs: &Option<PathGlobs>| globs.as_ref().is_none_or(|globs| globs.match_text(&relative));
        for setting in &self.rules {
            if !names_rule(&setting.name, rule) || !matches(&setting.of) {
                continue;
            }
            // Who speaks of a group does not mean what is off in it; but who sets an
            // option of such a rule wants it.
            if is_off && !is_called(&setting.name) && severity.is_none() {
                continue;
            }
            severity = match setting.level {
                Some(Level::Off) => None,
                Some(Level::Error) => Some(Severity::Error),
                Some(Level::Warning) => Some(Severity::Warning),
                Some(Level::Info) => Some(Severity::Info),
                None if is_off => severity.or(Some(rule.severity)),
                None => severity,
            };
            if !matches(&setting.only) {
                severity = None;
            }
        }
        severity
    }

    /// The rules with the checks of this project, where it sets options.
    pub fn with_own_checks(&self, registry: Arc<Registry>) -> Arc<Registry> {
        match self.checks.is_empty() {
            true => registry,
            false => Arc::new(registry.with_checks(&self.checks)),
        }
    }

    /// Whether a file is left out when its folder is checked.
    pub fn excludes(&self, path: &FilePath) -> bool {
        let relative = self.root.relative(path);
        self.exclude.iter().any(|globs| globs.match_text(&relative))
    }

    /// The way from the root to a file, if it lies below.
    pub fn below_root<'p>(&self, path: &'p FilePath) -> std::borrow::Cow<'p, str> {
        self.root.relative(path)
    }

    /// The schema that the settings choose for a file.
    pub fn schema_of(&self, path: &FilePath) -> Option<&Schema> {
        if self.schemas.is_empty() {
            return None;
        }
        let relative = self.root.relative(path);
        let mut schemas = self.schemas.iter().rev();
        schemas
            .find(|(files, _)| files.match_text(&relative))
            .map(|(_, schema)| schema.as_ref())
    }

    /// What a kanwu.yaml says of the innermost site that a file lies in: its
    /// generator, and the file's path from its root.
    pub fn site_of(&self, path: &FilePath) -> Option<(Generator, String)> {
        let (site, below) = self.innermost_site(path)?;
        Some((site.generator, below))
    }

    /// The zone in which the innermost site shows dates, if a kanwu.yaml says so.
    pub fn time_zone_of(&self, path: &FilePath) -> Option<&TimeZone> {
        self.innermost_site(path)?.0.time_zone.as_ref()
    }

    fn innermost_site(&self, path: &FilePath) -> Option<(&Site, String)> {
        if self.sites.is_empty() {
            return None;
        }
        let relative = self.root.relative(path);
        let below = |site: &'_ Site| match site.folder.as_str() {
            "" => Some(relative.to_string()),
            folder => Some(relative.strip_prefix(folder)?.strip_prefix('/')?.to_owned()),
        };
        let sites = self.sites.iter().filter_map(|site| Some((site, below(site)?)));
        sites.min_by_key(|(_, below)| below.len())
    }
}

fn names_rule(name: &str, rule: &Rule) -> bool {
    name == rule.id.as_str() || name == rule.group.name()
}

//! A rule: one YAML file that names a check and configures it.
//!
//! It knows what every rule has (id, severity, sentences, where it applies) and
//! keeps the check's own options unread; what they mean is the check's part.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diagnostic::{Arguments, Diagnostic, Message, RuleId, RuleSentence, Severity};
use crate::messages::{Localized, clipped};
use crate::text::{FilePath, Span};

/// What a rule is about; the folder of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Front matter.
    FrontMatter,
    /// Leftover markup.
    Markup,
    /// Residue of crawlers and editors.
    Residue,
    /// Links.
    Links,
    /// Typos.
    Spelling,
    /// Broken text.
    Text,
    /// Matters of taste.
    Typography,
    /// Files and their names.
    Files,
}

impl Group {
    /// All groups, in the order in which they are listed.
    pub const ALL: [Group; 8] = [
        Group::FrontMatter,
        Group::Markup,
        Group::Residue,
        Group::Links,
        Group::Spelling,
        Group::Text,
        Group::Typography,
        Group::Files,
    ];

    /// As users type it, and as the folder is called.
    pub const fn name(self) -> &'static str {
        match self {
            Group::FrontMatter => "front-matter",
            Group::Markup => "markup",
            Group::Residue => "residue",
            Group::Links => "links",
            Group::Spelling => "spelling",
            Group::Text => "text",
            Group::Typography => "typography",
            Group::Files => "files",
        }
    }

    /// The group of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}

/// What every rule has.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// What it is about.
    pub group: Group,
    /// How bad its findings are.
    pub severity: Severity,
    /// Whether it runs where nobody speaks of it.
    pub by_default: ByDefault,
    /// What is wrong.
    pub message: Localized,
    /// What to do.
    pub help: Option<Localized>,
    /// What the fix does.
    pub fix_title: Option<Localized>,
    /// Where it applies; everywhere if absent.
    pub files: Option<PathGlobs>,
    /// Rules whose findings displace this rule's where one contains the other.
    pub yields_to: Vec<RuleId>,
    /// The name of its check.
    pub check_name: String,
}

/// Whether a rule runs where nobody speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ByDefault {
    /// It does.
    #[default]
    On,
    /// Only where it is called by its name: a matter of taste.
    Off,
}

/// The name of a check with its options, not yet read.
pub type CheckOptions = serde_json::Map<String, serde_json::Value>;

/// A rule file as written. Its shape is held by `schemas/rule.schema.json`.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct RuleFile {
    id: String,
    severity: Severity,
    #[serde(default)]
    default: ByDefault,
    message: Localized,
    help: Option<Localized>,
    fix_title: Option<Localized>,
    files: Option<Vec<String>>,
    #[serde(default)]
    yields_to: Vec<String>,
    /// What else there is: the check.
    #[serde(skip)]
    check: CheckOptions,
}

impl RuleFile {
    /// Takes the check apart by hand, for with `serde(flatten)` a long list of
    /// words would be copied once more.
    fn of_mapping(mut mapping: CheckOptions) -> Result<Self, RuleError> {
        let is_check = |key: &String| !Self::KEYS.contains(&key.as_str());
        let names: Vec<String> = mapping.keys().filter(|key| is_check(key)).cloned().collect();
        let mut check = CheckOptions::new();
        for name in names {
            if let Some(options) = mapping.remove(&name) {
                check.insert(name, options);
            }
        }
        let file: Self = serde_json::from_value(mapping.into()).map_err(|error| RuleError::Shape(error.to_string()))?;
        Ok(Self { check, ..file })
    }

    const KEYS: [&str; 8] = [
        "id",
        "severity",
        "default",
        "message",
        "help",
        "fix-title",
        "files",
        "yields-to",
    ];
}

/// Why a rule file, though of the right shape, is no rule.
#[derive(Debug)]
pub enum RuleError {
    /// Not of the shape that rules have; says what the parser said.
    Shape(String),
    /// A glob in `files` that cannot be used.
    Glob(GlobProblem),
    /// A check's option that cannot be read, at a JSON pointer of the file.
    Option {
        /// Where in the file, as a JSON pointer.
        pointer: String,
        /// What it should be.
        expected: Expected,
        /// The part that cannot be read, if that is known.
        rest: Option<String>,
        /// What the parser of that option said, in English.
        reason: String,
    },
}

/// What an option of a check is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A CSS selector.
    Selector,
    /// A regular expression.
    Expression,
    /// Words to look for.
    Words,
}

impl RuleError {
    /// Where in the rule file, as a JSON pointer.
    pub fn pointer(&self) -> &str {
        match self {
            RuleError::Option { pointer, .. } => pointer,
            RuleError::Glob(_) => "/files",
            RuleError::Shape(_) => "",
        }
    }

    /// The same in words, but for the place.
    pub fn message(&self) -> Message {
        let arguments = |reason: &str| Arguments::new().with("reason", reason);
        match self {
            RuleError::Option {
                expected, rest, reason, ..
            } => {
                let rest = rest.as_deref().filter(|rest| !rest.is_empty()).map(clipped);
                let key = match (expected, &rest) {
                    (Expected::Selector, _) => "rule-no-selector",
                    (Expected::Expression, Some(_)) => "rule-no-expression",
                    (Expected::Expression, None) => "rule-expression-unusable",
                    (Expected::Words, _) => "rule-no-words",
                };
                Message::Key(key, arguments(reason).with("rest", rest.unwrap_or_default()))
            }
            RuleError::Glob(problem) => problem.message(),
            RuleError::Shape(reason) => Message::Key("rule-file-unusable", arguments(reason)),
        }
    }

    /// What to do, where that can be said.
    pub fn help(&self) -> Option<Message> {
        match self {
            RuleError::Option { expected, .. } => match expected {
                Expected::Selector => Some(Message::key("rule-selector-help")),
                Expected::Expression => Some(Message::key("rule-expression-help")),
                Expected::Words => None,
            },
            RuleError::Glob(problem) => Some(problem.help()),
            RuleError::Shape(_) => None,
        }
    }
}

impl std::fmt::Display for RuleError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RuleError::Shape(reason) => reason.fmt(formatter),
            RuleError::Glob(problem) => write!(formatter, "{problem:?}"),
            RuleError::Option { pointer, reason, .. } => write!(formatter, "{pointer}: {reason}"),
        }
    }
}

impl Rule {
    /// Reads a rule file, and what it asks of its check.
    ///
    /// # Errors
    ///
    /// If the text is not YAML of a rule's shape, or a glob cannot be read.
    pub fn read(group: Group, text: &str) -> Result<(Self, CheckOptions), RuleError> {
        let mapping = serde_yaml::from_str(text).map_err(|error| RuleError::Shape(error.to_string()))?;
        Self::of_file(group, RuleFile::of_mapping(mapping)?)
    }

    /// The same of a rule file that was turned into JSON, which is read in a
    /// twentieth of the time.
    ///
    /// # Errors
    ///
    /// If the text is not JSON of a rule's shape, or a glob cannot be read.
    pub fn read_json(group: Group, text: &str) -> Result<(Self, CheckOptions), RuleError> {
        let mapping = serde_json::from_str(text).map_err(|error| RuleError::Shape(error.to_string()))?;
        Self::of_file(group, RuleFile::of_mapping(mapping)?)
    }

    fn of_file(group: Group, file: RuleFile) -> Result<(Self, CheckOptions), RuleError> {
        let files = file
            .files
            .as_deref()
            .map(PathGlobs::new)
            .transpose()
            .map_err(RuleError::Glob)?;
        let rule = Self {
            id: RuleId::new(&file.id),
            group,
            severity: file.severity,
            by_default: file.default,
            message: file.message,
            help: file.help,
            fix_title: file.fix_title,
            files,
            yields_to: file.yields_to.iter().map(|id| RuleId::new(id)).collect(),
            check_name: file.check.keys().next().cloned().unwrap_or_default(),
        };
        Ok((rule, file.check))
    }

    /// Whether it applies to a file.
    pub fn applies_to(&self, path: &FilePath) -> bool {
        self.files.as_ref().is_none_or(|files| files.matches(path))
    }

    /// The names X of the places `{attribute:X}` in its sentences.
    pub fn attributes_spoken_of(&self) -> impl Iterator<Item = &str> {
        let sentences = [Some(&self.message), self.help.as_ref(), self.fix_title.as_ref()];
        let texts = sentences
            .into_iter()
            .flatten()
            .flat_map(|text| [text.en.as_str(), text.zh_hans.as_str()]);
        texts
            .flat_map(|text| text.split("{attribute:").skip(1))
            .filter_map(|part| Some(part.split_once('}')?.0))
    }

    /// A finding in the rule's sentences, with their places filled.
    pub fn finding(&self, span: Span, arguments: Arguments) -> Diagnostic {
        let help = self.help(&arguments);
        self.finding_in_words(span, self.message(arguments), help)
    }

    /// A finding in other sentences.
    pub fn finding_in_words(&self, span: Span, message: Message, help: Option<Message>) -> Diagnostic {
        Diagnostic {
            rule: self.id.clone(),
            severity: self.severity,
            message,
            span,
            labels: Vec::new(),
            help,
            fix: None,
        }
    }

    /// What is wrong, with the places of its sentence filled.
    pub fn message(&self, arguments: Arguments) -> Message {
        Message::FromRule(self.id.clone(), RuleSentence::Message, arguments)
    }

    /// What to do, if the rule says so.
    pub fn help(&self, arguments: &Arguments) -> Option<Message> {
        self.help
            .as_ref()
            .map(|_| Message::FromRule(self.id.clone(), RuleSentence::Help, arguments.clone()))
    }

    /// What the fix does, in the rule's words or else in ours.
    pub fn fix_title(&self, arguments: &Arguments, otherwise: &'static str) -> Message {
        match self.fix_title {
            Some(_) => Message::FromRule(self.id.clone(), RuleSentence::FixTitle, arguments.clone()),
            None => Message::Key(otherwise, arguments.clone()),
        }
    }
}

/// Globs over shown paths. One that does not start with `/` matches at any
/// depth, so that `_posts/**` holds in every site of a repository. One that
/// matches a folder matches all below it, as in `.gitignore`.
#[derive(Debug, Clone)]
pub struct PathGlobs(GlobSet);

/// Why a glob cannot be used.
#[derive(Debug, Clone)]
pub enum GlobProblem {
    /// It leads out of the folder in which it holds.
    Upwards {
        /// As it was written.
        glob: String,
    },
    /// It cannot be read.
    Unreadable {
        /// As it was written.
        glob: String,
        /// What the parser said.
        reason: String,
    },
}

impl GlobProblem {
    /// The same in words.
    pub fn message(&self) -> Message {
        match self {
            GlobProblem::Upwards { glob } => Message::Key("config-glob-upwards", Arguments::new().with("glob", glob)),
            GlobProblem::Unreadable { glob, reason } => {
                let arguments = Arguments::new().with("glob", glob).with("reason", reason);
                Message::Key("config-bad-glob", arguments)
            }
        }
    }

    /// What to do.
    pub fn help(&self) -> Message {
        Message::key(match self {
            GlobProblem::Upwards { .. } => "config-glob-upwards-help",
            GlobProblem::Unreadable { .. } => "config-bad-glob-help",
        })
    }
}

impl PathGlobs {
    /// Compiles globs in which `*` stays within one part and `**` does not.
    ///
    /// # Errors
    ///
    /// If one of them cannot be used.
    pub fn new<S: AsRef<str>>(globs: &[S]) -> Result<Self, GlobProblem> {
        let mut builder = GlobSetBuilder::new();
        for glob in globs {
            let glob = glob.as_ref();
            if glob.split('/').any(|part| part == "..") {
                return Err(GlobProblem::Upwards { glob: glob.to_owned() });
            }
            let unreadable = |error: globset::Error| GlobProblem::Unreadable {
                glob: glob.to_owned(),
                reason: error.kind().to_string(),
            };
            for pattern in anchored(glob) {
                let built = GlobBuilder::new(&pattern).literal_separator(true).build();
                builder.add(built.map_err(unreadable)?);
            }
        }
        let set = builder.build().map_err(|error| GlobProblem::Unreadable {
            glob: error.glob().unwrap_or_default().to_owned(),
            reason: error.kind().to_string(),
        })?;
        Ok(Self(set))
    }

    /// Whether one of them matches.
    pub fn matches(&self, path: &FilePath) -> bool {
        self.match_text(&path.shown)
    }

    /// Whether one of them matches a path given as text, with `/` between its
    /// parts.
    pub fn match_text(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

/// A glob as patterns of whole paths: of a file, and of all files in a folder.
fn anchored(glob: &str) -> Vec<String> {
    let is_rooted = glob.starts_with('/');
    let mut rest = glob.trim_start_matches('/');
    while let Some(below) = rest.strip_prefix("./") {
        rest = below.trim_start_matches('/');
    }
    let name = rest.trim_end_matches('/');
    let start = if is_rooted { "" } else { "**/" };
    match name {
        // The folder in which it holds.
        "" | "." => vec!["**".to_owned()],
        _ if name == "**" || name.ends_with("/**") => vec![format!("{start}{name}")],
        _ if name.len() < rest.len() => vec![format!("{start}{name}/**")],
        _ => vec![format!("{start}{name}"), format!("{start}{name}/**")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_at_any_depth_unless_rooted() {
        let globs = PathGlobs::new(&["_posts/**", "/index.md"]).unwrap();
        let matches = |path| globs.matches(&FilePath::new(path));
        assert!(matches("_posts/a.md") && matches("site/_posts/2022/a.md") && matches("index.md"));
        assert!(!matches("posts/a.md") && !matches("site/index.md") && !matches("my_posts/a.md"));
    }

    #[test]
    fn a_glob_that_matches_a_folder_matches_all_below_it() {
        let matches = |glob: &str, path: &str| PathGlobs::new(&[glob]).unwrap().match_text(path);
        for glob in [
            "drafts",
            "drafts/",
            "./drafts",
            "/drafts",
            "**/drafts",
            "/./drafts/",
            "dra*",
        ] {
            assert!(matches(glob, "drafts/a/b.md"), "{glob}");
            assert!(!matches(glob, "old/a.md"), "{glob}");
        }
        assert!(matches("a/drafts", "x/a/drafts/b.md") && !matches("/drafts", "x/drafts/b.md"));
        assert!(matches("./a.md", "x/a.md") && matches("*.md", "a.md"));
        // A slash at the end asks for a folder.
        assert!(!matches("drafts/", "drafts"));
        for glob in [".", "./", "/"] {
            assert!(matches(glob, "a/b.md"), "{glob}");
        }
    }

    #[test]
    fn a_glob_does_not_lead_upwards() {
        for glob in ["../a", "..", "a/../b"] {
            let problem = PathGlobs::new(&[glob]).unwrap_err();
            assert!(matches!(problem, GlobProblem::Upwards { .. }), "{glob}");
        }
        assert!(PathGlobs::new(&["a..b", "...", "..a"]).is_ok());
    }
}

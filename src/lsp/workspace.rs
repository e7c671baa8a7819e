//! A folder that is open: its configuration, what stands round its documents, and
//! how they are judged with it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::configurations::Configurations;
use super::documents::Document;
use super::pages::Pages;
use crate::config::{self, Choice, Selection, Soundness};
use crate::diagnostic::Diagnostic;
use crate::fact::{Answers, Question};
use crate::folders::Folders;
use crate::lint::{Project, Surroundings};
use crate::messages::{Catalogue, Language, RuleId};
use crate::registry::Registry;
use crate::survey::{self, Read};
use crate::text::{FilePath, Source};
use crate::walk::{self, Roots};

/// A folder that is open.
#[derive(Debug)]
pub(super) struct Workspace {
    root: PathBuf,
    kind: Kind,
    language: Language,
    /// Where pages of rules are written, if they are to be told.
    pages: Option<PathBuf>,
    folders: Folders,
    stale: Stale,
    judges: Vec<Judge>,
    /// By the folder of a document, its number among the judges.
    by_folder: HashMap<PathBuf, usize>,
    surroundings: Arc<Surroundings>,
    roots: Roots,
    /// What is known of other files, and what was asked of them.
    answers: Answers,
    asked: HashSet<Question>,
    /// The configurations that the user looks at.
    shown: BTreeSet<PathBuf>,
    /// The files with mistakes, as the client was told.
    mistaken: BTreeSet<PathBuf>,
}

/// Whose folder it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The user opened it.
    Opened,
    /// It was found above a document that lies in no folder that is open.
    Found,
}

/// What is to be looked at anew before anything is judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stale {
    /// Configurations, schemas and packs.
    pub(super) configuration: bool,
    /// Which files there are.
    pub(super) files: bool,
}

/// What judges the documents of one configuration, and its sentences.
#[derive(Debug)]
pub(super) struct Judge {
    pub(super) project: Project,
    pub(super) catalogue: Catalogue,
    soundness: Soundness,
    /// None where they are not to be told.
    pub(super) pages: Option<Pages>,
}

/// What reading the configurations anew has brought.
#[derive(Debug, Default)]
pub(super) struct Refreshed {
    pub(super) mistaken: Vec<Mistaken>,
    /// Files that had mistakes and have none any more.
    pub(super) mended: Vec<PathBuf>,
}

/// A file with mistakes.
#[derive(Debug)]
pub(super) struct Mistaken {
    /// The file, at its path from the workspace.
    pub(super) source: Source,
    pub(super) mistakes: Vec<Diagnostic>,
    /// Whether it had none before.
    pub(super) is_new: bool,
}

impl Workspace {
    pub(super) fn new(root: &Path, kind: Kind, language: Language, pages: Option<PathBuf>) -> Self {
        Self {
            root: root.to_owned(),
            kind,
            language,
            pages,
            folders: Folders::default(),
            stale: Stale {
                configuration: true,
                files: true,
            },
            judges: Vec::new(),
            by_folder: HashMap::new(),
            surroundings: Arc::default(),
            roots: Roots::default(),
            answers: Answers::default(),
            asked: HashSet::new(),
            shown: BTreeSet::new(),
            mistaken: BTreeSet::new(),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The files with mistakes, as the client was told.
    pub(super) fn mistaken(&self) -> impl Iterator<Item = &PathBuf> {
        self.mistaken.iter()
    }

    /// Tells of mistakes in a configuration even if nothing is judged by it.
    pub(super) fn show(&mut self, configuration: &Path) {
        self.shown.insert(configuration.to_owned());
        self.stale.configuration = true;
    }

    /// No longer.
    pub(super) fn hide(&mut self, configuration: &Path) {
        self.shown.remove(configuration);
    }

    /// Whether mistakes in configurations are to be told although nothing may be
    /// judged by them.
    pub(super) fn shows_configurations(&self) -> bool {
        !(self.shown.is_empty() && self.mistaken.is_empty())
    }

    /// Takes everything for known.
    pub(super) fn give_up(&mut self) {
        self.stale = Stale::default();
    }

    /// Notes what has changed on the disk.
    pub(super) fn outdate(&mut self, stale: Stale) {
        self.stale.configuration |= stale.configuration;
        self.stale.files |= stale.files;
        if stale.files {
            self.folders = Folders::default();
        }
        self.forget_answers();
    }

    /// Forgets what was known of other files.
    pub(super) fn forget_answers(&mut self) {
        self.answers = Answers::default();
        self.asked.clear();
    }

    /// Forgets what was known of one file, given its path without links; the
    /// question that asks for it.
    pub(super) fn forget(&mut self, real: &Path) -> Option<Question> {
        let location = self.roots.location(real)?;
        self.answers.fragments.remove(&location);
        let question = Question::Fragments(location);
        self.asked.remove(&question).then_some(question)
    }

    pub(super) fn is_stale(&self) -> bool {
        self.stale != Stale::default()
    }

    /// Whether something is to be looked at anew before these are judged.
    pub(super) fn is_stale_for(&self, open: &[&FilePath]) -> bool {
        let is_asked = !open.is_empty() || self.shows_configurations();
        (self.is_stale() && is_asked) || open.iter().any(|path| self.is_new(path))
    }

    fn is_new(&self, path: &FilePath) -> bool {
        path.os
            .parent()
            .is_some_and(|folder| !self.by_folder.contains_key(folder))
    }

    /// What judges a document.
    pub(super) fn judge(&self, path: &FilePath) -> Option<&Judge> {
        let number = self.by_folder.get(path.os.parent()?)?;
        self.judges.get(*number)
    }

    /// The same, which then has the pages of these rules.
    pub(super) fn judge_with_pages<'r>(
        &mut self,
        path: &FilePath,
        rules: impl Iterator<Item = &'r RuleId>,
    ) -> Option<&Judge> {
        let number = self.by_folder.get(path.os.parent()?)?;
        let judge = self.judges.get_mut(*number)?;
        if let Some(pages) = &mut judge.pages {
            pages.provide(rules, judge.project.registry(), &judge.catalogue, &self.root);
        }
        Some(judge)
    }

    /// Looks anew at what is stale, or not known of one of the open documents.
    /// `unsaved` are the paths without links of those that are not on the disk, and
    /// count as if they were.
    pub(super) fn refresh(
        &mut self,
        open: &[&FilePath],
        unsaved: &[&Path],
        registry: &Registry,
        configurations: &Configurations,
    ) -> Refreshed {
        let has_new = open.iter().any(|path| self.is_new(path));
        let mut refreshed = Refreshed::default();
        if self.stale.configuration || has_new {
            refreshed = self.configure(open, registry, configurations);
        }
        if self.stale.files || has_new {
            self.list(open, unsaved);
        }
        self.stale = Stale::default();
        for judge in &mut self.judges {
            judge.project.look_around(Arc::clone(&self.surroundings));
        }
        self.forget_answers();
        refreshed
    }

    /// Reads the configurations of the open documents. Where one has mistakes, its
    /// documents keep the last that had none; what has known none yet gets what
    /// could be read.
    fn configure(&mut self, open: &[&FilePath], registry: &Registry, configurations: &Configurations) -> Refreshed {
        let looked_at = self.shown.iter().chain(&self.mistaken).map(FilePath::new);
        let files: Vec<FilePath> = open.iter().copied().cloned().chain(looked_at).collect();
        let loaded = config::load(
            (&configurations.over(&self.folders), &self.root),
            &files,
            &Choice::Nearest,
            &Selection::default(),
            registry.clone(),
        );
        // Only a configuration that was asked for by name can be absent.
        let Ok(loaded) = loaded else {
            return Refreshed::default();
        };
        let catalogue = loaded.registry.catalogue(self.language);
        let registry = Arc::new(loaded.registry);
        let settings = loaded.settings.into_iter().zip(loaded.soundness);
        let judges = settings.map(|(settings, soundness)| Judge {
            project: Project::configured(Arc::clone(&registry), settings),
            catalogue: catalogue.clone(),
            pages: self.pages.clone().map(Pages::new),
            soundness,
        });
        let before = std::mem::replace(&mut self.judges, judges.collect());
        self.assign(&files, &loaded.of_file, before);
        self.note(loaded.mistakes)
    }

    /// Gives each folder its judge: that of the number of its file, or one of those
    /// before where that alone has no mistakes.
    fn assign(&mut self, files: &[FilePath], of_file: &[usize], before: Vec<Judge>) {
        let by_folder = std::mem::take(&mut self.by_folder);
        let mut before: Vec<Option<Judge>> = before.into_iter().map(Some).collect();
        // Of those that are kept, their numbers before and now.
        let mut kept: HashMap<usize, usize> = HashMap::new();
        for (path, number) in files.iter().zip(of_file) {
            let folder = path.os.parent().unwrap_or(&self.root).to_owned();
            let is_mistaken = |judge: &Judge| judge.soundness == Soundness::Mistaken;
            let known = by_folder
                .get(&folder)
                .filter(|_| self.judges.get(*number).is_some_and(is_mistaken));
            if let Some(known) = known
                && !kept.contains_key(known)
                && let Some(judge) = before.get_mut(*known)
                && let Some(judge) = judge.take_if(|judge| !is_mistaken(judge))
            {
                kept.insert(*known, self.judges.len());
                self.judges.push(judge);
            }
            let kept = known.and_then(|known| kept.get(known));
            self.by_folder.insert(folder, *kept.unwrap_or(number));
        }
    }

    /// Notes which files have mistakes.
    fn note(&mut self, mistakes: Vec<(Source, Vec<Diagnostic>)>) -> Refreshed {
        let path = |source: &Source| self.root.join(&source.path.os);
        let now: BTreeSet<PathBuf> = mistakes.iter().map(|(source, _)| path(source)).collect();
        let mistaken = mistakes.into_iter().map(|(source, mistakes)| Mistaken {
            is_new: !self.mistaken.contains(&path(&source)),
            source,
            mistakes,
        });
        let refreshed = Refreshed {
            mistaken: mistaken.collect(),
            mended: self.mistaken.difference(&now).cloned().collect(),
        };
        self.mistaken = now;
        refreshed
    }

    /// Lists the repositories of the open documents, as where they were named: of
    /// what others say, nothing is known.
    fn list(&mut self, open: &[&FilePath], unsaved: &[&Path]) {
        let below = |path: &&FilePath| path.os.strip_prefix(&self.root).unwrap_or(&path.os).to_owned();
        let mut paths: Vec<PathBuf> = open.iter().map(below).collect();
        if self.kind == Kind::Opened {
            paths.push(PathBuf::from("."));
        }
        let (inventory, roots) = walk::list(&paths, &self.root, &mut self.folders);
        let inventory = inventory.with_files(unsaved.iter().filter_map(|path| roots.location(path)));
        self.surroundings = Arc::new(Surroundings {
            whole: Vec::new(),
            ..survey::survey(inventory, &roots, &walk::read)
        });
        self.roots = roots;
    }

    /// What a text cannot be linted without, with other files as `read` has them.
    pub(super) fn before_lint(&self, source: &Source, project: &Project, read: &Read<'_>) -> Answers {
        survey::before_lint(source, &self.roots, project, read)
    }

    /// What the facts of a document say, with other files as `read` has them.
    pub(super) fn settle(&mut self, document: &Document, read: &Read<'_>) -> Vec<Diagnostic> {
        let number = document
            .source
            .path
            .os
            .parent()
            .and_then(|folder| self.by_folder.get(folder));
        let Some(Judge { project, .. }) = number.and_then(|number| self.judges.get(*number)) else {
            return Vec::new();
        };
        let is_new = |question: &&Question| !self.asked.contains(*question);
        let new: Vec<Question> = document.questions.iter().filter(is_new).cloned().collect();
        let answers = survey::answer(&new, &self.roots, project, read);
        self.answers.fragments.extend(answers.fragments);
        self.answers.common.extend(answers.common);
        self.answers.addresses.extend(answers.addresses);
        self.answers.ignored.extend(answers.ignored);
        self.asked.extend(new);
        let settled = survey::settled(project, &document.facts, &self.answers);
        settled.into_iter().map(|(_, diagnostic)| diagnostic).collect()
    }
}

//! The pages of rules as files, so that an editor can open what a finding links to.
//!
//! They lie in the user's cache, each written when its rule is first told of. It must
//! not know which rules exist.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use lsp_types::Uri;

use super::uri;
use crate::explain;
use crate::messages::{Catalogue, Language, RuleId};
use crate::registry::{Registered, Registry};
use crate::write;

/// The pages of the rules of one registry.
#[derive(Debug)]
pub(super) struct Pages {
    /// Where pages are written.
    folder: PathBuf,
    /// Where each page stands that was asked for; none where it could not be written.
    known: HashMap<RuleId, Option<Uri>>,
}

/// The folder of the pages, given that of all that is kept for a user. Pages of
/// another version or language are other files.
pub(super) fn folder_in(cache: &Path, language: Language) -> PathBuf {
    let language = match language {
        Language::English => "en",
        Language::SimplifiedChinese => "zh-Hans",
    };
    let version = env!("CARGO_PKG_VERSION");
    [Path::new("rules"), Path::new(version), Path::new(language)]
        .iter()
        .fold(cache.to_owned(), |folder, part| folder.join(part))
}

impl Pages {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            known: HashMap::new(),
        }
    }

    /// Sees to it that the pages of rules are there. Those that a pack has itself are
    /// named from `root`, as the files of packs are.
    pub(super) fn provide<'r>(
        &mut self,
        rules: impl Iterator<Item = &'r RuleId>,
        registry: &Registry,
        catalogue: &Catalogue,
        root: &Path,
    ) {
        for rule in rules {
            // A cache may be emptied at any time.
            let is_there = |uri: &Uri| uri::to_path(uri).is_some_and(|path| path.exists());
            if self
                .known
                .get(rule)
                .is_some_and(|page| page.as_ref().is_none_or(is_there))
            {
                continue;
            }
            let page = registry.get(rule.as_str()).and_then(|registered| {
                let own = registered.page_file.as_ref().map(|file| root.join(&file.os));
                uri::from_path(&own.or_else(|| self.written(registered, catalogue))?)
            });
            self.known.insert(rule.clone(), page);
        }
    }

    /// Where the page of a rule stands, if it was provided.
    pub(super) fn uri(&self, rule: &RuleId) -> Option<&Uri> {
        self.known.get(rule)?.as_ref()
    }

    /// Writes a page, unless it stands there already.
    fn written(&self, registered: &Registered, catalogue: &Catalogue) -> Option<PathBuf> {
        let text = explain::page(registered, catalogue);
        // A rule of a pack is called `pack/rule`, and lies in a folder of that name.
        let path = self.folder.join(format!("{}.md", registered.rule.id));
        if fs::read(&path).is_ok_and(|known| known == text.as_bytes()) {
            return Some(path);
        }
        fs::create_dir_all(path.parent()?).ok()?;
        write::put(&path, |file| file.write_all(text.as_bytes())).ok()?;
        Some(path)
    }
}

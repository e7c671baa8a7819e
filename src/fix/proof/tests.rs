//! The short proof never says more than the long one.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Applicability;
use crate::fact::Answers;
use crate::lint::{Enabled, Project, lint_document};
use crate::registry::Registry;
use crate::text::FilePath;

const PARTS: [&str; 40] = [
    "<div id=\"dfp-ad-1\"></div>",
    "<section id=imu> </section>",
    "<p class=ads></p>",
    "<span class=ad></span>",
    "<div class=ads><p></p></div>",
    "<div class=ads><br></div>",
    "<ins class=adsbygoogle></ins>",
    "<p></p>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<select>",
    "</select>",
    "<template>",
    "</template>",
    "<li>",
    "<ul>",
    "</ul>",
    "<svg>",
    "</svg>",
    "中",
    "a",
    " ",
    "\n",
    "\n\n",
    "&am",
    "p;",
    "<",
    "> ",
];

mod changes;

thread_local! {
    static PROJECT: Project = Project::new(Registry::built_in(), Enabled::All, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_the_short_proof_holds_the_long_one_holds(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 1..24), jekyll in any::<bool>()) {
        PROJECT.with(|project| -> Result<(), TestCaseError> {
        let path = if jekyll { "_posts/2024-03-05-x.md" } else { "page.html" };
        let source = Source::from_text(FilePath::new(path), parts.concat());
        let placed = project.read(&source);
        let document = &placed.document;
        let found = lint_document(&placed, project, &Answers::default());
        for diagnostic in &found.diagnostics {
            let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.change == Change::RemoveNode && fix.applicability == Applicability::Safe) else {
                continue;
            };
            let edited = Source::from_text(source.path.clone(), apply(&source.text, fix.edits.iter()));
            let after = document.edited(&edited, fix.edits[0].span.start);
            if contained::holds(document, &after, &HashSet::from([diagnostic.span])) {
                let intention = intention(document, &[(diagnostic, fix)]).unwrap();
                prop_assert!(outline::agree(document, &after, &intention), "{:?}", source.text);
            }
        }
        Ok(())
        })?;
    }
}

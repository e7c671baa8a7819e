use proptest::prelude::*;

use super::*;
use crate::site::Generator;
use crate::text::{FilePath, Source};

/// What documents with comments are made of.
const PARTS: [&str; 30] = [
    "<!-- kanwu-ignore ad-slot: 版式 -->",
    "<!--kanwu-ignore-file 外，b：x-->",
    "<!-- kanwu-ignore\u{3000}a、b",
    "{/* kanwu-ignore ad-slot: 版式 */}",
    "{/* kanwu-ignore: */}",
    "# kanwu-ignore a: 文",
    "a: 1 # kanwu-ignore a",
    "- b",
    "a:\n  - 1\n",
    "t: |\n  文\n",
    "---\n",
    "\n",
    "\r\n",
    "\n\n",
    "> ",
    "- ",
    "    ",
    "```\n",
    "`",
    "外账 ",
    "&amp;",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table><tr><td>",
    "</table>",
    "<script>",
    "{% highlight x %}",
    "{% endhighlight %}",
];

fn document_text() -> impl Strategy<Value = String> {
    let parts = prop::collection::vec(prop::sample::select(&PARTS[..]), 0..24);
    (any::<bool>(), parts).prop_map(|(has_front_matter, parts)| {
        let front = if has_front_matter { "---\na: 1\n" } else { "" };
        format!("{front}{}", parts.concat())
    })
}

proptest! {
    #[test]
    fn spans_hold_what_they_say(
        text in document_text(),
        path in prop::sample::select(vec!["a.md", "a.mdx", "a.html", "_posts/2024-01-01-a.md"]),
    ) {
        let source = Source::from_text(FilePath::new(path), text);
        let generator = Generator::of_path(&source.path);
        let document = Document::new(&source, generator.dialect(&source.path), generator.engine());
        let text = source.text.as_str();
        let found = find(&document);
        for suppression in &found {
            let comment = suppression.comment.of(text);
            prop_assert!(comment.contains(PREFIX));
            prop_assert!(
                comment.starts_with('#')
                    || (comment.starts_with("<!--") && comment.ends_with("-->"))
                    || (comment.starts_with("{/*") && comment.ends_with("*/}")),
                "{comment}"
            );
            for name in suppression.names.iter().chain(&suppression.unknown_keyword) {
                prop_assert_eq!(name.span.of(text), &name.text);
                prop_assert!(suppression.comment.contains(name.span));
            }
            if let Some(reason) = suppression.reason {
                prop_assert!(suppression.comment.contains(reason) && !reason.of(text).trim().is_empty());
            }
            if let Covered::Range(covered) = suppression.covered {
                prop_assert!(text.get(covered.start..covered.end).is_some_and(|covered| !covered.is_empty()));
            }
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].comment.end <= pair[1].comment.start));
    }
}

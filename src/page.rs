//! A rule's page: what it is in both languages, and examples that are tests.
//!
//! Three parts: `# en`, `# zh-Hans`, `# Examples`. It parses; running examples
//! is another room's work.

mod example;

use crate::messages::Language;
use crate::text::Span;

use example::Between;
pub use example::{Example, Expectation, OtherFile, place_in_page};

/// A parsed page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The English part, Markdown.
    pub en: String,
    /// The Simplified Chinese part, Markdown.
    pub zh_hans: String,
    /// The examples in order.
    pub examples: Vec<Example>,
}

/// What is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    /// Where in the page, in bytes.
    pub span: Span,
    /// What is wrong there.
    pub problem: PageProblem,
}

/// The kinds of mistakes in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageProblem {
    /// One of the three parts is absent.
    MissingPart(&'static str),
    /// A fence is not closed.
    UnclosedFence,
    /// A fence under Examples stands before any `## Bad` or `## Good`.
    NoExpectation,
    /// A word of an info string that means nothing here.
    UnknownWord(String),
    /// `fixed` or `unsafe-fixed` without an example before it.
    NothingToFix,
    /// A mark that is opened and not closed, or the other way round.
    UnbalancedMark,
    /// A Bad example without a mark, or a Good one with one.
    MarksDisagree,
}

impl Page {
    /// The part in one language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::SimplifiedChinese => &self.zh_hans,
        }
    }

    /// The first paragraph in one language: the rule in a sentence.
    pub fn summary(&self, language: Language) -> String {
        let paragraph = self
            .text(language)
            .trim_start()
            .split("\n\n")
            .next()
            .unwrap_or_default();
        let separator = match language {
            Language::English => " ",
            Language::SimplifiedChinese => "",
        };
        paragraph.lines().map(str::trim).collect::<Vec<_>>().join(separator)
    }

    /// Reads a page.
    ///
    /// # Errors
    ///
    /// All mistakes found, in order.
    pub fn parse(text: &str) -> Result<Self, Vec<PageError>> {
        Reader::read(text).finish(text.len())
    }

    /// Reads a file that has only the part `# Examples`, as one of edge cases
    /// does.
    ///
    /// # Errors
    ///
    /// All mistakes found, in order.
    pub fn parse_examples(text: &str) -> Result<Vec<Example>, Vec<PageError>> {
        let mut reader = Reader::read(text);
        if !reader.has_examples {
            reader.errors.push(PageError {
                span: Span::empty(text.len()),
                problem: PageProblem::MissingPart("Examples"),
            });
        }
        match reader.errors.is_empty() {
            true => Ok(reader.examples),
            false => Err(reader.errors),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Before,
    English,
    Chinese,
    Examples,
}

/// A fence being read.
#[derive(Debug)]
struct OpenFence {
    /// Its backticks.
    marker: usize,
    info: Span,
    info_text: String,
    content: String,
}

#[derive(Debug)]
struct Reader {
    part: Part,
    parts: [Option<String>; 2],
    has_examples: bool,
    expectation: Option<Expectation>,
    /// The content of the last `json schema` fence.
    schema: Option<String>,
    fence: Option<OpenFence>,
    /// What stands after the last fence.
    between: Between,
    examples: Vec<Example>,
    errors: Vec<PageError>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            part: Part::Before,
            parts: [None, None],
            has_examples: false,
            expectation: None,
            schema: None,
            fence: None,
            between: Between::Something,
            examples: Vec::new(),
            errors: Vec::new(),
        }
    }
}

impl Reader {
    fn read(text: &str) -> Self {
        let mut reader = Self::default();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            reader.line(line, offset);
            offset += line.len();
        }
        if let Some(fence) = &reader.fence {
            reader.errors.push(PageError {
                span: fence.info,
                problem: PageProblem::UnclosedFence,
            });
        }
        let disagrees = |example: &&Example| example.is_scenario && !example.marks_agree();
        let disagreeing = reader.examples.iter().filter(disagrees).map(|example| PageError {
            span: example.info,
            problem: PageProblem::MarksDisagree,
        });
        reader.errors.extend(disagreeing);
        reader
    }

    fn line(&mut self, line: &str, offset: usize) {
        let content = line.trim_end_matches(['\n', '\r']);
        if self.fence.is_some() {
            self.line_in_fence(line, content);
        } else if let Some(part) = part_heading(content) {
            self.start_part(part);
            return;
        } else if let Some(fence) = opening_fence(content, offset) {
            self.fence = Some(fence);
        } else if self.part == Part::Examples {
            if !content.trim().is_empty() {
                self.between = Between::Something;
            }
            self.expectation_heading(content);
        }
        self.keep(line);
    }

    fn start_part(&mut self, part: Part) {
        self.part = part;
        match part {
            Part::English => self.parts[0] = Some(String::new()),
            Part::Chinese => self.parts[1] = Some(String::new()),
            Part::Examples => self.has_examples = true,
            Part::Before => {}
        }
    }

    fn keep(&mut self, line: &str) {
        let part = match self.part {
            Part::English => &mut self.parts[0],
            Part::Chinese => &mut self.parts[1],
            Part::Before | Part::Examples => return,
        };
        if let Some(text) = part {
            text.push_str(line);
        }
    }

    fn expectation_heading(&mut self, content: &str) {
        match content.trim_end() {
            "## Bad" => self.expectation = Some(Expectation::Bad),
            "## Good" => self.expectation = Some(Expectation::Good),
            _ => {}
        }
    }

    fn line_in_fence(&mut self, line: &str, content: &str) {
        let marker = content.bytes().take_while(|byte| *byte == b'`').count();
        let closes = |fence: &OpenFence| marker >= fence.marker && content[marker..].trim().is_empty();
        if let Some(fence) = self.fence.take_if(|fence| closes(fence)) {
            if self.part == Part::Examples {
                self.add_example(fence);
            }
        } else if let Some(fence) = &mut self.fence {
            fence.content.push_str(line);
        }
    }

    fn add_example(&mut self, fence: OpenFence) {
        if fence.info_text == "json schema" {
            self.schema = Some(fence.content);
            return;
        }
        let info = (fence.info_text.as_str(), fence.info);
        let added = match self.expectation {
            None => Err(PageProblem::NoExpectation),
            Some(expectation) => example::add(
                &mut self.examples,
                (expectation, self.between),
                self.schema.as_deref(),
                info,
                &fence.content,
            ),
        };
        self.between = Between::Nothing;
        if let Err(problem) = added {
            self.errors.push(PageError {
                span: fence.info,
                problem,
            });
        }
    }

    fn finish(mut self, end: usize) -> Result<Page, Vec<PageError>> {
        let [en, zh_hans] = self.parts;
        let missing = [
            ("en", en.is_none()),
            ("zh-Hans", zh_hans.is_none()),
            ("Examples", !self.has_examples),
        ];
        for (part, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
            self.errors.push(PageError {
                span: Span::empty(end),
                problem: PageProblem::MissingPart(part),
            });
        }
        match (en, zh_hans) {
            (Some(en), Some(zh_hans)) if self.errors.is_empty() => Ok(Page {
                en: en.trim().to_owned(),
                zh_hans: zh_hans.trim().to_owned(),
                examples: self.examples,
            }),
            _ => Err(self.errors),
        }
    }
}

fn part_heading(content: &str) -> Option<Part> {
    match content.trim_end() {
        "# en" => Some(Part::English),
        "# zh-Hans" => Some(Part::Chinese),
        "# Examples" => Some(Part::Examples),
        _ => None,
    }
}

fn opening_fence(content: &str, offset: usize) -> Option<OpenFence> {
    let marker = content.bytes().take_while(|byte| *byte == b'`').count();
    (marker >= 3).then(|| OpenFence {
        marker,
        info: Span::new(offset, offset + content.len()),
        info_text: content[marker..].trim().to_owned(),
        content: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# en\n\nA leftover\nslot.\n\n```\n# Examples\n```\n\n# zh-Hans\n\n残留的\n广告位。\n\n# Examples\n\n## Bad\n\n```html path=_posts/a.html message=\"x y\"\n<p>a</p>⟦<ins></ins>⟧\n```\n```html fixed\n<p>a</p>\n```\n\n## Good\n\n````markdown\n```\n\\⟦\\u{200B}\n```\n````\n";

    #[test]
    fn a_page_has_two_texts_and_examples() {
        let page = Page::parse(PAGE).unwrap();
        assert_eq!(page.summary(Language::English), "A leftover slot.");
        assert_eq!(page.summary(Language::SimplifiedChinese), "残留的广告位。");
        assert!(page.en.contains("# Examples"));
        assert_eq!(page.examples.len(), 2);
        let bad = &page.examples[0];
        assert_eq!(
            (bad.text.as_str(), bad.path.as_str()),
            ("<p>a</p><ins></ins>\n", "_posts/a.html")
        );
        assert_eq!(bad.marks, [Span::new(8, 19)]);
        assert_eq!(bad.message.as_deref(), Some("x y"));
        assert_eq!(bad.fixed.as_deref(), Some("<p>a</p>\n"));
        assert_eq!(page.examples[1].text, "```\n⟦\u{200B}\n```\n");
    }

    #[test]
    fn mistakes_are_found() {
        let problems = |text: &str| -> Vec<PageProblem> {
            let errors = Page::parse(text).unwrap_err();
            errors.into_iter().map(|error| error.problem).collect()
        };
        assert_eq!(
            problems("# en\n# Examples\n```html\nx\n```\n"),
            [PageProblem::NoExpectation, PageProblem::MissingPart("zh-Hans")]
        );
        let with = |example: &str| problems(&format!("# en\n# zh-Hans\n# Examples\n## Bad\n{example}"));
        assert_eq!(with("```html\nx\n```\n"), [PageProblem::MarksDisagree]);
        assert_eq!(with("```html\n⟦x\n```\n"), [PageProblem::UnbalancedMark]);
        assert_eq!(
            with("```html what=1\n⟦x⟧\n```\n"),
            [PageProblem::UnknownWord("what=1".into())]
        );
        assert_eq!(with("```html fixed\nx\n```\n"), [PageProblem::NothingToFix]);
        assert_eq!(with("```html\n⟦x⟧\n"), [PageProblem::UnclosedFence]);
    }
}

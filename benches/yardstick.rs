//! What the two parsers alone cost: pulldown-cmark to HTML, then
//! `scraper::Html`, over the same files as kanwu, on one thread.
//!
//! It finds the files with a walk of its own, so that it stays the same when
//! kanwu's changes.
//!
//! `benches/compare.sh` runs it in turn with kanwu; the ratio of the two is the
//! figure that is watched, since times drift from machine to machine.

use std::path::{Path, PathBuf};

use kanwu::text::FilePath;
use kanwu::walk::{has_known_extension, read};

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .map(PathBuf::from)
        .collect();
    let paths = if paths.is_empty() {
        vec![Path::new(".").to_path_buf()]
    } else {
        paths
    };
    let (mut files, mut bytes, mut elements) = (0, 0, 0);
    let walks = paths
        .iter()
        .flat_map(|path| ignore::WalkBuilder::new(path).require_git(false).build());
    let found = walks.filter_map(Result::ok).map(ignore::DirEntry::into_path);
    for path in found.filter(|path| has_known_extension(path)).map(FilePath::new) {
        let Some(text) = read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            continue;
        };
        let mut html = String::with_capacity(text.len() * 3 / 2);
        match path.extension().as_deref() {
            Some("html" | "htm") => html.push_str(&text),
            _ => pulldown_cmark::html::push_html(
                &mut html,
                pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()),
            ),
        }
        let tree = scraper::Html::parse_fragment(&html);
        files += 1;
        bytes += text.len();
        elements += tree.tree.nodes().count();
    }
    println!("{files} files, {bytes} bytes, {elements} nodes");
}

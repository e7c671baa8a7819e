//! stub
use std::ops::Range;
use crate::text::Span;
use super::tree::Tree;
use super::node::Node;
use super::template::Template;
#[derive(Debug)]
pub struct Run { pub text: String }
impl Run {
    pub fn source_span(&self, _: Range<usize>) -> Option<Span> { None }
    pub fn verbatim_span(&self, _: Range<usize>) -> Option<Span> { None }
}
pub fn runs(_: &Tree, _: &[(Span, Template)]) -> Vec<Run> { Vec::new() }
pub fn scalar_run(_: &str, _: &Node) -> Option<Run> { None }

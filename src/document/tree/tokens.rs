//! Feeds html5gum's tokens to html5ever's tree builder, with their offsets.
//!
//! html5gum calls an emitter with bits of tokens and says how far it has read.
//! Text goes on as slices of the input wherever it is the input's own bytes;
//! character references and normalised line ends are pieces of their own.

use std::ops::ControlFlow;

use ego_tree::NodeId;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5gum::{Error, State, Tokenizer};

use super::CutReason;
use super::fed::FedPiece;
use super::input::{Input, References, Step, lossy};
use super::ledger::TokenPlace;
use super::open::traced;
use super::sink::SpanSink;
use super::tag::OpenTag;
use crate::text::Span;

pub(super) type Builder = TreeBuilder<NodeId, SpanSink>;

/// Feeds all of `html` but its first `skipped` bytes, or as much of it as the
/// limits allow.
pub(super) fn feed(html: &str, skipped: usize, builder: &Builder) {
    let emitter = Emitter::new(html, skipped, builder);
    // The one token there is says that enough was read.
    let _ = Tokenizer::new_with_emitter(html.get(skipped..).unwrap_or(""), emitter).next();
}

/// The token that stops the tokenizer.
pub(super) struct Halt;

struct Emitter<'a> {
    input: Input<'a>,
    builder: &'a Builder,
    /// How far the tokenizer has read.
    position: usize,
    is_halted: bool,
    /// Where the text that is being read goes on.
    text_end: usize,
    /// Text that was read and not yet fed, all of it bytes of the input.
    text: Span,
    references: References,
    /// Where the tag, comment or doctype that is being read began.
    opened_at: usize,
    tag: OpenTag,
    last_start_tag: Vec<u8>,
    comment: Vec<u8>,
    doctype: RawDoctype,
}

#[derive(Default)]
struct RawDoctype {
    name: Vec<u8>,
    public_id: Option<Vec<u8>>,
    system_id: Option<Vec<u8>>,
    force_quirks: bool,
}

impl<'a> Emitter<'a> {
    fn new(html: &'a str, skipped: usize, builder: &'a Builder) -> Self {
        Self {
            input: Input::new(html),
            builder,
            position: skipped,
            is_halted: false,
            text_end: skipped,
            text: Span::empty(skipped),
            references: References::Decoded,
            opened_at: skipped,
            tag: OpenTag::new(),
            last_start_tag: Vec::new(),
            comment: Vec::new(),
            doctype: RawDoctype::default(),
        }
    }

    fn flush_text(&mut self) {
        let span = std::mem::replace(&mut self.text, Span::empty(self.text_end));
        if span.is_empty() {
            return;
        }
        let text = self.input.slice(span);
        self.feed_text(text, span, true);
    }

    fn feed_text(&mut self, text: StrTendril, span: Span, is_verbatim: bool) {
        let piece = FedPiece {
            text,
            source: span,
            is_verbatim,
        };
        let FedPiece { text, .. } = match self.builder.sink.append_plainly(piece) {
            ControlFlow::Continue(piece) => piece,
            ControlFlow::Break(flow) => {
                self.is_halted = flow.is_break();
                return;
            }
        };
        self.builder.sink.feed_text(&text, span, is_verbatim);
        self.process(Token::CharacterTokens(text), TokenPlace::Text(span));
    }

    /// NUL is dropped in most places, and a replacement character inside SVG.
    fn feed_null(&mut self, span: Span) {
        let text = StrTendril::from_slice("\u{FFFD}");
        self.builder.sink.feed_text(&text, span, false);
        self.process(Token::NullCharacterToken, TokenPlace::Text(span));
    }

    fn process(&mut self, token: Token, place: TokenPlace) -> Option<State> {
        let result = self.builder.process_token(token, 1);
        // This asks for the namespace of the current node, and so tells the
        // sink which node that is.
        self.builder.sink.forget_current_node();
        let _ = self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        if self.builder.sink.settle(&place, || traced(self.builder)).is_break() {
            self.is_halted = true;
        }
        #[cfg(test)]
        if self.input.html.len() < 10_000 {
            self.builder.sink.check_open(traced(self.builder));
        }
        next_state(result)
    }

    fn text_chunk(&mut self, given: &[u8]) {
        // Where the tree was cut, the tokenizer still ends its present state.
        if given.is_empty() || self.is_halted {
            return;
        }
        match self.input.step(self.text_end, given, self.position, self.references) {
            Step::Verbatim(end) => {
                if self.text.end != self.text_end {
                    self.flush_text();
                    self.text = Span::empty(self.text_end);
                }
                self.text.end = end;
                self.text_end = end;
            }
            Step::Decoded(end) => {
                self.flush_text();
                let span = Span::new(self.text_end, end);
                self.text_end = end;
                self.text = Span::empty(end);
                self.feed_text(lossy(given), span, false);
            }
        }
    }

    fn null_chunk(&mut self) {
        if self.is_halted {
            return;
        }
        self.flush_text();
        let span = Span::new(self.text_end, self.text_end + 1);
        self.text_end = span.end;
        self.text = Span::empty(span.end);
        self.feed_null(span);
    }

    /// Text goes on at `offset`: what lies between was no text.
    fn resume_text_at(&mut self, offset: usize) {
        if offset != self.text_end {
            self.flush_text();
            self.text_end = offset;
            self.text = Span::empty(offset);
        }
    }

    fn finish_attribute(&mut self) {
        if let ControlFlow::Break(attribute) = self.tag.finish_attribute(&self.input) {
            self.flush_text();
            self.builder.sink.cut(CutReason::Attributes, attribute);
            self.is_halted = true;
        }
    }

    fn emit_tag(&mut self, span: Span) -> Option<State> {
        let tag = self.tag.take();
        let name = tag.name.clone();
        self.last_start_tag.clear();
        let place = match tag.kind {
            TagKind::StartTag => {
                self.last_start_tag.extend(&self.tag.name);
                self.builder.sink.begin_start_tag(&tag, &mut self.tag.places);
                TokenPlace::StartTag(name, span)
            }
            TagKind::EndTag => TokenPlace::EndTag(name, span),
        };
        self.process(Token::TagToken(tag), place)
    }
}

/// The state that the tree builder asks the tokenizer to be in.
fn next_state(result: TokenSinkResult<NodeId>) -> Option<State> {
    match result {
        TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => None,
        TokenSinkResult::Script(_) => Some(State::Data),
        TokenSinkResult::Plaintext => Some(State::PlainText),
        TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
        TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
        // The tree builder asks for the escaped states nowhere.
        TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => Some(State::ScriptData),
    }
}

impl html5gum::Emitter for Emitter<'_> {
    type Token = Halt;

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _error: Error) {}

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn pop_token(&mut self) -> Option<Halt> {
        self.is_halted.then_some(Halt)
    }

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag.extend(last_start_tag.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        if !self.is_halted {
            self.flush_text();
        }
        if !self.is_halted {
            self.process(Token::EOFToken, TokenPlace::Eof(self.input.html.len()));
        }
    }

    fn init_string(&mut self) {
        self.references = References::Decoded;
        self.resume_text_at(self.position);
    }

    fn emit_string(&mut self, given: &[u8]) {
        if given == b"\0" {
            self.null_chunk();
        } else if self.references == References::Literal && given.contains(&0) {
            for (index, part) in given.split(|byte| *byte == 0).enumerate() {
                if index > 0 {
                    self.null_chunk();
                }
                self.text_chunk(part);
            }
        } else {
            self.text_chunk(given);
        }
    }

    fn start_open_tag(&mut self) {
        self.opened_at = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.tag.begin(TagKind::StartTag);
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(TagKind::EndTag);
    }

    fn push_tag_name(&mut self, given: &[u8]) {
        self.tag.name.extend(given);
    }

    fn set_self_closing(&mut self) {
        self.tag.is_self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_text();
        self.finish_attribute();
        if self.is_halted {
            return None;
        }
        let state = self.emit_tag(Span::new(self.opened_at, self.position));
        self.resume_text_at(self.position);
        state
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
        self.tag.begin_attribute(self.position);
    }

    fn push_attribute_name(&mut self, given: &[u8]) {
        self.tag.push_name(given, self.position);
    }

    fn init_attribute_value(&mut self) {
        self.tag.begin_value(self.position);
    }

    fn push_attribute_value(&mut self, given: &[u8]) {
        self.tag.push_value(given, self.position, &self.input);
    }

    fn init_comment(&mut self) {
        self.flush_text();
        self.comment.clear();
    }

    fn push_comment(&mut self, given: &[u8]) {
        self.comment.extend(given);
    }

    fn emit_current_comment(&mut self) {
        let span = Span::new(self.opened_at, self.position);
        let comment = lossy(&self.comment);
        self.process(Token::CommentToken(comment), TokenPlace::Comment(span));
        self.resume_text_at(self.position);
    }

    fn init_doctype(&mut self) {
        self.flush_text();
        self.doctype = RawDoctype::default();
    }

    fn push_doctype_name(&mut self, given: &[u8]) {
        self.doctype.name.extend(given);
    }

    fn set_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id = Some(value.to_vec());
    }

    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id = Some(value.to_vec());
    }

    fn push_doctype_public_identifier(&mut self, given: &[u8]) {
        self.doctype.public_id.get_or_insert_default().extend(given);
    }

    fn push_doctype_system_identifier(&mut self, given: &[u8]) {
        self.doctype.system_id.get_or_insert_default().extend(given);
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    fn emit_current_doctype(&mut self) {
        let doctype = std::mem::take(&mut self.doctype);
        let token = Doctype {
            name: (!doctype.name.is_empty()).then(|| lossy(&doctype.name)),
            public_id: doctype.public_id.as_deref().map(lossy),
            system_id: doctype.system_id.as_deref().map(lossy),
            force_quirks: doctype.force_quirks,
        };
        let span = Span::new(self.opened_at, self.position);
        self.process(Token::DoctypeToken(token), TokenPlace::Doctype(span));
        self.resume_text_at(self.position);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        let is_end_tag = self.tag.kind == TagKind::EndTag;
        is_end_tag && !self.last_start_tag.is_empty() && self.last_start_tag == self.tag.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.flush_text();
        let is_foreign = self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        if is_foreign {
            self.references = References::Literal;
            self.resume_text_at(self.position);
        }
        is_foreign
    }
}

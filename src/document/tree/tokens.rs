//! Feeds html5gum's tokens to html5ever's tree builder, with their offsets.
//!
//! html5gum calls an emitter with bits of tokens and says how far it has read.
//! Text goes on as slices of the input wherever it is the input's own bytes;
//! character references and normalised line ends are pieces of their own.

use ego_tree::NodeId;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::{Error, State, Tokenizer};

use super::CutReason;
use super::ledger::{RawAttribute, TokenPlace};
use super::open::traced;
use super::sink::SpanSink;
use crate::text::Span;

/// More attributes on one tag are never meant, and cost quadratic time.
const MAX_ATTRIBUTES: usize = 1_000;

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

#[derive(Clone, Copy, PartialEq, Eq)]
enum TagState {
    Start,
    End,
}

struct Emitter<'a> {
    html: &'a str,
    /// The whole input once more, of which texts and values are cheap parts.
    shared: StrTendril,
    builder: &'a Builder,
    /// How far the tokenizer has read.
    position: usize,
    is_halted: bool,
    /// Where the text that is being read goes on.
    text_end: usize,
    /// Text that was read and not yet fed, all of it bytes of the input.
    text: Span,
    is_in_cdata: bool,
    /// Where the tag, comment or doctype that is being read began.
    opened_at: usize,
    tag: TagState,
    name: Vec<u8>,
    last_start_tag: Vec<u8>,
    is_self_closing: bool,
    has_duplicates: bool,
    attributes: Vec<Attribute>,
    attribute_places: Vec<RawAttribute>,
    attribute: Option<OpenAttribute>,
    attribute_name: Vec<u8>,
    attribute_value: Value,
    comment: Vec<u8>,
    doctype: RawDoctype,
}

/// An attribute whose value is still being read.
struct OpenAttribute {
    name: Span,
    value: Option<Span>,
}

/// The value that is being read: bytes of the input as long as it can be.
enum Value {
    Verbatim,
    Decoded(Vec<u8>),
}

#[derive(Default)]
struct RawDoctype {
    name: Vec<u8>,
    public_id: Option<Vec<u8>>,
    system_id: Option<Vec<u8>>,
    force_quirks: bool,
}

/// How what was read relates to the input.
enum Step {
    /// It is the input's bytes up to here.
    Verbatim(usize),
    /// It stands for the input's bytes up to here.
    Decoded(usize),
}

impl<'a> Emitter<'a> {
    fn new(html: &'a str, skipped: usize, builder: &'a Builder) -> Self {
        Self {
            html,
            shared: StrTendril::from_slice(html),
            builder,
            position: skipped,
            is_halted: false,
            text_end: skipped,
            text: Span::empty(skipped),
            is_in_cdata: false,
            opened_at: skipped,
            tag: TagState::End,
            name: Vec::new(),
            last_start_tag: Vec::new(),
            is_self_closing: false,
            has_duplicates: false,
            attributes: Vec::new(),
            attribute_places: Vec::new(),
            attribute: None,
            attribute_name: Vec::new(),
            attribute_value: Value::Verbatim,
            comment: Vec::new(),
            doctype: RawDoctype::default(),
        }
    }

    /// Compares what the tokenizer gives with the input from `from` on.
    fn step(&self, from: usize, given: &[u8]) -> Step {
        let rest = self.html.as_bytes().get(from..).unwrap_or(b"");
        // `&amp;` gives `&`, with which it also starts: only how far was read
        // tells it from a lone `&`. Elsewhere the position can be ahead.
        let may_be_reference = !self.is_in_cdata && rest.first() == Some(&b'&') && self.position != from + given.len();
        if rest.starts_with(given) && !may_be_reference {
            return Step::Verbatim(from + given.len());
        }
        if given == b"\n" && rest.first() == Some(&b'\r') {
            let len = if rest.get(1) == Some(&b'\n') { 2 } else { 1 };
            return Step::Decoded(from + len);
        }
        Step::Decoded(self.position.max(from))
    }

    /// A part of the input, as long as it is text of its own.
    fn slice(&self, span: Span) -> StrTendril {
        let (Ok(start), Ok(len)) = (u32::try_from(span.start), u32::try_from(span.len())) else {
            return StrTendril::from_slice(span.of(self.html));
        };
        self.shared
            .try_subtendril(start, len)
            .unwrap_or_else(|_| StrTendril::from_slice(span.of(self.html)))
    }

    fn flush_text(&mut self) {
        let span = std::mem::replace(&mut self.text, Span::empty(self.text_end));
        if span.is_empty() {
            return;
        }
        let text = self.slice(span);
        self.feed_text(text, span, true);
    }

    fn feed_text(&mut self, text: StrTendril, span: Span, is_verbatim: bool) {
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
        next_state(result)
    }

    fn text_chunk(&mut self, given: &[u8]) {
        if given.is_empty() {
            return;
        }
        match self.step(self.text_end, given) {
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
        let Some(attribute) = self.attribute.take() else {
            return;
        };
        let value = std::mem::replace(&mut self.attribute_value, Value::Verbatim);
        if self.tag == TagState::End || self.is_halted {
            return;
        }
        let name = local_name(&self.attribute_name);
        if self.attributes.iter().any(|other| other.name.local == name) {
            self.has_duplicates = true;
            return;
        }
        let (text, is_verbatim) = match (value, attribute.value) {
            (Value::Decoded(bytes), _) => (lossy(&bytes), false),
            (Value::Verbatim, Some(span)) => (self.slice(span), true),
            (Value::Verbatim, None) => (StrTendril::new(), true),
        };
        self.attribute_places.push(RawAttribute {
            name: name.clone(),
            name_span: attribute.name,
            value: attribute.value,
            is_verbatim,
            end: self.end_of_attribute(&attribute),
        });
        self.attributes.push(Attribute {
            name: QualName::new(None, ns!(), name),
            value: text,
        });
        if self.attributes.len() > MAX_ATTRIBUTES {
            self.builder.sink.cut(CutReason::Attributes, attribute.name);
            self.is_halted = true;
        }
    }

    /// After the closing quote, if there is one.
    fn end_of_attribute(&self, attribute: &OpenAttribute) -> usize {
        let Some(value) = attribute.value else {
            return attribute.name.end;
        };
        let bytes = self.html.as_bytes();
        let opening = value.start.checked_sub(1).and_then(|index| bytes.get(index));
        let is_quoted = matches!(opening, Some(b'"' | b'\'')) && bytes.get(value.end) == opening;
        value.end + usize::from(is_quoted)
    }

    fn emit_start_tag(&mut self, span: Span) -> Option<State> {
        let name = local_name(&self.name);
        self.last_start_tag.clone_from(&self.name);
        let tag = Tag {
            kind: TagKind::StartTag,
            name: name.clone(),
            self_closing: self.is_self_closing,
            attrs: std::mem::take(&mut self.attributes),
            had_duplicate_attributes: self.has_duplicates,
        };
        self.builder.sink.begin_start_tag(&tag, &mut self.attribute_places);
        self.process(Token::TagToken(tag), TokenPlace::StartTag(name, span))
    }

    fn emit_end_tag(&mut self, span: Span) -> Option<State> {
        let name = local_name(&self.name);
        self.last_start_tag.clear();
        self.attributes.clear();
        let tag = Tag {
            kind: TagKind::EndTag,
            name: name.clone(),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        self.process(Token::TagToken(tag), TokenPlace::EndTag(name, span))
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

fn lossy(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}

fn local_name(bytes: &[u8]) -> LocalName {
    LocalName::from(&*String::from_utf8_lossy(bytes))
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
        self.flush_text();
        if !self.is_halted {
            self.process(Token::EOFToken, TokenPlace::Eof(self.html.len()));
        }
    }

    fn init_string(&mut self) {
        self.is_in_cdata = false;
        self.resume_text_at(self.position);
    }

    fn emit_string(&mut self, given: &[u8]) {
        if given == b"\0" {
            self.null_chunk();
        } else if self.is_in_cdata && given.contains(&0) {
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
        self.name.clear();
        self.tag = TagState::Start;
        self.is_self_closing = false;
        self.has_duplicates = false;
        self.attributes.clear();
        self.attribute_places.clear();
        self.attribute = None;
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.tag = TagState::End;
    }

    fn push_tag_name(&mut self, given: &[u8]) {
        self.name.extend(given);
    }

    fn set_self_closing(&mut self) {
        self.is_self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_text();
        self.finish_attribute();
        if self.is_halted {
            return None;
        }
        let span = Span::new(self.opened_at, self.position);
        let state = match self.tag {
            TagState::Start => self.emit_start_tag(span),
            TagState::End => self.emit_end_tag(span),
        };
        self.resume_text_at(self.position);
        state
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
        self.attribute_name.clear();
        self.attribute = Some(OpenAttribute {
            name: Span::new(self.position.saturating_sub(1), self.position),
            value: None,
        });
    }

    fn push_attribute_name(&mut self, given: &[u8]) {
        self.attribute_name.extend(given);
        if let Some(attribute) = &mut self.attribute
            && !given.is_empty()
        {
            attribute.name.end = self.position;
        }
    }

    fn init_attribute_value(&mut self) {
        self.attribute_value = Value::Verbatim;
        if let Some(attribute) = &mut self.attribute {
            attribute.value = Some(Span::empty(self.position));
        }
    }

    fn push_attribute_value(&mut self, given: &[u8]) {
        let Some(span) = self.attribute.as_ref().and_then(|attribute| attribute.value) else {
            return;
        };
        if given.is_empty() {
            return;
        }
        let end = match self.step(span.end, given) {
            Step::Verbatim(end) => end,
            Step::Decoded(end) => {
                if let Value::Verbatim = self.attribute_value {
                    self.attribute_value = Value::Decoded(span.of(self.html).as_bytes().to_vec());
                }
                end
            }
        };
        if let Value::Decoded(bytes) = &mut self.attribute_value {
            bytes.extend(given);
        }
        if let Some(attribute) = &mut self.attribute {
            attribute.value = Some(Span::new(span.start, end));
        }
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
        self.tag == TagState::End && !self.last_start_tag.is_empty() && self.last_start_tag == self.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.flush_text();
        let is_foreign = self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        if is_foreign {
            self.is_in_cdata = true;
            self.resume_text_at(self.position);
        }
        is_foreign
    }
}

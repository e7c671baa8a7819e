//! What the parser did not understand, in one sentence of ours.
//!
//! It knows the parser's errors, and not what the words mean.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::messages::{Arguments, Message};

/// The error in words; none where the parser's own are left: help, the version,
/// and what is too rare for a sentence.
pub(super) fn sentence(error: &clap::Error) -> Option<Message> {
    let text = |kind: ContextKind| words(error.get(kind)).into_iter().next();
    let argument = || {
        let argument = text(ContextKind::InvalidArg).unwrap_or_default();
        // So the parser marks flags that may be repeated.
        Arguments::new().with("argument", argument.trim_end_matches("..."))
    };
    let suggested = |arguments: Arguments, kind: ContextKind, plain: &'static str, similar: &'static str| {
        Some(match text(kind) {
            Some(suggestion) => Message::Key(similar, arguments.with("suggestion", suggestion)),
            None => Message::Key(plain, arguments),
        })
    };
    match error.kind() {
        ErrorKind::UnknownArgument => suggested(
            argument(),
            ContextKind::SuggestedArg,
            "usage-unknown-argument",
            "usage-unknown-argument-similar",
        ),
        ErrorKind::InvalidSubcommand => suggested(
            Arguments::new().with("command", text(ContextKind::InvalidSubcommand)?),
            ContextKind::SuggestedSubcommand,
            "usage-unknown-command",
            "usage-unknown-command-similar",
        ),
        ErrorKind::InvalidValue => {
            let allowed = words(error.get(ContextKind::ValidValue));
            let allowed: Vec<String> = allowed.into_iter().map(|value| format!("`{value}`")).collect();
            let value = text(ContextKind::InvalidValue).unwrap_or_default();
            let arguments = argument().with("allowed", allowed.join(", "));
            Some(match (value.is_empty(), allowed.is_empty()) {
                (true, true) => Message::Key("usage-no-value", arguments),
                (true, false) => Message::Key("usage-no-value-of", arguments),
                (false, _) => Message::Key("usage-other-value", arguments.with("value", value)),
            })
        }
        ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue).unwrap_or_default();
            Some(Message::Key("usage-bad-value", argument().with("value", value)))
        }
        ErrorKind::TooManyValues => Some(Message::Key("usage-value-of-flag", argument())),
        ErrorKind::MissingRequiredArgument => Some(Message::Key("usage-missing-argument", argument())),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg)?;
            Some(Message::Key("usage-conflict", argument().with("other", other)))
        }
        _ => None,
    }
}

fn words(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    }
}

//! Of several alternatives that all fail, the one that was meant.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};

/// What to say of `anyOf` or `oneOf`.
#[derive(Debug)]
pub(super) enum Verdict<'error> {
    /// No alternative takes this kind of value; these kinds are taken.
    Types(Vec<JsonType>),
    /// Alternatives are lists of values; these are their errors.
    Values(Vec<&'error ValidationError<'static>>),
    /// Each alternative asks for one key, and none of them is there.
    Keys(Vec<&'error serde_json::Value>),
    /// The errors of the alternative that fits best.
    Branch(&'error [ValidationError<'static>]),
}

/// Judges the errors of all alternatives for the value at `path`.
pub(super) fn judge<'error>(branches: &'error [Vec<ValidationError<'static>>], path: &str) -> Verdict<'error> {
    if let Some(types) = rejected_types(branches, path) {
        return Verdict::Types(types);
    }
    let keys: Option<Vec<_>> = branches.iter().map(|errors| missing_key(errors, path)).collect();
    if let Some(keys) = keys.filter(|keys| keys.len() > 1) {
        return Verdict::Keys(keys);
    }
    let fitting: Vec<&Vec<ValidationError<'static>>> = branches
        .iter()
        .filter(|errors| wrong_types(errors, path).is_none())
        .collect();
    let values: Vec<&ValidationError<'static>> = fitting
        .iter()
        .filter_map(|errors| match errors.as_slice() {
            [error] if is_value_list(error) && error.instance_path().as_str() == path => Some(error),
            _ => None,
        })
        .collect();
    if values.len() == fitting.len() && !values.is_empty() {
        return Verdict::Values(values);
    }
    let best = fitting.into_iter().min_by_key(|errors| {
        // A wrong value of a key that tells alternatives apart weighs most.
        let wrong_values = errors.iter().filter(|error| is_value_list(error)).count();
        let of_other_kind = errors.iter().any(|error| {
            let is_of_value = error.instance_path().as_str() == path;
            is_of_value && is_of_other_kind(error)
        });
        (of_other_kind, wrong_values, errors.len())
    });
    Verdict::Branch(best.map_or(&[], Vec::as_slice))
}

/// The key that one alternative lacks, where nothing else is wrong.
fn missing_key<'error>(errors: &'error [ValidationError<'static>], path: &str) -> Option<&'error serde_json::Value> {
    match errors {
        [error] if error.instance_path().as_str() == path => match error.kind() {
            ValidationErrorKind::Required { property } => Some(property),
            _ => None,
        },
        _ => None,
    }
}

fn is_value_list(error: &ValidationError<'_>) -> bool {
    matches!(
        error.kind(),
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. }
    )
}

/// Whether none of the values that are allowed is of the kind of the one there.
fn is_of_other_kind(error: &ValidationError<'_>) -> bool {
    let kind = std::mem::discriminant(error.instance().as_ref());
    let differs = |option: &serde_json::Value| std::mem::discriminant(option) != kind;
    match error.kind() {
        ValidationErrorKind::Enum { options } => options.as_array().is_some_and(|options| options.iter().all(differs)),
        ValidationErrorKind::Constant { expected_value } => differs(expected_value),
        _ => false,
    }
}

/// The kinds that the alternatives take, where none takes that of the value.
fn rejected_types(branches: &[Vec<ValidationError<'static>>], path: &str) -> Option<Vec<JsonType>> {
    let mut all = Vec::new();
    for errors in branches {
        all.extend(wrong_types(errors, path)?);
    }
    (!all.is_empty()).then_some(all)
}

/// The kinds that one alternative takes, where that of the value is none of them.
fn wrong_types(errors: &[ValidationError<'static>], path: &str) -> Option<Vec<JsonType>> {
    errors
        .iter()
        .filter(|error| error.instance_path().as_str() == path)
        .find_map(|error| match error.kind() {
            ValidationErrorKind::Type { kind } => Some(types_of(kind)),
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                rejected_types(context, path)
            }
            _ => None,
        })
}

/// The kinds of a `type` keyword.
pub(super) fn types_of(kind: &TypeKind) -> Vec<JsonType> {
    match kind {
        TypeKind::Single(single) => vec![*single],
        TypeKind::Multiple(set) => set.iter().collect(),
    }
}

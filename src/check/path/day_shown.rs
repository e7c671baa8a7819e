//! A post that its site shows on another day than its file's name says.

use crate::diagnostic::{Applicability, Arguments, Change, Diagnostic, Edit, Fix, Message};
use crate::document::node::{Node, Scalar, Style};
use crate::rule::Rule;
use crate::site::{ReadIn, ShownDay, TimeZone};
use crate::text::Span;

pub(super) fn moved(
    rule: &Rule,
    (node, scalar): (&Node, &Scalar),
    expected: &str,
    zone: &TimeZone,
    shown: &ShownDay,
) -> Diagnostic {
    let ShownDay { year, month, day, .. } = shown;
    let arguments = Arguments::new()
        .with("expected", expected)
        .with("found", format!("{year:04}-{month:02}-{day:02}"))
        .with("zone", zone.name());
    let ReadIn::Utc { own_offset } = shown.read_in else {
        return rule.finding(node.span, arguments);
    };
    // What a person writes without a zone is the time on the clock on the wall.
    let arguments = arguments.with("offset", written(own_offset));
    let help = Message::Key("day-shown-utc-help", arguments.clone());
    let fix = (scalar.style == Style::Plain && shows_offset(own_offset)).then(|| Fix {
        title: Message::Key("day-shown-utc-fix", arguments.clone()),
        edits: vec![Edit {
            span: Span::empty(node.span.end),
            text: format!(" {}", written(own_offset)),
        }],
        change: Change::SetScalar,
        applicability: Applicability::Unsafe,
    });
    Diagnostic {
        fix,
        ..rule.finding_in_words(node.span, rule.message(arguments), Some(help))
    }
}

/// An offset as YAML's timestamps have it: `+0800`.
fn written(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

/// Before there were zones, clocks differed by seconds too.
fn shows_offset(offset: i32) -> bool {
    offset % 60 == 0
}

//! Findings for people: put together by code, the gravest first, so that what
//! to do is said once.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::record::{Record, list};
use crate::finding::{Code, Severity};
use crate::language::Language;
use crate::views::Table;
use crate::views::meeting_view::MeetingView;

/// Returns a meeting's findings by code: `severity`, `severity_word`, `symbol`, `code`,
/// `meaning`, `advice`, `rows`, and `more`, how many there are beside these rows.
pub fn groups(meeting: &MeetingView<'_>, language: Language) -> Vec<Record> {
    let mut groups: BTreeMap<(Reverse<Severity>, Code), Vec<Record>> = BTreeMap::new();
    meeting.findings(|severity, code, row| {
        groups
            .entry((Reverse(severity), code))
            .or_default()
            .push(Record::of_row(Table::Findings.columns(), row));
    });
    let counts = meeting.codes();
    groups
        .into_iter()
        .map(|((Reverse(severity), code), rows)| {
            let more = counts.count(code).saturating_sub(rows.len());
            group(severity, code, language)
                .with("rows", list(rows))
                .with("more", more)
        })
        .collect()
}

fn group(severity: Severity, code: Code, language: Language) -> Record {
    let explained = language.finding(code);
    Record::default()
        .with("severity", severity.name())
        .with("severity_word", language.severity(severity))
        .with("symbol", severity.sign())
        .with("code", code.name())
        .with("meaning", explained.meaning)
        .with("advice", explained.advice)
}

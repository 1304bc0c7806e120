//! Findings for people: put together by code, the gravest first, so that what
//! to do is said once.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use minijinja::value::Value;

use super::record::{Record, list};
use crate::finding::{Code, Severity};
use crate::summary::MeetingSummary;
use crate::tables::Table;

/// A meeting's findings by code: `severity`, `symbol`, `code`, `meaning`, `advice`, `rows`.
pub fn groups(meeting: &MeetingSummary<'_>) -> Vec<Record> {
    let mut groups: BTreeMap<(Reverse<Severity>, Code), Vec<Record>> = BTreeMap::new();
    let mut findings = meeting.findings.iter();
    Table::Findings.meeting_rows(meeting, |row| {
        let finding = findings.next().expect("the table has a row a finding");
        groups
            .entry((Reverse(finding.severity), finding.code))
            .or_default()
            .push(Record::of_row(Table::Findings.columns(), row));
    });
    groups
        .into_iter()
        .map(|((Reverse(severity), code), rows)| group(severity, code, list(rows)))
        .collect()
}

fn group(severity: Severity, code: Code, rows: Value) -> Record {
    Record::default()
        .with("severity", severity.name())
        .with("symbol", symbol(severity))
        .with("code", code.name())
        .with("meaning", code.meaning())
        .with("advice", code.advice())
        .with("rows", rows)
}

/// A sign beside the word, so that colour is never alone.
pub const fn symbol(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✕",
        Severity::Warning => "▲",
        Severity::Note => "●",
    }
}

//! Findings for people: put together by code, the gravest first, so that what
//! to do is said once.

use std::collections::BTreeMap;

use super::record::{Record, list};
use crate::finding::{Code, Severity};
use crate::summary::MeetingSummary;
use crate::tables::Table;

/// The rows that a meeting has in the table of findings.
pub fn of_meeting(meeting: &MeetingSummary<'_>) -> Vec<Record> {
    let mut rows = Vec::with_capacity(meeting.findings.len());
    Table::Findings.meeting_rows(meeting, |row| {
        rows.push(Record::of_row(Table::Findings.columns(), row));
    });
    rows
}

/// The findings by code: `severity`, `symbol`, `code`, `meaning`, `advice`, `rows`.
pub fn groups(rows: &[Record]) -> Vec<Record> {
    let mut groups: BTreeMap<_, Vec<&Record>> = BTreeMap::new();
    for row in rows {
        let severity = severity(row.text("severity"));
        let code = row.text("code").and_then(|code| code.parse::<Code>().ok());
        groups
            .entry((std::cmp::Reverse(severity), code))
            .or_default()
            .push(row);
    }
    let group =
        |((severity, code), rows): ((std::cmp::Reverse<Severity>, Option<Code>), Vec<&Record>)| {
            Record::default()
                .with("severity", severity.0.name())
                .with("symbol", symbol(severity.0))
                .with("code", code.map(Code::name))
                .with("meaning", code.map(Code::meaning))
                .with("advice", code.map(Code::advice))
                .with("rows", list(rows.into_iter().map(place)))
        };
    groups.into_iter().map(group).collect()
}

/// A sign beside the word, so that colour is never alone.
pub const fn symbol(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✕",
        Severity::Warning => "▲",
        Severity::Note => "●",
    }
}

fn severity(name: Option<&str>) -> Severity {
    match name {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        _ => Severity::Note,
    }
}

/// What a group says of each of its findings.
fn place(row: &Record) -> Record {
    let keys = [
        "finding",
        "display_name",
        "pointer",
        "line",
        "column",
        "source",
        "meeting",
    ];
    keys.into_iter().fold(Record::default(), |place, key| {
        place.with(key, row.get(key).cloned().unwrap_or_default())
    })
}

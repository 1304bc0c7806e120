//! Findings for people: put together by code, the gravest first, so that what
//! to do is said once.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::record::{Record, list};
use crate::finding::{Code, Severity};
use crate::language::Language;
use crate::summary::MeetingSummary;
use crate::views::Table;

/// A meeting's findings by code: `severity`, `severity_word`, `symbol`, `code`, `meaning`, `advice`, `rows`.
pub fn groups(meeting: &MeetingSummary<'_>, language: Language) -> Vec<Record> {
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
        .map(|((Reverse(severity), code), rows)| {
            group(severity, code, language).with("rows", list(rows))
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

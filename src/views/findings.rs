//! `findings`: one row per finding, those of documents that gave no report included.

use std::borrow::Cow;

use super::cell::Cell;
use super::column::columns;
use super::row::Row as _;
use crate::finding::{Code, Finding, Severity};
use crate::series::Run;
use crate::series::meetings::meeting::Meeting;
use crate::summary::{DocumentSummary, ReportSummary};

/// A finding with where it was found.
pub struct FindingRow<'r> {
    finding: Cow<'r, Finding>,
    report: Option<&'r str>,
    display_name: Option<&'r str>,
    source: Cow<'r, str>,
}

/// Returns the rows of what was found in a document itself.
pub fn own_rows<'r>(document: &'r DocumentSummary<'r>) -> impl Iterator<Item = FindingRow<'r>> {
    let source = document.origin.source();
    document.findings.iter().map(move |finding| FindingRow {
        finding: Cow::Borrowed(finding),
        report: None,
        display_name: None,
        source: source.clone().into(),
    })
}

/// Returns the rows of one report.
pub fn rows<'r>(report: &'r ReportSummary<'r>) -> impl Iterator<Item = FindingRow<'r>> {
    report.findings.iter().map(move |finding| FindingRow {
        finding: Cow::Borrowed(finding),
        report: Some(&report.label),
        display_name: report.subject_name(finding),
        source: report.source.as_str().into(),
    })
}

/// Returns the rows of what is found only by comparing reports.
pub fn rows_across(run: &Run) -> impl Iterator<Item = FindingRow<'_>> {
    run.findings_across().map(|across| FindingRow {
        finding: Cow::Owned(across.finding),
        report: Some(across.label),
        display_name: across.display_name,
        source: across.source.into(),
    })
}

/// Returns the findings of a meeting's reports that were kept with their sentences.
pub fn of_meeting<'r>(run: &'r Run, meeting: &'r Meeting) -> impl Iterator<Item = FindingRow<'r>> {
    run.kept_findings(meeting)
        .map(|(label, source, finding, display_name)| FindingRow {
            finding: Cow::Owned(finding),
            report: Some(label),
            display_name,
            source: source.into(),
        })
}

/// Hands over the rows of what was found in documents themselves, and across reports.
pub fn beside_meetings(run: &Run, mut take: impl FnMut(Severity, Code, &[Cell<'_>])) {
    let mut hand_over = |row: FindingRow<'_>| {
        let (severity, code) = row.kind();
        row.together(|cells| take(severity, code, cells));
    };
    for document in run.documents() {
        for finding in &document.findings {
            let row = FindingRow {
                finding: Cow::Borrowed(finding),
                report: None,
                display_name: None,
                source: document.source.as_str().into(),
            };
            hand_over(row);
        }
    }
    rows_across(run).for_each(hand_over);
}

impl FindingRow<'_> {
    /// Returns severity and code.
    pub fn kind(&self) -> (Severity, Code) {
        (self.finding.severity, self.finding.code)
    }
}

columns! { row: FindingRow;
    severity "Severity" Text [subject, words(Words::Severities)] "error, warning or note" => row.finding.severity.name();
    code "Code" Text [subject, link(Table::Records)] "the finding's stable code" => row.finding.code.name();
    report "Report" Text [link(Table::Reports)] "the report, by its file's name; empty where the file gave none" => row.report;
    display_name "Name" Text [words(Words::Names)] "the person it is about, where it is about one" => row.display_name;
    finding "Finding" Text [sentence] "what was found, with the values" => row.finding.message.clone();
    advice "What to do" Text [sentence, words(Words::Advice)] "what to do about it" => row.finding.code.advice();
    source "Source" Text [narrow] "the file, and the line where it holds several documents" => row.source.clone().into_owned();
    pointer "Place in source" Text [origin, narrow] "the JSON pointer in that file; empty for the whole document" => row.finding.location.pointer().to_owned();
    line "Line" Count "the line in the document, for what could not be parsed, or the row of a table" => row.finding.location.place().map(|place| place.line);
    column "Column" Count "the column in that line, in bytes" => row.finding.location.place().map(|place| place.column);
}

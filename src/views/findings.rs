//! `findings`: one row a finding, those of documents that gave no report included.

use super::column::columns;
use crate::finding::Finding;
use crate::summary::{DocumentSummary, MeetingSummary};

/// A finding with where it was found.
pub struct FindingRow<'r> {
    finding: &'r Finding,
    meeting: Option<&'r MeetingSummary<'r>>,
    source: String,
}

/// The rows of what is to be said of a document itself.
pub fn own_rows<'r>(document: &'r DocumentSummary<'r>) -> impl Iterator<Item = FindingRow<'r>> {
    let source = document.origin.source();
    document.findings.iter().map(move |finding| FindingRow {
        finding,
        meeting: None,
        source: source.clone(),
    })
}

/// The rows of one meeting.
pub fn rows<'r>(meeting: &'r MeetingSummary<'r>) -> impl Iterator<Item = FindingRow<'r>> {
    meeting.findings.iter().map(move |finding| FindingRow {
        finding,
        meeting: Some(meeting),
        source: meeting.source.clone(),
    })
}

impl<'r> FindingRow<'r> {
    /// The name of the person it is about, where it is about one.
    fn person(&self) -> Option<&'r str> {
        let record = self
            .meeting?
            .report
            .record_at(self.finding.subject.record()?)?;
        record.identity.display_name.as_deref()
    }
}

columns! { row: FindingRow;
    severity "Severity" Text "error, warning or note" => row.finding.severity.name();
    code "Code" Text "the finding's stable code" => row.finding.code.name();
    meeting "Meeting" Text "the meeting, by its file's name; empty where the file gave none" => row.meeting.map(|meeting| meeting.label.as_str());
    display_name "Name" Text "the person it is about, where it is about one" => row.person();
    finding "Finding" Text "what was found, with the values" => row.finding.message.as_str();
    advice "What to do" Text "what to do about it" => row.finding.code.advice();
    source "Source" Text "the file, and the line where it holds several documents" => row.source.clone();
    pointer "Place in source" Text "the JSON pointer in that file; empty for the whole document" => row.finding.pointer.as_str();
    line "Line" Count "the line in the document, for what could not be parsed" => row.finding.place.map(|place| place.line);
    column "Column" Count "the column in that line, in bytes" => row.finding.place.map(|place| place.column);
}

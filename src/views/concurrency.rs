//! `concurrency`: the timeline behind peak and mean, one row a change.

use super::column::columns;
use crate::stats::concurrency::Step;
use crate::summary::MeetingSummary;

/// A change of the number of people present.
pub struct ConcurrencyRow<'r> {
    meeting: &'r MeetingSummary<'r>,
    step: Step,
}

/// The rows of one meeting, in order of time.
pub fn rows<'r>(meeting: &'r MeetingSummary<'r>) -> impl Iterator<Item = ConcurrencyRow<'r>> {
    meeting
        .stats
        .concurrency
        .steps()
        .map(move |step| ConcurrencyRow { meeting, step })
}

columns! { row: ConcurrencyRow;
    meeting "Meeting" Text "the meeting, by its file's name" => row.meeting.label.as_str();
    at "At" Time "when the number changes" => row.step.at;
    present "Present" Count "people present from then on" => row.step.present;
    source "Source" Text "the file the report was read from, and the line where it holds several documents" => row.meeting.source.as_str();
    pointer "Place in source" Text "the report's JSON pointer in that file; empty for the whole document" => row.meeting.report.pointer.as_str();
}

//! `concurrency`: one row per change of the number of people present in a meeting.

use super::column::columns;
use crate::series::Run;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::Meeting;
use crate::stats::concurrency::Step;

/// A change of the number of people present.
pub struct ConcurrencyRow<'r> {
    run: &'r Run,
    meeting: &'r Meeting,
    step: Step,
}

/// Returns the rows of one meeting, in order of time.
pub fn rows_of(run: &Run, id: MeetingId) -> impl Iterator<Item = ConcurrencyRow<'_>> {
    let meeting = &run.meetings()[id as usize];
    let steps: Vec<_> = run.concurrency(id).steps().collect();
    steps
        .into_iter()
        .map(move |step| ConcurrencyRow { run, meeting, step })
}

columns! { row: ConcurrencyRow;
    meeting "Meeting" Text [subject, link(Table::Meetings)] "the meeting: its planned title, else the label of its first report" => row.run.text(row.meeting.title);
    meeting_start "Meeting start" Time "when the meeting began, as planned or reported" => row.meeting.begin();
    at "At" Time "when the number changes" => row.step.at;
    present "Present" Count "people present from then on" => row.step.present;
}

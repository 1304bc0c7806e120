//! `register`: one row a person and meeting.

use super::column::columns;
use crate::model::time::{Instant, Span};
use crate::series::Series;
use crate::series::occurrences::Occurrence;
use crate::series::register::{Cell, Entry};
use crate::series::status::Verdict;
use crate::stats::decimal::Decimal;

/// A person in a meeting, or expected there.
pub struct RegisterRow<'r> {
    series: &'r Series,
    entry: Entry<'r>,
    occurrence: &'r Occurrence,
    verdict: Verdict,
}

/// The rows of a run, by person and then by meeting.
pub fn rows(series: &Series) -> impl Iterator<Item = RegisterRow<'_>> {
    let entries = series.people().flat_map(|person| series.register(person));
    entries.map(move |entry| RegisterRow {
        series,
        entry,
        occurrence: &series.occurrences()[entry.occurrence as usize],
        verdict: series.verdict(&entry),
    })
}

impl<'r> RegisterRow<'r> {
    fn cell(&self) -> Option<&'r Cell> {
        self.entry.cell
    }

    fn share(&self) -> Option<Decimal> {
        let counted = self.series.counted(self.cell()?)?.as_ticks();
        Decimal::ratio(
            counted.into(),
            self.occurrence.length().as_ticks().into(),
            4,
        )
    }

    fn span(&self) -> Option<(Instant, Instant)> {
        self.series.span(self.cell()?)
    }
}

columns! { row: RegisterRow;
    display_name "Name" Text "the person's name" => row.series.name(row.entry.person);
    email "E-mail" Text "the person's e-mail address" => row.series.email(row.entry.person);
    department "Department" Text "the person's department, by the roster" => row.series.department(row.entry.person);
    meeting "Meeting" Text "the meeting: its planned title, else the label of its first report" => row.series.text(row.occurrence.title);
    series "Series" Text "the series it belongs to" => row.series.series_name(row.occurrence);
    meeting_start "Meeting start" Time "when the meeting began, as planned or reported" => row.occurrence.begin();
    status "Status" Text "present, late, left early, partial, excused, absent or unknown" => row.verdict.status.name();
    reason "Reason" Text "why, with the numbers that decide" => row.verdict.reason.clone();
    presence_seconds "Presence" Seconds "union of the intervals in all sessions of the meeting" => row.cell().and_then(|cell| row.series.presence(cell)).map(Span::whole_seconds);
    share "Share of meeting" Share "presence that counts by the rules ÷ length of the meeting" => row.share();
    first_join "First join" Time "the first join" => row.span().map(|(join, _)| join);
    last_leave "Last leave" Time "the last leave" => row.span().map(|(_, leave)| leave);
    expected "Expected" Text "required, optional or not expected, by the roster" => row.entry.expected.name();
    letter "Letter" Text "the status in the wide register: P, L, E, T (partial), X (excused), A, ?" => row.verdict.status.letter();
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.cell().and_then(Cell::reported_total);
    interval_sum_seconds "Interval sum" Seconds "sum of the intervals' durations" => row.cell().and_then(Cell::interval_sum);
    identity_id "Identity id" Text "the id of the person's first identity that has one" => row.series.account_id(row.entry.person);
}

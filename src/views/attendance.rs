//! `attendance`: one row per person and meeting.

use super::column::columns;
use super::row::Row as _;
use crate::model::reason::Reason;
use crate::model::record::SumCheck;
use crate::model::status::Verdict;
use crate::model::time::Span;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::Meeting;
use crate::series::register::entries::{Cell, Entry};
use crate::series::register::numbers::Attendance;

/// A person in a meeting, or expected there.
pub struct AttendanceRow<'r> {
    run: &'r Run,
    entry: Entry<'r>,
    meeting: &'r Meeting,
    attendance: Attendance,
    verdict: Verdict,
}

/// Returns the rows of one person, by meeting.
pub fn rows_of_person(run: &Run, person: PersonId) -> impl Iterator<Item = AttendanceRow<'_>> {
    // All first: they lie all over the memory, and are fetched together so.
    let entries: Vec<_> = run.register(person).collect();
    entries.into_iter().map(move |entry| row(run, entry))
}

/// Returns the rows of one meeting, in the order of people.
pub fn rows_of(run: &Run, meeting: MeetingId) -> impl Iterator<Item = AttendanceRow<'_>> {
    let entries = run.entries_in(meeting).into_iter();
    entries.map(move |entry| row(run, entry))
}

/// Hands the row of an entry to `take`.
pub fn with_row<T>(
    run: &Run,
    entry: Entry<'_>,
    take: impl FnOnce(&[super::cell::Cell<'_>]) -> T,
) -> T {
    let mut taken = None;
    row(run, entry).together(|cells| taken = Some(take(cells)));
    taken.expect("a row hands over its cells")
}

fn row<'r>(run: &'r Run, entry: Entry<'r>) -> AttendanceRow<'r> {
    AttendanceRow {
        run,
        entry,
        meeting: &run.meetings()[entry.meeting as usize],
        attendance: entry
            .cell
            .map(|cell| run.attendance(&cell))
            .unwrap_or_default(),
        verdict: run.verdict(&entry),
    }
}

impl<'r> AttendanceRow<'r> {
    fn cell(&self) -> Option<Cell<'r>> {
        self.entry.cell
    }

    fn codes(&self) -> Option<String> {
        let codes = self.cell()?.codes;
        let names: Vec<_> = codes.iter().map(|code| code.name()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    fn sum_difference(&self) -> Option<i64> {
        let cell = self.cell()?;
        Some(cell.interval_sum? - cell.reported_total?)
    }

    fn sum_check(&self) -> Option<&'static str> {
        self.cell()?;
        let check = match self.sum_difference() {
            Some(0) => SumCheck::Equal,
            Some(difference) => SumCheck::Differs(difference),
            None => SumCheck::NotCheckable,
        };
        Some(check.name())
    }

    fn role(&self) -> Option<&'r str> {
        self.run.role(&self.cell()?).name()
    }
}

columns! { row: AttendanceRow;
    display_name "Name" Text [subject, words(Words::Names)] "the person's name" => row.run.name(row.entry.person);
    email "E-mail" Text "the person's e-mail address" => row.run.email(row.entry.person);
    department "Department" Text "the person's department, by the roster" => row.run.department(row.entry.person);
    meeting "Meeting" Text [link(Table::Meetings)] "the meeting: its planned title, else the label of its first report" => row.run.text(row.meeting.title);
    series "Series" Text "the series it belongs to" => row.run.series_name(row.meeting);
    meeting_start "Meeting start" Time "when the meeting began, as planned or reported" => row.meeting.begin();
    status "Status" Text [words(Words::Statuses)] "present, late, left early, partial, excused, absent or unknown" => row.verdict.status.name();
    reason "Reason" Text [sentence] "why, with the numbers that decide" => Reason::from(row.verdict.reason.clone());
    presence_seconds "Presence" Seconds "union of the intervals in all sessions of the meeting" => row.attendance.presence.map(Span::whole_seconds);
    share "Share of meeting" Share "presence that counts by the rules ÷ length of the meeting" => row.attendance.rounded_share();
    first_join "First join" Time "the first join" => row.attendance.first_join;
    last_leave "Last leave" Time "the last leave" => row.attendance.last_leave;
    rejoins "Rejoins" Count "times of coming back after having left" => row.attendance.rejoins;
    late_seconds "Late" Seconds [alarm(Alarm::Font(Tone::Warning))] "first join − start, the whole delay; 0 where the grace forgives it, empty where nobody is judged" => row.attendance.late.map(Span::whole_seconds);
    left_early_seconds "Left early" Seconds [alarm(Alarm::Font(Tone::Warning))] "end − last leave, likewise" => row.attendance.left_early.map(Span::whole_seconds);
    role "Role" Text [words(Words::Roles)] "the highest role in the meeting's reports" => row.role();
    expected "Expected" Text [words(Words::Expected)] "required, optional or not expected, by the roster; not expected, too, in a meeting that the meetings list lacks" => row.entry.expected.name();
    letter "Letter" Text [words(Words::Letters)] "the status in the register: P, L, E, T (partial), X (excused), A, ?" => row.verdict.status.letter();
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.cell().and_then(|cell| cell.reported_total);
    interval_sum_seconds "Interval sum" Seconds "sum of the intervals' durations" => row.cell().and_then(|cell| cell.interval_sum);
    sum_check "Sum check" Text [words(Words::SumChecks)] "whether the interval sum is equal to the reported total" => row.sum_check();
    sum_difference_seconds "Sum difference (s)" SignedSeconds [alarm(Alarm::Font(Tone::Error))] "interval sum − reported total" => row.sum_difference();
    findings "Findings" Text "the codes of what was found in the person's records" => row.codes();
    reports "Reports" Text "the reports it rests on, by their files' names" => row.run.report_labels(row.meeting);
    identity_id "Identity id" Text [origin] "the id of the person's first identity that has one" => row.run.account_id(row.entry.person);
}

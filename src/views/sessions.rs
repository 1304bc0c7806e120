//! `sessions`: one row per report: which meeting it is a session of, or why it does not count.

use super::column::columns;
use crate::model::reason::{Reason, ReportReason};
use crate::series::Run;
use crate::series::meetings::disposition::{Disposition, MeetingId};
use crate::series::meetings::meeting::{Meeting, State};

/// A report with what became of it; or a planned meeting without one.
pub struct SessionRow<'r> {
    run: &'r Run,
    report: Option<(&'r str, &'r str)>,
    meeting: Option<&'r Meeting>,
    decision: &'static str,
    reason: ReportReason,
}

/// Returns the rows of a run: reports in order of time, then planned meetings without a report.
pub fn rows(run: &Run) -> impl Iterator<Item = SessionRow<'_>> {
    let meetings = run.meetings();
    let reports = run.dispositions().map(move |(label, source, disposition)| {
        let (decision, reason) = told(run, disposition);
        let number = match disposition {
            Disposition::Alone(number) | Disposition::Merged(number, _) => Some(number),
            Disposition::Repeated(_)
            | Disposition::Superseded(_)
            | Disposition::Stray(_)
            | Disposition::OtherDay
            | Disposition::OtherSeries => None,
        };
        SessionRow {
            run,
            report: Some((label, source)),
            meeting: number.map(|number| &meetings[number as usize]),
            decision,
            reason,
        }
    });
    let unreported = meetings.iter().filter(|one| !one.has_report());
    reports.chain(unreported.map(move |meeting| SessionRow {
        run,
        report: None,
        meeting: Some(meeting),
        decision: meeting.state.name(),
        reason: match meeting.state {
            State::Upcoming => ReportReason::Upcoming,
            State::Cancelled => ReportReason::Cancelled,
            State::Held | State::Unread | State::Unreported => ReportReason::Unreported,
        },
    }))
}

/// Returns the rows of one meeting.
pub fn rows_of(run: &Run, meeting: MeetingId) -> impl Iterator<Item = SessionRow<'_>> {
    let meeting = &run.meetings()[meeting as usize];
    rows(run).filter(move |row| row.meeting.is_some_and(|own| std::ptr::eq(own, meeting)))
}

fn told(run: &Run, disposition: Disposition) -> (&'static str, ReportReason) {
    match disposition {
        Disposition::Alone(number) => {
            let meeting = &run.meetings()[number as usize];
            let reason = meeting.missing.map(ReportReason::Missing);
            let decision = match meeting.state {
                State::Unread => State::Unread.name(),
                _ => "counted",
            };
            (decision, reason.unwrap_or(ReportReason::Alone))
        }
        Disposition::Merged(_, None) => ("merged", ReportReason::FirstSession),
        Disposition::Merged(_, Some(pause)) if pause.as_ticks() < 0 => {
            ("merged", ReportReason::SameTime)
        }
        Disposition::Merged(_, Some(pause)) => ("merged", ReportReason::GoesOn(pause)),
        Disposition::Repeated(other) => (
            "counted once",
            ReportReason::Repeats(run.report_label(other).into()),
        ),
        Disposition::Superseded(other) => (
            "not counted",
            ReportReason::VersionOf(run.report_label(other).into()),
        ),
        Disposition::OtherDay => ("left out", ReportReason::OtherDay),
        Disposition::OtherSeries => ("left out", ReportReason::OtherSeries),
        Disposition::Stray(length) => ("set aside", ReportReason::Stray(length)),
    }
}

columns! { row: SessionRow;
    meeting "Meeting" Text [subject] "the meeting it is part of; empty where it is part of none" => row.meeting.map(|one| row.run.text(one.title));
    meeting_start "Meeting start" Time "when the meeting began, as planned or reported" => row.meeting.and_then(Meeting::begin);
    series "Series" Text "the series it belongs to" => row.meeting.map(|one| row.run.series_name(one));
    decision "Decision" Text [words(Words::Decisions)] "counted, merged, counted once, not counted, set aside, left out (of a day or series that was not asked for) or report not read; of a planned meeting without a report its state" => row.decision;
    reason "Reason" Text [sentence] "why" => Reason::from(row.reason.clone());
    report "Report" Text "the report, by its file's name" => row.report.map(|(label, _)| label);
    source "Source" Text [origin, narrow] "the file the report was read from, and the line where it holds several documents" => row.report.map(|(_, source)| source);
}

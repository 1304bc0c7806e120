//! `meetings`: one row per meeting, its sessions merged and the plan applied.

use super::column::columns;
use crate::finding::SeverityCounts;
use crate::model::decimal::Decimal;
use crate::series::Run;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::{Meeting, WindowSource};
use crate::series::register::numbers::MeetingNumbers;
use crate::stats::concurrency::Step;
use crate::stats::distribution::Distribution;
use crate::stats::roles::Sums;

/// A meeting with its totals.
pub struct MeetingRow<'r> {
    run: &'r Run,
    meeting: &'r Meeting,
    sums: Option<Sums>,
    presence: Option<Distribution>,
    peak: Option<Step>,
    mean_concurrency: Option<Decimal>,
    findings: SeverityCounts,
}

/// Returns the row of one meeting that has these numbers.
pub fn row<'r>(run: &'r Run, id: MeetingId, numbers: &MeetingNumbers) -> MeetingRow<'r> {
    let all = &numbers.groups.all;
    MeetingRow {
        run,
        meeting: &run.meetings()[id as usize],
        // Without records there are no people to speak of.
        sums: run.has_records(id).then(|| all.sums.clone()),
        presence: all.presence(),
        peak: numbers.concurrency.peak(),
        mean_concurrency: numbers.mean_concurrency,
        findings: run.severities(id),
    }
}

columns! { row: MeetingRow;
    meeting "Meeting" Text [subject] "the meeting: its planned title, else the label of its first report" => row.run.text(row.meeting.title);
    meeting_start "Start" Time "when the meeting began, as planned or reported" => row.meeting.begin();
    meeting_end "End" Time "when it ended" => row.meeting.finish();
    meeting_seconds "Length" Seconds "length of the meeting's window, breaks between sessions left out" => row.meeting.begin().map(|_| row.meeting.length().whole_seconds());
    state "State" Text [words(Words::States)] "held, report not read, no report, upcoming (planned after the last report) or cancelled" => row.meeting.state.name();
    participants "Participants" Count [link(Table::Roles)] "people with a record, each counted once" => row.sums.as_ref().map(|sums| sums.participants);
    presence_seconds "Presence" Seconds "sum over the participants of the union of their intervals in all sessions" => row.presence.map(|presence| presence.sum);
    mean_share "Mean share" Share "mean of the participants' shares of the meeting" => row.sums.as_ref().and_then(Sums::mean_share);
    ..presence_statistics "mean presence of a participant", "standard deviation of presence over all participants (divided by n)";
    peak_concurrency "Peak" Count "the largest number of people present at one instant" => row.peak.map(|peak| peak.present);
    peak_at "Peak at" Time "when that number was first reached" => row.peak.map(|peak| peak.at);
    mean_concurrency "Mean at a time" Number "people present at a time, averaged over the meeting's window" => row.mean_concurrency;
    rejoins "Rejoins" Count "times of coming back after having left, between sessions included" => row.sums.as_ref().and_then(|sums| sums.rejoins);
    late "Came late" Count [alarm(Alarm::Font(Tone::Warning))] "people who came late; empty where nobody is judged" => row.sums.as_ref().and_then(|sums| sums.late);
    left_early "Left early" Count [alarm(Alarm::Font(Tone::Warning))] "people who left early; empty where nobody is judged" => row.sums.as_ref().and_then(|sums| sums.left_early);
    late_baseline "Late after" Time "the moment against which people are late, before grace" => row.meeting.start.map(|baseline| baseline.at);
    late_baseline_source "Late after, from" Text "where that moment comes from" => row.meeting.start.map(|baseline| baseline.source.name());
    early_baseline "Early before" Time "the moment against which people leave early, before grace" => row.meeting.end.map(|baseline| baseline.at);
    early_baseline_source "Early before, from" Text "where that moment comes from" => row.meeting.end.map(|baseline| baseline.source.name());
    first_join "First join" Time "the first join of anybody" => row.sums.as_ref().and_then(|sums| sums.first_join);
    last_leave "Last leave" Time "the last leave of anybody" => row.sums.as_ref().and_then(|sums| sums.last_leave);
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.sums.as_ref().and_then(|sums| sums.reported_total);
    interval_sum_seconds "Interval sum" Seconds "sum of all intervals' durations" => row.sums.as_ref().and_then(|sums| sums.interval_sum);
    errors "Errors" Count [alarm(Alarm::Fill(Tone::Error))] "findings of severity error in its reports" => row.findings.errors;
    warnings "Warnings" Count [alarm(Alarm::Fill(Tone::Warning))] "findings of severity warning in its reports" => row.findings.warnings;
    notes "Notes" Count "findings of severity note in its reports" => row.findings.notes;
    records "Records" Count "records in its reports" => row.sums.as_ref().map(|sums| sums.records);
    window_source "Window from" Text "whether its time is planned, that of its reports, or observed from joins and leaves" => row.meeting.window_source.map(WindowSource::name);
    series "Series" Text "the series it belongs to" => row.run.series_name(row.meeting);
    sessions "Sessions" Count "reports that were merged into it" => row.run.report_count(row.meeting);
    reports "Reports" Text "its reports, by their files' names" => row.run.report_labels(row.meeting);
    sources "Sources" Text [narrow] "the files its reports were read from" => row.run.sources(row.meeting);
}

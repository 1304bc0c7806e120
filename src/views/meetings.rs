//! `meetings`: one row a report.

use super::column::columns;
use crate::finding::SeverityCounts;
use crate::model::interval::Stay;
use crate::stats::concurrency::Step;
use crate::stats::distribution::Distribution;
use crate::stats::roles::Sums;
use crate::summary::MeetingSummary;

/// A meeting with its totals.
pub struct MeetingRow<'r> {
    meeting: &'r MeetingSummary<'r>,
    window: Option<Stay>,
    sums: Option<&'r Sums>,
    presence: Option<Distribution>,
    peak: Option<Step>,
    findings: SeverityCounts,
}

/// The one row of a meeting.
pub fn rows<'r>(meeting: &'r MeetingSummary<'r>) -> impl Iterator<Item = MeetingRow<'r>> {
    std::iter::once(row(meeting))
}

fn row<'r>(meeting: &'r MeetingSummary<'r>) -> MeetingRow<'r> {
    let stats = &meeting.stats;
    MeetingRow {
        meeting,
        window: stats.window.map(|(window, _)| window),
        // Without records there are no participants to speak of: missing, not zero.
        sums: meeting
            .report
            .records
            .as_ref()
            .map(|_| &stats.groups.all.sums),
        presence: stats.groups.all.presence(),
        peak: stats.concurrency.peak(),
        findings: SeverityCounts::of(&meeting.findings),
    }
}

impl MeetingRow<'_> {
    /// People who came late; unknown without a moment to be late against.
    fn late(&self) -> Option<u64> {
        self.meeting.stats.start_baseline?;
        self.sums.map(|sums| sums.late)
    }

    /// People who left early; unknown without a moment to be early against.
    fn left_early(&self) -> Option<u64> {
        self.meeting.stats.end_baseline?;
        self.sums.map(|sums| sums.left_early)
    }
}

columns! { row: MeetingRow;
    meeting "Meeting" Text "the meeting, by its file's name" => row.meeting.label.as_str();
    window_start "Start" Time "start of the meeting window" => row.window.map(Stay::join);
    window_end "End" Time "end of the meeting window" => row.window.map(Stay::leave);
    window_seconds "Length" Seconds "length of the meeting window" => row.window.map(|window| window.length().whole_seconds());
    participants "Participants" Count "people with a record, each counted once" => row.sums.map(|sums| sums.participants);
    presence_seconds "Presence" Seconds "sum over the participants of the union of their intervals" => row.presence.map(|presence| presence.sum);
    mean_share "Mean share" Share "mean of the participants' shares of the meeting" => row.sums.and_then(Sums::mean_share);
    mean_presence_seconds "Mean presence" MeanSeconds "mean presence of a participant" => row.presence.map(|presence| presence.mean);
    median_presence_seconds "Median presence" MeanSeconds "median, R-7" => row.presence.map(|presence| presence.median);
    first_quartile_seconds "1st quartile" MeanSeconds "first quartile of presence, R-7" => row.presence.map(|presence| presence.first_quartile);
    third_quartile_seconds "3rd quartile" MeanSeconds "third quartile of presence, R-7" => row.presence.map(|presence| presence.third_quartile);
    minimum_presence_seconds "Shortest presence" Seconds "the shortest presence" => row.presence.map(|presence| presence.minimum);
    maximum_presence_seconds "Longest presence" Seconds "the longest presence" => row.presence.map(|presence| presence.maximum);
    deviation_seconds "Standard deviation" MeanSeconds "standard deviation of presence over all participants (divided by n)" => row.presence.map(|presence| presence.deviation);
    peak_concurrency "Peak" Count "the largest number of people present at one instant" => row.peak.map(|peak| peak.present);
    peak_at "Peak at" Time "when that number was first reached" => row.peak.map(|peak| peak.at);
    mean_concurrency "Mean at a time" Number "people present at a time, averaged over the window" => row.meeting.stats.mean_concurrency;
    rejoins "Rejoins" Count "comings back after having left" => row.sums.map(|sums| sums.rejoins);
    late "Came late" Count "people who came late" => row.late();
    left_early "Left early" Count "people who left early" => row.left_early();
    late_baseline "Late after" Time "the moment against which people are late, before grace" => row.meeting.stats.start_baseline.map(|baseline| baseline.at);
    late_baseline_source "Late after, from" Text "where that moment comes from" => row.meeting.stats.start_baseline.map(|baseline| baseline.source.name());
    early_baseline "Early before" Time "the moment against which people leave early, before grace" => row.meeting.stats.end_baseline.map(|baseline| baseline.at);
    early_baseline_source "Early before, from" Text "where that moment comes from" => row.meeting.stats.end_baseline.map(|baseline| baseline.source.name());
    first_join "First join" Time "the first join of anybody" => row.sums.and_then(|sums| sums.first_join);
    last_leave "Last leave" Time "the last leave of anybody" => row.sums.and_then(|sums| sums.last_leave);
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.sums.and_then(|sums| sums.reported_total);
    interval_sum_seconds "Interval sum" Seconds "sum of all intervals' durations" => row.sums.and_then(|sums| sums.interval_sum);
    errors "Errors" Count "findings of severity error" => row.findings.errors;
    warnings "Warnings" Count "findings of severity warning" => row.findings.warnings;
    notes "Notes" Count "findings of severity note" => row.findings.notes;
    records "Records" Count "records in the report" => row.sums.map(|sums| sums.records);
    participant_count "Participant count" Count "the service's totalParticipantCount, never changed" => row.meeting.report.participant_count;
    window_basis "Window from" Text "whether the window is the report's own or observed from joins and leaves" => row.meeting.stats.window.map(|(_, basis)| basis.name());
    report_id "Report id" Text "the report's id" => row.meeting.report.id.as_deref();
    source "Source" Text "the file the report was read from, and the line where it holds several documents" => row.meeting.source.as_str();
    pointer "Place in source" Text "the report's JSON pointer in that file; empty for the whole document" => row.meeting.report.pointer.as_str();
}

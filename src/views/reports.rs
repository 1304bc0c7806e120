//! `reports`: one row per attendance report, as the service returned it.

use super::column::columns;
use crate::finding::SeverityCounts;
use crate::model::interval::Stay;
use crate::stats::concurrency::Step;
use crate::stats::distribution::Distribution;
use crate::stats::roles::Sums;
use crate::summary::ReportSummary;

/// A meeting with its totals.
pub struct ReportRow<'r> {
    report: &'r ReportSummary<'r>,
    window: Option<Stay>,
    sums: Option<&'r Sums>,
    presence: Option<Distribution>,
    peak: Option<Step>,
    findings: SeverityCounts,
}

/// Returns the one row of a meeting.
pub fn rows<'r>(report: &'r ReportSummary<'r>) -> impl Iterator<Item = ReportRow<'r>> {
    std::iter::once(row(report))
}

fn row<'r>(report: &'r ReportSummary<'r>) -> ReportRow<'r> {
    let stats = &report.stats;
    ReportRow {
        report,
        window: stats.window.map(|(window, _)| window),
        // Without records there are no participants to speak of: missing, not zero.
        sums: report
            .report
            .records
            .as_ref()
            .map(|_| &stats.groups.all.sums),
        presence: stats.groups.all.presence(),
        peak: stats.concurrency.peak(),
        findings: SeverityCounts::of(&report.findings),
    }
}

columns! { row: ReportRow;
    report "Report" Text [subject, link(Table::Records)] "the report, by its file's name" => row.report.label.as_str();
    report_start "Start" Time "start of the report's window" => row.window.map(Stay::join);
    report_end "End" Time "end of the report's window" => row.window.map(Stay::leave);
    report_seconds "Length" Seconds "length of the report's window" => row.window.map(|window| window.length().whole_seconds());
    participants "Participants" Count [link(Table::ReportRoles)] "people with a record, each counted once" => row.sums.map(|sums| sums.participants);
    presence_seconds "Presence" Seconds "sum over the participants of the union of their intervals" => row.presence.map(|presence| presence.sum);
    mean_share_of_report "Mean share of report" Share "mean of the participants' shares of the report's window" => row.sums.and_then(Sums::mean_share);
    ..presence_statistics "mean presence of a participant", "standard deviation of presence over all participants (divided by n)";
    peak_concurrency "Peak" Count "the largest number of people present at one instant" => row.peak.map(|peak| peak.present);
    peak_at "Peak at" Time "when that number was first reached" => row.peak.map(|peak| peak.at);
    mean_concurrency "Mean at a time" Number "people present at a time, averaged over the window" => row.report.stats.mean_concurrency;
    rejoins "Rejoins" Count "times of coming back after having left" => row.sums.and_then(|sums| sums.rejoins);
    first_join "First join" Time "the first join of anybody" => row.sums.and_then(|sums| sums.first_join);
    last_leave "Last leave" Time "the last leave of anybody" => row.sums.and_then(|sums| sums.last_leave);
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.sums.and_then(|sums| sums.reported_total);
    interval_sum_seconds "Interval sum" Seconds "sum of all intervals' durations" => row.sums.and_then(|sums| sums.interval_sum);
    errors "Errors" Count [link(Table::Findings), alarm(Alarm::Fill(Tone::Error))] "findings of severity error" => row.findings.errors;
    warnings "Warnings" Count [link(Table::Findings), alarm(Alarm::Fill(Tone::Warning))] "findings of severity warning" => row.findings.warnings;
    notes "Notes" Count [link(Table::Findings)] "findings of severity note" => row.findings.notes;
    records "Records" Count "records in the report" => row.sums.map(|sums| sums.records);
    participant_count "Participant count" Count "the service's totalParticipantCount, never changed" => row.report.report.participant_count;
    window_basis "Window from" Text "whether the window is the report's own or observed from joins and leaves" => row.report.stats.window.map(|(_, basis)| basis.name());
    report_id "Report id" Text [origin] "the report's id" => row.report.report.id.as_deref();
    source "Source" Text [origin, narrow] "the file the report was read from, and the line where it holds several documents" => row.report.source.as_str();
    pointer "Place in source" Text [origin, narrow] "the report's JSON pointer in that file; empty for the whole document" => row.report.report.pointer.as_str();
}

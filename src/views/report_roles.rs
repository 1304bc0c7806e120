//! `report_roles`: one row per report and role.

use super::column::columns;
use crate::model::role::Role;
use crate::stats::distribution::Distribution;
use crate::stats::roles::GroupStats;
use crate::summary::ReportSummary;

/// What tables call the role of records without one.
pub const NO_ROLE: &str = "(no role)";

/// A role of a report.
pub struct ReportRoleRow<'r> {
    report: &'r ReportSummary<'r>,
    role: &'r Role<'r>,
    group: &'r GroupStats,
    presence: Option<Distribution>,
}

/// Returns the rows of one report, in rank order.
pub fn rows<'r>(report: &'r ReportSummary<'r>) -> impl Iterator<Item = ReportRoleRow<'r>> {
    let roles = report.stats.groups.roles.iter();
    roles.map(move |(role, group)| ReportRoleRow {
        report,
        role,
        group,
        presence: group.presence(),
    })
}

columns! { row: ReportRoleRow;
    report "Report" Text [subject, link(Table::Reports)] "the report, by its file's name" => row.report.label.as_str();
    role "Role" Text [subject, words(Words::Roles)] "the role; `(no role)` where the report gives none" => row.role.name().unwrap_or(NO_ROLE);
    participants "Participants" Count "people of this role, each counted once" => row.group.sums.participants;
    presence_seconds "Presence" Seconds "sum over the participants of the union of their intervals" => row.presence.map(|presence| presence.sum);
    mean_share_of_report "Mean share of report" Share "mean of the participants' shares of the report's window" => row.group.sums.mean_share();
    ..presence_statistics "mean presence of a participant", "standard deviation of presence over all participants (divided by n)";
    rejoins "Rejoins" Count "times of coming back after having left" => row.group.sums.rejoins;
    first_join "First join" Time "the first join of anybody" => row.group.sums.first_join;
    last_leave "Last leave" Time "the last leave of anybody" => row.group.sums.last_leave;
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.group.sums.reported_total;
    interval_sum_seconds "Interval sum" Seconds "sum of the intervals' durations" => row.group.sums.interval_sum;
    records "Records" Count "records of this role" => row.group.sums.records;
    report_id "Report id" Text [origin] "the report's id" => row.report.report.id.as_deref();
    source "Source" Text [origin, narrow] "the file the report was read from, and the line where it holds several documents" => row.report.source.as_str();
    pointer "Place in source" Text [origin, narrow] "the report's JSON pointer in that file; empty for the whole document" => row.report.report.pointer.as_str();
}

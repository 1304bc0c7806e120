//! `overall`: one row per role over all meetings, and one for all roles.

use super::column::columns;
use super::report_roles::NO_ROLE;
use crate::stats::distribution::Distribution;
use crate::stats::overall::Overall;
use crate::stats::roles::GroupTotals;

/// What the table calls the row over everybody.
pub const ALL_ROLES: &str = "(all roles)";

/// A role over all meetings.
pub struct OverallRow<'r> {
    role: &'r str,
    totals: &'r GroupTotals,
    presence: Option<Distribution>,
}

/// Returns the rows of a run: roles in rank order, then everybody.
pub fn rows(overall: &Overall) -> impl Iterator<Item = OverallRow<'_>> {
    let roles = overall
        .roles
        .iter()
        .map(|(role, totals)| (role.name().unwrap_or(NO_ROLE), totals));
    roles
        .chain([(ALL_ROLES, &overall.all)])
        .map(|(role, totals)| OverallRow {
            role,
            totals,
            presence: totals.presence(),
        })
}

columns! { row: OverallRow;
    role "Role" Text [subject, words(Words::Roles)] "the role; `(no role)` where the report gives none; `(all roles)` for everybody" => row.role;
    meetings "Meetings" Count "meetings with somebody of this role" => row.totals.meetings;
    participations "Participations" Count "people, counted once per meeting" => row.totals.sums.participants;
    presence_seconds "Presence" Seconds "sum over the participations of the union of the intervals" => row.presence.map(|presence| presence.sum);
    mean_share "Mean share" Share "mean of the participations' shares of their meeting" => row.totals.sums.mean_share();
    ..presence_statistics "mean presence of a participation", "standard deviation of presence over all participations (divided by n)";
    rejoins "Rejoins" Count "times of coming back after having left" => row.totals.sums.rejoins;
    late "Came late" Count [alarm(Alarm::Font(Tone::Warning))] "participations that began late; empty where nobody is judged" => row.totals.sums.late;
    left_early "Left early" Count [alarm(Alarm::Font(Tone::Warning))] "participations that ended early; empty where nobody is judged" => row.totals.sums.left_early;
    first_join "First join" Time "the first join of anybody" => row.totals.sums.first_join;
    last_leave "Last leave" Time "the last leave of anybody" => row.totals.sums.last_leave;
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.totals.sums.reported_total;
    interval_sum_seconds "Interval sum" Seconds "sum of the intervals' durations" => row.totals.sums.interval_sum;
    records "Records" Count "records of this role" => row.totals.sums.records;
}

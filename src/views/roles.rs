//! `roles`: one row per meeting and role.

use super::column::columns;
use super::report_roles::NO_ROLE;
use crate::series::Run;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::Meeting;
use crate::stats::distribution::Distribution;
use crate::stats::roles::{GroupStats, MeetingGroups};

/// A role of a meeting.
pub struct RoleRow<'r> {
    run: &'r Run,
    meeting: &'r Meeting,
    role: Option<&'r str>,
    group: GroupStats,
    presence: Option<Distribution>,
}

/// Returns the rows of one meeting that has these sums, in rank order; a person with two roles
/// counts under the higher.
pub fn rows_of<'r>(
    run: &'r Run,
    id: MeetingId,
    groups: MeetingGroups<'static>,
) -> impl Iterator<Item = RoleRow<'r>> {
    let meeting = &run.meetings()[id as usize];
    let roles = groups.roles.into_iter();
    roles.map(move |(role, group)| RoleRow {
        run,
        meeting,
        role: run.role_name(&role),
        presence: group.presence(),
        group,
    })
}

columns! { row: RoleRow;
    meeting "Meeting" Text [subject, link(Table::Meetings)] "the meeting: its planned title, else the label of its first report" => row.run.text(row.meeting.title);
    meeting_start "Meeting start" Time "when the meeting began, as planned or reported" => row.meeting.begin();
    role "Role" Text [subject, words(Words::Roles)] "the role; `(no role)` where the reports give none" => row.role.unwrap_or(NO_ROLE);
    participants "Participants" Count "people of this role, each counted once; who had two roles counts under the higher" => row.group.sums.participants;
    presence_seconds "Presence" Seconds "sum over the participants of the union of their intervals in all sessions" => row.presence.map(|presence| presence.sum);
    mean_share "Mean share" Share "mean of the participants' shares of the meeting" => row.group.sums.mean_share();
    ..presence_statistics "mean presence of a participant", "standard deviation of presence over all participants (divided by n)";
    rejoins "Rejoins" Count "times of coming back after having left" => row.group.sums.rejoins;
    late "Came late" Count [alarm(Alarm::Font(Tone::Warning))] "people who came late; empty where nobody is judged" => row.group.sums.late;
    left_early "Left early" Count [alarm(Alarm::Font(Tone::Warning))] "people who left early; empty where nobody is judged" => row.group.sums.left_early;
    first_join "First join" Time "the first join of anybody" => row.group.sums.first_join;
    last_leave "Last leave" Time "the last leave of anybody" => row.group.sums.last_leave;
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.group.sums.reported_total;
    interval_sum_seconds "Interval sum" Seconds "sum of the intervals' durations" => row.group.sums.interval_sum;
    records "Records" Count "records of people of this role" => row.group.sums.records;
    series "Series" Text "the series the meeting belongs to" => row.run.series_name(row.meeting);
    reports "Reports" Text "the meeting's reports, by their files' names" => row.run.report_labels(row.meeting);
}

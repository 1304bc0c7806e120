//! `people`: one row per person over all meetings.

use super::column::columns;
use crate::model::status::Status;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::tally::Tally;

/// A person with their totals.
pub struct PersonRow<'r> {
    series: &'r Run,
    person: PersonId,
    tally: Tally,
}

/// Returns the row of a person.
pub fn row(series: &Run, person: PersonId) -> PersonRow<'_> {
    PersonRow {
        series,
        person,
        tally: series.tally(person),
    }
}

columns! { row: PersonRow;
    display_name "Name" Text [subject, words(Words::Names)] "the name: the roster's, else the alias's, else the display name seen last" => row.series.name(row.person);
    email "E-mail" Text "the e-mail address: the roster's, else the one seen last" => row.series.email(row.person);
    department "Department" Text "the department, by the roster" => row.series.department(row.person);
    cost_centre "Cost centre" Text "the cost centre, by the roster" => row.series.cost_centre(row.person);
    meetings "Meetings" Count "meetings with a record of the person; two sessions of one meeting count once" => row.tally.meetings;
    presence_seconds "Presence" Seconds "sum over the meetings of the union of the intervals" => row.tally.presence;
    share "Share of due" Share "presence inside the meetings that were due ÷ their length" => row.tally.share();
    attended "Attended" Count "due meetings with status present, late or left early; all such meetings of who is not on the roster" => row.tally.attended;
    due "Due" Count "meetings that the person had to come to by the roster, without excused ones and those of which nobody knows who came; empty for who is not on it; without a roster all meetings of the series they were seen in, as far as the meetings list holds them" => row.series.due(row.person, &row.tally);
    attended_of_due "Attended of due" Text [words(Words::CountsOf)] "both in words, such as `3 of 4`" => row.tally.attended_of_due();
    present "Present" Count "meetings with status present" => row.tally.count(Status::Present);
    late "Came late" Count [alarm(Alarm::Font(Tone::Warning))] "meetings that the person joined late, whatever the status; empty where nobody is judged" => row.tally.late;
    left_early "Left early" Count [alarm(Alarm::Font(Tone::Warning))] "meetings that the person left early, likewise" => row.tally.left_early;
    partial "Partial" Count "meetings with status partial" => row.tally.count(Status::Partial);
    excused "Excused" Count "meetings with status excused" => row.tally.count(Status::Excused);
    absent "Absent" Count [alarm(Alarm::Font(Tone::Error))] "meetings with status absent; who has no record is absent only by a roster" => row.tally.count(Status::Absent);
    unknown "Unknown" Count "meetings with status unknown" => row.tally.count(Status::Unknown);
    first_join "First join" Time "the first join in any meeting" => row.tally.first_join;
    last_leave "Last leave" Time "the last leave in any meeting" => row.tally.last_leave;
    reported_total_seconds "Reported total" Seconds "sum of the records' totalAttendanceInSeconds" => row.tally.reported_total;
    interval_sum_seconds "Interval sum" Seconds "sum of all intervals' durations" => row.tally.interval_sum;
    rule "Known by" Text "the rule by which the identities are one person" => row.series.person(row.person).rule.words();
    identities "Identities" Text "all identities of the person" => Some(row.series.identities(row.person)).filter(|all| !all.is_empty());
    identity_id "Identity id" Text [origin] "the id of the first identity that has one" => row.series.account_id(row.person);
}

//! `roster`: one row per person who was expected, then one per person who came unexpected.

use super::column::columns;
use crate::model::status::Status;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::input::roster::RosterEntry;
use crate::series::register::tally::Tally;

/// A person held against the roster.
pub struct RosterRow<'r> {
    series: &'r Run,
    person: PersonId,
    entry: Option<&'r RosterEntry>,
    tally: Tally,
}

/// Returns the rows of a run; none without a roster.
pub fn rows(series: &Run) -> impl Iterator<Item = RosterRow<'_>> {
    let row = move |person| RosterRow {
        series,
        person,
        entry: series.entries(person).next(),
        tally: series.tally(person),
    };
    let people = || series.people().filter(|_| series.has_roster());
    let listed = move |&person: &PersonId| !series.person(person).roster.is_empty();
    let unlisted = move |row: &RosterRow<'_>| !listed(&row.person) && row.tally.meetings > 0;
    people()
        .filter(listed)
        .map(row)
        .chain(people().map(row).filter(unlisted))
}

/// Returns the person of each row.
pub fn people(series: &Run) -> impl Iterator<Item = PersonId> {
    rows(series).map(|row| row.person)
}

impl RosterRow<'_> {
    fn expected(&self) -> &'static str {
        match self.entry {
            None => "unexpected",
            Some(entry) if entry.required => "required",
            Some(_) => "optional",
        }
    }
}

fn day(date: Option<jiff::civil::Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

columns! { row: RosterRow;
    display_name "Name" Text [subject, words(Words::Names)] "the person's name" => row.series.name(row.person);
    email "E-mail" Text "the person's e-mail address" => row.series.email(row.person);
    department "Department" Text "the department" => row.series.department(row.person);
    cost_centre "Cost centre" Text "the cost centre" => row.series.cost_centre(row.person);
    expected "Expected" Text [words(Words::Expected)] "required or optional, by the roster; unexpected for who is not on it" => row.expected();
    outcome "Outcome" Text [words(Words::Outcomes)] "attended all, attended some, partial, no-show (absent from all), absent where known (the same, and others are unknown), unknown (nothing is known), nothing due, came, nothing due, or unexpected" => row.series.outcome(row.person).name();
    attended "Attended" Count "due meetings with status present, late or left early; all such meetings of who is not on the roster" => row.tally.attended;
    due "Due" Count "meetings in the person's own days that they had to come to, without excused ones and those of which nobody knows who came; empty for who is not on it" => row.series.due(row.person, &row.tally);
    attended_of_due "Attended of due" Text [words(Words::CountsOf)] "both in words, such as `3 of 4`" => row.tally.attended_of_due();
    share "Share of due" Share "presence inside the meetings that were due ÷ their length" => row.tally.share();
    presence_seconds "Presence" Seconds "sum over all meetings of the union of the intervals" => row.tally.presence;
    partial "Partial" Count "meetings with status partial" => row.tally.count(Status::Partial);
    excused "Excused" Count "meetings with status excused" => row.tally.count(Status::Excused);
    absent "Absent" Count [alarm(Alarm::Font(Tone::Error))] "meetings with status absent" => row.tally.count(Status::Absent);
    unknown "Unknown" Count "meetings with status unknown" => row.tally.count(Status::Unknown);
    from "From" Text "the first day on the roster, as year-month-day" => day(row.entry.and_then(|entry| entry.from));
    to "To" Text "the last day on the roster, as year-month-day" => day(row.entry.and_then(|entry| entry.to));
    roster_row "Roster row" Count "where the person stands in the roster file" => row.entry.map(|entry| entry.row);
}

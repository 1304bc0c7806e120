//! `missed`: one row per person who missed a meeting that was due, for a reminder.

use super::column::columns;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::missed::Missed;

/// A person who missed something.
pub struct MissedRow<'r> {
    series: &'r Run,
    person: PersonId,
    missed: Missed,
}

/// Returns the rows of a run, those who missed most first; none without a roster.
pub fn rows(series: &Run) -> impl Iterator<Item = MissedRow<'_>> {
    let all = series.all_missed().into_iter();
    all.map(move |(person, missed)| MissedRow {
        series,
        person,
        missed,
    })
}

impl MissedRow<'_> {
    /// Returns each meeting with its local day behind it, as in `Module 2 (2026-10-12)`.
    fn meetings(&self) -> String {
        let meetings = self.missed.meetings.iter().map(|&id| {
            let title = self.series.text(self.series.meetings()[id as usize].title);
            match self.series.day(id) {
                Some(day) => format!("{title} ({day})"),
                None => title.to_owned(),
            }
        });
        meetings.collect::<Vec<_>>().join("; ")
    }
}

columns! { row: MissedRow;
    display_name "Name" Text [subject, words(Words::Names)] "the person's name" => row.series.name(row.person);
    email "E-mail" Text "the person's e-mail address" => row.series.email(row.person);
    department "Department" Text "the person's department, by the roster" => row.series.department(row.person);
    missed "Missed" Count "due meetings with status absent or partial; excused and unknown ones are not missed" => row.missed.meetings.len();
    missed_meetings "Missed meetings" Text [sentence, words(Words::DatedTitles)] "which meetings, each with its local day, separated by semicolons" => row.meetings();
    last_attended "Last attended" Time "when the last meeting that the person attended began" => row.missed.last_attended;
    absent "Absent" Count [alarm(Alarm::Font(Tone::Error))] "of the missed meetings those with status absent" => row.missed.absent;
    partial "Partial" Count "of the missed meetings those with status partial" => row.missed.partial;
    cost_centre "Cost centre" Text "the person's cost centre, by the roster" => row.series.cost_centre(row.person);
}

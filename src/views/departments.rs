//! `departments`: one row per department of the roster, and one for all.

use std::collections::BTreeMap;

use super::column::columns;
use super::front_view::rate;
use crate::model::decimal::Decimal;
use crate::model::natural_order::Natural;
use crate::model::status::Status;
use crate::series::Run;
use crate::series::register::tally::Tally;

/// What tables call people without a department.
pub const NO_DEPARTMENT: &str = "(no department)";
/// What the table calls the row over everybody on the roster.
pub const ALL_DEPARTMENTS: &str = "(all departments)";

/// A department with its totals.
pub struct DepartmentRow<'r> {
    department: &'r str,
    people: u64,
    never_came: u64,
    tally: Tally,
}

/// Returns the rows of a run, by name, those on the roster only; none without a roster.
pub fn rows(series: &Run) -> impl Iterator<Item = DepartmentRow<'_>> {
    let mut departments: BTreeMap<Natural<&str>, DepartmentRow<'_>> = BTreeMap::new();
    let mut all = empty(ALL_DEPARTMENTS);
    let listed = |person: &u32| !series.person(*person).roster.is_empty();
    for person in series.people().filter(listed) {
        let name = series.department(person).unwrap_or(NO_DEPARTMENT);
        let tally = series.tally(person);
        let never_came = series.outcome(person).never_came();
        departments
            .entry(Natural(name))
            .or_insert_with(|| empty(name))
            .add(&tally, never_came);
        all.add(&tally, never_came);
    }
    let any = all.people > 0;
    departments.into_values().chain(any.then_some(all))
}

fn empty(department: &str) -> DepartmentRow<'_> {
    DepartmentRow {
        department,
        people: 0,
        never_came: 0,
        tally: Tally::default(),
    }
}

impl DepartmentRow<'_> {
    fn add(&mut self, tally: &Tally, never_came: bool) {
        self.people += 1;
        self.never_came += u64::from(never_came);
        self.tally.add(tally);
    }

    fn rate(&self) -> Option<Decimal> {
        rate(self.tally.attended, self.tally.due)
    }

    fn mean_presence(&self) -> Option<Decimal> {
        Decimal::ratio(self.tally.presence?.into(), self.people.into(), 2)
    }
}

columns! { row: DepartmentRow;
    department "Department" Text [subject, words(Words::Departments)] "the department; `(no department)` where the roster names none; `(all departments)` for everybody" => row.department;
    people "People" Count "people on the roster" => row.people;
    never_came "Never came" Count [alarm(Alarm::Font(Tone::Error))] "people who came to none that they had to come to, as far as is known: no-show, or absent where known" => row.never_came;
    attended "Attended" Count "due meetings attended, over the people" => row.tally.attended;
    due "Due" Count "due meetings, over the people, without excused ones and those of which nobody knows who came" => row.tally.due;
    attendance_share "Attendance" Share "attended ÷ due" => row.rate();
    share "Share of due" Share "presence inside the meetings that were due ÷ their length" => row.tally.share();
    presence_seconds "Presence" Seconds "sum over people and meetings of the union of the intervals" => row.tally.presence;
    mean_presence_seconds "Mean presence" MeanSeconds "presence ÷ people" => row.mean_presence();
    present "Present" Count "with status present" => row.tally.count(Status::Present);
    late "Came late" Count [alarm(Alarm::Font(Tone::Warning))] "meetings joined late, over the people, whatever the status; empty where nobody is judged" => row.tally.late;
    left_early "Left early" Count [alarm(Alarm::Font(Tone::Warning))] "meetings left early, likewise" => row.tally.left_early;
    partial "Partial" Count "with status partial" => row.tally.count(Status::Partial);
    excused "Excused" Count "with status excused" => row.tally.count(Status::Excused);
    absent "Absent" Count [alarm(Alarm::Font(Tone::Error))] "with status absent" => row.tally.count(Status::Absent);
    unknown "Unknown" Count "with status unknown" => row.tally.count(Status::Unknown);
}

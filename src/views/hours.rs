//! `hours` and `weeks`: one row per person and month or ISO week, in the zone.

use super::column::columns;
use crate::model::decimal::Decimal;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::hours::{Calendar, Hours, Period};

/// A person's hours in a period.
pub struct HoursRow<'r> {
    series: &'r Run,
    person: PersonId,
    period: Period,
    hours: Hours,
}

/// Returns the rows of a person, by period.
pub fn rows_of(
    series: &Run,
    person: PersonId,
    calendar: Calendar,
) -> impl Iterator<Item = HoursRow<'_>> {
    let hours = series.hours(person, calendar).into_iter();
    hours.map(move |(period, hours)| HoursRow {
        series,
        person,
        period,
        hours,
    })
}

/// Hours and minutes, to the nearest minute, past a day as well.
fn hours_and_minutes(seconds: i64) -> String {
    let minutes = (seconds + 30) / 60;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

columns! { row: HoursRow;
    display_name "Name" Text [subject, words(Words::Names)] "the person's name" => row.series.name(row.person);
    email "E-mail" Text "the person's e-mail address" => row.series.email(row.person);
    department "Department" Text "the person's department, by the roster" => row.series.department(row.person);
    cost_centre "Cost centre" Text "the person's cost centre, by the roster" => row.series.cost_centre(row.person);
    period "Period" Text [words(Words::Periods)] "the month (2026-10) or ISO week (2026-W40) in the time zone" => row.period.to_string();
    meetings "Meetings" Count "meetings with presence in the period" => row.hours.meetings;
    hours_seconds "Time" Seconds "presence in the period; what was spent in two meetings at once counts once" => row.hours.once();
    hours_text "Time (h:mm)" Text "the same in hours and minutes, to the nearest minute" => hours_and_minutes(row.hours.once());
    hours_decimal "Time (decimal hours)" Number "the same in hours" => Decimal::ratio(row.hours.once().into(), 3600, 2);
    plain_sum_seconds "Plain sum" Seconds "sum of the presence in each meeting" => row.hours.plain;
    parallel_seconds "In parallel" Seconds "what the plain sum counts more than once" => row.hours.parallel;
    identity_id "Identity id" Text [origin] "the id of the person's first identity that has one" => row.series.account_id(row.person);
}

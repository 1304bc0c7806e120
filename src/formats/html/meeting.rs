//! What the page of one meeting is made from.

use minijinja::value::Value;

use super::Look;
use super::findings;
use super::people::People;
use super::record::{Record, list};
use super::timeline;
use crate::formats::order::by_role_and_name;
use crate::language::format;
use crate::model::time::Instant;
use crate::summary::MeetingSummary;
use crate::views::Table;

/// Everything that the template of a meeting may use.
pub fn context(meeting: &MeetingSummary<'_>, look: Look<'_>) -> Record {
    let sorted = by_role_and_name(meeting);
    let lines = timeline::lines(meeting, &sorted);
    let chart = timeline::chart(meeting, &lines, look);
    let people = People::of(meeting, look, sorted);
    facts(meeting, look)
        .with("roles", list(rows(Table::Roles, meeting)))
        .with("people", Value::from_object(people))
        .with("findings", list(findings::groups(meeting, look.language)))
        .with("chart", chart)
}

/// The rows that a meeting has in a table.
fn rows(table: Table, meeting: &MeetingSummary<'_>) -> Vec<Record> {
    let mut rows = Vec::new();
    table.meeting_rows(meeting, |row| {
        rows.push(Record::of_row(table.columns(), row));
    });
    rows
}

/// The meeting's own row, and what its heading needs beside it.
fn facts(meeting: &MeetingSummary<'_>, look: Look<'_>) -> Record {
    let Look { zone, language } = look;
    let meeting_row = rows(Table::Meetings, meeting).into_iter().next();
    let start = meeting.stats.window.map(|(window, _)| window.join());
    let date = start.map(|start| language.long_date(zone.local(start).date()));
    let offset = start.map(|start| format::offset(zone, start));
    Record::default()
        .with("m", meeting_row.unwrap_or_default())
        .with("date", date)
        .with("offset", offset)
        .with("day", start.map(Instant::as_ticks))
        .with("has_records", meeting.report.records.is_some())
}

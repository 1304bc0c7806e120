//! What the page of one meeting is made from.

use super::Look;
use super::findings;
use super::record::{Record, list};
use super::timeline;
use crate::language::format;
use crate::model::interval::Stay;
use crate::model::record::SumCheck;
use crate::model::time::Instant;
use crate::stats::united_stays;
use crate::summary::MeetingSummary;
use crate::tables::Table;
use crate::write::order::by_role_and_name;

/// Everything that the template of a meeting may use.
pub fn context(meeting: &MeetingSummary<'_>, look: Look<'_>) -> Record {
    let sorted = by_role_and_name(meeting);
    let lines = timeline::lines(meeting, &sorted);
    let chart = timeline::chart(meeting, &lines, look);
    let people = people(meeting, look, &sorted);
    facts(meeting, look)
        .with("roles", list(rows(Table::Roles, meeting)))
        .with("people", list(people))
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

/// One row a record, in the order of `sorted`.
fn people(meeting: &MeetingSummary<'_>, look: Look<'_>, sorted: &[usize]) -> Vec<Record> {
    let mut rows: Vec<Option<Record>> = rows(Table::Records, meeting)
        .into_iter()
        .map(Some)
        .collect();
    let in_order = sorted.iter().filter_map(|&index| {
        let row = rows[index].take()?;
        Some(person(meeting, look, index, row))
    });
    in_order.collect()
}

fn person(meeting: &MeetingSummary<'_>, look: Look<'_>, index: usize, row: Record) -> Record {
    let attendance = &meeting.stats.records[index];
    let record = &meeting.report.records()[index];
    let codes = meeting.record_codes[index].iter().map(|code| code.name());
    let away = match attendance.rejoins {
        0 => Vec::new(),
        _ => timeline::absences(&united_stays(record))
            .map(|absence| from_to(absence, look))
            .collect(),
    };
    row.with("codes", list(codes))
        .with("away", away.join(", "))
        .with("late_flag", attendance.is_late())
        .with("early_flag", attendance.left_early())
        .with(
            "differs",
            matches!(record.sum_check(), SumCheck::Differs(_)),
        )
}

fn from_to(stay: Stay, look: Look<'_>) -> String {
    let zone = look.zone;
    let (from, to) = (zone.local(stay.join()), zone.local(stay.leave()));
    let from_text = format::time_of_day(from);
    format!("{from_text}–{}", look.language.clock(to, Some(from.date())))
}

//! What the page of one meeting is made from.

use super::findings;
use super::format;
use super::record::{Record, list};
use super::timeline;
use crate::model::interval::Stay;
use crate::model::record::SumCheck;
use crate::model::time::Instant;
use crate::stats::united_stays;
use crate::summary::MeetingSummary;
use crate::tables::Table;
use crate::zone::Zone;

/// Everything that the template of a meeting may use.
pub fn context(meeting: &MeetingSummary<'_>, zone: &Zone) -> Record {
    let sorted = by_role_and_name(meeting);
    let lines = timeline::lines(meeting, &sorted);
    let chart = timeline::chart(meeting, &lines, zone);
    let people = people(meeting, zone, &sorted);
    facts(meeting, zone)
        .with("roles", list(rows(Table::Roles, meeting)))
        .with("people", list(people))
        .with("findings", list(findings::groups(meeting)))
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
fn facts(meeting: &MeetingSummary<'_>, zone: &Zone) -> Record {
    let meeting_row = rows(Table::Meetings, meeting).into_iter().next();
    let start = meeting.stats.window.map(|(window, _)| window.join());
    let date = start.map(|start| format::long_date(zone.local(start).date()));
    let offset = start.map(|start| format::offset(zone, start));
    Record::default()
        .with("m", meeting_row.unwrap_or_default())
        .with("date", date)
        .with("offset", offset)
        .with("day", start.map(Instant::as_ticks))
        .with("has_records", meeting.report.records.is_some())
}

/// The indices of the report's records, by rank of role and then by name.
fn by_role_and_name(meeting: &MeetingSummary<'_>) -> Vec<usize> {
    let records = meeting.report.records();
    let mut sorted: Vec<usize> = (0..records.len()).collect();
    sorted.sort_by_cached_key(|&index| {
        let record = &records[index];
        let name = record.identity.display_name.as_deref();
        // People without a name stand behind those who have one.
        (&record.role, name.is_none(), name.map(str::to_lowercase))
    });
    sorted
}

/// One row a record, in the order of `sorted`.
fn people(meeting: &MeetingSummary<'_>, zone: &Zone, sorted: &[usize]) -> Vec<Record> {
    let mut rows: Vec<Option<Record>> = rows(Table::Records, meeting)
        .into_iter()
        .map(Some)
        .collect();
    let in_order = sorted.iter().filter_map(|&index| {
        let row = rows[index].take()?;
        Some(person(meeting, zone, index, row))
    });
    in_order.collect()
}

fn person(meeting: &MeetingSummary<'_>, zone: &Zone, index: usize, row: Record) -> Record {
    let attendance = &meeting.stats.records[index];
    let record = &meeting.report.records()[index];
    let codes = meeting.record_codes[index].iter().map(|code| code.name());
    let away = match attendance.rejoins {
        0 => Vec::new(),
        _ => timeline::absences(&united_stays(record))
            .map(|absence| from_to(absence, zone))
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

fn from_to(stay: Stay, zone: &Zone) -> String {
    let (from, to) = (zone.local(stay.join()), zone.local(stay.leave()));
    let from_text = format::time_of_day(from);
    format!("{from_text}–{}", format::clock(to, Some(from.date())))
}

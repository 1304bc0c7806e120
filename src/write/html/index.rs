//! What the index of all meetings is made from.

use std::collections::BTreeMap;

use minijinja::value::Value;

use super::Index;
use super::axis::Axis;
use super::findings::symbol;
use super::record::{Record, list};
use super::site::INDEX;
use crate::finding::{Severity, SeverityCounts};
use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::summary::RunCounts;
use crate::tables::Table;
use crate::tables::cell::Rows;
use crate::zone::Zone;

/// The height of the chart in its own units.
const HEIGHT: i64 = 100;

/// Everything that the template of the index may use.
pub fn context(index: &Index<'_>, zone: &Zone) -> Record {
    let meetings = records(Table::Meetings, index.meetings);
    let starts = || {
        meetings
            .iter()
            .filter_map(|row| row.integer("window_start"))
    };
    let ends = meetings.iter().filter_map(|row| row.integer("window_end"));
    let context = index
        .site
        .navigation(Record::default(), INDEX)
        .with("from", starts().min())
        .with("to", ends.max())
        .with("chart", chart(&meetings, zone))
        .with("troubled", list(troubled(index.troubled)))
        .with("roles", list(overall(index)))
        .with("counts", counts(index.counts));
    let linked = meetings.into_iter().enumerate().map(|(number, row)| {
        let page = index.page_names.get(number).map(String::as_str);
        row.with("href", page)
    });
    context.with("meetings", list(linked))
}

fn records(table: Table, rows: &Rows) -> Vec<Record> {
    rows.iter()
        .map(|row| Record::of_row(table.columns(), &row))
        .collect()
}

/// The rows of documents that gave no report, each with the sign of its severity.
fn troubled(rows: &Rows) -> Vec<Record> {
    let with_symbol = |row: Record| {
        let sign = symbol(severity(row.text("severity")));
        row.with("symbol", sign)
    };
    let rows = records(Table::Findings, rows);
    rows.into_iter().map(with_symbol).collect()
}

fn severity(name: Option<&str>) -> Severity {
    match name {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        _ => Severity::Note,
    }
}

/// The rows of each role over all meetings, everybody last.
fn overall(index: &Index<'_>) -> Vec<Record> {
    let mut rows = Vec::new();
    Table::Overall.closing_rows(index.overall, |row| {
        rows.push(Record::of_row(Table::Overall.columns(), row));
    });
    rows
}

fn counts(counts: &RunCounts) -> Record {
    let SeverityCounts {
        errors,
        warnings,
        notes,
    } = counts.findings;
    Record::default()
        .with("documents", counts.documents())
        .with("converted", counts.converted)
        .with("nothing_to_convert", counts.nothing_to_convert)
        .with("rejected", counts.rejected)
        .with("unreadable", counts.unreadable)
        .with("meetings", counts.meetings)
        .with("records", counts.records)
        .with("meetings_with_findings", counts.meetings_with_findings)
        .with("errors", errors)
        .with("warnings", warnings)
        .with("notes", notes)
}

/// The participants of each meeting over time; none where fewer than two times are known.
fn chart(meetings: &[Record], zone: &Zone) -> Value {
    let points = points(meetings);
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Value::from(());
    };
    // Room at both ends, so that the first and last bar are whole.
    let margin = Span::ticks((last.0 - first.0).as_ticks() / 40);
    let stretch = Stay::new(first.0 + (Span::ZERO - margin), last.0 + margin);
    let Some(axis) = stretch.and_then(Axis::over) else {
        return Value::from(());
    };
    let most = points.iter().map(|&(_, people)| people).max().unwrap_or(0);
    Record::default()
        .with("ticks", axis.tick_list(zone))
        .with("grid", axis.grid(zone, HEIGHT as usize))
        .with("bars", bars(&points, axis, most))
        .with("most", most)
        .into()
}

/// Start and participants of each meeting that has both, in order of time.
fn points(meetings: &[Record]) -> Vec<(Instant, i64)> {
    let point = |row: &Record| {
        let start = Instant::from_ticks(row.integer("window_start")?);
        Some((start, row.integer("participants")?))
    };
    let mut points: Vec<_> = meetings.iter().filter_map(point).collect();
    points.sort_unstable();
    points
}

/// A bar a meeting; of meetings in the same unit of the axis only the highest is seen.
fn bars(points: &[(Instant, i64)], axis: Axis, most: i64) -> String {
    let mut highest: BTreeMap<i64, i64> = BTreeMap::new();
    for &(start, people) in points {
        let bar = highest.entry(axis.x(start)).or_default();
        *bar = people.max(*bar);
    }
    let height = |people: i64| people * (HEIGHT - 4) / most.max(1);
    highest
        .into_iter()
        .map(|(x, people)| format!("M{x} {HEIGHT}v-{}", height(people)))
        .collect()
}

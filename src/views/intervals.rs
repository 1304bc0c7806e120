//! `intervals`: one row per join and leave.

use std::ops::Range;

use super::column::columns;
use crate::model::interval::AttendanceInterval;
use crate::model::record::AttendanceRecord;
use crate::summary::ReportSummary;

/// An interval with the record it stands in.
pub struct IntervalRow<'r> {
    report: &'r ReportSummary<'r>,
    record: &'r AttendanceRecord<'r>,
    position: usize,
    interval: &'r AttendanceInterval,
}

/// Returns the rows of some records of one report.
pub fn rows<'r>(
    report: &'r ReportSummary<'r>,
    range: &Range<usize>,
) -> impl Iterator<Item = IntervalRow<'r>> {
    let records = report.report.records().iter();
    let records = records.skip(range.start).take(range.len());
    records.flat_map(move |record| {
        let intervals = record.intervals().iter().enumerate();
        intervals.map(move |(position, interval)| IntervalRow {
            report,
            record,
            position,
            interval,
        })
    })
}

columns! { row: IntervalRow;
    report "Report" Text [subject, link(Table::Reports)] "the report, by its file's name" => row.report.label.as_str();
    source "Source" Text [origin, narrow] "the file the interval was read from, and the line where it holds several documents" => row.report.source.as_str();
    pointer "Place in source" Text [origin, narrow] "the interval's JSON pointer in that file" => row.report.report.interval_pointer(row.record.position, row.position);
    display_name "Name" Text [subject, words(Words::Names), link(Table::Records)] "the person's display name" => row.record.identity.display_name.as_deref();
    email "E-mail" Text "the person's e-mail address" => row.record.email.as_deref();
    role "Role" Text [words(Words::Roles)] "the person's role" => row.record.role.name();
    join "Join" Time "when the person joined" => row.interval.join;
    leave "Leave" Time "when the person left" => row.interval.leave;
    duration_seconds "Duration" Seconds "the service's durationInSeconds, never changed" => row.interval.reported_duration;
    measured_seconds "Leave − join" Seconds "leave − join, floored to seconds" => row.interval.measured_duration();
    identity_id "Identity id" Text [origin] "the person's identity id" => row.record.identity.id.as_deref();
}

//! `records`: one row per attendance record, as the service returned it.

use std::ops::Range;

use super::column::columns;
use crate::finding::CodeSet;
use crate::model::record::{AttendanceRecord, SumCheck};
use crate::stats::Attendance;
use crate::summary::ReportSummary;

/// A record with its numbers.
pub struct RecordRow<'r> {
    report: &'r ReportSummary<'r>,
    record: &'r AttendanceRecord<'r>,
    attendance: &'r Attendance,
    codes: CodeSet,
}

/// Returns the rows of some records of one report.
pub fn rows<'r>(
    report: &'r ReportSummary<'r>,
    range: &Range<usize>,
) -> impl Iterator<Item = RecordRow<'r>> {
    let records = report
        .report
        .records()
        .iter()
        .zip(&report.stats.records)
        .zip(&report.record_codes);
    let records = records.skip(range.start).take(range.len());
    records.map(move |((record, attendance), &codes)| RecordRow {
        report,
        record,
        attendance,
        codes,
    })
}

columns! { row: RecordRow;
    report "Report" Text [subject, link(Table::Reports)] "the report, by its file's name" => row.report.label.as_str();
    source "Source" Text [origin, narrow] "the file the record was read from, and the line where it holds several documents" => row.report.source.as_str();
    pointer "Place in source" Text [origin, narrow] "the record's JSON pointer in that file" => row.report.report.record_pointer(row.record.position);
    report_id "Report id" Text [origin] "the report's id" => row.report.report.id.as_deref();
    record_id "Record id" Text [origin] "the record's id" => row.record.id.as_deref();
    display_name "Name" Text [subject, words(Words::Names)] "the display name, as the person or directory wrote it" => row.record.identity.display_name.as_deref();
    email "E-mail" Text "the e-mail address" => row.record.email.as_deref();
    role "Role" Text [words(Words::Roles)] "the role, as written where this version does not know it" => row.record.role.name();
    presence_seconds "Presence" Seconds "union of the intervals, so that two devices count once" => row.attendance.presence_seconds();
    share_of_report "Share of report" Share "presence inside the report's window ÷ its length" => row.attendance.share;
    first_join "First join" Time "the first join" => row.attendance.first_join;
    last_leave "Last leave" Time "the last leave" => row.attendance.last_leave;
    intervals "Intervals" Count [link(Table::Intervals)] "number of intervals" => row.record.intervals.as_ref().map(|intervals| intervals.len());
    rejoins "Rejoins" Count "times of coming back after having left" => row.attendance.presence.map(|_| row.attendance.rejoins);
    reported_total_seconds "Reported total" Seconds "the service's totalAttendanceInSeconds, never changed" => row.record.reported_total;
    interval_sum_seconds "Interval sum" Seconds "sum of the intervals' durations" => row.record.interval_sum();
    sum_check "Sum check" Text [words(Words::SumChecks)] "whether the interval sum is equal to the reported total" => row.record.sum_check().name();
    sum_difference_seconds "Sum difference (s)" SignedSeconds [alarm(Alarm::Font(Tone::Error))] "interval sum − reported total" => sum_difference(row.record);
    findings "Findings" Text "the codes of what was found for this record" => codes(row.codes);
    identity_id "Identity id" Text [origin] "the identity's id" => row.record.identity.id.as_deref();
    identity_type "Identity type" Text [origin] "the identity's type in Microsoft Graph" => row.record.identity.kind.as_deref();
    tenant_id "Tenant id" Text [origin] "the identity's tenant" => row.record.identity.tenant_id.as_deref();
    registration_id "Registration id" Text [origin] "the webinar registration" => row.record.registration_id.as_deref();
    engagement "Engagement" Text "what a CSV of Teams tells in its columns of engagement, as written, such as `Reactions=3; Unmutes=1`" => row.record.engagement.as_deref();
}

fn sum_difference(record: &AttendanceRecord<'_>) -> Option<i64> {
    match record.sum_check() {
        SumCheck::Equal => Some(0),
        SumCheck::Differs(difference) => Some(difference),
        SumCheck::NotCheckable => None,
    }
}

fn codes(codes: CodeSet) -> Option<String> {
    if codes.is_empty() {
        return None;
    }
    let names: Vec<_> = codes.iter().map(|code| code.name()).collect();
    Some(names.join(", "))
}

//! Whatever a report was saved as: encodings, archives, answers of other tools.

mod live_events;
mod named;
mod packed;

use crate::support::{convert, csv_rows, gzip, place, project, project_text, rollbook, stderr};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The names of the meetings that a converted file holds.
fn sources(input: &Path) -> Vec<String> {
    let output = place();
    let run = convert(
        &[input.to_str().unwrap()],
        output.path(),
        &["--format", "csv"],
    );
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let meetings = csv_rows(&output.path().join("csv/reports.csv"));
    meetings.iter().map(|row| row["source"].clone()).collect()
}

/// A list of two reports without records, and the records of the first.
const REPORTS: &str = r#"{"value": [
  {"id": "5d0c1b2a-3948-4756-8657-463524130201", "totalParticipantCount": 1,
   "meetingStartDateTime": "2026-11-03T10:00:00Z", "meetingEndDateTime": "2026-11-03T10:20:00Z"},
  {"id": "6e1d2c3b-4a59-4867-9768-574635241302", "totalParticipantCount": 4,
   "meetingStartDateTime": "2026-11-10T10:00:00Z", "meetingEndDateTime": "2026-11-10T10:20:00Z"}
]}"#;

const RECORDS: &str = r#"{"value": [{"id": "r1", "emailAddress": "a@contoso.example", "totalAttendanceInSeconds": 600,
  "role": "Attendee", "identity": {"id": "i1", "displayName": "Ada"}, "attendanceIntervals": [
  {"joinDateTime": "2026-11-03T10:00:00Z", "leaveDateTime": "2026-11-03T10:10:00Z", "durationInSeconds": 600}]}]}"#;

#[test]
fn reports_and_records_saved_apart_are_joined_whatever_their_order_and_packing() {
    for (reports, records) in [
        (
            "a-reports.json",
            "b-5d0c1b2a-3948-4756-8657-463524130201.json",
        ),
        (
            "z-reports.json",
            "b-5d0c1b2a-3948-4756-8657-463524130201.json",
        ),
        (
            "reports.ndjson",
            "5d0c1b2a-3948-4756-8657-463524130201.json.gz",
        ),
    ] {
        let (input, output) = (place(), place());
        fs::write(input.path().join(reports), REPORTS.replace('\n', "")).unwrap();
        let bytes = if records.ends_with(".gz") {
            gzip(RECORDS.as_bytes())
        } else {
            RECORDS.into()
        };
        fs::write(input.path().join(records), bytes).unwrap();
        fs::copy(
            project("samples/one-to-one.json"),
            input.path().join("m-whole.json"),
        )
        .unwrap();
        let run = convert(
            &[input.path().to_str().unwrap()],
            output.path(),
            &["--format", "csv"],
        );
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let meetings = csv_rows(&output.path().join("csv/reports.csv"));
        let mut told: Vec<_> = meetings
            .iter()
            .map(|row| {
                [
                    &row["report_id"],
                    &row["participants"],
                    &row["window_basis"],
                    &row["mean_share_of_report"],
                ]
                .map(String::as_str)
            })
            .collect();
        told.retain(|row| ["5d0c", "6e1d"].contains(&&row[0][..4]));
        told.sort_unstable();
        // 600 s of 20 min; the second report's four people are not known.
        assert_eq!(
            told,
            [
                [
                    "5d0c1b2a-3948-4756-8657-463524130201",
                    "1",
                    "reported",
                    "0.5000"
                ],
                ["6e1d2c3b-4a59-4867-9768-574635241302", "", "reported", ""]
            ],
            "{reports} {records}"
        );
        assert_eq!(meetings.len(), 3);
        let manifest = fs::read_to_string(output.path().join("run.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(manifest["inputs"].as_array().unwrap().len(), 3);
        assert_eq!(
            (
                &manifest["documents"]["all"],
                &manifest["documents"]["reports"]
            ),
            (&3.into(), &3.into())
        );
    }
}

/// A report of one person who was there from 9 to half past, at these times.
fn report_at(join: &str, leave: &str) -> String {
    format!(
        r#"{{"id": "r", "totalParticipantCount": 1, "meetingStartDateTime": {join}, "meetingEndDateTime": {leave},
        "attendanceRecords": [{{"emailAddress": "zoe@example.com", "totalAttendanceInSeconds": 1800, "role": "Organizer",
        "identity": {{"id": "z", "displayName": "Zoë Brandão"}},
        "attendanceIntervals": [{{"joinDateTime": {join}, "leaveDateTime": {leave}, "durationInSeconds": 1800}}]}}]}}"#
    )
}

fn report() -> String {
    report_at("\"2026-11-23T09:00:00Z\"", "\"2026-11-23T09:30:00Z\"")
}

#[test]
fn a_report_is_read_wherever_another_program_put_it() {
    let report = report();
    let text = serde_json::to_string(&report).unwrap();
    for document in [
        format!(r#"{{"statusCode": 200, "body": {report}}}"#),
        format!(r#"{{"Body": {{"value": [{report}]}}}}"#),
        format!(r#"{{"outputs": {{"body": {text}}}}}"#),
        text,
        format!("[[{report}]]"),
        format!("[{{\"value\": [{report}]}}]"),
        format!(r#"{{"responses": {{"1": {{"status": 200, "body": {report}}}}}}}"#),
        format!("WARNING: your sign-in ends soon\n{report}\ndone"),
        format!("{report}\nDONE in 3 s\n"),
        report.replacen("\"id\": \"r\",", "\"id\": \"r\", // the session\n", 1),
        report.replacen("1800}]}]}", "1800},]},],}", 1),
        report.replacen(", ", ",\u{a0}", 3),
        report.replacen("\"role\"", "\"registrationId\": NaN, \"role\"", 1),
        report.replacen("\"role\"", "\"registrationId\":NaN, \"role\"", 1),
    ] {
        assert_eq!(presence("report.json", &document), ["1800"], "{document}");
    }
    let two = format!("{report}\n\u{feff}{}", report.replace("\"r\"", "\"s\""));
    assert_eq!(presence("two.json", &two), ["1800", "1800"]);
}

#[test]
fn members_and_times_are_read_as_other_programs_spell_them() {
    for (join, leave) in [
        (r#""2026-11-23T09:00:00,5Z""#, r#""2026-11-23T09:30:00,5Z""#),
        (r#""2026-11-23 09:00:00Z""#, r#""2026-11-23 09:30:00Z""#),
        (r#""2026-11-23T09:00Z""#, r#""2026-11-23T09:30Z""#),
        (
            r#""2026-11-23T10:00:00.25+0100""#,
            r#""2026-11-23T10:30:00.25+0100""#,
        ),
        (
            r#""Mon, 23 Nov 2026 09:00:00 GMT""#,
            r#""Mon, 23 Nov 2026 09:30:00 GMT""#,
        ),
        (r#""2026-11-23T09:00:00Z ""#, r#"" 2026-11-23T09:30:00Z""#),
        (
            r#""2026-11-23 09:00:00 UTC""#,
            r#""2026-11-23 09:30:00 UTC""#,
        ),
        ("1795424400000", "1795426200000"),
        ("1795424400", "1795426200"),
        (
            r#"{"$date": "2026-11-23T09:00:00Z"}"#,
            r#"{"$date": {"$numberLong": "1795426200000"}}"#,
        ),
        (
            r#"{"value": "/Date(1795424400000)/", "DisplayHint": 2, "DateTime": "x"}"#,
            r#"{"value": "/Date(1795426200000)/", "DisplayHint": 2, "DateTime": "x"}"#,
        ),
        ("1795424400.5", "1795426200.5"),
        ("1795424400500000", "1795426200500000"),
        (r#""1795424400.1234567""#, r#""1795426200.123456700""#),
        ("[2026, 11, 23, 9, 0]", "[2026, 11, 23, 9, 30, 0, 0]"),
        (
            r#"{"dateTime": {"date": {"year": 2026, "month": 11, "day": 23}, "time": {"hour": 10, "minute": 0, "second": 0, "nano": 1200}}, "offset": {"totalSeconds": 3600}}"#,
            r#"{"dateTime": {"date": {"year": 2026, "month": 11, "day": 23}, "time": {"hour": 10, "minute": 30, "second": 0, "nano": 1200}}, "offset": {"totalSeconds": 3600}}"#,
        ),
        (
            r#"{"seconds": 1795424400, "nanos": 500}"#,
            r#"{"seconds": 1795426200, "nanos": 500}"#,
        ),
        (
            r#"{"dateTime": "2026-11-23T09:00:00.0000000", "timeZone": "UTC"}"#,
            r#"{"dateTime": "2026-11-23T09:30:00.0000000", "timeZone": "UTC"}"#,
        ),
    ] {
        assert_eq!(
            presence("report.json", &report_at(join, leave)),
            ["1800"],
            "{join}"
        );
    }
    let snake = [
        ("totalParticipantCount", "total_participant_count"),
        ("meetingStartDateTime", "meeting_start_date_time"),
        ("meetingEndDateTime", "meeting_end_date_time"),
        ("attendanceRecords", "attendance_records"),
        ("emailAddress", "email_address"),
        ("totalAttendanceInSeconds", "total_attendance_in_seconds"),
        ("displayName", "display_name"),
        ("attendanceIntervals", "attendance_intervals"),
        ("joinDateTime", "join_date_time"),
        ("leaveDateTime", "leave_date_time"),
        ("durationInSeconds", "duration_in_seconds"),
    ];
    let spelled = snake
        .iter()
        .fold(report(), |text, (from, to)| text.replace(from, to));
    assert_eq!(presence("snake.json", &spelled), ["1800"]);
    let aside = report().replace(
        "\"attendanceRecords\": [",
        "\"AdditionalProperties\": {\"attendanceRecords\": [",
    ) + "}";
    assert_eq!(presence("aside.json", &aside), ["1800"]);
}

/// The rows of a table made of this file's content.
fn table(
    name: &str,
    content: &[u8],
    table: &str,
) -> Vec<std::collections::BTreeMap<String, String>> {
    let place = place();
    let file = place.path().join(name);
    fs::write(&file, content).unwrap();
    let output = place.path().join("output");
    let tables = ["--format", "csv", "--tables", table];
    convert(&[file.to_str().unwrap()], &output, &tables);
    csv_rows(&output.join(format!("csv/{table}.csv")))
}

#[test]
fn a_meeting_is_called_by_the_subject_in_or_around_its_report() {
    let (report, subject) = (report(), r#""subject": "Planning 7""#);
    for document in [
        report.replacen('{', &format!("{{{subject}, "), 1),
        format!(r#"{{{subject}, "attendanceReports": [{report}]}}"#),
        format!(r#"[{{{subject}, "report": {report}}}]"#),
        format!(r#"{{"meeting": {{{subject}}}, "report": {report}}}"#),
        format!(
            r#"{{{subject}, "body": {}}}"#,
            serde_json::to_string(&report).unwrap()
        ),
    ] {
        let rows = table("report.json", document.as_bytes(), "meetings");
        assert_eq!(rows[0]["meeting"], "Planning 7", "{document}");
    }
    // Of two meetings beside it, nobody can tell which it is.
    let two = format!(r#"{{"a": {{{subject}}}, "b": {{{subject}}}, "report": {report}}}"#);
    assert_eq!(
        table("report.json", two.as_bytes(), "meetings")[0]["meeting"],
        "report"
    );
}

#[test]
fn the_word_null_is_no_time_and_no_role() {
    let text = report().replace("\"Organizer\"", "\"null\"").replacen(
        "\"leaveDateTime\": \"2026-11-23T09:30:00Z\"",
        "\"leaveDateTime\": \"null\"",
        1,
    );
    let findings = table("report.json", text.as_bytes(), "findings");
    let codes: Vec<_> = findings.iter().map(|row| row["code"].as_str()).collect();
    assert_eq!(codes, ["time-missing", "role-missing"]);
}

#[test]
fn a_batch_answer_that_names_a_next_page_is_not_complete() {
    let place = place();
    let file = place.path().join("batch.json");
    let answer = |more: &str| {
        let report = report();
        format!(r#"{{"responses": [{{"id": "1", "status": 200, "body": {report}}}]{more}}}"#)
    };
    for (more, code) in [
        ("", Some(0)),
        (r#", "@odata.nextLink": """#, Some(0)),
        (r#", "@odata.nextLink": "https://x""#, Some(1)),
    ] {
        fs::write(&file, answer(more)).unwrap();
        let run = convert(
            &[file.to_str().unwrap()],
            &place.path().join("out"),
            &["--force"],
        );
        assert_eq!(run.status.code(), code, "{more}: {}", stderr(&run));
    }
}

#[test]
fn local_times_in_json_are_read_by_the_rules_of_csv_files() {
    let told = |name: &str, join: &str, leave: &str, options: &[&str]| {
        let place = place();
        let file = place.path().join(name);
        fs::write(&file, report_at(join, leave)).unwrap();
        let out = place.path().join("out");
        let tables = ["--format", "csv", "--tables", "records,findings"];
        let run = convert(
            &[file.to_str().unwrap()],
            &out,
            &[&tables[..], options].concat(),
        );
        let records = csv_rows(&out.join("csv/records.csv"));
        let findings = csv_rows(&out.join("csv/findings.csv"));
        let codes = findings
            .iter()
            .map(|row| row["code"].clone())
            .collect::<Vec<_>>();
        let first = records[0]["first_join"].clone();
        (run.status.code(), first, codes)
    };
    let ten = "2026-03-02T09:00:00Z";
    let berlin = &["--input-timezone", "Europe/Berlin"];
    let (join, leave) = ("\"02.03.2026 10:00:00\"", "\"02.03.2026 10:30:00\"");
    let read = told("a.json", join, leave, berlin);
    assert_eq!(read, (Some(0), ten.into(), vec![]));
    // Without a zone, or without an order, they are not known, and it says how to tell.
    let (code, first, codes) = told("a.json", join, leave, &[]);
    assert_eq!((code, first.as_str()), (Some(1), ""));
    assert!(codes.contains(&"zone-unknown".to_owned()), "{codes:?}");
    let (join, leave) = ("\"03/02/2026 10:00:00\"", "\"03/02/2026 10:30:00\"");
    let (code, first, codes) = told("a.json", join, leave, berlin);
    assert_eq!((code, first.as_str()), (Some(1), ""));
    assert!(codes.contains(&"date-ambiguous".to_owned()), "{codes:?}");
    let by_name = told("2026-03-02.json", join, leave, berlin);
    assert_eq!(by_name, (Some(0), ten.into(), vec![]));
    let asked = [&berlin[..], &["--date-order", "mdy"]].concat();
    assert_eq!(told("a.json", join, leave, &asked), by_name);
    let (code, first, codes) = told(
        "a.json",
        join,
        leave,
        &["--timezone", "UTC", "--date-order", "dmy"],
    );
    assert_eq!((code, first.as_str()), (Some(0), "2026-02-03T10:00:00Z"));
    assert_eq!(codes, ["zone-assumed"]);
}

/// The presence of each record that a text saved under this name gives.
fn presence(name: &str, text: &str) -> Vec<String> {
    let place = place();
    let file = place.path().join(name);
    fs::write(&file, text).unwrap();
    let output = place.path().join("output");
    let tables = ["--format", "csv", "--tables", "records"];
    let run = convert(&[file.to_str().unwrap()], &output, &tables);
    assert!(run.status.success(), "{text}: {}", stderr(&run));
    let rows = csv_rows(&output.join("csv/records.csv"));
    rows.iter()
        .map(|row| row["presence_seconds"].clone())
        .collect()
}

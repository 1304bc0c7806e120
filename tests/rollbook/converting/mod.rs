//! `rollbook convert` on good input: every shape, every table, the same bytes.

mod inputs;

use crate::support::{
    convert, csv_rows, files, place, project, project_text, rollbook, stderr, stdout,
};
use std::fs;

#[test]
fn the_published_example_has_its_figures_in_every_row_that_shows_them() {
    let place = place();
    let output = convert(
        &["samples/legacy-report.json"],
        place.path(),
        &["--format", "csv,json"],
    );
    assert_eq!(output.status.code(), Some(0));
    let records = csv_rows(&place.path().join("csv/records.csv"));
    let figures: Vec<_> = records
        .iter()
        .map(|row| {
            (
                row["role"].as_str(),
                row["reported_total_seconds"].as_str(),
                row["interval_sum_seconds"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        figures,
        [("Organizer", "1558", "1558"), ("Presenter", "1152", "1152")]
    );
    let roles = csv_rows(&place.path().join("csv/roles.csv"));
    assert_eq!(roles[1]["rejoins"], "2");
    let overall = csv_rows(&place.path().join("csv/overall.csv"));
    // 1558 + 1152 = 2710; mean 1355; half the difference, 203, is the deviation of two values.
    let all = overall.last().unwrap();
    assert_eq!(
        [
            &all["role"],
            &all["reported_total_seconds"],
            &all["mean_presence_seconds"],
            &all["deviation_seconds"]
        ],
        ["(all roles)", "2710", "1355.00", "203.00"]
    );
    let intervals = csv_rows(&place.path().join("csv/intervals.csv"));
    let durations: Vec<_> = intervals
        .iter()
        .map(|row| row["duration_seconds"].as_str())
        .collect();
    assert_eq!(durations, ["1558", "415", "427", "310"]);
}

#[test]
fn json_and_csv_hold_the_same_cells() {
    let place = place();
    convert(
        &["samples"],
        place.path(),
        &[
            "--format",
            "csv,json",
            "--raw",
            "--tables",
            "meetings,overall,roles,records,intervals,concurrency,findings",
        ],
    );
    for table in [
        "meetings",
        "overall",
        "roles",
        "records",
        "intervals",
        "concurrency",
        "findings",
    ] {
        let csv = csv_rows(&place.path().join(format!("csv/{table}.csv")));
        let json = fs::read_to_string(place.path().join(format!("json/{table}.json"))).unwrap();
        let json: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(&json).unwrap();
        assert_eq!(csv.len(), json.len(), "{table}");
        assert!(!csv.is_empty(), "{table}");
        for (csv, json) in csv.iter().zip(&json) {
            for (key, value) in json {
                let text = match value {
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::String(text) => text.clone(),
                    // serde_json drops trailing zeros of what it reads: compare as numbers.
                    number => {
                        assert_eq!(
                            csv[key].parse::<f64>().unwrap(),
                            number.as_f64().unwrap(),
                            "{table} {key}"
                        );
                        continue;
                    }
                };
                assert_eq!(csv[key], text, "{table} {key}");
            }
        }
    }
}

#[test]
fn output_is_the_same_for_any_number_of_threads_and_any_folder() {
    let (one, many) = (place(), place());
    let all = [
        "--format",
        "csv,json,html,xlsx",
        "--per-meeting",
        "--timezone",
        "Europe/Berlin",
    ];
    convert(
        &["samples"],
        one.path(),
        &[&all[..], &["--jobs", "1"]].concat(),
    );
    let samples = project("samples");
    let output = rollbook()
        .current_dir(many.path())
        .env("TZ", "Asia/Tokyo")
        .args(["convert", samples.to_str().unwrap(), "--output", "."])
        .args(all)
        .args(["--jobs", "5"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let (one, many) = (files(one.path()), files(many.path()));
    assert!(one.len() > 20, "{:?}", one.keys());
    assert!(
        one.keys().eq(many.keys()),
        "{:?} {:?}",
        one.keys(),
        many.keys()
    );
    for (name, bytes) in &one {
        assert!(bytes == &many[name], "{name} differs");
    }
}

#[test]
fn every_clean_shape_gives_its_reports() {
    let reports = [
        ("report.json", 1),
        ("list-of-reports.json", 2),
        ("bare-array.json", 2),
        ("expanded-with-odata.json", 1),
        ("ndjson.ndjson", 3),
        ("concatenated.json", 2),
        ("subtypes.json", 1),
    ];
    for (file, count) in reports {
        let place = place();
        convert(
            &[&format!("tests/fixtures/clean/{file}")],
            place.path(),
            &["--format", "csv"],
        );
        assert_eq!(
            csv_rows(&place.path().join("csv/reports.csv")).len(),
            count,
            "{file}"
        );
    }
}

#[test]
fn records_without_a_report_take_its_id_from_the_context() {
    let place = place();
    convert(
        &["tests/fixtures/shapes/records-list.json"],
        place.path(),
        &["--format", "csv"],
    );
    let meetings = csv_rows(&place.path().join("csv/reports.csv"));
    assert_eq!(
        meetings[0]["report_id"],
        "d33d81ca-393d-4240-a8c2-52aeeff977c9"
    );
    assert_eq!(meetings[0]["participants"], "2");
}

#[test]
fn a_report_without_records_has_no_participants_rather_than_none() {
    let place = place();
    convert(
        &["tests/fixtures/records-missing.json"],
        place.path(),
        &["--format", "csv"],
    );
    let meetings = csv_rows(&place.path().join("csv/reports.csv"));
    assert_eq!(
        [
            &meetings[0]["participants"],
            &meetings[0]["participant_count"]
        ],
        ["", "12"]
    );
}

#[test]
fn two_devices_count_once_in_presence_and_twice_in_the_sum() {
    let place = place();
    convert(
        &["tests/fixtures/interval-overlap.json"],
        place.path(),
        &["--format", "csv"],
    );
    let records = csv_rows(&place.path().join("csv/records.csv"));
    assert_eq!(
        [
            &records[0]["presence_seconds"],
            &records[0]["interval_sum_seconds"]
        ],
        ["600", "900"]
    );
}

#[test]
fn one_person_with_two_records_is_one_participant() {
    let place = place();
    convert(
        &["tests/fixtures/duplicate-record.json"],
        place.path(),
        &["--format", "csv"],
    );
    let meetings = csv_rows(&place.path().join("csv/meetings.csv"));
    assert_eq!(
        [&meetings[0]["participants"], &meetings[0]["records"]],
        ["1", "2"]
    );
    // 265 + 303, without overlap; the fractions of both stays may add a second.
    let presence: i64 = meetings[0]["presence_seconds"].parse().unwrap();
    assert!((568..=569).contains(&presence), "{presence}");
}

#[test]
fn lateness_is_against_the_scheduled_start_in_the_zone() {
    let place = place();
    let rules = [
        "--format",
        "csv",
        "--timezone",
        "Europe/Berlin",
        "--scheduled-start",
        "09:00",
        "--grace",
        "0",
    ];
    convert(&["samples/weekly-stand-up.json"], place.path(), &rules);
    let meetings = csv_rows(&place.path().join("csv/meetings.csv"));
    let baselines: Vec<_> = meetings
        .iter()
        .map(|row| row["late_baseline"].as_str())
        .collect();
    // The clocks go back on 2026-10-25.
    assert_eq!(
        baselines,
        [
            "2026-10-12T07:00:00Z",
            "2026-10-19T07:00:00Z",
            "2026-10-26T08:00:00Z",
            "2026-11-02T08:00:00Z"
        ]
    );
    assert!(
        meetings
            .iter()
            .all(|row| row["late_baseline_source"] == "scheduled")
    );
}

#[test]
fn formulas_in_names_are_inert_in_csv_and_exact_in_json() {
    let place = place();
    let report = r#"{"id":"r","totalParticipantCount":1,"meetingStartDateTime":"2026-01-01T10:00:00Z","meetingEndDateTime":"2026-01-01T11:00:00Z","attendanceRecords":[{"id":"x","emailAddress":"a@b.example","totalAttendanceInSeconds":60,"role":"Attendee","identity":{"id":"i","displayName":"=HYPERLINK(\"http://x\")"},"attendanceIntervals":[{"joinDateTime":"2026-01-01T10:00:00Z","leaveDateTime":"2026-01-01T10:01:00Z","durationInSeconds":60}]}]}"#;
    fs::write(place.path().join("r.json"), report).unwrap();
    let output = place.path().join("out");
    convert(
        &[place.path().join("r.json").to_str().unwrap()],
        &output,
        &["--format", "csv,json"],
    );
    assert_eq!(
        csv_rows(&output.join("csv/records.csv"))[0]["display_name"],
        "'=HYPERLINK(\"http://x\")"
    );
    let json = fs::read_to_string(output.join("json/records.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["display_name"], "=HYPERLINK(\"http://x\")");
}

#[test]
fn the_byte_order_mark_is_there_unless_unwanted() {
    let place = place();
    convert(
        &["samples/one-to-one.json"],
        place.path(),
        &["--format", "csv"],
    );
    assert!(
        fs::read(place.path().join("csv/records.csv"))
            .unwrap()
            .starts_with(b"\xef\xbb\xbf\"report\"")
    );
    convert(
        &["samples/one-to-one.json"],
        place.path(),
        &["--format", "csv", "--no-bom", "--force"],
    );
    assert!(
        fs::read(place.path().join("csv/records.csv"))
            .unwrap()
            .starts_with(b"\"report\"")
    );
}

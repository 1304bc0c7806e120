//! `rollbook convert` on good input: every shape, every table, the same bytes.

use std::fs;

use crate::support::{
    convert, csv_rows, files, place, project, project_text, rollbook, stderr, stdout,
};

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
fn standard_input_and_output_make_a_pipe() {
    for file in [
        "samples/one-to-one.json",
        "tests/fixtures/clean/ndjson.ndjson",
    ] {
        let output = rollbook()
            .args(["convert", "-", "--output", "-", "--tables", "meetings"])
            .write_stdin(project_text(file))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let said = stdout(&output);
        assert!(said.starts_with("\"meeting\","), "{said}");
        assert_eq!(
            said.lines().count(),
            if file.ends_with("ndjson") { 4 } else { 2 }
        );
    }
}

#[test]
fn patterns_and_folders_are_expanded_by_the_program() {
    let (by_pattern, by_folder) = (place(), place());
    convert(
        &["samples/excel-course/*.json"],
        by_pattern.path(),
        &["--format", "csv"],
    );
    convert(
        &["samples/excel-course"],
        by_folder.path(),
        &["--format", "csv"],
    );
    let by_folder = files(by_folder.path());
    assert_eq!(files(by_pattern.path()), by_folder);
    let sources: Vec<_> = csv_rows(&by_pattern.path().join("csv/reports.csv"))
        .iter()
        .map(|row| row["source"].clone())
        .collect();
    assert_eq!(sources.len(), 6);
    assert!(
        sources.is_sorted() && sources[0].starts_with("2026-09-01"),
        "{sources:?}"
    );
}

#[test]
fn a_file_named_twice_is_read_once_and_told() {
    let place = place();
    let output = convert(
        &["samples/one-to-one.json", "samples/one-to-one.json"],
        place.path(),
        &["--format", "csv"],
    );
    assert_eq!(csv_rows(&place.path().join("csv/meetings.csv")).len(), 1);
    assert!(stdout(&output).contains("Named more than once, read once: 1 file"));
}

#[test]
fn the_output_folder_is_no_input() {
    let place = place();
    fs::copy(
        project("samples/one-to-one.json"),
        place.path().join("a.json"),
    )
    .unwrap();
    let run = || {
        rollbook()
            .current_dir(place.path())
            .args(["convert", ".", "--format", "json", "--force"])
            .output()
            .unwrap()
    };
    run();
    assert_eq!(run().status.code(), Some(0));
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
fn timings_name_every_stage_on_standard_error() {
    let output = place();
    let ran = convert(
        &["samples/one-to-one.json"],
        output.path(),
        &["--quiet", "--timings"],
    );
    let said = stderr(&ran);
    for stage in [
        "find inputs",
        "read",
        "digest inputs",
        "decode and compute",
        "lay out",
        "write",
        "finish",
    ] {
        assert!(
            said.lines()
                .any(|line| line.trim_start().starts_with(stage) && line.ends_with(" s")),
            "{said}"
        );
    }
    assert!(ran.stdout.is_empty());
}

#[test]
fn a_clean_quiet_run_says_nothing() {
    let place = place();
    let output = convert(
        &["samples/one-to-one.json"],
        place.path(),
        &["--quiet", "--format", "csv"],
    );
    assert_eq!(
        (output.stdout.len(), output.stderr.len()),
        (0, 0),
        "{output:?}"
    );
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

#[test]
fn a_template_of_the_users_own_is_used_and_a_broken_one_is_refused_before_any_work() {
    let (templates, output) = (place(), place());
    let index =
        project_text("templates/index.html").replace("[[attendance_summary]]", "Our courses");
    fs::write(templates.path().join("index.html"), &index).unwrap();
    let options = [
        "--format",
        "html",
        "--templates",
        templates.path().to_str().unwrap(),
    ];
    convert(&["samples/one-to-one.json"], output.path(), &options);
    let page = fs::read_to_string(output.path().join("index.html")).unwrap();
    assert!(page.contains("Our courses"), "{page}");
    fs::write(templates.path().join("index.html"), "{% for x in %}").unwrap();
    let nowhere = output.path().join("nowhere");
    let run = convert(&["samples/one-to-one.json"], &nowhere, &options);
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(said.contains("`index.html` is broken in line 1"), "{said}");
    assert!(!nowhere.exists());
}

/// A report of nobody, that began at this hour of 2026.
fn report_of_hour(hour: u32) -> String {
    let (day, hour) = (hour / 24, hour % 24);
    let (month, day) = (day / 28 + 1, day % 28 + 1);
    format!(
        r#"{{"id":"r{month}-{day}-{hour}","totalParticipantCount":0,"meetingStartDateTime":"2026-{month:02}-{day:02}T{hour:02}:00:00Z","meetingEndDateTime":"2026-{month:02}-{day:02}T{hour:02}:30:00Z","attendanceRecords":[]}}"#
    )
}

#[test]
fn an_index_of_more_than_a_thousand_meetings_leads_to_each_by_a_page_a_period() {
    let place = place();
    let lines: Vec<String> = (0..1001).map(report_of_hour).collect();
    let input = place.path().join("many.ndjson");
    fs::write(&input, lines.join("\n")).unwrap();
    let output = place.path().join("out");
    let run = convert(&[input.to_str().unwrap()], &output, &["--format", "html"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let written = files(&output);
    let text = |name: &str| String::from_utf8(written[name].clone()).unwrap();
    let months = ["periods/2026-01.html", "periods/2026-02.html"];
    let index = text("index.html");
    let mut rows = 0;
    for month in months {
        assert!(index.contains(&month.replace('/', "&#x2f;")));
        rows += text(month).matches("<tr data-d=").count();
    }
    assert_eq!(rows, 1001);
    assert_eq!(
        written
            .keys()
            .filter(|name| name.starts_with("periods/"))
            .count(),
        2
    );
    let run: serde_json::Value = serde_json::from_str(&text("run.json")).unwrap();
    let listed = run["outputs"].as_array().unwrap().iter();
    assert_eq!(
        listed
            .filter(|output| months.contains(&output["name"].as_str().unwrap()))
            .count(),
        2
    );
}

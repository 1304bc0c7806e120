//! What is typed as inputs and outputs.

use super::*;

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

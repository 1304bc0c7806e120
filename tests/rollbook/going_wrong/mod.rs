//! What happens when something is wrong: one bad file costs itself and nothing else.

mod ended;

use crate::support::{convert, csv_rows, files, place, program, project, rollbook, stderr};
use std::fs;

#[test]
fn a_bad_file_among_good_ones_costs_exactly_itself() {
    let (input, output) = (place(), place());
    for number in 1..=20 {
        fs::copy(
            project("samples/one-to-one.json"),
            input.path().join(format!("{number:02}.json")),
        )
        .unwrap();
    }
    fs::copy(
        project("tests/fixtures/syntax.json"),
        input.path().join("07.json"),
    )
    .unwrap();
    fs::write(input.path().join("13.json"), "").unwrap();
    let run = convert(
        &[input.path().to_str().unwrap()],
        output.path(),
        &["--format", "csv"],
    );
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(csv_rows(&output.path().join("csv/reports.csv")).len(), 18);
    let sessions = csv_rows(&output.path().join("csv/sessions.csv"));
    let decided = |decision: &str| {
        sessions
            .iter()
            .filter(|row| row["decision"] == decision)
            .count()
    };
    // Two files are broken, and the others say all the same.
    assert_eq!((decided("counted"), decided("counted once")), (1, 17));
    assert_eq!(decided("report not read"), 2);
    let said = stderr(&run);
    assert!(
        said.contains("07.json") && said.contains("line 10, column 27"),
        "{said}"
    );
    assert!(
        said.contains("13.json") && said.contains("hint: "),
        "{said}"
    );
    let findings = csv_rows(&output.path().join("csv/findings.csv"));
    let sources: Vec<_> = findings
        .iter()
        .filter(|row| row["code"] != "report-repeated")
        .map(|row| (row["source"].as_str(), row["code"].as_str()))
        .collect();
    assert_eq!(
        sources,
        [("07.json", "syntax"), ("13.json", "empty-document")]
    );
}

#[test]
fn a_bad_line_among_good_ones_costs_exactly_itself() {
    let place = place();
    let good = fs::read_to_string(project("tests/fixtures/clean/ndjson.ndjson")).unwrap();
    let lines: Vec<_> = good.lines().collect();
    for name in ["lines.ndjson", "lines.json"] {
        let input = place.path().join(name);
        fs::write(
            &input,
            format!(
                "{}\n{{\"value\": [\n{}\n\n{}\n",
                lines[0], lines[1], lines[2]
            ),
        )
        .unwrap();
        let output = place.path().join(format!("{name}-out"));
        let run = convert(&[input.to_str().unwrap()], &output, &["--format", "csv"]);
        assert_eq!(run.status.code(), Some(2), "{name}");
        let meetings = csv_rows(&output.join("csv/reports.csv"));
        let sources: Vec<_> = meetings.iter().map(|row| row["source"].as_str()).collect();
        assert_eq!(
            sources,
            [
                format!("{name}:1"),
                format!("{name}:3"),
                format!("{name}:5")
            ]
        );
        assert!(
            stderr(&run).contains(&format!("{name}:2: ends too early, at line 2, column 11")),
            "{}",
            stderr(&run)
        );
    }
}

#[test]
fn a_cut_list_of_files_without_reports_points_to_where_the_rest_is() {
    let (input, output) = (place(), place());
    let write = |name: &str, text: &str| fs::write(input.path().join(name), text).unwrap();
    (0..25).for_each(|number| write(&format!("{number:02}.json"), "{}"));
    let named = |run: &std::process::Output| stderr(run).matches("[not-attendance]").count();
    let inputs = [input.path().to_str().unwrap()];
    let converted = |options: &[&str]| {
        let run = convert(&inputs, output.path(), &[options, &["--force"]].concat());
        assert_eq!(named(&run), 20);
        stderr(&run)
    };
    let (table, check) = (
        "… 5 more documents gave no report; the findings table names them all\n",
        "… 5 more documents gave no report; `rollbook check` names them all\n",
    );
    // Nothing is written where there is no report at all.
    assert!(converted(&["--format", "csv"]).contains(check));
    let good = fs::read_to_string(project("samples/one-to-one.json")).unwrap();
    write("good.json", &good);
    assert!(converted(&["--format", "csv"]).contains(table));
    for elsewhere in [
        &["--format", "csv", "--tables", "records"][..],
        &["--format", "html"],
        &["--format", "csv", "--columns", "findings=code,finding"],
    ] {
        assert!(converted(elsewhere).contains(check), "{elsewhere:?}");
    }
    let stream = |table: &str| {
        let run = convert(&inputs, "-".as_ref(), &["--tables", table]);
        stderr(&run)
    };
    assert!(stream("findings").contains(table));
    assert!(stream("records").contains(check));
    let run = rollbook().arg("show").args(inputs).output().unwrap();
    assert!(stderr(&run).contains(check));
    let run = rollbook().arg("check").args(inputs).output().unwrap();
    let all = String::from_utf8(run.stdout).unwrap();
    assert_eq!(all.matches("[not-attendance]").count(), 25);
}

#[test]
fn half_of_a_character_is_told_of_the_line_that_held_it() {
    let place = place();
    let good = fs::read_to_string(project("tests/fixtures/clean/ndjson.ndjson")).unwrap();
    let lines: Vec<_> = good.lines().collect();
    let half = lines[1].replacen("\"id\":", "\"note\": \"\\ud83d\", \"id\":", 1);
    assert_ne!(half, lines[1]);
    for name in ["lines.ndjson", "lines.json"] {
        let input = place.path().join(name);
        fs::write(&input, format!("{}\n\n{half}\n{}\n", lines[0], lines[2])).unwrap();
        let run = rollbook().arg("check").arg(&input).output().unwrap();
        let said = String::from_utf8(run.stdout).unwrap();
        let told: Vec<_> = said
            .lines()
            .filter(|line| line.contains("[half-character]"))
            .collect();
        assert_eq!(told.len(), 1, "{said}");
        assert!(told[0].contains(&format!("{name}:3: held half")), "{said}");
    }
}

#[test]
fn existing_outputs_stay_unless_forced() {
    let place = place();
    let first = convert(
        &["samples/one-to-one.json"],
        place.path(),
        &["--format", "csv"],
    );
    assert_eq!(first.status.code(), Some(0));
    let before = files(place.path());
    let second = convert(
        &["samples/webinar.json"],
        place.path(),
        &["--format", "csv"],
    );
    assert_eq!(second.status.code(), Some(2));
    assert!(
        stderr(&second).contains("exists already") && stderr(&second).contains("--force"),
        "{}",
        stderr(&second)
    );
    assert_eq!(files(place.path()), before);
    let forced = convert(
        &["samples/webinar.json"],
        place.path(),
        &["--format", "csv", "--force"],
    );
    assert_eq!(forced.status.code(), Some(0));
    assert_ne!(files(place.path()), before);
}

#[test]
fn an_output_folder_that_cannot_be_made_is_told_before_any_work() {
    let place = place();
    let file = place.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let run = convert(&["samples/one-to-one.json"], &file.join("out"), &[]);
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("could not use the output folder"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn a_folder_without_reports_is_told_and_nothing_is_written() {
    let (empty, output) = (place(), place());
    fs::write(empty.path().join("notes.txt"), "no report").unwrap();
    let run = convert(
        &[empty.path().to_str().unwrap()],
        output.path(),
        &["--format", "csv,xlsx,html,json"],
    );
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("no attendance report"),
        "{}",
        stderr(&run)
    );
    assert!(
        files(output.path()).is_empty(),
        "{:?}",
        files(output.path()).keys()
    );
}

#[test]
fn a_pattern_without_match_is_told() {
    let place = place();
    let run = convert(
        &["samples/*.jsn", "samples/one-to-one.json"],
        place.path(),
        &["--format", "csv"],
    );
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("samples/*.jsn: matches no file"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [
        &["convert"][..],
        &["convert", "samples", "--format", "pdf"],
        &["convert", "samples", "--timezone", "Mars/Olympus"],
        &["convert", "samples", "--output", "-", "--format", "xlsx"],
        &[
            "convert",
            "samples",
            "--output",
            "-",
            "--tables",
            "records,roles",
        ],
        &["convert", "samples", "--scheduled-start", "25:00"],
        &["check", "samples", "--deny", "no-such-code"],
        &["no-such-command"],
    ] {
        let output = rollbook().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_inputs_is_named_and_never_hung_on() {
    use std::process::Command;
    let place = place();
    let pipe = place.path().join("pipe.json");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for input in [pipe.to_str().unwrap(), place.path().to_str().unwrap()] {
        let run = rollbook()
            .args(["check", input])
            .timeout(std::time::Duration::from_secs(20))
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(
            String::from_utf8_lossy(&run.stdout).contains("no regular file"),
            "{run:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_named_and_never_followed_for_ever() {
    let place = place();
    fs::copy(
        project("samples/one-to-one.json"),
        place.path().join("a.json"),
    )
    .unwrap();
    std::os::unix::fs::symlink(place.path(), place.path().join("loop")).unwrap();
    let run = rollbook()
        .args(["check", place.path().to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(
        said.contains("is a link back to") && said.contains("Checked 1 report"),
        "{said}"
    );
}

#[test]
fn a_run_without_a_schedule_says_once_that_nobody_is_judged_late() {
    let place = place();
    let hint = "Late and left early: not judged";
    let said = |options: &[&str]| {
        let run = convert(
            &["samples/webinar.json", "samples/weekly-stand-up.json"],
            place.path(),
            &[&["--format", "csv", "--force"], options].concat(),
        );
        String::from_utf8(run.stdout).unwrap()
    };
    assert_eq!(said(&[]).matches(hint).count(), 1, "{}", said(&[]));
    let late = |key: &str| {
        let rows = csv_rows(&place.path().join("csv/meetings.csv"));
        rows.iter().map(|row| row[key].clone()).collect::<Vec<_>>()
    };
    assert!(late("late").iter().all(String::is_empty));
    assert!(late("late_baseline_source").iter().all(String::is_empty));
    assert!(!said(&["--scheduled-start", "15:00"]).contains(hint));
    assert!(
        late("late_baseline_source")
            .iter()
            .all(|source| source == "scheduled")
    );
    assert!(!said(&["--baseline", "organizer"]).contains(hint));
}

#[test]
fn a_meeting_whose_report_was_not_read_has_no_count_on_the_front_page() {
    let place = place();
    let output = place.path().join("out");
    let inputs = ["samples/one-to-one.json", "tests/fixtures/syntax.json"];
    convert(&inputs, &output, &["--format", "html"]);
    let page = fs::read_to_string(output.join("index.html")).unwrap();
    let bars = page.split("by-meeting").last().unwrap();
    assert!(bars.contains("<b>–</b>"), "{page}");
    assert!(!bars.contains("<b>0</b>"), "{page}");
}

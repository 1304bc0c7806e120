//! Input as engines cut it: `--lines` with one line, none or many, and its origins; and files
//! whose names do not depend on what else is read (`--named-below`).

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::folding::{answers, course};
use crate::support::{COURSE, convert, csv_rows, place, project_text, rollbook, stderr, stdout};

/// A report of the course on one line.
fn line(report: &str) -> String {
    let report: Value = serde_json::from_str(&project_text(report)).unwrap();
    report.to_string()
}

fn run(words: &[&str], input: &str) -> Output {
    rollbook().args(words).write_stdin(input).output().unwrap()
}

fn sources(facts: &str) -> Vec<String> {
    let lines = facts.lines();
    let read = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let sources = read.map(|line| line["facts"]["reports"][0]["source"].clone());
    sources
        .map(|source| source.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn one_line_and_several_are_labelled_alike_and_none_is_nothing() {
    let report = line(&course()[0]);
    let other = line(&course()[1]);
    let words = ["facts", "-", "--lines"];
    let one = run(&words, &report);
    assert_eq!(one.status.code(), Some(0), "{}", stderr(&one));
    assert_eq!(sources(&stdout(&one)), ["stdin:1"]);
    let two = run(&words, &format!("{report}\n\n{other}\n"));
    assert_eq!(sources(&stdout(&two)), ["stdin:1", "stdin:3"]);
    for empty in ["", "\n \n"] {
        let none = run(&[&words[..], &["--exit-zero"]].concat(), empty);
        assert_eq!(none.status.code(), Some(0), "{}", stderr(&none));
        assert_eq!(stdout(&none), "");
        // Without it, a run that read nothing is not a success.
        assert_eq!(run(&words, empty).status.code(), Some(2));
    }
}

#[test]
fn a_table_of_no_line_has_its_heading_and_is_an_error_only_where_that_fails_the_run() {
    let words = [
        "convert", "-", "--lines", "--tables", "people", "--output", "-",
    ];
    let failed = run(&words, "");
    assert_eq!(failed.status.code(), Some(2));
    assert_eq!(stderr(&failed), "error: no attendance report in 0 inputs\n");
    let passed = run(&[&words[..], &["--exit-zero"]].concat(), "");
    assert_eq!(passed.status.code(), Some(0));
    assert_eq!(stderr(&passed), "no attendance report in 0 inputs\n");
    for run in [failed, passed] {
        assert_eq!(stdout(&run).lines().count(), 1, "{}", stdout(&run));
    }
}

/// Lines that tell where each report of the course is from, as `convert` of files names it.
fn enveloped() -> Vec<String> {
    let lines = course().into_iter().map(|report| {
        let name = Path::new(&report)
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let document: Value = serde_json::from_str(&project_text(&report)).unwrap();
        json!({"source": name, "series": "", "tenant": 7, "document": document}).to_string()
    });
    lines.collect()
}

#[test]
fn documents_with_their_origins_are_converted_as_their_files_are_however_lines_are_cut() {
    let place = place();
    let reports = course();
    let reports: Vec<_> = reports.iter().map(String::as_str).collect();
    let options = [&COURSE[..], &["--format", "csv,html"]].concat();
    let whole = place.path().join("whole");
    convert(&reports, &whole, &options);
    let mut lines = enveloped();
    lines.reverse();
    let (first, second) = lines.split_at(3);
    let files = [("one.txt", first), ("two.txt", second)].map(|(name, lines)| {
        let path = place.path().join(name);
        fs::write(&path, lines.join("\n")).unwrap();
        path.to_str().unwrap().to_owned()
    });
    let cut = place.path().join("cut");
    let inputs = files.each_ref().map(String::as_str);
    let run = convert(
        &inputs,
        &cut,
        &[&options[..], &["--lines", "--title", "x"]].concat(),
    );
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let (whole, cut) = (answers(&whole), answers(&cut));
    let tables = |name: &&String| name.starts_with("csv/");
    assert!(whole.keys().filter(tables).count() >= 5);
    for name in whole.keys().filter(tables) {
        assert!(whole[name] == cut[name], "{name}");
    }
}

#[test]
fn a_file_of_any_kind_may_stand_in_its_line_as_text() {
    let csv = project_text("tests/fixtures/teams-csv/webinar-en.csv");
    let envelope =
        json!({"source": "2026/download.csv", "line": 9, "series": "Mondays", "document": csv});
    let words = ["facts", "-", "--lines", "--input-timezone", "Europe/Berlin"];
    let facts = run(&words, &envelope.to_string());
    assert_eq!(facts.status.code(), Some(0), "{}", stderr(&facts));
    let line: Value = serde_json::from_str(&stdout(&facts)).unwrap();
    let report = &line["facts"]["reports"][0];
    assert_eq!(report["source"], "2026/download.csv:9");
    assert_eq!(
        (&report["series"], &line["series"]),
        (&json!("Mondays"), &json!("Mondays"))
    );
}

#[test]
fn what_cannot_be_read_is_a_row_where_the_exit_code_is_to_be_0() {
    let place = place();
    let output = place.path().join("out");
    let file = place.path().join("lines.txt");
    fs::write(&file, format!("{}\n{{\"broken\n", line(&course()[0]))).unwrap();
    let options = ["--lines", "--format", "csv"];
    let input = [file.to_str().unwrap()];
    assert_eq!(
        convert(&input, &place.path().join("usual"), &options)
            .status
            .code(),
        Some(2)
    );
    let run = convert(&input, &output, &[&options[..], &["--exit-zero"]].concat());
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let findings = csv_rows(&output.join("csv/findings.csv"));
    let broken = findings.iter().find(|row| row["source"] == "lines.txt:2");
    assert_eq!(broken.unwrap()["severity"], "error");
    // What the run itself cannot do still fails.
    let again = convert(&input, &output, &[&options[..], &["--exit-zero"]].concat());
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn files_named_below_a_folder_are_called_alike_whatever_else_is_read() {
    let place = place();
    let lake = place.path().join("lake");
    let files = ["a.json", "2026/a.json", "2026/10/b.json"].map(|name| lake.join(name));
    for (file, report) in files.iter().zip(course()) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, project_text(&report)).unwrap();
    }
    let facts = |paths: &[&Path], words: &[&str]| {
        let run = rollbook().arg("facts").args(paths).args(words).output();
        let run = run.unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        stdout(&run)
    };
    let whole = facts(&[&lake], &[]);
    let below = ["--named-below", lake.to_str().unwrap()];
    let alone = files.each_ref().map(|file| facts(&[file], &below));
    let mut lines: Vec<_> = whole.lines().collect();
    let mut cut: Vec<_> = alone.iter().flat_map(|facts| facts.lines()).collect();
    lines.sort_unstable();
    cut.sort_unstable();
    assert_eq!(cut, lines);
    assert_eq!(sources(&alone[2]), ["2026/10/b.json"]);
    // What lies outside has its whole path, which nothing inside can have.
    let deeper = lake.join("2026/10");
    let below = ["--named-below", deeper.to_str().unwrap()];
    assert!(sources(&facts(&[&files[0]], &below))[0].ends_with("/lake/a.json"));
}

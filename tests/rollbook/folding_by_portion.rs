//! `rollbook fold --by`: with the records of some people or meetings in memory at a time, what is
//! written is what `fold` writes with all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::folding::{answers, course, fold};
use crate::support::{COURSE, place, rollbook, stderr, stdout};

/// All tables that are made in portions, or of no records.
const TABLES: &str = "people,attendance,hours,weeks,passed,roster,missed,departments,meetings,roles,concurrency,audience,overall,sessions,suggestions,findings";

/// What is written beside these tables without `--by`.
const BESIDE: [&str; 4] = [
    "passed.csv",
    "csv/register-wide.csv",
    "csv/register-status.csv",
    "run.json",
];

/// Facts of these reports in two files.
fn facts(reports: &[String], place: &Path) -> [PathBuf; 2] {
    let second = match cfg!(feature = "arrow") {
        true => "two.parquet",
        false => "two.facts",
    };
    let files = ["one.facts", second].map(|name| place.join(name));
    for (reports, file) in reports.chunks(reports.len().div_ceil(2)).zip(&files) {
        let mut command = rollbook();
        command.arg("facts").args(reports).arg("--output").arg(file);
        assert!(command.output().unwrap().status.code() < Some(2));
    }
    files
}

/// Folds into a folder of this name.
fn folded(files: &[PathBuf; 2], name: &str, options: &[&str]) -> (PathBuf, Output) {
    let output = files[0].parent().unwrap().join(name);
    let inputs = files.each_ref().map(PathBuf::as_path);
    let run = fold(&inputs, &output, options);
    (output, run)
}

/// What a run says, but for the places of files.
fn said(run: &Output) -> String {
    let text = stdout(run) + &stderr(run);
    let lines = text.lines().filter(|line| !line.starts_with("  "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn tables_made_in_portions_are_those_made_of_all_records_to_the_last_byte() {
    let place = place();
    let files = facts(&course(), place.path());
    let formats = match cfg!(feature = "arrow") {
        true => "csv,json,ndjson,parquet",
        false => "csv,json,ndjson",
    };
    let odd = [
        "--tables",
        TABLES,
        "--format",
        formats,
        "--passed",
        "attended>=6",
        "--exclude",
        "bots",
    ];
    let october = [
        "--month",
        "2026-10",
        "--present-share",
        "80",
        "--sort",
        "share",
    ];
    for (at, more) in [&[][..], &october].into_iter().enumerate() {
        let options = [&COURSE[..], &odd, more].concat();
        let (whole, run) = folded(&files, &format!("whole-{at}"), &options);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let mut expected = answers(&whole);
        expected.retain(|name, _| !BESIDE.contains(&name.as_str()));
        assert!(expected.len() >= 15 * 3, "{:?}", expected.keys());
        for (records, jobs) in [("1", "1"), ("40", "3"), ("4000000", "2")] {
            let by = [
                "--by",
                "person,series",
                "--at-once",
                records,
                "--jobs",
                jobs,
            ];
            let name = format!("{records}-{at}");
            let (made, own) = folded(&files, &name, &[&options[..], &by].concat());
            assert_eq!(said(&own), said(&run), "{records}");
            let made = answers(&made);
            assert!(made.keys().eq(expected.keys()), "{:?}", made.keys());
            for (name, expected) in &expected {
                assert!(made[name] == *expected, "{name} by {records}");
            }
        }
    }
}

#[test]
fn without_a_choice_of_tables_each_key_makes_its_own() {
    let place = place();
    let files = facts(&course(), place.path());
    let tables = |by: &str| {
        let (made, run) = folded(&files, by, &["--by", by]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let names = answers(&made).into_keys();
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        tables("series"),
        "csv/meetings.csv csv/overall.csv csv/roles.csv csv/sessions.csv"
    );
    assert_eq!(tables("person"), "csv/people.csv csv/sessions.csv");
}

#[test]
fn one_table_goes_to_standard_output_as_it_does_with_all_records() {
    let place = place();
    let files = facts(&course(), place.path());
    let table = |options: &[&str]| {
        let mut command = rollbook();
        command.arg("fold").args(&files).args(["--output", "-"]);
        let run = command.args(COURSE).args(options).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        stdout(&run)
    };
    for (name, by) in [("attendance", "person"), ("overall", "series")] {
        let whole = table(&["--tables", name]);
        assert!(whole.lines().count() > 2, "{whole}");
        let by = ["--tables", name, "--by", by, "--at-once", "25"];
        assert_eq!(table(&by), whole);
    }
}

/// What is said of options that cannot be followed, after which nothing is there.
fn refused(options: &[&str]) -> String {
    let place = place();
    let files = facts(&course()[..2], place.path());
    let (made, run) = folded(&files, "made", options);
    assert_eq!(run.status.code(), Some(2), "{options:?}");
    assert!(!made.exists());
    stderr(&run)
}

#[test]
fn what_needs_all_records_is_refused_with_what_to_do() {
    let said = refused(&["--by", "person", "--tables", "roles"]);
    assert!(said.contains("`roles` is made with --by series"), "{said}");
    let said = refused(&["--by", "series", "--tables", "attendance"]);
    assert!(
        said.contains("`attendance` is made with --by person"),
        "{said}"
    );
    let said = refused(&["--by", "series", "--format", "csv,html"]);
    assert!(
        said.contains("html needs all records at once; name a format"),
        "{said}"
    );
    for option in [&["--per-meeting"][..], &["--person", "anna"]] {
        let said = refused(&[&["--by", "series,person"], option].concat());
        let expected = format!("{} needs all records at once", option.join(" "));
        let expected = expected.replace("--person anna", "--person");
        assert!(said.contains(&expected), "{said}");
    }
}

#[test]
fn what_goes_to_standard_output_cannot_be_opened_by_portions_either() {
    for by in [&[][..], &["--by", "person"]] {
        let mut command = rollbook();
        command.args([
            "fold",
            "none.facts",
            "--tables",
            "people",
            "--format",
            "csv",
        ]);
        command.args(["--output", "-", "--open"]);
        let run = command.args(by).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(stderr(&run).contains("--open shows files"), "{by:?}");
    }
}

#[test]
fn what_can_be_read_only_once_is_refused() {
    let place = place();
    let mut command = rollbook();
    command.args(["fold", "-", "--by", "person", "--output"]);
    let made = place.path().join("made");
    let run = command.arg(&made).write_stdin("").output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("standard input can be read only once"));
    assert!(!made.exists());
}

#[test]
fn facts_without_a_report_leave_nothing_behind() {
    let place = place();
    let files = ["one.facts", "two.facts"].map(|name| place.path().join(name));
    files.iter().for_each(|file| fs::write(file, "").unwrap());
    let (made, run) = folded(&files, "made", &["--by", "person,series"]);
    let (_, whole) = folded(&files, "whole", &[]);
    assert_eq!(run.status.code(), whole.status.code());
    assert_eq!(said(&run), said(&whole));
    assert!(!made.join("csv").exists() && !made.join("run.json").exists());
}

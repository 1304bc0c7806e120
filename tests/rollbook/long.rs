//! Reports of many people, which are cut and spread over the threads.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{convert, csv_rows, gzip, place, rollbook, stderr};

/// A report of this many people, with `between` each two of them.
fn report(people: usize, between: impl Fn(usize) -> &'static str) -> String {
    let mut text = String::from(
        r#"{"id":"long","meetingStartDateTime":"2026-11-23T08:00:00Z","meetingEndDateTime":"2026-11-23T10:00:00Z","attendanceRecords":["#,
    );
    for person in 0..people {
        if person > 0 {
            text.push(',');
            text.push_str(between(person));
        }
        // Every thousandth sum is off by one, and every tenth person comes back.
        let total = 600 + usize::from(person % 1000 == 7);
        let again = if person % 10 == 3 {
            r#",{"joinDateTime":"2026-11-23T09:20:00Z","leaveDateTime":"2026-11-23T09:20:00.5Z","durationInSeconds":0}"#
        } else {
            ""
        };
        write!(
            text,
            r#"{{"id":"r{person}","emailAddress":"p{person}@contoso.example","totalAttendanceInSeconds":{total},"role":"Attendee","identity":{{"id":"{person}","displayName":"Zoë \"{person}\" {filling}"}},"attendanceIntervals":[{{"joinDateTime":"2026-11-23T09:00:00Z","leaveDateTime":"2026-11-23T09:10:00Z","durationInSeconds":600}}{again}]}}"#,
            filling = "x".repeat(100),
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}

const PEOPLE: usize = 7000;

/// The tables of a report in these formats, by file.
fn tables(text: &str, jobs: &str) -> Vec<(String, Vec<u8>)> {
    let (place, output) = (place(), place());
    let file = place.path().join("long.json");
    fs::write(&file, text).unwrap();
    let inputs = [file.to_str().unwrap()];
    let tables = "reports,report_roles,records,intervals,findings,meetings,roles";
    let options = ["--format", "csv,json", "--tables", tables, "--jobs", jobs];
    let ran = convert(&inputs, output.path(), &options);
    assert_eq!(ran.status.code(), Some(1), "{}", stderr(&ran));
    ["csv", "json"]
        .iter()
        .flat_map(|format| {
            tables
                .split(',')
                .map(move |table| format!("{format}/{table}.{format}"))
        })
        .map(|name| (name.clone(), fs::read(output.path().join(name)).unwrap()))
        .collect()
}

#[test]
fn a_long_report_gives_the_same_tables_cut_or_whole_and_with_any_number_of_threads() {
    let compact = report(PEOPLE, |_| "");
    assert!(compact.len() > 2 * 1024 * 1024, "long enough to be cut");
    let cut = tables(&compact, "3");
    // What stands between two records differs here, so that it cannot be cut.
    let blanks = |person: usize| if person.is_multiple_of(3) { " " } else { "\n" };
    let whole = tables(&report(PEOPLE, blanks), "1");
    for ((name, cut), (_, whole)) in cut.iter().zip(&whole) {
        assert!(cut == whole, "{name}");
    }
    assert!(cut == tables(&compact, "1"));
    let records = csv::Reader::from_reader(&cut[2].1[..])
        .into_records()
        .count();
    let mismatches = String::from_utf8(cut[4].1.clone())
        .unwrap()
        .matches("\"sum-mismatch\"")
        .count();
    assert_eq!((records, mismatches), (PEOPLE, 7));
}

#[test]
fn a_long_report_that_breaks_off_is_told_with_its_place() {
    let place = place();
    let file = place.path().join("long.json");
    let text = report(PEOPLE, |_| "");
    fs::write(&file, &text[..text.len() - 300]).unwrap();
    let ran = rollbook().arg("check").arg(&file).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(
        said.contains(&format!("/attendanceRecords/{}", PEOPLE - 1)),
        "{said}"
    );
    assert!(said.contains("cut short"), "{said}");
}

#[test]
fn a_long_file_gives_the_same_records_packed_or_not_and_is_told_with_its_digest() {
    let text = report(PEOPLE, |_| "");
    let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let files = [
        ("long.json.gz", gzip(text.as_bytes())),
        ("long.json.zst", packed),
        ("long.json", text.into_bytes()),
    ];
    let records = files.map(|(name, bytes)| {
        let (place, output) = (place(), place());
        let file = place.path().join(name);
        fs::write(&file, &bytes).unwrap();
        let options = ["--format", "csv", "--tables", "records"];
        let ran = convert(&[file.to_str().unwrap()], output.path(), &options);
        assert_eq!(ran.status.code(), Some(1), "{}", stderr(&ran));
        let manifest = fs::read(output.path().join("run.json")).unwrap();
        let manifest: Value = serde_json::from_slice(&manifest).unwrap();
        let input = &manifest["inputs"][0];
        assert_eq!(
            input["sha256"],
            rollbook::storage::digest::sha256(&bytes),
            "{name}"
        );
        assert_eq!(input["bytes"], bytes.len(), "{name}");
        let mut records = csv_rows(&output.path().join("csv/records.csv"));
        for record in &mut records {
            record.retain(|column, _| column != "report" && column != "source");
        }
        records
    });
    let [gzip, zstd, plain] = records;
    assert_eq!(plain.len(), PEOPLE);
    assert!(gzip == plain && zstd == plain);
}

#[test]
fn a_long_file_that_does_not_fit_at_its_end_is_read_as_any_other() {
    let text = report(PEOPLE, |_| "");
    let last = text.rfind("Zoë").unwrap();
    let (start, end) = text.split_at(last);
    let half = format!("{start}\\ud83d{end}");
    let bad = [start.as_bytes(), b"\xff", end.as_bytes()].concat();
    let two = format!("{text}\n{}", report(1, |_| ""));
    let behind = format!(
        "{},\"totalParticipantCount\":1}}",
        text.strip_suffix('}').unwrap()
    );
    for (bytes, code, said) in [
        (half.as_bytes(), 1, "half-character"),
        (&bad, 2, "is no text in UTF-8 at line 1"),
        (two.as_bytes(), 1, "Checked 2 reports in 2 documents"),
        (behind.as_bytes(), 1, "count-mismatch"),
    ] {
        for bytes in [bytes.to_vec(), gzip(bytes)] {
            let place = place();
            let file = place.path().join("long.json");
            fs::write(&file, bytes).unwrap();
            let ran = rollbook().arg("check").arg(&file).output().unwrap();
            let told = [ran.stdout.clone(), ran.stderr.clone()].concat();
            let told = String::from_utf8(told).unwrap();
            assert!(told.contains(said), "{said}: {told}");
            assert_eq!(ran.status.code(), Some(code), "{said}");
        }
    }
}

#[test]
fn several_long_reports_come_out_in_order() {
    let (place, output) = (place(), place());
    let long = report(PEOPLE, |_| "");
    for name in ["a", "b", "c"] {
        // Large enough that each waits for its turn.
        let padding = " ".repeat(8 * 1024 * 1024);
        fs::write(
            place.path().join(format!("{name}.json")),
            format!("{long}{padding}"),
        )
        .unwrap();
        fs::write(
            place.path().join(format!("{name}-small.json")),
            report(1, |_| ""),
        )
        .unwrap();
    }
    let inputs = [place.path().to_str().unwrap()];
    let options = ["--format", "csv", "--tables", "reports", "--jobs", "3"];
    let ran = convert(&inputs, output.path(), &options);
    assert_eq!(ran.status.code(), Some(1), "{}", stderr(&ran));
    assert_eq!(
        labels(output.path()),
        ["a-small", "a", "b-small", "b", "c-small", "c"]
    );
}

fn labels(output: &Path) -> Vec<String> {
    csv_rows(&output.join("csv/reports.csv"))
        .into_iter()
        .map(|mut row| row.remove("report").unwrap())
        .collect()
}

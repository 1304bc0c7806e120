//! `rollbook fetch reports` against a Graph of our own: nothing lost, nothing that
//! looks complete and is not, and the token in nobody's hands.

mod answers;
mod changes;
mod finding;
mod patience;
mod tokens;

use crate::fake_graph::{
    BehindTls, Drip, FakeGraph, Script, TOKEN, error, fetch_from, last_run, ok, online, record,
    report,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};
use wiremock::ResponseTemplate;

use crate::support::{convert, csv_rows, files, place, program, stderr, stdout};

const LIST: &str = "/me/onlineMeetings/M/attendanceReports";
const REPORT: &str = "/me/onlineMeetings/M/attendanceReports/r1";
const M: [&str; 2] = ["--meeting", "M"];

fn code(run: &Output) -> Option<i32> {
    run.status.code()
}

/// The reports in an archive, in the order of their names.
fn reports_in(archive: &Path) -> Vec<Vec<u8>> {
    let shown = files(archive)
        .into_iter()
        .filter(|(name, _)| !name.starts_with('.'));
    shown.map(|(_, bytes)| bytes).collect()
}

fn status_of(run: &Value) -> &str {
    run["meetings"][0]["status"].as_str().unwrap()
}

#[test]
fn every_report_is_kept_in_the_services_own_bytes_and_can_be_converted() {
    let (graph, archive, output) = (FakeGraph::start(), place(), place());
    let odd = br#"{"id":"r1", "totalParticipantCount":1,"attendanceRecords":[ {"id":"1","totalAttendanceInSeconds":5,"unknown":1.50} ]}"#;
    graph.answer(
        LIST,
        ok(&json!({"value": [{"id": "r1", "meetingStartDateTime": "2026-10-06T09:00:00Z"}]})),
    );
    graph.answer(
        REPORT,
        ResponseTemplate::new(200).set_body_raw(odd.to_vec(), "application/json"),
    );
    let run = graph.fetch(archive.path(), &M);
    assert_eq!((code(&run), stderr(&run).as_str()), (Some(0), ""));
    assert!(
        stdout(&run).starts_with("Reports of 1 meeting: 1 fetched\n"),
        "{}",
        stdout(&run)
    );
    assert_eq!(reports_in(archive.path()), [odd.to_vec()]);
    let run = convert(
        &[archive.path().to_str().unwrap()],
        output.path(),
        &["--format", "csv"],
    );
    assert_ne!(code(&run), Some(2), "{}", stderr(&run));
    let meetings = csv_rows(&output.path().join("csv/meetings.csv"));
    assert_eq!(meetings.len(), 1);
}

#[test]
fn one_command_fetches_and_converts_and_ends_with_the_worse_of_both() {
    let (graph, archive, output) = (FakeGraph::start(), place(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let folder = output.path().to_str().unwrap();
    let options = ["--meeting", "M", "--output", folder, "--format", "csv"];
    let run = graph.fetch(archive.path(), &options);
    assert_eq!(code(&run), Some(0), "{}", stderr(&run));
    assert_eq!(csv_rows(&output.path().join("csv/meetings.csv")).len(), 1);
    let run = graph.fetch(
        archive.path(),
        &[&options[..], &["--meeting", "unknown"]].concat(),
    );
    assert_eq!(code(&run), Some(2));
    assert!(
        stdout(&run).contains("Converted 1 meeting of 1 person, from 1 report"),
        "{}",
        stdout(&run)
    );
}

#[test]
fn the_index_tells_request_time_and_digest_of_each_file() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    graph.fetch(archive.path(), &M);
    let index = fs::read_to_string(archive.path().join(".rollbook/index.ndjson")).unwrap();
    let entry: Value = serde_json::from_str(&index).unwrap();
    let bytes = fs::read(archive.path().join(entry["file"].as_str().unwrap())).unwrap();
    assert_eq!(entry["sha256"], rollbook::storage::digest::sha256(&bytes));
    assert_eq!(
        entry["requests"],
        json!([format!("{}{REPORT}?$expand=attendanceRecords", graph.url())])
    );
    assert!(entry["fetched"].as_str().unwrap().ends_with('Z'));
}

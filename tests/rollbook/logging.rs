//! The log of a run that nobody watches, and options by environment variables.

use std::fs;

use serde_json::{Value, json};

use crate::fake_graph::{FakeGraph, TOKEN, error, last_run, online, report};
use crate::support::{place, stderr};

/// The events in a log: each line is one JSON object with a moment and a level.
fn events(log: &str) -> Vec<Value> {
    let event = |line: &str| -> Value {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        let moment = event["timestamp"].as_str().unwrap();
        moment.parse::<jiff::Timestamp>().unwrap();
        assert!(["DEBUG", "INFO", "WARN", "ERROR"].contains(&event["level"].as_str().unwrap()));
        event
    };
    log.lines().map(event).collect()
}

fn named<'e>(events: &'e [Value], message: &str) -> Vec<&'e Value> {
    events
        .iter()
        .filter(|event| event["message"] == message)
        .collect()
}

#[test]
fn a_log_of_events_is_one_object_a_line_whatever_happens() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let gone = "/me/onlineMeetings/N/attendanceReports";
    graph.answer(gone, error(404, "NotFound", "a \n new line and \u{1b}[31m"));
    let options = ["--meeting", "M", "--meeting", "N", "--log-format", "json"];
    let run = graph.fetch(archive.path(), &options);
    assert_eq!(run.status.code(), Some(2));
    let log = events(&stderr(&run));
    assert_eq!(named(&log, "run begun").len(), 1);
    let meetings = named(&log, "meeting");
    assert_eq!(meetings.len(), 2, "{log:#?}");
    let of = |level: &str| {
        meetings
            .iter()
            .find(|event| event["level"] == level)
            .unwrap()
    };
    assert_eq!(
        (&of("INFO")["status"], &of("INFO")["new"]),
        (&json!("fetched"), &json!(1))
    );
    assert_eq!(of("ERROR")["status"], "gone");
    assert!(!of("ERROR")["hint"].as_str().unwrap().is_empty());
    let ended = named(&log, "run ended");
    assert_eq!(
        (&ended[0]["fetched"], &ended[0]["gone"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(ended[0]["complete"], false);
    // A run that ends before its time tells that as an event, too.
    let run = online()
        .args(["fetch", "reports", "--graph-url", &graph.url(), "--archive"])
        .arg(archive.path())
        .args(options)
        .env("GRAPH_TOKEN", "two words")
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(4));
    let log = events(&stderr(&run));
    let last = log.last().unwrap();
    assert_eq!(last["level"], "ERROR", "{log:#?}");
    assert!(!stderr(&run).contains(TOKEN));
}

#[test]
fn a_log_in_a_file_grows_with_each_run_and_leaves_standard_error_empty() {
    let (graph, archive) = (FakeGraph::start(), place());
    let file = place();
    let file = file.path().join("fetch.log");
    let log = ["--log-format", "json", "--log-file", file.to_str().unwrap()];
    let options = [&["--meeting", "M"][..], &log].concat();
    for runs in 1..=2 {
        let run = graph.fetch(archive.path(), &options);
        assert_eq!((run.status.code(), stderr(&run).as_str()), (Some(2), ""));
        let log = fs::read_to_string(&file).unwrap();
        assert_eq!(named(&events(&log), "run ended").len(), runs);
    }
    let words = ["--meeting", "M", "--log-file", file.to_str().unwrap()];
    let before = fs::read_to_string(&file).unwrap().len();
    let run = graph.fetch(archive.path(), &words);
    assert_eq!(stderr(&run), "");
    let log = fs::read_to_string(&file).unwrap();
    assert!(
        log[before..].contains("as before") && log[before..].contains("hint: "),
        "{log}"
    );
    let nowhere = ["--meeting", "M", "--log-file", "/nowhere/fetch.log"];
    let run = graph.fetch(archive.path(), &nowhere);
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("--log-file"), "{}", stderr(&run));
}

#[test]
fn every_option_may_be_a_variable_and_what_is_typed_counts_before_it() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let run = |typed: &[&str]| {
        online()
            .args(["fetch", "reports"])
            .args(typed)
            .env("ROLLBOOK_GRAPH_URL", graph.url())
            .env("ROLLBOOK_RETRY_BUDGET", "1")
            .env("ROLLBOOK_ARCHIVE", archive.path())
            .env("ROLLBOOK_MEETING", "M")
            .env("ROLLBOOK_QUIET", "true")
            .output()
            .unwrap()
    };
    let first = run(&[]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(first.stdout.is_empty());
    assert_eq!(last_run(archive.path())["counts"]["fetched"], 1);
    let second = run(&["--meeting", "N"]);
    assert_eq!(second.status.code(), Some(2), "{}", stderr(&second));
    assert_eq!(
        last_run(archive.path())["meetings"][0]["asked"],
        "meeting N"
    );
}

//! The second night costs little: what is known is not asked for again, and nothing new
//! is missed by that.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::fake_graph::{FakeGraph, error, ok, record};
use crate::support::{place, stderr, stdout};

const CALENDAR: &str = "/users/U/calendarView";
const MEETINGS: &str = "/users/U/onlineMeetings";
const LINK: &str = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0";
const U: [&str; 2] = ["--organizer", "U"];

fn ago(hours: i64) -> String {
    let moment = Timestamp::now() - SignedDuration::from_hours(hours);
    moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// A report that ended so many hours ago.
fn report(id: &str, hours: i64) -> Value {
    json!({
        "id": id,
        "totalParticipantCount": 1,
        "meetingStartDateTime": ago(hours + 1) + "Z",
        "meetingEndDateTime": ago(hours) + "Z",
        "attendanceRecords": [record("1", "2026-10-06")],
    })
}

/// Plays a calendar with one meeting, whose occurrences ended so many hours ago.
fn play(graph: &FakeGraph, ends: &[i64], reports: &[Value]) {
    graph.reset();
    let event = |hours: &i64| {
        let end = json!({"dateTime": ago(*hours), "timeZone": "UTC"});
        json!({"isOrganizer": true, "onlineMeeting": {"joinUrl": LINK}, "end": end})
    };
    let events: Vec<_> = ends.iter().map(event).collect();
    graph.answer(CALENDAR, ok(&json!({ "value": events })));
    graph.answer(MEETINGS, ok(&json!({"value": [{"id": "M"}]})));
    graph.meeting_at(&format!("{MEETINGS}/M"), reports);
}

/// The last parts of the paths asked for.
fn asked(graph: &FakeGraph) -> Vec<String> {
    let last = |address: &String| {
        let path = address.split('?').next().unwrap();
        path.rsplit('/').next().unwrap().to_owned()
    };
    graph.asked().iter().map(last).collect()
}

#[test]
fn a_settled_meeting_costs_nothing_until_its_calendar_has_more_of_it() {
    let (graph, archive) = (FakeGraph::start(), place());
    let fetch = |options: &[&str]| {
        let run = graph.fetch(archive.path(), &[&U[..], options].concat());
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        stdout(&run)
    };
    let old = report("r1", 100);
    play(&graph, &[100], std::slice::from_ref(&old));
    fetch(&[]);
    assert_eq!(
        asked(&graph),
        ["calendarView", "onlineMeetings", "attendanceReports", "r1"]
    );
    play(&graph, &[100], std::slice::from_ref(&old));
    assert!(fetch(&[]).contains("1 unchanged"));
    assert_eq!(asked(&graph), ["calendarView"]);
    fetch(&["--recheck"]);
    assert_eq!(asked(&graph).len(), 4, "{:?}", asked(&graph));
    play(&graph, &[100, 1], &[old, report("r2", 1)]);
    assert!(fetch(&[]).contains("1 fetched, 1 unchanged"));
    assert_eq!(asked(&graph), ["calendarView", "attendanceReports", "r2"]);
}

#[test]
fn a_settled_meeting_whose_file_was_changed_or_lost_is_asked_for() {
    let (graph, archive) = (FakeGraph::start(), place());
    play(&graph, &[100], &[report("r1", 100)]);
    graph.fetch(archive.path(), &U);
    let folders = std::fs::read_dir(archive.path()).unwrap().flatten();
    let folder = folders
        .map(|entry| entry.path())
        .find(|path| !path.ends_with(".rollbook"));
    let file = std::fs::read_dir(folder.unwrap())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::write(&file, "{}").unwrap();
    let run = graph.fetch(archive.path(), &U);
    assert!(stdout(&run).contains("1 changed"), "{}", stdout(&run));
}

#[test]
fn a_meeting_that_was_never_held_is_remembered_too() {
    let (graph, archive) = (FakeGraph::start(), place());
    for asks in [3, 1] {
        play(&graph, &[100], &[]);
        let run = graph.fetch(archive.path(), &U);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert!(stdout(&run).contains("1 not-held"), "{}", stdout(&run));
        assert_eq!(graph.requests().len(), asks);
    }
}

#[test]
fn what_did_not_come_is_never_settled() {
    let (graph, archive) = (FakeGraph::start(), place());
    for _ in 0..2 {
        play(&graph, &[100], &[report("r1", 100)]);
        let reports = format!("{MEETINGS}/M/attendanceReports/r1");
        graph.answer_first(&reports, 9, error(403, "Forbidden", "no"));
        let run = graph.fetch(archive.path(), &U);
        assert_eq!(run.status.code(), Some(3));
        assert_eq!(asked(&graph).last().unwrap(), "r1");
    }
}

#[test]
fn a_remembered_meeting_that_is_gone_is_looked_up_anew() {
    let (graph, archive) = (FakeGraph::start(), place());
    play(&graph, &[1], &[report("r1", 1)]);
    graph.fetch(archive.path(), &U);
    graph.reset();
    let event = json!({"isOrganizer": true, "onlineMeeting": {"joinUrl": LINK}});
    graph.answer(CALENDAR, ok(&json!({ "value": [event] })));
    graph.answer(MEETINGS, ok(&json!({"value": [{"id": "N"}]})));
    graph.answer(
        &format!("{MEETINGS}/M/attendanceReports"),
        error(404, "NotFound", "no"),
    );
    graph.meeting_at(&format!("{MEETINGS}/N"), &[report("r2", 1)]);
    let run = graph.fetch(archive.path(), &U);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(stdout(&run).contains("1 fetched"), "{}", stdout(&run));
}

#[test]
fn a_name_is_looked_up_once_a_week() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer("/users/u%40x.example", ok(&json!({"id": "U"})));
    graph.answer(CALENDAR, ok(&json!({"value": []})));
    for asks in [2, 3] {
        let run = graph.fetch(archive.path(), &["--organizer", "u@x.example"]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(graph.requests().len(), asks);
    }
}

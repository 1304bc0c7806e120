//! A red night means work: what nobody can mend settles, what is new is told, what was
//! wrong yesterday is counted, and each way to end has a code of its own.

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::fake_graph::{FakeGraph, error, last_run, ok, report, signed_out};
use crate::support::{place, stderr, stdout};

const CALENDAR: &str = "/users/U/calendarView";
const MEETINGS: &str = "/users/U/onlineMeetings";
const LINK: &str = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0";
const CHANNEL: &str = "https://teams.microsoft.com/l/meetup-join/19%3aab%40thread.tacv2/16";
const U: [&str; 2] = ["--organizer", "U"];

/// An event of a calendar that ended so many hours ago.
fn event(link: &str, hours: i64) -> Value {
    let end = Timestamp::now() - SignedDuration::from_hours(hours);
    let end = end.strftime("%Y-%m-%dT%H:%M:%S.0000000").to_string();
    json!({
        "isOrganizer": true,
        "onlineMeeting": {"joinUrl": link},
        "end": {"dateTime": end, "timeZone": "UTC"},
    })
}

fn statuses(archive: &Path) -> Vec<String> {
    let run = last_run(archive);
    let meetings = run["meetings"].as_array().unwrap().iter();
    meetings
        .map(|meeting| meeting["status"].as_str().unwrap().to_owned())
        .collect()
}

/// Lets what is wrong have been so for this many more hours.
fn let_pass(archive: &Path, hours: i64) {
    let file = archive.join(".rollbook/troubles.ndjson");
    let aged = |line: &str| {
        let mut trouble: Value = serde_json::from_str(line).unwrap();
        let since: Timestamp = trouble["since"].as_str().unwrap().parse().unwrap();
        trouble["since"] = json!(since - SignedDuration::from_hours(hours));
        format!("{trouble}\n")
    };
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.lines().map(aged).collect::<String>()).unwrap();
}

#[test]
fn a_meeting_that_ended_long_ago_without_report_was_never_held_and_is_well() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer(
        CALENDAR,
        ok(&json!({"value": [event(LINK, 1), event(LINK, 100)]})),
    );
    graph.answer(MEETINGS, ok(&json!({"value": [{"id": "M"}]})));
    graph.answer(
        "/users/U/onlineMeetings/M/attendanceReports",
        ok(&json!({"value": []})),
    );
    let run = graph.fetch(archive.path(), &U);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(statuses(archive.path()), ["not-held"]);
    assert_eq!(stderr(&run), "");
    assert!(
        stdout(&run).contains("Nothing to fetch: 1 not-held\n"),
        "{}",
        stdout(&run)
    );
    let longer = [&U[..], &["--settled-after", "5d"]].concat();
    let run = graph.fetch(archive.path(), &longer);
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    assert_eq!(statuses(archive.path()), ["pending"]);
}

#[test]
fn meetings_of_other_providers_are_not_asked_for_and_are_well() {
    let (graph, archive) = (FakeGraph::start(), place());
    let links = ["https://zoom.us/j/1", "https://contoso.webex.com/meet/anna"];
    graph.answer(
        CALENDAR,
        ok(&json!({"value": links.map(|link| event(link, 1))})),
    );
    let run = graph.fetch(archive.path(), &U);
    assert_eq!(
        (run.status.code(), graph.requests().len()),
        (Some(0), 1),
        "{}",
        stderr(&run)
    );
    assert_eq!(statuses(archive.path()), ["foreign", "foreign"]);
    assert_eq!(last_run(archive.path())["complete"], true);
}

#[test]
fn what_nobody_can_mend_waits_and_then_settles() {
    let no_mailbox = || {
        error(
            404,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        )
    };
    let refused = || error(403, "Forbidden", "3003: User does not have access");
    let reports = "/users/U/onlineMeetings/M/attendanceReports";
    let expired = || error(400, "BadRequest", "Value cannot be null.");
    type Play<'p> = &'p dyn Fn(&FakeGraph);
    let rows: [(&str, Play<'_>); 3] = [
        ("no-mailbox", &|graph| {
            graph.answer(CALENDAR, no_mailbox());
        }),
        ("channel", &|graph| {
            graph.answer(CALENDAR, ok(&json!({"value": [event(CHANNEL, 100)]})));
            graph.answer(MEETINGS, refused());
        }),
        ("expired", &|graph| {
            graph.answer(CALENDAR, ok(&json!({"value": [event(LINK, 100)]})));
            graph.answer(MEETINGS, ok(&json!({"value": [{"id": "M"}]})));
            graph.answer(reports, ok(&json!({"value": [{"id": "r1"}]})));
            graph.answer(&format!("{reports}/r1"), expired());
        }),
    ];
    for (status, play) in rows {
        let (graph, archive) = (FakeGraph::start(), place());
        play(&graph);
        let run = graph.fetch(archive.path(), &U);
        assert_eq!(run.status.code(), Some(1), "{status}: {}", stderr(&run));
        assert_eq!(statuses(archive.path()), [status]);
        let told = stderr(&run);
        assert!(
            told.contains(&format!("warning[{status}] calendar of U")),
            "{told}"
        );
        let_pass(archive.path(), 73);
        let run = graph.fetch(archive.path(), &[&U[..], &["--quiet"]].concat());
        let said = stdout(&run) + &stderr(&run);
        assert_eq!(
            (run.status.code(), said.as_str()),
            (Some(0), ""),
            "{status}"
        );
        assert_eq!(statuses(archive.path()), [status]);
    }
}

#[test]
fn a_missing_access_policy_is_work_in_channels_too() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer(CALENDAR, ok(&json!({"value": [event(CHANNEL, 100)]})));
    let policy = "No Application Access Policy found for this app";
    graph.answer(MEETINGS, error(403, "Forbidden", policy));
    let run = graph.fetch(archive.path(), &U);
    assert_eq!(run.status.code(), Some(3));
    assert_eq!(statuses(archive.path()), ["forbidden"]);
}

#[test]
fn what_was_wrong_yesterday_is_counted_and_what_is_new_is_told() {
    let (graph, archive) = (FakeGraph::start(), place());
    let list = |id: &str| format!("/me/onlineMeetings/{id}/attendanceReports");
    graph.answer(&list("A"), error(403, "Forbidden", "no"));
    graph.answer(&list("B"), error(403, "Forbidden", "no"));
    let run = graph.fetch(archive.path(), &["--meeting", "A", "--meeting", "B"]);
    assert_eq!(stderr(&run).matches("error[forbidden] meeting").count(), 2);
    graph.reset();
    for id in ["A", "C"] {
        graph.answer(&list(id), error(403, "Forbidden", "no"));
    }
    graph.answer(&list("B"), error(400, "BadRequest", "odd"));
    let all = ["--meeting", "A", "--meeting", "B", "--meeting", "C"];
    let run = graph.fetch(archive.path(), &all);
    let told = stderr(&run);
    assert!(!told.contains("meeting A"), "{told}");
    assert!(told.contains("error[failed] meeting B"), "{told}");
    assert!(told.contains("error[forbidden] meeting C"), "{told}");
    assert!(
        told.contains("error[forbidden] 1 as before (permission)"),
        "{told}"
    );
    assert!(last_run(archive.path())["meetings"][0]["reason"]["since"].is_string());
}

#[test]
fn a_report_that_expired_after_it_was_fetched_is_safe() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    graph.fetch(archive.path(), &["--meeting", "M"]);
    graph.answer_first(
        "/me/onlineMeetings/M/attendanceReports/r1",
        1,
        error(400, "BadRequest", "Value cannot be null."),
    );
    let run = graph.fetch(archive.path(), &["--meeting", "M", "--recheck"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
}

#[test]
fn each_way_to_end_has_a_code_of_its_own() {
    let (graph, archive) = (FakeGraph::start(), place());
    let list = "/me/onlineMeetings/M/attendanceReports";
    let code = |options: &[&str]| {
        let run = graph.fetch(archive.path(), options);
        run.status.code()
    };
    let m = ["--meeting", "M"];
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    assert_eq!(code(&m), Some(0));
    graph.reset();
    graph.answer(list, ok(&json!({"value": []})));
    assert_eq!(code(&m), Some(1));
    graph.reset();
    graph.answer(list, error(400, "BadRequest", "odd"));
    assert_eq!(code(&m), Some(2));
    graph.reset();
    graph.answer(list, error(403, "Forbidden", "no"));
    assert_eq!(code(&m), Some(3));
    graph.reset();
    graph.answer(list, error(401, "InvalidAuthenticationToken", "expired"));
    assert_eq!(code(&m), Some(4));
    let nobody = signed_out()
        .args(["fetch", "reports", "--meeting", "M", "--graph-url"])
        .args([&graph.url(), "--archive"])
        .arg(archive.path())
        .output()
        .unwrap();
    assert_eq!(nobody.status.code(), Some(4));
    let lock = fs::File::open(archive.path().join(".rollbook/lock")).unwrap();
    fs4::FileExt::lock(&lock).unwrap();
    assert_eq!(code(&m), Some(5));
    drop(lock);
    let file = archive.path().join("a-file");
    fs::write(&file, "").unwrap();
    let run = graph.fetch(&file, &m);
    assert_eq!(run.status.code(), Some(6), "{}", stderr(&run));
}

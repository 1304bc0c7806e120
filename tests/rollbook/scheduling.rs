//! `--dry-run`, and the schedules in `samples/schedule`, which name commands that work.

use std::fs;

use crate::fake_graph::signed_out;
use crate::support::{place, project, stderr, stdout};

/// Plans what these words would do; no server is there, and nobody is signed in.
fn plan(words: &[&str]) -> String {
    let place = place();
    let run = signed_out()
        .current_dir(place.path())
        .args(["fetch", "reports", "--dry-run"])
        .args(words)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let written = fs::read_dir(place.path()).unwrap().count();
    assert_eq!(written, 0, "nothing is written");
    stdout(&run)
}

#[test]
fn a_dry_run_tells_each_first_request_and_asks_and_writes_nothing() {
    let days = [
        "--from",
        "2026-10-01",
        "--to",
        "2026-10-31",
        "--archive",
        "a",
    ];
    let base = "https://graph.microsoft.com/v1.0";
    let rows: [(&[&str], &str); 6] = [
        (
            &["--organizer", "U"],
            "/users/U/calendarView?startDateTime=2026-10-01T00:00:00Z&",
        ),
        (
            &["--organizer", "u@x.example"],
            "/users/u%40x.example?$select=id",
        ),
        (
            &["--organizers-from", "group:G"],
            "/groups/G/transitiveMembers?",
        ),
        (
            &["--organizers-from", "all", "--source", "call-records"],
            "/communications/callRecords?",
        ),
        (
            &["--organizer", "me", "--webinar", "W"],
            "/solutions/virtualEvents/webinars/W/sessions",
        ),
        (
            &["--organizer", "me", "--meeting", "M/1"],
            "/me/onlineMeetings/M%2F1/attendanceReports",
        ),
    ];
    for (words, address) in rows {
        let said = plan(&[words, &days].concat());
        assert!(said.contains(&format!("  {base}{address}")), "{said}");
        let count = if words.len() > 3 && words[2] != "--source" {
            2
        } else {
            1
        };
        assert!(
            said.contains(&format!("Begins with {count} request")),
            "{said}"
        );
    }
}

#[test]
fn the_schedules_name_commands_that_work() {
    let folder = project("samples/schedule");
    let service = fs::read_to_string(folder.join("rollbook.service")).unwrap();
    let start = service
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="));
    let unix = start.unwrap().split_once(" fetch reports ").unwrap().1;
    let task = fs::read(folder.join("rollbook-task.xml")).unwrap();
    let units: Vec<_> = task
        .chunks(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    let task = String::from_utf16(&units).unwrap();
    assert!(task.starts_with("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>"));
    let windows = task.split("<Arguments>fetch reports ").nth(1).unwrap();
    let windows = windows.split("</Arguments>").next().unwrap();
    for words in [unix, windows] {
        let words: Vec<_> = words.split(' ').collect();
        assert!(words.contains(&"--quiet") && words.contains(&"--max-time"));
        assert!(plan(&words).contains("organizers of the tenant"));
    }
    assert!(service.contains("SuccessExitStatus=1\n"));
}

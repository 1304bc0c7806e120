//! `rollbook fetch reports` against a Graph of our own: nothing lost, nothing that
//! looks complete and is not, and the token in nobody's hands.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::fake_graph::{
    BehindTls, Drip, FakeGraph, Script, TOKEN, error, fetch_from, last_run, ok, online, record,
    report,
};
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

#[test]
fn a_second_run_fetches_only_what_is_new() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    assert_eq!(code(&graph.fetch(archive.path(), &M)), Some(0));
    graph.reset();
    graph.meeting(
        "M",
        &[report("r1", "2026-10-06"), report("r2", "2026-10-13")],
    );
    let run = graph.fetch(archive.path(), &M);
    assert!(
        stdout(&run).contains("1 fetched, 1 unchanged"),
        "{}",
        stdout(&run)
    );
    assert_eq!(
        graph.asked(),
        [
            format!("/v1.0{LIST}"),
            format!("/v1.0{LIST}/r2?$expand=attendanceRecords")
        ]
    );
    assert_eq!(reports_in(archive.path()).len(), 2);
}

#[test]
fn a_report_that_changed_is_kept_in_both_versions_and_said() {
    let (graph, archive) = (FakeGraph::start(), place());
    let old = report("r1", "2026-10-06");
    graph.meeting("M", std::slice::from_ref(&old));
    graph.fetch(archive.path(), &M);
    graph.reset();
    let mut new = old.clone();
    new["totalParticipantCount"] = json!(2);
    graph.meeting("M", std::slice::from_ref(&new));
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(code(&run), Some(0));
    assert!(
        stderr(&run).contains("note[changed] meeting M, report r1"),
        "{}",
        stderr(&run)
    );
    assert_eq!(
        reports_in(archive.path()),
        [serde_json::to_vec(&new).unwrap()]
    );
    let outcome = &last_run(archive.path())["meetings"][0]["reports"][0];
    let earlier = fs::read(archive.path().join(outcome["earlier"].as_str().unwrap())).unwrap();
    assert_eq!(earlier, serde_json::to_vec(&old).unwrap());
}

#[test]
fn a_change_that_the_list_does_not_show_is_found_by_recheck() {
    let (graph, archive) = (FakeGraph::start(), place());
    let mut changed = report("r1", "2026-10-06");
    graph.meeting("M", std::slice::from_ref(&changed));
    graph.fetch(archive.path(), &M);
    graph.reset();
    changed["attendanceRecords"][0]["totalAttendanceInSeconds"] = json!(601);
    graph.meeting("M", &[changed]);
    assert!(stdout(&graph.fetch(archive.path(), &M)).contains("1 unchanged"));
    let run = graph.fetch(archive.path(), &["--meeting", "M", "--recheck"]);
    assert!(stdout(&run).contains("1 changed"), "{}", stdout(&run));
}

#[test]
fn a_report_with_an_entity_tag_is_asked_for_only_if_changed() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer(LIST, ok(&json!({"value": [{"id": "r1"}]})));
    graph.answer(
        REPORT,
        ok(&report("r1", "2026-10-06")).insert_header("etag", "\"e1\""),
    );
    graph.fetch(archive.path(), &M);
    graph.answer_first(REPORT, 1, ResponseTemplate::new(304));
    let run = graph.fetch(archive.path(), &["--meeting", "M", "--recheck"]);
    assert!(stdout(&run).contains("1 unchanged"), "{}", stdout(&run));
    let last = graph.requests().pop().unwrap();
    assert_eq!(last.headers["if-none-match"], "\"e1\"");
}

#[test]
fn records_that_are_left_out_are_fetched_page_by_page() {
    let (graph, archive) = (FakeGraph::start(), place());
    let mut bare = report("r1", "2026-10-06");
    bare.as_object_mut().unwrap().remove("attendanceRecords");
    bare["totalParticipantCount"] = json!(3);
    graph.answer(LIST, ok(&json!({"value": [bare]})));
    graph.answer(REPORT, ok(&bare));
    let records = format!("{REPORT}/attendanceRecords");
    let next = format!("{}{records}?$skiptoken=2", graph.url());
    let first = json!({"value": [record("1", "2026-10-06"), record("2", "2026-10-06")], "@odata.nextLink": next});
    graph.answer_query(
        &records,
        "$skiptoken",
        "2",
        ok(&json!({"value": [record("3", "2026-10-06")]})),
    );
    graph.answer(&records, ok(&first));
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(code(&run), Some(0), "{}", stderr(&run));
    let kept: Value = serde_json::from_slice(&reports_in(archive.path())[0]).unwrap();
    let ids: Vec<_> = kept["attendanceRecords"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["id"].clone())
        .collect();
    assert_eq!(
        (&kept["id"], ids),
        (&json!("r1"), vec![json!("1"), json!("2"), json!("3")])
    );
}

#[test]
fn each_row_of_the_error_table_says_what_it_means_and_what_to_do() {
    let rows = [
        (
            401,
            "Access token has expired or is not yet valid.",
            "failed",
            "rollbook login",
        ),
        (
            403,
            "No Application Access Policy found for this app: 'a' on the user: 'b'.",
            "forbidden",
            "New-CsApplicationAccessPolicy",
        ),
        (
            403,
            "Application is not authorized to perform operation on behalf of user 'b'",
            "forbidden",
            "Grant-CsApplicationAccessPolicy",
        ),
        (
            403,
            "Insufficient privileges",
            "forbidden",
            "OnlineMeetingArtifact.Read.All",
        ),
        (
            403,
            "3003: User does not have access to lookup meeting.",
            "forbidden",
            "organizer",
        ),
        (404, "Organizer Id mismatch", "forbidden", "--user"),
        (404, "Not found", "gone", "id"),
        (
            400,
            "Index was out of range. Must be non-negative",
            "gone",
            "report is gone",
        ),
        (
            400,
            "Value cannot be null. (Parameter 'source')",
            "expired",
            "every night",
        ),
        (
            400,
            "Could not find a property named 'JoinWebUrl' on type",
            "failed",
            "proxies",
        ),
        (
            500,
            "Object reference not set to an instance of an object.",
            "failed",
            "request-id",
        ),
    ];
    for (status, message, outcome, hint) in rows {
        let (graph, archive) = (FakeGraph::start(), place());
        graph.answer(LIST, error(status, "SomeCode", message));
        let run = graph.fetch(archive.path(), &M);
        let said = stderr(&run);
        let (severity, ends) = match (status, outcome) {
            (401, _) => ("error", 4),
            (_, "forbidden") => ("error", 3),
            (_, "expired") => ("warning", 1),
            _ => ("error", 2),
        };
        assert_eq!(code(&run), Some(ends), "{said}");
        for words in [
            &format!("{severity}[{outcome}]"),
            message,
            &status.to_string(),
            "request-id the-request-id",
            "client-request-id ",
            hint,
        ] {
            assert!(said.contains(words), "`{words}` in {said}");
        }
        let told = last_run(archive.path());
        assert_eq!(status_of(&told), outcome);
        assert_eq!(told["complete"], false);
        assert_eq!(
            told["meetings"][0]["reason"]["request_id"],
            "the-request-id"
        );
    }
}

#[test]
fn an_expired_report_costs_itself_and_not_its_meeting() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer_first(REPORT, 9, error(400, "BadRequest", "Value cannot be null."));
    graph.meeting(
        "M",
        &[report("r1", "2026-10-06"), report("r2", "2026-10-13")],
    );
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(code(&run), Some(1));
    assert!(
        stdout(&run).contains("1 fetched\nMissing: 1 expired\n"),
        "{}",
        stdout(&run)
    );
    assert!(stderr(&run).contains("one year"), "{}", stderr(&run));
}

#[test]
fn a_busy_service_is_waited_for_as_long_as_it_asks() {
    for (status, wait) in [(429, "0.6"), (503, "0.6"), (504, "0.6")] {
        let (graph, archive) = (FakeGraph::start(), place());
        graph.answer_first(
            LIST,
            1,
            error(status, "Busy", "later").insert_header("retry-after", wait),
        );
        graph.meeting("M", &[report("r1", "2026-10-06")]);
        let start = Instant::now();
        let run = graph.fetch(archive.path(), &M);
        assert_eq!(code(&run), Some(0), "{}", stderr(&run));
        assert!(start.elapsed() >= Duration::from_millis(600));
    }
}

#[test]
fn a_service_that_stays_busy_is_given_up_in_time() {
    for asked in [Some("3600"), Some("1"), Some("never"), None] {
        let (graph, archive) = (FakeGraph::start(), place());
        let busy = error(429, "TooManyRequests", "later");
        let busy = asked.map_or(busy.clone(), |asked| {
            busy.insert_header("retry-after", asked)
        });
        graph.answer(LIST, busy);
        let start = Instant::now();
        let run = graph.fetch(archive.path(), &M);
        assert_eq!(code(&run), Some(2));
        assert!(
            stderr(&run).contains("the service stayed busy (429)"),
            "{}",
            stderr(&run)
        );
        assert!(start.elapsed() < Duration::from_secs(5), "{asked:?}");
    }
}

#[test]
fn a_service_that_asks_for_more_time_than_there_is_is_not_asked_again() {
    for (asked, told) in [
        ("3600", "asks to wait 3600 s"),
        ("90000", "asks to wait 90000 s"),
        ("1e300", "asks to wait"),
        ("Fri, 31 Dec 2100 23:59:59 GMT", "asks to wait"),
    ] {
        let (graph, archive) = (FakeGraph::start(), place());
        let busy = error(429, "TooManyRequests", "later").insert_header("retry-after", asked);
        graph.answer(LIST, busy);
        let run = graph.fetch(archive.path(), &M);
        assert_eq!(
            (code(&run), graph.requests().len()),
            (Some(2), 1),
            "{asked}"
        );
        assert!(stderr(&run).contains(told), "{asked}: {}", stderr(&run));
    }
}

#[test]
fn a_mistake_of_the_service_is_tried_again() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer_first(LIST, 1, error(500, "", "Object reference not set"));
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    assert_eq!(code(&graph.fetch(archive.path(), &M)), Some(0));
}

#[test]
fn a_later_page_that_fails_makes_the_whole_list_failed() {
    let (graph, archive) = (FakeGraph::start(), place());
    let next = format!("{}{LIST}?$skiptoken=secret-cursor", graph.url());
    graph.answer_query(
        LIST,
        "$skiptoken",
        "secret-cursor",
        error(403, "Forbidden", "no"),
    );
    graph.answer(
        LIST,
        ok(&json!({"value": [{"id": "r1"}], "@odata.nextLink": next})),
    );
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(code(&run), Some(3));
    assert!(reports_in(archive.path()).is_empty());
    assert!(!stderr(&run).contains("secret-cursor"), "{}", stderr(&run));
}

#[test]
fn pages_that_lead_in_a_circle_are_refused() {
    let (graph, archive) = (FakeGraph::start(), place());
    let next = format!("{}{LIST}", graph.url());
    graph.answer(LIST, ok(&json!({"value": [], "@odata.nextLink": next})));
    let run = graph.fetch(archive.path(), &M);
    assert!(stderr(&run).contains("circle"), "{}", stderr(&run));
    assert_eq!((code(&run), graph.requests().len()), (Some(2), 1));
}

#[test]
fn a_next_page_at_another_place_is_refused_before_anything_is_sent() {
    let (graph, stranger, archive) = (FakeGraph::start(), FakeGraph::start(), place());
    graph.answer(
        LIST,
        ok(&json!({"value": [], "@odata.nextLink": format!("{}{LIST}", stranger.url())})),
    );
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(code(&run), Some(2));
    assert!(
        stderr(&run).contains(&format!("the next page is at {},", stranger.authority())),
        "{}",
        stderr(&run)
    );
    assert_eq!(stranger.requests().len(), 0);
}

#[test]
fn a_redirect_is_not_followed() {
    let (graph, stranger) = (FakeGraph::start(), FakeGraph::start());
    for status in [301, 302, 307, 308] {
        let archive = place();
        graph.reset();
        let there = format!("{}{LIST}", stranger.url());
        graph.answer(
            LIST,
            ResponseTemplate::new(status).insert_header("location", there.as_str()),
        );
        let run = graph.fetch(archive.path(), &M);
        assert_eq!(code(&run), Some(2));
        let place = stranger.authority();
        let told = format!("a redirect ({status}) to {place}, which is not followed: the token");
        assert!(stderr(&run).contains(&told), "{}", stderr(&run));
    }
    assert_eq!(stranger.requests().len(), 0);
}

#[test]
fn a_redirect_to_the_same_host_is_not_followed_either_and_told_as_such() {
    let graph = FakeGraph::start();
    let elsewhere = format!("/v1.0{LIST}/?$skiptoken=secret-cursor");
    let whole = graph.authority() + &elsewhere;
    for there in [elsewhere, whole] {
        let archive = place();
        graph.reset();
        let redirect = ResponseTemplate::new(308).insert_header("location", there);
        graph.answer(LIST, redirect);
        let run = graph.fetch(archive.path(), &M);
        let said = stderr(&run);
        assert_eq!((code(&run), graph.requests().len()), (Some(2), 1));
        let told = format!(
            "a redirect (308) to `{}{LIST}/` on the same host",
            graph.url()
        );
        assert!(said.contains(&told), "{said}");
        assert!(!said.contains("the token must not") && !said.contains("secret-cursor"));
    }
}

#[test]
fn what_is_no_json_answer_is_named_as_what_it_is() {
    let json_type = "application/json";
    let rows = [
        ("<html><body>Sign in</body></html>", "text/html", "web page"),
        ("<html><body>Sign in</body></html>", json_type, "web page"),
        ("{\"value\":[]}", "text/plain", "`text/plain`"),
        ("", json_type, "without any content"),
        ("{\"value\":[", json_type, "not valid JSON"),
        ("{\"reports\":[]}", json_type, "missing field `value`"),
        ("[]", json_type, "not valid JSON"),
    ];
    for (body, content_type, words) in rows {
        let (graph, archive) = (FakeGraph::start(), place());
        graph.answer(
            LIST,
            ResponseTemplate::new(200).set_body_raw(body, content_type),
        );
        let run = graph.fetch(archive.path(), &M);
        assert_eq!(code(&run), Some(2), "{body}");
        assert!(
            stderr(&run).contains(words),
            "`{words}` in {}",
            stderr(&run)
        );
        assert!(reports_in(archive.path()).is_empty());
    }
}

#[test]
fn an_answer_that_breaks_off_is_an_error_and_never_half_a_report() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    let rows = [
        format!("{head}Content-Length: 100\r\n\r\n{{\"value\":[]}}"),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n{{\"val\r\n"),
        format!("{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n"),
        "HTTP/1.1 200 OK\r\nContent-Ty".to_owned(),
        String::new(),
    ];
    for response in rows {
        let archive = place();
        let run = fetch_from(
            &Script::start(&[&response]).url("/v1.0"),
            archive.path(),
            &M,
        );
        assert_eq!(code(&run), Some(2), "{response}");
        assert!(
            stderr(&run).contains("the connection broke"),
            "{response}: {}",
            stderr(&run)
        );
    }
}

#[test]
fn nobody_there_is_told_with_a_way_out() {
    let archive = place();
    let run = fetch_from("http://127.0.0.1:9/v1.0", archive.path(), &M);
    assert_eq!(code(&run), Some(2));
    assert!(
        stderr(&run).contains("no connection came about"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn an_answer_that_hangs_is_given_up() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer(
        LIST,
        ok(&json!({"value": []})).set_delay(Duration::from_secs(30)),
    );
    let start = Instant::now();
    let run = graph.fetch(archive.path(), &["--meeting", "M", "--timeout", "1"]);
    assert_eq!(code(&run), Some(2));
    assert!(stderr(&run).contains("took too long"), "{}", stderr(&run));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_is_not_there_yet_is_pending_and_ends_with_1() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[]);
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(
        (code(&run), status_of(&last_run(archive.path()))),
        (Some(1), "pending")
    );
    let mut running = report("r1", "2026-10-06");
    running["meetingEndDateTime"] = Value::Null;
    running["attendanceRecords"] = json!([]);
    graph.reset();
    graph.answer(
        &format!("{REPORT}/attendanceRecords"),
        ok(&json!({"value": []})),
    );
    graph.meeting("M", &[running]);
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(
        (code(&run), status_of(&last_run(archive.path()))),
        (Some(1), "pending")
    );
    assert!(reports_in(archive.path()).is_empty());
}

#[test]
fn a_full_list_and_a_report_nearly_a_year_old_are_warned_of() {
    let (graph, archive) = (FakeGraph::start(), place());
    let reports: Vec<_> = (1..=10)
        .map(|number| report(&format!("r{number}"), "2020-01-01"))
        .collect();
    graph.meeting("M", &reports);
    let run = graph.fetch(archive.path(), &M);
    let said = stderr(&run);
    assert!(
        said.contains("exactly 10 reports") && said.contains("after a year"),
        "{said}"
    );
    assert_eq!(code(&run), Some(0));
}

#[test]
fn no_two_runs_use_an_archive_at_a_time() {
    let (graph, archive) = (FakeGraph::start(), place());
    let held = rollbook::graph::archive::Archive::open(archive.path()).unwrap();
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(code(&run), Some(5));
    assert!(
        stderr(&run).contains("another run uses the archive"),
        "{}",
        stderr(&run)
    );
    assert_eq!(graph.requests().len(), 0);
    drop(held);
}

#[cfg(unix)]
#[test]
fn a_killed_run_is_taken_up_where_it_was() {
    let (graph, archive) = (FakeGraph::start(), place());
    let all: Vec<_> = (1..=20)
        .map(|number| report(&format!("r{number}"), "2026-10-06"))
        .collect();
    let slow = |report: &Value| ok(report).set_delay(Duration::from_millis(200));
    let listed: Vec<_> = all
        .iter()
        .map(|report| json!({"id": report["id"], "meetingEndDateTime": "2026-10-06T10:00:00Z"}))
        .collect();
    graph.answer(LIST, ok(&json!({ "value": listed })));
    for report in &all {
        graph.answer(
            &format!("{LIST}/{}", report["id"].as_str().unwrap()),
            slow(report),
        );
    }
    let mut child = program()
        .args([
            "fetch",
            "reports",
            "--meeting",
            "M",
            "--parallel",
            "2",
            "--graph-url",
            &graph.url(),
        ])
        .arg("--archive")
        .arg(archive.path())
        .env("GRAPH_TOKEN", TOKEN)
        .spawn()
        .unwrap();
    while graph.requests().len() < 8 {
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = reports_in(archive.path()).len();
    assert!((1..20).contains(&kept), "{kept}");
    let killed = last_run(archive.path());
    assert_eq!(killed["complete"], false);
    assert_eq!(killed["finished"], Value::Null);
    let before = graph.requests().len();
    let run = graph.fetch(archive.path(), &M);
    assert_eq!(code(&run), Some(0), "{}", stderr(&run));
    assert_eq!(reports_in(archive.path()).len(), 20);
    let asked = graph.requests().len() - before;
    // The list, what was not kept, and again the two that were at work, which the end
    // may have found between being written and being noted.
    assert!(
        asked <= 1 + 20 - kept + 2,
        "{asked} requests with {kept} kept"
    );
}

#[test]
fn a_run_that_ends_early_takes_the_place_of_the_last_and_says_why() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    graph.fetch(archive.path(), &M);
    let good = last_run(archive.path());
    assert_eq!(
        (&good["complete"], &good["stopped"]),
        (&json!(true), &Value::Null)
    );
    assert!(good["finished"].is_string());
    let nobody = archive.path().join("no-such-file");
    let token = ["--meeting", "M", "--token-file", nobody.to_str().unwrap()];
    let run = graph.fetch(archive.path(), &token);
    assert_eq!(code(&run), Some(4));
    let bad = last_run(archive.path());
    assert_eq!(
        (&bad["complete"], &bad["meetings"]),
        (&json!(false), &json!([]))
    );
    let why = bad["stopped"]["message"].as_str().unwrap();
    assert!(why.starts_with("could not read the token file"), "{why}");
    assert!(bad["finished"].is_string());
    assert_eq!(reports_in(archive.path()).len(), 1);
}

#[test]
fn a_run_ends_in_the_time_that_it_is_given_and_keeps_what_came() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let never = ok(&json!({"value": []})).set_delay(Duration::from_secs(90));
    graph.answer("/me/onlineMeetings/N/attendanceReports", never);
    let start = Instant::now();
    let options = ["--meeting", "M", "--meeting", "N", "--max-time", "2"];
    let run = graph.fetch(archive.path(), &options);
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!(code(&run), Some(7));
    let told = "the run took longer than the 2 s of --max-time";
    assert!(stderr(&run).contains(told), "{}", stderr(&run));
    let last = last_run(archive.path());
    assert_eq!(
        (status_of(&last), &last["complete"]),
        ("fetched", &json!(false))
    );
    assert_eq!(last["stopped"]["message"], told);
    assert_eq!(reports_in(archive.path()).len(), 1);
}

#[test]
fn meetings_are_found_by_link_number_calendar_event_and_file() {
    let (graph, archive) = (FakeGraph::start(), place());
    let link =
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%7d";
    let meetings = "/users/U/onlineMeetings";
    let found = |id: &str| ok(&json!({"value": [{ "id": id }]}));
    graph.answer_query(
        meetings,
        "$filter",
        &format!("JoinWebUrl eq '{link}'"),
        found("L"),
    );
    graph.answer_query(
        meetings,
        "$filter",
        "joinMeetingIdSettings/joinMeetingId eq '123456'",
        found("J"),
    );
    let event = |link: &str, organizer: bool, cancelled: bool| json!({"isOrganizer": organizer, "isCancelled": cancelled, "onlineMeeting": {"joinUrl": link}});
    graph.answer("/users/U/calendarView", ok(&json!({"value": [
        event(link, true, false), event(link, true, false), event("https://other", false, false),
        event("https://off", true, true), {"isOrganizer": true, "isCancelled": false, "onlineMeeting": null},
    ]})));
    graph.answer(
        "/solutions/virtualEvents/webinars/W/sessions",
        ok(&json!({"value": [{"id": "S"}]})),
    );
    for (number, place) in [
        "/users/U/onlineMeetings/L",
        "/users/U/onlineMeetings/J",
        "/solutions/virtualEvents/webinars/W/sessions/S",
    ]
    .iter()
    .enumerate()
    {
        graph.meeting_at(place, &[report(&format!("r{number}"), "2026-10-06")]);
    }
    let file = archive.path().join("meetings.txt");
    fs::write(&file, format!("# ours\nU,{link}\r\n\nU,123 456\n")).unwrap();
    let file = file.to_str().unwrap();
    let from_to = ["--from", "2026-10-01", "--to", "2026-10-31"];
    let rows: [(&[&str], usize); 5] = [
        (&["--user", "U", "--join-link", link], 1),
        (&["--user", "U", "--join-id", "123 456"], 1),
        (
            &[
                "--organizer",
                "U",
                from_to[0],
                from_to[1],
                from_to[2],
                from_to[3],
            ],
            1,
        ),
        (&["--webinar", "W"], 1),
        (&["--meetings-from", file], 2),
    ];
    for (options, count) in rows {
        let run = graph.fetch(
            &archive
                .path()
                .join(options[1].replace(['/', ':'], "")[..1].to_owned() + options[0]),
            options,
        );
        assert_eq!(code(&run), Some(0), "{options:?}: {}", stderr(&run));
        assert!(
            stdout(&run).contains(&format!("{count} fetched")),
            "{options:?}: {}",
            stdout(&run)
        );
    }
    let asked = graph.asked();
    assert!(
        asked.iter().any(|url| url.contains("19%253ameeting")),
        "{asked:?}"
    );
    let days = "startDateTime=2026-10-01T00:00:00Z&endDateTime=2026-11-01T00:00:00Z";
    assert!(asked.iter().any(|url| url.contains(days)), "{asked:?}");
}

#[test]
fn a_calendar_without_meetings_is_noted_and_nothing_is_missing() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer("/users/U/calendarView", ok(&json!({"value": []})));
    let run = graph.fetch(archive.path(), &["--organizer", "U"]);
    assert_eq!(code(&run), Some(0));
    assert!(stderr(&run).starts_with("note["), "{}", stderr(&run));
    let run = graph.fetch(archive.path(), &["--organizer", "U", "--quiet"]);
    assert_eq!(
        (code(&run), stdout(&run) + &stderr(&run)),
        (Some(0), String::new())
    );
}

#[test]
fn an_answer_that_drips_without_end_is_given_up() {
    let (script, archive) = (Drip::start(), place());
    let start = Instant::now();
    let run = fetch_from(
        &script.url,
        archive.path(),
        &["--meeting", "M", "--timeout", "1"],
    );
    assert_eq!(code(&run), Some(2));
    assert!(stderr(&run).contains("took too long"), "{}", stderr(&run));
    assert!(
        start.elapsed() < Duration::from_secs(15),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_link_that_leads_to_no_meeting_is_told() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer("/me/onlineMeetings", ok(&json!({"value": []})));
    let run = graph.fetch(archive.path(), &["--join-link", "https://teams.example/x"]);
    assert_eq!(
        (code(&run), status_of(&last_run(archive.path()))),
        (Some(2), "gone")
    );
    assert!(
        stderr(&run).contains("knows no such meeting"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn an_id_is_one_segment_of_the_path() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.fetch(archive.path(), &["--user", "a/b", "--meeting", "M@:=+/%2F"]);
    assert_eq!(
        graph.asked(),
        ["/v1.0/users/a%2Fb/onlineMeetings/M%40%3A%3D%2B%2F%252F/attendanceReports"]
    );
}

#[test]
fn the_legacy_shape_is_kept_once_a_session_also_while_it_grows() {
    let (graph, archive) = (FakeGraph::start(), place());
    let at_beta = |body: &Value| {
        let mock = wiremock::Mock::given(wiremock::matchers::path(
            "/beta/me/onlineMeetings/M/meetingAttendanceReport",
        ));
        graph.mount(mock.respond_with(ok(body)));
    };
    at_beta(&json!({"attendanceRecords": [record("1", "2026-10-06")]}));
    let options = ["--meeting", "M", "--legacy"];
    assert!(stdout(&graph.fetch(archive.path(), &options)).contains("1 fetched"));
    assert!(stdout(&graph.fetch(archive.path(), &options)).contains("1 unchanged"));
    graph.reset();
    at_beta(&json!({"attendanceRecords": [record("1", "2026-10-06"), record("2", "2026-10-06")]}));
    assert!(stdout(&graph.fetch(archive.path(), &options)).contains("1 changed"));
    graph.reset();
    at_beta(&json!({"attendanceRecords": [record("1", "2026-10-13")]}));
    assert!(stdout(&graph.fetch(archive.path(), &options)).contains("1 fetched"));
    assert_eq!(reports_in(archive.path()).len(), 2);
}

#[test]
fn no_content_of_a_report_leads_its_file_out_of_the_archive() {
    for join in [
        "../../../x",
        "/tmp/abcdef",
        "\u{1b}[31m_x\ny/z",
        "2026-13-45",
    ] {
        let (graph, place) = (FakeGraph::start(), place());
        let below = "/beta/me/onlineMeetings/M/meetingAttendanceReport";
        let mut of_nobody = record("1", "2026-10-06");
        of_nobody["attendanceIntervals"][0]["joinDateTime"] = json!(join);
        let body = ok(&json!({ "attendanceRecords": [of_nobody] }));
        graph.mount(wiremock::Mock::given(wiremock::matchers::path(below)).respond_with(body));
        let archive = place.path().join("a/b/archive");
        let run = graph.fetch(&archive, &["--meeting", "M", "--legacy"]);
        assert_eq!(code(&run), Some(0), "{}", stderr(&run));
        let names: Vec<_> = files(place.path()).into_keys().collect();
        let plain =
            |name: &String| name.starts_with("a/b/archive/") && !name.contains(char::is_control);
        assert!(names.iter().all(plain), "{names:?}");
        let shown = names.iter().filter(|name| !name.contains("/.rollbook/"));
        assert_eq!(shown.count(), 1, "{names:?}");
    }
}

#[test]
fn odata_of_the_users_own_is_passed_on() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    graph.fetch(
        archive.path(),
        &[
            "--meeting",
            "M",
            "--odata",
            "$select=id,role",
            "--odata",
            "$top=5",
        ],
    );
    assert_eq!(
        graph.asked(),
        [
            format!("/v1.0{LIST}?$top=5"),
            format!("/v1.0{REPORT}?$expand=attendanceRecords&$select=id,role")
        ]
    );
}

#[test]
fn every_request_has_the_token_an_id_and_our_name_and_no_referer() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    graph.fetch(archive.path(), &M);
    for request in graph.requests() {
        let header = |name: &str| {
            request
                .headers
                .get(name)
                .map(|value| value.to_str().unwrap())
        };
        assert_eq!(
            header("authorization"),
            Some(format!("Bearer {TOKEN}").as_str())
        );
        assert!(header("user-agent").unwrap().starts_with("rollbook/"));
        assert_eq!(header("client-request-id").unwrap().len(), 36);
        assert_eq!(header("referer"), None);
    }
}

#[test]
fn the_token_is_in_nothing_that_a_run_writes() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer(
        LIST,
        error(
            401,
            "InvalidAuthenticationToken",
            &format!("bad token {TOKEN} in the request"),
        ),
    );
    graph.answer(
        "/me/onlineMeetings/N/attendanceReports",
        ok(&json!({"value": [{"id": "r1"}]})),
    );
    graph.answer(
        "/me/onlineMeetings/N/attendanceReports/r1",
        ok(&report("r1", "2026-10-06")),
    );
    let run = graph.fetch(archive.path(), &["--meeting", "M", "--meeting", "N"]);
    assert_eq!(reports_in(archive.path()).len(), 1);
    let said = [run.stdout, run.stderr];
    let written = files(archive.path()).into_values().chain(said);
    for bytes in written {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(
            !text.contains(TOKEN) && !text.contains("very-secret"),
            "{text}"
        );
    }
}

#[test]
fn no_part_of_the_token_is_told_where_the_services_words_are_cut_or_its_ids_hold_it() {
    let (graph, archive) = (FakeGraph::start(), place());
    let message = format!("{} {TOKEN}", "x".repeat(480));
    let echo = error(403, "Forbidden", &message).insert_header("request-id", TOKEN);
    graph.answer(LIST, echo);
    let mut other = report("r1", "2026-10-06");
    other["id"] = json!("r2");
    graph.answer(
        "/me/onlineMeetings/N/attendanceReports",
        ok(&json!({"value": [{"id": "r1"}]})),
    );
    graph.answer(
        "/me/onlineMeetings/N/attendanceReports/r1",
        ok(&other).insert_header("request-id", TOKEN),
    );
    let run = graph.fetch(archive.path(), &["--meeting", "M", "--meeting", "N"]);
    assert_eq!(code(&run), Some(3));
    let written = files(archive.path()).into_values();
    for bytes in written.chain([run.stdout, run.stderr]) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(&TOKEN[..8]), "{text}");
    }
}

#[test]
fn a_token_comes_from_the_variable_or_a_file_and_is_never_shown_when_it_is_bad() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let file = archive.path().join("token.txt");
    fs::write(&file, format!("{TOKEN}\r\n")).unwrap();
    let command = |token: Option<&str>, options: &[&str]| {
        let mut command = online();
        match token {
            Some(token) => command.env("GRAPH_TOKEN", token),
            None => command.env_remove("GRAPH_TOKEN"),
        };
        command.args([
            "fetch",
            "reports",
            "--meeting",
            "M",
            "--graph-url",
            &graph.url(),
        ]);
        command
            .args(options)
            .arg("--archive")
            .arg(archive.path().join("a"))
            .output()
            .unwrap()
    };
    let run = command(None, &["--token-file", file.to_str().unwrap()]);
    assert_eq!(code(&run), Some(0), "{}", stderr(&run));
    let run = command(None, &[]);
    assert_eq!(code(&run), Some(4));
    assert!(stderr(&run).contains("GRAPH_TOKEN"), "{}", stderr(&run));
    let run = command(Some("half-of-it\nother-half"), &[]);
    assert_eq!(code(&run), Some(4));
    assert!(!stderr(&run).contains("half-of-it"), "{}", stderr(&run));
}

#[test]
fn a_token_is_sent_over_https_or_to_this_computer_only() {
    let archive = place();
    let run = fetch_from("http://graph.example/v1.0", archive.path(), &M);
    assert_eq!(code(&run), Some(2));
    assert!(
        stderr(&run).contains("only https keeps the token safe"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn a_certificate_that_is_not_trusted_is_told_at_once_and_trusted_when_named() {
    let body = r#"{"value":[]}"#;
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n";
    let answer = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    let (server, archive) = (BehindTls::start(&answer), place());
    let start = Instant::now();
    let run = fetch_from(&server.url, archive.path(), &M);
    assert_eq!(code(&run), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("certificate is not trusted") && said.contains("--ca-bundle"),
        "{said}"
    );
    assert!(start.elapsed() < Duration::from_secs(5));
    let bundle = archive.path().join("ca.pem");
    fs::write(&bundle, &server.certificate).unwrap();
    let bundle = bundle.to_str().unwrap();
    let run = fetch_from(
        &server.url,
        archive.path(),
        &["--meeting", "M", "--ca-bundle", bundle],
    );
    assert_eq!(
        (code(&run), status_of(&last_run(archive.path()))),
        (Some(1), "pending"),
        "{}",
        stderr(&run)
    );
    fs::write(bundle, "no certificate").unwrap();
    let run = fetch_from(
        &server.url,
        archive.path(),
        &["--meeting", "M", "--ca-bundle", bundle],
    );
    assert_eq!(code(&run), Some(2));
    assert!(
        stderr(&run).contains("no certificate in the bundle"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn troubles_that_are_not_shown_are_counted_and_the_place_of_all_is_named() {
    for (meetings, hidden) in [(50, None), (51, Some("1 more")), (120, Some("70 more"))] {
        let (graph, archive) = (FakeGraph::start(), place());
        let ids: Vec<_> = (0..meetings).map(|number| format!("M{number}")).collect();
        let options = ids.iter().flat_map(|id| ["--meeting", id]);
        let run = graph.fetch(archive.path(), &options.collect::<Vec<_>>());
        let said = stderr(&run);
        assert_eq!(said.matches("error[gone]").count(), 50);
        let last = said.lines().last().unwrap();
        match hidden {
            None => assert!(last.starts_with("  hint: "), "{last}"),
            Some(count) => {
                let file = archive.path().join(".rollbook/fetch.json");
                let told = format!("{count} not shown here: `{}` has them all", file.display());
                assert_eq!(last, told);
            }
        }
    }
}

#[test]
fn warnings_that_are_not_shown_are_counted_too_where_nothing_is_missing() {
    let (graph, archive) = (FakeGraph::start(), place());
    let ids: Vec<_> = (0..30).map(|number| format!("M{number}")).collect();
    for id in &ids {
        let old = |number| report(&format!("{id}-{number}"), "2020-01-01");
        graph.meeting(id, &(0..10).map(old).collect::<Vec<_>>());
    }
    let options = ids.iter().flat_map(|id| ["--meeting", id]);
    let options: Vec<_> = options.chain(["--quiet"]).collect();
    let run = graph.fetch(archive.path(), &options);
    let said = stderr(&run);
    assert_eq!(
        (code(&run), said.matches("warning:").count()),
        (Some(0), 50)
    );
    assert!(
        said.lines()
            .last()
            .unwrap()
            .starts_with("10 more not shown here"),
        "{said}"
    );
}

#[test]
fn control_signs_in_the_services_words_do_not_reach_the_terminal() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer(LIST, error(403, "Forbidden", "no\u{1b}[31m way"));
    let run = graph.fetch(archive.path(), &M);
    assert!(
        !stderr(&run).contains('\u{1b}') && stderr(&run).contains("\\u{1b}[31m"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn a_report_whose_pages_come_to_more_than_is_allowed_is_given_up() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer(LIST, ok(&json!({"value": [{"id": "r1"}]})));
    graph.answer(REPORT, ok(&json!({"id": "r1", "attendanceRecords": []})));
    let filler = "x".repeat(400 * 1024);
    let pages = format!("{REPORT}/attendanceRecords");
    for number in 1..=4 {
        let next = format!("{}{pages}?page={}", graph.url(), number + 1);
        let mut page = json!({"value": [{"id": filler}]});
        if number < 4 {
            page["@odata.nextLink"] = json!(next);
        }
        match number {
            1 => graph.answer(&pages, ok(&page)),
            _ => graph.answer_query(&pages, "page", &number.to_string(), ok(&page)),
        }
    }
    let options = ["--meeting", "M", "--max-report-size", "1"];
    let run = graph.fetch(archive.path(), &options);
    assert_eq!(code(&run), Some(2));
    assert!(
        stderr(&run).contains("larger than 1 MiB"),
        "{}",
        stderr(&run)
    );
    assert_eq!(reports_in(archive.path()).len(), 0);
    let run = graph.fetch(
        archive.path(),
        &["--meeting", "M", "--max-report-size", "2"],
    );
    assert_eq!(code(&run), Some(0), "{}", stderr(&run));
    assert_eq!(reports_in(archive.path())[0].len() / 1024 / 400, 4);
}

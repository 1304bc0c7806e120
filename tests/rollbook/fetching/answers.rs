//! What the service answers instead of a report.

use super::*;

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

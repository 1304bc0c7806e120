//! The token and the request: what is sent, and what nobody may see.

use super::*;

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
    assert!(start.elapsed() < Duration::from_secs(60));
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

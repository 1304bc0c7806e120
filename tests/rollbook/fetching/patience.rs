//! A service that is busy, slow or not there.

use super::*;

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
        assert!(start.elapsed() < Duration::from_secs(60), "{asked:?}");
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
        assert_eq!(child.try_wait().unwrap(), None, "it is at work");
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

//! Reports that are new, changed or the same as before.

use super::*;

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

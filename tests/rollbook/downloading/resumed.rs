//! Downloads that break off and go on.

use super::*;

#[test]
fn a_download_that_breaks_goes_on_from_where_it_was() {
    let (graph, place) = (FakeGraph::start(), place());
    let stranger = Script::start(&[&cut(FILE, 10), &rest(FILE, 10)]);
    graph.answer(REPORT, link_to(&stranger.url("/f")));
    let output = place.path().join("f");
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(output).unwrap(), FILE);
    let second = &stranger.requests()[1];
    assert!(
        second.contains("range: bytes=10-") && second.contains("if-range: \"v1\""),
        "{second}"
    );
}

#[test]
fn another_run_goes_on_from_where_the_last_one_broke() {
    let (graph, place) = (FakeGraph::start(), place());
    let output = place.path().join("f");
    graph.answer(
        REPORT,
        link_to(&Script::start(&[&cut(FILE, 10), EXPIRED]).url("/f")),
    );
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!((run.status.code(), output.exists()), (Some(2), false));
    graph.reset();
    let stranger = Script::start(&[&rest(FILE, 10)]);
    graph.answer(REPORT, link_to(&stranger.url("/f")));
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(&output).unwrap(), FILE);
    assert_eq!(files(place.path()).len(), 1);
}

#[test]
fn a_file_that_changed_meanwhile_is_fetched_from_the_beginning() {
    let (graph, place) = (FakeGraph::start(), place());
    let stranger = Script::start(&[&cut(FILE, 10), &whole("another,file\r\n")]);
    graph.answer(REPORT, link_to(&stranger.url("/f")));
    let output = place.path().join("f");
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(output).unwrap(), "another,file\r\n");
}

#[test]
fn a_rest_that_does_not_fit_is_thrown_away() {
    let (graph, place) = (FakeGraph::start(), place());
    let stranger = Script::start(&[&cut(FILE, 10), &rest(FILE, 12), &whole(FILE)]);
    graph.answer(REPORT, link_to(&stranger.url("/f")));
    let output = place.path().join("f");
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(output).unwrap(), FILE);
}

#[test]
fn a_rest_of_another_version_is_never_put_behind_the_first_part() {
    let other = "Meeting Id,Participant Id\r\n3,4\r\n";
    let (monday, tuesday) = (
        "Last-Modified: Mon, 05 Oct 2026 08:00:00 GMT",
        "Last-Modified: Tue, 06 Oct 2026 08:00:00 GMT",
    );
    let both = |day| format!("ETag: \"v1\"\r\n{day}");
    for (first, then) in [
        ("ETag: \"v1\"".to_owned(), "ETag: \"v2\"".to_owned()),
        ("ETag: \"v1\"".into(), "ETag: W/\"v1\"".into()),
        ("ETag: \"v1\"".into(), tuesday.into()),
        (monday.into(), tuesday.into()),
        (both(monday), both(tuesday)),
    ] {
        let (graph, place) = (FakeGraph::start(), place());
        let answers = [
            tagged(&cut(FILE, 10), &first),
            tagged(&rest(other, 10), &then),
            tagged(&whole(other), &then),
        ];
        let stranger = Script::start(&answers.each_ref().map(String::as_str));
        graph.answer(REPORT, link_to(&stranger.url("/f")));
        let output = place.path().join("f");
        let run = fetch(&graph, "attendee-report", &output, &[]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(fs::read_to_string(output).unwrap(), other, "{first} {then}");
        assert!(
            !stranger.requests()[2].contains("range: "),
            "{first} {then}"
        );
    }
}

#[test]
fn a_rest_may_leave_out_the_day_by_which_it_was_asked_for() {
    let (graph, place) = (FakeGraph::start(), place());
    let monday = "Last-Modified: Mon, 05 Oct 2026 08:00:00 GMT";
    let answers = [
        tagged(&cut(FILE, 10), monday),
        tagged(&rest(FILE, 10), "X: y"),
    ];
    let stranger = Script::start(&answers.each_ref().map(String::as_str));
    graph.answer(REPORT, link_to(&stranger.url("/f")));
    let output = place.path().join("f");
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(output).unwrap(), FILE);
    assert_eq!(stranger.requests().len(), 2);
}

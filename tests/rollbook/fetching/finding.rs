//! How meetings are found, and what is told of them.

use super::*;

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

//! Whose meetings: organizers named one by one, in a file, by a group, or all.

use std::fs;
use std::path::Path;

use serde_json::json;
use wiremock::ResponseTemplate;

use crate::fake_graph::{FakeGraph, error, last_run, ok, online, report};
use crate::support::{place, stderr};

/// Gives each of these users an empty calendar.
fn calendars(graph: &FakeGraph, ids: &[&str]) {
    for id in ids {
        graph.answer(
            &format!("/users/{id}/calendarView"),
            ok(&json!({"value": []})),
        );
    }
}

/// Whose calendars the last run read.
fn read(archive: &Path) -> Vec<String> {
    let run = last_run(archive);
    let meetings = run["meetings"].as_array().unwrap().iter();
    let users = meetings.filter_map(|meeting| meeting["user"].as_str());
    users.map(str::to_owned).collect()
}

#[test]
fn a_file_names_organizers_by_principal_name_address_or_id_each_once() {
    let (graph, archive) = (FakeGraph::start(), place());
    calendars(&graph, &["u-1", "u-2", "u-3"]);
    graph.answer("/users/anna%40contoso.example", ok(&json!({"id": "u-1"})));
    graph.answer(
        "/users/ben%40old.example",
        error(404, "Request_ResourceNotFound", "no"),
    );
    let filter = "mail eq 'ben@old.example' or proxyAddresses/any(a:a eq 'smtp:ben@old.example')";
    let found = ok(&json!({"value": [{"id": "u-2"}]}));
    graph.answer_query("/users", "$filter", filter, found);
    let file = archive.path().join("organizers.txt");
    let lines = "\u{feff}# ours\r\nanna@contoso.example\r\nben@old.example\r\nu-3\r\nu-1\r\n";
    fs::write(&file, lines).unwrap();
    let run = graph.fetch(
        archive.path(),
        &["--organizers-from", file.to_str().unwrap()],
    );
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(read(archive.path()), ["u-1", "u-2", "u-3"]);
}

#[test]
fn standard_input_names_organizers_too() {
    let (graph, archive) = (FakeGraph::start(), place());
    calendars(&graph, &["u-1"]);
    let run = online()
        .args(["fetch", "reports", "--organizers-from", "-", "--graph-url"])
        .args([&graph.url(), "--archive"])
        .arg(archive.path())
        .write_stdin("u-1\n")
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(read(archive.path()), ["u-1"]);
}

#[test]
fn a_group_names_the_users_in_it_on_all_its_pages() {
    let (graph, archive) = (FakeGraph::start(), place());
    calendars(&graph, &["u-1", "u-2"]);
    let members = "/groups/G/transitiveMembers";
    let kind =
        |kind: &str, id: &str| json!({"@odata.type": format!("#microsoft.graph.{kind}"), "id": id});
    let next = format!("{}{members}?$skiptoken=2", graph.url());
    let second = ok(&json!({"value": [kind("user", "u-2")]}));
    graph.answer_query(members, "$skiptoken", "2", second);
    let first = json!({
        "value": [kind("user", "u-1"), kind("device", "d-1"), kind("group", "g-1")],
        "@odata.nextLink": next,
    });
    graph.answer(members, ok(&first));
    let run = graph.fetch(archive.path(), &["--organizers-from", "group:G"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(read(archive.path()), ["u-1", "u-2"]);
}

#[test]
fn all_are_all_users_but_guests() {
    let (graph, archive) = (FakeGraph::start(), place());
    calendars(&graph, &["u-1", "u-2"]);
    let users = json!({"value": [
        {"id": "u-1", "userType": "Member"}, {"id": "g-1", "userType": "Guest"},
        {"id": "u-2", "userType": null},
    ]});
    graph.answer("/users", ok(&users));
    let run = graph.fetch(archive.path(), &["--organizers-from", "all", "--days", "7"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(read(archive.path()), ["u-1", "u-2"]);
}

#[test]
fn organizers_who_are_not_found_cost_nobody_else_and_say_what_mends_it() {
    let (graph, archive) = (FakeGraph::start(), place());
    calendars(&graph, &["u-1"]);
    let refused = || {
        error(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges",
        )
    };
    graph.answer("/groups/G/transitiveMembers", refused());
    graph.answer("/groups/E/transitiveMembers", ok(&json!({"value": []})));
    graph.answer(
        "/users/who%40x.example",
        error(404, "Request_ResourceNotFound", "no"),
    );
    graph.answer("/users", ok(&json!({"value": []})));
    let options = [
        ["--organizers-from", "group:G"],
        ["--organizers-from", "group:E"],
        ["--organizer", "who@x.example"],
        ["--organizer", "u-1"],
    ];
    let run = graph.fetch(archive.path(), options.as_flattened());
    let said = stderr(&run);
    assert_eq!(run.status.code(), Some(3), "{said}");
    for told in [
        "error[forbidden] organizers in group G",
        "GroupMember.Read.All",
        "error[failed] organizers in group E: there is no user in it",
        "error[gone] organizer who@x.example",
        "knows no user of this name",
    ] {
        assert!(said.contains(told), "`{told}` in {said}");
    }
    assert_eq!(read(archive.path()), ["u-1"]);
}

#[test]
fn a_file_that_names_nobody_or_anything_else_ends_the_run_before_any_request() {
    let (graph, archive) = (FakeGraph::start(), place());
    graph.answer("/users", ResponseTemplate::new(500));
    let file = archive.path().join("organizers.txt");
    for (text, told) in [
        ("\n# none\n", "names no organizer"),
        ("u-1\nid,name\n", "line 2 of"),
    ] {
        fs::write(&file, text).unwrap();
        let from = ["--organizers-from", file.to_str().unwrap()];
        let run = graph.fetch(&archive.path().join("archive"), &from);
        assert_eq!((run.status.code(), graph.requests().len()), (Some(2), 0));
        assert!(stderr(&run).contains(told), "{}", stderr(&run));
    }
}

#[test]
fn more_organizers_than_a_command_line_takes_are_read_from_a_file() {
    let (graph, archive) = (FakeGraph::start(), place());
    let file = archive.path().join("organizers.txt");
    let empty = json!({"value": []});
    let calendar = wiremock::Mock::given(wiremock::matchers::path_regex("calendarView$"));
    graph.mount(calendar.respond_with(ok(&empty)));
    let id = |number| format!("{number:0>36}\n");
    fs::write(&file, (0..1000).map(id).collect::<String>()).unwrap();
    let from = ["--organizers-from", file.to_str().unwrap(), "--quiet"];
    let run = graph.fetch(archive.path(), &from);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(read(archive.path()).len(), 1000);
}

#[test]
fn call_records_tell_the_meetings_that_were_held_also_those_in_no_calendar() {
    let (graph, archive) = (FakeGraph::start(), place());
    let link = |name: &str| {
        format!("https://teams.microsoft.com/l/meetup-join/19%3ameeting_{name}%40thread.v2/0")
    };
    let record = |user: &str, link: &str| json!({"organizer": {"user": {"id": user}}, "joinWebUrl": link, "endDateTime": "2026-10-06T10:00:00Z"});
    let newer = json!({"organizer_v2": {"id": "u-1"}, "joinWebUrl": link("c")});
    let records = json!({"value": [
        record("u-1", &link("a")), record("u-1", &link("a")), record("u-2", &link("b")), newer,
        {"organizer": null, "joinWebUrl": null},
    ]});
    graph.answer("/communications/callRecords", ok(&records));
    let found = ok(&json!({"value": []}));
    graph.mount(
        wiremock::Mock::given(wiremock::matchers::path_regex("onlineMeetings$"))
            .respond_with(found),
    );
    let source = ["--source", "call-records", "--days", "7"];
    for (organizers, users) in [
        (["--organizers-from", "all"], &["u-1", "u-2", "u-1"][..]),
        (["--organizer", "u-2"], &["u-2"]),
    ] {
        let folder = archive.path().join(organizers[1]);
        graph.fetch(&folder, &[&organizers[..], &source].concat());
        assert_eq!(read(&folder), users);
    }
    let asked = graph.asked();
    assert!(
        asked[0].contains("$filter=startDateTime%20ge%20"),
        "{asked:?}"
    );
    assert!(asked.iter().all(|path| !path.contains("calendarView")));
    graph.reset();
    graph.answer("/communications/callRecords", error(403, "Forbidden", "no"));
    let all = [&["--organizers-from", "all"][..], &source].concat();
    let run = graph.fetch(archive.path(), &all);
    assert_eq!(run.status.code(), Some(3));
    assert!(
        stderr(&run).contains("CallRecords.Read.All"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn all_webinars_and_town_halls_of_an_organizer_or_of_all_are_fetched() {
    let events = "/solutions/virtualEvents";
    let list = json!({"value": [{"id": "E"}, {"id": "D", "status": "draft"}]});
    for (of, below) in [
        ("all", ""),
        ("me", "/getByUserRole%28role%3D%27organizer%27%29"),
        (
            "U",
            "/getByUserIdAndRole%28userId%3D%27U%27%2Crole%3D%27organizer%27%29",
        ),
    ] {
        let (graph, archive) = (FakeGraph::start(), place());
        for kind in ["webinars", "townhalls"] {
            graph.answer(&format!("{events}/{kind}{below}"), ok(&list));
            let sessions = format!("{events}/{kind}/E/sessions");
            graph.answer(&sessions, ok(&json!({"value": [{"id": kind}]})));
            graph.meeting_at(&format!("{sessions}/{kind}"), &[report("r", "2026-10-06")]);
        }
        let run = graph.fetch(archive.path(), &["--events-of", of]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let run = last_run(archive.path());
        assert_eq!(run["meetings"].as_array().unwrap().len(), 2);
        assert_eq!(run["meetings"][1]["reports"][0]["status"], "fetched");
    }
}

#[test]
fn an_organizer_whom_the_tenant_does_not_know_is_told_as_such() {
    let (graph, archive) = (FakeGraph::start(), place());
    let unknown = error(404, "ErrorItemNotFound", "The user does not exist.");
    graph.answer("/users/U/calendarView", unknown);
    let run = graph.fetch(archive.path(), &["--organizer", "U"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("hint: check the organizer"),
        "{}",
        stderr(&run)
    );
}

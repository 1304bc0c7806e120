//! Webinars and town halls: who registered, against who came.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::fake_graph::{FakeGraph, error, last_run, ok, online, report};
use crate::support::{place, rollbook, stderr, stdout};

fn registration(id: &str, names: (&str, &str), status: &str) -> Value {
    let email = format!("{id}@contoso.example");
    json!({
        "id": id, "firstName": names.0, "lastName": names.1, "email": email, "status": status,
        "registrationDateTime": "2026-10-01T08:00:00Z", "registrationQuestionAnswers": []
    })
}

fn fetch(graph: &FakeGraph, output: &Path, options: &[&str]) -> Output {
    let mut command = online();
    command.args(["fetch", "registrations", "--graph-url", &graph.url()]);
    command.args(["--retry-budget", "1"]).args(options);
    command.arg("--output").arg(output).output().unwrap()
}

#[test]
fn who_registered_is_fetched_and_told_from_who_came() {
    let (graph, place) = (FakeGraph::start(), place());
    let next = format!(
        "{}/solutions/virtualEvents/webinars/W/registrations/2",
        graph.url()
    );
    let first = json!({"value": [
        registration("r1", ("Anna", "Berg"), "registered"),
        registration("r2", ("=HYPERLINK(1)", ""), "registered"),
    ], "@odata.nextLink": next});
    let second = json!({"value": [
        registration("r3", ("Cem", "Can"), "canceled"),
        registration("r4", ("Dana", "Day"), "waitlisted"),
    ]});
    graph.answer(
        "/solutions/virtualEvents/webinars/W/registrations",
        ok(&first),
    );
    graph.answer(
        "/solutions/virtualEvents/webinars/W/registrations/2",
        ok(&second),
    );
    let list = place.path().join("registrations.csv");
    let run = fetch(&graph, &list, &["--webinar", "W"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(
        stdout(&run).starts_with("2 registrations, without 2 cancelled"),
        "{}",
        stdout(&run)
    );
    let text = fs::read_to_string(&list).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(!text.contains("\"=HYPERLINK"), "{text}");

    let mut came = report("s1", "2026-10-06");
    came["attendanceRecords"][0]["registrationId"] = json!("r1");
    let reports = place.path().join("reports");
    fs::create_dir(&reports).unwrap();
    fs::write(reports.join("webinar.json"), came.to_string()).unwrap();
    let run = rollbook()
        .arg("convert")
        .arg(&reports)
        .arg("--registrations")
        .arg(&list)
        .args(["--tables", "registrations", "--format", "csv", "--output"])
        .arg(place.path().join("out"))
        .output()
        .unwrap();
    assert_eq!(
        run.status.code(),
        Some(0),
        "{}{}",
        stdout(&run),
        stderr(&run)
    );
    let table = fs::read_to_string(place.path().join("out/csv/registrations.csv")).unwrap();
    let turnout = |id: &str| {
        table
            .lines()
            .find(|line| line.contains(id))
            .unwrap()
            .to_owned()
    };
    assert!(turnout("\"r1\"").contains("\"attended\""), "{table}");
    assert!(turnout("\"r2\"").contains("\"no-show\""), "{table}");
}

#[test]
fn a_list_that_fails_half_way_writes_nothing_and_one_that_is_there_stays() {
    let (graph, place) = (FakeGraph::start(), place());
    let below = "/solutions/virtualEvents/webinars/W/registrations";
    let next = format!("{}{below}/2", graph.url());
    let first =
        json!({"value": [registration("r1", ("A", "B"), "registered")], "@odata.nextLink": next});
    graph.answer(below, ok(&first));
    graph.answer(&format!("{below}/2"), error(403, "Forbidden", "no"));
    let list = place.path().join("registrations.csv");
    let run = fetch(&graph, &list, &["--webinar", "W"]);
    assert_eq!(run.status.code(), Some(3));
    assert!(stderr(&run).contains("403 Forbidden"), "{}", stderr(&run));
    assert!(!list.exists());

    fs::write(&list, "mine").unwrap();
    graph.reset();
    graph.answer(below, ok(&json!({"value": []})));
    let run = fetch(&graph, &list, &["--webinar", "W"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("--force"), "{}", stderr(&run));
    assert_eq!(fs::read_to_string(&list).unwrap(), "mine");
    let run = fetch(&graph, &list, &["--webinar", "W", "--force", "--quiet"]);
    assert_eq!((run.status.code(), stdout(&run).as_str()), (Some(0), ""));
}

#[test]
fn all_sessions_of_a_town_hall_are_fetched_with_their_records() {
    let (graph, place) = (FakeGraph::start(), place());
    let event = "/solutions/virtualEvents/townhalls/H@1/sessions";
    graph.answer(
        "/solutions/virtualEvents/townhalls/H%401/sessions",
        ok(&json!({"value": [{"id": "s1"}, {"id": "s2"}]})),
    );
    for (session, day) in [("s1", "2026-10-06"), ("s2", "2026-10-07")] {
        let below = event.replace('@', "%40") + "/" + session;
        graph.meeting_at(&below, &[report(&format!("of-{session}"), day)]);
    }
    let run = graph.fetch(place.path(), &["--townhall", "H@1"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let told = last_run(place.path());
    assert_eq!(told["meetings"].as_array().unwrap().len(), 2);
    assert_eq!(told["meetings"][1]["asked"], "town hall H@1");
    assert_eq!(told["meetings"][1]["reports"][0]["report"], "of-s2");
    let run = rollbook().arg("check").arg(place.path()).output().unwrap();
    assert_eq!(
        run.status.code(),
        Some(0),
        "{}{}",
        stdout(&run),
        stderr(&run)
    );
}

#[test]
fn registrations_of_a_town_hall_are_in_beta() {
    let (graph, place) = (FakeGraph::start(), place());
    let run = fetch(&graph, &place.path().join("list.csv"), &["--townhall", "H"]);
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(
        graph.asked(),
        ["/beta/solutions/virtualEvents/townhalls/H/registrations"]
    );
}

//! Many small requests travel in `$batch`: quicker, and with the same result.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, Request, ResponseTemplate};

use crate::fake_graph::{FakeGraph, TOKEN, last_run, report};
use crate::support::{files, place, stderr};

/// What a service answers to an address below its base: status, headers, content.
type Reply = (u16, Value, Value);

/// How often each address was asked for, alone and in batches.
#[derive(Default)]
struct Counts {
    alone: BTreeMap<String, usize>,
    batches: Vec<usize>,
}

/// Plays a service that answers alike, whether it is asked alone or in a batch, and
/// in a batch in the opposite order.
fn serve(
    graph: &FakeGraph,
    answer: impl Fn(&str, bool) -> Reply + Send + Sync + 'static,
) -> Arc<Mutex<Counts>> {
    let answer = Arc::new(answer);
    let counts = Arc::new(Mutex::new(Counts::default()));
    let (together, counted) = (Arc::clone(&answer), Arc::clone(&counts));
    let batch = Mock::given(method("POST")).and(path("/v1.0/$batch"));
    graph.mount(batch.respond_with(move |request: &Request| {
        assert_eq!(
            request.headers["authorization"],
            format!("Bearer {TOKEN}").as_str()
        );
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert!(!body.to_string().contains(TOKEN));
        let parts = body["requests"].as_array().unwrap();
        counted.lock().unwrap().batches.push(parts.len());
        let responses = parts.iter().rev().map(|part| {
            assert_eq!(part["method"], "GET");
            let (status, headers, body) = together(part["url"].as_str().unwrap(), true);
            json!({"id": part["id"], "status": status, "headers": headers, "body": body})
        });
        ResponseTemplate::new(200)
            .set_body_json(json!({"responses": responses.collect::<Vec<_>>()}))
    }));
    let counted = Arc::clone(&counts);
    graph.mount(
        Mock::given(method("GET")).respond_with(move |request: &Request| {
            let query = request.url.query().map(|query| format!("?{query}"));
            let below = request.url.path().trim_start_matches("/v1.0").to_owned();
            let address = below + &query.unwrap_or_default();
            let (status, headers, body) = answer(&address, false);
            *counted.lock().unwrap().alone.entry(address).or_default() += 1;
            let mut template = ResponseTemplate::new(status).set_body_json(body);
            for (name, value) in headers.as_object().unwrap() {
                template = template.insert_header(name.as_str(), value.as_str().unwrap());
            }
            template
        }),
    );
    counts
}

/// The id of the meeting that an address is about.
fn meeting(address: &str) -> &str {
    let rest = address.strip_prefix("/me/onlineMeetings/").unwrap();
    rest.split(['/', '?']).next().unwrap()
}

/// A meeting's list, or its one report.
fn well(address: &str) -> Reply {
    let of_meeting = || format!("report-of-{}", meeting(address));
    let body = if address.ends_with("/attendanceReports") {
        let mut listed = report(&of_meeting(), "2026-10-06");
        listed.as_object_mut().unwrap().remove("attendanceRecords");
        json!({ "value": [listed] })
    } else {
        let front = address.strip_suffix("?$expand=attendanceRecords");
        report(front.unwrap().rsplit('/').next().unwrap(), "2026-10-06")
    };
    (200, json!({}), body)
}

fn refused(status: u16, headers: Value) -> Reply {
    let body =
        json!({"error": {"code": "X", "message": "no", "innerError": {"request-id": "inner-id"}}});
    (status, headers, body)
}

/// Fetches this many meetings, two requests at a time.
fn fetch(graph: &FakeGraph, archive: &Path, meetings: usize, options: &[&str]) -> Output {
    let place = place();
    let list = place.path().join("meetings.txt");
    let lines: Vec<_> = (0..meetings).map(|number| format!("M{number}")).collect();
    std::fs::write(&list, lines.join("\n")).unwrap();
    let list = list.to_str().unwrap();
    let named = ["--parallel", "2", "--meetings-from", list];
    graph.fetch(archive, &[&named, options].concat())
}

/// The reports in an archive, by name.
fn reports_in(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = files(archive).into_iter();
    all.filter(|(name, _)| !name.starts_with(".rollbook"))
        .collect()
}

#[test]
fn requests_that_wait_travel_together_and_bring_the_same() {
    let (graph, place) = (FakeGraph::start(), place());
    let counts = serve(&graph, |address, _| well(address));
    let together = place.path().join("together");
    let run = fetch(&graph, &together, 100, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let requests = graph.requests().len();
    assert!(requests < 50, "{requests} for 200 answers");
    assert_eq!(counts.lock().unwrap().batches.iter().max(), Some(&20));

    let alone = place.path().join("alone");
    fetch(&graph, &alone, 100, &["--batch", "1"]);
    assert_eq!(graph.requests().len() - requests, 200);
    assert_eq!(reports_in(&together).len(), 100);
    assert_eq!(reports_in(&together), reports_in(&alone));
}

#[test]
fn a_busy_answer_in_a_batch_is_waited_for_and_concerns_no_other() {
    let (graph, place) = (FakeGraph::start(), place());
    let busy = || refused(429, json!({"Retry-After": "0.2"}));
    let counts = serve(&graph, move |address, batch| {
        let busy_once = batch && matches!(meeting(address), "M7" | "M13");
        if busy_once { busy() } else { well(address) }
    });
    let run = fetch(&graph, place.path(), 40, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(reports_in(place.path()).len(), 40);
    let alone = &counts.lock().unwrap().alone;
    for id in ["M7", "M13"] {
        let list = format!("/me/onlineMeetings/{id}/attendanceReports");
        assert_eq!(alone.get(&list), Some(&1), "{alone:?}");
    }
}

#[test]
fn a_refusal_in_a_batch_costs_its_own_meeting_and_is_told_with_its_id() {
    let (graph, place) = (FakeGraph::start(), place());
    serve(&graph, |address, _| match meeting(address) {
        "M5" => refused(403, json!({"request-id": "id-of-m5"})),
        "M9" => refused(404, json!({})),
        _ => well(address),
    });
    let run = fetch(&graph, place.path(), 40, &[]);
    assert_eq!(run.status.code(), Some(3));
    assert_eq!(reports_in(place.path()).len(), 38);
    let told = last_run(place.path());
    let of = |place: usize| &told["meetings"][place];
    assert_eq!(of(5)["status"], "forbidden");
    assert_eq!(of(5)["reason"]["request_id"], "id-of-m5");
    assert_eq!(of(9)["status"], "gone");
    assert_eq!(of(9)["reason"]["request_id"], "inner-id");
}

#[test]
fn what_a_batch_says_of_an_address_counts_only_when_it_is_said_again_alone() {
    let (graph, place) = (FakeGraph::start(), place());
    serve(&graph, |address, batch| match meeting(address) {
        "M5" if batch => refused(400, json!({})),
        "M6" if batch => (200, json!({}), json!("eyJ2YWx1ZSI6W119")),
        _ => well(address),
    });
    let run = fetch(&graph, place.path(), 40, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(reports_in(place.path()).len(), 40);
}

#[test]
fn pages_go_on_from_a_batch() {
    let (graph, place) = (FakeGraph::start(), place());
    let url = graph.url();
    serve(&graph, move |address, _| {
        let (status, headers, mut body) = well(address);
        if address == "/me/onlineMeetings/M5/attendanceReports" {
            body["@odata.nextLink"] =
                json!(format!("{url}/me/onlineMeetings/N5/attendanceReports"));
        }
        (status, headers, body)
    });
    let run = fetch(&graph, place.path(), 40, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(reports_in(place.path()).len(), 41);
}

#[test]
fn a_service_without_batches_is_asked_one_by_one() {
    let nonsense = ResponseTemplate::new(200).set_body_json(json!({"value": []}));
    let unknown = ResponseTemplate::new(404);
    for instead in [nonsense, unknown] {
        let (graph, place) = (FakeGraph::start(), place());
        let batch = Mock::given(method("POST")).and(path("/v1.0/$batch"));
        graph.mount(batch.respond_with(instead).with_priority(1));
        serve(&graph, |address, _| well(address));
        let run = fetch(&graph, place.path(), 40, &[]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(reports_in(place.path()).len(), 40);
        let posts = graph.requests().into_iter();
        let posts = posts.filter(|request| request.method.as_str() == "POST");
        assert!(posts.count() <= 2, "one for each request at a time");
    }
}

#[test]
fn a_batch_that_lacks_answers_or_fails_loses_nothing() {
    let lacking = ResponseTemplate::new(200).set_body_json(json!({"responses": []}));
    let mistake = ResponseTemplate::new(500);
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "0.1");
    for instead in [lacking, mistake, busy] {
        let (graph, place) = (FakeGraph::start(), place());
        let batch = Mock::given(method("POST")).and(path("/v1.0/$batch"));
        let first = batch.respond_with(instead).up_to_n_times(1);
        graph.mount(first.with_priority(1));
        serve(&graph, |address, _| well(address));
        let run = fetch(&graph, place.path(), 60, &[]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(reports_in(place.path()).len(), 60);
    }
}

#[test]
fn a_batch_that_is_to_wait_beyond_the_budget_is_given_up_at_once() {
    let (graph, place) = (FakeGraph::start(), place());
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "3600");
    let batch = Mock::given(method("POST")).and(path("/v1.0/$batch"));
    graph.mount(batch.respond_with(busy).with_priority(1));
    let counts = serve(&graph, |address, _| well(address));
    let run = fetch(&graph, place.path(), 40, &[]);
    assert_eq!(run.status.code(), Some(2));
    let told = last_run(place.path());
    let reason = told["meetings"][39]["reason"]["message"].as_str().unwrap();
    assert!(reason.contains("asks to wait 3600 s"), "{reason}");
    let alone = counts.lock().unwrap().alone.len();
    assert!(alone <= 4, "{alone} requests for what is to wait");
}

/// A calendar with this many meetings, or what is behind one of its links.
fn calendar_or_meeting(address: &str, meetings: usize) -> Reply {
    let rest = address.strip_prefix("/users/").unwrap();
    let (owner, below) = rest.split_once('/').unwrap();
    if below.starts_with("calendarView") {
        let event = |number| json!({"isOrganizer": true, "onlineMeeting": {"joinUrl": format!("https://teams.example/{owner}-{number}")}});
        let events: Vec<_> = (0..meetings).map(event).collect();
        return (200, json!({}), json!({ "value": events }));
    }
    match address.split_once("https://teams.example/") {
        Some((_, link)) => {
            let id = link.trim_end_matches("%27");
            (200, json!({}), json!({"value": [{ "id": id }]}))
        }
        None => well(&format!("/me/{below}")),
    }
}

/// The sessions of a webinar, or what is behind one of them.
fn webinar_or_session(address: &str, sessions: usize) -> Reply {
    let rest = address.strip_prefix("/solutions/virtualEvents/webinars/");
    let (event, below) = rest.unwrap().split_once('/').unwrap();
    match below.strip_prefix("sessions/") {
        None => {
            let session = |number| json!({"id": format!("{event}-{number}")});
            let sessions: Vec<_> = (0..sessions).map(session).collect();
            (200, json!({}), json!({ "value": sessions }))
        }
        Some(session) => well(&format!("/me/onlineMeetings/{session}")),
    }
}

/// Fetches what many are named for, in batches and alone; a run that hangs is ended after
/// a minute.
fn fetch_of_many(option: &str, (named, each): (usize, usize), answer: fn(&str, usize) -> Reply) {
    let ids: Vec<_> = (0..named).map(|number| format!("O{number}")).collect();
    let named: Vec<_> = ids.iter().flat_map(|id| [option, id]).collect();
    for batch in ["20", "1"] {
        let (graph, place) = (FakeGraph::start(), place());
        serve(&graph, move |address, _| answer(address, each));
        let options = [&["--batch", batch], named.as_slice()].concat();
        let run = graph.fetch(place.path(), &options);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(reports_in(place.path()).len(), ids.len() * each);
    }
}

#[test]
fn the_calendars_of_many_organizers_never_stop_each_other() {
    fetch_of_many("--organizer", (50, 20), calendar_or_meeting);
}

#[test]
fn the_sessions_of_many_webinars_never_stop_each_other() {
    fetch_of_many("--webinar", (20, 20), webinar_or_session);
}

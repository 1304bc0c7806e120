//! `rollbook doctor`: the words of a command tell what is checked before it runs.

use std::process::Output;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, ResponseTemplate};

use crate::fake_graph::{FakeGraph, Script, error, ok, online};
use crate::support::stdout;

const ALL: [&str; 6] = [
    "OnlineMeetingArtifact.Read.All",
    "OnlineMeetings.Read.All",
    "Calendars.Read",
    "VirtualEvent.Read.All",
    "User.Read.All",
    "GroupMember.Read.All",
];

fn token(claims: &Value) -> String {
    format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// Asks the doctor before `fetch` with these words; as JSON.
fn doctor(graph: &FakeGraph, roles: &[&str], words: &[&str]) -> (Output, Value) {
    let claims = json!({"exp": 4_000_000_000_u64, "tid": "T", "roles": roles});
    let run = online()
        .args(["doctor", "fetch"])
        .args(words)
        .args(["--report", "json"])
        .args(["--retry-budget", "0", "--graph-url", &graph.url()])
        .env("GRAPH_TOKEN", token(&claims))
        .output()
        .unwrap();
    let told = serde_json::from_slice(&run.stdout).unwrap_or_default();
    (run, told)
}

fn wrong(told: &Value) -> Vec<String> {
    let checks = told["checks"].as_array().unwrap().iter();
    let wrong = checks.filter(|check| check["verdict"] == "wrong");
    wrong
        .map(|check| {
            format!(
                "{}: {}",
                check["check"].as_str().unwrap(),
                check["message"].as_str().unwrap()
            )
        })
        .collect()
}

fn any(graph: &FakeGraph, below: &str, answer: ResponseTemplate) {
    graph.mount(Mock::given(path(format!("/v1.0{below}"))).respond_with(answer));
}

#[test]
fn each_command_needs_its_own_permissions_and_no_others() {
    let rows: [(&[&str], &[usize]); 7] = [
        (&["reports", "--meeting", "M", "--user", "U"], &[0]),
        (&["reports", "--join-id", "1", "--user", "U"], &[0, 1]),
        (&["reports", "--organizer", "U"], &[0, 1, 2]),
        (&["reports", "--organizers-from", "all"], &[0, 1, 2, 4]),
        (&["reports", "--organizers-from", "group:G"], &[0, 1, 2, 5]),
        (&["reports", "--webinar", "W"], &[0, 3]),
        (&["registrations", "--webinar", "W", "--output", "x"], &[3]),
    ];
    let graph = FakeGraph::start();
    let empty = || ok(&json!({"value": [{"id": "U"}]}));
    for below in [
        "/users",
        "/groups/G/transitiveMembers",
        "/users/U/calendarView",
        "/users/U/onlineMeetings",
        "/users/U/onlineMeetings/M/attendanceReports",
        "/solutions/virtualEvents/webinars/W/sessions",
    ] {
        any(&graph, below, empty());
    }
    for (words, needed) in rows {
        let roles: Vec<_> = needed.iter().map(|&number| ALL[number]).collect();
        let (run, told) = doctor(&graph, &roles, words);
        assert_eq!(run.status.code(), Some(0), "{words:?}: {}", stdout(&run));
        assert_eq!(told["healthy"], true);
        for lacks in &roles {
            let others: Vec<_> = ALL.into_iter().filter(|role| role != lacks).collect();
            let (run, told) = doctor(&graph, &others, words);
            assert_eq!(run.status.code(), Some(2), "{words:?} without {lacks}");
            assert_eq!(
                wrong(&told),
                [format!("permissions: the token lacks {lacks}")]
            );
        }
    }
}

#[test]
fn what_only_the_service_knows_is_asked_once_for_each_organizer() {
    let graph = FakeGraph::start();
    let refused = error(
        403,
        "Forbidden",
        "No Application Access Policy found for this app",
    );
    any(&graph, "/users/U/onlineMeetings", refused);
    let none = error(
        404,
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive",
    );
    any(&graph, "/users/U/calendarView", none);
    any(
        &graph,
        "/groups/G/transitiveMembers",
        error(403, "Authorization_RequestDenied", "no"),
    );
    let words = [
        "reports",
        "--organizer",
        "U",
        "--organizers-from",
        "group:G",
    ];
    let (run, told) = doctor(&graph, &ALL, &words);
    assert_eq!(run.status.code(), Some(2));
    let wrong = wrong(&told);
    let starts = [
        "calendar: ",
        "organizers: ",
        "organizer and access policy: ",
    ];
    assert_eq!(wrong.len(), starts.len(), "{wrong:#?}");
    for (wrong, start) in wrong.iter().zip(starts) {
        assert!(wrong.starts_with(start), "{wrong}");
    }
    let said = stdout(&run);
    for hint in [
        "GroupMember.Read.All",
        "New-CsApplicationAccessPolicy",
        "mailbox",
    ] {
        assert!(said.contains(hint), "`{hint}` in {said}");
    }
    assert_eq!(graph.requests().len(), 4);
}

#[test]
fn a_token_for_something_else_or_for_later_is_told() {
    let graph = FakeGraph::start();
    for (claims, told) in [
        (
            json!({"scp": "x", "aud": "https://management.azure.com"}),
            "made for https://management.azure.com",
        ),
        (
            json!({"scp": "x", "nbf": 4_000_000_000_u64}),
            "is not good before 2096",
        ),
    ] {
        let run = online()
            .args(["doctor", "--retry-budget", "0", "--graph-url", &graph.url()])
            .env("GRAPH_TOKEN", token(&claims))
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(stdout(&run).contains(told), "{}", stdout(&run));
        assert_eq!(graph.requests().len(), 1, "such a token is not sent");
        graph.reset();
    }
}

#[test]
fn a_network_that_answers_for_the_service_is_told_from_it() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<html>";
    let portal = "HTTP/1.1 302 Found\r\nLocation: http://portal.example/login\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    let asks = "HTTP/1.1 511 Network Authentication Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    for (answer, told) in [
        (page, "a web page (200 OK)"),
        (portal, "a redirect to http://portal.example"),
        (asks, "a request to sign in to the network"),
    ] {
        let network = Script::start(&[answer]);
        let run = online()
            .args([
                "doctor",
                "--retry-budget",
                "0",
                "--graph-url",
                &network.url("/v1.0"),
            ])
            .output()
            .unwrap();
        let said = stdout(&run);
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(
            said.contains(told) && said.contains("sign-in page"),
            "{said}"
        );
        assert_eq!(network.requests().len(), 1, "nothing else is asked");
    }
}

#[test]
fn a_proxy_that_wants_a_sign_in_says_how_to_give_it() {
    let asks = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    let proxy = Script::start(&[asks]);
    let run = online()
        .args([
            "doctor",
            "--retry-budget",
            "0",
            "--graph-url",
            "https://graph.example/v1.0",
        ])
        .env("HTTPS_PROXY", proxy.url(""))
        .output()
        .unwrap();
    let said = stdout(&run);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(
        said.contains("HTTPS_PROXY=http://NAME:PASSWORD@HOST"),
        "{said}"
    );
}

/// What the doctor says of a place before a command.
fn of_place(told: &Value, what: &str) -> (String, String) {
    let mut last_first = told["checks"].as_array().unwrap().iter().rev();
    let of = last_first.find(|check| check["check"] == what).unwrap();
    let text = |key: &str| of[key].as_str().unwrap().to_owned();
    (text("verdict"), text("message"))
}

#[test]
fn the_places_that_a_command_writes_to_are_looked_at_and_left_alone() {
    let (graph, place) = (FakeGraph::start(), crate::support::place());
    graph.meeting("M", &[]);
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let reports = |archive: &str| {
        let words = ["reports", "--meeting", "M", "--archive", archive];
        of_place(&doctor(&graph, &ALL, &words).1, "archive")
    };
    let (verdict, said) = reports(&path("new/archive"));
    assert_eq!(verdict, "ok", "{said}");
    assert!(said.contains("is not there yet"), "{said}");
    assert_eq!(
        std::fs::read_dir(place.path()).unwrap().count(),
        0,
        "nothing is made"
    );
    std::fs::write(path("file"), "mine").unwrap();
    let (verdict, said) = reports(&path("file"));
    assert_eq!(verdict, "wrong", "{said}");
    graph.fetch(&place.path().join("archive"), &["--meeting", "M"]);
    assert_eq!(reports(&path("archive")).0, "ok");
    std::fs::write(path("archive/.rollbook/index.ndjson"), "torn\n").unwrap();
    let (verdict, said) = reports(&path("archive"));
    assert!(
        verdict == "wrong" && said.contains("1 line of the index"),
        "{said}"
    );
    let list = |options: &[&str]| {
        let file = path("file");
        let words = ["registrations", "--webinar", "W", "--output", &file];
        of_place(
            &doctor(&graph, &ALL, &[&words, options].concat()).1,
            "output",
        )
        .0
    };
    assert_eq!(
        (list(&[]).as_str(), list(&["--force"]).as_str()),
        ("wrong", "ok")
    );
}

#[test]
fn call_records_of_whoever_signed_in_are_refused_before_anything_is_asked() {
    let graph = FakeGraph::start();
    let archive = crate::support::place();
    let words = ["--organizer", "me", "--source", "call-records"];
    let run = graph.fetch(archive.path(), &words);
    let said = crate::support::stderr(&run);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(
        said.contains("nobody is `me`") && said.contains("principal name"),
        "{said}"
    );
    assert!(graph.asked().is_empty());
}

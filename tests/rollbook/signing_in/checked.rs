//! What the doctor says of a sign-in.

use super::*;

/// A token that says this of itself.
fn speaking_token(claims: &Value) -> String {
    format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

fn doctor(graph: &FakeGraph, token: &str, options: &[&str]) -> Output {
    let mut command = online();
    command
        .args(["doctor", "--graph-url", &graph.url(), "--retry-budget", "1"])
        .args(options);
    command.env("GRAPH_TOKEN", token).output().unwrap()
}

#[test]
fn the_doctor_finds_nothing_where_all_is_well() {
    let graph = FakeGraph::start();
    let token = speaking_token(
        &json!({"exp": 4_000_000_000_u64, "tid": "T1", "roles": ["OnlineMeetingArtifact.Read.All", "OnlineMeetings.Read.All"]}),
    );
    let empty = ok(&json!({"value": []}));
    for below in [
        "/v1.0/users/U/onlineMeetings",
        "/v1.0/users/U/onlineMeetings/M/attendanceReports",
    ] {
        graph.mount(Mock::given(path(below)).respond_with(empty.clone()));
    }
    let run = doctor(&graph, &token, &["--user", "U", "--meeting", "M"]);
    let said = stdout(&run);
    assert_eq!(run.status.code(), Some(0), "{said}");
    let checked: Vec<_> = said
        .lines()
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(
        checked,
        [
            "connection",
            "clock",
            "sign-in",
            "tenant",
            "permissions",
            "organizer and access policy",
            "meeting"
        ]
        .map(|what| format!("ok       {what}"))
    );
    assert_eq!(graph.requests().len(), 3);
    assert!(!graph.requests()[0].headers.contains_key("authorization"));
    assert!(!said.contains(&token));
}

#[test]
fn the_doctor_says_what_mends_what_is_wrong() {
    let graph = FakeGraph::start();
    let policy = error(
        403,
        "Forbidden",
        "No Application Access Policy found for this app",
    );
    graph.mount(Mock::given(path("/v1.0/users/U/onlineMeetings")).respond_with(policy));
    let token =
        speaking_token(&json!({"exp": 4_000_000_000_u64, "roles": ["OnlineMeetings.Read.All"]}));
    let run = doctor(&graph, &token, &["--user", "U"]);
    let said = stdout(&run);
    assert_eq!(run.status.code(), Some(2));
    for words in [
        "lacks OnlineMeetingArtifact.Read.All",
        "admin consent",
        "New-CsApplicationAccessPolicy",
    ] {
        assert!(said.contains(words), "`{words}` in {said}");
    }
    let expired = speaking_token(&json!({"exp": 1, "scp": "OnlineMeetings.Read"}));
    let run = doctor(&graph, &expired, &[]);
    assert!(
        stdout(&run).contains("the token has expired"),
        "{}",
        stdout(&run)
    );
    let mut command = signed_out();
    let run = command
        .args(["doctor", "--graph-url", &graph.url()])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stdout(&run).contains("nobody is signed in"),
        "{}",
        stdout(&run)
    );
}

#[test]
fn the_doctor_says_why_a_certificate_cannot_be_used() {
    let (graph, home) = (FakeGraph::start(), place());
    let file = home.path().join("rollbook.pfx");
    fs::write(&file, [0x30, 0x82, 0x01, 0x02]).unwrap();
    let file = file.to_str().unwrap();
    let arguments = ["doctor", "--certificate", file];
    let run = command(&graph, home.path(), &arguments).output().unwrap();
    let said = stdout(&run);
    assert_eq!(run.status.code(), Some(2), "{said}");
    for words in [
        "wrong    sign-in",
        "no PFX file that can be read",
        "openssl pkcs12 -in",
    ] {
        assert!(said.contains(words), "`{words}` in {said}");
    }
}

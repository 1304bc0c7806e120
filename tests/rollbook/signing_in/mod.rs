//! Every way to sign in, `login`, `logout` and `doctor`; secrets stay where they belong.

mod checked;
mod people;

use crate::fake_graph::{FakeGraph, TOKEN, error, ok, online, report, signed_out};
use crate::support::{files, place, program, stderr, stdout};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Output;
use wiremock::matchers::{header, path};
use wiremock::{Mock, ResponseTemplate};

const SECRET: &str = "the~client.secret";
const REFRESH: &str = "the-refresh-token";

pub fn granted(token: &str) -> ResponseTemplate {
    ok(
        &json!({"token_type": "Bearer", "access_token": token, "expires_in": 3600, "refresh_token": REFRESH}),
    )
}

pub fn refused(code: &str, words: &str) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({"error": code, "error_description": words}))
}

/// A command that signs in at the fake, with this folder as its home.
fn command(graph: &FakeGraph, home: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = signed_out();
    command.args(arguments);
    if arguments[0] != "logout" {
        command.args([
            "--graph-url",
            &graph.url(),
            "--authority",
            &graph.authority(),
        ]);
        command.args(["--tenant", "T", "--client-id", "C", "--retry-budget", "2"]);
    }
    for name in ["HOME", "XDG_CONFIG_HOME", "APPDATA"] {
        command.env(name, home);
    }
    command
}

pub fn fetch(graph: &FakeGraph, home: &Path) -> assert_cmd::Command {
    let archive = home.join("archive");
    let archive = archive.to_str().unwrap();
    command(
        graph,
        home,
        &["fetch", "reports", "--meeting", "M", "--archive", archive],
    )
}

/// Nothing that was said or written, but for the kept sign-in, holds a secret.
pub fn assert_discreet(run: &Output, home: &Path) {
    let written = files(home)
        .into_iter()
        .filter(|(name, _)| !name.ends_with("sign-in.json"));
    let said = [run.stdout.clone(), run.stderr.clone()];
    for bytes in written.map(|(_, bytes)| bytes).chain(said) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for secret in [SECRET, TOKEN, REFRESH] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

fn kept(home: &Path) -> Option<(std::path::PathBuf, Value)> {
    let (name, bytes) = files(home)
        .into_iter()
        .find(|(name, _)| name.ends_with("sign-in.json"))?;
    Some((home.join(name), serde_json::from_slice(&bytes).unwrap()))
}

#[test]
fn an_application_signs_in_with_its_secret_once_for_a_run() {
    let (graph, home) = (FakeGraph::start(), place());
    let words = [
        "grant_type=client_credentials",
        "client_id=C",
        "client_secret=the%7Eclient.secret",
        "graph.microsoft.com%2F.default",
    ];
    graph.sign_in("token", &words, 1, granted(TOKEN));
    graph.meeting(
        "M",
        &[report("r1", "2026-10-06"), report("r2", "2026-10-13")],
    );
    let run = fetch(&graph, home.path())
        .env("AZURE_CLIENT_SECRET", SECRET)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_discreet(&run, home.path());
}

#[test]
fn a_token_that_the_service_no_longer_takes_is_renewed_once() {
    let (graph, home) = (FakeGraph::start(), place());
    graph.sign_in("token", &[], 1, granted("stale-token"));
    graph.sign_in("token", &[], 1, granted(TOKEN));
    let stale = Mock::given(header("authorization", "Bearer stale-token"));
    graph.mount(stale.respond_with(error(401, "InvalidAuthenticationToken", "expired")));
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let run = fetch(&graph, home.path())
        .env("AZURE_CLIENT_SECRET", SECRET)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
}

#[test]
fn a_refused_sign_in_says_what_mends_it_and_asks_for_nothing_else() {
    for (words, hint) in [
        (
            "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1",
            "not its id",
        ),
        (
            "AADSTS700016: Application with identifier 'C' was not found",
            "AZURE_CLIENT_ID",
        ),
    ] {
        let (graph, home) = (FakeGraph::start(), place());
        graph.sign_in("token", &[], 1, refused("invalid_client", words));
        let run = fetch(&graph, home.path())
            .env("AZURE_CLIENT_SECRET", SECRET)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(4));
        assert!(
            stderr(&run).contains(hint) && stderr(&run).contains("AADSTS"),
            "{}",
            stderr(&run)
        );
        assert_eq!(graph.requests().len(), 1);
        assert_discreet(&run, home.path());
    }
}

/// Signs in with a secret and fetches.
fn fetch_with_secret(graph: &FakeGraph, home: &Path) -> Output {
    let mut command = fetch(graph, home);
    command.env("AZURE_CLIENT_SECRET", SECRET).output().unwrap()
}

#[test]
fn a_busy_authority_is_waited_for_as_long_as_it_asks() {
    let page = ResponseTemplate::new(503).set_body_raw("<html>busy", "text/html");
    for busy in [
        page.clone(),
        page.insert_header("retry-after", "0.6"),
        ResponseTemplate::new(429).insert_header("retry-after", "1"),
        ResponseTemplate::new(500),
    ] {
        let (graph, home) = (FakeGraph::start(), place());
        graph.sign_in("token", &[], 1, busy);
        graph.sign_in("token", &[], 1, granted(TOKEN));
        graph.meeting("M", &[report("r1", "2026-10-06")]);
        let run = fetch_with_secret(&graph, home.path());
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_discreet(&run, home.path());
    }
}

#[test]
fn a_refusal_in_words_is_told_and_only_a_mistake_is_tried_again() {
    let said = json!({"error": "server_error", "error_description": "AADSTS90033: try again"});
    for (status, tries) in [(400, 1), (500, 3)] {
        let (graph, home) = (FakeGraph::start(), place());
        let words = ResponseTemplate::new(status).set_body_json(&said);
        graph.sign_in("token", &[], 9, words);
        let run = fetch_with_secret(&graph, home.path());
        assert_eq!(run.status.code(), Some(4));
        assert_eq!(graph.requests().len(), tries);
        assert!(stderr(&run).contains("AADSTS90033"), "{}", stderr(&run));
    }
}

#[test]
fn an_authority_that_stays_busy_is_given_up_in_time() {
    for (asked, tries, told) in [
        (
            "90000",
            1..=1,
            "503 Service Unavailable and asks to wait 90000 s",
        ),
        ("0.5", 2..=6, "503 Service Unavailable and asks to wait"),
    ] {
        let (graph, home) = (FakeGraph::start(), place());
        let busy = ResponseTemplate::new(503).insert_header("retry-after", asked);
        graph.sign_in("token", &[], 99, busy);
        let start = std::time::Instant::now();
        let run = fetch_with_secret(&graph, home.path());
        let asked = graph.requests().len();
        assert_eq!(run.status.code(), Some(4));
        assert!(tries.contains(&asked), "{asked} tries");
        assert!(stderr(&run).contains(told), "{}", stderr(&run));
        assert!(start.elapsed().as_secs() < 60);
    }
}

/// A port at which nobody answers yet, and which nobody else gets meanwhile.
fn taken_port() -> (socket2::Socket, std::net::SocketAddr) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    let any = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(&any.into()).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    (socket, address)
}

#[test]
fn an_authority_that_comes_up_late_is_waited_for() {
    let (taken, address) = taken_port();
    let answer = json!({"token_type": "Bearer", "access_token": TOKEN, "expires_in": 3600});
    let answer = answer.to_string();
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(700));
        taken.listen(8).unwrap();
        for stream in std::net::TcpListener::from(taken).incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
            let _ = write!(
                stream,
                "{head}\r\nContent-Length: {}\r\n\r\n{answer}",
                answer.len()
            );
        }
    });
    let (graph, home) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let archive = home.path().join("archive");
    let run = signed_out()
        .args(["fetch", "reports", "--meeting", "M", "--tenant", "T"])
        .args(["--client-id", "C", "--retry-budget", "5"])
        .args(["--graph-url", &graph.url()])
        .args(["--authority", &format!("http://{address}")])
        .arg("--archive")
        .arg(archive)
        .env("AZURE_CLIENT_SECRET", SECRET)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
}

#[test]
fn an_authority_that_answers_something_else_is_named_and_its_answer_not_shown() {
    let (graph, home) = (FakeGraph::start(), place());
    graph.sign_in("token", &[], 1, ok(&json!({"access": TOKEN})));
    let run = fetch(&graph, home.path())
        .env("AZURE_CLIENT_SECRET", SECRET)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(4));
    assert!(
        stderr(&run).contains("something else than a token"),
        "{}",
        stderr(&run)
    );
    assert_discreet(&run, home.path());
}

#[cfg(unix)]
#[test]
fn the_azure_command_line_signs_in_on_wish() {
    use std::os::unix::fs::PermissionsExt;
    let (graph, home) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let az = home.path().join("az");
    let answer =
        json!({"accessToken": TOKEN, "expires_on": 4_000_000_000_u64, "tokenType": "Bearer"});
    fs::write(&az, format!("#!/bin/sh\necho '{answer}'\n")).unwrap();
    fs::set_permissions(&az, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!(
        "{}:{}",
        home.path().display(),
        std::env::var("PATH").unwrap()
    );
    let run = fetch(&graph, home.path())
        .args(["--sign-in", "azure-cli"])
        .env("PATH", path)
        .output()
        .unwrap();
    fs::remove_file(az).unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_discreet(&run, home.path());
}

#[test]
fn a_managed_identity_signs_in_on_wish() {
    let (graph, home) = (FakeGraph::start(), place());
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let answer = json!({"access_token": TOKEN, "expires_on": "4000000000", "resource": "r", "token_type": "Bearer"});
    let identity = Mock::given(path("/identity")).and(header("x-identity-header", "proof"));
    graph.mount(identity.respond_with(ok(&answer)));
    let run = fetch(&graph, home.path())
        .args(["--sign-in", "managed-identity"])
        .env(
            "IDENTITY_ENDPOINT",
            format!("{}/identity", graph.authority()),
        )
        .env("IDENTITY_HEADER", "proof")
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_discreet(&run, home.path());
}

#[test]
fn a_machine_elsewhere_than_in_azure_is_told_so_at_once() {
    let (graph, home) = (FakeGraph::start(), place());
    let start = std::time::Instant::now();
    let run = fetch(&graph, home.path())
        .args(["--sign-in", "managed-identity"])
        .output()
        .unwrap();
    let said = stderr(&run);
    assert_eq!(run.status.code(), Some(4), "{said}");
    assert!(
        said.contains("could not sign in with the managed identity") && said.contains("--sign-in"),
        "{said}"
    );
    assert!(start.elapsed() < std::time::Duration::from_secs(60));
}

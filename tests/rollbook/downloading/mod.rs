//! `rollbook fetch attendee-report` and its like: the link lives a minute and leads
//! to a stranger, who gets the request for the file and nothing else.

mod resumed;

use crate::fake_graph::{FakeGraph, Script, TOKEN, error, online};
use crate::support::{files, place, stderr, stdout};
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};
use wiremock::{Mock, ResponseTemplate};

const REPORT: &str = "/me/onlineMeetings/M/attendeeReport";

fn fetch(graph: &FakeGraph, what: &str, output: &Path, options: &[&str]) -> Output {
    let mut command = online();
    command.args(["fetch", what, "--meeting", "M", "--retry-budget", "4"]);
    command
        .args(["--graph-url", &graph.url(), "--output"])
        .arg(output)
        .args(options);
    command.output().expect("it runs")
}

fn link_to(url: &str) -> ResponseTemplate {
    ResponseTemplate::new(302).insert_header("location", url)
}

/// A whole answer with this body and an entity tag.
fn whole(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"v1\"\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The rest of an answer, from this byte on.
fn rest(body: &str, from: usize) -> String {
    format!(
        "HTTP/1.1 206 Partial Content\r\nConnection: close\r\nETag: \"v1\"\r\nContent-Length: {}\r\nContent-Range: bytes {from}-{}/{}\r\n\r\n{}",
        body.len() - from,
        body.len() - 1,
        body.len(),
        &body[from..]
    )
}

/// The same answer with these headers in place of its entity tag.
fn tagged(answer: &str, headers: &str) -> String {
    answer.replace("ETag: \"v1\"", headers)
}

/// The answer, cut after this many bytes of the body.
fn cut(body: &str, after: usize) -> String {
    let answer = whole(body);
    answer[..answer.len() - body.len() + after].to_owned()
}

const EXPIRED: &str = "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const FILE: &str = "Session Id,Participant Id\r\n1,2\r\n";

#[test]
fn each_artifact_is_stored_as_it_came() {
    for (what, path) in [
        (
            "attendee-report",
            "/v1.0/me/onlineMeetings/M/attendeeReport",
        ),
        ("recording", "/beta/me/onlineMeetings/M/recording"),
        (
            "alternative-recording",
            "/beta/me/onlineMeetings/M/alternativeRecording",
        ),
    ] {
        let (graph, place) = (FakeGraph::start(), place());
        let stranger = Script::start(&[&whole(FILE)]);
        let link = link_to(&stranger.url("/f?sig=1"));
        graph.mount(Mock::given(wiremock::matchers::path(path)).respond_with(link));
        let output = place.path().join("file");
        let run = fetch(&graph, what, &output, &[]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(
            files(place.path()).into_iter().collect::<Vec<_>>(),
            [("file".into(), FILE.as_bytes().to_vec())]
        );
        assert!(
            stdout(&run).starts_with("Fetched 32 bytes from 127.0.0.1\n"),
            "{}",
            stdout(&run)
        );
    }
}

#[test]
fn a_link_comes_with_200_or_302_and_a_success_without_link_is_told() {
    for (status, body) in [(200, ""), (200, "{}"), (302, ""), (307, "")] {
        let (graph, place) = (FakeGraph::start(), place());
        let stranger = Script::start(&[&whole(FILE)]);
        let link = wiremock::ResponseTemplate::new(status).set_body_string(body);
        let link = link.insert_header("location", stranger.url("/f").as_str());
        graph.answer("/me/onlineMeetings/M/attendeeReport", link);
        let output = place.path().join("file");
        let run = fetch(
            &graph,
            "attendee-report",
            &output,
            &["--odata", "$select=a"],
        );
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(std::fs::read(&output).unwrap(), FILE.as_bytes());
        assert!(graph.asked()[0].ends_with("/attendeeReport?$select=a"));
    }
    let (graph, place) = (FakeGraph::start(), place());
    let none = wiremock::ResponseTemplate::new(200).set_body_string(FILE);
    graph.answer("/me/onlineMeetings/M/attendeeReport", none);
    let run = fetch(&graph, "attendee-report", &place.path().join("file"), &[]);
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("without saying where"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn the_stranger_gets_no_token_no_referer_and_no_ids() {
    let (graph, place) = (FakeGraph::start(), place());
    let further = Script::start(&[&whole(FILE)]);
    let redirect = format!(
        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        further.url("/g")
    );
    let stranger = Script::start(&[&redirect]);
    graph.answer(REPORT, link_to(&stranger.url("/f")));
    let run = fetch(&graph, "attendee-report", &place.path().join("f"), &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let heard = [stranger.requests(), further.requests()].concat();
    assert_eq!(heard.len(), 2);
    for request in heard {
        for word in ["authorization", "referer", "client-request-id", TOKEN] {
            assert!(!request.contains(word), "{word} in {request}");
        }
    }
}

#[test]
fn an_expired_link_is_replaced_by_a_fresh_one() {
    let (graph, place) = (FakeGraph::start(), place());
    let stranger = Script::start(&[EXPIRED, &whole(FILE)]);
    graph.answer_first(REPORT, 1, link_to(&stranger.url("/old")));
    graph.answer(REPORT, link_to(&stranger.url("/fresh")));
    let output = place.path().join("f");
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(stranger.requests()[1].starts_with("get /fresh "));
    assert_eq!(fs::read_to_string(output).unwrap(), FILE);
}

#[test]
fn a_file_that_is_always_refused_is_told_and_given_up() {
    let (graph, place) = (FakeGraph::start(), place());
    let stranger = Script::start(&[EXPIRED]);
    graph.answer(REPORT, link_to(&stranger.url("/f?sig=secret-signature")));
    let start = Instant::now();
    let run = fetch(&graph, "attendee-report", &place.path().join("f"), &[]);
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("127.0.0.1 answered 403 Forbidden in place of the file"),
        "{}",
        stderr(&run)
    );
    assert!(!stderr(&run).contains("secret-signature"));
    assert!(start.elapsed() < Duration::from_secs(60) && !place.path().join("f").exists());
}

#[test]
fn a_host_that_asks_for_more_time_than_there_is_is_not_asked_again() {
    for asked in ["3600", "90000"] {
        let (graph, place) = (FakeGraph::start(), place());
        let busy = format!(
            "HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nRetry-After: {asked}\r\nContent-Length: 0\r\n\r\n"
        );
        let stranger = Script::start(&[&busy]);
        graph.answer(REPORT, link_to(&stranger.url("/f")));
        let run = fetch(&graph, "attendee-report", &place.path().join("f"), &[]);
        assert_eq!((run.status.code(), stranger.requests().len()), (Some(2), 1));
        let told = format!("asks to wait {asked} s");
        assert!(stderr(&run).contains(&told), "{}", stderr(&run));
    }
}

#[test]
fn what_is_no_file_is_refused_by_name() {
    let page = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
    for (answer, words) in [
        (page.to_owned(), "a web page"),
        (whole(""), "an empty file"),
        ("HTTP/1.1 204 No Content\r\n\r\n".into(), "nothing"),
    ] {
        let (graph, place) = (FakeGraph::start(), place());
        graph.answer(REPORT, link_to(&Script::start(&[&answer]).url("/f")));
        let output = place.path().join("f");
        let run = fetch(&graph, "attendee-report", &output, &[]);
        assert_eq!((run.status.code(), output.exists()), (Some(2), false));
        assert!(
            stderr(&run).contains(words),
            "`{words}` in {}",
            stderr(&run)
        );
    }
}

#[test]
fn a_link_that_is_not_safe_is_not_followed() {
    for link in [
        "http://files.example/f",
        "ftp://127.0.0.1/f",
        "file:///etc/passwd",
    ] {
        let (graph, place) = (FakeGraph::start(), place());
        graph.answer(REPORT, link_to(link));
        let run = fetch(&graph, "attendee-report", &place.path().join("f"), &[]);
        assert_eq!(run.status.code(), Some(2));
        assert!(
            stderr(&run).contains("only https is safe"),
            "{}",
            stderr(&run)
        );
    }
}

#[test]
fn a_refusal_of_the_service_says_what_to_do() {
    let (graph, place) = (FakeGraph::start(), place());
    graph.answer(
        REPORT,
        error(
            500,
            "General",
            "Object reference not set to an instance of an object.",
        ),
    );
    let run = fetch(&graph, "attendee-report", &place.path().join("f"), &[]);
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("500")
            && said.contains("the-request-id")
            && said.contains("report it to Microsoft"),
        "{said}"
    );
    assert_eq!(graph.requests().len(), 3);
}

#[test]
fn only_the_link_is_printed_on_wish_and_nothing_fetched() {
    let graph = FakeGraph::start();
    let stranger = Script::start(&[&whole(FILE)]);
    let link = stranger.url("/f?sig=1");
    graph.answer(REPORT, link_to(&link));
    let mut command = online();
    command.args([
        "fetch",
        "attendee-report",
        "--meeting",
        "M",
        "--print-link",
        "--graph-url",
        &graph.url(),
    ]);
    let run = command.output().unwrap();
    assert_eq!((run.status.code(), stdout(&run)), (Some(0), link + "\n"));
    assert_eq!(stranger.requests().len(), 0);
}

#[test]
fn a_file_that_is_there_stays_unless_forced() {
    let (graph, place) = (FakeGraph::start(), place());
    graph.answer(REPORT, link_to(&Script::start(&[&whole(FILE)]).url("/f")));
    let output = place.path().join("f");
    fs::write(&output, "mine").unwrap();
    let run = fetch(&graph, "attendee-report", &output, &[]);
    assert_eq!(
        (run.status.code(), fs::read_to_string(&output).unwrap()),
        (Some(2), "mine".into())
    );
    let run = fetch(&graph, "attendee-report", &output, &["--force"]);
    assert_eq!(
        (run.status.code(), fs::read_to_string(&output).unwrap()),
        (Some(0), FILE.into())
    );
}

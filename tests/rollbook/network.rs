//! What lies between here and the service: proxies, clocks, connections that break.

use std::io::{Write, copy};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use crate::fake_graph::{BehindTls, Script, TOKEN, head, online};
use crate::support::{place, stderr, stdout};

const EMPTY_LIST: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{\"value\":[]}";

/// A proxy that lets everybody through to one server, whatever they ask for.
struct Proxy {
    url: String,
    /// The heads of what it was asked.
    asked: Receiver<String>,
}

impl Proxy {
    fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, asked) = channel();
        let server = server.to_owned();
        thread::spawn(move || {
            for visitor in listener.incoming() {
                let mut visitor = visitor.unwrap();
                sender.send(head(&mut visitor)).unwrap();
                visitor.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
                let behind = TcpStream::connect(&server).unwrap();
                let ways = [(&visitor, &behind), (&behind, &visitor)];
                for (from, to) in ways {
                    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    thread::spawn(move || copy(&mut from, &mut to));
                }
            }
        });
        Self { url, asked }
    }
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused_and_not_passed_by() {
    let (server, place) = (Script::start(&[EMPTY_LIST]), place());
    let run = online()
        .args(["fetch", "reports", "--meeting", "M", "--graph-url"])
        .arg(server.url("/v1.0"))
        .arg("--archive")
        .arg(place.path().join("archive"))
        .env("HTTPS_PROXY", "http://user:se#cret@pro xy:8080")
        .output()
        .unwrap();
    let said = stderr(&run);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(
        said.contains("HTTPS_PROXY") && said.contains("%40") && !said.contains("cret"),
        "{said}"
    );
    assert!(server.requests().is_empty());
}

#[test]
fn a_proxy_is_used_and_sees_neither_token_nor_request() {
    let place = place();
    let server = BehindTls::named("graph.example", EMPTY_LIST);
    let bundle = place.path().join("company.pem");
    std::fs::write(&bundle, &server.certificate).unwrap();
    let address = server.url.trim_start_matches("https://");
    let proxy = Proxy::to(address.trim_end_matches("/v1.0"));
    let run = online()
        .args(["fetch", "reports", "--meeting", "M", "--retry-budget", "1"])
        .args(["--graph-url", "https://graph.example/v1.0", "--ca-bundle"])
        .arg(&bundle)
        .arg("--archive")
        .arg(place.path().join("archive"))
        .env("HTTPS_PROXY", &proxy.url)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    assert!(
        stderr(&run).contains("no attendance report yet"),
        "{}",
        stderr(&run)
    );
    let asked = proxy.asked.recv().unwrap();
    assert!(
        asked.starts_with("connect graph.example:443 http/1.1"),
        "{asked}"
    );
    assert!(
        !asked.contains(&TOKEN.to_lowercase()) && !asked.contains("onlinemeetings"),
        "{asked}"
    );
}

#[test]
fn a_proxy_that_lets_nobody_through_is_told_with_a_way_out() {
    let place = place();
    let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    let proxy = Script::start(&[refusal]);
    let run = online()
        .args(["fetch", "reports", "--meeting", "M", "--retry-budget", "0"])
        .args(["--graph-url", "https://graph.example/v1.0", "--archive"])
        .arg(place.path())
        .env("HTTPS_PROXY", proxy.url(""))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("no connection came about") && said.contains("HTTPS_PROXY"),
        "{said}"
    );
    assert!(!proxy.requests()[0].contains(&TOKEN.to_lowercase()));
}

#[test]
fn a_connection_that_is_reset_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1.0", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        // Hanging up with the request unread resets the connection.
        let (unread, _) = listener.accept().unwrap();
        thread::sleep(std::time::Duration::from_millis(100));
        drop(unread);
        let (mut visitor, _) = listener.accept().unwrap();
        let request = head(&mut visitor);
        visitor.write_all(EMPTY_LIST.as_bytes()).unwrap();
        request
    });
    let place = place();
    let run = crate::fake_graph::fetch_from(&url, place.path(), &["--meeting", "M"]);
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    assert!(
        server
            .join()
            .unwrap()
            .starts_with("get /v1.0/me/onlinemeetings/m/")
    );
}

#[test]
fn the_doctor_sees_a_clock_that_is_off() {
    let answer = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    let graph = Script::start(&[answer]);
    let run = online()
        .args([
            "doctor",
            "--retry-budget",
            "0",
            "--graph-url",
            &graph.url("/v1.0"),
        ])
        .output()
        .unwrap();
    let said = stdout(&run);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(
        said.contains("wrong    clock: this computer is") && said.contains("ahead of the service"),
        "{said}"
    );
    assert!(said.contains("set the clock"), "{said}");
}

//! A Microsoft Graph of our own on 127.0.0.1, and the program run against it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, header, method, path, query_param};
use wiremock::{Mock, MockBuilder, MockServer, Request, Respond, ResponseTemplate};

use crate::support::rollbook;

/// The token of all tests; it must turn up nowhere.
pub const TOKEN: &str = "eyJhbGciOi.very-secret-token.sig-nature";

/// A server that plays Graph.
pub struct FakeGraph {
    server: MockServer,
    runtime: tokio::runtime::Runtime,
}

impl FakeGraph {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(MockServer::start());
        Self { server, runtime }
    }

    /// The base address to name with `--graph-url`.
    pub fn url(&self) -> String {
        format!("{}/v1.0", self.server.uri())
    }

    /// Answers a path below the base; only to those who have the token.
    pub fn answer(&self, below: &str, response: impl Respond + 'static) {
        self.mount(at(&format!("/v1.0{below}")).respond_with(response));
    }

    /// Answers once, before any other answer to that path.
    pub fn answer_first(&self, below: &str, times: u64, response: ResponseTemplate) {
        let mock = at(&format!("/v1.0{below}")).respond_with(response);
        self.mount(mock.up_to_n_times(times).with_priority(1));
    }

    /// Answers a path with this query parameter.
    pub fn answer_query(&self, below: &str, name: &str, value: &str, response: ResponseTemplate) {
        let mock = at(&format!("/v1.0{below}")).and(query_param(name, value));
        self.mount(mock.respond_with(response).with_priority(2));
    }

    pub fn mount(&self, mock: Mock) {
        self.runtime.block_on(mock.mount(&self.server));
    }

    /// Plays a meeting of `me` with these reports.
    pub fn meeting(&self, id: &str, reports: &[Value]) {
        self.meeting_at(&format!("/me/onlineMeetings/{id}"), reports);
    }

    /// Plays a meeting at a path.
    pub fn meeting_at(&self, below: &str, reports: &[Value]) {
        let mut listed = reports.to_vec();
        for report in &mut listed {
            report.as_object_mut().unwrap().remove("attendanceRecords");
            let id = report["id"].as_str().unwrap().to_owned();
            let whole = reports.iter().find(|report| report["id"] == *id).unwrap();
            self.answer(&format!("{below}/attendanceReports/{id}"), ok(whole));
        }
        self.answer(
            &format!("{below}/attendanceReports"),
            ok(&json!({ "value": listed })),
        );
    }

    /// Where it signs people and programs in.
    pub fn authority(&self) -> String {
        self.server.uri()
    }

    /// Answers a sign-in request whose form holds these words, this often.
    pub fn sign_in(&self, endpoint: &str, words: &[&str], times: u64, response: ResponseTemplate) {
        let mut mock = Mock::given(method("POST")).and(path(format!("/T/oauth2/v2.0/{endpoint}")));
        for word in words {
            mock = mock.and(body_string_contains(*word));
        }
        self.mount(mock.respond_with(response).up_to_n_times(times));
    }

    /// Forgets all answers and requests.
    pub fn reset(&self) {
        self.runtime.block_on(self.server.reset());
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.runtime
            .block_on(self.server.received_requests())
            .unwrap()
    }

    /// The paths and queries asked for so far.
    pub fn asked(&self) -> Vec<String> {
        let shown = |request: &Request| {
            let query = request.url.query().map(|query| format!("?{query}"));
            request.url.path().to_owned() + &query.unwrap_or_default()
        };
        self.requests().iter().map(shown).collect()
    }

    /// Runs `rollbook fetch reports` against it.
    pub fn fetch(&self, archive: &Path, options: &[&str]) -> Output {
        fetch_from(&self.url(), archive, options)
    }
}

fn at(whole_path: &str) -> MockBuilder {
    Mock::given(method("GET"))
        .and(path(whole_path))
        .and(header("authorization", format!("Bearer {TOKEN}").as_str()))
}

/// A good answer.
pub fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// An error answer in the service's form.
pub fn error(status: u16, code: &str, message: &str) -> ResponseTemplate {
    let body = json!({"error": {"code": code, "message": message, "innerError": {"request-id": "inner-id"}}});
    ResponseTemplate::new(status)
        .set_body_json(body)
        .insert_header("request-id", "the-request-id")
}

/// A report that ended long ago, with one record.
pub fn report(id: &str, day: &str) -> Value {
    json!({
        "id": id,
        "totalParticipantCount": 1,
        "meetingStartDateTime": format!("{day}T09:00:00Z"),
        "meetingEndDateTime": format!("{day}T10:00:00Z"),
        "attendanceRecords": [record("1", day)],
    })
}

/// A record of 600 seconds.
pub fn record(id: &str, day: &str) -> Value {
    json!({
        "id": id,
        "emailAddress": format!("{id}@contoso.example"),
        "totalAttendanceInSeconds": 600,
        "role": "Organizer",
        "identity": {"id": id, "displayName": "Anna"},
        "attendanceIntervals": [{
            "joinDateTime": format!("{day}T09:00:00Z"),
            "leaveDateTime": format!("{day}T09:10:00Z"),
            "durationInSeconds": 600
        }]
    })
}

/// The program with the token, and without what this machine knows of accounts and proxies.
pub fn online() -> assert_cmd::Command {
    let mut command = signed_out();
    command.env("GRAPH_TOKEN", TOKEN);
    command
}

/// The same without any token.
pub fn signed_out() -> assert_cmd::Command {
    let mut command = rollbook();
    command.timeout(std::time::Duration::from_secs(60));
    for (name, _) in std::env::vars() {
        let of_machine = ["AZURE_", "IDENTITY_", "GRAPH_TOKEN"]
            .iter()
            .any(|start| name.starts_with(start));
        if of_machine || name.to_ascii_uppercase().ends_with("_PROXY") {
            command.env_remove(name);
        }
    }
    for home in ["HOME", "XDG_CONFIG_HOME", "APPDATA"] {
        command.env(home, "/nobody-is-at-home");
    }
    command
}

/// Runs `rollbook fetch reports` against a server.
pub fn fetch_from(url: &str, archive: &Path, options: &[&str]) -> Output {
    online()
        .args([
            "fetch",
            "reports",
            "--retry-budget",
            "2",
            "--graph-url",
            url,
        ])
        .arg("--archive")
        .arg(archive)
        .args(options)
        .output()
        .expect("it runs")
}

/// What the last run says of itself, which is as its schema says.
pub fn last_run(archive: &Path) -> Value {
    let text = std::fs::read(archive.join(".rollbook/fetch.json")).expect("the run wrote it");
    let run = serde_json::from_slice(&text).expect("it is JSON");
    crate::run_schema::assert_as_written(&run);
    run
}

/// A server that sends what it is told, byte by byte, and hangs up; for what no good server does.
pub struct Script {
    origin: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// Sends these answers, one a connection; the last again and again.
    pub fn start(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let answers: Vec<String> = answers.iter().map(|&answer| answer.to_owned()).collect();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                heard.lock().unwrap().push(head(&mut stream));
                let answer = answers.get(number).or(answers.last()).unwrap();
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { origin, requests }
    }

    /// An address on it.
    pub fn url(&self, path: &str) -> String {
        self.origin.clone() + path
    }

    /// The heads of the requests so far, in lower case.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// The head of a request, in lower case.
pub fn head(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut piece = [0; 1024];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut piece) {
            Ok(read) if read > 0 => request.extend_from_slice(&piece[..read]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&request).to_lowercase()
}

/// The fake behind TLS, with a certificate that no system trusts.
pub struct BehindTls {
    /// The base address to name with `--graph-url`.
    pub url: String,
    /// Its certificate, in PEM.
    pub certificate: String,
}

impl BehindTls {
    /// Answers everybody with this, and hangs up.
    pub fn start(answer: &str) -> Self {
        Self::named("127.0.0.1", answer)
    }

    /// The same with a certificate for this host.
    pub fn named(host: &str, answer: &str) -> Self {
        let made = rcgen::generate_simple_self_signed([host.into()]).unwrap();
        let key =
            rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(
            rustls::crypto::aws_lc_rs::default_provider(),
        ))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}/v1.0", listener.local_addr().unwrap());
        let (config, answer) = (Arc::new(config), answer.to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let session = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = rustls::StreamOwned::new(session, stream.unwrap());
                // A visitor who does not trust us hangs up.
                if stream.read(&mut [0; 4096]).is_ok() {
                    let _ = stream.write_all(answer.as_bytes());
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            }
        });
        Self {
            url,
            certificate: made.cert.pem(),
        }
    }
}

/// A server whose answers never end: a blank every tenth of a second.
pub struct Drip {
    /// The base address to name with `--graph-url`.
    pub url: String,
}

impl Drip {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1.0", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                head(&mut stream);
                let begin = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n";
                let _ = stream.write_all(begin.as_bytes());
                while stream.write_all(b" ").is_ok() {
                    std::thread::sleep(std::time::Duration::from_millis(100));
                }
            }
        });
        Self { url }
    }
}

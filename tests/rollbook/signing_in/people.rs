//! People sign in, stay signed in, and sign out.

use super::*;

#[test]
fn a_person_signs_in_with_a_code_stays_signed_in_and_signs_out() {
    let (graph, home) = (FakeGraph::start(), place());
    let details = json!({"device_code": "D", "user_code": "ABCD-EFGH", "verification_uri": "https://login.example/device", "expires_in": 900, "interval": 1});
    graph.sign_in(
        "devicecode",
        &[
            "client_id=C",
            "OnlineMeetingArtifact.Read.All",
            "offline_access",
            "Calendars.Read",
        ],
        1,
        ok(&details),
    );
    graph.sign_in(
        "token",
        &["device_code=D"],
        1,
        refused("authorization_pending", ""),
    );
    graph.sign_in("token", &["device_code=D"], 1, granted(TOKEN));
    let run = command(
        &graph,
        home.path(),
        &["login", "--device-code", "--scope", "Calendars.Read"],
    )
    .output()
    .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(
        stderr(&run).contains("open https://login.example/device and enter the code ABCD-EFGH"),
        "{}",
        stderr(&run)
    );
    assert_discreet(&run, home.path());

    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let run = fetch(&graph, home.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_discreet(&run, home.path());

    let (file, mut sign_in) = kept(home.path()).expect("it is kept");
    sign_in["expires"] = json!("2020-01-01T00:00:00Z");
    sign_in["access_token"] = json!("stale-token");
    fs::write(&file, sign_in.to_string()).unwrap();
    graph.sign_in(
        "token",
        &["grant_type=refresh_token", REFRESH],
        1,
        granted(TOKEN),
    );
    let run = fetch(&graph, home.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(kept(home.path()).unwrap().1["access_token"], TOKEN);

    let run = command(&graph, home.path(), &["logout"]).output().unwrap();
    assert!(stdout(&run).starts_with("Signed out"));
    assert!(kept(home.path()).is_none());
    let run = fetch(&graph, home.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(4));
    assert!(
        stderr(&run).contains("nobody is signed in"),
        "{}",
        stderr(&run)
    );
}

#[cfg(unix)]
#[test]
fn a_kept_sign_in_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (graph, home) = (FakeGraph::start(), place());
    let details = json!({"device_code": "D", "user_code": "A", "verification_uri": "https://x", "expires_in": 900, "interval": 1});
    graph.sign_in("devicecode", &[], 1, ok(&details));
    graph.sign_in("token", &[], 1, granted(TOKEN));
    command(&graph, home.path(), &["login", "--device-code"])
        .output()
        .unwrap();
    let (file, _) = kept(home.path()).unwrap();
    assert_eq!(
        fs::metadata(file).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

/// Brings the browser's answer to the program, as the browser would.
fn come_back(address: &str, answer: impl Fn(&str) -> String) -> String {
    let url = rollbook::graph::http::address::Url::parse(address).unwrap();
    let value = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(known, _)| known == name)
            .unwrap()
            .1
            .into_owned()
    };
    assert_eq!(value("code_challenge_method"), "S256");
    let port = value("redirect_uri")
        .rsplit(':')
        .next()
        .unwrap()
        .trim_end_matches('/')
        .to_owned();
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    write!(
        stream,
        "GET /?{} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        answer(&value("state"))
    )
    .unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    said
}

/// A crash would else write the memory, and with it the token, to a file.
#[cfg(target_os = "linux")]
fn assert_leaves_no_core_file(process: u32) {
    let limits = fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<_> = core.unwrap().split_whitespace().skip(4).collect();
    assert_eq!(words, ["0", "0", "bytes"]);
}

#[test]
fn a_person_signs_in_with_the_browser() {
    let (graph, home) = (FakeGraph::start(), place());
    graph.sign_in(
        "token",
        &[
            "grant_type=authorization_code",
            "code=the-code",
            "code_verifier=",
            "redirect_uri=http%3A%2F%2Flocalhost",
        ],
        1,
        granted(TOKEN),
    );
    let mut command = program();
    command
        .args([
            "login",
            "--authority",
            &graph.authority(),
            "--tenant",
            "T",
            "--client-id",
            "C",
        ])
        .envs([
            ("HOME", home.path()),
            ("XDG_CONFIG_HOME", home.path()),
            ("APPDATA", home.path()),
        ])
        .env("PATH", "")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = lines.find_map(|line| {
        line.unwrap()
            .trim()
            .strip_prefix("http")
            .map(|rest| format!("http{rest}"))
    });
    let address = address.unwrap();
    #[cfg(target_os = "linux")]
    assert_leaves_no_core_file(child.id());
    let stranger = come_back(&address, |_| "code=evil&state=guessed".into());
    assert!(stranger.starts_with("HTTP/1.1 404"), "{stranger}");
    let said = come_back(&address, |state| format!("code=the-code&state={state}"));
    assert!(said.contains("You are signed in"), "{said}");
    let run = child.wait_with_output().unwrap();
    assert_eq!(run.status.code(), Some(0));
    assert_eq!(kept(home.path()).unwrap().1["access_token"], TOKEN);
}

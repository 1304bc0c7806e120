//! Signing in by a signed statement: an application's certificate, a workload's token.

use std::fs;
use std::path::Path;
use std::process::Output;

use aws_lc_rs::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pem::Pem;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2::Parameters;
use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::fake_graph::{FakeGraph, TOKEN, report};
use crate::signing_in::{assert_discreet, fetch, granted, refused};
use crate::support::{place, project, stderr};

const PASSWORD: &str = "correct horse";

/// A certificate and its key.
struct Made {
    key: KeyPair,
    certificate: rcgen::Certificate,
}

impl Made {
    fn of(key: KeyPair) -> Self {
        let params = CertificateParams::new(vec!["rollbook.example".into()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { key, certificate }
    }

    fn rsa() -> Self {
        let size = rcgen::RsaKeySize::_2048;
        Self::of(KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size).unwrap())
    }

    fn locked_key(&self) -> String {
        let der = self.key.serialize_der();
        let params = Parameters::generate_pbkdf2_sha256_aes256cbc(2048, &[7; 16], [9; 16]).unwrap();
        let key = PrivateKeyInfoRef::try_from(der.as_slice()).unwrap();
        let locked = key.encrypt_with_params(params, PASSWORD).unwrap();
        pem::encode(&Pem::new("ENCRYPTED PRIVATE KEY", locked.as_bytes()))
    }
}

/// Fetches with a certificate of this content.
fn fetch_with(graph: &FakeGraph, home: &Path, content: &[u8], password: Option<&str>) -> Output {
    let file = home.join("rollbook.pem");
    fs::write(&file, content).unwrap();
    let mut command = fetch(graph, home);
    command.arg("--certificate").arg(&file);
    if let Some(password) = password {
        command.env("AZURE_CLIENT_CERTIFICATE_PASSWORD", password);
    }
    let run = command.output().unwrap();
    fs::remove_file(file).unwrap();
    run
}

/// A member of the form that was sent to the authority.
fn sent(graph: &FakeGraph, name: &str) -> String {
    let requests = graph.requests();
    let form = requests.iter().find(|request| request.method == "POST");
    let form = String::from_utf8(form.unwrap().body.clone()).unwrap();
    let url = rollbook::graph::http::address::Url::parse(&format!("http://form/?{form}")).unwrap();
    let mut pairs = url.query_pairs();
    let found = pairs.find(|(known, _)| known == name);
    found.unwrap().1.into_owned()
}

fn part(statement: &str, place: usize) -> Value {
    let part = statement.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn an_application_signs_in_with_its_certificate() {
    let (graph, home, made) = (FakeGraph::start(), place(), Made::rsa());
    graph.sign_in(
        "token",
        &["grant_type=client_credentials"],
        1,
        granted(TOKEN),
    );
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let content = made.certificate.pem() + &made.key.serialize_pem();
    let run = fetch_with(&graph, home.path(), content.as_bytes(), None);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_discreet(&run, home.path());

    let statement = sent(&graph, "client_assertion");
    assert_eq!(
        sent(&graph, "client_assertion_type"),
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    );
    let header = part(&statement, 0);
    let thumbprint = Sha256::digest(made.certificate.der());
    assert_eq!(header["alg"], "PS256");
    assert_eq!(header["x5t#S256"], URL_SAFE_NO_PAD.encode(thumbprint));
    let claims = part(&statement, 1);
    let audience = format!("{}/T/oauth2/v2.0/token", graph.authority());
    assert_eq!((&claims["iss"], &claims["sub"]), (&"C".into(), &"C".into()));
    assert_eq!(claims["aud"], audience);
    let now = jiff::Timestamp::now().as_second();
    assert!(claims["nbf"].as_i64().unwrap() < now && now < claims["exp"].as_i64().unwrap());

    let (signed, signature) = statement.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, made.key.der_bytes());
    public.verify(signed.as_bytes(), &signature).unwrap();
}

#[test]
fn a_key_opens_with_its_password() {
    let (graph, home, made) = (FakeGraph::start(), place(), Made::rsa());
    graph.sign_in("token", &["client_assertion="], 1, granted(TOKEN));
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let content = made.locked_key() + &made.certificate.pem();
    let run = fetch_with(&graph, home.path(), content.as_bytes(), Some(PASSWORD));
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_discreet(&run, home.path());
}

#[test]
fn a_file_that_windows_exports_signs_in_as_it_is() {
    for (file, password) in [
        ("aes.pfx", Some(PASSWORD)),
        ("triple-des.pfx", Some(PASSWORD)),
        ("open.pfx", None),
    ] {
        let (graph, home) = (FakeGraph::start(), place());
        graph.sign_in("token", &["client_assertion="], 1, granted(TOKEN));
        graph.meeting("M", &[report("r1", "2026-10-06")]);
        let content = fs::read(project(&format!("tests/fixtures/sign-in/{file}"))).unwrap();
        let run = fetch_with(&graph, home.path(), &content, password);
        assert_eq!(run.status.code(), Some(0), "{file}: {}", stderr(&run));
        assert_discreet(&run, home.path());
        let der = fs::read(project("tests/fixtures/sign-in/certificate.der")).unwrap();
        let header = part(&sent(&graph, "client_assertion"), 0);
        assert_eq!(
            header["x5t#S256"],
            URL_SAFE_NO_PAD.encode(Sha256::digest(der))
        );
    }
}

#[test]
fn a_certificate_that_cannot_be_used_says_why_and_nothing_is_sent() {
    let (made, other) = (Made::rsa(), Made::rsa());
    let weak = Made::of(KeyPair::generate().unwrap());
    let pem = |made: &Made| made.certificate.pem();
    let pfx = |name: &str| fs::read(project(&format!("tests/fixtures/sign-in/{name}"))).unwrap();
    let cases: [(Vec<u8>, Option<&str>, &str, &str); 11] = [
        (
            vec![0x30, 0x82, 1, 2],
            None,
            "no PFX file that can be read",
            "openssl pkcs12 -in",
        ),
        (
            pfx("certificate.der"),
            None,
            "no PFX file that can be read",
            "with its key",
        ),
        (
            pfx("aes.pfx"),
            None,
            "its key has a password",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        ),
        (
            pfx("triple-des.pfx"),
            Some("wrong"),
            "does not open",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        ),
        (
            b"nothing".to_vec(),
            None,
            "it is no PEM file",
            "BEGIN PRIVATE KEY",
        ),
        (
            pem(&made).into(),
            None,
            "it holds no private key",
            "BEGIN CERTIFICATE",
        ),
        (
            made.key.serialize_pem().into(),
            None,
            "no certificate that belongs",
            "into one file",
        ),
        (
            (made.key.serialize_pem() + &pem(&other)).into(),
            None,
            "no certificate that belongs",
            "into one file",
        ),
        (
            (made.locked_key() + &pem(&made)).into(),
            None,
            "its key has a password",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        ),
        (
            (made.locked_key() + &pem(&made)).into(),
            Some("wrong"),
            "does not open",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        ),
        (
            (weak.key.serialize_pem() + &pem(&weak)).into(),
            None,
            "no RSA key",
            "2048 bits",
        ),
    ];
    for (content, password, cause, way_out) in cases {
        let (graph, home) = (FakeGraph::start(), place());
        let run = fetch_with(&graph, home.path(), &content, password);
        let said = stderr(&run);
        assert_eq!(run.status.code(), Some(4), "{said}");
        for words in ["could not use the certificate", cause, way_out] {
            assert!(said.contains(words), "`{words}` in {said}");
        }
        assert!(graph.requests().is_empty());
        assert!(
            !said.contains(PASSWORD) && !said.contains("wrong"),
            "{said}"
        );
    }
}

#[test]
fn a_certificate_that_the_tenant_does_not_know_says_what_mends_it() {
    let (graph, home, made) = (FakeGraph::start(), place(), Made::rsa());
    let words = "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application.";
    graph.sign_in("token", &[], 1, refused("invalid_client", words));
    let content = made.certificate.pem() + &made.key.serialize_pem();
    let run = fetch_with(&graph, home.path(), content.as_bytes(), None);
    assert_eq!(run.status.code(), Some(4));
    assert!(
        stderr(&run).contains("upload the certificate"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn a_workload_signs_in_with_the_token_in_its_file() {
    let (graph, home) = (FakeGraph::start(), place());
    let file = home.path().join("federated-token");
    fs::write(&file, "ey.of.workload\n").unwrap();
    graph.sign_in(
        "token",
        &["client_assertion=ey.of.workload", "client_id=C"],
        1,
        granted(TOKEN),
    );
    graph.meeting("M", &[report("r1", "2026-10-06")]);
    let run = fetch(&graph, home.path())
        .env("AZURE_FEDERATED_TOKEN_FILE", &file)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    fs::remove_file(&file).unwrap();
    assert_discreet(&run, home.path());

    let run = fetch(&graph, home.path())
        .env("AZURE_FEDERATED_TOKEN_FILE", &file)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(4));
    assert!(stderr(&run).contains("federated-token"), "{}", stderr(&run));
}

#[test]
fn a_workload_that_the_tenant_does_not_know_says_what_mends_it() {
    let (graph, home) = (FakeGraph::start(), place());
    let file = home.path().join("federated-token");
    fs::write(&file, "ey.of.workload").unwrap();
    let words = "AADSTS700213: No matching federated identity record found for presented assertion subject 'x'.";
    graph.sign_in("token", &[], 1, refused("invalid_client", words));
    let run = fetch(&graph, home.path())
        .args(["--sign-in", "workload-identity"])
        .env("AZURE_FEDERATED_TOKEN_FILE", &file)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(4));
    assert!(
        stderr(&run).contains("add a federated credential"),
        "{}",
        stderr(&run)
    );
}

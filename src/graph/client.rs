//! Talks to the service: one origin, polite to it when it is busy, and honest
//! about what came back.
//!
//! The token goes to the configured scheme, host and port only, redirects are
//! not followed, and an answer counts only when it came whole and is JSON.

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::time::{Duration, SystemTime};

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH, LOCATION, RETRY_AFTER,
};
use reqwest::{Certificate, Response, StatusCode, Url, redirect};
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::address::{GraphUrl, Query, shown};
use super::auth::Credential;
use super::error::{Cause, GraphError, Refusal, RequestIds, is_about_certificates};
use super::pace::{Again, retry_after};
use super::token::Token;

/// The largest answer that is read, in MiB; about 100,000 participants.
const LARGEST_ANSWER: usize = 128;

/// The largest error answer that is read, in bytes.
const LARGEST_ERROR: usize = 64 * 1024;

/// How often the time for one silence fits into the time for one answer.
const SILENCES: u32 = 10;

/// How this program calls itself.
pub(super) const USER_AGENT: &str = concat!("rollbook/", env!("CARGO_PKG_VERSION"));

/// How long to wait for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the next piece of an answer.
    pub silence: Duration,
    /// For a service that stays busy, from the last answer that came.
    pub busy: Duration,
}

/// What the connection needs to know.
#[derive(Debug)]
pub struct Settings {
    /// Where the service is.
    pub base: GraphUrl,
    /// Who asks.
    pub credential: Credential,
    /// How long to wait.
    pub patience: Patience,
    /// How many requests may be under way at a time.
    pub parallel: NonZeroUsize,
    /// Certificates to trust beside the system's, in PEM.
    pub ca_bundle: Option<Vec<u8>>,
}

/// A connection that could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The certificates cannot be read.
    #[error("could not read the certificates")]
    Certificates(#[source] reqwest::Error),
    /// There are none.
    #[error(
        "there is no certificate in it: a bundle holds one or more blocks `-----BEGIN CERTIFICATE-----`"
    )]
    NoCertificates,
    /// Nothing else works either.
    #[error("could not set up connections")]
    Client(#[source] reqwest::Error),
}

/// An answer of the service.
#[derive(Debug)]
pub struct Answer {
    /// Its bytes, unchanged.
    pub body: Vec<u8>,
    /// Its entity tag.
    pub etag: Option<String>,
}

/// The service.
#[derive(Debug)]
pub struct Graph {
    http: reqwest::Client,
    base: GraphUrl,
    certificates: Vec<Certificate>,
    credential: Credential,
    patience: Patience,
    permits: Semaphore,
    /// Nothing is sent before this moment: the service asked for a pause.
    not_before: Cell<Option<Instant>>,
    /// Since when no request has succeeded.
    stalled_since: Cell<Option<Instant>>,
}

/// A try that failed.
struct Failed {
    cause: Cause,
    again: Option<Again>,
    request_id: Option<String>,
}

impl Failed {
    fn for_good(cause: Cause) -> Self {
        Self {
            cause,
            again: None,
            request_id: None,
        }
    }

    fn connection(error: reqwest::Error) -> Self {
        let again = (!is_about_certificates(&error)).then_some(Again::Connection);
        let error = error.without_url();
        let cause = if error.is_timeout() {
            Cause::Slow
        } else {
            Cause::Connection(error)
        };
        Self {
            cause,
            again,
            request_id: None,
        }
    }
}

impl Graph {
    /// Gets ready to talk to the service; sends nothing yet.
    ///
    /// # Errors
    /// When the certificates cannot be read.
    pub fn new(settings: Settings) -> Result<Self, SetupError> {
        let certificates = settings
            .ca_bundle
            .as_deref()
            .map_or(Ok(Vec::new()), certificates)?;
        let http = http_client(&settings.base, settings.patience, &certificates)?;
        Ok(Self {
            http,
            base: settings.base,
            certificates,
            credential: settings.credential,
            patience: settings.patience,
            permits: Semaphore::new(settings.parallel.get()),
            not_before: Cell::new(None),
            stalled_since: Cell::new(None),
        })
    }

    /// Where the service is.
    pub fn base(&self) -> &GraphUrl {
        &self.base
    }

    /// How long it waits for what.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// Lets another client trust what this one trusts.
    pub(super) fn trusting(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder.tls_certs_merge(self.certificates.iter().cloned())
    }

    /// Makes an address below the base.
    ///
    /// # Errors
    /// When an id cannot stand in one.
    pub fn address(&self, segments: &[&str], query: &Query) -> Result<Url, GraphError> {
        address(&self.base, segments, query)
    }

    /// Gets JSON.
    ///
    /// # Errors
    /// When no whole answer came in all the tries, or it is something else.
    pub async fn get(&self, url: &Url) -> Result<Answer, GraphError> {
        self.persist(url, None, read_json).await
    }

    /// Gets JSON unless it is still what had this entity tag.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn get_if_changed(
        &self,
        url: &Url,
        etag: &str,
    ) -> Result<Option<Answer>, GraphError> {
        let read = async |response: Response| match response.status() {
            StatusCode::NOT_MODIFIED => Ok(None),
            _ => read_json(response).await.map(Some),
        };
        self.persist(url, Some(etag), read).await
    }

    /// Gets the link that the service answers with in place of content.
    ///
    /// # Errors
    /// When it answers with something else.
    pub async fn link(&self, url: &Url) -> Result<Url, GraphError> {
        self.persist(url, None, async |response| read_link(&response))
            .await
    }

    /// Reads an answer as what it is to be.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse<T: DeserializeOwned>(url: &Url, body: &[u8]) -> Result<T, GraphError> {
        serde_json::from_slice(body).map_err(|error| unexpected(url, Cause::Malformed(error)))
    }

    /// Sends until an answer is good, a fault is for good, or patience ends.
    async fn persist<T>(
        &self,
        url: &Url,
        etag: Option<&str>,
        take: impl AsyncFn(Response) -> Result<T, Failed>,
    ) -> Result<T, GraphError> {
        if !self.base.is_origin_of(url) {
            let host = url.host_str().unwrap_or_default().to_owned();
            return Err(unexpected(url, Cause::OtherOrigin { host }));
        }
        let mut tried = 0;
        loop {
            let client_id = request_id();
            tried += 1;
            let failed = match self.try_once(url, etag, &client_id, &take).await {
                Ok(taken) => {
                    self.stalled_since.set(None);
                    return Ok(taken);
                }
                Err(failed) => failed,
            };
            let ids = RequestIds {
                request: failed.request_id,
                client: client_id,
            };
            let wait = failed.again.map(|again| self.pause(again, tried));
            match wait {
                Some(Ok(wait)) => sleep(wait).await,
                Some(Err(wait)) => return Err(given_up(url, ids, failed.cause, wait)),
                None => {
                    return Err(GraphError {
                        address: shown(url),
                        ids,
                        cause: failed.cause,
                    });
                }
            }
        }
    }

    /// How long to wait before the next try; the wait is an error where it is not worth it.
    fn pause(&self, again: Again, tried: u32) -> Result<Duration, Option<Duration>> {
        if tried >= again.most_tries() {
            return Err(None);
        }
        let now = Instant::now();
        let wait = again.wait(tried + 1);
        let since = self.stalled_since.get().unwrap_or(now);
        self.stalled_since.set(Some(since));
        if now + wait > since + self.patience.busy {
            return Err(Some(wait));
        }
        if matches!(again, Again::Busy(_)) {
            let until = self.not_before.get().unwrap_or(now).max(now + wait);
            self.not_before.set(Some(until));
        }
        Ok(wait)
    }

    async fn try_once<T>(
        &self,
        url: &Url,
        etag: Option<&str>,
        client_id: &str,
        take: &impl AsyncFn(Response) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let permit = self.permits.acquire().await;
        while let Some(until) = self
            .not_before
            .get()
            .filter(|&until| until > Instant::now())
        {
            sleep_until(until).await;
        }
        let token = self.credential.token().await;
        let token = token.map_err(|error| Failed::for_good(error.into()))?;
        let send = async {
            let response = self.send(url, etag, client_id, &token).await?;
            if response.status().is_client_error() || response.status().is_server_error() {
                return Err(read_refusal(response, &token).await);
            }
            let request_id = header(response.headers(), "request-id");
            take(response).await.map_err(|failed| Failed {
                request_id,
                ..failed
            })
        };
        let taken = timeout(self.patience.silence * SILENCES, send).await;
        drop(permit);
        taken.unwrap_or_else(|_| {
            Err(Failed {
                cause: Cause::Slow,
                again: Some(Again::Connection),
                request_id: None,
            })
        })
    }

    async fn send(
        &self,
        url: &Url,
        etag: Option<&str>,
        client_id: &str,
        token: &Token,
    ) -> Result<Response, Failed> {
        let mut request = self
            .http
            .get(url.clone())
            .header(ACCEPT, "application/json")
            .header("client-request-id", client_id);
        if let Some(token) = token.header() {
            request = request.header(AUTHORIZATION, token);
        }
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        request.send().await.map_err(Failed::connection)
    }
}

/// Makes an address below a base.
///
/// # Errors
/// When an id cannot stand in one.
pub fn address(base: &GraphUrl, segments: &[&str], query: &Query) -> Result<Url, GraphError> {
    base.below(segments, query).map_err(|error| GraphError {
        address: format!("{base}/{}", segments.join("/")),
        ids: RequestIds::default(),
        cause: Cause::Address(error),
    })
}

/// An error about an answer that came whole.
pub(super) fn unexpected(url: &Url, cause: Cause) -> GraphError {
    GraphError {
        address: shown(url),
        ids: RequestIds::default(),
        cause,
    }
}

fn given_up(url: &Url, ids: RequestIds, cause: Cause, wait: Option<Duration>) -> GraphError {
    let cause = match (cause, wait) {
        (Cause::Refused(refusal), Some(wait)) if refusal.meaning == super::Meaning::Busy => {
            Cause::StayedBusy {
                status: refusal.status,
                wait_seconds: wait.as_secs_f64(),
            }
        }
        (cause, _) => cause,
    };
    GraphError {
        address: shown(url),
        ids,
        cause,
    }
}

/// A client that follows no redirect and tells nobody where it was before.
fn http_client(
    base: &GraphUrl,
    patience: Patience,
    certificates: &[Certificate],
) -> Result<reqwest::Client, SetupError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(patience.connect)
        .read_timeout(patience.silence)
        .tls_certs_merge(certificates.iter().cloned());
    if base.is_loopback() {
        // A proxy elsewhere would see the token of a plain request.
        builder = builder.no_proxy();
    }
    builder.build().map_err(SetupError::Client)
}

/// Reads a bundle of certificates.
fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, SetupError> {
    let certificates = Certificate::from_pem_bundle(pem).map_err(SetupError::Certificates)?;
    if certificates.is_empty() {
        return Err(SetupError::NoCertificates);
    }
    Ok(certificates)
}

/// Reads an answer that is to be JSON, whole.
async fn read_json(response: Response) -> Result<Answer, Failed> {
    let status = response.status();
    if status.is_redirection() {
        let host = redirect_host(&response);
        let status = status.as_u16();
        return Err(Failed::for_good(Cause::Redirect { status, host }));
    }
    let content_type = header(response.headers(), CONTENT_TYPE.as_str());
    let etag = header(response.headers(), ETAG.as_str());
    let body = read_body(response, LARGEST_ANSWER * 1024 * 1024).await?;
    if body.trim_ascii().is_empty() {
        let status = status.as_u16();
        return Err(Failed::for_good(Cause::Empty { status }));
    }
    match what_else(content_type.as_deref(), &body) {
        Some(what) => Err(Failed::for_good(Cause::NotJson { what })),
        None => Ok(Answer { body, etag }),
    }
}

/// What an answer is, where it is not JSON.
fn what_else(content_type: Option<&str>, body: &[u8]) -> Option<String> {
    let essence = content_type
        .and_then(|text| text.split(';').next())
        .map(|text| text.trim().to_ascii_lowercase());
    let json = essence
        .as_deref()
        .is_none_or(|essence| essence == "application/json" || essence.ends_with("+json"));
    let web_page = body.trim_ascii_start().starts_with(b"<");
    match essence {
        _ if web_page => Some("a web page (HTML or XML), perhaps a sign-in page".into()),
        Some(essence) if !json => Some(format!("of the type `{essence}`")),
        _ => None,
    }
}

async fn read_body(mut response: Response, most: usize) -> Result<Vec<u8>, Failed> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Failed::connection)? {
        if body.len() + chunk.len() > most {
            return Err(Failed::for_good(Cause::TooLarge(most / 1024 / 1024)));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

async fn read_refusal(response: Response, token: &Token) -> Failed {
    let status = response.status();
    let headers = response.headers().clone();
    let again = may_try_again(status, &headers);
    // The status tells enough where the words do not come through.
    let body = read_body(response, LARGEST_ERROR).await.unwrap_or_default();
    let (mut refusal, inner_id) = Refusal::read(status.as_u16(), &body);
    refusal.code = token.removed_from(&refusal.code);
    refusal.message = token.removed_from(&refusal.message);
    Failed {
        cause: Cause::Refused(Box::new(refusal)),
        again,
        request_id: header(&headers, "request-id").or(inner_id),
    }
}

fn may_try_again(status: StatusCode, headers: &HeaderMap) -> Option<Again> {
    match status {
        StatusCode::TOO_MANY_REQUESTS
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => {
            let asked = header(headers, RETRY_AFTER.as_str());
            Some(Again::Busy(retry_after(
                asked.as_deref(),
                SystemTime::now(),
            )))
        }
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::BAD_GATEWAY => Some(Again::Mistake),
        StatusCode::REQUEST_TIMEOUT => Some(Again::Connection),
        _ => None,
    }
}

/// Takes the link out of a redirect.
fn read_link(response: &Response) -> Result<Url, Failed> {
    let status = response.status();
    let wrong = |what: String| Failed::for_good(Cause::Unexpected(what));
    if !status.is_redirection() {
        return Err(wrong(format!(
            "{status} in place of a redirect to the file"
        )));
    }
    let location = header(response.headers(), LOCATION.as_str())
        .ok_or_else(|| wrong(format!("{status} without saying where the file is")))?;
    let link = response.url().join(&location);
    link.map_err(|_| wrong(format!("{status} with a link that is no URL")))
}

fn redirect_host(response: &Response) -> String {
    let location = header(response.headers(), LOCATION.as_str());
    let target = location.and_then(|location| response.url().join(&location).ok());
    let host = target.as_ref().and_then(Url::host_str);
    host.unwrap_or("an unknown place").to_owned()
}

/// A header as text, where it is text.
pub(super) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A fresh id in the form of a random UUID.
fn request_id() -> String {
    let bits = (fastrand::u128(..) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_are_random_uuids() {
        let id = request_id();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4", "{id}");
        assert!("89ab".contains(&id[19..20]), "{id}");
        assert_ne!(id, request_id());
    }

    #[test]
    fn what_is_not_json_is_named() {
        let json = Some("application/json; odata.metadata=minimal; charset=utf-8");
        assert_eq!(what_else(json, b" {}"), None);
        assert_eq!(what_else(None, b"{}"), None);
        assert!(what_else(json, b"<html>").unwrap().contains("web page"));
        assert!(
            what_else(Some("text/plain"), b"{}")
                .unwrap()
                .contains("text/plain")
        );
    }
}

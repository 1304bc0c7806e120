//! Talks to the service: one origin, polite to it when it is busy, and honest
//! about what came back.
//!
//! The token goes to the configured scheme, host and port only, redirects are
//! not followed, and an answer counts only when it came whole and is JSON.

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, DATE, IF_NONE_MATCH};
use reqwest::{Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::Meaning;
use super::address::{GraphUrl, Query, shown};
pub use super::answer::Answer;
use super::answer::{Failed, header, read_json, read_link, read_refusal};
use super::auth::{AuthError, Credential};
use super::error::{Cause, GraphError, RequestIds};
use super::network::{Network, SetupError};
use super::pace::Again;
use super::token::Token;

/// How often the time for one silence fits into the time for one answer.
const SILENCES: u32 = 6;

/// What the connection needs to know.
#[derive(Debug)]
pub struct Settings {
    /// Where the service is.
    pub base: GraphUrl,
    /// Who asks.
    pub credential: Credential,
    /// How to connect.
    pub network: Network,
    /// How many requests may be under way at a time.
    pub parallel: NonZeroUsize,
}

/// The service.
#[derive(Debug)]
pub struct Graph {
    http: reqwest::Client,
    base: GraphUrl,
    credential: Credential,
    network: Network,
    permits: Semaphore,
    /// Nothing is sent before this moment: the service asked for a pause.
    not_before: Cell<Option<Instant>>,
    /// Since when the service has been busy or out of reach, without an answer in between.
    stalled_since: Cell<Option<Instant>>,
}

/// How something is asked for.
#[derive(Clone, Copy)]
struct Ask<'e> {
    accept: &'static str,
    /// Nothing is to come while it still has this entity tag.
    etag: Option<&'e str>,
}

impl Default for Ask<'_> {
    fn default() -> Self {
        Self {
            accept: "application/json",
            etag: None,
        }
    }
}

impl Graph {
    /// Gets ready to talk to the service; sends nothing yet.
    ///
    /// # Errors
    /// When connections cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, SetupError> {
        let http = settings.network.client(settings.base.url())?;
        Ok(Self {
            http,
            base: settings.base,
            credential: settings.credential,
            network: settings.network,
            permits: Semaphore::new(settings.parallel.get()),
            not_before: Cell::new(None),
            stalled_since: Cell::new(None),
        })
    }

    /// Where the service is.
    pub fn base(&self) -> &GraphUrl {
        &self.base
    }

    /// How it connects.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Makes sure that there is a token.
    ///
    /// # Errors
    /// When there is none.
    pub async fn sign_in(&self) -> Result<Token, AuthError> {
        self.credential.token().await
    }

    /// Asks the service for nothing, without token, to see whether it can be reached;
    /// returns the time that it tells.
    ///
    /// # Errors
    /// When nothing answers.
    pub async fn reach(&self) -> Result<Option<String>, GraphError> {
        let url = self.base.url();
        let response = self.http.get(url.clone()).send().await;
        let response =
            response.map_err(|error| unexpected(url, Failed::connection(error).cause))?;
        Ok(header(response.headers(), DATE.as_str()))
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
        self.persist(url, Ask::default(), read_json).await
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
        self.persist(
            url,
            Ask {
                etag: Some(etag),
                ..Ask::default()
            },
            read,
        )
        .await
    }

    /// Gets the link that the service answers with in place of content.
    ///
    /// # Errors
    /// When it answers with something else.
    pub async fn link(&self, url: &Url) -> Result<Url, GraphError> {
        let ask = Ask {
            accept: "*/*",
            ..Ask::default()
        };
        self.persist(url, ask, async |response| read_link(&response))
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
        ask: Ask<'_>,
        take: impl AsyncFn(Response) -> Result<T, Failed>,
    ) -> Result<T, GraphError> {
        if !self.base.is_origin_of(url) {
            let host = url.host_str().unwrap_or_default().to_owned();
            return Err(unexpected(url, Cause::OtherOrigin { host }));
        }
        let (mut tried, mut renewed) = (0, false);
        loop {
            let (client_id, began) = (request_id(), Instant::now());
            tried += 1;
            let failed = match self.try_once(url, ask, &client_id, &take).await {
                Ok(taken) => {
                    self.stalled_since.set(None);
                    return Ok(taken);
                }
                Err(failed) => failed,
            };
            if !renewed && failed.is_about_the_token() && self.credential.renew().await {
                renewed = true;
                continue;
            }
            let ids = RequestIds {
                request: failed.request_id,
                client: client_id,
            };
            if failed.again.is_none() {
                // A refusal is an answer: the service is neither busy nor out of reach.
                self.stalled_since.set(None);
            }
            let wait = failed.again.map(|again| self.pause(again, tried, began));
            match wait {
                Some(Ok(wait)) => sleep(wait).await,
                Some(Err(wait)) => return Err(given_up(url, ids, failed.cause, wait)),
                None => {
                    return Err(GraphError {
                        address: shown(url),
                        ids,
                        cause: failed.cause.into(),
                    });
                }
            }
        }
    }

    /// How long to wait before the next try; the wait is an error where it is not worth it.
    fn pause(
        &self,
        again: Again,
        tried: u32,
        began: Instant,
    ) -> Result<Duration, Option<Duration>> {
        if tried >= again.most_tries() {
            return Err(None);
        }
        let now = Instant::now();
        let wait = again.wait(tried + 1);
        if again == Again::Mistake {
            // It is there, and the few tries of this request are bound enough.
            return Ok(wait);
        }
        let since = self.stalled_since.get().unwrap_or(began);
        self.stalled_since.set(Some(since));
        if now + wait > since + self.network.patience().busy {
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
        ask: Ask<'_>,
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
            let response = self.send(url, ask, client_id, &token).await?;
            if response.status().is_client_error() || response.status().is_server_error() {
                return Err(read_refusal(response, &token).await);
            }
            let request_id = header(response.headers(), "request-id");
            take(response).await.map_err(|failed| Failed {
                request_id,
                ..failed
            })
        };
        let taken = timeout(self.network.patience().silence * SILENCES, send).await;
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
        ask: Ask<'_>,
        client_id: &str,
        token: &Token,
    ) -> Result<Response, Failed> {
        let mut request = self
            .http
            .get(url.clone())
            .header(ACCEPT, ask.accept)
            .header("client-request-id", client_id);
        if let Some(token) = token.header() {
            request = request.header(AUTHORIZATION, token);
        }
        if let Some(etag) = ask.etag {
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
        cause: Cause::Address(error).into(),
    })
}

/// An error about an answer that came whole.
pub(super) fn unexpected(url: &Url, cause: Cause) -> GraphError {
    GraphError {
        address: shown(url),
        ids: RequestIds::default(),
        cause: cause.into(),
    }
}

fn given_up(url: &Url, ids: RequestIds, cause: Cause, wait: Option<Duration>) -> GraphError {
    let cause = match (cause, wait) {
        (Cause::Refused(refusal), Some(wait)) if refusal.meaning == Meaning::Busy => {
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
        cause: cause.into(),
    }
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
}

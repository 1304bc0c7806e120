//! Talks to the service: one origin, polite to it when it is busy, and honest
//! about what came back.
//!
//! The token goes to the configured scheme, host and port only, redirects are
//! not followed, and an answer counts only when it came whole and is JSON.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE, LOCATION};
use reqwest::{StatusCode, Url};
use tokio::time::sleep;

use crate::graph::ErrorMeaning;
use crate::graph::auth::token::Token;
use crate::graph::auth::{AuthError, Credential};
use crate::graph::http::address::{GraphUrl, shown};
pub use crate::graph::http::answer::Answer;
use crate::graph::http::answer::{
    Content, Failed, Reply, header, read_json, read_link, read_refusal,
};
pub use crate::graph::http::dispatcher::Load;
use crate::graph::http::dispatcher::{Ask, Dispatcher};
use crate::graph::http::error::{Cause, GraphError};
use crate::graph::http::ids::{RequestIds, fresh_id};
use crate::graph::http::network::{Network, SetupError};
use crate::graph::http::query::Query;
use crate::graph::http::throttle::GiveUp;

/// What the connection needs to know.
#[derive(Debug)]
pub struct Settings {
    /// Where the service is.
    pub base: GraphUrl,
    /// Who asks.
    pub credential: Credential,
    /// How to connect.
    pub network: Network,
    /// How much may be asked at a time.
    pub load: Load,
}

/// The service.
#[derive(Debug)]
pub struct Graph {
    dispatcher: Dispatcher,
    network: Network,
    load: Load,
}

impl Graph {
    /// Gets ready to talk to the service; sends nothing yet.
    ///
    /// # Errors
    /// When connections cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, SetupError> {
        let Settings {
            base,
            credential,
            network,
            load,
        } = settings;
        let http = network.client(base.url())?;
        let patience = (network.patience().silence, network.patience().busy);
        Ok(Self {
            dispatcher: Dispatcher::new(http, base, credential, patience, load),
            network,
            load,
        })
    }

    /// Returns where the service is.
    pub fn base(&self) -> &GraphUrl {
        self.dispatcher.base()
    }

    /// Returns how it connects.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Returns how many requests may be answered at a time.
    pub(in crate::graph) fn most_at_a_time(&self) -> usize {
        self.load.most()
    }

    /// Returns how large an answer, or a list from all its pages, may be, in bytes.
    pub(in crate::graph) fn most_bytes(&self) -> usize {
        self.load.most_bytes
    }

    /// Makes sure that there is a token.
    ///
    /// # Errors
    /// When there is none.
    pub async fn sign_in(&self) -> Result<Token, AuthError> {
        self.dispatcher.credential().token().await
    }

    /// Asks the service for nothing, without token, to see whether it can be reached;
    /// returns the time that it tells.
    ///
    /// # Errors
    /// When nothing answers.
    pub async fn reach(&self) -> Result<Option<String>, GraphError> {
        let url = self.base().url();
        let response = self.dispatcher.http().get(url.clone()).send().await;
        let response =
            response.map_err(|error| unexpected(url, Failed::connection(error).cause))?;
        if let Some(what) = somebody_else(&response) {
            return Err(unexpected(url, Cause::NotJson { what }));
        }
        Ok(header(response.headers(), DATE.as_str()))
    }

    /// Makes an address below the base.
    ///
    /// # Errors
    /// When an id cannot stand in one.
    pub fn address(&self, segments: &[&str], query: &Query) -> Result<Url, GraphError> {
        address(self.base(), segments, query)
    }

    /// Gets JSON.
    ///
    /// # Errors
    /// When no whole answer came in all the tries, or it is something else.
    pub async fn get(&self, url: &Url) -> Result<Answer, GraphError> {
        self.get_json(url, Content::Large).await
    }

    /// Gets JSON, with others where it is small.
    pub(in crate::graph) async fn get_json(
        &self,
        url: &Url,
        content: Content,
    ) -> Result<Answer, GraphError> {
        self.persist(url, content, None, read_json).await
    }

    /// Gets JSON unless it is still what had this entity tag.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub(in crate::graph) async fn get_if_changed(
        &self,
        url: &Url,
        etag: &str,
        content: Content,
    ) -> Result<Option<Answer>, GraphError> {
        let read = |reply: Reply, client: &str| match reply.status {
            StatusCode::NOT_MODIFIED => Ok(None),
            _ => read_json(reply, client).map(Some),
        };
        self.persist(url, content, Some(etag), read).await
    }

    /// Gets the link that the service answers with in place of content.
    ///
    /// # Errors
    /// When it answers with something else.
    pub async fn link(&self, url: &Url) -> Result<Url, GraphError> {
        self.persist(url, Content::Link, None, |reply, _| read_link(&reply))
            .await
    }

    /// Sends until an answer is good, a fault is for good, or patience ends.
    async fn persist<T>(
        &self,
        url: &Url,
        content: Content,
        etag: Option<&str>,
        read: impl Fn(Reply, &str) -> Result<T, Failed>,
    ) -> Result<T, GraphError> {
        if !self.base().is_origin_of(url) {
            let origin = url.origin().ascii_serialization();
            return Err(unexpected(url, Cause::OtherOrigin { origin }));
        }
        let throttle = self.dispatcher.throttle();
        let (mut tried, mut renewed) = (0, false);
        loop {
            tried += 1;
            let ask = Ask {
                url: url.clone(),
                client_id: fresh_id(),
                etag: etag.map(str::to_owned),
                content,
            };
            let sent = match tried {
                1 => self.dispatcher.dispatch(&ask).await,
                _ => self.dispatcher.send_alone(&ask).await,
            };
            let taken = sent
                .reply
                .and_then(|reply| good(reply).and_then(|reply| read(reply, &ask.client_id)));
            let failed = match taken {
                Ok(taken) => {
                    throttle.answered();
                    return Ok(taken);
                }
                Err(failed) => failed,
            };
            if !renewed && failed.is_about_the_token() && self.dispatcher.credential().renew().await
            {
                renewed = true;
                continue;
            }
            let wait = match failed.again {
                None => {
                    throttle.answered();
                    return Err(told(ask, failed));
                }
                Some(again) => throttle.before_next(again, tried, sent.at),
            };
            if let Ok(wait) = &wait {
                let (address, cause) = (shown(&ask.url), failed.cause.to_string());
                let wait_seconds = wait.as_secs_f64();
                tracing::info!(address, cause, tried, wait_seconds, "asked again");
            }
            match wait {
                Ok(wait) => sleep(wait).await,
                Err(GiveUp(wait)) => return Err(told(ask, given_up(failed, wait))),
            }
        }
    }
}

/// Returns a reply that is no refusal. What an answer is that the service never gives: a
/// proxy's, or that of a network which asks its guests to sign in.
fn somebody_else(response: &reqwest::Response) -> Option<String> {
    let (status, headers) = (response.status(), response.headers());
    let page = header(headers, CONTENT_TYPE.as_str());
    if page.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html")) {
        return Some(format!("a web page ({status})"));
    }
    let asks = [
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED,
        StatusCode::PROXY_AUTHENTICATION_REQUIRED,
    ];
    if asks.contains(&status) {
        return Some(format!(
            "a request to sign in to the network or its proxy ({status})"
        ));
    }
    let there = header(headers, LOCATION.as_str()).and_then(|to| response.url().join(&to).ok());
    let there = there.filter(|to| to.origin() != response.url().origin());
    let there = there.filter(|_| status.is_redirection())?;
    Some(format!(
        "a redirect to {}",
        there.origin().ascii_serialization()
    ))
}

fn good(reply: Reply) -> Result<Reply, Failed> {
    if reply.status.is_client_error() || reply.status.is_server_error() {
        Err(read_refusal(&reply))
    } else {
        Ok(reply)
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

/// Returns an error about an address to which nothing was sent, or nothing came from.
pub(in crate::graph) fn unexpected(url: &Url, cause: Cause) -> GraphError {
    GraphError {
        address: shown(url),
        ids: RequestIds::default(),
        cause: cause.into(),
    }
}

fn told(ask: Ask, failed: Failed) -> GraphError {
    GraphError {
        address: shown(&ask.url),
        ids: RequestIds {
            request: failed.request_id,
            client: ask.client_id,
        },
        cause: failed.cause.into(),
    }
}

/// Returns a failure after which it was not worth waiting once more.
fn given_up(failed: Failed, wait: Option<Duration>) -> Failed {
    let cause = match (failed.cause, wait) {
        (Cause::Refused(refusal), Some(wait)) if refusal.meaning == ErrorMeaning::Busy => {
            Cause::StayedBusy {
                status: refusal.status,
                wait_seconds: wait.as_secs_f64(),
            }
        }
        (cause, _) => cause,
    };
    Failed { cause, ..failed }
}

//! What came back: whole and JSON, or an error that says what it is instead.

use std::time::SystemTime;

use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::graph::ErrorMeaning;
use crate::graph::auth::token::Token;
use crate::graph::http::address::shown;
use crate::graph::http::error::{Cause, GraphError, Refusal, is_about_certificates};
use crate::graph::http::ids::RequestIds;
use crate::graph::http::retry::{Again, retry_after};

/// The largest error answer that is read, in bytes.
const LARGEST_ERROR: usize = 64 * 1024;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum Content {
    /// JSON of a few kilobytes: it may travel with others.
    Small,
    /// JSON of any length.
    Large,
    /// A link in place of content.
    Link,
}

/// An answer of the service that is JSON.
#[derive(Debug)]
pub struct Answer {
    /// Its bytes, unchanged.
    pub body: Vec<u8>,
    /// Its entity tag.
    pub etag: Option<String>,
    /// What was asked for.
    pub url: Url,
    /// How the request is known.
    pub ids: RequestIds,
}

impl Answer {
    /// Reads it as what it is to be.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, GraphError> {
        self.parse_part(&self.body)
    }

    /// Reads a part of it as what it is to be.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse_part<T: DeserializeOwned>(&self, part: &[u8]) -> Result<T, GraphError> {
        serde_json::from_slice(part).map_err(|error| self.wrong(Cause::Malformed(error)))
    }

    /// Returns an error about it.
    pub(in crate::graph) fn wrong(&self, cause: Cause) -> GraphError {
        GraphError {
            address: shown(&self.url),
            ids: self.ids.clone(),
            cause: cause.into(),
        }
    }
}

/// What came back for a request, as far as it is read.
#[derive(Clone, Debug)]
pub(in crate::graph) struct Reply {
    pub(in crate::graph) url: Url,
    pub(in crate::graph) status: StatusCode,
    pub(in crate::graph) headers: HeaderMap,
    pub(in crate::graph) body: Vec<u8>,
    /// With which token it was asked for.
    pub(in crate::graph) token: Token,
}

impl Reply {
    /// Returns the service's id of the request.
    pub(in crate::graph) fn request_id(&self) -> Option<String> {
        request_id(&self.headers, &self.token)
    }

    /// Returns where a redirect leads.
    fn location(&self) -> Option<Url> {
        let location = header(&self.headers, LOCATION.as_str())?;
        self.url.join(&location).ok()
    }
}

/// A try that failed.
#[derive(Debug)]
pub(in crate::graph) struct Failed {
    pub(in crate::graph) cause: Cause,
    pub(in crate::graph) again: Option<Again>,
    pub(in crate::graph) request_id: Option<String>,
}

impl Failed {
    pub(in crate::graph) fn for_good(cause: Cause) -> Self {
        Self {
            cause,
            again: None,
            request_id: None,
        }
    }

    pub(in crate::graph) fn slow() -> Self {
        Self {
            again: Some(Again::Connection),
            ..Self::for_good(Cause::Slow)
        }
    }

    /// Returns whether the service does not take the token, and may take a fresh one.
    pub(in crate::graph) fn is_about_the_token(&self) -> bool {
        matches!(&self.cause, Cause::Refused(refusal) if refusal.meaning == ErrorMeaning::SignInAgain)
    }

    pub(in crate::graph) fn connection(error: reqwest::Error) -> Self {
        let again = (!is_about_certificates(&error)).then_some(Again::Connection);
        let error = error.without_url();
        let cause = if error.is_timeout() {
            Cause::Slow
        } else {
            Cause::Connection(error)
        };
        Self {
            again,
            ..Self::for_good(cause)
        }
    }
}

/// Takes an answer whole, or of an error as much as tells something.
pub(in crate::graph) async fn receive(
    response: Response,
    content: Content,
    token: Token,
    most: usize,
) -> Result<Reply, Failed> {
    let (url, status) = (response.url().clone(), response.status());
    let headers = response.headers().clone();
    let body = if status.is_success() && content != Content::Link {
        let body = read_body(response, most).await;
        body.map_err(|failed| Failed {
            request_id: request_id(&headers, &token),
            ..failed
        })?
    } else {
        // The status tells enough where the words do not come through.
        read_body(response, LARGEST_ERROR).await.unwrap_or_default()
    };
    Ok(Reply {
        url,
        status,
        headers,
        body,
        token,
    })
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

/// Reads a reply that is to be JSON; `client` is how we called the request.
pub(in crate::graph) fn read_json(reply: Reply, client: &str) -> Result<Answer, Failed> {
    let status = reply.status.as_u16();
    let ids = RequestIds {
        request: reply.request_id(),
        client: client.to_owned(),
    };
    let wrong = |cause| Failed {
        request_id: reply.request_id(),
        ..Failed::for_good(cause)
    };
    if reply.status.is_redirection() {
        return Err(wrong(redirect(&reply)));
    }
    if reply.body.trim_ascii().is_empty() {
        return Err(wrong(Cause::Empty { status }));
    }
    let content_type = header(&reply.headers, CONTENT_TYPE.as_str());
    if let Some(what) = what_else(content_type.as_deref(), &reply.body) {
        return Err(wrong(Cause::NotJson { what }));
    }
    Ok(Answer {
        etag: header(&reply.headers, ETAG.as_str()),
        body: reply.body,
        url: reply.url,
        ids,
    })
}

/// Returns what an answer is, where it is not JSON.
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

/// Returns why a redirect is no answer.
fn redirect(reply: &Reply) -> Cause {
    let status = reply.status.as_u16();
    match reply.location() {
        None => Cause::BlindRedirect { status },
        Some(to) if to.origin() == reply.url.origin() => Cause::OwnRedirect {
            status,
            address: shown(&to),
        },
        Some(to) => Cause::Redirect {
            status,
            origin: to.origin().ascii_serialization(),
        },
    }
}

/// Returns what the service refuses, and whether it may be asked again.
pub(in crate::graph) fn read_refusal(reply: &Reply) -> Failed {
    let clean = |text: &str| reply.token.removed_from(text);
    let (refusal, inner_id) = Refusal::read(reply.status.as_u16(), &reply.body, clean);
    Failed {
        cause: Cause::Refused(Box::new(refusal)),
        again: may_try_again(reply.status, &reply.headers),
        request_id: reply.request_id().or(inner_id),
    }
}

/// Returns whether another try may help, and when.
pub(in crate::graph) fn may_try_again(status: StatusCode, headers: &HeaderMap) -> Option<Again> {
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
pub(in crate::graph) fn read_link(reply: &Reply) -> Result<Url, Failed> {
    let status = reply.status;
    let wrong = |what: String| Failed {
        request_id: reply.request_id(),
        ..Failed::for_good(Cause::Unexpected(what))
    };
    // The link is documented with 302, and with 200 in the examples of the same page.
    if !status.is_redirection() && !status.is_success() {
        return Err(wrong(format!("{status} in place of a link to the file")));
    }
    if !reply.headers.contains_key(LOCATION) {
        return Err(wrong(format!("{status} without saying where the file is")));
    }
    let link = reply.location();
    link.ok_or_else(|| wrong(format!("{status} with a link that is no URL")))
}

/// Returns the service's id of a request, without the token, should somebody have put it there.
fn request_id(headers: &HeaderMap, token: &Token) -> Option<String> {
    header(headers, "request-id").map(|id| token.removed_from(&id))
}

/// Returns a header as text, where it is text.
pub(in crate::graph) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

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

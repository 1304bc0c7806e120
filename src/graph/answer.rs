//! What came back: whole and JSON, or an error that says what it is instead.

use std::time::SystemTime;

use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};

use super::Meaning;
use super::error::{Cause, Refusal, is_about_certificates};
use super::pace::{Again, retry_after};
use super::token::Token;

/// The largest answer that is read, in MiB; about 100,000 participants.
const LARGEST_ANSWER: usize = 128;

/// The largest error answer that is read, in bytes.
const LARGEST_ERROR: usize = 64 * 1024;

/// An answer of the service.
#[derive(Debug)]
pub struct Answer {
    /// Its bytes, unchanged.
    pub body: Vec<u8>,
    /// Its entity tag.
    pub etag: Option<String>,
}

/// A try that failed.
pub(super) struct Failed {
    pub(super) cause: Cause,
    pub(super) again: Option<Again>,
    pub(super) request_id: Option<String>,
}

impl Failed {
    pub(super) fn for_good(cause: Cause) -> Self {
        Self {
            cause,
            again: None,
            request_id: None,
        }
    }

    /// Whether the service does not take the token, and may take a fresh one.
    pub(super) fn is_about_the_token(&self) -> bool {
        matches!(&self.cause, Cause::Refused(refusal) if refusal.meaning == Meaning::SignInAgain)
    }

    pub(super) fn connection(error: reqwest::Error) -> Self {
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

/// Reads an answer that is to be JSON, whole.
pub(super) async fn read_json(response: Response) -> Result<Answer, Failed> {
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

pub(super) async fn read_refusal(response: Response, token: &Token) -> Failed {
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
pub(super) fn read_link(response: &Response) -> Result<Url, Failed> {
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

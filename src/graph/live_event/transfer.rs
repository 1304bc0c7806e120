//! Follows a link to a file on another host, which sees no token, and takes the
//! file or the rest of it.

use std::time::SystemTime;

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, RANGE,
    RETRY_AFTER,
};
use reqwest::{Response, StatusCode, Url, redirect};

use crate::graph::http::address::is_safe;
use crate::graph::http::answer::header;
use crate::graph::http::network::Network;
use crate::graph::http::retry::{Again, retry_after};
use crate::graph::live_event::download::{PartFile, Version};
use crate::graph::live_event::error::{ArtifactError, is_busy};

/// How many redirects of the other host are followed.
const MOST_REDIRECTS: usize = 5;

/// How far a download is: what is there, and of how much where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'h> {
    /// Where it comes from.
    pub host: &'h str,
    /// How many bytes are there.
    pub done: u64,
    /// How many there will be.
    pub total: Option<u64>,
}

/// Returns the host, as people know it.
pub(in crate::graph) fn host(url: &Url) -> String {
    url.host_str().unwrap_or("an unknown host").to_owned()
}

/// A try that failed.
pub(in crate::graph) struct Failed {
    pub(in crate::graph) error: Box<ArtifactError>,
    pub(in crate::graph) again: Option<Again>,
}

impl From<ArtifactError> for Failed {
    fn from(error: ArtifactError) -> Self {
        Self {
            error: error.into(),
            again: None,
        }
    }
}

/// Follows one link, and takes the file or the rest of it.
pub(in crate::graph) async fn pull(
    network: &Network,
    link: &Url,
    part: &mut PartFile,
    told: &mut impl FnMut(Step<'_>),
) -> Result<(), Failed> {
    let host = host(link);
    let broken = |source: reqwest::Error| Failed {
        error: ArtifactError::Broken {
            host: host.clone(),
            source: source.without_url(),
        }
        .into(),
        again: Some(Again::Connection),
    };
    let client = file_client(network, link).map_err(ArtifactError::Client)?;
    let mut request = client.get(link.clone()).header(ACCEPT_ENCODING, "identity");
    let asked_from = part.resumable();
    if let Some((from, validator)) = &asked_from {
        request = request
            .header(RANGE, format!("bytes={from}-"))
            .header(IF_RANGE, validator);
    }
    let mut response = request.send().await.map_err(broken)?;
    begin(&response, part, asked_from.map(|(from, _)| from), &host)?;
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        part.append(&chunk)?;
        told(Step {
            host: &host,
            done: part.length(),
            total: part.total(),
        });
    }
    check_length(part, host)
}

/// Looks at the head of an answer, and makes the file ready for its body.
fn begin(
    response: &Response,
    part: &mut PartFile,
    asked_from: Option<u64>,
    host: &str,
) -> Result<(), Failed> {
    let status = response.status();
    let headers = response.headers();
    let not_file = |what| ArtifactError::NotFile {
        host: host.to_owned(),
        what,
    };
    if is_web_page(headers) && status.is_success() {
        return Err(not_file("a web page").into());
    }
    match (status, asked_from) {
        (StatusCode::PARTIAL_CONTENT, Some(from))
            if range(headers) == Some((from, part.total()))
                && part.version().is_of(&version(headers)) =>
        {
            Ok(())
        }
        (StatusCode::OK, _) => Ok(part.restart(version(headers), response.content_length())?),
        (StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE, _) => {
            // The rest does not fit what is here: from the beginning, then.
            part.restart(Version::default(), None)?;
            Err(refused(host, status, Some(Again::Mistake)))
        }
        (status, _) if status.is_success() => Err(not_file("nothing").into()),
        (status, _) => Err(refused(host, status, may_help(status, headers))),
    }
}

fn refused(host: &str, status: StatusCode, again: Option<Again>) -> Failed {
    let host = host.to_owned();
    Failed {
        error: ArtifactError::Refused { host, status }.into(),
        again,
    }
}

/// Returns whether a fresh link may help: the links expire after a minute.
fn may_help(status: StatusCode, headers: &HeaderMap) -> Option<Again> {
    match status {
        StatusCode::UNAUTHORIZED
        | StatusCode::FORBIDDEN
        | StatusCode::NOT_FOUND
        | StatusCode::GONE => Some(Again::Mistake),
        status if is_busy(status) => {
            let asked = header(headers, RETRY_AFTER.as_str());
            Some(Again::Busy(retry_after(
                asked.as_deref(),
                SystemTime::now(),
            )))
        }
        status if status.is_server_error() => Some(Again::Mistake),
        _ => None,
    }
}

fn check_length(part: &PartFile, host: String) -> Result<(), Failed> {
    let got = part.length();
    match part.total() {
        _ if got == 0 => Err(ArtifactError::NotFile {
            host,
            what: "an empty file",
        }
        .into()),
        Some(expected) if expected != got => Err(Failed {
            error: ArtifactError::Length {
                host,
                got,
                expected,
            }
            .into(),
            again: Some(Again::Connection),
        }),
        _ => Ok(()),
    }
}

fn is_web_page(headers: &HeaderMap) -> bool {
    header(headers, CONTENT_TYPE.as_str())
        .is_some_and(|text| text.to_ascii_lowercase().starts_with("text/html"))
}

/// Returns what tells this version of the file from others.
fn version(headers: &HeaderMap) -> Version {
    Version {
        etag: header(headers, ETAG.as_str()),
        modified: header(headers, LAST_MODIFIED.as_str()),
    }
}

/// Returns the start and the total of `Content-Range: bytes 5-9/10`.
fn range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let text = header(headers, CONTENT_RANGE.as_str())?;
    let (span, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = span.split_once('-')?;
    Some((start.parse().ok()?, total.parse().ok()))
}

/// Returns a client that knows no token, follows only safe redirects and unpacks nothing.
fn file_client(network: &Network, link: &Url) -> reqwest::Result<reqwest::Client> {
    let policy = redirect::Policy::custom(|attempt| {
        if attempt.previous().len() > MOST_REDIRECTS {
            attempt.error("it redirects too often")
        } else if is_safe(attempt.url()) {
            attempt.follow()
        } else {
            attempt.error("it redirects to a place that is not safe")
        }
    });
    let builder = network.builder(link);
    builder.redirect(policy).no_gzip().build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_file_says_where_it_begins() {
        let range_of = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_RANGE, text.parse().unwrap());
            range(&headers)
        };
        assert_eq!(range_of("bytes 5-9/10"), Some((5, Some(10))));
        assert_eq!(range_of("bytes 5-9/*"), Some((5, None)));
        assert_eq!(range_of("bytes */10"), None);
        assert_eq!(range_of("lines 1-2/3"), None);
    }
}

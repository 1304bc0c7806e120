//! `$batch`: up to 20 requests in one, and their answers, which come in any order,
//! each with a status and headers of its own.

use std::collections::BTreeMap;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{StatusCode, Url};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::graph::http::address::GraphUrl;

/// How many requests the service takes in one.
pub const MOST: usize = 20;

/// A request in a batch.
pub(in crate::graph) struct Part<'p> {
    pub(in crate::graph) url: &'p Url,
    pub(in crate::graph) client_id: &'p str,
    pub(in crate::graph) etag: Option<&'p str>,
}

/// An answer in a batch.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::graph) struct PartAnswer {
    pub(in crate::graph) status: StatusCode,
    pub(in crate::graph) headers: HeaderMap,
    pub(in crate::graph) body: Vec<u8>,
}

#[derive(Serialize)]
struct Requests<'p> {
    requests: Vec<Request<'p>>,
}

#[derive(Serialize)]
struct Request<'p> {
    id: String,
    method: &'static str,
    url: &'p str,
    headers: BTreeMap<&'static str, &'p str>,
}

/// Returns where batches are sent.
pub(in crate::graph) fn address(base: &GraphUrl) -> String {
    format!("{}/$batch", base.to_string().trim_end_matches('/'))
}

/// Returns the address below the base, as a batch names it; none for what is elsewhere.
pub(in crate::graph) fn below<'u>(base: &GraphUrl, url: &'u Url) -> Option<&'u str> {
    if !base.is_origin_of(url) {
        return None;
    }
    let whole = url.as_str();
    let rest = whole.strip_prefix(base.to_string().trim_end_matches('/'))?;
    rest.starts_with('/').then_some(rest)
}

/// Returns the content of a batch; its requests are known by their places.
pub(in crate::graph) fn encode(base: &GraphUrl, parts: &[Part<'_>]) -> Vec<u8> {
    let parts = parts.iter().enumerate();
    let requests = parts.filter_map(|(place, part)| request(base, place, part));
    let batch = Requests {
        requests: requests.collect(),
    };
    serde_json::to_vec(&batch).unwrap_or_default()
}

fn request<'p>(base: &GraphUrl, place: usize, part: &Part<'p>) -> Option<Request<'p>> {
    let mut headers = BTreeMap::from([("client-request-id", part.client_id)]);
    headers.extend(part.etag.map(|etag| ("If-None-Match", etag)));
    Some(Request {
        id: place.to_string(),
        method: "GET",
        url: below(base, part.url)?,
        headers,
    })
}

#[derive(Deserialize)]
struct Responses<'b> {
    #[serde(borrow)]
    responses: Vec<Response<'b>>,
}

#[derive(Deserialize)]
struct Response<'b> {
    id: String,
    status: u16,
    #[serde(default)]
    headers: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(borrow)]
    body: Option<&'b RawValue>,
}

/// Returns the answers in the order of their requests, with a gap where one is missing; none
/// where this is no answer to a batch.
pub(in crate::graph) fn decode(json: &[u8], count: usize) -> Option<Vec<Option<PartAnswer>>> {
    let Responses { responses } = serde_json::from_slice(json).ok()?;
    let mut answers: Vec<Option<PartAnswer>> = (0..count).map(|_| None).collect();
    for response in responses {
        let place = response.id.parse::<usize>().ok()?;
        let answer = answers.get_mut(place)?;
        *answer = Some(PartAnswer {
            status: StatusCode::from_u16(response.status).ok()?,
            headers: headers(response.headers.unwrap_or_default()),
            body: response
                .body
                .map(|body| body.get().as_bytes().to_vec())
                .unwrap_or_default(),
        });
    }
    Some(answers)
}

fn headers(named: BTreeMap<String, serde_json::Value>) -> HeaderMap {
    let header = |(name, value): (String, serde_json::Value)| {
        let value = match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        let name = HeaderName::try_from(name).ok()?;
        Some((name, HeaderValue::try_from(value).ok()?))
    };
    named.into_iter().filter_map(header).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_named_below_the_base_with_its_query_as_it_is() {
        let base = GraphUrl::parse("https://h/v1.0").unwrap();
        let url = |text: &str| Url::parse(text).unwrap();
        let inside = url("https://h/v1.0/me/onlineMeetings/a%3D%2F?$filter=x%20eq%20'%253a'");
        assert_eq!(
            below(&base, &inside),
            Some("/me/onlineMeetings/a%3D%2F?$filter=x%20eq%20%27%253a%27")
        );
        for outside in [
            "https://h/beta/me",
            "https://h/v1.00/me",
            "https://other/v1.0/me",
            "http://h/v1.0/me",
        ] {
            assert_eq!(below(&base, &url(outside)), None, "{outside}");
        }
    }

    #[test]
    fn answers_come_in_any_order_and_one_may_be_missing() {
        let json = br#"{"responses":[
            {"id":"2","status":429,"headers":{"Retry-After":"2.128"},"body":{"error":{}}},
            {"id":"0","status":200,"headers":{"ETag":"\"e\"","Age":3},"body":{ "a": 1.50 }}
        ]}"#;
        let answers = decode(json, 3).unwrap();
        let [Some(first), None, Some(last)] = &answers[..] else {
            panic!("{answers:?}")
        };
        assert_eq!(first.body, br#"{ "a": 1.50 }"#);
        assert_eq!(first.headers["etag"], "\"e\"");
        assert_eq!(
            (last.status.as_u16(), &last.headers["retry-after"]),
            (429, &HeaderValue::from_static("2.128"))
        );
    }

    #[test]
    fn what_is_no_answer_to_this_batch_is_none() {
        for json in [
            r#"{"value":[]}"#,
            r#"{"responses":[{"id":"7","status":200}]}"#,
            r#"{"responses":[{"id":"x","status":200}]}"#,
            r#"{"responses":[{"id":"0","status":1}]}"#,
            "<html>",
        ] {
            assert_eq!(decode(json.as_bytes(), 2), None, "{json}");
        }
    }
}

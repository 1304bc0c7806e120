//! An error answer of the service: its status, its words, and what they mean.

use serde::Deserialize;

use crate::graph::http::error::cut;
use crate::graph::http::error_meaning::ErrorMeaning;

/// An error answer.
#[derive(Debug, thiserror::Error)]
#[error("the service answered {status}{}{}: {}", phrase(.status), words(.code, .message), .meaning.sentence())]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// The service's code, such as `Forbidden`.
    pub code: String,
    /// The service's words.
    pub message: String,
    /// What it means.
    pub meaning: ErrorMeaning,
}

fn phrase(status: &u16) -> String {
    let status = reqwest::StatusCode::from_u16(*status).ok();
    let phrase = status.and_then(|status| status.canonical_reason());
    phrase
        .map(|phrase| format!(" {phrase}"))
        .unwrap_or_default()
}

fn words(code: &str, message: &str) -> String {
    match (code, message) {
        ("", "") => String::new(),
        (one, "") | ("", one) => format!(" ({one})"),
        (code, message) => format!(" ({code}: {message})"),
    }
}

/// The longest words of the service that are shown.
const LONGEST_WORDS: usize = 500;

impl Refusal {
    /// Reads the body of an error answer; one that is no JSON is left out. `clean` takes
    /// secrets out of its words, before they are cut: half a secret is not found any more.
    pub(in crate::graph) fn read(
        status: u16,
        body: &[u8],
        clean: impl Fn(&str) -> String,
    ) -> (Self, Option<String>) {
        let envelope: Envelope = serde_json::from_slice(body).unwrap_or_default();
        let ErrorBody {
            code,
            message,
            inner,
        } = envelope.error;
        let words = |text: Option<String>| cut(&clean(&text.unwrap_or_default()), LONGEST_WORDS);
        let (code, message) = (words(code), words(message));
        let meaning = ErrorMeaning::of(status, &code, &message);
        let refusal = Self {
            status,
            code,
            message,
            meaning,
        };
        let request_id = inner.and_then(|inner| inner.request_id);
        (refusal, request_id.map(|id| clean(&id)))
    }
}

#[derive(Default, Deserialize)]
struct Envelope {
    #[serde(default)]
    error: ErrorBody,
}

#[derive(Default, Deserialize)]
struct ErrorBody {
    code: Option<String>,
    message: Option<String>,
    #[serde(rename = "innerError", alias = "innererror")]
    inner: Option<InnerError>,
}

#[derive(Deserialize)]
struct InnerError {
    #[serde(rename = "request-id")]
    request_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_answer_says_status_code_words_and_meaning() {
        let body = br#"{"error":{"code":"Forbidden","message":"3003: User does not have access to lookup meeting.","innerError":{"request-id":"r-1","date":"2026"}}}"#;
        let (refusal, request_id) = Refusal::read(403, body, str::to_owned);
        assert_eq!(request_id.as_deref(), Some("r-1"));
        assert_eq!(
            refusal.to_string(),
            "the service answered 403 Forbidden (Forbidden: 3003: User does not have access to lookup meeting.): only the organizer or a co-organizer of a meeting may read its attendance"
        );
    }

    #[test]
    fn words_that_are_too_long_are_cut_visibly() {
        let shown = |count: usize| {
            let message = "ä".repeat(count);
            let body = format!(r#"{{"error":{{"code":"X","message":"{message}"}}}}"#);
            Refusal::read(400, body.as_bytes(), str::to_owned).0.message
        };
        assert_eq!(shown(500), "ä".repeat(500));
        assert_eq!(shown(501), "ä".repeat(500) + "…");
    }

    #[test]
    fn an_error_page_that_is_no_json_is_told_by_its_status() {
        let (refusal, request_id) = Refusal::read(502, b"<html>Bad gateway</html>", str::to_owned);
        assert_eq!(request_id, None);
        assert_eq!(
            refusal.to_string(),
            "the service answered 502 Bad Gateway: the service made a mistake"
        );
    }
}

//! Why a text that somebody typed is not understood.

/// A sentence that says what is wrong with a typed text, and what was expected in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotUnderstood(String);

impl From<String> for NotUnderstood {
    fn from(said: String) -> Self {
        Self(said)
    }
}

impl From<&str> for NotUnderstood {
    fn from(said: &str) -> Self {
        Self(said.to_owned())
    }
}

//! The access token: shown to nobody but the service.

use std::fmt;

use reqwest::header::HeaderValue;

/// A text that is no access token, for a reason that shows nothing of it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadToken {
    /// Nothing is there.
    #[error("the access token is empty")]
    Empty,
    /// It holds characters that cannot stand in a header.
    #[error(
        "the access token holds blanks, line breaks or other characters that no token has; it may have been cut or wrapped when it was copied"
    )]
    Characters,
}

/// An access token. Neither its `Debug` nor anything else prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes a text as a token, without the blanks around it and a leading `Bearer`.
    ///
    /// # Errors
    /// When it is empty, or holds anything but visible ASCII characters.
    pub fn new(text: &str) -> Result<Self, BadToken> {
        let text = text.trim();
        let text = text.strip_prefix("Bearer ").map_or(text, str::trim_start);
        if text.is_empty() {
            return Err(BadToken::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(BadToken::Characters);
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the value of the `Authorization` header, which HTTP libraries then do not print.
    pub(in crate::graph) fn header(&self) -> Option<HeaderValue> {
        let mut header = HeaderValue::from_str(&format!("Bearer {}", self.0)).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    /// Returns the text without this token, should somebody have echoed it.
    pub(in crate::graph) fn removed_from(&self, text: &str) -> String {
        text.replace(&self.0, "[token]")
    }

    /// Returns the token itself, for those who must look into it or keep it.
    pub(in crate::graph) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([not shown])")
    }
}

/// Keeps what is in memory, tokens among it, out of core files, and on Linux from other
/// programs of the same user too. Windows has no such files of its own.
pub fn leave_no_memory_behind() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Less is always allowed; where it is not, nothing is lost but this.
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_printed() {
        let token = Token::new("eyJ0eXAi.secret.part").unwrap();
        let header = token.header().unwrap();
        let said = format!("{token:?} {token:#?} {header:?}");
        assert!(!said.contains("secret"), "{said}");
        assert_eq!(
            token.removed_from("bad token eyJ0eXAi.secret.part!"),
            "bad token [token]!"
        );
    }

    #[test]
    fn blanks_around_and_the_word_bearer_are_no_part_of_it() {
        assert_eq!(Token::new(" Bearer abc.def\r\n"), Token::new("abc.def"));
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_without_showing_it() {
        assert_eq!(Token::new(" \n"), Err(BadToken::Empty));
        for text in ["secret\r\nEvil: header", "two words", "Schlüssel"] {
            let error = Token::new(text).unwrap_err();
            assert_eq!(error, BadToken::Characters);
            assert!(!error.to_string().contains(text));
        }
    }
}

//! Sign-in: where the access token comes from.

use std::io;
use std::path::{Path, PathBuf};

use super::token::{BadToken, Token};

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// Nobody signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The file with the token cannot be read.
    #[error("could not read the token file `{path}`")]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was given is no token.
    #[error("{given} does not hold an access token")]
    BadToken {
        /// Where it was given.
        given: String,
        /// Why.
        source: BadToken,
    },
}

impl AuthError {
    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::SignedOut => {
                "put an access token into the variable GRAPH_TOKEN, or into a file named with --token-file"
            }
            Self::TokenFile { .. } | Self::BadToken { .. } => {
                "put the access token alone, on one line, into the file or the variable"
            }
        }
    }
}

/// Reads a token from a file.
///
/// # Errors
/// When the file cannot be read or holds no token.
pub fn token_from_file(path: &Path) -> Result<Token, AuthError> {
    let text = std::fs::read_to_string(path).map_err(|source| AuthError::TokenFile {
        path: path.to_owned(),
        source,
    })?;
    token(&text, &format!("`{}`", path.display()))
}

/// Takes a text as a token; `given` says where it comes from.
///
/// # Errors
/// When it is none.
pub fn token(text: &str, given: &str) -> Result<Token, AuthError> {
    Token::new(text).map_err(|source| AuthError::BadToken {
        given: given.to_owned(),
        source,
    })
}

/// Something that gives a token whenever one is needed.
#[derive(Debug)]
pub enum Credential {
    /// A token that somebody else made.
    Given(Token),
}

impl Credential {
    /// A token that is good for now.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn token(&self) -> Result<Token, AuthError> {
        match self {
            Self::Given(token) => Ok(token.clone()),
        }
    }
}

//! Where the access token comes from, and how it stays fresh while a run lasts.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use jiff::{SignedDuration, Timestamp};
pub use oauth2::ClientSecret;
use oauth2::RefreshToken;
use tokio::sync::Mutex;

use super::kept::{self, KeptSignIn};
use super::sign_in::{Grant, SignIn};
use super::token::{BadToken, Token};
use crate::output::folder::OutputError;

/// A token is renewed when it is good for no longer than this.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// Nobody signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The kept sign-in is expired and cannot be renewed.
    #[error("the sign-in has expired")]
    Expired,
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
    /// Something is missing to sign in with.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// The authority refuses.
    #[error("the sign-in was refused: {said}")]
    Refused {
        /// Its code and words.
        said: String,
    },
    /// The authority cannot be reached, or answers something else.
    #[error("could not sign in at {host}")]
    Unreachable {
        /// The host.
        host: String,
        /// Why.
        source: Box<dyn std::error::Error>,
    },
    /// The authority answers something else.
    #[error("{host} answered the sign-in with something else than a token")]
    NoToken {
        /// The host.
        host: String,
    },
    /// The way of signing in that the machine offers does not work.
    #[error("could not sign in with {with}: {said}")]
    Machine {
        /// The way.
        with: &'static str,
        /// Its words.
        said: String,
    },
    /// Nobody came back from the browser.
    #[error("nobody came back from the browser in time")]
    NobodyCame,
    /// The browser's way back cannot be opened.
    #[error("could not wait for the browser")]
    Listen(#[source] io::Error),
    /// The kept sign-in cannot be read.
    #[error("could not use `{path}`")]
    Kept {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It cannot be written.
    #[error("could not keep the sign-in")]
    NotKept {
        /// Why.
        source: Box<OutputError>,
    },
    /// The system does not say where to keep anything.
    #[error("there is no folder to keep a sign-in in")]
    NoFolder,
}

impl AuthError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::SignedOut | Self::Expired => {
                "run `rollbook login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or put an access token into GRAPH_TOKEN or a file named with --token-file"
            }
            Self::TokenFile { .. } | Self::BadToken { .. } => {
                "put the access token alone, on one line, into the file or the variable"
            }
            Self::Missing(_) => "set the variable, or name the value on the command line",
            Self::Refused { said } => refusal_hint(said),
            Self::Unreachable { .. } => {
                "check the network, the proxy (HTTPS_PROXY), --ca-bundle and --authority"
            }
            Self::NoToken { .. } => {
                "check --authority: it must be the address where your tenant signs in"
            }
            Self::Machine { .. } => {
                "check that this machine has an identity, or choose another way with --sign-in"
            }
            Self::NobodyCame | Self::Listen(_) => {
                "try `rollbook login --device-code`, which needs no browser here"
            }
            Self::Kept { .. } => "run `rollbook logout`, then `rollbook login`",
            Self::NotKept { .. } | Self::NoFolder => {
                "check that your home folder is there and may be written to"
            }
        }
    }
}

/// The way out of what the authority refuses, by its codes.
fn refusal_hint(said: &str) -> &'static str {
    let hints = [
        (
            "AADSTS7000215",
            "the client secret is wrong: take the secret's value, not its id, from the app registration",
        ),
        (
            "AADSTS7000222",
            "the client secret has expired: make a new one in the app registration",
        ),
        (
            "AADSTS700016",
            "the tenant knows no such application: check AZURE_CLIENT_ID and AZURE_TENANT_ID",
        ),
        (
            "AADSTS90002",
            "there is no such tenant: check AZURE_TENANT_ID",
        ),
        (
            "AADSTS900023",
            "there is no such tenant: check AZURE_TENANT_ID",
        ),
        (
            "AADSTS65001",
            "an administrator must consent to the permissions in the app registration",
        ),
        (
            "AADSTS7000218",
            "allow public client flows under Authentication in the app registration",
        ),
        (
            "AADSTS50011",
            "add the redirect URI http://localhost under Authentication, Mobile and desktop applications",
        ),
        (
            "AADSTS500113",
            "add the redirect URI http://localhost under Authentication, Mobile and desktop applications",
        ),
        (
            "AADSTS50020",
            "personal and guest accounts are not supported: sign in with an account of the tenant",
        ),
        (
            "invalid_grant",
            "the sign-in has ended: run `rollbook login` again",
        ),
        (
            "expired_token",
            "the code was not entered in time: run the command again",
        ),
        (
            "access_denied",
            "somebody declined: sign in again and accept, or ask an administrator to consent",
        ),
    ];
    let known = hints.iter().find(|(code, _)| said.contains(code));
    known.map_or(
        "look the code up at https://login.microsoftonline.com/error",
        |(_, hint)| hint,
    )
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
    /// Nobody: for what needs no token.
    Nobody,
    /// A token that somebody else made; it cannot be renewed.
    Given(Token),
    /// A token that is made when it is needed.
    Made(Box<Made>),
}

impl Credential {
    /// Makes tokens in this way.
    pub fn made(way: Way) -> Self {
        Self::Made(Box::new(Made {
            way,
            held: Mutex::new(None),
        }))
    }

    /// A token that is good for now.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn token(&self) -> Result<Token, AuthError> {
        match self {
            Self::Nobody => Err(AuthError::SignedOut),
            Self::Given(token) => Ok(token.clone()),
            Self::Made(made) => made.token().await,
        }
    }

    /// Forgets the token, so that the next one is fresh; tells whether that can be.
    pub(super) async fn renew(&self) -> bool {
        match self {
            Self::Nobody | Self::Given(_) => false,
            Self::Made(made) => made.held.lock().await.take().is_some(),
        }
    }
}

/// Tokens made one after the other.
#[derive(Debug)]
pub struct Made {
    way: Way,
    held: Mutex<Option<Held>>,
}

/// A token, and until when it is good.
#[derive(Clone, Debug)]
struct Held {
    token: Token,
    expires: Timestamp,
}

impl Made {
    async fn token(&self) -> Result<Token, AuthError> {
        // Held while the token is made, so that many requests make one.
        let mut held = self.held.lock().await;
        let fresh = |held: &&Held| held.expires > Timestamp::now() + MARGIN;
        if let Some(held) = held.as_ref().filter(fresh) {
            return Ok(held.token.clone());
        }
        let made = self.way.make().await?;
        *held = Some(made.clone());
        Ok(made.token)
    }
}

/// A way to make tokens.
pub enum Way {
    /// The secret of an application.
    Secret(SignIn, ClientSecret),
    /// The sign-in that is kept in this folder.
    Kept(SignIn, PathBuf),
    /// What the machine offers: its identity, or the Azure command line.
    Machine {
        /// What it is called.
        with: &'static str,
        /// What makes the token.
        credential: Arc<dyn TokenCredential>,
        /// For what.
        scope: String,
    },
}

/// Writes what kind of way it is, and nothing secret.
impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secret(..) => "Secret",
            Self::Kept(..) => "Kept",
            Self::Machine { with, .. } => with,
        })
    }
}

impl Way {
    async fn make(&self) -> Result<Held, AuthError> {
        match self {
            Self::Secret(sign_in, secret) => Ok(sign_in.with_secret(secret).await?.into()),
            Self::Kept(sign_in, folder) => from_kept(sign_in, folder).await,
            Self::Machine {
                with,
                credential,
                scope,
            } => {
                let made = credential.get_token(&[scope], None).await;
                let made = made.map_err(|error| AuthError::Machine {
                    with,
                    said: error.to_string(),
                })?;
                let expires = made.expires_on.unix_timestamp();
                let expires = Timestamp::from_second(expires).unwrap_or(Timestamp::MAX);
                Ok(Held {
                    token: token(made.token.secret(), with)?,
                    expires,
                })
            }
        }
    }
}

impl From<Grant> for Held {
    fn from(grant: Grant) -> Self {
        Self {
            token: grant.token,
            expires: grant.expires,
        }
    }
}

/// The kept token, or a fresh one, which is then kept.
async fn from_kept(sign_in: &SignIn, folder: &Path) -> Result<Held, AuthError> {
    let kept = kept::read(folder)?.ok_or(AuthError::SignedOut)?;
    if kept.expires > Timestamp::now() + MARGIN {
        let token = token(&kept.access_token, "the kept sign-in")?;
        return Ok(Held {
            token,
            expires: kept.expires,
        });
    }
    let refresh = kept.refresh_token.clone().ok_or(AuthError::Expired)?;
    let grant = sign_in
        .with_refresh(RefreshToken::new(refresh), &kept.scopes)
        .await?;
    kept::write(folder, &renewed(kept, &grant))?;
    Ok(grant.into())
}

fn renewed(kept: KeptSignIn, grant: &Grant) -> KeptSignIn {
    let refresh = grant.refresh.as_ref().map(|token| token.secret().clone());
    KeptSignIn {
        access_token: grant.token.reveal().to_owned(),
        expires: grant.expires,
        refresh_token: refresh.or(kept.refresh_token),
        ..kept
    }
}

impl KeptSignIn {
    /// A sign-in that has just been made.
    pub fn new(sign_in: &SignIn, scopes: &[String], grant: &Grant) -> Self {
        let application = sign_in.application();
        Self {
            authority: application.authority.to_string(),
            tenant: application.tenant.clone(),
            client_id: application.client_id.clone(),
            scopes: scopes.to_vec(),
            access_token: grant.token.reveal().to_owned(),
            expires: grant.expires,
            refresh_token: grant.refresh.as_ref().map(|token| token.secret().clone()),
        }
    }
}
